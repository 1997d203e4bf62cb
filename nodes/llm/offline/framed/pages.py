"""Frames for pages that a goal dictates part by part: headings, tables, numbered lines, one line for each name."""

from __future__ import annotations

import re

from nodes.llm.offline.framed.listing import mode_of, spelled_out
from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.framed.styles import Style, style_in
from nodes.llm.offline.program import FileAction, Step, Write
from nodes.llm.offline.terms import Literal

_HEAD = r"(?:the |a )?(?:heading|title|header|headline)(?: line)?(?: of| saying)?[,:]?"
_NTH_LINE = r"(?:^|[\s.;,]+)(?:(?:and |then )?(?:the )?(?:first|second|third|fourth|fifth|sixth|last|next) line|line (?:\d|one|two|three|four|five))(?: (?:is|says|reads|should (?:be|say|read)))?\s*[:,]?\s+"
_SAYS = (
    r"(?:containing|saying|with|that says|that contains|which says|holding|reading)(?: the (?:text|words?|content))?:?"
)


def _headed(f: Filled) -> list[Step] | None:
    """A heading and below it a list."""
    rest, style = style_in(f.got("t"))
    bullets = re.match(r"(?:the |these |three |two |four |a |some )*bullets?(?: points?)?:?\s+", rest, re.IGNORECASE)
    if bullets:
        rest, style = rest[bullets.end() :], Style("- ", True)
    rest = (
        re.sub(
            r"^(?:the |these |three |two |four |five )*(?:items|lines|points|entries|tasks|list|names|rows)?:?\s+(?=\S)",
            "",
            rest,
        )
        if not bullets
        else rest
    )
    items = spelled_out(rest, f)
    heading = f.content("u")
    if not items or not f.file() or not heading or re.match(r"(?:the |a |one )?(?:row|line)s?\b", rest):
        return None
    return [Write(f.file(), Literal(f"{heading}\n{style.text(items)}"))]


def _headed_text(f: Filled) -> list[Step] | None:
    if not f.file() or not f.content("u") or not f.content():
        return None
    return [Write(f.file(), Literal(f"{f.content('u')}\n{f.content()}"))]


def _table(f: Filled) -> list[Step] | None:
    """Columns and rows of a CSV file."""
    header = ",".join(part for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", f.content("u").strip()) if part)
    raw = f.content("t").strip(" .")
    rows = [row.strip() for row in re.split(r"\s*(?:\n|;)\s*|\s+/\s+|\s*,?\s+and\s+(?=[^,]+,)", raw) if row.strip()]
    width = header.count(",") + 1
    if not f.file() or width < 2 or any(row.count(",") != width - 1 for row in rows):
        return None
    cells = [",".join(cell.strip() for cell in row.split(",")) for row in rows]
    return [Write(f.file(), Literal("\n".join([header, *cells])))]


def _spoken_lines(f: Filled) -> list[Step] | None:
    """`First line: … Second line: …`."""
    pieces = re.split(_NTH_LINE, f.got("t"), flags=re.IGNORECASE)
    lines = [f.text(piece.strip(" ,;").removesuffix(".")) for piece in pieces if piece.strip(" ,.;")]
    return [Write(f.file(), Literal("\n".join(lines)))] if f.file() and len(lines) > 1 else None


def _these_lines(f: Filled) -> list[Step] | None:
    raw = f.got("t").strip()
    cut = (
        r"\s+[/|]\s+"
        if re.search(r"\s[/|]\s", raw)
        else r"\s*\n\s*"
        if "\n" in raw
        else r"\s*;\s*"
        if ";" in raw
        else None
    )
    lines = [f.text(line) for line in re.split(cut, raw)] if cut else []
    wanted = f.count() if f.has("c") else ""
    if len(lines) < 2 or not f.file() or (wanted and int(wanted) != len(lines)):
        return None
    return [Write(f.file(), Literal("\n".join(lines)), mode_of(f.found.group()))]


def _one_for_each(f: Filled) -> list[Step] | None:
    """One line for each name, made from a pattern that shows where the name goes."""
    pattern, names = f.content(), f.items("u")
    place = re.search(r"\bNAME\b|\[name\]|\{name\}|<name>|\[NAME\]|_{2,}|\bX\b|\.\.\.", pattern)
    if place is None or len(names) < 2 or not f.file():
        return None
    return [Write(f.file(), Literal("\n".join(pattern.replace(place.group(), name) for name in names)))]


def _repeated(f: Filled) -> list[Step] | None:
    if not f.file() or not f.times():
        return None
    return [Write(f.file(), Literal("\n".join([f.content()] * f.times())), mode_of(f.found.group()))]


def _foldered(f: Filled) -> list[Step] | None:
    """A folder with two files in it."""
    folder = f.folder()
    if not folder:
        return None
    files = [(f.file(), f.content()), (f.file("g"), f.content("u"))]
    return [FileAction("mkdir", folder), *(Write(f"{folder}/{path}", Literal(text)) for path, text in files if path)]


PAGES: tuple[Frame, ...] = (
    *(
        frame(pattern, build)
        for pattern, build in (
            (rf"@MAKE (?:me )?@F,? (?:with|under) {_HEAD} @U,?(?: and| with)? (?:then |below (?:it|that) |under (?:it|that) |underneath |followed by |"
             r"after that |below )+(?:with )?@T", _headed),
            (rf"@MAKE (?:me )?@F,? (?:with|under) {_HEAD} @U,? and (?P<t>(?:the|these|two|three|four) (?:bullets|items|bullet points|points|tasks|lines)\b[^\ue800-\uebff]+)", _headed),
            (
                rf"@MAKE (?:me )?@F,? (?:that |which )?(?:starts?|begins?|starting|beginning) with {_HEAD} @U,? and (?:then |after that |below (?:it|that) )*(?:has|with|comes|contains|continues with|says) "
                r"(?:the (?:line|text|sentence|words?)|a line(?: saying)?):? @T",
                _headed_text,
            ),
            (
                r"@MAKE (?:me )?@F,? with (?:the |a )?(?:header|heading|column names?|columns?|first)(?: line| row)?:? @U,? and (?:then |below (?:it|that) |under (?:it|that) |after that |with )*(?:the |one |a )?(?:single |only |data "
                r")*(?:row|line):? @T",
                _table,
            ),
            (r"@MAKE (?:me )?@F,? with (?:the |these |two |three |four )*(?:columns?|headers?|header row|heading|fields)(?: names?)?:? @U,?(?: and)?(?: with)? (?:these |the |two |"
             r"three |four |five |following |data |a |one |single |\d )*rows?(?: of)?:? @T", _table),
            (r"@MAKE (?:me )?@F[,.:]? (?:(?:with|and|that has|containing|where|in which) )?(?:(?:these |the |two |three |four |following )*lines[,.:]* )?"
             r"(?P<t>(?:the )?(?:first line|line (?:1|one))\b[^\ue800-\uebff]+)", _spoken_lines),
            (r"@MAKE (?:me )?@F,? (?:with|containing|that has|of|from)? ?(?:just |only )?(?:these |the |this |following |exact )*(?:@C )?(?:following )?(?:lines|verses|sentences|rows|entries|items|names)[:,]? @T", _these_lines),
            (r"@MAKE (?:these |the |this |following )*(?:@C )?(?:following )?(?:lines|verses|sentences|rows|entries|items|names) (?:in|into|to) @F[:,]? @T", _these_lines),
            (r"@MAKE (?:an? |the )?(?:\w+ )?(?:invitations?|lines?|notes?|greetings?|cards?|messages?|letters?|file) (?:in|into|to|called) @F for @U[:,]* (?:with )?(?:one (?:line )?(?:each|per "
             r"\w+|for each)|each|one line each)[:,]*(?: saying| reading| that says)? @T", _one_for_each),
            (r"@MAKE @T @TIMES (?:in|into|to) @F(?:,? (?:one per line|each (?:time )?on (?:a new|its own|a) line|one below the other|on separate lines|line by line))?", _repeated),
            (r"@MAKE (?:me )?@F (?:with|containing)(?: the (?:line|text|words?|sentence))? @T @TIMES(?:,? (?:one per line|each (?:time )?on (?:a new|its own|a) line|on separate lines))?", _repeated),
            (rf"@MAKE (?:me )?@D (?:with|containing) (?:two |these |the )*(?:files )?(?:in(?:side)? it)?[:,]? ?@F {_SAYS} @T,? and @G {_SAYS} @U", _foldered),
        )
    ),
)  # fmt: skip
