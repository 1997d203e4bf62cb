"""Questions answered yes or no, and the larger of two."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nodes.llm.offline.outcomes import Failed, Value, shown
from nodes.llm.offline.sequences import is_prime
from nodes.llm.offline.terms import (
    Calc,
    Compared,
    Not,
    Test,
)

if TYPE_CHECKING:
    from nodes.llm.offline.evaluate import Evaluator


def compared(run: Evaluator, expr: Compared) -> Value:
    """Two or more values compared; see `terms.Compared`."""
    values = run.values(expr.args)
    try:
        numbers = [float(value.text.strip().replace(",", "")) for value in values]
    except ValueError:
        if expr.op not in ("==", "!="):
            raise Failed(f"{shown(values[0].text)} and {shown(values[1].text)} cannot be compared as numbers") from None
        same = values[0].text.strip().lower() == values[1].text.strip().lower()
        return Value("yes" if same == (expr.op == "==") else "no")
    if expr.op in ("largest", "smallest"):
        best = numbers.index(max(numbers) if expr.op == "largest" else min(numbers))
        named = run.rendered(expr.args[best])[0] if isinstance(expr.args[best], Calc) else values[best].text
        return Value(named, note=values[best].text)
    left, right = numbers
    holds = {
        ">": left > right,
        "<": left < right,
        ">=": left >= right,
        "<=": left <= right,
        "==": left == right,
        "!=": left != right,
    }
    return Value("yes" if holds[expr.op] else "no")


def tested(run: Evaluator, expr: Test) -> Value:
    """Whether a text or number has a property."""
    text = run.value(expr.source).text.strip()
    if expr.kind == "contains":
        needle = run.value(expr.needle).text if expr.needle is not None else ""
        return Value("yes" if needle.lower() in text.lower() else "no")
    if expr.kind == "empty":
        return Value("no" if text else "yes")
    if expr.kind == "palindrome":
        letters = [letter.lower() for letter in text if letter.isalnum()]
        return Value("yes" if letters == letters[::-1] else "no")
    if not re.fullmatch(r"-?\d{1,12}(?:\.0+)?", text):
        raise Failed(f"{shown(text)} is not a whole number")
    number = int(float(text))
    return Value(
        "yes" if {"even": number % 2 == 0, "odd": number % 2 == 1, "prime": is_prime(number)}[expr.kind] else "no"
    )


def opposite(run: Evaluator, expr: Not) -> Value:
    """The other answer."""
    return Value("no" if run.value(expr.inner).text == "yes" else "yes")
