"""Frames for changes inside a text: words and settings replaced or taken out, items added, signs put around lines."""

from __future__ import annotations

import re

from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.gist.words import ITEM_WORDS
from nodes.llm.offline.program import Say, Step, Write
from nodes.llm.offline.terms import Derived, Expr, FileText, Transform

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
    if not f.file() or any(
        not old or len(old.split()) > 6 or (re.search(r",\s", old) and not f.quoted("w")) for old, _ in pairs
    ):
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


def _in_all(f: Filled) -> list[Step] | None:
    """The same words replaced in several files."""
    (old, new), paths = _pairs(f)[0], f.files()
    if len(paths) < 2 or not old or re.search(r"\b(?:lines?|row|column|contents?|order)\b", old):
        return None
    return [Write(path, Transform("replace", FileText(path), (old, new)), implied=True) for path in paths]


def _all_but_ends(f: Filled) -> list[Step] | None:
    count = f.count() if f.has("c") else "1"
    kind = "head" if f.got("end").lower() in ("first", "top") else "tail"
    return (
        [Write(f.file(), Transform(kind, FileText(f.file()), (count,)), implied=True)] if f.file() and count else None
    )


def _thinned(f: Filled) -> list[Step] | None:
    step = {"second": "2", "other": "2", "third": "3"}[f.got("each").lower()]
    return _edit(f, "thinned", step)


def _cleaned(f: Filled) -> list[Step] | None:
    made: Expr = Transform("unique", Transform("drop_blank", FileText(f.file())))
    return [Write(f.file(), made, implied=True)] if f.file() else None


def _gone(f: Filled) -> list[Step] | None:
    return _edit(f, "without_word", f.word("w")) if f.word("w") else None


def _marked(f: Filled) -> list[Step] | None:
    return _edit(f, "unmarked", f.word("w"))


def _line_case(f: Filled) -> list[Step] | None:
    kind = "upper" if re.search(r"upper|capital|caps", f.got("case"), re.IGNORECASE) else "lower"
    return _edit(f, "line_case", kind, f.place())


def _only(f: Filled) -> list[Step] | None:
    return (
        [Write(f.file(), Transform("lines_with", FileText(f.file()), (f.word("w"),)), implied=True)]
        if f.file()
        else None
    )


def _once(f: Filled) -> list[Step] | None:
    return [Write(f.file(), Transform("unique", FileText(f.file())), implied=True)] if f.file() else None


def _headless(f: Filled) -> list[Step] | None:
    return _edit(f, "cut_lines", "1")


def _told(f: Filled) -> list[Step] | None:
    """What a file holds after it was changed."""
    return [Say(FileText(f.disc.made))] if f.disc.made else None


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
_HAS = r"(?:(?:that |which )?(?:contain(?:s|ing)?|mention(?:s|ing)?|ha(?:s|ve|ving)|say(?:s|ing)?|with|including|includes?)(?: an?| the (?:word|name|text|sign))?)"
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
        (r"(?:in @F,? )?(?:i|we|someone|somebody|he|she|they)(?: have|['’]ve|['’]s| has)? (?:always |often |accidentally |by mistake )?(?:misspelled|misspelt|mistyped|typed|spelled|spelt|wrote|written|put) @W (?:instead of|rather than|for|where it should (?:be|say)) @X(?: in @F)?[\s.,;:!–—-]+(?:please |can you |could you |so |would you |you could )*(?:fix|change|correct|sort out|repair|replace) (?:it|that|this|them|those)(?: (?:in @F|everywhere|throughout|for me|please|all))*", _swapped),
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
        (rf"{_SWAP} {_WHAT}@W {_BY} @X (?:everywhere |throughout )?(?:in|throughout|inside|across) (?:both )?@LF", _in_all),
        (rf"{_OFF} {_EACH} (?:lines?|rows?|entries) (?:except|but|apart from|other than)(?: for)? the (?:very )?(?P<end>first|last|top)(?: @C)?(?: (?:line|row|one|lines|rows|ones))? (?:from|of|in) @F", _all_but_ends),
        (rf"{_LEAD}{_OFF} {_EACH} (?:lines?|rows?|entries) (?:except|but|apart from|other than)(?: for)? the (?:very )?(?P<end>first|last|top)(?: @C)?(?: (?:line|row|one|lines|rows|ones))?", _all_but_ends),
        (rf"{_OFF} every (?P<each>second|other|third) (?:line|row|entry) (?:from|of|in) @F", _thinned),
        (rf"{_OFF} (?:the |all |any )*(?:duplicates?|doubles|duplicate lines|repeated lines) and (?:the |all |any )*(?:blank|empty) (?:lines|rows) (?:from|of|in) @F", _cleaned),
        (rf"{_OFF} (?:the |all |any )*(?:blank|empty) (?:lines|rows) and (?:the |all |any )*(?:duplicates?|doubles|duplicate lines|repeated lines) (?:from|of|in) @F", _cleaned),
        (r"(?:change|set|update) (?P<w>(?:the|my|our) (?:title|name|author|version|port|language|date|colou?r|theme|owner|status|address|phone number)) (?:in|of) @F (?:to|=) @X", _setting),
        (rf"(?:keep|leave|retain|let) (?:only|just) (?:the |those )?{_LINES} {_HAS} @W (?:in|of|from) @F", _only),
        (rf"{_LEAD}(?:keep|leave|retain) (?:only|just) (?:the |those )?{_LINES} {_HAS} @W", _only),
        (rf"(?:every|each) {_LINES} (?:should|must|may|shall) (?:only |just )?(?:appear|be|occur|stand|be listed|come|exist|be there)(?: only| just)? once (?:in|on) @F", _once),
        (rf"{_OFF} (?:the )?(?:header|heading|title|column names|top)(?: row| line)? (?:of|from|in|off) @F", _headless),
        (r"(?:put|turn|make|change|convert|write|set|bring) (?:the )?@N (?:line|row|entry) (?:of|in) @F (?:all )?(?:in |into |to |in all )?(?:all )?(?P<case>upper[- ]?case|capitals|capital letters|caps|lower[- ]?case|small letters)(?: letters)?", _line_case),
        (rf"{_SWAP} (?:the )?(?:[\w-]+ ){{0,2}}[\w-]+ in @F from @W to @X", _swapped),
        (rf"{_LEAD}{_SWAP} (?:the )?(?:[\w-]+ ){{0,2}}[\w-]+ from @W to @X", _swapped),
        (r"(?:show|read|print|display|tell|give)(?: me)?(?: out)? (?:it|the (?:new |whole |full |updated |resulting |finished )?(?:list|file|text|result|contents?)|what it (?:says|looks like) now|what(?:['’]s| is) in it)(?: now| then| to me| out| again)*", _told),
        (rf"{_ADD} @W (?:on|at|to|onto) the (?:very )?end of {_EACH} (?:line|row|entry|item|name)s? (?:in|of) @F", _around),
        (rf"{_ADD} @W (?P<before>(?:on|at|to|onto) the (?:very )?(?:start|beginning|front) of|in front of|before) {_EACH} (?:line|row|entry|item|name)s? (?:in|of) @F", _around),
        (rf"{_LEAD}{_ADD} @W (?:on|at|to|onto|after) (?:the (?:very )?end of )?{_EACH} (?:line|row|entry|item|name)s?", _around),
        (rf"(?:{_EACH} (?:line|row|entry|item|name)s? (?:in|of) @F|{_LEAD}{_EACH} (?:line|row|entry|item|name)s?) (?:should|must|has to) end with @W", _around),
        (rf"(?:{_EACH} (?:line|row|entry|item|name)s? (?:in|of) @F|{_LEAD}{_EACH} (?:line|row|entry|item|name)s?) (?P<before>(?:should|must|has to) (?:start|begin)) with @W", _around),
        (rf"prefix {_EACH} (?:line|row|entry|item|name)s? (?P<before>in|of) @F (?:with|by) @W", _around),
    )
)  # fmt: skip
