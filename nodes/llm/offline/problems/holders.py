"""What quantities are per by their sentence: each pizza, a mile, boxes of 24, 6 rows of 14; and people of one sort."""

from __future__ import annotations

import re
from dataclasses import replace

from nodes.llm.offline.problems.dimension import Unit, denominators, dimension, numerators, one, per
from nodes.llm.offline.problems.lexicon import PERSONS, STOP, is_measure, stem
from nodes.llm.offline.problems.quantity import EACH, UNKNOWN, Quantity
from nodes.llm.offline.problems.words import is_number

_VERB = (
    r"(?:is|are|has|have|had|costs?|makes?|contains?|holds?|weighs?|takes?|gives?|needs?|gets?|got|equals|"
    r"=|was|pays?|want|wants|eats?|uses?|does|reads?|comes in|cut into|is cut into|earns?|produces?|"
    r"covers?|fits?|carries|carry|feeds?|serves?|drives?|flies|lasts?|will|can)"
)
_SUBJECT = re.compile(
    rf"(?:^|[,;:.(] |and |if |when |that |with |where )(each|every|all|a|an|1|the|my|our)(?: (?:single|"
    rf"normal|full|whole|small|large|big))? ([a-z]+)(?: of [a-z]+)?(?: ([a-z]+))? (?={_VERB}(?!\w))"
)
_CONTAINER = re.compile(
    r"(?:^| )([a-z]+) (?:of|containing|contain|contains|hold|holds|seat|seats|carry|carries|fit|"
    r"fits)(?: up to| exactly| about)?$"
)


def with_holders(found: list[Quantity], sentences: list[list[str]]) -> list[Quantity]:
    """`each pizza is cut into 8 slices`, `a mile is 1.6 km`, `boxes of 24`: what a quantity is per by its sentence."""
    done = []
    for quantity in found:
        words = sentences[quantity.sentence]
        before = " ".join(words[max(0, quantity.place - 14) : quantity.place])
        clause = re.split(
            r"(?:[,;:]| and| but) (?=(?:each|every|a|an|my|the|we|i|it|they|he|she|how|what|which) )", before
        )[-1]
        subject = next(reversed(list(_SUBJECT.finditer(clause))), None)
        named = _noun_of(subject) if subject else ""
        container = None if _COUNTED_HOLDER.search(before) else _CONTAINER.search(before)
        if (
            quantity.kind == "plain"
            and subject
            and subject.group(1) in ("each", "every")
            and len(denominators(quantity.unit)) == 1
        ):
            done.append(replace(quantity, unit=_over(quantity.unit, named)))
        elif quantity.kind == "plain" and not denominators(quantity.unit) and (period := _period(words, quantity)):
            done.append(replace(quantity, unit=_over(quantity.unit, period), maybe=""))
        elif quantity.kind == "plain" and (of_one := _OF_ONE.search(before)) and is_measure(stem(of_one.group(1))):
            done.append(replace(quantity, unit=_over(quantity.unit, stem(of_one.group(1)))))
        elif quantity.kind != "plain" or denominators(quantity.unit) or quantity.maybe:
            done.append(quantity)
        elif does := _EACH_DOES.search(before):
            done.append(replace(quantity, unit=per(quantity.unit, EACH if does.group(1) == "each" else "person")))
        elif (held := _held(words, quantity)) is not None:
            done.append(replace(quantity, unit=_over(quantity.unit, held)))
        elif subject and subject.group(1) in ("each", "every"):
            done.append(replace(quantity, unit=_over(quantity.unit, named)))
        elif subject and subject.group(1) in ("a", "an", "1"):
            done.append(replace(quantity, maybe=named))
        elif container and stem(container.group(1)) not in numerators(quantity.unit):
            done.append(replace(quantity, maybe=stem(container.group(1))))
        elif once := _FOR_ONE.search(" ".join(words[: quantity.place]) + " "):
            done.append(replace(quantity, maybe=stem(once.group(1))))
        else:
            done.append(quantity)
    return done


_PERIOD = re.compile(r"(?:every|each) (day|night|week|month|year) (?:i|we|he|she|they|you|my [a-z]+) (?!if|when)")
_OF_ONE = re.compile(
    r"\b(?:a|1|each|every) ([a-z]+) (?:of (?:the )?(?:paint|seed|fertili[sz]er|wood stain|varnish|it) )?(?:covers|lasts for|is enough for)(?: about)?$"
)
"""`Every month I pay`, `a litre covers`: what all of a sentence, or a number, is per."""
_COUNTED_HOLDER = re.compile(r"\d [a-z]+ (?:contain|hold|carry|seat|fit)(?: up to| exactly| about)?$")
_EACH_DOES = re.compile(
    r"\b(each|everyone|everybody) (?:one |of them )?(?!plus|and|minus|with|for|at|on|of|to)[a-z]+(?: about| only)?$"
)
_OF_EACH = re.compile(r"\beach of (?:the |our |my |these |those |his |her |their )?(\d+) ([a-z]+) [a-z]+$")
_FOR_ONE = re.compile(
    r"^(?:per|each|every|(?:for|in|on|per) (?:a|an|each|every)) ([a-z]+)\b.*?\b(?:i|we|he|she|they|you|it|is|costs?) "
)


def _period(words: list[str], quantity: Quantity) -> str:
    """The time that all numbers of a sentence are per (`every month I pay …`); empty for days of a week and the like."""
    found = _PERIOD.match(" ".join(words))
    if found is None:
        return ""
    timed = len(quantity.unit) == 1 and dimension(quantity.unit[0][0]) == "time"
    return "" if timed and sum(map(is_number, words)) > 1 else stem(found.group(1))


def _held(words: list[str], quantity: Quantity) -> str | None:
    """What a quantity is in each of: `3 shelves with 16 books`, `6 rows of 14`, `each of our 7 teams has 12 members`."""
    before = words[max(0, quantity.place - 5) : quantity.place]
    whole = " ".join(words[max(0, quantity.place - 9) : quantity.place])
    named = _OF_EACH.search(whole)
    if named:
        return stem(named.group(2))
    if (
        quantity.unit == one(UNKNOWN)
        and len(before) > 2
        and is_number(before[-3])
        and float(before[-3]) < quantity.amount.value
        and before[-1] == "of"
    ):
        return None
    if len(before) < 3 or before[-1] not in ("with", "of", "containing", "à", "á", "x", "holding"):
        return None
    nouns = [place for place in range(len(before) - 1) if is_number(before[place])]
    symbol = stem(before[-2])
    if (
        not nouns
        or len(before) - 1 - nouns[-1] > 3
        or symbol in PERSONS
        or is_measure(symbol)
        or symbol in STOP
        or before[-2] == "%"
    ):
        return None
    return symbol


def _noun_of(subject: re.Match[str]) -> str:
    """The noun of `a mile`, `a US gallon`."""
    second = stem(subject.group(3) or "")
    return second if is_measure(second) else stem(subject.group(2))


def _over(whole: Unit, symbol: str) -> Unit:
    return per(whole, "person" if symbol in PERSONS else symbol) if symbol not in dict(whole) else whole


def with_people(found: list[Quantity]) -> list[Quantity]:
    """Friends, colleagues and guests are persons, unless two sorts of them are told apart."""
    sorts = {name for quantity in found for name in numerators(quantity.unit) if name in PERSONS}
    sorts |= {quantity.maybe for quantity in found if quantity.maybe in PERSONS}
    if len(sorts) > 1:
        return found
    return [
        replace(
            quantity,
            unit=tuple(sorted(("person" if name in PERSONS else name, power) for name, power in quantity.unit)),
            maybe="person" if quantity.maybe in PERSONS else quantity.maybe,
        )
        for quantity in found
    ]
