"""A second look at what the offline rules made of a goal: words that ask for something which the program does not do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nodes.llm.modes.omissions import forgotten_files, unused_numbers
from nodes.llm.offline.gist.days import TODAY
from nodes.llm.offline.program import Branch, EachFile, FileAction, Keep, Program, Say, Unread, Write
from nodes.llm.offline.terms import DateOf, Derived, FileText, Literal, Transform

_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|(?<!\w)'[^'\n]*'(?!\w)|`[^`\n]*`")
_FILE = re.compile(r"(?<![\w/.-])[\w/.-]*\w\.[A-Za-z]\w{0,4}\b")
_PLACEHOLDER = re.compile(
    r"<[^<>\n]+>|\{\w*\}|\[[A-Za-z ]+\]|(?<![\w'])[XYZN](?![\w'])|\b(?:NAME|NUMBER|DATE|TOTAL|RESULT|SUM)\b"
)
_SAMPLE = re.compile(r"\b(?:like|such as|for example|e\.g\.|in the style of)[\s:]+\S+", re.IGNORECASE)
_INSTRUCTION = re.compile(
    r"\b(?:lines?|rows?|columns?|then|tell|file|each|every|following|heading|total|result|sum|today's|(?:at|on) the end)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"(?<!\bI )(?<!asked to )\b(?:write|save|store|put|append|update|increase|decrease|overwrite|replace|remove|delete|rename|"
    r"move|copy|insert|clear)\b",
    re.IGNORECASE,
)
_AMENDS = re.compile(
    r"\b(?:change|replace|swap|substitute|correct)\b(?!.*\b(?:everything|whole|all|contents?)\b)", re.IGNORECASE
)
_KINDS_OF_TEXT = {
    *(
        "everything",
        "all",
        "anything",
        "it",
        "commas",
        "semicolons",
        "spaces",
        "tabs",
        "dashes",
        "dots",
        "lines",
        "line breaks",
    ),
    *("digits", "numbers", "words", "the whole text", "the contents", "the content", "the text"),
}
_ASKS = re.compile(
    r"(?:^|[.,;:?!(–-]\s*|\band (?:also )?(?:tell me |say )?)"
    r"(?:how (?:much|many|hot|old|long|far|big|often)|what|which|who|when|where)\b",
    re.IGNORECASE,
)
_WORKED_OUT = re.compile(
    r"\b(?:total|sum|average|mean|costs?|percent\w*|double|twice|half|largest|smallest|highest|lowest|longest|how (?:much|many)|"
    r"interest|sort\w*|duplicates?|capitals?|upper\w*|lower\w*|revers\w*|number of|count|first|last|only|difference|convert)\b|%",
    re.IGNORECASE,
)
"""Words for which the text of a file, as it stands, is no answer."""


def doubts(goal: str, program: Program) -> list[str]:
    """What speaks against a reading; empty where nothing does.

    Args:
        goal: As the user typed it.
        program: What the offline rules made of it.

    Returns:
        Reasons, in a few words each.
    """
    parts = list(parts_of(program.steps))
    if program.unread or any(isinstance(part, Unread) for part in parts):
        return ["a part is not read"]
    plain = _FILE.sub(" ", _QUOTED.sub(" ", goal))
    texts = _strings(parts)
    found = [f"{name} is not touched" for name in forgotten_files(_SAMPLE.sub(" ", goal), [texts])]
    if _FILE.search(_QUOTED.sub(" ", goal)):
        found += _unchanged(plain, parts)
    if not any(isinstance(part, DateOf) for part in parts):  # its settings are numbers already
        found += [f"{number} is not used" for number in unused_numbers(goal, texts)]
    found += _unanswered(plain, program)
    found += _taken_over(goal, plain, parts)
    found += _unmet(plain, parts)
    return found


def _unanswered(plain: str, program: Program) -> list[str]:
    """Whether a goal asks for more than a program tells and writes."""
    asked = len(_ASKS.findall(plain))
    told = sum(isinstance(step, Say | Write | Keep | Branch) for step in program.steps)
    return [f"{told} of {asked} questions are answered"] if asked > max(told, 1) else []


def _unchanged(plain: str, parts: list[Any]) -> list[str]:
    changes = any(isinstance(part, Write | FileAction | EachFile | Keep | Branch) for part in parts)
    wanted = _CHANGES.search(plain)
    return [f"nothing is changed, though it says {wanted[0]!r}"] if wanted and not changes else []


def _taken_over(goal: str, plain: str, parts: list[Any]) -> list[str]:
    """Texts that are written as they stand though they were to be worked out."""
    found = []
    for part in parts:
        if not isinstance(part, Write | Keep):
            continue
        if isinstance(part.expr, FileText) and _WORKED_OUT.search(plain):
            found.append(f"{part.expr.path} is copied as it is")
        if isinstance(part, Write) and isinstance(part.expr, Literal) and part.mode == "w" and _AMENDS.search(plain):
            found.append(f"{part.path} is written over")
        if isinstance(part.expr, Transform) and part.expr.kind == "replace" and _KINDS_OF_TEXT & set(part.expr.args):
            found.append(f"a kind of text is taken for a text: {', '.join(part.expr.args)}")
        for text in _literals(part.expr):
            if _PLACEHOLDER.search(text) and "</" not in text:
                found.append(f"{text[:40]!r} has a gap to fill")
            elif "\n" not in text and text not in _quotes(goal) and _INSTRUCTION.search(text):
                found.append(f"{text[:40]!r} sounds like an instruction")
    return found


def _quotes(goal: str) -> str:
    return "\n".join(_QUOTED.findall(goal))


_DEMANDS: tuple[tuple[str, str], ...] = (
    (r"even numbers|odd numbers|primes?(?: numbers)?", "Literal|Sequence|even|odd|prime"),
    (r"sort(?:ed)?|alphabetical(?:ly)?", "sort|grouped|alphabetical"),
    (r"duplicates|duplicate (?:lines|entries|rows)|only once|unique", "uni|dupl|distinct|repeat"),
    (r"ignor\w*|except|excluding|not counting|leaving out", "without|not|except|skip|drop"),
    (r"per cent|percent(?:age)?|interest", "Calc|percent|share|part"),
    (r"multipl(?:y|ied)|divided?|subtract(?:ed)?", "Calc|Sequence|Derived"),
    (r"average|mean", "Calc|average|mean"),
    (r"double|twice|triple|halve|half", "Calc|each|FileAction"),
    (r"difference|differ", "Calc|difference|range"),
    (r"(?:larg|bigg|high|long)est|maximum|most expensive", "Compared|max|range|largest|longest|extreme|sort|desc"),
    (r"(?:small|low|short|cheap)est|minimum", "Compared|min|range|smallest|shortest|extreme|sort"),
    (r"sum|total|altogether|in total|add (?:them |\w+ )?up", "Calc|Measure|Listing|sum|total"),
    (r"today's date|today", "DateOf"),
    (
        r"(?<!on )(?<!line )(?:each|per)(?! on| line| other)",
        "Calc|Derived|Transform|Concat|Sequence|EachFile|Measure|Fold",
    ),
    (r"between \d\S* and \d", "Calc|DateOf|Sequence|between|random|rows"),
    (r"best first|(?:highest|largest) first|descending|from (?:highest|largest)", "desc|first"),
    (r"(?<!no )(?:more|less|greater|higher|lower|fewer) than", "Calc|Compared|Sequence|Derived|<|>"),
    (r"(?:above|below|over|under) (?:\d|(?:the )?average)", "Calc|Compared|Sequence|Derived|<|>"),
    (r"(?:\d+|two|three|four|five|ten) times", "Calc|Sequence|Measure|Fold|Derived|repeat"),
    (r"(?:full|whole|complete) \w+ (?:are|is|do|can|fit)", "floor|int|mod"),
    (r"uppercase|upper case|capitals?", "upper|title|capital|Derived"),
)
"""Words of a goal, and what one of the names in a program that meets them holds."""


def _unmet(plain: str, parts: list[Any]) -> list[str]:
    names = " ".join([*_names(parts), *(["DateOf"] if any(TODAY in text for text in _strings(parts)) else [])])
    found = []
    for words, signs in _DEMANDS:
        said = re.search(rf"\b(?:{words})\b", plain, re.IGNORECASE)
        if said and not re.search(signs, names):
            found.append(f"{said[0]!r} is not met")
    return found


def _names(parts: list[Any]) -> Iterator[str]:
    for part in parts:
        yield type(part).__name__
        for field in ("op", "kind", "operation", "column"):
            if isinstance(value := getattr(part, field, None), str):
                yield value
        if isinstance(part, Derived | Transform):
            yield from part.args


def parts_of(value: Any) -> Iterator[Any]:
    """Every part of a program, itself included."""
    if isinstance(value, tuple | list):
        for item in value:
            yield from parts_of(item)
    elif hasattr(value, "__dataclass_fields__"):
        yield value
        for name in value.__dataclass_fields__:
            yield from parts_of(getattr(value, name))


def _literals(value: Any) -> Iterator[str]:
    for part in parts_of(value):
        if isinstance(part, Literal):
            yield part.text


def _strings(value: Any) -> list[str]:
    """Every text in a program (paths, texts of the user, settings) but for the goal's own words, which a step may carry along."""
    held = [
        getattr(part, name)
        for part in parts_of(value)
        for name in part.__dataclass_fields__
        if name not in ("about", "query")
    ]
    inner = [item for value in held if isinstance(value, tuple) for item in value]
    return [item for item in [*held, *inner] if isinstance(item, str)]
