"""Two sums held against each other: which is the larger, and by how much."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.plain import plain
from nodes.llm.offline.terms import Calc, Expr

_N = r"\d[\d,]*(?:\.\d+)?"
_PART = (
    rf"(?:{_N} ?(?:%|percent)? ?(?:of|times|plus|minus|divided by|multiplied by|over|squared|cubed|to the power of|x|[*×/÷+^−-]) ?"
    rf"(?:{_N} ?)?(?:(?:times|plus|minus|x|[*×/÷+^-]) ?{_N} ?)*|(?:the )?(?:square|cube) (?:root )?of {_N} ?|"
    rf"(?:a |one )?(?:half|third|quarter|fifth|tenth) of {_N} ?|(?:two|three) (?:thirds|quarters|fifths) of {_N} ?)"
)
_TWO = re.compile(
    rf"(?P<a>{_PART})(?P<middle>,? ?\b(?:and|or|vs\.?|versus|than|beats?|exceeds?|exceed|from|with|to|"
    rf"(?:is )?(?:more|bigger|larger|greater|"
    rf"higher|smaller|less) than)\b,? ?)(?P<b>{_PART})",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"\b(?:by how much|how much (?:more|less|bigger|larger|greater|higher|smaller|"
    r"is .* (?:more|less|bigger|larger|greater))|difference|"
    r"differ|gap|how far apart)\b",
    re.IGNORECASE,
)
_HIGH = re.compile(r"\b(?:bigger|biggest|larger|largest|greater|greatest|higher|highest|more|max\w*)\b", re.IGNORECASE)
_LOW = re.compile(r"\b(?:smaller|smallest|less|lower|lowest|least|min\w*)\b", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:sum|total|add|plus|together|altogether|product|average|mean)\b", re.IGNORECASE)


def held_against(text: str) -> Expr | None:
    """The larger or smaller of two sums, or their difference; `None` where a text does not compare two.

    Args:
        text: Without file names and quotes.
    """
    found = _TWO.search(text)
    if found is None or len(text) > 300:
        return None
    rest = f"{text[: found.start()]} {found['middle']} {text[found.end() :]}"
    if re.search(r"\d", rest) or _JOINED.search(rest):
        return None
    sides = [plain(found[name].strip()) for name in ("a", "b")]
    first, second = sides
    if first is None or second is None:
        return None
    if _GAP.search(rest):
        return Calc("abs", (Calc("sub", (first, second)),))
    if _HIGH.search(rest) and not _LOW.search(rest):
        return Calc("max", (first, second))
    return Calc("min", (first, second)) if _LOW.search(rest) and not _HIGH.search(rest) else None
