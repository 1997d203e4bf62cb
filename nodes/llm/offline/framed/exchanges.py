"""Frames for two things that change places, for entries that are ticked off, and for values that have moved."""

from __future__ import annotations

import re

from nodes.llm.offline.framed.listing import describes, spelled_out
from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.numerals import ORDINALS
from nodes.llm.offline.program import FileAction, Say, Step, Write
from nodes.llm.offline.terms import Derived, FileText, Literal, Transform

_PARTS = re.compile(
    r"\b(?:lines?|rows?|columns?|contents?|words?|letters?|order|size|names? of|first|last|second|third|sentences?|paragraphs?|files?|order)\b",
    re.IGNORECASE,
)


def _edit(f: Filled, kind: str, *args: str) -> list[Step] | None:
    return [Write(f.file(), Derived(kind, (FileText(f.file()),), args), implied=True)] if f.file() else None


def _words(f: Filled) -> list[Step] | None:
    """`Swap Jan and Pete`: each stands where the other stood."""
    first, second = f.word("w"), f.word("x")
    quoted = re.search("[\ue000-\ue7ff]", f.got("w"))
    if not first or not second or (not quoted and _PARTS.search(f"{first} {second}")):
        return None
    return _edit(f, "swapped", first, second, second, first)


def _place(word: str) -> str:
    plain = word.lower().removeprefix("the ").strip()
    if plain in ("last", "final", "bottom"):
        return "-1"
    if plain == "top":
        return "1"
    return str(ORDINALS.get(plain) or re.sub(r"\D", "", plain))


def _lines(f: Filled) -> list[Step] | None:
    first, second = _place(f.got("one")), _place(f.got("two"))
    return _edit(f, "lines_exchanged", first, second) if first and second and first != second else None


def _both_ends(f: Filled) -> list[Step] | None:
    """`The first and the last line`: both are told."""
    places = [_place(f.got(name)) for name in ("one", "two")]
    return [Say(Transform("line", FileText(f.file()), (place,))) for place in places] if all(places) else None


def _ticked(f: Filled) -> list[Step] | None:
    entry = re.sub(r"^(?:the (?:task|item|entry|point|todo) )", "", f.word("w"))
    if not entry or re.match(
        r"(?:every|all|each|everything|it|them|both|that|this|the (?:first|last|second))\b", entry
    ):
        return None
    return _edit(f, "ticked_off", entry)


def _moved(f: Filled) -> list[Step] | None:
    if not f.word("w") or not f.word("x"):
        return None
    if re.search(r",\s", f"{f.word('w')}{f.word('x')}"):
        return None
    return _edit(f, "corrected", f.text(f.got("t")), f.word("w"), f.word("x"))


def _headed(f: Filled) -> list[Step] | None:
    """A first line with an empty one below it."""
    return [Write(f.file(), Literal(f.content() + "\n"), prepend=True)] if f.file() and f.content() else None


def _upper_copy(f: Filled) -> list[Step] | None:
    kind = "upper" if re.search(r"upper|capital|caps", f.got("case"), re.IGNORECASE) else "lower"
    return [Write(f.file("g"), Transform(kind, FileText(f.file())))] if f.file() != f.file("g") else None


def _commas(f: Filled) -> list[Step] | None:
    sign = {"comma": ", ", "space": " ", "semicolon": "; "}[f.got("mark").lower().rstrip("s")]
    target = f.file("g") if f.has("g") else f.file()
    return [Write(target, Derived("commas", (FileText(f.file()),), (sign,)), implied=not f.has("g"))]


def _originals(f: Filled) -> list[Step] | None:
    """`Delete the originals`, right after they were copied or put together."""
    steps = f.disc.steps
    copied = [step.path for step in steps if isinstance(step, FileAction) and step.operation == "copy"]
    last = steps[-1] if steps else None
    if (
        not copied
        and isinstance(last, Write)
        and isinstance(last.expr, Transform)
        and last.expr.kind == "joined"
        and isinstance(last.expr.source, FileText)
    ):
        copied = [last.expr.source.path, *last.expr.args]
    said = re.search(r"\b(both|two|three)\b", f.found.group(), re.IGNORECASE)
    wanted = {"both": 2, "two": 2, "three": 3}[said.group().lower()] if said else len(copied)
    return [FileAction("delete", path) for path in copied] if copied and len(copied) == wanted else None


def _more(f: Filled) -> list[Step] | None:
    """One more entry for the list that was made just now."""
    raw = f.got("t").strip()
    if (
        not f.disc.made
        or describes(raw)
        or re.search(r"[\d\ue000-\uefff:]|^(?:an?|the|some|another|one|up|all|them)\b", raw, re.IGNORECASE)
        or len(raw.split()) > 4
    ):
        return None
    items = spelled_out(raw, f) or [f.content()]
    return [Write(f.disc.made, Derived("grown", (), (f.disc.made, f.content(), *items)))]


def _in_front(f: Filled) -> list[Step] | None:
    """Two files one after the other in a third."""
    first, second, target = f.file(), f.file("g"), f.file("h")
    if re.match(r"(?:after|behind|below|under|at the (?:very )?(?:end|bottom))", f.got("side"), re.IGNORECASE):
        first, second = second, first
    return [Write(target, Transform("joined", FileText(first), (second,)))] if first != second else None


def _words_of_lines(f: Filled) -> list[Step] | None:
    made = Derived("words_of_lines", (FileText(f.file()),), (f.place(),))
    return [Write(f.file("g"), made)] if f.has("g") else [Say(made)]


def _cut_down(f: Filled) -> list[Step] | None:
    kind = "tail" if f.got("end").lower() in ("last", "final") else "head"
    return (
        [Write(f.file(), Transform(kind, FileText(f.file()), (f.count(),)), implied=True)]
        if f.file() and f.count()
        else None
    )


def _part(f: Filled) -> list[Step] | None:
    kind = "tail" if f.got("end").lower() in ("last", "final") else "head"
    return [Say(Transform(kind, FileText(f.file()), (f.count(),)))] if f.count() else None


_SWAP = r"(?:swap|exchange|switch|interchange|flip)(?: around| over| round)?"
_IN = r"(?:in|inside|within|of|throughout|on)"
_PLACES = r"(?:place|places|position|positions|around|round|over)"
_NTH = rf"(?:the )?(?:\d+(?:st|nd|rd|th)?|{'|'.join(ORDINALS)}|last|final|top|bottom)"
_CHANGED = (
    r"(?:(?:got|was|were|has been|have been|is|are|has|have|will be|had to be) )?(?:now )?(?:moved|changed|shifted|postponed|pushed back|brought forward|"
    r"rescheduled|renamed|raised|increased|reduced|lowered|went up|gone up|went down|gone down|corrected|put back|put off)"
)
_FIX = r"(?:(?:so|and|then|please|can you|could you|would you|will you|you could) )*(?:correct|update|fix|change|adjust|edit|amend)(?: (?:it|that|this|the (?:file|entry|line|time|date|price|list|note)))?(?: (?:accordingly|in (?:it|there|the file)))?"
_TO = r"(?:,? (?:and )?(?:then )?(?:please )?(?:save|write|put|store|keep) (?:it|that|this|them|the result|the line|everything)? ?(?:in|into|to|as|under) @G)"
_CASE = r"(?P<case>upper[- ]?case|capital(?:ized|ised)?|capitals|all[- ]?caps|lower[- ]?case)"
_KEEP = r"(?:[,;.]? (?:and |but )?(?:please )?(?:leave|keep) (?:the )?(?:original|old one|first one)(?: file)?(?: (?:as it is|as is|alone|untouched|unchanged))?)?"

EXCHANGES: tuple[Frame, ...] = tuple(
    frame(pattern, build)
    for pattern, build in (
        (rf"{_SWAP} lines? (?:number |no\.? )?(?P<one>\d+|one|two|three|four|five) (?:and|with|&) (?:line )?(?:number |no\.? )?(?P<two>\d+|one|two|three|four|five|the last(?: line| one)?) {_IN} @F", _lines),
        (rf"{_SWAP} (?P<one>{_NTH})(?: line| row| entry| item)? (?:and|with|&) (?P<two>{_NTH}) (?:line|row|entry|item)s? {_IN} @F", _lines),
        (rf"in @F,? {_SWAP} lines? (?P<one>\d+) (?:and|with|&) (?:line )?(?P<two>\d+)", _lines),
        (rf"in @F,? {_SWAP} (?P<one>{_NTH})(?: line| row| entry| item)? (?:and|with|&) (?P<two>{_NTH}) (?:line|row|entry|item)s?", _lines),
        (rf"{_SWAP} (?:the )?(?:(?:words?|names?) )?@W (?:and|with|&) @X {_IN} @F(?: {_PLACES})?", _words),
        (rf"in @F,? (?:please )?{_SWAP} (?:the )?(?:(?:words?|names?) )?@W (?:and|with|&) @X(?: {_PLACES})?", _words),
        (r"@W and @X (?:should|must|need to|have to|are to) (?:swap|trade|change|switch)(?: places| positions| shifts| turns)? in @F", _words),
        (rf"(?:@SHOW|what(?:['’]s| is| are))(?: me| out)?(?: both)? (?P<one>{_NTH})(?: line)? (?:and|&) (?P<two>{_NTH}) (?:line|row|entry|item)s? (?:of|in|from) @F", _both_ends),
        (r"(?:mark|tick|check|set|flag)(?: off)? @W (?:off |as )?(?:done|finished|complete|completed|ticked|checked)(?: off)? (?:in|on) @F", _ticked),
        (r"(?:tick|check) (?:off )?@W(?: off)? (?:in|on) @F", _ticked),
        (r"in @F,? (?:please )?(?:mark|tick|check|set) (?:off )?@W (?:as )?(?:done|finished|complete|completed|ticked|checked|off)", _ticked),
        (rf"@T in @F {_CHANGED} from @W to @X[.,;!–—-]+ {_FIX}", _moved),
        (rf"@T {_CHANGED} from @W to @X[.,;!–—-]+ {_FIX} in @F", _moved),
        (rf"@T (?:is|are|costs?|now costs?|is now|are now) (?:now )?@X(?: now)?,? (?:instead of|not|and not|rather than|no longer|not .{{0,3}}any ?more) @W[.,;!–—-]+ {_FIX}(?: in)? @F", _moved),
        (r"(?:@MAKE|take|extract|copy|list|give me|show me|print|tell me|get|pull out|collect)(?: just| only| out)? (?:the )?@N words? (?:of|in|from|on) (?:every|each|all(?: of)?(?: the)?) lines? (?:of|in|from) @F(?:,? (?:(?:and|then) )*(?:(?:put|write|save|store) (?:it|them|these|those) )?(?:to|in|into|as) @G)?(?:,? one (?:word )?per line)?", _words_of_lines),
        (r"(?:delete|remove|erase|get rid of|throw away) (?:the |both |two |three |old |of )*(?:originals?|original files?|old ones|parts|source files|single files|pieces)(?: afterwards| then| too)?", _originals),
        (r"add @T(?: too| as well| also| to it| to that| to the (?:list|file)| at the end| at the bottom)+", _more),
        (r"add @T", _more),
        (r"(?:put|place|add|stick|set) (?:the )?(?:(?:text|contents?|lines) (?:of|from|in) )?@F (?P<side>in front of|before|above|ahead of|at the (?:very )?(?:top|start|beginning) of|after|behind|below|under|at the (?:very )?(?:end|bottom) of) "
         r"(?:the )?(?:(?:text|contents?|lines|one) (?:of|from|in) )?@G,? (?:and|then) (?:save|write|store|put) (?:it|that|this|everything|the (?:result|whole thing|whole)|them)(?: all| together)? (?:as|to|in|into|under) (?:a (?:new )?file (?:called |named )?)?(?P<h>[\ue800-\uebff])", _in_front),
        (r"(?:cut|trim|shorten|reduce|crop|truncate|chop|bring) @F (?:back |down )?to (?:just |only )?(?:the |its )?(?P<end>first|top|last|final) @C (?:lines?|entries|items|rows|names)", _cut_down),
        (r"(?:i|we) (?:only |just )?(?:need|want|care about)(?: only| just)? (?:the )?(?P<end>first|top|last|final) @C (?:lines?|entries|items|rows|names) (?:of|in|from) @F[.,;]+ (?:so |please |can you |could you )*(?:show|tell|give|read)(?: me)?(?: (?:those|them|these|that))?(?: please| to me)?", _part),
        (rf"{_FIX} @F[.,:;] @T {_CHANGED} from @W to @X", _moved),
        (r"@ADD (?:@LINE)?@T (?:at|to|on) the (?:very )?(?:top|start|beginning) of @F,? (?:and|with|followed by|plus) (?:(?:then|leave|put|add|insert) )*(?:an?|one) (?:empty|blank) line (?:below|after|under|underneath|beneath|behind|following)(?: it| that)?", _headed),
        (rf"(?:make|create|write|save|produce|need|want|have|get)(?: me)? (?:an? |the )?{_CASE} (?:copy|version) of @F(?:,? (?:called|named|as|in|to|into|and (?:call|name) it|and save it as|and save it to) )+@G{_KEEP}", _upper_copy),
        (rf"(?:join|merge|combine|connect|concatenate|link|string together) (?:all )?(?:the )?(?:lines|words|items|names|entries|tags) (?:of|in|from) @F(?: together| up| into one line)*,? (?:with|by|using|separated by|with a)(?: an?)? (?P<mark>commas?|spaces?|semicolons?)(?: between(?: them)?)?{_TO}?", _commas),
    )
)  # fmt: skip
