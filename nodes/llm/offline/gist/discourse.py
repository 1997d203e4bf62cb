"""What a goal has spoken of so far: files, folders, results, facts; so that `it` and `the total` find what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from nodes.llm.offline.gist.days import TODAY
from nodes.llm.offline.gist.scan import Scanned
from nodes.llm.offline.gist.words import FILE, POINTER
from nodes.llm.offline.program import Say, Step, Write
from nodes.llm.offline.protect import FILE_BASE, FOLDER_BASE, QUOTE_BASE
from nodes.llm.offline.terms import Expr, FileText, Literal, Ref

_MARK = re.compile("[\ue000-\uf8ff]")
INSIDE = re.compile(
    r"\b(?:in(?:side|to|to it)? (?:it|there)|inside|in (?:that|this|the|the same|the new|the said) (?:same |new "
    r")?(?:folder|directory))\b",
    re.IGNORECASE,
)


@dataclass
class Discourse:
    """The state of a reading.

    Attributes:
        scanned: The goal.
        steps: The program so far.
        subject: What `it` stands for.
        results: Places of the steps whose values can be referred to.
        sources: Files that were mentioned and not yet made by this goal.
        made: The file that was made or changed last.
        folder: The folder that was made last.
        facts: What was to be remembered.
        background: Sentences that ask for nothing.
        inside: Full paths of files that stand in a folder which the goal made.
        copying: A file that is to be copied, as long as the copy has no name.
        listing: A list that is to be written, as long as its items were not named.
        opened: Marks of texts after a colon that were read as descriptions.
        open: A question whose facts have not been told yet.
        implied: The step that edits a file in place, as long as a later `save it as` may redirect it.
    """

    scanned: Scanned
    steps: list[Step] = field(default_factory=list)
    subject: Expr | None = None
    results: list[int] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    made: str | None = None
    folder: str | None = None
    facts: list[str] = field(default_factory=list)
    background: list[str] = field(default_factory=list)
    inside: dict[str, str] = field(default_factory=dict)
    implied: int | None = None
    copying: str | None = None
    listing: Write | None = None
    open: str | None = None
    opened: set[str] = field(default_factory=set)

    def plain(self, text: str) -> str:
        """The user's text, marks put back."""
        return self.scanned.protected.plain(text)

    def path(self, mark: str, clause: str = "", *, new: bool = False) -> str:
        """The path that a file's mark names; a new file `in it` lies in the folder that was made."""
        name = self.scanned.protected.value(mark).replace("YYYY-MM-DD", TODAY)
        if "/" not in name and self.folder and new and INSIDE.search(clause):
            self.inside[name] = f"{self.folder}/{name}"
        return self.inside.get(name, name)

    def files(self, text: str) -> list[str]:
        """The paths of the files that a text names, each once."""
        return list(dict.fromkeys(self.path(mark) for mark in re.findall(FILE, text) if is_file(mark)))

    def quotes(self, text: str) -> list[str]:
        """What the quotes of a text hold."""
        return [self.plain(mark) for mark in re.findall("[\ue000-\ue7ff]", text)]

    def say(self, expr: Expr, about: str = "") -> None:
        """Work a value out and tell it."""
        self.open = None
        self.steps.append(Say(expr, _MARK.sub("", about)[:60].strip()))
        self._point(expr)

    def write(self, step: Write) -> None:
        """Put a value into a file."""
        last = self.steps[-1] if self.steps else None
        if isinstance(last, Write) and last.path == step.path and last.expr == Literal("") and self.steps:
            self.steps.pop()
        if not isinstance(step.expr, Literal):
            self.open = None
        self.steps.append(step)
        self.made = step.path
        if isinstance(step.expr, Literal):
            self.subject = FileText(step.path)
        elif not isinstance(step.expr, Ref):
            self._point(step.expr)
        self.implied = len(self.steps) - 1 if step.implied else None

    def _point(self, expr: Expr) -> None:
        place = len(self.steps) - 1
        if isinstance(expr, FileText):
            self.subject = expr
            self.sources = [expr.path]
            return
        self.results.append(place)
        self.subject = Ref((place,))

    def redirect(self) -> Expr | None:
        """Take back an edit in place, because its result is saved elsewhere; gives that result."""
        if self.implied is None:
            return None
        step = self.steps[self.implied]
        if not isinstance(step, Write):
            return None
        self.steps[self.implied] = Say(step.expr)
        place, self.implied = self.implied, None
        return Ref((place,))

    def referred(self, text: str) -> Expr | None:
        """What a pronoun or `the result` in a text stands for."""
        if re.search(
            r"\b(?:both|all (?:the )?(?:three|results|four|of them)|(?:three|two|four) (?:results|answers|numbers|values))\b",
            text,
        ) and (len(self.results) > 1):
            count = 2 if re.search(r"\b(?:both|two)\b", text) else len(self.results)
            return Ref(tuple(self.results[-count:]))
        return self.subject if re.search(rf"\b{POINTER}\b", text, re.IGNORECASE) else None


def is_file(mark: str) -> bool:
    """Whether a mark stands for a path that names a file."""
    return FILE_BASE <= ord(mark) < FOLDER_BASE


def is_quote(mark: str) -> bool:
    """Whether a mark stands for a quote."""
    return QUOTE_BASE <= ord(mark) < FILE_BASE


def with_path(step: Write, path: str) -> Write:
    """The same, into another file."""
    return replace(step, path=path)
