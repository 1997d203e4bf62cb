"""`{n}`: the result of the n-th step, written into later arguments and into the answer, fitting the place where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nodes.llm.modes.numbers import numbers_in
from nodes.llm.modes.transcript import compact_json

_REFERENCE = re.compile(r"\{(\d{1,3})((?:\.\w+)*)\}")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_ARITHMETIC_NAMES = frozenset({"expression", "formula", "equation"})
_TEXT_KEYS = ("text", "content", "value", "result", "output", "answer")


class NotSubstitutable(ValueError):  # noqa: N818 - reads as the sentence it stands for
    """A result does not fit the place that refers to it; the message says which, and why."""


def references(value: Any) -> Iterator[int]:
    """Every step number that a value refers to, however deep."""
    if isinstance(value, str):
        yield from (int(found[1]) for found in _REFERENCE.finditer(value))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from references(item)


def renumbered(value: Any, numbers: Mapping[int, int]) -> Any:
    """The value with every reference to a step in `numbers` naming the other number there."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda found: f"{{{numbers.get(int(found[1]), int(found[1]))}{found[2]}}}", value)
    if isinstance(value, Mapping):
        return {key: renumbered(item, numbers) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [renumbered(item, numbers) for item in value]
    return value


def filled(
    value: Any, results: Sequence[Any], *, first: int = 1, schema: Mapping[str, Any] | None = None, name: str = ""
) -> Any:
    """Put results in the place of their references.

    - `{n}` alone, where the schema wants a number, a list or an object, becomes the value itself.
    - `{n}` alone in a text becomes the result's text, unchanged.
    - within a longer text it becomes the result's text without the white space around it; in a text of nothing but references
      and white space, such as `{1}{2}`, the results keep theirs, so that files can be joined.
    - within arithmetic (an argument named `expression`, `formula` or `equation`) it must be a number; one below zero is put in
      parentheses, as `-3**2` is not the square of -3.
    - `{n.key}` and `{n.0.key}` reach into a result that is an object or a list.

    Args:
        value: A text, or a mapping or list with texts in it; anything else is returned as it is.
        results: The results of step `first` and the following.
        first: Number of the first result.
        schema: The JSON schema of the value, where it is known.
        name: The argument's name.

    Returns:
        A new value without references to steps that have a result.

    Raises:
        NotSubstitutable: A result does not fit, or there is no such result.
    """
    schema = schema or {}
    if isinstance(value, Mapping):
        fields = schema.get("properties", {})
        return {
            key: filled(item, results, first=first, schema=fields.get(key), name=key) for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [filled(item, results, first=first, schema=schema.get("items"), name=name) for item in value]
    if not isinstance(value, str):
        return value
    whole = _REFERENCE.fullmatch(value.strip())
    is_arithmetic = name in _ARITHMETIC_NAMES
    if whole and not is_arithmetic:
        return _whole(_lookup(whole, results, first), schema)
    return _within(value, results, first, is_arithmetic=is_arithmetic)


def _lookup(reference: re.Match[str], results: Sequence[Any], first: int) -> Any:
    index = int(reference[1]) - first
    if not 0 <= index < len(results):
        raise NotSubstitutable(f"{reference[0]} refers to a step that has no result")
    value = results[index]
    for key in filter(None, reference[2].split(".")):
        value = _structure(value)
        try:
            value = value[int(key)] if isinstance(value, list | tuple) else value[key]
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise NotSubstitutable(f"{reference[0]}: the result has no {key!r}") from error
    return value


def _whole(value: Any, schema: Mapping[str, Any]) -> Any:
    options = schema.get("anyOf") or [schema]
    kinds = {option.get("type") for option in options}
    if kinds & {"integer", "number"} and "string" not in kinds:
        number = _as_number(value)
        return int(number) if "number" not in kinds and number == int(number) else number
    if kinds & {"array", "object"} and isinstance(structure := _structure(value), list | dict):
        return structure
    return as_text(value)


def _structure(value: Any) -> Any:
    """A text that is JSON as what it says; anything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _within(template: str, results: Sequence[Any], first: int, *, is_arithmetic: bool) -> str:
    bare = not _REFERENCE.sub("", template).strip()

    def put(reference: re.Match[str]) -> str:
        value = _lookup(reference, results, first)
        if not is_arithmetic and bare:
            text = as_text(value)
            return text.removesuffix("\n") if template[reference.end() :].startswith("\n") else text
        if not is_arithmetic:
            return as_text(value).strip()
        if _is_argument(template, reference):
            return ", ".join(as_text(number) for number in numbers_in(value)) or as_text(_as_number(value))
        text = as_text(_as_number(value))
        alone = reference[0] == template.strip()
        return f"({text})" if text.startswith("-") and not alone else text

    return _REFERENCE.sub(put, template)


def _is_argument(template: str, reference: re.Match[str]) -> bool:
    """Whether a reference stands alone between the parentheses or commas of a function, as in `sum({1})`."""
    before, after = template[: reference.start()].rstrip(), template[reference.end() :].lstrip()
    return bool(re.search(r"[A-Za-z]\w*\s*\((?:[^()]*,)?$", before)) and after[:1] in (",", ")")


def _as_number(value: Any) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = as_text(value).strip().removesuffix("%").replace("\N{MINUS SIGN}", "-").strip()
    if re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        text = text.replace(",", "")
    if not _NUMBER.fullmatch(text) or len(text) > 300:
        raise NotSubstitutable(f"{text[:40]!r} is not a number")
    return float(text) if re.search(r"[.eE]", text) else int(text)


def as_text(value: Any) -> str:
    """A result in words: a text as it is, a whole number without `.0`, a list as lines, an object by its text or as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dict):
        told = [value[key] for key in _TEXT_KEYS if isinstance(value.get(key), str | int | float)]
        return as_text(told[0]) if told else compact_json(value)
    if isinstance(value, list | tuple) and all(isinstance(item, str | int | float) for item in value):
        return "\n".join(as_text(item) for item in value)
    return "" if value is None else compact_json(value)
