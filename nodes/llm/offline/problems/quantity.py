"""Quantities of a narration: a number with its unit, what it is per, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nodes.llm.offline.problems.amount import Amount
from nodes.llm.offline.problems.dimension import Unit
from nodes.llm.offline.problems.lexicon import CENTS, STOP, is_measure, stem

EACH = "each"
"""Stands for a thing that is counted elsewhere, until that is found."""
UNKNOWN = "?"
"""The symbol of a number without a unit, until the other quantities tell which one it has."""
PER = frozenset(("per", "/", "every", "each", "a", "an", "pro"))
CALLED_MONTHLY = {
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


_CHARGES = frozenset(("tax", "fee", "fees", "charge", "charges", "deposit", "shipping"))
"""What follows a word that is no thing of its own: `12 city tax`, `5 booking fee`."""


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


def unit_at(words: list[str], place: int, currencies: dict[str, str]) -> tuple[str, int, str]:
    """The symbol of the noun or unit that follows a number, the word after it, and what it measures."""
    run: list[str] = []
    while place + len(run) < len(words) and len(run) < 4:
        word = words[place + len(run)]
        if not word[0].isalpha() or word in STOP:
            break
        run.append(word)
    if not run:
        part = words[place : place + 2]
        lead = words[max(0, place - 4) : place - 1]
        if part in (["of", "us"], ["of", "you"]) or _WE_ARE.search(" ".join(lead)):
            return "person", place + (2 if part[:1] == ["of"] else 0), ""
        if part[:1] == ["times"] and part[1:] and part[1] in PER:
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
    charged = 1 if first in _SUMS else 2 if len(run) > 1 and run[1] in _CHARGES else 0
    if charged:
        rated = words[place + charged : place + charged + 1] in (["per"], ["each"])
        return UNKNOWN, place + charged if rated else place, ""
    if "money" in run:
        return "money", place + run.index("money") + 1, ""
    if first in CALLED_MONTHLY and run[-1] in ("salary", "salaries", "wages", "pay"):
        return CALLED_MONTHLY[first], place + len(run), ""
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
