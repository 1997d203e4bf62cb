"""A number and how the calculator gets to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nodes.llm.offline.ledger.table import value_of
from nodes.llm.offline.outcomes import number_text
from nodes.llm.offline.terms import Calc, Expr, Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """A number.

    Attributes:
        expr: What the calculator is asked.
        value: What it will say, exactly; conditions are decided on it.
    """

    expr: Expr
    value: Fraction


def figure(cell: str | int | Fraction) -> Figure:
    """A number as it stands in a cell; a cell without one counts as 0."""
    value = Fraction(cell) if not isinstance(cell, str) else value_of(cell) or Fraction(0)
    whole = value.denominator == 1
    shown = re.sub(r"[$€£%,\s]|(?:EUR|USD|GBP)$", "", cell) if isinstance(cell, str) else ""
    if re.fullmatch(r"-?\d+\.\d+", shown):
        return Figure(Literal(shown, number=True), value)
    return Figure(Literal(str(value.numerator) if whole else number_text(float(value)), number=True), value)


def combined(op: str, *parts: Figure) -> Figure:
    """An operation of the calculator over numbers: sum, average, median, add, sub, mul, div, percentage.

    Raises:
        ZeroDivisionError: It divides by nothing.
    """
    values = [part.value for part in parts]
    if op in ("sum", "average") and len(parts) == 1:
        return parts[0]
    if op == "percentage":
        return combined("mul", combined("div", *parts), figure(100))
    exprs = tuple(part.expr for part in parts)
    return Figure(Calc(op, exprs), exact(op, values))


def exact(op: str, values: Sequence[Fraction]) -> Fraction:
    """What the calculator says, without its rounding."""
    first, *rest = values
    if op in ("sum", "add", "average"):
        total = sum(values, Fraction(0))
        return total / len(values) if op == "average" else total
    if op == "median":
        middle = sorted(values)
        half = len(middle) // 2
        return middle[half] if len(middle) % 2 else (middle[half - 1] + middle[half]) / 2
    for value in rest if op in ("sub", "mul", "div") else ():
        first = first - value if op == "sub" else first * value if op == "mul" else first / value
    if op == "ceil":
        return Fraction(-(-first.numerator // first.denominator))
    return Fraction(round(first, int(rest[0]) if rest else 0)) if op == "round" else first
