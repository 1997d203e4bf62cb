"""Questions whose answer is a percentage, a ratio, or a share in a given proportion."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.amount import Amount, of
from nodes.llm.offline.problems.dimension import bridge, numerators
from nodes.llm.offline.problems.percents import opposed
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.quantity import Quantity

_WANTS = re.compile(r"%|percentage|\bshare of\b|percentual|proportion")
_CHANGE = (
    r"more|increase\w*|rise|risen|rose|raise\w*|growth|grown|grow|grew|gain\w*|change\w*|higher|less|"
    r"decrease\w*|lower|drop\w*|fall\w*|fell|reduc\w+|discount|save\w*|saving|"
    r"cheaper|larger|bigger|greater|smaller|longer|shorter|heavier|lighter|taller|older|"
    r"expensive|markup|mark up|dearer|off|lost|loss|lose|up|down|profit"
)
_MOVED = (
    r"(?:went|gone|goes|rose|risen|rises?|increased?s?|raised?|grew|grown|grows?|climbed|jumped|dropped|drops?|fell|fallen|falls?|"
    r"reduced|cut|lowered|decreased?s?|shrank|shrunk|sank|changed|lost|gained)(?: \w+){0,3} from [^.?!]*? to"
)
"""What says that a number became another."""
_NEGATED = r"still|free|unsold|empty|available|not|n't|rest|remain\w*|left|others?|failed|without|missing"
_NEW = r"now|today|new|sold|sells?|after|this year|this month|it is|later|becomes?|became|to|sell|selling|current\w*"


def wants_percentage(problem: Problem) -> bool:
    """Whether the question asks for a percentage."""
    question = problem.question
    return bool(_WANTS.search(re.sub(r"\d+(?:\.\d+)? %", " ", question.text)))


def percentage(problem: Problem) -> Amount | None:
    """The percentage asked for: a part of a whole, a change, a margin; `None` where two numbers do not settle it."""
    given = [quantity for quantity in problem.quantities if quantity.kind == "plain"]
    if len(given) != 2 or len(problem.quantities) != 2:
        return None
    first, second = given
    amounts = _same(first, second)
    if amounts is None:
        return None
    one, two = amounts
    question = problem.question
    if question.tells("margin"):
        larger, smaller = (one, two) if one.value >= two.value else (two, one)
        base = smaller if question.asks("cost price|of the cost|buying price|purchase price") else larger
        return (larger - smaller) / base * of(100)
    if question.asks("profit|gain") and not question.asks(
        "of the (?:selling|sales|sale) price|of (?:sales|revenue|turnover)"
    ):
        return _change(first, second, one, two, problem)
    moved = question.asks("that|this|it") and question.tells(_MOVED)
    if moved or (question.asks(_CHANGE) and not question.asks("of the|of my|of them")):
        return _change(first, second, one, two, problem)
    return _portion(first, second, one, two, problem)


def _same(first: Quantity, second: Quantity) -> tuple[Amount, Amount] | None:
    link = bridge(second.unit, first.unit)
    if link is None:
        return first.amount, second.amount
    ratio, divides, steps = link
    return first.amount, second.amount if not steps else second.amount / ratio if divides else second.amount * ratio


def _change(first: Quantity, second: Quantity, one: Amount, two: Amount, problem: Problem) -> Amount | None:
    question = problem.question
    old, new = one, two
    before = problem.leading(first)
    if (
        re.search(r"\b(?:now|today|new price|sells? for|sold)\b", before)
        and re.search(
            r"\b(?:was|before|originally|used to|old|last|from|instead of|bought|cost)\b", problem.leading(second)
        )
    ) or (question.tells("discount|save|saving|reduced|cheaper|reduction|off") and one.value < two.value):
        old, new = two, one
    if re.search(
        r"\b(?:more|less|larger|bigger|greater|smaller|higher|lower|longer|heavier|older|cheaper|dearer|expensive) "
        r"than (?:\w+ ){0,2}$",
        problem.leading(second) + " ",
    ):
        old, new = two, one
    if new.value >= old.value:
        return (new - old) / old * of(100)
    return (old - new) / old * of(100)


def _portion(first: Quantity, second: Quantity, one: Amount, two: Amount, problem: Problem) -> Amount | None:
    question = problem.question
    whole, part = (one, two) if one.value >= two.value else (two, one)
    based = re.search(r"% of (?:the |my |our |a )?([a-z]+)", question.text) or re.search(
        r"percentage of (?:the |my |our |a )?([a-z]+)", question.text
    )
    if based:
        for quantity, amount, other in ((first, one, two), (second, two, one)):
            if (
                based.group(1).rstrip("s") in (quantity.substance, *numerators(quantity.unit))
                and first.substance != second.substance
            ):
                whole, part = amount, other
    if whole.value == 0:
        return None
    if opposed(problem.following(second if whole is one else first, 8), question.text):
        return (whole - part) / whole * of(100)
    if question.asks(_NEGATED) != bool(
        re.search(rf"\b(?:{_NEGATED})\b", problem.following(second if whole is one else first, 8)) and not second.asked
    ):
        return (whole - part) / whole * of(100)
    return part / whole * of(100)


def quotient(problem: Problem) -> Amount | None:
    """The ratio of two numbers, as the question names them."""
    given = [quantity for quantity in problem.quantities if quantity.kind == "plain"]
    if len(given) != 2 or not problem.question.asks(
        "ratio|how many times (?:as|more|faster|bigger|larger|longer|heavier|slower|the)"
    ):
        return None
    larger, smaller = sorted((quantity.amount for quantity in given), key=lambda amount: -amount.value)
    return larger / smaller if smaller.value else None
