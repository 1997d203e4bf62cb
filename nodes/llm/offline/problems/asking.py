"""Where a text asks."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"\b(?:how (?:much|many|long|far|fast|big|large|old|tall|high|heavy|often|deep|wide|is|do|does|am|are|"
    r"would|will|can|should)|what|whats|which|calculate|compute|work out|"
    r"find|tell me|figure out|determine|count|add up)\b"
)


_GIVEN = re.compile(
    r"\b(?:if|when|given|assuming|provided|considering|knowing|as)\b(?! (?:a|an|the)? ?(?:percentage|"
    r"percent|%|result|answer|decimal|well))"
)


_POLITE = re.compile(
    r"(?:(?:can|could|would|will|might|may|please|i|you|we|kindly|tell|me|us|help|know|do|that|this|it|"
    r"work|out|for|calculate|answer|say|is|"
    r"be|so|kind|as|to|ask|with|something|hope|let|if|the|solve|find|thanks|thank|hello|hi|good|evening|"
    r"morning|what|how|about|right|correct)\b ?)*"
)


def place_of_question(sentences: list[list[str]]) -> tuple[int, range]:
    """Which sentence asks, and which of its words do; the last one where none plainly does."""
    chosen = len(sentences) - 1
    for number in reversed(range(len(sentences))):
        words = sentences[number]
        if _is_polite(words):
            continue
        if _ASKS.search(" ".join(sentences[number])) and ("?" in words or not any("?" in one for one in sentences)):
            chosen = number
            break
    else:
        chosen = next(
            (
                n
                for n in reversed(range(len(sentences)))
                if _ASKS.search(" ".join(sentences[n])) and not _is_polite(sentences[n])
            ),
            chosen,
        )
    words = sentences[chosen]
    starts = [place for place in range(len(words)) if _ASKS.match(" ".join(words[place : place + 3]))]
    later = [place for place in starts if words[place] in ("how", "what", "whats", "which")]
    if not starts:
        return chosen, range(len(words), len(words))
    start = (later or starts)[-1] if len(later) < 2 else later[0]
    end = len(words)
    for place in range(start + 2, len(words)):
        if _GIVEN.match(" ".join(words[place : place + 3])) and words[place] != "as":
            end = place
            break
    return chosen, range(start, end)


def _is_polite(words: list[str]) -> bool:
    return _POLITE.fullmatch(" ".join(word for word in words if word.isalpha())) is not None
