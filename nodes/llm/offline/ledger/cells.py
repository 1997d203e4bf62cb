"""One cell of a table set, raised or marked: `set Ben's grade to 80`, `mark "buy milk" as done`; the file is changed at once."""

from __future__ import annotations

import json
import re

from nodes.llm.offline.ledger.arithmetic import PERCENT, N, order_in
from nodes.llm.offline.ledger.clauses import Clause
from nodes.llm.offline.ledger.columns import column_of, figure_of, likeness, take_names
from nodes.llm.offline.ledger.conditions import conditions
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.figure import Figure, figure
from nodes.llm.offline.ledger.phrase import FILE, Phrase
from nodes.llm.offline.ledger.table import Row, Table, value_of
from nodes.llm.offline.terms import Concat, Expr, Literal

_I = re.IGNORECASE
_IN = rf"(?:\s*,?\s*(?:in|of|from|inside)\s+(?:the\s+)?(?:file\s+|list\s+)?(?P<file>{FILE})(?:\s+file)?)"
_SET = re.compile(
    r"(?:set|change|update|raise|lower|increase|reduce|decrease|correct|put|bring|drop|fix|edit|make|replace|switch)\s+(?P<what>.+?)"
    r"\s+(?:from\s+(?P<old>\S+)\s+)?(?:to|with|by(?= \d+$)(?!.*)|as)\s+(?P<value>[\ue000-\ue7ff]|[$€£]?-?\d[\d,]*(?:\.\d+)?%?|[A-Za-z][\w\-]*(?: [\w\-]+)?)",
    _I,
)
_MARK = re.compile(
    r"(?:mark|tick off|check off|flag|set)\s+(?P<what>.+?)\s+(?:as|to)\s+(?P<value>[\ue000-\ue7ff]|[\w\-]+)", _I
)
_SHIFT = re.compile(
    rf"(?P<order>(?:(?:increase|raise|bump(?: up)?|lower|reduce|decrease|cut|double|triple|halve)\s+(?P<what>.+?)(?:\s+by\s+(?:{PERCENT.replace('<n>', '<p>')}|{N}))?)"
    rf"|(?P<verb>add|subtract|deduct|take)\s+(?:{N.replace('<n>', '<m>')})(?:\s+\w+)?\s+(?:to|from|off)\s+(?P<where>.+?))",
    _I,
)
_RAISED = re.compile(
    rf"give\s+(?P<where>.+?)\s+(?:an?|another)\s+(?:(?:pay )?(?:raise|rise|increase)|bonus|extra)\s+(?:of\s+)?(?:(?:{PERCENT.replace('<n>', '<p>')})|{N})(?:\s+\w+)?",
    _I,
)
_YES = {"done": "yes", "paid": "yes", "yes": "yes", "open": "no", "unpaid": "no", "no": "no"}


def cell_changed(clause: Clause, disc: Discourse) -> bool | None:
    """A clause that changes one cell."""
    if not clause.asks and not re.match(
        r"(?:mark|give|set|change|switch|fix|edit|tick|flag|bring)\b", clause.whole, _I
    ):
        return None
    text, path = _outside(clause, disc)
    if path is None or re.search(r"\b(?:every|each|all|both|everyone)\b", text, _I):
        return None
    table = disc.table(path)
    if not table.rows:
        return None
    for read in (_marked, _set, _shifted):
        made = read(text, table, disc)
        if made is not None:
            disc.used.update(re.findall("[\ue000-\uefff]", clause.whole))
            disc.subject = (path,)
            return put_cell(path, *made, disc)
    return None


def _outside(clause: Clause, disc: Discourse) -> tuple[str, str | None]:
    """The clause without the one file it is about."""
    marks = [mark for mark in re.findall(FILE, clause.whole) if disc.protected.value(mark) in disc.texts]
    if len(set(re.findall(FILE, clause.whole))) > 1 or (not marks and len(disc.subject) != 1):
        return clause.whole, None
    text = re.sub(_IN, " ", clause.whole, flags=_I) if marks else clause.whole
    text = re.sub(r"\s+(?:in (?:it|there|the (?:file|list|table)))(?=\s|$)", " ", text)
    if re.search(FILE, text):
        return text, None
    text = re.sub(r"\s+", " ", text).strip(" ,.:")
    return text, disc.protected.value(marks[0]) if marks else disc.subject[0] if disc.subject[0] in disc.texts else None


def cell_of(what: str, table: Table, disc: Discourse, at: int | None = None) -> tuple[Row, int] | None:
    """The one cell that words name: its row by another cell, its column by its name."""
    what = _named_before(what, table, disc)
    phrase = Phrase(disc.protected.plain(what), frozenset(disc.free))
    if table.mark == "json":
        rows = [row for row in table.rows if phrase.take(rf"\b{re.escape(row.cells[0])}\b")]
        return (rows[0], 1) if len(rows) == 1 and not phrase.left() else None
    tests = conditions(phrase, table, disc.plain)
    if not tests:
        return None
    rows = [row for row in table.rows if all(test(row) for test in tests)]
    columns = [place for place in range(len(table.names)) if table.names[place]]
    at = at if at is not None else column_of(table, phrase.text, columns)
    at = at if at is not None or table.headed else figure_of(table, "")
    take_names(phrase, table)
    return (rows[0], at) if len(rows) == 1 and at is not None and not phrase.left() else None


def _named_before(what: str, table: Table, disc: Discourse) -> str:
    """`his entry` as the entry of the one whom the sentence before names, `its qty` as that of the last entry found."""
    last = disc.last()
    own = re.match(r"(?:its|their|his|her)\s+(?P<rest>\w+)$", what, _I)
    if (
        own is not None
        and last is not None
        and last.kind == "entry"
        and last.table.path == table.path
        and table.labels()
    ):
        return f"{own['rest']} of {last.rows[0].cells[table.labels()[0]]}"
    found = re.match(r"(?:his|her|their|its|that|the)\s+(?:entry|row|line|record|status)\b|(?:him|her|them)$", what, _I)
    if found is None or not disc.said:
        return what
    cells = {row.cells[at] for row in table.rows for at in table.labels() if row.cells[at]}
    named = [cell for cell in cells if re.search(rf"(?<!\w){re.escape(cell)}(?!\w)", disc.said[-1])]
    return named[0] if len(named) == 1 else what


def _fitting(value: str, table: Table) -> tuple[int | None, str]:
    """The column of words that a value goes into, and how it is written there."""
    labels = [at for at in range(len(table.names)) if at not in table.numeric()]
    holding = [at for at in labels if any(row.cells[at].lower() == value.lower() for row in table.rows)]
    flags = [at for at in labels if {row.cells[at].lower() for row in table.rows} <= {"yes", "no", ""}]
    named = [at for at in flags if likeness(value, table.names[at]) == 3]
    stated = [at for at in labels if table.names[at] in ("status", "state")]
    at = next((places[0] for places in (holding, named, stated, flags) if len(places) == 1), None)
    if at is not None and at in flags and at not in holding:
        value = _YES.get(value.lower(), "")
    return at, value


def _set(text: str, table: Table, disc: Discourse) -> tuple[Table, Row, int, Expr] | None:
    found = _SET.fullmatch(text)
    if found is None:
        return None
    value = disc.plain(found["value"])
    place = cell_of(found["what"], table, disc)
    if place is None and table.headed and value_of(value) is None:
        at, value = _fitting(value, table)
        place = cell_of(found["what"], table, disc, at) if at is not None and value else None
    if place is None or (found["old"] and disc.plain(found["old"]) != place[0].cells[place[1]]):
        return None
    numeric = place[1] in table.numeric() or (table.mark == "json" and value_of(place[0].cells[1]) is not None)
    if numeric and value_of(value) is None:
        return None
    return table, *place, Literal(value)


def _marked(text: str, table: Table, disc: Discourse) -> tuple[Table, Row, int, Expr] | None:
    found = _MARK.fullmatch(text)
    if found is None or not table.headed:
        return None
    value = disc.plain(found["value"])
    at, value = _fitting(value, table)
    if at is None:
        return None
    place = cell_of(found["what"], table, disc, at)
    return (table, *place, Literal(value)) if place is not None and value else None


def _shifted(text: str, table: Table, disc: Discourse) -> tuple[Table, Row, int, Expr] | None:
    found, raised = _SHIFT.fullmatch(text), _RAISED.fullmatch(text)
    if found is None and raised is None:
        return None
    what = raised["where"] if raised else (found["what"] or found["where"] if found else "")
    more = (f"{raised['p']}%" if raised["p"] else raised["n"]) if raised else ""
    order = order_in(f"increase it by {more}" if raised else text.replace(what, "it", 1))
    numeric = table.numeric()
    place = cell_of(what, table, disc) or (cell_of(what, table, disc, numeric[0]) if len(numeric) == 1 else None)
    if order is None or place is None or value_of(place[0].cells[place[1]]) is None:
        return None
    made: Figure = order[1](figure(place[0].cells[place[1]]))
    disc.answers.append(disc.number(made, f"the new {what}"))
    return table, *place, made.expr


def put_cell(path: str, table: Table, row: Row, at: int, value: Expr, disc: Discourse) -> bool:
    """Write the file with another value in one cell."""
    text = disc.texts[path].rstrip("\n")
    if table.mark == "json":
        key = re.search(rf"{re.escape(json.dumps(row.cells[0], ensure_ascii=False))}\s*:\s*", text)
        old = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,}]+').match(text, key.end()) if key else None
        if old is None:
            return False
        start, end = old.span()
        if old.group().startswith('"') and isinstance(value, Literal):
            value = Literal(json.dumps(value.text, ensure_ascii=False))
    elif '"' in row.line:
        return False
    else:
        start, end = span_of(text, table, row, at)
    disc.write(path, Concat((Literal(text[:start]), value, Literal(text[end:]))))
    return True


def span_of(text: str, table: Table, row: Row, at: int) -> tuple[int, int]:
    """Where a cell stands in a file's text."""
    offset = 0
    lines = text.splitlines(keepends=True)
    place = [*table.rows].index(row) if row in table.rows else 0
    same = [other for other in table.rows[:place] if other.line == row.line]
    hits = [number for number, line in enumerate(lines) if line.strip() == row.line.strip()]
    number = hits[len(same)]
    offset = sum(len(line) for line in lines[:number])
    line = lines[number]
    if not table.mark:
        start = line.rfind(row.cells[at])
        return offset + start, offset + start + len(row.cells[at])
    start = 0
    for _ in range(at):
        start = line.index(table.mark, start) + 1
    end = line.find(table.mark, start)
    end = len(line) if end < 0 else end
    cell = line[start:end]
    lead = len(cell) - len(cell.lstrip())
    return offset + start + lead, offset + start + lead + len(cell.strip())
