"""Choices told in words: which of several comes to the least or most, and a number in two units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nodes.llm.offline.outcomes import Failed, Value
from nodes.llm.offline.terms import Calc, Literal

if TYPE_CHECKING:
    from nodes.llm.offline.evaluate import Evaluator


def chosen(run: Evaluator, texts: list[str], args: tuple[str, ...]) -> Value:
    """The label of the smallest or largest number, and what each comes to.

    Args:
        run: Works out the difference where it is asked for.
        texts: The numbers.
        args: `min` or `max`; `gap` where the difference is to be told; what stands behind each number; a label for each.
    """
    op, gap, suffix, *labels = args
    numbers = [float(text) for text in texts]
    best = numbers.index(min(numbers) if op == "min" else max(numbers))
    others = [place for place in range(len(numbers)) if place != best]
    if any(numbers[place] == numbers[best] for place in others):
        return Value(f"both are the same: {texts[best]}{suffix}")
    against = ", ".join(f"{texts[place]}{suffix} for {labels[place]}" for place in others)
    told = f"{labels[best]}: {texts[best]}{suffix}, against {against}"
    if gap and len(others) == 1:
        larger, smaller = sorted((texts[best], texts[others[0]]), key=float, reverse=True)
        difference = run.value(Calc("sub", (Literal(larger, number=True), Literal(smaller, number=True))))
        told += f"; a difference of {difference.text}"
    return Value(told)


def parts(texts: list[str], args: tuple[str, ...]) -> str | None:
    """A number of a smaller unit as whole larger ones and the rest: 385 minutes are 6 hours 25 minutes.

    Raises:
        Failed: It is no number.
    """
    large, small, ratio = args
    try:
        whole, rest = divmod(round(float(texts[0]), 6), int(ratio))
    except ValueError:
        raise Failed(f"{texts[0]!r} is no number") from None
    return f"{_counted(whole, large)} {_counted(rest, small)}"


_PLURALS = {"foot": "feet", "inch": "inches"}


def _counted(number: float, unit: str) -> str:
    plural = _PLURALS.get(unit, f"{unit}s" if len(unit) > 2 else unit)
    return f"{round(number, 6):g} {unit if number == 1 else plural}"
