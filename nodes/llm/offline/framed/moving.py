"""Frames for files and folders that go elsewhere, get another name, or go away."""

from __future__ import annotations

from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.gist.finding import suffix
from nodes.llm.offline.program import EachFile, FileAction, Step


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _beside(old: str, new: str) -> str:
    return new if "/" in new or "/" not in old else f"{old.rpartition('/')[0]}/{new}"


def _into(operation: str) -> object:
    def build(f: Filled) -> list[Step] | None:
        folder = f.folder()
        paths = f.files()
        return [FileAction(operation, path, f"{folder}/{_name(path)}") for path in paths] if folder else None

    return build


def _from_to(operation: str) -> object:
    def build(f: Filled) -> list[Step] | None:
        source, goal = f.folder(), f.folder("e")
        if not source or not goal:
            return None
        return [FileAction(operation, f"{source}/{_name(path)}", f"{goal}/{_name(path)}") for path in f.files()]

    return build


def _up(operation: str) -> object:
    def build(f: Filled) -> list[Step] | None:
        folder = f.folder()
        return [
            FileAction(operation, path if "/" in path else f"{folder}/{path}", _name(path))
            for path in f.files()
            if folder or "/" in path
        ] or None

    return build


def _every(operation: str) -> object:
    def build(f: Filled) -> list[Step] | None:
        ending = suffix(f.found)
        folder = f.folder() or None
        if not ending or (operation != "delete" and not folder):
            return None
        return [EachFile(operation, ending, folder, f.folder("e") or ".")]

    return build


def _all(operation: str) -> object:
    def build(f: Filled) -> list[Step] | None:
        source, goal = f.folder(), f.folder("e")
        return [EachFile(operation, "", goal, source)] if source and goal and source != goal else None

    return build


def _folder(operation: str) -> object:
    def build(f: Filled) -> list[Step] | None:
        source, goal = f.folder(), f.folder("e")
        return [FileAction(operation, source, goal)] if source and goal else None

    return build


def _folder_inside(f: Filled) -> list[Step] | None:
    source, goal = f.folder(), f.folder("e")
    return [FileAction("move", source, f"{goal}/{_name(source)}")] if source and goal else None


def _copies(f: Filled) -> list[Step] | None:
    targets = [path for path in f.files() if path != f.file()]
    return [FileAction("copy", f.file(), path) for path in targets] or None


def _twice(f: Filled) -> list[Step] | None:
    return [FileAction("copy", f.file(), f"{folder}/{_name(f.file())}") for folder in (f.folder(), f.folder("e"))]


def _extension(f: Filled) -> list[Step] | None:
    stem, dot, old = f.file().rpartition(".")
    new = f.word("ext").lower().lstrip(".")
    new = {"markdown": "md", "text": "txt"}.get(new, new)
    return [FileAction("move", f.file(), f"{stem}.{new}")] if dot and stem and old != new else None


def _renamed(f: Filled) -> list[Step] | None:
    return [FileAction("move", f.file(), _beside(f.file(), f.file("g")))]


def _kept(f: Filled) -> list[Step] | None:
    return [FileAction("copy", f.file(), _beside(f.file(), f.file("g"))), FileAction("delete", f.file())]


def _all_but(f: Filled) -> list[Step] | None:
    """Everything goes but what is named."""
    return [EachFile("delete", "", None, ".", tuple(f.files()), files_only=f.has("only"))] if f.files() else None


def _gone(f: Filled) -> list[Step] | None:
    return [FileAction("delete", path) for path in f.files()] or None


def _folder_gone(f: Filled) -> list[Step] | None:
    return [FileAction("delete", f.folder())] if f.folder() else None


def _folders(f: Filled) -> list[Step] | None:
    names = [name for name in f.items() if name]
    if not names or any(len(name.split()) > 2 or len(name) > 40 for name in names):
        return None
    return [FileAction("mkdir", name.strip("/")) for name in names]


_MOVE = (
    r"(?:move|mv|shift|transfer|relocate|put|bring|place|stow|take|file|send|sort|drag|tidy|store|stick|stash|tuck|"
    r"shove|drop|carry)(?: away)?(?: back)?"
)
_TO = r"(?:to|into|in|inside|over to|over into|across to|under|onto)"
_TOP = (
    r"(?:the )?(?:main|top|root|workspace|top[- ]level|parent|base|home)(?:[- ]level)? ?(?:folder|directory|level|of the "
    r"workspace)?"
)
_EVERY = r"(?:all|every|each|any)(?: of)?(?: the| my)? \*?\.?(?P<ending>\w+)[- ]?(?:files?|documents?)"
_COPY = r"(?:copy|cp|duplicate|clone|back ?up|replicate|mirror)"
_DELETE = (
    r"(?:delete|remove|erase|rm|get rid of|throw away|throw out|trash|discard|wipe|bin|dispose of|drop|clear away|chuck(?: "
    r"out| away)?|ditch|scrap|"
    r"dump|destroy|toss(?: out| away)?|kill|eliminate|clean up|throw)"
)
_WHOLE = (
    r"(?: (?:with|and|including|together with|along with) (?:everything|all|whatever|all the files|all files|the files|"
    r"its contents|all its contents|all its files)(?: (?:that is |that['’]s )?(?:in(?:side)?|within)(?: it)?)?)?"
)
_DONE = r"(?:i|we) (?:no longer need|do not need|don['’]t need|won['’]t need|have no (?:more )?use for)"
_MORE = r"(?: any ?more| any longer| now)?\s*[,;.\-–]*\s*(?:and |so )?(?:please )?"
_CONTENTS = (
    r"(?:everything|all(?: of)?(?: the)? files|all(?: the)? contents|the (?:whole )?contents|all(?: that is)?|"
    r"whatever is)"
)

MOVING: tuple[Frame, ...] = tuple(
    frame(pattern, build)  # type: ignore[arg-type]
    for pattern, build in (
        (rf"{_EVERY} (?:belong|go|should go|must go|should be|have to go|need to go|shall go|are to go|should (?:all "
         rf")?(?:end up|live|be moved)) {_TO} @D\s*[,;.\-–]*\s*(?:(?:so )?{_MOVE} "
         r"(?:them|those|these)(?: all)?(?: (?:there|in there|over|in|into it|to it))?)?", _every("move")),
        (rf"{_MOVE} {_EVERY} {_TO} @B", _every("move")),
        (rf"{_MOVE} {_EVERY} (?:in|from|out of|of) @H {_TO} @B", _every("move")),
        (rf"{_COPY} {_EVERY} {_TO} @B", _every("copy")),
        (rf"{_COPY} {_EVERY} (?:in|from|out of|of) @H {_TO} @B", _every("copy")),
        (rf"{_DELETE} {_EVERY}", _every("delete")),
        (rf"{_DELETE} {_EVERY} (?:in|from|out of|of) @E", _every("delete")),
        (rf"{_MOVE} @LF (?:out of|from|up from|out from) @B (?:and (?:put|place|move|bring) (?:it|them) )?(?:back )?(?:up "
         rf")?{_TO} {_TOP}", _up("move")),
        (rf"{_MOVE} @LF (?:up |out |back )*(?:one level up|{_TO} {_TOP})", _up("move")),
        (rf"{_MOVE} @LF (?:out of|from) @B (?:and (?:put|place|move|bring) (?:it|them) )?(?:over )?{_TO} @H", _from_to("move")),
        (rf"{_COPY} @LF (?:out of|from) @B (?:over )?{_TO} @H", _from_to("copy")),
        (rf"{_MOVE} {_CONTENTS} (?:in|from|of|inside|out of)(?: the)? @B (?:over )?{_TO} @H", _all("move")),
        (rf"{_COPY} {_CONTENTS} (?:in|from|of|inside|out of)(?: the)? @B (?:over )?{_TO} @H", _all("copy")),
        (rf"(?:move|mv|shift|transfer|relocate|put|bring|place|stow|stick|stash|tuck|drop) @LF (?:over )?{_TO} @D", _into("move")),
        (rf"(?:move|mv|shift|transfer|relocate) @LF (?:over )?{_TO} @B", _into("move")),
        (rf"@LF (?:belongs?|goes|go|should go|must go|should be|should live|has to go|have to go|need to go|needs to go|"
         rf"should be moved) {_TO} @D"
         rf"(?:\s*[,;.\-–]+\s*(?:so )?(?:please )?{_MOVE} (?:it|them)(?: there| in there)?)?", _into("move")),
        (rf"{_COPY} @LF (?:over )?{_TO} @D", _into("copy")),
        (rf"(?:put|place|make|save|leave|store|drop|create) a(?:nother)? (?:second )?(?:copy|duplicate|backup) of @LF {_TO} "
         rf"@D", _into("copy")),
        (r"(?:use|take) @F (?:to make|to create|as (?:a |the )?(?:template|basis|pattern|model) for|and make|for) "
         r"@LF(?:\s*,?\s*(?:both|all|each|which are|that are)?\s*(?:identical(?: to it)?|"
         r"(?:exact )?copies(?: of it)?|the same(?: as it)?|with the same (?:content|text)))?", _copies),
        (r"(?:make|create) (?:two |three |some )?(?:copies|duplicates) of @F(?:\s*,)? (?:called|named|as|under the names|:|"
         r"and (?:call|name) them) @LF", _copies),
        (rf"{_COPY} @F (?:as|to|under the name|into|onto) @LF", _copies),
        (r"(?:both )?@D and @E (?:should|must|need to|shall|ought to) (?:each |both )?(?:get|have|receive|hold|contain) a "
         r"copy of @F", _twice),
        (r"(?:put|place|make|save|drop) a copy of @F (?:in|into) (?:both )?@D and (?:in(?:to)? )?@E", _twice),
        (rf"{_COPY} @F (?:in)?to both @D and @E", _twice),
        (r"give @D (?:the |a )?(?:new |other |different )?name @H", _folder("move")),
        (r"(?:rename|relabel|retitle) @D (?:as|to|into)? ?@H", _folder("move")),
        (r"change the name of @D (?:to|into) @H", _folder("move")),
        (r"@D (?:should|must) (?:now |from now on )?be (?:called|named) @H", _folder("move")),
        (r"call @D @H(?: from now on| instead| now)?", _folder("move")),
        (rf"{_COPY} @D (?:to|as|into|under the name|and (?:call|name) (?:it|the copy)) @H", _folder("copy")),
        (r"make a (?:copy|duplicate|backup) of @D (?:called|named|as|and (?:call|name) it|under the name|in) @H", _folder("copy")),
        (rf"(?:move|put|relocate|transfer|shift|bring) @D {_TO} @H", _folder_inside),
        (r"(?:change|switch|set|turn) the (?:file )?(?:extension|ending|suffix|file type) of @F (?:from \.?\w+ )?(?:to|"
         r"into) \.?(?P<ext>[A-Za-z0-9]{1,8})", _extension),
        (r"(?:give|rename) @F (?:to have )?(?:the |a )?(?:extension|ending|suffix) \.?(?P<ext>[A-Za-z0-9]{1,8})", _extension),
        (r"(?:change|turn|make|rename) @F (?:in)?to an? \.?(?P<ext>[A-Za-z0-9]{1,8}) file", _extension),
        (r"(?:give|let) @F (?:have )?(?:the |a )?(?:new |other |different |better )?name @G", _renamed),
        (r"@F has an? (?:typo|mistake|error|misspelling|spelling mistake|wrong letter) in (?:its|the) (?:file ?)?name[\s,;.:–-]+(?:it|the name) (?:should|must|has to) (?:be|read|say)(?: called| named)? @G", _renamed),
        (r"(?:call|name|title) @F @G(?: from now on| instead| now)?", _renamed),
        (r"@F (?:should|must|needs to|has to|is to) (?:now |from now on )?(?:be (?:called|named|renamed(?: to)?)|have the "
         r"name|bear the name|carry the name|go by) @G", _renamed),
        (rf"{_DELETE} @F\s*,? but (?:first|before that)(?: please)? (?:save|make|keep|store) (?:a (?:copy|backup) of it|it) "
         rf"(?:as|under|called|to|in) @G", _kept),
        (rf"{_DELETE} @F\s*,? but (?:first|before that)(?: please)? (?:copy|back up|save) it (?:as|under|to) @G", _kept),
        (r"before (?:you )?(?:delete|deleting|remove|removing|throw(?:ing)? away) @F,? (?:save|make|copy|back up|keep) (?:a "
         r"copy of it|it|a copy) (?:as|to|called|under) @G", _kept),
        (rf"{_DELETE} (?:everything|all(?: of)?(?: the| my)?(?P<only> (?:other )?files)|(?P<only>every(?: other)? file|the other files))(?: (?:here|in (?:this folder|here|the "
         r"workspace)))? (?:except|but|apart from|except for|but not|other than|besides|save)(?: for)? @LF", _all_but),
        (rf"(?:keep|leave)(?: only| just)? @LF,? (?:and|but) {_DELETE} (?:everything else|all(?: of)?(?: the)?(?P<only> (?:other|remaining) files)|the (?P<only>rest|others|other "
         r"files))", _all_but),
        (rf"{_DELETE} @LF(?: (?:for good|completely|altogether|permanently|entirely|away|out|forever))?", _gone),
        (rf"{_DONE} @LF{_MORE}(?:{_DELETE} (?:it|them|that|those|that file)|(?:it|they) can go)(?: away| for good| out)?", _gone),
        (r"@LF (?:can go|must go|has to go|have to go|is not needed(?: any ?more)?|are not needed(?: any ?more)?|(?:is|are) "
         r"no longer needed|should (?:be )?(?:go|deleted|removed|disappear)|can be (?:deleted|removed|"
         rf"thrown away|binned))(?:{_MORE}(?:{_DELETE} (?:it|them)))?", _gone),
        (rf"{_DELETE} @D{_WHOLE}(?: for good| completely| altogether)?", _folder_gone),
        (rf"{_DONE} @D{_MORE}{_DELETE} it{_WHOLE}(?: away| for good| out)?", _folder_gone),
        (r"@D (?:can go|must go|has to go|(?:is|are) (?:no longer|not) needed(?: any ?more)?|should be (?:deleted|removed)|"
         r"can be (?:deleted|removed|thrown away))"
         rf"(?:{_MORE}{_DELETE} it)?{_WHOLE}", _folder_gone),
        (r"@MAKE (?:me )?(?:the |some )?(?:(?:two|three|four|five|six|\d) )?(?:empty |new |more |different |separate "
         r")*(?:folders|directories)(?: (?:called|named|for))?\s*[:,]?\s*@T", _folders),
        (r"@MAKE (?:me )?(?:an? |the )?(?:empty |new )*(?:folder|directory)(?: (?:called|named|with the "
         r"name))?\s*[:,]?\s*(?P<d>[\ue000-\ue7ff]|[\uec00-\uefff]|[\w\-]+)",
         lambda f: [FileAction("mkdir", f.folder())]),
    )
)  # fmt: skip
