"""A request without files but for one clause that keeps its result in a file: read as the request, with the result written."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.program import Program, Say, Write
from nodes.llm.offline.protect import FILE, FILE_BASE, Protected
from nodes.llm.offline.terms import Calc, Compared, Derived, Expr, Ref

_VERB = r"(?:save|write|put|store|record|note|enter|jot|keep|drop|stick|type|output|export)(?:s|d)?(?: down)?"
_POLITE = (
    r"(?:please|pls|plz|kindly|then|and|also|now|finally|afterwards|could you|can you|would you|i want you to|you can)"
)
_PLACE = r"(?:in|to|into|as|under|inside|within)(?: (?:a|an|the|my|new|text|plain|file|called|named))*"
_THANKS = r"(?:[,.!]? ?(?:please|pls|plz|thanks|thank you|thx|cheers|for me|for later|too|as well))*[.!]*"
_OBJECT = rf"(?P<what>[^.?!,;:\d{chr(0xE000)}-{chr(0xF8FF)}]{{0,60}}?)"
_ROUND = r"(?P<round>,? ?\brounded (?:off )?to [^.?!,;]{1,30}?)?"
_MARK = rf"(?P<file>{FILE})"
_TRAILING = (
    rf"[\s,;.?!:–—-]*\b(?:{_POLITE},? )*{_VERB}\b ?{_OBJECT}{_ROUND} ?\b{_PLACE} ?{_MARK}{_ROUND.replace('round', 'later')}{_THANKS}$",
    rf"[\s,;.?!:–—-]*\b(?:{_POLITE},? )*(?:create|make|write|start) {_PLACE.replace('in|to', 'me|in|to')}? ?(?:a |the |new |text |file |"
    rf"called |named )*{_MARK} (?:with|containing|that (?:holds|contains|has)|holding|and (?:put|write|save)) {_OBJECT}"
    rf"(?: (?:in|inside|into) (?:it|there))?{_THANKS}$",
    rf"[\s,;.?!:–—-]+(?:and |then |with )*{_OBJECT} ?(?:should |must |has to |needs to |can |to )?(?:be (?:saved |written |stored |put )?|"
    rf"go(?:es)? |stand |belongs? |saved |written |stored )?{_PLACE} {_MARK}{_ROUND}{_THANKS}$",
    rf"[\s,;.?!:–—-]+(?:=>|->|→|>>?)\s*{_MARK}{_THANKS}$",
)
_LEADING = (
    rf"^(?:{_POLITE},? )*{_VERB} ?{_PLACE} {_MARK}[,:]? (?=(?:how|what|the|which)\b)",
    rf"^(?:in|into|to) {_MARK},? (?:{_POLITE},? )*{_VERB}[,:]? (?=(?:how|what|the|which)\b)",
)
_AT_END = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _TRAILING)
_AT_START = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _LEADING)
_ASKS = re.compile(
    r"\b(?:how|what|whats|which|when|calculate|compute|work out|find|figure out|determine|add|subtract|multiply|divide|split|share|"
    r"convert|sum|take|double|halve|round|total|average)\b|\?|^\W*\(?\d[\d\s.,+*/x×÷^()−-]*$",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"(?:(?:it|that|this|all|the|just|only|final|exact|whole|end|my|your|of|overall|grand|plain|single|right|correct|new|one|"
    r"result|results|answer|number|outcome|value|figure|solution|total|sum|amount|calculation|what you (?:get|find)|"
    r"alone|nothing else|nothing but|and|calculated|resulting)\b ?)*",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|per|every|everyone|apiece|one person|share)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:total|sum|overall|grand)\b", re.IGNORECASE)
_NOUN = re.compile(r"[a-z']{3,}")
_OTHERWISE = re.compile(
    r"\b(?:append|add(?:ed|ing)? (?:it|that|this|the result)|copy|delete|remove|move|rename|replace|overwrite|remember|folder|directory|"
    r"there|decimals? places|with \w+ decimals?|per line)\b|^\s*\d[.)]\s",
    re.MULTILINE,
)
_KEEPS = re.compile(
    r"\b(?:stor(?:e|ing)|writ(?:e|ing)|record|(?:then|and) (?:save|put|note|keep) (?:it|the|just|that|only))\b"
)


def read_kept(protected: Protected, read: Callable[[str], Program], *, sums_only: bool) -> Program | None:
    """Read a goal whose only word about files is where its result is kept.

    Args:
        protected: The goal with its data taken out.
        read: Reads a request without files.
        sums_only: Whether only a result that is worked out from numbers of the goal counts.

    Returns:
        What the request asks for, told and written; `None` where the goal is of another kind, the request cannot be read to its
        end, or what is to be kept is not what it asks for.
    """
    if len(protected.files) != 1 or protected.quotes or protected.urls or protected.folders:
        return None
    if len(re.findall(FILE, protected.text)) != 1 or _OTHERWISE.search(protected.text.lower()):
        return None
    cut = _cut(protected.text.strip())
    if cut is None or _KEEPS.search(cut[0].lower()):
        return None
    for request in _requests(*cut):
        program = read(request)
        if program.unread or not program.steps or not all(isinstance(step, Say) for step in program.steps):
            continue
        last = program.steps[-1]
        if isinstance(last, Say) and _is_result(last.expr, sums_only):
            target = Write(protected.value(chr(FILE_BASE)), Ref((len(program.steps) - 1,)))
            return Program((*program.steps, target))
    return None


def _cut(text: str) -> tuple[str, str, str] | None:
    """The request, what of it is kept, and how that is rounded."""
    for pattern in _AT_START:
        found = pattern.match(text)
        if found:
            return text[found.end() :], "", ""
    for pattern in _AT_END:
        found = pattern.search(text)
        if found and found.start():
            groups = found.groupdict()
            rounding = (groups.get("round") or groups.get("later") or "").strip(" ,")
            ends = text[found.start() : found.start() + 2].strip()[:1]
            return (
                text[: found.start()] + (ends if ends in ("?", ".") else ""),
                (groups.get("what") or "").strip(),
                rounding,
            )
    return None


def _requests(text: str, what: str, rounding: str) -> list[str]:
    """The request in the wordings that may be read, the likeliest first; none where something else is kept than is asked for."""
    tail = f" {rounding}" if rounding else ""
    asked = bool(_ASKS.search(text))
    plain = text.rstrip(" ?.!") + tail + ("?" if "?" in text else "")
    if _SELF.fullmatch(what):
        if not asked:
            return [f"{text.rstrip(' .')}. What is the total?"] if _ALL.search(what) else []
        return [] if _ALL.search(what) and _EACH.search(_question(text)) else [plain]
    named = f"{text.rstrip(' .,;:-–—')}. What is {_article(what)}{tail}?"
    if not asked:
        return [named]
    nouns = [word for word in _NOUN.findall(what.lower()) if word not in _SMALL]
    question = _question(text).lower()
    if nouns and all(noun.rstrip("s") in question for noun in nouns):
        return [plain]
    return []


_SMALL = frozenset(
    ("the", "and", "for", "per", "just", "only", "each", "final", "result", "answer", "number", "new", "total", "value")
)


def _article(what: str) -> str:
    return what if re.match(r"(?:the|my|our|his|her|their|its|each|everyone)\b", what, re.IGNORECASE) else f"the {what}"


def _question(text: str) -> str:
    parts = [part for part in re.split(r"(?<=[.?!])\s+", text) if part.strip()]
    return next((part for part in reversed(parts) if "?" in part or _ASKS.search(part)), text)


def _is_result(expr: Expr, sums_only: bool) -> bool:
    if sums_only:
        return isinstance(expr, Calc)
    return isinstance(expr, Calc | Compared | Derived)
