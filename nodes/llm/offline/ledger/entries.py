"""Rows and columns added to a table: told as a line, cell by cell, or worked out from the rows that are there."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.clauses import Clause
from nodes.llm.offline.ledger.columns import column_of
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.phrase import FILE
from nodes.llm.offline.ledger.query import ask
from nodes.llm.offline.ledger.rendering import written
from nodes.llm.offline.ledger.table import Table, value_of
from nodes.llm.offline.ledger.widening import column_text
from nodes.llm.offline.terms import Concat, Expr, Literal

_I = re.IGNORECASE
_ROW = r"(?:row|line|entry|record|item|task|person|student|member|product|expense|customer|guest)"
_WHERE = rf"\s*,?\s*(?:to|in|into|at the (?:end|bottom) of|on)\s+(?:the\s+)?(?:(?:end|bottom) of\s+)?(?:the\s+)?(?:file\s+|list\s+|table\s+)?(?P<file>{FILE}|it\b|(?:the|that|this|same) (?:file|list|table)\b)"
_ADD = re.compile(
    rf"(?:add|append|insert|put|write|include)\s+(?:also\s+)?(?P<lead>(?:(?:a|an|the|another|one|new|last|final|more|extra|following|text|{_ROW}s?)\s+)*)(?P<what>.+)",
    _I,
)
_NAMED = re.compile(
    r"\d+(?:\.\d+)?[€$£]?(?:\s+(?:euros?|dollars?|pounds?|bucks|eur|usd))?\s+(?:on|for|at)\s+(?:the |a |an |some |my |our )?(?P<on>[A-Za-z]+(?: [A-Za-z]+)?)(?=\s*(?:$|[.,;!]|today|yesterday|this|last))"
    r"|:\s*(?P<called>[A-Z]\w+)|\b(?:named|called|is|was|by)\s+(?P<named>[A-Z]\w+)|^(?P<first>[A-Z][a-z]+)\s+(?:has|is|gave|paid|got|scored|joined|donated)\b"
    r"|\b(?:bought|got)\s+(?:a |an |some |new )*(?P<bought>[a-z]+(?: [a-z]+)?)\s+(?:for|at)\b",
)


def entry_added(clause: Clause, disc: Discourse) -> bool | None:
    """A clause that adds a row or a column to a table."""
    whole = clause.whole
    if not re.match(r"(?:add|append|insert|put|write|include|create|make)\b", whole, _I):
        return None
    found = re.search(_WHERE, whole, _I)
    if found is not None:
        text, mark = whole[: found.start()] + " " + whole[found.end() :], found["file"]
        path = (
            disc.protected.value(mark) if re.match(FILE, mark) else disc.subject[0] if len(disc.subject) == 1 else None
        )
    else:
        text, path = whole, disc.subject[0] if len(disc.subject) == 1 else None
    if path not in disc.texts or re.search(FILE, text) or path is None:
        return None
    text = re.sub(r"\s+", " ", text).strip(" ,.:")
    table = disc.table(path)
    for read in (column_text, _line):
        expr = read(text, table, disc, plain=found is not None)
        if expr is None:
            continue
        disc.used.update(re.findall("[\ue000-\uefff]", whole))
        disc.subject = (path,)
        disc.write(path, expr, "w" if read is column_text else "a")
        return True
    return None


def _line(text: str, table: Table, disc: Discourse, *, plain: bool) -> Expr | None:
    """The new line: quoted, cell by cell, or a name with a value that is worked out."""
    found = _ADD.fullmatch(text)
    if found is None or re.search(r"\bcolumn\b", text, _I):
        return None
    if re.search(r"[<>{}\[\]]|\b[XYN]\b|\.\.\.", disc.protected.plain(text)):
        return None
    what, said = found["what"].strip(" :,"), bool(re.search(_ROW, found["lead"], _I))
    if not said and not plain:
        return None
    if re.fullmatch("[\ue000-\ue7ff]", what):
        return Literal(disc.protected.value(what))
    return _remarked(text, table, disc) or _worked(what, table, disc) or _told(what, table, disc)


def _told(what: str, table: Table, disc: Discourse) -> Expr | None:
    """`coffee,15`; `Zoe, 31`; `name Zoe and age 31`."""
    mark = table.mark if table.mark not in ("", "json") else ""
    if not mark or not table.headed:
        return None
    what = re.sub(
        r"\s+as (?:a|the) (?:(?:new|last)\s+)*(?:row|line|entry|record)$|^[^:]{0,20}:\s*(?=\S)", "", what, flags=_I
    )
    what = re.sub(r"^(?:for|with|containing|saying|reading|:)\s+", "", what, flags=_I)
    parts = [part.strip() for part in what.split(mark)]
    if len(parts) != len(table.names):
        what = re.sub(r"\s*\((?P<in>[^()]*)\)", r", \g<in>", what)
        parts = [
            part.strip()
            for part in re.split(
                r"\s*(?:,|;|\band\b|\bwith\b|\bat\b|\bwho is\b|\baged\b)(?:\s*(?:,|and|with|at))*\s*", what, flags=_I
            )
            if part.strip()
        ]
    if len(parts) != len(table.names):
        return None
    cells: dict[int, str] = {}
    parts = [
        re.sub(r"^(?:and|with|who is|aged|at|for|costs?|priced at)\s+|\s+years? old$", "", part, flags=_I)
        for part in parts
    ]
    for place, part in enumerate(parts):
        named = next(
            (
                at
                for at, name in enumerate(table.names)
                if re.match(rf"(?:(?:the|a|an|his|her)\s+)?{re.escape(name)}\b(?:\s+(?:is|of)|\s*[:=])?\s*\S", part, _I)
            ),
            None,
        )
        at = place if named is None else named
        if named is not None:
            part = re.sub(
                rf"^(?:(?:the|a|an|his|her)\s+)?{re.escape(table.names[at])}\b(?:\s+(?:is|of)\b|\s*[:=])?\s*",
                "",
                part,
                flags=_I,
            )
        if at in cells:
            return None
        cells[at] = disc.protected.plain(part)
    numeric = table.numeric()
    if any(
        (at in numeric) != (value_of(cells[at]) is not None)
        for at in cells
        if table.names[at] not in ("id", "phone", "number")
    ):
        return None
    if any(len(cell.split()) > 5 for cell in cells.values()):
        return None
    gap = f"{mark} " if table.rows and all(f"{mark} " in row.line for row in table.rows) else mark
    return Literal(gap.join(_shown(cells[at], table, at) for at in range(len(table.names))))


def _remarked(text: str, table: Table, disc: Discourse) -> Expr | None:
    """`I spent 12 on lunch. Add it`: the entry stands in a remark."""
    if not re.fullmatch(
        r"(?:add|append|insert|put|include|enter)\s+(?:it|that|this|her|him|them|the (?:expense|payment|purchase|cost|amount|new \w+))(?:\s+(?:there|as (?:a|the) (?:new |last )?(?:row|line|entry)))?",
        text,
        _I,
    ):
        return None
    numeric, labels = table.numeric(), table.labels()
    for remark in list(disc.remarks):
        plain = disc.protected.plain(remark)
        numbers = re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", plain)
        found = _NAMED.search(plain)
        if len(numbers) != 1 or found is None or len(numeric) != 1 or len(labels) != 1 or len(table.names) != 2:
            continue
        name = next(part for part in found.groups() if part)
        cells = {labels[0]: name, numeric[0]: numbers[0]}
        disc.remarks.remove(remark)
        disc.used.update(re.findall("[\ue000-\ue7ff]", remark))
        if table.mark:
            gap = f"{table.mark} " if all(f"{table.mark} " in row.line for row in table.rows) else table.mark
            return Literal(gap.join(cells[at] for at in (0, 1)))
        line = table.rows[0]
        if line.line.count(line.cells[labels[0]]) != 1 or line.line.count(line.cells[numeric[0]]) != 1:
            return None
        swap = {line.cells[labels[0]]: name, line.cells[numeric[0]]: numbers[0]}
        return Literal(_swapped(line.line, swap))
    return None


def _swapped(line: str, swap: dict[str, str]) -> str:
    """A line with other cells in the places of its own."""
    return re.sub("|".join(re.escape(cell) for cell in swap), lambda hit: swap[hit.group()], line)


def _shown(cell: str, table: Table, at: int) -> str:
    """A number without the currency sign that the column does not have."""
    if at in table.numeric() and table.rows and not re.search(r"[$€£]", table.rows[0].cells[at]):
        return re.sub(r"[$€£,]", "", cell)
    return cell


def _worked(what: str, table: Table, disc: Discourse) -> Expr | None:
    """`called total with the sum of the amounts`; `left,<number>` for the last result."""
    found = re.fullmatch(
        r"(?:(?:called|named|labelled|labeled|for(?: the)?|starting with|with)\s+)?(?:the (?:word|label|name)\s+)?(?!(?:with|for|called|named|containing|holding|the|that|and)\b)(?P<name>[\ue000-\ue7ff]|[A-Za-z]\w*)\s*,?\s*"
        r"(?:\b(?:and|with|containing|holding|followed by|that (?:holds|contains|has|is))\b\s*)*(?P<ask>(?:the|its|their)\s+.+)",
        what,
        _I,
    )
    if found is None or table.mark == "json":
        return None
    name = disc.protected.plain(found["name"])
    answer = ask(found["ask"], table, disc.plain, frozenset(disc.free))
    last = disc.last_figure()
    if (
        answer is None
        and last is not None
        and re.fullmatch(
            r"(?:the|its) (?:new )?(?:result|number|total|sum|average|value|amount|difference|count)", found["ask"], _I
        )
    ):
        value: Expr = last.expr
    elif answer is not None and answer.kind == "number":
        value = written(answer)
    else:
        return None
    width = len(table.names)
    if table.mark:
        if width < 2:
            return None
        at = column_of(table, found["ask"], table.numeric())
        at = width - 1 if at is None else at
        cells: list[Expr] = [Literal(name), *[Literal("")] * (width - 1)]
        if at == 0 or at not in table.numeric():
            return None
        cells[at] = value
        return Concat(tuple(cells), table.mark)
    gap = re.search(r"[:=]\s*|\s+", table.rows[0].line) if table.rows and len(table.names) == 2 else None
    return Concat((Literal(name + (gap.group() if gap else " ")), value))
