"""Episodes are kept and found again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from memory.database import Database
from memory.episodic import Episode, EpisodicMemory


def episode(goal: str, *, success: bool = True, day: int = 1) -> Episode:
    return Episode(goal, [{"tool": "look"}], "done", success, datetime(2030, 1, day, tzinfo=UTC), {"tokens": 3})


def test_an_episode_comes_back_as_it_was(tmp_path: Path) -> None:
    memory = EpisodicMemory(Database(tmp_path / "e.db"))

    id_ = memory.store_episode(episode("count the words"))
    (found,) = EpisodicMemory(Database(tmp_path / "e.db")).retrieve_similar("count words again")

    assert found.id == id_
    assert (found.goal, found.steps, found.success) == ("count the words", [{"tool": "look"}], True)
    assert found.timestamp == datetime(2030, 1, 1, tzinfo=UTC)


def test_successes_come_first_among_equals_then_the_newest(tmp_path: Path) -> None:
    memory = EpisodicMemory(Database(tmp_path / "e.db"))
    for success, day in ((False, 3), (True, 1), (True, 2)):
        memory.store_episode(episode("count words", success=success, day=day))

    found = memory.retrieve_similar("count words")

    assert [(one.success, one.timestamp.day) for one in found] == [(True, 2), (True, 1), (False, 3)]


def test_nothing_similar_is_an_honest_answer_and_tenants_are_apart(tmp_path: Path) -> None:
    database = Database(tmp_path / "e.db")
    EpisodicMemory(database, "ann").store_episode(episode("count words %"))

    assert EpisodicMemory(database, "ann").retrieve_similar("paint a picture %") == []
    assert EpisodicMemory(database, "bob").retrieve_similar("count words") == []
