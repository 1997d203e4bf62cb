"""Which file of a clause is read and which is written, by the words before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nodes.llm.offline.gist.discourse import is_file
from nodes.llm.offline.gist.words import FILE, FILLER

_SAVING = re.compile(
    r"\b(?:writ(?:e|ing|ten)|wirte|saved?|stored?|put|note|jot|type|record|log|enter|place|export|output|print|dump|keep|"
    r"append|add(?!\s+(?:up|together|all|them|these|those|the (?:numbers|amounts|values|figures)))|insert|copy|"
    r"extract|pull|collect|pick|gather|list|count|should be|goes|go|make|create|need|want|as|merge|join|combine|stand|leave|belongs?|hold|contain|let|goes|place)\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"\b(?:like|for example|such as|e\.g\.|for instance)\s+(?:this\s*:?\s*)?$", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?P<word>\b(?:to|into|onto|in|inside|on|at|as|from|of|out of|within|than|between|and|or|under|through|by|is|called|"
    rf"named|become|file)\b|[,&=])?"
    rf"(?P<filler>(?:\s*\b{FILLER}\b)*)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Roles:
    """The files of a clause.

    Attributes:
        sources: Marks of the files that are read.
        targets: Marks of the files that are written.
        rest: The clause without its targets and the words that announce them.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    rest: str


def roles_of(clause: str) -> Roles:
    """Tell the files that a clause reads from those that it writes."""
    clause = re.sub(
        rf"[,(]?\s*\b(?:like|for example|such as|for instance|e\.g\.)\s+(?:this\s*:?\s*)?{FILE}\)?",
        " ",
        clause,
        flags=re.IGNORECASE,
    )
    clause = re.sub(r"\b(?:according to|as per|going by)\b", "from", clause, flags=re.IGNORECASE)
    found = [(match.start(), match.group()) for match in re.finditer(FILE, clause) if is_file(match.group())]
    words = [_preposition(clause[:start]) for start, _ in found]
    saving = [bool(_SAVING.search(clause[:start])) for start, _ in found]
    kinds: list[str] = []
    for place, word in enumerate(words):
        if (
            (word in ("to", "into", "onto", "as", "under") and saving[place])
            or word in ("into", "under")
            or (word == "to" and place == len(words) - 1)
        ):
            kinds.append("target")
        elif word in ("in", "inside", "on", "at", "called", "named", "file") and saving[place]:
            kinds.append("maybe")
        elif word in ("and", ",", "or", "&") and kinds:
            kinds.append(kinds[-1])
        else:
            kinds.append("source")
    if re.match(
        r"^\W*(?:(?:by|from|in|with) )?(?:who|what|which|how|where|when)\b", clause, re.IGNORECASE
    ) and not re.search(r"\b(?:write|save|store|put|note)\b", clause, re.IGNORECASE):
        kinds = ["source"] * len(kinds)
    strong = "target" in kinds
    last = max((place for place, kind in enumerate(kinds) if kind == "maybe"), default=-1)
    chosen = [
        kind if kind != "maybe" else "target" if not strong and _runs(kinds, place, last) else "source"
        for place, kind in enumerate(kinds)
    ]
    sources = tuple(mark for (_, mark), kind in zip(found, chosen, strict=True) if kind == "source")
    targets = tuple(mark for (_, mark), kind in zip(found, chosen, strict=True) if kind == "target")
    rest = clause
    for mark in targets:
        rest = re.sub(
            rf"(?:[,&]|\band\b)?\s*(?:\b(?:at|on|to)\s+the\s+(?:very\s+)?(?:end|bottom|top|start|beginning)\s+of\b\s*)?(?:\b(?:back\s+)?(?:in|to|into|onto|as|under|inside|on|at)\b)?(?:\s*\b{FILLER}\b)*\s*{mark}",
            " ",
            rest,
            flags=re.IGNORECASE,
        )
    return Roles(tuple(dict.fromkeys(sources)), tuple(dict.fromkeys(targets)), re.sub(r"\s+", " ", rest).strip())


def _runs(kinds: list[str], place: int, last: int) -> bool:
    """Whether a place belongs to the last run of files (`in a.txt and b.txt`)."""
    return all(kind == "maybe" for kind in kinds[place : last + 1])


def _preposition(before: str) -> str:
    if re.search(rf"\b(?:end|bottom|top|start|beginning) of(?:\s+{FILLER})*\s*$", before, re.IGNORECASE):
        return "into"
    found = _BEFORE.search(before)
    if found is None:
        return ""
    word = (found["word"] or "").lower()
    filler = found["filler"].lower().split()
    if word in ("called", "named", "file", "is") or (not word and {"called", "named"} & set(filler)):
        inner = before[: found.start()]
        earlier = _BEFORE.search(inner)
        if earlier and (earlier["word"] or "").lower() in ("to", "into", "in", "as", "from", "of"):
            return str(earlier["word"]).lower()
        return word or "called"
    return "out of" if word == "out of" else word or ("called" if {"called", "named"} & set(filler) else "")
