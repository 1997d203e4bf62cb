"""A file brought up to date: with the last result, or by what a remark says happened (`we sold 2 soaps`); a word in it replaced by a result."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.cells import cell_of, put_cell
from nodes.llm.offline.ledger.clauses import Clause, without_files
from nodes.llm.offline.ledger.columns import column_of, figure_of, take_names
from nodes.llm.offline.ledger.conditions import conditions
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.figure import Figure, combined, figure
from nodes.llm.offline.ledger.phrase import Phrase
from nodes.llm.offline.ledger.query import ask
from nodes.llm.offline.ledger.rendering import written
from nodes.llm.offline.ledger.table import value_of
from nodes.llm.offline.terms import Concat, DateOf, Expr, Literal

_UPDATE = re.compile(
    r"^(?:overwrite|lower(?=.*accordingly)|reduce(?=.*accordingly)|raise(?=.*accordingly)|increase(?=.*accordingly)|update|correct|adjust|replace|change|refresh)\s*(?:the|my|our|its|it|that)?\s*(?:(?:old|stored|saved)\s+)?(?:old one|[a-z]+\s*){0,2}?(?:\s*(?:in|of)(?: the file)?)?(?:\s*accordingly)?"
    r"(?:\s+(?:with|by|to)\s+(?:the |it|that|this)\s*(?:new |updated |right )?[a-z]*)?$",
    re.IGNORECASE,
)
_LESS = r"(?:took|spent|paid|withdrew|sold|used(?: up)?|ate|lost|drank|gave away|removed|consumed|threw away|broke)"
_MORE = r"(?:added|deposited|bought|received|put in|got|earned|found|ordered|gained|paid in|saved|put)"
_HAPPENED = re.compile(
    rf"\b(?:just |have |has |'ve )*(?:(?P<less>{_LESS})|(?P<more>{_MORE}))\s+(?:another |a further )?[$€£]?(?P<n>\d[\d,]*(?:\.\d+)?)\b\s*(?P<what>.*)$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"^(?:for )?how (?:many (?P<unit>days|weeks)|long)\b.*\b(?:left|until|till|to go|remain\w*|away|before)\b",
    re.IGNORECASE,
)
_REPLACE = re.compile(
    r"^(?:replace|change|swap|substitute|fill in)\s+(?:the (?:word|placeholder|text) )?(?P<old>[\ue000-\ue7ff]|[A-Z_]{3,})\s+(?:in (?:it|there|the letter|the text)\s+)?(?:with|by|for|to)\s+(?P<new>.+)$"
)


def updated(clause: Clause, disc: Discourse) -> bool | None:
    """A clause that brings a file up to date."""
    text = re.sub(r"\s+", " ", without_files(clause.full)).strip(" ,.")
    until = _UNTIL.match(text)
    if until is not None and not re.search(r"\d", text):
        return _until(until["unit"] or "days", clause, disc)
    if _REPLACE.match(text):
        return _replaced(text, clause, disc)
    if clause.targets or not _UPDATE.match(text):
        return None
    last = disc.last_figure()
    paths = disc.about(clause)
    if len(paths) != 1:
        return None
    if last is not None and not disc.remarks and disc.only_figure(paths[0]) is not None:
        disc.draft = None
        disc.write(paths[0], disc.renewed(paths[0], last))
        return True
    return _happened(paths[0], disc, text)


def _happened(path: str, disc: Discourse, order: str) -> bool | None:
    """A number in a file changed by what a remark says."""
    found = next(((remark, hit) for remark in disc.remarks if (hit := _HAPPENED.search(remark))), None)
    if found is None:
        return _now(path, disc)
    if len(re.findall(r"\d+(?:\.\d+)?", found[0])) != 1:
        return None
    remark, hit = found
    op, n, table = "sub" if hit["less"] else "add", figure(hit["n"]), disc.table(path)
    phrase = Phrase(re.sub(r"^(?:more|extra|additional|new)\b", "", hit["what"].strip()), frozenset(disc.free))
    tests = conditions(phrase, table, disc.plain)
    rows = [row for row in table.rows if tests and all(test(row) for test in tests)]
    take_names(phrase, table)
    only = disc.only_figure(path)
    disc.remarks.remove(remark)
    if only is not None and not tests:
        result = combined(op, only, n)
        disc.answers.append(disc.number(result, "the new balance"))
        disc.write(path, disc.renewed(path, result))
        return True
    at = figure_of(table, f"{hit['what']} {order}")
    at = at if at is not None else column_of(table, "quantity", table.numeric())
    if len(rows) != 1 or at is None or phrase.left() or value_of(rows[0].cells[at]) is None:
        return False
    result = combined(op, figure(rows[0].cells[at]), n)
    disc.answers.append(disc.number(result, "the new number"))
    disc.write(path, _with(path, rows[0].line, rows[0].cells[at], result, disc))
    return True


_NOW = re.compile(
    r"^(?P<what>.+?)\s+(?:is now|are now|now (?:is|costs?)|costs? now|(?:has |have )?(?:changed|gone|went|risen|rose|dropped|fell|fallen|increased|decreased)(?: up| down)? to|(?:was|has been|is) (?:raised|lowered|reduced|increased|set|changed) to)\s+(?P<n>[$€£]?\d[\d,]*(?:\.\d+)?)\s*(?:euros?|dollars?|each|now)?\W*$",
    re.IGNORECASE,
)


def _now(path: str, disc: Discourse) -> bool | None:
    """A cell set to what a remark says it is now."""
    found = next(((remark, hit) for remark in disc.remarks if (hit := _NOW.match(remark))), None)
    if found is None:
        return None
    remark, hit = found
    disc.remarks.remove(remark)
    table = disc.table(path)
    only = disc.only_figure(path)
    if only is not None and table.mark != "json" and len(table.rows) == 1:
        disc.write(path, disc.renewed(path, figure(hit["n"])))
        return True
    what = re.sub(r"\bcosts?\b|\bprice\b", "price", hit["what"])
    place = cell_of(what, table, disc) or cell_of(what, table, disc, figure_of(table, what))
    return place is not None and put_cell(path, table, *place, figure(hit["n"]).expr, disc)


def _with(path: str, line: str, cell: str, result: Figure, disc: Discourse) -> Expr:
    text = disc.texts[path].rstrip("\n")
    start = text.find(line) + line.rfind(cell)
    return Concat((Literal(text[:start]), result.expr, Literal(text[start + len(cell) :])))


def _until(unit: str, clause: Clause, disc: Discourse) -> bool | None:
    """How long it is until the one date that a file holds."""
    paths = disc.about(clause)
    days = set(re.findall(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", disc.texts[paths[0]])) if len(paths) == 1 else set()
    if len(days) != 1:
        return None
    expr = DateOf((("until", days.pop()),), unit)
    answer = disc.number(figure(0), "days")
    answer.figure, answer.text, answer.kind = None, expr, "text"
    return disc.give(answer, clause)


def _replaced(text: str, clause: Clause, disc: Discourse) -> bool | None:
    """A word of one file replaced by what another file comes to."""
    found = _REPLACE.match(text)
    assert found is not None
    old = disc.plain(found["old"])
    holders = [path for path in disc.texts if old in disc.texts[path]]
    named = [path for mark in clause.sources if (path := disc.path(mark)) in disc.texts]
    others = [path for path in (named or list(disc.texts)) if path not in holders]
    if len(holders) != 1 or len(others) != 1:
        return None
    answer = ask(found["new"], disc.table(others[0]), disc.plain, frozenset(disc.free))
    if answer is None:
        return False
    made = written(answer)
    parts: list[Expr] = []
    for place, piece in enumerate(disc.texts[holders[0]].rstrip("\n").split(old)):
        parts += [made, Literal(piece)] if place else [Literal(piece)]
    answer.text = Concat(tuple(parts))
    for mark in re.findall("[\ue000-\ue7ff]", disc.protected.text):
        if disc.protected.value(mark).strip() in disc.texts[holders[0]]:
            disc.used.add(mark)
    if clause.targets:
        return disc.give(answer, clause)
    disc.answers.append(answer)
    disc.draft = (holders[0], answer.text)
    return True
