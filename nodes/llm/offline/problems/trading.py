"""Goods bought at one price and sold at another: the profit on so many of them."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.amount import Amount
from nodes.llm.offline.problems.dimension import numerators
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.quantity import Quantity

_BUYS = r"\b(?:buy|buys|bought|buying|purchased?|costs? (?:me|us|him|her)|cost|pay|paid|make|makes|made|produce)\b"
_SELLS = r"\b(?:sell|sells|sold|selling|resell|charge)\b"


def profit(problem: Problem) -> Amount | None:
    """`I buy mugs for 3.20 and sell them at 7.50: the profit on 40 mugs`: the margin of one, as often as they are counted."""
    question = problem.question
    if not question.asks(r"profit|margin|gain|earn|make|made") or question.asks("%|percentage|per cent"):
        return None
    if len(problem.quantities) != 3 or len(problem.plain) != 3:
        return None
    prices = [quantity for quantity in problem.plain if "money" in numerators(quantity.unit)]
    counts = [quantity for quantity in problem.plain if "money" not in numerators(quantity.unit)]
    if len(prices) != 2 or len(counts) != 1 or len(counts[0].unit) != 1:
        return None
    kinds = [_kind(price, problem) for price in prices]
    if sorted(kinds) != ["buys", "sells"] or not _is_each(prices, counts[0], problem):
        return None
    bought, sold = prices if kinds[0] == "buys" else reversed(prices)
    return (sold.amount - bought.amount) * counts[0].amount


def _kind(price: Quantity, problem: Problem) -> str:
    before = problem.leading(price, 8)
    buys = [found.start() for found in re.finditer(_BUYS, before)]
    sells = [found.start() for found in re.finditer(_SELLS, before)]
    if not buys and not sells:
        return ""
    return "buys" if max(buys, default=-1) > max(sells, default=-1) else "sells"


def _is_each(prices: list[Quantity], count: Quantity, problem: Problem) -> bool:
    """Whether the prices are those of one: said so, or the count stands only in the question."""
    each = all(len(price.unit) == 2 or re.match(r"each|apiece|a piece", problem.following(price)) for price in prices)
    return each or count.asked or (count.sentence, count.place) > max((price.sentence, price.place) for price in prices)
