"""PLAN: a plan where it is worth one, the goal itself as the only task where not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nodes.llm.port import Usage
from nodes.plan import plan
from nodes.planning.errors import InvalidPlan
from nodes.planning.plan import WHOLE, PlanningMode, Task
from nodes.records import Limits, Outcome
from tests.nodes.plans import CALL, Plans, pending, planned
from tests.nodes.turns import context, record, runtime

TWO = [pending("a"), pending("b", "a")]


async def planning(tmp_path: Path, planner: Plans | None, mode: str = "auto", **run: Any) -> Any:
    state = planned(run=record(planning=PlanningMode(mode), limits=Limits(max_steps=10), **run))
    return await plan(state, runtime(context(tmp_path, planner=planner)))


async def test_the_plan_is_kept_with_what_it_cost(tmp_path: Path) -> None:
    update = await planning(tmp_path, Plans(TWO))

    assert (update["tasks"], update["usage"], update["plan_approved"]) == (TWO, CALL, True)


@pytest.mark.parametrize(("shared", "steps"), [(True, 10), (False, 20)])
async def test_each_task_has_the_steps_of_one_loop_unless_somebody_set_them(
    tmp_path: Path, shared: bool, steps: int
) -> None:
    assert (await planning(tmp_path, Plans(TWO), shares_steps=shared))["run"].limits.max_steps == steps


@pytest.mark.parametrize("reply", [[], [pending("a")], InvalidPlan("no", CALL)])
async def test_no_plan_or_one_task_is_the_goal_itself(tmp_path: Path, reply: Any) -> None:
    update = await planning(tmp_path, Plans(reply))

    assert (update["tasks"], update["usage"], update["plan_approved"]) == ([Task(WHOLE, "do it")], CALL, True)


@pytest.mark.parametrize("planner", [None, Plans()])
async def test_where_none_is_wanted_nobody_is_asked(tmp_path: Path, planner: Plans | None) -> None:
    update = await planning(tmp_path, planner, "never")

    assert (update["tasks"], update["usage"]) == ([Task(WHOLE, "do it")], Usage())


async def test_where_one_is_demanded_and_none_comes_the_run_ends(tmp_path: Path) -> None:
    update = await planning(tmp_path, Plans(InvalidPlan("it goes in a circle.", CALL)), "always")

    assert (update["outcome"].reason, update["usage"]) == ("plan", CALL)
    assert update["outcome"].error.startswith("it goes in a circle. Say it in smaller steps")


async def test_the_planner_is_told_what_was_said_before_and_what_worked(tmp_path: Path) -> None:
    planner = Plans([])
    state = planned(run=record(planning=PlanningMode.ALWAYS), briefing="look -> note")

    await plan(state, runtime(context(tmp_path, planner=planner)))

    ((request,),) = planner.asked
    assert (request.goal, request.always, request.context) == ("do it", True, "look -> note")
    assert "look" in [tool["name"] for tool in request.tools]


async def test_a_run_that_asks_about_plans_has_this_one_open(tmp_path: Path) -> None:
    assert (await planning(tmp_path, Plans(TWO), asks_plan=True))["plan_approved"] is False


async def test_an_ended_run_is_not_planned(tmp_path: Path) -> None:
    state = planned(outcome=Outcome(True, "done"))

    assert await plan(state, runtime(context(tmp_path, planner=Plans()))) == {}
