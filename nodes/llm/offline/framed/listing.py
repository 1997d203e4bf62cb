"""Lists that a goal dictates for a file: items in running words, rows of a table, numbered lines, the look of it all."""

from __future__ import annotations

import re

from nodes.llm.offline.content import content_of
from nodes.llm.offline.framed.slots import Filled, Frame, frame
from nodes.llm.offline.framed.styles import Style, style_in
from nodes.llm.offline.gist.words import VERB
from nodes.llm.offline.lists import listed
from nodes.llm.offline.program import FileAction, Step, Write
from nodes.llm.offline.terms import Literal

_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YEAR = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LIST = r"(?:(?:an?|my|our|the|this|that|one)\s+)?(?:[\w'’\-]+\s+){0,3}?(?:list|checklist|to-?dos?|agenda|schedule|menu|inventory)"
_FOR = r"(?:\s+(?:for|of things (?:for|to)|about|to (?:take|bring|buy|do|pack))(?:\s+(?!with\b|in\b|into\b|called\b|of\b)[\w'’\-]+){0,6}?)?"
_HOLDS = (
    r"(?:\s*(?:,\s*)?(?:please\s+)?(?:with(?: just| only)?(?: the (?:items|entries|points|things|tasks|names|bullets))?|of|containing|"
    r"listing|that (?:has|contains|lists|includes)|including|consisting of|and (?:put|write|list|add)(?: (?:on|in|to) it)?|it should "
    r"(?:have|contain|list|include))\s*:?\s+|\s*(?:please)?\s*[:\-–—]\s*|\s*,\s*(?:namely\s+|with\s+)?)"
)
_FILED = r"(?:\s+(?:in|into|to|as|inside|under|called|named|file))+"
_TAIL = r"(?:\s*,?\s*(?:and\s+)?(?:save|store|put|keep|write|call|name)\s+(?:it|them|that|this|the list)(?:\s+(?:in|into|to|as|under|file))*)"
_NEED = r"(?:(?:we|i)(?:['’]ll| will| still)?\s+(?:need|want|have|must buy|should buy|have to buy|need to (?:buy|get|pack|bring)|require|are out of|ran out of))"
_HEAD = r"(?:the |a )?(?:heading|title|header|headline)(?: line)?(?: of| saying)?[,:]?"

_FRAMES = tuple(
    re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE | re.DOTALL)
    for pattern in (
        rf"(?:MAKE |(?!(?:{VERB})\b)){_LIST}{_FOR}{_FILED} F{_HOLDS}(?P<t>.+)",
        rf"(?:MAKE |(?!(?:{VERB})\b)){_LIST}{_FOR}{_HOLDS}(?P<t>.+?){_FILED} F",
        rf"(?:MAKE |(?!(?:{VERB})\b)){_LIST}{_FOR}{_HOLDS}(?P<t>.+?){_TAIL} F",
        rf"MAKE F (?:as|with|for|containing) {_LIST}{_FOR}{_HOLDS}(?P<t>.+)",
        rf"(?:in|into) F,? (?:please )?MAKE {_LIST}{_FOR}{_HOLDS}(?P<t>.+)",
        r"MAKE (?:the |this |these )?(?:following(?: (?:items|things|lines|entries|points|tasks|steps|names))?|these(?: (?:items|things|lines|entries|"
        r"points|tasks|steps|names))?)(?: (?:in|into|to|as))+ F\s*[:\-–—]\s*(?P<t>.+)",
    )
)  # fmt: skip
_MAKE = (
    r"(?:create|make|start|set up|begin|produce|generate|write|need|want|would like|have|get|save|put|add|type up|draw up|leave|store|"
    r"note|jot|prepare|give|build|do|compile)(?: (?:me|us|down|together|up|out))*"
)
_ANY = tuple(
    re.compile(
        pattern.pattern.replace("MAKE", _MAKE).replace(
            "F", "(?:the )?(?:new )?(?:file )?(?:called |named )?(?P<f>[\ue800-\uebff])"
        ),
        pattern.flags,
    )
    for pattern in _FRAMES
)
_SHOULD_VALUE = re.compile(
    r"\b(?:numbers?|primes?|multiples?|squares?|results?|sums?|totals?|dates?|lines? (?:of|in|from)|words? (?:of|in|from)|contents?|"
    r"copy|every|all the|each of|it|them|today|tomorrow|sorted|everything|table|alphabet|fibonacci|powers?|random|files?|folders?|then|me|how|at the (?:end|top|bottom)|instead|otherwise|if)\b",
    re.IGNORECASE,
)
"""Words in an item that describe something to be worked out."""


_DESCRIBED = re.compile(
    r"(?:it|this|that|them|these|those|both|everything|just|only)\b|(?:the|its|their|today['’]?s?) (?:\w+ ){0,3}?(?:sum|total|result|number|count|average|"
    r"date|contents?|text|copy|answer|lines?|list|product|difference|weekday|value|price|amount|rest|mean|balance)\b|(?:how many|today|tomorrow|up|together)\b|\d+ "
    r"(?:\w+ )?(?:times|plus|minus|divided)\b|(?:all|every|each|any) |.*\b(?:of the|rounded|beginning|starting with|decimals?|per ?cent|gross|net)\b",
    re.IGNORECASE | re.DOTALL,
)


def describes(text: str) -> bool:
    """Whether words tell what is to be worked out or copied, instead of being the text themselves."""
    plain = text.strip()
    return not re.fullmatch("[\ue000-\ue7ff]", plain) and bool(_DESCRIBED.match(plain) or _SHOULD_VALUE.search(plain))


def spelled_out(text: str, f: Filled) -> list[str] | None:
    """The items that a text dictates; `None` where it describes them instead of naming them."""
    text = re.sub(r"[.;,]+$", "", text.strip())
    if re.fullmatch("[\ue000-\ue7ff]", text):
        text = f.disc.plain(text)
    ranged = _ranged(text)
    if ranged is not None:
        return ranged
    if "\n" in text:
        return [line.strip() for line in f.text(text).splitlines() if line.strip()]
    if " / " in text and not re.search(r"[.!?]\s", text):
        return [f.text(item) for item in text.split(" / ")]
    if re.search(r"[.!?;]\s", text) or _DESCRIBED.match(text):
        return None
    items = [_clean(item) for item in listed(text) or (text,)]
    if any(not item or len(item.split()) > 8 or re.search("[\ue800-\uefff]", item) for item in items):
        return None
    if any(_SHOULD_VALUE.search(item) or not isinstance(content_of(item), Literal) for item in items if len(item) > 1):
        return None
    return [f.text(item) for item in items]


def _clean(item: str) -> str:
    return re.sub(
        r"^(?:(?:and|then|also|um+|uh+|oh|lastly|finally|of course)\b,?\s*)+", "", item.strip(), flags=re.IGNORECASE
    )


def _ranged(text: str) -> list[str] | None:
    """`Monday to Friday`, `January through March`."""
    found = re.fullmatch(
        r"(?:the\s+)?(?:(?:days|weekdays|months|names)(?: of the week)?\s+)?(?:from\s+)?(?P<a>[a-z]+)\s*(?:to|till|until|through|-|–)\s*(?P<b>[a-z]+)",
        text.strip(),
        re.IGNORECASE,
    )
    for names in (_WEEK, _YEAR):
        if found and found["a"].capitalize() in names and found["b"].capitalize() in names:
            first, last = names.index(found["a"].capitalize()), names.index(found["b"].capitalize())
            return [*names[first : last + 1]] if first < last else [*names[first:], *names[: last + 1]]
    return None


def _sheet(f: Filled) -> list[Step] | None:
    """A whole clause that dictates a list."""
    clause, style = style_in(f.got("all"))
    for pattern in _ANY:
        found = pattern.fullmatch(clause)
        if found is None:
            continue
        if not style.lead and re.search(r"\b(?:check ?list)\b", clause, re.IGNORECASE) and style.said:
            style = Style("- [ ] ", True)
        items = spelled_out(found["t"], f)
        if items:
            return [Write(f.disc.path(found["f"]), Literal(style.text(items)), _mode(clause))]
    return None


def _styled(f: Filled) -> list[Step] | None:
    """`Put a, b and c into x.txt, one per line`: the style makes it a list."""
    clause, style = style_in(f.got("all"))
    found = _PUT.fullmatch(clause) or _WITH.fullmatch(clause) if style.said else None
    items = spelled_out(found["t"], f) if found else None
    if not found or not items or len(items) < 2:
        return None
    return [Write(f.disc.path(found["f"]), Literal(style.text(items)), _mode(clause))]


def _mode(clause: str) -> str:
    return "a" if re.match(r"(?:add|append)\b", clause, re.IGNORECASE) else "w"


_TO_FILE = "(?:the )?(?:new )?(?:file )?(?:called |named )?(?P<f>[\ue800-\uebff])"
_PUT = re.compile(
    rf"(?:{_MAKE}|stick|list|enter|append)\s+(?:the (?:following |items |names |words |things |days |months |lines )?)?(?P<t>[^\ue800-\uebff]+?),?(?:\s+down)?"
    rf"\s+(?:in|into|to|as|inside|onto)(?: a)?\s+{_TO_FILE}",
    re.IGNORECASE | re.DOTALL,
)
_WITH = re.compile(
    rf"(?:{_MAKE})\s+(?:a |the |me )*(?:new |text )*{_TO_FILE},?\s+(?:with|containing|of|for|listing|that (?:lists|contains|has))\s+(?:the\s+)?"
    rf"(?:(?:items|names|words|things|lines|entries|following)\s+)*:?\s*(?P<t>[^\ue800-\uebff]+)",
    re.IGNORECASE | re.DOTALL,
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
    if not items or not f.file() or not heading:
        return None
    return [Write(f.file(), Literal(f"{heading}\n{style.text(items)}"))]


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
    return [Write(f.file(), Literal("\n".join(lines)), _mode(f.found.group()))]


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
    return [Write(f.file(), Literal("\n".join([f.content()] * f.times())), _mode(f.found.group()))]


def _foldered(f: Filled) -> list[Step] | None:
    """A folder with two files in it."""
    folder = f.folder()
    if not folder:
        return None
    files = [(f.file(), f.content()), (f.file("g"), f.content("u"))]
    return [FileAction("mkdir", folder), *(Write(f"{folder}/{path}", Literal(text)) for path, text in files if path)]


_NTH_LINE = r"(?:^|[\s.;,]+)(?:(?:and |then )?(?:the )?(?:first|second|third|fourth|fifth|sixth|last|next) line|line (?:\d|one|two|three|four|five))(?: (?:is|says|reads|should (?:be|say|read)))?\s*[:,]?\s+"
_SAYS = (
    r"(?:containing|saying|with|that says|that contains|which says|holding|reading)(?: the (?:text|words?|content))?:?"
)

LISTING: tuple[Frame, ...] = (
    Frame(re.compile(r"(?P<all>.+)", re.DOTALL), _sheet),
    *(
        frame(pattern, build)
        for pattern, build in (
            (rf"@MAKE (?:me )?@F,? (?:with|under) {_HEAD} @U,?(?: and| with)? (?:then |below (?:it|that) |under (?:it|that) |underneath |followed by |"
             r"after that |below )+(?:with )?@T", _headed),
            (rf"@MAKE (?:me )?@F,? (?:with|under) {_HEAD} @U,? and (?P<t>(?:the|these|two|three|four) (?:bullets|items|bullet points|points|tasks|lines)\b[^\ue800-\uebff]+)", _headed),
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
    Frame(re.compile(r"(?P<all>.+)", re.DOTALL), _styled),
)  # fmt: skip
