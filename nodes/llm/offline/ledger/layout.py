"""How a request wants its answer laid out: order, number of entries, decimals, header, an example to follow."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nodes.llm.offline.gist.words import MAX_WORDS, MIN_WORDS
from nodes.llm.offline.ledger.phrase import Phrase

_MOST = rf"(?:{MAX_WORDS}|longest|newest|highest|most\s+\w+)"
_LEAST = rf"(?:{MIN_WORDS}|shortest|fewest\s+\w+|least\s+\w+)"
_DOWN = (
    rf"\b(?:the\s+)?{_MOST}\s+(?:\w+\s+)?(?:first|at the top|on top|to (?:the )?{_LEAST}|one first)\b|\bfrom (?:the )?(?:{_MOST}|big|large|high|most) to (?:the )?"
    rf"(?:{_LEAST}|small|low|little|least)\b|\b(?:in )?descending(?: order)?(?: of)?\b|\b(?:in )?decreasing order\b|\bhigh(?:est)? to low(?:est)?\b"
)
_UP = (
    rf"\b(?:the\s+)?{_LEAST}\s+(?:\w+\s+)?(?:first|at the top|on top|to (?:the )?{_MOST}|one first)\b|\bfrom (?:the )?(?:{_LEAST}|small|low|little|least) to (?:the )?"
    rf"(?:{_MOST}|big|large|high|much)\b|\b(?:in )?ascending(?: order)?(?: of)?\b|\b(?:in )?increasing order\b|\blow(?:est)? to high(?:est)?\b"
)
_OWN_LINE = (
    r"\(?\b(?:(?:with )?(?:one|1|each)(?: (?:name|item|entry|number|value|result|word|day|customer|category|person|thing))?(?: (?:per|a|on each) line| on (?:its|a|an|their) own line| on (?:a|its) (?:separate|new) line)"
    r"|one (?:per|a) line|on (?:two|three|2|3|separate|different|their own|own) lines|line by line|each on (?:its|their|a) own line|as a list|below each other|one below the other|one under the other)\b\)?"
)
_ROUND = r"\(?,?\b(?:(?:and )?round(?:ed|ing)?(?: it| that| the result)? )?(?:to|with|at) (?P<n>\d|one|two|three|no) (?:decimals?|digits after the (?:decimal )?point)(?: places?)?\b\)?|\bround(?:ed)?(?: it)? to (?P<whole>the nearest (?:whole number|integer|euro|dollar)|whole (?:numbers?|euros?)|a whole number)\b|\bround(?:ed)? to (?:the nearest )?(?P<cent>cents?)\b"
_LIKE = r"[(,]?\s*\b(?:in the (?:form|format|style)|in this (?:form|format|style)|(?:formatted |written |looking )?like(?: this)?|as in|e\.g\.|for example|for instance|such as|as|format(?:ted as)?|in the way)\s*:?\s*(?P<quote>[\ue000-\ue7ff])\)?"
_COUNTS = {"no": 0, "one": 1, "two": 2, "three": 3}


@dataclass
class Layout:
    """What was said of the form of an answer.

    Attributes:
        order: `up`, `down` by the numbers, `letters` by the names; empty for the file's own order.
        first: How many entries at the most.
        unique: Each entry once.
        names_only: The names without their numbers.
        header: Whether a header is wanted; `None` where nothing was said.
        decimals: How many are wanted.
        sample: An example of a line.
        separator: What stands between the entries.
        said: Whether anything of it was said at all.
    """

    order: str = ""
    first: int | None = None
    unique: bool = False
    names_only: bool = False
    header: bool | None = None
    decimals: int | None = None
    sample: str = ""
    separator: str = "\n"


def layout_of(phrase: Phrase) -> Layout:
    """Take everything about the form out of a phrase."""
    made = Layout()
    found = phrase.take(_ROUND)
    if found is not None:
        made.decimals = 2 if found["cent"] else 0 if found["whole"] else _COUNTS.get((found["n"] or "").lower(), -1)
        made.decimals = int(found["n"]) if made.decimals < 0 else made.decimals
    found = phrase.take(_LIKE)
    if found is not None:
        made.sample = found["quote"]
    phrase.take(_OWN_LINE)
    phrase.take(r"\b(?:in|keeping|keep) the (?:same|original) order\b")
    phrase.take(r"\b(?:as|at) (?:a|the) (?:new |very )?(?:last|final|new|end|bottom)(?: line| row| entry)?\b")
    phrase.take(r"\b(?:on|in|as) (?:the )?(?:first|second|third|next)(?: line| row)?\b")
    if phrase.take(
        r"\b(?:,\s*)?(?:(?:on|in) (?:one|a single) line,? (?:and )?(?:separated )?(?:with|by) (?:a )?commas?(?: (?:in )?between(?: them)?)?|separated by (?:a )?commas?|comma[- ]separated|on one line|in one line|in a single line|(?:(?:on|in) (?:one|a single) line,? )?with (?:a )?commas?(?: (?:in )?between(?: them)?)?)\b"
    ):
        made.separator = ", "
    if phrase.take(
        r"\b(?:sort(?:ed)?|order(?:ed)?|in|arranged)?\s*(?:them\s+)?(?:alphabetically|in alphabetical order|alphabetical order|(?:from )?a (?:to|-) z|by name)\b(?:\s+(?:of|by) the \w+)?"
    ):
        made.order = "letters"
    elif phrase.take(_DOWN):
        made.order = "down"
    elif phrase.take(_UP):
        made.order = "up"
    if phrase.take(
        r"\b(?:each (?:of them |name |one |person )?(?:only |just )?once|(?:without|no|remove) (?:any )?(?:duplicates|doubles|repeats)|only once|unique|distinct|(?:no (?:name|one) twice))\b"
    ):
        made.unique = True
    made.header = _header(phrase)
    if phrase.take(
        r"\b(?:just|only|nothing but)\s+(?:the |their )?names?\b|\bnames? only\b|\bno (?:numbers|prices|amounts)\b"
    ):
        made.names_only = True
    if phrase.take(r"\b(?:just|only)\s+the\s+(?:number|figure|result|total|amount|value)s?\b"):
        pass
    return made


def _header(phrase: Phrase) -> bool | None:
    if phrase.take(
        r"\b(?:without|no|drop|leave out|skip)\s+(?:the\s+|a\s+)?(?:header|heading|title)(?:\s+(?:line|row))?\b"
    ):
        return False
    kept = (
        r"\b(?:(?:and )?keep(?:ing)?|with|including|plus|incl\.?|leave|leaving|also)\s+(?:the\s+)?(?:header|heading|first|title)(?:\s+(?:line|row))?(?:\s+(?:in place|on top|as it is|at the top|in there))?\b"
        r"|\b(?:the\s+)?header(?:\s+(?:line|row))?\s+(?:stays?|remains?|should stay|on top|included|too|first|must stay)(?:\s+(?:on|at the) top| first| where it is)?\b"
    )
    return True if phrase.take(kept) else None


def first_of(phrase: Phrase) -> tuple[str, int] | None:
    """`the top 2`, `the three cheapest`: which end, and how many."""
    found = phrase.take(
        r"\b(?:the\s+)?(?P<end>top|best|bottom|worst|highest|lowest|largest|biggest|smallest|cheapest)\s+(?P<n>\d{1,3})\b(?!\s*%)"
    )
    if found is None:
        found = phrase.take(rf"\b(?:the\s+)?(?P<n>\d{{1,3}})\s+(?P<end>{_MOST}|{_LEAST})\b")
    if found is None:
        return None
    low = re.fullmatch(rf"bottom|worst|{_LEAST}", found["end"], re.IGNORECASE)
    return ("up" if low else "down", int(found["n"])) if int(found["n"]) > 1 else None
