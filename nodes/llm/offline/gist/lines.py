"""Texts whose lines are joined, split, marked or stripped."""

from __future__ import annotations

import re
from collections.abc import Callable


def made(text: str, kind: str, args: tuple[str, ...]) -> str | None:
    """Make a text of a text.

    Args:
        text: What is there.
        kind: before, after, joined, split, left, right, not_starting, not_ending or field.
        args: A mark, a beginning, or a place.

    Returns:
        The new text; `None` where it cannot be made.
    """
    return _KINDS[kind](text, args)


def _each(change: Callable[[str, str], str]) -> Callable[[str, tuple[str, ...]], str]:
    return lambda text, args: "\n".join(change(line, *args[:1]) for line in text.splitlines())


def _split(text: str, args: tuple[str, ...]) -> str:
    mark = args[0].strip() or " "
    return "\n".join(piece.strip() for line in text.splitlines() for piece in line.split(mark) if piece.strip())


def _field(text: str, args: tuple[str, ...]) -> str | None:
    mark, place = args[0], int(args[1])
    rows = [[cell.strip() for cell in line.split(mark.strip() or " ")] for line in text.splitlines() if line.strip()]
    if not rows or any(len(row) <= place for row in rows):
        return None
    return "\n".join(row[place] for row in rows)


_KINDS: dict[str, Callable[[str, tuple[str, ...]], str | None]] = {
    "before": _each(lambda line, mark: f"{mark}{line}"),
    "after": _each(lambda line, mark: f"{line}{mark}"),
    "joined": lambda text, args: args[0].join(line.strip() for line in text.splitlines() if line.strip()),
    "split": _split,
    "left": lambda text, args: "\n".join(line.lstrip() for line in text.splitlines()),
    "right": lambda text, args: "\n".join(line.rstrip() for line in text.splitlines()),
    "not_starting": lambda text, args: "\n".join(
        line for line in text.splitlines() if not re.match(re.escape(args[0]), line, re.IGNORECASE)
    ),
    "not_ending": lambda text, args: "\n".join(
        line for line in text.splitlines() if not line.rstrip().lower().endswith(args[0].lower())
    ),
    "field": _field,
}
