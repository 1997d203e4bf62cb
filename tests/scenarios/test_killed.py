"""SIGKILL inside of a tool, right after its effect: a fresh process goes on and the effect has happened once."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.result import RunStatus
from tests.scenarios.killed import agent


def kill_inside(home: Path, tool: str, durability: str = "sync") -> None:
    home.mkdir()
    (home / "tool.txt").write_text(tool, encoding="utf-8")
    command = [sys.executable, "-m", "tests.scenarios.killed", str(home), durability]
    root = Path(__file__).parents[2]
    died = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr


def effects(home: Path) -> list[str]:
    return (home / "effects.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("durability", ["sync", "async"])
def test_an_unsafe_call_of_unknown_outcome_is_asked_about(tmp_path: Path, durability: str) -> None:
    home = tmp_path / "killed"
    kill_inside(home, "pay", durability)

    with agent(home, deadly=False) as fresh:
        waiting = fresh.resume("t")
        assert waiting.status is RunStatus.WAITING
        (question,) = waiting.interrupts
        assert question.payload["question"] == "outcome"
        assert "nobody knows whether it happened" in question.description
        assert "edit" not in question.allowed_decisions
        result = fresh.resume("t", {"type": "respond", "message": "I looked: it was paid"})

    assert result.answer == "finished"
    assert effects(home) == ["pay 5"]


def test_a_person_may_have_it_run_again(tmp_path: Path) -> None:
    home = tmp_path / "killed"
    kill_inside(home, "pay")

    with agent(home, deadly=False) as fresh:
        fresh.resume("t")
        result = fresh.resume("t", "approve")

    assert result.success
    assert effects(home) == ["pay 5", "pay 5"]


def test_an_idempotent_call_runs_again_with_the_same_key(tmp_path: Path) -> None:
    home = tmp_path / "killed"
    kill_inside(home, "note")

    with agent(home, deadly=False) as fresh:
        result = fresh.resume("t")

    assert result.success
    assert [seen.attempt for step in result.steps for seen in step.observations] == [2]


def test_a_reconcilable_call_is_asked_whether_it_happened(tmp_path: Path) -> None:
    home = tmp_path / "killed"
    kill_inside(home, "mail")

    with agent(home, deadly=False) as fresh:
        result = fresh.resume("t")

    assert result.success
    assert effects(home) == ["mail 5"]
    assert result.steps[0].observations[0].content == "sent before"
