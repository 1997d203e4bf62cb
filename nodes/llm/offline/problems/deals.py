"""Offers and prices compared: buy 3 and pay 2, the lower price a kilo, the mean of unlike amounts."""

from __future__ import annotations

import re
from fractions import Fraction

from nodes.llm.offline.problems.amount import Amount, called, of, total
from nodes.llm.offline.problems.dimension import converted, denominators, dimension, numerators
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.quantity import Quantity

_BUNDLES = (
    r"\b(?:buy|take|get|have|order)\b (?P<n>\d+)[^.?]{0,24}?,? ?(?:and )?(?:only )?pay(?: only)?(?: for)?(?: only)? (?P<m>\d+)",
    r"\b(?P<n>\d+) (?:[a-z]+ )?for the price of (?P<m>\d+)",
    r"\b(?P<n>\d+) for (?P<m>\d+)\b(?= (?:offer|deal|promotion|sale|on\b))",
    r"\bbuy (?P<n>\d+)[^.?\d]{0,20}?,? ?(?:and )?get (?P<free>\d+|a|another|oneitem)(?: [a-z]+)? (?:for )?free",
    r"\b(?:every|each) (?P<nth>\d+)(?:st|nd|rd|th)? [a-z]+ is free",
)


def bundle(problem: Problem) -> Amount | None:
    """`buy 3, pay for 2`: what a number of things costs then."""
    whole = problem.question.whole
    found = next((match for pattern in _BUNDLES if (match := re.search(pattern, whole))), None)
    if found is None or not problem.question.asks("cost|pay|spend|price|total|how much|come to|bill"):
        return None
    groups = found.groupdict()
    size = int(groups.get("n") or groups.get("nth") or 0)
    paid = int(groups["m"]) if groups.get("m") else size - 1 if groups.get("nth") else size
    if groups.get("free"):
        size += int(groups["free"]) if groups["free"].isdigit() else 1
    named = {groups[name] for name in groups if groups[name]}
    rest = [q for q in problem.quantities if _text(q) not in named]
    if len([q for q in problem.quantities if _text(q) in named]) > len(named):
        rest.append(next(q for q in reversed(problem.quantities) if _text(q) in named))
    prices = [q for q in rest if "money" in dict(q.unit) and (denominators(q.unit) or q.maybe)] or [
        q for q in rest if "money" in dict(q.unit)
    ]
    counts = [q for q in rest if "money" not in dict(q.unit)]
    if len(prices) != 1 or len(counts) != 1 or len(rest) != 2 or not 0 < paid < size:
        return None
    number = counts[0].amount.value
    if number.denominator != 1 or number < 1:
        return None
    sets, loose = divmod(int(number), size)
    if not loose:
        return counts[0].amount / of(size) * of(paid) * prices[0].amount
    return (of(sets * paid) + of(min(loose, paid) if groups.get("m") else loose)) * prices[0].amount


def _text(quantity: Quantity) -> str:
    return str(quantity.amount.value)


_LOW = r"lower|lowest|cheaper|cheapest|better|best|least|smaller|smallest|less"
_HIGH = r"higher|highest|dearer|dearest|more expensive|most expensive|worse|bigger|larger|greater"


def unit_price(problem: Problem) -> Amount | None:
    """`5.50 for 2 kg or 12 for 5 kg`: the lower price a kilo, the higher one, or by how much they differ."""
    question = problem.question
    pairs = _price_pairs(problem)
    if len(pairs) != 2 or not question.asks(f"{_LOW}|{_HIGH}|difference|save|saved"):
        return None
    asked = re.search(r"\b(?:per|a|an|each|for 1|for a|one) ([a-z]+)", question.text)
    wanted = next((name for target in question.targets for name in denominators(target)), "")
    held = pairs[0][1].unit[0][0]
    if not asked and not wanted:
        return None
    scale = wanted if wanted and dimension(wanted) == dimension(held) else held
    prices = []
    for price, amount in pairs:
        size = converted(amount.amount, amount.unit[0][0], scale)
        if size is None:
            return None
        prices.append(price.amount / size)
    if question.asks("how much (?:\\w+ )?(?:cheaper|dearer|less|more|better|lower|higher)|difference|save|by how much"):
        larger, smaller = sorted(prices, key=lambda amount: -amount.value)
        return larger - smaller
    low = question.asks(_LOW)
    chosen = (min if low else max)(amount.value for amount in prices)
    return called("min" if low else "max", *prices, value=chosen)


def _price_pairs(problem: Problem) -> list[tuple[Quantity, Quantity]]:
    given = [q for q in problem.plain if not (q.asked and dict(q.unit).get("price"))]
    if len(given) != 4 or any(denominators(q.unit) for q in given) or len(problem.quantities) != len(problem.plain):
        return []
    pairs = []
    for first, second in (given[:2], given[2:]):
        price, amount = (first, second) if numerators(first.unit) == ["money"] else (second, first)
        if numerators(price.unit) != ["money"] or len(amount.unit) != 1 or amount.amount.value <= 0:
            return []
        pairs.append((price, amount))
    return pairs if dimension(pairs[0][1].unit[0][0]) == dimension(pairs[1][1].unit[0][0]) else []


_WEIGHT = re.compile(
    r"(?<![\d.])(?P<v>\d+(?:\.\d+)?) ?%? ?(?:points? |marks? )?(?:\(|,|with|at|weighted|and) ?(?:a )?(?:weight(?:ed|ing)?|"
    r"counts?|counting|worth)(?: of| is| as)? (?P<w>\d+(?:\.\d+)?)|(?<![\d.])(?P<v2>\d+(?:\.\d+)?) \( ?(?P<w2>\d+(?:\.\d+)?) (?:%|"
    r"credits?|times|x|ects|hours?) ?\)|\( ?(?:weight )?(?P<w3>\d+(?:\.\d+)?) %(?: weight)? ?\) ?:? ?(?P<v3>\d+(?:\.\d+)?)"
)


def weighted(problem: Problem) -> Amount | None:
    """A mean with weights: marks that count unlike, amounts at unlike prices, groups of unlike size."""
    question = problem.question
    if not question.tells("average|mean|weighted|overall (?:grade|mark|score|price)|final (?:grade|mark|score)|gpa"):
        return None
    stated = [
        (of(m["v"] or m["v2"] or m["v3"]), of(m["w"] or m["w2"] or m["w3"])) for m in _WEIGHT.finditer(question.whole)
    ]
    if len(stated) > 1 and 2 * len(stated) == len(problem.quantities):
        return _mean(stated)
    given = problem.plain
    if len(given) < 4 or len(given) % 2 or len(given) != len(problem.quantities):
        return None
    evens, odds = given[::2], given[1::2]
    if (
        len({repr(q.unit) for q in evens}) != 1
        or len({repr(q.unit) for q in odds}) != 1
        or evens[0].unit == odds[0].unit
    ):
        return None
    for counts, values in ((evens, odds), (odds, evens)):
        said = all(re.search(r"\b(?:average\w*|mean) (?:\w+ )?$", problem.leading(q) + " ") for q in values)
        rated = all(set(denominators(q.unit)) & set(numerators(counts[0].unit)) for q in values)
        if (rated or said) and not denominators(counts[0].unit):
            return _mean([(v.amount, c.amount) for v, c in zip(values, counts, strict=True)])
    return None


def _mean(pairs: list[tuple[Amount, Amount]]) -> Amount | None:
    weights = total([weight for _, weight in pairs])
    if weights.value <= Fraction(0):
        return None
    return total([value * weight for value, weight in pairs]) / weights
