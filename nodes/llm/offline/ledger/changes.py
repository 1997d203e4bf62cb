"""Files changed row by row: every number raised or converted, rows dropped or kept, an entry added."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from nodes.llm.offline.ledger.arithmetic import PERCENT, N, order_in
from nodes.llm.offline.ledger.clauses import Clause, without_files
from nodes.llm.offline.ledger.columns import figure_of, take_names
from nodes.llm.offline.ledger.conditions import conditions
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.figure import Figure, combined, figure
from nodes.llm.offline.ledger.layout import layout_of
from nodes.llm.offline.ledger.phrase import QUOTE, Phrase
from nodes.llm.offline.ledger.query import Answer, ask
from nodes.llm.offline.ledger.rendering import figure_expr
from nodes.llm.offline.ledger.table import Row, Table, value_of
from nodes.llm.offline.terms import Concat, Expr, Literal

_ALL = r"(?:(?:every|each|all|all of|both)(?: of)?(?: the| its)?|the)\s+"
_NOUN = r"[a-z][a-z\- ]*?"
_MAPPED = re.compile(
    rf"^(?P<verb>increase|raise|bump(?: up)?|lower|reduce|decrease|cut|double|triple|halve|square|multiply|divide|round)\s+{_ALL}(?P<noun>{_NOUN})(?:\s+(?P<rest>(?:by|with)\s+.+))?$",
    re.IGNORECASE,
)
_ADDED = re.compile(
    rf"^(?P<order>(?:add|subtract|deduct|take(?: off)?)\s+(?:{PERCENT.replace('<n>', '<p>')}(?: \w+)?|{N}(?:\s+(?:extra |bonus |more )*[a-z]+)?))\s+(?:to|from|off)\s+{_ALL}(?P<noun>{_NOUN})$",
    re.IGNORECASE,
)
_CONVERTED = re.compile(
    rf"^convert\s+(?:{_ALL})?(?P<noun>{_NOUN})?\s*(?:from \w+ )?(?:in)?to \w+\s*(?:,?\s*(?:at|using|with|by|for)\s+(?:(?:a|an|the)\s+)?(?:exchange |conversion )?(?:rate |factor )?(?:of )?)?\(?(?:1 \w+ = )?{N}(?: \w+)?\)?$",
    re.IGNORECASE,
)
_WARMTH = re.compile(
    rf"^convert\s+(?:{_ALL}|each\b|all\b|every\b)\s*(?P<noun>{_NOUN})?\s*(?:from \w+ )?(?:in)?to (?:degrees )?(?P<to>fahrenheit|celsius)$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    rf"^(?:everyone|everybody|each \w+|every \w+|they all|all \w+)\s+(?:in\s+)?(?:gets?|receives?|earns?|got|has earned|gains?|loses?)\s+(?:an? |another )?(?P<percent>{PERCENT.replace('<n>', '<p>')})?(?P<number>{N})?\s*(?:extra|more|bonus|additional)?\s*(?P<what>[a-z]+)?(?:\s+(?:more|extra|on (?:their|his|the) \w+|of (?:their|the) \w+))?$",
    re.IGNORECASE,
)
_ALL_OFF = re.compile(
    rf"^(?:everything|all (?:the )?(?:items|products|prices|things|\w+s)|every \w+|each \w+|all of them|they all)\s+(?:is|are|goes?|gets?|becomes?|will be|costs?)\s+(?:now\s+)?(?P<way>up |down )?(?:by )?{PERCENT}\s*(?P<how>off|cheaper|less|more expensive|more|dearer|up|down)?(?:\s+(?:now|today|this (?:week|month|year)))?$",
    re.IGNORECASE,
)
_SCALED = re.compile(
    r"^(?:scale|adjust|adapt|convert|change|recalculate|write|work out|calculate|give me|what are)\s+(?:(?:all |the |it|its |recipe|amounts?|quantit(?:y|ies)|ingredients?)\s*)*(?:(?:from|for)\s+\d+\s*(?:\w+ )?)?(?:to\s+\d+\s*\w*|for \d+\s*\w*)?$",
    re.IGNORECASE,
)
_FOR = re.compile(r"\b(?:for|serves|feeds)\s+(?P<n>\d+)\b", re.IGNORECASE)
_DROPPED = re.compile(
    r"^(?P<verb>drop|remove|delete|take out|get rid of|throw out|erase|ignore|ignoring|skip|leave out|filter out|cut|strip)\s+(?P<what>.+)$",
    re.IGNORECASE,
)
_KEPT = re.compile(r"^keep only\s+(?P<what>.+)$|^only keep\s+(?P<what2>.+)$", re.IGNORECASE)
_SQUARES = {"double": 2, "triple": 3}


def changed(clause: Clause, disc: Discourse) -> bool | None:
    """A clause that changes a file row by row."""
    text = re.sub(r"\s+", " ", without_files(clause.full)).strip(" ,.")
    if clause.asks or re.match(r"(?:everyone|everybody|everything|each|every|they all|all)\b", text, re.IGNORECASE):
        for read in (_mapping, _dropping, _entry):
            done = read(text, clause, disc)
            if done is not None:
                return done
    return None


def _operation(text: str, disc: Discourse) -> tuple[str, Callable[[Figure], Figure], bool] | None:
    """Which entries are meant, what is done to each number, and whether it is only remarked."""
    found = _MAPPED.match(text)
    if found is not None and re.match(r"[^ ]+ (?:every|each|all|both)\b|\S+ the \w+(?:s|ies)\b", text, re.IGNORECASE):
        order = order_in(f"{found['verb']} it {found['rest'] or ''}")
        return (found["noun"], order[1], False) if order is not None else None
    found = _ADDED.match(text)
    if found is not None and re.search(r"\b(?:every|each|all)\b", text, re.IGNORECASE):
        order = order_in(re.sub(r"(?<=\d)\s+[a-z ]+$", "", found["order"]))
        return (found["noun"], order[1], False) if order is not None else None
    found = _CONVERTED.match(text)
    if found is not None and (re.search(r"\b(?:each|every|all)\b|s\b", found.group(), re.IGNORECASE)):
        rate = figure(found["n"])
        return found["noun"] or "", lambda value: combined("mul", value, rate), False
    warm = _WARMTH.match(text)
    if warm is not None:
        if warm["to"].lower() == "fahrenheit":
            return (
                warm["noun"] or "",
                lambda value: combined("add", combined("mul", value, figure("1.8")), figure(32)),
                False,
            )
        return (
            warm["noun"] or "",
            lambda value: combined("div", combined("sub", value, figure(32)), figure("1.8")),
            False,
        )
    found = _GIVEN.match(text)
    if found is not None and (found["p"] or found["n"]):
        lost = bool(re.search(r"\bloses?\b", text))
        n = figure(found["p"] or found["n"])
        if found["p"]:
            return "", lambda value: combined("mul", value, figure(n.value / 100)), True
        return "", lambda value: combined("sub" if lost else "add", value, n), True
    found = _ALL_OFF.match(text)
    if found is not None and (found["way"] or found["how"]):
        less = (found["way"] or found["how"]).strip().lower() in ("off", "cheaper", "less", "down")
        part = figure(found["n"]).value / 100
        return "", lambda value: combined("mul", value, figure(1 - part if less else 1 + part)), True
    return _scaling(text, disc)


def _scaling(text: str, disc: Discourse) -> tuple[str, Callable[[Figure], Figure], bool] | None:
    if not _SCALED.match(text):
        return None
    said = " ".join([*disc.remarks, text])
    sizes = re.findall(r"\b(?:for|serves|feeds|from|to)\s+(\d+)\b", said)
    if len(sizes) != 2 or len(set(re.findall(r"\d+", said))) != 2 or not int(sizes[0]):
        return None
    disc.remarks.clear()
    old, new = figure(sizes[0]), figure(sizes[1])
    return "", lambda value: combined("mul", combined("div", value, old), new), False


def _mapping(text: str, clause: Clause, disc: Discourse) -> bool | None:
    phrase = Phrase(text)
    layout = layout_of(phrase)
    made = _operation(re.sub(r"\s+", " ", phrase.text).strip(" ,."), disc)
    if made is None:
        return None
    noun, op, remarked = made
    paths = disc.about(clause)
    table = disc.tables(paths) if len(paths) == 1 else None
    if table is None or not 0 < len(table.rows) <= 60 or table.mark == "json":
        return False
    at = figure_of(table, noun)
    if at is None:
        return False
    rest = Phrase(noun, frozenset(disc.free))
    tests = conditions(rest, table, disc.plain)
    take_names(rest, table)
    if tests is None or (table.headed and rest.left()):
        return False
    lines: list[Expr] = [Literal(table.header)] if table.header is not None else []
    for row in table.rows:
        lines.append(_line(row, at, op, layout.decimals) if all(test(row) for test in tests) else Literal(row.line))
    return _given(Concat(tuple(lines), "\n"), table, clause, disc, remarked=remarked)


def _line(row: Row, at: int, op: Callable[[Figure], Figure], decimals: int | None) -> Expr:
    """A row with one of its numbers worked out anew; two decimals stay two."""
    cell = row.cells[at]
    if value_of(cell) is None:
        return Literal(row.line)
    place = row.line.rfind(cell) if at == len(row.cells) - 1 else row.line.find(cell)
    shown = re.sub(r"^[$€£]|[$€£%]$", "", cell.strip())
    start = place + cell.find(shown)
    places = decimals if decimals is not None else 2 if re.search(r"\.\d\d$", shown) else None
    number = figure_expr(op(figure(cell)), places)
    return Concat((Literal(row.line[:start]), number, Literal(row.line[start + len(shown) :])))


def _given(expr: Expr, table: Table, clause: Clause, disc: Discourse, *, remarked: bool) -> bool:
    answer = Answer("text", table, list(table.rows), text=expr, words="the new list")
    if clause.targets:
        return disc.give(answer, replace(clause, appends=False))
    disc.answers.append(answer)
    disc.draft, disc.drafted = (table.path, expr), remarked
    return True


def _dropping(text: str, clause: Clause, disc: Discourse) -> bool | None:
    kept, dropped = _KEPT.match(text), _DROPPED.match(text)
    found = kept or dropped
    if found is None or clause.targets:
        return None
    paths = disc.about(clause)
    table = disc.tables(paths) if len(paths) == 1 else None
    if table is None:
        return None
    what = (found["what"] if dropped else found["what"] or found["what2"]) or ""
    phrase = Phrase(re.sub(r"\b(?:where|whose|that|which)\b", " ", what), frozenset(disc.free))
    tests = conditions(phrase, table, disc.plain)
    take_names(phrase, table)
    if not tests or phrase.left():
        return _dropping_one(what, table, clause, disc) if dropped else None
    rows = [row for row in table.rows if all(test(row) for test in tests) == bool(kept)]
    left = "\n".join([*([table.header] if table.header is not None else []), *(row.line for row in rows)])
    disc.free |= {"rest", "remaining", "others", "remain", "left", "remains"}
    if dropped and re.match(r"ignor|skip|leave", dropped["verb"], re.IGNORECASE):
        disc.texts[table.path] = left
        return True
    return _given(Literal(left), replace(table, rows=tuple(rows)), clause, disc, remarked=False)


def _dropping_one(what: str, table: Table, clause: Clause, disc: Discourse) -> bool | None:
    """`delete the cheapest product`."""
    answer = ask(what, table, disc.plain, frozenset(disc.free))
    if answer is None or answer.kind != "entry" or len(answer.rows) != 1 or not table.headed:
        return None
    at = table.rows.index(answer.rows[0])
    rows = [row for place, row in enumerate(table.rows) if place != at]
    left = "\n".join([*([table.header] if table.header is not None else []), *(row.line for row in rows)])
    disc.free |= {"rest", "remaining", "others", "remain", "left", "remains"}
    return _given(Literal(left), replace(table, rows=tuple(rows)), clause, disc, remarked=False)


def _entry(text: str, clause: Clause, disc: Discourse) -> bool | None:
    """`add "taxi 18.00" to expenses.txt`."""
    if not clause.appends or not re.fullmatch(
        rf"(?:the )?(?:(?:new )?(?:line|entry|item|row|text) )?{QUOTE}(?: as (?:a|the) (?:new|last) (?:line|entry|row|item))?",
        clause.text,
        re.IGNORECASE,
    ):
        return None
    content = disc.plain("".join(re.findall(QUOTE, clause.text)))
    if re.search(r"[<>{}\[\]]|\b[XYN]\b|\.\.\.", content):
        return None
    for mark in clause.targets:
        path = disc.path(mark)
        disc.write(path, Literal(content), "a")
        if path in disc.texts:
            disc.subject = (path,)
    return True
