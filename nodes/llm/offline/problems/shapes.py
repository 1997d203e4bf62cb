"""Sizes of rooms, gardens and boxes: two or three lengths to an area, a way round, a volume."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from nodes.llm.offline.problems.amount import Amount, called, of
from nodes.llm.offline.problems.dimension import Unit, bridge, denominators, dimension, one
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.term import Term

_AREAS = {"m": "m2", "cm": "cm2", "foot": "ft2"}
_ROUND = (
    "fence|perimeter|all round|around|border|edging|go round|all the way|skirting|frame|ribbon|hedge|"
    "laps?|circumference|trim"
)
_SIZED = "wide|width|long|length|by|x|broad|high|height|tall|deep|depth|sides?|edges?|cube|measures|measuring|square|times|breadth"


def shaped(terms: list[Term], targets: tuple[Unit, ...], problem: Problem) -> list[Term] | None:
    """Lengths that describe one shape, made one term: an area, a perimeter or a volume.

    Returns:
        The terms, fewer where a shape was found; `None` where the lengths fit no shape that is asked for.
    """
    lengths = [term for term in terms if _is_length(term)]
    question = problem.question
    if question.tells("hypotenuse|diagonal|corner to corner|ladder"):
        return _hypotenuse(lengths, terms)
    if (
        question.tells(
            "circle|circular|round (?:table|pool|pond|cake|garden|lawn)|radius|diameter|sphere|cylinder|cone|triang\\w+"
        )
        or not lengths
    ):
        return terms
    if len(lengths) == 1 and question.tells("square (?!m)|sides? of|cube|each side"):
        lengths = lengths * (3 if question.tells("cube|cubic") else 2)
    wants_round = question.tells(_ROUND)
    wants_area = _wants("area", terms, targets)
    wants_volume = _wants("volume", terms, targets)
    if (
        len(lengths) not in (2, 3)
        or not question.tells(_SIZED)
        or question.asks("how many more|longer|difference|taller|older")
    ):
        return terms
    if not (
        wants_round
        or wants_area
        or wants_volume
        or any(dimension(name) == "area" for term in terms for name, _ in term.unit)
    ):
        return terms
    return _merged(lengths, terms, wants_round, wants_area)


def _merged(lengths: list[Term], terms: list[Term], wants_round: bool, wants_area: bool) -> list[Term] | None:
    rest = [term for term in terms if all(term is not length for length in lengths)]
    unit = lengths[0].unit[0][0]
    sizes = [_in(length, unit) for length in lengths]
    if any(size is None for size in sizes):
        return None
    amounts = [size for size in sizes if size is not None]
    made = _measured(amounts, unit, wants_round, wants_area)
    return None if made is None else [replace_term(lengths[0], *made), *rest]


def _is_length(term: Term) -> bool:
    return len(term.unit) == 1 and term.unit[0][1] == 1 and dimension(term.unit[0][0]) == "length"


def _wants(kind: str, terms: list[Term], targets: tuple[Unit, ...]) -> bool:
    asked = any(dimension(name) == kind for target in targets for name, _ in target)
    return asked or any(dimension(name) == kind for term in terms for name in denominators(term.unit))


def _measured(amounts: list[Amount], unit: str, wants_round: bool, wants_area: bool) -> tuple[Amount, Unit] | None:
    if len(amounts) == 3:
        if wants_area and not wants_round:
            return None
        volume = amounts[0] * amounts[1] * amounts[2]
        return (volume, one({"m": "m3", "cm": "cm3"}[unit])) if unit in ("m", "cm") else None
    if wants_round and not wants_area:
        return of(2) * (amounts[0] + amounts[1]), one(unit)
    return (amounts[0] * amounts[1], one(_AREAS[unit])) if unit in _AREAS else None


def replace_term(term: Term, amount: Amount, unit: Unit) -> Term:
    """A term with another amount and unit, at the same place of the text."""
    return Term(amount, unit, term.origin, term.asked)


def _in(term: Term, unit: str) -> Amount | None:
    link = bridge(term.unit, one(unit))
    if link is None:
        return None
    ratio, divides, steps = link
    return term.amount if not steps else term.amount / ratio if divides else term.amount * ratio


def root(amount: Amount) -> Amount:
    """A square root, known to 18 digits."""
    scaled = amount.value * 10**36
    return called("sqrt", amount, value=Fraction(isqrt(max(0, scaled.numerator // scaled.denominator)), 10**18))


def _hypotenuse(lengths: list[Term], terms: list[Term]) -> list[Term] | None:
    if len(lengths) != 2 or len(terms) != 2:
        return None
    squares = lengths[0].amount ** 2 + lengths[1].amount ** 2
    return [replace_term(lengths[0], root(squares), lengths[0].unit)]
