"""Sentences that ask for nothing: which files there are, what is in them, facts to reckon with or to remember."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.clauses import Clause, without_files
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.phrase import FILE
from nodes.llm.offline.ledger.pointing import POINTER
from nodes.llm.offline.terms import Concat, Literal

_LIMITING = re.compile(
    r"\b(?:not|never|only|except|without|ignore|don't|doesn't|instead|unless|if|otherwise|but(?! (?:there|we|i|now|this|it) (?:will|are|have|is|'ll|'re)))\b",
    re.IGNORECASE,
)


_SUPPOSED = re.compile(
    r"^(?:if|assuming|suppose|supposing|when|say)\b(?= (?:i|we|each|every|one|a|everyone)\b)", re.IGNORECASE
)


_STATED = re.compile(
    rf"(?:{FILE}|\d|(?:i|i'\w+|we|we'\w+|my|our|the|there|there's|it|it's|this|these|that|those|he|she|they|you|each|every|everyone|everybody|a|an|one|some|all|both|in|on|at|for|from|last|yesterday|today|this|if|"
    r"assuming|suppose|supposing|when|say|his|her|their|as|adults|children|kids|people|remember|everything (?:over|above|beyond))\b)|[A-Z][a-z]+ (?:is|are|was|were|has|have|had|costs?|pays?|owes?|gets?)\b",
    re.IGNORECASE,
)


def remembered(clause: Clause, disc: Discourse) -> bool | None:
    """A fact, or the last result, to be remembered."""
    found = re.match(r"^remember\s+(?:that\s+)?(?P<what>.+)$", clause.text, re.IGNORECASE)
    if found is None:
        return None
    last = disc.last()
    if POINTER.fullmatch(found["what"]) and last is not None and last.figure is not None:
        disc.keep(
            Concat((Literal(f"{found['what']} is "), last.figure.expr))
            if found["what"].lower().startswith("the")
            else last.figure.expr
        )
        return True
    if re.search(FILE, clause.text) or not re.search(
        r"\b(?:is|are|was|has|have|costs?|likes?|lives?)\b", found["what"]
    ):
        return False
    disc.keep(Literal(disc.plain(found["what"])))
    if re.search(r"\d", found["what"]):
        disc.remarks.append(found["what"])
    return True


def _told_before(part: str, clause: Clause, disc: Discourse) -> bool:
    """Whether a number only says what is plain from the files: how many there are, how often something is done."""
    found = re.findall(r"(?<![\w.])(\d+)(?![\w.])(?=\s+([a-z]+))", part, re.IGNORECASE)
    if re.search(r"\b\d+ times (?:a|per|each|every) \w+|\bevery \d+ \w+", part, re.IGNORECASE) and len(found) == 1:
        asked = disc.protected.text[len(part) :]
        return not re.search(
            r"\b(?:how often|per|times|each|weekly|monthly|(?:a|this|one) (?:week|day|month|year))\b",
            asked,
            re.IGNORECASE,
        )
    counts = {len(set(clause.sources))} if len(set(clause.sources)) > 1 else set()
    if len(set(clause.sources)) == 1 and (path := disc.protected.value(clause.sources[0])) in disc.texts:
        counts = (
            {len(disc.table(path).rows)} - {1}
            if re.search(
                rf"\b(?:has|holds|contains|lists|the|of)\s+(?:\w+ )?(?:\w+ of )?{found[0][0] if found else 0}\b", part
            )
            else set()
        )
    return (
        len(found) == 1 and len(re.findall(r"\d+", part)) == 1 and int(found[0][0]) in counts and "people" not in part
    )


def remark_of(clause: Clause, disc: Discourse) -> bool | None:
    """A sentence that asks for nothing: which files there are, what is in them, or a fact to reckon with."""
    if clause.asks:
        return None
    text = without_files(clause.text)
    if not _STATED.match(clause.text.lstrip(" ,.:;-–\"'(")):
        return False
    disc.said.append(disc.protected.plain(text))
    for part in re.split(r"(?:,|\band\b)\s*(?=i\s|we\s|my\s|our\s)", text, flags=re.IGNORECASE):
        if re.search(r"\d", part) and not _told_before(part, clause, disc):
            disc.remarks.append(part.strip())
    if clause.sources:
        named = disc.about(clause)
        disc.describe(clause.text)
        return bool(named) and not _LIMITING.search(clause.text)
    return not _LIMITING.search(_SUPPOSED.sub("", clause.text))
