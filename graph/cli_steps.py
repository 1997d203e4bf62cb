"""One step of a run in full, for `stanchion show`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from graph.cli_console import Console, one_line, visible
from graph.cli_values import compact, seconds, usage_line
from nodes.records import Action, Observation, Step
from nodes.safety.approval import Approval
from nodes.safety.verdict import Verdict

CONTENT_CHARACTERS = 2000
"""Of one result; `--json` has all of it."""


def show_step(step: Step, console: Console) -> None:
    """Print the thought, and for each action its arguments, verdict, approval, result and timing."""
    dim = f"{usage_line(step.usage)}"
    console.line(f"{console.style(f'Step {step.index}', 'bold')}  {console.style(dim, 'dim')}")
    if step.thought.strip():
        console.block(step.thought.strip(), style=lambda line: console.style(line, "dim"))
    for action in step.actions:
        _action(step, action, console)
    for note in step.notes:
        console.block(note, "  note: ")


def _action(step: Step, action: Action, console: Console) -> None:
    edited = f" (edited by {one_line(action.edited_by, 60)})" if action.edited_by else ""
    name = visible(action.tool) or "(a reply that could not be read)"
    console.line(f"  {console.style('→', 'cyan')} {console.style(name, 'bold')}{edited}")
    console.block(compact(action.arguments), "    arguments: ")
    for verdict in _of(step.verdicts, action):
        _verdict(verdict, console)
    for approval in _of(step.approvals, action):
        _approval(approval, console)
    for observation in _of(step.observations, action):
        _observation(observation, console)


def _verdict(verdict: Verdict, console: Console) -> None:
    console.block(f"{verdict.ruling} by rule '{verdict.rule}': {verdict.reason}", "    verdict:   ")


def _approval(approval: Approval, console: Console) -> None:
    reason = f": {approval.message}" if approval.message else ""
    console.block(f"{approval.answer} by {approval.approver}{reason}", "    approval:  ")


def _observation(seen: Observation, console: Console) -> None:
    ran = f", attempt {seen.attempt}, {seconds(seen.seconds)}" if seen.attempt else ""
    kind = f" ({seen.failure})" if seen.failure and str(seen.failure) != str(seen.status) else ""
    console.line(f"    result:    {seen.status.replace('_', ' ')}{kind}{ran}")
    content = seen.content
    if len(content) > CONTENT_CHARACTERS:
        content = f"{content[:CONTENT_CHARACTERS]}\n… {len(content) - CONTENT_CHARACTERS:,} more characters with --json"
    console.block(content, "      ")


class _AboutAnAction(Protocol):
    @property
    def action_id(self) -> str: ...


T = TypeVar("T", bound=_AboutAnAction)


def _of(items: Iterable[T], action: Action) -> Iterable[T]:
    return (item for item in items if item.action_id == action.id)
