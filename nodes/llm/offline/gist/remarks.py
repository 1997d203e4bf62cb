"""Clauses beside a request: reasons, facts to keep, sentences that only name a file, and words taken up from the one before."""

from __future__ import annotations

import dataclasses
import re

from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.figures import fold_in
from nodes.llm.offline.gist.shapes import shapes_in
from nodes.llm.offline.gist.words import FILE, VERB
from nodes.llm.offline.lists import layout_of, listed
from nodes.llm.offline.program import Keep
from nodes.llm.offline.terms import (
    FileText,
    Literal,
)

CHAT = re.compile(
    r"^\W*(?:thanks?(?: you)?(?: very much| a lot| so much| in advance)?|thank you.*|hello.*|hi|hey|good (?:morning|"
    r"evening|day|afternoon)|please|that(?:['’]s| is| would be) (?:all|it|great)|bye|cheers|ok|okay|"
    r"do (?:the following|this|these things?)|please do the following|first|then|next|after(?:wards| that)?|finally)\W*$",
    re.IGNORECASE,
)


def harmless(clause: str, disc: Discourse) -> bool:
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


def noted(clause: str, disc: Discourse) -> bool:
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


_MEMORY = re.compile(
    r"\b(?:remember|memori[sz]e|keep in mind|bear in mind|don['’]t forget|do not forget)\b(?:\s+for me)?(?:\s*[:,]|"
    r"\s+that)?\s+(?P<fact>(?!to\b|what\b|how\b|where\b|who\b|when\b).+)$",
    re.IGNORECASE,
)


def remembered(clause: str, disc: Discourse) -> bool:
    """Read a fact that is to be kept; `False` where the clause keeps none, or is about a file."""
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


_TAKES = re.compile(
    r"^(?:please\s+|first\s+|then\s+)*(?:take|use|get|fetch|look at|consider|go through|start (?:with|from)|open|read)\b",
    re.IGNORECASE,
)


def taken_up(clause: str, disc: Discourse) -> bool:
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


_HOLDS = re.compile(
    rf"^\W*(?:(?:please|so|now|then|and|i['’]d like|i would like|i want|i need|let|have|make)\s+)*(?:the\s+)?(?:file\s+)?(?P<file>{FILE})\s+"
    rf"(?:(?:to|should|must|shall|ought to|has to|needs to|is to)\s+)?(?:hold|contain|list|have in it|show|say)\s+(?P<what>[^\ue800-\uefff]+)$",
    re.IGNORECASE,
)


RESTATED = re.compile(
    r"^\W*(?:and\s+|please\s+)*(?:(?:answer|reply|respond)(?: me)?(?: only| just)? with (?:just |only )?(?:the |a |one )?(?:result|count|number|total|"
    r"answer|value|sum|name|word|yes or no|word same or different)\b(?: (?:only|alone|same or different\W*|and nothing else))?|what (?:it is|comes out|you get|the result is))\W*$",
    re.IGNORECASE,
)


def spelled_out(clause: str, disc: Discourse) -> str:
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
