"""Lines changed where they stand: exchanged with each other, ticked off, corrected where a subject is spoken of."""

from __future__ import annotations

import re

from nodes.llm.offline.framed.edits import Edit, places_of

_BOX = re.compile(r"\[( ?)\]|[☐□]")
_IDLE = frozenset(["the", "and", "for", "our", "your", "his", "her", "that", "this", "with", "time", "date", "entry", "line"])  # fmt: skip


def lines_exchanged(texts: list[str], args: tuple[str, ...]) -> str | None:
    """`args`: the numbers of two lines, negative ones counted from the end."""
    lines = texts[0].splitlines()
    places = [int(arg) - 1 if int(arg) > 0 else len(lines) + int(arg) for arg in args]
    if any(not 0 <= place < len(lines) for place in places) or places[0] == places[1]:
        return None
    first, second = places
    lines[first], lines[second] = lines[second], lines[first]
    return "\n".join(lines)


def ticked_off(texts: list[str], args: tuple[str, ...]) -> str | None:
    """Tick the boxes of the entries that `args` name; each must be in one line only, with an open box."""
    lines = texts[0].splitlines()
    for wanted in args:
        found = [place for place in places_of(texts[0], wanted) if _BOX.search(lines[place])]
        if len(found) != 1:
            return None
        lines[found[0]] = _BOX.sub(lambda box: "[x]" if box.group().startswith("[") else "☑", lines[found[0]], count=1)
    return "\n".join(lines)


def corrected(texts: list[str], args: tuple[str, ...]) -> str | None:
    """`args`: what is spoken of, an old and a new value: the value is replaced in the one line that can be meant."""
    subject, old, new = args
    lines = texts[0].splitlines()
    pattern = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.IGNORECASE)
    places = [place for place, line in enumerate(lines) if pattern.search(line)]
    words = {word for word in re.findall(r"[^\W\d_]{3,}", subject.lower()) if word not in _IDLE}
    if len(places) > 1:
        places = [place for place in places if words & set(re.findall(r"[^\W\d_]{3,}", lines[place].lower()))]
    if len(places) != 1:
        return None
    lines[places[0]] = pattern.sub(lambda _: new, lines[places[0]])
    return "\n".join(lines)


def words_of_lines(texts: list[str], args: tuple[str, ...]) -> str | None:
    """`args`: which word, negative from the end: that word of each line, a line each; every line must have it."""
    place, made = int(args[0]), []
    for line in texts[0].splitlines():
        words = line.split()
        if words and abs(place) > len(words):
            return None
        if words:
            made.append(words[place - 1 if place > 0 else place].strip(",;:"))
    return "\n".join(made) or None


PLACES: dict[str, Edit] = {
    "lines_exchanged": lines_exchanged,
    "ticked_off": ticked_off,
    "corrected": corrected,
    "words_of_lines": words_of_lines,
}
"""By the kind of the `Derived` expression."""
