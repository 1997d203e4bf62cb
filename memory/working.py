"""Working memory: the facts of the task at hand, with a size that is kept and evictions that are told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


class WorkingMemory:
    """A dictionary of JSON-serialisable facts that evicts its oldest entries when it grows over its size.

    Args:
        data: What it holds at first, oldest first; copied.
        max_size: Characters of JSON that all values together may take (10,000, as in the source architecture).
        pinned: Keys that are never evicted.
    """

    def __init__(
        self, data: Mapping[str, Any] | None = None, max_size: int = 10_000, pinned: tuple[str, ...] = ("goal",)
    ) -> None:
        if max_size <= 0:
            raise ValueError(f"max_size must be positive, got {max_size!r}")
        self.data: dict[str, Any] = dict(data or {})
        self.max_size = max_size
        self.pinned = pinned
        self.evicted: list[str] = []
        """Keys that were evicted from this object, oldest first."""

    def set(self, key: str, value: Any) -> list[str]:
        """Store a value; it becomes the newest entry.

        Returns:
            The keys that had to go for it, oldest first.

        Raises:
            ValueError: If the value alone is larger than `max_size`; nothing is changed.
        """
        size = _size(value)
        if size > self.max_size:
            raise ValueError(
                f"{key!r} takes {size} characters, more than the {self.max_size} there are; store a summary"
            )
        self.data.pop(key, None)
        self.data[key] = value
        return self._evict(key)

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or `default`."""
        return self.data.get(key, default)

    def clear(self) -> None:
        """Forget everything."""
        self.data.clear()

    @property
    def size(self) -> int:
        """Characters of JSON that all values take together."""
        return sum(_size(value) for value in self.data.values())

    def _evict(self, newest: str) -> list[str]:
        gone = []
        size = self.size
        for key in [key for key in self.data if key not in self.pinned and key != newest]:
            if size <= self.max_size:
                break
            size -= _size(self.data.pop(key))
            gone.append(key)
        self.evicted += gone
        return gone


def _size(value: Any) -> int:
    return len(json.dumps(value, default=str, ensure_ascii=False))
