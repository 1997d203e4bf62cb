"""A reader of JSON as models write it: fenced, with trailing commas, other quotes, Python words, or prose around it."""

from __future__ import annotations

import math
import re
from typing import Any

MAX_DEPTH = 64
"""Deeper nesting is nonsense from a model and would exhaust the stack of whoever handles the value next."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_WORD = re.compile(r"[A-Za-z_$][\w$-]*")
_SKIP = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_CLOSING = {'"': '"', "'": "'", "“": "”", "‘": "’", "`": "`"}
_WORDS = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0"}


class NotJson(ValueError):  # noqa: N818 - reads as the sentence it stands for
    """The text holds no JSON value; the message says what was found where."""


class CutShort(NotJson):
    """The text ends before the value does."""


def loads(text: str) -> Any:
    """Read the one JSON value that a text is, tolerantly.

    Raises:
        NotJson: It is none.
        CutShort: It ends too early.
    """
    value, end = read_at(text, 0)
    rest = text[end:].strip()
    if rest:
        raise NotJson(f"unexpected {rest[:20]!r} after the JSON value")
    return value


def find_objects(text: str) -> list[tuple[int, int, Any]]:
    """Find the outermost JSON objects and lists of objects in a text.

    Args:
        text: Any text.

    Returns:
        Start, end and value of each, in order; braces that open no readable object are passed over.

    Raises:
        CutShort: One begins and never ends, and none stands before it (what is nested in it must not be taken for the whole).
    """
    found: list[tuple[int, int, Any]] = []
    position, tries = 0, 0
    while (start := _next_opening(text, position)) is not None and tries < MAX_DEPTH:
        tries += 1
        try:
            value, position = read_at(text, start)
        except CutShort:
            if found:
                break
            raise
        except NotJson:
            position = start + 1
        else:
            found.append((start, position, value))
    return found


def _next_opening(text: str, position: int) -> int | None:
    opening = re.compile(r"\{|\[\s*\{").search(text, position)
    return opening.start() if opening else None


def read_at(text: str, position: int) -> tuple[Any, int]:
    """Read the JSON value that begins at a position (white space first).

    Returns:
        The value, and where it ends.

    Raises:
        NotJson: No value begins there.
        CutShort: The text ends before the value does.
    """
    return _Reader(text).value(position, 0)


class _Reader:
    """Recursive descent over one text; each method takes a position and gives a value with the position after it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def value(self, at: int, depth: int) -> tuple[Any, int]:
        at = self._skip(at)
        if depth > MAX_DEPTH:
            raise NotJson(f"nested deeper than {MAX_DEPTH} levels")
        char = self._char(at)
        if char == "{":
            return self._object(at + 1, depth)
        if char == "[":
            return self._list(at + 1, depth)
        if char in _CLOSING:
            return self._string(at)
        return self._scalar(at, depth)

    def _skip(self, at: int) -> int:
        blank = _SKIP.match(self._text, at)
        return blank.end() if blank else at

    def _char(self, at: int) -> str:
        if at >= len(self._text):
            raise CutShort("the JSON ends too early")
        return self._text[at]

    def _object(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        result: dict[str, Any] = {}
        while True:
            at = self._skip(at)
            if self._char(at) == "}":
                return result, at + 1
            key, at = self._key(at)
            at = self._skip(at)
            if self._char(at) not in ":：":
                raise NotJson(f"expected ':' after the key {key!r}")
            result[key], at = self.value(at + 1, depth + 1)
            at = self._separator(at, "}")

    def _list(self, at: int, depth: int) -> tuple[list[Any], int]:
        result: list[Any] = []
        while True:
            at = self._skip(at)
            if self._char(at) == "]":
                return result, at + 1
            item, at = self.value(at, depth + 1)
            result.append(item)
            at = self._separator(at, "]")

    def _separator(self, at: int, closing: str) -> int:
        at = self._skip(at)
        char = self._char(at)
        if char == ",":
            return at + 1
        if char != closing:
            raise NotJson(f"expected ',' or {closing!r}, found {self._text[at : at + 10]!r}")
        return at

    def _key(self, at: int) -> tuple[str, int]:
        if self._text[at] in _CLOSING:
            return self._string(at)
        word = _WORD.match(self._text, at)
        if word is None:
            raise NotJson(f"expected a key, found {self._text[at : at + 10]!r}")
        return word[0], word.end()

    def _string(self, at: int) -> tuple[str, int]:
        if self._text.startswith(('"""', "'''"), at):
            return self._triple(at)
        closing, parts, at = _CLOSING[self._text[at]], [], at + 1
        while (char := self._char(at)) != closing:
            if char == "\\":
                piece, at = self._escape(at + 1)
            else:
                piece, at = char, at + 1
            parts.append(piece)
        return _encodable("".join(parts)), at + 1

    def _triple(self, at: int) -> tuple[str, int]:
        end = self._text.find(self._text[at : at + 3], at + 3)
        if end < 0:
            raise CutShort("the JSON ends within a text")
        return _encodable(self._text[at + 3 : end]), end + 3

    def _escape(self, at: int) -> tuple[str, int]:
        char = self._char(at)
        if char != "u":
            return _ESCAPES.get(char, char if char in "\"'\\/`“”‘’\n" else "\\" + char), at + 1
        digits = self._text[at + 1 : at + 5]
        if len(digits) < 4:
            raise CutShort("the JSON ends within a text")
        if not re.fullmatch(r"[0-9a-fA-F]{4}", digits):
            return "\\u", at + 1
        return chr(int(digits, 16)), at + 5

    def _scalar(self, at: int, depth: int) -> tuple[Any, int]:
        rest = self._text[at : at + 400]
        if at + len(rest) == len(self._text) and depth > 0 and _is_cut_scalar(rest):
            raise CutShort("the JSON ends within a value")
        number = _NUMBER.match(self._text, at)
        if number is not None:
            return _number(number[0]), number.end()
        word = _WORD.match(self._text, at)
        if word is not None and word[0] in _WORDS:
            return _WORDS[word[0]], word.end()
        raise NotJson(f"expected a value, found {self._text[at : at + 10]!r}")


def _is_cut_scalar(text: str) -> bool:
    """Whether a text could be the beginning of a number or a word; within a list or object one never ends the whole text."""
    begins_word = any(word.startswith(text) for word in _WORDS)
    return begins_word or bool(re.fullmatch(r"[+-]?\d*\.?\d*([eE][+-]?\d*)?", text))


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        pass
    if len(text) > 400 or not math.isfinite(value := float(text)):
        raise NotJson(f"the number {text[:20]!r} is out of range")
    return value


def _encodable(text: str) -> str:
    """Join surrogate pairs and replace lone surrogates, which no file or checkpoint can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
