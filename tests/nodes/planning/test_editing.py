"""An edit never touches what is done, and is refused whole where it could not be run."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.planning.editing import edited_plan, plan_form
from nodes.planning.errors import InvalidPlan
from nodes.planning.plan import WHOLE, Task, TaskStatus, complaints_about
from tests.nodes.plans import at_work, blocked, completed, failed, pending, statuses

PLAN = [completed("a"), at_work("b", "a"), failed("c"), blocked("d", "c"), pending("e", "b")]


def one(id_: str, description: str = "something", **more: Any) -> dict[str, Any]:
    return {"id": id_, "description": description, **more}


def test_a_plan_shown_and_given_back_is_the_same_plan_not_begun() -> None:
    tasks = edited_plan(PLAN, {"tasks": plan_form(PLAN)})

    assert tasks[0] == PLAN[0]
    assert statuses(tasks) == {"a": "completed", "b": "pending", "c": "pending", "d": "pending", "e": "pending"}
    assert [(task.description, task.dependencies, task.error) for task in tasks[1:]] == [
        (task.description, task.dependencies, None) for task in PLAN[1:]
    ]


def test_what_is_done_stays_where_the_edit_leaves_it_out() -> None:
    tasks = edited_plan(PLAN, {"tasks": [one("z", dependencies=["a"], success_criteria="seen", colour="red")]})

    assert tasks == [completed("a"), Task("z", "something", dependencies=["a"], success_criteria="seen")]


@pytest.mark.parametrize(
    ("tasks", "complaint"),
    [
        ([one("a", "another")], "'a' is completed and cannot be changed"),
        ([one("x", dependencies=["b"])], "'b', which is not in the plan"),
        ([one("x", "1", dependencies=["y"]), one("y", "2", dependencies=["x"])], "circle"),
        ([one("x", "1"), one("x", "2")], "'x' stands twice"),
        ([one(f"x{n}", f"do {n}") for n in range(60)], "at most 50"),
        ([one(WHOLE)], "stands for the whole goal"),
        ([one("x", "  ")], "no description"),
    ],
)
def test_what_could_not_be_run_is_refused(tasks: list[dict[str, Any]], complaint: str) -> None:
    with pytest.raises(InvalidPlan, match=complaint):
        edited_plan(PLAN, {"tasks": tasks})


@pytest.mark.parametrize("edit", [{}, {"tasks": []}, {"tasks": "a"}, {"tasks": [{"id": "x"}]}, {"tasks": [one("")]}])
def test_what_is_no_plan_at_all_is_refused(edit: dict[str, Any]) -> None:
    with pytest.raises(InvalidPlan):
        edited_plan(PLAN, edit)


ids = st.sampled_from("abcdexyz")


@given(
    st.lists(
        st.fixed_dictionaries(
            {"id": ids, "description": st.text(max_size=5), "dependencies": st.lists(ids, max_size=3)}
        ),
        max_size=6,
    )
)
def test_any_edit_gives_a_plan_that_can_be_run_or_is_refused(tasks: list[dict[str, Any]]) -> None:
    try:
        edited = edited_plan(PLAN, {"tasks": tasks})
    except InvalidPlan:
        return
    assert complaints_about(edited) == []
    assert completed("a") in edited
    assert all(task.status in (TaskStatus.PENDING, TaskStatus.COMPLETED) for task in edited)
