"""The numbers and words of a word problem."""

from __future__ import annotations

import re

from nodes.llm.offline.terms import Calc, Expr, Literal

NUMBER = re.compile(r"(?<![\w.])(?:[$€£]\s*)?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(\s*(?:%|percent))?")


def number(text: str) -> Expr:
    """A number as an expression."""
    return Literal(text.replace(",", ""), number=True)


def product(*args: Expr) -> Expr:
    """The operands multiplied."""
    return Calc("mul", args)


def numbers(text: str) -> list[Expr]:
    """The numbers in a text, in its order."""
    return [number(found.group(1)) for found in NUMBER.finditer(text)]


def words_of(text: str) -> set[str]:
    """The words of a text without its numbers."""
    return set(re.findall(r"[a-z][a-z'.]*", NUMBER.sub(" ", text)))
