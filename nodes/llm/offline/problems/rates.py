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
    place = _after_substance(quantity, words)
    rest = words[place : place + 5]
    if not rest:
        return quantity
    fixed = _fixed(quantity, words, place)
    if fixed is not None:
        return fixed
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
        if lead in ("in each", "in every", "on each", "to each"):
            return replace(quantity, unit=per(quantity.unit, symbol), end=place + length + 1)
        if lead in ("in a", "in an"):
            return replace(quantity, maybe=symbol)
        if lead.startswith(("for", "on")) or lead == "of every":
            return replace(quantity, maybe=symbol)
    return quantity


def _after_substance(quantity: Quantity, words: list[str]) -> int:
    """Where `an hour` may stand behind what is measured (`4 cups of coffee a day`)."""
    place = quantity.end
    following = words[place : place + 1]
    if not following or following[0] in PER or not (quantity.substance or following == ["of"]):
        return place
    ahead = next((n for n in range(place, min(place + 4, len(words))) if words[n] in PER), None)
    if ahead is None or not all(w.isalpha() and w not in ("and", "for", "with", "to") for w in words[place:ahead]):
        return place
    return ahead


def _fixed(quantity: Quantity, words: list[str], place: int) -> Quantity | None:
    """`hourly`, `each way`, `each time`, `each`, `for each of the 30 pupils`."""
    rest = words[place : place + 3]
    following = rest[1] if len(rest) > 1 else ""
    if rest[0] in CALLED_MONTHLY and (not following.isalpha() or following in STOP):
        return replace(quantity, unit=per(quantity.unit, CALLED_MONTHLY[rest[0]]), end=place + 1)
    if rest == ["for", "each", "of"]:
        number = next((at for at in range(place + 3, min(place + 6, len(words) - 1)) if is_number(words[at])), None)
        if number is None:
            return quantity
        return replace(quantity, unit=per(quantity.unit, stem(words[number + 1])), end=place + 3)
    if rest[0] not in ("each", "apiece", "everyone"):
        return None
    if following == "way":
        return replace(quantity, amount=of(2) * quantity.amount, end=place + 2, maybe="day")
    if following == "time":
        return replace(quantity, unit=per(quantity.unit, "occasion"), end=place + 2)
    if not following.isalpha() or following in STOP or following == "one":
        return replace(quantity, unit=per(quantity.unit, EACH), end=place + 1)
    return None


def _per_many(quantity: Quantity, words: list[str], place: int, currencies: dict[str, str]) -> Quantity:
    symbol, end, _ = unit_at(words, place + 1, currencies)
    if words[place] == "0" or not float(words[place]):
        return quantity
    return replace(quantity, amount=quantity.amount / of(words[place]), unit=per(quantity.unit, symbol), end=end)
