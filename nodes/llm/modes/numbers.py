"""The numbers in a result, for arithmetic over what a step read: a column of amounts, a list, a line with one figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_NOT_AMOUNTS = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d\d(?::\d\d)?)?|\b\d{1,2}:\d\d(?::\d\d)?\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
)
_AMOUNT = re.compile(r"(?:(?<![\w.)])[-+])?(?<![\w.])(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+\b)?")
_MOST = 1000
"""More numbers than this are no calculation that a model meant to write."""


def numbers_in(value: Any) -> list[int | float]:
    """Every number in a result, in order; dates, times and digits within words (`item1`) are none.

    Args:
        value: A tool's result.

    Returns:
        At most 1,000 numbers; empty where there is none or where there are more.
    """
    found: list[int | float] = []
    for number in _each(value):
        found.append(number)
        if len(found) > _MOST:
            return []
    return found


def _each(value: Any) -> Iterator[int | float]:
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield value
    elif isinstance(value, str):
        yield from _in_text(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _each(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from _each(item)


def _in_text(text: str) -> Iterator[int | float]:
    plain = text.replace("\N{MINUS SIGN}", "-")
    # "1,250" alone on its line, or beside words, is one number; in "pen,120" and "120,300,450" the comma parts values.
    if "\n" not in plain.strip() or not re.search(r"[^\d\s],|,[^\d\s]", plain):
        plain = _THOUSANDS.sub(lambda match: match[0].replace(",", "") if match[0].count(",") == 1 else match[0], plain)
    for match in _AMOUNT.finditer(_NOT_AMOUNTS.sub(" ", plain)):
        digits = match[0]
        if len(digits) <= 300:
            yield float(digits) if re.search(r"[.eE]", digits) else int(digits)
