"""The kinds of clauses, each with its reader: `None` for another kind, `False` where the clause is of the kind but not understood."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from nodes.llm.offline.ledger.chains import chained
from nodes.llm.offline.ledger.changes import changed
from nodes.llm.offline.ledger.branches import conditional
from nodes.llm.offline.ledger.clauses import Clause, without_files
from nodes.llm.offline.ledger.columns import column_of
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.figure import combined, figure
from nodes.llm.offline.ledger.layout import layout_of
from nodes.llm.offline.ledger.phrase import FILE, Phrase
from nodes.llm.offline.ledger.query import AVERAGE, COUNT, SUM, Answer, ask
from nodes.llm.offline.ledger.rendering import counted, written
from nodes.llm.offline.ledger.rivals import rivals
from nodes.llm.offline.ledger.table import Table
from nodes.llm.offline.ledger.templates import templated
from nodes.llm.offline.ledger.updates import updated
from nodes.llm.offline.terms import Concat, DateOf, Literal

Reader = Callable[[Clause, Discourse], bool | None]

_CHAT = re.compile(r"(?:thanks?|thank you|hi|hello|hey|please|cheers|that(?:'s| is) (?:all|it)|just|tell me|let me know|it|that)?", re.IGNORECASE)
_LIMITING = re.compile(r"\b(?:not|never|only|except|without|ignore|don't|doesn't|instead|unless|if|otherwise|but)\b", re.IGNORECASE)
_SUPPOSED = re.compile(r"^(?:if|assuming|suppose|supposing|when|say)\b(?= (?:i|we|each|every|one|a|everyone)\b)", re.IGNORECASE)
_STATED = re.compile(
    rf"(?:{FILE}|\d|(?:i|i'\w+|we|we'\w+|my|our|the|there|there's|it|it's|this|these|that|those|he|she|they|you|each|every|everyone|everybody|a|an|one|some|all|both|in|on|at|for|from|last|yesterday|today|this|if|"
    r"assuming|suppose|supposing|when|say|his|her|their|as|adults|children|kids|people|remember)\b)|[A-Z][a-z]+ (?:is|are|was|were|has|have|had|costs?|pays?|owes?|gets?)\b",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:(?:just|only|also)\s+)*(?:it|that|this|them|those|these|both|everything|(?:the|this|that|its|their|your|each|those|these|only|just|my|our)\s+(?:(?:new|sorted|updated|changed|filtered|cleaned|ordered|converted|discounted|scaled|doubled|final|resulting|whole|remaining|combined|grand|overall|same|complete|right)\s+)*"
    r"(?:results?|answers?|numbers?|totals?|sums?|counts?|averages?|mean|values?|amounts?|figures?|outcomes?|names?|lists?|rows?|lines?|summary|differences?|percentages?|"
    r"ranking|table|one|ones|entries|items?|usage|costs?|income|profit|balance|rest|median|maximum|minimum|share|rate|price|menu|output|text|total amount|days?))(?: (?:too|also|there|back|down))?",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:read|open|use|take|consider|go through|with|for|using|given|from|see|look at|in)?\s*(?:the\s+)?(?:file\s+)?$", re.IGNORECASE
)


def _chat(clause: Clause, disc: Discourse) -> bool | None:
    return True if not clause.targets and not clause.sources and _CHAT.fullmatch(clause.text) else None


def _deleted(clause: Clause, disc: Discourse) -> bool | None:
    if not re.match(r"^(?:then )?(?:delete|remove|erase|get rid of|throw away|rm)\b", clause.text, re.IGNORECASE) or clause.targets:
        return None
    rest = re.sub(rf"{FILE}|,|\b(?:and|the|files?|delete|remove|erase|get rid of|throw away|rm|then|all|afterwards|original|old|both|again)\b", " ", clause.text, flags=re.IGNORECASE)
    if rest.strip() or not clause.sources:
        return None
    for mark in clause.sources:
        disc.delete(disc.path(mark))
    return True


def _remembered(clause: Clause, disc: Discourse) -> bool | None:
    found = re.match(r"^remember\s+(?:that\s+)?(?P<what>.+)$", clause.text, re.IGNORECASE)
    if found is None:
        return None
    last = disc.last()
    if _POINTER.fullmatch(found["what"]) and last is not None and last.figure is not None:
        disc.keep(Concat((Literal(f"{found['what']} is "), last.figure.expr)) if found["what"].lower().startswith("the") else last.figure.expr)
        return True
    if re.search(FILE, clause.text) or not re.search(r"\b(?:is|are|was|has|have|costs?|likes?|lives?)\b", found["what"]):
        return False
    disc.keep(Literal(disc.plain(found["what"])))
    if re.search(r"\d", found["what"]):
        disc.remarks.append(found["what"])
    return True


def _remark(clause: Clause, disc: Discourse) -> bool | None:
    """A sentence that asks for nothing: which files there are, what is in them, or a fact to reckon with."""
    if clause.asks:
        return None
    text = without_files(clause.text)
    if not _STATED.match(clause.text.lstrip(" ,.:;-–\"'(")):
        return False
    for part in re.split(r"(?:,|\band\b)\s*(?=i\s|we\s|my\s|our\s)", text, flags=re.IGNORECASE):
        if re.search(r"\d", part):
            disc.remarks.append(part.strip())
    if clause.sources:
        named = disc.about(clause)
        disc.describe(clause.text)
        return bool(named) and not _LIMITING.search(clause.text)
    return not _LIMITING.search(_SUPPOSED.sub("", clause.text))


def _subject(clause: Clause, disc: Discourse) -> bool | None:
    """A clause that only names a file: `take a.txt`, `attendance.csv:`."""
    if clause.targets or not clause.sources or not _SUBJECT.match(re.sub(FILE, " ", clause.text).strip()):
        return None
    return bool(disc.about(clause))


def _pointed(clause: Clause, disc: Discourse) -> bool | None:
    """`write it to …`, `save the total in …`, `only the name`."""
    last = disc.last()
    if last is None or clause.sources:
        return None
    phrase = Phrase(clause.text)
    layout = layout_of(phrase)
    text = re.sub(r"\s+", " ", phrase.text).strip(" ,.:") or ("the names" if layout.names_only else "")
    if last.kind == "entry" and clause.targets and (columns := _columns(text, last)):
        return disc.give(replace(last, wanted=columns), clause, keep=False)
    if re.fullmatch(r"(?:how much |what )?(?:each|everyone|everybody|each (?:one|person|of us|of them)|every one)(?:'s share| share| of us| of them)? ?(?:pays?|owes?|(?:has|have) to pay|gets?|must pay|should pay)?", text, re.IGNORECASE):
        return disc.give(last, clause, keep=False) if re.search(r"\b(?:split|divide|share)\b", last.words, re.IGNORECASE) else None
    count = re.fullmatch(r"(?:also )?(?:how many (?:(?:there|they|of them|such|those|that) ?(?:are|is|were)?|(?:are|is) (?:there|that|it))?|the count|their number|how many \w+ (?:there|they) (?:are|were))", text, re.IGNORECASE)
    if count and last.kind in ("rows", "pairs"):
        return disc.give(disc.number(counted(last), "count"), clause)
    share = re.fullmatch(r"(?:and )?(?:what|how many|which) (?:percent(?:age)?|share|per cent)(?: of (?:them|the total|the \w+|all))? (?:is|are|was|were|does|do) (?:that|they|it|this)(?: make)?", text, re.IGNORECASE)
    if share and last.rows and last.table.rows:
        return disc.give(disc.number(combined("percentage", figure(len(last.rows)), figure(len(last.table.rows))), "percentage"), clause)
    if last.kind == "pairs" and re.fullmatch(r"(?:the |these |those )?lines?", text, re.IGNORECASE):
        text = "them"
    if last.kind in ("entry", "rows") and re.fullmatch(r"(?:(?:just|only) )?(?:the |its |their )?(?:\w+'s names?|names? of (?:the|that|this|those) \w+)", text, re.IGNORECASE):
        text = "the name"
    if last.words.startswith("the new") and re.fullmatch(r"(?:how (?:many|much) (?:is|are|do (?:i|we) have) (?:there )?(?:left|remaining|now)(?: now)?|what(?:'s| is) left)", text, re.IGNORECASE):
        return disc.give(last, clause, keep=False)
    if not text and layout.decimals is not None and not clause.targets:
        last.layout.decimals = layout.decimals
        return True
    if last.kind == "entry" and last.figure is not None and re.fullmatch(r"(?:and )?how (?:hot|cold|warm|old|high|tall|long|big|large|heavy|far|expensive|many|much)(?: (?:was|is|are|were|does|did) (?:it|he|she|that|they)(?: cost)?)?", text, re.IGNORECASE):
        return disc.give(disc.number(last.figure, text), clause)
    if re.fullmatch(r"(?:it|that|this|the (?:new )?(?:number|result|value|balance|total)) back", text, re.IGNORECASE) and not clause.targets:
        return _written_back(last, disc)
    if last.kind == "entry":
        text = re.sub(r"\s*\((?:the )?(?:name|item|month|day) (?:and|with) (?:the |its )?\w+\)", "", text)
    if not _POINTER.fullmatch(text) and not (not text and clause.targets):
        return None
    chosen = _meant(text, last, disc)
    if chosen is None:
        return None
    if re.search(r"\bnames?\b", text, re.IGNORECASE):
        label = chosen.table.labels()
        if chosen.kind == "number" and chosen.rows and re.search(r"\bnames\b", text, re.IGNORECASE):
            chosen = replace(chosen, kind="rows", figure=None)
        chosen = replace(chosen, wanted=label[:1]) if chosen.kind in ("entry", "rows") and len(label) == 1 else chosen
    if re.search(r"\b(?:lines|rows)\b", text) and chosen.kind in ("number", "rows") and chosen.rows:
        chosen = replace(chosen, kind="rows", wanted=[], figure=None)
    form = chosen.layout
    merged = replace(layout, first=form.first, order=layout.order or form.order, unique=layout.unique or form.unique, names_only=layout.names_only or form.names_only)
    merged = replace(merged, sample=layout.sample or form.sample, decimals=layout.decimals if layout.decimals is not None else form.decimals)
    return disc.give(replace(chosen, layout=merged), clause, keep=False)


def _written_back(last: Answer, disc: Discourse) -> bool:
    """`write it back`: the number takes the place of the one in the file."""
    if last.figure is None or len(disc.subject) != 1 or disc.only_figure(disc.subject[0]) is None:
        return False
    disc.draft = (disc.subject[0], disc.renewed(disc.subject[0], last.figure))
    return True


def _columns(text: str, last: Answer) -> list[int]:
    """The columns that a phrase such as `the month and the revenue` names, and nothing else."""
    found: list[int] = []
    for word in re.findall(r"[a-z][\w\-]*", text.lower()):
        if word in ("the", "its", "and", "with", "a", "only", "just", "their", "plus"):
            continue
        at = column_of(last.table, word, list(range(len(last.table.names))))
        if at is None:
            return []
        found.append(at)
    return list(dict.fromkeys(found))


def _meant(text: str, last: Answer, disc: Discourse) -> Answer | None:
    """Which of the answers so far a pointing phrase means."""
    for pattern in (SUM, AVERAGE, COUNT):
        if re.search(pattern, text, re.IGNORECASE) and not re.search(pattern, last.words, re.IGNORECASE):
            fitting = [answer for answer in disc.answers if re.search(pattern, answer.words, re.IGNORECASE)]
            return fitting[-1] if fitting else last if last.kind == "number" and len(disc.answers) == 1 else None
    noun = re.sub(r"^.*\s", "", text.lower())
    if noun not in ("it", "that", "this", "them", "those", "result", "answer", "number", "both") and len(disc.answers) > 1:
        for answer in reversed(disc.answers):
            if re.search(rf"\b{re.escape(noun)}\b", answer.words, re.IGNORECASE):
                return answer
    return last


def _asked(clause: Clause, disc: Discourse) -> bool | None:
    """A question or order about the table at hand; where it names two things, both."""
    paths = disc.about(clause)
    table = disc.tables(paths)
    if table is None or not table.rows or _STRANGE.search(clause.text):
        return False
    text = without_files(clause.text)
    if len(paths) > 1 and not re.search(SUM, text, re.IGNORECASE):
        return False
    in_place = _sorted_in_place(clause, text, paths)
    if clause.verb.startswith("copy"):
        text = f"rows {text}"
    if clause.verb in ("list", "extract", "tally", "count") and not text.lower().startswith(clause.verb):
        text = f"{clause.verb} {text}"
    text = disc.passing(text)
    text = re.sub(r"^add(?:ing)?\b(?!.*\d)", "sum", text, flags=re.IGNORECASE)
    if len(paths) > 1:
        text = re.sub(r"\b(?:of )?(?:both|all (?:three|3|of them)|the (?:two|2|three|3)|each)(?: files| lists)?\b", " ", text)
    last = disc.last()
    if last is not None and last.kind in ("entry", "rows") and last.rows and re.search(r"\b(?:it|its|they|them|their|those|these|that one|he|she)\b", text, re.IGNORECASE):
        table = table.kept(list(last.rows))
    answers = _answers(text, disc, table)
    if answers is None:
        return False
    if last is not None and answers[0].kind == "rows" and len(answers[0].rows) == len(table.rows) and not clause.sources and not in_place:
        return False
    if len(answers) == 1 and in_place:
        answers[0].layout.header = answers[0].table.header is not None
        disc.answers.append(answers[0])
        disc.draft = (paths[0], written(answers[0], to=paths[0]))
        return True
    if len(answers) == 1:
        return disc.give(answers[0], clause)
    return _several(answers, clause, disc)


_TODAY = re.compile(r"(?:the |today's |todays |current )+(?:date)(?: of today)?(?: (?:on|in) the first line)?", re.IGNORECASE)
_STRANGE = re.compile(r"\b(?:line numbers?|which line|what line|in common|in both)\b", re.IGNORECASE)


def _sorted_in_place(clause: Clause, text: str, paths: tuple[str, ...]) -> bool:
    """Whether an order changes the file itself: `sort numbers.txt`."""
    return not clause.targets and len(paths) == 1 and bool(re.match(r"(?:sort|order|rank|arrange)\b", text, re.IGNORECASE))


def _answers(text: str, disc: Discourse, table: Table) -> list[Answer] | None:
    free = frozenset(disc.free)
    for cut in re.finditer(r",?\s+and\s+", text):
        if _TODAY.fullmatch(text[: cut.start()].strip()):
            rest = ask(text[cut.end() :], table, disc.plain, free)
            return None if rest is None else [Answer("text", table, [], text=DateOf((), "date"), words="today's date"), rest]
    for cut in re.finditer(r",?\s+(?:and|as well as)(?: also)?\s+|,\s+", text):
        left, right = text[: cut.start()], text[cut.end() :]
        first = ask(left, table, disc.plain, free)
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
    conditional, _chat, _deleted, _remembered, changed, _subject, _remark, updated, templated, _pointed, chained, rivals, _asked,
)  # fmt: skip
