"""The directory that file tools may touch, and a way down into it that nothing can divert.

Every step from the root down is `openat` with `O_NOFOLLOW`, so a symbolic link is never followed and a directory swapped for one in
between cannot lead outside: what is open stays open, whatever its name becomes. Only regular files are opened, without waiting
(`O_NONBLOCK`), so pipes, devices and sockets neither hang nor answer. New content appears at once, by a rename beside its place.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from tools.errors import ToolError, ToolFailure
from tools.workspace_errors import explain, require_regular
from tools.workspace_path import DENIED_NAMES, TEMPORARY_PREFIX, is_denied, refuse_path, split_path

Names = tuple[str, ...]

_NEEDED = frozenset({"open", "stat", "mkdir", "unlink", "rmdir", "rename"})
_SUPPORTED = frozenset(call.__name__ for call in os.supports_dir_fd)
"""By name: development servers wrap functions of `os` to find calls that block, and a wrapper is not in the set."""


class Workspace:
    """A root directory and everything beneath it that is not denied.

    Args:
        root: Created, for its owner alone, if it is missing.
        denied_names: Patterns of names that are out of reach at any depth.
        max_read_bytes: Longest file that is read whole.
        max_write_bytes: Longest file that is written.
        trash: A directory outside of the root that keeps what is deleted, so that a person can take it back; `None` deletes
            for good. Made at the first deletion.

    Raises:
        ToolError: If the platform cannot open files relative to a directory, or the root is no directory.
    """

    def __init__(
        self,
        root: str | os.PathLike[str],
        *,
        denied_names: Sequence[str] = DENIED_NAMES,
        max_read_bytes: int = 1024 * 1024,
        max_write_bytes: int = 10 * 1024 * 1024,
        trash: str | os.PathLike[str] | None = None,
    ) -> None:
        if not hasattr(os, "O_NOFOLLOW") or not _NEEDED <= _SUPPORTED:
            raise ToolError(
                "file_operations needs O_NOFOLLOW and dir_fd, which this platform lacks; run on Linux or macOS (on Windows: WSL)"
            )
        path = Path(root).expanduser()
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ToolError(
                f"workspace root {str(path)!r} cannot be made: {error.strerror}; set another one"
            ) from error
        self.root = path.resolve()
        self._given = os.path.abspath(path)
        self.denied_names = tuple(dict.fromkeys([*denied_names, f"{TEMPORARY_PREFIX}*"]))
        self.max_read_bytes = max_read_bytes
        self.max_write_bytes = max_write_bytes
        self.trash = Path(trash).expanduser() if trash is not None else None
        self._appending = threading.Lock()

    def names(self, path: str) -> Names:
        """The names of a path, from the root down; see `split_path`."""
        if path == self._given or path.startswith(self._given + "/"):  # as it was set, perhaps by way of a link
            path = str(self.root) + path[len(self._given) :]
        return split_path(path, str(self.root), self.denied_names)

    @contextmanager
    def directory(self, names: Names, *, create: bool = False) -> Iterator[int]:
        """An open descriptor of a directory, reached without following any link.

        Args:
            names: From the root down; empty for the root itself.
            create: Make what is missing on the way.

        Raises:
            ToolFailure: If a name on the way is missing, no directory or a link.
        """
        with explain("."):
            descriptor = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for position, name in enumerate(names):
                with explain("/".join(names[: position + 1])):
                    below = _step(descriptor, name, create=create)
                os.close(descriptor)
                descriptor = below
            yield descriptor
        finally:
            os.close(descriptor)

    def kind(self, names: Names) -> os.stat_result | None:
        """What stands at a path (the thing itself, never what a link points to); `None` if nothing does."""
        if not names:
            return self.root.stat()
        try:
            with self.directory(names[:-1]) as parent, explain("/".join(names)):
                return os.stat(names[-1], dir_fd=parent, follow_symlinks=False)
        except ToolFailure as failure:
            if isinstance(failure.__cause__, FileNotFoundError):
                return None
            raise

    @contextmanager
    def open_file(self, names: Names) -> Iterator[int]:
        """An open, readable descriptor of a regular file.

        Raises:
            ToolFailure: If it is missing, a link, a directory, or anything but a regular file.
        """
        path = self._file_path(names)
        with self.directory(names[:-1]) as parent, explain(path):
            # Asked before opening, because opening alone can move a tape or ring a modem; and after, as names change hands.
            require_regular(os.stat(names[-1], dir_fd=parent, follow_symlinks=False), path)
            descriptor = os.open(names[-1], os.O_RDONLY | _CAREFULLY, dir_fd=parent)
        try:
            require_regular(os.fstat(descriptor), path)
            yield descriptor
        finally:
            os.close(descriptor)

    def write(self, names: Names, content: bytes) -> bool:
        """Put content at a path, all of it or nothing; directories on the way are made.

        Returns:
            Whether a file was there before.

        Raises:
            ToolFailure: If the place is no regular file, the content is too long, or the disk refuses; nothing is left behind.
        """
        path = self._file_path(names)
        self._check_length(len(content), path)
        with self.directory(names[:-1], create=True) as parent, explain(path):
            mode = _existing_mode(parent, names[-1], path)
            temporary = f"{TEMPORARY_PREFIX}{token_hex(8)}"
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CAREFULLY, 0o666, dir_fd=parent)
            try:
                try:
                    if mode is not None:
                        os.fchmod(descriptor, mode)
                    _write_all(descriptor, content)
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)
                os.rename(temporary, names[-1], src_dir_fd=parent, dst_dir_fd=parent)
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary, dir_fd=parent)
                raise
            os.fsync(parent)
        return mode is not None

    def append(self, names: Names, content: bytes) -> int:
        """Add content at the end of a file, or make it; what a full disk cut short is taken back.

        Returns:
            The length of the file afterwards, in bytes.

        Raises:
            ToolFailure: As `write`; also if the file has a second hard link, which the change would reach, too.
        """
        path = self._file_path(names)
        with self._appending, self.directory(names[:-1], create=True) as parent, explain(path):
            is_new = _existing_mode(parent, names[-1], path) is None
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | _CAREFULLY
            descriptor = os.open(names[-1], flags, 0o666, dir_fd=parent)
            try:
                before = os.fstat(descriptor)
                require_regular(before, path)
                if before.st_nlink > 1:
                    raise refuse_path(path, "has a second hard link that would change, too; write a new file instead")
                self._check_length(before.st_size + len(content), path)
                try:
                    _write_all(descriptor, content)
                    os.fsync(descriptor)
                except OSError:
                    os.ftruncate(descriptor, before.st_size)
                    if is_new:
                        os.unlink(names[-1], dir_fd=parent)
                    raise
            finally:
                os.close(descriptor)
            return before.st_size + len(content)

    def is_visible(self, name: str) -> bool:
        """Whether the deny list lets a name be seen."""
        return not is_denied(name, self.denied_names)

    def _file_path(self, names: Names) -> str:
        if not names:
            raise refuse_path(".", "is the workspace itself, a directory; name a file in it")
        return "/".join(names)

    def _check_length(self, length: int, path: str) -> None:
        if length > self.max_write_bytes:
            raise refuse_path(path, f"would hold {length:,} bytes, the most is {self.max_write_bytes:,}; write less")


_CAREFULLY = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
)


def _step(parent: int, name: str, *, create: bool) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | _CAREFULLY
    try:
        return os.open(name, flags, dir_fd=parent)
    except FileNotFoundError:
        if not create:
            raise
        with suppress(FileExistsError):  # another call made it first
            os.mkdir(name, 0o777, dir_fd=parent)
        return os.open(name, flags, dir_fd=parent)
    except NotADirectoryError as error:
        if stat.S_ISLNK(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode):
            raise OSError(errno.ELOOP, "a link") from error
        raise


def _existing_mode(parent: int, name: str, path: str) -> int | None:
    try:
        found = os.stat(name, dir_fd=parent, follow_symlinks=False)
    except FileNotFoundError:
        return None
    require_regular(found, path)
    if not found.st_mode & 0o222:
        # A rename would replace it all the same; whoever took the write permission away did not want that.
        raise ToolFailure(f"path {path!r} is marked read-only; write another file")
    return stat.S_IMODE(found.st_mode) & 0o777


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
