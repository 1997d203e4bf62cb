"""Conditions on numbers: comparisons with a number or with the average, even and odd, negative and positive."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from nodes.llm.offline.ledger.columns import column_of, figure_of
from nodes.llm.offline.ledger.phrase import Phrase
from nodes.llm.offline.ledger.table import Row, Table, value_of

Test = Callable[[Row], bool]


_N = r"(?P<n>[$€£]?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[€$£%]|euros?|eur|dollars?|usd|pounds?|bucks)?"


_N2 = _N.replace("<n>", "<n2>").replace("<unit>", "<unit2>")


_COMPARED = (
    ("between", rf"\b(?:between|from)\s+{_N}\s*(?:and|to|-)\s*{_N2}"),
    (">=", rf"\b(?:at least|no(?:t)? less than|minimum of|not under|not below|>=)\s*{_N}|{_N2}\s+(?:or|and) (?:more|above|over|higher|older|better|up)\b"),
    ("<=", rf"\b(?:at most|no(?:t)? more than|up to|maximum of|not over|not above|<=)\s*{_N}|{_N2}\s+(?:or|and) (?:less|fewer|below|under|lower|younger)\b"),
    (">", rf"(?:\b(?:over|above|more(?: expensive)? than|(?:greater|higher|bigger|larger|better|longer|older|heavier|taller|farther|further) than|exceed(?:s|ing|ed)?|beyond|past)|>)\s*{_N}"),
    ("<", rf"(?:\b(?:under|below|less than|fewer than|(?:lower|smaller|cheaper|shorter|younger|lighter|worse) than)|<)\s*{_N}"),
    ("==", rf"\b(?:exactly|equal to|equals)\s*{_N}"),
)  # fmt: skip


_MEAN = r"\b(?P<side>above|over|below|under|(?:better|higher|more|greater|larger|worse|lower|less|smaller) than)\s+(?:the\s+)?(?:average|mean|avg)\b"


_NOT = re.compile(
    r"(?:\b(?:not|never|without|except(?:ing)?(?: for)?|excluding|other than|ignor(?:e|ing)|but not|apart from|leav(?:e|ing) out|minus|skip(?:ping)?)|n't)(?:\s+(?:for|the|in|be|been|is|have|has|any|those|yet|a|with|lines?|from|rows?|entries))*\s*$",
    re.IGNORECASE,
)


def _compare(op: str, left: Fraction, right: Fraction) -> bool:
    return {">": left > right, "<": left < right, ">=": left >= right, "<=": left <= right, "==": left == right}[op]


def negated(phrase: Phrase, start: int) -> bool:
    """Whether a word of negation stands before a place; it is taken away."""
    found = _NOT.search(phrase.text[:start])
    if found is None:
        return False
    phrase.blank(found.start(), start)
    return True


def compared(phrase: Phrase, table: Table) -> list[Test] | None:
    """The comparisons with numbers; `None` where it is not plain which column one is about."""
    tests: list[Test] = []
    for op, pattern in _COMPARED:
        while found := phrase.has(pattern):
            at = _near(phrase, table, found.start(), found.end())
            if at is None:
                return None
            bounds = [
                value for name in ("n", "n2") if (value := value_of(found.groupdict().get(name) or "")) is not None
            ]
            phrase.blank(found.start(), found.end())

            def test(row: Row, at: int = at, op: str = op, bounds: list[Fraction] = bounds) -> bool:
                value = value_of(row.cells[at])
                if value is None:
                    return False
                return min(bounds) <= value <= max(bounds) if op == "between" else _compare(op, value, bounds[0])

            tests.append(test)
    found = phrase.take(_MEAN)
    if found is not None:
        at = figure_of(table, phrase.whole)
        values = [] if at is None else [value for row in table.rows if (value := value_of(row.cells[at])) is not None]
        if at is None or not values:
            return None
        mean, op = (
            sum(values) / Fraction(len(values)),
            "<" if re.match(r"below|under|worse|lower|less|smaller", found["side"], re.I) else ">",
        )
        tests.append(lambda row: (value := value_of(row.cells[at])) is not None and _compare(op, value, mean))
    return tests


def _near(phrase: Phrase, table: Table, start: int, end: int) -> int | None:
    """The column of numbers that a comparison is about: named just after or before it, else hinted at, else the only one."""
    numeric = table.numeric()
    after = re.match(r"\W*((?:[\w\-]+\W+){0,2}[\w\-]+)?", phrase.whole[end:])
    within = phrase.whole[start:end]
    before = " ".join(re.findall(r"[\w\-]+", phrase.whole[:start])[-5:])
    close = " ".join(re.findall(r"[\w\-]+", phrase.whole[:start])[-2:])
    hint = re.sub(r"(?:er|ier) than\b", "", within)
    for words in (close, after.group() if after else "", hint, before):
        at = column_of(table, words, numeric)
        if at is not None:
            return at
    return numeric[0] if len(numeric) == 1 else None


def signed(phrase: Phrase, table: Table) -> list[Test] | None:
    """Even, odd, negative and positive numbers."""
    tests: list[Test] = []
    checks: dict[str, Callable[[Fraction], bool]] = {
        "even": lambda value: value.denominator == 1 and value.numerator % 2 == 0,
        "odd": lambda value: value.denominator == 1 and value.numerator % 2 == 1,
        "negative": lambda value: value < 0,
        "positive": lambda value: value > 0,
    }
    while found := phrase.has(r"\b(even|odd|negative|positive)(?:\s+(?:numbers?|values?|ones|amounts?|entries))?\b"):
        at, no = figure_of(table, phrase.whole), negated(phrase, found.start())
        if at is None:
            return None
        phrase.blank(found.start(), found.end())
        check = checks[found[1].lower()]
        tests.append(
            lambda row, at=at, no=no, check=check: (value := value_of(row.cells[at])) is not None and check(value) != no  # type: ignore[misc]
        )
    return tests
