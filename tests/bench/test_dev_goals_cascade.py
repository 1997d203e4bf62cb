"""The goals that rules first was measured on: each can be passed with the real tools, and none by doing nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.goal import Goal, load_goals
from tests.bench.test_goals import solved, wrong_outcomes

FOLDER = Path(__file__).parents[2] / "bench" / "dev_goals"
GOALS = [goal for path in sorted(FOLDER.glob("cascade_*.jsonl")) for goal in load_goals(path)]


@pytest.mark.parametrize("goal", GOALS, ids=[goal.id for goal in GOALS])
def test_the_reference_passes_and_nothing_done_does_not(goal: Goal, tmp_path: Path) -> None:
    assert goal.problems(solved(goal, tmp_path)) == []
    wrong = wrong_outcomes(goal)
    assert [name for name in ("idle", "wiped", "vandalised") if not goal.problems(wrong[name])] == []
