"""Frames: sentences with slots, kept as data in the `*.frames` files, and what all their builders need."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from nodes.llm.offline.patterns import compile_frame, first_word, first_words

Slots = dict[str, str]
"""What the slots of a frame captured; `_` holds the constant after `=>`, if the frame has one."""
Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence frame.

    Attributes:
        action: Which builder makes its meaning.
        notation: See `patterns`.
        constant: What stands after `=>`.
        starts: The words that its sentences can begin with; `None` for any.
    """

    action: str
    notation: str
    constant: str
    starts: frozenset[str] | None

    def match(self, text: str, start: str) -> Slots | None:
        """The slots of a text that begins with the word `start`; `None` where it does not fit."""
        if self.starts is not None and start not in self.starts and start.partition("'")[0] not in self.starts:
            return None
        found = _compiled(self.notation).fullmatch(text)
        if found is None:
            return None
        return {"_": self.constant} | {
            slot: value.strip() for slot, value in found.groupdict().items() if value is not None
        }


@lru_cache(maxsize=1)
def _macros() -> dict[str, str]:
    """Longer alternatives first, so that `write down` is not read as `write` and a text that begins with `down`."""
    macros = dict(_rows("macros"))
    for name, notation in macros.items():
        if re.fullmatch(r"\([^()\[\]<>{}]*\)", notation):
            macros[name] = "(" + "|".join(sorted(notation[1:-1].split("|"), key=len, reverse=True)) + ")"
    return macros


@cache
def _compiled(notation: str) -> re.Pattern[str]:
    return compile_frame(notation, _macros())


def _rows(name: str) -> list[tuple[str, str]]:
    text = Path(__file__).with_name(f"{name}.frames").read_text(encoding="utf-8")
    rows = [line.partition(": ") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(key.strip(), value.strip()) for key, _, value in rows]


@lru_cache(maxsize=4)
def frames(name: str) -> tuple[Frame, ...]:
    """The frames of one file, in its order."""
    loaded = []
    for action, row in _rows(name):
        notation, _, constant = row.partition(" => ")
        loaded.append(Frame(action, notation, constant.strip(), first_words(notation, _macros())))
    return tuple(loaded)


def first_meaning(name: str, builders: Mapping[str, Callable[[Slots], Meaning]], text: str) -> Meaning | None:
    """The meaning that the first fitting frame of a file gives.

    Args:
        name: Of the file.
        builders: What makes the meaning of each action; `None` means that the slots make no sense and the next frame is tried.
        text: A clause without politeness.
    """
    start = first_word(text)
    for frame in frames(name):
        slots = frame.match(text, start)
        if slots is None:
            continue
        meaning = builders[frame.action](slots)
        if meaning is not None:
            return meaning
    return None


MARK = re.compile("[\ue000-\uf8ff]")
_NAMED = re.compile(r"(?:called|named|titled)\s+([\w\-]+)$", re.IGNORECASE)
_HERE = re.compile(
    r"(?:(?:the|a|an|my|this|that|our)\s+)?(?:(?:current|working|same|root|main|top)\s+)*(?:workspace\s+)?"
    r"(?:folder|directory|dir|workspace|project|path)|here|there",
    re.IGNORECASE,
)
_FOLDER_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "this",
        "that",
        "our",
        "new",
        "folder",
        "directory",
        "dir",
        "subfolder",
        "subdirectory",
        "called",
        "named",
        "workspace",
        "project",
        "path",
    ]
)


def path_of(slot: str) -> str:
    """The path that a file slot names: its mark, a bare name, or `@it`, `@copy`, `@original` for what was named before."""
    marks = MARK.findall(slot)
    if marks:
        return str(marks[-1])
    named = _NAMED.search(slot)
    if named:
        ending = ".txt" if re.search(r"\b(?:text|txt)\s+(?:file|document)\b", slot, re.IGNORECASE) else ""
        return named.group(1) + ending
    if re.fullmatch(r"[\w\-]+", slot) and slot.lower() not in ("it", "that", "this", "file"):
        return slot
    for word in ("copy", "original", "first", "second"):
        if re.search(rf"\b{word}\b", slot, re.IGNORECASE):
            return f"@{word}"
    return "@it"


def paths_of(slot: str) -> list[str]:
    """All the paths that a slot of several files names."""
    return [str(mark) for mark in MARK.findall(slot)] or [path_of(slot)]


def folder_of(slot: str | None) -> str:
    """The folder that a slot names; the workspace itself (`.`) where it names none."""
    if not slot or _HERE.fullmatch(slot):
        return "."
    marks = MARK.findall(slot)
    if marks:
        return str(marks[-1])
    words = [word for word in re.findall(r"[\w\-.]+", slot) if word.lower() not in _FOLDER_WORDS]
    return words[-1] if words else "."
