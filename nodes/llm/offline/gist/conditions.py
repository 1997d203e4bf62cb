"""`If the number in score.txt is 50 or more, write PASS to result.txt, otherwise write FAIL`."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodes.llm.offline.gist.discourse import Discourse
from nodes.llm.offline.gist.figures import comparison, counted, digits, fold_in, folded
from nodes.llm.offline.gist.words import FILE, QUOTE
from nodes.llm.offline.program import Branch, Step
from nodes.llm.offline.terms import Compared, Exists, Expr, FileText, Literal, Not, Test

_ACTION = (
    r"(?:please\s+)?(?:then\s+)?(?:also\s+)?(?:write|save|store|put|note|append|add|delete|remove|create|make|copy|move|"
    r"rename|tell me|say|type|answer|print|reply|"
    r"the (?:text|word|file|content) (?:should|must)|i (?:want|need|would like)|it should|[\ue800-\uefff] should)"
)
_IF = re.compile(
    rf"^(?:please\s+|then\s+)*(?:if|when|in case|whenever|should)\s+(?P<cond>.+?)\s*(?:,(?=\s)\s*(?:then\s+)?|\s+then\s+|"
    rf"[:]\s*|\s+(?={_ACTION}\b))(?P<then>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_AFTER = re.compile(r"^(?P<then>.+?)\s+if\s+(?P<cond>.+?)$", re.IGNORECASE | re.DOTALL)
_ELSE = re.compile(
    r"\s*[,;.]?\s*(?:and\s+|but\s+)?\b(?:otherwise|else|if (?:it is |it's |that is |this is )?not|if (?:it|that) "
    r"(?:isn['’]t|is not|does not|doesn['’]t)(?: \w+)?|in (?:the|any) other case)\b\s*[,:]?\s*",
    re.IGNORECASE,
)


def branch_in(sentence: str, disc: Discourse, act: Callable[[str], list[Step] | None]) -> Branch | None:
    """Read a conditional sentence.

    Args:
        sentence: With its `otherwise`.
        disc: What was spoken of before.
        act: Reads what is to be done in one case, without leaving traces in `disc`.

    Returns:
        The branch; `None` where the question or one of the two cannot be read.
    """
    cut = _ELSE.search(sentence, 3)
    first, other = (sentence[: cut.start()], sentence[cut.end() :]) if cut else (sentence, "")
    found = _IF.match(first.strip()) or _AFTER.match(first.strip())
    if found is None:
        return None
    question = question_in(found["cond"], disc)
    if question is None:
        return None
    then, other = _shared(found["then"].strip(), other.strip())
    steps = act(then)
    otherwise = act(other) if other else []
    if not steps or otherwise is None or (other and not otherwise):
        return None
    return Branch(question, tuple(steps), tuple(otherwise))


_TARGET = re.compile(rf"\s(?:to|in|into|as|on)\s+(?:(?:a|the|my|file|new|called|named|text)\s+)*{FILE}", re.IGNORECASE)
_WRITES = re.compile(r"^(?:please\s+)?(?:write|save|store|put|note|append|add|type|say|print)\b", re.IGNORECASE)


def _shared(then: str, other: str) -> tuple[str, str]:
    """Give each case the verb and the target that only the other names."""
    if not other:
        return then, other
    verb = _WRITES.search(then)
    if verb and not re.match(rf"\s*(?:{_ACTION})\b", other, re.IGNORECASE):
        other = f"{verb.group()} {other}"
    here, there = _TARGET.search(then), _TARGET.search(other)
    if here and not there and _WRITES.search(other):
        other = re.sub(r"\s+(?:in )?there$|\s+(?:in(?:to)?|to) it$", "", other.rstrip(" .")) + here.group()
    elif there and not here and _WRITES.search(then):
        then = then.rstrip(" .,") + there.group()
    return then, other


_TRUE = re.compile(
    rf"(?P<not>\b(?:does not|doesn['’]t|do not|don['’]t|not|n['’]t|without|no)\b\s+)?\b(?:contain(?:s|ing)?|mention(?:s)?|"
    rf"include(?:s)?|ha(?:s|ve)|says?|stands?)\b\s+(?:in it\s+)?(?:the\s+)?(?:word|text|line|name)?\s*(?P<what>{QUOTE}|"
    rf"[A-Z]\w+|\w+)",
    re.IGNORECASE,
)


def question_in(text: str, disc: Discourse) -> Expr | None:
    """The yes-or-no question of a condition."""
    files = disc.files(text)
    source: Expr | None = (
        FileText(files[0]) if files else disc.subject or (FileText(disc.sources[-1]) if disc.sources else None)
    )
    if files and re.search(
        r"\b(?:exists?|is there|is (?:already )?there|there is (?:already )?a|is missing|does not exist|already there)\b",
        text,
        re.IGNORECASE,
    ):
        there = Exists(files[0])
        return Not(there) if re.search(r"\bmissing|not|no\b|n['’]t", text, re.IGNORECASE) else there
    if source is None:
        return None
    words = digits(text)
    compared = comparison(words) or _other_comparison(words)
    if compared is not None:
        op, bound, match = compared
        rest = words[: match.start()] + " " + words[match.end() :]
        left = (
            counted(words, source)
            or _measured(words, source)
            or (folded(rest, source) if fold_in(rest) else None)
            or source
        )
        return Compared(op, (left, Literal(bound, number=True)))
    if re.search(r"\b(?:even|odd|prime)\b", text, re.IGNORECASE):
        kind = re.search(r"\b(even|odd|prime)\b", text, re.IGNORECASE)
        return Test(kind.group(1).lower(), source) if kind else None
    if re.search(r"\bempty\b", text, re.IGNORECASE):
        empty = Test("empty", source)
        return Not(empty) if re.search(r"\bnot\b|n['’]t", text) else empty
    held = _TRUE.search(text)
    if held is None:
        return None
    test = Test("contains", source, Literal(disc.plain(held["what"])))
    return Not(test) if held["not"] else test


def _measured(text: str, source: Expr) -> Expr | None:
    found = re.search(r"\b(lines|words|characters)\b", text, re.IGNORECASE)
    return counted(f"how many {found.group(1)}", source) if found else None


def _other_comparison(text: str) -> tuple[str, str, re.Match[str]] | None:
    found = re.search(
        r"\b(?:is|are|equals?|=|==|was)\s+(?P<neg>not\s+|n['’]t\s+)?(?:equal to\s+|exactly\s+)?(?P<bound>-?\d[\d,.]*)|"
        r"\b(?P<sign>negative|positive)\b",
        text,
        re.IGNORECASE,
    )
    if found is None:
        return None
    if found["sign"]:
        return ("<" if found["sign"].lower() == "negative" else ">"), "0", found
    return ("!=" if found["neg"] else "=="), found["bound"].replace(",", "").rstrip("."), found
