"""Quotes, file names and addresses taken out of a goal before it is read, so that what they hold is data and never a request."""

from __future__ import annotations

import re
from dataclasses import dataclass

QUOTE_BASE, FILE_BASE, FOLDER_BASE, URL_BASE = 0xE000, 0xE800, 0xEC00, 0xF000
_ROOM = 0x3F0
QUOTE = f"[{chr(QUOTE_BASE)}-{chr(QUOTE_BASE + _ROOM)}]"
FILE = f"[{chr(FILE_BASE)}-{chr(FOLDER_BASE + _ROOM)}]"
FOLDER = f"[{chr(FOLDER_BASE)}-{chr(FOLDER_BASE + _ROOM)}]"
URL = f"[{chr(URL_BASE)}-{chr(URL_BASE + _ROOM)}]"
ANY = f"[{chr(QUOTE_BASE)}-{chr(URL_BASE + _ROOM)}]"

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PAIRS = (
    r"```(?:\w*\n)?(?P<fence>.*?)\n?```|`(?P<tick>[^`\n]+)`|“(?P<curly>[^”]*)”|„(?P<low>[^“”]*)[“”]|«(?P<angle>[^»]*)»"
    r'|"(?P<double>[^"]*)"|(?<!\w)‘(?P<single>[^’]*(?:’\w[^’]*)*)’(?!\w)|(?<![\w’\'])\'(?P<plain>[^\'\n]*(?:\'\w[^\'\n]*)*)\'(?!\w)'
)
_CODE = r"(?P<code>(?<![\w.])[A-Za-z_][\w.]*\((?:[^()\n\"']*(?:\"[^\"\n]*\"|'[^'\n]*'))+[^()\n]*\);?)"
_URL = r"(?P<url>https?://[^\s<>\"'`]+[^\s<>\"'`.,;:!?)\]}])"
_NAME = r"[\w~@+\-]+"
_FILE = (
    rf"(?P<file>(?<![\w/.])(?:\.{{0,2}}/)?(?:(?:{_NAME}|\.\.?)/)*(?:{_NAME}\.)*{_NAME}\.[A-Za-z][A-Za-z0-9]{{0,6}}(?![\w/]|\.\w)"
    rf"|(?<![\w/.])\.(?:env|gitignore|bashrc|profile|htaccess)\b"
    rf"|(?<![\w/.])(?:(?:\.{{1,2}}/)+(?:{_NAME}/?)*|/(?=[A-Za-z_])(?:{_NAME}/?)+)(?![\w/])"
    rf"|(?<![\w/.])[A-Za-z_][\w~@+\-]*/(?:{_NAME}/)*(?:{_NAME})?(?![\w/]))"
)
_REMARK = r"(?P<remark>\([A-Za-z][\w\-]*(?: [\w\-]+)?\))"
"""`(cancelled)` behind a name; data only where a goal speaks of what bears it."""
_BEARING = re.compile(
    r"\b(?:with|marked|containing|contains?|having|has|have|had|saying|says?|labell?ed|tagged|includ(?:es?|ing)|mentions?|mentioning|reads?|shows?)"
    r"(?: (?:an?|the))?(?: (?:remark|note|word|mark|comment|text))?\s*$",
    re.IGNORECASE,
)
_SPAN = re.compile(f"{_CODE}|{_PAIRS}|{_REMARK}|{_URL}|{_FILE}", re.DOTALL)
_FILE_NAMED = re.compile(_FILE)
_DATE_LIKE = re.compile(r"\d{1,4}/\d{1,2}(?:/\d{1,4})?")
_NO_FILE = frozenset(
    [
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "p.s",
        "p.p.s",
        "u.s",
        "u.k",
        "ph.d",
        "n.b",
        "b.c",
        "a.d",
        "etc.and",
        "and/or",
        "either/or",
        "yes/no",
        "km/h",
        "m/s",
        "mi/h",
        "miles/hour",
        "km/hour",
        "w/o",
        "he/she",
        "his/her",
        "true/false",
    ]
)


@dataclass(frozen=True, slots=True)
class Protected:
    """A goal with its data taken out.

    Attributes:
        text: The goal; each quote, file name and address is one private-use character.
        quotes: What the quotes held.
        files: The file names.
        folders: The paths that name no file: closed by a slash, or without an ending.
        urls: The addresses.
        marks: How each quote was written, marks included.
    """

    text: str
    quotes: tuple[str, ...]
    files: tuple[str, ...]
    folders: tuple[str, ...]
    urls: tuple[str, ...]
    marks: tuple[str, ...]

    def value(self, mark: str) -> str:
        """What one private-use character stands for."""
        code = ord(mark)
        if code >= URL_BASE:
            return self.urls[code - URL_BASE]
        if code >= FOLDER_BASE:
            return self.folders[code - FOLDER_BASE]
        if code >= FILE_BASE:
            return self.files[code - FILE_BASE]
        return self.quotes[code - QUOTE_BASE]

    def plain(self, text: str) -> str:
        """The text as the user meant it: what quotes held without the marks."""
        return _PRIVATE.sub(lambda found: self.value(found.group()), text)

    def original(self, text: str) -> str:
        """The text as the user wrote it, quote marks included."""

        def back(found: re.Match[str]) -> str:
            code = ord(found.group())
            return self.marks[code - QUOTE_BASE] if code < FILE_BASE else self.value(found.group())

        return _PRIVATE.sub(back, text)


def protect(goal: str) -> Protected:
    """Take the quotes, file names and addresses out of a goal.

    Args:
        goal: As the user typed it; characters of the private-use area are dropped.

    Returns:
        The goal with its data taken out; beyond 1,008 pieces of one kind the rest stays in the text.
    """
    quotes: list[str] = []
    files: list[str] = []
    folders: list[str] = []
    urls: list[str] = []
    marks: list[str] = []

    def _path(path: str) -> str:
        if "." in path.rsplit("/", 1)[-1].lstrip("."):
            return _store(files, path, FILE_BASE)
        return _store(folders, path, FOLDER_BASE)

    def take(found: re.Match[str]) -> str:
        kind, whole = found.lastgroup or "", found.group()
        if kind == "url":
            return _store(urls, whole, URL_BASE)
        if kind == "file":
            if whole.lower() in _NO_FILE or _DATE_LIKE.fullmatch(whole):
                return whole
            return _path(whole)
        if kind == "remark":
            if not _BEARING.search(found.string[: found.start()]) or not _FILE_NAMED.search(found.string):
                return whole
            held = whole
        else:
            held = found.group(kind)
        if kind == "tick" and re.fullmatch(_FILE, held):
            return _path(held)
        if len(quotes) < _ROOM:
            marks.append(whole)
        return _store(quotes, held, QUOTE_BASE)

    text = _SPAN.sub(take, _PRIVATE.sub("", goal))
    return Protected(text, tuple(quotes), tuple(files), tuple(folders), tuple(urls), tuple(marks))


def _store(pieces: list[str], piece: str, base: int) -> str:
    if len(pieces) >= _ROOM:
        return piece
    pieces.append(piece)
    return chr(base + len(pieces) - 1)
