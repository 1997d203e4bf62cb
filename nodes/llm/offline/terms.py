"""Expressions: what a phrase of a goal stands for, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that the user gave, or a number written in digits (`number`)."""

    text: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """What earlier steps gave (by their place in the program); several are joined line by line."""

    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A word that points back (it, both, sum, #2 …), before it is resolved to a `Ref`."""

    word: str


@dataclass(frozen=True, slots=True)
class PreviousAnswer:
    """What the run before this one on the same conversation answered."""


@dataclass(frozen=True, slots=True)
class Calc:
    """An operator or function of the calculator over its operands."""

    op: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file in the workspace."""

    path: str


@dataclass(frozen=True, slots=True)
class Fold:
    """Many numbers in a text to one: sum, average, max, min, median, range, product, count; of one CSV column, if named."""

    kind: str
    source: Expr
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """How many `kind` (lines, words, characters, letters, vowels, files, occurrences …) a text or listing has."""

    kind: str
    source: Expr
    needle: Expr | None = None


@dataclass(frozen=True, slots=True)
class Transform:
    """A text made from a text: upper, sort, reverse, replace, line 3, lines with a word …; `args` are its settings."""

    kind: str
    source: Expr
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list that follows from its bounds: numbers, even, odd, prime, fibonacci, square, cube, multiples, table, repeat …"""

    kind: str
    bounds: tuple[str, ...]
    separator: str = "\n"


@dataclass(frozen=True, slots=True)
class Concat:
    """Several values, one after the other."""

    parts: tuple[Expr, ...]
    separator: str = ""


@dataclass(frozen=True, slots=True)
class DateOf:
    """An answer of the date tool: its arguments, and which field of the answer is meant."""

    arguments: tuple[tuple[str, str | int], ...]
    want: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """What semantic memory holds about a query."""

    query: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a web search gives for a query."""

    query: str
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an HTTP request answers."""

    url: str
    method: str = "GET"
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The names in a folder, all or those that `ending` closes."""

    folder: str
    ending: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True)
class FilesWith:
    """The files in a folder whose text holds `needle`."""

    folder: str
    needle: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two values compared: `largest`, `smallest` name the winner; `>`, `<`, `>=`, `<=`, `==`, `!=` give yes or no."""

    op: str
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    """Whether a file is there."""

    path: str


@dataclass(frozen=True, slots=True)
class Test:
    """Whether a text or number has a property: palindrome, even, odd, prime, empty, contains (`needle`)."""

    kind: str
    source: Expr
    needle: Expr | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a question."""

    inner: Expr


@dataclass(frozen=True, slots=True)
class Derived:
    """A value that depends on how texts are laid out (see `gist.derived`), or that has the form which the user wants.

    Attributes:
        kind: What is made.
        sources: What it is made of.
        args: Its settings.
    """

    kind: str
    sources: tuple[Expr, ...]
    args: tuple[str, ...] = ()


Expr = (
    Literal
    | Ref
    | Pointer
    | PreviousAnswer
    | Calc
    | FileText
    | Fold
    | Measure
    | Transform
    | Sequence
    | Concat
    | DateOf
    | Recalled
    | Found
    | Fetched
    | Listing
    | FilesWith
    | Compared
    | Exists
    | Test
    | Not
    | Derived
)
