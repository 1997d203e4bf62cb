"""Frames for short texts that a goal dictates: notes, letters, reminders, invitations; and for facts that are kept and written down."""

from __future__ import annotations

import re

from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.program import Keep, Step, Write
from nodes.llm.offline.terms import Literal

_NOTE = (
    r"(?:an? |my |the |our |this |one )?(?:(?:short|quick|little|brief|small|friendly|polite|thank[- ]you|reminder|welcome|birthday|new|nice|formal|"
    r"farewell|sick|cover|kind|warm|simple|two-line|three-line|holiday|christmas|sticky|handwritten|apology) )*"
    r"(?:note|letter|message|memo|reminder|e-?mail|mail|invitation|card|postcard|greeting|sign|notice|announcement|text|text message|apology|"
    r"thank[- ]?you|label|quote|quotation|motto|poem|haiku|riddle|joke|recipe|entry|diary entry|journal entry|status|bio|caption)"
)
_WHOM = r"(?: (?:for|to|from|about) (?!@F)(?:(?:my|the|our|all|his|her) )?[^\s:;,.\ue000-\uefff]+(?: (?!in\b|into\b|called\b|saying\b|that\b|with\b|which\b|as\b|and\b)[^\s:;,.\ue000-\uefff]+){0,3})?"
_SAYS = (
    r"(?:\s*[:,]?\s*(?:saying (?:so|this|the following)(?=:)|that says (?:so|this|the following)(?=:)|saying(?: that)?|that says|that reads|which says|which reads|to say(?: that)?|telling (?:him|her|them|everyone|people) that|that (?:it|he|she|they) "
    r"should (?:say|read)|reading|with the (?:text|words?|message|following text)|it should (?:say|read)|it says|(?:and )?(?:have|let) it (?:say|read)|text|content)"
    r"\s*:?\s+|\s*:\s*)"
)
_DOWN = r"(?:write|jot|note|put|scribble|type|mark|record|log|enter|keep|take)(?: (?:down|up))?"


def _text(f: Filled) -> str:
    """What was dictated; the closing stop of a whole sentence is part of it."""
    raw = f.got("t").strip()
    text = f.content()
    given = f.disc.scanned.protected.text
    place = given.rfind(raw)
    stop = re.match(r"[.!?]*", given[place + len(raw) :] if place >= 0 else "")
    sentences = len(re.findall(r"[.!?](?:\s|$)", raw)) > 0 or "\n" in raw
    if stop and stop.group() and text[-1:] not in ".!?" and (sentences or stop.group()[-1] in "!?"):
        return text + stop.group()
    return text


def _note(f: Filled) -> list[Step] | None:
    text = _text(f)
    if not f.file() or not text or re.search("[\ue800-\uefff]", f.got("t")):
        return None
    return [
        Write(f.file(), Literal(text), "a" if re.match(r"(?:add|append)\b", f.found.group(), re.IGNORECASE) else "w")
    ]


def _two_notes(f: Filled) -> list[Step] | None:
    if not f.content() or not f.content("u"):
        return None
    return [Write(f.file(), Literal(f.content())), Write(f.file("g"), Literal(f.content("u")))]


def _appended(f: Filled) -> list[Step] | None:
    return [Write(f.file(), Literal(_text(f)), "a")] if f.file() and _text(f) else None


def _saved(f: Filled) -> list[Step] | None:
    """A sentence after `It should read:` belongs to the text."""
    return _note(f)


def _down(f: Filled) -> list[Step] | None:
    text = f.content()
    says = re.search(r"\b(?:is|are|was|were|has|have|had|will|can|must|should|would|needs?|\w+(?:['’]s|s|ed))\b", text)
    return [Write(f.file(), Literal(text))] if f.file() and says and len(text.split()) > 2 else None


def _kept(f: Filled) -> list[Step] | None:
    fact = f.content()
    if not fact or re.match(r"(?:to|what|how|where|who|when|it|this)\b", fact, re.IGNORECASE):
        return None
    mode = "a" if re.search(r"\b(?:add|append)\b", f.got("verb"), re.IGNORECASE) else "w"
    f.disc.facts.append(fact)
    return [Keep(Literal(fact)), *([Write(f.file(), Literal(fact), mode)] if f.file() else [])]


_KEEP = (
    r"(?:remember|memori[sz]e|keep in mind|bear in mind|don['’]t forget|do not forget|note)(?: for me)?(?: that|:|,)?"
)

NOTES: tuple[Frame, ...] = tuple(
    frame(pattern, build)
    for pattern, build in (
        (rf"(?:@MAKE|draft|compose|leave) (?:me )?{_NOTE}{_WHOM} (?:in|into|to|called|named|as) @F{_SAYS}@T,? and (?:one|another(?: one)?|{_NOTE}){_WHOM} (?:in|into|to|called|named|as) @G{_SAYS}@U", _two_notes),
        (rf"(?:@MAKE|draft|compose|leave|do) (?:me )?{_NOTE}{_WHOM} (?:in|into|to|called|named|as|under) @F{_SAYS}@T", _note),
        (rf"(?:@MAKE|draft|compose|leave|do) (?:me )?{_NOTE}{_WHOM} (?:in|into|to|called|named|as|under) @F[.,;]? (?:it should (?:say|read|contain)|the text (?:is|should be)|text|content|write):? @T", _note),
        (rf"(?:@MAKE|draft|compose|leave) (?:me )?{_NOTE}{_WHOM},? (?:and )?(?:save|store|put|keep|write|call|name) (?:it|this|that) (?:(?:as|in|to|into|under) )?@F[.,;]? ?(?:it should (?:say|"
         r"read|contain)|the text (?:is|should be)|text|content|saying|with the text)?:? @T", _saved),
        (r"@MAKE (?:me )?@F,? (?:with|containing|saying)(?: just| only)?(?: the (?:words?|text|line))? @T,? and (?:(?:then |also |please )*(?:create|make|write) )?@G,? (?:with|containing|saying)(?: just| only)?(?: the (?:words?|text|line))? @U", _two_notes),
        (rf"(?:in|into) @F,? (?:please )?(?:@MAKE|draft|compose|leave) {_NOTE}{_WHOM}{_SAYS}@T", _note),
        (rf"@ADD (?:an? |the |my |another )(?:(?:short|quick|little|closing|final|last) )*(?:p\.?\s?s\.?|postscript|note|remark|line|sentence|entry|reminder|comment|signature|greeting|footer) (?:to|at the (?:end|bottom) of|in|at) @F{_SAYS}@T", _appended),
        (rf"{_DOWN} (?:in|into|to) @F,? (?:the fact )?that @T", _down),
        (rf"{_DOWN},? that @T,? (?:in|into|to) @F", _down),
        (r"@F should (?:say|note|state|mention),? that @T", _down),
        (rf"{_KEEP} @T,? and (?:please )?(?:also |then )?(?P<verb>write|note|put|save|store|add|jot|append|record) (?:it|that|this) (?:down )?(?:also |too )?(?:to|in|into|under) @F(?: too| as well|"
         r" also)?", _kept),
    )
)  # fmt: skip
