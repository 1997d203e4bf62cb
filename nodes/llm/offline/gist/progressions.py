"""Lists that a clause describes by a rule and its bounds, wherever in the clause they stand: primes, squares, countdowns."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.figures import digits, fold_in
from nodes.llm.offline.terms import Concat, Expr, Literal, Sequence

_N = r"(?P<{}>-?\d{{1,6}})"
_KINDS = (
    ("prime", r"prime(?: number)?s?"),
    ("even", r"even(?: number)?s?"),
    ("odd", r"odd(?: number)?s?"),
    ("fibonacci", r"fibonacci(?:['’]s)?(?: (?:number|sequence|series|term))?s?"),
    ("square", r"(?:square(?: number)?s?|perfect squares?)"),
    ("cube", r"cube(?: number)?s?|cubic numbers"),
    ("triangular", r"triangular numbers|triangle numbers"),
    ("factorial", r"factorials?"),
    ("natural", r"(?:whole |natural |counting |all )?(?:numbers|integers)"),
)
_TABLE = re.compile(
    r"\b(?P<base>\d{1,6})(?:\s*times|['’]s times|x)?\s+(?:times\s+)?(?:multiplication\s+)?tables?\b|\b(?:times[ -]?table|"
    r"multiplication table)s?\s*(?:of|for)\s+(?:the number\s+)?(?P<of>\d{1,6})\b",
    re.IGNORECASE,
)
_FROM_TO = r"\b(?:from\s+|between\s+)?(?P<first>-?\d{1,6})\s*(?:to|up to|down to|through|till|until|and|-|–|\.\.\.?)\s*(?P<last>-?\d{1,6})\b"
_COUNTDOWN = re.compile(
    r"\b(?P<first>\d{1,4})\s+(?:down\s+to|backwards?\s+to)\s+(?P<last>\d{1,4})\b|\bcount(?:ing)?\s*down\b[^.]*?\bfrom\s+(?P<first2>\d{1,4})"
    r"(?:\s+(?:down\s+)?to\s+(?P<last2>\d{1,4}))?|\bbackwards?\s+from\s+(?P<first3>\d{1,4})\s+to\s+(?P<last3>\d{1,4})",
    re.IGNORECASE,
)
_STEP = re.compile(
    rf"\b(?:every|each)\s+(?P<step>\d{{1,4}})(?:rd|th|nd)\s+number\b.*?{_FROM_TO}|"
    r"\b(?:in|with) (?:steps|jumps|increments) of\s+(?P<step2>\d{1,4})\b|\bby\s+(?P<step3>\d{1,4})s\b|"
    r"\bmultiples of\s+(?P<step4>\d{1,4})\b|\b(?:numbers|those) (?:that are )?divisible by\s+(?P<step5>\d{1,4})\b",
    re.IGNORECASE,
)
_NAMED = (
    ("days", r"\bdays of (?:the|a) week\b|\ball (?:the )?weekdays\b|\bseven (?:week)?days\b"),
    ("months", r"\bmonths of (?:the|a) year\b|\b(?:all )?(?:twelve|12) months\b"),
    ("alphabet", r"\bletters of the alphabet\b|\bthe (?:whole |english )?alphabet\b|\ball (?:26|the) letters\b"),
)
_LAST = re.compile(
    r"(?P<mark>[\ue000-\ue7ff])\s+(?:at|as|on|in) (?:the )?(?:very )?(?:end|last|final|bottom)\b|\b(?:ending|end|finish\w*|close|followed) "
    r"(?:it )?(?:with|by)\s+(?:the (?:word|line|text)\s+)?(?P<mark2>[\ue000-\ue7ff])|"
    r"\b(?:then|finally|and then)\s+(?:the (?:word|line|text)\s+)?(?P<mark3>[\ue000-\ue7ff])",
    re.IGNORECASE,
)


def progression_in(text: str) -> Expr | None:
    """The list that a clause describes; `None` where it describes none, or not all of it is understood."""
    words = digits(text)
    if fold_in(words) or re.search(
        r"\bhow many\b|\bcount\b(?!ing)(?! ?down)|\brandom\b|\bexcept\b", words, re.IGNORECASE
    ):
        return None
    made = _listed(words)
    if made is None:
        return None
    separator = _separator(words)
    made = Sequence(made.kind, made.bounds, separator)
    last = _LAST.search(words)
    if last:
        return Concat((made, Literal(next(mark for mark in last.groups() if mark))), separator)
    return made


def _listed(words: str) -> Sequence | None:
    table = _TABLE.search(words)
    if table:
        base = table["base"] or table["of"]
        until = re.search(
            r"\b(?:to|until|up to|through)\s+(?:\d+\s*[x*×]\s*)?(?P<last>\d{1,3})\b",
            words[table.end() :],
            re.IGNORECASE,
        )
        lone = re.search(
            r"\b(?:only|just) the (?:results|products|numbers)|\b(?:results|products) only", words, re.IGNORECASE
        )
        return Sequence("multiples" if lone else "table", (base, until["last"] if until else "10"))
    down = _COUNTDOWN.search(words)
    if down:
        first = down["first"] or down["first2"] or down["first3"]
        last = down["last"] or down["last2"] or down["last3"] or "1"
        return Sequence("range", ("natural", first, last)) if int(first) > int(last) else None
    for kind, pattern in _NAMED:
        if re.search(pattern, words, re.IGNORECASE) and re.search(
            r"\blist\b|\bwrite\b|\bput\b|\bsave\b|\bhold\b|\bname|\ball\b|\bone\b", words
        ):
            return Sequence(kind, ())
    step = _STEP.search(words)
    if step:
        return _stepped(words, step)
    return next((made for kind, name in _KINDS if (made := _kind(words, kind, name)) is not None), None)


def _stepped(words: str, found: re.Match[str]) -> Sequence | None:
    step = next(found[name] for name in ("step", "step2", "step3", "step4", "step5") if found[name])
    rest = words if found["step"] else words[: found.start()] + " " + words[found.end() :]
    head = re.search(r"\bfirst\s+(?P<count>\d{1,4})\b", rest, re.IGNORECASE)
    if head:
        return Sequence("multiples", (step, head["count"]))
    bounds = re.search(_FROM_TO, rest, re.IGNORECASE)
    if bounds and (found["step2"] or found["step3"]):
        first, last, by = int(bounds["first"]), int(bounds["last"]), int(step)
        if by == 0 or abs(last - first) // by > 500:
            return None
        sign = 1 if last >= first else -1
        numbers = [str(number) for number in range(first, last + sign, sign * by)]
        return Sequence("items", tuple(numbers))
    if bounds:
        return Sequence("multiples_between", (step, bounds["first"], bounds["last"]))
    below = re.search(
        r"\b(?P<how>below|under|less than|smaller than|up to|until|to)\s+(?P<last>\d{1,6})\b", rest, re.IGNORECASE
    )
    if below:
        last = int(below["last"]) - (0 if below["how"].lower() in ("up to", "until", "to") else 1)
        return Sequence("multiples_between", (step, "1", str(last)))
    return None


def _kind(words: str, kind: str, name: str) -> Sequence | None:
    head = re.search(rf"\bfirst\s+(?P<count>\d{{1,4}})\s+(?:positive\s+)?(?:{name})\b", words, re.IGNORECASE)
    if head:
        return Sequence("first", (kind, head["count"]))
    found = re.search(rf"(?<!\w)(?:{name})\b(?P<after>.*)$", words, re.IGNORECASE)
    if found is None:
        return None
    before = "" if kind != "natural" else r"^\s*"
    below = re.search(
        before + r"\b(?:(?:that are|which are)\s+)?(?P<how>below|under|less than|smaller than|up to and including|up to|not above|until)\s+(?P<last>\d{1,6})\b",
        found["after"], re.IGNORECASE,
    )  # fmt: skip
    if below and kind != "natural":
        inclusive = below["how"].lower() not in ("below", "under", "less than", "smaller than")
        if kind in ("square", "cube") and re.search(r"\bof\b", found["after"][: below.start()]):
            return None
        return Sequence("range", (kind, "1", below["last"])) if inclusive else Sequence("below", (kind, below["last"]))
    bounds = re.search(before + _FROM_TO, found["after"], re.IGNORECASE)
    if bounds is None:
        return None
    if kind in ("square", "cube"):
        return Sequence("powers", (kind, bounds["first"], bounds["last"]))
    if kind in ("natural", "even", "odd", "prime"):
        return Sequence("range", (kind, bounds["first"], bounds["last"]))
    return None


def _separator(words: str) -> str:
    comma = re.search(
        r"\b(?:separated|divided|joined) (?:by|with) (?:a )?commas?\b|\bcommas? (?:in )?between\b|\bcomma[- ]separated\b",
        words,
        re.IGNORECASE,
    )
    if comma:
        tight = re.search(r"\b(?:no|without) spaces?\b", words, re.IGNORECASE)
        return "," if tight else ", "
    if re.search(
        r"\b(?:separated|divided|joined) (?:by|with) (?:a )?(?:single )?(?:spaces?|blanks?)\b|\bspaces? (?:in )?between\b|\bspace[- ]separated\b",
        words,
        re.IGNORECASE,
    ):
        return " "
    return ", " if re.search(r"\b(?:in|on) (?:one|a single|the same) line\b", words, re.IGNORECASE) else "\n"


_HEADED = re.compile(
    r"\b(?:header|columns|headings?|header line|header row)\s*(?:of\s+|called\s+|named\s+|:\s*)?(?P<cells>[\ue000-\ue7ff]|[\w]+\s*(?:,|and)\s*[\w]+"
    r"(?:\s*(?:,|and)\s*[\w]+)?)",
    re.IGNORECASE,
)


def number_table(text: str, plain: str) -> str | None:
    """A table of numbers with a header whose names tell the columns (`n,square`).

    Args:
        text: The clause, with its marks.
        plain: The header, where it was quoted.
    """
    words = digits(text)
    found = _HEADED.search(words)
    bounds = re.search(_FROM_TO, words[found.end() :] if found else "", re.IGNORECASE) or re.search(
        r"\bfrom\s+(?P<first>\d+)\s+(?:up\s+)?to\s+(?P<last>\d+)", words, re.IGNORECASE
    )
    if found is None or bounds is None:
        return None
    shown = plain or found["cells"]
    names = [name for name in re.split(r"\s*,\s*|\s+and\s+", shown) if name]
    first, last = int(bounds["first"]), int(bounds["last"])
    makers = [_maker(name) for name in names[1:]]
    if not makers or last < first or last - first > 1000 or any(maker is None for maker in makers):
        return None
    rows = [
        ",".join([str(n), *(str(n * maker[0] if maker[1] == 0 else n ** maker[1]) for maker in makers if maker)])
        for n in range(first, last + 1)
    ]
    return "\n".join([",".join(names), *rows])


def _maker(name: str) -> tuple[int, int] | None:
    """Factor and power: a power of 0 means a multiple."""
    for pattern, made in (
        (r"squares?d?$", (1, 2)),
        (r"cubed?s?$", (1, 3)),
        (r"doubled?$|twice$", (2, 0)),
        (r"tripled?$", (3, 0)),
    ):
        if re.match(pattern, name, re.IGNORECASE):
            return made
    return None
