"""Words of a phrase to the terminals of `values.lark`: fillers dropped, numbers in words to digits, signs to their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lark import Token
from lark.lexer import Lexer

from nodes.llm.offline import numerals
from nodes.llm.offline.protect import FILE, QUOTE
from nodes.llm.offline.units import UNITS
from nodes.llm.offline.vocabulary import AGGREGATES, KINDS, PLACES, THINGS

_PIECE = re.compile(
    rf"{QUOTE}|{FILE}|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?(?:e[+\-]?\d+)?(?:st|nd|rd|th)?(?![.\d])|\d+(?=\.)|\.\d+"
    r"|°[cf]|[a-zπ]+(?:['’][a-z]+)?|//|\*\*|[-+*/^()!=,:&%$€£√²³×÷·−–—≈]"
)


_SIGNS = {
    "×": "*",
    "·": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "—": "-",
    "√": "sqrt",
    "²": "squared",
    "³": "cubed",
    "π": "pi",
}


_FILLERS = frozenset(
    re.findall(
        r"\S+",
        "the a an its my our please exactly me value values given following usd eur euros euro bucks gbp "
        "evenly equally people persons person friends kids children guests colleagues students roommates ways "
        "equal $ € £ current actual these those result's",
    )
)


_CURRENCY = frozenset(("dollars", "dollar"))


_FILE_WORDS = frozenset(("file", "document", "csv", "spreadsheet", "textfile", "doc"))


_POINTERS = {
    "it": "it", "that": "it", "this": "it", "result": "result", "answer": "result", "output": "result", "outcome": "result",
    "results": "both", "answers": "both", "totals": "both", "both": "both", "them": "both", "everything": "both",
    "former": "first", "latter": "last",
}  # fmt: skip


_KIND_POINTERS = frozenset(
    re.findall(
        r"\S+",
        "sum total average mean difference product quotient remainder percentage date count contents content "
        "tip discount area median maximum minimum price perimeter number list weekday time text factorial root",
    )
)


Piece = tuple[str, str]


class ValueLexer(Lexer):  # type: ignore[misc, unused-ignore]
    """Hands tokens that are named already to the parser."""

    def __init__(self, conf: Any) -> None:
        pass

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
        """The tokens as they are."""
        return iter(data)


def keywords_of(terminals: Iterable[Any]) -> dict[str, str]:
    """The terminal of each keyword of a grammar."""
    return {t.pattern.value: t.name for t in terminals if t.pattern is not None and t.pattern.type == "str"}


def name_tokens(pieces: Iterable[Piece], keywords: dict[str, str]) -> list[Token]:
    """Give the pieces the names that the grammar has for them."""
    return [Token(f"T_{kind}" if kind else keywords.get(value, "T_WORD"), value) for kind, value in pieces]


def tokens_of(text: str) -> list[Piece] | None:
    """Split a phrase into (terminal, value) pairs; an empty terminal means a keyword or an unknown word.

    Returns:
        `None` where the phrase holds a sign that no value has.
    """
    lowered = text.lower().replace("per cent", "percent")
    if len(lowered) > 1500 or _PIECE.sub("", lowered).strip(" \t\n.?'’"):
        return None
    words = [_SIGNS.get(word, word) for word in _PIECE.findall(_split_hyphens(lowered))]
    return _classify(numerals.merge(_drop_fillers(words)))


def _split_hyphens(text: str) -> str:
    return re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text)


def _drop_fillers(words: list[str]) -> list[str]:
    kept: list[str] = []
    for place, word in enumerate(words):
        if word == "final" and words[place + 1 : place + 2] and words[place + 1] in _POINTERS:
            continue
        if (
            word in ("two", "three")
            and words[place + 1 : place + 2]
            and words[place + 1] in ("results", "answers", "totals")
        ):
            continue
        after = words[place + 1] if place + 1 < len(words) else ""
        if word in ("a", "an") and (
            after in numerals.FRACTIONS or after in ("hundred", "thousand", "million", "dozen")
        ):
            kept.append("one" if after in numerals.FRACTIONS else word)
        elif (word in _CURRENCY and kept and numerals.is_digits(kept[-1]) and after not in ("to", "in", "into")) or (
            word in ("degree", "degrees") and after in ("celsius", "fahrenheit", "c", "f", "centigrade", "kelvin")
        ):
            continue
        elif word not in _FILLERS or (word == "values" and after in ("in", "from", "of")):
            kept.append(word)
    return kept


def _classify(words: Sequence[str]) -> list[Piece]:
    pieces: list[Piece] = []
    place = 0
    while place < len(words):
        word, before = words[place], pieces[-1] if pieces else ("", "")
        after = words[place + 1] if place + 1 < len(words) else ""
        if numerals.is_digits(word) and after in ("%", "percent") and _is_percent(words, place):
            pieces.append(("PERCENT", word.replace(",", "")))
            place += 2
            continue
        if word == "1" and after in numerals.FRACTIONS and after != "second":
            pieces.append(("FRACTION", str(numerals.FRACTIONS[after])))
            place += 2
            continue
        piece = _one(word, before, after)
        if piece is not None:
            if piece[0] == "NUMBER" and before[0] == "NUMBER":
                pieces.append(("", ","))
            pieces.append(piece)
        place += 1
    return pieces


def _is_percent(words: Sequence[str], place: int) -> bool:
    return words[place + 1] == "percent" or place + 2 >= len(words) or not numerals.is_digits(words[place + 2])


def _one(word: str, before: Piece, after: str) -> Piece | None:
    if "\ue000" <= word[0] < "\ue800":
        return "QUOTE", word
    if "\ue800" <= word[0] < "\uf000":
        return "FILE", word
    if word in _FILE_WORDS:
        return _file_word(before, after)
    if numerals.ordinal(word) is not None and not (word == "second" and before[0] == "NUMBER"):
        if word in numerals.FRACTIONS and before[0] == "NUMBER":
            return "FRACTION", str(numerals.FRACTIONS[word])
        return _ordinal(word, after)
    if numerals.is_digits(word):
        return "NUMBER", word.replace(",", "")
    if word in numerals.FRACTIONS and not (word == "half" and after in UNITS):
        return "FRACTION", str(numerals.FRACTIONS[word])
    if word == "%":
        return "", "mod" if numerals.is_digits(after) or after == "(" else "percent"
    return _category(word, before, after)


def _file_word(before: Piece, after: str) -> Piece | None:
    if before[0] == "FILE" or (after and "\ue000" <= after[0] < "\uf000") or after in ("called", "named", *_FILE_WORDS):
        return None
    return "FILE", "@it"


def _ordinal(word: str, after: str) -> Piece | None:
    if after in ("line", "word", "power", "number", "root", "row", "item", "entry", "letter", "character"):
        return "NTH", str(numerals.ordinal(word))
    if after in ("result", "answer", "one", "value"):
        return "POINTER", f"#{numerals.ordinal(word)}"
    return ("", word) if word == "first" else ("NTH", str(numerals.ordinal(word)))


def _category(word: str, before: Piece, after: str) -> Piece | None:
    if word in ("last", "final") and after in ("result", "answer", "value"):
        return None
    if word == "last" and after in ("line", "word", "number", "row", "item", "entry"):
        return "NTH", "-1"
    if word in ("longest", "shortest") and after in ("line", "word"):
        return "EXTREME", word
    if before[0] == "EXTREME" and word in ("line", "word"):
        return "EXTREME", word
    if before == ("", "nearest") and word in PLACES:
        return "PLACE", str(PLACES[word])
    if before[0] == "POINTER" and before[1].startswith("#") and word in ("result", "answer", "one", "value", "number"):
        return None
    if before == ("POINTER", "both") and word in (
        "results",
        "numbers",
        "answers",
        "values",
        "totals",
        "sums",
        "of",
        "these",
        "result",
        "sums",
    ):
        return None
    if word in ("two", "2", "all") and after in ("results", "answers", "totals"):
        return None
    if word in ("called", "named") and after and "\ue000" <= after[0] < "\uf000":
        return None
    if before[0] == "NTH" and word in ("line", "word", "power", "number", "root"):
        return "", word
    if (
        word in ("sqrt", "sin", "cos", "tan", "log", "ln", "round", "min", "max", "abs", "factorial", "floor", "ceil")
        and after == "("
    ):
        return "NAME", word
    if word in ("that", "this") and (after in _KIND_POINTERS or after in _POINTERS or after in AGGREGATES):
        return None
    if word in _POINTERS:
        return None if word == "that" and after == "is" and before[0] else ("POINTER", _POINTERS[word])
    if word in AGGREGATES and not (word == "range" and before[0] == "NUMBER"):
        return "AGGREGATE", AGGREGATES[word]
    if word in KINDS and not (
        word in ("square", "whole", "perfect") and after not in ("numbers", "integers", "squares")
    ):
        return "KIND", KINDS[word]
    if word in THINGS and not (word == "entries" and before == ("", "all")):
        return "THING", THINGS[word]
    if word in UNITS and word not in ("in", "x", "second"):
        return "UNIT", word
    if word == "second":
        return "UNIT", word
    return None if word == "=" and not after else ("", word)
