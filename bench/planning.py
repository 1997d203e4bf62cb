"""Measures what planning gains and costs: plans against tasks in sequence and deepagents, trivial goals against create_agent.

    python -m bench.planning --json bench/results/planning.json

The other agents are the extra `bench`, which goes into an environment of its own; without it (`--ours`) only the controller is
measured. Model and tools are the same for all: a scripted model, and a service that waits. Each agent keeps its checkpoints in a
SQLite file, as durably as it does by default (the controller `sync`, the others `async`). What the model does in deepagents,
which must work off the same plan:

- one call a turn: `write_todos` with every task; then each task's call, and in the same turn the list brought up to date; the list
  closed; the answer.
- parallel calls: the same, but all tasks that can begin are called in one turn.
- sub-agents: the same, but each task is a `task` call to the general-purpose sub-agent, which calls the service and tells the
  value: as in the controller, each task has a context of its own.
- parallel calls, no to-do list: all that can begin in one turn, no plan at all; what deepagents does as it comes.

In the controller it writes the plan, calls the service and tells the value in each task, and puts the values together.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench.planning_measures import Row, Small, measure_plan, measure_trivial
from bench.planning_script import Style
from bench.planning_shapes import DIAMOND, Shape, wide

SHAPES = (DIAMOND, wide(5), wide(20))
MODEL_SECONDS = (0.0, 0.1)
"""A model that takes no time shows the machinery; one that does shows what turns cost."""

_PACKAGES = ("stanchion", "langgraph", "langgraph-checkpoint-sqlite", "langchain-core", "langchain", "deepagents")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, write the file."""
    options = _parse(arguments)
    rows, small = asyncio.run(_measure(options))
    print(plans_table(rows))
    print()
    print(trivial_table(small))
    if options.json is not None:
        words = sys.argv[1:] if arguments is None else arguments
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(_record(options, words, rows, small), indent=1) + "\n", encoding="utf-8")
    return 0


def plans_table(rows: Sequence[Row]) -> str:
    """The plans as a Markdown table: a ratio above 1 says that the controller was faster; `prompt` and `tools` are tokens."""
    lines = [
        "| plan    | model s | agent                                     | median s "
        "| min–max s     | ratio | calls | prompt | tools |",
        "|---------|--------:|-------------------------------------------|---------:"
        "|---------------|------:|------:|-------:|------:|",
    ]
    lines += [
        f"| {row.plan:<7} | {row.model_seconds:>7.2f} | {row.agent:<41} | {row.median:>8.3f} "
        f"| {min(row.seconds):.3f} – {max(row.seconds):.3f} | {row.ratio:>5.2f} | {row.calls:>5} | {row.prompt_tokens:>6} "
        f"| {row.tool_tokens:>5} |"
        for row in rows
    ]
    return "\n".join(lines)


def trivial_table(rows: Sequence[Small]) -> str:
    """The trivial goals as a Markdown table; `prompt` and `tools` are tokens."""
    lines = [
        "| goal                           | agent        | calls | prompt | tools |",
        "|--------------------------------|--------------|------:|-------:|------:|",
    ]
    lines += [
        f"| {row.goal:<30} | {row.agent:<12} | {row.calls:>5} | {row.prompt_tokens:>6} | {row.tool_tokens:>5} |"
        for row in rows
    ]
    return "\n".join(lines)


async def _measure(options: argparse.Namespace) -> tuple[list[Row], list[Small]]:
    styles = () if options.ours else tuple(Style)
    rows: list[Row] = []
    for seconds in options.model_seconds:
        for shape in options.shapes:
            rows += await measure_plan(shape, options.service_seconds, seconds, options.repeat, styles)
    return rows, await measure_trivial(with_rival=not options.ours)


def _record(
    options: argparse.Namespace, words: Sequence[str], rows: Sequence[Row], small: Sequence[Small]
) -> dict[str, Any]:
    return {
        "command": " ".join(["python -m bench.planning", *words]),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "processor": _processor(),
            "cores": os.cpu_count(),
            "load": [round(value, 2) for value in os.getloadavg()],
        },
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}},
        "service_seconds": options.service_seconds,
        "repeat": options.repeat,
        "plans": [{**asdict(row), "median": row.median} for row in rows],
        "trivial": [asdict(row) for row in small],
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _shape(text: str) -> Shape:
    shapes = {shape.name.replace(" ", ""): shape for shape in SHAPES}
    if text in shapes:
        return shapes[text]
    kind, count = text.rstrip("0123456789"), text.lstrip("abcdefghijklmnopqrstuvwxyz")
    if kind != "wide" or not count or int(count) < 2:
        raise argparse.ArgumentTypeError(f"{text!r} is no plan; there are {', '.join(shapes)} and wide with any number")
    return wide(int(count))


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is less than 1")
    return number


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    summary = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m bench.planning", description=summary)
    parser.add_argument("--shapes", type=_shape, nargs="+", default=SHAPES, help="diamond, wide5, wide20, …")
    parser.add_argument("--repeat", type=_positive, default=5, help="rounds that are counted")
    parser.add_argument("--service-seconds", type=float, default=0.2, help="how long each tool call takes")
    parser.add_argument(
        "--model-seconds", type=float, nargs="+", default=MODEL_SECONDS, help="how long each answer takes"
    )
    parser.add_argument("--ours", action="store_true", help="only the controller: the extra `bench` is not installed")
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
