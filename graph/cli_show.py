"""Commands that look: threads, one thread's steps, its checkpoints, the tools; and `fork`, which moves a thread's present."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from graph.cli_ask import show_question
from graph.cli_console import Console, one_line, visible
from graph.cli_errors import ExitCode
from graph.cli_open import open_agent
from graph.cli_plan import is_plan, plan_lines, short_id
from graph.cli_steps import show_step
from graph.cli_values import shown_answer, to_json, usage_line

if TYPE_CHECKING:
    from graph.cli_streams import Streams
    from graph.result import AgentResult
    from nodes.records import Step


def threads(arguments: argparse.Namespace, streams: Streams) -> int:
    """List the threads."""
    with open_agent(arguments, streams) as agent:
        summaries = agent.threads(arguments.limit)
        database = agent.settings.database
    console = Console(streams.stdout)
    if arguments.json:
        console.line(to_json(summaries))
    elif not summaries:
        console.line(f"No threads yet in {visible(database)}; start one with: stanchion run GOAL")
    else:
        rows = [(s.thread_id, s.status.value, str(s.steps), _when(s.updated_at), s.goal) for s in summaries]
        _table(console, ("thread", "status", "steps", "updated", "goal"), rows)
    return ExitCode.SUCCESS


def show(arguments: argparse.Namespace, streams: Streams) -> int:
    """Show what a run did."""
    with open_agent(arguments, streams) as agent:
        result = agent.result(arguments.thread)
    console = Console(streams.stdout)
    if arguments.json:
        console.line(to_json(result))
    else:
        _show_result(result, console)
    return ExitCode.SUCCESS


def _show_result(result: AgentResult, console: Console) -> None:
    console.line(console.style(f"thread {visible(result.thread_id)}: {result.status}", "bold"))
    console.block(result.goal, "goal:  ")
    console.line(f"model: {one_line(result.model, 500)}")
    if is_plan([*result.tasks, *result.set_aside]):
        _show_plan(result, console)
    else:
        _show_steps(result.steps, console)
    for number, question in enumerate(result.interrupts, 1):
        show_question(question, console, f"{number} of {len(result.interrupts)}", result.tasks)
    console.line()
    if result.answer is not None:
        console.line(console.style("Answer", "bold"))
        console.block(shown_answer(result.answer))
    if result.error:
        console.block(result.error, "not reached: " if not result.interrupts else "")
    console.line(console.style(usage_line(result.usage), "dim"))


def _show_plan(result: AgentResult, console: Console) -> None:
    """The plan, what it replaced, and the steps of each task."""
    console.line()
    plan_lines(result.tasks, console)
    if result.set_aside:
        console.line()
        plan_lines(result.set_aside, console, "Set aside by a new plan")
    steps: dict[str, list[Step]] = {}
    for step in result.steps:
        steps.setdefault(step.task, []).append(step)
    known = [task.id for task in [*result.set_aside, *result.tasks]]
    for task in sorted(steps, key=lambda id_: known.index(id_) if id_ in known else -1):
        console.line()
        console.line(console.style(f"Task {short_id(task)}" if task else "No task", "bold", "cyan"))
        _show_steps(steps[task], console)


def _show_steps(steps: Iterable[Step], console: Console) -> None:
    for step in steps:
        console.line()
        show_step(step, console)


def tools(arguments: argparse.Namespace, streams: Streams) -> int:
    """List the tools; no model is needed for that."""
    with open_agent(arguments, streams, model="offline") as agent:
        found = [
            {
                **tool.to_dict(),
                "effect": tool.effect.value,
                "replay": tool.replay.value,
                "timeout_seconds": tool.timeout_seconds,
            }
            for tool in agent.tools
        ]
    console = Console(streams.stdout)
    if arguments.json:
        console.line(to_json(found))
    else:
        rows = [(t["name"], t["effect"], t["replay"], _summary(t["description"])) for t in found]
        _table(console, ("tool", "effect", "replay", "description"), rows)
    return ExitCode.SUCCESS


def _summary(description: str) -> str:
    """The first sentence."""
    return description.split("\n", 1)[0].split(". ", 1)[0].rstrip(".")


def history(arguments: argparse.Namespace, streams: Streams) -> int:
    """List a thread's checkpoints."""
    with open_agent(arguments, streams) as agent:
        snapshots = agent.history(arguments.thread, arguments.limit)
    points = [
        {
            "checkpoint": (snapshot.config.get("configurable") or {}).get("checkpoint_id", ""),
            "step": (snapshot.metadata or {}).get("step"),
            "source": (snapshot.metadata or {}).get("source"),
            "next": list(snapshot.next),
            "created_at": snapshot.created_at,
        }
        for snapshot in snapshots
    ]
    console = Console(streams.stdout)
    if arguments.json:
        console.line(to_json(points))
    else:
        rows = [
            (p["checkpoint"], str(p["step"]), _when(p["created_at"]), ", ".join(p["next"]) or "end") for p in points
        ]
        _table(console, ("checkpoint", "step", "written", "next"), rows)
    return ExitCode.SUCCESS


def fork(arguments: argparse.Namespace, streams: Streams) -> int:
    """Make an earlier checkpoint the present."""
    with open_agent(arguments, streams) as agent:
        agent.fork(arguments.thread, arguments.checkpoint)
        result = agent.result(arguments.thread)
    console = Console(streams.stdout)
    if arguments.json:
        console.line(to_json(result))
    else:
        console.line(
            f"{visible(arguments.thread)} stands where {visible(arguments.checkpoint)} left it: {result.status}."
        )
        console.line(f"Go on with: stanchion resume {visible(arguments.thread)}")
    return ExitCode.SUCCESS


def _table(console: Console, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Columns as wide as they need to be; the last one takes what is left, and is cut there on a terminal."""
    lines = [[one_line(cell, 400) for cell in row] for row in rows]
    widths = [max(len(line[column]) for line in [list(head), *lines]) for column in range(len(head))]
    room = max(20, console.width - sum(widths[:-1]) - 2 * (len(head) - 1)) if console.is_terminal else 400
    for number, line in enumerate([list(head), *lines]):
        cells = [cell.ljust(width) for cell, width in zip(line[:-1], widths, strict=False)]
        text = "  ".join([*cells, one_line(line[-1], room)])
        console.line(console.style(text, "dim") if number == 0 else text)


def _when(written: str | None) -> str:
    try:
        return datetime.fromisoformat(written or "").astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return written or ""
