"""References resolved: `it`, `the total`, `both`, `the file` to the steps and files they stand for; marks to the user's text."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from nodes.llm.offline.followups import settled_steps
from nodes.llm.offline.program import Branch, EachFile, FileAction, Program, Say, Step, Unread, Write
from nodes.llm.offline.protect import Protected
from nodes.llm.offline.terms import (
    Calc,
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
    Pointer,
    PreviousAnswer,
    Recalled,
    Ref,
    Sequence,
    Transform,
)

_CALC_KINDS = {
    "add": "sum total", "sum": "sum total", "sub": "difference price total", "mul": "product total price", "product": "product",
    "div": "quotient percentage tip", "mod": "remainder", "average": "average mean", "mean": "average mean", "abs": "difference",
    "root": "root", "sqrt": "root", "max": "max", "min": "min", "median": "median", "factorial": "factorial", "pow": "power",
}  # fmt: skip


@dataclass
class _Known:
    """What the steps so far have given, as far as words can point to it."""

    protected: Protected
    values: list[tuple[int, Expr]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    folder: str | None = None
    place: int = 0


def resolve(steps: tuple[Step, ...], protected: Protected) -> Program:
    """Link every reference of a goal's steps.

    Args:
        steps: As the clauses were read.
        protected: Where the marks' text is.
    """
    known = _Known(protected)
    linked: list[Step] = []
    for place, step in enumerate(settled_steps(steps)):
        known.place = place
        linked.append(_step(step, known))
    unread = tuple(step for step in linked if isinstance(step, Unread))
    return Program(tuple(linked), unread)


def _step(step: Step, known: _Known) -> Step:
    if isinstance(step, Unread):
        return Unread(known.protected.original(step.text), step.reason)
    if isinstance(step, Branch):
        condition = _expr(_about(step.condition, step.then), known)
        then = tuple(_step(inner, known) for inner in step.then)
        return Branch(condition, then, tuple(_step(inner, known) for inner in step.otherwise))
    if isinstance(step, FileAction):
        return _file_action(step, known)
    if isinstance(step, EachFile):
        return dataclasses.replace(step, folder=step.folder and _plain(step.folder, known).rstrip("/"))
    if isinstance(step, Say):
        expr = _told(step.expr, known)
        known.values.append((known.place, expr))
        return Say(expr, known.protected.original(step.about))
    if isinstance(step, Write):
        expr = _expr(step.expr, known)
        path = _path(step.path, known)
        if not isinstance(step.expr, Pointer | Literal):
            known.values.append((known.place, expr))
        return dataclasses.replace(step, path=path, expr=expr)
    return dataclasses.replace(step, expr=_expr(step.expr, known))


def _about(condition: Expr, then: tuple[Step, ...]) -> Expr:
    """`delete a.txt if it exists`: what `it` stands for is named in the step."""
    if isinstance(condition, Not):
        return Not(_about(condition.inner, then))
    named = next(
        (step.path for step in then if isinstance(step, FileAction | Write) and not step.path.startswith("@")), None
    )
    return Exists(named) if isinstance(condition, Exists) and condition.path == "@it" and named else condition


def _file_action(step: FileAction, known: _Known) -> FileAction:
    if step.operation == "mkdir":
        known.folder = _plain(step.path, known).rstrip("/")
        return FileAction("mkdir", known.folder)
    path = _path(step.path, known)
    destination = step.destination
    if destination == "@it" and known.folder:
        destination = f"{known.folder}/{path.rsplit('/', 1)[-1]}"
        known.files.append(destination)
        return FileAction(step.operation, path, destination)
    if destination == "@backup":
        stem, dot, ending = path.rpartition(".")
        destination = f"{stem}_copy.{ending}" if dot else f"{path}_copy"
    elif destination is not None:
        folder, _, name = destination.rpartition("/")
        destination = (
            _path(destination, known) if not folder else f"{_plain(folder, known).rstrip('/')}/{_name(name, known)}"
        )
    if destination is not None and step.operation in ("move", "copy"):
        destination = _with_ending(path, destination)
        if step.operation == "move" and step.path.startswith("@") and "/" in path and "/" not in destination:
            destination = f"{path.rsplit('/', 1)[0]}/{destination}"
        known.files.append(destination)
    return FileAction(step.operation, path, destination)


def _with_ending(path: str, destination: str) -> str:
    name, ending = destination.rsplit("/", 1)[-1], path.rpartition(".")[2]
    return f"{destination}.{ending}" if "." in path and "." not in name and "/" not in ending else destination


def _name(name: str, known: _Known) -> str:
    return (known.files[-1] if name.startswith("@") and known.files else _plain(name, known)).rsplit("/", 1)[-1]


def _path(path: str, known: _Known) -> str:
    if path.startswith("@"):
        if path in ("@original", "@first") and known.files:
            return known.files[0]
        return known.files[-1] if known.files else ""
    plain = _plain(path, known)
    known.files.append(plain)
    return plain


def _plain(text: str, known: _Known) -> str:
    return known.protected.plain(text)


def _told(expr: Expr, known: _Known) -> Expr:
    """What `show it` shows: the file that was written last, if that came after the last value."""
    if (
        isinstance(expr, Pointer)
        and expr.word == "it"
        and known.files
        and (not known.values or known.values[-1][0] < known.place - 1)
    ):
        return FileText(known.files[-1])
    return _expr(expr, known)


def _expr(expr: Expr, known: _Known) -> Expr:
    if isinstance(expr, Pointer):
        return _pointed(expr.word, known)
    if isinstance(expr, FileText | Exists):
        return dataclasses.replace(expr, path=_path(expr.path, known))
    if isinstance(expr, Literal):
        text = expr.text
        return Literal(_plain(text, known) if len(text) == 1 else known.protected.original(text), expr.number)
    if isinstance(expr, Transform) and expr.kind == "joined":
        extra = tuple(_path(path, known) for path in expr.args)
        return Transform("joined", _expr(expr.source, known), extra)
    changes: dict[str, Any] = {}
    for item in dataclasses.fields(expr):
        changes[item.name] = _field(getattr(expr, item.name), known)
    return dataclasses.replace(expr, **changes)


def _field(value: Any, known: _Known) -> Any:
    if isinstance(value, str):
        return _plain(value, known)
    if isinstance(value, tuple):
        return tuple(_field(item, known) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _expr(value, known)  # type: ignore[arg-type]
    return value


def _pointed(word: str, known: _Known) -> Expr:
    earlier = [(place, expr) for place, expr in known.values if place < known.place or known.values]
    if word == "contents":
        for place, expr in reversed(earlier):
            if isinstance(expr, FileText | Fetched | Transform | Sequence | Listing | Found | FilesWith):
                return Ref((place,))
        if not earlier:
            return FileText(known.files[-1]) if known.files else PreviousAnswer()
        return Ref((earlier[-1][0],))
    if not earlier:
        return FileText(known.files[-1]) if known.files else PreviousAnswer()
    if word == "both":
        places = tuple(dict.fromkeys(place for place, _ in earlier))
        return Ref(places)
    if word in ("first", "last") or word.startswith("#"):
        which = {"first": 1, "last": len(earlier)}.get(word) or int(word[1:])
        return Ref((earlier[min(which, len(earlier)) - 1][0],))
    for place, expr in reversed(earlier):
        if word in _kinds(expr):
            return Ref((place,))
    kind = {"total": "sum", "mean": "average"}.get(word, word)
    if kind in ("sum", "average", "max", "min", "median", "product", "range") and isinstance(
        earlier[-1][1], FileText | Fetched | Transform | Sequence
    ):
        return Fold(kind, Ref((earlier[-1][0],)))
    if word == "count" and isinstance(earlier[-1][1], FileText):
        return Fold("count", Ref((earlier[-1][0],)))
    return Ref((earlier[-1][0],))


def _kinds(expr: Expr) -> set[str]:
    if isinstance(expr, Calc):
        return {"number", "amount", *_CALC_KINDS.get(expr.op, "").split()}
    if isinstance(expr, Fold):
        return {
            expr.kind,
            "number",
            "amount",
            *(("total",) if expr.kind == "sum" else ()),
            *(("mean",) if expr.kind == "average" else ()),
        }
    if isinstance(expr, Measure):
        return {"count", "number", expr.kind}
    if isinstance(expr, DateOf):
        return {"date", "weekday", "time", "number"} & {expr.want, "date", "number" if expr.want == "days" else ""}
    if isinstance(expr, FileText | Fetched):
        return {"content", "contents", "text"}
    is_list = isinstance(expr, Listing | Sequence | Recalled | Transform)
    return {"list", "text", "sequence", "lines", "words", "table"} if is_list else {"number"}
