"""A wave: each loop knows what its task builds on, and the budgets are divided so that their sum is never more than there is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import HumanMessage

from nodes.llm.port import Usage
from nodes.planning.plan import WHOLE, Task, TaskStatus
from nodes.records import Limits
from nodes.waves import affordable, assignments, settle, shares, total
from tests.nodes.plans import at_work, completed, failed, pending, planned, report, statuses
from tests.nodes.turns import record

whole = st.integers(1, 10_000)
money = st.floats(0.001, 100)


@given(whole, st.none() | whole, st.none() | money, st.integers(0, 12_000), st.integers(0, 12_000), st.integers(1, 60))
def test_the_parts_are_never_more_than_what_is_left(
    steps: int, tokens: int | None, cost: float | None, used: int, read: int, wanted: int
) -> None:
    limits = Limits(max_steps=steps, max_tokens=tokens, max_cost_usd=cost)
    usage = Usage(steps=used, input_tokens=read, cost_usd=0.0)

    count = affordable(limits, usage, wanted)
    parts = shares(limits, usage, count)

    assert len(parts) == count <= wanted
    assert all(part.max_steps >= 1 for part in parts)
    assert sum(part.max_steps for part in parts) <= max(0, steps - used)
    if tokens is not None:
        assert sum(part.max_tokens or 0 for part in parts) <= max(0, tokens - read)
    if cost is not None and parts:
        assert sum(part.max_cost_usd or 0 for part in parts) <= cost * 1.000001


def test_what_is_left_of_the_time_is_everybodys() -> None:
    first, second = shares(Limits(max_seconds=10.0), Usage(seconds=4.0), 2)

    assert first.max_seconds == second.max_seconds == 6.0


def test_a_waves_time_passes_once() -> None:
    both = [Usage(steps=1, seconds=2.0), Usage(steps=3, seconds=5.0)]

    assert total(Usage(seconds=1.0), both) == Usage(steps=4, seconds=6.0)
    assert total(Usage(seconds=1.0), []) == Usage(seconds=1.0)


def said(assignment: dict[str, Any]) -> list[str]:
    return [message.text for message in assignment["messages"]]


def test_a_task_is_told_the_results_it_builds_on_and_no_others() -> None:
    state = planned(
        completed("a"), completed("b"), failed("c"), at_work("d", "a"), at_work("e"), messages=[HumanMessage("do it")]
    )

    d, e = assignments(state)

    assert said(d) == ["do a", "a is done", "do d"]
    assert said(e) == ["do e"]
    assert (d["run"].id, d["run"].goal, d["task"].id) == ("run/d.0", "do d", "d")
    assert d["messages"][-1].id == d["run"].goal_message_id
    assert d["run"].answer_schema is None


def test_another_try_at_a_task_is_another_run() -> None:
    (first,), (again,) = (assignments(planned(at_work("a"), replans=replans)) for replans in (0, 1))

    assert first["run"].id != again["run"].id
    assert first == assignments(planned(at_work("a")))[0]  # a resume sends the same


def test_the_goal_as_the_only_task_has_the_conversation_and_the_schema() -> None:
    messages = [HumanMessage("earlier"), HumanMessage("do it", id="run:goal")]
    state = planned(
        Task(WHOLE, "do it", TaskStatus.IN_PROGRESS), messages=messages, run=record(answer_schema={"type": "string"})
    )

    (only,) = assignments(state)

    assert (only["messages"], only["run"].id, only["run"].answer_schema) == (messages, "run", {"type": "string"})


def test_a_criterion_is_told_with_what_to_say_where_it_does_not_hold() -> None:
    task = Task("a", "sum the file", TaskStatus.IN_PROGRESS, success_criteria="the sum is a number")

    (text,) = said(assignments(planned(task))[0])

    assert text.startswith("sum the file\n\nIt is done when: the sum is a number\n")
    assert "'NOT DONE:'" in text


@pytest.mark.parametrize("state", [planned(), planned(pending("a")), planned(at_work("a"), run=None)])
def test_without_work_nothing_is_sent(state: Any) -> None:
    assert assignments(state) == []


def test_tasks_are_settled_by_their_reports() -> None:
    tasks = settle([at_work("a"), at_work("b"), pending("c", "b")], [report("a"), report("b", error="x"), report("z")])

    assert statuses(tasks) == {"a": "completed", "b": "failed", "c": "blocked"}
