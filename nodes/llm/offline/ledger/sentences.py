"""Sentences put into the form that clauses are cut from."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.phrase import FILE

_HABIT = re.compile(
    r"^(?P<said>(?:i|we|he|she|they|my \w+)\s+(?!want|need|would|like|'d|also want|just want|have to)(?:(?!please|\byou\b)[^.?!])*?),? and (?:then )?(?P<verb>(?:write|note|keep|log|record|track|save|store|put|list)\b)",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(
    r"^\W*(?:each|every) (?:line|row|entry) (?:has|contains|gives|lists|shows|holds|is|consists|says)\b(?!.*\?)",
    re.IGNORECASE,
)


def smoothed(text: str) -> str:
    """A goal with round-about words replaced by plain ones."""
    text = re.sub(r"[’]", "'", text)
    text = re.sub(r"\b(?:according to|as per|going by|based on)\b", "from", text, flags=re.IGNORECASE)
    text = re.sub(
        rf"(?P<all>(?P<file>{FILE})[^.?!]*?)\b(?:to|into|in|at the end of|at the bottom of) (?:the )?same file\b",
        lambda found: f"{found['all']}to {found['file']}",
        text,
    )
    text = re.sub(
        rf"\b(?:at|to) the (?:very )?(?:end|bottom) of (?:the file )?(?={FILE})", "to ", text, flags=re.IGNORECASE
    )
    text = re.sub(
        r",?\s*\b(?:how (?:much|many)|what)\b[^.?!,]*,\s*(?:i\.e\.|that is),?\s+(?=the\b)",
        " how much are ",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        r"\bi\.e\.,?|\be\.g\.",
        lambda found: "that is" if found.group().startswith("i") else "such as",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        rf"\b(?:from|in|of) (?P<f>{FILE}),? i (?:only |just )(?:need|want) (?P<what>[^,.;]+)",
        r"extract \g<what> from \g<f>",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        rf"\badd the (?:number|value|amount|figure) (?:in|from) (?P<a>{FILE}) (?:to|and) (?:the (?:number|value|amount|figure|one) (?:in|from) )?(?P<b>{FILE})",
        r"add up the numbers in \g<a> and \g<b>",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        r"(?P<end>[.?!])\s+(?P<told>\(\s*1 \w+ (?:=|is|are|has|equals) \d[\d,]*(?:\.\d+)? \w+\s*\))",
        r" \g<told>\g<end>",
        text,
    )
    return re.sub(
        r"(?P<end>[.?!])\s+(?:please )?round (?:it |this |that |the (?:result|answer) )?to (?P<to>[\w ]+?)(?: please)?[.!]?$",
        r" rounded to \g<to>\g<end>",
        text,
        flags=re.IGNORECASE,
    )


def fronted(sentence: str, verb: str, cut: re.Pattern[str]) -> str:
    """`In a.csv add up the amounts` as `add up the amounts in a.csv`; `cut` says where the next clause begins."""
    found = re.match(
        rf"\W*(?:in|from) (?P<file>{FILE}),?\s+(?P<rest>(?:please )?{verb}\b.*)$", sentence, re.IGNORECASE | re.DOTALL
    )
    if found is None:
        return sentence
    rest = found["rest"]
    following = cut.search(rest)
    end = following.start() if following else len(rest.rstrip(" .!?"))
    return f"{rest[:end]} in {found['file']}{rest[end:]}"


def told_habit(sentence: str) -> str:
    """`I jog and write down the distance` is no order; the word put in keeps it in one piece."""
    return _HABIT.sub(r"\g<said> and always \g<verb>", sentence)


def explains(sentence: str) -> bool:
    """Whether a sentence only says what the lines of a file hold."""
    return bool(_EXPLAINED.match(sentence))
