"""One benchmark goal: what the user types, the files there are, the checks, and a reference solution."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bench.checks import Check, Outcome, Unchanged

EVERYDAY = Path(__file__).parent / "goals" / "everyday.jsonl"
"""The held-out everyday goals."""

GROUPS = ("calculator", "files", "mixed")

_DATE = re.compile(r"«(today|next|days_until)(?: (\d{2}-\d{2}))?([+-]\d+[dw])?(?:\|([^»]+))?»")


class Call(BaseModel):
    """One tool call of a reference solution; `«n»` in an argument stands for the result of the n-th call."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tool: str
    arguments: dict[str, Any]


class Reference(BaseModel):
    """A solution that passes: the calls in order and the answer; `«n»` stands for the result of the n-th call."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    calls: list[Call]
    answer: str


class Goal(BaseModel):
    """A goal with everything needed to run and to judge it.

    Attributes:
        id: Unique; `group-number-name`.
        group: calculator, files or mixed.
        goal: What the user types.
        files: The workspace's files at the start, by path.
        checks: All of them must hold.
        reference: A solution that passes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    group: Literal["calculator", "files", "mixed"]
    goal: str = Field(min_length=1)
    files: dict[str, str]
    checks: list[Check] = Field(min_length=1)
    reference: Reference

    @field_validator("files")
    @classmethod
    def _relative(cls, files: dict[str, str]) -> dict[str, str]:
        for path in files:
            if Path(path).is_absolute() or ".." in Path(path).parts:
                raise ValueError(f"a set-up file must lie in the workspace, {path!r} does not")
        return files

    def problems(self, outcome: Outcome) -> list[str]:
        """Why the outcome is no success; empty where every check holds.

        Beside the goal's own checks, nothing else may have been touched: set-up files that no check names are unchanged, and
        there is no file that no check names.
        """
        named = {check.path for check in self.checks if hasattr(check, "path")}
        found = [check.problem(outcome, self.files) for check in self.checks]
        for path in sorted(self.files.keys() - named):
            found.append(Unchanged(check="unchanged", path=path).problem(outcome, self.files))
        found += [f"{path} was not asked for" for path in sorted(outcome.files.keys() - named - self.files.keys())]
        return [problem for problem in found if problem is not None]


def load_goals(path: Path = EVERYDAY, today: date | None = None) -> list[Goal]:
    """The goals of a file, in its order, with everything that depends on the date filled in.

    Args:
        path: A JSONL file, one goal per line.
        today: The day that the goals are about; the local day by default.

    Raises:
        ValueError: A line is no goal, or an id comes twice; the message names the line.
    """
    day = today or date.today()
    goals: list[Goal] = []
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            goal = Goal.model_validate_json(fill_dates(line, day))
        except ValueError as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
        if goal.id in seen:
            raise ValueError(f"{path.name}, line {number}: the id {goal.id!r} comes twice")
        seen.add(goal.id)
        goals.append(goal)
    return goals


def fill_dates(text: str, today: date) -> str:
    """Replace `«today»`, `«today+10d»`, `«today+2w|%A»`, `«next 12-25»` and `«days_until 12-25»` by what they are on that day.

    Args:
        text: Any text; the part after `|` is a `strftime` format, ISO 8601 without it.
        today: The day that the text is about.
    """

    def value(match: re.Match[str]) -> str:
        kind, month_day, shift, form = match.groups()
        if kind == "days_until":
            return str((_next(month_day, today) - today).days)
        if kind == "next":
            return _next(month_day, today).isoformat()
        return (today + _span(shift)).strftime(form or "%Y-%m-%d")

    return _DATE.sub(value, text)


def fill_results(value: Any, results: Sequence[Any]) -> Any:
    """Replace `«n»` by the n-th result, and `«n.field»` by a field of it, in a string or the strings of a mapping."""
    if isinstance(value, Mapping):
        return {key: fill_results(part, results) for key, part in value.items()}
    if not isinstance(value, str):
        return value

    def result(match: re.Match[str]) -> str:
        whole = results[int(match.group(1)) - 1]
        return str(whole if match.group(2) is None else whole[match.group(2)])

    return re.sub(r"«(\d+)(?:\.(\w+))?»", result, value)


def _span(shift: str | None) -> timedelta:
    if shift is None:
        return timedelta(0)
    return timedelta(days=int(shift[:-1]) * (7 if shift.endswith("w") else 1))


def _next(month_day: str, today: date) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    coming = date(today.year, month, day)
    return coming if coming >= today else date(today.year + 1, month, day)
