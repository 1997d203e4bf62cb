"""Changes of a table with a header: a row more, a column more, another value in one cell."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.grid import Grid, grid_of, mentioned, stem
from nodes.llm.offline.gist.tables import is_number

_VALUE = r"[-+]?[$€£]?\d[\d,]*(?:\.\d+)?[%€]?"
_NAME = re.compile(
    r"\b(?:for|called|named|of|is)\s+(?:the\s+|a\s+|an\s+)?(?P<name>[^\W\d_][\w'’\-]*(?:\s+(?!with\b|at\b|and\b|that\b|whose\b|"
    r"has\b|costs?\b|which\b|in\b|to\b|for\b|the\b|price\b)[^\W\d_][\w'’\-]*)?)",
    re.IGNORECASE,
)


def row_added(text: str, words: str) -> str | None:
    """The table with one row more, whose cells a request names by their columns or in their order."""
    grid = grid_of(text)
    if grid is None:
        return None
    cells = _listed_cells(grid, words) or _named_cells(grid, words)
    if cells is None:
        return None
    return grid.with_rows([*grid.rows, cells]).text()


def _listed_cells(grid: Grid, words: str) -> list[str] | None:
    """`apple, 3, 0.50`: as many pieces as there are columns, numbers where numbers belong."""
    found = re.search(
        r"(?:[:\"“']|\brow\b|\bline\b|\bentry\b|\badd\b|\bappend\b)\s*(?P<cells>[^:\"”]+)", words, re.IGNORECASE
    )
    if found is None:
        return None
    cells = [cell.strip(" .'\"”") for cell in re.split(rf"[{grid.mark},]", found["cells"])]
    fits = len(cells) == len(grid.header) and all(is_number(cells[at]) for at in grid.numeric()) and all(cells)
    return cells if fits else None


def _named_cells(grid: Grid, words: str) -> list[str] | None:
    cells: dict[int, str] = {}
    for at, name in enumerate(grid.header):
        number = at in grid.numeric()
        value = _VALUE if number else r"[^\W\d_][\w'’\-]*"
        found = re.search(
            rf"(?<!\w){stem(name)}s?\s*(?:is\s+|of\s+|=\s*|:\s*|to\s+|at\s+|being\s+)?(?P<value>{value})(?![\w.])",
            words,
            re.IGNORECASE,
        ) or (re.search(rf"(?P<value>{value})\s+{stem(name)}", words, re.IGNORECASE) if number else None)
        if found:
            cells[at] = found["value"]
    missing = [at for at in range(len(grid.header)) if at not in cells]
    numbers = [n for n in re.findall(rf"(?<![\w.]){_VALUE}(?![\w])", words) if n not in cells.values()]
    for at in [at for at in missing if at in grid.numeric()]:
        if len(numbers) != 1:
            return None
        cells[at] = numbers.pop()
    missing = [at for at in missing if at not in cells]
    if len(missing) == 1 and not numbers:
        named = _NAME.search(words)
        if named:
            cells[missing[0]] = named["name"]
    return [cells[at] for at in range(len(grid.header))] if len(cells) == len(grid.header) and not numbers else None


def cell_set(text: str, words: str) -> str | None:
    """The table with another value where a row and a column that a request names meet."""
    grid = grid_of(text)
    if grid is None:
        return None
    found = {(at, cell) for at, cells in mentioned(grid, words).items() for cell in cells}
    new = re.search(
        rf"\b(?:to|be|is|now|=|with|by)\s+(?:now\s+|only\s+)?(?P<new>{_VALUE})(?![\w.]*\d)", words, re.IGNORECASE
    )
    places = [at for at in grid.named(words) if at not in {place for place, _ in found}]
    numeric = grid.numeric()
    if not places and len(numeric) == 1:
        places = numeric
    if len(found) != 1 or len(places) != 1:
        return None
    place, cell = next(iter(found))
    rows = [row for row in grid.rows if row[place].lower() == cell]
    if len(rows) != 1:
        return None
    at = places[0]
    if new is None:
        return None
    changed = [[*row[:at], new["new"].rstrip(".,"), *row[at + 1 :]] if row is rows[0] else row for row in grid.rows]
    return grid.with_rows(changed).text()
