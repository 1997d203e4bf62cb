"""What a quantity is per by the words after it: an hour, each, per 100 km, for adults."""

from __future__ import annotations

import re
from dataclasses import replace

from nodes.llm.offline.problems.amount import of
from nodes.llm.offline.problems.dimension import per
from nodes.llm.offline.problems.lexicon import STOP, is_measure, stem
from nodes.llm.offline.problems.quantity import CALLED_MONTHLY, EACH, PER, Quantity, unit_at
from nodes.llm.offline.problems.words import is_number

_SOFT_PER = re.compile(r"(?:in|to|for|on|of) (?:the|a|an|every|each)$|for$|the$")


def with_per(quantity: Quantity, words: list[str], currencies: dict[str, str]) -> Quantity:
    """A quantity with what follows it: per month, each, an hour, per 100 km, for adults."""
    place = quantity.end
    if (
        (quantity.substance or words[place : place + 1] == ["of"])
        and words[place : place + 1]
        and words[place] not in PER
    ):
        ahead = next((n for n in range(place, min(place + 4, len(words))) if words[n] in PER), None)
        place = (
            ahead
            if ahead is not None
            and all(w.isalpha() and w not in ("and", "for", "with", "to") for w in words[place:ahead])
            else place
        )
    rest = words[place : place + 5]
    if not rest:
        return quantity
    if rest[0] in CALLED_MONTHLY and (len(rest) < 2 or not rest[1].isalpha() or rest[1] in STOP):
        return replace(quantity, unit=per(quantity.unit, CALLED_MONTHLY[rest[0]]), end=place + 1)
    if rest[:3] == ["for", "each", "of"]:
        number = next((at for at in range(place + 3, min(place + 6, len(words) - 1)) if is_number(words[at])), None)
        return (
            quantity
            if number is None
            else replace(quantity, unit=per(quantity.unit, stem(words[number + 1])), end=place + 3)
        )
    if rest[0] in ("each", "apiece", "everyone"):
        if rest[1:2] == ["way"]:
            return replace(quantity, amount=of(2) * quantity.amount, end=place + 2, maybe="day")
        if rest[1:2] == ["time"]:
            return replace(quantity, unit=per(quantity.unit, "occasion"), end=place + 2)
        if not rest[1:] or not rest[1].isalpha() or rest[1] in STOP or rest[1] == "one":
            return replace(quantity, unit=per(quantity.unit, EACH), end=place + 1)
    for length in (1, 2):
        lead = " ".join(rest[:length])
        hard = length == 1 and rest[0] in PER
        if len(rest) <= length or not (hard or _SOFT_PER.fullmatch(lead)):
            continue
        if is_number(rest[length]):
            return (
                _per_many(quantity, words, place + length, currencies) if rest[0] in ("per", "/", "every") else quantity
            )
        word = rest[length]
        if not word.isalpha() or word in STOP:
            continue
        symbol = currencies.get(word) or stem("person" if word in ("head", "person") else word)
        if hard and rest[0] not in ("a", "an") and word in ("piece", "unit", "item"):
            return replace(quantity, unit=per(quantity.unit, EACH), end=place + length + 1)
        if hard and word == "piece":
            return replace(quantity, unit=per(quantity.unit, EACH), end=place + length + 1)
        if hard or (is_measure(symbol) and length == 2 and rest[0] != "for"):
            return replace(quantity, unit=per(quantity.unit, symbol), end=place + length + 1)
        if lead.startswith(("for", "on")) or lead == "of every":
            return replace(quantity, maybe=symbol)
    return quantity


def _per_many(quantity: Quantity, words: list[str], place: int, currencies: dict[str, str]) -> Quantity:
    symbol, end, _ = unit_at(words, place + 1, currencies)
    if words[place] == "0" or not float(words[place]):
        return quantity
    return replace(quantity, amount=quantity.amount / of(words[place]), unit=per(quantity.unit, symbol), end=end)
