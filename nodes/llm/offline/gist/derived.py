"""Values made of other values that depend on how a file is laid out: tables, lists of names, records."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from nodes.llm.offline.framed.changes import CHANGES, grown
from nodes.llm.offline.framed.edits import EDITS
from nodes.llm.offline.gist import choices, grid, grid_edits, grid_sums, lines, tables
from nodes.llm.offline.outcomes import Failed, Value
from nodes.llm.offline.terms import Calc, DateOf, Derived, Expr, Literal

if TYPE_CHECKING:
    from nodes.llm.offline.evaluate import Evaluator


def derived(run: Evaluator, expr: Derived) -> Value:
    """Work a derived value out.

    Raises:
        Pending: A call has to be made first.
        Failed: There is no such value; says why.
    """
    texts = [value.text for value in run.values(expr.sources)]
    if expr.kind in _CALCULATED:
        return _CALCULATED[expr.kind](run, texts, expr.args)
    made = _KINDS[expr.kind](texts, expr.args)
    if made is None:
        raise Failed(f"the text holds nothing of the kind ({' '.join(expr.args) or expr.kind})")
    return Value(made)


def _number(text: str) -> Expr:
    found = tables.numbers_in(text)
    if len(found) != 1:
        raise Failed(f"{len(found)} numbers are there where one is needed")
    return Literal(found[0], number=True)


def _weighed(run: Evaluator, texts: list[str], args: tuple[str, ...]) -> Value:
    """The products of two columns, added up."""
    pairs = tables.pairs_of(texts[0])
    if not pairs:
        raise Failed("there are no two columns of numbers")
    products = tuple(Calc("mul", (Literal(left, number=True), Literal(right, number=True))) for left, right in pairs)
    return run.value(products[0] if len(products) == 1 else Calc("sum", products))


def _each(run: Evaluator, texts: list[str], args: tuple[str, ...]) -> Value:
    """One operation on every number of a text, one result a line."""
    numbers = tables.numbers_in(texts[0])
    if not 0 < len(numbers) <= 200:
        raise Failed(f"there are {len(numbers)} numbers in it")
    op, other = args
    operand = Literal(other, number=True)
    results = run.values(tuple(Calc(op, (Literal(number, number=True), operand)) for number in numbers))
    return Value("\n".join(result.text for result in results))


def _fixed(run: Evaluator, texts: list[str], args: tuple[str, ...]) -> Value:
    """A number with so many decimals, in the user's frame (`Total: 10.00`)."""
    places, before, after = args
    text = texts[0].strip()
    number = text if tables.is_number(text) else _number(text).text  # type: ignore[union-attr]
    rounded = run.value(Calc("round", (Literal(number.replace(",", ""), number=True), Literal(places, number=True))))
    return Value(f"{before}{float(rounded.text):.{int(places)}f}{after}")


def _scaled(run: Evaluator, texts: list[str], args: tuple[str, ...]) -> Value:
    return run.value(Calc("mul", (Calc("div", (_number(texts[0]), _number(args[0]))), _number(args[1]))))


def _moved(run: Evaluator, texts: list[str], args: tuple[str, ...]) -> Value:
    """A day so long after or before the one date that a text holds."""
    days = list(dict.fromkeys(re.findall(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", texts[0])))
    if len(days) != 1:
        raise Failed(f"{len(days)} dates (like 2025-01-31) are there where one is needed")
    shift: tuple[tuple[str, str | int], ...] = ((args[0], int(args[1])),) if int(args[1]) else ()
    return run.value(DateOf((("date", days[0]), *shift), args[2]))


def _selected_sum(run: Evaluator, texts: list[str], args: tuple[str, ...]) -> Value:
    cells = tables.numeric_cells(texts[0], args[0])
    if not cells:
        raise Failed("no row fits")
    kind = args[1]
    if len(cells) == 1:
        return Value(cells[0])
    return run.value(Calc(kind, tuple(Literal(cell, number=True) for cell in cells)))


def _clock(run: Evaluator, texts: list[str], args: tuple[str, ...]) -> Value:
    """Minutes since midnight as a time of day; in both forms where the user speaks of am and pm."""
    minutes = round(float(texts[0]))
    hour, minute = divmod(minutes % (24 * 60), 60)
    shown = f"{hour:02d}:{minute:02d}"
    return Value(
        f"{shown} ({(hour - 1) % 12 + 1}:{minute:02d} {'am' if hour < 12 else 'pm'})" if args == ("12",) else shown
    )


def _grown(run: Evaluator, texts: list[str], args: tuple[str, ...]) -> Value:
    """A file's text with items added; the file need not be there yet."""
    path, whole, *items = args
    there = run.call("file_operations", {"operation": "read", "filepath": path}, may_fail=True)
    return Value(grown("" if there.failed else there.text, whole, tuple(items)))


_CALCULATED: dict[str, Callable[[Evaluator, list[str], tuple[str, ...]], Value]] = {
    "weighed": _weighed,
    "each": _each,
    "chosen": choices.chosen,
    "clock": _clock,
    "fixed": _fixed,
    "scaled": _scaled,
    "fold_rows": _selected_sum,
    "moved": _moved,
    "rows_folded": grid_sums.rows_folded,
    "grouped": grid_sums.grouped,
    "column_added": grid_sums.column_added,
    "grown": _grown,
}
_KINDS: dict[str, Callable[[list[str], tuple[str, ...]], str | None]] = {
    "parts": choices.parts,
    "extreme": lambda texts, args: tables.extreme(texts[0], args[0], args[1], args[2]),
    "items": lambda texts, args: str(len(tables.items_of(texts[0]))),
    "common": lambda texts, args: tables.common(texts[0], texts[1]),
    "missing": lambda texts, args: tables.missing(texts[0], texts[1]),
    "extract": lambda texts, args: tables.extracted(texts[0], args[0]),
    "lookup": lambda texts, args: tables.record(texts[0], args[0], args[1]),
    "rows": lambda texts, args: tables.rows_where(texts[0], *args),
    "names": lambda texts, args: tables.names_of(texts[0]),
    "column": lambda texts, args: tables.column(texts[0], args[0]),
    "code": lambda texts, args: tables.code_in(texts[0]),
    "commas": lambda texts, args: args[0].join(line.strip() for line in texts[0].splitlines() if line.strip()),
    "framed": lambda texts, args: f"{args[0]}{texts[0].strip()}{args[1]}",
    "larger_name": lambda texts, args: tables.larger(texts, args),
    "sorted_grid": lambda texts, args: grid.sorted_grid(texts[0], args[0]),
    "rows_kept": lambda texts, args: grid.rows_kept(texts[0], args[0]),
    "names_kept": lambda texts, args: grid.names_kept(texts[0], args[0]),
    "count_kept": lambda texts, args: grid.count_kept(texts[0], args[0]),
    "columns": lambda texts, args: grid.columns_kept(texts[0], args[0], args[1]),
    "row_added": lambda texts, args: grid_edits.row_added(texts[0], args[0]),
    "cell_set": lambda texts, args: grid_edits.cell_set(texts[0], args[0]),
    "same": lambda texts, args: tables.same(texts[0], texts[1], args[0]),
    "lines_made": lambda texts, args: lines.made(texts[0], args[0], args[1:]),
    "dated": lambda texts, args: tables.dated(texts[0], args[0]),
    **EDITS,
    **CHANGES,
}
