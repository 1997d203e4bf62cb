"""Which rows of a table a request means: comparisons, cells, flags, words in a line; each with its negation."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from nodes.llm.offline.ledger.columns import column_of, figure_of
from nodes.llm.offline.ledger.phrase import Phrase, stem, variants
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
_STARTING = r"\b(?:(?:that|which)\s+)?(?:start|begin)(?:s|ning|ing)?\s+with\s+(?:an?\s+|the\s+(?:word|letter)\s+)?(?P<what>[\ue000-\ue7ff]|#|\S+)"
_HOLDING = r"\b(?:(?:that|which)\s+)?(?:contain(?:s|ing)?|includ(?:es?|ing)|mention(?:s|ing)?|with the word)\s+(?:the\s+words?\s+|an?\s+)?(?P<what>[\ue000-\ue7ff]|\w+)"
_YES, _NO = frozenset({"yes", "y", "true", "x", "1", "done", "ja"}), frozenset({"no", "n", "false", "0", "", "open", "nein"})
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]


def _compare(op: str, left: Fraction, right: Fraction) -> bool:
    return {">": left > right, "<": left < right, ">=": left >= right, "<=": left <= right, "==": left == right}[op]


def _negated(phrase: Phrase, start: int) -> bool:
    """Whether a word of negation stands before a place; it is taken away."""
    found = _NOT.search(phrase.text[:start])
    if found is None:
        return False
    phrase.blank(found.start(), start)
    return True


def conditions(phrase: Phrase, table: Table, plain: Callable[[str], str]) -> list[Test] | None:
    """Take every condition out of a phrase.

    Args:
        phrase: The request.
        table: What it is about.
        plain: What a mark stands for.

    Returns:
        The tests, all of which a row must pass; `None` where it is not plain which column one is about.
    """
    tests: list[Test] = []
    for part in (_texts(phrase, plain), _numbers(phrase, table), _signs(phrase, table), _days(phrase, table)):
        if part is None:
            return None
        tests += part
    return [*tests, *_settings(phrase, table), *_flags(phrase, table), *_named(phrase, table)]


def _texts(phrase: Phrase, plain: Callable[[str], str]) -> list[Test]:
    tests: list[Test] = []
    for pattern, starts in ((_STARTING, True), (_HOLDING, False)):
        while found := phrase.has(pattern):
            what, no = plain(found["what"]).lower(), _negated(phrase, found.start())
            phrase.blank(found.start(), found.end())

            def test(row: Row, what: str = what, no: bool = no, starts: bool = starts) -> bool:
                line = row.line.strip().lower()
                return (line.startswith(what) if starts else what in line) != no

            tests.append(test)
    return tests


def _numbers(phrase: Phrase, table: Table) -> list[Test] | None:
    tests: list[Test] = []
    for op, pattern in _COMPARED:
        while found := phrase.has(pattern):
            at = _near(phrase, table, found.start(), found.end())
            if at is None:
                return None
            bounds = [value for name in ("n", "n2") if (value := value_of(found.groupdict().get(name) or "")) is not None]
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
        mean, op = sum(values) / Fraction(len(values)), "<" if re.match(r"below|under|worse|lower|less|smaller", found["side"], re.I) else ">"
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


def _signs(phrase: Phrase, table: Table) -> list[Test] | None:
    tests: list[Test] = []
    checks: dict[str, Callable[[Fraction], bool]] = {
        "even": lambda value: value.denominator == 1 and value.numerator % 2 == 0,
        "odd": lambda value: value.denominator == 1 and value.numerator % 2 == 1,
        "negative": lambda value: value < 0,
        "positive": lambda value: value > 0,
    }
    while found := phrase.has(r"\b(even|odd|negative|positive)(?:\s+(?:numbers?|values?|ones|amounts?|entries))?\b"):
        at, no = figure_of(table, phrase.whole), _negated(phrase, found.start())
        if at is None:
            return None
        phrase.blank(found.start(), found.end())
        check = checks[found[1].lower()]
        tests.append(
            lambda row, at=at, no=no, check=check: (value := value_of(row.cells[at])) is not None and check(value) != no  # type: ignore[misc]
        )
    return tests


def _days(phrase: Phrase, table: Table) -> list[Test] | None:
    days = table.days()
    if not days:
        return []
    tests: list[Test] = []
    at = days[0]
    iso = all(re.fullmatch(r"\d{4}-\d\d-\d\d", row.cells[at]) for row in table.rows)
    if iso and (found := phrase.take(r"\b(?P<how>before|after|since|from|until)\s+(?P<day>\d{4}-\d\d-\d\d)\b")):
        how, day = found["how"].lower(), found["day"]
        tests.append(lambda row: row.cells[at] < day if how == "before" else row.cells[at] <= day if how == "until" else row.cells[at] > day if how == "after" else row.cells[at] >= day)  # fmt: skip
    if iso and (found := phrase.take(rf"\b(?:in|of|for|from|during)\s+(?P<month>{'|'.join(_MONTHS)})\b(?:\s+(?P<year>\d{{4}}))?")):
        month, year = _MONTHS.index(found["month"].lower()) + 1, found["year"]
        tests.append(lambda row: int(row.cells[at][5:7]) == month and (not year or row.cells[at][:4] == year))
    if iso and (found := phrase.take(r"\b(?:on|for|of)?\s*(?P<day>\d{4}-\d\d-\d\d)\b")):
        only = found["day"]
        tests.append(lambda row: row.cells[at] == only)
    return tests


def _settings(phrase: Phrase, table: Table) -> list[Test]:
    """`status is open`, `paid = no`, `with the status open`."""
    tests: list[Test] = []
    for at in table.numeric():
        exact = table.names[at] and phrase.take(rf"{variants(table.names[at])}\s*(?:is|are|was|=+|:|of|equals|equal to)?\s*(?P<n>\d+(?:\.\d+)?)\b(?!\s*(?:or|and) (?:more|less|above|over|under|below))")
        if exact:
            tests.append(lambda row, at=at, n=value_of(exact["n"]): value_of(row.cells[at]) == n)  # type: ignore[misc]
    for at, name in enumerate(table.names):
        cells = {row.cells[at].lower() for row in table.rows if row.cells[at]}
        if not name or at in table.numeric() or not cells:
            continue
        one = "|".join(re.escape(cell) for cell in sorted(cells, key=len, reverse=True))
        is_ = r"\s*(?:is|are|was|equals|=+|:|of|says)?\s*(?P<no>not\s+)?"
        found = phrase.take(rf"\b{re.escape(name)}{is_}(?P<cell>{one})(?!\w)")
        if found is not None:
            no, cell = bool(found["no"]), found["cell"].lower()
            tests.append(lambda row, at=at, cell=cell, no=no: (row.cells[at].lower() == cell) != no)  # type: ignore[misc]
    return tests


def _flags(phrase: Phrase, table: Table) -> list[Test]:
    """`who have not paid`, where a column `paid` says yes or no."""
    tests: list[Test] = []
    for at, name in enumerate(table.names):
        cells = {row.cells[at].strip().lower() for row in table.rows}
        if not name or not cells <= _YES | _NO or not cells & {"yes", "no", "y", "n", "true", "false", "x"}:
            continue
        found = phrase.has(rf"\b(?P<un>un|non-?|not )?{re.escape(name)}\b")
        if found is None:
            continue
        no = _negated(phrase, found.start()) or bool(found["un"])
        phrase.blank(found.start(), found.end())
        tests.append(lambda row, at=at, no=no: (row.cells[at].strip().lower() in _YES) != no)  # type: ignore[misc]
    return tests


def _named(phrase: Phrase, table: Table) -> list[Test]:
    """Cells that the request names: of one column any of them, of several columns all."""
    wanted: dict[int, set[str]] = {}
    barred: list[Test] = []
    for at in range(len(table.names)):
        if at in table.numeric():
            continue
        for cell in sorted({row.cells[at] for row in table.rows if row.cells[at]}, key=len, reverse=True):
            if len(cell) > 60 or stem(cell) in ("total", "sum", "average", "count", "item", "amount", "name"):
                continue
            while found := phrase.has(variants(cell)):
                no = _negated(phrase, found.start())
                phrase.blank(found.start(), found.end())
                if no:
                    barred.append(lambda row, at=at, cell=cell: row.cells[at] != cell)  # type: ignore[misc]
                else:
                    wanted.setdefault(at, set()).add(cell)
    if not wanted and not barred and len(table.names) == 1 and not table.numeric():
        return _spoken(phrase, table)
    return [*barred, *(lambda row, at=at, cells=cells: row.cells[at] in cells for at, cells in wanted.items())]  # type: ignore[misc]


def _spoken(phrase: Phrase, table: Table) -> list[Test]:
    """Words of a free line: `errors` means the lines with ERROR, `failed tests` those with failed."""
    words = {stem(word): word for row in table.rows for word in re.findall(r"[^\W\d_][\w\-]*", row.line)}
    tests: list[Test] = []
    kept: set[str] = set()
    for word in phrase.left():
        held = words.get(stem(word))
        if held is None or all(re.search(rf"\b{re.escape(held)}\b", row.line) for row in table.rows):
            continue
        found = phrase.has(rf"(?<![\w\-]){re.escape(word)}(?![\w\-])")
        if found is None:
            continue
        no = _negated(phrase, found.start())
        phrase.blank(found.start(), found.end())
        if no:
            tests.append(lambda row, held=held: not re.search(rf"\b{re.escape(held)}\b", row.line))  # type: ignore[misc]
        else:
            kept.add(held)
    if kept:
        tests.append(lambda row: any(re.search(rf"\b{re.escape(held)}\b", row.line) for held in kept))
    return tests
