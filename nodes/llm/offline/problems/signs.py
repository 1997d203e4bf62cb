"""What a story adds and what it takes away."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.amount import Amount, total
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


TOTAL = (
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
    r"weighed|gains?|gained|put on|regained|collected|deposited?|start(?:ed|s)? with|had|have|has|"
    r"salary|income|with a|lent me|borrowed|gift|budget|in total|there (?:are|were|is|was)|from my|bring|"
    r"brought|baked|picked|join\w*|extra|get on|got on|revenue|own|planted|grew|another)\b"
)


_BY = re.compile(
    r"\b(?:(?P<up>grown|grew|grows?|rose|risen|rises?|increased?s?|raised?|gained|went up|goes up|climbed)|"
    r"fell|fallen|falls?|drop(?:ped|s)?|decreased?s?|reduced|sank|shrunk|shrank|cut|lowered) by $"
)


_GAINED = re.compile(
    r"\b(?:gains?|gained|put on|found|finds?|wins?|won|received|receives|deposit(?:s|ed)|earned|picked up|regained)(?: (?:another|a further|about|on top))?\s*$"
)
"""Right before what is added to the first amount of a story."""


def signed_total(terms: list[Term], problem: Problem) -> Amount | None:
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
    if (
        len(terms) == 2
        and not question.asks(DIFFERENCE)
        and (grown := _BY.search(problem.leading(terms[1].origin) + " "))
    ):
        return terms[0].amount + terms[1].amount if grown.group("up") else terms[0].amount - terms[1].amount
    if len(terms) == 2 and (
        question.asks(DIFFERENCE)
        or (question.tells(_CONTRAST) and not question.asks("total|altogether|in all|together|sum"))
    ):
        larger, smaller = sorted(terms, key=lambda term: -term.amount.value)
        return larger.amount - smaller.amount
    signs = [sign_of(term, problem) for term in terms]
    if all(_GAINED.search(problem.leading(term.origin, 3)) for term in terms[1:]) and not _MINUS.search(question.whole):
        return _sum(terms, [1] * len(terms))
    if question.asks(LEFT) or (question.tells("left|rest|remaining") and not question.asks(TOTAL)):
        return _remaining(terms, signs)
    if question.asks(TOTAL) or any(term.origin.series for term in terms) or question.tells("plus|extra"):
        explicit = [is_explicit(term, problem) for term in terms]
        return _sum(terms, [-1 if minus else 1 for minus in explicit])
    if question.asks(r"(?:will|would|do|does) (?:i|we|you|he|she|they|it|[a-z]+) (?:then |now )?have"):
        return _sum(terms, [sign or 1 for sign in signs]) if 1 in signs or 0 in signs else None
    if all(signs) and 1 in signs and -1 in signs:
        return _sum(terms, signs)
    if len(set(signs)) == 1 and question.asks(r"how much (?:is (?:that|it) )?(?:a|an|per|each|every|in a) (?:\w+)$"):
        return _sum(terms, [1] * len(terms))
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


def sign_of(term: Term, problem: Problem) -> int:
    """1, -1 or, where the words around do not tell, 0."""
    origin = term.origin
    before, after = problem.leading(origin), problem.following(origin)
    money = "money" in dict(term.unit)
    if origin.substance in ("voucher", "coupon", "refund", "discount", "rebate", "gift"):
        return -1
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


def is_explicit(term: Term, problem: Problem) -> bool:
    """Whether the words next to a term say that it is taken away."""
    before, after = problem.leading(term.origin, 4), problem.following(term.origin, 4)
    return bool(
        re.search(
            (
                r"\b(?:minus|less|without|except|voucher|coupon|refund|deduct\w*|discount of|returned|gave back|"
                r"subtract)\b"
            ),
            before,
        )
        or re.search(
            r"^(?:\w+ )?(?:off|voucher|coupon|discount|refund|less|broken|were returned|did not|are broken|not)\b",
            after,
        )
    )
