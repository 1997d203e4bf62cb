"""Quantities that stand in one list or make one quantity together, and counts that only announce a list."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from nodes.llm.offline.problems.dimension import denominators, dimension, factor, one
from nodes.llm.offline.problems.lexicon import STOP, is_measure
from nodes.llm.offline.problems.quantity import UNKNOWN, Quantity


def without_headings(found: list[Quantity]) -> list[Quantity]:
    """`Two brothers are 12 and 19`: a count that only announces a list is no quantity of its own."""
    sizes = Counter(quantity.series for quantity in found if quantity.series)
    kept = []
    for place, quantity in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        heads = (
            after is not None
            and after.series
            and after.unit != quantity.unit
            and quantity.amount.value == sizes[after.series] > 1
        )
        if not (heads and len(quantity.unit) == 1 and not is_measure(quantity.unit[0][0]) and not quantity.series):
            kept.append(quantity)
    return kept


def between(left: Quantity, right: Quantity, sentences: list[list[str]]) -> list[str] | None:
    """The words between two quantities; `None` where they stand in different sentences."""
    return sentences[left.sentence][left.end : right.place] if left.sentence == right.sentence else None


def with_lists(found: list[Quantity], sentences: list[list[str]]) -> list[Quantity]:
    """`18, 14.5 and 9.5 square metres`, `64 of 80 trainings`, `6.5 hours on Monday, 7 on Tuesday`: the same unit for all."""
    done = list(found)
    number = 0
    for place in reversed(range(len(done) - 1)):
        left, right = done[place], done[place + 1]
        gap = between(left, right, sentences)
        if gap is None or left.kind != "plain" or right.kind != "plain":
            continue
        if _is_price(left, right, sentences):
            continue
        if left.unit == one(UNKNOWN) and set(gap) <= {",", "and", "plus", "or", "+", "&", "then"} and len(gap) <= 2:
            number = right.series or number + 1
            done[place] = replace(left, unit=right.unit, series=number)
            done[place + 1] = replace(right, series=number)
        elif (
            left.unit == one(UNKNOWN)
            and " ".join(gap) in ("of", "out of", "of the", "out of the", "by", "x", "times", "to", "and")
            and (not denominators(right.unit))
        ):
            done[place] = replace(left, unit=right.unit)
    for place in range(1, len(done)):
        left, right = done[place - 1], done[place]
        gap = between(left, right, sentences)
        if (
            gap is None
            or right.unit != one(UNKNOWN)
            or right.kind != "plain"
            or left.kind != "plain"
            or left.unit == one(UNKNOWN)
        ):
            continue
        if _is_listed(gap) and not denominators(left.unit):
            number = left.series or number + 1
            done[place - 1] = replace(left, series=number)
            done[place] = replace(right, unit=left.unit, series=number)
        elif len(denominators(left.unit)) == 1 and dimension(denominators(left.unit)[0]) == "time" and _goes_on(gap):
            done[place] = replace(right, unit=left.unit)
    return done


def _goes_on(gap: list[str]) -> bool:
    """Whether another thing's number follows in the same breath: `12.99 a month and Spotify 10.99`."""
    return gap[:1] == ["and"] and 2 <= len(gap) <= 3 and all(word.isalpha() and word not in STOP for word in gap[1:])


def _is_price(left: Quantity, right: Quantity, sentences: list[list[str]]) -> bool:
    """`at 2.49 and 5 pens`, `salad 8.90, two cokes`: a number beside things that are counted, which is none of their counts."""
    if right.unit == one(UNKNOWN) or len(right.unit) != 1 or is_measure(right.unit[0][0]):
        return False
    words = sentences[left.sentence]
    return left.amount.value.denominator != 1 or words[max(0, left.place - 1) : left.place] in (["at"], ["for"])


_DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mondays",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "morning",
        "afternoon",
        "evening",
    ]
)


def _is_listed(gap: list[str]) -> bool:
    """Whether what stands between two numbers only goes on with a list: `on Monday ,` or `for the first and`."""
    return gap[-1:] != [] and gap[-1] in (",", "and") and (len(gap) <= 2 or bool(set(gap) & _DAYS)) and len(gap) <= 7


def with_compounds(found: list[Quantity], sentences: list[list[str]]) -> list[Quantity]:
    """`2 hours 15 minutes` is one quantity of hours."""
    done: list[Quantity] = []
    for quantity in found:
        last = done[-1] if done else None
        if last is not None and last.kind == quantity.kind == "plain" and len(last.unit) == len(quantity.unit) == 1:
            gap = between(last, quantity, sentences)
            left, right = last.unit[0][0], quantity.unit[0][0]
            ratio = (
                factor(left, right)
                if gap in ([], ["and"]) and left != right and dimension(left) in ("time", "length", "mass", "money")
                else None
            )
            if (
                ratio is not None
                and ratio.value > 1
                and ratio.value.denominator == 1
                and quantity.amount.value < ratio.value
            ):
                done[-1] = replace(last, amount=last.amount + quantity.amount / ratio, end=quantity.end)
                continue
        done.append(quantity)
    return done
