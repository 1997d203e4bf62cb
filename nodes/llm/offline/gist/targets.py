"""Which file a clause writes into, where it is not said right behind the verb."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.roles import Roles
from nodes.llm.offline.gist.shapes import shapes_in
from nodes.llm.offline.gist.words import FILE, QUOTE
from nodes.llm.offline.gist.writing import mode_of

EMPTY = re.compile(r"\bempty\b(?! lines?)|\btouch\b|\bnothing in it\b|\bblank file\b", re.IGNORECASE)


_SAME = re.compile(
    r"\b(?:back (?:to|into) (?:it|the file|the same file)|in(?:to)? (?:the same file|that file|it)|to (?:it|the same file|"
    r"that file)|in place|same file)\b",
    re.IGNORECASE,
)


def ending_of(clause: str, disc: Discourse) -> str:
    """The ending that a new file gets: that of the file that the clause names, `.txt` where it names none."""
    example = disc.files(clause)
    found = re.search(r"\.\w+$", example[0]) if example else None
    return found.group() if found else ".txt"


def implied_target(clause: str, roles: Roles, disc: Discourse) -> tuple[list[str], Roles]:
    """A file that stands where only context makes it the target: `note.txt with "…"`, `the copy`, `in it`."""
    sources = list(roles.sources)
    plain = re.search(QUOTE, clause) or EMPTY.search(clause) or re.match(rf"^\s*{FILE}\s*(?:=|with)", clause)
    if len(sources) == 1 and plain and not shapes_in(clause)[0]:
        return [disc.path(sources[0], clause, new=True)], Roles((), tuple(sources), clause.replace(sources[0], " "))
    creating = re.match(
        r"^(?:please\s+)?(?:create|make|write)\b[^\ue000-\ue7ff]*[\ue000-\ue7ff][^\ue800-\uefff]*$",
        clause,
        re.IGNORECASE,
    )
    if len(sources) > 1 and creating and not shapes_in(clause)[0]:
        targets = [disc.path(mark, clause, new=True) for mark in sources]
        return targets, Roles((), tuple(sources), re.sub("|".join(sources), " ", clause))
    spelled = re.search(
        rf"\b(?:create|make|mkae|start|new file|write)\b[^\ue800-\uefff]*{FILE}\s+(?:with|containing|listing)\s+(?P<what>.+)$",
        clause,
        re.IGNORECASE,
    )
    if len(sources) == 1 and spelled:
        return [disc.path(sources[0], clause, new=True)], Roles((), tuple(sources), "write " + spelled["what"])
    if len(sources) == 1 and re.fullmatch(
        rf"(?:\w+\s+){{0,4}}?(?:create|make|mkae|start)(?:\s+me)?(?:\s+(?:a|an|the|one|new|text|file|called|named|with|name|"
        rf"empty))*\s*{FILE}\W*",
        clause,
        re.IGNORECASE,
    ):
        return [disc.path(sources[0], clause, new=True)], Roles((), tuple(sources), "create a file")
    if len(sources) == 1 and re.search(
        rf"\b(?:create|make|mkae|call|named|new file)\b.*{FILE}\s+(?:that|which|for|and)\b", clause, re.IGNORECASE
    ):
        return [disc.path(sources[0], clause, new=True)], Roles((), tuple(sources), clause.replace(sources[0], " "))
    if re.match(rf"^\s*{FILE}\s*=", clause) and sources:
        return [disc.path(sources[0])], Roles(tuple(sources[1:]), (sources[0],), re.sub(rf"^\s*{FILE}\s*=", "", clause))
    if not sources and re.search(
        r"\b(?:the copy|the new (?:one|file)|that copy|it|there|that file|the file|the list|list|same file|the end|(?:new |as the |as a )last line|(?:as the |as a |new )first line|(?:another|one more|a further) line)\b",
        clause,
        re.IGNORECASE,
    ):
        file = disc.made or (disc.sources[-1] if disc.sources else None)
        if file and (re.search(QUOTE, clause) or mode_of(clause) != ("w", False) or _SAME.search(clause)):
            return [file], Roles(
                (),
                (),
                _SAME.sub(
                    " ",
                    re.sub(
                        r"\b(?:to|in|into|of|on)\s+(?:the copy|the new (?:one|file)|it|that file|the file|the list)(?: only)?\b",
                        " ",
                        clause,
                    ),
                ),
            )
    return [], roles
