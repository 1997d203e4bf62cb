"""Phrases that point back to an answer: `it`, `the total`, `only the name`, `how many there are`."""

from __future__ import annotations

import re
from dataclasses import replace

from nodes.llm.offline.ledger.clauses import Clause
from nodes.llm.offline.ledger.columns import column_of
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.figure import combined, figure
from nodes.llm.offline.ledger.layout import Layout, layout_of
from nodes.llm.offline.ledger.phrase import Phrase
from nodes.llm.offline.ledger.query import AVERAGE, COUNT, SUM, Answer
from nodes.llm.offline.ledger.rendering import counted

POINTER = re.compile(
    r"(?:(?:just|only|also)\s+)*(?:it|that|this|them|those|these|both|everything|(?:the|this|that|its|their|your|each|those|these|only|just|my|our)\s+(?:(?:new|sorted|updated|changed|filtered|cleaned|ordered|converted|discounted|scaled|doubled|final|resulting|whole|remaining|combined|grand|overall|same|complete|right)\s+)*"
    r"(?:results?|answers?|numbers?|totals?|sums?|counts?|averages?|mean|values?|amounts?|figures?|outcomes?|names?|lists?|rows?|lines?|summary|differences?|percentages?|"
    r"ranking|table|one|ones|entries|items?|usage|costs?|income|profit|balance|rest|median|maximum|minimum|share|rate|prices?|scores?|salar(?:y|ies)|balances?|grades?|points|version|file|menu|output|text|total amount|days?))(?: (?:too|also|there|back|down))?",
    re.IGNORECASE,
)


_I = re.IGNORECASE
_EACH = re.compile(
    r"(?:how much |what )?(?:each|everyone|everybody|each (?:one|person|of us|of them)|every one)"
    r"(?:'s share| share| of us| of them)? ?(?:pays?|owes?|(?:has|have) to pay|gets?|must pay|should pay)?",
    _I,
)
_HOW_MANY = re.compile(
    r"(?:also )?(?:how many (?:(?:there|they|of them|such|those|that) ?(?:are|is|were)?|(?:are|is) (?:there|that|it))?"
    r"|the count|their number|how many \w+ (?:there|they) (?:are|were))",
    _I,
)
_SHARE = re.compile(
    r"(?:and )?(?:what|how many|which) (?:percent(?:age)?|share|per cent)(?: of (?:them|the total|the \w+|all))? "
    r"(?:is|are|was|were|does|do) (?:that|they|it|this)(?: make)?",
    _I,
)
_NAME = re.compile(
    r"(?:(?:just|only) )?(?:the |its |their )?(?:\w+'s names?|names? of (?:the|that|this|those) \w+)", _I
)
_LEFT = re.compile(
    r"how (?:many|much)(?: \w+)? (?:is|are|do (?:i|we) (?:still )?have|have (?:i|we)(?: got)?) (?:there )?(?:left|remaining|now|in stock)(?: now)?|what(?:'s| is) left"
    r"|what(?:'s| is)? (?:my|the|our) new (?:balance|number|amount|value|price|quantity|stock)(?: (?:is|now))?",
    _I,
)
_HOW = re.compile(
    r"(?:and )?how (?:hot|cold|warm|old|high|tall|long|big|large|heavy|far|expensive|many|much)"
    r"(?: (?:was|is|are|were|does|did) (?:it|he|she|that|they)(?: cost)?)?",
    _I,
)
_BACK = re.compile(r"(?:it|that|this|the (?:new )?(?:number|result|value|balance|total)) back", _I)
_BOTH = re.compile(r"\s*\((?:the )?(?:name|item|month|day) (?:and|with) (?:the |its )?\w+\)")


def pointed(clause: Clause, disc: Discourse) -> bool | None:
    """`write it to …`, `save the total in …`, `only the name`."""
    last = disc.last()
    if last is None or clause.sources:
        return None
    phrase = Phrase(clause.text)
    layout = layout_of(phrase)
    text = re.sub(r"\s+", " ", phrase.text).strip(" ,.:") or ("the names" if layout.names_only else "")
    if last.kind == "entry" and clause.targets and (columns := _columns(text, last)):
        return disc.give(replace(last, wanted=columns), clause, keep=False)
    if not text and layout.decimals is not None and not clause.targets:
        last.layout.decimals = layout.decimals
        return True
    if _BACK.fullmatch(text) and not clause.targets:
        return _written_back(last, disc)
    if _EACH.fullmatch(text) and not re.search(r"\b(?:split|divide|share)\b", last.words, _I):
        return None
    asked = _asked_of(text, last, disc)
    if asked is not None:
        return disc.give(asked, clause, keep=asked is not last)
    return _plainly(text, last, layout, clause, disc)


def _asked_of(text: str, last: Answer, disc: Discourse) -> Answer | None:
    """A further question about the last answer: how many there are, which share that is, how old she is."""
    if _EACH.fullmatch(text) or (
        last.figure is not None and last.words.startswith("the new") and _LEFT.fullmatch(text)
    ):
        return last
    if _HOW_MANY.fullmatch(text) and last.kind in ("rows", "pairs"):
        return disc.number(counted(last), "count")
    if _SHARE.fullmatch(text) and last.rows and last.table.rows:
        share = combined("percentage", figure(len(last.rows)), figure(len(last.table.rows)))
        return disc.number(share, "percentage")
    if last.kind == "entry" and last.figure is not None and _HOW.fullmatch(text):
        return disc.number(last.figure, text)
    return None


def _plainly(text: str, last: Answer, layout: Layout, clause: Clause, disc: Discourse) -> bool | None:
    """An answer given again, whole or in part."""
    if last.kind == "pairs" and re.fullmatch(r"(?:the |these |those )?lines?", text, _I):
        text = "them"
    if last.kind in ("entry", "rows") and _NAME.fullmatch(text):
        text = "the name"
    if last.kind == "entry":
        text = _BOTH.sub("", text)
    if not POINTER.fullmatch(text) and not (not text and clause.targets):
        return None
    chosen = _meant(text, last, disc)
    if chosen is None:
        return None
    return disc.give(replace(_part(text, chosen), layout=_joined(layout, chosen.layout)), clause, keep=False)


def _part(text: str, chosen: Answer) -> Answer:
    """The names or the lines that an answer is about, where those are pointed to."""
    if re.search(r"\bnames?\b", text, _I):
        label = chosen.table.labels()
        if chosen.kind == "number" and chosen.rows and re.search(r"\bnames\b", text, _I):
            chosen = replace(chosen, kind="rows", figure=None)
        chosen = replace(chosen, wanted=label[:1]) if chosen.kind in ("entry", "rows") and len(label) == 1 else chosen
    if re.search(r"\b(?:lines|rows)\b", text) and chosen.kind in ("number", "rows") and chosen.rows:
        chosen = replace(chosen, kind="rows", wanted=[], figure=None)
    return chosen


def _joined(new: Layout, old: Layout) -> Layout:
    """What was said of the form before holds on, unless something else is said now."""
    return replace(
        new,
        first=old.first,
        order=new.order or old.order,
        unique=new.unique or old.unique,
        names_only=new.names_only or old.names_only,
        sample=new.sample or old.sample,
        decimals=new.decimals if new.decimals is not None else old.decimals,
    )


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
            if not fitting and last.words.startswith("the new"):
                return None
            return fitting[-1] if fitting else last if last.kind == "number" and len(disc.answers) == 1 else None
    noun = re.sub(r"^.*\s", "", text.lower())
    if (
        noun not in ("it", "that", "this", "them", "those", "result", "answer", "number", "both")
        and len(disc.answers) > 1
    ):
        for answer in reversed(disc.answers):
            if re.search(rf"\b{re.escape(noun)}\b", answer.words, re.IGNORECASE):
                return answer
    return last
