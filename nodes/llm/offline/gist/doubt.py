"""Whether the strict reading of a goal can be trusted, or a description was taken for a text."""

from __future__ import annotations

import re

from nodes.llm.offline.gist.words import DOCUMENT
from nodes.llm.offline.program import Branch, FileAction, Keep, Program, Say, Step, Unread, Write
from nodes.llm.offline.protect import Protected
from nodes.llm.offline.terms import Concat, Expr, Literal

_DESCRIPTION = re.compile(
    r"^\s*(?:[:,]|(?:don['’]?t|do not|leave|keep)\b.*\b(?:originals?|unchanged|untouched|alone|as it is|as is)\b|(?:(?:just|only|exactly|nothing but)\s+)+(?:the|that|this|its|his|her|it|a|word|number|name|date|weekday)\b|"
    r"(?:the|its|that|this|these|those|today['’]?s?|todays|tomorrow['’]?s?)\s+(?:\w+\s+){0,3}?(?:number|name|result|total|"
    r"sum|date|weekday|day|list|answer|lines?|words?|value|average|count|"
    r"difference|price|amount|copy|text|content|contents|code|rent|interest|balance|half|numbers|names|results|addresses|"
    r"highest|lowest|"
    r"largest|smallest|smaller|larger|first|last|sorted|new|other|same)\b|"
    r"(?:them|it|both|all|every|each)\b|(?:her|his|my|our)\s+(?:name|number|age)\b|"
    r"how (?:many|much)\b|what\b|(?:half|twice|double) (?:of )?(?:it|that|the)\b)",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    r"[,;.]\s+(?:and )?then\s+(?:please |also )?(?:add|append|write|copy|move|delete|remove|rename|sort|save|tell|show|count|create|make|put|replace|read)\b",
    re.IGNORECASE,
)
"""A further request that was taken for a part of a text."""
_SPARED_FILE = re.compile(
    r"\b(?:don['’]?t|do not|without) (?:change|touch|alter|overwrite|modify|changing|touching|altering|overwriting|modifying) (?:the |my )?(?:originals?|old|source|first)\b"
    r"|\b(?:leave|keep|keeping|leaving) (?:the |my )?(?:originals?|old|source)(?: (?:file|one|list|version))?(?: (?:as it is|as is|alone|untouched|unchanged|too|as well))?",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:remember|memori[sz]e|keep in mind|bear in mind|don['’]?t forget|do not forget|forget|note|make a note|fyi|recall|learn|know)\b",
    re.IGNORECASE,
)
"""Said of a fact that is to be remembered; without it a sentence about a file is no such fact."""
_ORDERED = re.compile(
    r"(?:^|[.!?;:]\s+|,\s+(?=(?:and |so |then )*(?:please|can you|could you|would you|will you)\b))\W*"
    r"(?:(?:please|pls|can you|could you|would you|will you|just|now|then|and|so|kindly|i want you to|i['’]d like you to|i need you to|help me)[\s,]+)*"
    r"(?:swap|exchange|delete|remove|erase|insert|append|rename|move|copy|overwrite|correct|cross|tick|strike|duplicate|get rid of|clean up|tidy|uncheck|change|update|"
    r"replace|cut|trim|shorten|fix|put|add(?!\s+(?:an?\s+|the\s+)?\d|\s+[\w ]*\bper ?cent\b|\s+(?:up|together|all|them|the (?:numbers|amounts|values|prices|figures|costs|two|three))))\b",
    re.IGNORECASE,
)
"""An order that changes what is there."""
_SPOKEN = re.compile(r"\b(?:files?|folders?|director(?:y|ies)|documents?)\b", re.IGNORECASE)
_LAYOUT = re.compile(
    r"\b(?:one per line|each on|per line|as a line like|with two decimals|yyyy-mm-dd|in the same folder|nothing else|only "
    r"the number|in both|please)\b|\([^)]*line",
    re.IGNORECASE,
)


def misread(program: Program, protected: Protected) -> list[Step]:
    """The steps that would write a description, such as `just the weekday`, into a file."""
    given = set(protected.quotes)
    return [
        step
        for step in _all(program.steps)
        if (isinstance(step, Write) and _described(step.expr, given))
        or (isinstance(step, Keep) and bool(protected.files) and not _KEPT.search(protected.text))
        or (
            isinstance(step, Write | Say)
            and isinstance(step.expr, Literal)
            and step.expr.text not in given
            and _names(step.expr.text, protected)
        )
    ]


def _names(text: str, protected: Protected) -> bool:
    """Whether a text that stands for itself holds the name of a file that the goal works with."""
    return any(name in text for name in protected.files)


def _described(expr: Expr, given: set[str]) -> bool:
    if isinstance(expr, Concat):
        return any(_described(part, given) for part in expr.parts)
    if not isinstance(expr, Literal) or expr.number or expr.text in given:
        return False
    return bool(
        _FURTHER.search(expr.text)
        or DOCUMENT.fullmatch(expr.text)
        or _DESCRIPTION.match(expr.text)
        or _LAYOUT.search(expr.text)
    )


def changes_nothing(program: Program, protected: Protected) -> bool:
    """Whether a goal orders a change of a file, and the program only tells something."""
    return (
        bool(protected.files)
        and any(isinstance(step, Say) for step in program.steps)
        and all(isinstance(step, Say | Unread) for step in program.steps)
        and bool(_ORDERED.search(protected.text))
    )


def spoils_the_original(program: Program, text: str) -> bool:
    """Whether a file is to stay as it is, and the program changes one in its place that it has not made itself."""
    made: set[str] = set()
    for step in _all(program.steps):
        if isinstance(step, FileAction) and step.destination:
            made.add(step.destination)
        elif isinstance(step, Write):
            if step.implied and step.mode == "w" and step.path not in made:
                return bool(_SPARED_FILE.search(text))
            made.add(step.path)
    return False


def about_files(protected: Protected) -> bool:
    """Whether a goal names files, or speaks of them."""
    return bool(protected.files or protected.folders or _SPOKEN.search(protected.text))


def without(program: Program, wrong: list[Step]) -> Program:
    """The program with the misread steps as what they are: unread."""
    steps: list[Step] = []
    for step in program.steps:
        bad = any(other in wrong for other in _all((step,)))
        steps.append(Unread(_words(step)) if bad else step)
    return Program(tuple(steps), tuple(step for step in steps if isinstance(step, Unread)))


def _words(step: Step) -> str:
    if isinstance(step, Write) and isinstance(step.expr, Literal):
        return f"write {step.expr.text} to {step.path}"
    return "what depends on the condition" if isinstance(step, Branch) else "a part of the goal"


def _all(steps: tuple[Step, ...]) -> list[Step]:
    found: list[Step] = []
    for step in steps:
        found.append(step)
        if isinstance(step, Branch):
            found += _all(step.then) + _all(step.otherwise)
    return found
