"""What a remark such as `each guest needs 3 glasses` or `my budget is 200` makes of a number."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.ledger.arithmetic import N
from nodes.llm.offline.ledger.figure import Figure, combined, figure
from nodes.llm.offline.ledger.phrase import stem

_EACH = re.compile(
    rf"\b(?:each|every|one|a|per)\s+(?P<who>[a-z]+)\s+(?:needs?|gets?|eats?|costs?|takes?|pays?|wants?|drinks?|covers?|holds?|brings?|is|uses?|fits?)\s+(?:about\s+)?{N}\s*(?P<what>[a-z]+)?",
    re.IGNORECASE,
)


_RATE = re.compile(rf"{N}\s*(?P<what>[a-z]+\s+)?(?:(?:per|an|a|each|every)\s+|/\s*)(?P<per>[a-z]+)", re.IGNORECASE)


_RATE_OF = re.compile(
    rf"\b(?:hourly|daily|weekly|monthly)\s+(?:rate|wage|pay|fee|salary)\s+(?:is|of|was)\s+{N}", re.IGNORECASE
)


_FUND = re.compile(
    r"\b(?:budget|limit|goal|target|allowance|capacity|aim|maximum|max|cap|want to save|afford|spend)\b.*?\d|\d.*?\b(?:budget|limit|goal|target|allowance)\b",
    re.IGNORECASE,
)


_HAVE = re.compile(
    rf"\b(?:have|had|own|got|gave|give|brought|started with|paid with|there are|are)\b(?: only| already| just)?\s+{N}",
    re.IGNORECASE,
)


_PEOPLE = re.compile(
    r"\b(?:we (?:are|were)|there (?:are|were)|for|between|among)\s+\d|\d\s+(?:people|persons|of us|friends)",
    re.IGNORECASE,
)


_ABOVE = re.compile(
    rf"\b(?:everything|anything|whatever|all|hours?) (?:over|above|beyond|more than)\s+{N}\b.*?\b(?:is|are|counts? as)\s+(?P<what>[a-z]+)",
    re.IGNORECASE,
)


LEFT = re.compile(
    r"\b(?:left|remain\w*|still (?:have|spend|write|use|buy|available|free)|missing|to go|more .*\bneed|can (?:i|we) still|short|lack\w*|still need\w*|over|(?:still|yet) to)\b",
    re.IGNORECASE,
)


_LONG = re.compile(r"\bhow (?:long|many (?:days|weeks|months|hours|years|trips|rounds))\b", re.IGNORECASE)


def _fund(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    return combined("sub", n, base) if LEFT.search(text) else None


def _have(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    if re.search(r"\bmore\b.*\bneed|\bmissing\b|\bshort\b|\black", text, re.IGNORECASE):
        return combined("sub", base, n)
    return combined("sub", n, base) if LEFT.search(text) else None


def _people(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    return (
        combined("div", base, n)
        if re.search(r"\b(?:each|per (?:person|head)|everyone|everybody|every one|apiece)\b", text, re.IGNORECASE)
        else None
    )


def _above(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    what = stem(held.get("what") or "")
    return (
        combined("sub", base, n)
        if what and what in {stem(word) for word in re.findall(r"[a-z]+", text.lower())}
        else None
    )


def _each(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    words = {stem(word) for word in re.findall(r"[a-z]+", text.lower())}
    who, what = stem(held.get("who") or ""), stem(held.get("what") or "")
    if who in words and what not in words:
        return combined("ceil", combined("div", base, n))
    return combined("mul", base, n)


def _rate(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    if _LONG.search(text):
        return combined("div", base, n)
    return (
        combined("mul", base, n)
        if re.search(
            r"\b(?:pay|earn\w*|wages?|salary|costs?|how much|owe|income|price|total|make|get|bill|charge|revenue|invoice|spend)\b",
            text,
            re.IGNORECASE,
        )
        else None
    )


_SHIFT = re.compile(
    r"\b(?:go(?:es|ing)?|went|gone|will go|rises?|rose|risen|increases?|increased|falls?|fell|drops?|dropped|decreases?|decreased|is raised|was raised|be raised|raised|reduced)\b"
    r"(?:\s+(?P<way>up|down))?\s+(?:by\s+)?(?P<n>\d+(?:\.\d+)?)\s*(?P<percent>%|per ?cent)?",
    re.IGNORECASE,
)


_DONE = re.compile(
    rf"\b(?:read|written|walked|run|ridden|driven|saved|paid|finished|done|completed|solved|collected|watched|used|eaten|drunk|spent)\b(?:\s+(?:already|up|about|so far|to|page|the first))*\s+{N}",
    re.IGNORECASE,
)


def _shift(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    if not re.search(r"\b(?:new|now|then|next|after\w*|becomes?|will)\b", text, re.IGNORECASE):
        return None
    less = (held.get("way") or "").lower() == "down" or held.get("less")
    if held.get("percent"):
        return combined("mul", base, figure(1 - n.value / 100 if less else 1 + n.value / 100))
    return combined("sub" if less else "add", base, n)


def _done(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    return combined("sub", base, n) if LEFT.search(text) else None


RULES: tuple[tuple[re.Pattern[str], Callable[[Figure, Figure, dict[str, str | None], str], Figure | None]], ...] = (
    (_ABOVE, _above), (_PEOPLE, _people), (_EACH, _each), (_RATE_OF, _rate), (_RATE, _rate), (_FUND, _fund), (_SHIFT, _shift), (_DONE, _done), (_HAVE, _have),
)  # fmt: skip
