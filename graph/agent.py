"""The agent: composition root, public names, and the graph that `langgraph.json` serves."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.errors import is_invalid_resume
from langgraph.types import Command, StateSnapshot
from pydantic import BaseModel, ValidationError

from graph.builder import AgentGraph, LazyPorts, build_graph, compile_graph
from graph.composition import Parts, database_path, open_ports
from graph.driver import loop_thread
from graph.result import AgentResult, PendingQuestion, RunStatus
from graph.settings import Settings, load_settings
from graph.threads import Decisions, ThreadSummary, UnknownThread, read_decisions, read_result
from memory.episodic import Episode
from memory.errors import StoreError
from memory.system import MemorySystem
from nodes.context import RunKnobs
from nodes.llm.errors import ModelError
from nodes.llm.port import DecisionMode, DecisionModel, Usage
from nodes.opening import check_goal
from nodes.safety.errors import DecisionRefused
from nodes.safety.guards import ApprovalMode
from nodes.safety.policy import CAREFUL, Policy
from nodes.state import Action, Limits, Observation, Step, Thought
from tools.base import Tool, ToolInput, ToolOutput

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

    from tools.registry import ToolRegistry


class Agent:
    """A goal in, an answer out, on a graph with a checkpointer.

    Made by `build_agent`. One agent may serve many threads at once; `close` it, or use it as a context manager.

    Attributes:
        graph: The compiled LangGraph graph; `invoke`, `ainvoke`, `stream` and `astream` all work.
        settings: What it was built from.
    """

    def __init__(
        self, graph: AgentGraph, ports: LazyPorts, settings: Settings, checkpointer: BaseCheckpointSaver[Any]
    ) -> None:
        self.graph = graph
        self.settings = settings
        self._ports = ports
        self._checkpointer = checkpointer

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
            LangGraph's stream parts, version 2: dicts with `type`, `ns` and `data`. Ask `result(thread_id)` afterwards.
        """
        value: Any = {"goal": check_goal(goal), **_schema_input(output_schema)} if isinstance(goal, str) else goal
        config, context = self.config(thread_id or new_thread_id()), RunKnobs(**knobs)
        modes: Any = list(stream_mode)
        async for part in self.graph.astream(
            value, config, context=context, stream_mode=modes, version="v2", durability="sync"
        ):
            yield part

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

    def result(self, thread_id: str) -> AgentResult:
        """Where a thread stands; see `aresult`."""
        return loop_thread().run(lambda: self.aresult(thread_id))

    async def aresult(self, thread_id: str, output_schema: Any = None) -> AgentResult:
        """Where a thread stands.

        Raises:
            UnknownThread: If there is no such thread.
        """
        snapshot = await self.graph.aget_state(self.config(thread_id))
        if not snapshot.values and not snapshot.next:
            raise UnknownThread(
                f"There is no thread {thread_id!r} in {self.settings.database}; 'stanchion threads' lists them."
            )
        return _typed(read_result(snapshot, thread_id), output_schema)

    def threads(self, limit: int = 20) -> list[ThreadSummary]:
        """The threads that were written to last, newest first."""
        return loop_thread().run(lambda: self.athreads(limit))

    async def athreads(self, limit: int = 20) -> list[ThreadSummary]:
        """The threads that were written to last, newest first."""
        summaries = []
        for thread_id in await self._thread_ids(limit):
            snapshot = await self.graph.aget_state(self.config(thread_id))
            result = read_result(snapshot, thread_id)
            summaries.append(
                ThreadSummary(thread_id, result.goal, result.status, result.usage.steps, snapshot.created_at or "")
            )
        return summaries

    def history(self, thread_id: str, limit: int = 20) -> list[StateSnapshot]:
        """A thread's checkpoints, newest first."""
        return loop_thread().run(lambda: self.ahistory(thread_id, limit))

    async def ahistory(self, thread_id: str, limit: int = 20) -> list[StateSnapshot]:
        """A thread's checkpoints, newest first; always limited, since reading old ones is slow."""
        await self.aresult(thread_id)
        return [snapshot async for snapshot in self.graph.aget_state_history(self.config(thread_id), limit=limit)]

    def fork(self, thread_id: str, checkpoint_id: str) -> None:
        """Make an earlier checkpoint the thread's present; see `afork`."""
        loop_thread().run(lambda: self.afork(thread_id, checkpoint_id))

    async def afork(self, thread_id: str, checkpoint_id: str) -> None:
        """Make an earlier checkpoint the thread's present; what came after it stays in the history.

        What a forked past has already done is not done again: the ledger gives the recorded result of the same call. Go on
        with `resume(thread_id)`.

        Raises:
            UnknownThread: If there is no such thread or checkpoint.
        """
        config = self.config(thread_id, checkpoint_id)
        snapshot = await self.graph.aget_state(config)
        if not snapshot.values and not snapshot.next:
            raise UnknownThread(
                f"Thread {thread_id!r} has no checkpoint {checkpoint_id!r}; see history({thread_id!r})."
            )
        await self.graph.aupdate_state(config, None, as_node="__copy__")

    def config(self, thread_id: str, checkpoint_id: str | None = None) -> RunnableConfig:
        """LangGraph's config for a thread, for calls of `agent.graph`."""
        at = {"checkpoint_id": checkpoint_id} if checkpoint_id else {}
        return {"configurable": {"thread_id": thread_id, **at}}

    def close(self) -> None:
        """Close the database; an agent that is closed must not be used again."""
        if self._ports.ready is not None:
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
            await self.graph.ainvoke(
                value, self.config(thread_id), context=RunKnobs(**knobs), version="v2", durability="sync"
            )
        except (ModelError, StoreError) as error:
            trouble = error
        result = await self.aresult(thread_id, schema)
        return (
            result
            if trouble is None
            else replace(result, error=f"{trouble} (go on with: stanchion resume {thread_id})")
        )

    async def _thread_ids(self, limit: int) -> list[str]:
        lister = getattr(self._checkpointer, "threads", None)
        if callable(lister):
            return list(lister(limit))
        seen: dict[str, None] = {}
        async for item in self._checkpointer.alist(None, limit=limit * 50):
            seen.setdefault(item.config["configurable"]["thread_id"])
        return list(seen)[:limit]


def build_agent(
    *,
    model: str | BaseChatModel | DecisionModel | None = None,
    tools: ToolRegistry | Iterable[Any] | None = None,
    memory: MemorySystem | None = None,
    workspace: str | Path | None = None,
    database: str | Path | None = None,
    checkpointer: BaseCheckpointSaver[Any] | None = None,
    policy: Policy = CAREFUL,
    limits: Limits | None = None,
    approvals: ApprovalMode | str | None = None,
    mode: DecisionMode | str | None = None,
    fallback: BaseChatModel | DecisionModel | None = None,
    settings: Settings | None = None,
) -> Agent:
    """Build an agent.

    Args:
        model: A LangChain chat model, a decision model, or a name (`offline`, `local`, `gguf:FILE`, `openai:NAME`); the
            environment decides if omitted.
        tools: A registry that replaces the built-in tools, or tools (LangChain tools, functions, `Tool`s) beside them.
        memory: The memories; on the database if omitted.
        workspace: The only folder that file tools can reach.
        database: The SQLite file of checkpoints, ledger and memories.
        checkpointer: Any LangGraph checkpointer, instead of the SQLite file.
        policy: What is allowed, asked about, denied.
        limits: Budgets of a run that sets none.
        approvals: `ask`, `deny` or `fail`: what becomes of calls that need a person.
        mode: `auto`, `native`, `json`, `plan` or `text`: how the model is asked.
        fallback: Asked when the model stays unavailable.
        settings: Instead of the environment's.

    Returns:
        The agent; model, tools and stores open at its first use.

    Raises:
        SettingsError: If the environment holds a value that cannot be read.
        StoreError: If the database cannot be opened.
    """
    from graph.checkpoints import SqliteCheckpoints, usable
    from memory.database import Database

    settings = settings or load_settings()
    settings = replace(settings, database=database_path(settings, database))
    if workspace is not None:
        settings = replace(settings, workspace=Path(workspace))
    parts = Parts(
        model=model,
        tools=tools,
        memory=memory,
        policy=policy,
        mode=DecisionMode(mode) if mode is not None else None,
        fallback=fallback,
        limits=limits,
        approvals=ApprovalMode(approvals) if approvals is not None else None,
    )
    store = Database(settings.database)
    ports = LazyPorts(lambda: open_ports(settings, parts, store))
    saver = usable(checkpointer) if checkpointer is not None else SqliteCheckpoints(store.path or settings.database)
    return Agent(compile_graph(build_graph(ports), saver), ports, settings, saver)


class AgentReasoningLoop:
    """The source architecture's name for an agent over a model, tools and memory.

    Args:
        llm: As `build_agent`'s `model`.
        tools: As `build_agent`'s `tools`.
        memory: As `build_agent`'s `memory`.
        max_steps: Turns of the loop.
        options: Further arguments of `build_agent`.
    """

    def __init__(
        self, llm: Any, tools: Any = None, memory: MemorySystem | None = None, max_steps: int = 15, **options: Any
    ) -> None:
        self.llm, self.tools, self.memory, self.max_steps = llm, tools, memory, max_steps
        self.agent = build_agent(model=llm, tools=tools, memory=memory, limits=Limits(max_steps=max_steps), **options)

    def run(self, goal: str) -> AgentResult:
        """Loop until the goal is achieved or the steps are spent."""
        return self.agent.run(goal)


def new_thread_id() -> str:
    """A fresh thread's id: short enough to type."""
    return uuid.uuid4().hex[:12]


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


def _schema_input(output_schema: Any) -> dict[str, Any]:
    if output_schema is None:
        return {}
    if isinstance(output_schema, type) and issubclass(output_schema, BaseModel):
        return {"output_schema": output_schema.model_json_schema()}
    if isinstance(output_schema, Mapping):
        return {"output_schema": dict(output_schema)}
    raise TypeError(f"output_schema must be a pydantic model or a JSON schema, got {output_schema!r}")


def _typed(result: AgentResult, output_schema: Any) -> AgentResult:
    if result.success and isinstance(output_schema, type) and issubclass(output_schema, BaseModel):
        return replace(result, answer=output_schema.model_validate(result.answer))
    return result


def _open_server_ports() -> Any:
    from memory.database import Database

    settings = load_settings()
    return open_ports(settings, Parts(), Database(settings.database))


graph = compile_graph(build_graph(LazyPorts(_open_server_ports)))
"""What `langgraph.json` serves: no checkpointer, since the server brings its own."""

__all__ = [
    "Action",
    "Agent",
    "AgentReasoningLoop",
    "AgentResult",
    "Episode",
    "MemorySystem",
    "Observation",
    "PendingQuestion",
    "RunStatus",
    "Step",
    "Thought",
    "Tool",
    "ToolInput",
    "ToolOutput",
    "Usage",
    "build_agent",
    "graph",
]
