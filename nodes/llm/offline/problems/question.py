"""What is asked: the place of the question in a text and the unit that its answer has."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nodes.llm.offline.problems.dimension import Unit, denominators, one, per
from nodes.llm.offline.problems.lexicon import CENTS, PERSONS, STOP, is_measure, stem

_EACH = re.compile(
    r"\b(?:each|apiece|(?:my|our|your|everyone's|everybody's|a person's) share|every [a-z]+ (?=gets?|"
    r"receives?|pays?|has to|must|contribute)|every one of|everyone|everybody|a person|per (?:person|head|"
    r"capita)|every (?:person|of us)|one of us|a head)\b"
)
_COUNT = re.compile(
    r"how many (?:more |extra |other |additional |full |whole |complete |entire |such |of (?:the|these|"
    r"those|my|our) |of )*((?:[a-z']+ ?){0,4})"
)
_MUCH = re.compile(
    r"how much (?!is\b|are\b|was\b|does\b|do\b|did\b|will\b|would\b|should\b|can\b|could\b|must\b|have\b|"
    r"has\b|it\b|i\b|we\b|he\b|she\b|they\b|you\b|each\b|per\b|makes?\b|costs?\b|pays?\b|money\b|in\b|"
    r"to\b|for\b|of\b|on\b|more\b|less\b|did\b|the\b|my\b|a\b|left\b|change\b|remains?\b|time\b|longer\b|"
    r"faster\b|cheaper\b|interest\b|profit\b|tax\b|tip\b|vat\b)([a-z]+)"
)
_SINGLE = re.compile(
    r"\b(?:what|how (?:much|heavy|long|big|tall|far))\b.*?\b(?:does|do|is|would|will|for|of|costs?|has|"
    r"pays?)\b (?:the price of |the cost of )?(?:one |a |an |a single |one single |"
    r"each )(?:single )?([a-z]+)"
    r"|\b(?:price|cost) (?:of|for) (?:a|an) ([a-z]+)"
)
_PER = re.compile(r"\b(?:per|/|a|an|each|every|for one|for each|for every) (?:single )?([a-z]+)$")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        text: The question's own words.
        whole: All the words of the text.
        targets: The units that the answer may have, most likely first; empty where the question does not tell.
        share: Whether each of several is asked about.
        nouns: The things that are counted or measured in the answer.
        firm: Whether the question itself names its unit.
    """

    text: str
    whole: str
    targets: tuple[Unit, ...] = ()
    share: bool = False
    nouns: tuple[str, ...] = ()
    firm: bool = False

    def asks(self, pattern: str) -> bool:
        """Whether the question's words hold a pattern."""
        return re.search(rf"\b(?:{pattern})\b", self.text) is not None

    def tells(self, pattern: str) -> bool:
        """Whether any words of the text hold a pattern."""
        return re.search(rf"\b(?:{pattern})\b", self.whole) is not None


def read_question(sentences: list[list[str]], number: int, asked: range, currencies: dict[str, str]) -> Question:
    """The question of a text, with the units that its answer may have."""
    words = [sentences[number][place] for place in asked] or sentences[number]
    text = " ".join(word for word in words if word not in ("?", ".", "!"))
    whole = " ".join(" ".join(sentence) for sentence in sentences)
    targets, nouns, firm = _targets(text, currencies)
    return Question(text, whole, tuple(targets), bool(_EACH.search(text)), tuple(nouns), firm)


def _targets(text: str, currencies: dict[str, str]) -> tuple[list[Unit], list[str], bool]:
    found: list[Unit] = []
    nouns: list[str] = []
    kinds = sorted(set(currencies.values()) - {"lb"})
    money = kinds[0] if len(kinds) == 1 else "money"
    for stated in re.finditer(r"\bin ([a-z]+(?: per [a-z]+)?)\b", re.sub(r"\bplease$", "", text).strip()):
        first, _, below = stated.group(1).partition(" per ")
        symbol = _symbol(first, currencies)
        if is_measure(symbol) or first in currencies:
            found.append(per(one(symbol), stem(below)) if below else one(symbol))
    firm = bool(found)
    below = _below(re.sub(r"\( [^)]*\)?", "", re.sub(r"\b[\d.]+ [a-z]+ (?:per|a|an) [a-z]+", "", text)).strip())
    counted = _COUNT.search(text) or (
        re.search(r"how much ([a-z]+)", text)
        if re.search(r"how much (?:euros?|dollars?|km|hours?|minutes?|grams?|litres?|%)", text)
        else None
    )
    if counted:
        symbol = _counted(counted.group(1), currencies)
        if not symbol and counted.group(0).startswith("how many"):
            found.append(one("?") if not below else per(one("?"), below))
        if symbol:
            nouns.append(symbol)
            firm = True
            found.append(per(one(symbol), below) if below and below != symbol else one(symbol))
            found.append(one(symbol))
    elif (much := _MUCH.search(text)) and much.group(1) not in STOP:
        nouns.append(stem(much.group(1)))
    elif firm:
        found.extend(
            [per(unit, below) for unit in found if below and below not in dict(unit) and not denominators(unit)]
        )
    else:
        found.extend(_by_words(text, below, money))
    return found, nouns, firm


_LASTING = r"\bhow long\b.*\b(?:trip|journey|drive|ride|flight|film|movie|walk|takes?|lasts?|until|till|meeting|tour)\b"
"""What is long in time, never in metres."""


def _by_words(text: str, below: str, money: str) -> list[Unit]:
    found: list[Unit] = []
    for pattern, units in (
        (r"how fast|speed", [per(one("km"), "hour"), per(one("mile"), "hour"), per(one("m"), "second")]),
        (r"area|how big|how large|surface", [one("m2"), one("cm2"), one("ft2")]),
        (r"volume|capacity", [one("m3"), one("l"), one("cm3")]),
        (r"how far|distance", [one("km"), one("mile"), one("m")]),
        (r"how heavy|weight|weigh", [one("kg"), one("g"), one("lb")]),
        (
            r"how long|how much time|how much longer|duration",
            [
                one("hour"),
                one("minute"),
                one("day"),
                one("week"),
                one("month"),
                one("second"),
                one("year"),
                one("m"),
                one("cm"),
            ],
        ),
    ):
        if re.search(rf"\b(?:{pattern})\b", text):
            if re.search(_LASTING, text):
                units = [unit for unit in units if unit not in (one("m"), one("cm"))]
            found.extend([per(unit, below) for unit in units if below and below not in dict(unit)])
            found.extend(units)
    if not found:
        base = one(money)
        if below:
            found.append(per(base, below))
        found.append(base)
    return found


def _below(text: str) -> str:
    """The thing that the answer is per, if the question names one."""
    if re.search(r"\b(?:is|are|costs?|was) (?:each|every) oneitem$", text):
        return "each"
    if _EACH.search(text):
        named = re.search(r"\b(?:each|every|per) ([a-z]+)", text)
        if (
            named
            and named.group(1) not in STOP
            and named.group(1) not in ("one", "oneitem", "receive")
            and not is_verb(named.group(1))
        ):
            return stem(named.group(1)) if stem(named.group(1)) not in PERSONS else "person"
        return "person"
    closing = _PER.search(
        re.sub(
            r" (?:please|cost|then|costs|pay|contribute|alone|exactly|on average|owe|in average|i|we|have to|to)\b.*$",
            "",
            text,
        )
    )
    if closing and closing.group(1) not in STOP:
        return stem(closing.group(1))
    inner = re.search(r"\bper ([a-z]+)", text)
    if inner and inner.group(1) not in ("%",):
        return stem(inner.group(1))
    if re.search(r"\b(?:does|is|for|of|per|would|will) (?:each )?oneitem\b|^oneitem\b", text):
        return "each"
    single = _SINGLE.search(text)
    named_one = (single.group(1) or single.group(2)) if single else ""
    return stem(named_one) if named_one and named_one not in STOP else ""


def is_verb(word: str) -> bool:
    """Whether a word after `each` is what each does."""
    return word in (
        "pays",
        "gets",
        "receives",
        "owes",
        "need",
        "has",
        "contribute",
        "receive",
        "spend",
        "spends",
        "contributes",
        "afterwards",
        "then",
    )


def _symbol(word: str, currencies: dict[str, str]) -> str:
    return currencies.get(word) or ("cent" if word in CENTS else stem(word))


def _counted(run: str, currencies: dict[str, str]) -> str:
    words = [word for word in run.split() if word]
    kept: list[str] = []
    for word in words:
        if word in STOP:
            break
        kept.append(word)
    if not kept:
        return ""
    plural = next((word for word in kept if stem(word) != word or is_measure(stem(word))), kept[0])
    return _symbol(plural, currencies)
