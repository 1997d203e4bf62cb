"""What stands in a workspace, and changes to its shape: listing, walking, copying, moving, deleting."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tools.errors import FailureKind, ToolFailure
from tools.workspace import Names, Workspace
from tools.workspace_errors import explain, require_regular
from tools.workspace_path import MAX_DEPTH, refuse_path

MAX_ENTRIES = 10_000
"""Most files and directories that one call looks at or touches."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a directory.

    Attributes:
        names: From the root down.
        is_directory: Whether it is one; a link to a directory is not.
        is_file: Whether it is a regular file.
    """

    names: Names
    is_directory: bool
    is_file: bool

    @property
    def shown(self) -> str:
        """The path for a model: directories end in `/`, and what cannot be printed is escaped."""
        path = "/".join(self.names).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        printable = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in path)
        return printable + "/" * self.is_directory


def entries(workspace: Workspace, names: Names) -> list[Entry]:
    """What a directory holds, without what the deny list hides; sorted by name.

    Raises:
        ToolFailure: If it is missing, no directory, or larger than `MAX_ENTRIES`.
    """
    found: list[Entry] = []
    with workspace.directory(names) as descriptor, explain("/".join(names) or "."), os.scandir(descriptor) as listing:
        for item in listing:
            if len(found) >= MAX_ENTRIES:
                raise ToolFailure(
                    f"directory {'/'.join(names) or '.'!r} has more than {MAX_ENTRIES:,} entries; look into a smaller one"
                )
            if workspace.is_visible(item.name):
                is_directory, is_file = item.is_dir(follow_symlinks=False), item.is_file(follow_symlinks=False)
                found.append(Entry((*names, item.name), is_directory, is_file))
    return sorted(found, key=lambda entry: entry.names)


def walk(workspace: Workspace, names: Names) -> Iterator[Entry]:
    """Everything beneath a directory, depth first, directories before what they hold; at most `MAX_ENTRIES`.

    Raises:
        ToolFailure: If there is more, or a directory cannot be read.
    """
    waiting = entries(workspace, names)[::-1]
    seen = 0
    while waiting:
        entry = waiting.pop()
        seen += 1
        if seen > MAX_ENTRIES:
            raise ToolFailure(
                f"more than {MAX_ENTRIES:,} entries beneath {'/'.join(names) or '.'!r}; choose a smaller directory"
            )
        yield entry
        if entry.is_directory and len(entry.names) < MAX_DEPTH:
            waiting += entries(workspace, entry.names)[::-1]


def read_bytes(workspace: Workspace, names: Names, limit: int) -> bytes:
    """The whole of a file.

    Raises:
        ToolFailure: If it is longer than `limit` bytes, or no regular file.
    """
    with workspace.open_file(names) as descriptor:
        size = os.fstat(descriptor).st_size
        content = bytearray()
        while len(content) <= limit:
            with explain("/".join(names)):
                chunk = os.read(descriptor, min(1 << 20, limit + 1 - len(content)))
            if not chunk:
                return bytes(content)
            content += chunk
    raise ToolFailure(f"path {'/'.join(names)!r} has {max(size, limit + 1):,} bytes, the most at once is {limit:,}")


def place(workspace: Workspace, source: Names, destination: str) -> Names:
    """Where something goes: into the destination if it ends in `/` or is a directory that a file goes to; else to that very name.

    A directory goes to the very name even if that is a directory, so that copying it twice is the same as once.
    """
    names = workspace.names(destination)
    found, moved = workspace.kind(names), workspace.kind(source)
    is_file = moved is None or not stat.S_ISDIR(moved.st_mode)
    if destination.endswith("/") or (is_file and found is not None and stat.S_ISDIR(found.st_mode)):
        return (*names, source[-1]) if source else names
    return names


def copy(workspace: Workspace, source: Names, target: Names) -> int:
    """Copy a file, or a directory with all that may be seen in it; files that are there already are replaced.

    Returns:
        How many files were copied.

    Raises:
        ToolFailure: If the source is missing, or the target lies in it.
    """
    found = _require(workspace, source)
    _require_apart(source, target)
    if not stat.S_ISDIR(found.st_mode):
        workspace.write(target, read_bytes(workspace, source, workspace.max_write_bytes))
        return 1
    listed = list(walk(workspace, source))
    make_directory(workspace, target)
    copied = 0
    for entry in listed:
        goal = (*target, *entry.names[len(source) :])
        if entry.is_directory:
            make_directory(workspace, goal)
        elif entry.is_file:
            workspace.write(goal, read_bytes(workspace, entry.names, workspace.max_write_bytes))
            copied += 1
    return copied


def move(workspace: Workspace, source: Names, target: Names) -> None:
    """Give a file or a directory another name; never onto something that exists, so it can be undone.

    Raises:
        ToolFailure: If the source is missing or the target exists or lies in the source.
    """
    found = _require(workspace, source)
    _require_apart(source, target)
    if not stat.S_ISDIR(found.st_mode):
        require_regular(found, "/".join(source))
    if workspace.kind(target) is not None:
        raise refuse_path(
            "/".join(target), "exists already; move does not replace, delete it first or choose another name"
        )
    path = f"{'/'.join(source)} -> {'/'.join(target)}"
    with workspace.directory(source[:-1]) as old, workspace.directory(target[:-1], create=True) as new, explain(path):
        os.rename(source[-1], target[-1], src_dir_fd=old, dst_dir_fd=new)


def delete(workspace: Workspace, names: Names) -> int:
    """Remove a file, or a directory with everything in it; into the workspace's trash where it has one.

    Returns:
        How many files and directories went.

    Raises:
        ToolFailure: If it is missing, is the root, or holds a name that is out of reach.
    """
    found = _require(workspace, names)
    path, is_directory = "/".join(names), stat.S_ISDIR(found.st_mode)
    count = 1 + (len(list(walk(workspace, names))) if is_directory else 0)
    hidden = _first_hidden(workspace, names) if is_directory else None
    if hidden:
        raise refuse_path(path, f"holds {hidden!r}, which is out of reach; delete the other files one by one")
    with workspace.directory(names[:-1]) as parent, explain(path):
        if workspace.trash is not None:
            _discard(workspace.trash, parent, names[-1])
        elif is_directory:
            shutil.rmtree(names[-1], dir_fd=parent)  # itself a walk by descriptors that follows no link
        else:
            os.unlink(names[-1], dir_fd=parent)
    return count


def _discard(trash: Path, parent: int, name: str) -> None:
    """Move an entry (a link itself, not what it points to) into the trash, under a name that tells when."""
    trash.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = os.open(trash, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        os.rename(name, f"{stamp} {name}"[:255], src_dir_fd=parent, dst_dir_fd=kept)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        message = (
            f"{name!r} was not deleted: the trash {str(trash)!r} is on another disk; set one on the workspace's disk"
        )
        raise ToolFailure(message, FailureKind.PERMANENT) from error
    finally:
        os.close(kept)


def make_directory(workspace: Workspace, names: Names) -> None:
    """Make a directory and those above it; nothing happens if it is there."""
    with workspace.directory(names, create=True):
        pass


def _first_hidden(workspace: Workspace, names: Names) -> str | None:
    for inside in [names, *(entry.names for entry in walk(workspace, names) if entry.is_directory)]:
        with workspace.directory(inside) as descriptor, os.scandir(descriptor) as listing:
            for item in listing:
                if not workspace.is_visible(item.name):
                    return item.name
    return None


def _require(workspace: Workspace, names: Names) -> os.stat_result:
    if not names:
        raise refuse_path(".", "is the workspace itself, which stays where it is; name something in it")
    found = workspace.kind(names)
    if found is None:
        message = f"path {'/'.join(names)!r} does not exist; list the directory to see what does"
        raise ToolFailure(message, FailureKind.PERMANENT)
    return found


def _require_apart(source: Names, target: Names) -> None:
    if target[: len(source)] == source:
        raise refuse_path(
            "/".join(target), "is the same as, or inside of, what it should be made from; choose another place"
        )
