"""Dates asked for in free words: a day, a shift from it, and what of it is wanted, wherever they stand in the goal."""

from __future__ import annotations

import re

from nodes.llm.offline.dates import date_in, in_one_year
from nodes.llm.offline.gist.figures import digits
from nodes.llm.offline.terms import DateOf, Derived, Expr

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY = re.compile(
    rf"\b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b(?:,?\s+\d{{4}})?|"
    rf"\b{_MONTH}\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?"
    r"|\b(?:the )?day after tomorrow\b|\b(?:the )?day before yesterday\b|\btomorrow\b|\byesterday\b|\btoday\b|\btodays\b|"
    r"\bnow\b|\bcurrent date\b|\bdate of today\b"
    r"|\b(?:christmas(?: eve| day)?|xmas|new year(?:['’]s(?: day| eve)?)?|halloween|valentine['’]?s(?: day)?)\b",
    re.IGNORECASE,
)
_SHIFT = re.compile(r"\b(?P<count>\d+|a|an|one)\s+(?P<unit>day|week|fortnight|month|year)s?\b(?:['’])?", re.IGNORECASE)
_BACK = re.compile(r"^\W*(?:\w+\s+){0,1}?(?:ago|before|earlier|prior|back)\b", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\bweek ?days?\b|\bday of (?:the )?week\b|\b(?:which|what) day\b(?! of the month)|\bname of (?:the|that) day\b|\bday "
    r"?name\b|\bonly the day\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\bhow (?:many|long)\b|\bnumber of (?:days|weeks)\b|\bcount (?:the )?(?:days|weeks)\b|\bdays? (?:are )?(?:left|"
    r"between|until|till|to go)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\bdate\b|\bwhen\b|\bday\b|\bweekday\b|\btoday|\btodays\b|\btomorrow\b|\byesterday\b|yyyy|\bdue\b|\bdays\b|\bweeks\b",
    re.IGNORECASE,
)
_FORMS = (
    (r"\bdd[./]mm[./]yyyy\b", "%d{0}%m{0}%Y"),
    (r"\bmm/dd/yyyy\b", "%m/%d/%Y"),
    (r"\bdd-mm-yyyy\b", "%d-%m-%Y"),
)


def day_in(text: str, background: str = "") -> Expr | None:
    """What a clause asks of the calendar.

    Args:
        text: The clause.
        background: The sentences before it; they may hold the day and the shift.
    """
    text = re.sub(
        r"\b(?:formatted|format|like|style|form|as in|such as|shape)\s*(?:of\s+|like\s+|as\s+)?\d{4}-\d{2}-\d{2}",
        " yyyy-mm-dd ",
        text,
        flags=re.IGNORECASE,
    )
    if not _ASKS.search(text):
        return None
    expr = _day(text, background)
    if isinstance(expr, DateOf) and expr.want == "date":
        form = _form(text)
        return Derived("dated", (expr,), (form,)) if form else expr
    return expr


def moved_day(text: str, background: str, source: Expr) -> Expr | None:
    """A day so long after or before the date that a text holds, or its weekday; `None` where no such thing is asked."""
    if _days(digits(text)) or not re.search(r"\bdate|\bdays?\b|\bweeks?\b|\bmonths?\b|\bweekday", text, re.IGNORECASE):
        return None
    shift = _shift(digits(text))
    spoken = re.search(r"\bdates?\b|\bday\b|\bdeadline\b|\bbirthday\b", f"{background} {text}", re.IGNORECASE)
    asked = re.search(
        r"\b(?:later|after|earlier|before|prior|from (?:then|that|it)|date|add|plus|minus|subtract|forward|back|due|postpone|move|push)\b",
        text,
        re.IGNORECASE,
    )
    if shift and spoken and asked:
        if re.search(r"\b(?:subtract|minus|back|forward \w+ to)\b", text, re.IGNORECASE) and shift[1] > 0:
            shift = (shift[0], -shift[1])
        return Derived(
            "moved", (source,), (shift[0], str(shift[1]), "weekday" if _WEEKDAY.search(text) else "date", text)
        )
    if _WEEKDAY.search(text) and re.search(r"\bdate\b", f"{background} {text}", re.IGNORECASE):
        return Derived("moved", (source,), ("add_days", "0", "weekday", text))
    return None


def _form(text: str) -> str | None:
    for pattern, form in _FORMS:
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            return form.format("." if "." in found.group() else "/")
    return None


def _day(text: str, background: str) -> DateOf | None:
    text, background = digits(text), digits(background)
    days = _days(text)
    unit = re.search(r"\b(days|weeks|months|years)\b", text, re.IGNORECASE)
    if _UNTIL.search(text) and unit and not _SHIFT.search(text):
        days = days or _days(background)
        if len(days) >= 2 and re.search(
            r"\bbetween\b|\bfrom\b|\bto\b|\buntil\b|\btill\b", text + background, re.IGNORECASE
        ):
            first, last = in_one_year(days[0], days[1])
            return DateOf((("date", first), ("until", last)), unit.group(1).lower())
        days = [day for day in days if day != "today"]
        if len(days) != 1:
            return None
        if re.search(r"\b(?:since|ago|passed)\b", text, re.IGNORECASE):
            return DateOf((("date", days[0]), ("until", "today")), unit.group(1).lower())
        return DateOf((("date", "today"), ("until", days[0])), unit.group(1).lower())
    shift = _shift(text) or (_shift(background) if not days else None)
    days = days or _days(background) or (["today"] if shift else [])
    if not days and re.search(
        r"\b(?:which|what) (?:day|date)\b.*\b(?:is it|it is)\b|\bcurrent (?:date|day)\b", text, re.IGNORECASE
    ):
        days = ["today"]
    if not days:
        return None
    specific = [day for day in days if day != "today"] or days
    if len(set(specific)) > 1:
        return None
    weekday = _WEEKDAY.search(text) and not re.search(r"\bdate\b|yyyy", _WEEKDAY.sub(" ", text), re.IGNORECASE)
    base = "today" if shift and _weak(text, background) else specific[0]
    arguments: tuple[tuple[str, str | int], ...] = (("date", base), *((shift,) if shift else ()))
    return DateOf(arguments, "weekday" if weekday else "date")


def _weak(text: str, background: str) -> bool:
    return not [day for day in _days(text) or _days(background) if day != "today"]


def _days(text: str) -> list[str]:
    found = []
    for match in _DAY.finditer(text):
        word = re.sub(r"^(?:todays|now|current date|date of today)$", "today", match.group().lower())
        day = date_in(word)
        if day:
            found.append(day)
    return list(dict.fromkeys(found))


def _shift(text: str) -> tuple[str, int] | None:
    found = [
        match
        for match in _SHIFT.finditer(text)
        if not re.match(r"\s*(?:old|long|ticket|trip|a\b)", text[match.end() :])
    ]
    if not found:
        return None
    match = found[-1]
    count = 1 if match["count"].lower() in ("a", "an", "one") else int(match["count"])
    sign = -1 if _BACK.search(text[match.end() :]) else 1
    name, times = {
        "day": ("add_days", 1),
        "week": ("add_weeks", 1),
        "fortnight": ("add_weeks", 2),
        "month": ("add_months", 1),
        "year": ("add_months", 12),
    }[match["unit"].lower()]
    return name, count * times * sign


_IN_NAME = re.compile(r"\b(?:today['’]?s date|todays date|the (?:current )?date(?: of today)?|today)\b", re.IGNORECASE)


def dated_name(clause: str, ending: str) -> str | None:
    """A file name with today's date in it: `minutes_ followed by today's date`, `a file whose name is today's date`.

    Args:
        clause: The clause.
        ending: Of the name, with its dot.

    Returns:
        The name, with `TODAY` where the date belongs; `None` where the clause names no such file.
    """
    if not re.search(
        r"\b(?:named?|called|name|file ?name|rename|call|copy|to|as)\b[^.]*\b(?:today|todays|today['’]s|current|"
        r"the)\b[^.]*\bdate\b|\bplus (?:the|today['’]?s?|todays) ?date\b",
        clause,
        re.IGNORECASE,
    ):
        return None
    stem = re.search(
        r"(?P<stem>[\w\-]*[_\-])\s*(?:,?\s*(?:followed by|plus|\+|and(?: then)?|with)\s+)(?:today|todays|the (?:current )?date)",
        clause,
        re.IGNORECASE,
    )
    if stem:
        return f"{stem['stem']}{TODAY}{ending}"
    if re.search(
        r"\b(?:named?|called|name is|whose name|named after|as (?:the )?(?:file )?name)\b[^.]*\b(?:today|date)\b",
        clause,
        re.IGNORECASE,
    ):
        return f"{TODAY}{ending}"
    return None


TODAY = "\u00abtoday\u00bb"
"""Stands in a path for the date of the day on which the program runs, ISO 8601."""
