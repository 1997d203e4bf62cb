"""A list parted into files: `the first 3 go into a.txt and the rest into b.txt`."""

from __future__ import annotations

import re

from nodes.llm.offline.ledger.clauses import Clause
from nodes.llm.offline.ledger.discourse import Discourse
from nodes.llm.offline.ledger.phrase import FILE
from nodes.llm.offline.terms import Literal

_NOUN = r"(?:lines?|names|items|rows|entries|people|words|numbers|ones|tasks|students|half)"
_PARTED = re.compile(
    rf"^(?:(?:split|divide|part|separate|distribute)\b[^:\ue800-\uefff]*(?:{FILE}[^:\ue800-\uefff]*)?[:,]\s*)?(?:(?:write|put|save|move|copy|store)\s+)?(?:the\s+)?first\s+(?:(?P<n>\d+|half)\s*)(?:{_NOUN}\s*)?(?:(?:of|from|in) {FILE}\s*)?"
    rf"(?:(?:should |shall |must )?(?:go|goes|are written|come))?\s*(?:in)?to\s+(?P<one>{FILE})\s*,?\s*(?:and|,)\s*(?:(?:write|put|save|move|copy|store)\s+)?(?:the\s+)?(?:rest|others?|remaining(?: \w+)?|other (?:half|\w+)|second half|last \d+)(?: of them)?\s*(?:(?:should |shall |must )?(?:go|goes))?\s*(?:in)?to\s+(?P<two>{FILE})$",
    re.IGNORECASE,
)


def parted(clause: Clause, disc: Discourse) -> bool | None:
    """A clause that writes the first entries to one file and the others to another."""
    found = _PARTED.match(re.sub(r"\s+", " ", clause.whole).strip(" ,."))
    if found is None:
        return None
    said = [int(n) for n in re.findall(r"\b\d+\b", clause.whole[: clause.whole.find(found["one"])])]
    named = [mark for mark in re.findall(FILE, clause.whole) if mark not in (found["one"], found["two"])]
    path = (
        disc.path(named[0]) if len(set(named)) == 1 else disc.subject[0] if not named and len(disc.subject) == 1 else ""
    )
    if path not in disc.texts:
        return False
    table = disc.table(path)
    lines = [row.line for row in table.rows]
    count = len(lines) // 2 if found["n"].lower() == "half" else int(found["n"])
    if not 0 < count < len(lines) or any(n not in (count, len(lines), 2, len(lines) - count) for n in said):
        return False
    top = [table.header] if table.header is not None else []
    disc.write(disc.path(found["one"]), Literal("\n".join([*top, *lines[:count]])))
    disc.write(disc.path(found["two"]), Literal("\n".join([*top, *lines[count:]])))
    return True
