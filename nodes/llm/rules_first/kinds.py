"""Which kind of goal a program of the offline rules is for."""

from __future__ import annotations

from nodes.llm.offline.program import Program
from nodes.llm.rules_first.doubts import parts_of
from nodes.llm.rules_first.trust import Kind

_ABOUT_FILES = {"FileText", "Write", "FileAction", "EachFile", "Listing", "FilesWith", "Exists", "Keep", "Recalled"}
_WORKS_OUT = {"Calc", "Fold", "Measure", "Compared", "DateOf", "Sequence", "Test"}


def kind_of(program: Program) -> Kind:
    """What kind of goal a program is for."""
    names = {type(part).__name__ for part in parts_of(program.steps)}
    if not names & _ABOUT_FILES:
        return Kind.SUM
    return Kind.MIXED if names & _WORKS_OUT else Kind.FILES
