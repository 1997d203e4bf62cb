"""What the readers that do not know the files would write and that cannot be meant: half a row added to a table, an order taken for a text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nodes.llm.offline.ledger.outlook import text_of
from nodes.llm.offline.ledger.table import table_of
from nodes.llm.offline.program import Program, Write

_ORDER = re.compile(r"\d+(?:\.\d+)?%?(?:\s+\w+)?\s+(?:to|from|off)\s+(?:the|every|each|all|it|\w+'s)\b", re.IGNORECASE)


def misfit(program: Program, texts: Mapping[str, str]) -> str:
    """The text that would be added to a file and does not fit into it; empty where there is none.

    Args:
        program: As it was read without the files.
        texts: What the files hold, by path.
    """
    for step in program.steps:
        if not isinstance(step, Write) or step.mode != "a" or step.path not in texts:
            continue
        text = text_of(step.expr)
        if text is None:
            continue
        table = table_of(step.path, texts[step.path])
        wide = table.headed and any(line.count(table.mark) != len(table.names) - 1 for line in text.splitlines())
        if wide or _ORDER.match(text):
            return text
    return ""
