"""A number that is known both as an expression of the calculator and by its exact value."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nodes.llm.offline.terms import Calc, Expr, Literal

_LARGEST = Fraction(10) ** 24


class NoAmountError(ArithmeticError):
    """The operation has no sensible result (a division by zero, a number beyond all everyday bounds)."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number.

    Attributes:
        expr: What the calculator is asked.
        value: The same, exactly; irrational results are held to 18 digits. Only for choosing between readings.
    """

    expr: Expr
    value: Fraction

    def __add__(self, other: Amount) -> Amount:
        return _flat("add", self, other, self.value + other.value)

    def __sub__(self, other: Amount) -> Amount:
        return _made(Calc("sub", (self.expr, other.expr)), self.value - other.value)

    def __mul__(self, other: Amount) -> Amount:
        if self.value == 1 and isinstance(self.expr, Literal):
            return other
        if other.value == 1 and isinstance(other.expr, Literal):
            return self
        return _flat("mul", self, other, self.value * other.value)

    def __truediv__(self, other: Amount) -> Amount:
        if other.value == 0:
            raise NoAmountError("a division by zero")
        if other.value == 1 and isinstance(other.expr, Literal):
            return self
        return _made(Calc("div", (self.expr, other.expr)), self.value / other.value)

    def __pow__(self, exponent: int) -> Amount:
        if abs(exponent) > 400:
            raise NoAmountError("a power beyond all bounds")
        if self.value == 0 and exponent < 0:
            raise NoAmountError("a division by zero")
        base = self.value if abs(exponent) < 12 else self.value.limit_denominator(10**9)
        return _made(Calc("pow", (self.expr, Literal(str(exponent), number=True))), base**exponent)


def of(number: str | int) -> Amount:
    """A number written in digits."""
    return Amount(Literal(str(number), number=True), Fraction(str(number)))


def called(op: str, *args: Amount, value: Fraction | None = None) -> Amount:
    """A function of the calculator; ceil, floor, round and mod know their value."""
    known = value
    first = args[0].value
    if known is None and op in ("ceil", "floor"):
        known = Fraction(-((-first) // 1) if op == "ceil" else first // 1)
    if known is None and op == "mod":
        if args[1].value == 0:
            raise NoAmountError("a division by zero")
        known = first % args[1].value
    if known is None and op == "round":
        known = round(first, int(args[1].value)) if len(args) > 1 else Fraction(round(first))
    return _made(Calc(op, tuple(arg.expr for arg in args)), Fraction(0) if known is None else known)


def total(amounts: list[Amount]) -> Amount:
    """The sum of one or more."""
    result = amounts[0]
    for amount in amounts[1:]:
        result = result + amount
    return result


def _flat(op: str, left: Amount, right: Amount, value: Fraction) -> Amount:
    args = left.expr.args if isinstance(left.expr, Calc) and left.expr.op == op else (left.expr,)
    return _made(Calc(op, (*args, right.expr)), value)


def _made(expr: Expr, value: Fraction) -> Amount:
    if abs(value) > _LARGEST:
        raise NoAmountError("a number beyond all everyday bounds")
    return Amount(expr, value)
