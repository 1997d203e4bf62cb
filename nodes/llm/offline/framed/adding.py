"""Frames that add to what files hold, or take entries out again, in the manner of the list or table that is there."""

from __future__ import annotations

import re

from nodes.llm.offline.framed.listing import describes, spelled_out
from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.gist.words import ITEM_WORDS
from nodes.llm.offline.program import Step, Write
from nodes.llm.offline.terms import Derived, FileText, Literal

_OFF = r"(?:remove|delete|erase|drop|take|strip|cut|get rid of|strike|clear|cross|filter|kick|weed|throw|clean)(?: out| off| away)?"
_ADD = r"(?:add|append|put|stick|tack|write|place|attach|insert|include)"
_LINES = rf"(?:lines?|rows?|entr(?:y|ies)|{ITEM_WORDS})"


def _edit(f: Filled, kind: str, *args: str) -> list[Step] | None:
    return [Write(f.file(), Derived(kind, (FileText(f.file()),), args), implied=True)] if f.file() else None


def _grown(f: Filled) -> list[Step] | None:
    raw = f.got("t").strip()
    if re.search("[\ue000-\uefff:]", raw) or not f.file():
        return None
    items = spelled_out(raw, f)
    if (
        not items
        or len(items) < 2
        or any(
            re.match(r"(?:a|an|the|new|another|one more)\b.*\b(?:line|row|column|note|entry|heading|title)\b", item)
            for item in items
        )
    ):
        return None
    items = [re.sub(r"^(?:(?:some|also|the|and)\s+)+", "", item) for item in items]
    return [Write(f.file(), Derived("grown", (), (f.file(), f.content(), *items)))]


def _row(f: Filled) -> list[Step] | None:
    if f.file().endswith(".csv"):
        return _edit(f, "row_put", f.content()) if "," in f.content() else None
    return [Write(f.file(), Literal(f.content()), "a")] if f.file() and f.content() else None


def _next_item(f: Filled) -> list[Step] | None:
    raw = f.got("t").strip()
    items = spelled_out(raw, f) if not describes(raw) else None
    if not items or not f.file():
        return None
    items = [re.sub(r"^(?:(?:some|also|the|and)\s+)+", "", item) for item in items]
    return [Write(f.file(), Derived("grown", (), (f.file(), f.content(), *items)))]


def _items_gone(f: Filled) -> list[Step] | None:
    raw = f.got("t").strip()
    items = spelled_out(raw, f) if not re.search("[:\ue800-\uefff]", raw) else None
    if not items or len(items) < 2 or not f.file():
        return None
    items = [re.sub(r"^(?:(?:both|the|also|and)\s+)+", "", item) for item in items]
    if any(
        re.search(
            rf"\b(?:{_LINES}|words?|letters?|sign|spaces?|columns?|duplicates?|commas?|blank|empty)\b",
            item,
            re.IGNORECASE,
        )
        for item in items
    ):
        return None
    return _edit(f, "items_gone", *items)


def _below(f: Filled) -> list[Step] | None:
    return [Write(f.file(), Literal(f.content()), "a")] if f.disc.made and f.file() and f.content() else None


def _everywhere(f: Filled) -> list[Step] | None:
    """The same text added to several files."""
    top = bool(re.search(r"\b(?:top|start|beginning)\b", f.got("where"), re.IGNORECASE))
    if len(f.files()) < 2 or not f.content() or describes(f.got("t")):
        return None
    return [Write(path, Literal(f.content()), "w" if top else "a", prepend=top) for path in f.files()]


def _in_two(f: Filled) -> list[Step] | None:
    return (
        [Write(path, Literal(f.content())) for path in (f.file(), f.file("g"))]
        if f.content() and not describes(f.got("t"))
        else None
    )


ADDING: tuple[Frame, ...] = tuple(
    frame(pattern, build)
    for pattern, build in (
        (r"@ADD @T as (?:a |an |another |the )?(?:new |further |last |extra )*row (?:to|in|at the (?:end|bottom) of|of) @F", _row),
        (r"@ADD (?:a |an |another |one more )?(?:new )?row (?:with |containing |for |of )?:?@T (?:to|in|at the (?:end|bottom) of) @F", _row),
        (r"@ADD (?:a |an |another |one more )?(?:new )?row (?:to|in|at the (?:end|bottom) of) @F[:,]? (?:with |containing |namely )?@T", _row),
        (r"@ADD (?:a |the |another |one more )(?:new |further |second |third )?row:? (?:with |for |of )?@T(?: to (?:it|the (?:copy|file|end|bottom|table))(?: only)?| at the (?:end|bottom)| below(?: it)?)?", _row),
        (rf"{_ADD} @T (?P<where>(?:on)?to the (?:very )?(?:end|bottom|top|start|beginning) of|at the (?:very )?(?:end|bottom|top|start|beginning) of|to|in) (?:both )?@LF(?: too| as well)?", _everywhere),
        (r"(?:write|put|save|store) @T (?:in|into|to) (?:both )?@F (?:as well as|and also|and) (?:in|into|to) @G", _in_two),
        (rf"{_ADD} @T (?:to|on|onto) (?:the )?(?:(?:shopping|grocery|packing|guest|to-?do|wish) )?(?:list )?(?:in )?@F(?: too| as well| please)?", _grown),
        (rf"{_ADD} @T (?:to|on|onto) (?:the|my|our) (?:[\w-]+ )?list (?:in|of|called) @F", _next_item),
        (rf"{_OFF} @T (?:from|off|out of) (?:(?:the|my|our) (?:[\w-]+ )?list (?:in|of|called) )?@F", _items_gone),
        (r"@ADD (?:@LINE)?@T (?:right )?(?:below|under|underneath|beneath|after) (?:it|that|this|them)", _below),
    )
)  # fmt: skip
