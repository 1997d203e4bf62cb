"""A tool that the policy asks about, as a user of this package would write and register it."""

from __future__ import annotations

from pathlib import Path

from tools.registry import ToolRegistry


def shred(path: str) -> str:
    """Destroy a file for good.

    Args:
        path: The file.
    """
    Path(path).unlink()
    return f"Shredded {Path(path).name}"


registry = ToolRegistry([shred])
