"""A word problem to the one expression that uses all of its numbers and gives what is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from nodes.llm.offline.problems.amount import Amount, NoAmountError
from nodes.llm.offline.problems.clocks import time_of_day
from nodes.llm.offline.problems.dimension import Unit, denominators, dimension, numerators
from nodes.llm.offline.problems.narrowed import is_frequency_alone, with_own_discounts, with_span
from nodes.llm.offline.problems.offers import chosen_offer, longer_of
from nodes.llm.offline.problems.parts import in_parts
from nodes.llm.offline.problems.percents import applied
from nodes.llm.offline.problems.plain import plain
from nodes.llm.offline.problems.problem import Problem, read_problem
from nodes.llm.offline.problems.purse import told_by_words
from nodes.llm.offline.problems.quantity import UNKNOWN, Quantity
from nodes.llm.offline.problems.ratios import ratio_split
from nodes.llm.offline.problems.restated import restated
from nodes.llm.offline.problems.rivals import held_against
from nodes.llm.offline.problems.rounding import rounded, rounding_of, whole
from nodes.llm.offline.problems.schemas import scheme
from nodes.llm.offline.problems.shapes import shaped
from nodes.llm.offline.problems.shares import percentage, quotient, wants_percentage
from nodes.llm.offline.problems.sums import combined
from nodes.llm.offline.problems.targets import targets_of
from nodes.llm.offline.problems.term import Term, term_of
from nodes.llm.offline.problems.tilings import covered
from nodes.llm.offline.terms import Calc, Expr, Literal

LONGEST = 1500
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
"""Days are no numbers to add; `gist.days` reckons with them."""


@lru_cache(maxsize=512)
def solve(text: str) -> Amount | None:
    """Solve a word problem.

    Args:
        text: Without file names and quotes.

    Returns:
        The amount asked for, as an expression over the numbers of the text; `None` where they do not lead to one answer.
    """
    if len(text) > LONGEST or _DATE.search(text):
        return None
    try:
        shorter, digits = rounding_of(restated(text))
        problem = read_problem(shorter)
        if problem is None or not _asks(problem):
            return None
        found = _answer(problem)
        return None if found is None or isinstance(found.expr, Literal) else rounded(found, digits)
    except NoAmountError:
        return None


def expression(text: str) -> Expr | None:
    """The expression of a text that asks for one number, plain arithmetic or a problem; `None` where it cannot be read."""
    told = restated(text)
    rival = held_against(text)
    timed = rival or told_by_words(text) or covered(text) or time_of_day(told)
    if timed is not None:
        return timed
    compared = chosen_offer(text, solve) or longer_of(text) or in_parts(told, solve)
    if compared is not None:
        return compared
    shorter, digits = rounding_of(told)
    direct = plain(re.sub(r"^\s*(?:please )?round\b", "", shorter, flags=re.IGNORECASE))
    if direct is not None:
        if digits is None:
            return direct
        return Calc("round", (direct, Literal(str(digits), number=True)))
    found = solve(text)
    return None if found is None else found.expr


_QUESTION = (
    r"how|what|whats|which|calculate|compute|work out|find|figure out|determine|total|sum|add up|price|"
    r"left|change|cost|average|avg|percentage|%|in all|altogether|tell me|"
    r"area|circumference|each|time|how|split\w*|shar\w+|divid\w+|when|remainder|speed|profit|perimeter|volume"
)


_OPERATORS = re.compile(r"\d [*×÷+] \d")


_ORDER = re.compile(
    r"(?:please )?(?:add|increase|reduce|raise|subtract|deduct|take|give|lower|decrease|put|apply|average)\b"
)


def _asks(problem: Problem) -> bool:
    if problem.question.tells(
        "numbers (?:from|between)|integers|(?:two|three|2|3|both|these|those|last|previous) (?:results|answers|products|sums)"
    ) or problem.question.asks("weekday|day of the week|what date|which date|what day|which day|the date"):
        return False
    if _OPERATORS.search(problem.question.whole):
        return False  # formulas among the words are for the strict grammar; here they would be read as lists
    if problem.question.tells(r"(?:total|altogether|sum) and (?:per|each|for each)"):
        return False  # two answers in one breath
    if problem.question.asks(
        "why|(?<!one )(?<!person )(?<!man )(?<!woman )(?<!people )who|whose|where|names?|called|colou?r"
    ):
        return False
    return (
        problem.question.tells(_QUESTION)
        or "?" in problem.question.whole
        or problem.question.firm
        or wants_percentage(problem)
        or bool(_ORDER.match(problem.question.whole))
    )


def _answer(problem: Problem) -> Amount | None:
    if wants_percentage(problem):
        return percentage(problem)
    special = ratio_split(problem) or quotient(problem) or scheme(problem)
    if special is not None:
        return _counted(special, problem)
    if problem.question.asks(r"(?:which|what|where|who)\b.*\b(?:cheap\w+|better|best|dearer|more expensive)"):
        return None  # a choice, of which no offers were found
    if problem.question.tells(
        "no wait|i mean|forget it|scratch that|correction|never mind|twice|thrice|double|triple|half as"
    ):
        return None
    bare = with_own_discounts(with_span(problem.without("year")))
    if is_frequency_alone(bare):
        return None
    base = _base(bare.without("percent"))
    if base is None:
        base = _base(_relevant(bare.without("percent"), bare))
    if base is None:
        return None
    found = applied(base, bare) if any(quantity.kind == "percent" for quantity in bare.quantities) else base
    return None if found is None else _counted(found, problem)


def _relevant(problem: Problem, whole_problem: Problem) -> Problem:
    """Without what neither the question nor any other quantity measures, if enough is left for a proportion."""
    wanted = {
        dimension(name) for target in targets_of(problem) for name, _ in target if target in problem.question.targets
    } | set(problem.question.nouns)
    kept = []
    for place, quantity in enumerate(problem.quantities):
        others = {
            dimension(name) for at, other in enumerate(problem.quantities) if at != place for name, _ in other.unit
        }
        if UNKNOWN in dict(quantity.unit) or {dimension(name) for name, _ in quantity.unit} & (others | wanted):
            kept.append(quantity)
    if (
        len({quantity.unit for quantity in kept}) < 2
        or len(kept) == len(problem.quantities)
        or len(kept) < 3
        or len(whole_problem.quantities) != len(problem.quantities)
    ):
        return replace(problem, quantities=[])
    return replace(problem, quantities=kept)


def _counted(amount: Amount, problem: Problem) -> Amount:
    question = problem.question
    return whole(
        amount,
        question.nouns[0] if question.nouns else "thing" if question.asks("how many") else "",
        question.text,
        question.whole,
    )


def _base(problem: Problem) -> Amount | None:
    if not problem.quantities or any(quantity.kind == "clock" for quantity in problem.quantities):
        return None
    targets = targets_of(problem)
    problem, targets = _same_period(problem, targets)
    terms = [term_of(quantity) for quantity in problem.quantities]
    reduced = shaped(terms, targets, problem)
    if reduced is None or (problem.question.asks("area|surface|volume") and _are_lengths(reduced)):
        return None
    if (
        len(problem.quantities) == 1
        and len(reduced) == 1
        and problem.question.targets
        and not denominators(problem.quantities[0].unit)
    ):
        return (
            _single(problem.quantities[0], targets, problem)
            if reduced[0].amount is terms[0].amount
            else combined(reduced, targets, problem)
        )
    return combined(reduced, targets, problem)


def _are_lengths(terms: list[Term]) -> bool:
    """Whether several lengths are left, of which no area is made by adding."""
    lengths = [
        term
        for term in terms
        if len(term.unit) == 1 and term.unit[0][1] == 1 and dimension(term.unit[0][0]) == "length"
    ]
    return len(lengths) > 1


def _same_period(problem: Problem, targets: tuple[Unit, ...]) -> tuple[Problem, tuple[Unit, ...]]:
    """Where all is per month, the answer too, and no months are counted, the month does not matter."""
    counted = {dimension(name) for quantity in problem.quantities for name in numerators(quantity.unit)}
    below = {name for target in targets for name in denominators(target)}
    below &= {name for quantity in problem.quantities for name in denominators(quantity.unit)}
    for name in below:
        if dimension(name) == "time" and "time" not in counted:
            stripped = [
                replace(quantity, unit=tuple(pair for pair in quantity.unit if pair[0] != name))
                for quantity in problem.quantities
            ]
            problem = replace(problem, quantities=stripped)
            targets = tuple(tuple(pair for pair in target if pair[0] != name) for target in targets)
    return problem, targets


def _single(quantity: Quantity, targets: tuple[Unit, ...], problem: Problem) -> Amount | None:
    found = combined([term_of(quantity)], targets, problem)
    return found if found is not None else None
