"""What a file says of somebody or something: `the phone number of Amina`, `the line of the customer called Haddad`."""

from __future__ import annotations

import re

from nodes.llm.offline.dates import MONTHS
from nodes.llm.offline.terms import Derived, Expr

_NAME = r"(?P<name>[\ue000-\ue7ff]|[A-ZÀ-Þ][\w'’\-]*(?:\s+(?:&\s+)?[A-ZÀ-Þ][\w\-]*)*)"
_OF = re.compile(
    rf"\b(?P<want>(?:tele)?phone(?: number)?|mobile(?: number)?|number|e-?mail(?: address)?|address|price|birthday|birth "
    rf"date|age|room|city|code|"
    rf"amount|score|grade|mark|salary|extension|date|time|entry|cost|size|colou?r|team|job|role|department|town|country|\w+)\s+"
    rf"(?:of|for|from|belonging to)\s+(?:the\s+|my\s+|our\s+)?(?:\w+\s+)??{_NAME}(?!\s*\.\w)"
)
_POSSESSIVE = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][\w\-]*(?:\s+[A-ZÀ-Þ][\w\-]*)*)['’]s?\s+(?P<want>(?:tele)?phone(?: number)?|mobile(?: number)?|"
    r"\w+(?: number| address| name)?)\b"
)
_CALLED = re.compile(rf"\b(?:called|named|for|with the name|of)\s+{_NAME}")
_HOW = re.compile(r"\bhow (?:much|many|old|tall)\b.*?\b(?:does|did|is|was|has)\s+" + _NAME)


def lookup_in(text: str, source: Expr, plain: str = "") -> Expr | None:
    """A record in a file that a clause asks for.

    Args:
        text: The clause, marks in place.
        source: The file.
        plain: Not used where the clause names nobody.
    """
    text = re.sub(r"\b(?:What|Who|Where|When|How|That|It|Here|There)['’]s\b", " ", text)
    line = re.search(r"\b(?:the|that|this|whole|entire|full) (?:line|entry|row|record)\b", text, re.IGNORECASE)
    for pattern in (_POSSESSIVE, _OF, _HOW, _CALLED):
        for found in pattern.finditer(text):
            name = found["name"]
            if name.lower() in _NO_NAMES:
                continue
            want = "line" if line else found.groupdict().get("want") or "value"
            if want.lower() in (
                "lines",
                "sum",
                "total",
                "average",
                "copy",
                "list",
                "contents",
                "content",
                "text",
                "end",
                "rest",
                "all",
                "name",
            ):
                continue
            return Derived("lookup", (source,), (name, want.lower()))
    return None


_NO_NAMES = frozenset(
    [
        "english",
        "german",
        "french",
        "i",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        *MONTHS,
        "yyyy-mm-dd",
        "what",
        "which",
        "it",
    ]
)
