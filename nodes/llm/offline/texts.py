"""What can be made of a text, or counted in it, without a language model."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable

NUMBER = re.compile(
    r"(?<![\w.])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w])|(?<![\w.])-?\d+(?:\.\d+)?(?![\w]|\.\d)|(?<=[$€£])\d+(?:\.\d+)?"
)
WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def numbers_in(text: str) -> list[str]:
    """The numbers in a text, as written, thousands separators taken out."""
    return [found.group().replace(",", "") for found in NUMBER.finditer(text)]


def column_of(text: str, name: str) -> list[str] | None:
    """The cells of one CSV column.

    Returns:
        The cells below the header; `None` where no column has that name.
    """
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    if not rows:
        return None
    header = [cell.strip().lower() for cell in rows[0]]
    wanted = name.strip().lower()
    for spelling in (wanted, wanted.rstrip("s"), f"{wanted}s"):
        if spelling in header:
            place = header.index(spelling)
            return [row[place].strip() for row in rows[1:] if len(row) > place]
    return None


def measure(kind: str, text: str, needle: str = "") -> int:
    """How many of a kind a text has."""
    if kind in ("occurrences", "words_like"):
        return occurrences(text, needle, whole_words=kind == "words_like")
    counters: dict[str, Callable[[str], int]] = {
        "lines": lambda t: len(t.splitlines()),
        "files": lambda t: len([line for line in t.splitlines() if line.strip()]),
        "words": lambda t: len(t.split()),
        "characters": len,
        "bytes": lambda t: len(t.encode()),
        "letters": lambda t: sum(letter.isalpha() for letter in t),
        "vowels": lambda t: sum(letter in "aeiou" for letter in t.lower()),
        "consonants": lambda t: sum(letter.isalpha() and letter not in "aeiou" for letter in t.lower()),
        "spaces": lambda t: t.count(" "),
        "sentences": lambda t: len(re.findall(r"[^.!?]+[.!?]*", t.strip())),
        "paragraphs": lambda t: len([part for part in re.split(r"\n\s*\n", t) if part.strip()]),
    }
    return counters[kind](text)


def occurrences(text: str, needle: str, *, whole_words: bool = False) -> int:
    """How often a piece of text, or a whole word, stands in a text, whatever the case."""
    if whole_words:
        return len(re.findall(rf"(?<!\w){re.escape(needle)}(?!\w)", text, re.IGNORECASE))
    return text.lower().count(needle.lower()) if needle else 0


def transform(kind: str, text: str, args: tuple[str, ...] = ()) -> str | None:
    """Make a text of a text.

    Returns:
        The new text; `None` where it does not exist (line 9 of 3).
    """
    change = _TRANSFORMS.get(kind)
    return None if change is None else change(text, args)


def _nth(parts: list[str], which: str) -> str | None:
    place = int(which)
    if place == 0 or abs(place) > len(parts):
        return None
    return parts[place - 1 if place > 0 else place]


def _sort(text: str, args: tuple[str, ...], separator: str = "\n") -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    numeric = bool(lines) and all(NUMBER.fullmatch(line.strip()) for line in lines)
    if len(args) > 1 and args[1] == "length":
        lines.sort(key=len)
    elif numeric:
        lines.sort(key=lambda line: float(line.replace(",", "")))
    else:
        lines.sort(key=lambda line: (line.lower(), line))
    if args and args[0] == "descending":
        lines.reverse()
    return separator.join(lines)


def _replace(text: str, args: tuple[str, ...]) -> str:
    old, new = args
    if old in text:
        return text.replace(old, new)
    return re.sub(re.escape(old), lambda _: new, text, flags=re.IGNORECASE)


def _lines_with(text: str, args: tuple[str, ...]) -> str:
    return "\n".join(line for line in text.splitlines() if args[0].lower() in line.lower())


def _drop_line(text: str, args: tuple[str, ...]) -> str | None:
    lines = text.splitlines()
    if _nth(lines, args[0]) is None:
        return None
    del lines[int(args[0]) - 1 if int(args[0]) > 0 else int(args[0])]
    return "\n".join(lines)


def _extreme(pattern: re.Pattern[str] | None, *, longest: bool) -> Callable[[str, tuple[str, ...]], str | None]:
    def pick(text: str, args: tuple[str, ...]) -> str | None:
        parts = pattern.findall(text) if pattern else [line for line in text.splitlines() if line.strip()]
        if not parts:
            return None
        return str(max(parts, key=len) if longest else min(parts, key=len))

    return pick


def _commonest(text: str, args: tuple[str, ...]) -> str | None:
    words = Counter(word.lower() for word in WORD.findall(text))
    return words.most_common(1)[0][0] if words else None


def _title(text: str) -> str:
    return re.sub(
        r"[^\W\d_]+(?:['’][^\W\d_]+)*", lambda found: found.group()[0].upper() + found.group()[1:].lower(), text
    )


_TRANSFORMS: dict[str, Callable[[str, tuple[str, ...]], str | None]] = {
    "upper": lambda text, args: text.upper(),
    "lower": lambda text, args: text.lower(),
    "title": lambda text, args: _title(text),
    "reverse": lambda text, args: text.rstrip("\n")[::-1],
    "reverse_lines": lambda text, args: "\n".join(reversed(text.splitlines())),
    "trim": lambda text, args: "\n".join(line.strip() for line in text.strip().splitlines()),
    "numbered": lambda text, args: "\n".join(f"{place}. {line}" for place, line in enumerate(text.splitlines(), 1)),
    "unique": lambda text, args: "\n".join(dict.fromkeys(text.splitlines())),
    "sort": _sort,
    "sort_inline": lambda text, args: _sort(text, args, ", "),
    "replace": _replace,
    "lines_with": _lines_with,
    "lines_without": lambda text, args: "\n".join(
        line for line in text.splitlines() if args[0].lower() not in line.lower()
    ),
    "lines_starting": lambda text, args: "\n".join(
        line for line in text.splitlines() if line.lower().startswith(args[0].lower())
    ),
    "lines_ending": lambda text, args: "\n".join(
        line for line in text.splitlines() if line.rstrip().lower().endswith(args[0].lower())
    ),
    "drop_blank": lambda text, args: "\n".join(line for line in text.splitlines() if line.strip()),
    "drop_line": _drop_line,
    "line": lambda text, args: _nth(text.splitlines(), args[0]),
    "word": lambda text, args: _nth(text.split(), args[0]),
    "head": lambda text, args: "\n".join(text.splitlines()[: int(args[0])]),
    "tail": lambda text, args: "\n".join(text.splitlines()[-int(args[0]) :]),
    "head_words": lambda text, args: " ".join(text.split()[: int(args[0])]),
    "tail_words": lambda text, args: " ".join(text.split()[-int(args[0]) :]),
    "head_characters": lambda text, args: text[: int(args[0])],
    "tail_characters": lambda text, args: text.rstrip("\n")[-int(args[0]) :],
    "head_letters": lambda text, args: text[: int(args[0])],
    "tail_letters": lambda text, args: text.rstrip("\n")[-int(args[0]) :],
    "lines": lambda text, args: "\n".join(text.splitlines()[int(args[0]) - 1 : int(args[1])]),
    "numbers": lambda text, args: "\n".join(numbers_in(text)),
    "first_letter": lambda text, args: text.strip()[:1] or None,
    "last_letter": lambda text, args: text.strip()[-1:] or None,
    "longest_line": _extreme(None, longest=True),
    "shortest_line": _extreme(None, longest=False),
    "longest_word": _extreme(WORD, longest=True),
    "shortest_word": _extreme(WORD, longest=False),
    "commonest_word": _commonest,
}
