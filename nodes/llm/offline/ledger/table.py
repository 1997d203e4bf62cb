"""A file as rows of cells: comma-separated values, `name value` lines, bare numbers, one item a line, a flat JSON object."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, replace
from fractions import Fraction

NUMBER = re.compile(
    r"(?<![\w.,/\-])(?<!\d:)[-+−]?[$€£]?\d[\d,]*(?:\.\d+)?(?:\s?[€£$%](?!\w))?(?![\w/]|-\d|[.,:]\d)|(?<=[$€£])\d[\d,]*(?:\.\d+)?"
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}-\d{1,2}")
_EDGE = " \t:;,=|–—-"
_CODES = frozenset({"id", "no", "nr", "zip", "phone", "number", "year", "code", "#"})


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: its cells, and the line as it stands in the file."""

    cells: tuple[str, ...]
    line: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds.

    Attributes:
        path: The file.
        names: The columns' names in lower case; empty where they have none.
        rows: The entries, without a header.
        header: The header's line, if there is one.
        mark: What stands between the cells of a line; empty where the lines are free.
    """

    path: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    header: str | None = None
    mark: str = ""

    @property
    def headed(self) -> bool:
        """Whether the columns have names."""
        return self.header is not None

    def numeric(self) -> list[int]:
        """The columns that hold numbers only; those that are mere codes come last."""
        found = [
            at
            for at in range(len(self.names))
            if any(row.cells[at] for row in self.rows)
            and all(value_of(row.cells[at]) is not None for row in self.rows if row.cells[at])
        ]
        return [at for at in found if self.names[at] not in _CODES] or found

    def labels(self) -> list[int]:
        """The columns that hold words."""
        numeric = self.numeric()
        return [at for at in range(len(self.names)) if at not in numeric and self.names[at] not in _CODES]

    def days(self) -> list[int]:
        """The columns that hold dates."""
        return [
            at
            for at in range(len(self.names))
            if self.rows and all(_DAY.fullmatch(row.cells[at].strip()) for row in self.rows)
        ]

    def kept(self, rows: list[Row]) -> Table:
        """The same with some of the rows."""
        return replace(self, rows=tuple(rows))


def value_of(cell: str) -> Fraction | None:
    """The number in a cell, currency and percent signs aside; `None` where it holds anything else."""
    plain = re.sub(r"[$€£%,\s]|(?:EUR|USD|GBP)$", "", cell).replace("−", "-")
    return Fraction(plain) if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", plain) else None


def table_of(path: str, text: str) -> Table:
    """Read a file.

    Args:
        path: Its name; `.csv` says that the first line is a header.
        text: What it holds.
    """
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return _object(path, text) or _cells(path, lines) or _lines(path, lines)


def _object(path: str, text: str) -> Table | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict) or any(isinstance(value, dict | list) for value in held.values()):
        return None
    rows = tuple(Row((str(key), str(value)), f"{key}: {value}") for key, value in held.items())
    return Table(path, ("", ""), rows, None, "json")


def _cells(path: str, lines: list[str]) -> Table | None:
    for mark in (",", ";", "\t", "|"):
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=mark)]
        if len(rows) != len(lines) or not rows or len(rows[0]) < 2 or any(len(row) != len(rows[0]) for row in rows):
            continue
        first, rest = rows[0], rows[1:]
        plain = not any(value_of(cell) is not None or not cell for cell in first)
        below = any(value_of(cell) is not None or _DAY.fullmatch(cell) for row in rest for cell in row)
        headed = plain and bool(rest) and (below or path.lower().endswith((".csv", ".tsv")))
        kept = list(zip(rest, lines[1:], strict=True)) if headed else list(zip(rows, lines, strict=True))
        made = tuple(Row(tuple(row), line) for row, line in kept)
        names = tuple(cell.lower() for cell in first) if headed else ("",) * len(first)
        return Table(path, names, made, lines[0] if headed else None, mark)
    return None


def _lines(path: str, lines: list[str]) -> Table:
    counts = [len(NUMBER.findall(line)) for line in lines if not line.lstrip().startswith("#")]
    usual = max(set(counts), key=counts.count) if counts else 0
    if not usual or sum(count == usual for count in counts) < len(counts) - (1 if len(counts) > 2 else 0):
        return Table(path, ("",), tuple(Row((line.strip(),), line) for line in lines))
    if counts[0] != usual and len(counts) > 2 and counts[0] == 0:
        lines = lines[1:] if not lines[0].lstrip().startswith("#") else lines
    made = [_free(line, usual) for line in lines]
    if not any(label for label, _, _ in made):
        return Table(path, ("",) * usual, tuple(Row(figures, line) for _, figures, line in made))
    return Table(path, ("",) * (usual + 1), tuple(Row((label, *figures), line) for label, figures, line in made))


def _free(line: str, usual: int) -> tuple[str, tuple[str, ...], str]:
    figures = [found.group().strip() for found in NUMBER.finditer(line)][-usual:]
    first = NUMBER.search(line)
    if first is None:
        return line.strip(), ("",) * usual, line
    before = line[: first.start()].strip(_EDGE)
    after = NUMBER.sub(" ", line[first.start() :]).strip(_EDGE)
    label = before or after
    return label, (*figures, *[""] * (usual - len(figures))), line
