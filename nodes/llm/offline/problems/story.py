"""A goal that is nothing but a word problem, where the strict grammar leaves it unread or takes its story for something else."""

from __future__ import annotations

import re

from nodes.llm.offline.problems.solve import expression
from nodes.llm.offline.program import Keep, Program, Say
from nodes.llm.offline.protect import Protected
from nodes.llm.offline.terms import Calc, Fold, Found, Literal, Recalled

_MEMORY = re.compile(
    (
        r"\b(?:remember|memori[sz]e|keep in mind|bear in mind|note that|don['’]t forget|do not forget|recall|"
        r"for later|know that)\b"
    ),
    re.IGNORECASE,
)
_NUMBER = re.compile(
    (
        r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
        r"hundred|thousand|dozen|half)\b"
    ),
    re.IGNORECASE,
)


def read_story(protected: Protected, program: Program) -> Program | None:
    """Read a goal as one word problem.

    Args:
        protected: The goal with its data taken out.
        program: What the strict grammar makes of it.

    Returns:
        A program that tells the answer; `None` where the strict reading stands, or the goal is no problem that can be read.
    """
    text = _readable(protected)
    if text is None or not _NUMBER.search(text) or _MEMORY.search(text) or not _is_doubtful(program, text):
        return None
    if any(isinstance(step, Say) for step in program.steps) and any(
        not _NUMBER.search(part.text) and not _QUANTITY.search(part.text) for part in program.unread
    ):
        return None
    asked = _questions(text)
    exprs = [expression(one) for one in asked]
    steps = tuple(Say(expr, about_of(one)) for one, expr in zip(asked, exprs, strict=True) if expr is not None)
    return Program(steps) if len(steps) == len(asked) else None


_QUANTITY = re.compile(
    r"\b(?:how (?:much|many|long|far|high|wide|big|tall|heavy|old|fast|often|deep)|what|which|total|sum|altogether|round)\b",
    re.IGNORECASE,
)
_FILING = re.compile(
    r"\b(?:files?|folders?|director(?:y|ies)|path|copy|move|delete|rename|list|create|write|save|open|read|show)\b",
    re.IGNORECASE,
)
_PRICED = re.compile(r"\b(?:costs?|pay|price|spend|total|bill|set me back|how much)\b", re.IGNORECASE)
_OFFER = re.compile(r"^[^\n]{0,20}\b\d+[^\n]{0,40}$")
_RATE = re.compile(r"\w{1,8}/\w{1,8}")


def _readable(protected: Protected) -> str | None:
    """The goal's text, units such as MB/s put back; `None` where it speaks of files, quotes or addresses."""
    if protected.files or protected.urls:
        return None
    if protected.quotes and (
        _FILING.search(protected.text)
        or not _PRICED.search(protected.text)
        or not all(map(_OFFER.search, protected.quotes))
    ):
        return None
    if protected.folders and (_FILING.search(protected.text) or not all(map(_RATE.fullmatch, protected.folders))):
        return None
    return protected.original(protected.text)


_TWO = re.compile(
    (
        r"^(?P<story>.*?)(?P<first>\b(?:how (?:many|much)|"
        r"what)\b[^.?!]*?),?\s+and\s+(?P<second>(?:how (?:many|much)|what)\b[^.?!]*)[.?!]*$"
    ),
    re.IGNORECASE | re.DOTALL,
)
_WH = re.compile(r"^(?:how (?:many|much)|what(?: is| are)?)\b", re.IGNORECASE)


def _questions(text: str) -> list[str]:
    """The text once for each of its questions; what the first one tells is part of the second's story."""
    found = _TWO.match(text.strip())
    if found is None:
        return _in_turn(text)
    told = _told(found["first"])
    return [f"{found['story']}{found['first']}?", f"{found['story']}{told}{found['second']}?"]


def _in_turn(text: str) -> list[str]:
    """Questions in sentences of their own: each with all that the sentences before it tell."""
    sentences = [
        part.strip() for part in re.split(r"(?<=[?!])\s+|(?<=[a-z)%]\.)\s+|(?<=\d\.)\s+(?=[A-Z])", text) if part.strip()
    ]
    if sum(_asks(part) for part in sentences) < 2:
        return [text]
    told, made = "", []
    for part in sentences:
        if _asks(part):
            made.append(f"{told}{part}")
            told += _told(re.sub(r"^(?:and|then|so|also)\b,? ", "", part.rstrip("?! "), flags=re.IGNORECASE))
        else:
            told += f"{part} "
    return made


def _asks(sentence: str) -> bool:
    return (
        sentence.endswith("?")
        and re.search(r"\b(?:how|what|which|what's|whats)\b|^and\b", sentence, re.IGNORECASE) is not None
    )


def _told(question: str) -> str:
    """What a question tells by its numbers; empty where it holds none."""
    rest = _WH.sub("", question).strip(" ,")
    return f"{rest}. " if _NUMBER.search(rest) else ""


def about_of(text: str) -> str:
    """What the answer is called when it is told: the question, where it is short."""
    asked = [part.strip() for part in re.split(r"(?<=[.?!])\s+", text) if part.strip()]
    chosen = next((part for part in reversed(asked) if "?" in part), asked[-1] if asked else "")
    return chosen.rstrip("?.! ") if len(chosen) <= 120 else ""


_POINTS_BACK = re.compile(
    r"\b(?:it|that|this|them|those|these|result|answer|previous|last|again|above)\b", re.IGNORECASE
)


def _is_doubtful(program: Program, text: str) -> bool:
    """Whether the strict reading may be wrong: parts unread, a story taken for a fact, or numbers put into one of its formulas."""
    first, *later = program.steps or (None,)
    if not program.unread and later and all(isinstance(step, Say) and "Ref(" in repr(step) for step in later):
        return False  # orders that build on one another, such as "add 5 and 7, then multiply that by 3", are no story
    if program.unread or first is None or later:
        return True
    step = first
    if "PreviousAnswer()" in repr(step) and not _POINTS_BACK.search(text):
        return True
    return isinstance(step, Keep) or (
        isinstance(step, Say) and isinstance(step.expr, Calc | Literal | Recalled | Found | Fold)
    )
