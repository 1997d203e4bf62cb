"""The largest or smallest of a list of numbers, and how far the two lie apart."""

from __future__ import annotations

from nodes.llm.offline.problems.amount import Amount, called
from nodes.llm.offline.problems.problem import Problem

_WAYS = (
    ("max", r"highest|largest|biggest|maximum|longest|greatest|warmest|hottest|most|best|top"),
    ("min", r"lowest|smallest|minimum|shortest|coldest|cheapest|least|worst"),
)
_APART = r"difference|range|spread|gap|how far apart"


def extreme(problem: Problem) -> Amount | None:
    """`Temperatures: 12, 14, 15: what was the highest`: of a list, and nothing else asked; or the difference of both ends."""
    question, given = problem.question, problem.plain
    ways = [op for op, words in _WAYS if question.asks(f"(?:the|my|your|our|and) (?:{words})")]
    apart = question.asks(_APART)
    if len(ways) != (2 if apart else 1) or len(given) < 3 or len(given) != len(problem.quantities):
        return None
    if question.asks("who|or|day|second|next") or (not apart and question.asks("between|and")):
        return None
    if not all(quantity.series for quantity in given) or len({repr(quantity.unit) for quantity in given}) != 1:
        return None
    amounts = [quantity.amount for quantity in given]
    values = [amount.value for amount in amounts]
    high, low = called("max", *amounts, value=max(values)), called("min", *amounts, value=min(values))
    if apart:
        return high - low
    return high if ways[0] == "max" else low
