"""A number worked out further: with the numbers of the order itself, or with a remark made before (`I have 3 chairs`)."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.ledger.arithmetic import N, order_in
from nodes.llm.offline.ledger.clauses import Clause, without_files
from nodes.llm.offline.ledger.columns import figure_of
from nodes.llm.offline.ledger.conditions import conditions
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.figure import Figure, combined, figure
from nodes.llm.offline.ledger.layout import Layout, layout_of
from nodes.llm.offline.ledger.phrase import Phrase, stem

_UPDATE = re.compile(r"(?:increase|raise|bump|increment|decrease|decrement|reduce|lower|update)\b", re.IGNORECASE)
_IT = r"(?:it|that|this|them|the result|(?:the|my|our|this|that|its)\s+(?:(?:new|current|total|final|grand|whole|overall)\s+)*[a-z]+)?"
_EACH = re.compile(rf"\b(?:each|every|one|a|per)\s+(?P<who>[a-z]+)\s+(?:needs?|gets?|eats?|costs?|takes?|pays?|wants?|drinks?|covers?|holds?|brings?|is|uses?|fits?)\s+(?:about\s+)?{N}\s*(?P<what>[a-z]+)?", re.IGNORECASE)
_RATE = re.compile(rf"{N}\s*(?P<what>[a-z]+\s+)?(?:(?:per|an|a|each|every)\s+|/\s*)(?P<per>[a-z]+)", re.IGNORECASE)
_RATE_OF = re.compile(rf"\b(?:hourly|daily|weekly|monthly)\s+(?:rate|wage|pay|fee|salary)\s+(?:is|of|was)\s+{N}", re.IGNORECASE)
_FUND = re.compile(r"\b(?:budget|limit|goal|target|allowance|capacity|aim|maximum|max|cap|want to save|afford|spend)\b.*?\d|\d.*?\b(?:budget|limit|goal|target|allowance)\b", re.IGNORECASE)
_HAVE = re.compile(rf"\b(?:have|had|own|got|gave|give|brought|started with|paid with|there are|are)\b(?: only| already| just)?\s+{N}", re.IGNORECASE)
_PEOPLE = re.compile(r"\b(?:we (?:are|were)|there (?:are|were)|for|between|among)\s+\d|\d\s+(?:people|persons|of us|friends)", re.IGNORECASE)
_ABOVE = re.compile(rf"\b(?:everything|anything|whatever|all|hours?) (?:over|above|beyond|more than)\s+{N}\b.*?\b(?:is|are|counts? as)\s+(?P<what>[a-z]+)", re.IGNORECASE)
_LEFT = re.compile(r"\b(?:left|remain\w*|still (?:have|spend|write|use|buy|available|free)|missing|to go|more .*\bneed|can (?:i|we) still|short|lack\w*|still need\w*|over|(?:still|yet) to)\b", re.IGNORECASE)
_TO = re.compile(rf"\b(?:to|until|from|out of|of|for|reach(?:ing)?)\s+(?:the |my |our |a |an )?(?:goal of |budget of |limit of |target of |total of )?{N}", re.IGNORECASE)
_LONG = re.compile(r"\bhow (?:long|many (?:days|weeks|months|hours|years|trips|rounds))\b", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:how (?:much|many|long)|what|my|our|the|their|its|his|her|each|share|pay|cost|wage|number of)\b", re.IGNORECASE)
_CONVERT = re.compile(rf"\(?\b(?:1|one|an?)\s+(?P<one>[a-z]+)\s*(?:=|is|are|equals|makes|has)\s*(?P<n>\d[\d,]*(?:\.\d+)?)\s*(?P<many>[a-z]+)\)?", re.IGNORECASE)


def chained(clause: Clause, disc: Discourse) -> bool | None:
    """A number worked out from an earlier one."""
    text = without_files(clause.full)
    phrase = Phrase(text)
    layout = layout_of(phrase)
    text = re.sub(r"\s+", " ", phrase.text).strip(" ,.")
    result = _ordered(text, clause, disc) or (clause.targets and _ordered(without_files(clause.text), clause, disc)) or _converted(text, clause, disc) or _by_remark(text, clause, disc)
    if result is None:
        return None
    fresh = disc.last_figure() is None
    disc.about(clause)
    answer = disc.number(result, text)
    answer.layout = Layout(decimals=layout.decimals)
    if fresh and not clause.targets and not clause.told and _UPDATE.match(text) and len(disc.subject) == 1 and disc.only_figure(disc.subject[0]):
        disc.answers.append(answer)
        disc.draft = (disc.subject[0], disc.renewed(disc.subject[0], result))
        return True
    return disc.give(answer, clause)


def _base(words: str, clause: Clause, disc: Discourse) -> Figure | None:
    """The number that an order works on: the last one, the one in the file, or the total of what is in it."""
    named = [path for mark in clause.sources if (path := disc.protected.value(mark)) in disc.texts]
    if not re.fullmatch(_IT, words, re.IGNORECASE) and stem(words.split()[-1]) not in disc.free:
        return None
    last = disc.last_figure()
    if last is not None and not named:
        return last
    paths = tuple(named) or disc.subject
    only = disc.only_figure(paths[0]) if len(paths) == 1 else None
    if only is not None:
        return only
    if re.search(r"\b(?:each|every|all|numbers|prices|amounts)\b", words):
        return None
    summable = bool(re.search(r"\b(?:total|sum|bill|costs?|whole|everything|amount|expenses|it|spent)\b", words)) or not words
    return _total(paths, disc, clause.full) if summable else None


def _total(paths: tuple[str, ...], disc: Discourse, text: str = "") -> Figure | None:
    """What the numbers of files add up to, in the rows that a text names."""
    table = disc.tables(paths)
    at = figure_of(table, "") if table is not None else None
    if table is None or at is None or not table.rows or table.mark == "json":
        return None
    tests = conditions(Phrase(without_files(text)), table, disc.plain) if text and not re.search(r"\d", text) else []
    rows = [row for row in table.rows if tests is not None and all(test(row) for test in tests)]
    return combined("sum", *(figure(row.cells[at]) for row in rows)) if rows else None


def _ordered(text: str, clause: Clause, disc: Discourse) -> Figure | None:
    if re.search(r"\b(?:each|every|all)\b(?! of (?:us|them|you))", text, re.IGNORECASE):
        return None
    order = order_in(text)
    if order is None:
        return None
    base = _base(order[0], clause, disc)
    return None if base is None else order[1](base)


def _converted(text: str, clause: Clause, disc: Discourse) -> Figure | None:
    """`how many GB that is (1 GB = 1024 MB)`."""
    found = _CONVERT.search(text)
    used = None
    if found is None:
        used = next((remark for remark in disc.remarks if _CONVERT.search(remark)), None)
        found = _CONVERT.search(used) if used else None
    if found is None:
        return None
    rest = text.replace(found.group(), " ") if used is None else text
    base = _base("it", clause, disc)
    asked = {stem(word) for word in re.findall(r"[a-z]+", rest.lower())}
    if base is None or re.search(r"\d", rest):
        return None
    one, many = stem(found["one"]), stem(found["many"])
    if (one in asked) == (many in asked):
        return None
    if used:
        disc.remarks.remove(used)
    return combined("div" if one in asked else "mul", base, figure(found["n"]))


def _by_remark(text: str, clause: Clause, disc: Discourse) -> Figure | None:
    """A question that needs a remark: what is left of a budget, what so many cost, how long something lasts."""
    inner = _TO.search(text)
    if _LEFT.search(text) and inner is not None and not disc.remarks:
        base = _base("it", clause, disc)
        return combined("sub", figure(inner["n"]), base) if base is not None and not re.search(r"\d", text.replace(inner.group(), " ")) else None
    if re.search(r"\d", text) or not _ASKING.search(text) or re.search(r"\b(?:average|highest|lowest|most|least|percent(?:age)?)\b|%", text):
        return None
    for remark in disc.remarks:
        made = _with(remark, text, clause, disc)
        if made is not None:
            disc.remarks.remove(remark)
            return made
    return _funds(text, clause, disc) if not disc.remarks else None


def _with(remark: str, text: str, clause: Clause, disc: Discourse) -> Figure | None:
    numbers = re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", remark)
    if len(numbers) != 1:
        return None
    base = _count_or_base(remark, clause, disc)
    if base is None:
        return None
    for pattern, op in _RULES:
        found = pattern.search(remark)
        if found is not None:
            made = op(base, figure(numbers[0]), found.groupdict(), text)
            if made is not None:
                return made
    return None


def _count_or_base(remark: str, clause: Clause, disc: Discourse) -> Figure | None:
    """The last number; else the file's one number or total, and of a plain list how many entries it has."""
    base = _base("it", clause, disc)
    if len(disc.texts) == 2 and disc.last_figure() is None:
        return _gap(disc)
    paths = disc.about(clause)
    table = disc.tables(paths) if base is None else None
    return figure(len(table.rows)) if table is not None and table.rows and not table.numeric() else base


def _fund(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    return combined("sub", n, base) if _LEFT.search(text) else None


def _have(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    if re.search(r"\bmore\b.*\bneed|\bmissing\b|\bshort\b|\black", text, re.IGNORECASE):
        return combined("sub", base, n)
    return combined("sub", n, base) if _LEFT.search(text) else None


def _people(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    return combined("div", base, n) if re.search(r"\b(?:each|per (?:person|head)|everyone|everybody|every one|apiece)\b", text, re.IGNORECASE) else None


def _above(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    what = stem(held.get("what") or "")
    return combined("sub", base, n) if what and what in {stem(word) for word in re.findall(r"[a-z]+", text.lower())} else None


def _each(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    words = {stem(word) for word in re.findall(r"[a-z]+", text.lower())}
    who, what = stem(held.get("who") or ""), stem(held.get("what") or "")
    if who in words and what not in words:
        return combined("ceil", combined("div", base, n))
    return combined("mul", base, n)


def _rate(base: Figure, n: Figure, held: dict[str, str | None], text: str) -> Figure | None:
    if _LONG.search(text):
        return combined("div", base, n)
    return combined("mul", base, n) if re.search(r"\b(?:pay|earn\w*|wages?|salary|costs?|how much|owe|income|price|total|make|get|bill|charge|revenue|invoice|spend)\b", text, re.IGNORECASE) else None


_RULES: tuple[tuple[re.Pattern[str], Callable[[Figure, Figure, dict[str, str | None], str], Figure | None]], ...] = (
    (_ABOVE, _above), (_PEOPLE, _people), (_EACH, _each), (_RATE_OF, _rate), (_RATE, _rate), (_FUND, _fund), (_HAVE, _have),
)  # fmt: skip


def _funds(text: str, clause: Clause, disc: Discourse) -> Figure | None:
    """What is left of one file's number after another file's total."""
    return _gap(disc) if _LEFT.search(text) and len(disc.texts) == 2 else None


def _gap(disc: Discourse) -> Figure | None:
    """One file's number less another file's total."""
    first, second = disc.texts
    fund, spent = disc.only_figure(first), _total((second,), disc)
    if fund is None and (other := disc.only_figure(second)) is not None:
        fund, spent = other, _total((first,), disc)
    return None if fund is None or spent is None else combined("sub", fund, spent)
