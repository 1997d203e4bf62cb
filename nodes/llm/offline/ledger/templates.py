"""Texts with places to fill: `Total: <sum>`, `paid: X` and `open: Y`, `<item> <price>`."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.clauses import Clause, without_files
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.figure import figure
from nodes.llm.offline.ledger.phrase import FILE, QUOTE, stem
from nodes.llm.offline.ledger.query import Answer, ask
from nodes.llm.offline.ledger.rendering import figure_expr, written
from nodes.llm.offline.ledger.table import Table
from nodes.llm.offline.terms import Concat, DateOf, Expr, Literal

_PLACE = re.compile(
    r"<(?P<angle>[^<>]{1,40})>|\{(?P<curly>[^{}]{1,40})\}|\[(?P<square>[^\[\]]{1,40})\]|(?P<letter>\b[XYNM]{1,2}\b|(?<=: )[xyn]\b|(?<= )[xyz]\b(?=[,;.]|$)|\.\.\.|…|___+|\?\?+)|(?P<caps>\b(?:AMOUNT|TOTAL|SUM|COUNT|NUMBER|RESULT|AVERAGE|NAME|DATE|PRICE|VALUE)\b)"
)
_ONLY = re.compile(
    r"^(?:(?:a|an|the|one|new|last|final|line|lines|text|sentence|row|entry|that|says|saying|reading|like|it|them|as|with|in|form|format|and|on|separate|two|2|three|3|at|end|of|"
    r"the result|file|each|its|own|something|this|to|bottom|result|append|add|write|put|i|mean|where|is|for|stands|result|numbers?|total|correct|filled|by|both|those|these|x|y|n)[\s,]*)*$",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b(?:date|today(?:'?s date)?|day|yyyy-mm-dd)\b", re.IGNORECASE)


def templated(clause: Clause, disc: Discourse) -> bool | None:
    """A clause that writes a text with places to fill in."""
    quotes = [mark for mark in re.findall(QUOTE, clause.text) if _PLACE.search(disc.protected.value(mark))]
    if not quotes or re.search(
        rf"\b(?:like|such as|e\.g\.|for example|in the (?:form|format))\s*:?\s*{quotes[0]}", clause.text, re.IGNORECASE
    ):
        return None
    rest = re.sub(QUOTE, " ", without_files(clause.text))
    asked = (
        re.sub(r"^.*?\bwith\b", "", rest)
        if re.search(r"\bwith (?:the )?(?:sum|total|average|number|count|highest|lowest)", rest)
        else ""
    )
    if where := re.search(r",?\s*\bwhere \w+ (?:is|stands for|means) (?P<what>the .+)$", rest, re.IGNORECASE):
        asked = where["what"]
        rest = rest[: where.start()] + " " + asked
    plain = rest if not asked else rest.replace(asked, " ")
    if not _ONLY.match(plain.strip(" ,.:")) and not asked:
        return None
    paths = disc.about(clause)
    table = disc.tables(paths)
    if asked and table is not None:
        answer = ask(asked, table, disc.plain, frozenset(disc.free))
        if answer is None:
            return None
        disc.answers.append(answer)
    lines = [_filled(disc.plain(mark), disc, table) for mark in quotes]
    if any(line is None for line in lines):
        return False
    made = [line for line in lines if line is not None]
    expr = made[0] if len(made) == 1 else Concat(tuple(made), "\n")
    return _put(expr, clause, disc, paths)


def _put(expr: Expr, clause: Clause, disc: Discourse, paths: tuple[str, ...]) -> bool:
    targets = [disc.path(mark) for mark in clause.targets]
    appended = clause.appends or bool(re.match(r"(?:append|add)", clause.full, re.IGNORECASE))
    if (
        not targets
        and appended
        and re.search(r"\b(?:line|end|bottom|row)\b", clause.full, re.IGNORECASE)
        and len(paths) == 1
    ):
        targets = [paths[0]]
    for path in targets:
        disc.write(path, expr, "a" if appended else "w")
    if not targets:
        disc.say(expr)
    return True


def _filled(text: str, disc: Discourse, table: Table | None) -> Expr | None:
    parts: list[Expr] = []
    end = 0
    places = list(_PLACE.finditer(text))
    for number, found in enumerate(places):
        before = text[end : found.start()]
        value = _value(found, before, number, len(places), disc, table)
        if value is None:
            return None
        parts += [Literal(before), value]
        end = found.end()
    return Concat((*parts, Literal(text[end:])))


def _value(
    found: re.Match[str], before: str, number: int, count: int, disc: Discourse, table: Table | None
) -> Expr | None:
    words = (found["angle"] or found["curly"] or found["square"] or found["caps"] or "").strip()
    if _DATE.search(words):
        return DateOf((), "date")
    label = " ".join(re.findall(r"[^\W\d_]+", before)[-2:])
    last = disc.last()
    if last is not None and last.kind == "entry":
        return _of_entry(words or label, last)
    entries = [answer for answer in disc.answers if answer.figure is not None]
    if words and not re.fullmatch(r"(?:the )?(?:result|number|answer|value|amount|\w)", words, re.IGNORECASE):
        fitting = [
            answer
            for answer in entries
            if {stem(word) for word in words.lower().split()} & {stem(word) for word in answer.words.lower().split()}
        ]
        if fitting:
            return written(fitting[-1])
        asked = ask(words, table, disc.plain, frozenset(disc.free)) if table is not None else None
        if asked is not None:
            disc.answers.append(asked)
            return written(asked)
    if count > 1 and len(entries) != count and (labelled := _by_label(label, last, disc, table)) is not None:
        return labelled
    named = [
        answer
        for answer in entries
        if label
        and stem(label.split()[-1].lower()) in {stem(word) for word in re.findall(r"[a-z]+", answer.words.lower())}
    ]
    if len(named) == 1:
        return written(named[0])
    if len(entries) == count and len(entries) > 1:
        return written(entries[number])
    if (len(entries) == 1 and count == 1) or (entries and count == 1 and not named):
        return written(entries[-1])
    return _by_label(label, last, disc, table)


def _of_entry(words: str, answer: Answer) -> Expr | None:
    """The name or the number of an entry, by what the place is called."""
    row, table = answer.rows[0], answer.table
    numeric = [cell for at, cell in enumerate(row.cells) if at in table.numeric()]
    labels = [cell for at, cell in enumerate(row.cells) if at not in table.numeric()]
    named = [cell for at, cell in enumerate(row.cells) if table.names[at] and table.names[at] == words.lower()]
    if named:
        return Literal(named[0])
    if re.search(
        r"\b(?:prices?|amounts?|costs?|scores?|values?|numbers?|totals?|points?|figure|revenue|count|temperature|hours)\b",
        words,
        re.IGNORECASE,
    ):
        return Literal(numeric[-1]) if numeric else None
    return Literal(labels[0]) if len(labels) == 1 else None


def _by_label(label: str, last: Answer | None, disc: Discourse, table: Table | None) -> Expr | None:
    """`passed: N`: what the words before the place count, where the last question was about such things."""
    if not label or table is None:
        return None
    word = label.split()[-1]
    counting = last is not None and bool(re.search(r"\bcount|how many|number\b", last.words, re.IGNORECASE))
    asked = ask(("how many " if counting else "total ") + word, table, disc.plain, frozenset(disc.free))
    if asked is None or len(asked.rows) == len(table.rows):
        return None
    return figure_expr(asked.figure or figure(0), None)


__all__ = ["FILE", "templated"]
