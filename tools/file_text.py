"""Text in files: what can be read as UTF-8, a part of it, and how much there is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import BinaryIO

from tools.errors import FailureKind, ToolFailure
from tools.workspace import Names, Workspace
from tools.workspace_tree import read_bytes

# First bytes of common formats, from their specifications.
_SIGNATURES = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a SQLite database",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}


def decode(content: bytes, path: str, size: int | None = None) -> str:
    """Read bytes as UTF-8; a byte order mark is dropped.

    Args:
        content: The bytes.
        path: For the message.
        size: Length of the whole file, where `content` is a part.

    Raises:
        ToolFailure: If they are not text, saying how many there are and what they look like.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start:,} is not UTF-8"
    else:
        if "\0" not in text:
            return text
        where = "it holds zero bytes"
    looks = next(
        (name for start, name in _SIGNATURES.items() if content.startswith(start)), "binary data or another encoding"
    )
    length = len(content) if size is None else size
    raise ToolFailure(
        f"path {path!r} is not UTF-8 text ({length:,} bytes, looks like {looks}; {where}); only text can be read"
    )


def read_text(
    workspace: Workspace, names: Names, offset: int | None = None, limit: int | None = None
) -> tuple[str, dict[str, int]]:
    """The text of a file or of some of its lines.

    Args:
        workspace: Where.
        names: Which file.
        offset: First line, counted from 1; `None` for the first.
        limit: How many lines; `None` for all.

    Returns:
        The text with its line ends, and facts: `bytes` of the file; for a part also `first_line`, `lines`, and `next_offset` if
        there is more.

    Raises:
        ToolFailure: If it is no text file, or longer than the workspace reads at once.
    """
    path = "/".join(names)
    if offset is not None or limit is not None:
        return _read_part(workspace, names, offset or 1, limit)
    try:
        content = read_bytes(workspace, names, workspace.max_read_bytes)
    except ToolFailure as failure:
        if "the most at once" not in str(failure):
            raise
        raise ToolFailure(
            f"{failure}; read a part: offset (first line) and limit (lines)", FailureKind.INVALID_ARGUMENTS
        ) from failure
    return decode(content, path), {"bytes": len(content)}


def _read_part(workspace: Workspace, names: Names, first: int, limit: int | None) -> tuple[str, dict[str, int]]:
    path = "/".join(names)
    with workspace.open_file(names) as descriptor, os.fdopen(os.dup(descriptor), "rb") as stream:
        size = os.fstat(descriptor).st_size
        for _ in range(first - 1):
            if not _skip_line(stream):
                break
        content, lines, more = bytearray(), 0, False
        while limit is None or lines < limit:
            room = workspace.max_read_bytes - len(content)
            line = stream.readline(room + 1)
            if len(line) > room:
                if not lines:
                    raise ToolFailure(
                        f"line {first} of {path!r} is longer than {workspace.max_read_bytes:,} bytes; it cannot be read"
                    )
                more = True
                break
            if not line:
                break
            content += line
            lines += 1
        more = more or bool(stream.read(1))
    facts = {"bytes": size, "first_line": first, "lines": lines}
    return decode(bytes(content), path, size), facts | ({"next_offset": first + lines} if more else {})


def _skip_line(stream: BinaryIO) -> bool:
    while piece := stream.readline(1 << 16):
        if piece.endswith(b"\n"):
            return True
    return False


def measure(text: str) -> Mapping[str, int]:
    """How much text there is: `lines` (an unended last line counts), `words` (between white space) and `characters`."""
    return {
        "lines": text.count("\n") + (not text.endswith("\n") and text != ""),
        "words": len(text.split()),
        "characters": len(text),
    }
