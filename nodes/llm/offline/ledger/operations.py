"""What is worked out from the chosen rows: growth, shares, extremes, groups, sums, counts, lists; the first that the words ask for."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.columns import column_of, likeness
from nodes.llm.offline.ledger.figure import Figure, combined, figure
from nodes.llm.offline.ledger.folds import averaged, cells, counted, summed
from nodes.llm.offline.ledger.formulas import formed
from nodes.llm.offline.ledger.listing import listed, looked_up, sorted_rows, wanted_columns
from nodes.llm.offline.ledger.phrase import variants
from nodes.llm.offline.ledger.query import AVERAGE, COUNT, LEAST, MOST, SUM, Answer, Query, column_word
from nodes.llm.offline.ledger.table import Row, Table, value_of

_GROUP = r"\b(?:per|for each|for every|of each|in each|by each|grouped by|by|each|every)\s+(?P<by>(?!of\b|line\b|row\b|one\b)[a-z][\w\-]*)"
_SHARE = r"\b(?:(?:what|which|how many|how much|as a|in|the|by how many)\s+)*(?:percent(?:age)?s?|per cent|share|proportion|fraction|%)(?:\s+of)?\b"
_GROWN = r"\b(?:gr[eo]wn?|growth|increased?|ris(?:e|en)|rose|went up|gone up|gain(?:ed)?|changed?|drop(?:ped)?|fell|fallen|decreased?|went down|lost|lose|sunk|improved?|declined?)\b"
_FELL = r"\b(?:drop(?:ped)?|fell|fallen|decreased?|went down|lost|lose|sunk|declined?)\b"
_ENDS = r"\bfrom (?:the )?first (?:\w+ )?to (?:the )?last(?: \w+)?\b|\bbetween (?:the )?first (?:\w+ )?and (?:the )?last(?: \w+)?\b|\bsince (?:the )?(?:first|start|beginning)(?: \w+)?\b|\bsince (?:i|we) (?:started|began|start)\b|\b(?:so far|overall|in all)\b|\bover the whole (?:time|period)\b"
_WON = r"\b(?:won|wins|winner|winning)\b"
_OF_ITS_OWN = r"oldest|youngest|newest|latest|earliest|most recent|tallest|heaviest|lightest|fastest|slowest|furthest"
"""What can only be told by a column that says so."""
_MONEY = r"\b(?:total|spending|spent|spend|costs?|money|budget|expenses|sum|revenue|income|sales|turnover|amount|goes|paid for|everything)\b"


def operation(query: Query) -> Answer | None:
    """The answer to a request whose conditions are taken; the words of the operation are taken, too."""
    for read in (
        formed,
        _grown,
        _share,
        _range,
        _grouped,
        _extreme,
        averaged,
        summed,
        counted,
        sorted_rows,
        listed,
        looked_up,
    ):
        answer = read(query)
        if answer is not None:
            return answer
    return None


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
        places = [
            found.start()
            for cell in row.cells
            if cell and (found := re.search(variants(cell), query.phrase.whole, re.IGNORECASE))
        ]
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
    if (
        at is not None
        and len(query.rows) == 2
        and phrase.take(r"\bdifference\b|\bhow much (?:more|less|cheaper|higher|lower)\b")
    ):
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
        return (
            query.answer("number", figure=combined("average", *cells(query, at))) if mean and at is not None else None
        )
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
    found = phrase.has(MOST) or phrase.has(LEAST) or phrase.has(_WON)
    if found is None:
        return None
    low = bool(re.fullmatch(LEAST, found.group(), re.IGNORECASE))
    if re.fullmatch(_WON, found.group(), re.IGNORECASE) and table.numeric():
        return None
    labels = table.labels()
    if (
        phrase.has(r"\bmost often\b|\bmost (?:votes|times|entries|appearances|common|frequent)\b|\bleast often\b")
        or re.fullmatch(_WON, found.group(), re.IGNORECASE)
        or not table.numeric()
    ):
        if not labels or not phrase.take(
            r"\b(?:won|wins|winner(?: is)?|winning|most|least|fewest)(?: (?:often|votes|times|entries|appearances|common|frequent))?\b"
        ):
            return None
        by = query.label_at()
        if by is None:
            return None
        phrase.take(r"\bwith how many (?:votes|times|points|entries)\b|\bhow many votes (?:it|they|he|she) got\b")
        phrase.take(COUNT)
        phrase.take(r"\bvotes?\b")
        names = [row.cells[by] for row in query.rows]
        pairs = [(name, figure(names.count(name))) for name in dict.fromkeys(names)]
        pairs.sort(key=lambda pair: pair[1].value, reverse=not low)
        return (
            query.answer("pairs", pairs=pairs[:1])
            if len(pairs) == 1 or pairs[0][1].value != pairs[1][1].value
            else None
        )
    before = " ".join(re.findall(r"[\w\-]+", phrase.whole[: found.start()])[-1:])
    at = _hinted(table, found.group()) if table.headed else None
    if at is None and table.headed and re.fullmatch(_OF_ITS_OWN, found.group(), re.IGNORECASE):
        return None
    at = at if at is not None else query.figure_at()
    if at is None or not query.rows or before.lower() in ("at",):
        return None
    phrase.blank(found.start(), found.end())
    phrase.take(r"\bexpensive\b")
    ordered = sorted(query.rows, key=lambda row: value_of(row.cells[at]) or 0, reverse=not low)
    ordered = [row for row in ordered if value_of(row.cells[at]) is not None]
    if not ordered:
        return None
    query.rows = ordered[:1]
    return query.answer("entry", figure=figure(ordered[0].cells[at]), wanted=wanted_columns(query, at))


def _hinted(table: Table, word: str) -> int | None:
    base = re.sub(r"^most ", "", word.lower())
    base = (
        base[:-4] + "y"
        if base.endswith("iest")
        else re.sub(r"(.)\1est$", r"\1", base)
        if re.search(r"(.)\1est$", base)
        else base.removesuffix("est")
    )
    years = [at for at, name in enumerate(table.names) if name == "year" and at not in table.numeric()]
    found = [at for at in [*table.numeric(), *years] if table.names[at] and likeness(base, table.names[at])]
    return found[0] if len(found) == 1 else None
