"""What the frames about writing, changing and moving files mean, as steps."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.content import content_of
from nodes.llm.offline.frames import MARK, Slots, folder_of, path_of, paths_of
from nodes.llm.offline.lists import listed
from nodes.llm.offline.numerals import merge, ordinal
from nodes.llm.offline.program import FileAction, Say, Step, Write
from nodes.llm.offline.sources import needle_of, word_source
from nodes.llm.offline.terms import (
    Concat,
    FileText,
    Literal,
    Pointer,
    Sequence,
    Transform,
)
from nodes.llm.offline.value_frames import sort_of

Steps = tuple[Step, ...]


def _write(slots: Slots, mode: str = "w", *, prepend: bool = False) -> Steps | None:
    text = slots["content"]
    if slots.get("layout"):
        text = f"{text} {slots['layout']}"
    content = content_of(text)
    return None if content is None else (Write(path_of(slots["file"]), content, mode, prepend=prepend),)


def _list_write(slots: Slots) -> Steps | None:
    items = listed(slots["content"])
    if items is None or MARK.search(slots["content"]):
        return _write(slots)
    return (Write(path_of(slots["file"]), Literal("\n".join(items))),)


def _append(slots: Slots) -> Steps | None:
    return _write(slots, "a")


def _append_file(slots: Slots) -> Steps:
    return (Write(path_of(slots["file"]), FileText(path_of(slots["source"])), "a"),)


def _csv(slots: Slots) -> Steps:
    header = ",".join(part.strip() for part in re.split(r",|\band\b", slots["header"]) if part.strip())
    rows = [row.strip() for row in re.split(r"[;\n]|\s+and\s+", slots["rows"]) if row.strip()]
    return (Write(path_of(slots["file"]), Literal("\n".join([header, *rows]))),)


def _repeat(slots: Slots) -> Steps | None:
    found = merge(slots["times"].lower().split())
    if not found or not found[0].isdigit():
        return None
    separator = "\n"
    content = content_of(slots["content"])
    if not isinstance(content, Literal):
        return None
    return (Write(path_of(slots["file"]), Sequence("repeat", (content.text, found[0]), separator)),)


def _copy(slots: Slots) -> Steps | None:
    if "files" in slots:
        folder = folder_of(slots["folder"])
        return tuple(FileAction("copy", path, f"{folder}/{path}") for path in paths_of(slots["files"]))
    return (FileAction("copy", path_of(slots["file"]), _destination(slots)),)


def _move(slots: Slots) -> Steps | None:
    if "files" in slots:
        folder = folder_of(slots["folder"])
        return tuple(FileAction("move", path, f"{folder}/{path}") for path in paths_of(slots["files"]))
    return (FileAction("move", path_of(slots["file"]), _destination(slots)),)


_FOLDERISH = re.compile(r"\b(?:folder|directory|dir|subfolder|subdirectory)\b", re.IGNORECASE)


def _destination(slots: Slots) -> str:
    source, slot = path_of(slots["file"]), slots.get("dest")
    if slot is None:
        return "@backup"
    if "in" in slots:
        return f"{folder_of(slots['in'])}/{path_of(slot)}"
    marks = MARK.findall(slot)
    if _FOLDERISH.search(slot) or (marks and "\uec00" <= marks[-1] < "\uf000"):
        return f"{folder_of(slot)}/{source}"
    return path_of(slot)


def _delete(slots: Slots) -> Steps:
    return tuple(FileAction("delete", path) for path in paths_of(slots.get("files") or slots["file"]))


def _edit(path: str, kind: str, *args: str) -> Steps:
    return (Write(path, Transform(kind, FileText(path), args), implied=True),)


def _replace(slots: Slots) -> Steps | None:
    old, new = needle_of(slots["old"]), needle_of(slots["new"])
    if "file" not in slots:
        return (Say(Transform("replace", Pointer("contents"), (old, new))),)
    return _edit(path_of(slots["file"]), "replace", old, new)


def _drop_nth(slots: Slots) -> Steps | None:
    which = -1 if slots["which"].lower() == "last" else ordinal(slots["which"].lower())
    if which is None:
        found = merge([slots["which"].lower()])
        which = int(found[0]) if found[0].isdigit() else None
    return None if which is None else _edit(path_of(slots["file"]), "drop_line", str(which))


def _change(slots: Slots) -> Steps | None:
    source = word_source(slots["x"])
    if source is None:
        return None
    if isinstance(source, FileText):
        return _edit(source.path, slots["_"])
    return (Say(Transform(slots["_"], source)),)


def _sort(slots: Slots) -> Steps | None:
    sort = sort_of(slots["x"], slots.get("how", ""))
    if not isinstance(sort, Transform):
        return None
    if "dest" in slots:
        return (Write(path_of(slots["dest"]), sort),)
    if isinstance(sort.source, FileText):
        return (Write(sort.source.path, sort, implied=True),)
    return (Say(sort),)


def _merge(slots: Slots) -> Steps:
    parts = tuple(FileText(path) for path in paths_of(slots["files"]))
    return (Write(path_of(slots["dest"]), Concat(parts, "\n")),)


def _swap(slots: Slots) -> Steps:
    one, two = path_of(slots["a"]), path_of(slots["b"])
    return (Say(FileText(one)), Write(one, FileText(two)), Write(two, Pointer("#1")))


def _mkdir(slots: Slots) -> Steps:
    return (FileAction("mkdir", slots["name"]),)


def _empty(slots: Slots) -> Steps:
    """A file that is there already keeps what it holds: nobody who says `create` means `clear`."""
    return (Write(path_of(slots["file"]), Literal(""), "a"),)


def _empty_files(slots: Slots) -> Steps:
    return tuple(Write(path, Literal(""), "a") for path in paths_of(slots["files"]))


FILE_BUILDERS: dict[str, Callable[[Slots], Steps | None]] = {
    "append": _append,
    "append_file": _append_file,
    "change": _change,
    "copy": _copy,
    "csv": _csv,
    "delete": _delete,
    "drop_blank": lambda slots: _edit(path_of(slots["file"]), "drop_blank"),
    "drop_duplicates": lambda slots: _edit(path_of(slots["file"]), "unique"),
    "drop_lines": lambda slots: _edit(path_of(slots["file"]), "lines_without", needle_of(slots["needle"])),
    "drop_nth": _drop_nth,
    "drop_text": lambda slots: _edit(path_of(slots["file"]), "replace", needle_of(slots["old"]), ""),
    "empty": _empty,
    "empty_files": _empty_files,
    "list_write": _list_write,
    "merge": _merge,
    "mkdir": _mkdir,
    "move": _move,
    "prepend": lambda slots: _write(slots, "w", prepend=True),
    "repeat": _repeat,
    "replace": _replace,
    "sort": _sort,
    "sort_say": _sort,
    "sort_to": _sort,
    "swap": _swap,
    "write": _write,
}
