"""The units that an answer may have, with what the quantities tell of them."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.dimension import Unit, denominators, dimension, numerators, one, per
from nodes.llm.offline.problems.lexicon import PERSONS, is_measure
from nodes.llm.offline.problems.problem import Problem

PARTED = r"\b(?:half|thirds?|quarters?|fifths?|tenths?)\b"


def targets_of(problem: Problem) -> tuple[Unit, ...]:
    """The units that the answer may have; where a substance is asked for, the unit that it is measured in."""
    question = problem.question
    targets = list(question.targets)
    for noun in question.nouns:
        for quantity in problem.quantities:
            if quantity.substance == noun and quantity.unit not in targets:
                targets.append(tuple((name, power) for name, power in quantity.unit if power > 0))
    if question.nouns and not targets:
        targets.extend(one(noun) for noun in question.nouns)
    symbols = {name for quantity in problem.quantities for name, _ in quantity.unit}
    if "person" in symbols:
        targets = [
            tuple(
                sorted(("person" if name in PERSONS and name not in symbols else name, power) for name, power in target)
            )
            for target in targets
        ]
    targets = [_with_each(_with_things(target, problem), problem) for target in targets]
    if _shares(problem) and "person" in symbols:
        targets = [
            per(target, "person") if not denominators(target) and target != one("person") else target
            for target in targets
        ]
    targets = [*_by_instalment(problem), *targets, *_by_supply(problem)]
    if not question.nouns or not any(
        dimension(name) in map(dimension, symbols) for target in targets for name, _ in target
    ):
        targets.extend(_fallbacks(problem, targets))
    return tuple(dict.fromkeys(targets))


def _by_supply(problem: Problem) -> list[Unit]:
    """`How much paint, if a litre covers 8 m2`: as much of what it comes in."""
    if not problem.question.nouns or is_measure(problem.question.nouns[0]) or not problem.question.asks("how much"):
        return []
    held = {dimension(name) for quantity in problem.quantities for name in numerators(quantity.unit)}
    below = {name for quantity in problem.quantities for name in denominators(quantity.unit)}
    return [one(name) for name in sorted(below) if is_measure(name) and dimension(name) not in held | {"time"}]


def _by_instalment(problem: Problem) -> list[Unit]:
    """`Paid back in 48 instalments: what is the payment`: of each one."""
    if not problem.question.asks("payments?|instal?lments?|rates?") or problem.question.asks(
        "how many|total|altogether|all"
    ):
        return []
    units = [quantity.unit for quantity in problem.quantities]
    counts = [unit[0][0] for unit in units if unit in _INSTALMENTS]
    return [per(one("money"), counts[0])] if len(counts) == 1 and one("money") in units else []


_INSTALMENTS = tuple(one(name) for name in ("instalment", "installment", "payment", "month", "rate"))


def _with_things(target: Unit, problem: Problem) -> Unit:
    """`How many per second`: of the one thing that the text counts."""
    if "?" not in dict(target) or any("?" in dict(quantity.unit) for quantity in problem.quantities):
        return target
    below = denominators(target)
    things = {
        name
        for quantity in problem.quantities
        for name, power in quantity.unit
        if power > 0 and dimension(name) not in map(dimension, below)
    }
    if len(things) != 1:
        return target
    return tuple(sorted((things.copy().pop() if name == "?" else name, power) for name, power in target))


def _with_each(target: Unit, problem: Problem) -> Unit:
    """`How much is one`: of the one thing that the text counts."""
    if "each" not in dict(target):
        return target
    things = {
        name for quantity in problem.quantities for name, power in quantity.unit if power > 0 and not is_measure(name)
    } - set(numerators(target))
    return tuple(
        sorted((things.copy().pop() if name == "each" and len(things) == 1 else name, power) for name, power in target)
    )


def _shares(problem: Problem) -> bool:
    question = problem.question
    if question.share:
        return True
    return question.tells(r"split\w*|shar(?:e|ed|ing)|divid\w+|equal parts|the same") and not question.asks(
        "total|altogether|in all|left|together"
    )


def _fallbacks(problem: Problem, targets: list[Unit]) -> list[Unit]:
    """Where the question names no unit, that of the quantities that are not per anything."""
    if any(_present(target, problem) for target in targets) and problem.question.nouns:
        return []
    found: list[Unit] = []
    for quantity in problem.quantities:
        above = tuple((name, power) for name, power in quantity.unit if power > 0)
        if len(above) == 1 and (above != one("person") or len(problem.quantities) < 3) and above not in found:
            found.append(above)
    below = [name for target in targets for name in denominators(target)]
    if below and len(found) == 1 + (below[0] in {unit[0][0] for unit in found}):
        found = [per(unit, below[0]) for unit in found if unit[0][0] != below[0]]
        return found
    if (
        problem.question.nouns
        and len(problem.quantities) < 2
        and "%" not in problem.question.whole
        and not re.search(PARTED, problem.question.whole)
    ):
        return []
    kinds = {dimension(unit[0][0]) for unit in found}
    asked = {dimension(name) for quantity in problem.quantities if quantity.asked for name, _ in quantity.unit}
    if len(kinds) == 2 and len(asked & kinds) == 1 and re.search(r"\bper [\d.]+ [a-z]+\W*$", problem.question.text):
        return [unit for unit in found if dimension(unit[0][0]) not in asked]
    if len(kinds) > 1 and not problem.question.tells("total|altogether|how much|how many"):
        return []
    return found


def _present(target: Unit, problem: Problem) -> bool:
    dimensions = {dimension(name) for quantity in problem.quantities for name, _ in quantity.unit}
    return all(dimension(name) in dimensions for name, _ in target)
