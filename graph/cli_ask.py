"""Questions to the person at the terminal about calls and plans, and decisions given on the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

from graph.cli_console import Console, visible
from graph.cli_errors import CommandError
from graph.cli_plan import plan_lines, read_plan
from graph.cli_values import compact, counted, plain
from graph.settings import load_settings
from nodes.planning.errors import InvalidPlan
from nodes.planning.plan import WHOLE, Task, TaskStatus

if TYPE_CHECKING:
    from graph.result import PendingQuestion

WORDS = {
    "a": "approve",
    "y": "approve",
    "yes": "approve",
    "e": "edit",
    "r": "reject",
    "n": "reject",
    "no": "reject",
    "s": "respond",
}
"""Short forms; the whole words are taken, too."""
_MENU = {
    "approve": "[a]pprove",
    "edit": "[e]dit the arguments",
    "reject": "[r]eject",
    "respond": "re[s]pond with the result yourself",
}
_DETAILS = {
    "edit": "All the arguments, as a JSON object on one line: ",
    "reject": "Why (for the agent; may be empty): ",
    "respond": "What to take for the result: ",
}


class Unreadable(ValueError):  # noqa: N818 - reads as the sentence it stands for
    """What was typed is no decision; the message says what is."""


class NoAnswer(Exception):  # noqa: N818 - nothing went wrong: the person left
    """The input ended before an answer."""


def ask(
    question: PendingQuestion, console: Console, stdin: TextIO, place: str, tasks: Sequence[Task] = ()
) -> dict[str, Any]:
    """Put one question until there is an answer that can be read.

    Args:
        question: The question.
        console: Where to show it.
        stdin: Where the answer comes from.
        place: For example `1 of 2`.
        tasks: The plan that it belongs to.

    Returns:
        A decision as `Agent.resume` takes it.

    Raises:
        NoAnswer: The input has ended.
    """
    show_question(question, console, place, tasks)
    menu = {**_MENU, "edit": "[e]dit the plan"} if question.is_about_plan else _MENU
    while True:
        console.line("  " + "  ".join(text for word, text in menu.items() if word in question.allowed_decisions))
        try:
            return _read(question, console, stdin)
        except Unreadable as error:
            refuse(str(error), console)


def show_question(question: PendingQuestion, console: Console, place: str = "", tasks: Sequence[Task] = ()) -> None:
    """Everything that the person must know; neither arguments nor a plan are ever shortened."""
    needed = f"Approval needed{f' ({place})' if place else ''}:"
    console.line()
    if question.is_about_plan and tasks:
        plan_lines(tasks, console, f"{needed} a plan of {counted(len(tasks), 'task')}")
        console.block(f"why: {question.reason}")
        return
    console.line(console.style(f"{needed} {visible(question.tool)}", "bold", "yellow"))
    _show_task(question.task, console, tasks)
    console.block(question.description)
    if question.reason and question.reason not in question.description:
        console.block(f"why: {question.reason}")
    console.block(f"arguments: {compact(question.arguments)}")


def _show_task(task_id: str, console: Console, tasks: Sequence[Task]) -> None:
    """Whose question it is, and what waits for it: the next tasks begin when those at work have ended."""
    for task in tasks:
        if task.id == task_id and task_id != WHOLE:
            console.block(f"task: {task.id} ({task.description})")
    waiting = sum(task.status is TaskStatus.PENDING for task in tasks)
    if task_id and waiting:
        verb = "waits" if waiting == 1 else "wait"
        console.block(
            f"{counted(waiting, 'further task')} {verb} until every question of the tasks at work is answered"
        )


def refuse(message: str, console: Console) -> None:
    """Say why an answer was not taken."""
    console.block(f"{message} The question stays open.", style=lambda line: console.style(line, "red"))


def _read(question: PendingQuestion, console: Console, stdin: TextIO) -> dict[str, Any]:
    typed, _, detail = _prompt("> ", console, stdin).strip().partition(" ")
    word = WORDS.get(typed.lower(), typed.lower())
    if word not in question.allowed_decisions:
        raise Unreadable(f"{typed!r} is no answer here; type one of {', '.join(question.allowed_decisions)}.")
    if word == "edit" and question.is_about_plan:
        return _edited_plan(question, detail, console, stdin)
    if word in _DETAILS and not detail.strip():
        detail = _prompt(_DETAILS[word], console, stdin)
    return decision(word, detail.strip(), question.tool)


def _edited_plan(question: PendingQuestion, detail: str, console: Console, stdin: TextIO) -> dict[str, Any]:
    """The plan out of the user's editor; typed, where none is set."""
    from graph.cli_editor import edit_text

    environ = load_settings().environment
    if not detail.strip() and not (environ.get("VISUAL") or environ.get("EDITOR")):
        detail = _prompt("The plan, as JSON on one line ([] of tasks): ", console, stdin)
    try:
        if not detail.strip():
            path = edit_text(json.dumps(question.arguments, indent=2, ensure_ascii=False) + "\n", environ)
            detail = path.read_text(encoding="utf-8", errors="replace")
            path.unlink()
        return {"type": "edit", "edited_action": {"name": question.tool, "args": dict(read_plan(detail))}}
    except (InvalidPlan, CommandError) as error:
        raise Unreadable(f"{error}.") from error


def _prompt(text: str, console: Console, stdin: TextIO) -> str:
    console.write(text)
    console.stream.flush()
    try:
        line = stdin.readline()
    except UnicodeDecodeError as error:
        raise Unreadable("That is not text in the terminal's encoding.") from error
    if not line:
        raise NoAnswer
    return line


def read_decisions(given: Sequence[str], questions: Sequence[PendingQuestion]) -> list[dict[str, Any]]:
    """Read `--decide`, one for each open question in their order.

    Raises:
        CommandError: One cannot be read; the message says which.
    """
    tools = [question.tool for question in questions] + [""] * len(given)
    decisions = []
    for text, tool in zip(given, tools, strict=False):
        word, _, detail = text.partition(":")
        try:
            if word.strip() not in _MENU:
                raise Unreadable(f"it begins with none of {', '.join(_MENU)}.")
            decisions.append(decision(word.strip(), detail.strip(), tool))
        except Unreadable as error:
            raise CommandError(f"--decide {text!r}: {error}") from error
    return decisions


def decision(word: str, detail: str, tool: str) -> dict[str, Any]:
    """The decision in the form of LangChain's human-in-the-loop convention.

    Raises:
        Unreadable: The detail does not fit.
    """
    if word == "approve" and detail:
        raise Unreadable("approve takes nothing more; to change the call, edit it.")
    if word == "edit":
        return {"type": "edit", "edited_action": {"name": tool, "args": _arguments(detail)}}
    if word == "respond" and not detail:
        raise Unreadable("respond needs a text: what to take for the result.")
    return {"type": word, "message": detail} if detail else {"type": word}


def _arguments(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"The arguments are not JSON ({error}).") from error
    if not isinstance(value, dict):
        raise Unreadable(f"The arguments must be a JSON object such as {{}}, got {plain(value)!r:.80}.")
    return value
