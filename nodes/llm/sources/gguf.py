"""GGUF files: is this one, and does it fit into memory; before a native library is asked to load it."""

from __future__ import annotations

import importlib.util
import os
import struct
from pathlib import Path

from nodes.llm.errors import ModelNotConfigured

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
"""The versions of the format that llama.cpp reads (ggml's `docs/gguf.md`)."""

_OVERHEAD_BYTES = 300 * 2**20
"""Context and buffers, beside the weights; measured with 0.5B and 1.5B at 8192 tokens of context."""


def check_gguf(path: Path) -> Path:
    """Make sure that a path names a readable GGUF file.

    Returns:
        The absolute path.

    Raises:
        ModelNotConfigured: It does not; the message says what it is and what to do.
    """
    shown = repr(str(path))
    try:
        path = path.expanduser().absolute()
        if path.is_dir():
            raise ModelNotConfigured(f"{shown} is a directory; name the .gguf file in it")
        if not path.is_file():
            raise ModelNotConfigured(
                f"there is no file {shown}; check the path or fetch one with `stanchion model pull qwen2.5-coder-1.5b`"
            )
        with path.open("rb") as file:
            head = file.read(8)
    except (OSError, RuntimeError, ValueError) as error:  # unreadable; no home directory; a NUL in the path
        raise ModelNotConfigured(f"cannot read {shown}: {error}") from error
    if head[:4] != _MAGIC:
        raise ModelNotConfigured(
            f"{shown} is not a GGUF file (it begins with {head[:4]!r}); fetch it again or name another"
        )
    version = struct.unpack("<I", head[4:])[0] if len(head) == 8 else 0
    if version not in _VERSIONS:
        raise ModelNotConfigured(
            f"{shown} is GGUF version {version}; versions {_VERSIONS} can be read, fetch a newer file"
        )
    return path


def need_runtime() -> None:
    """Make sure that the library that runs GGUF files is installed.

    Raises:
        ModelNotConfigured: It is not.
    """
    if not has_runtime():
        raise ModelNotConfigured(
            "GGUF files are run by xllamacpp, which is not installed: pip install 'stanchion[local]'"
        )


def has_runtime() -> bool:
    """Whether the library that runs GGUF files is installed."""
    return importlib.util.find_spec("xllamacpp") is not None


def need_memory(path: Path, available_bytes: int | None) -> None:
    """Make sure that a model fits into the memory that is free.

    Args:
        path: The file.
        available_bytes: From `available_memory_bytes`; `None` lets everything pass.

    Raises:
        ModelNotConfigured: It does not fit.
    """
    needed = path.stat().st_size + _OVERHEAD_BYTES
    if available_bytes is not None and needed > available_bytes:
        raise ModelNotConfigured(
            f"{path.name} needs about {needed / 2**30:.1f} GiB of memory and {available_bytes / 2**30:.1f} GiB are free; "
            "choose a smaller model or free some"
        )


def available_memory_bytes(proc: Path = Path("/proc"), cgroup: Path = Path("/sys/fs/cgroup")) -> int | None:
    """The memory that a new program may take: what the system says is available, within a container's limit.

    Args:
        proc: Where Linux tells about its memory (`meminfo`).
        cgroup: Where a container's limit stands (cgroup v2: `memory.max`, `memory.current`).

    Returns:
        Bytes; `None` where the system does not tell (not Linux).
    """
    available = None
    for line in _text(proc / "meminfo").splitlines():
        if line.startswith("MemAvailable:"):
            available = int(line.split()[1]) * 1024
    limit, used = _text(cgroup / "memory.max").strip(), _text(cgroup / "memory.current").strip()
    if limit.isdigit() and used.isdigit():
        # Cached file pages count as used, but they give way.
        cached = sum(
            int(line.split()[1])
            for line in _text(cgroup / "memory.stat").splitlines()
            if line.startswith(("inactive_file ", "active_file "))
        )
        within = max(int(limit) - int(used) + cached, 0)
        available = within if available is None else min(available, within)
    return available


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace") if os.access(path, os.R_OK) else ""
    except OSError:
        return ""
