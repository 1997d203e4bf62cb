"""A goal cut into clauses and each clause read; where a cut is in doubt, the reading that leaves the least unread wins."""

from __future__ import annotations

import re
from functools import lru_cache

from nodes.llm.offline.commands import BUILDERS
from nodes.llm.offline.file_commands import Steps
from nodes.llm.offline.frames import Slots, first_meaning, path_of
from nodes.llm.offline.numbering import enumerated
from nodes.llm.offline.numerals import merge
from nodes.llm.offline.politeness import bare, trimmed
from nodes.llm.offline.program import Branch, FileAction, Say, Unread, Write
from nodes.llm.offline.terms import Compared, Exists, Expr, FileText, Literal, Measure, Not, Test
from nodes.llm.offline.value_frames import COMPARISONS, value_of
from nodes.llm.offline.verbs import VERBS
from nodes.llm.offline.vocabulary import THINGS

LONGEST_CLAUSE = 2000


_STRONG = (
    r"(?:\s*[\n;]+\s*(?:[-*•]\s+)?|[.!?]+(?:\s+|$)|\s*,?\s*(?:and|but)?\s*\bthen\b[\s,]*|\s*,"
    r"?\s*(?:and\s+)?\b(?:after that|afterwards|after this|next|finally|lastly|followed by that|once "
    r"done|when done|subsequently)\b,?\s*(?=\w))"
)


_WEAK = (
    rf"(?:\s*,\s*(?:and\s+|also\s+|and also\s+)?|\s+and\s+(?:also\s+|finally\s+|to\s+)?|\s*&\s*|"
    rf"\s+but\s+|\s+before\s+|\s*->\s*)(?=(?:{VERBS})(?![\w'’])|[\ue800-\uefff]\s+(?:with|containing|"
    rf"saying|that says)\s)"
)


_GAP = r"(?<=[\ue000-\uefff])(?:\s*,\s*(?:and\s+)?|\s+and\s+)(?=\S)"


_CUT = re.compile(f"(?P<strong>{_STRONG})|(?P<weak>{_WEAK})|(?P<gap>{_GAP})", re.IGNORECASE)


_NUMBERED = re.compile(
    r"(?:^|\n)\s*(?:(?:step\s+)?\d{1,2}\s*[.):]|step\s+\w+\s*:)\s+(?=[A-Za-z\ue000-\uf8ff])", re.IGNORECASE
)


_GAP_VERB = re.compile(
    r"^(?P<verb>write|save|put|append|add|copy|move|rename|create|make|delete|remove|store|duplicate|replace)\b",
    re.IGNORECASE,
)


def read_goal(text: str) -> Steps:
    """Read a goal whose data has been taken out.

    Returns:
        Its steps in order, `Unread` ones included; at least one.
    """
    pieces = _cut(text)
    count = len(pieces)
    best: list[tuple[float, Steps]] = [(0.0, ())]
    for end in range(1, count + 1):
        options = []
        for start in range(max(0, end - _span(count)), end):
            cost, steps = _cost(pieces[start:end], best[start][1])
            options.append((best[start][0] + cost, best[start][1] + steps))
        best.append(min(options, key=lambda option: option[0]))
    return best[count][1] or (Unread("the goal", "There is no request in it."),)


def _span(count: int) -> int:
    return 8 if count <= 12 else 4 if count <= 60 else 1


def _cut(text: str) -> list[tuple[str, str]]:
    """Pieces with the separator that stands before each."""
    text = _NUMBERED.sub("\n", enumerated(text)).strip()
    pieces, place, before = [], 0, ""
    for found in _CUT.finditer(text):
        pieces.append((before, text[place : found.start()]))
        before, place = ("\0" if found.lastgroup == "gap" else "") + found.group(), found.end()
    pieces.append((before, text[place:]))
    if not text[place:].strip() and len(pieces) > 1 and re.match(r"[!?]+\s*$", before):
        pieces[-2:] = [(pieces[-2][0], pieces[-2][1] + before.strip())]
    return [(mark, piece) for mark, piece in pieces if bare(piece) or piece.strip()] or [("", text)]


def _cost(pieces: list[tuple[str, str]], before: Steps) -> tuple[float, Steps]:
    clause = pieces[0][1] + "".join(mark.lstrip("\0") + piece for mark, piece in pieces[1:])
    steps = read_clause(clause)
    merged = 2.0 if pieces[0][0].startswith("\0") else 0.0
    for mark, _ in pieces[1:]:
        if mark.startswith("\0"):
            continue
        merged += 3.0 if re.search(r"\bthen\b|after|next|finally|;|[.!?]\s", mark, re.IGNORECASE) else 1.0
    if steps is None and len(pieces) == 1:
        steps = _gapped(clause, before)
        merged += 0.5
    if steps is None:
        return 10.0 + 2.0 * len(pieces), (Unread(clause.strip()),)
    return merged + sum(20.0 for step in steps if isinstance(step, Unread)), steps


def _gapped(clause: str, before: Steps) -> Steps | None:
    """Read a clause that leaves out the verb of the one before it (`copy a to b and c to d`)."""
    if not before:
        return None
    last = before[-1]
    if isinstance(last, Write) and re.match(r"[\ue800-\uefff]\s+(?:with|containing|saying|that says)\s", bare(clause)):
        return read_clause("create " + bare(clause))
    if isinstance(last, Write):
        return (
            read_clause(("append " if last.mode == "a" else "write ") + bare(clause))
            if re.search(r"\b(?:to|in|into)\b", clause)
            else None
        )
    if isinstance(last, FileAction):
        return read_clause(f"{last.operation} {bare(clause)}")
    if isinstance(last, Say):
        return read_clause(f"read {bare(clause)}")
    return None


@lru_cache(maxsize=2048)
def read_clause(clause: str) -> Steps | None:
    """Read one clause; `None` where no frame fits."""
    text = bare(clause)
    if not text or len(clause) > LONGEST_CLAUSE:
        return None if text else ()
    if re.fullmatch(
        r"(?:thanks?|thank you|hi|hello|hey|please|good (?:morning|evening|day)|done|ok|okay|that is all|"
        r"that's all|cheers|(?:using|use|with) (?:the|your|a) (?:calculator|file operations|file|search|"
        r"memory)(?: tool)?)",
        text,
        re.IGNORECASE,
    ):
        return ()
    closing = re.search(r"[!?]+$", clause.strip())
    if closing:
        kept = first_meaning("commands", _BUILDERS, text + closing.group())
        if kept and re.search(r"\d!$", text + closing.group()) and isinstance(kept[-1], Say):
            return kept
        if (
            kept
            and isinstance(kept[-1], Write)
            and isinstance(kept[-1].expr, Literal)
            and kept[-1].expr.text.endswith(closing.group())
        ):
            return kept
    steps = first_meaning("commands", _BUILDERS, text)
    if (
        steps
        and re.match(r"if\s", text, re.IGNORECASE)
        and not isinstance(steps[0], Branch)
        and not re.match(r"if\s+(?:i|you|we|he|she|someone|a|an|the\s+bill|my)\s", text, re.IGNORECASE)
    ):
        return None
    return steps


def _branch(slots: Slots) -> Steps | None:
    condition = _condition(slots["cond"])
    if condition is None:
        return None
    then = _inner(slots["then"])
    otherwise = _inner(slots["otherwise"]) if slots.get("otherwise") else ()
    if then is None or otherwise is None:
        then, otherwise = _shared_target(slots)
    if then is None or otherwise is None:
        return None
    return (Branch(condition, then, otherwise),)


def _shared_target(slots: Slots) -> tuple[Steps | None, Steps | None]:
    """`write yes else no to x.txt`: the target and the verb stand only once."""
    then, otherwise = trimmed(slots["then"]), trimmed(slots.get("otherwise", ""))
    target = re.search(
        r"\s(?:to|in|into|as)\s+(?:a\s+|the\s+)?(?:(?:new|text)\s+)*(?:file\s+)?(?:called\s+|named\s+)?[\ue800-\uefff]$",
        otherwise,
    ) or re.search(r"\s(?:to|in|into)\s+(?:the\s+)?(?:file\s+)?[\ue800-\uefff]$", then)
    verb = re.match(r"(?:please\s+)?(write|save|put|append|add|say|print|answer|store)\b", then, re.IGNORECASE)
    if verb is None or not otherwise:
        return None, None
    ending = target.group() if target else ""
    if not then.endswith(ending):
        then += ending
    if not re.match(rf"{verb.group(1)}\b", otherwise, re.IGNORECASE):
        otherwise = f"{verb.group(1)} {otherwise}"
    if not otherwise.endswith(ending):
        otherwise += ending
    return _inner(then), _inner(otherwise)


_REPLY = re.compile(
    r"(?:say|answer|reply|print|respond|tell me|output|show)(?:\s+with)?\s+(?:the word\s+)?([\w !.]{1,60})",
    re.IGNORECASE,
)


def _inner(text: str) -> Steps | None:
    steps = read_goal(text)
    reply = _REPLY.fullmatch(bare(text))
    if reply and any(isinstance(step, Unread) for step in steps):
        return (Say(Literal(reply.group(1))),)
    return None if any(isinstance(step, Unread) for step in steps) else steps


def _condition(text: str) -> Expr | None:
    text = bare(text)
    found = re.fullmatch(
        r"(?:there\s+(?:is|exists)\s+)?(?:a\s+|the\s+)?(?:file\s+)?(?:called\s+|"
        r"named\s+)?([\ue000-\uefff]|it|the file)\s*(does not |doesn't |does |is not |isn't |is "
        r")?(?:already\s+)?(?:exists?|present|there|missing)?(?:\s+already)?",
        text,
        re.IGNORECASE,
    )
    if found:
        missing = bool(re.search(r"not|n't|missing", text))
        exists = Exists(path_of(found.group(1)))
        return Not(exists) if missing else exists
    absent = re.fullmatch(
        r"(?:there is no|no)\s+(?:file\s+)?(?:called\s+|named\s+)?([\ue000-\uefff]).*", text, re.IGNORECASE
    )
    if absent:
        return Not(Exists(path_of(absent.group(1))))
    sized = re.fullmatch(
        r"(?:the file\s+)?(?P<file>[\ue000-\uefff]|it|the file)\s+(?:has|contains|is|"
        r"have)\s+(?P<op>.+?)\s+(?P<count>\d+|\w+)\s+(?P<thing>lines?|words?|characters?|"
        r"rows?)(?:\s+long)?(?:\s+in it)?",
        text,
        re.IGNORECASE,
    )
    if sized and re.sub(r"\s+", " ", sized["op"].lower()) in COMPARISONS:
        measured = Measure(THINGS[sized["thing"].lower()], FileText(path_of(sized["file"])))
        return Compared(
            COMPARISONS[re.sub(r"\s+", " ", sized["op"].lower())],
            (measured, Literal(merge([sized["count"].lower()])[0], number=True)),
        )
    denied = re.sub(r"\b(?:does not|doesn't)\s+(contain|include|mention|have)\b", r"\1s", text)
    denied = re.sub(r"\b(is|are)(?: not|n't)\s+", r"\1 ", denied)
    question = value_of(f"whether {denied}")
    if not isinstance(question, (Compared, Test)):
        question = value_of(denied)
    if not isinstance(question, (Compared, Test)):
        return None
    return Not(question) if denied != text else question


_BUILDERS = {**BUILDERS, "branch": _branch, "branch_after": _branch}
