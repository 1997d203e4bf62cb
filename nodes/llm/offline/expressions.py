"""Operations to calculator expressions, with no more parentheses than needed."""

from __future__ import annotations

import re

_SIGNS = {
    "add": ("+", 1),
    "sub": ("-", 1),
    "mul": ("*", 2),
    "div": ("/", 2),
    "floordiv": ("//", 2),
    "mod": ("%", 2),
    "pow": ("**", 4),
}
_ATOM = 9
_NAMES = {"average": "mean", "log10": "log10"}
_NEGATIVE = re.compile(r"-\s*[\d.]+$")

Rendered = tuple[str, int]
"""An expression and how tightly its outermost operator binds."""


def atom(number: str) -> Rendered:
    """A number by itself."""
    return number, 3 if _NEGATIVE.match(number) else _ATOM


def render(op: str, args: list[Rendered]) -> Rendered:
    """Apply an operation to rendered operands.

    Args:
        op: Of `program.Calc`.
        args: Its operands.
    """
    if op in _SIGNS:
        return _infix(op, args)
    if op == "neg":
        return f"-{_within(args[0], 3)}", 3
    if op in ("sum", "product") and len(args) > 0:
        sign, level = ("+", 1) if op == "sum" else ("*", 2)
        return f" {sign} ".join(_within(arg, level) for arg in args), level if len(args) > 1 else args[0][1]
    if op == "percent":
        return f"{_within(args[0], 2)} / 100", 2
    if op == "range":
        listed = ", ".join(text for text, _ in args)
        return f"max({listed}) - min({listed})", 1
    if op == "root":
        return (
            (f"cbrt({args[0][0]})", _ATOM)
            if args[1][0] == "3"
            else (f"{_within(args[0], 5)} ** (1 / {_within(args[1], 3)})", 4)
        )
    if op == "log_base":
        return f"log({args[1][0]}, {args[0][0]})", _ATOM
    return f"{_NAMES.get(op, op)}({', '.join(text for text, _ in args)})", _ATOM


def _infix(op: str, args: list[Rendered]) -> Rendered:
    sign, level = _SIGNS[op]
    left, *rest = args
    text = _within(left, level + (1 if op == "pow" else 0))
    for right in rest:
        text += f" {sign} {_within(right, level + (0 if op in ('add', 'mul', 'pow') else 1))}"
    return text, level


def _within(part: Rendered, level: int) -> str:
    text, own = part
    return text if own >= level else f"({text})"
