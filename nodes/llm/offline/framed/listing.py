"""Lists that a goal dictates for a file: items in running words, rows of a table, numbered lines, the look of it all."""

from __future__ import annotations

import re

from nodes.llm.offline.content import content_of
from nodes.llm.offline.framed.slots import Filled, Frame
from nodes.llm.offline.framed.styles import Style, style_in
from nodes.llm.offline.gist.words import VERB
from nodes.llm.offline.lists import listed
from nodes.llm.offline.program import Step, Write
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
            return [Write(f.disc.path(found["f"]), Literal(style.text(items)), mode_of(clause))]
    return None


def _styled(f: Filled) -> list[Step] | None:
    """`Put a, b and c into x.txt, one per line`: the style makes it a list."""
    clause, style = style_in(f.got("all"))
    found = _PUT.fullmatch(clause) or _WITH.fullmatch(clause) if style.said else None
    items = spelled_out(found["t"], f) if found else None
    if not found or not items or len(items) < 2:
        return None
    return [Write(f.disc.path(found["f"]), Literal(style.text(items)), mode_of(clause))]


def mode_of(clause: str) -> str:
    """`a` where a clause adds to a file, `w` else."""
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


LISTING: tuple[Frame, ...] = (
    Frame(re.compile(r"(?P<all>.+)", re.DOTALL), _sheet),
    Frame(re.compile(r"(?P<all>.+)", re.DOTALL), _styled),
)
