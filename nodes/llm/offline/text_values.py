"""Values that are made of, or counted in, texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nodes.llm.offline import lookups, texts
from nodes.llm.offline.expressions import atom, render
from nodes.llm.offline.outcomes import Failed, Value, shown
from nodes.llm.offline.terms import (
    FileText,
    Fold,
    Literal,
    Measure,
    Transform,
)

if TYPE_CHECKING:
    from nodes.llm.offline.evaluate import Evaluator


_NEEDED = frozenset({"replace", "lines_without"})
"""Changes of a file that change nothing where their first argument does not stand in it: they are not done then."""
_CHUNK = 150
"""Numbers in one calculator expression; longer sums are worked out in parts."""


def folded(run: Evaluator, expr: Fold) -> Value:
    """Many numbers to one, by the calculator."""
    if isinstance(expr.source, Literal) and expr.source.number:
        return run.value(expr.source)
    source = run.value(expr.source).text
    if expr.column is not None:
        cells = texts.column_of(source, expr.column)
        if cells is None:
            raise Failed(f"there is no column {expr.column!r}")
        if expr.kind == "count":
            return Value(str(len(cells)))
        source = "\n".join(cells)
    numbers = texts.numbers_in(source)
    if expr.kind == "count":
        return Value(str(len(numbers)))
    if not numbers:
        raise Failed("there are no numbers in it")
    if expr.kind == "mode":
        return Value(max(numbers, key=numbers.count))
    return _worked_out(run, expr.kind, numbers)


def _worked_out(run: Evaluator, kind: str, numbers: list[str]) -> Value:
    joinable = kind in ("sum", "max", "min", "product")
    while joinable and len(numbers) > _CHUNK:
        numbers = [
            _worked_out(run, kind, numbers[place : place + _CHUNK]).text for place in range(0, len(numbers), _CHUNK)
        ]
    if len(numbers) == 1 and kind != "range":
        return Value(numbers[0])
    return run.calculate(render(kind, [atom(number) for number in numbers])[0])


def measured(run: Evaluator, expr: Measure) -> Value:
    """How many of a kind."""
    if expr.kind in ("lines", "words", "characters") and isinstance(expr.source, FileText):
        counted = lookups.counted(run, expr.source.path)
        if expr.kind in counted:
            return Value(str(counted[expr.kind]))
    needle = run.value(expr.needle).text if expr.needle is not None else ""
    source = run.value(expr.source)
    if expr.kind == "files":
        return Value(str(len([name for name in source.text.splitlines() if name and not name.endswith("/")])))
    return Value(str(texts.measure(expr.kind, source.text, needle)))


def transformed(run: Evaluator, expr: Transform) -> Value:
    """A text made of a text."""
    if expr.kind == "joined":
        parts = run.values((expr.source, *(FileText(path) for path in expr.args)))
        return Value("\n".join(part.text.rstrip("\n") for part in parts))
    source = run.value(expr.source).text
    missing = expr.kind in _NEEDED and isinstance(expr.source, FileText) and expr.args[0].lower() not in source.lower()
    if missing:
        raise Failed(f"{shown(expr.args[0])} does not stand in it")
    made = texts.transform(expr.kind, source, expr.args)
    if made is None:
        raise Failed(f"it has no such part ({len(source.splitlines())} lines)")
    return Value(made)
