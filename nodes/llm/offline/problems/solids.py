"""Geometry told in sentences: cylinders and balls, tiles for a floor, ladders, maps."""

from __future__ import annotations

import re
from fractions import Fraction

from nodes.llm.offline.problems.amount import Amount, called, of
from nodes.llm.offline.problems.dimension import converted, denominators, dimension
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.quantity import Quantity
from nodes.llm.offline.problems.shapes import root
from nodes.llm.offline.terms import Literal

_PI = Amount(Literal("pi", number=True), Fraction("3.14159265358979323846"))
_CUBES = {"m": "m3", "cm": "cm3"}
_AREAS = {"m": "m2", "cm": "cm2", "foot": "ft2"}


def solid(problem: Problem) -> Amount | None:
    """The volume of a cylinder, a cone or a ball; in litres where those are asked for."""
    question = problem.question
    given = problem.plain
    if (
        len(given) != len(problem.quantities)
        or not given
        or not question.asks("volume|hold|holds|litres?|liters?|capacity|cubic\\w+")
    ):
        return None
    unit = given[0].unit
    if any(
        quantity.unit != unit or len(unit) != 1 or dimension(unit[0][0]) not in ("length", "?") for quantity in given
    ):
        return None
    round_ = [q for q in given if _beside(problem, q, "radius|diameter|across")]
    if len(round_) != 1:
        return None
    radius = round_[0].amount / of(2) if _beside(problem, round_[0], "diameter|across") else round_[0].amount
    rest = [quantity for quantity in given if quantity is not round_[0]]
    if not rest and question.tells("sphere|spherical|ball|globe"):
        found = of(4) * _PI * radius**3 / of(3)
    elif len(rest) == 1 and question.tells("cones?|conical"):
        found = _PI * radius**2 * rest[0].amount / of(3)
    elif len(rest) == 1 and question.tells("cylind\\w+|can|tank|pipe|barrel|drum|tube|tin|well|silo"):
        found = _PI * radius**2 * rest[0].amount
    else:
        return None
    wanted = next((target[0][0] for target in question.targets if len(target) == 1 and question.firm), "")
    cube = _CUBES.get(unit[0][0], "")
    if wanted and cube and dimension(wanted) == "volume":
        return converted(found, cube, wanted)
    return found


def _beside(problem: Problem, quantity: Quantity, pattern: str) -> bool:
    before = " ".join(problem.leading(quantity, 5).split()[-4:])
    return bool(re.search(rf"\b(?:{pattern})\b", f"{before} # {problem.following(quantity, 3)}"))


def tiles(problem: Problem) -> Amount | None:
    """How many tiles of a size cover an area."""
    question = problem.question
    if not question.nouns or not question.tells(
        "tiles?|slabs?|pavers?|paving|squares|planks?|panels?|boards?|bricks?|cover"
    ):
        return None
    if not question.asks("how many") or len(problem.plain) != len(problem.quantities):
        return None
    areas: list[tuple[Amount, str]] = []
    lengths: list[Quantity] = []
    for quantity in problem.plain:
        if len(quantity.unit) != 1 or denominators(quantity.unit):
            return None
        kind = dimension(quantity.unit[0][0])
        if kind == "area":
            areas.append((quantity.amount, quantity.unit[0][0]))
        elif kind == "length":
            lengths.append(quantity)
        else:
            return None
    if len(lengths) % 2:
        lengths.insert(len(lengths) - 1 if lengths[-1] is lengths[len(lengths) - 1] else 0, lengths[-1])
    for first, second in zip(lengths[::2], lengths[1::2], strict=True):
        held = second.unit[0][0]
        size = converted(first.amount, first.unit[0][0], held)
        if size is None or held not in _AREAS:
            return None
        areas.append((size * second.amount, _AREAS[held]))
    if len(areas) != 2:
        return None
    other = converted(areas[1][0], areas[1][1], areas[0][1])
    if other is None or not lengths:
        return None
    larger, smaller = sorted((areas[0][0], other), key=lambda amount: -amount.value)
    if smaller.value <= 0:
        return None
    count = larger / smaller
    return count if count.value.denominator == 1 else called("ceil", count)


def ladder(problem: Problem) -> Amount | None:
    """A side of a right-angled triangle whose longest side and other side are told."""
    question, given = problem.question, problem.plain
    if len(given) != 2 or len(problem.quantities) != 2 or given[0].unit != given[1].unit:
        return None
    leans = question.tells("ladder|leans?|leaning|ramp|guy|kite|slide") and not question.asks(
        "how long|length|how far apart"
    )
    known = re.search(r"\b(?:hypotenuse|diagonal)(?: \w+){0,4}? (?:is|of|measures|=) (?:\d)", question.whole)
    asks = question.asks("high|height|reach|leg|side|other|third|far|distance|width|wide|tall")
    if not asks or not ((leans and question.tells("wall|foot|base|ground|high|reach|house|tree")) or known):
        return None
    longer, shorter = sorted((quantity.amount for quantity in given), key=lambda amount: -amount.value)
    return root(longer**2 - shorter**2)


def on_map(problem: Problem) -> Amount | None:
    """A distance on a map or a model to the real one, and the other way round, by its scale."""
    found = re.search(r"\b1 to (\d{2,}) scale\b", problem.question.whole)
    lengths = [q for q in problem.plain if len(q.unit) == 1 and dimension(q.unit[0][0]) == "length"]
    if not found or len(lengths) != 1 or not problem.question.tells("map|scale|model|plan|drawing|chart|atlas"):
        return None
    own = lengths[0].unit[0][0]
    wanted = next((t[0][0] for t in problem.question.targets if len(t) == 1 and dimension(t[0][0]) == "length"), own)
    if not problem.question.firm:
        wanted = own
    smaller = problem.question.asks(
        "on (?:the|a|this) (?:map|plan|drawing|model|chart)|model|drawing"
    ) and not problem.question.asks("real|actual|reality|true")
    scaled = lengths[0].amount / of(found[1]) if smaller else lengths[0].amount * of(found[1])
    return converted(scaled, own, wanted)


def lone_worker(problem: Problem) -> Amount | None:
    """`3 painters need 8 hours`: how long one of them needs."""
    question, given = problem.question, problem.plain
    if (
        len(given) != 2
        or len(problem.quantities) != 2
        or not question.asks("how long|how many (?:hours|days|minutes|weeks)")
    ):
        return None
    agents = [q for q in given if len(q.unit) == 1 and dimension(q.unit[0][0]) not in ("time", "money", "length")]
    spans = [q for q in given if len(q.unit) == 1 and dimension(q.unit[0][0]) == "time"]
    if (
        len(agents) != 1
        or len(spans) != 1
        or not question.asks(r"(?:a|1|oneitem|single|alone|only|by (?:him|her|it)self)")
    ):
        return None
    if not question.tells(
        "painters?|workers?|men|people|builders?|gardeners?|pumps?|taps?|machines?|cleaners?|printers?|movers?|volunteers|"
        "cooks?|bakers?|robots?|pipes?|hoses?|diggers?|tractors?|plumbers?|carpenters?|friends"
    ) or question.tells("each (?:of|takes|needs)|per|reads?"):
        return None
    target = next((t[0][0] for t in question.targets if question.firm and len(t) == 1), spans[0].unit[0][0])
    return converted(agents[0].amount * spans[0].amount, spans[0].unit[0][0], target)
