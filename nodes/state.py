"""The checkpointed state of a run: what each channel holds and which node writes it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from langchain_core.messages import AnyMessage, HumanMessage, convert_to_messages
from langgraph.channels import DeltaChannel, EphemeralValue
from typing_extensions import TypedDict  # pydantic makes schemas of these, and before Python 3.12 only so

from memory.labels import Label
from nodes.llm.port import Usage
from nodes.safety.approval import Approval
from nodes.safety.guards import ApprovalMode
from nodes.safety.verdict import Verdict
from tools.errors import FailureKind

SNAPSHOT_FREQUENCY = 200
"""Updates between full snapshots of a growing list (measured: small checkpoints at an acceptable cost of reading old threads)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may spend; `None` is no limit.

    Attributes:
        max_steps: Turns of the reasoning loop (15, as in the source architecture).
        max_tokens: Prompt and completion tokens together.
        max_seconds: Seconds at work; waiting for a person is not counted.
        max_cost_usd: US dollars; holds only where the model's price is known.
    """

    max_steps: int = 15
    max_tokens: int | None = None
    max_seconds: float | None = None
    max_cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What was settled when the run began, so that a resume cannot loosen it.

    Attributes:
        id: Unique in the thread; the same however often the first node runs.
        goal: What the user asked for.
        goal_message_id: The message that carries it.
        started_at: Unix time, seconds.
        limits: The budgets.
        approvals: What becomes of calls that need a person.
        policy_digest: SHA-256 over the policy in force.
        model: The model's label.
        answer_schema: JSON schema of the typed answer that was asked for.
    """

    id: str
    goal: str
    goal_message_id: str
    started_at: float
    limits: Limits
    approvals: ApprovalMode
    policy_digest: str
    model: str
    answer_schema: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Thought:
    """What THINK came to.

    Attributes:
        text: The reasoning in words; may be empty.
        answer: The final answer, or `None` while there is more to do.
        calls: The proposed calls: `{"id", "name", "args"}`.
        malformed: For the model: why its reply could not be read.
        started_at: Unix time, seconds.
        seconds: How long the model took.
        usage: What it cost.
    """

    text: str = ""
    answer: Any = None
    calls: list[dict[str, Any]] = field(default_factory=list)
    malformed: str | None = None
    started_at: float = 0.0
    seconds: float = 0.0
    usage: Usage = field(default_factory=Usage)

    @property
    def is_final_answer(self) -> bool:
        """Whether the goal is reached."""
        return self.answer is not None


@dataclass(frozen=True, slots=True)
class Action:
    """One proposed call.

    Attributes:
        id: Logical id: run, step and place in the turn; the same for every permitted retry.
        call_id: The model's id of the call; its ToolMessage names it.
        tool: The tool's name.
        arguments: As validated, or as sent if they could not be.
        digest: SHA-256 over tool and arguments.
        reasoning: The thought that led to it.
        problem: Why the call cannot run (unknown tool, bad arguments), or `None`.
        edited_by: Who changed it at an approval, or `None`.
    """

    id: str
    call_id: str
    tool: str
    arguments: dict[str, Any]
    digest: str
    reasoning: str = ""
    problem: str | None = None
    edited_by: str | None = None


class ObservationStatus(StrEnum):
    """What became of a call."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It was begun and nobody knows whether it happened."""
    DENIED = "denied"
    """The Safety Layer refused it."""
    REJECTED = "rejected"
    """A person refused it."""
    ANSWERED = "answered"
    """A person gave the result instead."""
    CUT_OFF = "cut_off"
    """The run ended before it could run."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What became of one action.

    Attributes:
        action_id: The action.
        tool: The tool's name.
        status: What became of it.
        content: What the model is shown.
        failure: Why it failed, if it did.
        attempt: Which attempt gave this, from 1; 0 if it never ran.
        seconds: How long it ran.
        begun_at: For an earlier attempt whose outcome is recorded or unknown: when it began.
        retry_after_seconds: How long the other side asked to wait.
        label: Trust and origin of the content.
    """

    action_id: str
    tool: str
    status: ObservationStatus
    content: str
    failure: FailureKind | None = None
    attempt: int = 0
    seconds: float = 0.0
    begun_at: str = ""
    retry_after_seconds: float | None = None
    label: Label = field(default_factory=Label)

    @property
    def is_error(self) -> bool:
        """Whether the call ran, or should have, and did not succeed."""
        return self.status in (ObservationStatus.FAILED, ObservationStatus.UNKNOWN)

    @property
    def result(self) -> str | None:
        """The result as text (JSON where it is no text), or `None` where there is none."""
        return self.content if self.success else None

    @property
    def success(self) -> bool:
        """Whether there is a result, the tool's or a person's."""
        return self.status in (ObservationStatus.SUCCEEDED, ObservationStatus.ANSWERED)


@dataclass(frozen=True, slots=True)
class Retry:
    """A further attempt that ERROR_HANDLER decided on.

    Attributes:
        action_id: The action.
        attempt: The attempt to make, from 2.
        delay_seconds: How long to wait first.
    """

    action_id: str
    attempt: int
    delay_seconds: float


@dataclass(frozen=True, slots=True)
class Step:
    """One turn of the loop, as it is kept.

    Attributes:
        index: From 1.
        thought: The reasoning.
        actions: What was proposed.
        verdicts: What the Safety Layer said.
        approvals: What people said.
        observations: What became of each action.
        started_at: Unix time, seconds.
        seconds: Time at work in this step.
        usage: What it cost.
        notes: Anything else worth knowing: evictions, a malformed reply.
    """

    index: int
    thought: str
    actions: list[Action]
    verdicts: list[Verdict]
    approvals: list[Approval]
    observations: list[Observation]
    started_at: float
    seconds: float
    usage: Usage
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the run ended.

    Attributes:
        success: Whether the goal was reached, as far as the model can tell.
        answer: The answer; with `answer_schema`, a value that fits it.
        error: One line: why not, and what to do next.
        reason: A word for machines: `answered`, `max_steps`, `max_tokens`, `max_seconds`, `max_cost`, `malformed`, `loop`,
            `failures`, `approval_needed`.
    """

    success: bool
    answer: Any = None
    error: str | None = None
    reason: str = "answered"


def append(current: list[Any], writes: Sequence[Any]) -> list[Any]:
    """Append each write, one value or several, to a list; batching-invariant, as DeltaChannel asks."""
    merged = list(current)
    for write in writes:
        merged.extend(write) if isinstance(write, list | tuple) else merged.append(write)
    return merged


def merge_messages(current: list[AnyMessage], writes: Sequence[Any]) -> list[AnyMessage]:
    """Append messages; one whose id is known replaces the earlier one in its place; batching-invariant.

    Writes may be messages, lists of them, or what LangChain takes for a message (`("user", "hi")`, dicts): the server and
    Studio send those. A message without an id gets one from its place and content, so that every replay gives the same list.
    """
    merged: list[Any] = list(current)
    place = {message.id: index for index, message in enumerate(merged) if message.id}
    for write in writes:
        for message in convert_to_messages(write if isinstance(write, list) else [write]):
            if not message.id:
                seed = f"{len(merged)}\n{message.type}\n{message.content}"
                message = message.model_copy(update={"id": uuid.uuid5(uuid.NAMESPACE_OID, seed).hex})
            if message.id in place:
                merged[place[message.id]] = message
            else:
                place[message.id] = len(merged)
                merged.append(message)
    return merged


class AgentState(TypedDict, total=False):
    """The channels. Scratch of a turn (`thought` to `retries`) is cleared by the node that closes the turn."""

    goal: Annotated[str, EphemeralValue]
    """Input: what the user asks for. Only there in the first superstep; `run.goal` keeps it."""
    output_schema: Annotated[dict[str, Any], EphemeralValue]
    """Input: JSON schema of a typed answer; `run.answer_schema` keeps it."""
    messages: Annotated[list[AnyMessage], DeltaChannel(merge_messages, snapshot_frequency=SNAPSHOT_FREQUENCY)]
    """The conversation. Written by THINK, BLOCKED, OBSERVE, ERROR_HANDLER, DONE, and by chat clients as input."""
    run: RunRecord | None
    """What was settled at the start. Written by THINK when a run begins."""
    usage: Usage
    """What the run has spent. Written by THINK and the nodes that close a step."""
    steps: Annotated[list[Step], DeltaChannel(append, snapshot_frequency=SNAPSHOT_FREQUENCY)]
    """The steps of this run. Written by BLOCKED, UPDATE_MEMORY and DONE."""
    working: dict[str, Any]
    """Working memory. Written by THINK when a run begins and by UPDATE_MEMORY."""
    thought: Thought | None
    """The turn's reasoning. Written by THINK."""
    actions: list[Action]
    """The turn's calls. Written by SELECT_ACTION; APPROVAL replaces an edited one."""
    verdicts: list[Verdict]
    """Written by SAFETY_CHECK."""
    approvals: list[Approval]
    """Written by APPROVAL."""
    observations: list[Observation]
    """The latest of each action. Written by EXECUTE_TOOL, OBSERVE and BLOCKED."""
    retries: list[Retry]
    """Further attempts to make. Written by ERROR_HANDLER, cleared by EXECUTE_TOOL."""
    outcome: Outcome | None
    """How the run ended. Written by THINK, SAFETY_CHECK or ERROR_HANDLER; it leads to DONE."""


AgentUpdate = AgentState
"""What a node returns: the channels that it changes."""


class AgentInput(TypedDict, total=False):
    """What a client sends: a goal, or messages of a chat."""

    goal: str
    """What you want done, in your own words."""
    messages: list[AnyMessage]
    """For chat clients: the last human message is the goal."""
    output_schema: dict[str, Any]
    """Optional JSON schema of the answer."""


def new_goal(state: AgentState) -> HumanMessage | None:
    """The message that asks for a new run, or `None` while one goes on.

    A run begins when the input has a goal, or when the last message is a person's and neither began the current run nor was
    written by it.
    """
    if (goal := state.get("goal")) is not None:
        return HumanMessage(content=goal)
    run, messages = state.get("run"), state.get("messages") or []
    if not messages or not isinstance(messages[-1], HumanMessage):
        return None
    last = messages[-1]
    ours = run is not None and (last.id == run.goal_message_id or (last.id or "").startswith(f"{run.id}:"))
    return None if ours else last
