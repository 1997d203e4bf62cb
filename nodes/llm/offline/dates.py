"""Phrases about days: today, a date in words, so many days from then, the days until."""

from __future__ import annotations

import re

from nodes.llm.offline.numerals import merge
from nodes.llm.offline.terms import DateOf

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_FEASTS = {
    "christmas": "12-25", "christmas day": "12-25", "xmas": "12-25", "christmas eve": "12-24", "new year": "01-01",
    "new year's day": "01-01", "new years": "01-01", "new years day": "01-01", "the new year": "01-01",
    "new year's": "01-01", "new year's eve": "12-31", "new years eve": "12-31", "halloween": "10-31",
    "valentine's day": "02-14", "valentines day": "02-14", "valentines": "02-14", "independence day": "07-04",
    "the end of the year": "12-31", "end of the year": "12-31", "year end": "12-31", "st patrick's day": "03-17",
}  # fmt: skip
_UNIT = r"(?P<unit>day|week|month|year|fortnight)s?"
_COUNT = r"(?P<count>\d+|a|an|one)"
_ASK = (
    r"(?:(?:what|which)(?:'s|’s|s| is| was| will be| will| would be| would)?|when(?:'s| is| was)?|"
    r"tell me|give me|find|calculate|compute|work out|get|show me|figure out|determine|say|do you "
    r"know|can you tell me)?"
    r"\s*(?:the\s+|what\s+|which\s+)?(?:is\s+|was\s+|will\s+)?(?:the\s+)?"
)
_DAY_WORD = (
    r"(?P<asked>date|day of the week|day|weekday|day of week)?(?:\s+(?:is|was it|was|will|will be|"
    r"would be|does|did|falls?|it is|it will be|is it|will it be|would it be|of|on|for|it's|that "
    r"is))*\s*(?:the\s+)?(?:of\s+)?(?:the\s+date\s+)?(?:is\s+)?(?:be\s+)?"
)
_TAIL = r"(?:\s+(?:be|fall on|falls on|fall|on|land on|is it|it is|will it be|a))*"


def date_in(text: str) -> str | None:
    """A day in the form that the interpreter takes.

    Returns:
        An ISO date, `today`, `@+1` (days from today), `@12-25` (the next such day); `None` where it is no day.
    """
    text = re.sub(r"^(?:on|the|of)\s+", "", text.strip().lower().replace("’", "'").rstrip("?.!, "))
    if text in ("today", "now", "the current date", "the date today", "today's date", "current date", "date today"):
        return "today"
    shift = {
        "tomorrow": 1,
        "yesterday": -1,
        "the day after tomorrow": 2,
        "day after tomorrow": 2,
        "day before yesterday": -2,
    }.get(text)
    if shift is not None:
        return f"@{shift:+d}"
    if text in _FEASTS:
        return f"@{_FEASTS[text]}"
    feast = re.fullmatch(r"(.+?)[\s,]+(?:in\s+|of\s+)?(\d{4})", text)
    if feast and feast.group(1) in _FEASTS:
        return f"{feast.group(2)}-{_FEASTS[feast.group(1)]}"
    return _calendar(text)


def _calendar(text: str) -> str | None:
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    if iso:
        return f"{iso.group(1)}-{int(iso.group(2)):02d}-{int(iso.group(3)):02d}"
    for pattern in (
        rf"{_MONTH}\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[\s,]+(?P<year>\d{{4}}))?",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:[\s,]+(?P<year>\d{{4}}))?",
    ):
        found = re.fullmatch(pattern, text)
        if found:
            month = next(place for place, name in enumerate(MONTHS, 1) if name.startswith(found["month"][:3]))
            day = f"{month:02d}-{int(found['day']):02d}"
            return f"{found['year']}-{day}" if found["year"] else f"@{day}"
    return None


def parse_date(phrase: str) -> DateOf | None:
    """Read a phrase about days.

    Returns:
        What to ask of the date tool; `None` where the phrase is about something else.
    """
    text = " ".join(merge(phrase.lower().replace("’", "'").rstrip("?.! ").replace(",", " , ").split())).replace(
        " , ", ", "
    )
    if len(text) > 160:
        return None
    return _now(text) or _between(text) or _shifted(text) or _weekday(text)


def _now(text: str) -> DateOf | None:
    if re.fullmatch(
        rf"{_ASK}(?:the\s+)?(?:current\s+|exact\s+)?time(?:\s+(?:is it|it is|now|right now|currently))*", text
    ):
        return DateOf((("date", "today"),), "time")
    zone = re.fullmatch(rf"{_ASK}(?:current\s+)?time(?:\s+(?:is it|it is|now))*\s+in\s+([a-z/_ ]+)", text)
    if zone:
        return DateOf((("date", "today"), ("timezone", zone.group(1))), "time")
    year = re.fullmatch(
        rf"{_ASK}(?:current\s+)?(year|month)(?:\s+(?:is it|it is|now|are we in|is this|is today))*", text
    )
    if year:
        return DateOf((("date", "today"),), year.group(1))
    if re.fullmatch(
        r"(?:what|which) (?:week ?day|day of the week|day)(?: of the week)? (?:is it|is today|it is|"
        r"today is|are we)(?: today| now)?|(?:the )?(?:current|today's) (?:week ?day|day of the week|"
        r"day)|what's today|what day is today",
        text,
    ):
        return DateOf((("date", "today"),), "weekday")
    if re.fullmatch(
        rf"{_ASK}(?:today's |todays |the current |current )?(?:date)(?: is it| is today| it is| today| of "
        rf"today| now| right now|'s today)*(?: today| now)?|today's date|what is today|what date is it(?: "
        rf"today)?|today",
        text,
    ):
        return DateOf((("date", "today"),), "date")
    return None


def _between(text: str) -> DateOf | None:
    unit = r"(?P<unit>days|weeks|months|years|hours)"
    until = re.fullmatch(
        rf"(?:how many|(?:the )?number of|count(?: the)?|calculate(?: the)?|compute the|find the|tell me "
        rf"how many)\s+(?:number of\s+)?{unit}\s+(?:are |is |do we have |do i have )?(?:there |left |"
        rf"remaining |remain |to go |is it )*(?:from (?:today|now) )?(?:until|till|to|before|for|up to|"
        rf"til)\s+(?P<to>.+)",
        text,
    ) or re.fullmatch(
        r"how (?:long|far)(?: is it)?(?: away)?\s*(?P<unit>)(?:until|till|to|before|is)\s+(?P<to>.+)", text
    )
    if until:
        day = date_in(until["to"])
        return DateOf((("date", "today"), ("until", day)), until["unit"] or "days") if day else None
    since = re.fullmatch(
        rf"(?:how many|number of)\s+{unit}\s+(?:have passed |has it been |passed |ago was |it has been |"
        rf"since )*(?:since)?\s*(?P<from>.+)",
        text,
    )
    if since and date_in(since["from"]):
        return DateOf((("date", str(date_in(since["from"]))), ("until", "today")), since["unit"])
    both = re.fullmatch(
        rf"(?:how many|(?:the )?number of|count(?: the)?|calculate(?: the)?|what is the|find "
        rf"the)?\s*(?:number of\s+)?(?:{unit}|difference|how long)\s+(?:are |is |it |in days |passed |there |"
        rf"do |lie |we have |i have )*(?:between|from)\s+(?P<from>.+?)\s+(?:and|to|until|till|through)\s+(?P<to>.+?)(?: in "
        rf"days)?",
        text,
    )
    if both:
        first, last = date_in(both["from"]), date_in(both["to"])
        if not first or not last:
            return None
        first, last = in_one_year(first, last)
        return DateOf((("date", first), ("until", last)), both["unit"] or "days")
    return None


def in_one_year(first: str, last: str) -> tuple[str, str]:
    """Two days of which only one tells its year (`1 March and 31 May 2026`): the other lies in the same, or across New Year."""
    if first.startswith("@") and last[:4].isdigit():
        year = int(last[:4]) - (first[1:] > last[5:])
        return f"{year}-{first[1:]}", last
    if last.startswith("@") and first[:4].isdigit():
        return first, f"{int(first[:4]) + (last[1:] < first[5:])}-{last[1:]}"
    return first, last


def _shifted(text: str) -> DateOf | None:
    for pattern, sign in (
        (
            rf"{_ASK}{_DAY_WORD}(?:in |after )?{_COUNT}\s+{_UNIT}{_TAIL}\s*(?:from|after|later than|past|"
            rf"following)\s+(?P<base>.+?){_TAIL}",
            1,
        ),
        (rf"{_ASK}{_DAY_WORD}(?:in|after)\s+{_COUNT}\s+{_UNIT}(?:'s time| time| days)?{_TAIL}(?P<base>)", 1),
        (rf"{_ASK}{_DAY_WORD}{_COUNT}\s+{_UNIT}\s+(?:before|prior to)\s+(?P<base>.+?){_TAIL}", -1),
        (rf"{_ASK}{_DAY_WORD}{_COUNT}\s+{_UNIT}\s+(?:ago|earlier)(?P<base>){_TAIL}", -1),
        (rf"(?:add)\s+{_COUNT}\s+{_UNIT}\s+to\s+(?P<base>.+)", 1),
        (rf"(?:subtract)\s+{_COUNT}\s+{_UNIT}\s+from\s+(?P<base>.+)", -1),
        (rf"{_ASK}(?P<asked>)(?P<base>.+?)\s+(?:plus|\+)\s+{_COUNT}\s+{_UNIT}", 1),
        (rf"{_ASK}(?P<asked>)(?P<base>.+?)\s+(?:minus)\s+{_COUNT}\s+{_UNIT}", -1),
    ):
        found = re.fullmatch(pattern, text)
        base = date_in(found["base"]) if found and found["base"] else "today"
        if found is None or base is None:
            continue
        count = (1 if found["count"] in ("a", "an", "one") else int(found["count"])) * sign
        unit, times = {
            "day": ("add_days", 1),
            "week": ("add_weeks", 1),
            "fortnight": ("add_weeks", 2),
            "month": ("add_months", 1),
            "year": ("add_months", 12),
        }[found["unit"]]
        asked = found.groupdict().get("asked") or ""
        return DateOf((("date", base), (unit, count * times)), "weekday" if "day" in asked else "date")
    return None


def _weekday(text: str) -> DateOf | None:
    found = re.fullmatch(
        rf"(?:(?:what|which)\s+)?(?:tell me\s+)?(?:what\s+|"
        rf"which\s+)?(?:is\s+)?(?:the\s+)?(?P<asked>week\s?day|day of the week|day|date)(?:\s+of the "
        rf"week)?(?:\s+(?:is|was|will|does|did|of|for|on|falls|fell|it is on|it was "
        rf"on))*\s+(?P<day>.+?){_TAIL}",
        text,
    ) or re.fullmatch(r"(?:when is|when's|when was)(?P<asked>)\s+(?P<day>.+)", text)
    day = date_in(found["day"]) if found else None
    if found is None or day is None:
        return None
    return DateOf((("date", day),), "date" if found["asked"] in ("date", "") else "weekday")
