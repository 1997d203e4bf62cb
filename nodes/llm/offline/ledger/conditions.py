"""Which rows of a table a request means: comparisons, cells, flags, words in a line; each with its negation."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.dates import MONTHS
from nodes.llm.offline.ledger.comparing import Test, compared, negated, signed
from nodes.llm.offline.ledger.phrase import Phrase, stem, variants
from nodes.llm.offline.ledger.table import Row, Table, value_of

_STARTING = r"\b(?:(?:that|which)\s+)?(?:start|begin)(?:s|ning|ing)?\s+with\s+(?:an?\s+|the\s+(?:word|letter)\s+)?(?P<what>[\ue000-\ue7ff]|#|\S+)"
_HOLDING = r"\b(?:(?:that|which)\s+)?(?:contain(?:s|ing)?|includ(?:es?|ing)|mention(?:s|ing)|with the word)\s+(?:the\s+words?\s+|an?\s+)?(?P<what>[\ue000-\ue7ff]|\w+)"
_YES, _NO = (
    frozenset({"yes", "y", "true", "x", "1", "done", "ja"}),
    frozenset({"no", "n", "false", "0", "", "open", "nein"}),
)


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
    for part in (_texts(phrase, plain), compared(phrase, table), signed(phrase, table), _days(phrase, table)):
        if part is None:
            return None
        tests += part
    return [*tests, *_settings(phrase, table), *_flags(phrase, table), *_named(phrase, table)]


def _texts(phrase: Phrase, plain: Callable[[str], str]) -> list[Test]:
    tests: list[Test] = []
    for pattern, starts in ((_STARTING, True), (_HOLDING, False)):
        while found := phrase.has(pattern):
            what, no = plain(found["what"]).lower(), negated(phrase, found.start())
            phrase.blank(found.start(), found.end())

            def test(row: Row, what: str = what, no: bool = no, starts: bool = starts) -> bool:
                line = row.line.strip().lower()
                return (line.startswith(what) if starts else what in line) != no

            tests.append(test)
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
    if iso and (
        found := phrase.take(rf"\b(?:in|of|for|from|during)\s+(?P<month>{'|'.join(MONTHS)})\b(?:\s+(?P<year>\d{{4}}))?")
    ):
        month, year = MONTHS.index(found["month"].lower()) + 1, found["year"]
        tests.append(lambda row: int(row.cells[at][5:7]) == month and (not year or row.cells[at][:4] == year))
    if iso and (found := phrase.take(r"\b(?:on|for|of)?\s*(?P<day>\d{4}-\d\d-\d\d)\b")):
        only = found["day"]
        tests.append(lambda row: row.cells[at] == only)
    return tests


def _settings(phrase: Phrase, table: Table) -> list[Test]:
    """`status is open`, `paid = no`, `with the status open`."""
    tests: list[Test] = []
    years = [at for at, name in enumerate(table.names) if name in ("year", "built", "founded", "released")]
    for at in dict.fromkeys([*years, *table.numeric()]):
        since = at in years and phrase.take(r"\b(?P<how>before|after|since|until)\s+(?P<n>\d{4})\b")
        if since:
            how, year = since["how"].lower(), value_of(since["n"])
            assert year is not None
            tests.append(
                lambda row, at=at, how=how, year=year: (
                    (held := value_of(row.cells[at])) is not None  # type: ignore[misc]
                    and (
                        held < year
                        if how == "before"
                        else held > year
                        if how == "after"
                        else held >= year
                        if how == "since"
                        else held <= year
                    )
                )
            )
        exact = table.names[at] and phrase.take(
            rf"{variants(table.names[at])}\s*(?:is|are|was|=+|:|of|equals|equal to)?\s*(?P<n>\d+(?:\.\d+)?)\b(?!\s*(?:or|and) (?:more|less|above|over|under|below))"
        )
        if exact:
            wanted = value_of(exact["n"])
            tests.append(lambda row, at=at, wanted=wanted: value_of(row.cells[at]) == wanted)  # type: ignore[misc]
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
        no = negated(phrase, found.start()) or bool(found["un"])
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
                no = negated(phrase, found.start())
                phrase.blank(found.start(), found.end())
                if no:
                    barred.append(lambda row, at=at, cell=cell: row.cells[at] != cell)  # type: ignore[misc]
                else:
                    wanted.setdefault(at, set()).add(cell)
    if not wanted and not barred and len(table.names) == 1 and not table.numeric():
        return _spoken(phrase, table)
    return [*barred, *(lambda row, at=at, cells=cells: row.cells[at] in cells for at, cells in wanted.items())]


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
        no = negated(phrase, found.start())
        phrase.blank(found.start(), found.end())
        if no:
            tests.append(lambda row, held=held: not re.search(rf"\b{re.escape(held)}\b", row.line))  # type: ignore[misc]
        else:
            kept.add(held)
    if kept:
        tests.append(lambda row: any(re.search(rf"\b{re.escape(held)}\b", row.line) for held in kept))
    return tests
