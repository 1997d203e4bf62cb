"""What is put into files: literal texts, values and results, in the form that the user wants."""

from __future__ import annotations

import dataclasses
import re

from nodes.llm.offline.gist.discourse import Discourse, is_quote
from nodes.llm.offline.gist.words import DOCUMENT, QUOTE
from nodes.llm.offline.lists import layout_of, listed
from nodes.llm.offline.terms import Concat, Derived, Expr, Literal, Ref, Sequence

_FRAME = re.compile(
    rf"\b(?:like|such as|as|in the form(?:at)?(?: of)?|in the style of|of the form|e\.g\.|for example|formatted as|looks? "
    rf"like|so)\s*(?:this\s*)?[:,(]?\s*(?P<mark>{QUOTE})",
    re.IGNORECASE,
)
_DECIMALS = re.compile(r"\b(?P<count>\d|one|two|three|four|no|zero) decimals?(?: places?| digits?)?\b", re.IGNORECASE)
_PLACES = {"no": "0", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4"}
_APPEND = re.compile(
    r"\b(?:append|add(?:ed|ing)?(?! up)(?! together)|attach|tack|at (?:the )?(?:very )?(?:end|bottom)|(?:on|to) the (?:end|"
    r"bottom)|as (?:a|the) (?:new )?(?:last |final )?line|new last line|"
    r"below (?:the|what)|underneath|after the last line|extend|without (?:deleting|overwriting|losing))\b",
    re.IGNORECASE,
)
_PREPEND = re.compile(
    r"\b(?:prepend|at the (?:very )?(?:top|start|beginning)|as (?:a|the) (?:new )?first line|before the first line|above "
    r"(?:everything|what)|(?:on|in|as) the (?:very )?(?:first|top) line of(?! (?:the|a) new\b)(?!.*\bsecond\b))\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"^(?:\W*\b(?:please|could|would|can|you|i|like|to|want|after|this|that|also|then|and|now|first|need|kindly|should|so|"
    r"just|d|me|in|it|from|for|on|at|the|new|end|bottom|file|list|it|inside)\b\W*)*\b(?:writ(?:e|ing)(?: down)?|wirte|save|"
    r"store|put|note(?: down)?|jot(?: down)?|type|record|log|enter|place|keep|insert|create|mkae|make|add(?! up)|append|attach|set|"
    r"contains?|containing|with|saying|says?|stand|fill)\b\s*",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"^(?:(?:just|only|exactly|simply)\s+)*(?:the|a|an|my|our|your|its|his|her|their|this|that|these|those|all|every|each|"
    r"both|it|them|they|what|how|who|which|whether|after|before|then|now|please|"
    r"result|results|answer|total|sum|date|copy|today|todays|tomorrow|tomorrow['’]s|yesterday|today['’]s|one|two|three|"
    r"some|any|in|of|from|to|at|on|as|for|by|and|or|if|"
    r"lines?|words?|numbers?|names?|empty|new|short|list|half|everything|nothing|sorted|only|just|i|you|we|he|she|me|us|"
    r"there|is|are|be|should)\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"^(?:(?:just|only)\s+)?(?:the\s+|a\s+|another\s+)?(?:new\s+|single\s+)?(?:words?|text|line|row|entry|name|item|"
    r"sentence|names|items|lines|letters)\s+(?!of\b|in\b|that\b|from\b|with\b|where\b|which\b|and\b)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,.;:!?]*(?:\b(?:to|in|into|at|on)?\s*(?:the\s+)?(?:very\s+)?(?:end|bottom|top|start|beginning)(?: of(?: (?:it|the "
    r"(?:file|list)))?)?|\bas (?:a|the) new (?:last |first )?line|\bto (?:it|my list|the list)|"
    r"\b(?:in|inside) it|\bplease|\bpls|\bthanks?(?: you)?|\btoo|\bas well|\balso)?[\s,.;:!?]*$",
    re.IGNORECASE,
)


def mode_of(text: str) -> tuple[str, bool]:
    """The write mode (`w` or `a`) that a clause asks for, and whether the text goes first."""
    if _PREPEND.search(text):
        return "w", True
    return ("a" if _APPEND.search(text) else "w"), False


def frame_marks(text: str) -> list[str]:
    """The quotes that only show how the output should look."""
    labels = [found["mark"] or found["mark2"] for found in _LABEL.finditer(text)]
    return [found["mark"] for found in _FRAME.finditer(text)] + labels


_LABEL = re.compile(
    rf"\b(?:with|having|and|put|after|preceded by|prefixed (?:with|by)|labell?ed(?: as| with)?|under the label|behind|beginning with|"
    rf"starting with|prefix(?:ed)?(?: it)? with)\s+(?:the\s+|a\s+)?(?:(?:text|words?|label|prefix|currency sign|sign)\s+)?(?P<mark>{QUOTE})\s*"
    rf"(?P<where>in front(?: of (?:it|the \w+))?|before (?:it|that|the \w+)|ahead of it|as (?:a |the )?(?:label|prefix)|first\b|after it|"
    rf"behind it|after the (?:number|result|sum|value|total)|as (?:a |the )?(?:suffix|unit)|to the left)"
    rf"|\b(?P<fixed>preceded by|prefixed (?:with|by)|labell?ed(?: as| with)?|followed by)\s+(?:the\s+|a\s+)?(?:(?:text|words?|label)\s+)?"
    rf"(?P<mark2>{QUOTE})",
    re.IGNORECASE,
)


def _labelled(text: str, disc: Discourse) -> tuple[str, str] | None:
    """What goes before and after a value: `with 'Total: ' in front of it`."""
    found = _LABEL.search(text)
    if found is None:
        return None
    label = disc.plain(found["mark"] or found["mark2"])
    after = re.match(
        r"after|behind|followed|as (?:a |the )?(?:suffix|unit)", found["where"] or found["fixed"], re.IGNORECASE
    )
    spaced = (
        label
        if label[-1:] in " \n=(" or label in "$€£"
        else f"{label} "
        if re.search(r"[:\-]$|^\w+$", label)
        else label
    )
    return ("", label if label[:1] in " %" else f" {label}") if after else (spaced, "")


def formed(expr: Expr, text: str, disc: Discourse) -> Expr:
    """A value in the form that the clause wants: so many decimals, inside a line like `Total: 10.00`, with commas."""
    frame = _FRAME.search(text)
    places = _DECIMALS.search(text)
    count = _PLACES.get(places["count"].lower(), places["count"]) if places else None
    label = _labelled(text, disc)
    if label is not None and not isinstance(expr, Literal):
        return Derived("fixed", (expr,), (count, *label)) if count is not None else Derived("framed", (expr,), label)
    if frame:
        shown = disc.plain(frame["mark"])
        if isinstance(expr, Derived) and expr.kind == "grouped":
            between = re.search(r"[^\W\d_](?P<between>[^\w]+)[$€£]?[\dN]", shown)
            return dataclasses.replace(expr, args=(*expr.args[:2], between["between"])) if between else expr
        number = re.search(r"\d[\d,]*(?:\.(\d+))?|(?:\bX+\b|\bN\b|\.\.\.|…|_+|\?+|<[^>]*>)", shown)
        if number and re.search(r"[^\d.,\s]", shown):
            before, after = shown[: number.start()], shown[number.end() :]
            decimals = count or (str(len(number.group(1))) if number.group(1) else None)
            if decimals is not None:
                return Derived("fixed", (expr,), (decimals, before, after))
            return Derived("framed", (expr,), (before, after))
    if count is not None and not isinstance(expr, Literal):
        return Derived("fixed", (expr,), (count, "", ""))
    if isinstance(expr, Ref) and re.search(
        r"\b(?:one|a single|the same) line\b.*\bspaces?\b|\bspaces? (?:in )?between\b|\bseparated by (?:a )?spaces?\b",
        text,
    ):
        return Derived("commas", (expr,), (" ",))
    if re.search(r"\b(?:on one line|separated by commas|comma[- ]separated)\b", text, re.IGNORECASE) and not isinstance(
        expr, Literal | Derived | Sequence | Concat
    ):
        return Derived("commas", (expr,), (", ",))
    return expr


def literal_in(text: str, disc: Discourse) -> Expr | None:
    """The text that a clause gives word for word.

    Args:
        text: The clause without its target.
        disc: For the marks.

    Returns:
        Quotes, text after a colon, or plain words after the verb; `None` where the words describe something instead.
    """
    shown = set(frame_marks(text))
    marks = [mark for mark in re.findall(QUOTE, text) if is_quote(mark) and mark not in shown]
    _, separator = layout_of(text)
    if marks:
        parts = [_items(disc.plain(mark), separator, mark in disc.scanned.announced, text) for mark in marks]
        return (
            Literal(parts[0]) if len(parts) == 1 else Concat(tuple(Literal(part) for part in parts), separator or "\n")
        )
    rest, _ = layout_of(
        re.sub(r",?\s*(?<!each )(?<!every one )(?<!one )\bon (?:a line of its own|its own line)\b", " ", text)
    )
    verb = _VERB.match(rest)
    if verb is None:
        return None
    rest = rest[verb.end() :].strip()
    for _ in range(4):
        rest = _TAIL.sub("", rest)
    rest = rest.strip(" ,.;")
    if not rest or re.search("[\ue800-\uefff]", rest):
        return None
    if DOCUMENT.fullmatch(rest):
        return None
    announced = _ANNOUNCED.sub("", rest)
    if (announced == rest and _DESCRIBED.match(rest)) or len(rest.split()) > 25:
        return None
    return Literal(_items(announced.strip(" :"), separator, True, text))


def _items(text: str, separator: str | None, announced: bool, clause: str) -> str:
    """A list that was spelled out in a sentence goes one item a line where the clause says so."""
    ordered = (
        re.fullmatch(
            r"first[,:]?\s+(.+?),?\s+(?:and\s+)?(?:then|"
            r"second)[,:]?\s+(.+?)\.?",
            text,
            re.IGNORECASE,
        )
        if announced
        else None
    )
    if ordered and re.search(r"\blines?\b", clause):
        return "\n".join(ordered.groups())
    items = listed(text) if announced else None
    lines = re.search(r"\b(?:lines|list|items|each|every|names|words)\b", clause, re.IGNORECASE)
    if items and (separator is not None or (lines and len(items) > 2)):
        return (separator or "\n").join(item.strip(" .") for item in items)
    return text
