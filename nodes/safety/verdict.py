"""What the Safety Layer says of one action, and the digest that binds it to exactly that call."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Ruling(StrEnum):
    """The three things that can be said of an action, from open to closed."""

    ALLOW = "allow"
    ASK = "ask"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the Safety Layer says of one exact call. An action without a verdict is refused.

    Attributes:
        action_id: The action judged.
        digest: The call judged; a different call needs its own verdict.
        ruling: Allow, ask or deny.
        rule: The rule that decided, by name.
        reason: Why, for the model and for people.
    """

    action_id: str
    digest: str
    ruling: Ruling
    rule: str
    reason: str


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces: equal values have equal text (in the manner of RFC 8785)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str)


def digest_call(tool: str, arguments: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical call, in hex.

    Args:
        tool: The tool's name.
        arguments: The validated arguments, JSON-serialisable.
    """
    return hashlib.sha256(canonical([tool, dict(arguments)]).encode()).hexdigest()
