"""Recipes made larger or smaller: how much of one ingredient for other people, or for so many times the amount."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.amount import Amount, of
from nodes.llm.offline.problems.lexicon import is_measure
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.quantity import Quantity

_N = r"\d+(?:\.\d+)?"
_TIMES = re.compile(
    rf"\b(?:(?P<n>{_N}) times (?:the |that |as |of )*(?:\w+ )?(?:amount|recipe|quantity|quantities|batch|batches|size|dough|much|it)"
    rf"|(?P<w>double|triple|halve|half|treble|quadruple) (?:of |a |the |that |this |my )*(?:\w+ )?(?:amount|recipe|quantity|batch|size|dough|"
    rf"it|everything|all)|(?P<b>{_N}) batches)\b"
)
_WORDS = {"double": of(2), "triple": of(3), "treble": of(3), "quadruple": of(4)}
_FOR = re.compile(
    rf"\b(?:for|serves|feeds|serving|makes?|making|yields|gives|bake|baking|cook|is enough for) (?:about |only |up to )?(?P<n>{_N})(?![\d.]| times)(?: (?P<noun>[a-z]+))?"
)
_COOKING = r"recipe|ingredients?|servings?|portions?|serves|batter|dough|cake|cookies|muffins|pancakes?|soup|bake|baking|batch\w*|dish"


def scaled_recipe(problem: Problem) -> Amount | None:
    """`3 eggs, 250 g sugar and 180 g butter for 4 people: how much sugar for 6`: the others are of no matter."""
    question = problem.question
    if not question.tells(_COOKING) or not question.nouns or len(problem.quantities) != len(problem.plain):
        return None
    asked = [quantity for quantity in problem.plain if _is_of(quantity, problem) and not quantity.asked]
    if len(asked) != 1:
        return None
    whole = question.whole
    times = list(_TIMES.finditer(whole))
    people = list(_FOR.finditer(whole))
    rest = [quantity for quantity in problem.plain if quantity is not asked[0]]
    if len(times) == 1 and not people:
        return _by_factor(asked[0].amount, times[0], rest)
    if len(people) == 2 and not times:
        first, second = (of(match["n"]) for match in people)
        if first.value and _are_ingredients(rest, {people[0]["n"], people[1]["n"]}):
            return asked[0].amount * second / first
    return None


def _by_factor(amount: Amount, found: re.Match[str], rest: list[Quantity]) -> Amount | None:
    stated = found["n"] or found["b"]
    if not _are_ingredients(rest, {stated} if stated else set()):
        return None
    if stated:
        return amount * of(stated)
    return amount / of(2) if found["w"] in ("half", "halve") else amount * _WORDS[found["w"]]


def _is_of(quantity: Quantity, problem: Problem) -> bool:
    noun = problem.question.nouns[0]
    if is_measure(noun):  # how many grams of carrots
        return bool(quantity.substance) and problem.question.asks(f"{re.escape(quantity.substance)}\\w*")
    return quantity.substance == noun or [name for name, power in quantity.unit if power > 0] == [noun]


def _are_ingredients(rest: list[Quantity], scale: set[str]) -> bool:
    """Whether all other numbers are ingredients or those that tell the scale."""
    for quantity in rest:
        number = f"{float(quantity.amount.value):g}"
        if number in {f"{float(one):g}" for one in scale}:
            continue
        symbols = [name for name, _ in quantity.unit]
        if not (quantity.substance and is_measure(symbols[0])) and not (
            len(symbols) == 1 and not is_measure(symbols[0])
        ):
            return False
    return True
