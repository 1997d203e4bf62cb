"""What the frames of `commands.frames` mean, as steps."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.content import content_of
from nodes.llm.offline.dates import parse_date
from nodes.llm.offline.file_commands import FILE_BUILDERS, Steps
from nodes.llm.offline.frames import MARK, Slots, folder_of, path_of, paths_of
from nodes.llm.offline.program import EachFile, Keep, Say, Write
from nodes.llm.offline.sources import needle_of
from nodes.llm.offline.terms import (
    Concat,
    Exists,
    Fetched,
    FilesWith,
    FileText,
    Found,
    Listing,
    Literal,
    Measure,
    Pointer,
    Recalled,
    Transform,
)
from nodes.llm.offline.value_frames import value_of
from nodes.llm.offline.values import parse_value


def _remember(slots: Slots) -> Steps | None:
    if re.search(r"[?]|\b(?:what|how|which|calculate|compute|total)\b", slots.get("content_my", ""), re.IGNORECASE):
        return None
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


def _verify(slots: Slots) -> Steps:
    return (Say(FileText(path_of("it"))),)


def _distribute(slots: Slots) -> Steps | None:
    values = [value_of(f"{slots[name]} {slots['tail']}") for name in ("a", "b", "c") if name in slots]
    return tuple(Say(value) for value in values if value is not None) if all(values) else None


def _read_many(slots: Slots) -> Steps:
    return tuple(Say(FileText(path)) for path in paths_of(slots["files"]))


BUILDERS: dict[str, Callable[[Slots], Steps | None]] = {
    **FILE_BUILDERS,
    "arith": _arith,
    "echo": _echo,
    "each_ending": _each_ending,
    "count": lambda slots: _say({"value": f"number of {slots['value']}"}),
    "count_files": _count_files,
    "date": _date,
    "distribute": _distribute,
    "truncate": lambda slots: (Write(path_of(slots["file"]), Literal("")),),
    "exists": lambda slots: (Say(Exists(path_of(slots["file"]))),),
    "fetch": _fetch_web,
    "fetch_to": _fetch_web,
    "files_with": _files_with,
    "grep": _grep,
    "list": _list,
    "list_ending": _list_ending,
    "list_named": _list_named,
    "merge_say": lambda slots: (Say(Concat(tuple(FileText(path) for path in paths_of(slots["files"])), "\n")),),
    "post": _post,
    "read": lambda slots: (Say(FileText(path_of(slots.get("file", "it")))),),
    "read_many": _read_many,
    "recall": _recall,
    "remember": _remember,
    "say": _say,
    "save_it": lambda slots: (Write(path_of(slots["file"]), Pointer("it")),),
    "suppose": lambda slots: _say({"value": slots["value"]}),
    "search": _search,
    "search_to": _search,
    "verify": _verify,
}
