"""Units as products of symbols: euros an hour is money¹·hour⁻¹."""

from __future__ import annotations

from nodes.llm.offline.problems.amount import Amount, of
from nodes.llm.offline.problems.lexicon import BETWEEN_TIMES, DIMENSIONS

Unit = tuple[tuple[str, int], ...]
"""Symbols with their exponents, sorted, none zero."""
NONE: Unit = ()


def unit(**symbols: int) -> Unit:
    """A unit from its symbols."""
    return tuple(sorted((name, power) for name, power in symbols.items() if power))


def one(symbol: str) -> Unit:
    """The unit of one symbol."""
    return ((symbol, 1),)


def times(left: Unit, right: Unit, power: int = 1) -> Unit:
    """The product of a unit and a power of another."""
    powers = dict(left)
    for name, own in right:
        powers[name] = powers.get(name, 0) + own * power
    return tuple(sorted((name, value) for name, value in powers.items() if value))


def per(what: Unit, symbol: str) -> Unit:
    """A unit for each one of a symbol."""
    return times(what, one(symbol), -1)


def denominators(of_unit: Unit) -> list[str]:
    """The symbols below the line."""
    return [name for name, power in of_unit if power < 0]


def numerators(of_unit: Unit) -> list[str]:
    """The symbols above the line."""
    return [name for name, power in of_unit if power > 0]


def dimension(symbol: str) -> str:
    """The dimension of a unit of measure; anything else is a dimension of its own."""
    return DIMENSIONS[symbol][0] if symbol in DIMENSIONS else symbol


def factor(source: str, target: str) -> Amount | None:
    """What one `source` is in `target`; `None` where they measure different things or scales (temperatures)."""
    if source == target:
        return of(1)
    if dimension(source) != dimension(target) or dimension(source) == "temperature":
        return None
    if (source, target) in BETWEEN_TIMES:
        return of(1) / of(BETWEEN_TIMES[source, target])
    if (target, source) in BETWEEN_TIMES:
        return of(BETWEEN_TIMES[target, source])
    left, right = of(DIMENSIONS[source][1]), of(DIMENSIONS[target][1])
    ratio = left.value / right.value
    if ratio.denominator == 1:
        return of(ratio.numerator)
    if ratio.numerator == 1:
        return of(1) / of(ratio.denominator)
    return left / right


def converted(amount: Amount, source: str, target: str) -> Amount | None:
    """An amount expressed in another unit; `None` where that cannot be."""
    ratio = factor(source, target)
    if ratio is None:
        return None
    if ratio.value.numerator == 1 and ratio.value.denominator > 1:
        return amount / of(ratio.value.denominator)
    return amount * ratio


def bridge(have: Unit, want: Unit) -> tuple[Amount, bool, int] | None:
    """What to multiply (or, where the flag is set, divide) by to get from one unit to another of the same dimensions.

    Returns:
        The amount, whether to divide, and how many conversions it took; `None` where dimensions differ.
    """
    missing = list(times(want, have, -1))
    up, down, steps = of(1), of(1), 0
    while missing:
        name, power = missing.pop()
        mate = _mate(name, power, missing)
        if mate is None:
            return None
        other, own = missing.pop(mate)
        count = min(abs(power), abs(own))
        if abs(power) != abs(own):
            left = (
                (name, power + (count if power < 0 else -count))
                if abs(power) > count
                else (other, own + (count if own < 0 else -count))
            )
            missing.append(left)
        wanted, held = (name, other) if power > 0 else (other, name)
        ratio = factor(held, wanted)
        if ratio is None:
            return None
        steps += 1
        if ratio.value.numerator == 1 and ratio.value.denominator > 1:
            down = down * _power(of(ratio.value.denominator), count)
        else:
            up = up * _power(ratio, count)
    if down.value == 1:
        return up, False, steps
    if up.value == 1:
        return down, True, steps
    return up / down, False, steps


def _mate(name: str, power: int, others: list[tuple[str, int]]) -> int | None:
    """Where the unit of the same dimension stands that a unit can be converted from."""
    return next((place for place, (other, own) in enumerate(others) if own * power < 0 and factor(name, other)), None)


def _power(amount: Amount, count: int) -> Amount:
    result = amount
    for _ in range(count - 1):
        result = result * amount
    return result
