"""Questions to the person at the terminal, and decisions given on the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TextIO

from graph.cli_console import Console, visible
from graph.cli_errors import CommandError
from graph.cli_values import compact, plain

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


def ask(question: PendingQuestion, console: Console, stdin: TextIO, place: str) -> dict[str, Any]:
    """Put one question until there is an answer that can be read.

    Args:
        question: The question.
        console: Where to show it.
        stdin: Where the answer comes from.
        place: For example `1 of 2`.

    Returns:
        A decision as `Agent.resume` takes it.

    Raises:
        NoAnswer: The input has ended.
    """
    show_question(question, console, place)
    while True:
        console.line("  " + "  ".join(text for word, text in _MENU.items() if word in question.allowed_decisions))
        try:
            return _read(question, console, stdin)
        except Unreadable as error:
            refuse(str(error), console)


def show_question(question: PendingQuestion, console: Console, place: str = "") -> None:
    """Everything that the person must know; the arguments are never shortened."""
    title = f"Approval needed{f' ({place})' if place else ''}: {visible(question.tool)}"
    console.line()
    console.line(console.style(title, "bold", "yellow"))
    console.block(question.description)
    if question.reason and question.reason not in question.description:
        console.block(f"why: {question.reason}")
    console.block(f"arguments: {compact(question.arguments)}")


def refuse(message: str, console: Console) -> None:
    """Say why an answer was not taken."""
    console.block(f"{message} The question stays open.", style=lambda line: console.style(line, "red"))


def _read(question: PendingQuestion, console: Console, stdin: TextIO) -> dict[str, Any]:
    typed, _, detail = _prompt("> ", console, stdin).strip().partition(" ")
    word = WORDS.get(typed.lower(), typed.lower())
    if word not in question.allowed_decisions:
        raise Unreadable(f"{typed!r} is no answer here; type one of {', '.join(question.allowed_decisions)}.")
    if word in _DETAILS and not detail.strip():
        detail = _prompt(_DETAILS[word], console, stdin)
    return decision(word, detail.strip(), question.tool)


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
