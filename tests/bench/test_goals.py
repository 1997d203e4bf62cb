"""The goals themselves: each can be passed, and none can be passed by doing nothing or the wrong thing."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from bench.checks import Outcome
from bench.goal import GROUPS, Goal, load_goals
from bench.trial import look_at, set_up
from tests.bench.reference import ReferenceAgent

GOALS = load_goals()
WRONG = "nothing of the kind: 987654.321\n"

every_goal = pytest.mark.parametrize("goal", GOALS, ids=[goal.id for goal in GOALS])


def folders_of(paths: list[str]) -> frozenset[str]:
    return frozenset(str(parent) for path in paths for parent in PurePosixPath(path).parents if str(parent) != ".")


def state(files: dict[str, str], answer: str) -> Outcome:
    return Outcome(answer, files, folders_of(list(files)))


def wrong_outcomes(goal: Goal) -> dict[str, Outcome]:
    """Outcomes that are wrong for every goal; only `dump` may be right where a file is to be read out."""
    named = {check.path for check in goal.checks if hasattr(check, "path") and check.check != "folder"}
    everything = "\n".join([goal.goal, *(f"{path}\n{content}" for path, content in goal.files.items())])
    return {
        "idle": state(goal.files, ""),
        "wiped": state({}, ""),
        "vandalised": state(dict.fromkeys(sorted(named | goal.files.keys()), WRONG), WRONG),
        "echoed": state(goal.files, goal.goal),
        "dumped": state(goal.files, everything),
    }


def solved(goal: Goal, folder: Path) -> Outcome:
    workspace = folder / "workspace"
    workspace.mkdir()
    set_up(goal, workspace)
    with closing(ReferenceAgent([goal], workspace, folder / "memory.db")) as agent:
        return look_at(workspace, agent.run(goal.goal).answer)


def test_there_are_at_least_forty_goals_in_each_group() -> None:
    counts = Counter(goal.group for goal in GOALS)
    assert set(counts) == set(GROUPS)
    assert min(counts.values()) >= 40
    assert len(GOALS) >= 120


def test_no_goal_text_comes_twice() -> None:
    texts = Counter(goal.goal.casefold() for goal in GOALS)
    assert [text for text, count in texts.items() if count > 1] == []


def test_ids_say_the_group() -> None:
    assert [goal.id for goal in GOALS if not goal.id.startswith(f"{goal.group}-")] == []


@every_goal
def test_the_reference_solution_passes_with_the_real_tools(goal: Goal, tmp_path: Path) -> None:
    assert goal.problems(solved(goal, tmp_path)) == []


@every_goal
def test_each_file_of_the_solution_matters(goal: Goal, tmp_path: Path) -> None:
    right = solved(goal, tmp_path)
    for path in right.files:
        spoiled = Outcome(right.answer, {**right.files, path: WRONG}, right.folders)
        assert goal.problems(spoiled), f"{path} may hold anything"
        missing = {name: content for name, content in right.files.items() if name != path}
        assert goal.problems(Outcome(right.answer, missing, right.folders)), f"{path} may be missing"


@every_goal
def test_a_stray_file_is_a_failure(goal: Goal, tmp_path: Path) -> None:
    right = solved(goal, tmp_path)
    assert goal.problems(Outcome(right.answer, {**right.files, "stray.txt": "x"}, right.folders)) == [
        "stray.txt was not asked for"
    ]


@every_goal
def test_doing_nothing_or_harm_or_talking_only_fails(goal: Goal) -> None:
    wrong = wrong_outcomes(goal)
    passed = [name for name in ("idle", "wiped", "vandalised", "echoed") if not goal.problems(wrong[name])]
    assert passed == []


@every_goal
def test_every_check_can_fail(goal: Goal) -> None:
    wrong = wrong_outcomes(goal).values()
    cannot_fail = [
        check for check in goal.checks if all(check.problem(outcome, goal.files) is None for outcome in wrong)
    ]
    assert cannot_fail == []


@pytest.mark.parametrize("group", ["calculator", "mixed"])
def test_reading_everything_out_is_no_solution(group: str) -> None:
    passed = [goal.id for goal in GOALS if goal.group == group and not goal.problems(wrong_outcomes(goal)["dumped"])]
    assert passed == []


def test_every_set_up_file_ends_up_judged() -> None:
    for goal in GOALS:
        idle = wrong_outcomes(goal)["idle"]
        for path in goal.files:
            spoiled = Outcome("", {**goal.files, path: WRONG}, idle.folders)
            # A file that the goal deletes may be spoiled on the way there.
            to_go = any(check.check == "absent" and check.path == path for check in goal.checks)
            to_be_rewritten = any(
                check.check.startswith("file_") and getattr(check, "path", "") == path for check in goal.checks
            )
            assert to_go or to_be_rewritten or f"{path} was changed" in goal.problems(spoiled)


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 12, 25), date(2026, 12, 31)])
def test_goals_are_whole_on_any_day(day: date) -> None:
    goals = load_goals(today=day)
    assert [goal.id for goal in goals] == [goal.id for goal in GOALS]
    for goal in goals:
        for name in ("idle", "wiped", "vandalised", "echoed"):
            assert goal.problems(wrong_outcomes(goal)[name]), (goal.id, name, day)
