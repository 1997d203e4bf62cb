"""Counts compared, loads, choices: `9 more than Luca`, `a van carries 12`, `3 out of 10`."""

from __future__ import annotations

import re
from fractions import Fraction
from math import comb

from nodes.llm.offline.problems.amount import Amount, called, of
from nodes.llm.offline.problems.lexicon import is_measure
from nodes.llm.offline.problems.problem import Problem


def choices(problem: Problem) -> Amount | None:
    """In how many ways some can be chosen out of many."""
    given = problem.plain
    if (
        not problem.question.tells("how many (?:different )?(?:ways|combinations|teams|pairs|committees|handshakes)")
        or len(given) != 2
    ):
        return None
    if not problem.question.tells("choose|pick|select|form|out of|from|combinations"):
        return None
    larger, smaller = sorted((quantity.amount for quantity in given), key=lambda amount: -amount.value)
    if larger.value.denominator != 1 or smaller.value.denominator != 1 or larger.value > 1000 or smaller.value < 0:
        return None
    ways = comb(int(larger.value), int(smaller.value))
    return called("comb", larger, smaller, value=Fraction(ways)) if ways < 10**24 else None


def capacity(problem: Problem) -> Amount | None:
    """`56 chairs, a van carries 12 at once: how many trips`: something that is counted nowhere, as often as the load fits."""
    given, question = problem.plain, problem.question
    if (
        len(given) != 2
        or len(problem.quantities) != 2
        or not question.nouns
        or given[0].unit != given[1].unit
        or len(given[0].unit) != 1
    ):
        return None
    if question.nouns[0] == given[0].unit[0][0] or not question.tells(
        "at once|at a time|at most|carries|carry|holds?|fits?|seats|takes|capacity|only|maximum|per|"
        "pay off|pays off|pay for itself|break even|single"
    ):
        return None
    if is_measure(question.nouns[0]) or question.asks("more|fewer|less|left|remain\\w*|over"):
        return None
    larger, smaller = sorted((quantity.amount for quantity in given), key=lambda amount: -amount.value)
    return called("ceil", larger / smaller) if smaller.value > 0 else None


_COMPARED = re.compile(
    r"^(?:[a-z]+ )?(more|older|taller|fewer|less|younger|shorter|longer|heavier|further)(?: [a-z]+)? than"
)


_DOWNWARD = ("fewer", "less", "younger", "shorter")


def compared(problem: Problem) -> Amount | None:
    """`Luca has 14 cards, Nina has 9 more than Luca`: hers, or both together."""
    given, question = problem.plain, problem.question
    if len(problem.quantities) != len(given):
        return None
    if len(given) == 1:
        factor = re.search(r"\b(twice|double|half|three times|four times|triple) (?:as|the|that)\b", question.whole)
        if factor is None or factor.group(1) not in _FACTORS:
            return None
        other = given[0].amount * _FACTORS[factor.group(1)] if factor.group(1) != "half" else given[0].amount / of(2)
        return _of_two(given[0].amount, other, problem)
    if len(given) != 2 or given[0].unit != given[1].unit:
        return None
    words = problem.sentences[given[1].sentence]
    found = _COMPARED.match(" ".join(words[given[1].end : given[1].end + 4]))
    if not found and (early := _COMPARED.match(problem.following(given[0], 6))):
        gap, base = given[0].amount, given[1].amount
        asked = next((word for word in problem.sentences[0] if word.isalpha() and word not in ("my", "the", "a")), "")
        if not re.search(rf"\b{re.escape(asked)}\b", question.text) or question.asks("more|fewer|difference"):
            return None
        return base - gap if early.group(1) in _DOWNWARD else base + gap
    if not found or question.asks("more|fewer|difference"):
        return None
    base, gap = given[0].amount, given[1].amount
    return _of_two(base, base - gap if found.group(1) in _DOWNWARD else base + gap, problem)


_FACTORS = {"twice": of(2), "double": of(2), "half": of(2), "triple": of(3), "three times": of(3), "four times": of(4)}


def _of_two(base: Amount, other: Amount, problem: Problem) -> Amount | None:
    if problem.question.asks("together|altogether|total|in all|both|sum"):
        return base + other
    first = next((word for word in problem.sentences[0] if word.isalpha() and word not in ("my", "the", "a")), "")
    return None if problem.question.asks(re.escape(first)) else other
