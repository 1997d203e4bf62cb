"""Numbers worked out from a table with a header: of the rows that a request means, for each group, for each row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nodes.llm.offline.gist.grid import Grid, chosen, grid_of, mentioned, value_of
from nodes.llm.offline.outcomes import Failed, Value
from nodes.llm.offline.terms import Calc, Expr, Literal

if TYPE_CHECKING:
    from nodes.llm.offline.evaluate import Evaluator

_BY = re.compile(r"\b(?:per|for each|of each|for every|each|every|by|grouped by)\s+(?P<by>\w+)", re.IGNORECASE)
_SIGNS = (
    ("mul", r"\btimes\b|\bmultiplied by\b|\bmultiplied with\b|[*×]|\s+x\s+|\bproduct of\b"),
    ("div", r"\bdivided by\b|\bper\b|/"),
    ("add", r"\bplus\b|\+|\bsum of\b"),
    ("sub", r"\bminus\b|\bless\b|−|\s-\s"),
)


def _table(text: str) -> Grid:
    grid = grid_of(text)
    if grid is None:
        raise Failed("there is no table with a header in it")
    return grid


def _number(cell: str) -> Literal:
    return Literal(f"{value_of(cell):.12g}", number=True)


def _fold(run: Evaluator, kind: str, cells: list[str]) -> str:
    numbers: tuple[Expr, ...] = tuple(_number(cell) for cell in cells if cell)
    if not numbers:
        raise Failed("no row fits")
    return _number(cells[0]).text if len(numbers) == 1 else run.value(Calc(kind, numbers)).text


def rows_folded(run: Evaluator, texts: list[str], args: tuple[str, ...]) -> Value:
    """A sum, an average … of one column, over the rows that a request means."""
    kind, words = args
    grid = _table(texts[0])
    rows, at = chosen(grid, words), grid.figure(words)
    if rows is None or at is None:
        raise Failed("it is not plain which rows or which column is meant")
    named = re.findall(r"(?<!^)(?<![.!?] )\b[A-Z][a-z]+\b", words)
    held = {word for cells in mentioned(grid, words).values() for cell in cells for word in cell.split()}
    known = {name.lower() for name in grid.header}
    strange = [word for word in named if not {word.lower(), word.lower().rstrip("s")} & (held | known)]
    if strange:
        raise Failed(f"the table has no {strange[0]!r}")
    return Value(_fold(run, kind, [row[at] for row in rows]))


def grouped(run: Evaluator, texts: list[str], args: tuple[str, ...]) -> Value:
    """One line for each value of a column: how many rows it has, or the sum or average of another column."""
    kind, words, frame = args
    grid = _table(texts[0])
    by = next((places[0] for found in _BY.finditer(words) if (places := grid.named(found["by"]))), None)
    if by is None:
        raise Failed("it is not plain by which column to group")
    rest = re.sub(rf"\b(?:per|each|every|by)\s+{re.escape(grid.header[by])}\w*", " ", words, flags=re.IGNORECASE)
    at = grid.figure(rest)
    groups: dict[str, list[list[str]]] = {}
    for row in grid.rows:
        groups.setdefault(row[by], []).append(row)
    if kind != "count" and at is None:
        raise Failed("no column holds numbers")
    names = list(groups)
    if re.search(
        r"\balphabetical|\bsorted\b|\ba (?:to|-) z\b|\bin order of the (?:names?|\w+ies)\b", words, re.IGNORECASE
    ):
        names.sort(key=str.lower)
    lines = [
        (name, str(len(groups[name])) if kind == "count" else _fold(run, kind, [row[at or 0] for row in groups[name]]))
        for name in names
    ]
    return Value("\n".join(f"{name}{frame}{figure}" for name, figure in lines))


def column_added(run: Evaluator, texts: list[str], args: tuple[str, ...]) -> Value:
    """The table with one column more, made of two others or of another and a number."""
    name, words = args
    grid = _table(texts[0])
    places = [at for at in grid.named(words) if at in grid.numeric()]
    op = next((op for op, sign in _SIGNS if re.search(sign, words, re.IGNORECASE)), None)
    numbers = re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", words)
    if op is None or len(places) + len(numbers) != 2 or not places:
        raise Failed("it is not plain what the new column is made of")
    made = []
    for row in grid.rows:
        left = _number(row[places[0]])
        right = _number(row[places[1]]) if len(places) > 1 else Literal(numbers[0], number=True)
        made.append(Calc(op, (left, right)))
    results = run.values(tuple(made))
    rows = [[*row, result.text] for row, result in zip(grid.rows, results, strict=True)]
    return Value(Grid([*grid.header, name], rows, grid.mark).text())
