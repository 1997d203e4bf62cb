"""Fetch a model file: resumable, checked against its digest, moved into place at once or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn
from urllib.parse import urlsplit

from nodes.llm.errors import ModelRefused, ModelUnavailable
from nodes.llm.sources.catalog import DEFAULT_MIRROR, CatalogEntry

if TYPE_CHECKING:
    import httpx

Progress = Callable[[int, int], None]
"""Called with the bytes on disk so far and the bytes in all."""


def models_dir(cache_dir: Path) -> Path:
    """Where fetched files lie inside the user's cache directory."""
    return cache_dir / "models"


def cached_models(cache_dir: Path) -> list[Path]:
    """The complete GGUF files in the cache, largest first."""
    directory = models_dir(cache_dir)
    if not directory.is_dir():
        return []
    files = [path for path in directory.iterdir() if path.suffix == ".gguf" and path.is_file()]
    return sorted(files, key=lambda path: (-path.stat().st_size, path.name))


def pull(
    entry: CatalogEntry,
    cache_dir: Path,
    progress: Progress | None = None,
    *,
    mirror: str = DEFAULT_MIRROR,
    timeout_seconds: float = 30.0,
) -> Path:
    """Fetch a model file into the cache; a file that is there already is checked and kept.

    A broken transfer goes on where it stopped, in this call while it makes headway and in the next call afterwards (range
    requests, RFC 9110 section 14).

    Args:
        entry: What to fetch.
        cache_dir: The user's cache directory; made if it is missing.
        progress: Told as bytes arrive.
        mirror: Base address instead of the publisher's.
        timeout_seconds: For the connection and for each silence between bytes.

    Returns:
        The complete, checked file.

    Raises:
        ModelUnavailable: The address cannot be reached, broke off again and again, or the disk is full; what arrived is kept.
        ModelRefused: The server refuses, or the file's size or digest is wrong; what arrived is deleted.
    """
    progress = progress or (lambda done, total: None)
    target = models_dir(cache_dir) / entry.file
    # The digest in the name keeps a changed manifest from going on with another file's bytes.
    partial = target.with_name(f"{entry.file}.{entry.sha256[:12]}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            if _digest(target) == entry.sha256:
                progress(entry.size_bytes, entry.size_bytes)
                return target
            target.unlink()
        _need_space(entry, partial)
        _download(entry, entry.address(mirror), partial, progress, timeout_seconds)
        _check(entry, partial)
        os.replace(partial, target)
    except OSError as error:
        what = error.strerror or str(error)
        raise ModelUnavailable(f"cannot write {str(target)!r}: {what}; free space or choose another cache") from error
    return target


def _download(entry: CatalogEntry, url: str, partial: Path, progress: Progress, timeout_seconds: float) -> None:
    import httpx

    idle_attempts = 0
    with httpx.Client(timeout=timeout_seconds, follow_redirects=True) as client:
        while (before := _size(partial)) < entry.size_bytes:
            try:
                _attempt(client, entry, url, partial, progress)
                problem = "the connection was closed early"
            except httpx.InvalidURL as error:
                raise ModelRefused(f"{url!r} is not an address: {error}") from error
            except httpx.TransportError as error:
                problem = str(error) or type(error).__name__
            idle_attempts = 0 if _size(partial) > before else idle_attempts + 1
            if idle_attempts >= 2:
                kept = f"{_size(partial):,} of {entry.size_bytes:,} bytes are kept"
                raise ModelUnavailable(
                    f"cannot fetch {entry.name!r} from {_host(url)}: {problem}; {kept}. "
                    "Check the network or name a mirror, then run the same command again"
                )


def _attempt(client: httpx.Client, entry: CatalogEntry, url: str, partial: Path, progress: Progress) -> None:
    start = _size(partial)
    # Without "identity" a server may compress, and the offsets would be those of the compressed bytes.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    with client.stream("GET", url, headers=headers) as response:
        if response.status_code != 416 and response.status_code >= 400:
            _raise_for_status(entry, url, response.status_code)
        stated = _stated_size(response)
        if stated not in (None, entry.size_bytes):
            _refuse(entry, partial, f"{stated:,} bytes instead of {entry.size_bytes:,}")
        resumed = response.status_code == 206 and response.headers.get("content-range", "").startswith(
            f"bytes {start}-"
        )
        with partial.open("ab" if resumed else "wb") as file:
            _receive(response, entry, file, progress, start if resumed else 0)


def _receive(response: httpx.Response, entry: CatalogEntry, file: BinaryIO, progress: Progress, done: int) -> None:
    progress(done, entry.size_bytes)
    for block in response.iter_raw():  # a block size would hold bytes back and lose them when the connection breaks
        file.write(block)
        done += len(block)
        progress(min(done, entry.size_bytes), entry.size_bytes)
        if done > entry.size_bytes:  # _check will refuse it; do not fill the disk first
            return


def _raise_for_status(entry: CatalogEntry, url: str, status: int) -> None:
    if status == 429 or status >= 500:
        raise ModelUnavailable(f"{_host(url)} answered {status} for {entry.name!r}; run the same command again later")
    raise ModelRefused(
        f"{_host(url)} answered {status} for {entry.name!r} ({url}); check the manifest or name a mirror"
    )


def _check(entry: CatalogEntry, partial: Path) -> None:
    size = _size(partial)
    problem = f"{size:,} bytes instead of {entry.size_bytes:,}" if size != entry.size_bytes else None
    if problem is None and (digest := _digest(partial)) != entry.sha256:
        problem = f"SHA-256 {digest} instead of {entry.sha256}"
    if problem is not None:
        _refuse(entry, partial, problem)


def _refuse(entry: CatalogEntry, partial: Path, problem: str) -> NoReturn:
    partial.unlink(missing_ok=True)
    raise ModelRefused(f"{entry.file} is not the file the manifest names: {problem}; deleted. Try another mirror")


def _stated_size(response: httpx.Response) -> int | None:
    """The size of the whole file, as the server tells it; 0 where it only says that our bytes are past its end."""
    text = response.headers.get("content-length", "")
    if response.status_code in (206, 416):
        text = response.headers.get("content-range", "").rpartition("/")[2]
        if response.status_code == 416 and not text.isdigit():
            return 0
    return int(text) if text.isdigit() else None


def _need_space(entry: CatalogEntry, partial: Path) -> None:
    needed = entry.size_bytes - min(_size(partial), entry.size_bytes)
    free = shutil.disk_usage(partial.parent).free
    if free < needed:
        where = str(partial.parent)
        raise ModelUnavailable(
            f"{entry.name!r} needs {needed:,} bytes, but {where!r} has {free:,} free; free some space"
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
