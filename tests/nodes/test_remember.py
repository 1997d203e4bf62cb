"""REMEMBER keeps each run once, by the names of its tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from memory.database import Database
from memory.episodic import EpisodicMemory
from memory.system import MemorySystem
from nodes.records import Outcome
from nodes.remember import MAX_OUTCOME_CHARACTERS, remember
from tests.nodes.plans import completed, planned
from tests.nodes.turns import action, context, record, runtime, step

GOAL = "sum the sales"


async def test_a_run_that_is_stored_again_is_one_episode(tmp_path: Path) -> None:
    episodic = EpisodicMemory(Database(tmp_path / "m.db"))
    given = context(tmp_path, memory=MemorySystem(episodic=episodic), clock=lambda: 0.0)
    steps = [step(action("look", text="a secret"), action("note", 1, text="b"))]
    state = planned(completed("a"), run=record(goal=GOAL), outcome=Outcome(True, "x" * 9_000), steps=steps)

    for _ in range(2):
        assert await remember(state, runtime(given)) == {}

    (episode,) = episodic.retrieve_similar(GOAL, 9)
    assert (episode.id, episode.goal, episode.success) == ("local:t:run", GOAL, True)
    assert [one["tool"] for one in episode.steps] == ["look", "note"]
    assert "secret" not in str(episode.steps)
    assert len(episode.outcome) == MAX_OUTCOME_CHARACTERS


@pytest.mark.parametrize("channels", [{"outcome": None}, {"run": None, "outcome": Outcome(True, "x")}])
async def test_what_has_not_ended_is_no_episode(tmp_path: Path, channels: dict[str, Any]) -> None:
    episodic = EpisodicMemory(Database(tmp_path / "m.db"))
    given = context(tmp_path, memory=MemorySystem(episodic=episodic))

    assert await remember(planned(completed("a"), **channels), runtime(given)) == {}
    assert episodic.retrieve_similar(GOAL, 9) == []


async def test_without_episodic_memory_nothing_is_kept(tmp_path: Path) -> None:
    state = planned(completed("a"), outcome=Outcome(True, "x"))

    assert await remember(state, runtime(context(tmp_path))) == {}
