"""How the evaluation of an expression can end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Value:
    """A value, as the text that is written into files and answers."""

    text: str
    note: str = ""


class Pending(Exception):  # noqa: N818 - no error: a call has to be made first
    """The value needs a call that has not been answered yet."""


class Failed(Exception):  # noqa: N818
    """There is no value.

    Args:
        reason: Why, for the user.
        dependent: It only failed because something before it did.
    """

    def __init__(self, reason: str, *, dependent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.dependent = dependent


def number_text(value: Any) -> str:
    """A tool's number as people write it: no trailing `.0`, no floating-point noise."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(float(f"{value:.12g}"))


def shown(text: str) -> str:
    """A text in quotes, cut to what fits into a sentence."""
    return repr(text if len(text) <= 60 else text[:57] + "…")
