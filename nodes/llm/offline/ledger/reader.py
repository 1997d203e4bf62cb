"""A whole goal about files, read with their contents at hand: clause after clause, and refused as soon as one is not accounted for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nodes.llm.offline.gist.figures import digits
from nodes.llm.offline.ledger.clauses import Clause, clauses_of
from nodes.llm.offline.ledger.dictating import dictated, joined
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.filing import filed
from nodes.llm.offline.ledger.phrase import FILE
from nodes.llm.offline.ledger.requests import READERS
from nodes.llm.offline.program import Program
from nodes.llm.offline.protect import Protected

_ABOUT = re.compile(
    r"\b(?:totals?|sums?|add(?:ed|s)? up|average|mean|median|how (?:many|much|long)|counts?|percent(?:age)?|share|most|least|\w+est|best|worst|"
    r"over|under|above|below|more than|less than|fewer|between|at least|at most|sort(?:ed)?|rank|top|each|every|per|double|twice|halve|half|"
    r"increase|decrease|raise|reduce|multiply|divide|split|budget|left|remaining|difference|compare|whose|who|which|column|rows?|only|convert|"
    r"scale|update|tally|filter|names?|all|add|subtract|plus|minus|times|longer|shorter|everything|everyone|altogether|together|fahrenheit|celsius|above|merge|combine|my pay|except|without|ignore)\b|%|\d",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    rf"(?:\b(?:to|into|onto|as|called|named)|->|=>|→)\s+(?:(?:a|an|the|new|text|csv|file|called|named|another|separate)\s+)*(?P<file>{FILE})"
    rf"|\b(?:create|make|write|produce|generate|build|prepare)\s+(?:(?:a|an|the|new|text|csv|short|file|called|named)\s+)*(?P<made>{FILE})",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:search(?: the web| online| for)|google|https?|translate|summari[sz]e|recall|do you remember|"
    r"every file|all files|each file|text files|\.txt files|files in)\b",
    re.IGNORECASE,
)


_COMPARED = re.compile(rf"\bcompared?\b[^.]*?{FILE}\s+(?:to|with|and)\s+(?:the\s+)?{FILE}", re.IGNORECASE)
_ADDED = re.compile(
    rf"\b(?:append|add|insert|include)\b[^.;!?\ue800-\uefff]*?\b(?:to|into|in|at the (?:end|bottom) of)\s+(?:the\s+)?(?:(?:end|bottom) of\s+)?(?:the\s+)?(?:file\s+|list\s+)?(?P<file>{FILE})",
    re.IGNORECASE,
)
_SURE = re.compile(
    rf"\b(?:from|of|according to|than)\s+(?:the\s+|my\s+)?(?:file\s+)?(?P<file>{FILE})|(?P<own>{FILE})'s\b|^\W*(?:in|from)\s+(?P<first>{FILE})",
    re.IGNORECASE,
)


def sources_of(protected: Protected) -> tuple[str, ...]:
    """The files that a goal may have to read before it is; none where it is not about what stands in files."""
    text = re.sub(r"\b(?:according to|as per|based on)\b", "from", protected.text, flags=re.IGNORECASE)
    if (
        not protected.files
        or protected.urls
        or len(text) > 2000
        or _OTHER.search(text)
        or not _ABOUT.search(re.sub(FILE, " ", text))
    ):
        return ()
    written = {mark for found in _WRITTEN.finditer(text) for mark in found.groups() if mark} - added_to(protected)
    places = [(found.start(), found.group()) for found in re.finditer(FILE, text)]
    compared = _COMPARED.search(text)
    read = [mark for _, mark in places if mark not in written or (compared and mark in compared.group())]
    return tuple(dict.fromkeys(protected.value(mark) for mark in read))[:8]


def added_to(protected: Protected) -> set[str]:
    """The marks of the files that a goal adds to; what it asks afterwards may be about what they hold then."""
    return {found["file"] for found in _ADDED.finditer(protected.text)}


def sure_of(protected: Protected) -> bool:
    """Whether every file that would be read must be there, because only one is named or all are read by their words."""
    sources = set(sources_of(protected))
    if added_to(protected):
        return False
    sure = {protected.value(mark) for found in _SURE.finditer(protected.text) for mark in found.groups() if mark}
    return len(sources) == 1 or sources <= sure


def read_ledger(protected: Protected, texts: Mapping[str, str]) -> Program | None:
    """Read a goal.

    Args:
        protected: The goal with its data taken out.
        texts: What the files hold that it names as sources.

    Returns:
        The program; `None` where any part of the goal was not understood.
    """
    if not texts or any(len(text) > 60_000 or text.count("\n") > 1000 for text in texts.values()):
        return None
    disc = Discourse(protected, dict(texts))
    added = {protected.value(mark) for mark in added_to(protected)}
    plain = [path for path in texts if path not in added] or list(texts)
    disc.subject = tuple(plain) if len(plain) == 1 else ()
    for clause in clauses_of(_spelled(protected.text), _missing(protected, texts)):
        if not _read(clause, disc):
            return None
        disc.foresee()
    return disc.program()


def _missing(protected: Protected, texts: Mapping[str, str]) -> frozenset[str]:
    return frozenset(mark for mark in re.findall(FILE, protected.text) if protected.value(mark) not in texts)


def _spelled(text: str) -> str:
    """Number words as digits, but for `one`, which mostly is none."""
    return digits(text)


def _read(clause: Clause, disc: Discourse) -> bool:
    if filed(clause, disc) or joined(clause, disc) or dictated(clause, disc):
        return True
    if any(disc.protected.value(mark) not in disc.texts for mark in clause.sources):
        return False
    for reader in READERS:
        done = reader(clause, disc)
        if done is not None:
            return done
    return False
