"""Whole files copied, moved or renamed between other steps; what they hold goes with them."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.clauses import Clause
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.phrase import FILE
from nodes.llm.offline.program import FileAction

_I = re.IGNORECASE
_F = rf"(?:(?:the|my|our)\s+)?(?:file\s+)?(?P<file>{FILE}|it\b|(?:the|that|this)\s+(?:file|list)\b)"
_FOLDER = (
    r"(?:(?:a|an|the|my|our|new|existing)\s+)*(?:(?:sub)?(?:folder|directory)\s+(?:(?:called|named)\s+)?(?P<folder>[\ue000-\ue7ff]|[\ue800-\uefff]|[\w\-]+)"
    r"|(?P<folder2>[\ue000-\ue7ff]|[\ue800-\uefff]|[\w\-]+)\s+(?:folder|directory)|(?P<folder3>[\uec00-\uefff]))"
)
_NEW = rf"(?:(?:a|the|new|file|name|called|named)\s+)*(?P<new>{FILE})"
_COPY = re.compile(
    rf"(?:copy|duplicate|save a copy of|make a (?:backup |back-up )?copy of|make a back-?up of|back up|backup)\s+{_F}\s*,?\s*(?:in)?(?:to|as|called|named|and (?:call|name) (?:it|the copy))\s+{_NEW}",
    _I,
)
_MOVE = re.compile(rf"(?:move|rename)\s+{_F}\s+(?:in)?to\s+{_NEW}", _I)
_INTO = re.compile(rf"(?P<verb>move|put|copy)\s+{_F}\s+(?:in)?(?:to|in)\s+{_FOLDER}", _I)
_FOLDER_MADE = re.compile(rf"(?:create|make|add|set up)\s+{_FOLDER}", _I)


def filed(clause: Clause, disc: Discourse) -> bool | None:
    """A clause that copies, moves or renames a file, or makes a folder."""
    text = re.sub(r"\s+", " ", clause.whole).strip(" ,.:")
    for pattern, operation in ((_COPY, "copy"), (_MOVE, "move")):
        found = pattern.fullmatch(text)
        if found is not None and ord(found["new"]) < 0xEC00:
            return _carried(operation, found["file"], disc.path(found["new"]), clause, disc)
    made = _FOLDER_MADE.fullmatch(text)
    if made is not None and (folder := _folder(made, disc)):
        disc.act(FileAction("mkdir", folder))
        return True
    into = _INTO.fullmatch(text)
    if into is None or not (folder := _folder(into, disc)):
        return None
    mark = into["file"]
    path = _path(mark, disc)
    if path is None:
        return None
    operation = "copy" if into["verb"].lower() == "copy" else "move"
    return _carried(operation, mark, f"{folder}/{path.rsplit('/', 1)[-1]}", clause, disc)


def _folder(found: re.Match[str], disc: Discourse) -> str:
    held = found.groupdict()
    name = held.get("folder") or held.get("folder2") or held.get("folder3") or ""
    if name.lower() in ("called", "named", "it", "new", "same", "other", "with", "for", "that"):
        return ""
    plain = disc.plain(name).strip("/")
    return plain if re.fullmatch(r"[\w\-. /]+", plain) else ""


def _path(mark: str, disc: Discourse) -> str | None:
    """The file that a word means, if what it holds is known."""
    if re.fullmatch(FILE, mark):
        path = disc.path(mark)
    elif len(disc.subject) == 1:
        path = disc.subject[0]
    else:
        return None
    return path if path in disc.texts else None


def _carried(operation: str, mark: str, target: str, clause: Clause, disc: Discourse) -> bool | None:
    path = _path(mark, disc)
    if path is None or path == target:
        return None
    if disc.draft is not None:
        return False
    disc.act(FileAction(operation, path, target))
    disc.texts[target] = disc.texts[path]
    if operation == "move":
        disc.texts.pop(path)
        disc.subject = (target,)
    else:
        disc.subject = (path,)
    return True
