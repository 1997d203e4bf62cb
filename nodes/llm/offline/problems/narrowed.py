"""A problem with some of its quantities made one: two times of day, a price with its own discount."""

from __future__ import annotations

from dataclasses import replace

from nodes.llm.offline.problems.amount import of
from nodes.llm.offline.problems.dimension import denominators, one
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.quantity import Quantity


def with_span(problem: Problem) -> Problem:
    """Two times of day beside other quantities are the hours between them."""
    clocks = [quantity for quantity in problem.quantities if quantity.kind == "clock"]
    if len(clocks) != 2 or len(problem.quantities) < 3:
        return problem
    length = clocks[1].amount - clocks[0].amount
    if length.value < 0:
        length = of(24 * 60) + length
    span = replace(clocks[0], amount=length / of(60), unit=one("hour"), kind="plain")
    return replace(
        problem,
        quantities=[
            span if quantity is clocks[0] else quantity for quantity in problem.quantities if quantity is not clocks[1]
        ],
    )


def with_own_discounts(problem: Problem) -> Problem:
    """`79.90 minus 30 %, and the belt is 25`: the percentage is of the number before it, not of what comes later."""
    kept: list[Quantity] = []
    for place, quantity in enumerate(problem.quantities):
        before, later = kept[-1] if kept else None, problem.quantities[place + 1 :]
        words = problem.sentences[quantity.sentence]
        own = (
            quantity.kind == "percent"
            and before is not None
            and before.kind == "plain"
            and before.sentence == quantity.sentence
            and words[before.end : quantity.place] in (["minus"], ["less"])
            and any(other.unit == before.unit for other in later)
        )
        if own and before is not None:
            kept[-1] = replace(before, amount=before.amount * (of(100) - quantity.amount) / of(100), end=quantity.end)
        else:
            kept.append(quantity)
    return replace(problem, quantities=kept)


def is_frequency_alone(problem: Problem) -> bool:
    """Whether `5 days a week` stands beside amounts of which none is per day: it would cancel to a seventh."""
    often = [quantity for quantity in problem.plain if dict(quantity.unit) == {"day": 1, "week": -1}]
    below = {name for quantity in problem.plain if quantity not in often for name in denominators(quantity.unit)}
    return bool(often) and "day" not in below and len(problem.plain) > 1 and not problem.question.asks("days?")
