"""`If the total is over 100, write … to …, otherwise …`: decided on the numbers at hand."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.clauses import Clause, without_files
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.figure import Figure, figure
from nodes.llm.offline.ledger.phrase import FILE, QUOTE
from nodes.llm.offline.ledger.query import ask
from nodes.llm.offline.terms import Literal

_IF = re.compile(
    r"^if\s+(?P<left>.*?)\s*(?:\bis\b|'s\b|\bare\b|\bwas\b|\bcomes to\b)?\s*(?P<op>(?:more|higher|greater|bigger|larger|less|lower|smaller|fewer) than|over|above|under|below|at least|at most|exceeds)\s+[$€£]?(?P<n>\d[\d,]*(?:\.\d+)?)"
    r"\s*(?:euros?|dollars?|[€$£]|[a-z]+)?\s*(?:,|\bthen\b|:)*\s*(?P<then>(?:please )?(?:write|put|save|store)\s+.*?)(?:\s*[,;.]*\s*\b(?:otherwise|else|if not)\b[\s,:]*(?P<other>.+))?$",
    re.IGNORECASE,
)
_WRITE = re.compile(
    rf"^(?:please )?(?:(?:write|put|save|store)\s+)?(?:just |only )?(?:the (?:word|words|text) )?(?P<what>{QUOTE}|[a-z]+(?: [a-z]+)?)(?:\s+(?:to|in|into)\s+(?:the file )?(?P<file>{FILE}|it|there))?(?:\s+instead)?$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?:it|that|this|the (?:total|sum|result|average|count|number|amount|difference))", re.IGNORECASE)


def conditional(clause: Clause, disc: Discourse) -> bool | None:
    """A clause with a condition on a number."""
    found = _IF.match(clause.whole)
    if found is None:
        return (
            False
            if re.match(r"if\b(?! (?:i|we|each|every|one|a|everyone)\b)", clause.whole, re.IGNORECASE)
            or re.search(r"\b(?:otherwise|else)\b", clause.whole, re.IGNORECASE)
            else None
        )
    left = _left(found["left"], disc)
    if left is None:
        return False
    op, n = found["op"].lower(), figure(found["n"]).value
    holds = (
        left.value >= n
        if op == "at least"
        else left.value <= n
        if op == "at most"
        else left.value < n
        if re.match(r"less|lower|smaller|fewer|under|below", op)
        else left.value > n
    )
    made = [_WRITE.match(part.strip(" .")) if part else None for part in (found["then"], found["other"])]
    if made[0] is None or (found["other"] and made[1] is None):
        return False
    named = next((hit["file"] for hit in made if hit and hit["file"] and re.match(FILE, hit["file"])), None)
    disc.used.update(re.findall("[\ue000-\uefff]", clause.whole))
    chosen = made[0] if holds else made[1]
    if chosen is None:
        disc.say(Literal("The condition does not hold, so there was nothing to do."))
        return True
    mark = chosen["file"] if chosen["file"] and re.match(FILE, chosen["file"]) else named
    if mark is None:
        return False
    disc.write(disc.path(mark), Literal(disc.plain(chosen["what"])))
    return True


def _left(text: str, disc: Discourse) -> Figure | None:
    """The number that the condition is about."""
    last = disc.last_figure()
    if _POINTS.fullmatch(text.strip()) and last is not None:
        return last
    named = tuple(path for mark in re.findall(FILE, text) if (path := disc.path(mark)) in disc.texts)
    table = disc.tables(named or disc.subject)
    answer = ask(without_files(text), table, disc.plain, frozenset(disc.free)) if table is not None else None
    if answer is None or answer.figure is None:
        return None
    disc.answers.append(answer)
    return answer.figure
