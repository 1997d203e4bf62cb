"""What a node is given besides the state: the process's ports and the run's knobs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any, ParamSpec, Protocol, TypeVar, runtime_checkable

from pydantic import Field
from pydantic.dataclasses import dataclass as pydantic_dataclass

from memory.call_records import CallKey
from memory.ledger import Ledger
from memory.system import MemorySystem
from nodes.llm.port import DecisionModel
from nodes.planning.plan import PlanningMode
from nodes.planning.port import Planner
from nodes.records import Action, Limits
from nodes.safety.guards import ApprovalMode
from nodes.safety.policy import CAREFUL, Policy
from nodes.safety.verdict import digest_call
from tools.base import Tool

P = ParamSpec("P")
R = TypeVar("R")


@runtime_checkable
class Toolbox(Protocol):
    """What nodes need of a tool registry."""

    def get(self, name: str) -> Tool:
        """The tool. Raises `UnknownTool` with the names that exist."""
        ...

    def list_tools(self) -> list[dict[str, Any]]:
        """Every tool in the form that models take, in a stable order."""
        ...


@pydantic_dataclass(frozen=True)
class RunKnobs:
    """What a caller may set for one run; the form that Studio shows. Copied into the state when the run begins.

    `None` keeps the agent's own setting.
    """

    max_steps: Annotated[
        int | None, Field(ge=1, le=1000, title="Steps", description="Turns of the reasoning loop.")
    ] = None
    max_tokens: Annotated[
        int | None, Field(ge=1, title="Tokens", description="Prompt and completion tokens together.")
    ] = None
    max_seconds: Annotated[
        float | None, Field(gt=0, title="Seconds", description="At work; waiting for a person is free.")
    ] = None
    max_cost_usd: Annotated[float | None, Field(gt=0, title="US dollars", description="Where the price is known.")] = (
        None
    )
    approvals: Annotated[
        ApprovalMode | None,
        Field(title="Approvals", description="What becomes of a call that needs a person: ask, deny, or fail the run."),
    ] = None
    planning: Annotated[
        PlanningMode | None, Field(title="Planning", description="Split the goal into tasks: auto, always, never.")
    ] = None
    max_parallel_tasks: Annotated[
        int | None, Field(ge=1, le=100, title="Parallel tasks", description="Tasks at work at the same time.")
    ] = None
    approve_plan: Annotated[
        bool | None, Field(title="Approve the plan", description="Ask a person before a plan is carried out.")
    ] = None

    def limits(self, defaults: Limits) -> Limits:
        """These knobs over the agent's own limits."""
        return Limits(
            max_steps=self.max_steps or defaults.max_steps,
            max_tokens=self.max_tokens or defaults.max_tokens,
            max_seconds=self.max_seconds or defaults.max_seconds,
            max_cost_usd=self.max_cost_usd or defaults.max_cost_usd,
        )


@dataclass(frozen=True)
class Ports:
    """What lives as long as the process.

    Attributes:
        model: Decides.
        tools: What the agent can do.
        ledger: Licences, intents and outcomes.
        memory: The three memories.
        policy: What is allowed, asked about, denied.
        limits: Budgets of a run that sets none.
        approvals: What becomes of calls that need a person, where a run sets nothing.
        approver: Who answers where the engine authenticates nobody.
        planner: Splits goals; `None` for an agent that never plans.
        planning: Whether a goal is planned, where a run sets nothing.
        max_parallel_tasks: Tasks at work at the same time, where a run sets nothing.
        asks_plan: Whether a person must approve each plan, where a run sets nothing.
        clock: Unix time, seconds; it may be set back or on at any time.
        timer: Seconds that only ever grow; measures how long something took.
        sleep: Waits between attempts.
        on_close: What ends sessions and processes when the agent is closed.
    """

    model: DecisionModel
    tools: Toolbox
    ledger: Ledger
    memory: MemorySystem = field(default_factory=MemorySystem)
    policy: Policy = CAREFUL
    limits: Limits = field(default_factory=Limits)
    approvals: ApprovalMode = ApprovalMode.ASK
    approver: str = "local user"
    planner: Planner | None = None
    planning: PlanningMode = PlanningMode.NEVER
    max_parallel_tasks: int = 5
    asks_plan: bool = False
    clock: Callable[[], float] = time.time
    timer: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Any] = asyncio.sleep
    on_close: tuple[Callable[[], None], ...] = ()


@dataclass(frozen=True)
class AgentContext:
    """What `runtime.context` is inside of a node.

    Attributes:
        ports: The process's.
        knobs: The run's.
        tenant: Whose agent it is; from authentication, `local` where there is none.
        thread_id: The run's thread.
        approver: Who is answering; from authentication, the process's user where there is none.
        checkpoint_id: Where this step of the engine started from; the same when the step is run again.
        config: The engine's own config values, for tools that ask for them.
    """

    ports: Ports
    knobs: RunKnobs = field(default_factory=RunKnobs)
    tenant: str = "local"
    thread_id: str = ""
    approver: str = "local user"
    checkpoint_id: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)

    def key(self, action: Action) -> CallKey:
        """The ledger's name of that call. The digest is worked out anew: the one in the state is only a hint."""
        return CallKey(self.tenant, self.thread_id, action.id, digest_call(action.tool, action.arguments))


async def off_loop(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a blocking call (the ledger, a store) beside the event loop."""
    return await asyncio.to_thread(partial(function, *args, **kwargs))
