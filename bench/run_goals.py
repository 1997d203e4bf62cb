"""Runs the held-out everyday goals and counts honestly: a goal is a success only if the run says so and every check holds.

python -m bench.run_goals --model offline
python -m bench.run_goals --model gguf:PATH --group files --limit 10 --json out.json
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from bench.goal import EVERYDAY, GROUPS
from bench.report import Attempt, failures, summaries, table
from bench.trial import Agent, AgentFactory, attempt_goal, goals_on


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
        0 where every goal was run, whatever it came to; 130 where the run was broken off (what was done is reported).
    """
    options = _options(arguments)
    goals = goals_on(options.goals, date.today())
    numbers = [number for number, goal in enumerate(goals) if options.group in (None, goal.group)][: options.limit]
    build, label = (factory, "stand-in") if factory else product_agent(options.model)
    began = datetime.now().astimezone()
    attempts = list(_until_interrupted(_run(options, numbers, build), options.quiet))
    approvals = "approve" if options.approve else "reject"
    print(f"model: {label}   approvals: {approvals}   repeats: {options.repeat}")
    print(table(summaries(attempts)))
    if failed := failures(attempts):
        print(f"\nFailures:\n{failed}")
    if options.json:
        record = {
            "model": options.model,
            "label": label,
            "began": began.isoformat(timespec="seconds"),
            "approve": options.approve,
            "repeat": options.repeat,
            "groups": [asdict(row) for row in summaries(attempts)],
            "goals": [asdict(attempt) | {"success": attempt.success} for attempt in attempts],
        }
        options.json.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if len(attempts) < len(numbers):
        print(f"\nBroken off: {len(attempts)} of {len(numbers)} goals were run.")
        return 130
    return 0


def _run(options: argparse.Namespace, numbers: Sequence[int], factory: AgentFactory) -> Iterator[Attempt]:
    return run_all(
        numbers,
        factory,
        approve=options.approve,
        repeat=options.repeat,
        workers=options.workers,
        path=options.goals,
    )


def _until_interrupted(runs: Iterator[Attempt], quiet: bool) -> Iterator[Attempt]:
    progress = io.StringIO() if quiet else sys.stderr
    try:
        for attempt in runs:
            print("." if attempt.success else "F", end="", file=progress, flush=True)
            yield attempt
    except KeyboardInterrupt:
        pass
    print(file=progress)


def product_agent(model: str) -> tuple[AgentFactory, str]:
    """The product's agent on the named model, which is opened once for all goals; and the model's label."""
    from graph.agent import build_agent
    from graph.composition import Parts, open_model
    from graph.settings import load_settings

    opened = open_model(load_settings(), Parts(model=model))

    def build(workspace: Path, database: Path) -> Agent:
        return build_agent(model=opened, workspace=workspace, database=database)

    return build, opened.label


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
