"""One file, migrated by number; a broken, foreign or newer one is refused with what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from memory.database import MIGRATIONS, Database
from memory.errors import StoreCorrupt, StoreError, StoreTooNew, StoreUnavailable


def tables(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def open_it(database: Database) -> None:
    with database.read():
        pass


def test_a_fresh_database_has_every_table_and_the_latest_version(tmp_path: Path) -> None:
    path = tmp_path / "new" / "stanchion.db"

    open_it(Database(path))

    assert {"approvals", "authorizations", "intents", "outcomes", "episodes", "knowledge"} <= tables(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version FROM stanchion_schema").fetchone() == (len(MIGRATIONS),)


def test_an_older_database_is_brought_up_to_date_and_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(MIGRATIONS[0])
        connection.execute("CREATE TABLE stanchion_schema (version INTEGER NOT NULL)")
        connection.execute("INSERT INTO stanchion_schema VALUES (1)")
        connection.execute("INSERT INTO outcomes VALUES ('t','t','a','d',1,'succeeded','kept','now')")

    with Database(path).read() as connection:
        assert connection.exec_driver_sql("SELECT output FROM outcomes").scalar_one() == "kept"
    assert "knowledge" in tables(path)


def test_a_newer_database_is_refused_and_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    database = Database(path)
    open_it(database)
    database.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE stanchion_schema SET version = 999")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(StoreTooNew, match=r"schema 999.*upgrade Stanchion"):
        open_it(Database(path))

    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("this is not a database, it is a text of some length\n" * 50, encoding="utf-8")

    with pytest.raises(StoreCorrupt, match=r"notes\.txt.*no database"):
        open_it(Database(path))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(StoreUnavailable, match="cannot be made"):
        open_it(Database(tmp_path / "file" / "stanchion.db"))


def test_a_failed_transaction_writes_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "d.db")

    def write_half() -> None:
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO stanchion_schema VALUES (7)")
            connection.exec_driver_sql("INSERT INTO no_such_table VALUES (1)")

    with pytest.raises(StoreError, match="no_such_table"):
        write_half()

    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM stanchion_schema").scalar_one() == 1


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_durable_commits_are_flushed_to_the_disk(tmp_path: Path, durable: bool, level: int) -> None:
    with Database(tmp_path / "d.db").write(durable=durable) as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == level
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


def test_a_password_in_the_url_is_never_shown() -> None:
    database = Database("postgresql+nodriver://ann:hunter2@db.example/agent")

    assert database.shown == "postgresql+nodriver://ann:***@db.example/agent"
    with pytest.raises(Exception, match="nodriver") as caught:
        open_it(database)
    assert "hunter2" not in str(caught.value)
