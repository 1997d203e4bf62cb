"""What a text operation works on: a file, a quote, an earlier result, a word."""

from __future__ import annotations

import re

from nodes.llm.offline.frames import path_of
from nodes.llm.offline.terms import (
    Calc,
    Expr,
    FileText,
    Literal,
)
from nodes.llm.offline.values import parse_value

_QUOTED = re.compile(
    r"^(?:(?:just|only|exactly)\s+)?(?:(?:the|a|an|this)\s+)?(?:(?:following|exact|single|new|short|simple)\s+)*"
    r"(?:text|texts|content|contents|words?|lines?|message|sentence|phrase|string|note|letters?|term|character|name)?"
    r"\s*(?:that says|saying|of|is|reads|:|reading)?\s*([\ue000-\ue7ff])$",
    re.IGNORECASE,
)


_FILE_TEXT = re.compile(
    r"(?:(?:the|a|my|this|that)\s+)?(?:(?:text|csv)\s+)?(?:file|document)?\s*[\ue800-\uefff](?:\s+file)?", re.IGNORECASE
)


_OF_TEXT = re.compile(
    r"^(?:the\s+)?(?:contents?|text|data|lines|words|everything)\s+(?:of|in|from|inside)\s+", re.IGNORECASE
)


_NAMED_TEXT = re.compile(
    r"(?:the\s+)?(?:(?:following|given)\s+)?(?:word|words|string|text|phrase|sentence|letters|name|"
    r"line|lines)[\s:]+(?!of\b|in\b|is\b)([^\ue000-\uf8ff]+)",
    re.IGNORECASE,
)


_ANNOUNCE = re.compile(
    r"^(?:the\s+|a\s+|an\s+)?(?:word|words|text|phrase|string|letter|term|character|name)\s+", re.IGNORECASE
)


def quoted(text: str) -> Literal | None:
    """The one quote that a text is, with words that only announce it."""
    found = _QUOTED.match(text.strip())
    return Literal(found.group(1)) if found else None


def text_source(text: str) -> Expr | None:
    """What a text operation works on: a file's text, a quote, an earlier result, or words after `the word`."""
    text = text.strip().rstrip(" :,")
    bare = _OF_TEXT.sub("", text)
    if _FILE_TEXT.fullmatch(bare):
        return FileText(path_of(bare))
    quote = quoted(text)
    if quote is not None:
        return quote
    named = _NAMED_TEXT.fullmatch(text)
    if named:
        return Literal(named.group(1))
    value = parse_value(bare)
    return None if isinstance(value, (Literal, Calc)) else value


def word_source(text: str) -> Expr | None:
    """The same, or one plain word (`reverse hello`)."""
    source = text_source(text)
    if source is None and re.fullmatch(r"[^\W_]+", text):
        return Literal(text)
    return source


def needle_of(text: str) -> str:
    """The words that are looked for, without what announces them."""
    return _ANNOUNCE.sub("", text.strip()).strip()
