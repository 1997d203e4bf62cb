"""DISPATCH begins what is ready, as much as the budgets and the run allow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nodes.control_state import ControllerState
from nodes.dispatch import dispatch
from nodes.llm.port import Usage
from nodes.planning.plan import Task
from nodes.records import Limits, Outcome
from tests.nodes.plans import at_work, completed, failed, pending, planned, statuses
from tests.nodes.turns import context, record, runtime


async def begun(tmp_path: Path, state: ControllerState) -> list[str]:
    update = await dispatch(state, runtime(context(tmp_path)))
    return [id_ for id_, status in statuses(update.get("tasks") or []).items() if status == "in_progress"]


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        ([pending("a"), pending("b"), pending("c", "a")], ["a", "b"]),
        ([completed("a"), pending("b", "a"), pending("c", "b")], ["b"]),
        ([failed("a"), pending("b", "a")], []),
        ([pending("a", "nowhere")], []),
        ([at_work("a"), pending("b")], ["a", "b"]),
        ([completed("a"), at_work("b", "a"), pending("c", "b")], ["b"]),
        ([], []),
    ],
)
async def test_what_is_ready_begins(tmp_path: Path, tasks: list[Task], expected: list[str]) -> None:
    assert await begun(tmp_path, planned(*tasks)) == expected


@pytest.mark.parametrize(
    ("limits", "parallel", "expected"),
    [
        (Limits(), 2, 2),
        (Limits(max_steps=5), 9, 3),
        (Limits(max_tokens=11), 9, 1),
        (Limits(max_steps=50), 9, 4),
    ],
)
async def test_no_more_begin_than_are_allowed_and_can_be_paid(
    tmp_path: Path, limits: Limits, parallel: int, expected: int
) -> None:
    run = record(limits=limits, max_parallel_tasks=parallel)
    state = planned(*(pending(id_) for id_ in "abcd"), run=run, usage=Usage(steps=2, input_tokens=10))

    assert len(await begun(tmp_path, state)) == expected


@pytest.mark.parametrize(
    ("limits", "reason"), [(Limits(max_steps=2), "max_steps"), (Limits(max_seconds=1.0), "max_seconds")]
)
async def test_a_spent_budget_ends_the_run(tmp_path: Path, limits: Limits, reason: str) -> None:
    state = planned(pending("a"), run=record(limits=limits), usage=Usage(steps=2, seconds=3.0))

    update = await dispatch(state, runtime(context(tmp_path)))

    assert update["outcome"] is not None
    assert update["outcome"].reason == reason
    assert "tasks" not in update


@pytest.mark.parametrize("channels", [{"outcome": Outcome(False)}, {"run": None}])
async def test_an_ended_run_begins_nothing(tmp_path: Path, channels: dict[str, Any]) -> None:
    assert await dispatch(planned(pending("a"), **channels), runtime(context(tmp_path))) == {}
