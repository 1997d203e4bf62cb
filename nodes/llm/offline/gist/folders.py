"""Folders that a clause names: `the folder music`, `my desserts folder`, `two folders, orders and returns`."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.protect import FOLDER

_WORD = r"(?:folders?|director(?:y|ies)|dirs?|subfolders?)"
_NAME = r"(?:[\ue000-\ue7ff]|[\ue800-\uefff]|[\w][\w\-.]*(?:\s+[A-Z][\w\-]*)*)"
_NO_NAME = (
    r"(?!(?:the|a|an|my|our|in|into|to|of|for|with|from|on|at|and|or|that|which|where|is|are|it|there|first|second|then|"
    r"also|please|called|named|do|does|i|you|"
    r"should|so|but|have|has|as|new|same|this|inside|contains?|if|now|included|too|only|together|please|from|all|every|each)\b)"
)
_AFTER = re.compile(
    rf"\b{_WORD}\b(?:\s+(?:called|named|with (?:the )?names?|titled|for))?\s*[:,]?\s+{_NO_NAME}(?P<name>{_NAME})"
)
_BEFORE = re.compile(
    rf"\b(?:the|my|our|a|his|her|their|this|that)\s+{_NO_NAME}(?!same|new|whole|main)(?P<name>{_NAME})\s+{_WORD}\b"
)
_MORE = re.compile(
    rf"^\s*(?:,|and|&)\s*(?:and\s+)?(?:another\s+)?(?:(?:one\s+)?(?:called|named)\s+)?(?P<name>{_NAME})(?=\s*(?:,|and\b|&|[.!?]|$))"
)
_THERE = re.compile(
    r"\b(?:in(?:to|side)? (?:it|there)|there|inside(?: it)?|(?:to|in|into) (?:that|this|the|the same|the new) (?:same |new "
    r")?(?:folder|directory)|in it)\b",
    re.IGNORECASE,
)


def folder_names(text: str, disc: Discourse) -> list[str]:
    """The folders that a clause names, without closing slashes."""
    marks = re.findall(FOLDER, text)
    named = [disc.plain(mark).rstrip("/") for mark in marks]
    if named:
        return named
    found = _AFTER.search(text) or _BEFORE.search(text)
    if found is None:
        return []
    names = [_clean(found["name"], disc)]
    if re.search(r"\bfolders\b|\bdirectories\b|\banother\b|\bone called\b", text):
        rest = text[found.end() :]
        while more := _MORE.search(rest):
            names.append(_clean(more["name"], disc))
            rest = rest[more.end() :]
    return names


def _clean(name: str, disc: Discourse) -> str:
    return disc.plain(name).strip(" .,").rstrip("/")


def folder_meant(text: str, disc: Discourse) -> str | None:
    """The one folder that a clause speaks of, by name or as `it`; `None` where there is none."""
    names = folder_names(text, disc)
    if names:
        return names[0]
    return disc.folder if disc.folder and _THERE.search(text) else None
