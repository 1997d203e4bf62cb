"""Frames for changes inside a text: words and settings replaced or taken out, items added, signs put around lines."""

from __future__ import annotations

import re

from nodes.llm.offline.framed.listing import describes, spelled_out
from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.gist.words import ITEM_WORDS
from nodes.llm.offline.program import Step, Write
from nodes.llm.offline.terms import Derived, Expr, FileText, Literal, Transform

_SIGNS = {
    "comma": ",", "semicolon": ";", "colon": ":", "space": " ", "dash": "-", "hyphen": "-", "dot": ".", "period": ".", "full stop": ".",
    "tab": "\t", "underscore": "_", "slash": "/", "exclamation mark": "!", "exclamation point": "!", "question mark": "?", "asterisk": "*",
    "star": "*", "hash": "#", "nothing": "", "pipe": "|", "apostrophe": "'", "quote": '"', "bullet": "- ", "plus": "+", "plus sign": "+",
    "at sign": "@", "ampersand": "&", "dollar sign": "$", "euro sign": "€", "percent sign": "%", "newline": "\n", "line break": "\n",
}  # fmt: skip


def sign_of(words: str) -> str | None:
    """The character that words such as `an exclamation mark` name; `None` where they name none."""
    plain = re.sub(r"^(?:an?|the|every|each|all(?: the)?|any)\s+", "", words.strip().lower())
    for name in (plain, plain.removesuffix("s"), plain.removesuffix("es")):
        if name in _SIGNS:
            return _SIGNS[name]
    return None


def _edit(f: Filled, kind: str, *args: str) -> list[Step] | None:
    return [Write(f.file(), Derived(kind, (FileText(f.file()),), args), implied=True)] if f.file() else None


def _word(f: Filled, name: str) -> str:
    raw = f.got(name).strip()
    quoted = re.fullmatch("[\ue000-\ue7ff]", raw)
    text = f.word(name)
    return text if quoted else re.sub(r"^(?:the )?(?:(?:word|name|number|year|date|term|letter)s? )(?=\S)", "", text)


def _pairs(f: Filled) -> list[tuple[str, str]]:
    """Each word that goes with what takes its place."""
    pairs = []
    for old, new in (("w", "x"), ("u", "v"), ("y", "z")):
        if not f.has(old):
            continue
        signs = sign_of(f.got(old)), sign_of(f.got(new))
        first, second = _word(f, old), _word(f, new)
        if signs[0] is not None and (signs[1] is not None or len(second) <= 2):
            first, second = signs[0], second if signs[1] is None else signs[1]
        elif signs[1] is not None and f.got(new).lower().startswith(("a ", "an ", "nothing")):
            second = signs[1]
        pairs.append((first, second))
    return pairs


def _swapped(f: Filled) -> list[Step] | None:
    """One word after the other, all in one pass: what was put in is not replaced again."""
    pairs = _pairs(f)
    if not f.file() or any(not old or len(old.split()) > 6 for old, _ in pairs):
        return None
    if any(re.search(r"\b(?:line|lines|row|column|name of|title of|size|order|contents?)\b", old) for old, _ in pairs):
        return None
    made: Expr = (
        Transform("replace", FileText(f.file()), pairs[0])
        if len(pairs) == 1
        else Derived("swapped", (FileText(f.file()),), tuple(word for pair in pairs for word in pair))
    )
    return [Write(f.file(), made, implied=True)]


def _swapped_signs(f: Filled) -> list[Step] | None:
    """Signs that are called by their names: `swap all commas for semicolons`."""
    return _swapped(f) if any(sign_of(f.got(name)) is not None for name in ("w", "x")) else None


def _setting(f: Filled) -> list[Step] | None:
    key, new = _word(f, "w"), f.word("x")
    key = re.sub(
        r"^(?:the |my |our )?(?:(?:value|price|cost|setting|amount|number|quantity|phone number|status|count|score|entry|rate|deadline) (?:of|for) )?(?:the |an? |my |our )?",
        "",
        key,
    )
    key = re.sub(r"['’]s (?:price|value|amount|number|score|phone number|status)$", "", key)
    key = re.sub(r" (?:price|setting|value|amount|entry)$", "", key) if len(key.split()) > 1 else key
    if (
        not key
        or not new
        or re.search(
            r"\b(?:line|lines|row|column|word|all|every|each|text|contents?|it|file|case)\b", key, re.IGNORECASE
        )
    ):
        return None
    named = f.found.group().lower().startswith("set") or re.match(
        r"(?:the|my|our) (?!word\b|name\b|text\b)", f.got("w"), re.IGNORECASE
    )
    return _edit(f, "set_value" if named else "set_or_swapped", key, new)


_ON_OFF = re.compile(r"(?:true|false|yes|no|on|off|[$€£]?-?\d[\d.,]*%?)", re.IGNORECASE)


def _turned(f: Filled) -> list[Step] | None:
    """`Change debug to false`: a setting where the new value is one that settings have, and another word where it is not."""
    return (
        _setting(f)
        if _ON_OFF.fullmatch(f.word("x")) or re.match(r"(?:set\b|in [^ ]+ set\b)", f.found.group(), re.IGNORECASE)
        else None
    )


def _gone(f: Filled) -> list[Step] | None:
    return _edit(f, "without_word", f.word("w")) if f.word("w") else None


def _marked(f: Filled) -> list[Step] | None:
    return _edit(f, "unmarked", f.word("w"))


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


def _everywhere(f: Filled) -> list[Step] | None:
    """The same text added to several files."""
    top = bool(re.search(r"\b(?:top|start|beginning)\b", f.got("where"), re.IGNORECASE))
    if len(f.files()) < 2 or not f.content() or describes(f.got("t")):
        return None
    return [Write(path, Literal(f.content()), "w" if top else "a", prepend=top) for path in f.files()]


def _written_everywhere(f: Filled) -> list[Step] | None:
    return [Write(path, Literal(f.content())) for path in f.files()] if len(f.files()) > 1 and f.content() else None


def _in_two(f: Filled) -> list[Step] | None:
    return (
        [Write(path, Literal(f.content())) for path in (f.file(), f.file("g"))]
        if f.content() and not describes(f.got("t"))
        else None
    )


def _around(f: Filled) -> list[Step] | None:
    sign = sign_of(f.got("w"))
    text = sign if sign is not None else _word(f, "w")
    if sign is None and not re.fullmatch("[\ue000-\ue7ff]", f.got("w").strip()) and len(text.split()) > 3:
        return None
    before = f.has("before")
    if not text or not f.file():
        return None
    if before and not text.endswith(" ") and (text[-1:] in "-*•>#:" or text[-1:].isalnum()):
        text += " "
    if not before and text[:1].isalnum():
        text = f" {text}"
    return _edit(f, "around", *((text, "") if before else ("", text)))


_IN = r"(?:in|inside|within|of|throughout|across|from)"
_LEAD = r"(?:in|inside|within|for|from) @F,? (?:please )?"
_SWAP = r"(?:change|replace|swap|turn|substitute|exchange|correct|fix|update|rename|switch)(?: out)?"
_WHAT = r"(?:(?:every|each|all|any|the)(?: of)?(?: the)? )?(?:(?:occurrences?|instances?|mentions?) of )?(?:the )?(?:words? |names? |text |phrase )?"
_BY = r"(?:with|by|to|into|for|->)"
_ALL = r"(?:,? (?:everywhere|throughout|wherever (?:it|they) (?:occurs?|appears?|stands?|comes? up)|wherever it(?:['’]s| is) (?:mentioned|used)|all over|each time|in (?:the )?whole file|completely))?"
_LINES = rf"(?:lines?|rows?|entr(?:y|ies)|{ITEM_WORDS})"
_EACH = r"(?:every|each|all(?: of)?(?: the)?|any|the)"
_OFF = r"(?:remove|delete|erase|drop|take|strip|cut|get rid of|strike|clear|cross|filter|kick|weed|throw|clean)(?: out| off| away)?"
_MARK = r"(?:marked|labell?ed|tagged|flagged|ticked|checked)(?: off)?(?: as| with)?"
_ADD = r"(?:add|append|put|stick|tack|write|place|attach|insert|include)"

AMENDING: tuple[Frame, ...] = tuple(
    frame(pattern, build)
    for pattern, build in (
        (rf"{_LEAD}{_SWAP} {_WHAT}@W {_BY} @X,? (?:and|,) (?:{_SWAP} )?{_WHAT}@U {_BY} @V{_ALL}", _swapped),
        (rf"{_SWAP} {_WHAT}@W {_BY} @X,? (?:and|,) (?:{_SWAP} )?{_WHAT}@U {_BY} @V(?: {_IN} @F){_ALL}", _swapped),
        (r"(?:(?:fill (?:in|out)|complete|take|use) @F[:,;.]? )(?:and )?(?:put|write|fill in|insert|enter|use) @X (?:where it says|for|in place of|instead of|at|where there is|in) @W,? and (?:put )?@V (?:where it says|for|in place of|instead of|at|where there is|in) @U", _swapped),
        (rf"{_SWAP} {_WHAT}@W {_BY} @X (?:everywhere |throughout |wherever it (?:occurs|appears|stands) )?{_IN} @F{_ALL}", _swapped_signs),
        (rf"{_LEAD}{_SWAP} {_WHAT}@W {_BY} @X{_ALL}", _swapped_signs),
        (rf"{_SWAP} {_WHAT}@W {_BY} @X (?:everywhere|throughout|wherever (?:it|they|s?he) (?:occurs?|appears?|stands?|is mentioned|comes up))(?: {_IN})? @F", _swapped),
        (r"(?:in )?@F,? (?:it )?(?:should|must|has to|needs to|ought to) (?:say|read|be|have|contain) @X (?:instead of|not|rather than|and not|in place of) @W", _swapped),
        (r"@X (?:instead of|rather than|not) @W in @F", _swapped),
        (r"(?:i|we)(?: have|['’]ve)? (?:misspelled|misspelt|mistyped|typed|spelled|wrote|written|put) @W(?: as usual| again| wrong(?:ly)?| by mistake)?(?: in @F)?[\s.,;:!–—-]*(?:when (?:it|i) should (?:be|have (?:been|written)) @X[\s.,;:!–—-]*)?(?:please |can you |could you |so )*(?:fix|change|correct|turn|make) (?:it|that|this)(?: (?:to|into) @X)?(?: in @F)?", _swapped),
        (r"@W in @F (?:should|must|has to|needs to) (?:be|read|say|become|be changed to|be replaced (?:by|with)) @X", _swapped),
        (rf"{_OFF} (?:the )?(?:word|phrase|text|name|expression|sign|character)s? @W (?:out of|from|off|in|everywhere in|throughout|wherever it (?:occurs|appears|stands) in) @F{_ALL}", _gone),
        (rf"{_LEAD}{_OFF} (?:the )?(?:word|phrase|text|name|expression|sign|character)s? @W(?: out| away)?{_ALL}", _gone),
        (rf"{_OFF} (?:every|each|all|any)(?: of)?(?: the)? (?:occurrences?|instances?|mentions?) of (?:the (?:word|phrase|name) )?@W (?:out of|from|off|in) @F", _gone),
        (rf"{_OFF} (?P<w>[\ue000-\ue7ff]) (?:out of|from|off) @F (?:everywhere|throughout|wherever it (?:occurs|appears|stands))", _gone),
        (rf"{_OFF} {_EACH} {_LINES} (?:that (?:are|is|have been|were) |which (?:are|is) )?{_MARK} @W (?:from|in|of|off|out of) @F", _marked),
        (rf"{_LEAD}{_OFF} {_EACH} {_LINES} (?:that (?:are|is|have been|were) |which (?:are|is) )?{_MARK} @W(?: out)?", _marked),
        (rf"{_OFF} {_EACH} (?P<w>done|finished|completed|ticked(?: off)?|crossed off|checked(?: off)?) {_LINES} (?:from|in|of|off) @F", _marked),
        (rf"{_LEAD}{_OFF} {_EACH} (?P<w>done|finished|completed|ticked(?: off)?|crossed off|checked(?: off)?) {_LINES}", _marked),
        (r"(?:set|change|update|switch|turn|put|raise|lower|increase|reduce|make|adjust|correct) @W (?:to|=) (?:be )?@X in @F", _turned),
        (r"(?:set|change|update|switch|turn|put|raise|lower|increase|reduce|adjust|correct) @W in @F (?:to|=) (?:be )?@X", _turned),
        (rf"{_LEAD}(?:set|change|update|switch|turn|put|raise|lower|increase|reduce|adjust|correct) @W to (?:be )?@X", _turned),
        (r"(?:change|update|switch|set) (?P<w>(?:the|my|our) (?!word\b|name\b|text\b|title\b|first\b|second\b|last\b)[^\s;?\ue800-\uefff]+(?: [^\s;?\ue800-\uefff]+){0,3}?) (?:to|=) @X in @F", _setting),
        (r"(?:the |my |our )?@W (?:went up|went down|goes up|goes down|has (?:gone up|gone down|risen|dropped|changed|been (?:raised|lowered|changed|moved))|rose|dropped|changed|is now|are now|costs? now|now costs?|was (?:raised|lowered|changed|moved))(?: (?:to|at))? @X[\s.,;:!–—-]+(?:so )?(?:please |can you |could you )*(?:update|change|correct|fix|adjust|edit) (?:it|this|that|the (?:price|value|entry|number|line) )?(?: ?in )?@F", _setting),
        (r"@ADD @T as (?:a |an |another |the )?(?:new |further |last |extra )*row (?:to|in|at the (?:end|bottom) of|of) @F", _row),
        (r"@ADD (?:a |an |another |one more )?(?:new )?row (?:with |containing |for |of )?:?@T (?:to|in|at the (?:end|bottom) of) @F", _row),
        (r"@ADD (?:a |an |another |one more )?(?:new )?row (?:to|in|at the (?:end|bottom) of) @F[:,]? (?:with |containing |namely )?@T", _row),
        (rf"{_ADD} @T (?P<where>(?:on)?to the (?:very )?(?:end|bottom|top|start|beginning) of|at the (?:very )?(?:end|bottom|top|start|beginning) of|to|in) (?:both )?@LF(?: too| as well)?", _everywhere),
        (r"(?:write|put|save|store) @T (?:in|into|to) (?:both )?@F (?:as well as|and also|and) (?:in|into|to) @G", _in_two),
        (rf"{_ADD} @T (?:to|on|onto) (?:the )?(?:(?:shopping|grocery|packing|guest|to-?do|wish) )?(?:list )?(?:in )?@F(?: too| as well| please)?", _grown),
        (rf"{_ADD} @W (?:on|at|to|onto) the (?:very )?end of {_EACH} (?:line|row|entry|item|name)s? (?:in|of) @F", _around),
        (rf"{_ADD} @W (?P<before>(?:on|at|to|onto) the (?:very )?(?:start|beginning|front) of|in front of|before) {_EACH} (?:line|row|entry|item|name)s? (?:in|of) @F", _around),
        (rf"{_LEAD}{_ADD} @W (?:on|at|to|onto|after) (?:the (?:very )?end of )?{_EACH} (?:line|row|entry|item|name)s?", _around),
        (rf"(?:{_EACH} (?:line|row|entry|item|name)s? (?:in|of) @F|{_LEAD}{_EACH} (?:line|row|entry|item|name)s?) (?:should|must|has to) end with @W", _around),
        (rf"(?:{_EACH} (?:line|row|entry|item|name)s? (?:in|of) @F|{_LEAD}{_EACH} (?:line|row|entry|item|name)s?) (?P<before>(?:should|must|has to) (?:start|begin)) with @W", _around),
        (rf"prefix {_EACH} (?:line|row|entry|item|name)s? (?P<before>in|of) @F (?:with|by) @W", _around),
    )
)  # fmt: skip
