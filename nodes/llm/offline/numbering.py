"""Steps that are numbered within a line."""

from __future__ import annotations

import re

_INLINE = re.compile(r"(?:^|\s)(\d{1,2})\)\s+(?=\S)")


def enumerated(text: str) -> str:
    """`1) …  2) …  3) …` on one line as lines of their own."""
    marks = list(_INLINE.finditer(text))
    if len(marks) < 2 or [int(mark[1]) for mark in marks] != list(range(1, len(marks) + 1)):
        return text
    return _INLINE.sub("\n", text)
