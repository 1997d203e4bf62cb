"""Frames for questions about files, folders and what stands in them."""

from __future__ import annotations

import re

from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.program import Say, Step
from nodes.llm.offline.terms import (
    Derived,
    Exists,
    Expr,
    FilesWith,
    FileText,
    Listing,
    Literal,
    Measure,
    Test,
    Transform,
)


def _told(f: Filled, kind: str, *args: str) -> list[Step] | None:
    return [Say(Derived(kind, (FileText(f.file()),), args))] if f.file() and all(args) else None


def _say(expr: Expr) -> list[Step]:
    return [Say(expr)]


def _two(kind: str) -> object:
    def build(f: Filled) -> list[Step] | None:
        first, second = f.file(), f.file("g")
        return _say(Derived(kind, (FileText(first), FileText(second)), (first, second)))

    return build


def _larger(f: Filled) -> list[Step] | None:
    word, paths = f.got("more").lower(), f.files()
    kind = (
        "min"
        if word.split()[0] in ("fewer", "fewest", "less", "least", "shorter", "shortest", "smaller", "smallest")
        else "max"
    )
    unit = next((name for name in ("lines", "words", "characters") if name[:-1] in f.found.group().lower()), "")
    unit = unit or ("lines" if word.split()[0] in ("longer", "longest", "shorter", "shortest") else "characters")
    sources = tuple(Measure(unit, FileText(path)) for path in paths)
    bare = re.search(
        r"\b(?:only|just) (?:with )?(?:its|the|that) (?:file ?)?name\b", f.disc.scanned.protected.text, re.IGNORECASE
    )
    return _say(Derived("larger_only" if bare else "larger_name", sources, (kind, *paths))) if len(paths) > 1 else None


def _counted(f: Filled) -> list[Step] | None:
    return _say(Measure("lines", Transform("lines_with", FileText(f.file()), (f.word("w"),))))


def _exactly(f: Filled) -> list[Step] | None:
    return _say(Measure("lines", Derived("exact_lines", (FileText(f.file()),), (f.word("w"),))))


def _part(f: Filled) -> list[Step] | None:
    kind = "head" if f.got("end").lower() in ("first", "top", "opening", "initial") else "tail"
    return _say(Transform(kind, FileText(f.file()), (f.count(),))) if f.count() else None


def _first_lines(f: Filled) -> list[Step] | None:
    return [Say(Transform("head", FileText(path), ("1",))) for path in (f.file(), f.file("g")) if path]


def _named(pattern: str) -> object:
    def build(f: Filled) -> list[Step] | None:
        word = f.word("w")
        return (
            _say(Listing(f.folder() or ".", only=pattern.replace("@", word)))
            if re.fullmatch(r"[\w.\-]+", word)
            else None
        )

    return build


def _holding(f: Filled) -> list[Step] | None:
    word = f.word("w")
    idle = re.match(r"(?:i|we|you|there|here|got|it|they|been|in|are|is|the|this|that|my|to)\b", word, re.IGNORECASE)
    return _say(FilesWith(f.folder() or ".", word)) if len(word) > 1 and not idle else None


def _answer(f: Filled) -> list[Step] | None:
    asked = f.text(f.got("t"))
    if re.search(
        r"\b(?:total|sum|average|altogether|how (?:many|much)|most|least|more|less|\w+est|only|not|first|last)\b",
        asked,
        re.IGNORECASE,
    ):
        return None
    return _told(f, "answering", asked)


_HAS = (
    r"(?:contain(?:s|ing|ed)?|mention(?:s|ing|ed)?|ha(?:s|ve|ving)|hold(?:s|ing)?|includ(?:e|es|ing)|say(?:s|ing)?|with|"
    r"about|speaks? of|talks? about|refer(?:s|ring)? to|name|names|use|uses)"
    r"(?: the (?:word|name|phrase|text|number|term))?(?: an?)?"
)
_WHAT_LINE = r"(?:the )?(?:lines?|rows?|entry|entries|items?)"
_COUNT_OF = r"(?:how many|count(?: the)?|(?:what is |what['’]s )?the number of|tell me how many|find out how many)"
_FILES = r"(?:the |my |all |all the |all my |any )*(?:files?|documents?)"
_SEEK = r"(?:find(?: me)?|list|show(?: me)?|give me|which|what|search for|look for|locate|tell me|name|are there any|i need)"
_NAMES = (
    r"(?:(?:whose|where the|with) (?:file ?)?names? (?:that )?|(?:that |which )?(?:are )?(?:named |have names that )?)"
)

ASKING: tuple[Frame, ...] = tuple(
    frame(pattern, build)  # type: ignore[arg-type]
    for pattern, build in (
        (r"(?:are|do|is)(?: the)?(?: (?:contents?|texts?|files) (?:of|in))?(?: the files)? @F (?:and|with) @G (?:identical|"
         r"the same|equal|alike|exactly the same|match|agree|have the same (?:content|text|"
         r"contents)|exact copies|hold the same(?: text)?|contain the same(?: text)?|duplicates|different|differ)(?: (?:or "
         r"not|or different|or do they differ|to each other|or are they different))?", _two("files_same")),
        (r"(?:is|does) @F (?:the same as|identical (?:to|with)|equal to|a copy of|an exact copy of|different from|match|"
         r"differ from|any different from|have the same (?:content|text) as) @G", _two("files_same")),
        (r"(?:check|tell me|see|find out|say|verify|test) (?:whether|if) @F (?:and|is the same as|is identical to|matches|"
         r"equals) @G(?: (?:are|have|hold|contain|match|agree|differ).*)?", _two("files_same")),
        (r"compare @F (?:and|with|to|against) @G(?:.{0,3}(?:and )?(?:tell me|show me|say|list|what).*)?", _two("files_same")),
        (r"(?:what(?:['’]s| is| are)?|show(?: me)?|tell me|list|find|give me)(?: the| what(?:['’]s| is))?(?: lines?)? "
         r"(?:different|differences?|changes?|the differences?|differs|changed)(?: is| are)? (?:between|from|in) @F (?:and|"
         r"to|with) @G", _two("different")),
        (r"(?:how|where|in what|what way) (?:do|does|is) @F (?:and|differ from|different from) @G(?: differ)?", _two("different")),
        (r"(?:of|out of|between|among) @LF,? which(?: one| file| of (?:them|the two|these))? (?:has|is|contains|holds)(?: "
         r"the)? (?P<more>more|most|fewer|fewest|longer|longest|shorter|shortest|larger|largest|bigger|biggest|smaller|"
         r"smallest|less|least)(?: (?:lines?|words?|characters?|text|rows|entries|one|file|letters))?", _larger),
        (r"which(?: one| file| of (?:them|the two|these|the files))? (?:has|is|contains|holds)(?: the)? (?P<more>more|most|"
         r"fewer|fewest|longer|longest|shorter|shortest|larger|largest|bigger|biggest|smaller|smallest|less|"
         r"least)(?: (?:lines?|words?|characters?|text|rows|one|file|letters))?\s*[,:]? @LF",
         lambda f: _larger(f)),
        (r"which(?: one)? of @LF (?:has|is|contains|holds)(?: the)? (?P<more>more|most|fewer|fewest|longer|longest|shorter|"
         r"shortest|larger|largest|bigger|biggest|smaller|smallest)"
         r"(?: (?:lines?|words?|characters?|text|rows|letters))?", _larger),
        (rf"{_COUNT_OF} (?:lines?|rows?|entries|items|lines are there) (?:in|of) @F {_HAS} @W", _counted),
        (rf"{_COUNT_OF} (?:lines?|rows?|entries|items) (?:that |which )?(?:{_HAS}) @W (?:in|of|are (?:there )?in|does|there "
         rf"are in) @F(?: have)?", _counted),
        (r"(?:in|on) how many (?:lines?|rows?) (?:of|in) @F (?:is|does|can) @W(?: (?:appear|occur|stand|mentioned|be found|"
         r"found|there))?", _counted),
        (rf"@F has one (?:\w+) per (?:line|row)\s*[,;.:]\s*(?:so )?{_COUNT_OF} (?:of them |of those |of these )?(?:are|is|"
         rf"say|read)(?: a)? @W", _exactly),
        (rf"{_COUNT_OF} (?:of the )?(?:lines?|entries|rows) (?:in|of) @F (?:are|say|read|equal)(?: (?:exactly|just))? @W", _exactly),
        (rf"{_COUNT_OF} (?:empty|blank) lines?(?: (?:are|does|has|there are))?(?: there)? (?:in )?@F(?: have| has| contain)?",
         lambda f: _say(Measure("lines", Derived("exact_lines", (FileText(f.file()),), ("",))))),
        (r"(?:how (?:long|big|large) is @F (?:in|counted in)|what(?:['’]s| is) the (?:length|size)(?: of @F)? in|count the) "
         r"(?P<unit>characters|words|lines)(?: (?:of|in)(?: the text (?:of|in))? @F)?",
         lambda f: _say(Measure(f.word("unit"), FileText(f.file())))),
        (r"(?:@SHOW|what(?: is| are)|what['’]s)(?: me| out)?(?: just| only)?(?: the)? (?P<end>first|last|top|bottom|final|"
         r"opening|closing|initial) @C (?:lines?|rows?|entries|items) (?:of|in|from|off) @F", _part),
        (r"(?:tell me |show me |let me see )?how @F (?:begins|starts)(?: and (?:how )?@G (?:begins|starts))?(?:\s*[;,.].*)?", lambda f: [Say(Transform("head", FileText(p), ("1",))) for p in
         [f.file(), *([f.file("g")] if f.has("g") else [])]]),
        (r"how (?:does|do) @F (?:begin|start)", lambda f: _say(Transform("head", FileText(f.file()), ("1",)))),
        (r"how (?:does|do) @F end", lambda f: _say(Transform("tail", FileText(f.file()), ("1",)))),
        (r"(?:skip|ignore|leave out) the (?:header|heading|first line|title|column names)(?: line| row)? (?:of|in) @F,? and "
         r"(?:@SHOW)(?: me)?(?: just| only)? (?:the )?(?:row|line|entry|one)?\s*(?:that )?(?:comes )?(?:right |directly )?"
         r"(?:after|below|under|next)(?: it| that)?", lambda f: _say(Transform("line", FileText(f.file()), ("2",)))),
        (r"(?:skip|ignore|leave out) the (?:header|heading|first line|title|column names)(?: line| row)? (?:of|in) @F,? and "
         r"(?:@SHOW)(?: me)?(?: just| only)? (?:the rest|everything else|what remains|the (?:other )?(?:rows|lines|data))",
         lambda f: _told(f, "cut_lines", "1")),
        (r"(?:@SHOW)(?: me)? (?:everything|all(?: lines)?|the rest)(?: (?:in|of) @F)? (?:but|except|apart from|without)(?: "
         r"for)? the (?:header|heading|first line|first row)(?: line| row)?(?: (?:of|in) @F)?",
         lambda f: _say(Derived("cut_lines", (FileText(f.file()),), ("1",)))),
        (rf"(?:@SHOW|find)(?: me| out)?(?: just| only)? {_WHAT_LINE} (?:in|of|from) @F (?:that |which )?{_HAS} @W(?: in "
         rf"(?:it|them))?", lambda f: _told(f, "lines_about", f.word("w"))),
        (rf"(?:@SHOW|find)(?: me| out)?(?: just| only)?(?: all| every)? {_WHAT_LINE} (?:that |which )?{_HAS} @W (?:in|of|"
         rf"from) @F", lambda f: _told(f, "lines_about", f.word("w"))),
        (rf"(?:which|what) (?:lines?|rows?|entry) (?:of|in) @F {_HAS}(?: the)? @W", lambda f: _told(f, "line_numbers", f.word("w"))),
        (r"(?:on|in|at) (?:which|what) line(?: number)?(?: (?:of|in) @F)? (?:is|does|do|can|are|stands)(?: the (?:word|name|"
         r"text))? @W(?: (?:stand|appear|occur|come|be found|mentioned|found|written))?(?: in @F)?",
         lambda f: _say(Derived("line_numbers", (FileText(f.file()),), (f.word("w"),)))),
        (r"(?:what(?:['’]s| is)|tell me) the line number of @W in @F", lambda f: _told(f, "line_numbers", f.word("w"))),
        (r"(?:what|which line|who) (?:comes|stands|is|follows)(?: (?:right|directly))? (?P<side>after|below|before|"
         r"above)(?: the (?:line|word|entry) )? ?@W in @F",
         lambda f: _told(f, "neighbour", "1" if f.got("side").lower() in ("after", "below") else "-1", f.word("w"))),
        (r"(?:@SHOW|what are|which(?: are)?|what)(?: me| out)?(?: all)?(?: the)? (?:items?|tasks?|entries|things|lines|"
         r"points|todos|boxes|ones)(?: (?:of|in|on|from) @F)?(?: (?:that )?(?:are|is|have))? (?:(?:not|n['’]t)(?: been)?(?: "
         r"yet)? "
         r"(?:ticked|checked|done|crossed|completed|finished|ticked off)|unticked|unchecked|open|still open|still to do|"
         r"undone|left)(?: off)?(?: yet)?(?: (?:of|in|on|from) @F)?",
         lambda f: _say(Derived("ticked", (FileText(f.file()),), ("no",)))),
        (r"(?:@SHOW|what are|which(?: are)?|what)(?: me| out)?(?: all)?(?: the)? (?:items?|tasks?|entries|things|lines|"
         r"points|todos|boxes|ones)(?: (?:of|in|on|from) @F)?(?: (?:that )?(?:are|is|have))?(?: been| already)? "
         r"(?:ticked|checked|done|crossed|completed|finished|ticked off)(?: off)?(?: already)?(?: (?:of|in|on|from) @F)?",
         lambda f: _say(Derived("ticked", (FileText(f.file()),), ("yes",)))),
        (r"(?:are there|does|do|has)(?: any)? (?:subfolders|folders|directories|sub-folders) in (?:the folder )?@B(?:,? and "
         r"what are (?:they|their names)(?: called)?)?.*",
         lambda f: _say(Derived("folders_only", (Listing(f.folder()),)))),
        (r"(?:which|what|list(?: the)?|show(?: me)?(?: the)?|name(?: the)?) (?:subfolders|folders|directories|"
         r"sub-folders)(?: (?:are|does|do)(?: there)?)? (?:in|inside|of) (?:the folder )?@B(?: have| contain)?",
         lambda f: _say(Derived("folders_only", (Listing(f.folder()),)))),
        (r"(?:which|what|list(?: the| all)?|show(?: me)?(?: the| all)?) (?:folders|directories)(?: (?:are there|do i have|"
         r"exist|there are|have i got))?(?: (?:here|in the workspace))?",
         lambda f: _say(Derived("folders_only", (Listing("."),)))),
        (rf"(?:{_SEEK} )?{_FILES} {_NAMES}(?:begin|start)(?:s|ning|ing)? with @W", _named("@*")),
        (rf"(?:{_SEEK} )?{_FILES} {_NAMES}(?:end|finish)(?:s|es|ing)? (?:in|with|on) @W", _named("*@")),
        (rf"(?:{_SEEK} )?{_FILES} (?:with @W in (?:the|their|its) (?:file ?)?names?|(?:whose|where the) (?:file ?)?names? "
         rf"(?:contains?|has|have|includes?|holds?) @U)",
         lambda f: _say(Listing(".", only=f"*{f.word('w') or f.word('u')}*"))),
        (r"(?:in )?(?:which|what)(?: of (?:the|my|these))? files? (?:is|are|can i find|do i find|does|did i (?:write|put|"
         r"note|save)|have i (?:written|put|noted|saved))(?: the (?:word|name|phrase|text|phone number|telephone number|"
         r"number|address|"
         r"code|line|date))? @W(?: (?:mentioned|written|found|stand|appear|noted|occur))?", _holding),
        (r"(?:where|in (?:which|what) (?:of my )?files?) (?:did (?:i|we)|have (?:i|we)) (?:write|note|put|save|jot|written|noted|saved)(?: down)?(?: the| my| our| that)? @W(?: in my files)", _holding),
        (rf"(?:which|what)(?: of (?:the|my|these))? (?:files?|documents?|notes?) (?:that )?{_HAS} @W", _holding),
        (r"(?:is|are) there (?:a|any|some)(?: mention| word| trace| occurrence)?(?: of)? @W in @F", lambda f: _say(Test("contains", FileText(f.file()), Literal(f.word("w"))))),
        (rf"(?:does|do) @F {_HAS}(?: any(?:thing about|where)?)? @W(?: (?:anywhere|somewhere|in it))?", lambda f: _say(Test("contains", FileText(f.file()), Literal(f.word("w"))))),
        (r"(?:is|are|do|does)(?: the (?:word|name|text))? @W (?:mentioned |listed |found |written |named |included |on the "
         r"list |anywhere |in the list |appear |occur |stand )*in @F",
         lambda f: _say(Test("contains", FileText(f.file()), Literal(f.word("w"))))),
        (r"(?:does|do)(?: we| i)? (?:have )?@F (?:exist|already exist)(?: already| yet)?", lambda f: _say(Exists(f.file()))),
        (r"(?:is|do i have|have i got|is there|has|does)(?: there)?(?: already)? @F(?: (?:already )?(?:there|exist|here|"
         r"around|present|in the (?:workspace|folder)))?(?: already| yet)?", lambda f: _say(Exists(f.file()))),
        (r"(?:is|do i have|is there|have i got) @F (?:in|inside) @D", lambda f: _say(Exists(f"{f.folder()}/{f.file()}"))),
        (r"(?:check|tell me|see|find out|let me know) (?:whether|if) @F (?:exists|is there|is around|is present)(?: already)?", lambda f: _say(Exists(f.file()))),
        (r"is @F (?:empty|blank)", lambda f: _say(Test("empty", FileText(f.file())))),
        (r"(?:according to|in|from|going by|judging by|as per|by) @F,? (?P<t>(?:when|where|who|what|which|how (?:long|old|"
         r"far|early|late))\b[^\ue800-\uefff]+)", _answer),
        (r"(?P<t>(?:when|where|who|which|what time|what day|how early|how late)\b[^\ue800-\uefff]+?),? (?:according to|"
         r"going by|as per) @F", _answer),
    )
)  # fmt: skip
