"""A part of a goal as the offline rules read it on its own: what it does, which files it touches, what its result is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nodes.llm.offline.program import Branch, EachFile, FileAction, Keep, Program, Say, Step, Unread, Write
from nodes.llm.offline.terms import (
    Calc,
    Exists,
    Expr,
    Fetched,
    FilesWith,
    FileText,
    Fold,
    Listing,
    Literal,
    Measure,
    PreviousAnswer,
    Recalled,
    Ref,
    Transform,
)
from nodes.planning.program_nodes import nodes_of
from nodes.planning.standing import leans

ANYTHING = "*"
"""Every file."""

_NO_FILES = frozenset(("memory", "web"))
_PUTTING = (Literal, Write, FileAction, EachFile, Keep)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a goal.

    Attributes:
        text: Its words.
        program: What the offline rules make of them.
        stands: Whether its words say all that is asked.
        is_read: Whether it stands, the rules read all of it, and nothing speaks against their reading.
        reads: Files that it looks into or names (and `memory`); `*` for all.
        writes: Files that it changes (and `memory`, `web`); `*` for all.
    """

    text: str
    program: Program
    stands: bool
    is_read: bool
    reads: frozenset[str]
    writes: frozenset[str]

    @property
    def tells_facts(self) -> bool:
        """Whether it puts something into memory, which what follows may be about."""
        return "memory" in self.writes

    @property
    def looks_things_up(self) -> bool:
        """Whether it does more than put texts and files where they are said to go."""
        return not all(isinstance(node, _PUTTING) for node in nodes_of(self.program.steps))

    @property
    def points_back(self) -> bool:
        """Whether it takes up the result of something before it."""
        return any(isinstance(node, PreviousAnswer) for node in nodes_of(self.program.steps))

    def follows(self, earlier: Part) -> bool:
        """Whether it meets the earlier part in a file that one of the two changes."""
        return _meet(self.reads | self.writes, earlier.writes) or _meet(self.writes, earlier.reads)

    def read_into(self) -> frozenset[str]:
        """The files whose text it takes."""
        return _touched(self.program.steps)[0]

    def changes(self) -> list[str]:
        """What it does to files and memory, each in a line, texts only where the user gave them."""
        found = []
        for node in nodes_of(self.program.steps):
            if isinstance(node, Write):
                text = node.expr.text if isinstance(node.expr, Literal) else None
                found.append(f"write {node.path} {node.mode} {node.prepend} {text!r}")
            elif isinstance(node, Branch):
                found.append("branch")
            elif isinstance(node, FileAction | EachFile | Keep):
                found.append(repr(node))
        return found

    def kept_in(self) -> str | None:
        """The file that holds its one number when it is done; `None` where there is none such."""
        files = [
            step.path
            for step in self.program.steps
            if isinstance(step, Write) and step.mode == "w" and not step.prepend and _is_number(step.expr, self.program)
        ]
        return files[0] if len(self.numbers()) == 1 and len(files) == 1 and files[0] else None

    def numbers(self) -> list[Expr]:
        """The expressions of the numbers that it works out; none where it also gives values of other kinds."""
        found: list[Expr] = []
        for step in self.program.steps:
            if not isinstance(step, Say | Write | Keep) or isinstance(step.expr, Ref | Literal):
                continue
            if not isinstance(step.expr, Calc | Fold | Measure):
                return []
            found.append(step.expr)
        return found


@lru_cache(maxsize=512)
def read_part(text: str) -> Part:
    """Read a part of a goal."""
    from nodes.llm.offline.protect import protect
    from nodes.llm.offline.reader import read_program
    from nodes.llm.rules_first.doubts import doubts

    program, protected = read_program(text), protect(text)
    stands = leans(text, program) is None
    is_read = stands and not doubts(text, program)
    named = frozenset(path_key(path) for path in (*protected.files, *protected.folders))
    reads, writes = _touched(program.steps)
    if not is_read:  # what it does with the files that it names is not known
        reads, writes = reads - {ANYTHING} if named else reads, writes | named
    return Part(text, program, stands, is_read, reads | named, writes)


def path_key(path: str) -> str:
    """A path as it is compared."""
    return path.lower().removeprefix("./").rstrip("/")


def _is_number(expr: Expr, program: Program) -> bool:
    if isinstance(expr, Ref):
        told: list[Step] = [program.steps[place] for place in expr.steps]
        return all(isinstance(step, Say | Write) and isinstance(step.expr, Calc | Fold | Measure) for step in told)
    return isinstance(expr, Calc | Fold | Measure)


def _touched(steps: Any) -> tuple[frozenset[str], frozenset[str]]:
    reads: set[str] = set()
    writes: set[str] = set()
    for node in nodes_of(steps):
        if isinstance(node, FileText | Exists):
            reads.add(path_key(node.path))
        elif isinstance(node, Listing | FilesWith | Unread):
            reads.add(ANYTHING)
        elif isinstance(node, Transform) and node.kind == "joined":
            reads.update(path_key(path) for path in node.args)
        elif isinstance(node, Recalled):
            reads.add("memory")
        elif isinstance(node, Write):
            writes.add(path_key(node.path))
        elif isinstance(node, FileAction):
            writes.add(path_key(node.destination or node.path))
            (reads if node.operation == "copy" else writes).add(path_key(node.path))
        elif isinstance(node, EachFile):
            writes.add(ANYTHING)
        elif isinstance(node, Keep):
            writes.add("memory")
        elif isinstance(node, Fetched) and node.method != "GET":
            writes.add("web")
    return frozenset(reads), frozenset(writes)


def _meet(left: frozenset[str], right: frozenset[str]) -> bool:
    if left & right & _NO_FILES:
        return True
    left, right = left - _NO_FILES, right - _NO_FILES
    if ANYTHING in left or ANYTHING in right:
        return bool(left and right)
    return any(a == b or a.startswith(f"{b}/") or b.startswith(f"{a}/") for a in left for b in right)
