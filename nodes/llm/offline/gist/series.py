"""Lists of numbers that follow from a rule named in free words: a times table, powers of a number."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.progressions import progression_in
from nodes.llm.offline.terms import Expr, Literal, Sequence

_TABLE = re.compile(
    r"\b(?P<base>\d{1,6})(?:\s*times|['’]s times|x)?\s+(?:times\s+)?(?:multiplication\s+)?table\b|\b(?:times|"
    r"multiplication) table (?:of|for) (?P<of>\d{1,6})\b",
    re.IGNORECASE,
)
_POWERS = re.compile(
    r"\bpowers of (?P<base>\d{1,3})\b.*?\b(?:from\s+)?(?P=base)\s*(?:\^|\*\*)\s*(?P<first>\d{1,2})\s+(?:to|until|through|"
    r"up to)\s+(?P=base)\s*(?:\^|\*\*)\s*(?P<last>\d{1,2})\b",
    re.IGNORECASE,
)


def series_in(text: str) -> Expr | None:
    """The list that a clause names; `None` where it names none."""
    powers = _POWERS.search(text)
    if powers:
        base, first, last = (int(powers[name]) for name in ("base", "first", "last"))
        return Literal("\n".join(str(base**power) for power in range(first, last + 1))) if first <= last else None
    progression = progression_in(text)
    if progression is not None:
        return progression
    table = _TABLE.search(text)
    if table is None or not re.search(
        r"\bonly the (?:results|products|numbers)|\bjust the (?:results|products|numbers)|\bresults only",
        text,
        re.IGNORECASE,
    ):
        return None
    until = re.search(r"\b(?:to|until|up to)\s+(?:\d+\s*[x*×]\s*)?(?P<last>\d{1,3})\b", text, re.IGNORECASE)
    return Sequence("multiples", (table["base"] or table["of"], until["last"] if until else "10"))
