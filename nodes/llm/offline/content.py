"""What is to be written: a quote, a value to work out, or plain words."""

from __future__ import annotations

import re

from nodes.llm.offline.frames import MARK
from nodes.llm.offline.terms import Concat, Expr, Literal
from nodes.llm.offline.value_frames import value_of

_CREATIVE = re.compile(
    r"^(?:(?:me|us)\s+)?(?:(?:a|an|some|the|my|your|two|three|five|\d+)\s+)?(?:(?:short|long|brief|"
    r"nice|funny|small|little|quick|simple|formal|polite|one-page|one-paragraph|detailed|good|great|"
    r"new|catchy|random|\w+-word|python|bash|sample)\s+)*"
    r"(?:haikus?|poems?|story|stories|essays?|letters?|e-?mails?|summary|summaries|songs?|jokes?|"
    r"article|articles|blog post|paragraphs?|speech|limericks?|translation|explanation|description|"
    r"script|program|function|recipe|tweet|biography|report|introduction|overview|review|slogan|"
    r"password|code|quotes?|fact|facts|outline|plan|ideas)"
    r"(?:\s+(?:about|on|of|for|describing|explaining|to|that|which|from|in|with|comparing)\b.*)?$",
    re.IGNORECASE | re.DOTALL,
)
_ANNOUNCED = re.compile(
    r"^(?:just |only |exactly )?(?:the |this |a |an |(?=\w+\s*:))(?:following |exact |single |short |simple "
    r")*(?:text|contents?|words?|lines?|message|sentence|phrase|string|note|data)\s*(?::|that says|"
    r"saying|that reads|,)?\s+(?=\S)",
    re.IGNORECASE,
)
_LINE_LIST = re.compile(
    r"^(?:the |these |following |two |three |four |five |six |\d+ )*(?:separate |following "
    r")?(?:lines|items|rows|names|words|numbers|entries|list)\s*(?:of text\s*)?(?::|,)\s*",
    re.IGNORECASE,
)
_QUOTES = re.compile(
    r"(?:(?:the\s+)?(?:two\s+|three\s+)?(?:lines|words|items|"
    r"strings)\s*:?\s*)?[\ue000-\ue7ff](?:\s*(?:,\s*and|,|and|&)\s*[\ue000-\ue7ff])+"
)
_SECOND_TARGET = re.compile(
    r"\band\s+(?:then\s+)?(?:save|store|write|append|put)(?:\s+(?:it|them|the result))?$|\b(?:to|in|"
    r"into|as|called|named|file)\s+[\ue800-\uefff]\s*(?:,|and|then|;|\.)",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"^(?:it|that|this|them|both|the\s+\w+|result|\w+\s+results?|the\s+\w+\s+(?:results?|numbers?|answers?|values?))$",
    re.IGNORECASE,
)


def content_of(text: str) -> Expr | None:
    """Read what is to be written.

    Returns:
        The expression; words that are no value stand for themselves. `None` where the words ask for something that only a language
        model can write (a poem about autumn).
    """
    text = text.strip()
    if not text:
        return None
    lines = _LINE_LIST.match(text)
    if lines and text[lines.end() :].strip():
        from nodes.llm.offline.lists import listed

        rest = text[lines.end() :].strip().rstrip(".")
        items = listed(rest)
        if "\n" in rest:
            return Literal(rest)
        if items:
            return Literal("\n".join(items))
    if "\n" in text:
        return Literal(text)
    quotes = _QUOTES.fullmatch(text)
    if quotes:
        return Concat(tuple(Literal(mark) for mark in MARK.findall(text)), "\n")
    value = value_of(text)
    if isinstance(value, Literal) and value.number:
        return Literal(text)
    if value is not None:
        return value
    if _CREATIVE.match(text) or _SECOND_TARGET.search(text):
        return None
    shorter = _ANNOUNCED.sub("", text, count=1)
    return Literal(shorter or text)
