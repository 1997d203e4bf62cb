"""Finds functions that would pause or steer the graph from inside a tool, without importing the engine."""

from __future__ import annotations

import dis
import inspect
import re
import typing
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

_COMMAND = re.compile(r"\bCommand\b")
_MAX_FUNCTIONS = 200


def reason_to_refuse(function: Callable[..., Any]) -> str | None:
    """Tell why a function cannot be a tool.

    A paused tool runs again from its start, with all its effects, when the graph resumes; a returned `Command` changes the
    state past the safety check. Read are the code and its nested functions, globals, closures, decorated originals, helpers of
    the same module and annotations; what hides from this (`getattr`, `exec`) fails when it runs.

    Args:
        function: A Python function or method; other callables are not read.

    Returns:
        The reason with what to do instead; `None` where nothing speaks against it.
    """
    returned = _returned_annotation(function)
    if _mentions_command(returned):
        return "it is annotated to return a LangGraph Command; a tool must return data, the graph alone decides what is next"
    for part in _functions(function):
        for code in _codes(part.__code__):
            for value in _referenced(part, code):
                if _is_engine(value, "interrupt"):
                    return (
                        "it calls LangGraph's interrupt(); remove that: the policy asks a person before the tool runs"
                    )
                if _is_engine(value, "Command") and returned is inspect.Signature.empty:
                    return "it uses LangGraph's Command and has no return annotation; annotate the data that it returns"
    return None


def _functions(function: Any) -> Iterator[FunctionType]:
    """The function, the originals it wraps, and the helpers of its own module that it calls."""
    waiting, seen = [function], set[int]()
    while waiting and len(seen) < _MAX_FUNCTIONS:
        found = waiting.pop()
        found = found.__func__ if isinstance(found, MethodType) else found
        if not isinstance(found, FunctionType) or id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        waiting.extend(_cells(found))
        waiting.append(getattr(found, "__wrapped__", None))
        helpers = [found.__globals__.get(name) for code in _codes(found.__code__) for name in _global_names(code)]
        waiting.extend(item for item in helpers if getattr(item, "__module__", None) == found.__module__)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _referenced(function: FunctionType, code: CodeType) -> Iterator[Any]:
    """What the names in the code stand for: globals, closed-over values, module attributes, imports inside of the function."""
    values = [function.__globals__[name] for name in _global_names(code) if name in function.__globals__]
    values += _cells(function)
    yield from values
    for module in (value for value in values if isinstance(value, ModuleType)):
        # `langgraph.types.interrupt` is one global and two attributes.
        inner = [vars(module).get(name) for name in code.co_names]
        yield from inner
        yield from (vars(item).get(name) for item in inner if isinstance(item, ModuleType) for name in code.co_names)
    if any(name.split(".")[0] == "langgraph" for name in code.co_names):
        yield from (_Named(name) for name in code.co_names)


def _global_names(code: CodeType) -> set[str]:
    """Names read as globals; `co_names` has attributes, too, and `process.interrupt()` pauses no graph."""
    return {step.argval for step in dis.get_instructions(code) if step.opname in {"LOAD_GLOBAL", "LOAD_NAME"}}


class _Named:
    """A name imported from the engine inside of a function, known by its name alone."""

    def __init__(self, name: str) -> None:
        self.__name__ = name
        self.__module__ = "langgraph.types"


def _cells(function: FunctionType) -> list[Any]:
    contents = []
    for cell in function.__closure__ or ():
        try:
            contents.append(cell.cell_contents)
        except ValueError:  # not filled yet: a function that refers to itself while it is being defined
            continue
    return contents


def _is_engine(value: Any, name: str) -> bool:
    module = getattr(value, "__module__", None)
    return isinstance(module, str) and module.startswith("langgraph.") and getattr(value, "__name__", None) == name


def _returned_annotation(function: Callable[..., Any]) -> Any:
    raw = getattr(function, "__annotations__", {}).get("return", inspect.Signature.empty)
    try:
        return typing.get_type_hints(function).get("return", raw)
    except (NameError, TypeError, AttributeError, SyntaxError):  # a name known to type checkers only stays text
        return raw


def _mentions_command(annotation: Any) -> bool:
    if isinstance(annotation, str):
        return _COMMAND.search(annotation) is not None
    if isinstance(annotation, typing.ForwardRef):
        return _COMMAND.search(annotation.__forward_arg__) is not None
    return (
        _is_engine(annotation, "Command")
        or _is_engine(typing.get_origin(annotation), "Command")
        or any(_mentions_command(part) for part in typing.get_args(annotation) if not _is_literal(annotation))
    )


def _is_literal(annotation: Any) -> bool:
    return typing.get_origin(annotation) is typing.Literal
