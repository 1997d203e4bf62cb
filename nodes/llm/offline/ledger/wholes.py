"""Whole texts changed: words replaced, lines dropped, order and case; and what is counted in a text that was changed."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.ledger.clauses import Clause
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.figure import figure
from nodes.llm.offline.ledger.phrase import FILE
from nodes.llm.offline.ledger.query import Answer
from nodes.llm.offline.terms import Literal

_I = re.IGNORECASE
_ANY = r"[\ue000-\ue7ff]|[\w\-']+"
_LINES = r"(?:lines?|rows?|entries|items|names|words?)"
_NTH = {"first": 0, "second": 1, "third": 2, "last": -1}

_TAKEN = re.compile(
    r"(?:take|move|pull|cut)\s+(?:out\s+)?the\s+(?P<nth>first|second|third|last)\s+(?:line|row|entry|item|name|task|word|job|title)(?:\s+(?:out|off|away)(?: of)?)?",
    re.IGNORECASE,
)

Edit = Callable[[str], str]


def whole_changed(clause: Clause, disc: Discourse) -> bool | None:
    """A clause that changes a text as a whole, where it stands."""
    path, text = _subject(clause, disc)
    if path is None:
        return None
    if re.fullmatch(r"(?:remove|delete|drop|get rid of) (?:them|those|these)(?: all)?", text, _I):
        kind = [word for word in ("empty", "blank", "duplicate") if word in disc.free]
        text = f"remove {kind[0]} lines" if len(kind) == 1 else text
    taken = _TAKEN.fullmatch(text)
    edit = _without(_NTH[taken["nth"].lower()], 1) if taken else _edit(text, disc)
    if edit is None:
        return None
    if taken and (lines := disc.texts[path].rstrip("\n").splitlines()):
        line = lines[_NTH[taken["nth"].lower()]]
        disc.answers.append(Answer("text", disc.table(path), [], text=Literal(line), words=text))
    before = disc.texts[path]
    after = edit(before.rstrip("\n"))
    header = disc.table(path).header
    if header is not None and re.match("replace|change|swap|turn", text, _I) and header not in after:
        return False
    if after == before.rstrip("\n") and re.match("replace|change|swap", text, _I):
        return False
    disc.used.update(re.findall("[\ue000-\uefff]", clause.whole))
    disc.subject = (path,)
    disc.free |= {"rest", "remaining", "remain", "left", "remains", "others"}
    if disc.draft is not None and disc.draft[0] == path:
        disc.draft = None
    disc.write(path, Literal(after))
    return True


def whole_counted(clause: Clause, disc: Discourse) -> bool | None:
    """A question about how long a text is by now, or how often a word is in it."""
    path, text = _subject(clause, disc, targets=True)
    if path is None:
        return None
    held = disc.texts[path]
    unit = re.fullmatch(
        r"(?:count|how many|the number of|the count of|count of|count how many|number of)\s+(?:the\s+|remaining\s+|new\s+)*(?P<unit>(?:non-empty )?lines?|words?|characters?|letters?)"
        r"(?:\s+(?:there (?:are|is)|(?:are|is) (?:there|left|in)|does (?:it|the file|that) (?:have|contain)|(?:it|the file|that|this) (?:has|have|contains)|do (?:i|we) have|i have|are|left|remain(?:ing)?|remains|now|then|in|of|it|that|this|(?:the )?(?:file|result|text)|altogether|in total))*",
        text,
        _I,
    )
    if unit is not None:
        word = unit["unit"].lower()
        if "line" in word:
            count = sum(bool(line.strip()) for line in held.splitlines())
            if count != len(held.splitlines()) and "empty" not in word:
                return None
        elif "word" in word:
            count = len(held.split())
        else:
            return None
        return _given(count, path, clause, disc)
    often = re.fullmatch(
        rf"(?:count\s+)?(?:how (?:often|many times)|the number of times)\s+(?:(?:does|is)\s+)?(?:the (?:word|name)\s+)?(?P<word>{_ANY})\s+(?:is|occurs?|appears?|shows? up|comes? up|stands?|there|now|in|it|\s)*",
        text,
        _I,
    )
    if often is None:
        return None
    word = re.escape(disc.protected.plain(often["word"]))
    return _given(len(re.findall(rf"(?<!\w){word}(?!\w)", held, _I)), path, clause, disc)


def _given(count: int, path: str, clause: Clause, disc: Discourse) -> bool:
    disc.used.update(re.findall("[\ue000-\uefff]", clause.whole))
    disc.subject = (path,)
    return disc.give(disc.number(figure(count), "count"), clause)


def _subject(clause: Clause, disc: Discourse, *, targets: bool = False) -> tuple[str | None, str]:
    """The one file that a clause works on, and its words without it."""
    text = clause.text if targets else clause.whole
    marks = set(re.findall(FILE, text))
    if not targets and clause.targets and set(clause.targets) != marks:
        return None, text
    if len(marks) > 1 or (not marks and len(disc.subject) != 1):
        return None, text
    path = disc.protected.value(marks.pop()) if marks else disc.subject[0]
    text = re.sub(rf"(?:\b(?:in|of|from|to|inside|out of|off)\s+)?(?:the\s+)?(?:file\s+)?{FILE}(?:'s)?", " ", text)
    text = re.sub(r"\b(?:in|from|of)\s+(?:it|there|(?:the|that|this) (?:file|list|text))\b", " ", text, flags=_I)
    return (path if path in disc.texts else None), re.sub(r"\s+", " ", text).strip(" ,.:?")


def _edit(text: str, disc: Discourse) -> Edit | None:
    """What an order does to a text."""
    plain = disc.protected.plain
    found = re.fullmatch(
        rf"(?:replace|change|swap|turn)\s+(?:(?:every|each|all|all the|the|any)\s+)?(?:words?\s+|occurrences? of\s+|instances? of\s+)*(?P<old>{_ANY})\s+(?:with|by|to|into|for)\s+(?:the word\s+)?(?P<new>{_ANY})(?:\s+(?:everywhere|throughout))?",
        text,
        _I,
    )
    if found is not None:
        old, new = plain(found["old"]), plain(found["new"])
        return lambda held: re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, held)
    drop = r"(?:remove|delete|drop|erase|cut|strip|get rid of|take out|clean up|clear)\s+(?:all\s+|any\s+|every\s+|the\s+)*"
    if re.fullmatch(
        rf"{drop}(?:(?:duplicate|duplicated|repeated|double)\s+{_LINES}|duplicates|doubles|repeats)|(?:dedupe|deduplicate|de-duplicate)(?: the lines| it)?",
        text,
        _I,
    ):
        return lambda held: "\n".join(dict.fromkeys(line for line in held.splitlines()))
    if re.fullmatch(rf"{drop}(?:(?:empty|blank)\s+(?:lines?|rows?))", text, _I):
        return lambda held: "\n".join(line for line in held.splitlines() if line.strip())
    found = re.fullmatch(
        rf"{drop}(?P<nth>first|second|third|last)(?:\s+(?P<n>\d+))?\s+(?:lines?|rows?|entries|entry|items?)", text, _I
    )
    if found is not None:
        return _without(_NTH[found["nth"].lower()], int(found["n"] or 1))
    return None


def _without(nth: int, count: int) -> Edit:
    def edit(held: str) -> str:
        lines = held.splitlines()
        if nth < 0:
            return "\n".join(lines[:-count])
        del lines[nth : nth + count]
        return "\n".join(lines)

    return edit
