"""Whether a program uses everything that its goal names: no file, quote or number may be read past."""

from __future__ import annotations

import re
from typing import Any

from nodes.llm.offline.gist.days import TODAY
from nodes.llm.offline.gist.discourse import Discourse, is_file, is_quote
from nodes.llm.offline.gist.words import REQUEST
from nodes.llm.offline.gist.writing import frame_marks
from nodes.llm.offline.program import Step

_EXAMPLE = re.compile(
    r"\b(?:like|for example|such as|e\.g\.|for instance)\s+(?:this\s*:?\s*)?(?P<mark>[\ue000-\uefff](?:\s*,?\s*(?:and |then )?[\ue000-\ue7ff])*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,\-])\d[\d,]*(?:\.\d+)?(?![\w\-])")


def accounted(disc: Discourse, steps: tuple[Step, ...]) -> bool:
    """Whether every file and quote of the goal, and every number of its requests, stands in the program."""
    if disc.copying or disc.listing or disc.open:
        return False
    held = " \0 ".join(_strings(steps))
    text = disc.scanned.protected.text
    free = {mark for found in _EXAMPLE.finditer(text) for mark in re.findall("[\ue000-\uefff]", found["mark"])}
    free |= set(frame_marks(text))
    for sentence in disc.scanned.sentences:
        for clause in sentence:
            for mark in re.findall("[\ue000-\uefff]", clause):
                if mark in free or (not is_quote(mark) and not REQUEST.search(clause) and not is_file(mark)):
                    continue
                value = disc.plain(mark).strip(" \n.").rstrip("/").replace("YYYY-MM-DD", TODAY)
                if (
                    value not in held
                    and mark not in disc.opened
                    and not all(item.strip(" .") in held for item in re.split(r",\s*(?:and\s+)?|\s+and\s+|\n", value))
                ):
                    return False
            if REQUEST.search(clause) and not all(_used(number, held, clause) for number in _NUMBER.findall(clause)):
                return False
    return True


def _used(number: str, held: str, clause: str) -> bool:
    plain = number.replace(",", "").rstrip(".")
    return (
        bool(re.search(rf"(?<![\d.]){re.escape(plain)}(?!\d)", held.replace(",", "")))
        or bool(
            re.search(
                rf"\b{re.escape(number)}\s*(?:decimals?|x\b|digits|st\b|nd\b|rd\b|th\b)|\bline {re.escape(number)}\b|\b1 "
                rf"(?:\w+ )?per line|\b(?:x|from|times) {re.escape(number)} (?=to |x )|\b\d+ x {re.escape(number)}\b",
                clause,
            )
        )
        or (number == "1" and bool(re.search(r"\btable\b", clause)))
        or _in_dates(plain, held)
        or bool(re.search(rf"\bstarting (?:(?:with|at|from) )?(?:\d+, )?{re.escape(number)}\b", clause))
        or (
            plain.isdigit()
            and bool(re.search(rf"\b(?:below|under|less than|smaller than) {re.escape(number)}\b", clause))
            and str(int(plain) - 1) in held
        )
    )


def _in_dates(number: str, held: str) -> bool:
    """A day of a month stands in an ISO date or is a number of weeks."""
    return number.isdigit() and len(number) <= 2 and bool(re.search(rf"-0?{int(number)}\b", held))


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, int) and not isinstance(value, bool):
        return [str(value), str(abs(value))]
    if isinstance(value, tuple):
        return [part for item in value for part in _strings(item)]
    if hasattr(value, "__dataclass_fields__"):
        return [part for name in value.__dataclass_fields__ for part in _strings(getattr(value, name))]
    return []
