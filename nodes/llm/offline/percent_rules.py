"""Percentages: shares, discounts, increases, changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nodes.llm.offline.terms import Calc, Expr, Literal, Pointer

IT = Pointer("it")


HUNDRED = Literal("100", number=True)


def number(text: str | int) -> Literal:
    """A number that stands in the goal."""
    return Literal(str(text), number=True)


def _share(part: Any, whole: Expr) -> Expr:
    share = number(part) if isinstance(part, str) else part
    return Calc("div", (Calc("mul", (whole, share)), HUNDRED))


def _more(whole: Expr, part: Any) -> Expr:
    return Calc("add", (whole, _share(part, whole)))


def _less(whole: Expr, part: Any) -> Expr:
    return Calc("sub", (whole, _share(part, whole)))


def _plus(whole: Expr, what: Expr) -> Expr:
    if isinstance(what, Calc) and what.op == "percent":
        return _more(whole, what.args[0])
    return Calc("add", (whole, what))


def _minus(whole: Expr, what: Expr) -> Expr:
    if isinstance(what, Calc) and what.op == "percent":
        return _less(whole, what.args[0])
    return Calc("sub", (whole, what))


def _part_of(part: Expr, whole: Expr) -> Expr:
    return Calc("mul", (Calc("div", (part, whole)), HUNDRED))


def _change(old: Expr, new: Expr) -> Expr:
    return Calc("mul", (Calc("div", (Calc("sub", (new, old)), old)), HUNDRED))


def _by_percent(op: Callable[[Expr, Expr], Expr]) -> Callable[..., Expr]:
    return lambda *args: op(*args) if len(args) == 2 else op(IT, args[0])


PERCENT_RULES: dict[str, Callable[..., Any]] = {
    "plus_percent": _by_percent(_more),
    "minus_percent": _by_percent(_less),
    "add_percent": lambda part, whole=IT: _more(whole, part),
    "take_percent": lambda part, whole=IT: _less(whole, part),
    "percent_of": _share,
    "of_percent": lambda whole, part: _share(part, whole),
    "percent_less": lambda part, whole: _less(whole, part),
    "percent_more": lambda part, whole: _more(whole, part),
    "what_percent": lambda whole, part: _part_of(part, whole),
    "is_what_percent": _part_of,
    "whole_of": lambda part, share: Calc("div", (Calc("mul", (part, HUNDRED)), number(share))),
    "percent_change": _change,
    "percent_alone": lambda part: Calc("percent", (number(part),)),
    "add_to": lambda what, onto: _plus(onto, what),
    "add_it": lambda what: _plus(IT, what),
    "subtract_from": lambda what, whole: _minus(whole, what),
    "subtract_it": lambda what: _minus(IT, what),
}
"""What each rule of the grammar about percentages means."""
