"""Files as people lay them out: a header and cells, a name and a value on a line, bare numbers, one item a line."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

from nodes.llm.offline.texts import numbers_in

__all__ = ["numbers_in"]

_MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_EXTRACTS = {
    "email": _MAIL,
    "url": re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]"),
    "date": re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"),
    "phone": re.compile(r"\+?\(?\d[\d()\-/ ]{4,}\d"),
    "hashtag": re.compile(r"#\w+"),
    "price": re.compile(r"(?<![\w.])[$€£]?\d[\d,]*\.\d{2}(?![\w.]*\d)"),
    "time": re.compile(r"\b\d{1,2}:\d{2}\b"),
    "name": re.compile(r"\b[A-Z][a-z]+\b"),
}
_NUMBER_CELL = re.compile(r"[-+]?[$€£]?\s?\d[\d,]*(?:\.\d+)?\s?[$€£%]?")
_SPLIT = re.compile(r"\s*[:;|\t=]\s*|\s*,\s+|\s+-\s+|\s{2,}|\s+(?=[-+$€£]?\d)")


def is_number(text: str) -> bool:
    """Whether a cell is one number, with or without a currency sign."""
    return bool(_NUMBER_CELL.fullmatch(text.strip()))


def _plain(cell: str) -> str:
    return re.sub(r"[$€£%,\s]", "", cell)


def rows_of(text: str) -> tuple[list[str], list[list[str]]]:
    """The header (empty where there is none) and the rows of cells below it."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return [], []
    if sum("," in line for line in lines) >= len(lines) and not all(is_number(line) for line in lines):
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO("\n".join(lines)))]
    else:
        rows = [[cell for cell in _SPLIT.split(line.strip()) if cell] or [line] for line in lines]
    first, rest = rows[0], rows[1:]
    headed = len(first) > 1 and len(rest) > 0 and not any(is_number(cell) for cell in first)
    if headed and any(is_number(cell) for row in rest for cell in row):
        return [cell.lower() for cell in first], rest
    return [], rows


def items_of(text: str) -> list[str]:
    """The entries of a text: its lines that are not blank, a header left out."""
    header, _ = rows_of(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[1:] if header else lines


def place_of(header: list[str], rows: list[list[str]], wanted: str) -> int | None:
    """Which column is meant: by its name, else the last that holds numbers."""
    words = [word for word in re.findall(r"\w+", wanted.lower()) if len(word) > 2]
    counted = {at for at in range(len(header)) if any(len(row) > at and is_number(row[at]) for row in rows)}
    for word in words:
        for place, name in enumerate(header):
            if place not in counted:
                continue
            stem = word.rstrip("s")
            if stem == name.rstrip("s") or (len(stem) > 3 and (stem in name or (name in stem and len(name) > 2))):
                return place
    synonyms = {"qty": ("quantity", "stock", "amount", "many", "pieces", "below", "left"), "amount": ("sum", "total")}
    for place, name in enumerate(header):
        if place in counted and any(word in words for word in synonyms.get(name, ())):
            return place
    numeric = [
        place
        for place in range(max((len(row) for row in rows), default=0))
        if all(len(row) > place and is_number(row[place]) for row in rows)
    ]
    return numeric[-1] if numeric else None


def extreme(text: str, kind: str, want: str, asked: str) -> str | None:
    """The row with the largest or smallest value.

    Args:
        text: A table, or numbers.
        kind: max or min.
        want: name, value, both or row.
        asked: The user's words; they may name the column.
    """
    header, rows = rows_of(text)
    place = place_of(header, rows, asked)
    if place is None:
        return None
    kept = [row for row in rows if len(row) > place and is_number(row[place])]
    if not kept:
        return None
    pick = max if kind == "max" else min
    best = pick(kept, key=lambda row: float(_plain(row[place])))
    name = next((cell for at, cell in enumerate(best) if at != place and not is_number(cell)), "")
    value = _plain(best[place])
    if want == "both":
        return f"{name} {value}".strip()
    return name if want == "name" and name else value


def common(left: str, right: str) -> str:
    """The entries that stand in both texts, in the order of the first."""
    there = {item.lower() for item in items_of(right)}
    return "\n".join(dict.fromkeys(item for item in items_of(left) if item.lower() in there))


def missing(left: str, right: str) -> str:
    """The entries of the first text that are not in the second."""
    there = {item.lower() for item in items_of(right)}
    return "\n".join(dict.fromkeys(item for item in items_of(left) if item.lower() not in there))


def extracted(text: str, kind: str) -> str | None:
    """All pieces of one kind, one a line."""
    found = _EXTRACTS[kind].findall(text)
    return "\n".join(dict.fromkeys(piece.strip() for piece in found)) if found else None


def record(text: str, name: str, want: str) -> str | None:
    """What a text says of a name.

    Args:
        text: Lines, or a table with a header.
        name: Whose record.
        want: `line` for the whole line, else the words of what is asked; a header or the rest of the line answers.
    """
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    lines = [line.strip() for line in text.splitlines() if pattern.search(line)]
    if not lines:
        return None
    if want == "line":
        return "\n".join(lines)
    header, rows = rows_of(text)
    if header:
        row = next((row for row in rows if any(pattern.search(cell) for cell in row)), None)
        words = re.findall(r"\w+", want.lower())
        place = next(
            (at for at, cell in enumerate(header) if any(cell in word or word in cell for word in words)), None
        )
        if row is not None and place is not None and place < len(row):
            return row[place]
    if re.search(r"mail", want) and _MAIL.search(lines[0]):
        return str(_MAIL.findall(lines[0])[0])
    rest = pattern.sub("", lines[0], count=1)
    return re.sub(r"^[\s:,;=\-–|]+(?:is\s+)?|[\s:,;=|]+$", "", rest) or lines[0]


_OPS = {
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
}


def rows_where(text: str, op: str, bound: str, asked: str) -> str | None:
    """The rows whose number compares so, or one of whose cells is a word; the header stays."""
    header, rows = rows_of(text)
    if op == "is":
        kept = [row for row in rows if any(cell.lower() == bound.lower() for cell in row)]
    else:
        place = place_of(header, rows, asked)
        if place is None:
            return None
        kept = [
            row
            for row in rows
            if len(row) > place and is_number(row[place]) and _OPS[op](float(_plain(row[place])), float(bound))
        ]
    if not kept:
        return ""
    head = [",".join(header)] if header else []
    return "\n".join(head + [",".join(row) if header else " ".join(row) for row in kept])


def numeric_cells(text: str, asked: str) -> list[str]:
    """The numbers of the column that is meant."""
    header, rows = rows_of(text)
    place = place_of(header, rows, asked)
    if place is None:
        return []
    return [_plain(row[place]) for row in rows if len(row) > place and is_number(row[place])]


def names_of(text: str) -> str:
    """The first cell of every row that is no number, one a line."""
    _, rows = rows_of(text)
    return "\n".join(next((cell for cell in row if not is_number(cell)), row[0]) for row in rows)


def column(text: str, which: str) -> str | None:
    """The cells of one column below the header, one a line, by its number or name."""
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)) if row]
    if not rows:
        return None
    header = [cell.lower() for cell in rows[0]]
    if which.lstrip("-").isdigit():
        place = int(which) - 1 if int(which) > 0 else len(header) + int(which)
    else:
        names = [at for at, cell in enumerate(header) if cell and cell.rstrip("s") == which.lower().rstrip("s")]
        place = names[0] if names else -1
    if not 0 <= place < len(header):
        return None
    headed = not any(is_number(cell) for cell in rows[0])
    return "\n".join(row[place] for row in rows[1 if headed else 0 :] if len(row) > place)


def pairs_of(text: str) -> list[tuple[str, str]]:
    """The last two numbers of every row."""
    _, rows = rows_of(text)
    numbers = [[_plain(cell) for cell in row if is_number(cell)] for row in rows]
    return [(found[-2], found[-1]) for found in numbers if len(found) >= 2]


def code_in(text: str) -> str | None:
    """The one value that a fact gives: its number or code, else what follows `is` or `are called`."""
    found = re.findall(r"(?<![\w.])[\w\-./]*\d[\w\-./:]*", text)
    if len(found) == 1:
        return str(found[0]).rstrip(".,")
    named = re.search(r"\b(?:is called|are called|is named|is|are|was|=|:)\s+(?:the\s+|a\s+|an\s+)?(.+?)\.?$", text)
    return named.group(1) if named else None


def larger(texts: list[str], args: tuple[str, ...]) -> str | None:
    """Which of several names has the larger (or smaller) number."""
    kind, *names = args
    numbers = [numbers_in(text) for text in texts]
    if any(len(found) != 1 for found in numbers):
        return None
    values = [float(found[0]) for found in numbers]
    if len(set(values)) == 1:
        return "equal: both have " + numbers[0][0]
    best = values.index(max(values) if kind == "max" else min(values))
    return f"{names[best]} ({numbers[best][0]})"


def dated(text: str, form: str) -> str | None:
    """An ISO date in another form (`strftime`)."""
    try:
        return date.fromisoformat(text.strip()[:10]).strftime(form)
    except ValueError:
        return None


def same(left: str, right: str, form: str) -> str:
    """Whether two texts are the same but for blanks at their ends: yes or no, or in the words same and different."""
    alike = left.strip() == right.strip()
    return ("same" if alike else "different") if form == "word" else ("yes" if alike else "no")
