"""Answers in two units at once: `in hours and minutes`, `how many feet and inches`."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.problems.amount import Amount
from nodes.llm.offline.problems.dimension import converted, factor
from nodes.llm.offline.problems.lexicon import SPELLINGS
from nodes.llm.offline.problems.problem import read_problem
from nodes.llm.offline.terms import Derived, Expr

_NAMES = "|".join(sorted((name for name in SPELLINGS if len(name) > 3), key=len, reverse=True))
_BOTH = re.compile(
    rf"\b(?P<lead>in|into|to|how many) (?P<big>{_NAMES}|feet)s? and (?P<small>{_NAMES}|inches|feet)s?\b", re.IGNORECASE
)


def in_parts(text: str, solve: Callable[[str], Amount | None]) -> Expr | None:
    """The value of a text that wants its answer in a larger and a smaller unit.

    Args:
        text: Without file names and quotes.
        solve: Solves a problem whose question asks for one unit.

    Returns:
        A value of the form `6 hours 25 minutes`; `None` where the text wants no such answer, or it cannot be worked out.
    """
    found = _BOTH.search(text)
    if found is None:
        return None
    names = [_symbol(found[name]) for name in ("big", "small")]
    ratio = factor(names[0], names[1])
    if ratio is None or ratio.value.denominator != 1 or ratio.value <= 1:
        return None
    plain = f"{text[: found.start()]}{found['lead']} {found['small'].rstrip('s')}s{text[found.end() :]}"
    amount = solve(plain) or _stated(plain, names[1])
    if amount is None:
        return None
    return Derived("parts", (amount.expr,), (*names, str(ratio.value)))


def _symbol(name: str) -> str:
    low = name.lower()
    plural = {"feet": "foot", "inches": "inch"}
    return SPELLINGS.get(plural.get(low, low)) or SPELLINGS.get(low.rstrip("s"), low)


def _stated(text: str, symbol: str) -> Amount | None:
    """The one quantity that a text states (`how many hours and minutes are 385 minutes`)."""
    problem = read_problem(text)
    if problem is None or len(problem.quantities) != 1 or len(problem.quantities[0].unit) != 1:
        return None
    quantity = problem.quantities[0]
    return converted(quantity.amount, quantity.unit[0][0], symbol) if quantity.kind == "plain" else None
