"""Files compared with one another: whose total, number or length is larger, and by how much."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.words import MAX_WORDS, MIN_WORDS
from nodes.llm.offline.ledger.clauses import Clause, without_files
from nodes.llm.offline.ledger.columns import figure_of
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.figure import Figure, combined, figure
from nodes.llm.offline.ledger.query import Answer
from nodes.llm.offline.ledger.table import Row, Table
from nodes.llm.offline.terms import Literal

_MORE = rf"\b(?:more|larger|bigger|higher|greater|longer|heavier|{MAX_WORDS}|longest|better)\b"
_LESS = rf"\b(?:less|fewer|smaller|lower|cheaper|shorter|lighter|{MIN_WORDS}|shortest|worse)\b"
_WHICH = r"\b(?:which|who|(?:in|on) (?:which|what)|what file)\b"
_GAP = r"\b(?:by how (?:much|many)|how (?:much|many) more|difference|how (?:much|many) (?:less|fewer|cheaper)|how much (?:do|would|can|will|could) (?:i|we) save)\b"
_LENGTH = r"\b(?:lines?|entries|names|items|rows|guests|people|members|words|longer|shorter|longest|shortest|tasks|students)\b"
_LEFT = re.compile(
    rf"{_WHICH}|{_MORE}|{_LESS}|{_GAP}|{_LENGTH}|\b(?:is|are|the|of|a|an|one|ones|file|files|has|have|had|did|does|do|i|we|spend|spent|total|totals|sum|sums|compare|compared|and|or|in|than|to|between|"
    rf"cost|costs|it|its|them|number|numbers|amount|amounts|value|values|both|two|2|3|three|month|year|week|day|trip|contains|contain|holds|was|were|name|tell|me|on|from|their|there|with|that|for|list|lists|what|"
    rf"money|earn|earned|by|all|price|prices|result|results)\b|[^\w]",
    re.IGNORECASE,
)


def rivals(clause: Clause, disc: Discourse) -> bool | None:
    """A question that compares files."""
    text = re.sub(r"\s+", " ", without_files(clause.text))
    named = tuple(dict.fromkeys(path for mark in clause.sources if (path := disc.protected.value(mark)) in disc.texts))
    paths = named if len(named) > 1 else disc.given if not named and len(disc.subject) > 1 else disc.subject
    which = re.search(_WHICH, text, re.IGNORECASE)
    gap = re.search(_GAP, text, re.IGNORECASE)
    if (
        re.fullmatch(
            r"(?:the )?(?:file )?names?(?: of (?:the|that) file)?|(?:the )?name of the file", text, re.IGNORECASE
        )
        and (last := disc.last()) is not None
        and last.kind == "file"
    ):
        return True
    if len(paths) < 2 or not (which or gap) or _LEFT.sub("", text).strip():
        return None
    if which and not re.search(f"{_MORE}|{_LESS}", text, re.IGNORECASE):
        return None
    figures = _figures(text, paths, disc)
    if figures is None:
        return None
    for mark in clause.sources:
        disc.path(mark)
    disc.subject = paths
    return _given(text, paths, figures, clause, disc, which=bool(which), gap=bool(gap))


def _figures(text: str, paths: tuple[str, ...], disc: Discourse) -> list[Figure] | None:
    """One number for each file: how long it is, or the number it holds, or what its numbers add up to."""
    tables = [disc.table(path) for path in paths]
    if re.search(r"\bwords\b", text, re.IGNORECASE):
        return [figure(len(disc.texts[path].split())) for path in paths]
    if re.search(_LENGTH, text, re.IGNORECASE) or not all(table.numeric() for table in tables):
        return [figure(len(table.rows)) for table in tables]
    made = []
    for table in tables:
        at = figure_of(table, text)
        if at is None:
            return None
        made.append(combined("sum", *(figure(row.cells[at]) for row in table.rows)))
    return made


def _given(
    text: str, paths: tuple[str, ...], figures: list[Figure], clause: Clause, disc: Discourse, *, which: bool, gap: bool
) -> bool:
    less = re.search(_LESS, text, re.IGNORECASE)
    places = sorted(range(len(paths)), key=lambda place: figures[place].value, reverse=not less)
    if figures[places[0]].value == figures[places[1]].value and which:
        disc.say(Literal("They are the same."))
        return not clause.targets
    if which:
        path = paths[places[0]]
        winner = Answer("file", Table(path, ("",), ()), [Row((path,), path)], text=Literal(path), words=text)
        disc.give(winner, clause if not gap else Clause("", True))
    if gap or not which:
        if len(paths) != 2:
            return False
        high, low = sorted(figures, key=lambda item: item.value, reverse=True)
        disc.give(disc.number(combined("sub", high, low), "difference"), clause)
    else:
        high, low = figures[places[0]], figures[places[1]]
        disc.answers.append(
            disc.number(combined("sub", *((low, high) if less else (high, low))), "by how much difference")
        ) if len(paths) == 2 else None
    return True
