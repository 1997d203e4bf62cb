"""The State Manager on SQLite: what comes back is what went in, the newest is the last written, errors say what to do."""

from __future__ import annotations

import dataclasses
import sqlite3
import threading
import typing
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.base import empty_checkpoint
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from graph.checkpoints import CHECKPOINTED, SqliteCheckpoints, ThreadedSaver, usable
from memory.errors import StoreCorrupt, StoreError, StoreUnavailable
from nodes.approval import ApprovalState, QuestionState
from nodes.records import ObservationStatus, Outcome
from nodes.safety.approval import Answer
from nodes.safety.verdict import Ruling
from nodes.state import AgentState
from tests.nodes.turns import action, judged, said, seen, step, turn

CONFIG: Any = {"configurable": {"thread_id": "t", "checkpoint_ns": ""}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "checkpoints.db"


@pytest.fixture
def saver(path: Path) -> Iterator[SqliteCheckpoints]:
    made = SqliteCheckpoints(path)
    yield made
    made.close()


def put(saver: SqliteCheckpoints, id_: str, values: Any = None, thread_id: str = "t") -> Any:
    config: Any = {"configurable": {"thread_id": thread_id, "checkpoint_ns": ""}}
    checkpoint = {**empty_checkpoint(), "id": id_, "channel_values": values or {}}
    return saver.put(config, checkpoint, {}, {})  # type: ignore[arg-type]


def kept(saver: SqliteCheckpoints) -> Any:
    found = saver.get_tuple(CONFIG)
    assert found is not None
    return found.checkpoint["channel_values"]


def ours(annotation: Any, found: set[type]) -> set[type]:
    """Every dataclass and enum that an annotation leads to."""
    if isinstance(annotation, type) and (dataclasses.is_dataclass(annotation) or issubclass(annotation, Enum)):
        if annotation not in found:
            found.add(annotation)
            for inner in typing.get_type_hints(annotation).values():
                ours(inner, found)
        return found
    for argument in typing.get_args(annotation):
        ours(argument, found)
    return found


def test_every_type_that_the_state_can_hold_comes_back_as_itself() -> None:
    reachable: set[type] = set()
    for state in (AgentState, ApprovalState, QuestionState):
        for annotation in typing.get_type_hints(state).values():
            ours(annotation, reachable)

    assert {kind.__name__ for kind in reachable} >= {"Step", "Label", "Question", "FailureKind", "Limits"}
    assert reachable == set(CHECKPOINTED)


def test_a_whole_turn_comes_back_equal(saver: SqliteCheckpoints) -> None:
    look = action(text="a")
    state = turn(
        look,
        steps=[step(look)],
        verdicts=[judged(look, Ruling.ASK)],
        approvals=[said(look, Answer.EDIT, edited_arguments={"text": "b"})],
        observations=[seen(look, ObservationStatus.UNKNOWN)],
        outcome=Outcome(True, answer={"n": [1]}),
    )

    put(saver, "1", dict(state))

    assert kept(saver) == state


@dataclasses.dataclass
class Foreign:
    """A type that no checkpoint of ours holds."""

    made: int


def test_a_tampered_file_cannot_make_other_types(saver: SqliteCheckpoints, path: Path) -> None:
    put(saver, "1")
    lenient = JsonPlusSerializer(allowed_msgpack_modules=[Foreign])
    evil = lenient.dumps_typed({**empty_checkpoint(), "id": "1", "channel_values": {"x": Foreign(1)}})
    assert isinstance(lenient.loads_typed(evil)["channel_values"]["x"], Foreign)
    with saver.cursor() as cursor:
        cursor.execute("UPDATE checkpoints SET type = ?, checkpoint = ?", evil)

    assert kept(saver) == {"x": {"made": 1}}


def test_the_newest_is_the_last_written_although_the_clock_was_set_back(saver: SqliteCheckpoints) -> None:
    put(saver, "2030", {"at": "first"})
    put(saver, "2031", {"at": "other"}, thread_id="other")
    put(saver, "2020", {"at": "second"})

    assert kept(saver) == {"at": "second"}
    assert saver.threads(9) == ["t", "other"]
    named = saver.get_tuple({"configurable": {"thread_id": "t", "checkpoint_ns": "", "checkpoint_id": "2030"}})
    assert named is not None
    assert named.checkpoint["channel_values"] == {"at": "first"}


def test_a_thread_that_is_not_there_is_none(saver: SqliteCheckpoints) -> None:
    assert saver.get_tuple(CONFIG) is None
    assert saver.threads(5) == []


def write_half(saver: SqliteCheckpoints) -> None:
    with saver.cursor() as cursor:
        cursor.execute("INSERT INTO writes VALUES ('t', '', '1', 'task', '', 0, 'a', 'null', x'')")
        cursor.execute("INSERT INTO nowhere VALUES (1)")


def test_a_failed_write_leaves_nothing_behind_and_holds_no_lock(saver: SqliteCheckpoints, path: Path) -> None:
    put(saver, "1")
    with pytest.raises(TypeError, match="64-bit"):
        saver.put_writes(saver.get_tuple(CONFIG).config, [("a", 1), ("b", 2**80)], "task")  # type: ignore[union-attr]
    with pytest.raises(StoreError, match="no such table"):
        write_half(saver)

    other = sqlite3.connect(path, timeout=0)
    assert other.execute("SELECT COUNT(*) FROM writes").fetchone() == (0,)
    other.execute("BEGIN IMMEDIATE")
    other.rollback()
    other.close()


@pytest.mark.parametrize(
    "damage",
    [
        "checkpoint = substr(checkpoint, 1, 10)",
        "checkpoint = x'c1c1'",
        "type = 'unheard of'",
        "metadata = x'ff00'",
    ],
)
def test_a_damaged_checkpoint_is_named(saver: SqliteCheckpoints, path: Path, damage: str) -> None:
    put(saver, "1", {"a": 1})
    with saver.cursor() as cursor:
        cursor.execute(f"UPDATE checkpoints SET {damage}")

    with pytest.raises(StoreCorrupt, match=r"checkpoints\.db: a checkpoint is damaged"):
        saver.get_tuple(CONFIG)


@pytest.mark.parametrize(
    "thread_id", ["a b", "é", "../../x", "x" * 10_000, "\x00", "a\nb", "'; DROP TABLE checkpoints;--"]
)
def test_a_thread_may_have_any_name(saver: SqliteCheckpoints, thread_id: str) -> None:
    put(saver, "1", {"a": 1}, thread_id=thread_id)

    assert saver.threads(1) == [thread_id]


def test_half_a_character_is_no_name(saver: SqliteCheckpoints) -> None:
    with pytest.raises(StoreError, match="half a character"):
        put(saver, "1", thread_id="\ud800")


def test_what_is_no_database_is_refused_and_let_go(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("no database, a text of some length\n" * 99)
    with pytest.raises(StoreCorrupt, match="notes"):
        SqliteCheckpoints(tmp_path / "notes")

    with pytest.raises(StoreUnavailable, match="cannot be made"):
        SqliteCheckpoints(tmp_path / "notes" / "inside" / "checkpoints.db")


def test_many_may_open_a_new_file_at_once(path: Path) -> None:
    start, errors = threading.Barrier(8), list[BaseException]()

    def open_it(number: int) -> None:
        start.wait()
        try:
            saver = SqliteCheckpoints(path)
            put(saver, "1", thread_id=str(number))
            saver.close()
        except StoreError as error:
            errors.append(error)

    threads = [threading.Thread(target=open_it, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    saver = SqliteCheckpoints(path)
    assert sorted(saver.threads(99)) == [str(number) for number in range(8)]
    saver.close()


def test_only_savers_that_need_it_are_wrapped(saver: SqliteCheckpoints) -> None:
    memory, sync = InMemorySaver(), SqliteSaver(sqlite3.connect(":memory:", check_same_thread=False))

    assert usable(saver) is saver
    assert usable(memory) is memory
    assert isinstance(usable(sync), ThreadedSaver)
    sync.conn.close()


def test_versions_are_counted_in_integers_also_from_a_file_that_had_others(saver: SqliteCheckpoints) -> None:
    assert saver.get_next_version(None, None) == 1
    assert saver.get_next_version(7, None) == 8
    assert saver.get_next_version("00000000000000000000000000000041.0123", None) == 42
