"""Lines put into a text, taken out of it or told of it, each by its place or by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable

Edit = Callable[[list[str], tuple[str, ...]], str | None]


def places_of(text: str, anchor: str) -> list[int]:
    """The places of the lines that hold the anchor: as a whole line, else as words, else anywhere."""
    lines, wanted = text.splitlines(), anchor.strip().lower()
    exact = [place for place, line in enumerate(lines) if line.strip().lower() == wanted]
    words = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    return (
        exact
        or [place for place, line in enumerate(lines) if words.search(line.lower())]
        or [place for place, line in enumerate(lines) if wanted in line.lower()]
    )


def _put(text: str, place: int, new: str) -> str:
    lines = text.splitlines()
    return "\n".join([*lines[:place], *new.splitlines(), *lines[place:]])


def _insert(texts: list[str], args: tuple[str, ...]) -> str | None:
    """`args`: the number that the new line is to have (negative: counted from the end, before that line) and the line."""
    place, count = int(args[0]), len(texts[0].splitlines())
    if place > count + 1 or -place > count:
        return None
    return _put(texts[0], place - 1 if place > 0 else count + place, args[1])


def _beside(texts: list[str], args: tuple[str, ...]) -> str | None:
    """`args`: 1 for after, 0 for before; what stands in the line that is meant; the new line. It must be one line only."""
    found = places_of(texts[0], args[1])
    return _put(texts[0], found[0] + int(args[0]), args[2]) if len(found) == 1 else None


def _between(texts: list[str], args: tuple[str, ...]) -> str | None:
    first, second = places_of(texts[0], args[0]), places_of(texts[0], args[1])
    if len(first) != 1 or len(second) != 1 or abs(first[0] - second[0]) != 1:
        return None
    return _put(texts[0], max(first[0], second[0]), args[2])


def _set(texts: list[str], args: tuple[str, ...]) -> str | None:
    lines, place = texts[0].splitlines(), int(args[0])
    if place == 0 or place > len(lines) or -place > len(lines):
        return None
    lines[place - 1 if place > 0 else place] = args[1]
    return "\n".join(lines)


def _set_with(texts: list[str], args: tuple[str, ...]) -> str | None:
    found = places_of(texts[0], args[0])
    return _set(texts, (str(found[0] + 1), args[1])) if len(found) == 1 else None


_ITEM = re.compile(r"^(?P<lead>\s*)(?:(?P<number>\d+)(?P<sign>[.):]?)|(?P<bullet>[-*•](?: \[[ xX]?\])?))\s+")


def next_item(texts: list[str], args: tuple[str, ...]) -> str:
    """One more item for each text in `args`, marked as the last item is: by the next number or by a bullet."""
    lines = texts[0].rstrip("\n").split("\n") if texts[0].strip() else []
    for new in args:
        last = _ITEM.match(lines[-1]) if lines else None
        if last is None or _ITEM.match(new):
            lines.append(new)
        elif last["number"]:
            lines.append(f"{last['lead']}{int(last['number']) + 1}{last['sign']} {new}")
        else:
            bullet = re.sub(r"\[[xX]\]", "[ ]", last["bullet"])
            lines.append(f"{last['lead']}{bullet} {new}")
    return "\n".join(lines)


def _cut(texts: list[str], args: tuple[str, ...]) -> str:
    """Without the first (or, negative, the last) so many lines."""
    lines, count = texts[0].splitlines(), int(args[0])
    return "\n".join(lines[count:] if count > 0 else lines[:count])


def _bulleted(texts: list[str], args: tuple[str, ...]) -> str:
    return "\n".join(f"{args[0]} {line}" if line.strip() else line for line in texts[0].splitlines())


def _around(texts: list[str], args: tuple[str, ...]) -> str:
    return "\n".join(f"{args[0]}{line}{args[1]}" if line.strip() else line for line in texts[0].splitlines())


def _ticked(texts: list[str], args: tuple[str, ...]) -> str | None:
    boxes = [(line, found) for line in texts[0].splitlines() if (found := re.search(r"\[([ xX✓]?)\]\s*(.*)", line))]
    if not boxes:
        return None
    wanted = args[0] == "yes"
    return "\n".join(found.group(2) for _, found in boxes if bool(found.group(1).strip()) == wanted)


def _starting(texts: list[str], args: tuple[str, ...]) -> str:
    return "\n".join(line for line in texts[0].splitlines() if not line.lstrip().lower().startswith(args[0].lower()))


def _exactly(texts: list[str], args: tuple[str, ...]) -> str:
    return "\n".join(line for line in texts[0].splitlines() if line.strip().lower() == args[0].lower())


def _about(texts: list[str], args: tuple[str, ...]) -> str | None:
    lines = texts[0].splitlines()
    return "\n".join(lines[place] for place in places_of(texts[0], args[0])) or None


def _numbers(texts: list[str], args: tuple[str, ...]) -> str | None:
    lines = texts[0].splitlines()
    found = places_of(texts[0], args[0])
    return "\n".join(f"Line {place + 1}: {lines[place]}" for place in found) or None


def _below(texts: list[str], args: tuple[str, ...]) -> str | None:
    """The line right after (1) or before (-1) the one that holds the anchor."""
    found, lines = places_of(texts[0], args[1]), texts[0].splitlines()
    place = found[0] + int(args[0]) if len(found) == 1 else -1
    return lines[place] if 0 <= place < len(lines) else None


def _same(texts: list[str], args: tuple[str, ...]) -> str:
    if texts[0].rstrip("\n") == texts[1].rstrip("\n"):
        return f"Yes, {args[0]} and {args[1]} are identical."
    return f"No, {args[0]} and {args[1]} differ.\n{_different(texts, args)}"


def _different(texts: list[str], args: tuple[str, ...]) -> str:
    first, second = texts[0].splitlines(), texts[1].splitlines()
    told = [
        f"Only in {name}: {'; '.join(line for line in lines if line not in other)}"
        for name, lines, other in ((args[0], first, second), (args[1], second, first))
        if any(line not in other for line in lines)
    ]
    if not told:
        return "They hold the same lines" + ("." if first == second else ", in another order.")
    return "\n".join(told)


def _folders(texts: list[str], args: tuple[str, ...]) -> str:
    return "\n".join(name.rstrip("/") for name in texts[0].splitlines() if name.endswith("/")) or "There are none."


def _larger(texts: list[str], args: tuple[str, ...]) -> str:
    kind, *names = args
    counts = [int(text) for text in texts]
    if len(set(counts)) == 1:
        return f"Both have {counts[0]}."
    return names[counts.index(max(counts) if kind == "max" else min(counts))]


_IDLE = frozenset(
    ["according", "what", "when", "where", "which", "who", "whose", "whom", "how", "much", "many", "does", "did", "do", "is", "are", "was", "were", "will", "the", "a", "an", "of", "in", "on", "at", "to", "from", "for", "and", "or", "my", "our", "your", "his", "her", "their", "its", "it", "be", "has", "have", "had", "can", "could", "should", "would", "there", "this", "that", "as", "by", "with", "about", "says", "say", "file", "me", "tell"]
)  # fmt: skip


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[^\W_]+", text.lower()) if word not in _IDLE}


def _answer(texts: list[str], args: tuple[str, ...]) -> str | None:
    """The one line that shares most words with a question; none where two lines are as near, or none is."""
    wanted = _stems(args[0])
    lines = [line for line in texts[0].splitlines() if line.strip()]
    names = {word[:5].lower() for word in re.findall(r"(?<!^)\b(?:[A-Z]\w+|\d+)", args[0])}
    shared = [wanted & _stems(line) for line in lines]
    scores = [len(found) + len(found & names) for found in shared]
    best = max(scores, default=0)
    if best == 0 or scores.count(best) > 1:
        return None
    return lines[scores.index(best)]


EDITS: dict[str, Edit] = {
    "insert_line": _insert,
    "insert_beside": _beside,
    "insert_between": _between,
    "set_line": _set,
    "set_line_with": _set_with,
    "next_item": next_item,
    "cut_lines": _cut,
    "bulleted": _bulleted,
    "around": _around,
    "ticked": _ticked,
    "not_starting": _starting,
    "exact_lines": _exactly,
    "lines_about": _about,
    "line_numbers": _numbers,
    "neighbour": _below,
    "files_same": _same,
    "different": _different,
    "folders_only": _folders,
    "answering": _answer,
    "larger_only": _larger,
}
"""By the kind of the `Derived` expression."""
