"""Today's date, and arithmetic with dates."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field

from memory.labels import Integrity
from tools.base import ArgumentRole, Effect, Manifest, Replay, Tool, ToolInput, ToolOutput
from tools.errors import FailureKind, ToolFailure

Clock = Callable[[], datetime]

_RELATIVE_DAYS = {"now": 0, "today": 0, "tomorrow": 1, "yesterday": -1}
_LIMIT = 4_000_000  # days; more than the calendar from year 1 to 9999 has


class DateTimeInput(ToolInput):
    """A date, and what to do with it."""

    date: str = Field(
        default="now",
        max_length=40,
        description='"now", "today", "tomorrow", "yesterday", or a date such as 2025-03-31.',
    )
    add_days: int = Field(default=0, ge=-_LIMIT, le=_LIMIT, description="Days to add; negative goes back.")
    add_weeks: int = Field(default=0, ge=-_LIMIT, le=_LIMIT, description="Weeks to add.")
    add_months: int = Field(
        default=0, ge=-_LIMIT, le=_LIMIT, description="Months to add; a missing day becomes the month's last."
    )
    until: str | None = Field(
        default=None, max_length=40, description="Another date: count the days from `date` to it."
    )
    timezone: str | None = Field(default=None, max_length=64, description='Time zone such as "Europe/Lisbon" or "UTC".')


class DateTimeTool(Tool):
    """Tells the date and time, adds to it, and counts days.

    Args:
        clock: Gives the present moment with its time zone; the computer's clock by default.
    """

    name = "date_time"
    description = (
        "Tell the current date and time, the weekday of a date, a date some days, weeks or months away, or the days until a date. "
        'Examples: {}; {"date": "2025-01-31", "add_months": 1}; {"until": "2030-12-24"}; {"timezone": "Asia/Tokyo"}'
    )
    input_schema = DateTimeInput
    manifest = Manifest(
        effect=Effect.NONE,
        replay=Replay.PURE,
        integrity=Integrity.TRUSTED,
        roles={
            "date": ArgumentRole.DATE,
            "add_days": ArgumentRole.OPTION,
            "add_weeks": ArgumentRole.OPTION,
            "add_months": ArgumentRole.OPTION,
            "until": ArgumentRole.DATE,
            "timezone": ArgumentRole.OPTION,
        },
    )
    timeout_seconds = 5.0

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or _now

    def preview(self, input: DateTimeInput, /) -> str:
        """What will be worked out."""
        return f"Look up {input.date}" + (f" and count the days until {input.until}" if input.until else "")

    def execute(self, input: DateTimeInput, /) -> ToolOutput:
        """Work it out.

        Returns:
            `date` (ISO 8601), `weekday`, `week` (ISO number), `day_of_year`; `time`, `timezone` and `utc_offset` where the
            moment has a time; `until` and `days_between` (negative if `until` is earlier) where asked for.
        """
        try:
            return ToolOutput.ok(_work_out(input, self._clock()))
        except ToolFailure as failure:
            return ToolOutput.fail(f"date_time: {failure}", failure.kind)


def _now() -> datetime:
    return datetime.now().astimezone()


def _work_out(input: DateTimeInput, now: datetime) -> dict[str, Any]:
    zone = _zone(input.timezone) if input.timezone else None
    if zone is not None:
        now = now.astimezone(zone)
    moment = _read(input.date, now, "date", zone)
    try:
        moved = _add_months(moment, input.add_months) + timedelta(days=input.add_days, weeks=input.add_weeks)
    except (OverflowError, ValueError):
        raise _wrong("add_days, add_weeks, add_months", "lead out of the years 1 to 9999; add less") from None
    result: dict[str, Any] = {
        "date": _day(moved).isoformat(),
        "weekday": calendar.day_name[moved.weekday()],
        "week": moved.isocalendar().week,
        "day_of_year": moved.timetuple().tm_yday,
    }
    if isinstance(moved, datetime):
        offset = moved.strftime("%z")
        result["time"] = moved.strftime("%H:%M:%S")
        result["timezone"] = str(moved.tzinfo or "none")
        result["utc_offset"] = f"{offset[:3]}:{offset[3:5]}" if offset else "none"
    if input.until:
        other = _read(input.until, now, "until", zone)
        result["until"] = _day(other).isoformat()
        result["days_between"] = (_day(other) - _day(moved)).days
    return result


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _read(text: str, now: datetime, field: str, zone: tzinfo | None) -> date:
    plain = text.strip().lower()
    if plain in _RELATIVE_DAYS:
        return now + timedelta(days=_RELATIVE_DAYS[plain])
    try:
        if len(plain) <= 10:
            return date.fromisoformat(plain)
        moment = datetime.fromisoformat(plain.upper())
    except ValueError:
        raise _wrong(field, f"{text!r} is no date; write it as 2025-03-31, or today, tomorrow, yesterday") from None
    if zone is None:
        return moment
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _add_months(moment: date, months: int) -> date:
    if not months:
        return moment
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name.strip())
    except (KeyError, ValueError, OSError):  # unknown; malformed; a directory of the zone database
        raise _wrong("timezone", f"{name!r} is not known; write a name such as Europe/Lisbon or UTC") from None


def _wrong(field: str, reason: str) -> ToolFailure:
    return ToolFailure(f"{field}: {reason}", FailureKind.INVALID_ARGUMENTS)
