"""Reading an agent's threads: results, lists, history, forks; for synchronous and asynchronous callers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.types import StateSnapshot
from pydantic import BaseModel, ValidationError

from graph.builder import AgentGraph
from graph.driver import loop_thread
from graph.result import AgentResult, RunStatus
from graph.threads import ThreadSummary, UnknownThread, read_result

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig


class ThreadReader:
    """What can be asked of the threads in a checkpointer.

    Args:
        graph: The compiled graph.
        checkpointer: Its State Manager.
        place: Where the threads are kept, for messages.
    """

    def __init__(self, graph: AgentGraph, checkpointer: BaseCheckpointSaver[Any], place: str) -> None:
        self.graph = graph
        self._checkpointer = checkpointer
        self._place = place

    def result(self, thread_id: str) -> AgentResult:
        """Where a thread stands; see `aresult`."""
        return loop_thread().run(lambda: self.aresult(thread_id))

    async def aresult(self, thread_id: str, output_schema: Any = None) -> AgentResult:
        """Where a thread stands.

        Raises:
            UnknownThread: If there is no such thread.
        """
        snapshot = await self.graph.aget_state(self.config(thread_id), subgraphs=True)
        if not snapshot.values and not snapshot.next:
            raise UnknownThread(f"There is no thread {thread_id!r} in {self._place}; 'stanchion threads' lists them.")
        return as_typed(read_result(snapshot, thread_id), output_schema)

    def threads(self, limit: int = 20) -> list[ThreadSummary]:
        """The threads that were written to last, newest first."""
        return loop_thread().run(lambda: self.athreads(limit))

    async def athreads(self, limit: int = 20) -> list[ThreadSummary]:
        """The threads that were written to last, newest first."""
        summaries = []
        for thread_id in await self._thread_ids(limit):
            snapshot = await self.graph.aget_state(self.config(thread_id), subgraphs=True)
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

    async def _thread_ids(self, limit: int) -> list[str]:
        lister = getattr(self._checkpointer, "threads", None)
        if callable(lister):
            return list(lister(limit))
        seen: dict[str, None] = {}
        async for item in self._checkpointer.alist(None, limit=limit * 50):
            seen.setdefault(item.config["configurable"]["thread_id"])
        return list(seen)[:limit]


def as_typed(result: AgentResult, output_schema: Any) -> AgentResult:
    """The result with its answer as an instance of the pydantic model, where one was asked for."""
    if result.success and isinstance(output_schema, type) and issubclass(output_schema, BaseModel):
        try:
            return replace(result, answer=output_schema.model_validate(result.answer))
        except ValidationError as error:  # a validator in Python, which the schema that the model was shown cannot say
            problems = "; ".join(str(problem["msg"]) for problem in error.errors(include_url=False))
            said = f"The answer does not fit {output_schema.__name__}: {problems}. Say in the goal what it must fulfil."
            return replace(result, success=False, status=RunStatus.FAILED, error=said, reason="answer_schema")
    return result
