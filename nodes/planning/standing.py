"""Whether the words of a part say all that is asked, or lean on words around them that its task would not see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nodes.llm.offline.protect import ANY, Protected, protect
from nodes.planning.program_nodes import nodes_of
from nodes.planning.splitting import opened, pieces_of

if TYPE_CHECKING:
    from nodes.llm.offline.program import Program

_STAND_INS = re.compile(
    r"\b(?:it|its|them|they|their|those|these|same|the (?:copy|file|folder|directory|list|original|new (?:file|folder|list))|"
    r"(?:that|this) (?:file|folder|list|copy|number|text)|(?:that|this)(?=$|[.!?,]| (?:to|in|into|by|from|with|and|the)\b))\b",
    re.IGNORECASE,
)
"""Words that stand for something named before them."""
_FOR_RESULTS = re.compile(r"it|that|this|them|those|these|(?:that|this) number", re.IGNORECASE)
"""Of these, what may stand for a result."""
_RESULT = re.compile(
    r"\b(?:the|that|this|each|final) (?:result|answer|outcome|sum|total|difference|product|average|count|number|amount)s?\b"
    r"(?! (?:of|in|from|for|on|between|that|which|at)\b)",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:both|either|neither|respectively|all (?:two|three|four)|the two|the three)\b", re.IGNORECASE)
_REST = re.compile(
    r"\b(?:others?|the rest|remaining|everything else|likewise|instead|what(?:'s|’s| is) left)\b", re.IGNORECASE
)
_INTO_IT = re.compile(r"\b(?:into|inside|in|to|from) (?:it|them)\b", re.IGNORECASE)
_THERE = re.compile(r"(?<!is )(?<!are )(?<!was )\bthere\b(?! (?:is|are|was|were)\b)", re.IGNORECASE)
_FOLDER = re.compile(r"\b(?:folder|directory)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"(?:(?:please|also|kindly|hi|hello|hey|now|just|can you|could you|would you|will you|i want you to|i need you to|"
    r"i'd like you to|and|for me)\b[\s,!]*)*"
    r"(?:show|read|open|print|display|write|save|store|put|record|create|make|append|add|delete|remove|erase|copy|duplicate|move|rename|"
    r"list|count|find|search|tell|give|calculate|compute|work|evaluate|what|how|which|who|when|where|replace|change|convert|sort|reverse|"
    r"merge|combine|remember|recall|get|check|subtract|multiply|divide|double|triple|halve|square|round|increase|decrease|reduce|split|"
    r"take|insert|note|jot|log|clear|empty|sum|total|report|compare|join|extract|look|figure|determine|set|update|fetch|download|turn|"
    r"describe|explain|summari[sz]e|translate|draft|prepare|plan|suggest|compose|rewrite|correct|proofread|send|choose|pick|"
    r"identify|classify|outline|review|prepend|back|is|are|does|do|did|let|number|order|arrange|keep|use|concatenate|in|from|into)\b",
    re.IGNORECASE,
)
"""How a request begins; what begins otherwise tells something."""
_HALF_SAID = re.compile(r"(?:take|deduct|knock|subtract)\b(?!.*\b(?:from|off (?=\S))\b)", re.IGNORECASE)
"""`take away half of 90`: from what was worked out before."""
_ANSWER_FORM = re.compile(
    r"(?:reply|answer|respond|say so|format|round (?:it|them|all|everything)|use)\b", re.IGNORECASE
)
_MEMORY = re.compile(r"\b(?:remember|recall|memory|i (?:told|said)|did i)\b", re.IGNORECASE)


_TURNS_BACK = re.compile(
    r"\b(?:before (?:that|this|you|doing|any)|beforehand|but first|prior to|at the same time|meanwhile|in that case|ask me|wait)\b",
    re.IGNORECASE,
)
"""Words that change the order of what is said, or when it may be done."""
_FOR_ALL = re.compile(
    r"\b(?:anything|everything|nothing|always|never|only|don['’]t|do not|must not|without|whatever|any of|careful|"
    r"keep in mind|note that)\b",
    re.IGNORECASE,
)
"""Words by which a remark may be about more than what stands beside it."""


def spans(text: str, *, is_part: bool) -> bool:
    """Whether a piece of a goal may be about other pieces, too.

    Args:
        text: The piece.
        is_part: Whether it can be done by its own words.
    """
    words = protect(text).text
    return bool(_TURNS_BACK.search(words) or (not is_part and _FOR_ALL.search(words)))


def leans(text: str, program: Program) -> str | None:
    """What keeps a part from being done by its own words and, where it points back to a result, that result.

    Args:
        text: The part.
        program: What the offline rules make of it; what they do not read is not held against the words.

    Returns:
        The reason, for people; `None` where there is nothing.
    """
    whole = protect(text)
    points_back = any(type(node).__name__ == "PreviousAnswer" for node in nodes_of(program.steps))
    pieces = pieces_of(text)
    first, last = (protect(pieces[0].text), pieces[-1].text) if pieces else (whole, text)
    if not _ASKS.match(opened(last)):
        return "it tells something and asks for nothing"
    return _by_words(whole, first, points_back) or _by_program(text, program)


def _by_words(whole: Protected, first: Protected, points_back: bool) -> str | None:
    text = whole.text
    if _REST.search(text) or (_BOTH.search(text) and not points_back and len(re.findall(ANY, text)) < 2):
        return "it is about several things that are named elsewhere"
    if _HALF_SAID.match(first.text) or _ANSWER_FORM.match(first.text):
        return "it goes on with what stands before it"
    if _INTO_IT.search(first.text) and not points_back:
        return "what it goes into is named elsewhere"
    for found in _THERE.finditer(text):
        if not _FOLDER.search(text[: found.start()]):
            return "the place is named elsewhere"
    if _RESULT.search(first.text) and not points_back:
        return "the result is another part's"
    for found in _STAND_INS.finditer(text):
        is_bound = re.search(rf"{ANY}|\d", text[: found.start()])
        if not is_bound and not (points_back and _FOR_RESULTS.fullmatch(found.group())):
            return f"what {found.group()!r} stands for is named elsewhere"
    return None


def _by_program(text: str, program: Program) -> str | None:
    for node in nodes_of(program.steps):
        kind = type(node).__name__
        if getattr(node, "path", None) == "" or getattr(node, "destination", None) == "":
            return "a file is not named"
        if kind == "FileAction" and node.destination == node.path:
            return "where the file goes is named elsewhere"
        if kind == "Recalled" and not _MEMORY.search(text):
            return "it asks for something that was not told here"
        if kind not in ("Calc", "Fold") and any(type(item).__name__ == "PreviousAnswer" for item in _inside(node)):
            return "the earlier answer would be taken word for word"
    return None


def _inside(node: Any) -> list[Any]:
    held = [getattr(node, name) for name in node.__dataclass_fields__]
    return held + [item for value in held if isinstance(value, tuple) for item in value]
