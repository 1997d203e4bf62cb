"""Texts that the user dictates between other steps, lines put on top, and files joined into one."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.clauses import Clause
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.phrase import FILE, QUOTE
from nodes.llm.offline.terms import Literal

_I = re.IGNORECASE
_PLACES = re.compile(r"[<>{}\[\]]|\b[XYN]\b|\.\.\.")
_WRITTEN = (
    rf"(?:write|put|save|store|enter)\s+(?:just |only )?(?:the (?:text|words?|line|sentence)\s+)?(?P<text>{QUOTE})\s+(?:in)?to\s+(?:(?:a|the|new|file|called|named)\s+)*(?P<file>{FILE})",
    rf"(?:create|make|write|start)\s+(?:(?:a|the|new|text|file|called|named)\s+)*(?P<file>{FILE})\s+(?:with|containing|that says|saying|holding)\s+(?:(?:the|text|words?|content|line)\s+)*(?P<text>{QUOTE})(?:\s+in it)?",
)
_ON_TOP = re.compile(
    rf"(?:put|add|insert|write|place|prepend)\s+(?:(?:the|a|line|text|title|heading|new|words?)\s+)*(?P<text>{QUOTE})\s+(?:(?:at|on|to|in|as|above)\s+)(?:(?:the|its|a|very|new|everything|else|top|beginning|start|first|line|of|as|in|it|before|to)\s*)+(?P<file>{FILE})?",
    _I,
)
_JOINED = re.compile(
    rf"(?:merge|combine|join|concatenate|put together)\s+(?:the\s+)?(?:(?:files?|contents of|lists?|two|2)\s+)*(?P<parts>{FILE}(?:\s*(?:,|and|with|,\s*and)\s*{FILE})+)\s+(?:together\s+)?(?:in)?to\s+(?:(?:a|the|one|single|new|file|called|named)\s+)*(?P<file>{FILE})"
    rf"(?:\s*,?\s*(?:\(?with\s+)?(?P<first>{FILE}|[\w]+)\s+first\)?)?",
    _I,
)


def dictated(clause: Clause, disc: Discourse) -> bool | None:
    """A clause that writes a given text, or puts one above what a file holds."""
    text = re.sub(r"\s+", " ", clause.whole).strip(" ,.")
    top = _ON_TOP.fullmatch(text)
    if top is not None and re.search(r"\b(?:top|beginning|start|first|above)\b", text, _I):
        path = disc.path(top["file"]) if top["file"] else disc.subject[0] if len(disc.subject) == 1 else ""
        if path not in disc.texts or _PLACES.search(disc.protected.value(top["text"])):
            return None
        disc.subject = (path,)
        disc.write(path, Literal(f"{disc.plain(top['text'])}\n{disc.texts[path].rstrip()}"))
        return True
    for pattern in _WRITTEN:
        found = re.fullmatch(pattern, text, _I)
        if found is not None and not _PLACES.search(disc.protected.value(found["text"])):
            disc.write(disc.path(found["file"]), Literal(disc.plain(found["text"])))
            return True
    return None


def joined(clause: Clause, disc: Discourse) -> bool | None:
    """A clause that joins files into one."""
    found = _JOINED.fullmatch(re.sub(r"\s+", " ", clause.whole).strip(" ,."))
    if found is None:
        return None
    marks = re.findall(FILE, found["parts"])
    paths = [disc.path(mark) for mark in marks]
    if any(path not in disc.texts for path in paths):
        return False
    first = found["first"]
    if first:
        leading = [
            path for path in paths if path == disc.plain(first) or path.rsplit(".", 1)[0].lower() == first.lower()
        ]
        if len(leading) != 1:
            return False
        paths = [*leading, *(path for path in paths if path not in leading)]
    target = disc.path(found["file"])
    disc.write(target, Literal("\n".join(disc.texts[path].rstrip("\n") for path in paths)))
    disc.subject = (target,)
    return True
