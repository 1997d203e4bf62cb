"""Temperatures: from one scale to the other, and how much warmer or colder it got."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.amount import Amount, of
from nodes.llm.offline.problems.problem import Problem


def scale(problem: Problem) -> Amount | None:
    """Celsius to Fahrenheit and back."""
    given = problem.plain
    if len(given) != 1 or len(problem.quantities) != 1:
        return None
    words = problem.question.whole
    source = given[0].unit[0][0] if given[0].unit else ""
    if source in ("degree", "?", "money", "f", "c"):
        source = (
            "fahrenheit"
            if re.search(r"\b(?:fahrenheit|f)\b.*\b(?:celsius|centigrade|c)\b", words)
            else "celsius"
            if re.search(r"\b(?:celsius|centigrade|c)\b.*\b(?:fahrenheit|f)\b", words)
            else ""
        )
        first = problem.following(given[0], 4)
        source = (
            "fahrenheit"
            if re.match(r"(?:degrees? )?fahrenheit", first)
            else "celsius"
            if re.match(r"(?:degrees? )?(?:celsius|centigrade)", first)
            else source
        )
    if source == "fahrenheit" and re.search(r"\b(?:celsius|centigrade|c)\b", words):
        return (given[0].amount - of(32)) * of(5) / of(9)
    if source == "celsius" and re.search(r"\b(?:fahrenheit|f)\b", words):
        return given[0].amount * of(9) / of(5) + of(32)
    return None


_MOVED = re.compile(
    r"\b(rises?|rose|risen|warms?|climb\w*|increas\w+|goes up|went up|falls?|fell|drop\w*|cools?|decreas\w+|sank) "
    r"(?:\w+ )?by\b"
)
_READING = re.compile(
    r"(minus )?(?<![\d.])(\d+(?:\.\d+)?)(?: degrees?)?(?: celsius| fahrenheit| c| f)?( below(?: zero)?)?"
)


def degrees(problem: Problem) -> Amount | None:
    """How much warmer or colder it got, where one of two temperatures is below zero."""
    question = problem.question
    if not question.tells("degrees?|celsius|fahrenheit|temperature") or len(problem.plain) != 2:
        return None
    found = [match for match in _READING.finditer(question.whole) if ":" not in match[0]]
    cold = [bool(match[1] or match[3]) for match in found]
    if len(found) != 2 or not any(cold):
        return None
    first, second = (of(0) - of(match[2]) if below else of(match[2]) for match, below in zip(found, cold, strict=True))
    moved = _MOVED.search(question.whole)
    if moved and not question.asks("how many degrees|by how (?:much|many)|difference|how much"):
        up = moved[1].startswith(("r", "w", "cl", "inc", "goes", "went"))
        return first + second if up else first - second
    if question.asks(
        "rise|rose|warm\\w*|cool\\w*|fall|fell|drop\\w*|differ\\w*|colder|change\\w*|higher|lower|increase\\w*|between|apart|climb"
    ):
        return second - first if second.value >= first.value else first - second
    if question.tells("average|mean"):
        return (first + second) / of(2)
    return None
