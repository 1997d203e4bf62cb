"""The functions and constants that an expression may name; nothing else exists for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from tools.arithmetic import (
    Number,
    add,
    as_float,
    choose,
    divide,
    factorial,
    modulo,
    multiply,
    power,
    present,
    refuse,
    root,
    round_half_away,
    settle,
    tidy,
    whole,
)

CONSTANTS: dict[str, Number] = {"pi": math.pi, "e": math.e, "tau": math.tau}


@dataclass(frozen=True, slots=True)
class Function:
    """A function and how many arguments it takes.

    Attributes:
        call: Takes the arguments as a list.
        least: Fewest arguments.
        most: Most arguments.
    """

    call: Callable[[list[Number]], Number]
    least: int = 1
    most: int = 1


_EPSILON = 2.0**-52


def _real(function: Callable[[float], float], name: str) -> Function:
    def call(arguments: list[Number]) -> Number:
        try:
            return tidy(function(as_float(arguments[0])))
        except (ValueError, OverflowError):
            refuse(f"{name}({present(arguments[0])}) has no finite real value")

    return Function(call)


def _wave(function: Callable[[float], float]) -> Callable[[float], float]:
    """Read sin(pi) as 0: the argument itself is only known to one part in 2**52."""

    def call(angle: float) -> float:
        value = function(angle)
        return 0.0 if abs(value) <= _EPSILON * abs(angle) / 2 and abs(angle) > 1 else value

    return call


def _tangent(angle: float) -> float:
    cosine = _wave(math.cos)(angle)
    if cosine == 0.0:
        raise ValueError("a pole of the tangent")
    return _wave(math.tan)(angle)


def _logarithm(value: Number) -> float:
    if value <= 0:
        refuse(f"the logarithm of {present(value)} is not a real number; it needs a number above 0")
    if isinstance(value, Fraction):
        return math.log(value.numerator) - math.log(value.denominator)
    return math.log(value)


def _log(arguments: list[Number]) -> Number:
    if len(arguments) == 1:
        return _logarithm(arguments[0])
    for base, exact in ((10, math.log10), (2, math.log2)):
        if arguments[1] == base and isinstance(arguments[0], int) and arguments[0] > 0:
            return exact(arguments[0])
    return divide(_logarithm(arguments[0]), _logarithm(arguments[1]))


def _cube_root(arguments: list[Number]) -> Number:
    value = as_float(arguments[0])
    return math.copysign(float(f"{abs(value) ** (1 / 3):.15g}"), value)


def _sum(arguments: list[Number]) -> Number:
    return reduce(add, arguments)


def _mean(arguments: list[Number]) -> Number:
    return divide(_sum(arguments), len(arguments))


def _median(arguments: list[Number]) -> Number:
    ordered, middle = sorted(arguments), len(arguments) // 2
    return ordered[middle] if len(ordered) % 2 else _mean(ordered[middle - 1 : middle + 1])


def _round(arguments: list[Number]) -> Number:
    return round_half_away(arguments[0], whole(arguments[1], "round(number, places)") if len(arguments) > 1 else 0)


def _least_common_multiple(arguments: list[Number]) -> Number:
    result = 1
    for argument in arguments:
        result = whole(tidy(math.lcm(result, whole(argument, "lcm"))), "lcm")
    return result


def _length(arguments: list[Number]) -> Number:
    return root(_sum([multiply(argument, argument) for argument in arguments]))


_MANY = 1_000

FUNCTIONS: dict[str, Function] = {
    "sqrt": Function(lambda a: root(a[0])),
    "cbrt": Function(_cube_root),
    "sin": _real(_wave(math.sin), "sin"),
    "cos": _real(_wave(math.cos), "cos"),
    "tan": _real(_tangent, "tan"),
    "asin": _real(math.asin, "asin"),
    "acos": _real(math.acos, "acos"),
    "atan": _real(math.atan, "atan"),
    "atan2": Function(lambda a: math.atan2(as_float(a[0]), as_float(a[1])), 2, 2),
    "sinh": _real(math.sinh, "sinh"),
    "cosh": _real(math.cosh, "cosh"),
    "tanh": _real(math.tanh, "tanh"),
    "degrees": _real(math.degrees, "degrees"),
    "radians": _real(math.radians, "radians"),
    "exp": _real(math.exp, "exp"),
    "log": Function(_log, 1, 2),
    "ln": Function(lambda a: _logarithm(a[0])),
    "log10": Function(lambda a: _log([a[0], 10])),
    "log2": Function(lambda a: _log([a[0], 2])),
    "abs": Function(lambda a: a[0] if a[0] >= 0 else -a[0]),
    "round": Function(_round, 1, 2),
    "floor": Function(lambda a: math.floor(settle(a[0]))),
    "ceil": Function(lambda a: math.ceil(settle(a[0]))),
    "trunc": Function(lambda a: math.trunc(settle(a[0]))),
    "int": Function(lambda a: math.trunc(settle(a[0]))),
    "float": Function(lambda a: a[0]),
    "min": Function(min, 1, _MANY),
    "max": Function(max, 1, _MANY),
    "sum": Function(_sum, 1, _MANY),
    "mean": Function(_mean, 1, _MANY),
    "average": Function(_mean, 1, _MANY),
    "avg": Function(_mean, 1, _MANY),
    "median": Function(_median, 1, _MANY),
    "hypot": Function(_length, 1, _MANY),
    "pow": Function(lambda a: power(a[0], a[1]), 2, 2),
    "mod": Function(lambda a: modulo(a[0], a[1]), 2, 2),
    "factorial": Function(lambda a: factorial(a[0])),
    "comb": Function(lambda a: choose(a[0], a[1], ordered=False), 2, 2),
    "perm": Function(lambda a: choose(a[0], a[1], ordered=True), 2, 2),
    "gcd": Function(lambda a: math.gcd(*(whole(each, "gcd") for each in a)), 1, _MANY),
    "lcm": Function(_least_common_multiple, 1, _MANY),
}
"""Every function by its name; angles are in radians (write `30°` or `radians(30)` for degrees)."""
