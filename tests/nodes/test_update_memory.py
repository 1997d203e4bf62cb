"""UPDATE_MEMORY keeps the turn as a step and notes its last result."""

from __future__ import annotations

from pathlib import Path

from nodes.records import ObservationStatus
from nodes.update_memory import NOTED_CHARACTERS, update_memory
from tests.nodes.turns import action, context, runtime, seen, turn

A, B = action("look", 0, text="a"), action("look", 1, text="b")


async def test_the_last_success_is_noted_and_failures_are_not(tmp_path: Path) -> None:
    state = turn(
        A, B, observations=[seen(A, content="x" * 999), seen(B, ObservationStatus.FAILED, "no")], working={"goal": "g"}
    )

    update = await update_memory(state, runtime(context(tmp_path)))

    assert update["working"] == {"goal": "g", "last_result": "x" * NOTED_CHARACTERS}
    assert [one.status for one in update["steps"][0].observations] == ["succeeded", "failed"]
    assert state["working"] == {"goal": "g"}


async def test_what_is_evicted_is_noted_in_the_step(tmp_path: Path) -> None:
    state = turn(A, observations=[seen(A)], working={"goal": "g", "old": "x" * 9_995})

    update = await update_memory(state, runtime(context(tmp_path)))

    assert update["steps"][0].notes == ["evicted from working memory: old"]
    assert set(update["working"]) == {"goal", "last_result"}


async def test_a_goal_larger_than_the_memory_does_no_harm(tmp_path: Path) -> None:
    state = turn(A, observations=[seen(A)], working={"goal": "g" * 100_000})

    update = await update_memory(state, runtime(context(tmp_path)))

    assert len(update["working"]["goal"]) == 100_000
    assert update["working"]["last_result"] == "a result"
