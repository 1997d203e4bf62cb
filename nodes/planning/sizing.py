"""Whether a goal is worth a plan, told from its own words: asking a model would cost the call that a plan saves."""

from __future__ import annotations

import re

PARTS = 3
"""From how many parts on a goal is planned: two steps are one thought of the reasoning loop."""

_ITEM = re.compile(r"(?m)^\s*(?:\d{1,2}[.)]|[-*•])\s+\S")
_INLINE_ITEM = re.compile(r"(?<!\w)(?:\(?[1-9]\)|[1-9]\.)\s+[A-Za-z]")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|'[^'\n]{2,}'|`[^`]*`|«[^»]*»", re.DOTALL)
_BREAK = re.compile(
    r"(?<=[.!?;])\s+|\n+|,?\s*\b(?:and\s+)?(?:then|after that|afterwards|finally|next|also|meanwhile)\b,?\s*",
    re.IGNORECASE,
)
_AND_VERB = re.compile(
    r",?\s+and\s+(?=(?:add|analy[sz]e|append|ask|book|build|calculate|call|change|check|collect|compare|compute|convert|copy|"
    r"count|create|delete|describe|download|draft|email|estimate|explain|extract|fetch|fill|find|fix|format|gather|generate|"
    r"get|give|identify|install|list|look|make|measure|merge|move|order|post|prepare|print|produce|publish|put|rank|read|record|"
    r"remember|remove|rename|replace|report|research|review|run|save|schedule|search|send|show|sort|store|suggest|sum|"
    r"summari[sz]e|tell|test|translate|update|upload|verify|work|write)\b)",
    re.IGNORECASE,
)


def has_parts(goal: str) -> bool:
    """Whether a goal has at least `PARTS` parts: list items, sentences, or clauses with a verb of their own.

    Args:
        goal: What the user asked for.
    """
    return parts_in(goal) >= PARTS


def parts_in(goal: str) -> int:
    """How many parts a goal has; what stands in quotes is data and has none."""
    bare = _QUOTED.sub("“”", goal)
    items = max(len(_ITEM.findall(bare)), len(_INLINE_ITEM.findall(bare)))
    if items >= 2:
        return items
    pieces = [piece for part in _BREAK.split(bare) for piece in _AND_VERB.split(part)]
    return sum(len(re.findall(r"\w+", piece)) >= 2 for piece in pieces)
