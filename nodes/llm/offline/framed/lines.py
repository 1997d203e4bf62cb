"""Frames for lines: put in by their place, replaced, taken out."""

from __future__ import annotations

from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.program import Step, Write
from nodes.llm.offline.terms import Derived, Expr, FileText, Literal, Transform

_IN = r"(?:in|into|to|of|inside|within|from|on)"
_BOTTOM = (
    r"(?:at|to|on|onto) the (?:very )?(?:end|bottom|foot)(?: of)?|(?:underneath|below|under|beneath|after)(?: (?:the "
    r"(?:existing|"
    r"other|last|rest|others|current)(?: (?:ones|entries|lines|items|line|one|entry))?|what is (?:already )?there|everything))?"
)
_TOP = (
    r"(?:at|to|on|onto) the (?:very )?(?:top|start|beginning|head|front)|as (?:the|a) (?:new )?(?:very )?(?:first line|"
    r"title|heading|"
    r"header)|before everything(?: else)?|above everything(?: else)?|(?:before|above|ahead of) the first line|in front"
)


def _edit(filled: Filled, kind: str, *args: str) -> list[Step] | None:
    path = filled.file()
    if not path or any(not arg for arg in args):
        return None
    return [Write(path, Derived(kind, (FileText(path),), args))]


def _changed(filled: Filled, expr: Expr) -> list[Step] | None:
    return [Write(filled.file(), expr)] if filled.file() else None


def _insert(f: Filled) -> list[Step] | None:
    place = f.place()
    return _edit(f, "next_item", f.content()) if place == "-1" else _edit(f, "insert_line", place, f.content())


def _before_nth(f: Filled) -> list[Step] | None:
    return _edit(f, "insert_line", f.place(), f.content())


def _after_nth(f: Filled) -> list[Step] | None:
    place = int(f.place())
    if place == -1:
        return [Write(f.file(), Literal(f.content()), "a")]
    return _edit(f, "insert_line", str(place + 1), f.content())


def _append(f: Filled) -> list[Step] | None:
    return [Write(f.file(), Literal(f.content()), "a")] if f.file() and f.content() else None


def _items(f: Filled) -> list[Step] | None:
    return _edit(f, "next_item", *f.items())


def _prepend(f: Filled) -> list[Step] | None:
    return [Write(f.file(), Literal(f.content()), prepend=True)] if f.file() and f.content() else None


def _beside(f: Filled) -> list[Step] | None:
    if f.got("w").lower() in ("the other", "each other"):
        return None
    after = f.got("side").lower() in ("after", "below", "under", "underneath", "beneath", "behind")
    return _edit(f, "insert_beside", "1" if after else "0", f.word("w"), f.content())


def _between(f: Filled) -> list[Step] | None:
    return _edit(f, "insert_between", f.word("w"), f.word("x"), f.content())


def _drop_nth(f: Filled) -> list[Step] | None:
    return _changed(f, Transform("drop_line", FileText(f.file()), (f.place(),)))


def _drop_many(f: Filled) -> list[Step] | None:
    sign = "-" if f.got("end").lower() in ("last", "final", "bottom") else ""
    return _edit(f, "cut_lines", sign + f.count()) if f.count() else None


def _drop_with(f: Filled) -> list[Step] | None:
    return _changed(f, Transform("lines_without", FileText(f.file()), (f.word("w"),)))


def _replace(f: Filled) -> list[Step] | None:
    if f.word("w").lower() in ("the text", "the contents", "everything", "it", "the content"):
        return None
    return _changed(f, Transform("replace", FileText(f.file()), (f.word("w"), f.word("x"))))


_SIDE = r"(?P<side>after|below|under|underneath|beneath|behind|before|above)"
_ANCHOR = (
    r"(?:(?:the )?(?:line|entry|row|item|one) (?:about|with|that (?:says|mentions|contains|has|reads|starts with)|saying|"
    r"containing|"
    r"mentioning|for|reading|of)(?: the word)? )?(?:the (?:line|entry|row|item|word) )?@W(?: line)?"
)
_SOLO = r"(?: in)?(?:,? (?:on|as) (?:its own|a separate|a new|a line of its own|a)(?: line)?(?: of its own)?)?"
_NTH = r"(?:@N (?:line|row|entry|item|place|position)|(?:line|row|position|place)(?: number)? @N)"
_NTH = r"(?:the )?@N (?:line|row|entry|item)"
_LINE_N = r"(?:line|row|item)(?: number| no\.?)? @N"
_LEAD = r"(?:in|inside|within|into) @F,? "
_EACH = r"(?:every|all(?: of)?(?: the)?|each|any|the)"
_FROM = r"(?:from|in|of|out of|off|inside)"
_BLANK = r"(?:empty|blank|bare) (?:lines?|rows?)"
_STARTS = r"(?:that |which )?(?:start(?:s|ing)?|begin(?:s|ning)?) with(?: an?| the)?(?: letter| word| sign| character)?"
_HAVING = (
    r"(?:(?:that|which) )?(?:contain(?:s|ing)?|mention(?:s|ing)?|ha(?:s|ve|ving)|say(?:s|ing)?|with|about|for|including|"
    r"includes?|of|"
    r"speaks? of|talks? about)(?: the (?:word|name|text))?"
)

LINES: tuple[Frame, ...] = tuple(
    frame(pattern, build)
    for pattern, build in (
        (rf"@ADD (?:@LINE)?@T{_SOLO} as (?:the )?(?:new )?@N (?:line|entry|item|row)(?: {_IN} @F)?", _insert),
        (rf"@ADD (?:@LINE)?@T{_SOLO} {_IN} @F as (?:the )?(?:new )?@N (?:line|entry|item|row)", _insert),
        (rf"@ADD (?:@LINE)?@T{_SOLO} (?:at|on|in|as) {_LINE_N} (?:in|of|to) @F", _insert),
        (r"(?:make|let) @T (?:be )?the (?:new )?@N (?:line|entry|item|row) (?:of|in) @F", _insert),
        (rf"@ADD (?:@LINE)?@T{_SOLO} (?:right |directly |just )?before (?:{_NTH}|{_LINE_N})(?: {_IN} @F)?", _before_nth),
        (rf"{_LEAD}@ADD (?:@LINE)?@T{_SOLO} (?:right |directly |just )?before (?:{_NTH})", _before_nth),
        (rf"@ADD (?:@LINE)?@T{_SOLO} (?:right |directly |just )?(?:after|below|under) {_NTH}(?: {_IN} @F)?", _after_nth),
        (rf"@ADD (?:@LINE)?@T{_SOLO} (?:right |directly |just )?(?:after|below|under) {_LINE_N}(?: {_IN} @F)?", _after_nth),
        (rf"{_LEAD}@ADD (?:@LINE)?@T{_SOLO} (?:right |directly )?(?:after|below|under) {_NTH}", _after_nth),
        (rf"(?:right |directly |just )?(?:after|below|under) {_NTH} {_IN} @F,? @ADD (?:@LINE)?@T{_SOLO}", _after_nth),
        (rf"(?:right |directly |just )?before {_NTH} {_IN} @F,? @ADD (?:@LINE)?@T{_SOLO}", _before_nth),
        (rf"@ADD (?:@LINE)?@T{_SOLO}(?:,? in)? between @W and @X {_IN} @F", _between),
        (rf"{_LEAD}@ADD (?:@LINE)?@T{_SOLO}(?:,? in)? between @W and @X", _between),
        (rf"between @W and @X {_IN} @F,? @ADD (?:@LINE)?@T{_SOLO}", _between),
        (rf"@ADD (?:@LINE)?@T{_SOLO} (?:{_TOP})(?: of| in| to)? @F", _prepend),
        (rf"@ADD (?:@LINE)?@T{_SOLO} {_IN} @F,? (?:{_TOP})", _prepend),
        (rf"(?:{_TOP})(?: of| in| to)? @F,? (?:please )?(?:@ADD|should stand|goes) (?:@LINE)?:?\s*@T{_SOLO}", _prepend),
        (rf"(?:prepend) (?:@LINE)?@T{_SOLO} to @F", _prepend),
        (r"@F (?:should|must|has to|needs to) (?:start|begin) with (?:@LINE)?@T", _prepend),
        (r"(?:give|put) @F (?:the|a) (?:title|heading|header|headline):? @T", _prepend),
        (rf"@ADD (?:@LINE)?@T{_SOLO} (?:right |directly |just |straight )?{_SIDE} {_ANCHOR} {_IN} @F", _beside),
        (rf"{_LEAD}@ADD (?:@LINE)?@T{_SOLO} (?:right |directly |just |straight )?{_SIDE} {_ANCHOR}", _beside),
        (rf"(?:right |directly |just |straight )?{_SIDE} {_ANCHOR} {_IN} @F,? @ADD (?:@LINE)?:?\s*@T{_SOLO}", _beside),
        (rf"{_LEAD}there (?:should|must|has to|needs to) be (?:@LINE)?@T{_SOLO} (?:right |directly |just |straight )?{_SIDE} {_ANCHOR}", _beside),
        (rf"there (?:should|must|has to|needs to) be (?:@LINE)?@T{_SOLO} (?:right |directly |just |straight )?{_SIDE} {_ANCHOR} {_IN} @F", _beside),
        (rf"@ADD @LINE(?:{_BOTTOM}) @F\s*[,:]? (?:namely |saying |that says |reading )?@T", _append),
        (r"@ADD @LINE(?:to|in) @F\s*(?:,|:|, namely| namely| saying| that says| reading)\s*@T", _append),
        (r"@F (?:needs|gets|wants|should get|must get|is missing|lacks|could use) (?:another|one more|a new|an extra|a "
         r"further|a|an) "
         rf"(?:line|entry|row|item|record)(?: (?:{_BOTTOM}))?\s*[:,]\s*(?:namely )?@T", _append),
        (rf"(?:{_BOTTOM}) @F,? @ADD (?:@LINE)?@T{_SOLO}", _append),
        (r"(?:i|we) (?:forgot|missed|left out) @T (?:in|on|from) @F\s*[,;.\-–]*\s*(?:so )?(?:can you |could you |please "
         r")*(?:add|put|"
         r"append|include) (?:it|them|that|those|both)(?: (?:in|there|to it|to the (?:list|file)|as .*|at the end|too|on|"
         r"please))*", _items),
        (r"(?:extend|continue|carry on|go on with|add to) (?:the )?(?:(?:numbered|bulleted|bullet|todo|to-do|check|task) "
         r")?list in @F "
         r"(?:with|by):?\s*@T", _items),
        (r"@ADD @T (?:as (?:the|a) next (?:number|point|item|step|bullet|entry)|as another (?:bullet|point|item|step)) "
         r"(?:to|in|of) "
         r"(?:the list in )?@F", _items),
        (r"@ADD (?:the |a )?next (?:number|point|item|step|bullet|entry) (?:to|in|of) (?:the list in )?@F\s*[:,]?\s*@T", _items),
        (r"(?:overwrite|replace|change|set|exchange|swap|rewrite|update) " + _NTH + r" (?:of|in) @F (?:with|by|to|for|into|"
         r"so that it "
         r"(?:says|reads)):?\s*@T", lambda f: _edit(f, "set_line", f.place(), f.content())),
        (r"(?:overwrite|replace|change|set|exchange|swap|rewrite|update) " + _LINE_N + r" (?:of|in) @F (?:with|by|to|for|"
         r"into):?\s*@T",
         lambda f: _edit(f, "set_line", f.place(), f.content())),
        (_LEAD + r"(?:overwrite|replace|change|set|exchange|swap|rewrite|update) (?:" + _NTH + r") (?:with|by|to|for|into):?\s*@T",
         lambda f: _edit(f, "set_line", f.place(), f.content())),
        (_LEAD + r"(?:overwrite|replace|change|set|exchange|swap|rewrite|update) (?:" + _LINE_N + r") (?:with|by|to|for|into):?\s*@T",
         lambda f: _edit(f, "set_line", f.place(), f.content())),
        (_NTH + r" (?:of|in) @F (?:should|must|has to) (?:be|read|say|become):?\s*@T",
         lambda f: _edit(f, "set_line", f.place(), f.content())),
        (_LINE_N + r" (?:of|in) @F (?:should|must|has to) (?:be|read|say|become):?\s*@T",
         lambda f: _edit(f, "set_line", f.place(), f.content())),
        (r"(?:replace|change|rewrite|overwrite|exchange) (?:the )?(?:whole )?(?:line|row|entry) " + _HAVING + r" @W (?:in|of) @F "
         r"(?:with|by|to|into|for):?\s*@T", lambda f: _edit(f, "set_line_with", f.word("w"), f.content())),
        (rf"@REMOVE (?:out |off |away )?{_EACH}? ?{_NTH} (?:{_FROM}) @F", _drop_nth),
        (rf"@REMOVE (?:out |off |away )?{_LINE_N} {_FROM} @F", _drop_nth),
        (rf"{_LEAD}@REMOVE (?:out |off |away )?{_NTH}(?: out| away)?", _drop_nth),
        (rf"{_NTH} (?:of|in) @F @GONE", _drop_nth),
        (rf"@REMOVE (?:out |off |away )?the (?P<end>first|last|top|bottom|final) @C (?:lines?|rows?|entries|items|names) "
         rf"{_FROM} @F",
         _drop_many),
        (rf"@REMOVE (?:out |off |away )?(?:{_EACH} )?{_BLANK} {_FROM} @F",
         lambda f: _changed(f, Transform("drop_blank", FileText(f.file())))),
        (rf"(?:{_EACH} )?{_BLANK} (?:in|of|from) @F @GONE", lambda f: _changed(f, Transform("drop_blank", FileText(f.file())))),
        (rf"{_LEAD}@REMOVE (?:out |off |away )?(?:{_EACH} )?{_BLANK}", lambda f: _changed(f, Transform("drop_blank", FileText(f.file())))),
        (rf"@REMOVE (?:out |off |away )?{_EACH} (?:lines?|rows?|entries|comments?) {_STARTS} @W {_FROM} @F",
         lambda f: _edit(f, "not_starting", f.word("w"))),
        (rf"{_LEAD}@REMOVE (?:out |off |away )?{_EACH} (?:lines?|rows?|entries) {_STARTS} @W",
         lambda f: _edit(f, "not_starting", f.word("w"))),
        (rf"@REMOVE (?:out |off |away )?{_EACH} (?:lines?|rows?|entries) {_FROM} @F {_STARTS} @W",
         lambda f: _edit(f, "not_starting", f.word("w"))),
        (rf"@REMOVE (?:out |off |away )?{_EACH} (?:lines?|rows?|entr(?:y|ies)|items?) {_HAVING} @W {_FROM} @F", _drop_with),
        (rf"{_LEAD}@REMOVE (?:out |off |away )?{_EACH} (?:lines?|rows?|entr(?:y|ies)|items?) {_HAVING} @W", _drop_with),
        (rf"(?:{_EACH}) (?:lines?|rows?|entr(?:y|ies)|items?) {_HAVING} @W (?:in|of|from) @F @GONE", _drop_with),
        (rf"{_LEAD}(?:the (?:name|word|text|date|year|price) )?@W (?:should|must|has to|ought to|needs to) (?:be "
         r"(?:called|spelled|spelt|written|changed to|replaced (?:by|with))|be|read|become|say)(?: as)? "
         r"@X(?:\s*[,;.\-–]+\s*(?:so )?(?:please )?(?:fix|correct|change) "
         r"(?:it|that|this))?", _replace),
        (r"(?:use|write|say|put) @X instead of @W (?:throughout|everywhere in|in(?: all of)?|all over|inside) @F", _replace),
        (rf"{_LEAD}(?:use|write|say|put) @X (?:instead of|in place of|rather than) @W(?: everywhere| throughout)?", _replace),
        (r"(?:change|replace|swap|turn|substitute|exchange|correct|fix|update|rename) (?:every |each |all |any |the "
         r")?(?:occurrences? of |"
         r"instances? of |mentions? of |word |name |text )?@W (?:with|by|to|into|for) @X (?:throughout|everywhere in|in(?: "
         r"all of)?|"
         r"inside) @F", _replace),
        (rf"{_LEAD}(?:change|replace|swap|turn|substitute|correct|fix|update) (?:every |each |all |any |the "
         rf")?(?:occurrences? of |"
         r"instances? of |mentions? of |word |name |text )?@W (?:with|by|to|into) @X(?: everywhere| throughout)?", _replace),
        (r"@W (?:is|was) (?:misspelled|misspelt|spelled wrong(?:ly)?|wrong) in @F\s*[,;.:\-–]*\s*(?:it should (?:be|read|"
         r"say)|change it to|make "
         r"it|correct it to) @X", _replace),
    )
)  # fmt: skip
