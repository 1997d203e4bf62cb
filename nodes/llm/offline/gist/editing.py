"""Edits of a file in its own place: sorted, a word replaced, a line removed."""

from __future__ import annotations

import dataclasses
import re

from nodes.llm.offline.gist.arithmetic import arithmetic
from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.figures import digits
from nodes.llm.offline.gist.grid_words import grid_change, grid_edit, is_table
from nodes.llm.offline.gist.roles import Roles
from nodes.llm.offline.gist.shapes import shapes_in
from nodes.llm.offline.gist.words import QUOTE
from nodes.llm.offline.program import Write
from nodes.llm.offline.terms import (
    Expr,
    FileText,
    Literal,
    Ref,
    Transform,
)

_KEPT = re.compile(
    r"\b(?:overwrit\w+|in place|back (?:to|into|in)|same file|updat\w+|increment\w*|decrement\w*|bump\w*|counter|bring\b.*\b(?:up|down) by|"
    r"replace (?:it|the (?:number|value|file|content)s?) (?:with|by)|save (?:it|the file)|in the file itself|itself)\b",
    re.IGNORECASE,
)


def in_place(clause: str, roles: Roles, disc: Discourse) -> bool:
    """An edit of a file that names no other one to write to."""
    if re.match(
        r"^(?:please\s+|could you\s+|can you\s+)*(?:show|tell|list|give|what|which|who|how|print|display|find|say|read|"
        r"head|tail)\b",
        clause,
        re.IGNORECASE,
    ):
        return False
    marks = roles.sources or roles.targets
    pointed = re.search(
        r"\b(?:it|that file|the copy|the new (?:one|file)|the file|them|that list|the list|the lines?)\b",
        clause,
        re.IGNORECASE,
    )
    path = disc.path(marks[0]) if len(marks) == 1 else None
    if not marks and not pointed and shapes_in(clause)[0] and len(disc.sources) == 1 and not disc.results:
        path = disc.sources[0]
    if not marks and pointed:
        path = disc.made or (disc.sources[-1] if disc.sources else None)
    pending = disc.steps[disc.implied] if disc.implied is not None else None
    if not marks and isinstance(pending, Write) and disc.implied is not None and (chained := shapes_in(clause)[0]):
        made: Expr = pending.expr
        for shape in chained:
            made = shape(made)
        disc.steps[disc.implied] = dataclasses.replace(pending, expr=made)
        return True
    if path is None:
        return False
    table = FileText(path)
    changed = (grid_edit(clause, table) or grid_change(clause, table)) if is_table(table) else None
    if changed is not None:
        disc.write(Write(path, changed, implied=True))
        return True
    name = re.search(r"\b(?:line|entry|row) with (?:his|her|their|its|that) name\b", clause, re.IGNORECASE)
    last = disc.steps[-1] if disc.steps else None
    if (
        re.search(r"\b(?:remove|delete|drop|take)\s+(?:that|this|the) line\b", clause)
        and isinstance(last, Write)
        and isinstance(last.expr, Transform)
    ):
        which = {"line": last.expr.args[:1], "head": ("1",), "tail": ("-1",)}.get(last.expr.kind)
        if which and (last.expr.kind == "line" or last.expr.args == ("1",)):
            disc.write(Write(path, Transform("drop_line", FileText(path), which)))
            return True
    if name:
        named = re.search(r"\b[A-Z][a-z]+\b", " ".join(disc.background[-1:]))
        shapes = shapes_in(f"remove the line with {named.group()}")[0] if named else []
    else:
        shapes = shapes_in(clause)[0]
    only = re.search(r"\b(?:only|just|nothing but)\b", clause) and re.search(QUOTE, clause) and not shapes
    if only:
        disc.write(Write(path, Literal(disc.quotes(clause)[0])))
        return True
    if (
        re.search(r"^(?:please\s+|now\s+|then\s+)*(?:empty|clear)\b(?!\s+lines)", clause, re.IGNORECASE)
        and len(marks) == 1
    ):
        disc.write(Write(path, Literal("")))
        return True
    just = re.search(
        rf"\b(?:change|set|reset|update)\b.*\b(?:to|back to)\s+(?:just\s+|only\s+)?(?P<what>{QUOTE}|[\w.\-]+)\s*[.!]?$",
        clause,
        re.IGNORECASE,
    )
    if (just and not shapes) or (just and re.search(r"\b(?:just|only)\b", clause)):
        disc.write(Write(path, Literal(disc.plain(just["what"]))))
        return True
    number, _ = arithmetic(digits(clause), table)
    if not shapes and number is not table and _KEPT.search(clause) and len(marks) == 1:
        disc.write(Write(path, number, implied=True))
        return True
    if not shapes or re.search(r"\b(?:how many|count|sum|total|average)\b", clause, re.IGNORECASE):
        return False
    if any(
        isinstance(part := shape(FileText(path)), Transform)
        and re.match(r"line$|word|head|tail|longest|shortest|lines_(?:with$|start|end)", part.kind)
        for shape in shapes
    ) and not re.search(r"\b(?:keep|leave|filter|in place)\b", clause, re.IGNORECASE):
        return False
    source: Expr = (
        disc.subject if isinstance(disc.subject, Ref) and not marks and disc.implied is not None else FileText(path)
    )
    for shape in shapes:
        source = shape(source)
    disc.write(Write(path, source, implied=True))
    return True
