"""Values that a clause asks for without a file to write them to."""

from __future__ import annotations

import re

from nodes.llm.offline.clauses import read_clause
from nodes.llm.offline.gist.days import day_in
from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.figures import comparison, digits, fold_in
from nodes.llm.offline.gist.finding import shown
from nodes.llm.offline.gist.free import settle
from nodes.llm.offline.gist.retold import another_aggregate
from nodes.llm.offline.gist.roles import roles_of
from nodes.llm.offline.gist.saving import SAVES
from nodes.llm.offline.gist.shapes import shapes_in
from nodes.llm.offline.gist.values import comparison_value, value_in
from nodes.llm.offline.gist.words import QUOTE, TELL
from nodes.llm.offline.gist.writing import formed
from nodes.llm.offline.program import Say
from nodes.llm.offline.terms import (
    Derived,
    FilesWith,
    FileText,
    Found,
    Listing,
    Literal,
    Recalled,
    Ref,
)


def told(clause: str, disc: Discourse) -> bool:
    """A value that is asked for without a file to write it to."""
    roles = roles_of(clause)
    if roles.targets and SAVES.search(clause):
        return False
    sources = list(dict.fromkeys(disc.path(mark) for mark in (*roles.sources, *roles.targets)))
    last = disc.steps[-1] if disc.steps else None
    if (
        isinstance(last, Say)
        and isinstance(last.expr, Derived)
        and last.expr.kind == "extreme"
        and re.search(r"\bhow (?:much|many|high|tall|old)\b", clause)
        and not sources
    ):
        disc.steps[-1] = Say(Derived("extreme", last.expr.sources, (last.expr.args[0], "both", last.expr.args[2])))
        return True
    if re.search(QUOTE, clause) and not shapes_in(clause)[0] and not sources:
        return False
    before = len(disc.steps)
    other = another_aggregate(clause, disc) if not sources else None
    if other is not None:
        disc.say(other, clause)
        return True
    if re.search(r"\d", clause) and not re.search("[\ue000-\uefff]", clause) and _strict(clause, disc):
        return True
    if (
        TELL.search(clause)
        and not sources
        and disc.results
        and not re.search(r"\bhow many|\bwho\b|\bwhich\b|\bwhat\b|\d", clause, re.IGNORECASE)
    ):
        return True
    if (
        re.match(r"^\W*(?:is|are|was|were|does|do)\b[^?]*\?", clause, re.IGNORECASE)
        and sources
        and comparison(digits(clause))
    ):
        from nodes.llm.offline.gist.conditions import question_in

        asked = (
            question_in(clause, disc)
            if fold_in(clause) or re.search(r"\b(?:lines|words|characters)\b", clause)
            else None
        )
        if asked is not None:
            disc.say(asked, clause)
            return True
    better = comparison_value(clause, sources, disc)
    value = better or value_in(clause, sources, disc)
    if value is not None and not (isinstance(value, FileText) and not sources):
        if isinstance(value, Ref) and value == disc.subject:
            return True
        _keep_sources(sources, disc)
        disc.say(formed(value, clause, disc), clause)
        return True
    if shown(clause, disc):
        return len(disc.steps) > before
    return (
        bool(disc.results)
        and bool(re.search(r"\b(?:tell|say|hear|know|show)\b", clause, re.IGNORECASE))
        and not sources
    )


def _strict(clause: str, disc: Discourse) -> bool:
    """A clause of the strict grammar that only works values out."""
    steps = read_clause(clause)
    if not steps or not all(
        isinstance(step, Say) and not isinstance(step.expr, Literal | Recalled | Found | FilesWith | Listing)
        for step in steps
    ):
        return False
    values = [settle(step.expr, disc) for step in steps if isinstance(step, Say)]
    if any(value is None for value in values) or day_in(clause, ""):
        return False
    for step, value in zip(steps, values, strict=True):
        if value is not None and isinstance(step, Say):
            disc.say(value, step.about)
    return True


def _keep_sources(sources: list[str], disc: Discourse) -> None:
    if sources:
        disc.sources = list(sources)
