"""What a clause puts into a file."""

from __future__ import annotations

import dataclasses
import re

from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.free import fact_in, worked_out
from nodes.llm.offline.gist.progressions import number_table, progression_in
from nodes.llm.offline.gist.retold import another_aggregate
from nodes.llm.offline.gist.roles import Roles
from nodes.llm.offline.gist.shapes import shapes_in
from nodes.llm.offline.gist.targets import EMPTY
from nodes.llm.offline.gist.values import value_in
from nodes.llm.offline.gist.words import FILE, POINTER, QUOTE, VERB
from nodes.llm.offline.gist.writing import frame_marks, literal_in, mode_of
from nodes.llm.offline.program import Say, Write
from nodes.llm.offline.protect import QUOTE_BASE
from nodes.llm.offline.terms import (
    DateOf,
    Derived,
    Expr,
    FileText,
    Literal,
    Ref,
)

_WORDED = re.compile(
    r"\b(?:append|add|put|write|attach)\s+(?:the|a|another|one more)\s+(?:new\s+|last\s+)?(?:word|line|text|entry|item|name)\s+"
    r"(?P<what>(?!of\b|in\b|that\b|from\b|with\b|which\b|it\b|to\b|for\b|saying\b|at\b|is\b|and\b|count\b)[\w]+(?:\s(?!to\b|at\b|in\b|as\b|on\b|below\b)\w+){0,5})\s+"
    r"(?:to|at|in|as|on|below)\b",
    re.IGNORECASE,
)


def content_of(clause: str, roles: Roles, disc: Discourse) -> Expr | None:
    """What goes into the target of a clause."""
    if EMPTY.search(clause) and not re.search(QUOTE, clause):
        return Literal("")
    numbers = number_table(roles.rest, next(iter(disc.quotes(roles.rest)), "")) if not roles.sources else None
    if numbers is not None:
        return Literal(numbers)
    rest = re.sub("|".join(frame_marks(clause)), " ", roles.rest) if frame_marks(clause) else roles.rest
    sources = list(dict.fromkeys(disc.path(mark) for mark in roles.sources))
    shaped = bool(shapes_in(rest)[0])
    progression = progression_in(_opened(rest, disc)) if not sources else None
    if progression is not None:
        disc.opened.update(mark for mark in re.findall(QUOTE, rest) if mark in disc.scanned.announced)
        return progression
    if re.search(QUOTE, rest) and not shaped:
        return literal_in(rest, disc)
    worded = _WORDED.search(clause) if not sources and mode_of(clause)[0] == "a" else None
    if worded:
        return Literal(worded["what"])
    if not sources:
        redirected = (
            disc.redirect()
            if re.search(rf"\b{POINTER}\b", rest, re.IGNORECASE) or re.search(r"\bsave\b", rest)
            else None
        )
        if redirected is not None:
            return redirected
        named = another_aggregate(rest, disc) or _named_result(rest, disc)
        if named is not None:
            return named
    if (
        not sources
        and disc.facts
        and not disc.results
        and re.search(r"\b(?:her|his|its|their|that|this|the|only|just|it)\b", rest)
    ):
        fact = fact_in(rest, disc)
        if fact is not None:
            return fact
    if not sources and re.search(r"\d", rest):
        worked = worked_out(rest, disc)
        if worked is not None:
            return worked
    if not sources and mode_of(clause)[0] == "w" and (disc.subject is not None or disc.sources):
        meant = value_in(rest, sources, disc)
        if meant is not None and not isinstance(meant, Ref | FileText | Literal):
            return meant
    literal = None if frame_marks(clause) or (shaped and sources) else literal_in(rest, disc)
    if literal is not None and (mode_of(clause)[0] == "a" or not sources):
        return literal
    value = value_in(rest, sources, disc)
    if value is not None:
        return value
    if sources and re.search(r"\b(?:contents?|text|everything|copy|all)\b", rest, re.IGNORECASE):
        from nodes.llm.offline.gist.pairs import joined

        return joined(sources)
    pointed = disc.referred(rest)
    if pointed is None and disc.results and not re.search(r"[\ue000-\uefff\d]", rest):
        pointed = disc.subject
    if isinstance(pointed, FileText) and not re.search(
        r"\b(?:contents?|text|it|them|that|everything|words?|names?|lines?)\b", rest
    ):
        return None
    return pointed


def _opened(text: str, disc: Discourse) -> str:
    """A clause with the text that a colon announced in its place again; what was quoted in it stays a mark."""
    held = disc.scanned.protected
    return re.sub(
        QUOTE,
        lambda found: (
            held.marks[ord(found.group()) - QUOTE_BASE] if found.group() in disc.scanned.announced else found.group()
        ),
        text,
    )


def _named_result(rest: str, disc: Discourse) -> Expr | None:
    """An earlier result, where the words only point to it and work out nothing new."""
    bare = re.sub(
        r"\b(?:please|just|only|nothing (?:else|but)|and|also|then|too|as well|but|without anything else|with \w+ "
        r"decimals?|with)\b",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    if not disc.results:
        return None
    last = disc.steps[disc.results[-1]]
    day = last.expr if isinstance(last, Say) and isinstance(last.expr, DateOf) else None
    if day is not None and day.want == "weekday" and re.search(r"\bdate\b|yyyy", rest, re.IGNORECASE):
        return dataclasses.replace(day, want="date")
    if (
        day is not None
        and day.want == "date"
        and re.search(r"\bweekday\b|\bday of the week\b|\bname of the day\b", rest, re.IGNORECASE)
    ):
        return dataclasses.replace(day, want="weekday")
    found = re.search(rf"\b{POINTER}\b", bare, re.IGNORECASE)
    if found is None:
        return None
    outside = re.sub(rf"\b(?:{VERB}|please|of|in|as|on|one|per|line|lines|each|every|own|its|a|an|new|to|from|for|me|file|format|"
    rf"yyyy-mm-dd|"
    rf"iso|form|would|could|you|i|like|the|down|name|day)\b", " ",
                     bare[: found.start()] + " " + bare[found.end() :], flags=re.IGNORECASE)  # fmt: skip
    if re.search(r"[\ue000-\uf8ff\d]", outside) or shapes_in(rest)[0]:
        return None
    both = disc.referred(bare)
    if (
        isinstance(last, Say)
        and isinstance(last.expr, Derived)
        and last.expr.kind == "extreme"
        and re.search(r"\bnames?\b", rest)
    ):
        kind, _, asked = last.expr.args
        return Derived("extreme", last.expr.sources, (kind, "name", asked))
    return both


def table_of_numbers(clause: str, disc: Discourse) -> Write | None:
    """`a table squares.csv with the header n,square and a row for each n from 1 to 6`."""
    files = disc.files(clause)
    if len(files) != 1 or not re.search(
        r"\b(?:produce|create|make|write|generate|table|build|save|put)\b", clause, re.IGNORECASE
    ):
        return None
    plain = re.sub(FILE, " ", clause)
    numbers = number_table(plain, next(iter(disc.quotes(plain)), ""))
    return Write(files[0], Literal(numbers)) if numbers is not None else None
