"""Turns whatever a tool returned into bounded, JSON-serialisable data.

The stated forms: pydantic models and dataclasses become objects; enums their value; dates ISO 8601 text; sets sorted lists;
numpy values plain ones; NaN and the infinities text (RFC 8259, section 6, has no number for them); bytes a note of their size;
NUL and lone surrogates their escape as text (neither fits into every database or into UTF-8). Anything else becomes its `str()`.
"""

from __future__ import annotations

import dataclasses
import datetime
import math
import re
from collections.abc import Iterable, Mapping, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from enum import Enum
from itertools import islice
from typing import Any

from pydantic import BaseModel

MAX_RESULT_CHARACTERS = 100_000
"""About 25,000 tokens: more than a model reads with profit."""

_MAX_DEPTH = 64
_SHORT = 200
_MAX_NOTES = 10
_LARGEST_INT_BITS = 4096
"""Integers above (1,233 digits) are told by their size: `str()` of 4,300 digits is refused by Python (CVE-2020-10735)."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def as_json(value: Any, max_characters: int = MAX_RESULT_CHARACTERS) -> tuple[Any, list[str]]:
    """Make a value JSON-serialisable and bounded, keeping its structure.

    The time depends on the limit, not on the size of the value. Where a container holds one huge text beside small facts, the
    facts are kept and the text is cut.

    Args:
        value: Anything.
        max_characters: Roughly how long the JSON form may become.

    Returns:
        The value, and one note for each place that was cut ("… cut: N of M characters shown"); no notes where nothing was.
    """
    shaper = _Shaper(max_characters)
    return shaper.shape(value, 0), shaper.notes


class _Shaper:
    """One walk through a value with a budget of characters."""

    def __init__(self, budget: int) -> None:
        self._left = max(budget, 0)
        self.notes: list[str] = []

    def shape(self, value: Any, depth: int) -> Any:
        if value is None or isinstance(value, bool):
            self._left -= 5
            return value
        if isinstance(value, Enum):
            return self.shape(value.value, depth)
        if isinstance(value, str):
            return self._text(str.__str__(value))
        if isinstance(value, int):
            return self._integer(int(value))
        if isinstance(value, float):
            return self._number(float(value))
        if isinstance(value, bytes | bytearray | memoryview):
            return self._text(_bytes_note(value))
        if isinstance(value, datetime.date | datetime.time):
            return self._text(value.isoformat())
        if depth >= _MAX_DEPTH:
            return self._text(self._note(f"… cut: {type(value).__name__} nested deeper than {_MAX_DEPTH} levels"))
        return self._compound(value, depth)

    def _compound(self, value: Any, depth: int) -> Any:
        if isinstance(value, BaseModel):
            return self.shape(value.model_dump(warnings=False), depth + 1)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            names = [field.name for field in dataclasses.fields(value)]
            return self._mapping([(name, getattr(value, name, None)) for name in names], len(names), depth)
        if isinstance(value, Mapping):
            # One entry costs at least two characters: no more than that many can be shown, so no more are looked at.
            return self._mapping(list(islice(value.items(), max(self._left, 0) // 2 + 1)), len(value), depth)
        if isinstance(value, AbstractSet):
            return self._set(value, depth)
        if callable(getattr(value, "tolist", None)):  # numpy's arrays and scalars
            return self.shape(value.tolist(), depth + 1)
        if isinstance(value, Sequence | ValuesView):
            return self._list(value, len(value), depth)
        return self._text(str(value))

    def _mapping(self, entries: list[tuple[Any, Any]], total: int, depth: int) -> dict[str, Any]:
        names = _names(entries)
        shaped: dict[str, Any] = dict.fromkeys(names)
        # Small facts first, so that one huge text does not push out the status code behind it.
        for name, (_, value) in sorted(zip(names, entries, strict=True), key=lambda item: not _is_small(item[1][1])):
            if self._left > 0:
                self._left -= len(name) + 4
                shaped[name] = self.shape(value, depth + 1)
            elif len(self.notes) < _MAX_NOTES and not _is_small(value):
                shaped[name] = self._note(f"… cut: {_size(value)} not shown")
            else:
                del shaped[name]
        if len(shaped) < total:
            shaped["…"] = self._note(f"… cut: {len(shaped)} of {total} entries shown")
        return {self._escaped(name): value for name, value in shaped.items()}

    def _set(self, value: AbstractSet[Any], depth: int) -> list[Any]:
        shown = list(islice(value, max(self._left, 0) + 1))
        try:
            shown.sort()
        except TypeError:
            shown.sort(key=lambda item: (type(item).__name__, repr(item)))
        return self._list(shown, len(value), depth)

    def _list(self, items: Iterable[Any], total: int, depth: int) -> list[Any]:
        shaped: list[Any] = []
        for item in items:
            if self._left <= 0:
                break
            self._left -= 2
            shaped.append(self.shape(item, depth + 1))
        if len(shaped) < total:
            shaped.append(self._note(f"… cut: {len(shaped)} of {total} items shown"))
        return shaped

    def _text(self, text: str) -> str:
        if len(text) > max(self._left, 0):
            kept = max(self._left, 0)
            self._left = 0
            return self._escaped(text[:kept]) + self._note(f"… cut: {kept} of {len(text)} characters shown")
        self._left -= len(text) + 2
        return self._escaped(text)

    def _integer(self, value: int) -> int | str:
        bits = value.bit_length()
        if bits > _LARGEST_INT_BITS:
            return self._text(self._note(f"… cut: an integer of about {int(bits * math.log10(2))} digits"))
        self._left -= bits // 3 + 1
        return value

    def _number(self, value: float) -> float | str:
        self._left -= 8
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return value

    def _note(self, note: str) -> str:
        if len(self.notes) < _MAX_NOTES:
            self.notes.append(note)
        return note

    @staticmethod
    def _escaped(text: str) -> str:
        return _UNSTORABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _names(entries: list[tuple[Any, Any]]) -> list[str]:
    """JSON has text keys only: 1 and "1" in one mapping must not become one entry."""
    names: dict[str, None] = {}
    for key, _ in entries:
        name = key if isinstance(key, str) else str(key.value if isinstance(key, Enum) else key)
        name = name if len(name) <= _SHORT else name[:_SHORT] + "…"
        while name in names:
            name += f" ({type(key).__name__})"
        names[name] = None
    return list(names)


def _is_small(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= _SHORT
    return value is None or isinstance(value, bool | int | float | Enum | datetime.date | datetime.time)


def _size(value: Any) -> str:
    if isinstance(value, str):
        return f"{len(value)} characters"
    return f"{len(value)} items" if hasattr(value, "__len__") else f"a {type(value).__name__}"


def _bytes_note(value: bytes | bytearray | memoryview) -> str:
    start = bytes(value[:16]).hex(" ")
    size = value.nbytes if isinstance(value, memoryview) else len(value)
    return f"<{size} bytes, beginning {start}>" if size else "<0 bytes>"
