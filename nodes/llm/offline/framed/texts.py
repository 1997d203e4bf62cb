"""Frames for new files and what goes into them, and for changes of a whole text."""

from __future__ import annotations

import re

from nodes.llm.offline.framed.listing import describes
from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.program import FileAction, Say, Step, Write
from nodes.llm.offline.terms import Derived, FileText, Literal, Ref, Transform


def _mode(f: Filled) -> str:
    """What is added to a file never replaces what it holds."""
    return "a" if re.match(r"(?:add|append)\b", f.found.group(), re.IGNORECASE) else "w"


def _new(f: Filled) -> list[Step] | None:
    folder = f.folder()
    path = f"{folder}/{f.file()}" if folder and "/" not in f.file() else f.file()
    if not path or not f.content():
        return None
    steps: list[Step] = [FileAction("mkdir", folder)] if folder else []
    return [*steps, Write(path, Literal(f.content()), _mode(f))]


def _two(f: Filled) -> list[Step] | None:
    return [Write(f.file(), Literal(f.content())), Write(f.file("g"), Literal(f.content("u")))]


def _listed(sign: str) -> object:
    def build(f: Filled) -> list[Step] | None:
        items = f.items()
        if not f.file() or len(items) < 2:
            return None
        text = "\n".join(f"{place}. {item}" if sign == "1" else f"{sign}{item}" for place, item in enumerate(items, 1))
        return [Write(f.file(), Literal(text))]

    return build


def _lines(f: Filled) -> list[Step] | None:
    items = [] if describes(f.got("t")) else f.items()
    folder = f.folder()
    path = f"{folder}/{f.file()}" if folder and "/" not in f.file() else f.file()
    steps: list[Step] = [FileAction("mkdir", folder)] if folder else []
    return [*steps, Write(path, Literal("\n".join(items)), _mode(f))] if path and len(items) > 1 else None


def _rows(f: Filled) -> list[Step] | None:
    return (
        [Write(f.file(), Literal("\n".join((f.content(), f.content("u")))))] if f.content() and f.content("u") else None
    )


def _empty(f: Filled) -> list[Step] | None:
    return [Write(path, Literal("")) for path in f.files()] or None


def _fresh(f: Filled) -> list[Step] | None:
    return [Write(path, Literal(""), "a") for path in f.files()] or None


def _swap(f: Filled) -> list[Step] | None:
    first, second, place = f.file(), f.file("g"), len(f.disc.steps)
    return [
        Say(FileText(first)),
        Say(FileText(second)),
        Write(first, Ref((place + 1,))),
        Write(second, Ref((place,))),
    ]


def _shape(kind: str, *args: str) -> object:
    def build(f: Filled) -> list[Step] | None:
        return [Write(f.file(), Transform(kind, FileText(f.file()), args))] if f.file() else None

    return build


def _joined(f: Filled) -> list[Step] | None:
    paths = [path for path in f.files() if path != f.file("g")]
    if len(paths) < 2:
        return None
    return [Write(f.file("g"), Transform("joined", FileText(paths[0]), tuple(paths[1:])))]


def _marked(f: Filled) -> list[Step] | None:
    sign = {
        "dash": "-",
        "hyphen": "-",
        "bullet": "-",
        "bullet point": "-",
        "asterisk": "*",
        "star": "*",
        "checkbox": "- [ ]",
    }
    word = re.sub(r"s$|es$", "", f.word("w").lower())
    lead = sign.get(word)
    if lead is None and len(f.word("w").split()) > 2:
        return None
    args = (f"{lead} " if lead else f.word("w") + (" " if f.word("w")[-1:] in "-*•>#" else ""), "")
    return [Write(f.file(), Derived("around", (FileText(f.file()),), args))]


_ONE_EACH = (
    r"(?:,? (?:\(?(?:one|each|every)(?: \w+)? (?:(?:per|a|on each|to a|on a) (?:\w+ )?line|on its own line|on a line of its "
    r"own)\)?|on (?:separate|"
    r"different|their own|individual) lines|line by line|as separate lines|below each other|under each other|underneath "
    r"each other|"
    r"one below the other|one under the other))"
)
_SEP = r"(?:\s*[:,]\s*| )"
_LISTING = (
    r"(?:listing|with|containing|that lists|which lists|holding|that contains|for|and list(?: in it)?|and put(?: in "
    r"it)?)"
)
_IN_D = r"(?:in|inside|into|within|under)"
_EMPTIED = (
    r"(?: (?:completely|out|entirely|down))*(?:,? (?:so that|so) it(?:['’]s| is| becomes| will be)? (?:blank|empty))?(?:,? but "
    r"(?:keep|leave|do not delete|don['’]t delete) (?:the file(?: itself)?|it))?"
)

LATER = (_new, _two, _rows)
"""What is tried only where no other reader understands a goal."""

TEXTS: tuple[Frame, ...] = tuple(
    frame(pattern, build)  # type: ignore[arg-type]
    for pattern, build in (
        (r"@MAKE (?:me )?@F (?:as |with )(?:an? )?(?:list of )?(?:\w+ )?bullet(?:ed)?(?: points?| list| items)?(?: of| "
         r"for)?\s*[:,]?\s*@T", _listed("- ")),
        (r"@MAKE (?:a |me )?bullet(?:ed)?(?: points?)? list (?:in|into|to|called|named) @F\s*(?:of|with|containing|:|"
         r",)\s*:?\s*@T", _listed("- ")),
        (r"@MAKE (?:me )?@F (?:as |with )(?:an? )?numbered (?:list|lines|items|steps|points)(?: of)?\s*[:,]?\s*@T", _listed("1")),
        (r"@MAKE (?:a |me )?numbered list (?:in|into|to|called|named) @F\s*(?:of|with|containing|:|,)\s*:?\s*@T", _listed("1")),
        (r"@MAKE @T (?:as|in) (?:an? )?numbered list (?:in|into|to) @F", _listed("1")),
        (r"@MAKE @T (?:as|in) (?:an? )?bullet(?:ed)?(?: point)? (?:list|points) (?:in|into|to) @F", _listed("- ")),
        (r"@MAKE (?:me )?@F (?:as |with )(?:an? )?(?:check ?list|to-?do list|task list)(?: of)?\s*[:,]\s*@T", _listed("- [ ] ")),
        (r"@MAKE (?:me )?@F,? with @T as (?:its|the) (?:header|heading|column names?|first)(?: line| row)?,? (?:and|with) "
         r"(?:below (?:it|that)|under it|"
         r"underneath|then|below)?,?\s*(?:the )?(?:single |only |one )?(?:row|line|data row|data line|second line)?\s*:?\s*@U", _rows),
        (r"@MAKE (?:me )?@F,? with (?:the )?(?:header|heading|column names?|first)(?: line| row)?\s*:?\s*@T,? and (?:then |"
         r"below it |under it )?"
         r"(?:the |one |a )?(?:single |only |data |second )*(?:row|line)\s*:?\s*@U", _rows),
        (rf"@MAKE (?:me )?(?:two files?:? )?@F @SAY{_SEP}@T,? and @G @SAY{_SEP}@U", _two),
        (rf"two files:?(?: please:?)? @F @SAY{_SEP}@T,? and @G @SAY{_SEP}@U", _two),
        (rf"@MAKE (?:me )?@D,? and (?:inside|in|within|into) (?:it|there|that folder),?(?: @MAKE)? @F "
         rf"{_LISTING}{_SEP}@T{_ONE_EACH}", _lines),
        (rf"@MAKE (?:me )?@D (?:with|containing) @F in(?:side)? it {_LISTING}{_SEP}@T{_ONE_EACH}", _lines),
        (rf"@MAKE (?:me )?@F,? {_LISTING}{_SEP}@T{_ONE_EACH}", _lines),
        (rf"@MAKE @T{_ONE_EACH} (?:in|into|to) @F", _lines),
        (rf"@MAKE @T (?:in|into|to) @F{_ONE_EACH}", _lines),
        (rf"@MAKE (?:me )?@D,? and (?:inside|in|within|into) (?:it|there|that folder),?(?: @MAKE)? @F,? @SAY{_SEP}@T", _new),
        (rf"@MAKE (?:me )?@D (?:with|containing) @F (?:in|inside) (?:it|there),? @SAY{_SEP}@T", _new),
        (rf"@MAKE (?:me )?@F {_IN_D} @D,? @SAY{_SEP}@T", _new),
        (rf"{_IN_D} @D,? @MAKE (?:me )?@F,? @SAY{_SEP}@T", _new),
        (rf"@MAKE (?:me )?@F,? @SAY{_SEP}@T", _new),
        (rf"@F (?:should|must|has to|needs to|ought to) (?:exist and |be created and )?@SAY{_SEP}@T", _new),
        (r"(?:the )?(?:contents? of|text (?:of|in)) @F (?:should|must) be\s*:?\s*@T", _new),
        (r"(?:replace|overwrite|exchange) (?:the )?(?:whole |entire |old |current )?(?:contents?|text|everything) (?:of|in) "
         r"@F (?:with|by)(?: just)?\s*:?\s*@T", _new),
        (r"(?:overwrite|replace) @F (?:so that it (?:only |just )?(?:says|reads|contains)|with(?: just| only)? the (?:text|"
         r"words?|line)|with)\s*:?\s*@T", _new),
        (r"@MAKE @LF", lambda f: _fresh(f) if re.match(r"(?:create|make|start|set up|prepare|i want|want|need|would like|"
         r"open)\b", f.found.group(), re.I)
         and re.search(r"\b(?:empty|blank|new|create|make|set up|start|prepare)\b", f.found.group(), re.I) else None),
        (rf"(?:empty|clear|blank|wipe|void|truncate)(?: out)?(?: the (?:contents?|text) of| everything in| all (?:the "
         rf")?(?:text|content|lines) (?:in|from))? @LF{_EMPTIED}", _empty),
        (r"(?:delete|remove|erase|wipe|clear)(?: out)? (?:everything|all(?: of)?(?: the)? (?:text|contents?|lines)|the "
         r"(?:contents?|text|whole text)) (?:in|from|of|inside|out of) "
         rf"@LF{_EMPTIED}", _empty),
        (r"(?:make|leave) @LF (?:empty|blank)", _empty),
        (r"@LF (?:should|must|has to) (?:be|become) (?:empty|blank|emptied|cleared)", _empty),
        (r"(?:swap|exchange|switch|interchange|trade)(?: (?:around|over|round))?(?: the)?(?: (?:contents?|texts?) (?:of|in|"
         r"between))? @F (?:and|with) @G"
         r"(?: (?:around|over|round|with each other))?", _swap),
        (r"(?:swap|exchange|switch) what(?:['’]s| is| stands) in @F (?:and|with) (?:what(?:['’]s| is| stands) in )?@G", _swap),
        (r"(?:join|merge|combine|concatenate|glue|put|stitch|string|stick) @LF(?: together)?(?:,? in that order,?)?(?: "
         r"together)? (?:into|in|as|to) (?:one (?:file|text),? )?"
         r"(?:a (?:single|new|third) (?:file|text),? )?@G(?:,? in (?:that|this) order)?", _joined),
        (r"(?:put|write|add|place|stick|set|prefix) (?:an? |the )?(?:word |text |sign )?@W (?:in front of|before|at the "
         r"(?:start|beginning|front) of|to the start of|ahead of) (?:every|each|all(?: the)?) "
         r"(?:lines?|rows?|items?|entr(?:y|ies)|names?) (?:in|of) @F", _marked),
        (r"(?:number|enumerate) (?:all )?(?:the |each |every )?(?:lines?|items|rows|entries|steps|names|songs|tasks) (?:of|"
         r"in) @F(?: (?:from|starting (?:at|with|from)) (?:1|one))?",
         _shape("numbered")),
        (r"(?:turn|change|convert|make|bring|put|set|switch|transform) (?:all(?: of)? )?(?:the )?(?:(?:text|contents?|"
         r"letters|words|everything) (?:of|in) )?@F (?:all )?(?:(?:in)?to |into )?"
         r"(?:all )?(?:upper[- ]?case|capitals|capital letters|caps|block letters)(?: letters)?", _shape("upper")),
        (r"(?:turn|change|convert|make|bring|put|set|switch|transform) (?:all(?: of)? )?(?:the )?(?:(?:text|contents?|"
         r"letters|words|everything) (?:of|in) )?@F (?:all )?(?:(?:in)?to |into )?"
         r"(?:all )?(?:lower[- ]?case|small letters)(?: letters)?", _shape("lower")),
    )
)  # fmt: skip
