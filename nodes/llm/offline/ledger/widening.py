"""A column added to a table, worked out from others."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.columns import column_of
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.figure import combined, figure
from nodes.llm.offline.ledger.table import Table, value_of
from nodes.llm.offline.terms import Concat, Expr, Literal

_I = re.IGNORECASE
_COLUMN = re.compile(
    r"(?:add|append|insert|create|make|put)\s+(?:(?:a|an|the|another|new|extra|last|third|fourth|3rd)\s+)*"
    r"(?:column\s+(?:(?:called|named|titled|for(?: the)?|with the name)\s+)?(?P<name>[\ue000-\ue7ff]|[A-Za-z]\w*)|(?P<name2>[\ue000-\ue7ff]|[A-Za-z]\w*)\s+column)"
    r"\s*,?\s*(?:\(|(?:(?:that|which)\s+)?(?:is|holds|contains|with|showing|containing|equal to|being|as|=|for|:)\s*)+(?:the\s+)?(?:product of\s+|result of\s+)?(?P<how>.+?)\)?",
    _I,
)
_SIGNS = (
    (r"\s*(?:times|\*|x|×|multiplied by)\s*", "mul"),
    (r"\s*(?:plus|\+)\s*", "add"),
    (r"\s*(?:minus|-|less)\s*", "sub"),
    (r"\s*(?:divided by|/|÷|per)\s*", "div"),
    (r"\s+and\s+", "mul"),
)


def column_text(text: str, table: Table, disc: Discourse, *, plain: bool) -> Expr | None:
    """A column worked out from two others, or from one and a number."""
    found = _COLUMN.fullmatch(text)
    if found is None or not table.headed or not table.rows or len(table.rows) > 60:
        return None
    name = disc.protected.plain(found["name"] or found["name2"])
    split = [(op, re.split(pattern, found["how"], maxsplit=1, flags=_I)) for pattern, op in _SIGNS]
    op, parts = next(((op, parts) for op, parts in split if len(parts) == 2 and all(parts)), ("", []))
    if not op:
        return None
    sides = [_side(part, table) for part in parts]
    if sides[0] is None or sides[1] is None or (isinstance(sides[0], str) and isinstance(sides[1], str)):
        return None
    lines: list[Expr] = [Literal(f"{table.header}{table.mark}{name}")]
    for row in table.rows:
        left, right = (figure(side if isinstance(side, str) else row.cells[side]) for side in sides if side is not None)
        if op == "div" and not right.value:
            return None
        lines.append(Concat((Literal(row.line + table.mark), combined(op, left, right).expr)))
    return Concat(tuple(lines), "\n")


def _side(text: str, table: Table) -> int | str | None:
    """The column or the number that a part of a formula is."""
    text = re.sub(r"^(?:the|its|column|of)\s+|\s+column$", "", text.strip(), flags=_I)
    if value_of(text) is not None:
        return text
    if not re.fullmatch(r"[A-Za-z][\w ]*", text):
        return None
    return column_of(table, text, table.numeric())
