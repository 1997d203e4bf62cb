"""The quantities of a sentence, read from its numbers on."""

from __future__ import annotations

import re
from dataclasses import replace

from nodes.llm.offline.dates import MONTHS
from nodes.llm.offline.numerals import FRACTIONS
from nodes.llm.offline.problems.amount import Amount, of
from nodes.llm.offline.problems.dimension import NONE, one
from nodes.llm.offline.problems.lexicon import STOP, is_measure, stem
from nodes.llm.offline.problems.quantity import UNKNOWN, Quantity, unit_at
from nodes.llm.offline.problems.rates import with_per
from nodes.llm.offline.problems.words import is_number

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
    if after in MONTHS or before in MONTHS:
        return None
    if _is_year(word, before, after) and words[max(0, place - 2) : place] != ["%", "of"]:
        return Quantity(of(word), one("year"), "year", 0, place, place + 1)
    symbol, end, substance = unit_at(words, place + 1, currencies)
    if word == "1" and symbol != UNKNOWN and words[end : end + 1] and words[end] in _BECOMES:
        return None
    fraction = _fraction_before(words, place)
    amount = of(word) * fraction[0] if fraction else of(word)
    quantity = Quantity(amount, one(symbol), "plain", 0, place, end, substance=substance)
    return with_per(quantity, words, currencies)


def _share_at(words: list[str], place: int) -> Quantity | None:
    """`two thirds of them`, `half the class`: a percentage, but not where a number follows, which is itself that much less."""
    start = place + 1 if is_number(words[place]) and "." not in words[place] else place
    name = words[start] if start < len(words) else ""
    if name not in FRACTIONS or (start == place and name not in ("half", "third", "quarter", "fifth", "tenth")):
        return None
    end = start + 1
    after = words[end : end + 1]
    lead = " ".join(words[max(0, start - 4) : start])
    if start == place and re.search(r"\bof (?:these|those|them|whom|which|that),? (?:a|1|about a)$", lead):
        return Quantity(of(100) / of(FRACTIONS[name]), NONE, "percent", 0, place, end)
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
    """What `half of`, `2 thirds of the` right before a number multiplies it with, and where that begins."""
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
