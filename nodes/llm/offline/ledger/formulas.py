"""What is worked out by a formula that the user gives over columns or settings: `(quantity times price)`, `total cost divided by total litres`."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.columns import likeness
from nodes.llm.offline.ledger.figure import Figure, combined, figure
from nodes.llm.offline.ledger.query import SUM, Answer, Query
from nodes.llm.offline.ledger.table import value_of

_NAME = r"(?P<{0}_fold>(?:the )?(?:total|sum of(?: the| all)?|all(?: the)?)\s+)?(?:the |its |each )?(?P<{0}>[A-Za-z][\w\-]*(?: [A-Za-z][\w\-]*)?|\d[\d,]*(?:\.\d+)?)"
_SIGNS = r"(?P<sign>times|multiplied (?:by|with)|\*|×|plus|\+|minus|divided by|/|÷)"
_FORMULA = re.compile(
    rf"\(?\s*(?:(?:which is|that is|meaning|so|=|by (?:multiplying|dividing))\s+)?{_NAME.format('a')}\s*{_SIGNS}\s*{_NAME.format('b')}\s*\)?",
    re.IGNORECASE,
)
_OPS = {"t": "mul", "m": "mul", "*": "mul", "×": "mul", "p": "add", "+": "add", "d": "div", "/": "div", "÷": "div"}


def formed(query: Query) -> Answer | None:
    """The number that a formula over columns gives: row by row and added up, or of two totals."""
    found = _FORMULA.search(query.phrase.whole)
    if found is None or not query.rows:
        return None
    sign = found["sign"].lower()
    op = "sub" if sign in ("minus",) else _OPS[sign[0]]
    start, end = found.span()
    left, lead = _side(found["a"], query, last=True)
    right, _ = _side(found["b"], query, last=False)
    if (
        left is None
        or right is None
        or (len(left) == 1 and len(right) == 1 and query.table.mark != "json" and len(query.rows) > 1)
    ):
        return None
    query.phrase.blank(start + (found["a"].find(lead) if lead and not found.group().startswith("(") else 0), end)
    folded = bool(found["a_fold"] and found["b_fold"])
    if folded or op == "div":
        result = combined(op, combined("sum", *left), combined("sum", *right))
        query.phrase.take(r"\baverage\b|\bprice per \w+\b")
    else:
        wide = max(len(left), len(right))
        pairs = zip(left * wide if len(left) == 1 else left, right * wide if len(right) == 1 else right, strict=False)
        result = combined("sum", *(combined(op, one, two) for one, two in pairs))
    query.phrase.take(SUM)
    query.phrase.take(r"\bhow much\b")
    return query.answer("number", figure=result)


def _side(words: str, query: Query, *, last: bool) -> tuple[list[Figure] | None, str]:
    """The numbers that a name in a formula stands for; of two words the one beside the sign."""
    if value_of(words) is not None:
        return [figure(words)], words
    parts = words.split()
    tried = [words, parts[-1] if last else parts[0]]
    table = query.table
    for word in tried:
        if table.mark == "json":
            rows = [row for row in table.rows if likeness(word, row.cells[0]) == 3]
            if len(rows) == 1 and value_of(rows[0].cells[1]) is not None:
                return [figure(rows[0].cells[1])], word
            continue
        named = [at for at in table.numeric() if table.names[at] and likeness(word, table.names[at]) >= 2]
        if len(named) == 1:
            return [figure(row.cells[named[0]]) for row in query.rows], word
    return None, ""
