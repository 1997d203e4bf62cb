"""Lists that follow from their bounds, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from math import isqrt

from nodes.llm.offline.dates import MONTHS

MOST = 10_000
"""Longest list that is made."""


def items_of(kind: str, bounds: tuple[str, ...]) -> list[str] | None:
    """The items of a list.

    Args:
        kind: range, first, below, multiples, multiples_between, powers, table, repeat, alphabet, days or months.
        bounds: As `program.Sequence` holds them.

    Returns:
        The items; `None` where the bounds make no list or one longer than `MOST`.
    """
    try:
        return _make(kind, bounds)
    except (ValueError, OverflowError):
        return None


def _make(kind: str, bounds: tuple[str, ...]) -> list[str] | None:
    match kind:
        case "repeat":
            return [bounds[0]] * int(bounds[1]) if 0 <= int(bounds[1]) <= MOST else None
        case "alphabet":
            return [chr(code) for code in range(ord("a"), ord("z") + 1)]
        case "days":
            return ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        case "months":
            return [month.title() for month in MONTHS]
        case "items":
            return list(bounds)
        case "table":
            base, last = int(bounds[0]), int(bounds[1])
            return [f"{base} x {place} = {base * place}" for place in range(1, last + 1)] if last <= MOST else None
        case "range":
            return _range(bounds[0], int(bounds[1]), int(bounds[2]))
        case "below":
            return _range(bounds[0], 0 if bounds[0] == "even" else 1, int(bounds[1]) - 1)
        case "first":
            return _first(bounds[0], int(bounds[1]))
        case "multiples":
            return [str(int(bounds[0]) * place) for place in range(1, min(int(bounds[1]), MOST) + 1)]
        case "multiples_between":
            base, first, last = (int(bound) for bound in bounds)
            return [str(number) for number in range(first, min(last, first + MOST) + 1) if base and number % base == 0]
        case "powers":
            power = {"square": 2, "cube": 3}.get(bounds[0])
            return (
                [str(number**power) for number in range(int(bounds[1]), min(int(bounds[2]), MOST) + 1)]
                if power
                else None
            )
    return None


def _range(kind: str, first: int, last: int) -> list[str] | None:
    if abs(last - first) > MOST * 10:
        return None
    step = 1 if last >= first else -1
    whole = range(first, last + step, step)
    if kind == "natural":
        return [str(number) for number in whole] if len(whole) <= MOST else None
    members = _members(kind, max(first, last))
    return [str(number) for number in whole if number in members]


def _members(kind: str, last: int) -> set[int]:
    members = set()
    for number in _endless(kind):
        if number > last:
            break
        members.add(number)
    return members


def _first(kind: str, amount: int) -> list[str] | None:
    if not 0 <= amount <= 1000:
        return None
    start = _endless(kind)
    if kind == "even":
        next(start)
    return [str(number) for number in islice(start, amount)]


def _endless(kind: str) -> Iterator[int]:
    match kind:
        case "even":
            yield from count(0, 2)
        case "odd":
            yield from count(1, 2)
        case "square":
            yield from (number * number for number in count(1))
        case "cube":
            yield from (number**3 for number in count(1))
        case "triangular":
            yield from (number * (number + 1) // 2 for number in count(1))
        case "prime":
            yield from (number for number in count(2) if is_prime(number))
        case "fibonacci":
            left, right = 0, 1
            while True:
                yield left
                left, right = right, left + right
        case "factorial":
            product = 1
            for number in count(1):
                product *= number
                yield product
        case "power":
            yield from (2**number for number in count(0))
        case _:
            yield from count(1)


def is_prime(number: int) -> bool:
    """Whether a whole number below 10**12 is prime."""
    return number > 1 and all(number % divisor for divisor in range(2, min(isqrt(number), 10**6) + 1))
