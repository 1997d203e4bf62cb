"""A number worked out further: with the numbers of the order itself, or with a remark made before (`I have 3 chairs`)."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.arithmetic import N, order_in
from nodes.llm.offline.ledger.clauses import Clause, without_files
from nodes.llm.offline.ledger.columns import figure_of
from nodes.llm.offline.ledger.conditions import conditions
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.facts import LEFT, RULES
from nodes.llm.offline.ledger.figure import Figure, combined, figure
from nodes.llm.offline.ledger.layout import Layout, layout_of
from nodes.llm.offline.ledger.phrase import Phrase, stem

_UPDATE = re.compile(r"(?:increase|raise|bump|increment|decrease|decrement|reduce|lower|update)\b", re.IGNORECASE)
_IT = r"(?:it|that|this|them|the result|(?:the|my|our|this|that|its)\s+(?:(?:new|current|total|final|grand|whole|overall)\s+)*[a-z]+)?"
_TO = re.compile(
    rf"\b(?:to|until|from|out of|of|for|reach(?:ing)?)\s+(?:the |my |our |a |an )?(?:goal of |budget of |limit of |target of |total of )?{N}",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:how (?:much|many|long)|what|earn|my|our|the|their|its|his|her|each|share|pay|cost|wage|number of)\b",
    re.IGNORECASE,
)
_CONVERT = re.compile(
    r"\(?\b(?:1|one|an?)\s+(?P<one>[a-z]+)\s*(?:=|is|are|equals|makes|has)\s*(?P<n>\d[\d,]*(?:\.\d+)?)\s*(?P<many>[a-z]+)\)?",
    re.IGNORECASE,
)


def chained(clause: Clause, disc: Discourse) -> bool | None:
    """A number worked out from an earlier one."""
    text = without_files(clause.full)
    phrase = Phrase(text)
    layout = layout_of(phrase)
    text = re.sub(r"\s+", " ", phrase.text).strip(" ,.")
    result = (
        _ordered(text, clause, disc)
        or (clause.targets and _ordered(without_files(clause.text), clause, disc))
        or _converted(text, clause, disc)
        or _by_remark(text, clause, disc)
    )
    if result is None:
        return None
    fresh = disc.last_figure() is None
    disc.about(clause)
    answer = disc.number(result, text)
    answer.layout = Layout(decimals=layout.decimals)
    if (
        fresh
        and not clause.targets
        and not clause.told
        and _UPDATE.match(text)
        and len(disc.subject) == 1
        and disc.only_figure(disc.subject[0])
    ):
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
    summable = (
        bool(re.search(r"\b(?:total|sum|bill|costs?|whole|everything|amount|expenses|it|spent)\b", words)) or not words
    )
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
    if LEFT.search(text) and inner is not None and not disc.remarks:
        base = _base("it", clause, disc)
        return (
            combined("sub", figure(inner["n"]), base)
            if base is not None and not re.search(r"\d", text.replace(inner.group(), " "))
            else None
        )
    if (
        re.search(r"\d", text)
        or not _ASKING.search(text)
        or re.search(r"\b(?:average|highest|lowest|most|least|percent(?:age)?)\b|%", text)
    ):
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
    for pattern, op in RULES:
        found = pattern.search(remark)
        if found is not None:
            held = found.groupdict()
            if re.match(r"(?:falls?|fell|drop|decreas|reduc)", found.group(), re.IGNORECASE):
                held["less"] = "less"
            made = op(base, figure(numbers[0]), held, text)
            if made is not None:
                return made
    return None


def _count_or_base(remark: str, clause: Clause, disc: Discourse) -> Figure | None:
    """The last number; else the file's one number or total, and of a plain list how many entries it has."""
    said = re.search(
        r"\b(?:one|a|1) (?:line|row|entry) (?:per|for each|for every|each|every|a)\b",
        disc.protected.text,
        re.IGNORECASE,
    )
    if said and disc.last_figure() is None and (held := disc.tables(disc.about(clause))) is not None:
        return figure(len(held.rows))
    base = _base("it", clause, disc)
    if len(disc.given) == 2 and disc.last_figure() is None:
        return _gap(disc)
    paths = disc.about(clause)
    table = disc.tables(paths) if base is None else None
    return figure(len(table.rows)) if table is not None and table.rows and not table.numeric() else base


def _funds(text: str, clause: Clause, disc: Discourse) -> Figure | None:
    """What is left of one file's number after another file's total."""
    rated = re.search(
        r"\b(?:hourly|wage|rate|price|cost|pay) (?:per|an|a|each|is in|of one)\b|\bhourly\b|\bper (?:hour|km|litre|piece|unit|day)\b",
        disc.protected.text,
        re.IGNORECASE,
    )
    if (
        len(disc.given) == 2
        and rated
        and re.search(r"\b(?:earn\w*|pay|wages?|income|costs?|salary|owed?)\b", text, re.IGNORECASE)
    ):
        rate, many = _rate_and_total(disc)
        return None if rate is None or many is None else combined("mul", many, rate)
    return _gap(disc) if LEFT.search(text) and len(disc.given) == 2 else None


def _rate_and_total(disc: Discourse) -> tuple[Figure | None, Figure | None]:
    """The one number of a file, and what the other file's numbers add up to."""
    first, second = disc.given
    rate = disc.only_figure(first)
    return (rate, _total((second,), disc)) if rate is not None else (disc.only_figure(second), _total((first,), disc))


def _gap(disc: Discourse) -> Figure | None:
    """One file's number less another file's total."""
    first, second = disc.given
    fund, spent = disc.only_figure(first), _total((second,), disc)
    if fund is None and (other := disc.only_figure(second)) is not None:
        fund, spent = other, _total((first,), disc)
    return None if fund is None or spent is None else combined("sub", fund, spent)
