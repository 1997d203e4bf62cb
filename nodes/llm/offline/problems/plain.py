"""Plain arithmetic in other people's words (`how much makes 1024 divided through 16`) brought to the strict grammar's."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches

from nodes.llm.offline.numerals import merge
from nodes.llm.offline.politeness import bare
from nodes.llm.offline.quantities import numbers
from nodes.llm.offline.terms import Calc, Expr, Literal
from nodes.llm.offline.values import parse_value

_REWRITES = (
    (r"\bper[\s-]cents?\b", "percent"),
    (r"\bwhat['’]?s\b", "what is"),
    (r"\b(?:divide[dn]?|divded|split) (?:through|thru|with|trough)\b", "divided by"),
    (r"\b(?:multiplied|multiply|multiplicated|multiplied up) (?:with|by)\b", "times"),
    (r"\b(\d[\d.,]*) multiply (?=\d)", r"\1 times "),
    (r"(%|percent) from\b", r"\1 of"),
    (
        r"(?:^|(?<=[.!?:] ))(?:please )?(?:take|subtract|deduct|remove) (?:away )?((?:(?!from|and then|then)[\w.,%-]+ )+?)(?:away )?from ([\w.,% -]+?)(?=[.?!]|$)",
        r"\2 minus \1",
    ),
    (r"\bsquare-?root\b", "square root"),
    (
        r"\b(\d[\d.,]*) is (?:how (?:many|much) (?:percent|%)|(?:what|which) (?:percent|percentage|%)) of (\d[\d.,]*)",
        r"what percentage of \2 is \1",
    ),
    (
        (
            r"\b(?:how (?:many|much) (?:percent|%)|which (?:percent|percentage|%)) (?:of|from) (\d[\d.,]*) (?:is|"
            r"are|makes?) (\d[\d.,]*)"
        ),
        r"what percentage of \1 is \2",
    ),
    (
        r"\bhow (?:many|much) (?:percent|%) (?:is|are|makes?) (\d[\d.,]*) (?:of|from) (\d[\d.,]*)",
        r"what percentage of \2 is \1",
    ),
    (r"\bbase[\s-](2|10) log(?:arithm)? of (\d[\d,]*)", r"log\1(\2)"),
    (
        r"\bdifference between the (?:largest|biggest|highest|maximum) and (?:the )?(?:smallest|lowest|"
        r"minimum)(?: one| value| number)? (?:of|in|among)"
        r"(?: these| the| following| numbers)*:?",
        "range of",
    ),
    (
        r"\b(?:the )?(?:quotient|result|answer|outcome|number you get) (?:when|if|of dividing|you get when|that you get when) "
        r"(?:you )?(?:divide )?(\d[\d.,]*) (?:is |gets )?(?:divided )?(?:by|into) (?=\d)",
        r"\1 divided by ",
    ),
    (r"\band (?=minus|plus|times|divided by)", ""),
    (r"\b(?:and|,) (?:then )?(?:give|show|tell) me\s*[.?]?$", ""),
    (r"\b(?:multiply|multiplying) minus (\d[\d.]*) (?:by|times|with) minus (\d[\d.]*)", r"\1 times \2"),
    (r"\bthe (half|third|quarter|double|triple) (?:of|from)\b", r"\1 of"),
)
_LEADS = re.compile(
    r"^.*?(?:\b(?:what (?:do|would|will) (?:i|we|you) (?:get|have) (?:if|when) (?:i|we|you)\b|(?:what|how much|how many) (?:is|are|makes?|gives?|does|do|would|will be|"
    r"comes?)(?: it)?(?: if i (?:take|do|have|calculate))?|(?:calculate|compute|work out|"
    r"count|find|determine|evaluate|solve|figure out|tell me|say me|give me|get)(?: (?:me|please|for me|"
    r"the result of|the value of))*)\b|:)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    (
        r"(?:[,;.?]?\s*\b(?:what is (?:that|it|the (?:answer|result|total))|equals what|makes what))?"
        r"\s*(?:\bplease|\bmake|\bmakes|\bgive|\bexactly|\bfor me|\bequal(?: to)?|\bcome to|\bin total|"
        r"\baltogether|=|\bis (?:what|how much)|\bis it)?[\s?.!,;]*$"
    ),
    re.IGNORECASE,
)
_VOCABULARY = [
    "average",
    "divided",
    "multiplied",
    "percent",
    "percentage",
    "square",
    "minus",
    "difference",
    "remainder",
    "subtract",
    "multiply",
    "product",
    "times",
    "squared",
    "thousand",
    "hundred",
    "quarter",
    "between",
    "total",
    "median",
    "factorial",
    "cubed",
    "power",
]
_FUNCTION = re.compile(
    r"(gcd|lcm|log2|log10|log|ln|sqrt|cbrt|hypot|comb|perm|factorial|abs|ceil|floor|"
    r"exp)\(\s*(\d+(?:\.\d+)?(?:\s*,\s*\d+(?:\.\d+)?)*)\s*\)"
)


_RATE = re.compile(r"\d (?:a|an|per|each|every) (?:day|night|week|month|year|hour|minute)\b", re.IGNORECASE)
"""A number per time is no plain number; what it comes to in another time is for the reader of problems."""


def plain(text: str) -> Expr | None:
    """Read a text as arithmetic, its numbers all used.

    Returns:
        The expression; `None` where the strict grammar does not read it in any of the plainer wordings.
    """
    if len(text) > 300 or (
        not any(sign.isdigit() for sign in text)
        and not re.search(r"(?i)\b(?:hundred|thousand|ten|twenty|two|five|twelve)\b", text)
    ):
        return None
    if _RATE.search(text):
        return None
    spelled = _spelled(bare(text))
    called = _FUNCTION.fullmatch(
        _TAIL.sub("", _LEADS.sub("", spelled.lower(), count=1)).replace("the ", "").replace(",0", "0")
    )
    if called:
        return Calc(called[1], tuple(Literal(part.strip(), number=True) for part in called[2].split(",")))
    for phrase in _wordings(spelled):
        value = parse_value(phrase)
        if isinstance(value, Calc) and _is_closed(value) and _uses_all(value, spelled):
            return value
    return None


def _wordings(text: str) -> list[str]:
    found = [text]
    shorter = text
    for _ in range(3):
        cut = _LEADS.sub("", shorter, count=1)
        if cut == shorter:
            break
        shorter = cut
        found.append(shorter)
    sentences = [part for part in re.split(r"(?<=[.?!:;])\s+|:\s", text) if re.search(r"\d", part)]
    if len(sentences) == 1:
        found.extend([sentences[0], _LEADS.sub("", sentences[0], count=1)])
    return list(dict.fromkeys(phrase for one in found if (phrase := _TAIL.sub("", one).strip())))


def _spelled(text: str) -> str:
    words = [_known(word) for word in text.split()]
    rest = " ".join(words)
    for pattern, better in _REWRITES:
        rest = re.sub(pattern, better, rest, flags=re.IGNORECASE)
    return rest


def _known(word: str) -> str:
    core = word.lower().strip("?.,!;:")
    if len(core) < 6 or not core.isalpha() or core in _VOCABULARY or core.rstrip("s") in _VOCABULARY:
        return word
    near = get_close_matches(core, _VOCABULARY, n=1, cutoff=0.84)
    return word.lower().replace(core, near[0]) if near and abs(len(near[0]) - len(core)) <= 1 else word


def _uses_all(value: Expr, text: str) -> bool:
    given = Counter(
        number.text
        for number in numbers(" ".join(merge(text.lower().replace("-", " ").split())))
        if isinstance(number, Literal)
    )
    used = Counter(_literals(value))
    return all(used[number] >= count or float(number) in (1.0,) for number, count in given.items())


def _is_closed(value: Expr) -> bool:
    """Whether it is arithmetic on numbers only."""
    if isinstance(value, Calc):
        return all(_is_closed(arg) for arg in value.args)
    return isinstance(value, Literal) and value.number


def _literals(value: Expr) -> list[str]:
    if isinstance(value, Literal):
        return [value.text]
    return [text for arg in value.args for text in _literals(arg)] if isinstance(value, Calc) else []
