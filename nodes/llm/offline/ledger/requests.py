"""The kinds of clauses, each with its reader: `None` for another kind, `False` where the clause is of the kind but not understood."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.ledger.branches import conditional
from nodes.llm.offline.ledger.cells import cell_changed
from nodes.llm.offline.ledger.chains import chained
from nodes.llm.offline.ledger.changes import changed
from nodes.llm.offline.ledger.clauses import Clause, without_files
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.entries import entry_added
from nodes.llm.offline.ledger.parting import parted
from nodes.llm.offline.ledger.phrase import FILE
from nodes.llm.offline.ledger.pointing import pointed
from nodes.llm.offline.ledger.query import SUM, Answer, ask
from nodes.llm.offline.ledger.remarks import remark_of, remembered
from nodes.llm.offline.ledger.rendering import written
from nodes.llm.offline.ledger.rivals import rivals
from nodes.llm.offline.ledger.table import Table
from nodes.llm.offline.ledger.templates import templated
from nodes.llm.offline.ledger.updates import updated
from nodes.llm.offline.ledger.wholes import whole_changed, whole_counted
from nodes.llm.offline.program import FileAction
from nodes.llm.offline.terms import Concat, DateOf

Reader = Callable[[Clause, Discourse], bool | None]

_CHAT = re.compile(
    r"(?:thanks?|thank you|hi|hello|hey|please|cheers|that(?:'s| is) (?:all|it)|just|tell me|let me know|it|that)?",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:read|open|use|take|compare(?: the (?:totals?|sums?|numbers?)(?: of| in)?)?|consider|go through|with|for|using|given|from|see|look at|in)?\s*(?:the\s+)?(?:file\s+)?$",
    re.IGNORECASE,
)


def _chat(clause: Clause, disc: Discourse) -> bool | None:
    return True if not clause.targets and not clause.sources and _CHAT.fullmatch(clause.text) else None


def _deleted(clause: Clause, disc: Discourse) -> bool | None:
    if (
        not re.match(r"^(?:then )?(?:delete|remove|erase|get rid of|throw away|rm)\b", clause.text, re.IGNORECASE)
        or clause.targets
    ):
        return None
    rest = re.sub(
        rf"{FILE}|,|\b(?:and|the|files?|delete|remove|erase|get rid of|throw away|rm|then|all|afterwards|original|old|both|again)\b",
        " ",
        clause.text,
        flags=re.IGNORECASE,
    )
    if rest.strip() or not clause.sources:
        return None
    for mark in clause.sources:
        disc.act(FileAction("delete", disc.path(mark)))
    return True


def _spared(clause: Clause, disc: Discourse) -> bool | None:
    """`leave a.csv alone`: it must not be changed."""
    found = re.fullmatch(
        rf"(?:leave|keep)\s+(?P<file>{FILE})\s+(?:alone|unchanged|untouched|as (?:it is|is|it was)|the same)",
        clause.whole,
        re.IGNORECASE,
    )
    if found is None:
        return None
    path = disc.path(found["file"])
    written_to = {getattr(step, "path", "") for step in disc.steps}
    return path not in written_to and (disc.draft is None or disc.draft[0] != path)


def _subject(clause: Clause, disc: Discourse) -> bool | None:
    """A clause that only names a file: `take a.txt`, `attendance.csv:`."""
    if clause.targets or not clause.sources or not _SUBJECT.match(re.sub(FILE, " ", clause.text).strip()):
        return None
    return bool(disc.about(clause))


def _asked(clause: Clause, disc: Discourse) -> bool | None:
    """A question or order about the table at hand; where it names two things, both."""
    paths = disc.about(clause)
    table = disc.tables(paths)
    if table is None or not table.rows or _STRANGE.search(clause.text):
        return False
    plain = without_files(clause.text)
    if len(paths) > 1 and not re.search(SUM, plain, re.IGNORECASE):
        return False
    last, in_place, text = disc.last(), _sorted_in_place(clause, plain, paths), _worded(clause, plain, disc, paths)
    if last is not None and last.kind in ("entry", "rows") and last.rows and _THEM.search(text):
        table = table.kept(list(last.rows))
    answers = _answers(text, disc, table)
    if answers is None or (len(answers) == 1 and not _beside(clause)):
        return False
    if last is not None and last.kind == "rows" and answers[0].kind == "rows" and _THEM.search(text):
        answers[0].wanted = answers[0].wanted or last.wanted
    whole = answers[0].kind == "rows" and len(answers[0].rows) == len(table.rows)
    if last is not None and whole and not clause.sources and not in_place:
        return False
    if len(answers) > 1:
        return _several(answers, clause, disc)
    if not in_place:
        return disc.give(answers[0], clause)
    answers[0].layout.header = answers[0].table.header is not None
    disc.answers.append(answers[0])
    disc.draft = (paths[0], written(answers[0], to=paths[0]))
    return True


def _beside(clause: Clause) -> bool:
    """Whether several targets of one answer stand side by side: `to a.txt and b.txt`."""
    between = [re.escape(mark) for mark in clause.targets]
    return len(between) < 2 or bool(
        re.search(r"\s*(?:,|and|,\s*and)\s*(?:also\s+)?(?:to\s+|into\s+|in\s+)?".join(between), clause.whole)
    )


_THEM = re.compile(r"\b(?:it|its|they|them|their|those|these|that one|he|she)\b", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:of )?(?:both|all (?:three|3|of them)|the (?:two|2|three|3)|each)(?: files| lists)?\b")


def _worded(clause: Clause, text: str, disc: Discourse, paths: tuple[str, ...]) -> str:
    """The words of a request, with the verb that says what is wanted."""
    if clause.verb.startswith("copy"):
        text = f"rows {text}"
    if clause.verb in ("list", "extract", "tally", "count") and not text.lower().startswith(clause.verb):
        text = f"{clause.verb} {text}"
    text = re.sub(r"^add(?:ing)?\b(?!.*\d)", "sum", disc.passing(text), flags=re.IGNORECASE)
    return _BOTH.sub(" ", text) if len(paths) > 1 else text


_TODAY = re.compile(
    r"(?:the |today's |todays |current )+(?:date)(?: of today)?(?: (?:on|in) the first line)?", re.IGNORECASE
)
_WITH = re.compile(
    r"(?:with|by|at|for) (?:how (?:many|much)|what)(?: (?:votes|points|times|entries|price|score|value|amount))?|how (?:many|much) (?:votes|points|times|it (?:was|is|costs?)|(?:he|she|it|they) (?:got|has|have))",
    re.IGNORECASE,
)
_STRANGE = re.compile(r"\b(?:line numbers?|which line|what line|in common|in both)\b", re.IGNORECASE)


def _sorted_in_place(clause: Clause, text: str, paths: tuple[str, ...]) -> bool:
    """Whether an order changes the file itself: `sort numbers.txt`."""
    return (
        not clause.targets and len(paths) == 1 and bool(re.match(r"(?:sort|order|rank|arrange)\b", text, re.IGNORECASE))
    )


def _answers(text: str, disc: Discourse, table: Table) -> list[Answer] | None:
    free = frozenset(disc.free)
    for cut in re.finditer(r",?\s+and\s+", text):
        if _TODAY.fullmatch(text[: cut.start()].strip()):
            rest = ask(text[cut.end() :], table, disc.plain, free)
            return (
                None
                if rest is None
                else [Answer("text", table, [], text=DateOf((), "date"), words="today's date"), rest]
            )
    for cut in re.finditer(r",?\s+(?:and|as well as)(?: also)?\s+|,\s+", text):
        left, right = text[: cut.start()], text[cut.end() :]
        first = ask(left, table, disc.plain, free)
        if first is not None and first.kind in ("pairs", "entry") and _WITH.fullmatch(right):
            return [first]
        second = ask(right, table, disc.plain, free) if first is not None else None
        if first is not None and second is not None and first.kind != "rows":
            return [first, second]
    whole = ask(text, table, disc.plain, free)
    return None if whole is None else [whole]


def _several(answers: list[Answer], clause: Clause, disc: Discourse) -> bool:
    disc.answers += answers
    exprs = [written(answer) for answer in answers]
    if len(clause.targets) == len(answers):
        for mark, expr in zip(clause.targets, exprs, strict=True):
            disc.write(disc.path(mark), expr)
        return True
    for mark in clause.targets:
        disc.write(disc.path(mark), Concat(tuple(exprs), "\n"), "a" if clause.appends else "w")
    if not clause.targets:
        for answer in answers:
            disc.give(answer, clause, keep=False)
    return True


READERS: tuple[Reader, ...] = (
    conditional, _chat, _spared, _deleted, remembered, parted, entry_added, cell_changed, whole_changed, whole_counted, changed, _subject, remark_of, updated, templated, pointed, chained, rivals, _asked,
)  # fmt: skip
