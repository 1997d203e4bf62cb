"""Sums and differences: counts with their prices to amounts, and amounts of one kind added or taken away as the story goes."""

from __future__ import annotations

from dataclasses import replace

from nodes.llm.offline.problems.amount import Amount
from nodes.llm.offline.problems.chains import chain, matches
from nodes.llm.offline.problems.dimension import (
    Unit,
    bridge,
    converted,
    denominators,
    dimension,
    numerators,
    one,
    times,
)
from nodes.llm.offline.problems.lexicon import is_measure
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.signs import DIFFERENCE, LEFT, TOTAL, is_explicit, sign_of, signed_total
from nodes.llm.offline.problems.term import Term


def combined(terms: list[Term], targets: tuple[Unit, ...], problem: Problem) -> Amount | None:
    """The amount that terms of several kinds come to.

    Args:
        terms: All of the problem's, percentages aside.
        targets: The units wanted, most likely first.
        problem: For the words around.
    """
    question = problem.question
    counts = question.nouns and not is_measure(question.nouns[0]) and question.asks("how many")
    if counts and len(terms) > 1 and all(term.unit == one("money") for term in terms):
        return None
    plain = chain(terms, targets, question) if _all_differ(terms) or _is_proportion(terms) else None
    if plain is not None:
        return plain[0]
    grouped = _grouped(
        _paired(terms if question.asks(f"{DIFFERENCE}|{LEFT}") else _series(terms), problem), targets, problem
    )
    if grouped is None:
        return None
    result = chain(grouped, targets, question)
    return result[0] if result is not None else None


def _all_differ(terms: list[Term]) -> bool:
    kinds = [tuple(dimension(name) for name, _ in term.unit) for term in terms if len(term.unit) == 1]
    return len(set(kinds)) == len(kinds)


def _is_proportion(terms: list[Term]) -> bool:
    """One amount given and one asked of the same thing; nothing else is there twice."""
    kinds: dict[str, list[Term]] = {}
    for term in terms:
        if len(term.unit) == 1:
            kinds.setdefault(dimension(term.unit[0][0]), []).append(term)
    twice = [group for group in kinds.values() if len(group) > 1]
    return len(twice) == 1 and len(twice[0]) == 2 and len(terms) > 2 and any(term.asked for term in twice[0])


def _series(terms: list[Term]) -> list[Term]:
    """The members of each list added up."""
    done: list[Term] = []
    for term in terms:
        mate = next(
            (
                place
                for place, other in enumerate(done)
                if term.origin.series and other.origin.series == term.origin.series and other.unit == term.unit
            ),
            None,
        )
        if mate is None or denominators(term.unit):
            done.append(term)
        else:
            done[mate] = replace(done[mate], amount=done[mate].amount + term.amount)
    return done


def _paired(terms: list[Term], problem: Problem) -> list[Term]:
    """Every rate multiplied with the count that it is for (3 mugs, 7.95 a mug: 23.85), as long as there are any."""
    for _ in range(4):
        rates = [term for term in terms if denominators(term.unit)]
        step = next((found for rate in rates if (found := _step(rate, terms, problem)) is not None), None)
        if step is None:
            return terms
        terms = step
    return terms


def _step(rate: Term, terms: list[Term], problem: Problem) -> list[Term] | None:
    counts = [term for term in terms if matches(term, rate)]
    if not counts:
        return None
    name = matches(counts[0], rate)
    exact = [term for term in counts if numerators(term.unit) == [name]]
    rivals = [
        term for term in terms if denominators(term.unit) == [name] and numerators(term.unit) == numerators(rate.unit)
    ]
    chosen = exact or counts
    if len(rivals) == len(chosen) > 1:
        pairs = list(zip(rivals, chosen, strict=True))
    elif len(chosen) == 1:
        pairs = [(rival, chosen[0]) for rival in rivals]
    else:
        one_count = signed_total(chosen, problem)
        if one_count is None:
            return None
        pairs = [(rival, replace(chosen[0], amount=one_count)) for rival in rivals]
    made = []
    for each, count in pairs:
        linked = _times(each, count)
        if linked is None:
            return None
        made.append(linked)
    used = [id(term) for term in (*rivals, *chosen)]
    place = min(place for place, term in enumerate(terms) if id(term) in used)
    rest = [term for term in terms if id(term) not in used]
    return sorted([*rest, *made], key=lambda term: (term.origin.sentence, term.origin.place)) if place >= 0 else None


def _times(rate: Term, count: Term) -> Term | None:
    name = matches(count, rate)
    held = count.unit[0][0]
    amount = converted(count.amount, held, name) if len(count.unit) == 1 else count.amount
    if amount is None:
        return None
    return Term(amount * rate.amount, times(rate.unit, one(name)), rate.origin, rate.asked or count.asked)


def _grouped(terms: list[Term], targets: tuple[Unit, ...], problem: Problem) -> list[Term] | None:
    """Amounts of the same dimension made one, in the story's signs."""
    groups: list[list[Term]] = []
    for term in terms:
        mates = next((group for group in groups if bridge(term.unit, group[0].unit) is not None), None)
        if mates is None:
            groups.append([term])
        else:
            mates.append(term)
    groups = _odd_ones(groups, targets, problem)
    done = []
    for group in groups:
        amount = signed_total(_alike(group, targets), problem) if len(group) > 1 else group[0].amount
        if amount is None:
            return None
        unit = _alike(group, targets)[0].unit if len(group) > 1 else group[0].unit
        done.append(replace(group[0], amount=amount, unit=unit, asked=any(term.asked for term in group)))
    return done


def _odd_ones(groups: list[list[Term]], targets: tuple[Unit, ...], problem: Problem) -> list[list[Term]]:
    """Counted things of another name that the story takes from or adds to the wanted ones (`minus 5 broken chairs`)."""
    counted = [group for group in groups if len(group[0].unit) == 1 and not is_measure(group[0].unit[0][0])]
    if (
        len(counted) != len(groups)
        or len(groups) < 2
        or "person" in {group[0].unit[0][0] for group in groups[1:]} - {name for t in targets for name, _ in t}
    ):
        return groups
    wanted = [target for target in targets if len(target) == 1]
    if not wanted or any(denominators(target) for target in targets):
        return groups
    first = groups[0][0].unit
    named = {group[0].unit for group in groups}
    if wanted[0] in named:
        odd = [term for group in groups if group[0].unit != wanted[0] for term in group]
        if any(sign_of(term, problem) >= 0 and not is_explicit(term, problem) for term in odd):
            return groups
    elif not problem.question.asks(f"{LEFT}|{TOTAL}"):
        return groups
    return [
        [
            replace(term, unit=wanted[0] if wanted[0] in [g[0].unit for g in groups] else first)
            for group in groups
            for term in group
        ]
    ]


def _alike(group: list[Term], targets: tuple[Unit, ...]) -> list[Term]:
    unit = next((target for target in targets if any(term.unit == target for term in group)), group[0].unit)
    alike = []
    for term in group:
        link = bridge(term.unit, unit)
        if link is None:
            return group
        ratio, divides, steps = link
        amount = term.amount if not steps else term.amount / ratio if divides else term.amount * ratio
        alike.append(replace(term, amount=amount, unit=unit))
    return alike
