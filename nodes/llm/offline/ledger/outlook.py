"""What an expression will come to, worked out while a goal is read, so that later clauses see what earlier ones write."""

from __future__ import annotations

from fractions import Fraction

from nodes.llm.offline.ledger.figure import exact
from nodes.llm.offline.outcomes import number_text
from nodes.llm.offline.terms import Calc, Concat, Derived, Expr, Literal

_KNOWN = frozenset({"sum", "average", "add", "sub", "mul", "div", "median", "round", "ceil"})


def text_of(expr: Expr) -> str | None:
    """The text that an expression will have; `None` where only a tool can tell."""
    if isinstance(expr, Literal):
        return expr.text
    if isinstance(expr, Concat):
        parts = [text_of(part) for part in expr.parts]
        known = [part for part in parts if part is not None]
        return expr.separator.join(known) if len(known) == len(parts) else None
    if isinstance(expr, Derived) and expr.kind == "fixed" and expr.args[1:] == ("", ""):
        value = _value_of(expr.sources[0])
        return None if value is None else f"{float(round(value, int(expr.args[0]))):.{int(expr.args[0])}f}"
    value = _value_of(expr)
    return None if value is None else number_text(float(value))


def _value_of(expr: Expr) -> Fraction | None:
    """The number that an expression will be."""
    if isinstance(expr, Literal):
        try:
            return Fraction(expr.text.replace(",", ""))
        except (ValueError, ZeroDivisionError):
            return None
    if not isinstance(expr, Calc) or expr.op not in _KNOWN:
        return None
    values = [_value_of(part) for part in expr.args]
    known = [value for value in values if value is not None]
    if len(known) != len(values) or (expr.op == "div" and not all(known[1:])):
        return None
    return exact(expr.op, known)
