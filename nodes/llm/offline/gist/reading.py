"""A whole goal read by its content: sentence after sentence, until every file, quote and number in it has its use."""

from __future__ import annotations

import copy
import dataclasses
import re
from typing import Any

from nodes.llm.offline.framed.reader import framed
from nodes.llm.offline.gist.account import accounted
from nodes.llm.offline.gist.conditions import branch_in
from nodes.llm.offline.gist.discourse import INSIDE, Discourse
from nodes.llm.offline.gist.filing import filed
from nodes.llm.offline.gist.grid_words import is_table
from nodes.llm.offline.gist.remarks import CHAT, RESTATED, harmless, noted, remembered, spelled_out, taken_up
from nodes.llm.offline.gist.roles import roles_of
from nodes.llm.offline.gist.saving import saved
from nodes.llm.offline.gist.scan import scan
from nodes.llm.offline.gist.telling import told
from nodes.llm.offline.gist.words import FILE, LIMITED, REQUEST, STRANGE, UNABLE
from nodes.llm.offline.program import Program, Step
from nodes.llm.offline.protect import Protected
from nodes.llm.offline.terms import (
    FileText,
)

_IN_PLACE = re.compile(
    r"\b(?:in place|same file|that file|itself|into the same|directly|and save(?: it)?|overwrite|in the file)\b",
    re.IGNORECASE,
)


def read_gist(protected: Protected) -> Program | None:
    """Read a goal.

    Args:
        protected: The goal with its data taken out.

    Returns:
        The program; `None` where any part of the goal was not understood, or something in it was left over.
    """
    scanned = scan(protected)
    disc = Discourse(scanned)
    for clauses in scanned.sentences:
        for clause in clauses:
            if not _clause(clause, disc):
                return None
    steps: tuple[Step, ...] = tuple(_plain(step, disc) for step in disc.steps)
    return Program(steps) if steps and accounted(disc, steps) else None


def _plain(value: Any, disc: Discourse) -> Any:
    """The same with every mark replaced by what it stands for."""
    if isinstance(value, str):
        return disc.plain(value)
    if isinstance(value, tuple):
        return tuple(_plain(item, disc) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value, **{item.name: _plain(getattr(value, item.name), disc) for item in dataclasses.fields(value)}
        )
    return value


_JOINED = re.compile(r"^(?:and|plus)\s+(?=[a-z])", re.IGNORECASE)
"""What joins a line to the one before it; it says nothing of what is asked."""


def _clause(clause: str, disc: Discourse) -> bool:
    """Read one clause into the discourse; `False` where it asks for something that was not understood."""
    clause = _JOINED.sub("", clause.strip(" ,"))
    if CHAT.match(clause):
        return True
    if re.match(
        r"^(?:please\s+|then\s+|and\s+)*(?:if|when|in case)\b|^should (?:the|it|"
        r"there)\b.*, ",
        clause,
        re.IGNORECASE,
    ) or re.search(r"\b(?:otherwise|(?<!nothing )(?<!anything )else)\b", clause, re.IGNORECASE):
        return _conditional(clause, disc)
    if UNABLE.search(clause) or STRANGE.search(clause):
        return False
    if not REQUEST.search(clause):
        return noted(clause, disc)
    if (
        re.fullmatch(
            r"(?:and )?(?:save|keep)(?: (?:it|the file|the changes|that|them))?", clause.strip(" ."), re.IGNORECASE
        )
        and disc.made
    ):
        return True
    if disc.made and re.fullmatch(
        r"(?:please )?(?:change|correct|fix|do|put) (?:that|it|this)(?: "
        r"right)?",
        clause.strip(" ."),
        re.IGNORECASE,
    ):
        return True
    if (disc.steps or disc.results) and RESTATED.match(clause):
        return True
    clause = spelled_out(clause, disc)
    if taken_up(clause, disc):
        return True
    if remembered(clause, disc):
        return True
    if not (disc.folder and INSIDE.search(clause)) and framed(clause, disc, plainly=True):
        return True
    if (
        LIMITED.search(clause)
        and not any(is_table(FileText(path)) for path in disc.files(clause))
        and not re.search(r"\bhow\b|\bwhat\b", clause, re.I)
    ):
        return False
    steps = filed(clause, disc)
    if steps is not None:
        disc.steps.extend(steps)
        return True
    halves = _halves(clause, disc)
    if halves:
        return all(_clause(half, disc) for half in halves)
    if saved(clause, disc) or told(clause, disc):
        return True
    if re.search(r"\?\s*$", clause) and not re.search("[\ue000-\uefff\\d]", clause) and disc.open is None:
        disc.open = clause
        return True
    return harmless(clause, disc)


def _halves(clause: str, disc: Discourse) -> list[str]:
    """`7 times 8 in a.txt and 9 times 6 in b.txt`: one verb for two; empty where it is one request."""
    if (
        len(roles_of(clause).targets) != 2
        or len(disc.results) > 1
        or re.search(r"\brespectively\b", clause, re.IGNORECASE)
    ):
        return []
    cut = re.search(rf"(?<=[\ue800-\uefff])\s*(?:,|;|and|,\s*and)\s+(?!{FILE}|(?:in)?to\b|also\b|the\b|in\b)", clause)
    verb = re.match(r"^(?:please\s+)?(?P<verb>\w+)", clause)
    return [clause[: cut.start()], f"{verb['verb']} {clause[cut.end() :]}"] if cut and verb else []


def _conditional(clause: str, disc: Discourse) -> bool:
    def act(text: str) -> list[Step] | None:
        inner = Discourse(
            disc.scanned, sources=list(disc.sources), subject=disc.subject, folder=disc.folder, made=disc.made
        )
        named = disc.files(clause)
        inner.made = inner.made or (named[0] if len(named) == 1 else None)
        inner.inside = copy.copy(disc.inside)
        return inner.steps if _clause(text, inner) and inner.steps else None

    branch = branch_in(clause, disc, act)
    if branch is None:
        return False
    disc.steps.append(branch)
    return True
