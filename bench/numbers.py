"""Reads numbers out of prose and files, so that 1,234.50 and 1234.5 are the same value whatever stands around them."""

from __future__ import annotations

import math
import re

_DIGITS = r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?"
_GROUPED = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?(?!\d|,\d)"
# A minus is a sign only where no operand ends before it: in "5-3" and in 2026-03-01 it is not; nor is a
# bullet ("- 5").
_SIGN = r"(?:(?<![\w.)\]%])[-\u2212](?=[$£€\d.]))?"
_CURRENCY = r"[$£€]?\s?"
_WITH_GROUPS = re.compile(rf"({_SIGN}){_CURRENCY}({_GROUPED}|{_DIGITS})")
_PLAIN = re.compile(rf"({_SIGN}){_CURRENCY}({_DIGITS})")

# "one" is left out: it is far more often a pronoun than a number.
_WORDS = ["zero", ".", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_WORD = re.compile(r"\b(" + "|".join(word for word in _WORDS if word != ".") + r")\b", re.IGNORECASE)

RELATIVE_TOLERANCE = 1e-9
"""How far two floats may lie apart and still be one value; room for binary rounding only (0.1 + 0.2)."""


def readings(text: str) -> tuple[list[float], list[float]]:
    """The numbers in a text in order, read in two ways.

    Args:
        text: Any text.

    Returns:
        The numbers with commas between groups of three taken as thousands separators, and with commas taken as commas
        (`100,200` is one number in a report and two in a CSV file).
    """
    return _found(_WITH_GROUPS, text), _found(_PLAIN, text)


def contains_number(text: str, value: float, tolerance: float = 0.0, *, words: bool = False) -> bool:
    """Whether the text holds the number.

    Args:
        text: Any text.
        value: What is looked for.
        tolerance: How far off it may be, absolute.
        words: Whether zero and two to twelve count when written as words.
    """
    grouped, _ = readings(text)
    spelled = [float(_WORDS.index(match.group(1).lower())) for match in _WORD.finditer(text)] if words else []
    return any(is_close(number, value, tolerance) for number in grouped + spelled)


def is_sequence(text: str, values: list[float], tolerance: float = 0.0) -> bool:
    """Whether the numbers in the text are exactly these, in this order, under one of the two readings."""
    return any(
        len(numbers) == len(values) and all(is_close(a, b, tolerance) for a, b in zip(numbers, values, strict=True))
        for numbers in readings(text)
    )


def is_close(number: float, value: float, tolerance: float = 0.0) -> bool:
    """Whether two numbers are the same value: within the absolute tolerance, or within binary rounding."""
    return math.isclose(number, value, rel_tol=RELATIVE_TOLERANCE, abs_tol=max(tolerance, 1e-12))


def _found(pattern: re.Pattern[str], text: str) -> list[float]:
    numbers = []
    for match in pattern.finditer(text):
        size = float(re.sub(r"[,\u00a0\u202f]", "", match.group(2)))
        numbers.append(-size if match.group(1) else size)
    return numbers
