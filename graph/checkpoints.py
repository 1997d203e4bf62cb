"""The State Manager on SQLite: LangGraph's saver with asynchronous methods, small rows and errors that say what to do."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
    DeltaChannelHistory,
)
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from memory.database import BUSY_TIMEOUT_MS, explain
from memory.errors import StoreCorrupt, StoreError, StoreUnavailable
from memory.labels import Confidentiality, Integrity, Label
from nodes.llm.port import Usage
from nodes.planning.plan import PlanningMode, Task, TaskStatus
from nodes.records import (
    Action,
    Limits,
    Observation,
    ObservationStatus,
    Outcome,
    Retry,
    RunRecord,
    Step,
    TaskReport,
    Thought,
)
from nodes.safety.approval import Answer, Approval, Question
from nodes.safety.guards import ApprovalMode
from nodes.safety.verdict import Ruling, Verdict
from tools.errors import FailureKind

CHECKPOINTED = (
    *(Label, Integrity, Confidentiality, Usage, Verdict, Ruling, Approval, Answer, Question, ApprovalMode, FailureKind),
    *(Limits, RunRecord, Thought, Action, Observation, ObservationStatus, Retry, Step, Outcome),
    *(PlanningMode, Task, TaskStatus, TaskReport),
)
"""The types that a checkpoint may bring back, beside LangChain's messages: a tampered file can make no others."""


class SqliteCheckpoints(SqliteSaver):
    """A `SqliteSaver` that serves asynchronous graphs without a second thread (measured: the cheapest of all).

    Channel versions are integers: they are only compared, and the default's strings are two thirds of each row. WAL with
    `synchronous = NORMAL`: a power loss may lose the last checkpoints but never corrupts; effects are in the ledger.

    Args:
        path: The file; made if it is not there.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        with self._explained():
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = _connect(self.path)
        super().__init__(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=CHECKPOINTED))

    def get_next_version(self, current: Any, channel: None) -> Any:
        """The next integer."""
        return 1 if current is None else int(str(current).split(".")[0]) + 1

    @contextmanager
    def cursor(self, transaction: bool = True) -> Iterator[sqlite3.Cursor]:
        """A cursor whose errors say what to do next; what failed half-way is rolled back, so that it holds no lock."""
        with self._explained(), self.lock:
            self.setup()
            cursor = self.conn.cursor()
            try:
                yield cursor
                if transaction:
                    self.conn.commit()
            except BaseException:
                with suppress(sqlite3.Error):
                    self.conn.rollback()
                raise
            finally:
                cursor.close()

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The checkpoint that is named, or the one that was written last.

        Not the one with the greatest id, which holds the time: a clock that was set back must not bring back the past.
        """
        place = config["configurable"]
        if not place.get("checkpoint_id"):
            last = "SELECT checkpoint_id FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ? ORDER BY rowid DESC LIMIT 1"
            with self.cursor(transaction=False) as cursor:
                row = cursor.execute(last, (str(place["thread_id"]), place.get("checkpoint_ns", ""))).fetchone()
            if row is None:
                return None
            config = {"configurable": {"checkpoint_ns": "", **place, "checkpoint_id": str(row[0])}}
        return super().get_tuple(config)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise explain(self.path, error) from error
        except OSError as error:
            raise StoreUnavailable(f"{self.path}: cannot be made ({error.strerror}). Name another place.") from error
        except UnicodeEncodeError as error:
            raise StoreError(
                f"{error.object!r} cannot name a thread: it holds half a character ({error.reason})"
            ) from error
        except (ValueError, NotImplementedError) as error:  # what a checkpoint's bytes cannot be read as
            raise StoreCorrupt(
                f"{self.path}: a checkpoint is damaged; fork the thread from an earlier one ({error})"
            ) from error

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """See `get_tuple`."""
        return self.get_tuple(config)

    async def alist(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[CheckpointTuple]:
        """See `list`."""
        for item in self.list(config, filter=filter, before=before, limit=limit):
            yield item

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """See `put`."""
        return self.put(config, checkpoint, metadata, new_versions)

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """See `put_writes`."""
        self.put_writes(config, writes, task_id, task_path)

    async def adelete_thread(self, thread_id: str) -> None:
        """See `delete_thread`."""
        self.delete_thread(thread_id)

    async def aget_delta_channel_history(
        self, *, config: RunnableConfig, channels: Sequence[str]
    ) -> dict[str, DeltaChannelHistory]:
        """See `get_delta_channel_history`."""
        return dict(self.get_delta_channel_history(config=config, channels=channels))

    def threads(self, limit: int) -> list[str]:
        """Ids of the threads that were written to last, newest first."""
        newest = (
            "SELECT thread_id FROM checkpoints WHERE checkpoint_ns = '' GROUP BY thread_id "
            "ORDER BY MAX(rowid) DESC LIMIT ?"
        )
        with self.cursor(transaction=False) as cursor:
            return [str(row[0]) for row in cursor.execute(newest, (limit,))]

    def close(self) -> None:
        """Close the file."""
        with self.lock:
            self.conn.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, check_same_thread=False, timeout=BUSY_TIMEOUT_MS / 1000)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class ThreadedSaver(BaseCheckpointSaver[Any]):
    """Gives a saver that has only synchronous methods the asynchronous ones, each in a worker thread.

    Args:
        saver: The synchronous saver.
    """

    def __init__(self, saver: BaseCheckpointSaver[Any]) -> None:
        super().__init__(serde=saver.serde)
        self.saver = saver

    def with_allowlist(self, extra_allowlist: Any) -> ThreadedSaver:
        """The saver with further types that its checkpoints may hold."""
        return ThreadedSaver(self.saver.with_allowlist(extra_allowlist))

    def get_next_version(self, current: Any, channel: None) -> Any:
        """As the saver counts."""
        return self.saver.get_next_version(current, channel)

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """As the saver does."""
        return self.saver.get_tuple(config)

    def list(self, *args: Any, **kwargs: Any) -> Iterator[CheckpointTuple]:
        """As the saver does."""
        return self.saver.list(*args, **kwargs)

    def put(self, *args: Any, **kwargs: Any) -> RunnableConfig:
        """As the saver does."""
        return self.saver.put(*args, **kwargs)

    def put_writes(self, *args: Any, **kwargs: Any) -> None:
        """As the saver does."""
        self.saver.put_writes(*args, **kwargs)

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """In a worker thread."""
        return await asyncio.to_thread(self.saver.get_tuple, config)

    async def alist(self, *args: Any, **kwargs: Any) -> AsyncIterator[CheckpointTuple]:
        """In a worker thread."""
        for item in await asyncio.to_thread(lambda: [*self.saver.list(*args, **kwargs)]):
            yield item

    async def aput(self, *args: Any, **kwargs: Any) -> RunnableConfig:
        """In a worker thread."""
        return await asyncio.to_thread(self.saver.put, *args, **kwargs)

    async def aput_writes(self, *args: Any, **kwargs: Any) -> None:
        """In a worker thread."""
        await asyncio.to_thread(self.saver.put_writes, *args, **kwargs)

    async def aget_delta_channel_history(self, **kwargs: Any) -> dict[str, DeltaChannelHistory]:
        """In a worker thread."""
        return dict(await asyncio.to_thread(self.saver.get_delta_channel_history, **kwargs))


def usable(saver: BaseCheckpointSaver[Any]) -> BaseCheckpointSaver[Any]:
    """The saver itself, or wrapped if it has no asynchronous methods of its own."""
    if isinstance(saver, SqliteCheckpoints):
        return saver
    lacks = type(saver).aget_tuple is BaseCheckpointSaver.aget_tuple or isinstance(saver, SqliteSaver)
    return ThreadedSaver(saver) if lacks else saver
