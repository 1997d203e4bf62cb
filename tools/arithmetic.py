"""Numbers that stay exact for as long as they can, and operations that refuse before they grow out of hand.

Whole numbers and fractions are exact (so 0.1 + 0.2 is 0.3); only roots, logarithms and the like fall to floats. Every operation
whose result can be much longer than its operands compares bit lengths first, so no expression can take time or memory.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NoReturn

from tools.errors import FailureKind, ToolFailure

Number = int | Fraction | float

MAX_BITS = 8_600
"""Longest numerator or denominator, in bits: room for 1000! (8,530 bits), far below what takes noticeable time."""

SIGNIFICANT_DIGITS = 15
"""Digits that every IEEE 754 double keeps (DBL_DIG)."""

MAX_DECIMALS = 1_000
"""Most places that `round` looks at, left or right of the point."""

_SMALLEST = 2.0**-1022  # the smallest double that keeps all its digits


def refuse(message: str) -> NoReturn:
    """Say why an expression is not worked out; the model must write another one.

    Raises:
        ToolFailure: Always, of the kind `INVALID_ARGUMENTS`.
    """
    raise ToolFailure(message, FailureKind.INVALID_ARGUMENTS)


def tidy(value: Number) -> Number:
    """Bring a fresh result to its plainest form.

    Raises:
        ToolFailure: If it is not a finite number or is longer than `MAX_BITS`.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            refuse("the result is too large to write as a number")
        return value
    if isinstance(value, Fraction) and value.denominator == 1:
        value = value.numerator
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
        refuse(
            f"a number on the way has more than {MAX_BITS} bits (about {MAX_BITS * 3 // 10} digits); use smaller numbers"
        )
    return value


def as_float(value: Number) -> float:
    """The nearest double.

    Raises:
        ToolFailure: If the value is beyond the range of doubles, at either end.
    """
    try:
        near = float(value)
    except OverflowError:
        refuse("a number on the way is too large (above about 1.8e308) for a result with decimals")
    if near == 0.0 and value != 0:
        refuse("a number on the way is too close to zero (below about 5e-324)")
    return near


def settle(value: Number) -> int | Fraction:
    """The exact number that a float stands for when its rounding noise is dropped."""
    return Fraction(f"{value:.{SIGNIFICANT_DIGITS}g}") if isinstance(value, float) else value


def whole(value: Number, where: str) -> int:
    """A value that must be a whole number.

    Raises:
        ToolFailure: If it is not, naming `where` it was needed.
    """
    exact = settle(value)
    if exact.denominator != 1:
        refuse(f"{where} needs whole numbers, got {present(value)}")
    return exact.numerator


def add(left: Number, right: Number) -> Number:
    """`left + right`."""
    if isinstance(left, float) or isinstance(right, float):
        return tidy(as_float(left) + as_float(right))
    return tidy(left + right)


def multiply(left: Number, right: Number) -> Number:
    """`left * right`; the operands are bounded, so the product is at most twice as long before it is checked."""
    if isinstance(left, float) or isinstance(right, float):
        return tidy(as_float(left) * as_float(right))
    return tidy(left * right)


def divide(left: Number, right: Number) -> Number:
    """`left / right`, exact for exact operands.

    Raises:
        ToolFailure: On division by zero.
    """
    if right == 0:
        refuse(f"division by zero ({present(left)} / 0); change the divisor")
    if isinstance(left, float) or isinstance(right, float):
        return tidy(as_float(left) / as_float(right))
    return tidy(Fraction(left) / Fraction(right))


def floor_divide(left: Number, right: Number) -> Number:
    """`left // right`: the quotient rounded towards minus infinity."""
    if right == 0:
        refuse(f"division by zero ({present(left)} // 0); change the divisor")
    return tidy(settle(left) // settle(right))


def modulo(left: Number, right: Number) -> Number:
    """`left % right`: the remainder, with the sign of the divisor (as in Python)."""
    if right == 0:
        refuse(f"remainder of a division by zero ({present(left)} % 0); change the divisor")
    return tidy(settle(left) % settle(right))


def power(base: Number, exponent: Number) -> Number:
    """`base ** exponent`; exact for exact bases and whole exponents.

    Raises:
        ToolFailure: If the result would be too long, infinite or not real.
    """
    if base == 0 and exponent < 0:
        refuse("zero to a negative power is a division by zero")
    if isinstance(exponent, int) and not isinstance(base, float):
        bits = max(base.numerator.bit_length(), base.denominator.bit_length())
        if (bits - 1) * abs(exponent) > MAX_BITS:
            refuse(f"{_short(base)} ** {_short(exponent)} has more than {MAX_BITS} bits; use smaller numbers")
        return tidy(Fraction(base) ** exponent)
    if exponent == Fraction(1, 2):
        return root(base)
    if base < 0 and settle(exponent).denominator != 1:
        refuse(f"{_short(base)} ** {_short(exponent)} has no real value")
    try:
        return tidy(math.pow(as_float(base), as_float(exponent)))
    except (OverflowError, ValueError):
        refuse(f"{_short(base)} ** {_short(exponent)} is too large to write as a number")


def root(value: Number) -> Number:
    """The square root; exact for perfect squares of any length.

    Raises:
        ToolFailure: For negative numbers.
    """
    if value < 0:
        refuse(f"the square root of {_short(value)} is not a real number")
    if isinstance(value, float):
        return math.sqrt(value)
    top, bottom = math.isqrt(value.numerator), math.isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return tidy(Fraction(top, bottom))
    return math.sqrt(as_float(value))


def shift(value: Number, places: Number, *, left: bool) -> Number:
    """`value << places` or `value >> places`, for whole numbers."""
    number, count = whole(value, "a shift"), whole(places, "a shift")
    if count < 0:
        refuse(f"cannot shift by {_short(count)} places; use the other direction")
    if not left:
        return number >> min(count, MAX_BITS)
    if number and number.bit_length() + count > MAX_BITS:
        refuse(f"{_short(number)} << {_short(count)} has more than {MAX_BITS} bits; shift by less")
    return number << min(count, MAX_BITS)


def factorial(value: Number) -> Number:
    """`n!`."""
    number = whole(value, "a factorial")
    if number < 0:
        refuse(f"a factorial needs a number from 0 up, got {_short(number)}")
    if number > MAX_BITS or math.lgamma(number + 1) / math.log(2) > MAX_BITS:
        refuse(f"{_short(number)}! has more than {MAX_BITS} bits; the largest that works is about 1000!")
    return math.factorial(number)


def choose(items: Number, taken: Number, *, ordered: bool) -> Number:
    """Ways to take `taken` of `items`: permutations if `ordered`, else combinations."""
    total, count = whole(items, "a selection"), whole(taken, "a selection")
    if total < 0 or count < 0:
        refuse("comb and perm need numbers from 0 up")
    if count > total:
        return 0
    steps = count if ordered else min(count, total - count)
    bits = steps * total.bit_length()
    if (bits if ordered else min(bits, total)) > 2 * MAX_BITS:
        refuse(f"choosing {_short(count)} of {_short(total)} has more than {MAX_BITS} bits; use smaller numbers")
    return tidy(math.perm(total, count) if ordered else math.comb(total, count))


def round_half_away(value: Number, places: int = 0) -> Number:
    """Round to `places` decimals as taught in school: halves go away from zero (2.5 to 3, 2.675 to 2.68)."""
    if abs(places) > MAX_DECIMALS:
        refuse(f"cannot round to {_short(places)} places; use at most {MAX_DECIMALS}")
    scaled = settle(value) * Fraction(10) ** places
    nearest = math.floor(abs(scaled) + Fraction(1, 2))
    return tidy((nearest if scaled >= 0 else -nearest) / Fraction(10) ** places)


def present(value: Number) -> int | float | str:
    """A value as it is shown and stored.

    Returns:
        An int if it is whole; a string of digits if it is whole and longer than 64 bits (JSON readers and checkpoints keep no
        longer integers); otherwise a float of 15 significant digits.

    Raises:
        ToolFailure: If the value is beyond the range of doubles.
    """
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else str(value)
    near = as_float(value)
    rounded = float(f"{near:.{SIGNIFICANT_DIGITS}g}")
    if abs(rounded) < _SMALLEST:
        if value == 0:
            return 0
        refuse("the result is too close to zero to write as a number (below about 2.2e-308)")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 10**SIGNIFICANT_DIGITS else rounded


def _short(value: Number) -> str:
    if isinstance(value, int) and value.bit_length() > 64:
        return f"a number of {value.bit_length()} bits"
    if isinstance(value, Fraction) and max(value.numerator.bit_length(), value.denominator.bit_length()) > 64:
        return "a long fraction"
    return str(present(value))
