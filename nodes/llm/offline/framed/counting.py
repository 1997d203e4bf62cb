"""Frames that count in a text, with what is to be left out of the count, and that tell which of two files is longer."""

from __future__ import annotations

from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.program import Say, Step, Write
from nodes.llm.offline.terms import Derived, Expr, FileText, Literal, Measure

_UNIT = r"(?P<unit>character|char|letter|word|line|row|sign)s?"
_UNITS = {"word": "words", "line": "lines", "row": "lines"}
_LEFT = (
    ("last break", r"(?:the |any )?(?:(?:final|last|trailing|closing) (?:new ?line|line ?break|line end(?:ing)?)|(?:new ?line|line ?break)(?: character)? at the end)s?"),
    ("breaks", r"(?:the |any )?(?:new ?lines?|line ?breaks?|line ends?|line endings?)(?: characters?)?"),
    ("spaces", r"(?:the |any )?(?:spaces?|blanks|white ?space)"),
    ("blank", r"(?:the |any )?(?:blank|empty) (?:lines|ones|rows)"),
    ("first", r"(?:the )?(?:header|heading|first line|title|header line|header row|column names)(?: line| row)?"),
    ("punctuation", r"(?:the |any )?punctuation(?: marks)?"),
)  # fmt: skip
_NOT = r"(?:not counting|without(?: counting)?|excluding|ignoring|leaving out|not including|except|apart from|minus|disregarding)(?: for)?"
_LESS = f"(?:{'|'.join(f'(?P<{kind.replace(chr(32), chr(95))}>{words})' for kind, words in _LEFT)})"
_OUT = r"(?:,? (?:and )?(?:write|save|put|store)(?: (?:it|that|the (?:number|result|count)|just the number|only the number))? (?:in|into|to) @G)"


def _count(f: Filled) -> Expr | None:
    kind = _UNITS.get(f.got("unit").lower(), "characters")
    if f.got("unit").lower() == "letter":
        kind = "letters"
    left = next((name for name, _ in _LEFT if f.has(name.replace(" ", "_"))), "")
    if not f.file() or (left and kind == "letters"):
        return None
    return (
        Derived("measured_without", (FileText(f.file()),), (kind, left)) if left else Measure(kind, FileText(f.file()))
    )


def _counted(f: Filled) -> list[Step] | None:
    made = _count(f)
    if made is None:
        return None
    return [Write(f.file("g"), made)] if f.has("g") else [Say(made)]


def _occurring(f: Filled) -> list[Step] | None:
    """How often a word, or with `letter` a piece of one, stands in a file."""
    kind = "occurrences" if f.got("thing").lower() in ("letter", "character", "sign", "string") else "words_like"
    made = Measure(kind, FileText(f.file()), Literal(f.word("w"))) if f.file() and f.word("w") else None
    if made is None:
        return None
    return [Write(f.file("g"), made)] if f.has("g") else [Say(made)]


def _longer(f: Filled) -> list[Step] | None:
    word, paths = f.got("more").lower(), [f.file(), f.file("g")]
    unit = next(
        (name for name in ("lines", "words", "characters") if name[:-1] in f.found.group().lower()), "characters"
    )
    kind = "min" if word.split()[0] in ("fewer", "less", "shorter", "smaller") else "max"
    return [Say(Derived("larger_name", tuple(Measure(unit, FileText(path)) for path in paths), (kind, *paths)))]


_ASK = r"(?:(?:what(?:['’]s| is)|give me|tell me|show me|count|get|find|determine|i need|i want) )?(?:the )?"
_MORE = r"(?:the )?(?P<more>longer|shorter|bigger|smaller|larger|more (?:words|lines|characters|text)|fewer (?:words|lines|characters)|less text)(?: (?:file|one|text))?"

COUNTING: tuple[Frame, ...] = tuple(
    frame(pattern, build)
    for pattern, build in (
        (rf"{_ASK}{_UNIT}[- ](?:count|total|number) (?:of|in|for) @F(?:,? {_NOT} {_LESS})?{_OUT}?", _counted),
        (rf"{_ASK}number of {_UNIT} (?:in|of) @F,? {_NOT} {_LESS}{_OUT}?", _counted),
        (rf"how many {_UNIT} (?:are there in|are in|does|has|has got|is|stand in|do i have in|in) @F(?: have| contain| has| hold| got| in it)?,? (?:if you (?:do not|don['’]t) count|{_NOT}) {_LESS}", _counted),
        (rf"how many {_UNIT} (?:are there |are |stand |is )?(?:{_NOT}) {_LESS},? (?:are there )?(?:are )?(?:in|does) @F(?: have| contain)?", _counted),
        (r"(?:(?:count|tell me|say|check|show me|find out|see) )?how (?:often|many times) (?:does |do |is |did )?(?:the )?(?P<thing>word|name|letter|character|sign|string|phrase|term) @W (?:(?:appears?|occurs?|comes? up|stands?|shows? up|is "
         rf"used|is mentioned|used|mentioned|written) )?(?:in|within) @F{_OUT}?", _occurring),
        (rf"which(?: (?:one|file|text|of (?:the two|these|them)))? (?:is|has|contains) {_MORE}[,:]? @F or @G", _longer),
    )
)  # fmt: skip
