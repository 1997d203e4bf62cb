"""The value that a clause asks for, from its files, its operations and what was spoken of before."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from nodes.llm.offline.gist.days import day_in
from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.figures import (
    arithmetic,
    column_in,
    counted,
    digits,
    each_in,
    extremes,
    fold_in,
    folded,
    rows_in,
)
from nodes.llm.offline.gist.lookups import lookup_in
from nodes.llm.offline.gist.pairs import better_in, joined, pair_in
from nodes.llm.offline.gist.series import series_in
from nodes.llm.offline.gist.shapes import extraction, shapes_in
from nodes.llm.offline.gist.words import CRITICAL, ITEM_WORDS, POINTER
from nodes.llm.offline.lists import layout_of, sequence_of
from nodes.llm.offline.politeness import bare
from nodes.llm.offline.terms import (
    Calc,
    Concat,
    Derived,
    Expr,
    FileText,
    Fold,
    Literal,
    Pointer,
    Ref,
    Sequence,
    Transform,
)
from nodes.llm.offline.value_frames import value_of

_MARK = re.compile("[\ue000-\uf8ff]")
_ONLY = re.compile(r"\b(?:just|only|nothing (?:else|but)|and nothing else|exactly|simply|merely)\b", re.IGNORECASE)
_WEIGHED = re.compile(
    r"\b(?:worth|value of (?:the|my|our) (?:whole |entire )?(?:stock|inventory)|quantity (?:times|x|\*|and) (?:unit "
    r")?price|price (?:times|x|\*) quantity|multiply \w+ (?:by|with|times|and) \w+ (?:for|in|of) (?:each|every) (?:row|"
    r"item|line|order|product))\b",
    re.IGNORECASE,
)
_NAMES = re.compile(rf"\bnames?\b|\b(?:which|what) (?:{ITEM_WORDS})\b", re.IGNORECASE)
_CODE = re.compile(
    r"\b(?:number|code|name|pin|password|size|date|id|address|colou?r|value|word|it|that|plate|figure)\b", re.IGNORECASE
)


def value_in(text: str, sources: list[str], disc: Discourse) -> Expr | None:
    """Read the value that a clause asks for.

    Args:
        text: The clause without its targets.
        sources: Paths of the files that it reads.
        disc: What was spoken of before.

    Returns:
        The value; `None` where the clause asks for none that can be read.
    """
    series = series_in(text)
    if series is not None and not sources:
        return series
    text = re.sub(
        r",?\s*(?:and\s+)?(?:only|just) the (?:number|numbers|result|results|name|value)s?\s*$", "", layout_of(text)[0]
    )
    source, paths = _source(text, sources, disc)
    if paths:
        pair = pair_in(text, paths, " ".join(disc.background))
        if pair is not None:
            return pair
    if source is not None:
        made = _of_source(text, source, disc)
        if made is not None:
            return made
    if sources:
        return None
    fact = fact_in(text, disc)
    if fact is not None:
        return fact
    return _free(text, disc)


def _source(text: str, sources: list[str], disc: Discourse) -> tuple[Expr | None, list[str]]:
    if sources:
        return joined(sources), sources
    pointed = disc.referred(text)
    if pointed is not None:
        paths = disc.sources if len(disc.sources) > 1 and not disc.results else []
        return pointed if not paths else joined(paths), paths
    if disc.sources and not disc.results:
        return joined(disc.sources), disc.sources
    if isinstance(disc.subject, FileText):
        return disc.subject, [disc.subject.path]
    if disc.sources and not re.search(r"\d", text):
        return joined(disc.sources), disc.sources
    return disc.subject, []


def _of_source(text: str, source: Expr, disc: Discourse) -> Expr | None:
    """One reading after the other, from the most to the least specific."""
    words = digits(
        re.sub(r"\b(?:first|second|third) line (?:the )?(?=\w)", " ", text)
        if re.search(r":\s*first line|first line the", text)
        else text
    )
    if _WEIGHED.search(words):
        return Derived("weighed", (source,))
    taken = extraction(words, source)
    if taken is not None:
        return taken
    limited, rest = rows_in(words, source)
    if limited is not source and fold_in(words) is None:
        return _rows(words, rest, limited)
    each = each_in(words, source)
    if each is not None:
        return each
    spent = re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w%])", " ".join(map(digits, disc.background)))
    if (
        len(spent) == 1
        and isinstance(source, FileText)
        and re.search(r"\b(?:left|remain\w*|change|over)\b", words)
        and not re.search(r"\d", words)
    ):
        return Calc("sub", (Literal(spent[0], number=True), Fold("sum", source)))
    shapes, rest = shapes_in(words)
    folds = folded(rest if shapes else words, source)
    if shapes and folds is None:
        return _shaped(shapes, rest, source)
    if folds is not None:
        if shapes:
            for shape in shapes:
                source = shape(source)
            folds = folded(rest, source) or folds
        return arithmetic(words, folds)[0] if not _percent_noise(words) else folds
    many = extremes(words, source)
    if many and not _superlative_only(words):
        return many[0] if len(many) == 1 else Concat(tuple(many), "\n")
    named = lookup_in(text, source) if not re.search(r"\bhow many\b|\bcount\b", text, re.IGNORECASE) else None
    if named is not None:
        return named
    count = counted(words, source)
    if count is not None:
        return count
    column = column_in(words, source)
    if column is not None:
        return column
    changed, _ = arithmetic(words, source)
    if changed is not source:
        return changed
    told = re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w%])", " ".join(map(digits, disc.background)))
    if (
        len(told) == 1
        and re.search(r"\bdivid\w*|\bsplit\b|\bshare\b", words, re.IGNORECASE)
        and re.search(r"\bnumber of|people|us|persons\b", words)
    ):
        return Calc("div", (source, Literal(told[0], number=True)))
    scaled = re.search(r"\bfor (?P<new>\d+)\b", words)
    before = re.search(
        r"\bfor (?P<old>\d+) (?:people|persons|portions|servings|guests)", " ".join(map(digits, disc.background))
    )
    if scaled and before:
        return Derived(
            "scaled", (source, Literal(before["old"]), Literal(scaled["new"])), (before["old"], scaled["new"])
        )
    return lookup_in(text, source)


def _percent_noise(text: str) -> bool:
    return bool(re.search(r"\bincluding|inclusive\b", text))


def _superlative_only(text: str) -> bool:
    return bool(re.search(r"\bat (?:least|most)\b", text)) and not re.search(
        r"\b(?:the|my|who|which|what)\b.*\b\w+est\b", text
    )


def _rows(words: str, rest: str, limited: Expr) -> Expr | None:
    if re.search(r"\bhow many|number of|count\b", words, re.IGNORECASE):
        return Derived("items", (limited,))
    if _NAMES.search(words):
        return Derived("names", (limited,))
    return limited


def _shaped(shapes: list[Any], rest: str, source: Expr) -> Expr:
    for shape in shapes:
        source = shape(source)
    if re.search(r"\b(?:how many|number of|count)\b", rest, re.IGNORECASE):
        from nodes.llm.offline.terms import Measure

        return Measure("lines", source)
    if re.search(r"\bcommas? instead of\b|\bseparated by commas\b|\bcomma[- ]separated\b", rest, re.IGNORECASE):
        tight = re.search(r"\w,\w", rest)
        return Derived("commas", (source,), ("," if tight else ", ",))
    return source


def fact_in(text: str, disc: Discourse) -> Expr | None:
    """The code, name or number in what was to be remembered just now."""
    if not disc.facts or disc.results or not _CODE.search(text):
        return None
    return Derived("code", (Literal(disc.facts[-1]),))


def _free(text: str, disc: Discourse) -> Expr | None:
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


def comparison_value(text: str, sources: list[str], disc: Discourse) -> Expr | None:
    """Who has more, where files were spoken of before."""
    return better_in(text, sources or disc.sources)


__all__ = ["POINTER", "Calc", "Transform", "comparison_value", "settle", "value_in"]
