"""One goal run once, or a few times, in a fresh workspace with a fresh agent, and judged."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from bench.checks import Outcome
from bench.goal import EVERYDAY, Goal, load_goals
from bench.report import Attempt

goals_on = lru_cache(maxsize=4)(load_goals)
"""The goals of a file as they are on a day; read once."""

MAX_QUESTIONS = 20
"""How many rounds of approval one run may ask for before the runner gives up on it."""


class Agent(Protocol):
    """The part of the product's agent that the benchmark drives."""

    def run(self, goal: str, /) -> Any:
        """Reach a goal; the result has success, answer, error, steps, usage, thread_id, status, interrupts."""
        ...

    def resume(self, thread_id: str, decisions: Any, /) -> Any:
        """Answer what a waiting run asks."""
        ...

    def close(self) -> None:
        """Let go of files and threads."""
        ...


AgentFactory = Callable[[Path, Path], Agent]
"""Builds an agent from a workspace folder and the path of a database that does not exist yet."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of one goal, raw."""

    outcome: Outcome
    problems: tuple[str, ...]
    seconds: float
    steps: int = 0
    model_calls: int = 0
    tokens: int = 0


def attempt_goal(number: int, factory: AgentFactory, approve: bool, repeat: int, path: Path = EVERYDAY) -> Attempt:
    """Run one goal, as often as asked; it is a success only if every repeat is.

    Args:
        number: Which goal of the file, from 0.
        factory: Builds the agent.
        approve: Whether questions are answered by approval instead of rejection.
        repeat: How often to run it, at least once.
        path: The goals' file.
    """
    goal = goals_on(path, date.today())[number]
    trials = [_try(path, number, factory, approve) for _ in range(repeat)]
    failed = [trial for trial in trials if trial.problems]
    attempt = Attempt(goal.id, goal.group, goal.goal, failed[0].problems if failed else (), trials[-1].outcome.answer)
    return replace(
        attempt,
        seconds=sum(trial.seconds for trial in trials) / repeat,
        steps=sum(trial.steps for trial in trials) / repeat,
        model_calls=sum(trial.model_calls for trial in trials) / repeat,
        tokens=sum(trial.tokens for trial in trials) / repeat,
        is_flaky=0 < len(failed) < repeat,
    )


def look_at(workspace: Path, answer: str) -> Outcome:
    """Read what a run has left; symbolic links and other special files are listed without their content."""
    files: dict[str, str] = {}
    folders: set[str] = set()
    for path in sorted(workspace.rglob("*")):
        name = path.relative_to(workspace).as_posix()
        if path.is_dir() and not path.is_symlink():
            folders.add(name)
        else:
            regular = path.is_file() and not path.is_symlink()
            files[name] = path.read_bytes().decode("utf-8", errors="replace") if regular else "(not a regular file)"
    return Outcome(answer, files, frozenset(folders))


def set_up(goal: Goal, workspace: Path) -> None:
    """Write the goal's files into the workspace."""
    for name, content in goal.files.items():
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8"))


def settle(agent: Agent, result: Any, approve: bool) -> Any:
    """Answer every question of a waiting run, each call alike, until the run ends."""
    decision: Mapping[str, str] = {"type": "approve"} if approve else {"type": "reject", "message": "Not allowed."}
    for _ in range(MAX_QUESTIONS):
        if result.status != "waiting":
            break
        result = agent.resume(result.thread_id, {question.id: decision for question in result.interrupts})
    return result


def _try(path: Path, number: int, factory: AgentFactory, approve: bool) -> Trial:
    with tempfile.TemporaryDirectory(prefix="goal-", ignore_cleanup_errors=True) as folder:
        workspace = Path(folder) / "workspace"
        workspace.mkdir()
        first_day = date.today()
        goal = goals_on(path, first_day)[number]
        set_up(goal, workspace)
        began = time.perf_counter()
        try:
            with closing(factory(workspace, Path(folder) / "agent.db")) as agent:
                began = time.perf_counter()
                result = settle(agent, agent.run(goal.goal), approve)
                seconds = time.perf_counter() - began
        except Exception as error:  # noqa: BLE001 - a crash is a failure of the goal, not the end of the benchmark
            outcome = look_at(workspace, "")
            return Trial(outcome, (f"raised {type(error).__name__}: {error}",), time.perf_counter() - began)
        outcome = look_at(workspace, _text(result.answer))
        # Around midnight the answer may be about the day on which the run began or the one on which it ended.
        days = {first_day, date.today()}
        problems = min((goals_on(path, day)[number].problems(outcome) for day in days), key=len)
        if not result.success:
            problems.insert(0, f"the run ended without success ({result.status}): {result.error}")
        usage = result.usage
        return Trial(outcome, tuple(problems), seconds, len(result.steps), usage.model_calls, usage.tokens)


def _text(answer: Any) -> str:
    if answer is None:
        return ""
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, default=str)
