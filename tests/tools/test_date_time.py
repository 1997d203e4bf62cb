"""date_time tells dates right, whatever the month, zone or leap year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.labels import Integrity
from tools.base import Effect, Replay, ToolOutput
from tools.date_time import DateTimeInput, DateTimeTool
from tools.errors import FailureKind


def ask(**fields: object) -> ToolOutput:
    tool = DateTimeTool(lambda: datetime(2024, 2, 28, 23, 30, 5, tzinfo=UTC))
    return tool.execute(tool.parse(fields))  # type: ignore[arg-type]


def test_now_is_the_clock_s() -> None:
    assert ask().result == {
        "date": "2024-02-28",
        "weekday": "Wednesday",
        "week": 9,
        "day_of_year": 59,
        "time": "23:30:05",
        "timezone": "UTC",
        "utc_offset": "+00:00",
    }


def test_the_computer_s_clock_is_the_default() -> None:
    told = DateTimeTool().execute(DateTimeInput()).result
    assert abs(date.fromisoformat(told["date"]) - datetime.now().astimezone().date()) <= timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"date": "tomorrow"}, "2024-02-29"),
        ({"date": "Yesterday "}, "2024-02-27"),
        ({"date": "today", "add_days": 2}, "2024-03-01"),
        ({"date": "2024-01-31", "add_months": 1}, "2024-02-29"),
        ({"date": "2023-01-31", "add_months": 1}, "2023-02-28"),
        ({"date": "2024-02-29", "add_months": 12}, "2025-02-28"),
        ({"date": "2024-01-15", "add_months": -1}, "2023-12-15"),
        ({"date": "2024-12-31", "add_weeks": -1, "add_days": 1}, "2024-12-25"),
        ({"date": "0999-01-01"}, "0999-01-01"),
        ({"timezone": "Asia/Tokyo"}, "2024-02-29"),
        ({"date": "today", "timezone": "Asia/Tokyo", "add_days": 1}, "2024-03-01"),
        ({"date": "2024-05-01T23:00:00Z", "timezone": "Asia/Tokyo"}, "2024-05-02"),
        ({"date": "2024-05-01T23:00:00", "timezone": "Asia/Tokyo"}, "2024-05-01"),
    ],
)
def test_dates_move_as_calendars_do(fields: dict[str, object], expected: str) -> None:
    assert ask(**fields).result["date"] == expected


@pytest.mark.parametrize(
    ("until", "days"), [("2024-12-25", 301), ("2024-02-28", 0), ("2024-01-01", -58), ("tomorrow", 1)]
)
def test_days_until_a_date(until: str, days: int) -> None:
    assert ask(until=until).result["days_between"] == days


def test_the_offset_follows_daylight_saving() -> None:
    assert ask(date="2024-07-01T12:00:00", timezone="Europe/Lisbon").result["utc_offset"] == "+01:00"
    assert ask(date="2024-01-01T12:00:00", timezone="Europe/Lisbon").result["utc_offset"] == "+00:00"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"date": "next friday"}, "date"),
        ({"date": "2024-13-01"}, "date"),
        ({"date": ""}, "date"),
        ({"until": "soon"}, "until"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"timezone": "/etc/localtime"}, "timezone"),
        ({"timezone": "Europe"}, "timezone"),
        ({"timezone": "a\0b"}, "timezone"),
        ({"date": "9999-12-31", "add_days": 1}, "add_days"),
        ({"date": "0001-01-01", "add_months": -1}, "add_days"),
        ({"add_weeks": 4_000_000}, "add_days"),
    ],
)
def test_what_is_no_date_is_told_by_its_field(fields: dict[str, object], named: str) -> None:
    output = ask(**fields)
    assert output.failure is FailureKind.INVALID_ARGUMENTS
    assert named in str(output.error)


@given(st.dates(), st.integers(-5000, 5000))
def test_agrees_with_python_s_calendar(day: date, days: int) -> None:
    try:
        expected = day + timedelta(days=days)
    except OverflowError:
        assert not ask(date=day.isoformat(), add_days=days).success
        return
    told = ask(date=day.isoformat(), add_days=days, until=day.isoformat()).result
    assert (told["date"], told["days_between"], told["week"]) == (
        expected.isoformat(),
        -days,
        expected.isocalendar().week,
    )


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_answered_or_told(first: str, second: str, zone: str) -> None:
    output = ask(date=first, until=second, timezone=zone)
    assert output.success or output.failure is FailureKind.INVALID_ARGUMENTS


def test_the_manifest_says_it_touches_nothing() -> None:
    tool = DateTimeTool()
    assert (tool.effect, tool.replay, tool.manifest.integrity) == (Effect.NONE, Replay.PURE, Integrity.TRUSTED)
