"""Making what comes from a model or a person fit for a checkpoint, whose format takes UTF-8 and 64-bit integers only."""

from __future__ import annotations

from typing import Any

MAX_DEPTH = 100
"""Deeper structures are kept as text; the serializer gives up a little later (ormsgpack: 1024, JSON parsers about 1000)."""
_SMALLEST, _LARGEST = -(2**63), 2**64 - 1


def storable(value: Any, depth: int = 0) -> Any:
    """The value with half characters replaced, integers of more than 64 bits and what is no JSON as text, however deep they stand.

    Args:
        value: JSON-like, as a rule.
        depth: How deep it stands.
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, int) and not isinstance(value, bool) and not _SMALLEST <= value <= _LARGEST:
        return f"0x{value:x}" if value.bit_length() > 4096 else str(value)
    if isinstance(value, dict | list | tuple) and depth >= MAX_DEPTH:
        return f"… ({type(value).__name__} nested more than {MAX_DEPTH} deep)"
    if isinstance(value, dict):
        return {storable(str(key)): storable(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [storable(inner, depth + 1) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return value.decode("utf-8", "replace") if isinstance(value, bytes | bytearray) else storable(str(value), depth)
