"""Values in words and as plain data: what both the lines for people and the JSON for machines are made of."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nodes.llm.port import Usage


def plain(value: Any) -> Any:
    """The value as JSON knows it: dataclasses and models become objects, sequences arrays, what JSON lacks becomes text or null."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if hasattr(value, "model_dump"):
        return plain(value.model_dump(mode="json"))
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return [plain(item) for item in value]
    return str(value)


def to_json(value: Any) -> str:
    """One JSON document (RFC 8259) in ASCII, so that it survives every pipe and steers no terminal."""
    return json.dumps(plain(value), indent=2)


def compact(value: Any) -> str:
    """JSON on one line, for people: letters of all scripts as they are."""
    return json.dumps(plain(value), ensure_ascii=False)


def shown_answer(answer: Any) -> str:
    """The final answer as text; a typed one as JSON."""
    return answer if isinstance(answer, str) else json.dumps(plain(answer), ensure_ascii=False, indent=2)


def counted(number: int, noun: str) -> str:
    """For example `1 step`, `2 steps`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def usage_line(usage: Usage) -> str:
    """Steps, tokens, seconds, and the cost where it is known, in one line."""
    parts = [counted(usage.steps, "step"), counted(usage.tokens, "token"), seconds(usage.seconds)]
    if usage.cost_usd is not None:
        parts.append(f"${usage.cost_usd:.4f}" if usage.cost_usd < 1 else f"${usage.cost_usd:.2f}")
    return " · ".join(parts)


def seconds(value: float, *, whole: bool = False) -> str:
    """A duration, as precise as it is useful; in whole seconds where it is still growing."""
    if whole:
        return f"{value:,.0f} s"
    if value < 0.01:
        return f"{value * 1000:.1f} ms"
    return f"{value:.2f} s" if value < 10 else f"{value:,.0f} s"
