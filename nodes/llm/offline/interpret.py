"""A program run against a conversation: the calls that come next, or the answer when there are none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from nodes.llm.offline import wording
from nodes.llm.offline.conversation import Conversation
from nodes.llm.offline.evaluate import Evaluator
from nodes.llm.offline.gist.days import TODAY
from nodes.llm.offline.outcomes import Failed, Pending, Value
from nodes.llm.offline.program import Branch, EachFile, FileAction, Keep, Program, Say, Step, Unread, Write
from nodes.llm.offline.terms import DateOf, Expr, FileText, Listing, Literal, Ref
from nodes.llm.offline.touch import Touched, touched


@dataclass
class Outcome:
    """What an interpretation ends in.

    Attributes:
        calls: To be made now: (place, tool, arguments).
        sentences: The answer, where nothing is left to call.
        undone: The parts of the goal that were not done because they could not be read.
        failed: Sentences for the steps that were tried and did not succeed.
        value: The last value, for a later run to refer to.
    """

    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    value: str | None = None


def interpret(program: Program, run: Conversation, tools: frozenset[str]) -> Outcome:
    """Take a program as far as the observations go.

    Where a part of the goal could not be read, the steps that only look and compute are done, and none that changes anything.

    Args:
        program: The goal, read.
        run: What its calls have brought.
        tools: Names of the tools that are bound.
    """
    pass_ = _Pass(Evaluator(run, tools), program)
    pass_.walk()
    return pass_.outcome()


@dataclass
class _Pass:
    evaluator: Evaluator
    program: Program
    done: dict[int, str] = field(default_factory=dict)
    undone: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def walk(self) -> None:
        waiting: list[Touched] = []
        for place, step in enumerate(self.program.steps):
            reach = touched(step)
            if isinstance(step, Unread):
                self.undone.append(step.text)
                continue
            if self.program.unread and reach.changes:
                self.undone.append(wording.step_text(step))
                continue
            if any(reach.conflicts(other) for other in waiting):
                waiting.append(reach)
                continue
            try:
                self.done[place] = self._do(step, place, str(place))
            except Pending:
                waiting.append(reach)
            except Failed as failure:
                self.evaluator.results[place] = failure
                self.done[place] = wording.failure(step, failure)
                self.failed.append(self.done[place])

    def outcome(self) -> Outcome:
        if self.evaluator.calls:
            return Outcome(calls=self.evaluator.calls)
        used = {earlier for step in self.program.steps for earlier in _refers(step)}
        sentences = []
        for place, step in enumerate(self.program.steps):
            if place not in self.done:
                continue
            if (
                place in used
                and isinstance(step, Say)
                and isinstance(step.expr, FileText)
                and not isinstance(self.evaluator.results.get(place), Failed)
            ):
                continue
            sentences.append(self.done[place])
        last = self.values[-1] if self.values else None
        return Outcome(sentences=sentences, undone=self.undone, failed=self.failed, value=last)

    def _do(self, step: Step, place: int, name: str) -> str:
        self.evaluator.step = name
        if isinstance(step, Say):
            value = self._value(step.expr, place)
            return wording.told(step, value)
        if isinstance(step, Write):
            return self._write(step, place)
        if isinstance(step, FileAction):
            return self._act(step)
        if isinstance(step, EachFile):
            return self._each(step)
        if isinstance(step, Keep):
            text = self.evaluator.value(step.expr).text
            self.evaluator.call("remember", {"text": text})
            return f"I will remember: {text}."
        if isinstance(step, Branch):
            return self._branch(step, place, name)
        raise Failed("it could not be read")

    def _value(self, expr: Expr, place: int) -> Value:
        value = self.evaluator.value(expr)
        self.evaluator.results[place] = value
        self.values.append(value.text)
        return value

    def _write(self, step: Write, place: int) -> str:
        if not step.path:
            raise Failed("no file was named to write to")
        step = replace(step, path=self._dated(step.path))
        value = self.evaluator.value(step.expr)
        content = value.text
        if step.mode == "a" and content and not step.prepend:
            content = self._after_what_is_there(step.path, content)
        elif step.prepend:
            there = self.evaluator.call("file_operations", {"operation": "read", "filepath": step.path}, may_fail=True)
            content = content if there.failed or not there.text else f"{content}\n{there.text}"
        mode = "w" if step.prepend else step.mode
        arguments = {"operation": "write", "filepath": step.path, "content": content, "mode": mode}
        self.evaluator.call("file_operations", arguments)
        self.evaluator.results.setdefault(place, value)
        self.values.append(value.text)
        return wording.written(step, value.text)

    def _dated(self, path: str) -> str:
        """A path with the date of today where its name asks for it."""
        if TODAY not in path:
            return path
        return path.replace(TODAY, self.evaluator.value(DateOf((("date", "today"),), "date")).text)

    def _after_what_is_there(self, path: str, content: str) -> str:
        """An addition starts on a line of its own, unless it plainly goes on with the last one."""
        there = self.evaluator.call("file_operations", {"operation": "read", "filepath": path}, may_fail=True)
        if there.failed or not there.text or content[:1] in (" ", "\n", ",", ";"):
            return content
        if there.text.endswith("\n"):
            return content.rstrip("\n") + "\n"
        return f"\n{content}"

    def _act(self, step: FileAction) -> str:
        if not step.path:
            raise Failed(f"no file was named to {step.operation}")
        if step.destination is not None:
            step = replace(step, destination=self._dated(step.destination))
        arguments: dict[str, Any] = {"operation": step.operation, "filepath": step.path}
        if step.destination is not None:
            arguments["destination"] = step.destination
        self.evaluator.call("file_operations", arguments)
        return wording.acted(step)

    def _each(self, step: EachFile) -> str:
        names = self.evaluator.value(Listing(step.source, step.ending)).text.splitlines()
        if not step.ending:
            names = [name for name in names if not (step.files_only and name.endswith("/"))]
            names = [f"{step.source}/{name.rstrip('/')}".removeprefix("./") for name in names]
        names = [name for name in names if not any(f"{kept}/".startswith(f"{name}/") for kept in step.spare)]
        if step.folder is not None:
            names = [name for name in names if not name.startswith(f"{step.folder}/")]
        if not names:
            return f"There are no {step.ending} files.".replace("  ", " ")
        waiting = False
        for name in names:
            target = None if step.folder is None else f"{step.folder}/{name.rsplit('/', 1)[-1]}"
            try:
                self._act(FileAction(step.operation, name, target))
            except Pending:
                waiting = True
        if waiting:
            raise Pending
        past = {"copy": "Copied", "move": "Moved", "delete": "Deleted"}[step.operation]
        return f"{past} {', '.join(names)}" + (f" to {step.folder}." if step.folder else ".")

    def _branch(self, step: Branch, place: int, name: str) -> str:
        holds = self.evaluator.value(step.condition).text == "yes"
        chosen = step.then if holds else step.otherwise
        if not chosen:
            return "The condition does not hold, so there was nothing to do." if not holds else "The condition holds."
        said = []
        for inner, part in enumerate(chosen):
            said.append(self._do(part, place, f"{name}.{'t' if holds else 'e'}{inner}"))
        return " ".join(said)


def _refers(step: Step) -> set[int]:
    found: set[int] = set()

    def visit(value: Any) -> None:
        if isinstance(value, Ref):
            found.update(value.steps)
        elif isinstance(value, tuple):
            for item in value:
                visit(item)
        elif hasattr(value, "__dataclass_fields__") and not isinstance(value, Literal):
            for item in value.__dataclass_fields__:
                visit(getattr(value, item))

    visit(step)
    return found
