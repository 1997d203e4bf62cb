"""What the frames of `commands.frames` mean, as steps."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.content import content_of
from nodes.llm.offline.dates import parse_date
from nodes.llm.offline.frames import MARK, Slots, folder_of, path_of, paths_of
from nodes.llm.offline.lists import listed
from nodes.llm.offline.numerals import merge, ordinal
from nodes.llm.offline.program import (
    Concat,
    EachFile,
    Exists,
    Fetched,
    FileAction,
    FilesWith,
    FileText,
    Found,
    Keep,
    Listing,
    Literal,
    Measure,
    Pointer,
    Recalled,
    Say,
    Sequence,
    Step,
    Transform,
    Write,
)
from nodes.llm.offline.value_frames import needle_of, sort_of, value_of, word_source
from nodes.llm.offline.values import parse_value

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


def _remember(slots: Slots) -> Steps | None:
    text = slots.get("content") or f"my {slots['content_my']}"
    return (Keep(Literal(re.sub(r"^that\s+", "", text.strip(" :,"), flags=re.IGNORECASE))),)


def _recall(slots: Slots) -> Steps:
    return (
        Say(Recalled(slots.get("query_what", "") + " " + slots["query"] if "query_what" in slots else slots["query"])),
    )


def _date(slots: Slots) -> Steps | None:
    date = parse_date(slots["date_text"])
    return None if date is None else (Say(date),)


def _fetch(slots: Slots) -> Steps:
    page = Fetched(MARK.findall(slots["url"])[-1])
    return (Write(path_of(slots["file"]), page),) if "file" in slots else (Say(page),)


def _fetch_web(slots: Slots) -> Steps | None:
    return _fetch(slots) if MARK.findall(slots["url"])[-1] >= "\uf000" else None


def _post(slots: Slots) -> Steps:
    return (Say(Fetched(MARK.findall(slots["url"])[-1], "POST", slots["body"])),)


def _search(slots: Slots) -> Steps:
    query = re.sub(r"^(?:for|about|on|up)\s+", "", slots["query"])
    return (Write(path_of(slots["file"]), Found(query)),) if "file" in slots else (Say(Found(query)),)


def _files_with(slots: Slots) -> Steps:
    return (Say(FilesWith(folder_of(slots.get("folder") or slots.get("folder2")), needle_of(slots["needle"]))),)


def _grep(slots: Slots) -> Steps:
    return (Say(Transform("lines_with", FileText(path_of(slots["file"])), (needle_of(slots["needle"]),))),)


_ENDINGS = {
    "text": ".txt",
    "txt": ".txt",
    "csv": ".csv",
    "json": ".json",
    "markdown": ".md",
    "md": ".md",
    "python": ".py",
    "log": ".log",
    "image": "",
    "html": ".html",
    "yaml": ".yaml",
    "xml": ".xml",
}


def _list(slots: Slots) -> Steps:
    return (Say(Listing(folder_of(slots.get("folder")))),)


def _ending_of(word: str) -> str | None:
    word = word.lower().lstrip("*.")
    return _ENDINGS.get(
        word, f".{word}" if word and len(word) <= 4 and word not in ("all", "the", "my", "me", "many") else None
    )


def _list_ending(slots: Slots) -> Steps | None:
    ending = _ending_of(slots["ending"])
    return None if ending is None else (Say(Listing(folder_of(slots.get("folder")), ending)),)


def _list_named(slots: Slots) -> Steps | None:
    if "file" in slots:
        return (Say(Exists(path_of(slots["file"]))),)
    needle = next((value for name, value in slots.items() if name.startswith("needle")), None)
    return None if needle is None else (Say(Listing(folder_of(slots.get("folder")), only=needle_of(needle))),)


def _count_files(slots: Slots) -> Steps | None:
    ending = _ending_of(slots["ending"]) if slots.get("ending") else ""
    return None if ending is None else (Say(Measure("files", Listing(folder_of(slots.get("folder")), ending))),)


def _say(slots: Slots) -> Steps | None:
    text = slots["value"]
    value = value_of(text)
    if value is not None:
        return (Say(value, text),)
    return _several(text)


def _several(text: str) -> Steps | None:
    parts = re.split(r"\s*,\s*(?:and\s+|then\s+)?|\s+and\s+(?:then\s+)?|\s*;\s*", text)
    if not 2 <= len(parts) <= 12:
        return None
    values = [value_of(part) for part in parts]
    if any(value is None or (isinstance(value, Literal) and not value.number) for value in values):
        return None
    return tuple(Say(value, part) for value, part in zip(values, parts, strict=True) if value is not None)


def _arith(slots: Slots) -> Steps | None:
    value = parse_value(slots["value"])
    return None if value is None or isinstance(value, Literal | Pointer) else (Say(value, slots["value"]),)


def _echo(slots: Slots) -> Steps | None:
    text = slots["value"]
    if (
        MARK.search(text)
        or len(text) > 200
        or content_of(text) is None
        or re.match(
            r"(?:me|a|an|the|how|what|why|who|when|where|if|your|something|its?|that|this)\b", text, re.IGNORECASE
        )
    ):
        return None
    return (Say(Literal(text)),)


def _each_ending(slots: Slots) -> Steps | None:
    ending = _ending_of(slots["ending"])
    operation = {"remove": "delete", "erase": "delete"}.get(slots["verb"].lower(), slots["verb"].lower())
    if not ending or (operation != "delete") != ("dest" in slots):
        return None
    return (EachFile(operation, ending, folder_of(slots["dest"]) if "dest" in slots else None),)


def _items_say(slots: Slots) -> Steps | None:
    return None if listed(slots["x"]) is None else _sort(slots)


def _mkdir(slots: Slots) -> Steps:
    return (FileAction("mkdir", slots["name"]),)


def _verify(slots: Slots) -> Steps:
    return (Say(FileText(path_of("it"))),)


def _empty(slots: Slots) -> Steps:
    """A file that is there already keeps what it holds: nobody who says `create` means `clear`."""
    return (Write(path_of(slots["file"]), Literal(""), "a"),)


def _distribute(slots: Slots) -> Steps | None:
    values = [value_of(f"{slots[name]} {slots['tail']}") for name in ("a", "b", "c") if name in slots]
    return tuple(Say(value) for value in values if value is not None) if all(values) else None


def _empty_files(slots: Slots) -> Steps:
    return tuple(Write(path, Literal(""), "a") for path in paths_of(slots["files"]))


def _read_many(slots: Slots) -> Steps:
    return tuple(Say(FileText(path)) for path in paths_of(slots["files"]))


BUILDERS: dict[str, Callable[[Slots], Steps | None]] = {
    "append": _append,
    "arith": _arith,
    "echo": _echo,
    "each_ending": _each_ending,
    "append_file": _append_file,
    "change": _change,
    "copy": _copy,
    "count": lambda slots: _say({"value": f"number of {slots['value']}"}),
    "count_files": _count_files,
    "csv": _csv,
    "date": _date,
    "delete": _delete,
    "drop_blank": lambda slots: _edit(path_of(slots["file"]), "drop_blank"),
    "drop_duplicates": lambda slots: _edit(path_of(slots["file"]), "unique"),
    "drop_lines": lambda slots: _edit(path_of(slots["file"]), "lines_without", needle_of(slots["needle"])),
    "drop_nth": _drop_nth,
    "drop_text": lambda slots: _edit(path_of(slots["file"]), "replace", slots["old"], ""),
    "distribute": _distribute,
    "truncate": lambda slots: (Write(path_of(slots["file"]), Literal("")),),
    "empty": _empty,
    "empty_files": _empty_files,
    "exists": lambda slots: (Say(Exists(path_of(slots["file"]))),),
    "fetch": _fetch_web,
    "fetch_to": _fetch_web,
    "files_with": _files_with,
    "grep": _grep,
    "list": _list,
    "list_ending": _list_ending,
    "list_named": _list_named,
    "list_write": _list_write,
    "merge": _merge,
    "merge_say": lambda slots: (Say(Concat(tuple(FileText(path) for path in paths_of(slots["files"])), "\n")),),
    "mkdir": _mkdir,
    "move": _move,
    "post": _post,
    "prepend": lambda slots: _write(slots, "w", prepend=True),
    "read": lambda slots: (Say(FileText(path_of(slots.get("file", "it")))),),
    "read_many": _read_many,
    "recall": _recall,
    "remember": _remember,
    "repeat": _repeat,
    "replace": _replace,
    "say": _say,
    "save_it": lambda slots: (Write(path_of(slots["file"]), Pointer("it")),),
    "suppose": lambda slots: _say({"value": slots["value"]}),
    "search": _search,
    "search_to": _search,
    "sort": _sort,
    "sort_say": _sort,
    "sort_to": _sort,
    "swap": _swap,
    "verify": _verify,
    "write": _write,
}
