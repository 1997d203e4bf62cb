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
from nodes.llm.offline.gist.figures import fold_in
from nodes.llm.offline.gist.filing import filed
from nodes.llm.offline.gist.grid_words import is_table
from nodes.llm.offline.gist.roles import roles_of
from nodes.llm.offline.gist.saving import saved
from nodes.llm.offline.gist.scan import scan
from nodes.llm.offline.gist.shapes import shapes_in
from nodes.llm.offline.gist.telling import told
from nodes.llm.offline.gist.words import FILE, LIMITED, REQUEST, STRANGE, UNABLE, VERB
from nodes.llm.offline.lists import layout_of, listed
from nodes.llm.offline.program import Keep, Program, Step
from nodes.llm.offline.protect import Protected
from nodes.llm.offline.terms import (
    FileText,
    Literal,
)

_MEMORY = re.compile(
    r"\b(?:remember|memori[sz]e|keep in mind|bear in mind|don['’]t forget|do not forget)\b(?:\s+for me)?(?:\s*[:,]|"
    r"\s+that)?\s+(?P<fact>(?!to\b|what\b|how\b|where\b|who\b|when\b).+)$",
    re.IGNORECASE,
)


_CHAT = re.compile(
    r"^\W*(?:thanks?(?: you)?(?: very much| a lot| so much| in advance)?|thank you.*|hello.*|hi|hey|good (?:morning|"
    r"evening|day|afternoon)|please|that(?:['’]s| is| would be) (?:all|it|great)|bye|cheers|ok|okay|"
    r"do (?:the following|this|these things?)|please do the following|first|then|next|after(?:wards| that)?|finally)\W*$",
    re.IGNORECASE,
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


def _clause(clause: str, disc: Discourse) -> bool:
    """Read one clause into the discourse; `False` where it asks for something that was not understood."""
    clause = clause.strip(" ,")
    if _CHAT.match(clause):
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
        return _note(clause, disc)
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
    if (disc.steps or disc.results) and _RESTATED.match(clause):
        return True
    clause = _spelled_out(clause, disc)
    if _taken_up(clause, disc):
        return True
    if _remembered(clause, disc):
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
    return _harmless(clause, disc)


def _spelled_out(clause: str, disc: Discourse) -> str:
    """`Remove them`, where the sentence before spoke of duplicates."""
    clause = re.sub(r",?\s*\b(?:and )?nothing else(?: in (?:it|there|the file))?\b", "", clause)
    holds = _HOLDS.match(clause)
    if holds and "?" not in clause:
        return f"write {holds['what'].strip(' .')} to {holds['file']}"
    spoken = " ".join(disc.background[-1:])
    if re.search(r"\b(?:empty|blank) lines\b", spoken, re.IGNORECASE):
        clause = re.sub(r"\btake (?:them|these|those) out\b", "remove them", clause)
    found = re.search(
        r"\b(duplicates?|doubled? (?:lines|entries|names)|(?:empty|blank) lines)\b", spoken, re.IGNORECASE
    )
    if found:
        return re.sub(
            r"\b(remove|delete|drop|get rid of)\s+(?:them|these|those)\b",
            rf"\1 {found.group(1)}",
            clause,
            flags=re.IGNORECASE,
        )
    return clause


_RESTATED = re.compile(
    r"^\W*(?:and\s+|please\s+)*(?:(?:answer|reply|respond)(?: me)?(?: only| just)? with (?:just |only )?(?:the |a |one )?(?:result|count|number|total|"
    r"answer|value|sum|name|word|yes or no|word same or different)\b(?: (?:only|alone|same or different\W*|and nothing else))?|what (?:it is|comes out|you get|the result is))\W*$",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    rf"^\W*(?:(?:please|so|now|then|and|i['’]d like|i would like|i want|i need|let|have|make)\s+)*(?:the\s+)?(?:file\s+)?(?P<file>{FILE})\s+"
    rf"(?:(?:to|should|must|shall|ought to|has to|needs to|is to)\s+)?(?:hold|contain|list|have in it|show|say)\s+(?P<what>[^\ue800-\uefff]+)$",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"^(?:please\s+|first\s+|then\s+)*(?:take|use|get|fetch|look at|consider|go through|start (?:with|from)|open|read)\b",
    re.IGNORECASE,
)


def _taken_up(clause: str, disc: Discourse) -> bool:
    """A clause that only says which file is meant: `take the net amount in net.txt`."""
    files = disc.files(clause)
    if not files or not re.match(
        r"^(?:please\s+|first\s+|then\s+)*(?:take|use|get|fetch|consider|go through|start)\b|^(?:please\s+)?(?:read|"
        r"open)\b.*\b(?:which|they|it) (?:each )?(?:has|have|holds?|contains?)\b",
        clause,
        re.IGNORECASE,
    ):
        return False
    disc.background.append(clause)
    rest = re.sub("[\ue800-\uefff]", " ", clause)
    if (
        re.search(r"[\d\ue000-\ue7ff]", rest)
        or shapes_in(rest)[0]
        or fold_in(rest)
        or re.search(r"\b(?:out|into|to|off|every|only|which|that|copy)\b", rest, re.IGNORECASE)
    ):
        return False
    disc.sources = files
    disc.results.clear()
    disc.subject = FileText(files[0]) if len(files) == 1 else None
    return True


def _harmless(clause: str, disc: Discourse) -> bool:
    """Whether a clause that was not understood only gives reasons: it names nothing and asks for nothing."""
    plain = re.sub(r"[.!,]", "", clause)
    if re.fullmatch(
        rf"(?:please |but |and )*(?:leave|keep) (?:the )?(?:file )?{FILE} (?:alone|as it is|unchanged|as is|"
        rf"untouched)",
        plain,
        re.IGNORECASE,
    ):
        return True
    if re.search(r"[\ue000-\uf8ff\d?]", plain) or re.match(
        rf"^(?:please\s+|then\s+|and\s+)*(?:{VERB}|how|what|which|who)\b", plain, re.IGNORECASE
    ):
        return bool(
            re.match(r"^(?:please\s+)?(?:keep|keeping|leave|do not|don['’]t) (?:the |them |all |its? )", plain)
        ) and not re.search("[\ue000-\uf8ff]", plain)
    disc.background.append(clause)
    return True


def _note(clause: str, disc: Discourse) -> bool:
    """Keep a sentence that asks for nothing; it may name the items of a list that was asked for before."""
    if disc.listing is not None:
        text, separator = layout_of(clause.strip(" ."))
        items = listed(text)
        if items is None:
            return False
        step, disc.listing = disc.listing, None
        disc.write(dataclasses.replace(step, expr=Literal((separator or "\n").join(items))))
        return True
    disc.background.append(clause)
    files = disc.files(clause)
    if files:
        disc.sources = list(dict.fromkeys(disc.sources + files)) if not disc.steps else files
        if len(files) == 1 and not disc.results:
            disc.subject = FileText(files[0])
    return True


def _remembered(clause: str, disc: Discourse) -> bool:
    found = _MEMORY.search(clause)
    if found is None or re.search(FILE, clause):
        return False
    fact = disc.plain(found["fact"]).strip(" .")
    it = re.match(r"(?:it|this|that) (?:is|are)\b", fact, re.IGNORECASE)
    if it:
        spoken = clause[: found.start()] if len(clause[: found.start()]) > 12 else " ".join(disc.background[-1:])
        noun = re.search(r"\b(?:the|my|our)\s+(?:[\w\-]+\s+){0,2}?[\w\-]+(?:\s+of\s+(?:the|my|our)\s+[\w ]+)?", spoken)
        fact = f"{noun.group().strip() if noun else 'it'} {fact.split(' ', 1)[1]}"
    disc.facts.append(fact)
    disc.steps.append(Keep(Literal(fact)))
    return True


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
