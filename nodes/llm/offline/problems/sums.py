"""Sums and differences: counts with their prices to amounts, and amounts of one kind added or taken away as the story goes."""

from __future__ import annotations

import re
from dataclasses import replace

from nodes.llm.offline.problems.amount import Amount, total
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
from nodes.llm.offline.problems.term import Term

LEFT = (
    r"left|not|n't|free|empty|available|unsold|remain\w*|rest|still|stays?|over|change|balance|profit|"
    r"keep|keeps|really|donation|afterwards|back|missing|net|"
    r"remaining|now|take home|spare|more (?:do|does|must|should|will|to)|short|lack\w*|in the end|end up|"
    r"put aside|come up|came up|margin|until"
)
DIFFERENCE = (
    r"how (?:many|much) (?:\w+ )?(?:\w+ )?(?:more|less|fewer|older|younger|taller|longer|shorter|cheaper|"
    r"heavier|lighter|faster|higher|warmer|colder|further)|"
    r"how many years (?:will|would|does|do|is)|how (?:many years|long) (?:until|till|before)|difference|"
    r"grow|grown|gained?|lose|lost|rise|risen|rose|increased?|decreased?|dropped|fallen|saved?|saving|"
    r"apart|between"
)
_TOTAL = (
    r"total|altogether|all together|in all|sum|overall|combined|together|add up|cost|costs|pay|spend|spent|owe|earn|"
    r"is that|are that|is this|that make|makes that|come to|add up to|need|all|weigh|have to|long is|"
    r"big is|how much is it|in sum|bill|raise|collect\w*|plus"
)
_CONTRAST = (
    r"morning\b.*\bevening|\bwas\b.*\b(?:now|today|is)\b|last (?:year|month|week)\b.*\b(?:this|now)|"
    r"before\b.*\bafter|yesterday\b.*\btoday|used to\b.*\bnow|"
    r"at the start\b.*\bat the end|start\w*\b.*\bend|first\b.*\bnow|\bfrom\b.*\bto\b|normally\b.*\bnow|"
    r"ago\b.*\bnow|old\b.*\bnew"
)
_MINUS = re.compile(
    r"\b(?:spends?|spent|spending|paid|pays?|paying|costs?|cost me|expenses?|gave|gives?|giving|lost|"
    r"loses?|lose|ate|eats?|eaten|used|uses|broke|broken|took out|"
    r"withdrew|minus|less|without|except|removed?|died|returned?|sent|donated?|off|missing|not|bad|rotten|"
    r"cancel\w*|sick|ill|deduct\w*|withheld|"
    r"taken|pause|breaks?|fees?|wasted?|stolen|goes|go to|refund\w*|voucher|coupon|absent|dead|spoil\w*|"
    r"sold|leave|leaves|drank|read|done|finished|already|"
    r"rent|bills?|taxes|tax|bought for|buys?|get off|got off|drop\w*|torn|damaged|empty|lends?|lent)\b"
)
_PLUS = re.compile(
    r"\b(?:plus|add|adds|added|got|gets?|received?|receives|earns?|earned|found|won|more|arriv\w+|"
    r"collected|deposited?|start(?:ed|s)? with|had|have|has|"
    r"salary|income|with a|lent me|borrowed|gift|budget|in total|there (?:are|were|is|was)|from my|bring|"
    r"brought|baked|picked|join\w*|extra|get on|got on|revenue|own|planted|grew|another)\b"
)


def combined(terms: list[Term], targets: tuple[Unit, ...], problem: Problem) -> Amount | None:
    """The amount that terms of several kinds come to.

    Args:
        terms: All of the problem's, percentages aside.
        targets: The units wanted, most likely first.
        problem: For the words around.
    """
    question = problem.question
    plain = chain(terms, targets, question) if _all_differ(terms) or _is_proportion(terms) else None
    if plain is not None:
        return plain[0]
    grouped = _grouped(_paired(terms if question.asks(DIFFERENCE) else _series(terms), problem), targets, problem)
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
        one_count = _signed(chosen, problem)
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
        amount = _signed(_alike(group, targets), problem) if len(group) > 1 else group[0].amount
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
        if any(_sign(term, problem) >= 0 and not _explicit(term, problem) for term in odd):
            return groups
    elif not problem.question.asks(f"{LEFT}|{_TOTAL}"):
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


def _signed(terms: list[Term], problem: Problem) -> Amount | None:
    """The sum of terms of one unit, some of them taken away; `None` where the story does not tell which."""
    question = problem.question
    if len(terms) == 1:
        return terms[0].amount
    if question.asks("average|mean"):
        return None
    parts = [term for term in terms if term.origin.substance == "them"]
    if len(terms) == 2 and len(parts) == 1:
        whole = next(term for term in terms if term is not parts[0])
        said = problem.following(parts[0].origin, 8)
        return None if any(noun in said for noun in question.nouns) else whole.amount - parts[0].amount
    if len(terms) == 2 and (
        question.asks(DIFFERENCE)
        or (question.tells(_CONTRAST) and not question.asks("total|altogether|in all|together|sum"))
    ):
        larger, smaller = sorted(terms, key=lambda term: -term.amount.value)
        return larger.amount - smaller.amount
    signs = [_sign(term, problem) for term in terms]
    if question.asks(LEFT) or (question.tells("left|rest|remaining") and not question.asks(_TOTAL)):
        return _remaining(terms, signs)
    if question.asks(_TOTAL) or any(term.origin.series for term in terms) or question.tells("plus|extra"):
        explicit = [_explicit(term, problem) for term in terms]
        return _sum(terms, [-1 if minus else 1 for minus in explicit])
    if all(signs) and 1 in signs and -1 in signs:
        return _sum(terms, signs)
    return None


def _remaining(terms: list[Term], signs: list[int]) -> Amount | None:
    largest = max(range(len(terms)), key=lambda place: terms[place].amount.value)
    if 1 not in signs:
        signs[largest] = 1
    elif all(sign >= 0 for sign in signs):
        signs = [1 if place == largest else -1 for place in range(len(terms))]
    settled = [sign or (1 if place == 0 and 1 not in signs[1:] else -1) for place, sign in enumerate(signs)]
    if -1 not in settled:
        return None
    return _sum(terms, settled)


def _sum(terms: list[Term], signs: list[int]) -> Amount:
    plus = [term.amount for term, sign in zip(terms, signs, strict=True) if sign > 0]
    minus = [term.amount for term, sign in zip(terms, signs, strict=True) if sign < 0]
    result = total(plus) if plus else total(minus)
    if plus:
        for amount in minus:
            result = result - amount
    return result


def _sign(term: Term, problem: Problem) -> int:
    """1, -1 or, where the words around do not tell, 0."""
    origin = term.origin
    before, after = problem.leading(origin), problem.following(origin)
    money = "money" in dict(term.unit)
    minus = list(_MINUS.finditer(before))
    plus = list(_PLUS.finditer(before))
    if money and re.search(
        r"\b(?:sold|sells?|paid with|pay with|pays with|paid me|pays me|lent me|gave me|gives me|from my)\b", before
    ):
        return 1
    if not money and re.search(r"\b(?:buys?|bought|buying|purchased?)\b", before):
        return 1
    if minus and plus:
        return -1 if minus[-1].start() > plus[-1].start() else 1
    if minus:
        return -1
    if re.match(
        (
            r"(?:\w+ )?(?:of them |of these |\w+ )?(?:did not|are not|were not|was|were|are|is|from it|got|"
            r"have been|had) ?(?:the )?(?:"
        )
        + _MINUS.pattern[5:-3]
        + r")\b",
        after,
    ):
        return -1
    if re.search(
        (
            r"\b(?:from it|for (?:the )?(?:rent|food|travel|electricity|insurance)|away|did not|broke|broken|died|"
            r"left|melted|spoiled)\b"
        ),
        after,
    ):
        return -1
    if plus or re.search(r"\b(?:more|extra|join|come|arrive)\b", after):
        return 1
    return 0


def _explicit(term: Term, problem: Problem) -> bool:
    before, after = problem.leading(term.origin, 4), problem.following(term.origin, 4)
    return bool(
        re.search(
            r"\b(?:minus|less|without|except|voucher|coupon|refund|deduct\w*|discount of|returned|gave back|subtract)\b",
            before,
        )
        or re.search(
            r"^(?:\w+ )?(?:off|voucher|coupon|discount|refund|less|broken|were returned|did not|are broken|not)\b",
            after,
        )
    )
