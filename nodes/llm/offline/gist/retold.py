"""A result asked for again: the same value, or another aggregate of the same numbers."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.program import Say
from nodes.llm.offline.terms import Calc, Expr, Literal

_KINDS = (
    ("average", r"average|mean|avg"),
    ("median", r"median"),
    ("max", r"highest|largest|biggest|maximum|max"),
    ("min", r"lowest|smallest|minimum|min"),
    ("range", r"range|spread"),
    ("product", r"product"),
    ("sum", r"sum|total"),
)
_NAMES = {"average": "average", "mean": "average", "sum": "sum", "add": "sum", "mul": "product", "product": "product"}


def another_aggregate(clause: str, disc: Discourse) -> Expr | None:
    """`Add up 56, 78 and 99 … then tell me the average`: the same numbers put together in the other way.

    Args:
        clause: Asks for a value without numbers of its own.
        disc: What was worked out before.

    Returns:
        The value; `None` where the clause names no aggregate, or the one that was worked out.
    """
    kinds = aggregates(clause)
    if len(kinds) != 1:
        return None
    kind = kinds[0]
    for step in reversed(disc.steps):
        expr = step.expr if isinstance(step, Say) else None
        if (
            isinstance(expr, Calc)
            and len(expr.args) > 1
            and all(isinstance(arg, Literal) and arg.number for arg in expr.args)
        ):
            return None if _NAMES.get(expr.op, expr.op) == kind or expr.op not in _ROWS else Calc(kind, expr.args)
    return None


_ROWS = frozenset(("sum", "add", "average", "mean", "median", "max", "min", "range", "product"))


def aggregates(clause: str) -> list[str]:
    """The aggregates that a clause names."""
    return [kind for kind, words in _KINDS if re.search(rf"\b(?:the|their|its) (?:{words})\b", clause, re.IGNORECASE)]
