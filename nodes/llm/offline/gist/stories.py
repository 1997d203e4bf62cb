"""Arithmetic word problems inside a request that also asks for files: handed to the reader of problems."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.solve import expression
from nodes.llm.offline.terms import Expr, Literal

_OUTPUT = re.compile(
    r"(?:,|\band\b)?\s*\b(?:please\s+)?(?:write|save|put|store|note|record|enter)\b[^.?!]*$|\b(?:only|just) the (?:number|"
    r"result)\b|[\ue800-\uefff]",
    re.IGNORECASE,
)


def story(text: str) -> Expr | None:
    """The value that a word problem asks for.

    Args:
        text: The sentences of the story and of its question; wishes about files may stand among them.

    Returns:
        The expression; `None` where it is no problem that can be read.
    """
    plain = re.sub(r"\s+", " ", text).strip()
    if not re.search(r"\d", plain) or re.search("[\ue000-\uefff]", plain):
        return None
    told = expression(plain)
    if told is not None:
        return None if isinstance(told, Literal) else told
    shorter = _OUTPUT.sub("", plain).strip(" ,")
    made = expression(shorter) if shorter and shorter != plain else None
    return None if isinstance(made, Literal) else made
