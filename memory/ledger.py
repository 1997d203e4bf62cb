"""The effect ledger: nothing runs without a licence in it, nothing with an effect runs without an intent in it.

One key names one logical call: tenant, thread, action id and the digest of the canonical call. An *approval* is what a person
said of that call; an *authorization* is the single-use licence to run it, granted by the policy or by a person; an *intent* says
that an attempt was begun, an *outcome* what came of it. An intent without an outcome is a call of which nobody knows whether it
happened.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from memory.call_records import Begun, CallKey, CallRecord, Clearance, OutcomeStatus
from memory.database import Database, to_text, utc_now

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Ledger:
    """Reads and writes the ledger's four tables.

    Args:
        database: Where they are.
        now: The clock.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self.database = database
        self._now = now

    def record_approval(self, key: CallKey, *, answer: str, approver: str, message: str = "") -> None:
        """Keep what a person said of a call; durable."""
        row = _row(key, id=uuid.uuid4().hex, answer=answer, approver=approver, message=message, decided_at=self._time())
        with self.database.write() as connection:
            _insert(connection, "approvals", row)

    def approver_of(self, key: CallKey, *, answers: tuple[str, ...]) -> str | None:
        """Who said one of `answers` of exactly this call, or `None`."""
        with self.database.read() as connection:
            for answer, approver in _select(connection, "SELECT answer, approver FROM approvals WHERE {key}", key):
                if answer in answers:
                    return str(approver)
        return None

    def authorize(
        self, key: CallKey, *, granted_by: str, rule: str, attempt: int = 0, expires_at: datetime | None = None
    ) -> None:
        """Write a single-use licence to run exactly this call.

        Asking twice for the same licence gives one: a node that runs again after a crash cannot make a second. Not flushed
        to the disk: one that is lost with the power is judged or asked for again.

        Args:
            key: The call.
            granted_by: `policy`, or the approver's name.
            rule: Which rule or question led to it.
            attempt: The attempt of unknown outcome after which it may run again; 0 for the first licence.
            expires_at: From when on it is void; `None` for never.
        """
        row = _row(
            key,
            id=uuid.uuid5(uuid.NAMESPACE_OID, f"{key.idempotency_key}:{attempt}").hex,
            granted_by=granted_by,
            rule=rule,
            created_at=self._time(),
            expires_at=to_text(expires_at) if expires_at else None,
            consumed_at=None,
        )
        with self.database.write(durable=False) as connection:
            _insert(connection, "authorizations", row)

    def is_authorized(self, key: CallKey) -> bool:
        """Whether an unused, unexpired licence for exactly this call is there."""
        with self.database.read() as connection:
            return self._licence(connection, key) is not None

    def begin(self, key: CallKey, record: CallRecord, *, attempt: int = 1) -> Begun:
        """Ask to run a call that has an effect; durable before it answers `RUN`.

        A call that succeeded never runs again. A failed attempt may be followed by the next one under the same licence; one
        whose outcome is unknown needs a fresh licence unless the call is idempotent.

        Args:
            key: The call.
            record: What is written down of it.
            attempt: The attempt that the caller means to make, from 1.

        Returns:
            The clearance.
        """
        with self.database.write() as connection:
            last = self._last_attempt(connection, key)
            if last is None:
                return self._begin_first(connection, key, record)
            number, begun_at, status, output = last
            if status == OutcomeStatus.SUCCEEDED:
                return Begun(Clearance.DONE, number, output, begun_at)
            if status == OutcomeStatus.FAILED and attempt <= number:
                return Begun(Clearance.DONE, number, output, begun_at)
            if status == OutcomeStatus.FAILED or (record.replay == "idempotent" and attempt > number):
                return self._write_intent(connection, key, record, number + 1, "retry")
            licence = self._licence(connection, key)
            if licence is None:
                return Begun(Clearance.UNKNOWN, number, output, begun_at)
            self._consume(connection, licence)
            return self._write_intent(connection, key, record, number + 1, licence)

    def finish(self, key: CallKey, attempt: int, status: OutcomeStatus, output: str) -> None:
        """Write what came of an attempt; durable. A second word on the same attempt is ignored: the first one stands."""
        row = _row(key, attempt=attempt, status=str(status), output=output, ended_at=self._time())
        with self.database.write() as connection:
            _insert(connection, "outcomes", row)

    def _begin_first(self, connection: Connection, key: CallKey, record: CallRecord) -> Begun:
        licence = self._licence(connection, key)
        if licence is None:
            return Begun(Clearance.UNAUTHORIZED)
        self._consume(connection, licence)
        return self._write_intent(connection, key, record, 1, licence)

    def _write_intent(
        self, connection: Connection, key: CallKey, record: CallRecord, attempt: int, licence: str
    ) -> Begun:
        row = _row(
            key,
            attempt=attempt,
            authorization_id=licence,
            tool=record.tool,
            arguments=record.arguments,
            effect=record.effect,
            replay=record.replay,
            idempotency_key=key.idempotency_key,
            begun_at=self._time(),
        )
        _insert(connection, "intents", row)
        return Begun(Clearance.RUN, attempt)

    def _last_attempt(self, connection: Connection, key: CallKey) -> tuple[int, str, str | None, str] | None:
        statement = (
            "SELECT i.attempt, i.begun_at, o.status, o.output FROM intents i LEFT JOIN outcomes o "
            "ON o.tenant = i.tenant AND o.thread_id = i.thread_id AND o.action_id = i.action_id "
            "AND o.digest = i.digest AND o.attempt = i.attempt "
            "WHERE i.tenant = :tenant AND i.thread_id = :thread_id AND i.action_id = :action_id AND i.digest = :digest "
            "ORDER BY i.attempt DESC LIMIT 1"
        )
        row = _execute(connection, statement, _row(key)).first()
        return None if row is None else (int(row[0]), str(row[1]), row[2], row[3] or "")

    def _licence(self, connection: Connection, key: CallKey) -> str | None:
        statement = "SELECT id, expires_at FROM authorizations WHERE {key} AND consumed_at IS NULL ORDER BY created_at"
        now = self._time()
        for licence, expires_at in _select(connection, statement, key):
            if expires_at is None or expires_at > now:
                return str(licence)
        return None

    def _consume(self, connection: Connection, licence: str) -> None:
        statement = "UPDATE authorizations SET consumed_at = :now WHERE id = :id"
        _execute(connection, statement, {"now": self._time(), "id": licence})

    def _time(self) -> str:
        return to_text(self._now())


_KEY = "tenant = :tenant AND thread_id = :thread_id AND action_id = :action_id AND digest = :digest"


def _row(key: CallKey, **columns: Any) -> dict[str, Any]:
    names = {"tenant": key.tenant, "thread_id": key.thread_id, "action_id": key.action_id, "digest": key.digest}
    return {**names, **columns}


def _execute(connection: Connection, statement: str, row: dict[str, Any]) -> Any:
    from sqlalchemy import text

    return connection.execute(text(statement), row)


def _select(connection: Connection, statement: str, key: CallKey) -> list[Any]:
    return list(_execute(connection, statement.format(key=_KEY), _row(key)))


def _insert(connection: Connection, table: str, row: dict[str, Any]) -> None:
    columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    _execute(connection, f"INSERT INTO {table} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING", row)  # noqa: S608 - our own names
