"""Expressions to values, over what the calls have brought so far; what is still unknown becomes a call."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nodes.llm.offline import lookups, texts
from nodes.llm.offline.conversation import Conversation, Observation
from nodes.llm.offline.expressions import Rendered, atom, render
from nodes.llm.offline.outcomes import Failed, Pending, Value, number_text
from nodes.llm.offline.program import (
    Calc,
    Compared,
    Concat,
    DateOf,
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
from nodes.llm.offline.sequences import is_prime, items_of

_NUMERIC = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
_CHUNK = 150
"""Numbers in one calculator expression; longer sums are worked out in parts."""


@dataclass
class Evaluator:
    """One pass over a program.

    Attributes:
        run: What the conversation holds.
        tools: Names of the tools that are bound.
        results: Values of the steps done, by place.
        calls: What is to be called now: (place, tool, arguments).
    """

    run: Conversation
    tools: frozenset[str]
    results: dict[int, Value | Failed] = field(default_factory=dict)
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
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
        seen = self.run.take(place, tool, arguments)
        if seen is None:
            if all(place != known for known, _, _ in self.calls):
                self.calls.append((place, tool, dict(arguments)))
            raise Pending
        if seen.failed and not may_fail:
            raise Failed(seen.text)
        return seen

    def value(self, expr: Expr) -> Value:
        """The value of an expression.

        Raises:
            Pending: A call has to be made first.
            Failed: There is no value; says why.
        """
        return _RULES[type(expr)](self, expr)

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
        raise Failed(f"{_shown(text)} is not a number")

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


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "…")


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


def _fold(run: Evaluator, expr: Fold) -> Value:
    if isinstance(expr.source, Literal) and expr.source.number:
        return run.value(expr.source)
    source = run.value(expr.source).text
    if expr.column is not None:
        cells = texts.column_of(source, expr.column)
        if cells is None:
            raise Failed(f"there is no column {expr.column!r}")
        if expr.kind == "count":
            return Value(str(len(cells)))
        source = "\n".join(cells)
    numbers = texts.numbers_in(source)
    if expr.kind == "count":
        return Value(str(len(numbers)))
    if not numbers:
        raise Failed("there are no numbers in it")
    if expr.kind == "mode":
        return Value(max(numbers, key=numbers.count))
    return _folded(run, expr.kind, numbers)


def _folded(run: Evaluator, kind: str, numbers: list[str]) -> Value:
    joinable = kind in ("sum", "max", "min", "product")
    while joinable and len(numbers) > _CHUNK:
        numbers = [_folded(run, kind, numbers[place : place + _CHUNK]).text for place in range(0, len(numbers), _CHUNK)]
    if len(numbers) == 1 and kind != "range":
        return Value(numbers[0])
    return run.calculate(render(kind, [atom(number) for number in numbers])[0])


def _measure(run: Evaluator, expr: Measure) -> Value:
    if expr.kind in ("lines", "words", "characters") and isinstance(expr.source, FileText):
        counted = lookups.counted(run, expr.source.path)
        if expr.kind in counted:
            return Value(str(counted[expr.kind]))
    needle = run.value(expr.needle).text if expr.needle is not None else ""
    source = run.value(expr.source)
    if expr.kind == "files":
        return Value(str(len([name for name in source.text.splitlines() if name and not name.endswith("/")])))
    return Value(str(texts.measure(expr.kind, source.text, needle)))


def _transform(run: Evaluator, expr: Transform) -> Value:
    if expr.kind == "joined":
        parts = run.values((expr.source, *(FileText(path) for path in expr.args)))
        return Value("\n".join(part.text.rstrip("\n") for part in parts))
    source = run.value(expr.source).text
    made = texts.transform(expr.kind, source, expr.args)
    if made is None:
        raise Failed(f"it has no such part ({len(source.splitlines())} lines)")
    return Value(made)


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


def _compared(run: Evaluator, expr: Compared) -> Value:
    values = run.values(expr.args)
    try:
        numbers = [float(value.text.strip().replace(",", "")) for value in values]
    except ValueError:
        if expr.op not in ("==", "!="):
            raise Failed(
                f"{_shown(values[0].text)} and {_shown(values[1].text)} cannot be compared as numbers"
            ) from None
        same = values[0].text.strip().lower() == values[1].text.strip().lower()
        return Value("yes" if same == (expr.op == "==") else "no")
    if expr.op in ("largest", "smallest"):
        best = numbers.index(max(numbers) if expr.op == "largest" else min(numbers))
        shown = run.rendered(expr.args[best])[0] if isinstance(expr.args[best], Calc) else values[best].text
        return Value(shown, note=values[best].text)
    left, right = numbers
    holds = {
        ">": left > right,
        "<": left < right,
        ">=": left >= right,
        "<=": left <= right,
        "==": left == right,
        "!=": left != right,
    }
    return Value("yes" if holds[expr.op] else "no")


def _test(run: Evaluator, expr: Test) -> Value:
    text = run.value(expr.source).text.strip()
    if expr.kind == "contains":
        needle = run.value(expr.needle).text if expr.needle is not None else ""
        return Value("yes" if needle.lower() in text.lower() else "no")
    if expr.kind == "empty":
        return Value("no" if text else "yes")
    if expr.kind == "palindrome":
        letters = [letter.lower() for letter in text if letter.isalnum()]
        return Value("yes" if letters == letters[::-1] else "no")
    if not re.fullmatch(r"-?\d{1,12}(?:\.0+)?", text):
        raise Failed(f"{_shown(text)} is not a whole number")
    number = int(float(text))
    return Value(
        "yes" if {"even": number % 2 == 0, "odd": number % 2 == 1, "prime": is_prime(number)}[expr.kind] else "no"
    )


def _not(run: Evaluator, expr: Not) -> Value:
    return Value("no" if run.value(expr.inner).text == "yes" else "yes")


_RULES: dict[type, Any] = {
    Literal: _literal,
    Ref: _ref,
    PreviousAnswer: _previous,
    Calc: _calc,
    FileText: lambda run, expr: Value(lookups.file_text(run, expr.path)),
    Fold: _fold,
    Measure: _measure,
    Transform: _transform,
    Sequence: _sequence,
    Concat: _concat,
    DateOf: lookups.date,
    Recalled: lookups.recalled,
    Found: lookups.searched,
    Fetched: lookups.fetched,
    Listing: lookups.listing,
    FilesWith: lookups.files_with,
    Compared: _compared,
    Exists: lookups.exists,
    Test: _test,
    Not: _not,
}
