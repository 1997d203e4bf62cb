"""Files in the workspace: reading, writing, listing, finding, counting, copying, moving, deleting."""

from __future__ import annotations

import stat
from typing import ClassVar

from tools.base import ArgumentRole, Effect, Manifest, Replay, Tool, ToolOutput
from tools.errors import FailureKind, ToolFailure
from tools.file_inputs import FileOperationsInput, FileReadInput, FileWriteInput
from tools.file_preview import preview
from tools.file_search import count, find
from tools.file_text import read_text
from tools.workspace import Names, Workspace
from tools.workspace_path import refuse_path
from tools.workspace_tree import copy, delete, entries, make_directory, move, place

__all__ = ["FileOperationsInput", "FileOperationsTool", "FileReadInput", "FileWriteInput"]

_ROLES = {
    "operation": ArgumentRole.OPTION,
    "filepath": ArgumentRole.TARGET,
    "content": ArgumentRole.TEXT,
    "mode": ArgumentRole.OPTION,
    "destination": ArgumentRole.TARGET,
    "pattern": ArgumentRole.TEXT,
    "offset": ArgumentRole.OPTION,
    "limit": ArgumentRole.OPTION,
}


def _meaning(effect: Effect, replay: Replay) -> Manifest:
    return Manifest(effect=effect, replay=replay, roles=_ROLES)


_LOOKS = _meaning(Effect.READ, Replay.PURE)
_MEANINGS = {
    "read": _LOOKS,
    "list": _LOOKS,
    "find": _LOOKS,
    "count": _LOOKS,
    "write": _meaning(Effect.WRITE, Replay.IDEMPOTENT),
    "append": _meaning(Effect.WRITE, Replay.UNSAFE),
    "copy": _meaning(Effect.WRITE, Replay.IDEMPOTENT),
    "mkdir": _meaning(Effect.WRITE, Replay.IDEMPOTENT),
    "move": _meaning(Effect.WRITE, Replay.RECONCILABLE),
    "delete": _meaning(Effect.DESTRUCTIVE, Replay.RECONCILABLE),
}


class FileOperationsTool(Tool):
    """Works on files beneath one root that nothing can lead out of.

    How a call is judged (`classify`) depends on its operation alone, never on the disk. `move` never replaces anything, so
    moving back undoes it: a write. `write` with mode "w" and `copy` may replace a file; that counts as a write, too, because
    only the disk knows, and `preview` shows the approver what would be lost. A delete into the workspace's trash can be undone
    and is a write; without a trash it is destructive. Whether a move or a delete has happened can be
    looked up (`verify`); whether text was appended cannot.

    Args:
        workspace: Where.
    """

    name = "file_operations"
    description = (
        "Work with files in the workspace. Operations: read, write (mode w replaces, a appends), list, copy, move (also renames), "
        "delete, find (pattern *.txt for names, else a text inside files), count (lines, words, characters, files), mkdir. "
        'Examples: {"operation": "write", "filepath": "notes.txt", "content": "milk", "mode": "a"}; '
        '{"operation": "move", "filepath": "a.txt", "destination": "old/a.txt"}; {"operation": "find", "pattern": "invoice"}'
    )
    input_schema = FileOperationsInput
    manifest = _meaning(Effect.DESTRUCTIVE, Replay.UNSAFE)
    timeout_seconds = 60.0

    _lookups: ClassVar[frozenset[str]] = frozenset({"read", "list", "find", "count"})

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        if workspace.trash is not None:
            self.manifest = _meaning(Effect.WRITE, Replay.UNSAFE)

    def execute(self, input: FileOperationsInput, /) -> ToolOutput:
        """Do the operation.

        Returns:
            For read the text; for list, find and count what was found; else one line saying what was done. Metadata hold the
            `path`, and `bytes` where bytes were read or written.
        """
        try:
            names = self.workspace.names(input.filepath)
            return self._look(input, names) if input.operation in self._lookups else self._change(input, names)
        except ToolFailure as failure:
            return ToolOutput.fail(f"file_operations {input.operation}: {failure}", failure.kind)

    def classify(self, input: FileOperationsInput, /) -> Manifest:
        """What this operation means; see the class for replacing and deleting."""
        if input.operation == "delete" and self.workspace.trash is not None:
            return _MEANINGS["move"]
        return _MEANINGS["append" if input.operation == "write" and input.mode == "a" else input.operation]

    def preview(self, input: FileOperationsInput, /) -> str:
        """What will be done, with a unified diff where an existing text would be replaced."""
        return preview(self.workspace, input)

    def verify(self, input: FileOperationsInput, idempotency_key: str, /) -> ToolOutput | None:
        """Whether a move or a delete has happened: its source is gone (and, for a move, its target there)."""
        names = self.workspace.names(input.filepath)
        if self.workspace.kind(names) is not None:
            return None
        if input.operation == "delete":
            return ToolOutput.ok(f"Deleted {_path(names)}", path=_path(names))
        if input.operation == "move":
            target = place(self.workspace, names, input.destination or "")
            found = self.workspace.kind(target)
            return (
                None if found is None else ToolOutput.ok(f"Moved {_path(names)} to {_path(target)}", path=_path(target))
            )
        return None

    def _look(self, input: FileOperationsInput, names: Names) -> ToolOutput:
        path = _path(names)
        _require_file_name(input)
        if input.operation == "read":
            text, facts = read_text(self.workspace, names, input.offset, input.limit)
            return ToolOutput.ok(text, path=path, **facts)
        if input.operation == "find":
            hits, told = find(self.workspace, names, input.pattern or "")
            return ToolOutput.ok(hits, path=path, **told)
        if input.operation == "count":
            return ToolOutput.ok(count(self.workspace, names, input.pattern), path=path)
        found = self.workspace.kind(names)
        if found is not None and stat.S_ISREG(found.st_mode):
            return ToolOutput.ok([names[-1]], path=path, entries=1)
        listed = [entry.shown[len("/".join(names)) :].lstrip("/") for entry in entries(self.workspace, names)]
        return ToolOutput.ok(listed, path=path, entries=len(listed))

    def _change(self, input: FileOperationsInput, names: Names) -> ToolOutput:
        path = _path(names)
        _require_file_name(input)
        if input.operation == "write":
            return self._write(input, names)
        if input.operation == "mkdir":
            make_directory(self.workspace, names)
            return ToolOutput.ok(f"Directory {path}/ is there", path=path)
        if input.operation == "delete":
            gone = delete(self.workspace, names)
            return ToolOutput.ok(f"Deleted {path}", path=path, deleted=gone)
        target = place(self.workspace, names, input.destination or "")
        if input.operation == "copy":
            copied = copy(self.workspace, names, target)
            return ToolOutput.ok(f"Copied {path} to {_path(target)}", path=_path(target), files=copied)
        move(self.workspace, names, target)
        return ToolOutput.ok(f"Moved {path} to {_path(target)}", path=_path(target))

    def _write(self, input: FileOperationsInput, names: Names) -> ToolOutput:
        path = _path(names)
        try:
            content = (input.content or "").encode()
        except UnicodeEncodeError as error:
            message = f"content: half a character (a lone surrogate) at position {error.start}; send whole characters"
            raise ToolFailure(message, FailureKind.INVALID_ARGUMENTS) from error
        if input.mode == "a":
            size = self.workspace.append(names, content)
            return ToolOutput.ok(f"Written to {path}", path=path, bytes=len(content), size=size)
        replaced = self.workspace.write(names, content)
        return ToolOutput.ok(f"Written to {path}", path=path, bytes=len(content), replaced=replaced)


def _require_file_name(input: FileOperationsInput) -> None:
    if input.operation in ("read", "write") and input.filepath.endswith("/"):
        raise refuse_path(input.filepath, "names a directory; name a file in it")


def _path(names: Names) -> str:
    return "/".join(names) or "."
