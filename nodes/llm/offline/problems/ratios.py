"""Ratios: a whole, or one part, shared out 3 to 2, by the size of a part or by the names that the text gives to them."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.amount import Amount, of, total
from nodes.llm.offline.problems.problem import Problem
from nodes.llm.offline.problems.quantity import Quantity

_RATIO = re.compile(r"(?<![\d.])(\d+) ?(?:to|:) ?(\d+)(?: ?(?:to|:) ?(\d+))?(?![\d.])")
_PARTS = re.compile(
    r"(?<![\d.])(?P<p1>\d+|a|oneitem) parts? (?:of )?(?P<n1>[a-z]+)"
    r"(?:,| and|, and| to| for(?: every)?| with) (?P<p2>\d+) (?:parts? )?"
    r"(?:of )?(?P<n2>[a-z]+)(?:(?:,| and|, and| to) (?P<p3>\d+) (?:parts? )?(?:of )?(?P<n3>[a-z]+))?"
)
_NAMES = re.compile(
    r"\b([a-z]+)(?: ?,| :| to) ([a-z]+)(?: ?,? and| ?,| :| to) ([a-z]+)\b|"
    r"\b([a-z]+) (?:and|to|:|with|&) (?:my |the |his |her )?([a-z]+)\b"
)
_NO_NAMES = frozenset(
    ("the", "a", "ratio", "in", "of", "between", "i", "mixed", "share", "split", "how", "what", "divide", "is")
)


def ratio_split(problem: Problem) -> Amount | None:
    """`split 7,500 in the ratio 3 to 2`: the larger or smaller share, that of the first or second, or of a name."""
    whole = problem.question.whole
    named = _PARTS.search(whole)
    found = named or _RATIO.search(whole)
    if not found or not problem.question.tells(
        "ratio|split|divide|share|shared|proportion|mix\\w*|divided|parts?|shares"
    ):
        return None
    numbers = [group for group in found.groups()[:: 2 if named else 1] if group]
    parts = [of(group if group.isdigit() else "1") for group in numbers]
    names = [group for group in found.groups()[1::2] if group] if named else _names(whole, len(parts))
    rest = _rest(problem, parts)
    if len(rest) != 1 or total(parts).value <= 0:
        return None
    known = _part_known(rest[0], names, problem)
    chosen = _chosen(problem, parts, names)
    if problem.question.asks("total|altogether|in all|together") and known is not None:
        return rest[0].amount * total(parts) / parts[known]
    if chosen is None:
        return None
    if known is not None and known != chosen:
        return rest[0].amount * parts[chosen] / parts[known]
    return rest[0].amount * parts[chosen] / total(parts) if known is None else None


def _rest(problem: Problem, parts: list[Amount]) -> list[Quantity]:
    """The quantities that are neither a term of the ratio nor the number of those who share."""
    left = [part.value for part in parts]
    rest = []
    for quantity in problem.quantities:
        if quantity.kind == "clock":
            continue
        if quantity.unit == (("person", 1),) and quantity.amount.value == len(parts):
            continue
        if quantity.amount.value in left and not ("money" in dict(quantity.unit) and quantity.substance):
            left.remove(quantity.amount.value)
            continue
        rest.append(quantity)
    return rest


def _names(whole: str, count: int) -> list[str]:
    for match in _NAMES.finditer(whole):
        names = [name for name in match.groups() if name]
        if (
            len(names) == count
            and not set(names) & _NO_NAMES
            and any(len(re.findall(rf"\b{re.escape(name)}\b", whole)) > 1 for name in names)
        ):
            return names
    return []


def _part_known(quantity: Quantity, names: list[str], problem: Problem) -> int | None:
    """Which part an amount is of, where it is not the whole (`I use 3 kg of cement`)."""
    following = problem.following(quantity, 3).removeprefix("of ").removeprefix("the ").split()[:1]
    said = {quantity.substance, *(name for name, _ in quantity.unit), *following}
    for place, name in enumerate(names):
        if name in said or name.removesuffix("s") in said:
            return place
    return None


def _chosen(problem: Problem, parts: list[Amount], names: list[str]) -> int | None:
    text = problem.question.text
    values = [part.value for part in parts]
    named = [place for place, name in enumerate(names) if re.search(rf"\b{re.escape(name)}\b", text)]
    if len(named) == 1:
        return named[0]
    if re.search(r"\b(?:bigger|larger|largest|biggest|greater|greatest|most)\b", text):
        return values.index(max(values))
    if re.search(r"\b(?:smaller|smallest|lesser|least)\b", text):
        return values.index(min(values))
    for place, word in enumerate(("first", "second", "third")):
        if re.search(rf"\b{word}\b", text) and place < len(parts):
            return place
    return None
