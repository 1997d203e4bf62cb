"""The value that a clause asks for, from its files, its operations and what was spoken of before."""

from __future__ import annotations

import re
from typing import Any

from nodes.llm.offline.gist.arithmetic import arithmetic, each_in
from nodes.llm.offline.gist.days import moved_day
from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.figures import column_in, counted, digits, extremes, fold_in, folded, rows_in
from nodes.llm.offline.gist.free import fact_in, free
from nodes.llm.offline.gist.grid_words import grid_value, is_table
from nodes.llm.offline.gist.lookups import lookup_in
from nodes.llm.offline.gist.pairs import better_in, joined, pair_in
from nodes.llm.offline.gist.series import series_in
from nodes.llm.offline.gist.shapes import extraction, shapes_in
from nodes.llm.offline.gist.words import ITEM_WORDS
from nodes.llm.offline.lists import layout_of
from nodes.llm.offline.terms import (
    Calc,
    Concat,
    Derived,
    Expr,
    FileText,
    Fold,
    Literal,
)

_MARK = re.compile("[\ue000-\uf8ff]")


_WEIGHED = re.compile(
    r"\b(?:worth|value of (?:the|my|our) (?:whole |entire )?(?:stock|inventory)|quantity (?:times|x|\*|and) (?:unit "
    r")?price|price (?:times|x|\*) quantity|multiply \w+ (?:by|with|times|and) \w+ (?:for|in|of) (?:each|every) (?:row|"
    r"item|line|order|product))\b",
    re.IGNORECASE,
)


_NAMES = re.compile(rf"\bnames?\b|\b(?:which|what) (?:{ITEM_WORDS})\b", re.IGNORECASE)


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
    text = re.sub(
        r"[,(]?\s*(?:(?:and\s+)?(?:the\s+)?\w+\s+(?:on|in|as)\s+(?:the\s+)?(?:line \d|(?:first|second|third|last|next|top)\b(?:\s+(?:line|one|row)\b)?)\s*,?\s*){2,}\)?",
        " ", text, flags=re.IGNORECASE,
    )  # fmt: skip
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
    return free(text, disc)


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
    if is_table(source) and (not _WEIGHED.search(text) or re.search(r"\bcolumn\b", text)):
        table = grid_value(text, source)
        if table is not None:
            return table
    moved = moved_day(text, " ".join(disc.background), source)
    if moved is not None:
        return moved
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
    places = re.search(r"\bround\w*\b.*?\b(?P<count>\d) decimals?\b", words, re.IGNORECASE)
    if places:
        return Calc("round", (source, Literal(places["count"], number=True)))
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


def comparison_value(text: str, sources: list[str], disc: Discourse) -> Expr | None:
    """Who has more, where files were spoken of before."""
    return better_in(text, sources or disc.sources)
