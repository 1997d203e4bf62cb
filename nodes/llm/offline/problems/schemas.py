"""Questions with a scheme of their own: averages, years, times of day, remainders, interest, circles, temperatures, choices."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from nodes.llm.offline.problems.amount import Amount, called, of, total
from nodes.llm.offline.problems.clocks import days_apart
from nodes.llm.offline.problems.comparisons import capacity, choices, compared
from nodes.llm.offline.problems.deals import bundle, unit_price, weighted
from nodes.llm.offline.problems.dimension import dimension, one
from nodes.llm.offline.problems.extremes import extreme
from nodes.llm.offline.problems.inverse import angle, mark_needed, missing_number, side, thought_of, total_of_parts
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.quantity import Quantity
from nodes.llm.offline.problems.recipes import scaled_recipe
from nodes.llm.offline.problems.rooms import body_mass_index, walls
from nodes.llm.offline.problems.settling import settled
from nodes.llm.offline.problems.solids import ladder, lone_worker, on_map, solid, tiles
from nodes.llm.offline.problems.temperatures import degrees, scale
from nodes.llm.offline.problems.trading import profit
from nodes.llm.offline.terms import Calc, Literal

_PI = Amount(Literal("pi", number=True), Fraction("3.14159265358979323846"))


def scheme(problem: Problem) -> Amount | None:
    """The answer of the first scheme whose words and numbers all fit."""
    for rule in _RULES:
        found = rule(problem)
        if found is not None:
            return found
    return None


def _average(problem: Problem) -> Amount | None:
    given = _without_their_number(problem.plain)
    if (
        not problem.question.tells("average|mean|avg|median")
        or problem.question.tells("speed|per hour|weights?|weighted")
        or problem.question.asks("need|must|have to|should")
        or len(given) < 2
    ):
        return None
    if any(q.kind != "plain" for q in problem.quantities) or len({dimension_of(quantity) for quantity in given}) != 1:
        return None
    if problem.question.tells("median"):
        ordered = sorted(quantity.amount.value for quantity in given)
        middle = len(ordered) // 2
        value = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
        return called("median", *(quantity.amount for quantity in given), value=value)
    amounts = [quantity.amount for quantity in given]
    return Amount(Calc("average", tuple(amount.expr for amount in amounts)), total(amounts).value / len(amounts))


def _without_their_number(given: list[Quantity]) -> list[Quantity]:
    """`over three games 142, 168 and 161`: the numbers without how many they are."""
    rest = given[1:]
    if (
        len(rest) > 1
        and given[0].amount.value == len(rest)
        and not given[0].series
        and len({q.series for q in rest}) == 1
    ):
        return rest if rest[0].series or given[0].sentence != rest[0].sentence else given
    return given


def dimension_of(quantity: Quantity) -> str:
    """The dimension of a quantity of one symbol, else its unit in words."""
    return dimension(quantity.unit[0][0]) if len(quantity.unit) == 1 else repr(quantity.unit)


def _years(problem: Problem) -> Amount | None:
    years = [quantity for quantity in problem.quantities if quantity.kind == "year"]
    years += [
        q for q in problem.plain if re.fullmatch(r"1[5-9]\d\d|20\d\d", _digits(q)) and len(problem.quantities) == 2
    ]
    if not problem.question.tells("years?|old|age|born|long|ago"):
        return None
    if len(years) == len(problem.quantities) == 2:
        early, late = sorted((quantity.amount for quantity in years), key=lambda amount: amount.value)
        return late - early
    span = [quantity for quantity in problem.plain if quantity.unit in (one("year"), one("?"))]
    both = len(years) == 1 and len(span) == 1 and len(problem.quantities) == 2
    if both and problem.question.asks("what year|which year|when"):
        later = not problem.question.tells("ago|before|earlier")
        return years[0].amount + span[0].amount if later else years[0].amount - span[0].amount
    return None


def _digits(quantity: Quantity) -> str:
    return quantity.amount.expr.text if isinstance(quantity.amount.expr, Literal) else ""


def _clocks(problem: Problem) -> Amount | None:
    clocks = [quantity for quantity in problem.quantities if quantity.kind == "clock"]
    if len(clocks) != 2 or not problem.question.asks("long|minutes?|hours?|time|duration|last"):
        return None
    start, end = clocks
    if re.search(r"\b(?:till|until|before|to)$", problem.leading(start, 2)) and not re.search(
        r"\b(?:till|until|before|to)$", problem.leading(end, 2)
    ):
        start, end = end, start
    length = end.amount - start.amount
    days = days_apart(problem.question.whole)
    if days:
        length = of(days * 24 * 60) + length
    elif length.value < 0:
        length = of(24 * 60) + length
    if length.value <= 0:
        return None
    rest = [quantity for quantity in problem.quantities if quantity.kind != "clock"]
    if len(rest) > 1 or any(dimension_of(quantity) != "time" for quantity in rest):
        return None
    for pause in rest:
        if not problem.question.tells("break|pause|lunch|rest|interruption|without"):
            return None
        length = length - (pause.amount * of(60) if pause.unit == one("hour") else pause.amount)
    return length if problem.question.asks("minutes?|mins?") else length / of(60)


def _remainder(problem: Problem) -> Amount | None:
    given = problem.plain
    if (
        not problem.question.asks("left over|leftover|remainder|remain|remaining|over")
        or len(given) != 2
        or len(problem.quantities) != 2
    ):
        return None
    if not problem.question.tells(
        "boxes|full|pack\\w*|each|fill\\w*|divid\\w+|groups?|rows?|bags?|cartons?|crates?|equally|share[sd]?|"
        "sharing|split|trays?|teams?|pieces?|evenly|tables?|shelves"
    ):
        return None
    if any(dimension_of(quantity) == "money" for quantity in given):
        return None
    larger, smaller = sorted((quantity.amount for quantity in given), key=lambda amount: -amount.value)
    return called("mod", larger, smaller) if smaller.value > 0 else None


def _interest(problem: Problem) -> Amount | None:
    question = problem.question
    rates = [quantity for quantity in problem.quantities if quantity.kind == "percent"]
    sums = [quantity for quantity in problem.plain if dimension_of(quantity) in ("money", "?")]
    spans = [quantity for quantity in problem.plain if dimension_of(quantity) == "time"]
    if (
        not question.tells(
            "interest|invest\\w*|savings? (?:account|book)|account|deposit\\w*|compound\\w*|grows?|increases?|"
            "per year|a year|every year|each year|annually|yearly|annual"
        )
        or len(rates) != 1
    ):
        return None
    if len(sums) != 1 or len(spans) != 1 or len(problem.quantities) != 3:
        return None
    rate, principal = rates[0].amount / of(100), sums[0].amount
    years = (
        spans[0].amount
        if spans[0].unit == one("year")
        else spans[0].amount / of(12)
        if spans[0].unit == one("month")
        else None
    )
    if years is None or years.value > 200:
        return None
    only = question.asks("interest") and not question.asks("with interest|including|total|balance|altogether|have")
    if question.tells("simple"):
        gain = principal * rate * years
        return gain if only else principal + gain
    if years.value.denominator != 1 or (spans[0].unit != one("year")):
        return None if not only else principal * rate * years
    if years.value == 1 and only:
        return principal * rate
    if only and not question.tells("compound\\w*|every year|each year|left in"):
        return None
    falls = question.tells("loses?|depreciat\\w+|falls?|drops?|shrinks?|decreas\\w+")
    final = principal * (of(1) - rate if falls else of(1) + rate) ** int(years.value)
    return final - principal if only else final


def _circle(problem: Problem) -> Amount | None:
    question = problem.question
    if (
        not question.tells("circle|circular|round|radius|diameter|circumference|wheel")
        or len(problem.quantities) != 1
        or len(problem.plain) != 1
    ):
        return None
    size = problem.plain[0]
    if not question.tells("radius|diameter|across"):
        return None
    radius = size.amount / of(2) if question.tells("diameter|across") else size.amount
    if question.asks("area|how big|surface|how large"):
        return _PI * radius**2
    if question.asks("circumference|around|round|perimeter|fence|edge|border"):
        return of(2) * _PI * radius
    return None


def _triangle(problem: Problem) -> Amount | None:
    given = problem.plain
    if not problem.question.tells("triang\\w+") or len(given) != 2 or not problem.question.asks("area|big|large"):
        return None
    return given[0].amount * given[1].amount / of(2)


_RULES: tuple[Callable[[Problem], Amount | None], ...] = (
    settled, scaled_recipe, walls, body_mass_index, total_of_parts, profit, extreme, missing_number, thought_of, bundle, mark_needed, weighted, unit_price, on_map, solid, tiles, ladder, angle, side,
    lone_worker, degrees, _clocks, _years, _average, scale, _circle, _triangle, choices, _remainder, _interest, compared,
    capacity,
)  # fmt: skip
