"""Values that need no file: dates, calculations, lists from their bounds, facts told a moment ago."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from nodes.llm.offline.gist.arithmetic import arithmetic
from nodes.llm.offline.gist.days import day_in
from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.figures import digits
from nodes.llm.offline.gist.series import series_in
from nodes.llm.offline.gist.words import CRITICAL
from nodes.llm.offline.lists import layout_of, sequence_of
from nodes.llm.offline.politeness import bare
from nodes.llm.offline.terms import (
    Calc,
    Derived,
    Expr,
    Fold,
    Literal,
    Pointer,
    Ref,
    Sequence,
)
from nodes.llm.offline.value_frames import value_of

_ONLY = re.compile(
    r"\b(?:just|only|nothing (?:else|but)|and nothing else|exactly|simply|merely|as a decimal(?: number)?|in decimal form|as a number|on a line of its own|on its own line|on a new line)\b",
    re.IGNORECASE,
)


_CODE = re.compile(
    r"\b(?:number|code|name|pin|password|size|date|id|address|colou?r|value|word|it|that|plate|figure)\b", re.IGNORECASE
)


def fact_in(text: str, disc: Discourse) -> Expr | None:
    """The code, name or number in what was to be remembered just now."""
    if (
        not disc.facts
        or disc.results
        or not (_CODE.search(text) or re.search(r"\bhow much\b|\bcharge\b|\bearn\b|\bcost\b", text))
    ):
        return None
    known = Derived("code", (Literal(disc.facts[-1]),))
    numbers = re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w%])", digits(text))
    if not numbers:
        return known
    price = re.search(
        r"\b(?:rate|costs?|price|per|each|wage|hourly|fee|charges?|earns?|pays?|is paid|salary|worth)\b",
        disc.facts[-1],
        re.IGNORECASE,
    )
    asked = re.search(r"\b(?:how much|charge|costs?|earn|pay|total|come to|price|worth|make)\b", text, re.IGNORECASE)
    given = re.findall(r"\d+(?:\.\d+)?", disc.facts[-1])
    if price and asked and len(numbers) == 1 and len(given) == 1:
        return Calc("mul", (Literal(numbers[0], number=True), Literal(given[0], number=True)))
    return None


def free(text: str, disc: Discourse) -> Expr | None:
    """A value that needs no file: a date, a calculation, a list that follows from its bounds."""
    if CRITICAL.search(text) and not re.search(r"\bbetween\b|\buntil\b", text):
        return None
    background = " ".join(disc.background)
    day = day_in(text, f"{background} {disc.open or ''}")
    if day is not None:
        return day
    for phrase in _phrases(text):
        expr = value_of(phrase) or sequence_of(phrase)
        if expr is None or (isinstance(expr, Literal) and not (expr.number and re.fullmatch(r"[\d.,]+", phrase))):
            continue
        settled = settle(expr, disc)
        if settled is not None and not isinstance(settled, Ref):
            return settled
    story = _story(text, f"{background} {disc.open or ''}")
    return story if story is not None else _changed(text, disc)


def worked_out(text: str, disc: Discourse) -> Expr | None:
    """A calculation or a list that words and digits spell out by themselves (`7 times 8`, `hello 3 times`)."""
    series = series_in(text)
    if series is not None:
        return series
    for phrase in _phrases(text):
        expr = sequence_of(phrase) or value_of(phrase)
        if isinstance(expr, Calc | Sequence):
            return settle(expr, disc)
    return None


def _changed(text: str, disc: Discourse) -> Expr | None:
    if disc.subject is None:
        return None
    changed, _ = arithmetic(digits(text), disc.subject)
    return changed if changed is not disc.subject else None


def _phrases(text: str) -> list[str]:
    """A clause, and what is left of it when wishes about the output are taken off."""
    plain = bare(
        re.sub(
            r"(?<=\d) multiply (?:by |with )?(?=\d)",
            " times ",
            re.sub(r"(?<=\d) divide (?:by )?(?=\d)", " divided by ", text),
        )
    )
    taken = re.search(r"\btake (?:away )?(\d[\d,.]*) (?:away )?from (\d[\d,.]*)", plain, re.IGNORECASE)
    if taken:
        return [f"{taken.group(2).rstrip('.,')} minus {taken.group(1)}"]
    quiet = bare(_ONLY.sub(" ", plain))
    tight = re.sub(
        r"^(?:(?:please|first|write|save|put|store|note|calculate|compute|work out|count|make|give|tell|show|me|take|find|"
        r"what|is|what's|find out)\s+)+",
        "", quiet, flags=re.IGNORECASE,
    )  # fmt: skip
    bare_layout = layout_of(
        re.sub(r",?\s*(?:please|with \w+ decimals?|in the format.*|only the \w+|the \w+ (?:only|alone))\s*$", "", tight)
    )[0]
    return list(dict.fromkeys(phrase for phrase in (plain, quiet, tight, bare_layout) if phrase))


def _story(text: str, background: str) -> Expr | None:
    """An arithmetic word problem, where its reader is there."""
    from nodes.llm.offline.gist.stories import story

    return story(f"{background} {text}".strip())


def settle(expr: Expr, disc: Discourse) -> Expr | None:
    """An expression of the strict grammar with its marks and pointers resolved; `None` where a pointer points nowhere."""
    if isinstance(expr, Pointer):
        return disc.subject
    if isinstance(expr, Fold) and isinstance(expr.source, Pointer) and disc.subject is None:
        return None
    changes: dict[str, Any] = {}
    for item in dataclasses.fields(expr):
        value = _settled(getattr(expr, item.name), disc)
        if value is _LOST:
            return None
        changes[item.name] = value
    return dataclasses.replace(expr, **changes)


_LOST = object()


def _settled(value: Any, disc: Discourse) -> Any:
    if isinstance(value, str):
        plain = disc.plain(value)
        return _LOST if plain.startswith("@") and plain[1:] in ("it", "copy", "original", "first", "second") else plain
    if isinstance(value, tuple):
        items = [_settled(item, disc) for item in value]
        return _LOST if any(item is _LOST for item in items) else tuple(items)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        settled = settle(value, disc)  # type: ignore[arg-type]
        return _LOST if settled is None else settled
    return value
