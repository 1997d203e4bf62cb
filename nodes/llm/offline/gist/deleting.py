"""Files that a clause wants gone: only those that stand right behind the verb."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.finding import suffix
from nodes.llm.offline.program import EachFile, FileAction, Step

_OBJECTS = re.compile(
    r"(?:\s*(?:,|&|\band\b|\balso\b|\b(?:the|my|our|this|that|both|old|original|two|three|files?|documents?|called|named|"
    r"for good|away|completely)\b))*\s*[\ue800-\uebff]"
    r"(?:(?:\s*(?:,|&|\band\b|\balso\b|\b(?:the|file|my)\b))*\s*[\ue800-\uebff])*",
    re.IGNORECASE,
)

Steps = list[Step]


_NEVER = re.compile(
    r"\b(?:don['’]?t|do not|never|not to|without deleting|must not|mustn['’]t|should not|shouldn['’]t)\b", re.IGNORECASE
)


_DELETE = re.compile(
    r"\b(?:delete|delte|deleet|dlete|erase|remove|rm|get rid of|throw (?:away|out)|throw\b.*\baway|trash|discard|wipe|bin|"
    r"dispose of|drop|clear away)\b",
    re.IGNORECASE,
)


_PARTS = re.compile(
    r"\b(?:lines?|words?|duplicates?|dublicates?|rows?|entry|entries|items?|spaces|header|column|characters?|name|names|"
    r"from|out of|off|blank|double[sd]?|repeated)\b",
    re.IGNORECASE,
)


_PIECES = re.compile(
    r"\s*(?:(?:the|both|two|three|old|original|of|single|small|my)\s+)+(?:parts?|files|originals|source files|sources|pieces|halves|ones|them|documents|inputs)(?: afterwards| then| too)?\W*",
    re.IGNORECASE,
)
"""The files that were put together before."""


def _joined(words: str, disc: Discourse) -> list[str]:
    """The files that were put together in the one that was made; none where they are not as many as the words say."""
    parts = [path for path in dict.fromkeys(disc.scanned.protected.files) if path != disc.made]
    said = re.search(r"\b(both|two|three)\b", words, re.IGNORECASE)
    count = {"both": 2, "two": 2, "three": 3}[said.group().lower()] if said else len(parts)
    return parts if disc.made and len(parts) == count > 1 else []


def deleted(clause: str, disc: Discourse) -> Steps | None:
    """The files to delete; `None` where a clause wants nothing of the kind, or it is not plain what."""
    found = _DELETE.search(clause)
    if (
        found is None
        or _NEVER.search(clause[: found.start()])
        or re.search(r"\bwithout delet|\bbut (?:not|keep)\b", clause)
    ):
        return None
    after = clause[found.end() :]
    span = _OBJECTS.match(after)
    marks = re.findall("[\ue800-\uebff]", span.group()) if span else []
    if re.search("[\ue000-\uefff]", after[span.end() :] if span else after):
        return None
    if not marks and _PARTS.search(" ".join(disc.background[-1:])):
        return None
    if _PARTS.search(after) and not re.match(
        r"\s*(?:the\s+)?(?:file\s+)?(?:called\s+|named\s+)?[\ue800-\uefff]", after
    ):
        return None
    paths = [disc.path(mark) for mark in marks]
    if not paths and re.search(r"\b(?:the|that|this|my) (?:original|old (?:one|file))\b", after):
        paths = disc.sources[-1:]
    elif not paths and re.fullmatch(r"\s*(?:it|that file|the file|this file|them|that|the copy)\b.*", after):
        paths = disc.sources if re.match(r"\s*them\b", after) else disc.sources[-1:] or [disc.made or ""]
    elif not paths and _PIECES.fullmatch(after):
        paths = _joined(after, disc)
    ending = re.search(r"\b(?:all|every)\s+(?:the\s+|my\s+)?\*?\.?(?P<ending>\w+)[\s-]+files?\b", after, re.IGNORECASE)
    if not paths and ending:
        name = suffix(ending)
        return [EachFile("delete", name)] if name else None
    return [FileAction("delete", path) for path in paths if path] or None
