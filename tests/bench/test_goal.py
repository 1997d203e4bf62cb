from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bench.checks import Outcome
from bench.goal import Goal, fill_dates, fill_results, load_goals

GOAL = {
    "id": "files-1",
    "group": "files",
    "goal": "delete a.txt",
    "files": {"a.txt": "x", "b.txt": "y"},
    "checks": [{"check": "absent", "path": "a.txt"}],
    "reference": {"calls": [], "answer": ""},
}


def write_goals(path: Path, *goals: object) -> Path:
    path.write_text("".join(json.dumps(goal, ensure_ascii=False) + "\n" for goal in goals), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«today»", "2028-02-28"),
        ("on «today+2d», «today-1d»", "on 2028-03-01, 2028-02-27"),
        ("«today+3w»", "2028-03-20"),
        ("«today|%A»", "Monday"),
        ("«today+1d|%d/%m/%Y»", "29/02/2028"),
        ("«days_until 12-25»", "301"),
        ("«days_until 02-28»", "0"),
        ("«days_until 02-27»", "365"),
        ("«next 12-25», «next 02-27»", "2028-12-25, 2029-02-27"),
        ("«1» stays", "«1» stays"),
    ],
)
def test_dates_are_filled_in_for_the_day(text: str, expected: str) -> None:
    assert fill_dates(text, date(2028, 2, 28)) == expected


def test_results_are_filled_in_by_number() -> None:
    assert fill_results({"content": "«2» and «1»", "count": 3}, ["a", 5]) == {"content": "5 and a", "count": 3}
    assert fill_results("«1.date»", [{"date": "2028-02-28"}]) == "2028-02-28"


def test_what_no_check_names_must_stay_and_nothing_may_appear() -> None:
    goal = Goal.model_validate(GOAL)
    assert goal.problems(Outcome("", {"b.txt": "y"})) == []
    assert goal.problems(Outcome("", {"b.txt": "z"})) == ["b.txt was changed"]
    assert goal.problems(Outcome("", {})) == ["b.txt is gone"]
    assert goal.problems(Outcome("", {"b.txt": "y", "c.txt": ""})) == ["c.txt was not asked for"]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = write_goals(tmp_path / "goals.jsonl", GOAL, GOAL | {"id": "files-2", "checks": []})
    with pytest.raises(ValueError, match=r"goals\.jsonl, line 2: (?s:.*)checks"):
        load_goals(path)


def test_an_id_may_not_come_twice(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"line 2: the id 'files-1' comes twice"):
        load_goals(write_goals(tmp_path / "goals.jsonl", GOAL, GOAL))


@pytest.mark.parametrize("path", ["/etc/passwd", "../up.txt"])
def test_set_up_stays_in_the_workspace(path: str) -> None:
    with pytest.raises(ValueError, match="must lie in the workspace"):
        Goal.model_validate(GOAL | {"files": {path: ""}})
