"""The offline model's development goals: each can be passed with the real tools, and none by doing nothing or the wrong thing."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bench.checks import Outcome
from bench.goal import EVERYDAY, GROUPS, Goal, load_goals
from tests.bench.test_goals import WRONG, solved, wrong_outcomes

FOLDER = Path(__file__).parents[2] / "bench" / "dev_goals"
FILES = sorted(FOLDER.glob("offline_*.jsonl"))
GOALS = [goal for path in FILES for goal in load_goals(path)]
ONE_GROUP = ("offline_daily", "offline_handy", "offline_sums", *(path.stem for path in FILES if "_fresh" in path.stem))
"""Files that hold goals of one group only."""
ONCE_HELD_OUT = "offline_everyday_first"
"""The goals that were held out until newer ones took their place; they are no one person's and kept their ids."""

NO_SOLUTIONS = ("idle", "wiped", "vandalised", "echoed")

every_goal = pytest.mark.parametrize("goal", GOALS, ids=[goal.id for goal in GOALS])


@every_goal
def test_the_reference_passes_and_every_file_of_it_matters(goal: Goal, tmp_path: Path) -> None:
    right = solved(goal, tmp_path)
    assert goal.problems(right) == []
    for path in right.files:
        assert goal.problems(Outcome(right.answer, {**right.files, path: WRONG}, right.folders)), path
    assert goal.problems(Outcome(right.answer, {**right.files, "stray.txt": "x"}, right.folders))


@every_goal
def test_no_shortcut_passes_and_every_check_can_fail(goal: Goal) -> None:
    wrong = wrong_outcomes(goal)
    # Reading a file out is what some goals about files ask for.
    shortcuts = NO_SOLUTIONS if goal.group == "files" else tuple(wrong)
    assert [name for name in shortcuts if not goal.problems(wrong[name])] == []
    for check in goal.checks:
        assert any(check.problem(outcome, goal.files) for outcome in wrong.values()), check


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 12, 31)])
def test_no_shortcut_passes_on_odd_days(day: date) -> None:
    for path in FILES:
        for goal in load_goals(path, today=day):
            wrong = wrong_outcomes(goal)
            assert [name for name in NO_SOLUTIONS if not goal.problems(wrong[name])] == [], goal.id


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_each_person_has_goals_of_every_group(path: Path) -> None:
    counts = Counter(goal.group for goal in load_goals(path))
    assert set(counts) == set(GROUPS) if path.stem not in ONE_GROUP else len(counts) == 1
    assert min(counts.values()) >= 8
    assert counts.total() >= 30
    person = "" if path.stem == ONCE_HELD_OUT else path.stem.removeprefix("offline_") + "-"
    assert [goal.id for goal in load_goals(path) if not goal.id.startswith(f"{goal.group}-{person}")] == []


def test_no_goal_comes_twice_nor_is_held_out() -> None:
    texts = Counter(goal.goal.casefold() for goal in [*GOALS, *load_goals(EVERYDAY)])
    assert [text for text, count in texts.items() if count > 1] == []
    ids = Counter(goal.id for goal in GOALS)
    assert [id for id, count in ids.items() if count > 1] == []
