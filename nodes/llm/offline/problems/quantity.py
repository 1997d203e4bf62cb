"""Quantities of a narration: a number with its unit, what it is per, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nodes.llm.offline.numerals import FRACTIONS
from nodes.llm.offline.problems.amount import Amount, of
from nodes.llm.offline.problems.dimension import NONE, Unit, one, per
from nodes.llm.offline.problems.lexicon import CENTS, STOP, is_measure, stem
from nodes.llm.offline.problems.words import is_number

EACH = "each"
"""Stands for a thing that is counted elsewhere, until that is found."""
UNKNOWN = "?"
"""The symbol of a number without a unit, until the other quantities tell which one it has."""
_PER = frozenset(("per", "/", "every", "each", "a", "an", "pro"))
_SOFT_PER = re.compile(r"(?:in|to|for|on|of) (?:the|a|an|every|each)$|for$|the$")
_LABELS = frozenset(
    [
        "room",
        "bus",
        "line",
        "gate",
        "number",
        "platform",
        "chapter",
        "grade",
        "page",
        "section",
        "apartment",
        "tram",
        "train",
        "version",
        "step",
        "article",
        "seat",
        "row",
    ]
)
_CALLED_MONTHLY = {
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
    "hourly": "hour",
}
_WE_ARE = re.compile(r"\b(?:we|us) (?:are|were)(?: only| about| just)?$|\b(?:group|party|family|crew) of$")
_SUMS = frozenset(
    [
        "rent",
        "tax",
        "tip",
        "salary",
        "profit",
        "insurance",
        "fee",
        "fees",
        "interest",
        "income",
        "deposit",
        "wages",
        "pension",
        "change",
        "shipping",
        "delivery",
        "electricity",
    ]
)
_MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
_BECOMES = frozenset(
    [
        "is",
        "are",
        "=",
        "equals",
        "has",
        "have",
        "makes",
        "contains",
        "holds",
        "gives",
        "weighs",
        "costs",
        "cost",
        "be",
        "was",
        "equal",
        "takes",
        "needs",
    ]
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the text.

    Attributes:
        amount: Its value.
        unit: What it measures; may hold `EACH` and `UNKNOWN`.
        kind: plain, percent, share (a fraction of something), clock or year.
        sentence: Which sentence, from 0.
        place: The word where the number stands.
        end: The word after its unit.
        asked: Whether it stands in the question itself.
        maybe: A thing that it may be per (`a pack of 64`), which counts only where that thing matters elsewhere.
        substance: What is measured (`240 g of flour`).
        series: The number of the list that it is part of; 0 for none.
        part: Whether it is said to be `of them`.
    """

    amount: Amount
    unit: Unit
    kind: str
    sentence: int
    place: int
    end: int
    asked: bool = False
    maybe: str = ""
    substance: str = ""
    series: int = 0
    part: bool = False


def scan(words: list[str], sentence: int, asked: range, currencies: dict[str, str]) -> list[Quantity]:
    """The quantities of one sentence.

    Args:
        words: Of `words.sentences_of`.
        sentence: Its number.
        asked: The places that are part of the question.
        currencies: The symbol of each word for money.
    """
    found: list[Quantity] = []
    place = 0
    while place < len(words):
        quantity = _at(words, place, currencies)
        if quantity is None:
            place += 1
            continue
        found.append(replace(quantity, sentence=sentence, asked=quantity.place in asked))
        place = max(quantity.end, place + 1)
    return found


def _at(words: list[str], place: int, currencies: dict[str, str]) -> Quantity | None:
    word = words[place]
    before = words[place - 1] if place else ""
    after = words[place + 1] if place + 1 < len(words) else ""
    if re.fullmatch(r"\d{1,2}:\d{2}", word):
        hours, minutes = word.split(":")
        late = 12 if after == "pm" and int(hours) < 12 else 0
        return Quantity(of(60 * (int(hours) + late) + int(minutes)), one("minute"), "clock", 0, place, place + 1)
    share = _share_at(words, place)
    if share is not None:
        return share
    if (
        is_number(word)
        and after in FRACTIONS
        and after != "second"
        and (words[place + 2 : place + 3] == ["of"] or "%" in word)
    ):
        return None
    if not is_number(word) or (before in _LABELS and (not after.isalpha() or after in STOP)):
        return None
    if after in ("am", "pm", "o'clock") and "." not in word:
        hour = int(word) % 12 + (12 if after == "pm" else 0) if after != "o'clock" else int(word)
        return Quantity(of(60 * hour), one("minute"), "clock", 0, place, place + 2)
    if after == "%":
        return Quantity(of(word), NONE, "percent", 0, place, place + 2)
    if after in _MONTHS or before in _MONTHS:
        return None
    if _is_year(word, before, after):
        return Quantity(of(word), one("year"), "year", 0, place, place + 1)
    symbol, end, substance = _unit_at(words, place + 1, currencies)
    if word == "1" and symbol != UNKNOWN and words[end : end + 1] and words[end] in _BECOMES:
        return None
    fraction = _fraction_before(words, place)
    amount = of(word) * fraction[0] if fraction else of(word)
    quantity = Quantity(amount, one(symbol), "plain", 0, place, end, substance=substance)
    return _with_per(quantity, words, currencies)


def _share_at(words: list[str], place: int) -> Quantity | None:
    """`two thirds of them`, `half the class`: a percentage, but not where a number follows, which is itself that much less."""
    start = place + 1 if is_number(words[place]) and "." not in words[place] else place
    name = words[start] if start < len(words) else ""
    if name not in FRACTIONS or (start == place and name not in ("half", "third", "quarter", "fifth", "tenth")):
        return None
    end = start + 1
    after = words[end : end + 1]
    ends = start > place and (not after or not after[0].isalpha())
    if after != ["of"] and not ends and not (name == "half" and after in (["the"], ["my"], ["our"])):
        return None
    times = of(words[place]) if start > place else of(1)
    ahead = [word for word in words[end : end + 4] if word not in ("of", "the", "my", "our", "a", "that", "about")]
    if ahead and is_number(ahead[0]) and (len(words) <= end + 3 or is_measure(stem(_noun_after(words, end)))):
        return None
    return Quantity(times * of(100) / of(FRACTIONS[name]), NONE, "percent", 0, place, end)


def _noun_after(words: list[str], place: int) -> str:
    number = next((at for at in range(place, min(place + 4, len(words))) if is_number(words[at])), place)
    return words[number + 1] if number + 1 < len(words) and words[number + 1].isalpha() else "metre"


def _fraction_before(words: list[str], place: int) -> tuple[Amount, int] | None:
    """What the number at `place` is multiplied with where `half of`, `2 thirds of the` stands right before it, and where that begins."""
    start = place - 1
    while start > 0 and words[start] in ("the", "my", "our", "of"):
        start -= 1
    if start < 0 or words[start] not in FRACTIONS or ("of" not in words[start + 1 : place] and words[start] != "half"):
        return None
    if not is_measure(stem(_noun_after(words, start))):
        return None
    if start and is_number(words[start - 1]) and "." not in words[start - 1]:
        return of(words[start - 1]) / of(FRACTIONS[words[start]]), start - 1
    return of(1) / of(FRACTIONS[words[start]]), start


def _is_year(word: str, before: str, after: str) -> bool:
    if not re.fullmatch(r"1[89]\d\d|20\d\d", word):
        return False
    return before in ("in", "since", "year", "between", "until", "from", "by", "to", "of") or (
        (before == "and" and not after.isalpha()) and False
    )


def _unit_at(words: list[str], place: int, currencies: dict[str, str]) -> tuple[str, int, str]:
    """The symbol of the noun or unit that follows a number, the word after it, and what it measures."""
    run: list[str] = []
    while place + len(run) < len(words) and len(run) < 4:
        word = words[place + len(run)]
        if not word[0].isalpha() or (word in STOP and not (word == "in" and False)):
            break
        run.append(word)
    if not run:
        part = words[place : place + 2]
        lead = words[max(0, place - 4) : place - 1]
        if part in (["of", "us"], ["of", "you"]) or _WE_ARE.search(" ".join(lead)):
            return "person", place + (2 if part[:1] == ["of"] else 0), ""
        if part[:1] == ["times"] and part[1:] and part[1] in _PER:
            timed = any(
                words[at] in ("each", "every", "per", "a") and words[at + 1] == "time" for at in range(len(words) - 1)
            )
            return "occasion" if timed else UNKNOWN, place + 1, ""
        return (
            UNKNOWN,
            place,
            "them"
            if part and part[0] == "of" and part[1:2] != [] and part[1] in ("them", "these", "those", "which", "us")
            else "",
        )
    first = run[0]
    if first in _SUMS:
        return UNKNOWN, place, ""
    if "money" in run:
        return "money", place + run.index("money") + 1, ""
    if first in _CALLED_MONTHLY and run[-1] in ("salary", "salaries", "wages", "pay"):
        return _CALLED_MONTHLY[first], place + len(run), ""
    symbol = currencies.get(first) or ("cent" if first in CENTS else stem(first))
    if first in ("square",) and len(run) > 1:
        symbol = stem(first + run[1])
    if is_measure(symbol) or first in currencies:
        return symbol, place + 1, _substance(words, place + 1)
    chosen = next((place_ for place_, word in enumerate(run) if stem(word) != word), 0)
    symbol = currencies.get(run[chosen]) or stem(run[chosen])
    return symbol, place + chosen + 1, ""


def _substance(words: list[str], place: int) -> str:
    rest = words[place : place + 4]
    if rest[:1] == ["of"]:
        rest = rest[1:]
    rest = [word for word in rest if word not in ("the", "my", "our", "fresh", "dry")]
    return stem(rest[0]) if rest and rest[0].isalpha() and rest[0] not in STOP else ""


def _with_per(quantity: Quantity, words: list[str], currencies: dict[str, str]) -> Quantity:
    """A quantity with what follows it: per month, each, an hour, per 100 km, for adults."""
    place = quantity.end
    if (
        (quantity.substance or words[place : place + 1] == ["of"])
        and words[place : place + 1]
        and words[place] not in _PER
    ):
        ahead = next((n for n in range(place, min(place + 4, len(words))) if words[n] in _PER), None)
        place = (
            ahead
            if ahead is not None
            and all(w.isalpha() and w not in ("and", "for", "with", "to") for w in words[place:ahead])
            else place
        )
    rest = words[place : place + 5]
    if not rest:
        return quantity
    if rest[0] in _CALLED_MONTHLY and (len(rest) < 2 or not rest[1].isalpha() or rest[1] in STOP):
        return replace(quantity, unit=per(quantity.unit, _CALLED_MONTHLY[rest[0]]), end=place + 1)
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
        hard = length == 1 and rest[0] in _PER
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
    symbol, end, _ = _unit_at(words, place + 1, currencies)
    if words[place] == "0" or not float(words[place]):
        return quantity
    return replace(quantity, amount=quantity.amount / of(words[place]), unit=per(quantity.unit, symbol), end=end)
