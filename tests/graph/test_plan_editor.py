"""Editing a plan while somebody is at work on the thread, and after they are gone."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph.agent import Agent, build_agent
from graph.thread_lock import ThreadBusy, alone, at_work
from nodes.llm.scripted import ScriptedModel, call
from nodes.planning.errors import InvalidPlan

ROOT = Path(__file__).resolve().parents[2]
PLAN = '{"tasks": [{"id": "a", "description": "sum A"}, {"id": "b", "description": "sum B", "dependencies": ["a"]}]}'
EDIT = {"tasks": [{"id": "a", "description": "sum A"}, {"id": "c", "description": "sum C", "dependencies": ["a"]}]}


def reply(messages: list[Any]) -> Any:
    last = messages[-1]
    if "Split the goal" in last.text:
        return PLAN
    if "worked on in several" in last.text:
        return "Both are done."
    return f"It is {last.text}" if last.type == "tool" else call("calculator", expression="1+2")


@pytest.fixture
def agent(tmp_path: Path) -> Any:
    with build_agent(
        model=ScriptedModel([reply] * 40), database=tmp_path / "s.db", workspace=tmp_path / "w", planning="always"
    ) as built:
        yield built


def part_of_a_run(agent: Agent) -> Any:
    """The parts of a run that stands in the middle of its first task."""
    parts = agent.stream("sum up", thread_id="t")
    for part in parts:
        if part["type"] == "updates" and "execute_tool" in part["data"]:
            return parts
    raise AssertionError("the run ended")


def test_a_plan_is_not_edited_under_the_hands_of_a_run(agent: Agent) -> None:
    parts = part_of_a_run(agent)
    with pytest.raises(ThreadBusy, match="being worked on"):
        agent.edit_plan("t", EDIT)
    parts.close()
    edited = agent.edit_plan("t", EDIT)
    assert [task.id for task in edited.tasks] == ["a", "c"]
    assert edited.tasks[1].status == "pending"
    done = agent.resume("t")
    assert done.success
    assert [task.id for task in done.tasks] == ["a", "c"]


def test_an_edit_of_a_plan_that_is_another_by_now_is_refused(agent: Agent) -> None:
    parts = part_of_a_run(agent)
    seen = agent.result("t").tasks
    parts.close()
    agent.edit_plan("t", EDIT, seen=seen)
    with pytest.raises(InvalidPlan, match="has changed since"):
        agent.edit_plan("t", EDIT, seen=seen)


async def test_many_may_work_and_one_may_edit(tmp_path: Path) -> None:
    database = tmp_path / "s.db"
    database.touch()
    name = str(database)
    async with at_work(name, "t"), at_work(name, "t"):
        with pytest.raises(ThreadBusy):
            async with alone(name, "t"):
                pass
        async with alone(name, "u"):
            pass
    async with alone(name, "t"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["s.db"]


async def test_what_is_no_file_is_not_locked(tmp_path: Path) -> None:
    for name in (":memory:", "postgresql://host/name", str(tmp_path / "none")):
        async with at_work(name, "t"), alone(name, "t"):
            pass
    assert not list(tmp_path.iterdir())


async def test_a_process_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    database = tmp_path / "s.db"
    database.touch()
    hold = (
        "import asyncio, sys; from graph.thread_lock import at_work\n"
        "async def main():\n"
        "    async with at_work(sys.argv[1], 't'):\n"
        "        print('held', flush=True); await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    command = [sys.executable, "-c", hold, str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(ThreadBusy):
            async with alone(str(database), "t"):
                pass
        process.send_signal(signal.SIGKILL)
        process.wait()
    async with alone(str(database), "t"):
        pass


def test_clients_are_told_of_tasks_and_steps(agent: Agent) -> None:
    events = [part["data"] for part in agent.stream("sum up", thread_id="t") if part["type"] == "custom"]
    told = [(event["event"], event["task"], event["status"]) for event in events]
    each = [("step", "thinking"), ("step", "finished"), ("step", "thinking")]
    assert told == [
        ("task_started", "a", "in_progress"),
        *((event, "a", status) for event, status in each),
        ("task_finished", "a", "completed"),
        ("task_started", "b", "in_progress"),
        *((event, "b", status) for event, status in each),
        ("task_finished", "b", "completed"),
    ]
    assert [event["step"] for event in events if event["event"] == "step"] == [1, 1, 2, 1, 1, 2]
    assert events[4]["result"] == "It is 3"
    assert events[-1]["usage"]["steps"] == 4
    assert all(event["description"] == f"sum {event['task'].upper()}" for event in events)
