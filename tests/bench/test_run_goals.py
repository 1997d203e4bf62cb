from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.goal import Goal, load_goals
from bench.run_goals import main
from bench.trial import Agent, look_at
from tests.bench.reference import ReferenceAgent, ReferenceResult

GOALS = load_goals()


def reference(workspace: Path, database: Path) -> Agent:
    assert not database.exists()
    return ReferenceAgent(GOALS, workspace, database)


@dataclass(frozen=True)
class Scripted:
    """An agent that always does the same."""

    result: ReferenceResult

    def run(self, goal: str, /) -> ReferenceResult:
        return self.result

    def resume(self, thread_id: str, decisions: Any, /) -> ReferenceResult:
        raise AssertionError("nothing was asked")

    def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True)
class Question:
    id: str


class Asking:
    """An agent that asks twice before it deletes, and keeps the answers."""

    def __init__(self, workspace: Path, heard: list[Any]) -> None:
        self._workspace = workspace
        self._heard = heard
        self._asked = 0

    def run(self, goal: str, /) -> ReferenceResult:
        return self._ask()

    def resume(self, thread_id: str, decisions: Any, /) -> ReferenceResult:
        self._heard.append((thread_id, decisions))
        approved = all(decision["type"] == "approve" for decision in decisions.values())
        if approved and self._asked == 2:
            (self._workspace / "a.txt").unlink()
        return self._ask() if self._asked < 2 else ReferenceResult(answer="Done.")

    def close(self) -> None:
        self._heard.append("closed")

    def _ask(self) -> ReferenceResult:
        self._asked += 1
        questions = tuple(Question(f"i{self._asked}-{n}") for n in range(self._asked))
        return ReferenceResult(success=False, status="waiting", interrupts=questions)


@pytest.fixture
def delete_goal(tmp_path: Path) -> Path:
    goal = Goal.model_validate(
        {
            "id": "files-1",
            "group": "files",
            "goal": "delete a.txt",
            "files": {"a.txt": "x"},
            "checks": [{"check": "absent", "path": "a.txt"}],
            "reference": {"calls": [], "answer": ""},
        }
    )
    path = tmp_path / "goals.jsonl"
    path.write_text(goal.model_dump_json() + "\n", encoding="utf-8")
    return path


def run(tmp_path: Path, factory: Any, *arguments: str) -> dict[str, Any]:
    out = tmp_path / "out.json"
    assert main(["--quiet", "--json", str(out), *arguments], factory) == 0
    record: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return record


def test_the_reference_reaches_every_goal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = run(tmp_path, reference, "--workers", "2")
    assert [goal["id"] for goal in record["goals"]] == [goal.id for goal in GOALS]
    assert [goal["problems"] for goal in record["goals"] if not goal["success"]] == []
    whole = record["groups"][-1]
    assert (whole["goals"], whole["successes"]) == (len(GOALS), len(GOALS))
    assert whole["tokens"] == 15 * len(GOALS)
    assert "Failures" not in capsys.readouterr().out


def test_group_and_limit_choose(tmp_path: Path) -> None:
    record = run(tmp_path, reference, "--group", "mixed", "--limit", "3")
    assert [goal["id"][:8] for goal in record["goals"]] == ["mixed-01", "mixed-02", "mixed-03"]


def test_an_idle_agent_reaches_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = run(tmp_path, lambda workspace, database: Scripted(ReferenceResult(answer="Done.")))
    assert [goal["id"] for goal in record["goals"] if goal["success"]] == []
    assert f"| all        | {len(GOALS):>5} |       0 |" in capsys.readouterr().out


def test_a_run_that_says_it_failed_is_no_success(tmp_path: Path) -> None:
    result = ReferenceResult(success=False, answer="1081", error="out of steps", status="failed")
    record = run(tmp_path, lambda workspace, database: Scripted(result), "--limit", "1")
    assert record["goals"][0]["problems"] == ["the run ended without success (failed): out of steps"]


def test_a_crash_is_a_failure_of_that_goal_only(tmp_path: Path) -> None:
    calls: list[Path] = []

    def factory(workspace: Path, database: Path) -> Agent:
        calls.append(workspace)
        if len(calls) == 1:
            raise RuntimeError("no model")
        return reference(workspace, database)

    record = run(tmp_path, factory, "--limit", "2")
    assert [goal["problems"] for goal in record["goals"]] == [["raised RuntimeError: no model"], []]


def test_a_goal_that_fails_once_in_three_is_flaky_and_failed(tmp_path: Path) -> None:
    calls: list[Path] = []

    def factory(workspace: Path, database: Path) -> Agent:
        calls.append(workspace)
        return Scripted(ReferenceResult(answer="?")) if len(calls) == 2 else reference(workspace, database)

    record = run(tmp_path, factory, "--limit", "1", "--repeat", "3")
    assert (len(calls), len(set(calls))) == (3, 3)
    assert (record["goals"][0]["success"], record["goals"][0]["is_flaky"]) == (False, True)


def test_breaking_off_keeps_what_was_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    calls: list[Path] = []

    def factory(workspace: Path, database: Path) -> Agent:
        calls.append(workspace)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return reference(workspace, database)

    out = tmp_path / "out.json"
    assert main(["--quiet", "--json", str(out), "--limit", "5"], factory) == 130
    assert [goal["success"] for goal in json.loads(out.read_text(encoding="utf-8"))["goals"]] == [True, True]
    assert "Broken off: 2 of 5 goals were run." in capsys.readouterr().out


@pytest.mark.parametrize(("flag", "kind", "success"), [([], "reject", False), (["--approve"], "approve", True)])
def test_questions_are_answered_each_call_alike(
    tmp_path: Path, delete_goal: Path, flag: list[str], kind: str, success: bool
) -> None:
    heard: list[Any] = []
    record = run(tmp_path, lambda workspace, database: Asking(workspace, heard), "--goals", str(delete_goal), *flag)
    assert heard.pop() == "closed"
    assert [list(decisions) for _, decisions in heard] == [["i1-0"], ["i2-0", "i2-1"]]
    assert [decision["type"] for decision in heard[1][1].values()] == [kind, kind]
    assert record["goals"][0]["success"] is success


def test_the_workspace_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "sub" / "empty").mkdir(parents=True)
    (tmp_path / "sub" / "a.txt").write_bytes(b"a\xff\r\n")
    (tmp_path / "link").symlink_to("/etc/hostname")
    (tmp_path / "loop").symlink_to(tmp_path)
    outcome = look_at(tmp_path, "hi")
    assert outcome.files == {"link": "(not a regular file)", "loop": "(not a regular file)", "sub/a.txt": "a\ufffd\r\n"}
    assert outcome.folders == {"sub", "sub/empty"}
