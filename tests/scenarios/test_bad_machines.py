"""Clocks, disks and files that fail: a clear error, nothing done lost, nothing done twice."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from graph.result import RunStatus
from memory.errors import StoreCorrupt, StoreError, StoreTooNew, StoreUnavailable
from nodes.llm.scripted import answer, call
from tests.conftest import AgentMaker
from tests.nodes.turns import Says
from tests.scenarios.toys import toy_registry

ROOT = Path(__file__).parents[2]


def test_a_clock_that_goes_back_loses_nothing(make_agent: AgentMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from langgraph.checkpoint.base import id as ids

    registry = toy_registry()
    first = make_agent(Says(call("look", text="a"), call("pay", text="5")), tools=registry)
    first.run("look and pay", thread_id="t", max_seconds=60)
    real, real_ns = time.time, time.time_ns
    monkeypatch.setattr(ids, "_last_v6_timestamp", None)  # as in a new process
    monkeypatch.setattr(time, "time", lambda: real() - 86_400)
    monkeypatch.setattr(time, "time_ns", lambda: real_ns() - 86_400 * 10**9)

    result = make_agent(Says(answer("paid")), tools=registry).resume("t", "approve")

    assert (result.answer, len(result.steps), registry.get("pay").texts) == ("paid", 3, ["5"])  # type: ignore[attr-defined]
    assert all(step.seconds >= 0 for step in result.steps)


def database(home: Path) -> Path:
    return home / "stanchion.db"


def damage(home: Path, how: str) -> None:
    path = database(home)
    content = path.read_bytes()
    if how == "text":
        path.write_bytes(b"This was a database once, and now it is a text. " * 99)
    elif how == "cut in half":
        path.write_bytes(content[: len(content) // 2])
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE checkpoints SET checkpoint = substr(checkpoint, 1, 9)")
        connection.close()


@pytest.mark.parametrize("how", ["text", "cut in half", "checkpoints"])
def test_a_damaged_database_is_named_with_what_to_do(make_agent: AgentMaker, home: Path, how: str) -> None:
    with make_agent(Says(call("pay", text="5"))) as agent:
        agent.run("pay", thread_id="t")
    damage(home, how)

    with pytest.raises(StoreCorrupt, match=r"stanchion\.db"):
        make_agent(Says(answer("x"))).resume("t", "approve")


def test_a_newer_database_is_refused_before_anything_is_written_to_it(make_agent: AgentMaker, home: Path) -> None:
    make_agent(Says(answer("x"))).close()
    with sqlite3.connect(database(home)) as connection:
        connection.execute("UPDATE stanchion_schema SET version = 999")
    connection.close()
    before = database(home).read_bytes()

    with pytest.raises(StoreTooNew, match="upgrade"):
        make_agent(Says(answer("x")))

    assert database(home).read_bytes() == before


@pytest.mark.parametrize("place", ["a folder", "below a file", ":memory:", "postgresql://user:pw@host/db"])
def test_a_place_that_can_hold_no_database_is_refused_at_once(
    make_agent: AgentMaker, tmp_path: Path, place: str
) -> None:
    (tmp_path / "a folder").mkdir()
    (tmp_path / "file").write_text("")
    at = {"a folder": tmp_path / "a folder", "below a file": tmp_path / "file" / "x.db"}.get(place, place)

    with pytest.raises(StoreError) as raised:
        make_agent(Says(), database=at)

    assert "pw" not in str(raised.value)
    assert isinstance(raised.value, StoreUnavailable) is isinstance(at, Path)


def start(module: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"tests.scenarios.{module}", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_two_processes_share_one_new_database_without_losing_a_run(make_agent: AgentMaker, home: Path) -> None:
    processes = [start("crowd", str(home), name, "50") for name in ("ann", "bob")]
    outputs = [process.communicate(timeout=100)[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0], outputs
    agent = make_agent(Says())
    assert len([line for line in agent.threads(1000) if line.status is RunStatus.SUCCEEDED]) == 100


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on file sizes")
@pytest.mark.parametrize("allowed", [150_000, 300_000])
def test_a_full_disk_stops_the_run_which_goes_on_when_there_is_room(home: Path, allowed: int) -> None:
    process = start("small_disk", str(home), str(allowed))
    output = process.communicate(timeout=60)[0]

    assert process.returncode == 0, output
    told = json.loads(output.splitlines()[-1])
    assert "the disk is full or failing; free some space" in told["told"][0]
    assert (told["status"], told["error"]) == ("succeeded", None)
    assert told["paid"] == [str(number) for number in range(10)]
