"""Runs the held-out everyday goals and counts honestly: a goal is a success only if the run says so and every check holds.

python -m bench.run_goals --model offline
python -m bench.run_goals --model gguf:PATH --group files --limit 10 --json out.json
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from bench.checks import Outcome
from bench.goal import EVERYDAY, GROUPS, Goal, load_goals
from bench.report import Attempt, failures, summaries, table

_load = lru_cache(maxsize=4)(load_goals)

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
    goal = _load(path, date.today())[number]
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
    """Read what a run has left; symbolic links and other special files are listed with empty content."""
    files: dict[str, str] = {}
    folders: set[str] = set()
    for path in sorted(workspace.rglob("*")):
        name = path.relative_to(workspace).as_posix()
        if path.is_dir() and not path.is_symlink():
            folders.add(name)
        else:
            regular = path.is_file() and not path.is_symlink()
            files[name] = path.read_bytes().decode("utf-8", errors="replace") if regular else ""
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
        answers = {
            interrupt.id: {"decisions": [decision] * len(interrupt.value["action_requests"])}
            for interrupt in result.interrupts
        }
        result = agent.resume(result.thread_id, answers)
    return result


def _try(path: Path, number: int, factory: AgentFactory, approve: bool) -> Trial:
    with tempfile.TemporaryDirectory(prefix="goal-") as folder:
        workspace = Path(folder) / "workspace"
        workspace.mkdir()
        first_day = date.today()
        goal = _load(path, first_day)[number]
        set_up(goal, workspace)
        began = time.perf_counter()
        try:
            agent = factory(workspace, Path(folder) / "agent.db")
            began = time.perf_counter()
            result = settle(agent, agent.run(goal.goal), approve)
        except Exception as error:  # noqa: BLE001 - a crash is a failure of the goal, not the end of the benchmark
            outcome = look_at(workspace, "")
            return Trial(outcome, (f"raised {type(error).__name__}: {error}",), time.perf_counter() - began)
        seconds = time.perf_counter() - began
        outcome = look_at(workspace, _text(result.answer))
        # Around midnight the answer may be about the day on which the run began or the one on which it ended.
        days = {first_day, date.today()}
        problems = min((_load(path, day)[number].problems(outcome) for day in days), key=len)
        if not result.success:
            problems.insert(0, f"the run ended without success ({result.status}): {result.error}")
        usage = result.usage
        return Trial(outcome, tuple(problems), seconds, len(result.steps), usage.model_calls, usage.tokens)


def _text(answer: Any) -> str:
    if answer is None:
        return ""
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, default=str)


def run_all(
    numbers: Sequence[int],
    factory: AgentFactory,
    *,
    approve: bool = False,
    repeat: int = 1,
    workers: int = 1,
    path: Path = EVERYDAY,
) -> Iterator[Attempt]:
    """Run goals and yield how each went, in the order given whatever the number of workers."""
    with ThreadPoolExecutor(max_workers=workers) as pool:
        yield from pool.map(lambda number: attempt_goal(number, factory, approve, repeat, path), numbers)


def main(arguments: Sequence[str] | None = None, factory: AgentFactory | None = None) -> int:
    """The command line; `factory` replaces the product's agent.

    Returns:
        0 where the run was completed, whatever it came to.
    """
    options = _options(arguments)
    path: Path = options.goals
    goals = _load(path, date.today())
    numbers = [number for number, goal in enumerate(goals) if options.group in (None, goal.group)][: options.limit]
    build = factory or product_agent(options.model)
    began = datetime.now().astimezone()
    attempts: list[Attempt] = []
    runs = run_all(numbers, build, approve=options.approve, repeat=options.repeat, workers=options.workers, path=path)
    for attempt in runs:
        attempts.append(attempt)
        if not options.quiet:
            print("." if attempt.success else "F", end="", file=sys.stderr, flush=True)
    if not options.quiet:
        print(file=sys.stderr)
    rows = summaries(attempts)
    print(
        f"model: {options.model}   approvals: {'approve' if options.approve else 'reject'}   repeats: {options.repeat}"
    )
    print(table(rows))
    if failed := failures(attempts):
        print(f"\nFailures:\n{failed}")
    if options.json:
        record = {
            "model": options.model,
            "began": began.isoformat(timespec="seconds"),
            "approve": options.approve,
            "repeat": options.repeat,
            "groups": [asdict(row) for row in rows],
            "goals": [asdict(attempt) | {"success": attempt.success} for attempt in attempts],
        }
        options.json.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def product_agent(model: str) -> AgentFactory:
    """The product's agent on the named model."""
    from graph.agent import build_agent

    def build(workspace: Path, database: Path) -> Agent:
        return build_agent(model=model, workspace=workspace, database=database)

    return build


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    def at_least_one(text: str) -> int:
        number = int(text)
        if number < 1:
            raise argparse.ArgumentTypeError(f"{number} is less than 1")
        return number

    parser = argparse.ArgumentParser(prog="python -m bench.run_goals", description=__doc__.split("\n")[0])
    parser.add_argument("--model", default="offline", help="offline, gguf:PATH, or what --model of the product takes")
    parser.add_argument("--goals", type=Path, default=EVERYDAY, help="a JSONL file of goals")
    parser.add_argument("--group", choices=GROUPS, help="only this group")
    parser.add_argument("--limit", type=at_least_one, help="only the first so many")
    parser.add_argument("--repeat", type=at_least_one, default=1, help="run each so often; all must succeed")
    parser.add_argument("--workers", type=at_least_one, default=1, help="goals at a time")
    parser.add_argument("--approve", action="store_true", help="answer questions by approval, not by rejection")
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
