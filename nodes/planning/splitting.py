"""A goal cut into pieces where its own structure parts requests: lists, sentences, `then`, clauses with verbs of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from nodes.llm.offline.protect import ANY, Protected, protect

LONGEST_GOAL = 8_000
"""Characters; what is longer is not looked at."""

_VERBS = (
    r"show|read|open|print|display|write|save|store|put|record|create|make|append|add|delete|remove|erase|copy|duplicate|move|rename|"
    r"list|count|find|search|tell|give|calculate|compute|work out|evaluate|what(?:'s|’s)?|how|which|who|when|where|replace|change|"
    r"convert|sort|reverse|merge|combine|remember|recall|get|check|subtract|multiply|divide|double|triple|halve|square|round|"
    r"increase|decrease|reduce|split|take|insert|note|jot|log|clear|empty|sum|total|report|say|compare|join|extract|"
    r"look up|figure out|determine|set|update|fetch|download|turn|set up|prepend|back up|make sure"
)
_LATER = (
    r"(?:then|after that|after this|afterwards|next|finally|lastly|subsequently|last of all|once (?:that's|that is) done|"
    r"when done)"
)
_POLITE = r"(?:(?:please|also|you|can you|could you|i want you to|i need you to)\s+)*"
_SENTENCE = r"[.!?]+(?:\s+|$)|\s*(?:;|\n)[;\s]*"
_THEN = rf"(?:\s*,)?\s*(?:\b(?:and|but)\s+)?\b{_LATER}\b,?\s+(?={_POLITE}(?:{_VERBS})(?!\w))"
_CLAUSE = (
    r"(?:\s*,\s*(?:(?:and|plus)\s+)?(?:also\s+)?|\s+and\s+(?:also\s+)?)(?!(?:which|who|when|where)\b)"
    rf"(?={_POLITE}(?:{_VERBS})(?!\w))"
)
_CUT = re.compile(f"(?P<sentence>{_SENTENCE})|(?P<then>{_THEN})|(?P<clause>{_CLAUSE})", re.IGNORECASE)
_SPANS = re.compile(
    r"\b(?:if|unless|otherwise|else|whenever|when|until|while|in case|for (?:each|every|all)|provided)\b", re.IGNORECASE
)
"""Words whose sentence is one thing: a condition holds for all that follows it there."""

_ITEM = re.compile(
    r"^(?P<indent>[ \t]*)(?:(?:step|task)\s+)?(?:\d{1,2}\s*[.):]|\(\d{1,2}\)|[a-h]\)|[-*•–])\s+(?=\S)", re.IGNORECASE
)
_INLINE = re.compile(
    r"(?:^|(?<=[\s:;,.]))(?:\(?(?P<plain>\d{1,2})[.)]|step\s+(?P<step>\d{1,2})\s*[.):])\s+(?=[A-Za-z\ue000-\uf8ff])",
    re.IGNORECASE,
)
_INLINE_GAP = re.compile(r"[\s,;.]*(?:\b(?:and|then)\b[\s,]*)*$", re.IGNORECASE)
_LEAD = re.compile(
    r"[\s,.:!–-]*(?:(?:please|pls|kindly|hi|hello|hey|do|the|these|those|this|following|things|thing|steps?|tasks?|jobs?|chores|for|me|in|"
    r"order|i|need|want|would|like|you|your|to|can|could|here|is|are|my|our|today|todo|to-do|list|two|three|four|five|six|seven|eight|nine|ten|\d|of|"
    r"some|a few|and|so|it|goes|complete|carry|out|handle|take|care|work|through|done|get|errands|one|by|after|another|at|once|all|"
    r"have|help|with|what|should|be)\b[\s,.:!–-]*)*",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"^(?:(?:(?:and|but|also|{_LATER}|firstly|first of all|secondly|thirdly)\b|"
    rf"(?:first|second|third|fourth|fifth|sixth|last)(?=\s*[,:]|\s+{_POLITE}(?:{_VERBS})\b))[\s,:]*)+",
    re.IGNORECASE,
)
_TURN = re.compile(
    rf"(?:{_LATER}|and|but|first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth|fifth|sixth|last)[,:]?", re.IGNORECASE
)
"""Words that say whose turn it is, and nothing else."""
_NOTHING = re.compile(
    r"(?:(?:many |a lot of )?thanks?(?: you)?(?: (?:so|very) much| a lot| in advance)?|cheers|hi|hello|hey|"
    r"good (?:morning|evening|day)|that(?:'s| is|’s) (?:all|it)|please|thx|bye|and|\W+)[\s.!,]*",
    re.IGNORECASE,
)


class Gap(IntEnum):
    """What parts a piece from the one before it, the weakest first."""

    CLAUSE = 1
    THEN = 2
    SENTENCE = 3
    ITEM = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a goal.

    Attributes:
        text: Its words, as the user wrote them, without list marks.
        gap: What stands before it.
        between: The characters that stand before it, so that neighbours can be put together again.
    """

    text: str
    gap: Gap
    between: str = ""


def pieces_of(goal: str) -> list[Piece]:
    """Cut a goal wherever its structure allows it; what is in quotes is never cut.

    Args:
        goal: As the user typed it.

    Returns:
        The pieces in their order; empty where the goal cannot be cut (a list below words that are a part of what is asked).
    """
    if len(goal) > LONGEST_GOAL:
        return []
    protected = protect(goal.replace("\r\n", "\n"))
    items = _items(protected.text)
    if items is None:
        return []
    pieces = items or _clauses(protected.text.strip())
    kept = [piece for piece in pieces if not _NOTHING.fullmatch(piece.text)]
    return [Piece(protected.original(piece.text), piece.gap, protected.original(piece.between)) for piece in kept]


def joined(pieces: list[Piece]) -> str:
    """Neighbouring pieces as one text."""
    return pieces[0].text + "".join(piece.between + piece.text for piece in pieces[1:])


def opened(text: str) -> str:
    """A text without the words that only say when its turn is: `then`, `finally`, `second,`."""
    found = _OPENS.match(text)
    rest = text[found.end() :] if found else text
    return rest if rest.strip() else text


def marks_before(protected: Protected, place: int) -> int:
    """How many files, quotes and addresses stand before a place of the text."""
    return len(re.findall(ANY, protected.text[:place]))


def _items(text: str) -> list[Piece] | None:
    """The items of a list; empty where there is none, `None` where it hangs on words that are a part of what is asked."""
    lines = text.split("\n")
    found = [place for place, line in enumerate(lines) if _ITEM.match(line)]
    if len(found) >= 2:
        return _of_lines(lines, found)
    marks = list(_INLINE.finditer(text))
    if len(marks) < 2 or [int(mark["plain"] or mark["step"]) for mark in marks] != list(range(1, len(marks) + 1)):
        return []
    if not _LEAD.fullmatch(text[: marks[0].start()]):
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    texts = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    return [Piece(_INLINE_GAP.sub("", item) or item, Gap.ITEM, "\n") for item in texts]


def _of_lines(lines: list[str], found: list[int]) -> list[Piece] | None:
    if not _LEAD.fullmatch("\n".join(lines[: found[0]])):
        return None
    outer = len(lines[found[0]]) - len(lines[found[0]].lstrip())
    pieces: list[Piece] = []
    for line in lines[found[0] :]:
        item = _ITEM.match(line)
        if item and len(item["indent"]) <= outer:
            pieces.append(Piece(line[item.end() :].strip(), Gap.ITEM, "\n"))
        elif line[:1] in (" ", "\t") and line.strip():
            pieces[-1] = Piece(f"{pieces[-1].text}\n{line.strip()}", Gap.ITEM, "\n")
        elif line.strip():
            pieces.append(Piece(line.strip(), Gap.ITEM, "\n"))
    return pieces


def _clauses(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    start, gap, between = 0, Gap.SENTENCE, ""
    for found in [*_CUT.finditer(text), None]:
        end = found.start() if found else len(text)
        closing = re.match(r"[.!?]*", found.group())[0] if found else ""  # type: ignore[index]
        words = text[start:end].strip()
        if words and not _TURN.fullmatch(words):
            pieces.append(Piece(words + closing, gap, between))
            gap, between = Gap.CLAUSE, ""
        if found:
            start, between = found.end(), between + found.group()[len(closing) :]
            gap = max(gap, Gap[(found.lastgroup or "sentence").upper()])
    return _bound(pieces)


def _bound(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a sentence with a condition put together again."""
    sentences: list[list[Piece]] = []
    for piece in pieces:
        if piece.gap >= Gap.SENTENCE or not sentences:
            sentences.append([])
        sentences[-1].append(piece)
    bound: list[Piece] = []
    for sentence in sentences:
        whole = joined(sentence)
        spans = _SPANS.search(whole) and len(sentence) > 1
        bound += [Piece(whole, sentence[0].gap, sentence[0].between)] if spans else sentence
    return bound
