"""Sums, averages, medians and counts of the chosen rows."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.columns import column_of, likeness
from nodes.llm.offline.ledger.figure import Figure, combined, figure
from nodes.llm.offline.ledger.phrase import variants
from nodes.llm.offline.ledger.query import AVERAGE, COUNT, MEDIAN, SUM, Answer, Query
from nodes.llm.offline.ledger.table import value_of

_MANY = frozenset(
    {"quantity", "qty", "count", "number", "pieces", "amount", "units", "stock", "pcs", "tickets", "how many"}
)


_EACH = frozenset(
    {
        "price",
        "unit price",
        "cost",
        "unit cost",
        "unit_price",
        "price each",
        "rate",
        "unit_cost",
        "price_per_unit",
        "each",
        "price per unit",
    }
)


def cells(query: Query, at: int) -> list[Figure]:
    """The numbers of a column in the chosen rows."""
    return [figure(row.cells[at]) for row in query.rows if value_of(row.cells[at]) is not None]


def averaged(query: Query) -> Answer | None:
    """An average or a median."""
    phrase, at = query.phrase, query.figure_at()
    for pattern, op in ((AVERAGE, "average"), (MEDIAN, "median")):
        if at is not None and query.rows and phrase.take(pattern):
            phrase.take(r"\bof all\b")
            return query.answer("number", figure=combined(op, *cells(query, at)))
    return None


def _weighed(query: Query) -> list[Figure] | None:
    """Quantity times price of each row, where a table has both and what they come to is asked for."""
    names, numeric = query.table.names, query.table.numeric()
    many = [at for at in numeric if names[at] in _MANY]
    each = [at for at in numeric if names[at] in _EACH]
    if len(many) != 1 or len(each) != 1 or len(numeric) != 2:
        return None
    said = query.phrase.whole
    one = re.search(rf"\b{re.escape(names[many[0]])}\b", said, re.I) and not re.search(
        rf"\b{re.escape(names[each[0]])}", said, re.I
    )
    if one or re.search(r"\bcolumn\b", said, re.I):
        return None
    if not re.search(
        r"\b(?:costs?|worth|values?|order|bill|revenue|income|pay|price|sales?|invoice|amount|spend|spent|earn(?:ed|ings)?|total)\b",
        query.phrase.whole,
        re.IGNORECASE,
    ):
        return None
    if re.search(
        rf"\b{names[each[0]]}\s+column\b|\bcolumn\s+{names[each[0]]}\b|\bsum of (?:the |all )*{names[each[0]]}s?\b",
        query.phrase.whole,
        re.IGNORECASE,
    ):
        return None
    return [combined("mul", figure(row.cells[many[0]]), figure(row.cells[each[0]])) for row in query.rows]


def summed(query: Query) -> Answer | None:
    """A sum, of products where a table has quantities and prices."""
    phrase = query.phrase
    money = rf"\bhow much\b|\bwhat (?:does|did|do|is|was|will) (?:\w+ ){{0,3}}(?:cost|worth|{SUM})|\bwhat (?:\w+ ){{1,5}}(?:will|would|does) (?:all )?cost\b|\bwhat (?:\w+ ){{1,5}}costs\b"
    if not (phrase.has(SUM) or (phrase.has(money) and query.table.mark != "json")):
        return None
    if phrase.has(COUNT) and not _countable(query):
        return None
    at = query.figure_at()
    parts = _weighed(query)
    weighed = parts is not None
    if parts is None and column_of(query.table, phrase.whole, query.table.numeric()) is None and at is None:
        return None
    if parts is None:
        parts = cells(query, at) if at is not None else None
    if not parts:
        return None
    for _ in range(2):
        phrase.take(SUM)
    phrase.take(COUNT)
    phrase.take(r"\bhow much\b|\b(?:quantity|quantities|times|multiplied by)\b" if weighed else r"\bhow much\b")
    query.phrase.take(r"\bnumbers? of\b")
    return query.answer("number", figure=combined("sum", *parts))


def _countable(query: Query) -> bool:
    """Whether `how many … altogether` adds up a column of counts."""
    named = re.search(r"\bhow many ([a-z][\w\-]*)", query.phrase.whole, re.IGNORECASE)
    if named and any(
        likeness(named[1], query.table.names[at]) > 1 for at in query.table.numeric() if query.table.names[at]
    ):
        return True
    return any(query.table.names[at] in _MANY for at in query.table.numeric())


def _held(query: Query) -> Answer | None:
    """`how many pens do we have`: the number that stands beside the name, not how many rows have it."""
    phrase, table = query.phrase, query.table
    many = [at for at in table.numeric() if table.names[at] in _MANY - {"number", "amount"}]
    if len(query.rows) != 1 or len(many) != 1 or value_of(query.rows[0].cells[many[0]]) is None:
        return None
    named = [cell for cell in query.rows[0].cells if value_of(cell) is None and cell]
    if not any(re.search(rf"\bhow many (?:\w+ )?{variants(cell)}", phrase.whole, re.IGNORECASE) for cell in named):
        return None
    phrase.take(COUNT)
    phrase.take(r"\b(?:left|remaining|in stock|available)\b")
    return query.answer("number", figure=figure(query.rows[0].cells[many[0]]))


def counted(query: Query) -> Answer | None:
    """How many entries there are; of a tally how many of each."""
    phrase = query.phrase
    held = _held(query)
    if held is not None:
        return held
    tallied = phrase.has(r"\btally\b")
    if not phrase.take(COUNT):
        return None
    if tallied and not query.chosen and (by := query.label_at()) is not None:
        names = [row.cells[by] for row in query.rows]
        return query.answer("pairs", pairs=[(name, figure(names.count(name))) for name in dict.fromkeys(names)])
    phrase.take(COUNT)
    if phrase.has(r"\b(?:letters?|characters?|vowels?|sentences?|paragraphs?|syllables?|times)\b"):
        return None
    if phrase.take(r"\bwords?\b") and not query.chosen:
        return query.answer("number", figure=figure(sum(len(row.line.split()) for row in query.rows)))
    phrase.take(r"\bthere (?:are|is|were)\b")
    number = figure(len({row.line for row in query.rows})) if query.layout.unique else figure(len(query.rows))
    return query.answer("number", figure=number)
