"""SIGKILL in the middle of a wave: a fresh process goes on, nothing happens twice, and what had ended is not begun again."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from graph.result import RunStatus
from tests.scenarios.killed_plan import MOMENTS, agent


def kill_inside(home: Path, moment: str) -> None:
    home.mkdir()
    command = [sys.executable, "-m", "tests.scenarios.killed_plan", str(home), moment]
    died = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60, check=False
    )
    assert died.returncode == -signal.SIGKILL, died.stderr


def lines(home: Path, name: str) -> Counter[str]:
    return Counter((home / name).read_text(encoding="utf-8").splitlines())


def test_killed_while_all_are_at_work_the_payment_is_made_once(tmp_path: Path) -> None:
    home = tmp_path / "killed"
    kill_inside(home, "effect")

    with agent(home) as fresh:
        (question,) = fresh.resume("t").interrupts
        done = fresh.resume("t", {question.id: {"type": "respond", "message": "I looked: it was paid"}})

    assert (done.success, [task.status for task in done.tasks]) == (True, ["completed"] * 3)
    assert lines(home, "effects.txt")["pay 2"] == 1


@pytest.mark.parametrize("moment", [moment for moment in MOMENTS if moment != "effect"])
def test_nothing_happens_twice_and_what_had_ended_is_not_begun_again(tmp_path: Path, moment: str) -> None:
    home = tmp_path / "killed"
    kill_inside(home, moment)

    with agent(home) as fresh:
        cut_off = fresh.result("t")
        assert (cut_off.status, [task.id for task in cut_off.tasks]) == (RunStatus.INTERRUPTED, ["a", "b", "c"])
        waiting = fresh.resume("t")
    assert (waiting.status, [task.status.value for task in waiting.tasks]) == (
        RunStatus.WAITING,
        ["completed", "in_progress", "pending"],
    )
    (question,) = waiting.interrupts
    assert (question.tool, question.payload["question"]) == ("pay", "outcome")
    with agent(home) as third:
        done = third.resume("t", {question.id: {"type": "respond", "message": "I looked: it was paid"}})

    assert (done.success, done.answer) == (True, "put together")
    assert lines(home, "effects.txt") == {"note 1": 1, "pay 2": 1, "note 3": 1}
    # Each task's loop asks twice: for its call and for its answer.
    assert lines(home, "asked.txt") == {"plan": 1, "note 1": 2, "pay 2": 2, "note 3": 2, "compose": 1}
    assert done.usage.steps == 6
    assert sorted({step.task for step in done.steps}) == ["a", "b", "c"]
