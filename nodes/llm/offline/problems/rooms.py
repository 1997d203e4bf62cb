"""Walls of rooms and the body-mass index: two sizes that are no plain product of the lengths told."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.amount import Amount, of
from nodes.llm.offline.problems.dimension import converted, dimension
from nodes.llm.offline.problems.problem import Problem


def walls(problem: Problem) -> Amount | None:
    """`A room of 4 by 5 m, 2.5 m high: how much wall area`: the way round times the height."""
    question, given = problem.question, problem.plain
    if not question.asks("walls?|wallpaper") or len(given) != 3 or len(problem.quantities) != 3:
        return None
    if any(len(q.unit) != 1 or dimension(q.unit[0][0]) != "length" for q in given):
        return None
    if len({q.unit for q in given}) != 1 or question.asks("ceiling|floor|door|windows?"):
        return None
    high = [
        q
        for q in given
        if re.match(r"(?:high|tall|in height)\b", problem.following(q))
        or re.search(r"\b(?:height|high|tall)(?: of| is)?$", problem.leading(q, 3))
    ]
    if len(high) != 1:
        return None
    sides = [q.amount for q in given if q is not high[0]]
    return of(2) * (sides[0] + sides[1]) * high[0].amount


def body_mass_index(problem: Problem) -> Amount | None:
    """Kilograms by the square of metres (World Health Organization)."""
    if not problem.question.tells("bmi|body mass index") or len(problem.quantities) != 2 or len(problem.plain) != 2:
        return None
    mass = height = None
    for quantity in problem.plain:
        if len(quantity.unit) != 1:
            return None
        symbol = quantity.unit[0][0]
        if dimension(symbol) == "mass":
            mass = converted(quantity.amount, symbol, "kg")
        elif dimension(symbol) == "length":
            height = converted(quantity.amount, symbol, "m")
    return None if mass is None or height is None else mass / height**2
