"""REPLAN keeps what is done, replaces the rest, and knows when there is no other way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nodes.llm.port import Usage
from nodes.planning.errors import InvalidPlan
from nodes.records import Limits
from nodes.replan import replan
from tests.nodes.plans import CALL, Plans, blocked, completed, failed, pending, planned, statuses
from tests.nodes.turns import context, record, runtime

LOST = (completed("a"), failed("b"), failed("e"), blocked("c", "b"), pending("d", "nowhere"))


async def replanned(tmp_path: Path, planner: Plans | None, **channels: Any) -> Any:
    return await replan(planned(*LOST, **channels), runtime(context(tmp_path, planner=planner)))


async def test_what_is_done_stays_and_the_rest_is_replaced(tmp_path: Path) -> None:
    planner = Plans([pending("b2", "a")])

    update = await replanned(tmp_path, planner)

    assert statuses(update["tasks"]) == {"a": "completed", "b2": "pending"}
    assert [task.id for task in update["set_aside"]] == ["b", "e", "c", "d"]
    assert (update["replans"], update["usage"], update["plan_approved"]) == (1, CALL, True)
    ((_, first, left, done),) = planner.asked
    assert (first.error, [task.id for task in left], [task.id for task in done]) == (
        "b is lost",
        ["e", "c", "d"],
        ["a"],
    )


@pytest.mark.parametrize(
    ("reply", "cost"),
    [
        ([], CALL),
        (InvalidPlan("the same again", CALL), CALL),
        ([pending("x", "nowhere")], CALL),
        ([pending("a")], CALL),
    ],
)
async def test_where_there_is_no_other_way_the_plan_stays_and_no_more_is_asked(
    tmp_path: Path, reply: Any, cost: Usage
) -> None:
    update = await replanned(tmp_path, Plans(reply))

    assert update == {"replans": record().max_replans, "usage": cost}


@pytest.mark.parametrize(("shared", "steps"), [(True, 10), (False, 14)])
async def test_new_tasks_have_steps_of_their_own_unless_somebody_set_them(
    tmp_path: Path, shared: bool, steps: int
) -> None:
    run = record(limits=Limits(max_steps=10), shares_steps=shared)

    update = await replanned(tmp_path, Plans([pending("x"), pending("y")]), run=run)

    assert update["run"].limits.max_steps == steps


@pytest.mark.parametrize("limits", [Limits(max_steps=3), Limits(max_tokens=5)])
async def test_a_spent_budget_asks_nobody(tmp_path: Path, limits: Limits) -> None:
    update = await replanned(tmp_path, Plans(), run=record(limits=limits), usage=Usage(steps=3, input_tokens=5))

    assert update["outcome"].reason in ("max_steps", "max_tokens")


async def test_a_new_plan_is_asked_about_again(tmp_path: Path) -> None:
    update = await replanned(tmp_path, Plans([pending("x")]), run=record(asks_plan=True), plan_approved=True)

    assert update["plan_approved"] is False


async def test_without_a_planner_the_plan_stays_as_it_failed(tmp_path: Path) -> None:
    assert await replanned(tmp_path, None) == {"replans": 1}
