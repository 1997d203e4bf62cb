"""The agent as its users hold it: run a goal, resume a thread, see it happen."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.errors import is_invalid_resume
from langgraph.types import Command
from pydantic import BaseModel, ValidationError

from graph.builder import AgentGraph, LazyPorts
from graph.driver import loop_thread
from graph.plan_editor import PlanEditor
from graph.result import AgentResult, RunStatus
from graph.settings import Settings
from graph.thread_lock import at_work
from graph.threads import Decisions, read_decisions
from graph.transitions import Stage
from memory.errors import StoreError
from nodes.context import RunKnobs
from nodes.llm.errors import ModelError
from nodes.opening import check_goal
from nodes.safety.errors import DecisionRefused
from nodes.typed_answer import check_schema

if TYPE_CHECKING:
    from tools.registry import ToolRegistry


class Agent(PlanEditor):
    """A goal in, an answer out, on a graph with a checkpointer.

    Made by `build_agent`. One agent may serve many threads at once; `close` it, or use it as a context manager.

    Attributes:
        graph: The compiled LangGraph graph; `invoke`, `ainvoke`, `stream` and `astream` all work.
        settings: What it was built from.
    """

    def __init__(
        self, graph: AgentGraph, ports: LazyPorts, settings: Settings, checkpointer: BaseCheckpointSaver[Any]
    ) -> None:
        super().__init__(graph, checkpointer, settings.database)
        self.settings = settings
        self._ports = ports

    @property
    def model_label(self) -> str:
        """Which model answers, in one line.

        Raises:
            ModelError: If the model that is asked for is not set up.
        """
        return self._ports().model.label

    @property
    def tools(self) -> ToolRegistry:
        """The registry."""
        return self._ports().tools  # type: ignore[return-value]

    def run(self, goal: str, *, thread_id: str | None = None, output_schema: Any = None, **knobs: Any) -> AgentResult:
        """Reach a goal; see `arun`."""
        return loop_thread().run(lambda: self.arun(goal, thread_id=thread_id, output_schema=output_schema, **knobs))

    async def arun(
        self, goal: str, *, thread_id: str | None = None, output_schema: Any = None, **knobs: Any
    ) -> AgentResult:
        """Reach a goal.

        Args:
            goal: What you want done, in your own words.
            thread_id: Goes on with an earlier conversation; a new one if omitted.
            output_schema: A pydantic model, or a JSON schema, that the answer must fit.
            knobs: Fields of `RunKnobs`: `max_steps`, `max_tokens`, `max_seconds`, `max_cost_usd`, `approvals`.

        Returns:
            The result; `status` is `waiting` where a person must answer, `interrupted` where a model or a store failed and the
            thread can be resumed.

        Raises:
            GoalError: If the goal is empty or too long.
            AnswerSchemaError: If the schema of the answer is none.
            ModelNotConfigured: If the model that is asked for is not set up.
        """
        thread_id = thread_id or new_thread_id()
        value = {"goal": check_goal(goal), **_schema_input(output_schema)}
        return await self._reach(value, thread_id, output_schema, knobs)

    def resume(self, thread_id: str, decisions: Decisions | None = None, *, output_schema: Any = None) -> AgentResult:
        """Go on with a thread; see `aresume`."""
        return loop_thread().run(lambda: self.aresume(thread_id, decisions, output_schema=output_schema))

    async def aresume(
        self, thread_id: str, decisions: Decisions | None = None, *, output_schema: Any = None
    ) -> AgentResult:
        """Go on with a thread that waits for a person or was cut off; one that has ended gives its result again.

        Args:
            thread_id: The thread.
            decisions: Answers to its open questions: `"approve"`, a decision such as `{"type": "reject", "message": "…"}`, a
                list of them in the order of `interrupts`, or `{question id: decision}` for some of them.
            output_schema: The pydantic model of a typed answer, as it was given to `run`.

        Raises:
            UnknownThread: If there is no such thread.
            DecisionRefused: If a decision does not fit its question; the question stays open.
        """
        before = await self.aresult(thread_id)
        if decisions is None and before.status is not RunStatus.INTERRUPTED:
            return before
        with _refusals():
            return await self._reach(_resume_value(decisions, before), thread_id, output_schema, {})

    def stream(self, goal: str, *, thread_id: str | None = None, **options: Any) -> Iterator[Any]:
        """Reach a goal and see it happen; see `astream`."""
        return loop_thread().iterate(lambda: self.astream(goal, thread_id=thread_id, **options))

    async def astream(
        self,
        goal: str | Command[Any] | None,
        *,
        thread_id: str | None = None,
        output_schema: Any = None,
        stream_mode: Sequence[str] = ("updates", "messages", "custom"),
        **knobs: Any,
    ) -> AsyncIterator[Any]:
        """Reach a goal and see it happen.

        Args:
            goal: What you want done; or a `Command` or `None`, which go on with the thread.
            thread_id: The thread.
            output_schema: See `arun`.
            stream_mode: LangGraph's stream modes.
            knobs: See `arun`.

        Yields:
            LangGraph's stream parts, version 2: dicts with `type`, `ns` (whose loop) and `data`.
            Ask `result(thread_id)` afterwards.
        """
        value: Any = {"goal": check_goal(goal), **_schema_input(output_schema)} if isinstance(goal, str) else goal
        config, context = self.config(thread_id or new_thread_id()), _knobs(knobs)
        modes: Any = list(stream_mode)
        async with at_work(self._place, config["configurable"]["thread_id"]):
            async for part in self.graph.astream(
                value, config, context=context, stream_mode=modes, subgraphs=True, version="v2", durability="sync"
            ):
                if (shown := _at_its_place(part)) is not None:
                    yield shown

    def stream_resume(self, thread_id: str, decisions: Decisions | None = None) -> Iterator[Any]:
        """Go on with a thread and see it happen; see `astream_resume`."""
        return loop_thread().iterate(lambda: self.astream_resume(thread_id, decisions))

    async def astream_resume(self, thread_id: str, decisions: Decisions | None = None) -> AsyncIterator[Any]:
        """Go on with a thread, as `aresume` does, and see it happen, as with `astream`; nothing if it has ended."""
        before = await self.aresult(thread_id)
        if decisions is None and before.status is not RunStatus.INTERRUPTED:
            return
        with _refusals():
            async for part in self.astream(_resume_value(decisions, before), thread_id=thread_id):
                yield part

    def close(self) -> None:
        """Close the database and end MCP sessions; an agent that is closed must not be used again."""
        if self._ports.ready is not None:
            for close in self._ports.ready.on_close:
                close()
            self._ports.ready.ledger.database.close()
        closer = getattr(self._checkpointer, "close", None)
        if callable(closer):
            closer()

    def __enter__(self) -> Agent:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def _reach(self, value: Any, thread_id: str, schema: Any, knobs: dict[str, Any]) -> AgentResult:
        trouble: ModelError | StoreError | None = None
        try:
            async with at_work(self._place, thread_id):
                await self.graph.ainvoke(
                    value, self.config(thread_id), context=_knobs(knobs), version="v2", durability="sync"
                )
        except (ModelError, StoreError) as error:
            trouble = error
        result = await self.aresult(thread_id, schema)
        return (
            result
            if trouble is None
            else replace(result, error=f"{trouble} (go on with: stanchion resume {thread_id})")
        )


def new_thread_id() -> str:
    """A fresh thread's id: short enough to type."""
    return uuid.uuid4().hex[:12]


def _at_its_place(part: Any) -> Any:
    """A part of the stream, told once: of the loops' questions only what the whole graph says, of inner graphs nothing."""
    if part["type"] != "updates" or not part["ns"]:
        return part
    (place, *inner) = part["ns"]
    if inner or not place.startswith(f"{Stage.REASONING_LOOP}:"):
        return None
    data = {node: update for node, update in part["data"].items() if node != "__interrupt__"}
    return {**part, "data": data} if data else None


def _knobs(given: dict[str, Any]) -> RunKnobs:
    known = {field.name for field in fields(RunKnobs)}
    if unknown := sorted(set(given) - known):
        raise TypeError(f"There is no knob {', '.join(map(repr, unknown))}; there are {', '.join(sorted(known))}.")
    return RunKnobs(**given)


def _schema_input(output_schema: Any) -> dict[str, Any]:
    if output_schema is None:
        return {}
    if isinstance(output_schema, type) and issubclass(output_schema, BaseModel):
        return {"output_schema": check_schema(output_schema.model_json_schema())}
    if isinstance(output_schema, Mapping):
        return {"output_schema": check_schema(output_schema)}
    raise TypeError(f"output_schema must be a pydantic model or a JSON schema, got {output_schema!r}")


def _resume_value(decisions: Decisions | None, before: AgentResult) -> Command[Any] | None:
    return None if decisions is None else Command(resume=read_decisions(decisions, before.interrupts))


@contextmanager
def _refusals() -> Iterator[None]:
    """The engine's word for an answer that does not fit its question, as ours."""
    try:
        yield
    except ValidationError as error:
        if not is_invalid_resume(error):
            raise
        problems = "; ".join(str(problem["msg"]) for problem in error.errors(include_url=False))
        raise DecisionRefused(f"The decision does not fit the question, which stays open: {problems}.") from error
