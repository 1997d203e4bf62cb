"""The goals of several parts: each can be passed with the real tools, none by doing nothing, and some have a part that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.checks import Outcome
from bench.goal import Goal, load_goals
from tests.bench.test_goals import WRONG, solved, wrong_outcomes

BENCH = Path(__file__).parents[2] / "bench"
MEASURED = load_goals(BENCH / "planning_goals.jsonl")
GOALS = [*MEASURED, *load_goals(BENCH / "dev_goals" / "multi_part.jsonl")]
FAILING = "-missing"
"""How the id of a goal ends of which one part names a file that is not there."""

every_goal = pytest.mark.parametrize("goal", GOALS, ids=[goal.id for goal in GOALS])


@every_goal
def test_the_reference_passes_and_every_file_of_it_matters(goal: Goal, tmp_path: Path) -> None:
    right = solved(goal, tmp_path)
    assert goal.problems(right) == []
    for path in right.files:
        assert goal.problems(Outcome(right.answer, {**right.files, path: WRONG}, right.folders)), path


@every_goal
def test_nothing_done_does_not_pass(goal: Goal) -> None:
    wrong = wrong_outcomes(goal)
    assert [name for name in ("idle", "wiped", "vandalised", "echoed") if not goal.problems(wrong[name])] == []


def test_some_have_a_branch_that_fails() -> None:
    assert len(MEASURED) == 10
    assert sum(goal.id.endswith(FAILING) for goal in MEASURED) >= 3
    texts = [goal.goal.casefold() for goal in GOALS]
    assert len(set(texts)) == len(texts)
