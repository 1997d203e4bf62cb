"""Lists that a phrase spells out or that follow from their bounds: the numbers 1 to 10, a table of 7, red, green and blue."""

from __future__ import annotations

import re

from nodes.llm.offline.numerals import is_digits, merge
from nodes.llm.offline.terms import Expr, Literal, Sequence
from nodes.llm.offline.values import parse_value

_LAYOUTS = (
    (r"one per line|each (?:on|in) (?:its|their|a) own line|each on (?:a )?(?:new|separate) lines?|on "
r"(?:separate|new|different) lines|line by line|(?:one|1) (?:\w+ )?(?:per|on each|each|to a|a) "
r"line|"
     r"(?:with )?(?:each|every|one) (?:\w+ )?(?:on|in) (?:its|their|a) (?:own |new |separate )?line|"
r"newline[- ]separated|separated by (?:new ?lines|line breaks)|as separate lines|with one \w+ "
r"per line|each \w+ on (?:a new|its own|a separate) line|each (?:on )?(?:a )?line|per line", "\n"),
    (r"(?:separated|delimited) (?:by|with) (?:a )?commas?|comma[- ](?:separated|delimited)|as a "
r"comma[- ]separated list|with commas(?: between them)?", ", "),
    (r"(?:separated|delimited) (?:by|with) (?:a )?(?:single )?spaces?|space[- ]separated|with "
r"spaces(?: between them)?|(?:all )?(?:on|in) (?:one|a single|the same) line", " "),
)  # fmt: skip
_LAYOUT = [
    (re.compile(rf"[\s,(]*(?:(?:with|and|but|in|as)\s+)?(?:{words})\)?(?=\W|$)", re.IGNORECASE), mark)
    for words, mark in _LAYOUTS
]
_ITEMS = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s*;\s*|\s*&\s*", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"^(?:(?:the|these|following|two|three|four|five|six|a|list|of|my|numbers|names|words|items|"
    r"lines|entries|values|lines of text|fruits|colors|things|rows|separate|four|seven|ten|strings|"
    r"tasks|todos|containing)\s+)*"
    r"(?:list|items|lines|names|words|numbers|entries|values|things|rows|strings|tasks|fruits|colors|"
    r"colours|text|cities|countries|animals|days|steps|ingredients|products|topics|"
    r"books)?\s*:?\s+(?=\S)",
    re.IGNORECASE,
)


def layout_of(text: str) -> tuple[str, str | None]:
    """Take `one per line` and its like off a text.

    Returns:
        The text without it, and what separates the items; `None` where nothing is said.
    """
    for pattern, mark in _LAYOUT:
        found = pattern.search(text)
        if found:
            rest = (text[: found.start()] + " " + text[found.end() :]).strip(" ,:;")
            return rest, mark
    return text, None


def listed(text: str) -> tuple[str, ...] | None:
    """The items that a text spells out (`red, green and blue`), at least two; `None` otherwise."""
    text = (
        _ANNOUNCED.sub("", text.strip(), count=1)
        if ":" in text
        or re.match(r"(?:the|these|following|two|three|four|five|words|names|numbers|items|lines)\s", text)
        else text
    )
    items = tuple(item.strip() for item in _ITEMS.split(text.strip(" .:")) if item.strip())
    if len(items) < 2 and re.fullmatch(r"\d+(?:\s+\d+)+", text.strip()):
        items = tuple(text.split())
    return items if len(items) >= 2 and all(len(item) <= 200 for item in items) else None


def sequence_of(text: str) -> Expr | None:
    """A list that follows from its bounds, or items with a layout; `None` where the text is neither."""
    text, mark = layout_of(text)
    text = text.strip()
    made = table_of(text) or _repeated(text) or _bounded(text) or _letters(text)
    if made is not None:
        return Sequence(made.kind, made.bounds, mark if mark is not None else made.separator)
    if mark is None:
        return None
    items = listed(text)
    return Literal(mark.join(items)) if items else None


def _bounded(text: str) -> Sequence | None:
    bare = re.sub(
        r"^(?:a\s+)?(?:the\s+)?(?:list\s+of\s+|sequence\s+of\s+|series\s+of\s+)?(?:all\s+)?(?:of\s+)?(?:the\s+)?",
        "",
        text,
        flags=re.IGNORECASE,
    )
    countdown = re.fullmatch(r"(?:a\s+)?countdown\s+from\s+(\w+)(?:\s+(?:down\s+)?to\s+(\w+))?", text, re.IGNORECASE)
    if countdown:
        bare = f"numbers {countdown.group(1)} to {countdown.group(2) or '1'}"
    value = parse_value(f"list {bare}")
    return value if isinstance(value, Sequence) else None


def table_of(text: str) -> Sequence | None:
    """A multiplication table; `None` where the text names none."""
    found = re.fullmatch(
        r"(?:the\s+|a\s+)?(?:(?:multiplication|times)\s+table\s+(?:of|"
r"for)\s+(?:the\s+number\s+)?(?P<a>[\w ]+?)|(?P<b>\w+)\s*(?:times|multiplication)\s+tables?|"
r"table\s+of\s+(?P<c>\w+))"
        r"(?:\s+(?:up\s+to|to|until|from\s+1\s+to|from\s+one\s+to|through)\s+(?:\d+\s*[x*]\s*)?(?P<to>\w+))?",
        text, re.IGNORECASE,
    )  # fmt: skip
    if found is None:
        return None
    base = _digits(found["a"] or found["b"] or found["c"])
    last = _digits(found["to"] or "10")
    return Sequence("table", (base, last)) if base and last else None


def _repeated(text: str) -> Sequence | None:
    found = re.fullmatch(
        r"(?:the\s+(?:word|text|line|phrase|string|letter)\s+)?(?P<what>[\ue000-\ue7ff]|[\w!]+|.{1,"
        r"60}?)\s+(?P<count>[\w\-]+(?:\s[\w\-]+)?)\s+times",
        text,
        re.IGNORECASE,
    )
    if found is None or re.search(r"\d$|times", found["what"]):
        return None
    count = {"twice": "2", "once": "1"}.get(found["count"].lower()) or _digits(found["count"])
    return Sequence("repeat", (found["what"], count)) if count else None


def _letters(text: str) -> Sequence | None:
    if re.fullmatch(
        r"(?:the\s+)?(?:(?:letters\s+of\s+the\s+)?(?:english\s+)?alphabet|letters\s+(?:from\s+)?a\s*(?:to|-)\s*z)",
        text,
        re.IGNORECASE,
    ):
        return Sequence("alphabet", ("a", "z"))
    if re.fullmatch(
        r"(?:the\s+)?(?:names\s+of\s+the\s+)?(?:seven\s+)?(?:days\s+of\s+the\s+week|weekdays)", text, re.IGNORECASE
    ):
        return Sequence("days", ())
    if re.fullmatch(
        r"(?:the\s+)?(?:names\s+of\s+the\s+)?(?:twelve\s+)?months(?:\s+of\s+the\s+year)?", text, re.IGNORECASE
    ):
        return Sequence("months", ())
    return None


def _digits(words: str) -> str:
    merged = merge(words.lower().replace("-", " ").split())
    return merged[0] if len(merged) == 1 and is_digits(merged[0]) else ""
