"""Finding files by name or by what they say, and counting them."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from tools.errors import ToolFailure
from tools.file_text import decode, measure
from tools.workspace import Names, Workspace
from tools.workspace_tree import Entry, read_bytes, walk

MAX_HITS = 200
"""Most lines or files that one search tells."""

MAX_LINE = 300
"""Most characters of a line that are shown."""

MAX_SEARCHED_BYTES = 64 * 1024 * 1024
"""Most text that one call reads through."""


def is_glob(pattern: str) -> bool:
    """Whether a pattern speaks of names (`*.txt`) and not of content."""
    return any(sign in pattern for sign in "*?[")


def find(workspace: Workspace, names: Names, pattern: str) -> tuple[list[Any], dict[str, Any]]:
    """Find files whose name matches a glob, or lines that hold a text (and names that hold it); case does not matter.

    Args:
        workspace: Where.
        names: A directory to look beneath, or one file.
        pattern: A glob if it has `*`, `?` or `[`, matched to the name and to the path from `names`; else plain text.

    Returns:
        For a glob the paths; for a text `{"file", "line", "text"}` per line (`line` from 1) and `{"file"}` per matching name. And
        facts: `matches`, `files_searched`, `files_skipped` (not text, or too long), `truncated`.

    Raises:
        ToolFailure: If the place is missing or too large to walk.
    """
    if is_glob(pattern):
        wanted = pattern.casefold()
        paths = [entry.shown for entry in _beneath(workspace, names) if _matches(entry, names, wanted)]
        return paths[:MAX_HITS], {"matches": len(paths), "truncated": len(paths) > MAX_HITS}
    wanted = pattern.casefold()
    hits: list[dict[str, Any]] = []
    searched = skipped = 0
    for entry, text in _texts(workspace, names):
        if wanted in entry.names[-1].casefold():
            hits.append({"file": entry.shown})
        if text is None:
            skipped += entry.is_file
            continue
        searched += 1
        for number, line in enumerate(text.splitlines(), 1):
            if wanted in line.casefold():
                hits.append({"file": entry.shown, "line": number, "text": line.strip()[:MAX_LINE]})
        if len(hits) > MAX_HITS:
            break
    facts = {"matches": min(len(hits), MAX_HITS), "files_searched": searched, "files_skipped": skipped}
    return hits[:MAX_HITS], facts | {"truncated": len(hits) > MAX_HITS}


def count(workspace: Workspace, names: Names, pattern: str | None) -> dict[str, int]:
    """Count what is in a file, or beneath a directory.

    Args:
        workspace: Where.
        names: A file or a directory.
        pattern: For a directory: only names that match this glob.

    Returns:
        `lines`, `words`, `characters`; for a directory also `files` and `directories` (at any depth). Files that are not text
        count as files only.

    Raises:
        ToolFailure: If it is missing, or a single file that is not text.
    """
    found = workspace.kind(names)
    if found is not None and not stat.S_ISDIR(found.st_mode):
        return dict(measure(decode(read_bytes(workspace, names, MAX_SEARCHED_BYTES), "/".join(names))))
    totals = {"files": 0, "directories": 0, "lines": 0, "words": 0, "characters": 0}
    wanted = pattern.casefold() if pattern else None
    for entry, text in _texts(workspace, names):
        if wanted is not None and not _matches(entry, names, wanted):
            continue
        totals["directories" if entry.is_directory else "files"] += 1
        for key, number in measure(text or "").items():
            totals[key] += number
    return totals


def _matches(entry: Entry, base: Names, wanted: str) -> bool:
    inside = "/".join(entry.names[len(base) :]).casefold()
    # `**/` may stand for no directory at all, as in a shell's globstar.
    candidates = {wanted, wanted.replace("**/", "")}
    return any(fnmatchcase(entry.names[-1].casefold(), each) or fnmatchcase(inside, each) for each in candidates)


def _beneath(workspace: Workspace, names: Names) -> Iterator[Entry]:
    found = workspace.kind(names)
    if found is not None and stat.S_ISREG(found.st_mode):
        yield Entry(names, is_directory=False, is_file=True)
        return
    yield from walk(workspace, names)


def _texts(workspace: Workspace, names: Names) -> Iterator[tuple[Entry, str | None]]:
    """Everything beneath a place, with its text where there is any that can be read within the bounds."""
    left = MAX_SEARCHED_BYTES
    for entry in _beneath(workspace, names):
        text = None
        if entry.is_file:
            try:
                content = read_bytes(workspace, entry.names, min(left, workspace.max_write_bytes))
                left -= len(content)
                text = decode(content, "/".join(entry.names))
            except ToolFailure:
                text = None  # not text, too long, or gone meanwhile: the caller counts it as skipped
        yield entry, text
