"""What a step reads and changes, so that steps which do not meet can be asked for in one turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nodes.llm.offline.program import Branch, EachFile, FileAction, Keep, Step, Write
from nodes.llm.offline.terms import Exists, Fetched, FilesWith, FileText, Listing, Recalled, Ref, Transform

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Touched:
    """The reach of a step.

    Attributes:
        reads: Paths (and `memory`); `*` for all files.
        writes: Paths (and `memory`, `web`).
        refers: Whether it needs the result of an earlier step.
    """

    reads: frozenset[str]
    writes: frozenset[str]
    refers: bool

    @property
    def changes(self) -> bool:
        """Whether it changes anything."""
        return bool(self.writes)

    def conflicts(self, earlier: Touched) -> bool:
        """Whether it has to wait for an earlier step."""
        return self.refers or _meet(self.reads, earlier.writes) or _meet(self.writes, earlier.reads | earlier.writes)


def _meet(left: frozenset[str], right: frozenset[str]) -> bool:
    if not left or not right:
        return False
    return EVERYWHERE in left or EVERYWHERE in right or bool(left & right)


def touched(step: Step) -> Touched:
    """The reach of a step and of all that is in it."""
    reads: set[str] = set()
    writes: set[str] = set()
    refers = False

    def visit(value: Any) -> None:
        nonlocal refers
        if isinstance(value, Ref):
            refers = True
        elif isinstance(value, FileText):
            reads.add(value.path.lower())
        elif isinstance(value, Listing | FilesWith | Exists):
            reads.add(EVERYWHERE)
        elif isinstance(value, Recalled):
            reads.add("memory")
        if isinstance(value, Transform) and value.kind == "joined":
            reads.update(path.lower() for path in value.args)
        _note_writes(value, writes)
        if isinstance(value, Write) and value.mode == "a":
            reads.add(value.path.lower())
        if isinstance(value, tuple):
            for item in value:
                visit(item)
        elif hasattr(value, "__dataclass_fields__"):
            for item in value.__dataclass_fields__:
                visit(getattr(value, item))

    visit(step)
    if isinstance(step, Branch):
        refers = refers or bool(writes)
    return Touched(frozenset(reads), frozenset(writes), refers)


def _note_writes(value: Any, writes: set[str]) -> None:
    if isinstance(value, Write):
        writes.add(value.path.lower())
    elif isinstance(value, FileAction):
        if value.operation in ("copy", "mkdir") and value.destination:
            writes.update((value.destination.lower(), value.path.lower()))
        elif value.operation == "mkdir":
            writes.add(value.path.lower())
        else:
            writes.add(EVERYWHERE)
    elif isinstance(value, EachFile):
        writes.add(EVERYWHERE)
    elif isinstance(value, Keep):
        writes.add("memory")
    elif isinstance(value, Fetched) and value.method != "GET":
        writes.add("web")
