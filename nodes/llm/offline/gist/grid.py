"""A table with a header, worked on by the words of a request: cells and columns are found in the table that it names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from nodes.llm.offline.gist.figures import comparison
from nodes.llm.offline.gist.tables import is_number

_NUMBER = re.compile(r"(?<![\w.\-])-?\d[\d,]*(?:\.\d+)?(?![\w\-])")
_OPS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
}


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes:
        header: Names of the columns, as written.
        rows: Cells, as written, blanks around them taken off.
        mark: What separates the cells.
    """

    header: list[str]
    rows: list[list[str]]
    mark: str = ","

    def text(self) -> str:
        """The table as it stands in a file."""
        out = io.StringIO()
        csv.writer(out, delimiter=self.mark, lineterminator="\n").writerows([self.header, *self.rows])
        return out.getvalue().rstrip("\n")

    def with_rows(self, rows: list[list[str]]) -> Grid:
        """The same columns over other rows."""
        return Grid(self.header, rows, self.mark)

    def numeric(self) -> list[int]:
        """Places of the columns that hold numbers only."""
        return [
            at
            for at in range(len(self.header))
            if self.rows and all(is_number(row[at]) for row in self.rows if row[at])
        ]

    def named(self, words: str) -> list[int]:
        """Places of the columns that words name, in the order in which they are named."""
        found = []
        for at, name in enumerate(self.header):
            hit = re.search(rf"(?<!\w){stem(name)}(?:e?s|ies|d|['’]s)?(?!\w)", words, re.IGNORECASE)
            if hit and name:
                found.append((hit.start(), at))
        return [at for _, at in sorted(found)]

    def figure(self, words: str) -> int | None:
        """The column of numbers that is meant: the one that is named, else the only one, else the last."""
        numeric = self.numeric()
        named = [at for at in self.named(words) if at in numeric]
        return named[0] if named else numeric[-1] if numeric else None


def stem(word: str) -> str:
    """A pattern for a word without its plural."""
    plain = re.sub(r"(?:ies|y)$", "", word) if word.lower().endswith(("ies", "y")) else re.sub(r"s$", "", word)
    return re.escape(plain or word) + ("(?:y|ies)?" if word.lower().endswith(("ies", "y")) else "")


def grid_of(text: str) -> Grid | None:
    """Read a table; `None` where a text has no header above rows of as many cells."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    mark = next((mark for mark in (",", ";", "\t") if all(mark in line for line in lines)), None)
    if mark is None:
        return None
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=mark)]
    if any(is_number(cell) for cell in rows[0]) or any(len(row) != len(rows[0]) for row in rows):
        return None
    return Grid(rows[0], rows[1:], mark)


def value_of(cell: str) -> float:
    """The number in a cell."""
    return float(re.sub(r"[$€£%,\s]", "", cell))


def mentioned(grid: Grid, words: str) -> dict[int, set[str]]:
    """By column, the cells (lower case) that stand word for word in a request."""
    found: dict[int, set[str]] = {}
    for at in range(len(grid.header)):
        for row in grid.rows:
            cell = row[at]
            if not cell or is_number(cell) or cell.lower() in (name.lower() for name in grid.header):
                continue
            ending = "" if " " in cell else "(?:e?s|['’]s?)?"
            if re.search(rf"(?<!\w){re.escape(cell)}{ending}(?!\w)", words, re.IGNORECASE):
                found.setdefault(at, set()).add(cell.lower())
    return found


def chosen(grid: Grid, words: str) -> list[list[str]] | None:
    """The rows that a request means, by cells that it names and by a bound.

    Returns:
        The rows; `None` where the request holds a number that bounds nothing, or a negation, so that it is not understood.
    """
    rows = grid.rows
    bound = comparison(words)
    if bound is not None:
        op, limit, match = bound
        at = grid.figure(words[: match.start()][-40:]) if grid.named(words[: match.start()][-40:]) else None
        at = grid.figure(words[match.start() :]) if at is None else at
        if at is None:
            return None
        rows = [row for row in rows if row[at] and _OPS[op](value_of(row[at]), float(limit))]
        words = words[: match.start()] + words[match.end() :]
    if _NUMBER.search(words):
        return None
    found = mentioned(grid, words)
    held = {word for cells in found.values() for cell in cells for word in cell.split()} | {
        name.lower() for name in grid.header
    }
    if any(
        not {word.lower(), word.lower().rstrip("s")} & held for word in re.findall(r"(?<=[a-z,] )[A-Z][a-z]+\b", words)
    ):
        return None
    negated = re.search(r"\b(?:not|except|without|excluding|n['’]t|other than|but)\b", words, re.IGNORECASE)
    if found and negated:
        if len(found) != 1:
            return None
        at, cells = next(iter(found.items()))
        return [row for row in rows if row[at].lower() not in cells]
    return [row for row in rows if all(row[at].lower() in cells for at, cells in found.items())]


def sorted_grid(text: str, words: str) -> str | None:
    """The table in the order of one column, its header on top."""
    grid = grid_of(text)
    if grid is None:
        return None
    by = re.search(r"\b(?:by|according to|in order of|on)\b(?P<what>.*)$", words, re.IGNORECASE)
    places = grid.named(by["what"]) if by else []
    if not places:
        return None
    at = places[0]
    down = re.search(
        r"\b(?:descending|decreasing|(?:highest|largest|biggest|most|greatest|best|newest|latest|dearest|(?:most )?expensive|"
        r"oldest)\b[^.]{0,24}\b(?:first|to|top|start)|from (?:the )?(?:highest|largest|most|high)|z (?:to|-) a|revers\w+|downwards?|"
        r"(?:on|at the) top\b(?<!header on top))",
        re.sub(r"header\w*[^,.]{0,16}\btop\b", " ", words),
        re.IGNORECASE,
    )
    number = at in grid.numeric()
    rows = sorted(
        grid.rows, key=lambda row: (value_of(row[at]) if row[at] else 0.0, "") if number else (0.0, row[at].lower())
    )
    return grid.with_rows(rows[::-1] if down else rows).text()


def rows_kept(text: str, words: str) -> str | None:
    """The header and the rows that a request means; `None` where it limits nothing."""
    grid = grid_of(text)
    rows = chosen(grid, words) if grid else None
    if grid is None or rows is None or len(rows) == len(grid.rows):
        return None
    return grid.with_rows(rows).text()


def names_kept(text: str, words: str) -> str | None:
    """The first cells of the rows that a request means, or those of the column that it names, one a line."""
    grid = grid_of(text)
    rows = chosen(grid, words) if grid else None
    if grid is None or rows is None or len(rows) == len(grid.rows):
        return None
    return "\n".join(row[0] for row in rows)


def count_kept(text: str, words: str) -> str | None:
    """How many rows a request means."""
    grid = grid_of(text)
    rows = chosen(grid, words) if grid else None
    return None if rows is None else str(len(rows))


def columns_kept(text: str, words: str, drop: str) -> str | None:
    """The table without the columns that a request names, or with those only."""
    grid = grid_of(text)
    places = grid.named(words) if grid else []
    if grid is None or not places:
        return None
    kept = [at for at in range(len(grid.header)) if at not in places] if drop == "drop" else places
    if not kept:
        return None
    return Grid([grid.header[at] for at in kept], [[row[at] for at in kept] for row in grid.rows], grid.mark).text()
