"""One database for the ledger and the memories: opened by one URL, brought up to date by numbered migrations."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memory.errors import StoreCorrupt, StoreError, StoreTooNew, StoreUnavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BUSY_TIMEOUT_MS = 10_000
"""How long SQLite waits for another writer before it reports a locked database."""


def utc_now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


def to_text(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class Database:
    """A SQLite file (or any database that SQLAlchemy Core reaches by URL) with the product's tables in it.

    Opening is lazy and thread-safe: the file is made, checked and migrated at the first use.

    Args:
        location: A path, or an SQLAlchemy URL such as `sqlite:///file.db`.
    """

    def __init__(self, location: str | Path) -> None:
        text = str(location)
        self.url = text if re.match(r"^[a-z0-9+]+://", text) else f"sqlite:///{text}"
        if self.is_sqlite and (self.url == "sqlite://" or ":memory:" in self.url):
            raise StoreError(f"{text!r} is no file: an agent's database must outlive its process. Name a file.")
        self._lock = threading.Lock()
        self._ready = False

    @property
    def shown(self) -> str:
        """The URL as it may be shown: without a password."""
        return re.sub(r"(?<=//)([^:/@]*):[^@/]*@", r"\1:***@", self.url)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.url.startswith("sqlite")

    @property
    def path(self) -> Path | None:
        """The file, where there is one."""
        return Path(self.url.removeprefix("sqlite:///")) if self.is_sqlite else None

    def open(self) -> None:
        """Make, check and migrate the file now rather than at the first use.

        Raises:
            StoreError: See the tree in `memory.errors`; one that is too new is left untouched.
        """
        self._open()

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """A write transaction, begun IMMEDIATE on SQLite so that two writers queue instead of failing half-way.

        Args:
            durable: Whether the commit must survive a power loss (`synchronous = FULL`). `False` is for rows that may
                be made again, such as an authorization that is judged anew when it is missing.

        Raises:
            StoreError: See the tree in `memory.errors`; nothing was written.
        """
        self._open()
        engine = self._durable if durable else self._relaxed
        with self._explained(), engine.execution_options(immediate=True).begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading.

        Raises:
            StoreError: See the tree in `memory.errors`.
        """
        self._open()
        with self._explained(), self._relaxed.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close every pooled connection; the next use opens again."""
        with self._lock:
            if self._ready:
                self._durable.dispose()
                self._relaxed.dispose()
                self._ready = False

    @cached_property
    def _durable(self) -> Engine:
        return self._engine("FULL")

    @cached_property
    def _relaxed(self) -> Engine:
        return self._engine("NORMAL")

    def _engine(self, synchronous: str) -> Engine:
        from sqlalchemy import create_engine, event

        engine = create_engine(self.url, connect_args={"check_same_thread": False} if self.is_sqlite else {})
        if self.is_sqlite:

            @event.listens_for(engine, "connect")
            def configure(connection: Any, _record: Any) -> None:
                connection.isolation_level = None  # the driver's own BEGIN is deferred; ours stands below
                for pragma in (
                    f"busy_timeout = {BUSY_TIMEOUT_MS}",
                    "journal_mode = WAL",
                    f"synchronous = {synchronous}",
                ):
                    connection.execute(f"PRAGMA {pragma}")

            @event.listens_for(engine, "begin")
            def begin(connection: Connection) -> None:
                immediate = connection.get_execution_options().get("immediate", False)
                connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

        return engine

    def _open(self) -> None:
        if self._ready:
            return
        with self._lock:
            if self._ready:
                return
            if self.path is not None:
                _make_folder(self.path.parent)
            with self._explained():
                self._migrate()
            self._ready = True

    def _migrate(self) -> None:
        known = len(MIGRATIONS)
        with self._durable.connect() as connection:  # only reads: one that is too new is left as it is
            version = self._version(connection)
        if version > known:
            raise StoreTooNew(
                f"The database {self.shown!r} has schema {version}; this version of Stanchion knows up to {known}. "
                "It was left untouched: upgrade Stanchion, or name another database with STANCHION_DATABASE."
            )
        if version == known:
            return
        with self._durable.execution_options(immediate=True).begin() as connection:
            version = self._version(connection)  # another process may have been faster
            if version == 0:
                connection.exec_driver_sql("CREATE TABLE stanchion_schema (version INTEGER NOT NULL)")
                connection.exec_driver_sql("INSERT INTO stanchion_schema (version) VALUES (0)")
            for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
                for statement in _statements(script):
                    connection.exec_driver_sql(statement)
                connection.exec_driver_sql(f"UPDATE stanchion_schema SET version = {number:d}")  # noqa: S608 - an integer

    @staticmethod
    def _version(connection: Connection) -> int:
        from sqlalchemy import inspect

        if not inspect(connection).has_table("stanchion_schema"):
            return 0
        row = connection.exec_driver_sql("SELECT version FROM stanchion_schema").first()
        return int(row[0]) if row is not None else 0

    @contextmanager
    def _explained(self) -> Iterator[None]:
        from sqlalchemy.exc import DBAPIError

        try:
            yield
        except DBAPIError as error:
            raise explain(self.shown, error.orig or error) from error


def explain(where: object, error: BaseException) -> StoreError:
    """Turn a driver's error into one of ours, with the next thing to do.

    Args:
        where: The database, for the message.
        error: What the driver raised.

    Returns:
        The error to raise.
    """
    text = str(error)
    for pattern, kind, advice in _EXPLANATIONS:
        if re.search(pattern, text, re.IGNORECASE):
            return kind(f"{where}: {advice} ({text})")
    return StoreError(f"{where}: {text}")


_EXPLANATIONS: tuple[tuple[str, type[StoreError], str], ...] = (
    ("not a database|malformed|disk image", StoreCorrupt, "damaged, or no database; move it away or restore a copy"),
    ("disk is full|disk I/O", StoreUnavailable, "the disk is full or failing; free some space, then resume the thread"),
    ("readonly|unable to open|permission", StoreUnavailable, "cannot be opened or written; check path and permissions"),
    ("locked|busy", StoreUnavailable, "another process holds the database; try again when it has finished"),
)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreUnavailable(f"{folder}: cannot be made ({error.strerror}). Name another place.") from error


def _statements(script: str) -> list[str]:
    text = re.sub(r"--[^\n]*", "", script)
    return [statement.strip() for statement in text.split(";") if statement.strip()]


def _load_migrations() -> list[str]:
    folder = files("memory.migrations")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(folder / name).read_text(encoding="utf-8") for name in names]


MIGRATIONS = _load_migrations()
"""The migrations' SQL, in order; the schema's version is how many of them have run."""
