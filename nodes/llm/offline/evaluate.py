"""Expressions to values, over what the calls have brought so far; what is still unknown becomes a call."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nodes.llm.offline import lookups, questions, text_values, texts
from nodes.llm.offline.conversation import Conversation, Observation
from nodes.llm.offline.expressions import Rendered, atom, render
from nodes.llm.offline.gist.derived import derived
from nodes.llm.offline.outcomes import Failed, Pending, Value, number_text, shown
from nodes.llm.offline.sequences import items_of
from nodes.llm.offline.terms import (
    Calc,
    Compared,
    Concat,
    DateOf,
    Derived,
    Exists,
    Expr,
    Fetched,
    FilesWith,
    FileText,
    Fold,
    Found,
    Listing,
    Literal,
    Measure,
    Not,
    PreviousAnswer,
    Recalled,
    Ref,
    Sequence,
    Test,
    Transform,
)

OPENING = "ledger"
"""The step in whose name files are read before a program begins."""
_CHANGES = frozenset({"write", "delete", "move", "copy"})
_NUMERIC = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


@dataclass
class Evaluator:
    """One pass over a program.

    Attributes:
        run: What the conversation holds.
        tools: Names of the tools that are bound.
        results: Values of the steps done, by place.
        calls: What is to be called now: (place, tool, arguments).
        changed: The files that a step of this pass has changed; what was read of them before the program began is out of date.
    """

    run: Conversation
    tools: frozenset[str]
    results: dict[int, Value | Failed] = field(default_factory=dict)
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    step: str = "0"
    """Where in the program the pass is; the same call at the same place is made once."""

    def call(self, tool: str, arguments: Mapping[str, Any], *, may_fail: bool = False) -> Observation:
        """What a call brought.

        Raises:
            Pending: It has not been made; it is now in `calls`.
            Failed: It failed, and `may_fail` is not set; or the tool is not bound.
        """
        if tool not in self.tools:
            raise Failed(f"the tool {tool!r} is not available here")
        place = f"{self.step}.{_digest(tool, arguments)}"
        seen = self._opened(tool, arguments) or self.run.take(place, tool, arguments)
        if seen is None:
            if all(place != known for known, _, _ in self.calls):
                self.calls.append((place, tool, dict(arguments)))
            raise Pending
        if seen.failed and not may_fail:
            raise Failed(seen.text)
        return seen

    def _opened(self, tool: str, arguments: Mapping[str, Any]) -> Observation | None:
        """What was read of a file before the goal was (see `ledger.opening`), as long as no step has changed the file."""
        path = str(arguments.get("filepath", ""))
        if tool == "file_operations" and arguments.get("operation") == "read" and path not in self.changed:
            return self.run.observations.get(f"{OPENING}.{_digest(tool, arguments)}")
        if tool == "file_operations" and arguments.get("operation") in _CHANGES:
            self.changed |= {path, str(arguments.get("destination", ""))}
        return None

    def value(self, expr: Expr) -> Value:
        """The value of an expression.

        Raises:
            Pending: A call has to be made first.
            Failed: There is no value; says why.
        """
        value: Value = _RULES[type(expr)](self, expr)
        return value

    def values(self, exprs: tuple[Expr, ...]) -> list[Value]:
        """The values of several expressions; all their calls are collected before it stops."""
        done: list[Value] = []
        waiting = False
        for expr in exprs:
            try:
                done.append(self.value(expr))
            except Pending:
                waiting = True
        if waiting:
            raise Pending
        return done

    def calculate(self, expression: str) -> Value:
        """The calculator's result, as people write it."""
        seen = self.call("calculator", {"expression": expression})
        return Value(number_text(seen.value))

    def rendered(self, expr: Expr) -> Rendered:
        """An operand as an expression of the calculator."""
        if isinstance(expr, Calc):
            if expr.op in ("sum", "product", "average", "max", "min") and len(expr.args) == 1:
                return self.rendered(expr.args[0])
            return render(expr.op, self._operands(expr.args))
        if isinstance(expr, Literal) and expr.number:
            return atom(expr.text)
        text = self.value(expr).text.strip().replace(",", "")
        if _NUMERIC.fullmatch(text):
            return atom(text)
        inside = texts.numbers_in(text)
        if len(inside) == 1:
            return atom(inside[0])
        raise Failed(f"{shown(text)} is not a number")

    def _operands(self, args: tuple[Expr, ...]) -> list[Rendered]:
        done: list[Rendered] = []
        waiting = False
        for arg in args:
            try:
                done.append(self.rendered(arg))
            except Pending:
                waiting = True
        if waiting:
            raise Pending
        return done


def _digest(tool: str, arguments: Mapping[str, Any]) -> str:
    canonical = json.dumps([tool, dict(arguments)], sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _literal(run: Evaluator, expr: Literal) -> Value:
    return Value(expr.text)


def _ref(run: Evaluator, expr: Ref) -> Value:
    found = []
    for step in expr.steps:
        value = run.results.get(step)
        if value is None:
            raise Pending
        if isinstance(value, Failed):
            raise Failed("it needs an earlier result that is missing", dependent=True)
        found.append(value)
    return found[0] if len(found) == 1 else Value("\n".join(value.text for value in found))


def _previous(run: Evaluator, expr: PreviousAnswer) -> Value:
    if run.run.previous is None:
        raise Failed("there is no earlier result to refer to")
    return Value(run.run.previous)


def _calc(run: Evaluator, expr: Calc) -> Value:
    return run.calculate(run.rendered(expr)[0])


def _sequence(run: Evaluator, expr: Sequence) -> Value:
    items = items_of(expr.kind, expr.bounds)
    if items is None:
        raise Failed("the list has no sensible bounds")
    return Value(expr.separator.join(items))


def _concat(run: Evaluator, expr: Concat) -> Value:
    parts = [part.text for part in run.values(expr.parts)]
    if expr.separator == "\n":
        return Value("\n".join(part.rstrip("\n") for part in parts))
    if expr.separator == "@space":
        return Value(parts[0] + ("" if parts[0][-1:].isspace() or not parts[0] else " ") + parts[1])
    return Value(expr.separator.join(parts))


_RULES: dict[type, Any] = {
    Literal: _literal,
    Ref: _ref,
    PreviousAnswer: _previous,
    Calc: _calc,
    FileText: lambda run, expr: Value(lookups.file_text(run, expr.path)),
    Fold: text_values.folded,
    Measure: text_values.measured,
    Transform: text_values.transformed,
    Sequence: _sequence,
    Concat: _concat,
    DateOf: lookups.date,
    Recalled: lookups.recalled,
    Found: lookups.searched,
    Fetched: lookups.fetched,
    Listing: lookups.listing,
    FilesWith: lookups.files_with,
    Compared: questions.compared,
    Exists: lookups.exists,
    Test: questions.tested,
    Not: questions.opposite,
    Derived: derived,
}
