"""A goal read by frames, clause after clause; every clause must fit one."""

from __future__ import annotations

import re
from dataclasses import replace

from nodes.llm.offline.framed.adding import ADDING
from nodes.llm.offline.framed.amending import AMENDING
from nodes.llm.offline.framed.asking import ASKING
from nodes.llm.offline.framed.counting import COUNTING
from nodes.llm.offline.framed.exchanges import EXCHANGES
from nodes.llm.offline.framed.lines import LINES
from nodes.llm.offline.framed.listing import LISTING
from nodes.llm.offline.framed.moving import MOVING
from nodes.llm.offline.framed.notes import NOTES
from nodes.llm.offline.framed.pages import PAGES
from nodes.llm.offline.framed.slots import Filled
from nodes.llm.offline.framed.texts import LATER, TEXTS
from nodes.llm.offline.framed.turning import TURNING
from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.scan import Scanned
from nodes.llm.offline.gist.words import DOCUMENT, FILE, LIMITED, REQUEST, STARTS, VERB
from nodes.llm.offline.politeness import bare
from nodes.llm.offline.program import FileAction, Program, Say, Step, Write
from nodes.llm.offline.protect import Protected
from nodes.llm.offline.terms import Derived, Expr, FileText, Transform

_FRAMES = (
    LISTING[0],
    *PAGES,
    LISTING[1],
    *NOTES,
    *EXCHANGES,
    *TURNING,
    *COUNTING,
    *AMENDING,
    *ADDING,
    *TEXTS,
    *LINES,
    *MOVING,
    *ASKING,
)
_ASK = re.compile(
    r"^(?:(?:i['’]d|i would|we['’]d) (?:like|love|want)(?: to have| to)?|i (?:just )?(?:want|need)(?: you to| to)?|could i "
    r"have|can i have|may i "
    r"have|i['’]m looking for|i am looking for|there should be|let there be|do)\s+",
    re.IGNORECASE,
)
_WISH = re.compile(r"^(?:i\b|we\b|could i|can i|may i|there should|let there|(?:a|an|new)\b)", re.IGNORECASE)
_MORE = re.compile(
    rf"(?<![.!?])[.!?]+\s+(?={STARTS}|(?:could|can|would) you\b|i['’]d\b)|[,;]?\s+(?:and|but|then)\s+(?:then\s+|also\s+|"
    rf"after that\s+|"
    rf"please\s+)?"
    rf"(?=(?:{VERB})\b)",
    re.IGNORECASE,
)
_NEXT = re.compile(rf",\s+(?:{VERB})\s.*\b(?:it|them|that)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<!\b[A-Z]\.[A-Z])[.!?;]\s+|\s*[,;]?\s+(?:and\s+)?then\s+|\n+", re.IGNORECASE)
_CLAUSE = re.compile(
    rf"(?:\s*,?\s+(?:and|but)(?:\s+(?:also|then|finally|afterwards|please))*\s+|\s*[,;]\s*(?:(?:then|also|finally|afterwards|after that|next|please)\s+)*)(?=(?:{VERB})\b)",
    re.IGNORECASE,
)
_BOTH = re.compile(f"{_SENTENCE.pattern}|{_CLAUSE.pattern}", re.IGNORECASE)
_REASON = re.compile(
    r"\s*(?:(?:oh|well|so|ok|okay|hey|hi|yes),?\s+)*(?:i|we|my|our|he|she|his|her|they|there|the|it['’]?s|this|that|someone|everyone|mum|mom|dad|"
    r"[A-Z]\w+)\b[^?]*",
)
_PLACED = re.compile(
    r"\b(?:first|last|top|bottom|end|before|after|without|not|no|instead|also|too|except|again|back|both|same|capital|lower|upper)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words by which a closing sentence may say how a thing is to be done."""
_SAVED = re.compile(
    rf"(?:save|write|put|store|keep|output)(?: (?:it|this|that|them|the (?:result|results|outcome|output|(?:new|changed|sorted|cleaned|shortened|numbered|corrected|updated|final|clean) (?:one|text|version|list|file|lines|names)|rest)))? (?:as|to|in|into|under)"
    rf"(?: (?:the|a|new|separate|file|called|named|another))* (?P<f>{FILE})(?: instead)?",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"\b(?:then|afterwards|after that|finally)\b|\b(?:save|copy|rename|delete|sort|count|append|move|show|read|print|remember|tell me|write|create|make|calculate)\b"
    r".*\b(?:it|this|that|file|files|folder|lines?|words?|characters?|note|text|me)\b",
    re.IGNORECASE,
)
_UNTOUCHED = re.compile(
    rf"(?:keep|leave|do not (?:change|touch|alter)|don['’]t (?:change|touch|alter|overwrite|modify))(?: (?:the|file|original|old one|it|{FILE}|original file))+(?: (?:as it is|as is|alone|unchanged|untouched))?",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"(?:please|thanks?(?: you)?.*|hello|hi|hey|cheers|ok|no need to .*|yes or no|nothing else|that is all|(?:just )?the "
    r"(?:number|name) "
    r"will do|reply with only .*|just tell me yes or no|a yes or no will do|one line from each will do|quote it(?: for me)?)",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"^(?:if|when|unless|in case|should)\b|\b(?:otherwise|if not|unless|if it|except|but not)\b", re.IGNORECASE
)


_SPARING = re.compile(
    r"(?:delete|remove|erase|get rid of|throw (?:away|out)|trash|wipe|clear) (?:everything|all|every)\b[^,]*\b(?:except|but)\b",
    re.IGNORECASE,
)


_SPARED = re.compile(
    r"\b(?:remove|delete|drop|cut|strip|erase|get rid of)\b.*\b(?:every (?:second|other|third) (?:line|row)|lines? (?:except|but|apart from|other than)\b)",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"(?:it|this|that|them|these|those|both|everything)\b(?! is\b| are\b)|(?:his|her|their|its|that) name\b|(?:the|its|their|today['’]?s?) (?:\w+ "
    r"){0,3}?(?:sum|total|result|number|count|average|date|"
    r"contents?|text|copy|answer|lines?|list|product|names|difference|weekday|value)\b|(?:how many|today|tomorrow)\b|\d+ "
    r"(?:\w+ )?(?:times|plus|minus|"
    r"divided)\b|(?:all|every|each|any) ",
    re.IGNORECASE,
)
"""Words that describe a text and are none."""


def read_frames(protected: Protected, *, plainly: bool = False) -> Program | None:
    """Read a goal.

    Args:
        protected: The goal with its data taken out.
        plainly: Leave the frames out that take whatever follows for a text; other readers know better lists and results.

    Returns:
        The program; `None` where a part of the goal fits no frame.
    """
    text = protected.text.strip()
    if (
        not re.search("[\ue800-\uefff]|folder|director|file|^\\W*(?:copy|move)\\b", text, re.IGNORECASE)
        or len(text) > 600
    ):
        return None
    for cut in (None, _SENTENCE, _CLAUSE, _BOTH):
        disc = Discourse(Scanned((), protected, frozenset()))
        pieces = [text] if cut is None else [piece for piece in cut.split(text) if piece.strip(" ,.;")]
        pieces = [
            piece
            for at, piece in enumerate(pieces)
            if not _reason(piece) or (at == len(pieces) - 1 and (at == 0 or _PLACED.search(piece)))
        ]
        if all(framed(piece, disc, plainly) for piece in pieces) and disc.steps:
            return Program(tuple(disc.steps))
    return None


def framed(clause: str, disc: Discourse, plainly: bool) -> bool:
    """Read one clause into the discourse; `False` where it fits no frame."""
    plain = bare(clause).strip(" ,")
    loud = "!" if clause[clause.rfind(plain) + len(plain) :].lstrip().startswith("!") else ""
    clause = plain + loud
    if _IDLE.fullmatch(clause) or not clause or _redirected(clause, disc):
        return True
    if (_BOUND.search(clause) and not _SPARING.match(clause)) or (
        LIMITED.search(clause) and not _SPARED.search(clause)
    ):
        return False
    shorter = bare(_ASK.sub("", clause)) + loud
    for text in dict.fromkeys((clause, shorter, f"make {shorter}" if _WISH.match(clause) else shorter)):
        for frame in _FRAMES:
            found = frame.pattern.fullmatch(text)
            if found is None and loud:
                found = frame.pattern.fullmatch(text[:-1])
            if found is None or (plainly and frame.build in LATER and not re.search(r"[{\[]", text)):
                continue
            if _runs_over(found, dictated=frame in NOTES):
                continue
            steps = frame.build(Filled(found, disc))
            if steps:
                _note(steps, disc)
                return True
    return False


def _reason(clause: str) -> bool:
    """Whether a sentence only says why something is wanted: it names nothing that a request could need."""
    return (
        bool(_REASON.fullmatch(clause))
        and not re.search(r"[\ue000-\uf8ff\d:\n]|\b(?:lines?|should|must|only|always|never|each|every|order)\b", clause)
        and not REQUEST.search(clause.strip())
    )


def _redirected(clause: str, disc: Discourse) -> bool:
    """`Save it as b.txt` after a change: what would have been changed in its place goes there instead."""
    last = disc.steps[-1] if disc.steps else None
    if not isinstance(last, Write) or last.mode != "w" or last.prepend:
        return False
    saved = _SAVED.fullmatch(clause)
    if saved and FileText(last.path) in _sources(last.expr):
        target = disc.path(saved["f"])
        disc.steps[-1] = replace(last, path=target, implied=False)
        disc.made, disc.subject = target, FileText(target)
        return True
    return bool(_UNTOUCHED.fullmatch(clause)) and FileText(last.path) not in _sources(last.expr)


def _sources(expr: Expr) -> list[Expr]:
    """What a value is made of, itself included."""
    inner = [expr.source] if isinstance(expr, Transform) else list(expr.sources) if isinstance(expr, Derived) else []
    return [expr, *(part for item in inner for part in _sources(item))]


def _runs_over(found: re.Match[str], *, dictated: bool = False) -> bool:
    """Whether a slot for a text has taken in the next request; a letter that is dictated may ask its reader for things."""
    held = [
        (found.start(name), value)
        for name, value in found.groupdict().items()
        if value
        and name.partition("__")[0] in ("t", "u", "v", "w", "x")
        and not re.search(r":[ \t]*\n\s*$", found.string[: found.start(name)])
    ]
    return any(
        (
            _MORE.search(re.sub(r"^(?:p\.\s?)+s\.\s", "", value, flags=re.IGNORECASE))
            and not (dictated and _letter(found, start, value))
        )
        or _NEXT.search(value)
        or DOCUMENT.fullmatch(value.strip())
        or (_DESCRIBED.match(value) and not re.search(r":\s*$", found.string[:start]))
        for start, value in held
    )


def _letter(found: re.Match[str], start: int, value: str) -> bool:
    """Whether a text behind a colon, to the end of a goal, speaks to its reader and not to the agent."""
    return bool(re.search(r":\s*$", found.string[:start])) and not _ORDERS.search(value)


def _note(steps: list[Step], disc: Discourse) -> None:
    for step in steps:
        if isinstance(step, Write):
            disc.write(step)
            disc.made, disc.subject = step.path, FileText(step.path)
        elif isinstance(step, Say):
            disc.say(step.expr, step.about)
        else:
            disc.steps.append(step)
        if isinstance(step, FileAction):
            if step.operation == "mkdir":
                disc.folder = step.path
            elif step.destination:
                disc.made, disc.subject, disc.sources = step.destination, FileText(step.destination), [step.path]
