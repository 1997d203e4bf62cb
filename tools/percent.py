"""Percentages as people mean them: 200 + 10% is 220, and what each sign does with its two sides."""

from __future__ import annotations

from dataclasses import dataclass

from tools.arithmetic import Number, add, divide, floor_divide, modulo, multiply, shift


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage that has not met what it is a part of.

    Attributes:
        points: 10 for 10%.
    """

    points: Number

    @property
    def share(self) -> Number:
        """The plain number: 0.1 for 10%."""
        return divide(self.points, 100)


Value = Number | Percent


def plain(value: Value) -> Number:
    """The number that a value stands for by itself."""
    return value.share if isinstance(value, Percent) else value


def combine(operator: str, left: Value, right: Value) -> Value:
    """What an operator of two sides makes of them.

    Args:
        operator: One of `+ - * / // % mod of off << >>`.
        left: What stands before it.
        right: What stands after it.
    """
    if operator in ("+", "-"):
        return _add(left, right, minus=operator == "-")
    a, b = plain(left), plain(right)
    match operator:
        case "off":
            return add(b, -multiply(a, b))
        case "<<" | ">>":
            return shift(a, b, left=operator == "<<")
        case "/":
            return divide(a, b)
        case "//":
            return floor_divide(a, b)
        case "%" | "mod":
            return modulo(a, b)
        case _:
            return multiply(a, b)


def _add(left: Value, right: Value, *, minus: bool) -> Value:
    if not isinstance(right, Percent):
        return add(plain(left), -right if minus else right)
    points = -right.points if minus else right.points
    if isinstance(left, Percent):
        return Percent(add(left.points, points))
    return multiply(left, add(1, divide(points, 100)))
