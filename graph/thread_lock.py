"""Telling whether some process is at work on a thread, so that nobody edits a plan under its hands."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from memory.errors import StoreError

_PATIENCE_SECONDS = 10.0
"""How long one who would work on a thread waits for its editor, who holds it for some milliseconds."""
_PAUSE_SECONDS = 0.02


class ThreadBusy(StoreError):  # noqa: N818 - reads as the sentence it stands for
    """Somebody else is at work on the thread; nothing was changed."""


@asynccontextmanager
async def at_work(database: str, thread_id: str) -> AsyncIterator[None]:
    """Work on a thread; others may, too, but none may edit it meanwhile.

    Raises:
        ThreadBusy: If it stays held by an editor.
    """
    waited = 0.0
    while (held := _acquire(database, thread_id, is_shared=True)) is None:
        if waited > _PATIENCE_SECONDS:
            raise ThreadBusy(f"Thread {thread_id!r} is being edited. Try again when that has ended.")
        await asyncio.sleep(_PAUSE_SECONDS)
        waited += _PAUSE_SECONDS
    try:
        yield
    finally:
        _release(held)


@asynccontextmanager
async def alone(database: str, thread_id: str) -> AsyncIterator[None]:
    """Edit a thread on which nobody is at work.

    Raises:
        ThreadBusy: If somebody is.
    """
    held = _acquire(database, thread_id, is_shared=False)
    if held is None:
        raise ThreadBusy(
            f"Thread {thread_id!r} is being worked on, and what is written under its hands would be lost. Stop the run "
            "(Ctrl-C: nothing done is lost), edit, and resume."
        )
    try:
        yield
    finally:
        _release(held)


def _acquire(database: str, thread_id: str, *, is_shared: bool) -> tuple[int, Path] | bool | None:
    """A lock of the operating system, which ends with the process that holds it, however that ends.

    Returns:
        The lock; `None` where another holds one that excludes it; `False` where nothing can be locked: the database is no file
        of this machine, its folder cannot be written, or the system has no such locks (Windows).
    """
    try:
        import fcntl
    except ImportError:
        return False
    file = Path(database)
    if not file.is_file():
        return False
    digest = hashlib.sha256(thread_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    path = file.with_name(f".{file.name}.{digest}.lock")
    way = (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    try:
        while True:
            opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(opened, way)
                if os.path.exists(path) and os.path.samestat(os.fstat(opened), os.stat(path)):
                    return opened, path
            except BlockingIOError:
                os.close(opened)
                return None
            os.close(opened)  # its last holder has just put it away
    except OSError:
        return False


def _release(held: tuple[int, Path] | bool) -> None:
    """Let go, and put the file away if nobody else holds it."""
    if isinstance(held, bool):
        return
    import fcntl

    opened, path = held
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink(missing_ok=True)
    except OSError:
        pass
    finally:
        os.close(opened)
