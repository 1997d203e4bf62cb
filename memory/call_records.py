"""How the ledger names a call, and what it says of one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class CallKey:
    """One logical call.

    Attributes:
        tenant: Whose agent it is; from authentication.
        thread_id: The run's thread.
        action_id: The action's id; the same for every permitted retry.
        digest: SHA-256 over the canonical call (tool and arguments), in hex.
    """

    tenant: str
    thread_id: str
    action_id: str
    digest: str

    @property
    def idempotency_key(self) -> str:
        """What the other side may use to see that two attempts are one call."""
        return uuid.uuid5(uuid.NAMESPACE_OID, "\n".join((self.tenant, self.thread_id, self.action_id, self.digest))).hex


@dataclass(frozen=True, slots=True)
class CallRecord:
    """What an intent says of the call that is begun."""

    tool: str
    arguments: str
    effect: str
    replay: str


class Clearance(StrEnum):
    """What the ledger answers when a call is about to begin."""

    RUN = "run"
    """The intent is written: run it now."""
    DONE = "done"
    """It has happened already: take the recorded output."""
    UNKNOWN = "unknown"
    """It was begun and nobody knows what came of it."""
    UNAUTHORIZED = "unauthorized"
    """No valid authorization: it must not run."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The ledger's answer to `begin`.

    Attributes:
        clearance: Whether to run.
        attempt: Which attempt this is, from 1.
        output: For `DONE`: the recorded output, JSON.
        begun_at: For `DONE` and `UNKNOWN`: when that attempt began, UTC ISO 8601.
    """

    clearance: Clearance
    attempt: int = 1
    output: str = ""
    begun_at: str = ""


class OutcomeStatus(StrEnum):
    """What came of an attempt."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    """It certainly had no (further) effect, or its tool says that it failed."""
    UNKNOWN = "unknown"
    """It was cut off: it may have happened."""
