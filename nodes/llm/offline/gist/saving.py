"""What a clause puts into a file, and which file that is."""

from __future__ import annotations

import dataclasses
import re

from nodes.llm.offline.gist.contents import content_of, table_of_numbers
from nodes.llm.offline.gist.days import dated_name
from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.editing import in_place
from nodes.llm.offline.gist.grid_words import grid_change, grid_edit, is_table
from nodes.llm.offline.gist.retold import aggregates
from nodes.llm.offline.gist.roles import Roles, roles_of
from nodes.llm.offline.gist.targets import ending_of, implied_target
from nodes.llm.offline.gist.values import comparison_value
from nodes.llm.offline.gist.words import FILE, QUOTE, TELL
from nodes.llm.offline.gist.writing import formed, mode_of
from nodes.llm.offline.lists import listed
from nodes.llm.offline.program import Say, Write
from nodes.llm.offline.terms import (
    Derived,
    FileText,
    Literal,
)

SAVES = re.compile(
    rf"\b(?:writ(?:e|ing)|be written|wirte|saved?|stored?|put|note|jot|type|record|log|enter|leave|place|belongs?|paste|export|output|dump|keep|insert|append|"
    rf"add(?!\s+(?:up|together|all|them|these|those))|create|make|mkae|set|contains?|holds?|change|copy|extract|list|"
    rf"should (?:be|stand|contain|have)|file (?:named|called))\b|\bto the file {FILE}|\bi (?:need|want)\b.*\bin (?:the file "
    rf"|a file )?{FILE}|(?:^|\s)(?:in)?to {FILE}",
    re.IGNORECASE,
)


def saved(clause: str, disc: Discourse) -> bool:
    """Read a clause that writes into files; `False` where it does not, or says not plainly what."""
    roles = roles_of(clause)
    made = table_of_numbers(clause, disc)
    if made is not None:
        disc.write(made)
        return True
    if (
        re.search(
            r"\badd\s+\d[\d.,]*\s*(?:(?:%|per ?cent|percent)\b|%|to (?:the (?:number|result|value|sum|total|amount)|it|that|this))",
            clause,
            re.IGNORECASE,
        )
        and not roles.targets
    ):
        return False
    targets = list(dict.fromkeys(disc.path(mark, clause, new=True) for mark in roles.targets))
    dated = dated_name(clause, ending_of(clause, disc)) if not targets and not roles.sources else None
    if dated:
        targets = [dated]
        roles = Roles(
            roles.sources,
            (),
            re.sub(r"\b(?:in|to|into|as)\s+(?:a|the)\s+(?:new )?(?:text )?file\b.*$", "", clause, flags=re.IGNORECASE),
        )
    files = disc.files(clause)
    if len(files) == 1 and is_table(FileText(files[0])):
        table = FileText(files[0])
        added = grid_edit(clause, table) if re.search(r"\bcolumn\b", clause) else None
        if not (isinstance(added, Derived) and added.kind == "column_added"):
            added = None
        row = added or grid_change(clause, table)
        if row is not None:
            disc.write(Write(files[0], row, implied=True))
            return True
    if not SAVES.search(clause) and not re.match(rf"^\s*{FILE}\s*(?:=|with\b)", clause):
        return in_place(clause, roles, disc)
    if not targets:
        targets, roles = implied_target(clause, roles, disc)
    if not targets:
        return in_place(clause, roles, disc)
    if len(targets) > 1 and re.search(r"\brespectively\b", clause, re.IGNORECASE):
        return _respectively(clause, targets, roles, disc)
    if len(targets) > 1 and len(aggregates(roles.rest)) > 1:
        return False  # which of them goes where is not read
    if (
        len(targets) > 1
        and len(re.findall(QUOTE, roles.rest)) > 1
        and not re.search(r"\b(?:both|each|same|all)\b", clause, re.IGNORECASE)
    ):
        return False
    expr = content_of(clause, roles, disc)
    if (
        expr is None
        and not roles.sources
        and re.search(r"\b(?:list|file)\b", roles.rest, re.IGNORECASE)
        and re.search(r"\b(?:make|create|write|start|mkae)\b", clause, re.IGNORECASE)
    ):
        if re.search(r"\blist\b", roles.rest, re.IGNORECASE):
            disc.listing = Write(targets[0], Literal(""))
            return True
        if re.fullmatch(
            r"(?:please\s+|can you\s+|could you\s+|first\s+)*(?:make|create|start|mkae)(?:\s+me)?(?:\s+(?:a|the|one|new|"
            r"text|file|called|named|with|name|it|empty))*\W*",
            roles.rest.strip(),
            re.IGNORECASE,
        ):
            disc.write(Write(targets[0], Literal(""), "a"))
            return True
    last = disc.steps[-1].expr if disc.steps and isinstance(disc.steps[-1], Say) and not roles.sources else None
    if isinstance(last, Derived) and last.kind == "grouped":
        kind, words, frame = last.args
        expr = dataclasses.replace(last, args=(kind, f"{words} {re.sub(FILE, ' ', roles.rest)}", frame))
    if expr is None:
        return False
    mode, first = mode_of(clause) if expr != Literal("") else ("a", False)
    for target in targets:
        disc.write(Write(target, formed(expr, clause, disc), mode, first))
    _also_told(clause, roles, disc)
    return True


def _also_told(clause: str, roles: Roles, disc: Discourse) -> None:
    if TELL.search(clause) and len(disc.sources) > 1:
        better = comparison_value(clause, [disc.path(mark) for mark in roles.sources], disc)
        if better is not None:
            disc.say(better)


def _respectively(clause: str, targets: list[str], roles: Roles, disc: Discourse) -> bool:
    """`a.txt, b.txt and c.txt with the words one, two and three respectively`."""
    quotes = disc.quotes(roles.rest)
    items = listed(re.sub(r"\W*\brespectively\b\W*", "", quotes[0])) if len(quotes) == 1 else tuple(quotes)
    if items is None or len(items) != len(targets):
        return False
    for target, item in zip(targets, items, strict=True):
        disc.write(Write(target, Literal(item)))
    return True
