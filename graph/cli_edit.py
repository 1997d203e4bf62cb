"""`stanchion plan`: a thread's plan as it stands, and edits of what is left of it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.cli_console import Console, visible
from graph.cli_editor import edit_text
from graph.cli_errors import CommandError, ExitCode
from graph.cli_open import open_agent
from graph.cli_plan import is_plan, plan_lines, read_plan
from graph.cli_values import to_json
from nodes.planning.editing import plan_form
from nodes.planning.errors import InvalidPlan
from nodes.planning.plan import Task

if TYPE_CHECKING:
    from graph.agent import Agent
    from graph.cli_streams import Streams
    from graph.result import AgentResult


def plan(arguments: argparse.Namespace, streams: Streams) -> int:
    """Show a plan, or edit it."""
    console = Console(streams.stdout)
    with open_agent(arguments, streams) as agent:
        result = agent.result(arguments.thread)
        if not is_plan(result.tasks):
            raise CommandError(f"thread {arguments.thread!r} has no plan of several tasks; see 'stanchion show'")
        if arguments.edit or arguments.source is not None:
            result = _edited(agent, result, arguments, streams)
    if arguments.json:
        console.line(to_json({"tasks": plan_form(result.tasks)}))
        return ExitCode.SUCCESS
    console.line(console.style(f"thread {visible(result.thread_id)}: {result.status}", "bold"))
    console.block(result.goal, "goal:  ")
    plan_lines(result.tasks, console)
    if arguments.edit or arguments.source is not None:
        console.line()
        console.line(
            "The plan is changed; tasks that were in progress begin again. What they have done is not done twice."
        )
        console.line(f"Go on with: stanchion resume {visible(result.thread_id)}")
    return ExitCode.SUCCESS


def plan_text(tasks: Sequence[Task]) -> str:
    """The plan as it stands in the editor."""
    return json.dumps({"tasks": plan_form(tasks)}, indent=2, ensure_ascii=False) + "\n"


def _edited(agent: Agent, result: AgentResult, arguments: argparse.Namespace, streams: Streams) -> AgentResult:
    """Edit, and write it down; what was written in an editor is not lost if it cannot be taken."""
    before, path = plan_text(result.tasks), None
    if arguments.edit:
        if not is_open(result):
            raise CommandError(f"thread {arguments.thread!r} has ended ({result.status}), and its plan with it")
        path = edit_text(before, agent.settings.environment)
        text = path.read_text(encoding="utf-8", errors="replace")
        if text == before:
            path.unlink()
            raise CommandError("the text was not changed, and neither was the plan", ExitCode.SUCCESS)
    else:
        text = _given(arguments.source, streams)
    try:
        edited = agent.edit_plan(result.thread_id, read_plan(text), seen=result.tasks)
    except InvalidPlan as error:
        kept = f"; your text is kept, to be mended and given with: --from {path}" if path is not None else ""
        raise CommandError(f"the plan is not changed: {error}{kept}") from error
    if path is not None:
        path.unlink()
    return edited


def is_open(result: AgentResult) -> bool:
    """Whether the run goes on."""
    return result.status.value in ("waiting", "interrupted")


def _given(source: str, streams: Streams) -> str:
    try:
        return streams.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CommandError(f"--from {source}: is not text in UTF-8 ({error.reason})") from error
