"""ANSWER: one task's word passes through, several are put together, and what is missing is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from nodes.answer import answer
from nodes.llm.port import Usage
from nodes.planning.plan import WHOLE, Task, TaskStatus
from nodes.records import Limits, Outcome
from tests.nodes.plans import CALL, Plans, blocked, completed, failed, pending, planned
from tests.nodes.turns import context, record, runtime

NUMBER = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}


async def answered(tmp_path: Path, planner: Plans | None, *tasks: Task, **channels: Any) -> Any:
    return await answer(planned(*tasks, **channels), runtime(context(tmp_path, planner=planner)))


async def test_results_are_put_together(tmp_path: Path) -> None:
    planner = Plans("all of it")

    update = await answered(tmp_path, planner, completed("a"), completed("b"))

    assert (update["outcome"], update["usage"]) == (Outcome(True, "all of it"), CALL)
    assert [(message.id, message.text) for message in update["messages"]] == [("run:answer", "all of it")]


async def test_the_one_tasks_answer_passes_through(tmp_path: Path) -> None:
    said = [AIMessage("42", id="run:1:reply")]
    whole = Task(WHOLE, "do it", TaskStatus.COMPLETED, result="42")

    assert await answered(tmp_path, Plans(), whole, outcome=Outcome(True, "42"), messages=said) == {}


async def test_what_failed_is_named_beside_what_was_reached(tmp_path: Path) -> None:
    update = await answered(tmp_path, Plans("half of it"), completed("a"), failed("b"), blocked("c", "b"), pending("d"))

    outcome = update["outcome"]
    assert (outcome.success, outcome.answer, outcome.reason) == (False, "half of it", "tasks_failed")
    assert outcome.error == ("b (do b): b is lost. c (do c): it needs what failed. d (do d): not begun.")
    assert update["messages"][0].text == f"half of it\n\nNot reached: {outcome.error}"


async def test_where_nothing_was_reached_nobody_is_asked(tmp_path: Path) -> None:
    update = await answered(tmp_path, Plans(), failed("a"), blocked("b", "a"))

    assert (update["outcome"].answer, update["usage"]) == (None, Usage())
    assert update["messages"][0].text.startswith("I stopped before the goal was reached. a (do a): a is lost.")


@pytest.mark.parametrize("spent", [True, False])
async def test_a_spent_budget_gives_the_results_as_they_are(tmp_path: Path, spent: bool) -> None:
    run = record(limits=Limits(max_tokens=5))
    usage = Usage(input_tokens=5 if spent else 4)

    update = await answered(tmp_path, Plans("told"), completed("a"), completed("b"), run=run, usage=usage)

    assert update["outcome"] == Outcome(True, "do a: a is done\ndo b: b is done" if spent else "told")


async def test_a_budget_that_ended_the_run_is_its_reason(tmp_path: Path) -> None:
    ended = Outcome(False, error="The budget is spent.", reason="max_steps")

    outcome = (await answered(tmp_path, Plans(), completed("a"), pending("b"), outcome=ended))["outcome"]

    assert (outcome.reason, outcome.answer) == ("max_steps", "do a: a is done")
    assert outcome.error == "The budget is spent. b (do b): not begun."


@pytest.mark.parametrize(
    ("value", "success"), [({"n": 3}, True), ({"n": "three"}, False), ("three", False), (None, False)]
)
async def test_a_typed_answer_must_fit(tmp_path: Path, value: Any, success: bool) -> None:
    update = await answered(tmp_path, Plans(value), completed("a"), completed("b"), run=record(answer_schema=NUMBER))

    assert (update["outcome"].success, update["outcome"].answer) == (success, value)


async def test_a_plan_without_tasks_is_no_success(tmp_path: Path) -> None:
    outcome = (await answered(tmp_path, Plans()))["outcome"]

    assert (outcome.success, outcome.reason) == (False, "plan")


async def test_a_plan_that_never_came_is_told(tmp_path: Path) -> None:
    ended = Outcome(False, error="no plan", reason="plan")

    update = await answered(tmp_path, Plans(), outcome=ended)

    assert (update["outcome"], update["messages"][0].text[-7:]) == (ended, "no plan")
