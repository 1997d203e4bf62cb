"""Values that live outside: files, folders, dates, memory, the web; and what to try when they are not where they should be."""

from __future__ import annotations

import datetime
import difflib
import json
import re
from typing import TYPE_CHECKING, Any

from nodes.llm.offline.outcomes import Failed, Value
from nodes.llm.offline.terms import DateOf, Exists, Fetched, FilesWith, Found, Listing, Recalled

if TYPE_CHECKING:
    from nodes.llm.offline.evaluate import Evaluator

_MISSING = re.compile(
    r"not found|no such|does not exist|doesn't exist|is not there|no file|missing|nothing at", re.IGNORECASE
)


def file_text(run: Evaluator, path: str) -> str:
    """The text of a file; a name that differs only in case is taken for it.

    Raises:
        Pending: It has not been read yet.
        Failed: It cannot be read; says what is there.
    """
    if not path:
        raise Failed("no file was named")
    seen = run.call("file_operations", {"operation": "read", "filepath": path}, may_fail=True)
    if not seen.failed:
        return seen.text
    if not _MISSING.search(seen.text):
        raise Failed(seen.text)
    found = _nearby(run, path)
    again = run.call("file_operations", {"operation": "read", "filepath": found})
    return again.text


def _nearby(run: Evaluator, path: str) -> str:
    folder, _, name = path.rpartition("/")
    listed = run.call("file_operations", {"operation": "list", "filepath": folder or "."}, may_fail=True)
    names = [] if listed.failed else names_of(listed.value)
    same = [other for other in names if other.lower() == name.lower() and other != name]
    if not same and "." not in name:
        same = [other for other in names if other.lower().partition(".")[0] == name.lower()]
    if len(same) == 1:
        return f"{folder}/{same[0]}" if folder else same[0]
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    where = f"the folder {folder}" if folder else "the workspace"
    if close:
        raise Failed(f"there is no file {path} (the nearest name is {close[0]})")
    shown = ", ".join(names[:20]) + (" …" if len(names) > 20 else "")
    raise Failed(f"there is no file {path}; {where} holds {shown or 'nothing'}")


def names_of(value: Any) -> list[str]:
    """The names in a listing, whatever its form."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("entries", "names", "files", "matches") if key in value), [])
    if isinstance(value, str):
        return [line.strip() for line in value.splitlines() if line.strip()]
    if not isinstance(value, list):
        return []
    named = [
        item if isinstance(item, str) else item.get("name") or item.get("file") if isinstance(item, dict) else None
        for item in value
    ]
    return list(dict.fromkeys(str(name) for name in named if name))


def counted(run: Evaluator, path: str) -> dict[str, Any]:
    """What the count operation says of a file; a missing file is looked for as in `file_text`."""
    seen = run.call("file_operations", {"operation": "count", "filepath": path}, may_fail=True)
    if seen.failed:
        if not _MISSING.search(seen.text):
            raise Failed(seen.text)
        seen = run.call("file_operations", {"operation": "count", "filepath": _nearby(run, path)})
    return seen.value if isinstance(seen.value, dict) else {}


def listing(run: Evaluator, expr: Listing) -> Value:
    """The names in a folder, one per line."""
    if expr.ending or expr.only:
        pattern = f"*{expr.ending}" if expr.ending else expr.only if "*" in expr.only else f"*{expr.only}*"
        seen = run.call("file_operations", {"operation": "find", "filepath": expr.folder, "pattern": pattern})
    else:
        seen = run.call("file_operations", {"operation": "list", "filepath": expr.folder})
    return Value("\n".join(names_of(seen.value)))


def files_with(run: Evaluator, expr: FilesWith) -> Value:
    """The files whose text holds the words, one per line."""
    seen = run.call("file_operations", {"operation": "find", "filepath": expr.folder, "pattern": expr.needle})
    hits = seen.value
    if isinstance(hits, list):
        hits = [hit for hit in hits if not isinstance(hit, dict) or "line" in hit] or hits
    return Value("\n".join(names_of(hits)))


def exists(run: Evaluator, expr: Exists) -> Value:
    """Whether a file is there, by looking into its folder."""
    folder, _, name = expr.path.rstrip("/").rpartition("/")
    seen = run.call("file_operations", {"operation": "list", "filepath": folder or "."}, may_fail=True)
    if seen.failed:
        return Value("no")
    return Value("yes" if name in [entry.rstrip("/") for entry in names_of(seen.value)] else "no")


def date(run: Evaluator, expr: DateOf) -> Value:
    """The field of the date tool's answer that is meant."""
    arguments: dict[str, Any] = {name: value for name, value in expr.arguments if value not in ("today", "now")}
    for name in ("date", "until"):
        if str(arguments.get(name, "")).startswith("@"):
            arguments[name] = _absolute(run, str(arguments[name]))
    wanted = dict(expr.arguments)
    if wanted.get("until") == "today":
        arguments["until"] = "today"
    if "timezone" in arguments:
        arguments["timezone"] = _zone(str(arguments["timezone"]))
    answer = run.call("date_time", arguments).value
    if not isinstance(answer, dict):
        return Value(str(answer))
    return _date_field(answer, expr.want)


def _absolute(run: Evaluator, mark: str) -> str:
    if re.fullmatch(r"@[+-]\d+", mark):
        answer = run.call("date_time", {"add_days": int(mark[1:])}).value
        return str(answer["date"]) if isinstance(answer, dict) else ""
    today = run.call("date_time", {}).value
    now = str(today.get("date", "")) if isinstance(today, dict) else ""
    year = now[:4]
    return (
        f"{year}{mark.replace('@', '-')}"
        if f"{year}{mark.replace('@', '-')}" >= now
        else f"{int(year) + 1}{mark.replace('@', '-')}"
    )


def _date_field(answer: dict[str, Any], want: str) -> Value:
    day = str(answer.get("date", ""))
    if want in ("days", "weeks", "months", "years", "hours"):
        days = abs(int(answer.get("days_between", 0)))
        size = {"days": 1, "weeks": 7, "months": 30, "years": 365}.get(want, 1)
        return Value(str(days * 24 if want == "hours" else days // size))
    if want == "weekday":
        return Value(str(answer.get("weekday", "")), note=day)
    if want == "time":
        return Value(str(answer.get("time", ""))[:5])
    if want == "year":
        return Value(day[:4])
    if want == "month":
        return Value(datetime.date.fromisoformat(day).strftime("%B") if day else "")
    return Value(day, note=str(answer.get("weekday", "")))


_ZONES = {
    "tokyo": "Asia/Tokyo", "japan": "Asia/Tokyo", "london": "Europe/London", "paris": "Europe/Paris",
    "berlin": "Europe/Berlin", "new york": "America/New_York", "los angeles": "America/Los_Angeles",
    "california": "America/Los_Angeles", "sydney": "Australia/Sydney", "utc": "UTC", "gmt": "UTC",
    "india": "Asia/Kolkata", "delhi": "Asia/Kolkata", "china": "Asia/Shanghai", "beijing": "Asia/Shanghai",
    "singapore": "Asia/Singapore", "moscow": "Europe/Moscow", "chicago": "America/Chicago",
    "lisbon": "Europe/Lisbon", "dubai": "Asia/Dubai",
}  # fmt: skip


def _zone(place: str) -> str:
    return _ZONES.get(place.strip().lower(), place.strip().title().replace(" ", "_"))


def recalled(run: Evaluator, expr: Recalled) -> Value:
    """What memory holds, best first."""
    answer = run.call("recall", {"query": expr.query}).value
    facts = (
        [str(item.get("text", "")) if isinstance(item, dict) else str(item) for item in answer]
        if isinstance(answer, list)
        else [str(answer)]
    )
    facts = [fact for fact in facts if fact and fact != "None"]
    if not facts:
        raise Failed(f"nothing is remembered about {expr.query!r}")
    return Value(facts[0], note="\n".join(facts[1:3]))


def searched(run: Evaluator, expr: Found) -> Value:
    """Titles, snippets and addresses, one result per line."""
    answer = run.call("web_search", {"query": expr.query, "max_results": expr.limit}).value
    if not isinstance(answer, list) or not answer:
        raise Failed(f"the search for {expr.query!r} found nothing")
    lines = [
        " - ".join(str(item[key]) for key in ("title", "snippet", "url") if item.get(key))
        for item in answer
        if isinstance(item, dict)
    ]
    return Value("\n".join(lines))


def fetched(run: Evaluator, expr: Fetched) -> Value:
    """The body of an HTTP answer, JSON laid out for people."""
    url = expr.url if "://" in expr.url else f"https://{expr.url}"
    arguments: dict[str, Any] = {"url": url, "method": expr.method}
    if expr.body is not None:
        try:
            arguments["body"] = json.loads(expr.body)
        except json.JSONDecodeError:
            arguments["body"] = expr.body
    seen = run.call("api_call", arguments)
    return Value(seen.text if isinstance(seen.value, str) else json.dumps(seen.value, indent=2, ensure_ascii=False))
