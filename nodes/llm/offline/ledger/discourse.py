"""What is known while a goal is read: the files at hand, what was asked so far, the remarks made, the steps to be done."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from nodes.llm.offline.ledger.clauses import Clause
from nodes.llm.offline.ledger.figure import Figure, figure
from nodes.llm.offline.ledger.outlook import text_of
from nodes.llm.offline.ledger.phrase import FILE, QUOTE, stem
from nodes.llm.offline.ledger.query import Answer
from nodes.llm.offline.ledger.rendering import told, written
from nodes.llm.offline.ledger.table import NUMBER, Table, table_of, value_of
from nodes.llm.offline.program import FileAction, Keep, Program, Say, Step, Write
from nodes.llm.offline.protect import Protected
from nodes.llm.offline.terms import Concat, Expr, Literal


@dataclass
class Discourse:
    """A goal while it is being read.

    Attributes:
        protected: The goal with its data taken out.
        texts: What the source files hold, by path.
        subject: The files that the last words were about.
        answers: What was worked out, in order.
        remarks: Sentences with numbers that wait for their use.
        steps: What is to be done.
        free: Words that described a file.
        used: Marks of files and quotes that have found their use.
        draft: A changed text of a file that waits for its target; without one it replaces the file.
        drafted: Whether the change was only remarked, so that it must not replace the file.
        former: What a file held before a change that waits.
        given: The files that are read, not those that are written meanwhile.
        said: The sentences that asked for nothing, in order.
    """

    protected: Protected
    texts: dict[str, str]
    subject: tuple[str, ...] = ()
    answers: list[Answer] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    free: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    draft: tuple[str, Expr] | None = None
    drafted: bool = False
    former: dict[str, str] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.given = tuple(self.texts)
        if len(self.texts) == 1:
            self.subject = tuple(self.texts)

    def path(self, mark: str) -> str:
        """The file that a mark stands for; it counts as used."""
        self.used.add(mark)
        return self.protected.value(mark)

    def plain(self, text: str) -> str:
        """A text with its quotes put back; they count as used."""
        self.used.update(re.findall("[\ue000-\uefff]", text))
        return self.protected.plain(text)

    def about(self, clause: Clause) -> tuple[str, ...]:
        """The files that a clause is about; they become the subject."""
        named = tuple(path for mark in clause.sources if (path := self.path(mark)) in self.texts)
        if named:
            self.subject = named
        return named or self.subject

    def table(self, path: str) -> Table:
        """A file as rows."""
        return table_of(path, self.texts.get(path, ""))

    def tables(self, paths: tuple[str, ...]) -> Table | None:
        """One file, or several of the same form as one table."""
        made = [self.table(path) for path in paths]
        if not made or any(path not in self.texts for path in paths):
            return None
        first, *rest = made
        if any(other.names != first.names for other in rest):
            return None
        return replace(first, rows=tuple(row for table in made for row in table.rows))

    def describe(self, text: str) -> None:
        """Take note of the words that describe a file."""
        words = re.findall(r"[a-z][a-z'\-]+", re.sub("[\ue000-\uf8ff]", " ", text.lower()))
        for word in words:
            self.free |= {word, stem(word), stem(word) + "s"}

    def last(self) -> Answer | None:
        """What was worked out last."""
        return self.answers[-1] if self.answers else None

    def last_figure(self) -> Figure | None:
        """The number that was worked out last."""
        return next((answer.figure for answer in reversed(self.answers) if answer.figure is not None), None)

    def only_figure(self, path: str) -> Figure | None:
        """The one number that a file holds."""
        table = self.table(path)
        if table.mark == "json":
            table = table.kept([row for row in table.rows if stem(row.cells[0]) in self.free or len(table.rows) == 1])
            table = replace(table, mark="")
        numbers = [
            row.cells[at]
            for row in table.rows
            for at in (table.numeric() or range(len(table.names)))
            if value_of(row.cells[at]) is not None
        ]
        return figure(numbers[0]) if len(numbers) == 1 else None

    def renewed(self, path: str, result: Figure) -> Expr:
        """The text of a file that holds one number, with another in its place."""
        text = self.texts[path].rstrip("\n")
        found = list(NUMBER.finditer(text))
        if len(found) != 1:
            return result.expr
        return Concat((Literal(text[: found[0].start()]), result.expr, Literal(text[found[0].end() :])))

    def passing(self, text: str) -> str:
        """A question about who passed, with the mark that a remark set."""
        mark = next(
            (remark for remark in self.remarks if re.search(r"\bpass(?:ing|ed)?\b", remark, re.IGNORECASE)), None
        )
        asked = re.search(
            r"\b(?P<no>(?:have |has |did )?(?:not |n't )pass(?:ed)?|failed)\b|\b(?:(?:have |has )?passed|pass)\b",
            text,
            re.IGNORECASE,
        )
        numbers = re.findall(r"\d+(?:\.\d+)?", mark or "")
        if mark is None or asked is None or len(numbers) != 1:
            return text
        self.remarks.remove(mark)
        return f"{text[: asked.start()]}{'less than' if asked['no'] else 'at least'} {numbers[0]}{text[asked.end() :]}"

    def number(self, result: Figure, words: str) -> Answer:
        """A number that was worked out, as an answer."""
        table = self.table(self.subject[0]) if self.subject else Table("", (), ())
        return Answer("number", table, [], figure=result, words=words)

    def give(self, answer: Answer, clause: Clause, *, keep: bool = True) -> bool:
        """Write an answer where the clause wants it, else tell it."""
        if keep:
            self.answers.append(answer)
        if clause.targets and not keep and self._drafts(answer):
            self._elsewhere(clause)
        sample = self.plain(answer.layout.sample) if answer.layout.sample else ""
        for mark in clause.targets:
            path = self.path(mark)
            if clause.appends and not self._fits(path, written(answer, to=path, plain=sample)):
                return False
            self.write(path, written(answer, to=path, plain=sample), "a" if clause.appends else "w")
        if not clause.targets:
            self.say(told(answer), answer)
        return True

    def _fits(self, path: str, expr: Expr) -> bool:
        """Whether a text has as many cells as the rows of the table that it is added to."""
        table, text = self.table(path), text_of(expr)
        if not table.headed or text is None:
            return True
        return all(line.count(table.mark) == len(table.names) - 1 for line in text.splitlines())

    def say(self, expr: Expr, answer: Answer | None = None) -> None:
        """Tell a value."""
        pairs = answer is not None and answer.kind == "pairs" and not isinstance(expr, Concat)
        self.steps.append(Say(expr, "" if not pairs else answer.words[:60] if answer else ""))

    def write(self, path: str, expr: Expr, mode: str = "w") -> None:
        """Write a value; what the file holds from then on is what later clauses read."""
        self.steps.append(Write(path, expr, mode))
        text, before = text_of(expr), self.texts.get(path, "")
        if text is None or (mode == "a" and path not in self.texts):
            self.texts.pop(path, None)
        else:
            self.texts[path] = text if mode == "w" else f"{before.rstrip()}\n{text}".lstrip("\n")

    def foresee(self) -> None:
        """Let what follows read a changed text that waits for its target."""
        text = text_of(self.draft[1]) if self.draft is not None else None
        if self.draft is not None and text is not None and self.texts.get(self.draft[0]) != text:
            self.former.setdefault(self.draft[0], self.texts.get(self.draft[0], ""))
            self.texts[self.draft[0]] = text

    def _drafts(self, answer: Answer) -> bool:
        """Whether an answer is the changed text that waits."""
        if self.draft is None:
            return False
        path, text = self.draft
        return any(made.rows is answer.rows and written(made, to=path) == text for made in [answer, *self.answers])

    def _elsewhere(self, clause: Clause) -> None:
        """The changed text goes into another file, so that its own stays what it was."""
        assert self.draft is not None
        path = self.draft[0]
        self.draft, self.drafted = None, False
        if path in self.former:
            self.texts[path] = self.former.pop(path)
        if len(clause.targets) == 1:
            self.subject = (self.path(clause.targets[0]),)

    def act(self, step: FileAction) -> None:
        """Copy, move or delete a file, or make a folder."""
        self.steps.append(step)

    def keep(self, expr: Expr) -> None:
        """Remember something."""
        self.steps.append(Keep(expr))

    def program(self) -> Program | None:
        """The goal as a program; `None` where a remark, a file or a quote has found no use."""
        marks = set(re.findall(f"{FILE}|{QUOTE}", self.protected.text))
        if self.draft is not None:
            if self.drafted:
                return None
            self.steps.append(Write(*self.draft))
        if not self.steps or self.remarks or marks - self.used:
            return None
        return Program(tuple(self.steps))
