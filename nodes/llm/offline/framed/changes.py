"""Changes of a text that depend on how it is laid out: settings, words taken out, items added in the manner of a list."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.framed.edits import next_item, places_of
from nodes.llm.offline.framed.places import PLACES

Edit = Callable[[list[str], tuple[str, ...]], str | None]

_SETTING = re.compile(
    r"^(?P<lead>\s*(?:[-*•]\s+|\d+[.)]\s+)?[\"']?)(?P<key>[^=:|\t]+?)(?P<sign>[\"']?\s*(?:=>|=|:|\||\t|\s[-–—]\s|\s{2,}|,|\s(?=[$€£]?\d[\d.,]*\s*\S{0,12}$))\s*)(?P<value>.*?)(?P<end>,?)\s*$"
)
_DONE = ("done", "finished", "complete", "completed", "ticked", "ticked off", "checked", "crossed off", "checked off")
_TICKED = re.compile(r"\[[xX✓]\]|[✓✔☑]|~~.+~~")


def set_value(texts: list[str], args: tuple[str, ...]) -> str | None:
    """`args`: the name of a setting and its new value. It must stand on one line only."""
    key, new = args
    lines = texts[0].splitlines()
    wanted = _plain(key)
    found = [(place, match) for place, line in enumerate(lines) if (match := _SETTING.match(line)) and match["value"]]
    exact = [(place, match) for place, match in found if _plain(match["key"]) == wanted]
    near = exact or [
        (place, match) for place, match in found if set(wanted.split()) <= set(_plain(match["key"]).split())
    ]
    if len(near) != 1:
        return None
    place, match = near[0]
    lines[place] = f"{match['lead']}{match['key']}{match['sign']}{_fitted(match['value'], new)}{match['end']}"
    return "\n".join(lines)


def set_or_swapped(texts: list[str], args: tuple[str, ...]) -> str | None:
    """A setting of that name gets the value; where there is none, the word itself is replaced."""
    made = set_value(texts, args)
    return made if made is not None else swapped(texts, args)


def _plain(key: str) -> str:
    return " ".join(re.sub(r"[_\-\"'’]+", " ", key.lower()).split())


def _fitted(old: str, new: str) -> str:
    """The new value with the quotes, the currency sign and the unit of the old one."""
    quoted = re.fullmatch(r"([\"']).*\1", old)
    if quoted and not re.fullmatch(r"([\"']).*\1", new):
        return f"{quoted.group(1)}{new}{quoted.group(1)}"
    number = re.fullmatch(r"(?P<sign>[$€£]?\s?)[-\d.,]+(?P<unit>\s?(?:[A-Za-z%€£$]+\.?)?)", old)
    if number and re.fullmatch(r"-?[\d.,]*\d", new):
        return f"{number['sign']}{new}{number['unit']}"
    return new


def swapped(texts: list[str], args: tuple[str, ...]) -> str | None:
    """`args`: old and new words in turn, all replaced in one pass, so that what was put in is not replaced again."""
    pairs = dict(zip(args[::2], args[1::2], strict=True))
    if any(old.lower() not in texts[0].lower() for old in pairs):
        return None
    by_case = {old.lower(): new for old, new in pairs.items()}
    longest = sorted(pairs, key=len, reverse=True)
    exact = all(old in texts[0] for old in pairs)
    pattern = re.compile("|".join(map(re.escape, longest)), 0 if exact else re.IGNORECASE)
    return pattern.sub(lambda found: by_case[found.group().lower()], texts[0])


def without_word(texts: list[str], args: tuple[str, ...]) -> str | None:
    """The text without a word or phrase, wherever it stands, and without the gap that it leaves."""
    word = re.escape(args[0])
    edges = (r"(?<!\w)" if args[0][:1].isalnum() else "") + word + (r"(?!\w)" if args[0][-1:].isalnum() else "")
    lines = texts[0].splitlines()
    kept = [re.sub(rf"{edges}[ \t]+|[ \t]*{edges}", "", line, flags=re.IGNORECASE) for line in lines]
    return "\n".join(kept) if kept != lines else None


def unmarked(texts: list[str], args: tuple[str, ...]) -> str | None:
    """The lines that do not bear a mark such as `done` or `[x]`."""
    lines, mark = texts[0].splitlines(), args[0].lower().strip("()[]")
    boxed = [line for line in lines if _TICKED.search(line)] if mark in _DONE else []
    gone = boxed or [lines[place] for place in places_of(texts[0], mark)]
    return "\n".join(line for line in lines if line not in gone) if gone else None


def grown(text: str, whole: str, items: tuple[str, ...]) -> str:
    """Add to a text: a list of short entries gets one line for each item, another text the whole of what was said."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return "\n".join(items)
    mark = re.search(r"(?<=\w),\s*(?=\w)", lines[0])
    if len(lines) == 1 and mark and not re.search(r"[.!?:]", lines[0]):
        return mark.group().join([lines[0].rstrip(" ,"), *items])
    listlike = all(len(line.split()) <= 5 and not re.search(r"[.!?]$", line) for line in lines)
    return next_item([text], items) if listlike else "\n".join([*text.rstrip("\n").split("\n"), whole])


def items_gone(texts: list[str], args: tuple[str, ...]) -> str | None:
    """Without the lines of several entries; each must be there."""
    gone: set[int] = set()
    for item in args:
        found = places_of(texts[0], item)
        if not found:
            return None
        gone |= set(found)
    return "\n".join(line for place, line in enumerate(texts[0].splitlines()) if place not in gone)


def line_case(texts: list[str], args: tuple[str, ...]) -> str | None:
    """`args`: upper or lower, and the number of the line (negative: from the end)."""
    kind, place = args[0], int(args[1])
    lines = texts[0].splitlines()
    if place == 0 or abs(place) > len(lines):
        return None
    at = place - 1 if place > 0 else place
    lines[at] = lines[at].upper() if kind == "upper" else lines[at].lower()
    return "\n".join(lines)


def thinned(texts: list[str], args: tuple[str, ...]) -> str:
    """Without every so-many-th line."""
    step = int(args[0])
    return "\n".join(line for place, line in enumerate(texts[0].splitlines(), 1) if place % step)


def row_put(texts: list[str], args: tuple[str, ...]) -> str | None:
    """One row more: its cells with the table's own separator; as many as the table has."""
    lines = texts[0].rstrip("\n").split("\n")
    head = next((line for line in lines if line.strip()), "")
    mark = max(",;\t|", key=head.count)
    if head and mark not in head:
        return None
    cells = [cell.strip() for cell in re.split(rf"\s*[{re.escape(mark)},]\s*", args[0].strip(" ."))]
    gap = " " if head and all(part.startswith(" ") for part in head.split(mark)[1:]) else ""
    if head and len(cells) != head.count(mark) + 1:
        return None
    return "\n".join([*(lines if head else []), f"{mark}{gap}".join(cells)])


def measured_without(texts: list[str], args: tuple[str, ...]) -> str | None:
    """How many characters, words or lines there are, when something is not counted."""
    kind, left_out = args
    text = texts[0]
    if left_out == "breaks":
        text = text.replace("\r", "").replace("\n", "")
    elif left_out == "last break":
        text = text.rstrip("\r\n")
    elif left_out == "spaces":
        text = re.sub(r"\s", "", text)
    elif left_out == "blank":
        text = "\n".join(line for line in text.splitlines() if line.strip())
    elif left_out == "first":
        text = "\n".join(text.splitlines()[1:])
    elif left_out == "punctuation":
        text = re.sub(r"[^\w\s]", "", text)
    return str({"characters": len(text), "words": len(text.split()), "lines": len(text.splitlines())}[kind])


CHANGES: dict[str, Edit] = {
    "set_value": set_value,
    "set_or_swapped": set_or_swapped,
    "swapped": swapped,
    "without_word": without_word,
    "unmarked": unmarked,
    "items_gone": items_gone,
    "line_case": line_case,
    "thinned": thinned,
    "row_put": row_put,
    "measured_without": measured_without,
    **PLACES,
}
"""By the kind of the `Derived` expression."""
