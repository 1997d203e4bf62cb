"""Products and quotients: the one way to multiply and divide all the terms that gives the unit asked for."""

from __future__ import annotations

from itertools import product

from nodes.llm.offline.problems.amount import Amount, NoAmountError
from nodes.llm.offline.problems.dimension import NONE, Unit, bridge, denominators, dimension, numerators, times
from nodes.llm.offline.problems.question import Question
from nodes.llm.offline.problems.term import Term

_MOST = 7


def chain(terms: list[Term], targets: tuple[Unit, ...], question: Question) -> tuple[Amount, Unit] | None:
    """Multiply and divide all of the terms so that a wanted unit comes out.

    Args:
        terms: At most seven.
        targets: The units wanted, most likely first.
        question: Settles the direction of proportions.

    Returns:
        The amount and its unit; `None` where no way or several different ways lead there.
    """
    if not terms or len(terms) > _MOST:
        return None
    for target in _ordered(terms, targets, question):
        found: dict[int, list[tuple[Amount, Unit]]] = {}
        for signs in product((1, -1), repeat=len(terms)):
            whole: Unit = NONE
            for term, sign in zip(terms, signs, strict=True):
                whole = times(whole, term.unit, sign)
            link = bridge(whole, target)
            if link is None or not _is_forward(terms, signs, question):
                continue
            amount = _applied(terms, signs, link)
            if amount is not None:
                found.setdefault(link[2], []).append((amount, target))
        if found:
            best = found[min(found)]
            return best[0] if len({amount.value for amount, _ in best}) == 1 else None
    return None


def _ordered(terms: list[Term], targets: tuple[Unit, ...], question: Question) -> list[Unit]:
    """Targets that the question states in their order; of those it leaves open, the ones in units of the text first."""
    if question.firm:
        return list(targets)
    symbols = {name for term in terms for name, _ in term.unit}
    return sorted(targets, key=lambda target: not {name for name, _ in target} <= symbols)


def _is_forward(terms: list[Term], signs: tuple[int, ...], question: Question) -> bool:
    """Of two amounts of the same thing, the asked one multiplies and the given one divides; the other way round for work shared."""
    inverse = _is_inverse(terms, question)
    for place, term in enumerate(terms):
        for other in range(place + 1, len(terms)):
            mate = terms[other]
            if len(term.unit) != 1 or len(mate.unit) != 1 or dimension(term.unit[0][0]) != dimension(mate.unit[0][0]):
                continue
            if signs[place] == signs[other] or term.asked == mate.asked:
                if signs[place] != signs[other] and dimension(term.unit[0][0]) not in ("length",):
                    return _later_is_asked(terms, place, other, signs, inverse)
                continue
            asked = signs[place] if term.asked else signs[other]
            if (asked > 0) == inverse:
                return False
    return True


def _later_is_asked(terms: list[Term], place: int, other: int, signs: tuple[int, ...], inverse: bool) -> bool:
    return (signs[other] > 0) != inverse


_AGENTS = (
    r"workers?|men|people|painters?|pumps?|taps?|machines?|builders?|gardeners?|cleaners?|printers?|of us|"
    r"friends|volunteers|hoses?|cooks?"
)


def _is_inverse(terms: list[Term], question: Question) -> bool:
    timed = any(dimension(name) == "time" for term in terms for name in numerators(term.unit))
    return (
        timed
        and question.asks("how long|how many (?:days|hours|minutes|weeks)")
        and question.tells(_AGENTS)
        and len(terms) == 3
    )


def _applied(terms: list[Term], signs: tuple[int, ...], link: tuple[Amount, bool, int]) -> Amount | None:
    ups = [term.amount for term, sign in zip(terms, signs, strict=True) if sign > 0]
    downs = [term.amount for term, sign in zip(terms, signs, strict=True) if sign < 0]
    ratio, divides, steps = link
    try:
        if not ups:
            return None
        result = ups[0]
        for amount in ups[1:]:
            result = result * amount
        for amount in downs:
            result = result / amount
        if steps:
            result = result / ratio if divides else result * ratio
    except NoAmountError:
        return None
    return result


def matches(term: Term, rate: Term) -> str:
    """The symbol by which a count feeds a rate (3 tickets and 12 euros a ticket); empty where it does not."""
    below, above = denominators(rate.unit), numerators(term.unit)
    for name in below:
        if any(dimension(name) == dimension(other) for other in above) and not denominators(term.unit):
            return name
    return ""
