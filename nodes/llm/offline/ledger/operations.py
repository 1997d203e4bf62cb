"""What is worked out from the chosen rows: growth, shares, extremes, groups, sums, counts, lists; the first that the words ask for."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.ledger.columns import column_of, likeness
from nodes.llm.offline.ledger.figure import Figure, combined, figure
from nodes.llm.offline.ledger.phrase import variants
from nodes.llm.offline.ledger.query import AVERAGE, COUNT, LEAST, MEDIAN, MOST, NAMING, SUM, Answer, Query, column_word
from nodes.llm.offline.ledger.table import Row, Table, value_of

_GROUP = r"\b(?:per|for each|for every|of each|in each|by each|grouped by|by|each|every)\s+(?P<by>(?!of\b|line\b|row\b|one\b)[a-z][\w\-]*)"
_SHARE = r"\b(?:(?:what|which|how many|how much|as a|in|the|by how many)\s+)*(?:percent(?:age)?s?|per cent|share|proportion|fraction|%)(?:\s+of)?\b"
_GROWN = r"\b(?:gr[eo]wn?|growth|increased?|ris(?:e|en)|rose|went up|gone up|gain(?:ed)?|changed?|drop(?:ped)?|fell|fallen|decreased?|went down|lost|lose|sunk|improved?|declined?)\b"
_FELL = r"\b(?:drop(?:ped)?|fell|fallen|decreased?|went down|lost|lose|sunk|declined?)\b"
_ENDS = r"\bfrom (?:the )?first (?:\w+ )?to (?:the )?last(?: \w+)?\b|\bbetween (?:the )?first (?:\w+ )?and (?:the )?last(?: \w+)?\b|\bsince (?:the )?(?:first|start|beginning)(?: \w+)?\b"
_MONEY = r"\b(?:total|spending|spent|spend|costs?|money|budget|expenses|sum|revenue|income|sales|turnover|amount|goes|paid for|everything)\b"
_SORT = r"\b(?:sort(?:ed|ing)?|order(?:ed)?|rank(?:ed|ing)?|arrange(?:d)?)\b(?:\s+(?:\w+\s+){0,3}?by(?:\s+(?:the|their))?\s+(?P<by>[a-z][\w\-]*))?"
_MANY = frozenset({"quantity", "qty", "count", "number", "pieces", "amount", "units", "stock", "pcs", "tickets", "how many"})
_EACH = frozenset({"price", "unit price", "cost", "unit cost", "unit_price", "price each", "rate", "unit_cost", "price_per_unit", "each", "price per unit"})


def operation(query: Query) -> Answer | None:
    """The answer to a request whose conditions are taken; the words of the operation are taken, too."""
    for read in (_grown, _share, _range, _grouped, _extreme, _mean, _summed, _counted, _sorted, _listed, _looked_up):
        answer = read(query)
        if answer is not None:
            return answer
    return None


def cells(query: Query, at: int) -> list[Figure]:
    """The numbers of a column in the chosen rows."""
    return [figure(row.cells[at]) for row in query.rows if value_of(row.cells[at]) is not None]


def _grown(query: Query) -> Answer | None:
    phrase, at = query.phrase, query.figure_at()
    if at is None or not phrase.has(_GROWN):
        return None
    if phrase.take(_ENDS):
        pair = [query.table.rows[0], query.table.rows[-1]]
    elif len(query.rows) == 2 and re.search(r"\bfrom\b.*\bto\b|\bbetween\b.*\band\b", phrase.whole, re.IGNORECASE):
        pair = _spoken_order(query)
    else:
        return None
    first, last = (figure(row.cells[at]) for row in pair)
    fell = bool(re.search(_FELL, phrase.whole, re.IGNORECASE))
    phrase.take(_GROWN)
    change = combined("sub", first, last) if fell else combined("sub", last, first)
    if phrase.take(_SHARE):
        change = combined("percentage", change, first)
    return query.answer("number", figure=change)


def _spoken_order(query: Query) -> list[Row]:
    def place(row: Row) -> int:
        places = [found.start() for cell in row.cells if cell and (found := re.search(variants(cell), query.phrase.whole, re.IGNORECASE))]
        return min(places, default=0)

    return sorted(query.rows, key=place)


def _share(query: Query) -> Answer | None:
    phrase, table = query.phrase, query.table
    if not query.chosen or not phrase.take(_SHARE):
        return None
    at = query.figure_at()
    named = column_of(table, phrase.whole, table.numeric()) is not None
    if at is not None and (named or phrase.has(_MONEY)) and not phrase.has(COUNT):
        whole = combined("sum", *(figure(row.cells[at]) for row in table.rows))
        part = combined("sum", *cells(query, at)) if query.rows else figure(0)
    else:
        whole, part = figure(len(table.rows)), figure(len(query.rows))
    phrase.take(SUM)
    return query.answer("number", figure=combined("percentage", part, whole))


def _range(query: Query) -> Answer | None:
    phrase, at = query.phrase, query.figure_at()
    spread = phrase.has(rf"\bdifference\b.*?{MOST}.*?{LEAST}|\bdifference\b.*?{LEAST}.*?{MOST}|\b(?:spread|range)\b")
    if spread is not None and at is not None and query.rows:
        phrase.take(r"\b(?:difference|spread|range)\b")
        phrase.take(MOST)
        phrase.take(LEAST)
        values = sorted(cells(query, at), key=lambda item: item.value)
        return query.answer("number", figure=combined("sub", values[-1], values[0]))
    if at is not None and len(query.rows) == 2 and phrase.take(r"\bdifference\b|\bhow much (?:more|less|cheaper|higher|lower)\b"):
        low, high = sorted(cells(query, at), key=lambda item: item.value)
        phrase.take(r"\b(?:more expensive|cheaper|higher|lower|more|less)\b")
        return query.answer("number", figure=combined("sub", high, low))
    return None


def _by(query: Query) -> int | None:
    """The column to group by; its words are taken."""
    phrase = query.phrase
    for found in re.finditer(_GROUP, phrase.text, re.IGNORECASE):
        at = column_word(query, found["by"])
        if at is not None:
            phrase.blank(found.start(), found.end())
            return at
    return None


def _grouped(query: Query) -> Answer | None:
    phrase, table = query.phrase, query.table
    spoken = phrase.has(_GROUP)
    counting = phrase.has(COUNT)
    folding = phrase.has(SUM) or phrase.has(AVERAGE) or phrase.has(r"\bhow much\b")
    if spoken is None or not (counting or folding):
        return None
    by = _by(query)
    if by is None:
        return None
    groups: dict[str, list[Row]] = {}
    for row in query.rows:
        groups.setdefault(row.cells[by], []).append(row)
    mean = phrase.take(AVERAGE)
    phrase.take(COUNT)
    summed = phrase.take(SUM)
    at = query.figure_at()
    if all(len(rows) == 1 for rows in groups.values()) and (mean or not table.headed):
        return query.answer("number", figure=combined("average", *cells(query, at))) if mean and at is not None else None
    if (mean or summed or not counting) and at is None:
        return None
    op = "average" if mean else "sum" if not counting else "count"
    pairs = [
        (name, figure(len(rows)) if op == "count" else combined(op, *(figure(row.cells[at or 0]) for row in rows)))
        for name, rows in groups.items()
    ]
    return _best_pair(query, pairs) or query.answer("pairs", pairs=pairs)


def _best_pair(query: Query, pairs: list[tuple[str, Figure]]) -> Answer | None:
    """Of groups the largest or smallest, where only that one is asked for."""
    found = query.phrase.take(MOST) or query.phrase.take(LEAST)
    if found is None or query.layout.order:
        return None
    best = sorted(pairs, key=lambda pair: pair[1].value, reverse=not re.fullmatch(LEAST, found.group(), re.IGNORECASE))
    if len(best) > 1 and best[0][1].value == best[1][1].value:
        return None
    query.phrase.take(r"\boften\b")
    return query.answer("pairs", pairs=best[:1])


def _extreme(query: Query) -> Answer | None:
    phrase, table = query.phrase, query.table
    found = phrase.has(MOST) or phrase.has(LEAST)
    if found is None:
        return None
    low = bool(re.fullmatch(LEAST, found.group(), re.IGNORECASE))
    labels = table.labels()
    if phrase.has(r"\bmost often\b|\bmost (?:votes|times|entries|appearances|common|frequent)\b|\bleast often\b") or not table.numeric():
        if not labels or not phrase.take(r"\b(?:most|least|fewest)(?: (?:often|votes|times|entries|appearances|common|frequent))?\b"):
            return None
        by = query.label_at()
        if by is None:
            return None
        phrase.take(COUNT)
        names = [row.cells[by] for row in query.rows]
        pairs = [(name, figure(names.count(name))) for name in dict.fromkeys(names)]
        pairs.sort(key=lambda pair: pair[1].value, reverse=not low)
        return query.answer("pairs", pairs=pairs[:1]) if len(pairs) == 1 or pairs[0][1].value != pairs[1][1].value else None
    before = " ".join(re.findall(r"[\w\-]+", phrase.whole[: found.start()])[-1:])
    at = _hinted(table, found.group()) if table.headed else None
    at = at if at is not None else query.figure_at()
    if at is None or not query.rows or before.lower() in ("at",):
        return None
    phrase.blank(found.start(), found.end())
    ordered = sorted(query.rows, key=lambda row: value_of(row.cells[at]) or 0, reverse=not low)
    ordered = [row for row in ordered if value_of(row.cells[at]) is not None]
    if not ordered:
        return None
    query.rows = ordered[:1]
    return query.answer("entry", figure=figure(ordered[0].cells[at]), wanted=_wanted(query, at))


def _hinted(table: Table, word: str) -> int | None:
    base = re.sub(r"^most ", "", word.lower())
    base = base[:-4] + "y" if base.endswith("iest") else re.sub(r"(.)\1est$", r"\1", base) if re.search(r"(.)\1est$", base) else base.removesuffix("est")
    found = [at for at in table.numeric() if table.names[at] and likeness(base, table.names[at])]
    return found[0] if len(found) == 1 else None


def _wanted(query: Query, at: int | None) -> list[int]:
    """The columns that the words ask for: `the name`, `the month and the revenue`, `which item`, `who`; none where it is not said."""
    table, text = query.table, query.phrase.whole
    label = query.label_at()
    both = re.search(r"\b(?:name|item|month|day|product|person|who|it)\b.*\b(?:and|with|plus)\b\s+(?:the |its |their |his |her |how much )*(?:price|cost|value|amount|score|number|revenue|total|costs?|it costs|votes|count|many)\b", text, re.IGNORECASE)
    if both and label is not None and at is not None:
        return [label, at]
    if table.headed:
        named = [place for place, name in enumerate(table.names) if re.search(rf"\b(?:the|and|their|its|,|only|just)\s+{variants(name)}", text, re.IGNORECASE) and place in (label, at)]
        if len(named) > 1:
            return named
    if label is None:
        return [at] if at is not None else []
    if query.layout.names_only or re.search(r"\b(?:names?|who|whom|whose|which|what)\b", text, re.IGNORECASE):
        value_asked = re.search(r"\bwhat (?:is|was|are|'s)|\bwhat's", text, re.IGNORECASE) and not re.search(r"\bnames?\b|\bwhich\b|\bwho\b", text, re.IGNORECASE)
        return [] if value_asked else [label]
    return []


def _mean(query: Query) -> Answer | None:
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
    if not re.search(r"\b(?:costs?|worth|values?|order|bill|revenue|income|pay|price|sales?|invoice|amount|spend|spent|earn(?:ed|ings)?|total)\b", query.phrase.whole, re.IGNORECASE):
        return None
    if re.search(rf"\b{names[each[0]]}\s+column\b|\bcolumn\s+{names[each[0]]}\b|\bsum of (?:the |all )*{names[each[0]]}s?\b", query.phrase.whole, re.IGNORECASE):
        return None
    return [combined("mul", figure(row.cells[many[0]]), figure(row.cells[each[0]])) for row in query.rows]


def _summed(query: Query) -> Answer | None:
    phrase = query.phrase
    money = rf"\bhow much\b|\bwhat (?:does|did|do|is|was|will) (?:\w+ ){{0,3}}(?:cost|worth|{SUM})"
    if not (phrase.has(SUM) or (phrase.has(money) and not query.table.mark == "json")):
        return None
    if phrase.has(COUNT) and not _countable(query):
        return None
    at = query.figure_at()
    parts = _weighed(query)
    if parts is None and column_of(query.table, phrase.whole, query.table.numeric()) is None and at is None:
        return None
    if parts is None:
        parts = cells(query, at) if at is not None else None
    if not parts:
        return None
    for _ in range(2):
        phrase.take(SUM)
    phrase.take(COUNT)
    phrase.take(r"\bhow much\b|\b(?:quantity|quantities|times|multiplied by)\b")
    query.phrase.take(r"\bnumbers? of\b")
    return query.answer("number", figure=combined("sum", *parts))


def _countable(query: Query) -> bool:
    """Whether `how many … altogether` adds up a column of counts."""
    named = re.search(r"\bhow many ([a-z][\w\-]*)", query.phrase.whole, re.IGNORECASE)
    if named and any(likeness(named[1], query.table.names[at]) > 1 for at in query.table.numeric() if query.table.names[at]):
        return True
    return any(query.table.names[at] in _MANY for at in query.table.numeric())


def _counted(query: Query) -> Answer | None:
    phrase = query.phrase
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


def _sorted(query: Query) -> Answer | None:
    phrase, table = query.phrase, query.table
    found = phrase.take(_SORT)
    if found is None and not query.layout.first:
        return None
    numeric = table.numeric()
    by = column_of(table, found["by"], list(range(len(table.names)))) if found and found["by"] and table.headed else query.figure_at()
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
    query.rows = sorted(query.rows, key=key, reverse=down)[: query.layout.first]  # type: ignore[arg-type]
    wanted = _wanted(query, by) if query.layout.first else []
    query.layout.order = ""
    return query.answer("rows", wanted=wanted)


def _listed(query: Query) -> Answer | None:
    phrase = query.phrase
    asked = phrase.has(NAMING)
    column = phrase.take(r"\b(?:the )?(?P<name>[a-z][\w\-]*) column\b|\bcolumn (?P<name2>[a-z][\w\-]*)\b")
    if column is not None:
        phrase.take(r"\bextract\b")
        at = column_of(query.table, column["name"] or column["name2"], list(range(len(query.table.names))))
        return query.answer("rows", wanted=[at]) if at is not None else None
    if asked is None or not (query.chosen or query.layout.unique or query.layout.order or query.layout.names_only or phrase.has(r"\bnames?\b")):
        return None
    whole = phrase.has(r"\b(?:rows?|lines?|records?|complete|whole|full)\b")
    phrase.take(r"\b(?:extract|list|everyone|everybody|people)\b")
    label = query.label_at()
    wanted = [] if whole or label is None else _wanted(query, query.figure_at()) or [label]
    if label is None and query.table.headed and not whole:
        return None
    return query.answer("rows", wanted=wanted)


def _looked_up(query: Query) -> Answer | None:
    """One cell: `the price of the lamp`, `the timeout value`."""
    at = query.figure_at()
    if not query.chosen or len(query.rows) != 1 or at is None or value_of(query.rows[0].cells[at]) is None:
        return None
    return query.answer("number", figure=figure(query.rows[0].cells[at]))
