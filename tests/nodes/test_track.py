"""TRACK believes reports, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AnyMessage
from langgraph.types import Overwrite

from nodes.llm.port import Usage
from nodes.planning.plan import WHOLE, Task, TaskStatus
from nodes.records import Outcome, TaskReport
from nodes.track import track
from tests.nodes.plans import at_work, completed, pending, planned, report, statuses
from tests.nodes.turns import context, runtime


async def tracked(tmp_path: Path, *tasks: Task, reports: list[TaskReport], **channels: Any) -> Any:
    return await track(planned(*tasks, reports=reports, **channels), runtime(context(tmp_path)))


async def test_results_errors_and_what_they_block(tmp_path: Path) -> None:
    update = await tracked(
        tmp_path,
        at_work("a"),
        at_work("b"),
        pending("c", "b"),
        pending("d", "a"),
        reports=[report("b", error="gone"), report("a", answer={"total": 3})],
    )

    a, b, c, d = update["tasks"]
    assert (a.status, a.result) == ("completed", '{"total": 3}')
    assert (b.status, b.error) == ("failed", "gone")
    assert (c.status, d.status) == ("blocked", "pending")
    assert "outcome" not in update
    assert "messages" not in update


@pytest.mark.parametrize("said", ["NOT DONE: no file", "  **Not done**: no file", "# NOT DONE"])
async def test_a_task_that_says_it_is_not_done_has_failed(tmp_path: Path, said: str) -> None:
    update = await tracked(tmp_path, at_work("a"), reports=[report("a", answer=said)])

    assert (update["tasks"][0].status, update["tasks"][0].error) == (TaskStatus.FAILED, said)


async def test_costs_are_added_and_time_that_passed_for_all_counts_once(tmp_path: Path) -> None:
    update = await tracked(
        tmp_path,
        at_work("a"),
        at_work("b"),
        reports=[report("a", steps=2), report("b", steps=5)],
        usage=Usage(steps=1, seconds=10.0),
    )

    assert update["usage"] == Usage(steps=8, input_tokens=7, seconds=15.0)
    assert update["reports"] == Overwrite([])


async def test_the_goal_as_the_only_task_is_the_runs_outcome(tmp_path: Path) -> None:
    outcome = Outcome(True, "42")
    said: list[AnyMessage] = [AIMessage("42", id="run:1:reply")]
    whole = Task(WHOLE, "do it", TaskStatus.IN_PROGRESS)

    update = await tracked(tmp_path, whole, reports=[TaskReport(WHOLE, outcome, Usage(steps=1), said)])

    assert (update["outcome"], update["messages"], statuses(update["tasks"])) == (outcome, said, {WHOLE: "completed"})


async def test_a_report_about_a_task_that_is_no_more_marks_nothing_and_is_paid(tmp_path: Path) -> None:
    update = await tracked(tmp_path, completed("a"), reports=[report("z", steps=3)])

    assert (statuses(update["tasks"]), update["usage"].steps) == ({"a": "completed"}, 3)
