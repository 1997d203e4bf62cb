"""The meaning of a goal: steps over the expressions of `terms.py`, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field

from nodes.llm.offline.terms import Expr


@dataclass(frozen=True, slots=True)
class Say:
    """Work out a value and tell it; `about` is how the user called it."""

    expr: Expr
    about: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """Put a text into a file: `mode` w replaces, a adds on a line of its own.

    `prepend` puts it first; `implied` says that the user named no target, so a later "save it to" takes its place.
    """

    path: str
    expr: Expr
    mode: str = "w"
    prepend: bool = False
    implied: bool = False


@dataclass(frozen=True, slots=True)
class FileAction:
    """copy, move, delete or mkdir."""

    operation: str
    path: str
    destination: str | None = None


@dataclass(frozen=True, slots=True)
class EachFile:
    """copy, move or delete every file beneath `source` whose name ends so (all that stands in it where `ending` is empty).

    `folder` is where to. `spare` are paths that stay as they are; `files_only` leaves folders alone where `ending` is empty.
    """

    operation: str
    ending: str
    folder: str | None = None
    source: str = "."
    spare: tuple[str, ...] = ()
    files_only: bool = False


@dataclass(frozen=True, slots=True)
class Keep:
    """Store a fact in semantic memory."""

    expr: Expr


@dataclass(frozen=True, slots=True)
class Branch:
    """Do one of two, by a question."""

    condition: Expr
    then: tuple[Step, ...]
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of the goal that the grammar does not read; `reason` says more, if more is known."""

    text: str
    reason: str = ""


Step = Say | Write | FileAction | EachFile | Keep | Branch | Unread


@dataclass(frozen=True, slots=True)
class Program:
    """A goal, read.

    Attributes:
        steps: In the user's order.
        unread: The parts that could not be read, as the user wrote them.
    """

    steps: tuple[Step, ...]
    unread: tuple[Unread, ...] = field(default=())
