"""What a file operation would do, told to the person who approves it; only looks."""

from __future__ import annotations

import difflib
import stat

from tools.errors import ToolFailure
from tools.file_inputs import FileOperationsInput
from tools.file_text import decode
from tools.workspace import Names, Workspace
from tools.workspace_tree import MAX_ENTRIES, place, read_bytes, walk

MAX_DIFF_LINES = 400
"""Longest text, in lines, that is compared line by line; comparing costs up to the square of it."""

MAX_SHOWN_LINES = 60
"""Most lines of a diff or a new text that are shown."""

_SMALL = 64 * 1024


def preview(workspace: Workspace, input: FileOperationsInput) -> str:
    """Say in plain words what a call will do.

    Args:
        workspace: Where.
        input: The call's arguments.

    Returns:
        One line, and beneath it a unified diff where an existing text would be replaced; a call that will fail says why.
    """
    try:
        return _tell(workspace, input)
    except ToolFailure as failure:
        return f"{input.operation.capitalize()} {input.filepath!r}, which will fail: {failure}"


def _tell(workspace: Workspace, input: FileOperationsInput) -> str:
    names = workspace.names(input.filepath)
    path = "/".join(names) or "the workspace"
    match input.operation:
        case "write":
            return _write(workspace, names, input)
        case "delete":
            after = f"it is kept in {workspace.trash}" if workspace.trash is not None else "this cannot be undone"
            return f"Delete {path}{_weight(workspace, names)}; {after}"
        case "copy" | "move":
            target = place(workspace, names, input.destination or "")
            verb = "Copy" if input.operation == "copy" else "Move"
            found = workspace.kind(target)
            over = "" if found is None else f", where something is already ({found.st_size:,} bytes)"
            over += ", replacing it" if found is not None and input.operation == "copy" else ""
            return f"{verb} {path}{_weight(workspace, names)} to {'/'.join(target)}{over}"
        case "find":
            return f"Find {input.pattern!r} in {path}"
        case "mkdir":
            return f"Make the directory {path}/"
        case _:
            return f"{input.operation.capitalize()} {path}"


def _weight(workspace: Workspace, names: Names) -> str:
    found = workspace.kind(names)
    if found is None:
        return " (which does not exist)"
    if not stat.S_ISDIR(found.st_mode):
        return f" ({found.st_size:,} bytes)"
    inside = sum(1 for _ in walk(workspace, names))
    return f"/ and everything in it ({inside:,}{'+' * (inside >= MAX_ENTRIES)} entries)"


def _write(workspace: Workspace, names: Names, input: FileOperationsInput) -> str:
    path, content = "/".join(names), input.content or ""
    size = len(content.encode(errors="replace"))
    found = workspace.kind(names)
    if found is None:
        return f"Create {path} ({size:,} bytes):\n{_shorten(content.splitlines())}"
    if input.mode == "a":
        return (
            f"Add {size:,} bytes at the end of {path} ({found.st_size:,} bytes now):\n{_shorten(content.splitlines())}"
        )
    head = f"Replace {path} ({found.st_size:,} bytes) by {size:,} bytes"
    try:
        before = decode(read_bytes(workspace, names, _SMALL), path).splitlines()
    except ToolFailure as failure:
        return f"{head}; what is there now cannot be shown: {failure}"
    after = content.splitlines()
    if size > _SMALL or max(len(before), len(after)) > MAX_DIFF_LINES:
        return f"{head} ({len(before):,} lines by {len(after):,})"
    changes = list(difflib.unified_diff(before, after, f"{path} (now)", f"{path} (then)", lineterm="", n=2))
    return f"{head}:\n{_shorten(changes)}" if changes else f"{head}; nothing changes"


def _shorten(lines: list[str]) -> str:
    shown = [line if len(line) <= 200 else line[:197] + "..." for line in lines[:MAX_SHOWN_LINES]]
    more = len(lines) - len(shown)
    return "\n".join([*shown, f"... and {more:,} more lines"] if more else shown)
