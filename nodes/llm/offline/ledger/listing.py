"""Entries of a table: sorted, listed, or one cell looked up; and which of their columns are wanted."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.ledger.columns import column_of
from nodes.llm.offline.ledger.figure import figure
from nodes.llm.offline.ledger.phrase import variants
from nodes.llm.offline.ledger.query import NAMING, Answer, Query
from nodes.llm.offline.ledger.table import Row, value_of

_SORT = r"\b(?:sort(?:ed|ing)?|order(?:ed)?|rank(?:ed|ing)?|arrange(?:d)?)\b(?:\s+(?:\w+\s+){0,3}?by(?:\s+(?:the|their))?\s+(?P<by>[a-z][\w\-]*))?"


def wanted_columns(query: Query, at: int | None) -> list[int]:
    """The columns that the words ask for: `the name`, `the month and the revenue`, `which item`, `who`; none where it is not said."""
    table, text = query.table, query.phrase.whole
    label = query.label_at()
    both = re.search(
        r"\b(?:name|item|month|day|product|person|who|it)\b.*\b(?:and|with|plus)\b\s+(?:the |its |their |his |her |how much )*(?:price|cost|value|amount|score|number|revenue|total|costs?|it costs|votes|count|many)\b",
        text,
        re.IGNORECASE,
    )
    if both and label is not None and at is not None:
        return [label, at]
    if table.headed:
        named = [
            place
            for place, name in enumerate(table.names)
            if re.search(rf"\b(?:the|and|their|its|,|only|just)\s+{variants(name)}", text, re.IGNORECASE)
            and place in (label, at)
        ]
        if len(named) > 1:
            return named
    if label is None:
        return [at] if at is not None else []
    if query.layout.names_only or re.search(r"\b(?:names?|who|whom|whose|which|what)\b", text, re.IGNORECASE):
        value_asked = re.search(r"\bwhat (?:is|was|are|'s)|\bwhat's", text, re.IGNORECASE) and not re.search(
            r"\bnames?\b|\bwhich\b|\bwho\b", text, re.IGNORECASE
        )
        return [] if value_asked else [label]
    return []


def sorted_rows(query: Query) -> Answer | None:
    """The entries in the order of a column, the first so many of them."""
    phrase, table = query.phrase, query.table
    found = phrase.take(_SORT)
    if found is None and not query.layout.first:
        return None
    numeric = table.numeric()
    by = (
        column_of(table, found["by"], list(range(len(table.names))))
        if found and found["by"] and table.headed
        else query.figure_at()
    )
    if by is None and query.layout.order != "letters":
        by = numeric[0] if len(numeric) == 1 else None
        if by is None:
            return None
    down = query.layout.order == "down"
    key: Callable[[Row], tuple[int, object]] = (
        (lambda row: (0, row.cells[0].lower()))
        if query.layout.order == "letters" or by is None
        else (lambda row: (0, value_of(row.cells[by]) or 0))
        if by in numeric
        else (lambda row: (0, row.cells[by].lower()))
    )
    query.rows = sorted(query.rows, key=key, reverse=down)[: query.layout.first]
    wanted = wanted_columns(query, by) if query.layout.first else []
    query.layout.order = ""
    return query.answer("rows", wanted=wanted)


def listed(query: Query) -> Answer | None:
    """The entries or names that a request lists."""
    phrase = query.phrase
    asked = phrase.has(NAMING)
    column = phrase.take(r"\b(?:the )?(?P<name>[a-z][\w\-]*) column\b|\bcolumn (?P<name2>[a-z][\w\-]*)\b")
    if column is not None:
        phrase.take(r"\bextract\b")
        at = column_of(query.table, column["name"] or column["name2"], list(range(len(query.table.names))))
        return query.answer("rows", wanted=[at]) if at is not None else None
    if asked is None or not (
        query.chosen
        or query.layout.unique
        or query.layout.order
        or query.layout.names_only
        or phrase.has(r"\bnames?\b")
    ):
        return None
    whole = phrase.has(r"\b(?:rows?|lines?|records?|complete|whole|full)\b")
    phrase.take(r"\b(?:extract|list|everyone|everybody|people)\b")
    label = query.label_at()
    wanted = [] if whole or label is None else wanted_columns(query, query.figure_at()) or [label]
    if label is None and query.table.headed and not whole:
        return None
    return query.answer("rows", wanted=wanted)


def looked_up(query: Query) -> Answer | None:
    """One cell: `the price of the lamp`, `the timeout value`."""
    at = query.figure_at()
    if not query.chosen or len(query.rows) != 1 or at is None or value_of(query.rows[0].cells[at]) is None:
        return None
    return query.answer("number", figure=figure(query.rows[0].cells[at]))
