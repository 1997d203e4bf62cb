"""What the operating system's answers mean for a model: one clear line each."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

from tools.errors import FailureKind, ToolFailure

_REASONS = {
    errno.ENOENT: "does not exist; list the directory to see what does",
    errno.ENOTDIR: "has a file where a directory is needed",
    errno.EISDIR: "is a directory; name a file in it, or use list",
    errno.ELOOP: "is a link, and links are not followed; use the file itself",
    errno.EEXIST: "exists already; choose another name",
    errno.ENOTEMPTY: "is a directory that is not empty",
    errno.ENOSPC: "cannot be written: no space left on the disk; delete something or ask for space",
    errno.EDQUOT: "cannot be written: the disk quota is used up; delete something or ask for space",
    errno.EFBIG: "cannot be written: larger than this system allows",
    errno.EROFS: "cannot be changed: the disk is read-only",
    errno.EACCES: "may not be touched: permission denied",
    errno.EPERM: "may not be touched: the system forbids it",
    errno.ENAMETOOLONG: "has too long a name; use a shorter one",
    errno.ENXIO: "is a pipe or a device, not a file",
    errno.ENODEV: "is a device, not a file",
    errno.EXDEV: "lies on another disk; copy it and delete the original",
    errno.EINVAL: "cannot be used like this (a directory cannot move into itself)",
    errno.EIO: "cannot be read or written: the disk reports an error",
}
_LATER = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.EBUSY, errno.ETXTBSY}

_KINDS = (
    (stat.S_ISLNK, errno.ELOOP),
    (stat.S_ISDIR, errno.EISDIR),
    (stat.S_ISREG, 0),
)


@contextmanager
def explain(path: str) -> Iterator[None]:
    """Turn an OSError about a path into a `ToolFailure` with one plain line.

    Raises:
        ToolFailure: `TRANSIENT` where the same call may work later (no space, too many open files), else `PERMANENT`.
    """
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or f"cannot be used: {error.strerror or error}"
        kind = FailureKind.TRANSIENT if error.errno in _LATER else FailureKind.PERMANENT
        raise ToolFailure(f"path {path!r} {reason}", kind) from error


def require_regular(found: os.stat_result, path: str) -> None:
    """Let only regular files pass.

    Raises:
        ToolFailure: Saying what it is instead.
    """
    for matches, number in _KINDS:
        if matches(found.st_mode):
            if number:
                raise ToolFailure(f"path {path!r} {_REASONS[number]}")
            return
    raise ToolFailure(f"path {path!r} is a pipe, socket or device, not a file; it is not opened")
