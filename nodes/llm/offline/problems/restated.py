"""Everyday turns of phrase brought to the few that the reader of problems knows: definitions to rates, orders to questions."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from nodes.llm.offline.problems.lexicon import CENTS, MONEY, SPELLINGS

_AMBIGUOUS = frozenset(("in", "second", "k", "s", "c", "f", "can"))
_LONGEST_FIRST = sorted((set(SPELLINGS) | MONEY | CENTS) - _AMBIGUOUS, key=len, reverse=True)
_UNIT = "(?:" + "|".join(re.escape(word) + ("s?" if len(word) > 2 else "") for word in _LONGEST_FIRST) + "|feet|cups?|"
_UNIT += r"(?:table|tea)spoons?|tbsp|tsp|(?:square |cubic )[a-z]+|degrees?(?: [a-z]+)?|dozens?|fahrenheit|celsius)"
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_CODES = {"gbp": "pounds", "usd": "dollars", "eur": "euros", "jpy": "yen", "chf": "francs", "inr": "rupees"}
_SIGNS = {"$": "dollars", "€": "euros", "£": "quid", "¥": "yen", "₹": "rupees"}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_FULL = {"half": "50", "quarter": "25", "third": "33.3333333333"}
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_VALUES = {word: str(place + 2) for place, word in enumerate(_SMALL)}
_COUNT = rf"(?:\d+|{'|'.join(_VALUES)})"
_TURN = r"(?:convert|change|turn|exchange|swap|express|put|give(?: me)?|write|show(?: me)?|switch|translate|transform)"


def _degrees(amount: str) -> str:
    """`37.5 C` with its scale's name."""
    return re.sub(
        r" ?(?:°|degrees?)? ?([cf])$", lambda m: f" {_SCALE_NAMES[m[1].lower()]}", amount, flags=re.IGNORECASE
    )


_SCALE_NAMES = {"c": "celsius", "f": "fahrenheit"}
_Made = str | Callable[[re.Match[str]], str]
_RULES: tuple[tuple[str, _Made], ...] = (
    (rf"\b(?:a|an|one|1|the) (?P<n>{_NUMBER})[- ]?packs? of (?=[a-z])", r"\g<n> "),
    (rf"\b(?P<n>{_COUNT}) (?P<m>\d+(?:\.\d+)?)[ -]?(?P<u>{_UNIT}|hour|minute|second)[ -](?P<w>[a-z]{{3,}}s)\b",
     lambda m: f"{_VALUES.get(m['n'].lower(), m['n'])} {m['w']} of {m['m']} {m['u']} each"),
    (rf"\bhow many (?P<n>\d+(?:\.\d+)?)[ -]?(?P<u>{_UNIT}|hour|minute|second)[ -](?P<w>[a-z]{{3,}}s)\b(?P<r>[^.?]*)",
     r"there are \g<n> \g<u> per \g<w>. How many \g<w>\g<r>"),
    (rf"\b(?:me|i) and (?:my |his |her |the |our )?(?:other )?(?P<n>{_COUNT}) [a-z]+\b",
     lambda m: f"{int(_VALUES.get(m['n'].lower(), m['n'])) + 1} people"),
    (rf"\b(?P<n>{_COUNT}) (?:friends|colleagues|siblings|others|brothers|sisters|flatmates|cousins) and (?:i|me|myself)\b",
     lambda m: f"{int(_VALUES.get(m['n'].lower(), m['n'])) + 1} people"),
    (r"\b(?:a |one )?(half|third|quarter) (?=(?:full|empty)\b)", lambda m: f"{_FULL[m[1].lower()]}% "),
    (rf"(?P<n>{_NUMBER} ?(?:kg|g|kilos?|grams?|litres?|liters?|l|ml|lbs?|pounds|metres?)) "
     rf"for (?P<p>{_NUMBER})(?=,? (?:or|and|vs)\b (?:\d|a\b)|[?!]|\.(?!\d))(?![\d.]*\d)",
     r"\g<n> for \g<p> dollars"),
    (rf"\b(?:taking|counting|reckoning) (?:a|an|one|1) (?P<x>{_UNIT}) (?:as|at) (?P<n>{_NUMBER}) ?(?P<u>{_UNIT})",
     r"at \g<n> \g<u> per \g<x>"),
    (rf"^(?P<s>[^:]{{0,30}}) for {_COUNT}:(?= )", r"\g<s>:"),
    (rf"(?P<s>\b{_COUNT} (?P<w>[a-z]+s) (?:costs?|weigh|are)\b.*\b(?:do|would|will) {_COUNT}) (?=cost\b|weigh\b|be\b)",
     r"\g<s> \g<w> "),
    (r"\bhow many [a-z]+ (?:is|are|make|makes) (?:there )?(?:in )?(?P<n>\d+) dozens?\b[?.]*$", r"what is \g<n> times 12?"),
    (r"\b(?P<n>2|two) couples\b", "4 people"),
    (r"\b(?P<n>3|three) couples\b", "6 people"),
    (r"(?<=\d) x (?=\d+(?:\.\d+)? (?:x|by) \d+(?:\.\d+)? ?(?:mm|cm|m|km|ft|feet|inch|inches|in)\b)", " by "),
    (r"(?<=\d) x (?=\d+(?:\.\d+)? ?(?:mm|cm|m|km|ft|feet|inch|inches)\b)", " by "),
    (rf"^(?:the )?(?P<u>{_UNIT}) (?:in|for|from|of) (?P<a>{_NUMBER} ?(?:°|degrees?)? ?(?:{_UNIT}|c|f))[?.]*$",
     lambda m: f"how many {m['u']} are {_degrees(m['a'])}?"),
    (rf"^(?:if )?(?P<m>{_NUMBER}) ?(?P<v>{_UNIT})(?: on (?:the|a|this) map)? (?:is|are|=|equals?|corresponds? to|represents?|means?) "
     rf"(?P<n>{_NUMBER}) ?(?P<w>{_UNIT})(?: in reality)?[,;.] ?how many (?P<t>{_UNIT}) (?:is|are|do|does) (?P<k>{_NUMBER}) ?(?P<x>{_UNIT})[^.?\d]*[?.]*$",
     lambda m: f"what is {m['k']} times {m['n']} divided by {m['m']}?" if (m["v"], m["w"]) == (m["x"], m["t"]) else m[0]),
    (r"\bgrand total\b", "total"),
    (rf"\b(?P<w>dinner|lunch|breakfast|brunch|supper|meal|bill|drinks|pizza|coffee|tickets|taxi|ride|trip|meals) for (?P<n>{_COUNT})(?= (?:of us )?(?:came|comes|was|were|is|are|cost|costs)\b)(?: of us)?",
     r"\g<w> for \g<n> people"),
    (rf"^(?:(?:if )?(?:i|we|he|she) (?:can |could |will |['’]ll )?(?:put|set|save|saves|lay|sets|puts)(?: (?:away|aside|by|up))? (?P<n>{_NUMBER})(?P<c> (?!an?\b|per\b|every\b|each\b|away\b|aside\b)[a-z]+)?(?: (?:away|aside|by))? (?:a|an|per|every|each) (?P<u>day|week|month|year)[.,;]? )"
     rf"(?:how (?:long|many (?P=u)s)|when|in how many (?P=u)s) (?:until|till|before|will it (?:take|be)(?: (?:until|till|to|before))?|does it take(?: (?:until|to|till))?|do i need to|to|will|do|it takes to)[^\d.?!]*?(?P<m>{_NUMBER})(?: \w+)?(?: together| saved| saved up| in total)?[?.!]*$",
     lambda m: f"I want to buy a thing for {m['m']}{m['c'] or ' euros'} and can save {m['n']}{m['c'] or ' euros'} a {m['u']}. How many {m['u']}s will it take?"),
    (r"\b(?:tot|tally|total) up\b(?: these| this| those)?(?: for me)?:?", "what is the sum of"),
    (r"\b(?:gbp|usd|eur|jpy|chf|inr)\b", lambda m: _CODES[m[0].lower()]),
    (r"\bquid\b", "pounds"),
    (r"(?<!\w)[-−](?=\d+(?:\.\d+)? ?(?:°|degrees?))", "minus "),
    (r"° ?c\b", " celsius"),
    (r"° ?f\b", " fahrenheit"),
    (r"\bhow many (?P<n>\d+)[ -]?(?:seater|seat|person|people|passenger|man) (?P<b>[a-z]+)(?P<r>[^.?]*? \d+ (?P<w>[a-z]+)[^.?]*)",
     r"There are \g<n> \g<w> per \g<b>. How many \g<b>\g<r>"),
    (r"^(?P<s>.*\d+ (?P<w>[a-z]+)\b[^.?]*[.?;,] ?)how many (?P<n>\d+)[ -]?(?:seater|seat|person|people|passenger) (?P<b>[a-z]+)",
     r"\g<s>There are \g<n> \g<w> per \g<b>. How many \g<b>"),
    (r"\b(?:equal |regular |even )?(?:monthly|weekly|yearly|equal) (?=instal?lments?|payments?|portions|parts|shares)", ""),
    (r"\bhow (?:big|large|high) is (?:each|every|one) (?:one|instal?lment|payment|share|portion|rate)\b",
     "how much is each one"),
    (r"\bset (?:me|us|him|her|them) back\b", "cost"),
    (r"\bburn(?:s|ing)? through\b", "uses"),
    (r"\bknock(?:s|ed|ing)? off\b|\btake away\b|\bdeduct\b", "minus"),
    (r"\b(?:works?|comes?|worked|came) out (?:at|to|as) (?=how)", "is "),
    (rf"^(?:please )?{_TURN} (?P<a>.+?) (?:in|into|to|as|for) (?P<u>{_UNIT})(?P<r>(?:[,;(]? ?(?:\(|rounded|round|to|with).*)?)"
     r"[.?!]*$", r"how many \g<u> are \g<a>\g<r>?"),
    (rf"(?<=[.;:,] ){_TURN} (?P<a>[^.?!]*\d[^.?!]*?) (?:in|into|to|for) (?P<u>{_UNIT})[.?!]*$", r"how many \g<u> are \g<a>?"),
    (rf"^(?P<a>{_NUMBER} ?{_UNIT}) (?:is|are|equals?|makes?|in|to|into) (?:how many )?(?P<u>{_UNIT})\b(?P<r>[^.?]*)[.?]*$",
     r"how many \g<u> are \g<a>\g<r>?"),
    (rf"\b(?:what is|what's|how much is|what are) (?P<a>{_NUMBER} ?{_UNIT}) (?:in|into|to|as) (?P<u>{_UNIT})\b",
     r"how many \g<u> are \g<a>"),
    (rf"(?<![\d.])(?:\b(?:1|one|an?|each|the)) (?P<x>{_UNIT}|[a-z]+) ?(?:=|being|(?:is )?equal to|(?:is )?worth|buys?|fetches)"
     rf" ?(?P<n>{_NUMBER}) ?(?P<u>{_UNIT})\b", r"\g<n> \g<u> per \g<x>"),
    (rf"\bwith (?P<n>{_NUMBER} ?{_UNIT}) (?:to|in) (?:the|a|an|1|one) (?P<x>{_UNIT})\b", r"at \g<n> per \g<x>"),
    (rf"(?P<n>{_NUMBER} ?{_UNIT}) (?:to|for|on) (?:the|1|one|every|each) (?P<x>{_UNIT})\b", r"\g<n> per \g<x>"),
    (r"\b(?:at|with) (?P<n>[\d.]+) (?P<x>[a-z]+) per (?P<y>[a-z]+),? (?:my|our|the) ", r"at \g<n> \g<x> per \g<y>. "),
    (rf"\b(?P<n>{_NUMBER}) ?k ?w\b(?! ?h)", r"\g<n> kwh per hour"),
    (rf"\b(?P<n>{_NUMBER}) ?(?:-? ?watts?|w)\b(?! ?h)", r"\g<n> wh per hour"),
    (r"\bkilowatt[ -]hours?\b", "kwh"),
    (rf"\b(?:at|costs?|is) (?P<n>{_NUMBER}) (?:per|a|an) kwh\b", r"at \g<n> dollars per kwh"),
    (rf"(?P<n>{_NUMBER})x\b(?= ?[a-z])", r"\g<n>"),
    (r"\bhow (?:many|much) (?P<u>[a-z]+) (?:does|do|would|will|is) (?:that|it) (?:come|add|amount) (?:up )?to\b",
     r"how many \g<u> is it in total"),
    (r"\b1 ?: ?(?P<n>\d{1,3}(?:[, ]\d{3})+|\d{3,})\b", r"1 to \g<n> scale"),
    (rf"\b(?:what would|what is|what's|how much is) (?P<n>{_NUMBER}(?: [mb]illion| thousand)?) (?:divided|split|shared) (?:\\w+ )?"
     rf"(?:among|amongst|between) (?P<m>{_NUMBER}) [a-z]+(?: be)?(?: (?:per|for each) [a-z]+| each)?[?.]*$".replace("\\\\", "\\"),
     r"what is \g<n> divided by \g<m>?"),
    (rf"^(?:please )?(?:write|spell|show|express|give|put) (?:out )?(?P<n>{_NUMBER}) "
     r"(?P<s>thousand|million|billion|trillion)(?: out)?"
     r" (?:as|in) (?:a |an )?(?:full|whole|plain|ordinary|normal|complete|digits|figures)[a-z ]*[.?]*$",
     lambda m: f"what is {m['n']} times {_SCALES[m['s'].lower()]}?"),
    (r"\b(?:makes?|made|making) up (?=\d)", "is "),
    (r"\bhalf past (\d{1,2})\b", r"\1:30"),
    (r"\b(?:a )?quarter past (\d{1,2})\b", r"\1:15"),
    (r"\b(?:a )?quarter to (\d{1,2})\b", lambda m: f"{int(m[1]) - 1}:45"),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), made) for pattern, made in _RULES)
_SIGNED = re.compile(r"([$€£¥₹])\s*(\d[\d,]*(?:\.\d+)?)|(\d[\d,]*(?:\.\d+)?)\s*([$€£¥₹])")
_OUT_OF = re.compile(
    rf"\b(?P<a>{_COUNT}|one) (?:out of|in) (?:every )?(?P<b>{_COUNT})\b(?! ?(?:[:.,]\d|{_UNIT}|hour|day))",
    re.IGNORECASE,
)
_NOON = re.compile(r"(?<!after)\b(?:12 )?(?:noon|midday|midnight)\b", re.IGNORECASE)
_COUNTS = re.compile(r"\b(twice|thrice|double|triple|quadruple) (?=\d)", re.IGNORECASE)
_TIMES = {"twice": "2", "double": "2", "thrice": "3", "triple": "3", "quadruple": "4"}


_NAMED = re.compile(
    r"\b(between|among|amongst) ((?:[A-Z][a-z]+, )*[A-Z][a-z]+,? and (?:[A-Z][a-z]+|me|myself|I))\b(?! \d)"
)
_CALENDAR = frozenset(
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Christmas",
        "Easter",
    ]
)


def _heads(found: re.Match[str]) -> str:
    """`between Anna, Ben and me`: as many people."""
    names = re.split(r",? and |, ", found[2])
    return found[0] if set(names) & _CALENDAR else f"{found[1]} {len(names)} people"


@lru_cache(maxsize=512)
def restated(text: str) -> str:
    """A text in the wordings that the reader of problems knows; the same where it has nothing to restate.

    Args:
        text: Of at most some thousand characters.
    """
    rest = _SIGNED.sub(_currency, text) if len({sign for sign in text if sign in _SIGNS}) > 1 or _mixes(text) else text
    rest = _COUNTS.sub(lambda m: f"{_TIMES[m[1].lower()]} times ", rest)
    if not re.search(r"\bratio|\bproportion|\d ?: ?\d", rest, re.IGNORECASE):
        rest = _NAMED.sub(_heads, rest)
    rest = re.sub(r"\bone and a (half|quarter)\b", lambda m: f"1{_PARTS[m[1].lower()]}", rest, flags=re.IGNORECASE)
    if re.search(r"\b(?:what time|when|how long|how many (?:hours|minutes))\b", rest, re.IGNORECASE):
        rest = _NOON.sub(lambda m: "0:00" if m[0].lower() == "midnight" else "12:00", rest)
    if len(re.findall(r"\d+", rest)) > 2:
        rest = _OUT_OF.sub(_share, rest)
    for pattern, made in _COMPILED:
        rest = pattern.sub(made, rest)
    return rest


_PARTS = {"half": ".5", "quarter": ".25"}


def _share(found: re.Match[str]) -> str:
    """`3 out of 5` as a percentage, where that is a plain number."""
    part, whole = (
        int(_VALUES.get(found[name].lower(), found[name].lower().replace("one", "1"))) for name in ("a", "b")
    )
    exact = 0 < part < whole <= 100 and 10000 * part % whole == 0
    return f"{100 * part / whole:g}%" if exact else found[0]


def _mixes(text: str) -> bool:
    """Whether a sign of money stands beside another currency's name."""
    lowered = text.lower()
    named = {_CODES.get(word, word).rstrip("s") for word in re.findall(r"[a-z]+", lowered) if word in MONEY}
    signed = {_SIGNS[sign].rstrip("s").replace("quid", "pound") for sign in text if sign in _SIGNS}
    return bool(signed and named - signed)


def _currency(found: re.Match[str]) -> str:
    number, sign = (found[2], found[1]) if found[1] else (found[3], found[4])
    return f"{number} {_SIGNS[sign].replace('quid', 'pounds')}"
