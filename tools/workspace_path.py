"""Which names a path may be made of: a pure reading of the text, before any file is touched."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from fnmatch import fnmatchcase

from tools.errors import FailureKind, ToolFailure

MAX_NAME_BYTES = 255
"""Longest file name (NAME_MAX of ext4, XFS, APFS)."""

MAX_PATH_BYTES = 4_000
"""Longest path beneath the root, a little under Linux's PATH_MAX of 4,096."""

MAX_DEPTH = 64
"""Deepest nesting of directories; each level costs an open descriptor for a moment."""

TEMPORARY_PREFIX = ".stanchion-tmp-"
"""How files in the making are named; they are not listed, read or written by name."""

DENIED_NAMES = (
    ".env",
    ".env.*",
    ".git",
    ".hg",
    ".svn",
    ".ssh",
    ".gnupg",
    ".aws",
    ".netrc",
    ".npmrc",
    ".pypirc",
    f"{TEMPORARY_PREFIX}*",
)
"""Names that are out of reach even inside the root (patterns of `fnmatch`, case ignored): where secrets and histories live."""

# Unicode's solidus and backslash look-alikes that NFKC keeps: fraction slash, division slash, set minus, big solidi, box diagonals.
_SLASH_LOOKALIKES = frozenset("\u2044\u2215\u2216\u2571\u2572\u27cb\u27cd\u29f5\u29f6\u29f8\u29f9")
_DRIVE = re.compile(r"[A-Za-z]:")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def refuse_path(path: str, reason: str) -> ToolFailure:
    """The failure for a path that the model must write differently."""
    shown = path if len(path) <= 100 else path[:97] + "..."
    return ToolFailure(f"path {shown!r}: {reason}", FailureKind.INVALID_ARGUMENTS)


def split_path(path: str, root: str, denied: Sequence[str] = DENIED_NAMES) -> tuple[str, ...]:
    """Take a path apart into names beneath the root.

    Args:
        path: As the model wrote it; relative to the root, or absolute and beneath it by its letters.
        root: The root's absolute path.
        denied: Patterns of names that are out of reach.

    Returns:
        The names from the root down; empty for the root itself.

    Raises:
        ToolFailure: Of the kind `INVALID_ARGUMENTS`, saying what is wrong with the path.
    """
    names = _names(path, root)
    if len(names) > MAX_DEPTH:
        raise refuse_path(path, f"has {len(names)} levels, the most is {MAX_DEPTH}")
    for name in names:
        problem = _problem(name)
        if problem:
            raise refuse_path(path, problem)
        if is_denied(name, denied):
            raise refuse_path(path, f"{name!r} is out of reach by the workspace's deny list; use another name")
    return names


def is_denied(name: str, denied: Sequence[str]) -> bool:
    """Whether a name matches the deny list; case, width and trailing dots or spaces (which Windows drops) do not matter."""
    plain = unicodedata.normalize("NFKC", name).casefold().rstrip(". ") or name
    return any(fnmatchcase(plain, pattern.casefold()) for pattern in denied)


def _names(path: str, root: str) -> tuple[str, ...]:
    if not path.strip():
        raise refuse_path(path, "is empty; send a path relative to the workspace, such as notes.txt")
    try:
        length = len(path.encode())
    except UnicodeEncodeError:
        raise refuse_path(path, "holds half a character (a lone surrogate)") from None
    if length > MAX_PATH_BYTES:
        raise refuse_path(path, f"is {length} bytes long, the most is {MAX_PATH_BYTES}")
    if "\\" in path:
        raise refuse_path(path, "has a backslash; separate directories by /")
    if _DRIVE.match(path) or _SCHEME.match(path):
        raise refuse_path(path, "names a drive or an address; send a path relative to the workspace")
    if path.startswith("~"):
        raise refuse_path(path, "starts with ~, which is not expanded; send a path relative to the workspace")
    inside = path
    if path.startswith("/"):
        if path != root and not path.startswith(root.rstrip("/") + "/"):
            raise refuse_path(path, "is outside of the workspace; send a path relative to it, such as notes.txt")
        inside = path[len(root) :]
    return tuple(name for name in inside.split("/") if name not in ("", os.curdir))


def _problem(name: str) -> str | None:
    if name == os.pardir:
        return "has a '..'; write the path from the workspace's root down"
    if len(name.encode()) > MAX_NAME_BYTES:
        return f"has a name of {len(name.encode())} bytes, the most is {MAX_NAME_BYTES}"
    for sign in name:
        if unicodedata.category(sign) in _INVISIBLE:
            return f"has an invisible character (U+{ord(sign):04X}); remove it"
        if sign in _SLASH_LOOKALIKES:
            return f"has a character that looks like a slash (U+{ord(sign):04X}); use / or another name"
    normal = unicodedata.normalize("NFKC", name)
    if normal.strip(". ") == "" and name.strip(".") != "":
        return "has a name of nothing but dots and spaces; use another name"
    if "/" in normal or "\\" in normal or normal in (os.curdir, os.pardir):
        return "has a character that stands for a slash or dots; use plain characters"
    return None
