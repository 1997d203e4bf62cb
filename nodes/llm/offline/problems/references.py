"""What `each` and a bare price stand for, and denominators that matter nowhere."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from nodes.llm.offline.problems.dimension import denominators, dimension, numerators, one, per, times
from nodes.llm.offline.problems.lexicon import PERSONS, is_measure, stem
from nodes.llm.offline.problems.quantity import EACH, UNKNOWN, Quantity
from nodes.llm.offline.problems.question import Question


def with_each(found: list[Quantity], sentences: list[list[str]]) -> list[Quantity]:
    """What `each` and a bare price stand for: the counted thing that was named last before, or next after."""
    counts = [
        quantity
        for quantity in found
        if quantity.kind == "plain" and len(quantity.unit) == 1 and not is_measure(quantity.unit[0][0])
    ]
    names = {
        name
        for quantity in found
        if quantity.kind == "plain"
        for name in numerators(quantity.unit)
        if not is_measure(name)
    } - {UNKNOWN}
    done = []
    for quantity in found:
        if dict(quantity.unit).get(EACH) == -1:
            symbol = _thing(quantity, counts, names, sentences)
            quantity = replace(
                quantity,
                unit=times(times(quantity.unit, one(EACH)), one(symbol), -1)
                if symbol
                else times(quantity.unit, one(EACH)),
                maybe="",
            )
        elif quantity.unit == one("money") and not quantity.maybe:
            before = " ".join(sentences[quantity.sentence][max(0, quantity.place - 4) : quantity.place])
            priced = re.search(r"\b(?:at|@)$", before.strip())
            earlier = [count for count in counts if (count.sentence, count.place) < (quantity.sentence, quantity.place)]
            symbol = _thing(quantity, earlier, names, sentences) if priced and earlier else ""
            if symbol and not re.search(
                r"\b(?:altogether|in total|together)\b",
                " ".join(sentences[quantity.sentence][quantity.end : quantity.end + 3]),
            ):
                quantity = replace(quantity, maybe=symbol if symbol != "person" else "")
        done.append(quantity)
    return done


def _thing(quantity: Quantity, counts: list[Quantity], names: set[str], sentences: list[list[str]]) -> str:
    own = set(numerators(quantity.unit))
    words = sentences[quantity.sentence]
    for place in range(quantity.place - 1, -1, -1):
        symbol = stem(words[place])
        if words[place].isalpha() and symbol in PERSONS and "person" in names:
            symbol = "person"
        if symbol in names - own and (symbol != "person" or place == 0 or words[place - 1] != "and"):
            return symbol
    others = [count for count in counts if count.unit[0][0] not in own | {UNKNOWN}]
    if not others:
        return ""
    nearest = min(
        others, key=lambda count: (abs(count.sentence - quantity.sentence), abs(count.place - quantity.place))
    )
    return nearest.unit[0][0]


def with_holders_that_matter(found: list[Quantity], question: Question) -> list[Quantity]:
    """`A pack of 64` is per pack only where packs are counted or asked for."""
    done = []
    for place, quantity in enumerate(found):
        others = Counter(name for other, one_ in enumerate(found) if other != place for name in numerators(one_.unit))
        wanted = {name for target in question.targets for name, _ in target} | set(question.nouns)
        if (
            quantity.maybe
            and (any(dimension(name) == dimension(quantity.maybe) for name in [*others, *wanted]))
            and quantity.maybe not in dict(quantity.unit)
        ):
            done.append(replace(quantity, unit=per(quantity.unit, quantity.maybe), maybe=""))
        else:
            done.append(replace(quantity, maybe=""))
    return done


def without_idle_rates(found: list[Quantity], question: Question) -> list[Quantity]:
    """`1,480 a month` is money where nothing else is about months."""
    done = []
    wanted = {dimension(name) for target in question.targets for name, _ in target}
    lengths = sum(1 for quantity in found if any(dimension(name) == "length" for name, _ in quantity.unit))
    wanted |= {"area"} if lengths > 1 or (question.tells("square") and lengths) else set()
    wanted |= {"volume"} if lengths > 2 else set()
    for place, quantity in enumerate(found):
        whole = quantity.unit
        for name in denominators(whole):
            others = {dimension(other) for at, one_ in enumerate(found) if at != place for other, _ in one_.unit}
            supply = is_measure(name) and dimension(name) != "time" and "money" not in numerators(whole)
            if dimension(name) not in others | wanted and not (supply and question.nouns and question.asks("how much")):
                whole = times(whole, one(name), 1)
        done.append(replace(quantity, unit=whole))
    return done
