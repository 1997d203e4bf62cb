"""Episodic memory: what was tried for which goal, and what came of it."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from memory.database import Database, to_text, utc_now


@dataclass(frozen=True, slots=True)
class Episode:
    """One finished run.

    Attributes:
        goal: What was asked for.
        steps: What was done, JSON-serialisable, oldest first.
        outcome: The answer, or the error.
        success: Whether the goal was reached.
        timestamp: When it ended, UTC.
        details: Further facts: usage, tools used, thread.
        id: Unique; made when empty.
    """

    goal: str
    steps: Sequence[Any]
    outcome: str
    success: bool
    timestamp: datetime = field(default_factory=utc_now)
    details: dict[str, Any] = field(default_factory=dict)
    id: str = ""


class EpisodicMemory:
    """Stores episodes and finds similar ones by shared words.

    Args:
        database: Where they are kept.
        tenant: Whose they are; other tenants' are never seen.
    """

    def __init__(self, database: Database, tenant: str = "local") -> None:
        self.database = database
        self.tenant = tenant

    def store_episode(self, episode: Episode) -> str:
        """Keep an episode; durable.

        Returns:
            Its id; storing the same id again replaces nothing.
        """
        row = {
            "id": episode.id or uuid.uuid4().hex,
            "tenant": self.tenant,
            "goal": episode.goal,
            "steps": json.dumps(list(episode.steps), default=str),
            "outcome": episode.outcome,
            "success": int(episode.success),
            "timestamp": to_text(episode.timestamp),
            "details": json.dumps(episode.details, default=str),
        }
        from sqlalchemy import text

        statement = (
            "INSERT INTO episodes (id, tenant, goal, steps, outcome, success, timestamp, details) VALUES "
            "(:id, :tenant, :goal, :steps, :outcome, :success, :timestamp, :details) ON CONFLICT DO NOTHING"
        )
        with self.database.write() as connection:
            connection.execute(text(statement), row)
        return str(row["id"])

    def retrieve_similar(self, goal: str, limit: int = 3) -> list[Episode]:
        """Episodes whose goals share words with this one.

        Args:
            goal: The goal at hand.
            limit: How many at most.

        Returns:
            Most shared words first; successes first among equals, then the newest. Empty where nothing is shared.
        """
        from sqlalchemy import text

        words = _words(goal)
        statement = "SELECT goal, steps, outcome, success, timestamp, details, id FROM episodes WHERE tenant = :tenant"
        with self.database.read() as connection:
            rows = connection.execute(text(statement), {"tenant": self.tenant}).all()
        scored = [(len(words & _words(row[0])) / max(1, len(words | _words(row[0]))), row) for row in rows]
        near = [(score, row) for score, row in scored if score > 0]
        near.sort(key=lambda pair: (pair[0], pair[1][3], pair[1][4]), reverse=True)
        return [_episode(row) for _, row in near[:limit]]


def _episode(row: Any) -> Episode:
    goal, steps, outcome, success, timestamp, details, id_ = row
    moment = datetime.fromisoformat(timestamp)
    return Episode(goal, json.loads(steps), outcome, bool(success), moment, json.loads(details), id_)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 2}
