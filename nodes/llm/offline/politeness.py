"""What people put around a request: politeness, connectives, closing punctuation."""

from __future__ import annotations

import re

_POLITE = (
    r"please|pls|plz|plase|kindly|could you|can you|would you|will you|may you|can u|could u|i want "
    r"you to|i want to|i'd like you to"
    r"|i would like you to|i'd like to|i would like to|i need you to|i need to|go ahead and|hey|hi|"
    r"hello|ok|okay|now|first(?!\s+(?:\d|line|word|letter|char|number|one\b|two|three|four|five|six|"
    r"seven|eight|nine|ten|twenty|few|of\b|and\b|half|row|item|entry|name|prime|fibonacci|even|odd|"
    r"paragraph|sentence|result|file))|firstly|first of all"
    r"|then|next|finally|lastly|also|after that|afterwards|after this|secondly|thirdly|let's|lets|"
    r"help me|help me to|just|quickly|so|and|but|well"
    r"|your task is to|you should|you must|you need to|be so kind to|be so kind as to|i'm trying to|"
    r"try to|go and|would you mind|do me a favor and"
    r"|do me a favour and|(?:second|third|fourth|last|next)(?=\s*[,:]|\s+(?:create|write|read|make|"
    r"add|append|copy|move|delete|show|list|count|compute|calculate|save|find|tell|rename))|once "
    r"done|when done|when you are done|when that is done|once that's done|after you are done|in "
    r"addition|additionally|subsequently|and then|to start|to begin|start by|begin by"
    r"|if you could|if possible|simply|thanks|assistant|agent|we need to|we want to|i wish to|make "
    r"sure to|be sure to|remember to|don't forget to|at last|at the end|in the end|eventually|as a "
    r"last step|hi there|hello there|hey there|good morning|yo|dear assistant|with that|from there|"
    r"from that|and also|plus|your job is to|task:|todo:|goal:|question:|q:|quick question|quick one|"
    r"real quick|alright|right|great|cool|the task is to|i have to|mind|could you maybe|maybe|"
    r"possibly|perhaps|actually|again|same way|likewise|similarly|step \d+|step \w+"
)
_USING = (
    r"(?:using|use|with)\s+(?:the|your|a)\s+(?:calculator|file operations|files?|search|date|memory|"
    r"python)?\s*(?:tools?\b|operations?\b)?(?:\s*,\s*|\s+to\s+|\s+|$)"
)
_PREFIX = re.compile(
    rf"^(?:(?:{_POLITE})(?![\w'’.])[\s,:;.!\-–—]*|[\s,;.!?:•]+|[\-–—*]\s+|{_USING}|(?:\d{{1,2}}[.)]\s+))", re.IGNORECASE
)
_SUFFIX = re.compile(
    r"(?:[\s,;]*(?:\b(?:please|pls|plz|for me|thanks|thank you|thx|ty|if you can|if possible|ok|okay|"
    r"right now|(?<!from )now|as well|too|cheers|thanks a lot"
    r"|thank you very much|many thanks|thanks in advance|would you|will you|could you|at once|after "
    r"that|afterwards|when done|in the end|at the end|and that's it|that's all|would be great)\b|"
    r"[?!.;,…\s]+|:\)))$",
    re.IGNORECASE,
)
_TRAILING_KEEP = re.compile(r"\b(?:to|at) the end$", re.IGNORECASE)


_CLOSING = re.compile(r"[!?]+$")


def bare(clause: str) -> str:
    """A clause without politeness, connectives and closing punctuation."""
    clause = clause.strip()
    for _ in range(8):
        shorter = _PREFIX.sub("", clause, count=1)
        if not shorter or shorter == clause:
            break
        clause = shorter
    return trimmed(clause)


def trimmed(clause: str) -> str:
    """A clause without closing politeness and punctuation."""
    for _ in range(6):
        if _TRAILING_KEEP.search(clause):
            break
        shorter = _SUFFIX.sub("", clause)
        if not shorter or shorter == clause:
            break
        clause = shorter
    return clause.strip()
