"""JSON schemas for constrained replies: one branch per tool (or per operation of a tool), simple enough for every grammar compiler.

`$ref`s are inlined and only structural keywords stay, since servers refuse (400) what their grammar does not know; the tools
validate the rest. A property with an `enum` may carry hints in its schema, which split its tool into one branch per value, so
that a small model sees only the fields that matter:

- `x-required`: for each value the other fields that must be sent;
- `x-optional`: for each value the other fields that may be sent.

An optional field with an `enum` may name some of its values by `x-names`; each of those becomes a branch of its own (`append` for a
write with mode "a"), and the branch without the field stands for the default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

FINAL_ANSWER = "final_answer"
"""The name that stands for answering, among the tools' names."""

MAX_PLAN_STEPS = 10
"""Longest plan; a small model that loses its way repeats a step without end."""

_STRUCTURAL = ("type", "enum", "const", "items", "prefixItems", "required", "additionalProperties")
_DEEPEST = 8
"""Recursive schemas are cut here: below, anything goes, and the tool validates."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One way to call one tool.

    Attributes:
        tool: The tool's name.
        parameters: An object schema without `$ref`; descriptions and defaults are kept.
        note: What tells this branch from the tool's others, for example `read`; empty for a tool with one branch.
    """

    tool: str
    parameters: Mapping[str, Any]
    note: str = ""


def branches(tool: Mapping[str, Any]) -> list[Branch]:
    """Split a tool into its branches.

    Args:
        tool: As `Tool.to_dict()` gives it.

    Returns:
        One branch per alternative of a union, else per hinted value (see the module), else one.
    """
    name = str(tool["name"])
    parameters = inlined(tool.get("parameters") or {})
    alternatives = parameters.get("oneOf") or parameters.get("anyOf")
    if alternatives and not parameters.get("properties"):
        return [Branch(name, option, _constant(option)) for option in alternatives]
    for field, schema in parameters.get("properties", {}).items():
        if "x-required" in schema and schema.get("enum"):
            return [branch for value in schema["enum"] for branch in _operation(name, parameters, field, value)]
    return [Branch(name, parameters)]


def _constant(option: Mapping[str, Any]) -> str:
    properties: Mapping[str, Any] = option.get("properties", {})
    return next((str(schema["const"]) for schema in properties.values() if "const" in schema), "")


def _operation(tool: str, parameters: Mapping[str, Any], field: str, value: Any) -> list[Branch]:
    properties = parameters["properties"]
    hints = properties[field]
    needed = [name for name in hints["x-required"].get(str(value), ()) if name in properties and name != field]
    allowed = [name for name in hints.get("x-optional", {}).get(str(value), ()) if name in properties]
    named = {name: properties[name]["x-names"] for name in allowed if "x-names" in properties[name]}
    fields = {field: {"const": value, "type": "string"}} | {name: _present(properties[name]) for name in needed}
    plain = {name: properties[name] for name in allowed if name not in {*named, *fields}}
    made = [_branch(tool, fields | plain, [field, *needed], str(value))]
    for name, names in named.items():
        for option, note in names.items():
            fixed = {field: fields[field], name: {"const": option, "type": "string"}, **fields}
            made.append(_branch(tool, fixed | plain, [field, name, *needed], str(note)))
    return made


def _branch(tool: str, fields: Mapping[str, Any], required: list[str], note: str) -> Branch:
    schema = {"type": "object", "properties": fields, "required": required, "additionalProperties": False}
    return Branch(tool, schema, note)


def _present(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A field that must be sent cannot be null."""
    options = [option for option in schema.get("anyOf", ()) if option.get("type") != "null"]
    if len(options) != 1:
        return schema
    return {**{key: value for key, value in schema.items() if key != "anyOf"}, **options[0]}


def inlined(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Replace every `$ref` to the schema's own `$defs` by what it names; deeper recursion becomes "anything"."""
    definitions = schema.get("$defs", {}) | schema.get("definitions", {})
    result = _inline(schema, definitions, 0)
    return {key: value for key, value in result.items() if key not in {"$defs", "definitions"}}


def _inline(schema: Any, definitions: Mapping[str, Any], depth: int) -> Any:
    if isinstance(schema, list):
        return [_inline(item, definitions, depth) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    if depth > 3 * _DEEPEST:
        return {}
    if isinstance(target := schema.get("$ref"), str):
        named = definitions.get(target.rsplit("/", 1)[-1], {})
        siblings = {key: value for key, value in schema.items() if key != "$ref"}
        return _inline({**named, **siblings}, definitions, depth + 1)
    skipped = {"$defs", "definitions"}
    return {key: _inline(value, definitions, depth + 1) for key, value in schema.items() if key not in skipped}


def structural(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what a grammar compiler needs: types, names, alternatives; objects without declared properties stay open."""
    kept = {key: deepcopy(schema[key]) for key in _STRUCTURAL if key in schema}
    if isinstance(kept.get("items"), Mapping):
        kept["items"] = structural(kept["items"])
    if isinstance(kept.get("additionalProperties"), Mapping):
        kept["additionalProperties"] = structural(kept["additionalProperties"])
    if options := schema.get("anyOf") or schema.get("oneOf"):
        kept["anyOf"] = [structural(option) for option in options]
    if (parts := schema.get("allOf")) and len(parts) == 1:
        kept |= structural(parts[0])
    if "properties" in schema:
        kept["properties"] = {name: structural(value) for name, value in schema["properties"].items()}
        kept.setdefault("type", "object")
        kept.setdefault("additionalProperties", False)
    return kept


def answer_schema_of(answer: Mapping[str, Any] | None) -> dict[str, Any]:
    """The schema of the answer itself: the user's, made simple, or a text."""
    return structural(inlined(answer)) if answer else {"type": "string"}


def decision_schema(
    calls: Sequence[Mapping[str, Any]], answer: Mapping[str, Any] | None, *, key: str, answer_only: bool
) -> dict[str, Any]:
    """The schema of one decision.

    Args:
        calls: The schema of every call that may be made.
        answer: Schema of a typed answer; `None` for text.
        key: Under which a call names its tool; the answer comes as one named `final_answer`.
        answer_only: Whether only the answer may come.
    """
    final = _object({key: {"const": FINAL_ANSWER, "type": "string"}, "answer": answer_schema_of(answer)})
    return final if answer_only or not calls else {"anyOf": [*calls, final]}


def plan_schema(
    calls: Sequence[Mapping[str, Any]],
    answer: Mapping[str, Any] | None,
    *,
    answer_only: bool,
    least: int = 0,
    look: bool = False,
) -> dict[str, Any]:
    """The schema of one plan.

    A typed answer cannot be written before the results are seen, so with one a plan that has steps ends in `"answer": null`.

    Args:
        calls: The schema of every call that a step may be.
        answer: Schema of a typed answer; `None` for text.
        answer_only: Whether only the answer may come.
        least: How many steps there must be.
        look: Whether the plan must stop to look at its results.
    """
    value = answer_schema_of(answer)
    none = {"type": "array", "items": {"type": "string"}, "maxItems": 0}
    if answer_only or not calls:
        return _object({"steps": none, "answer": value})
    steps = {"type": "array", "items": {"anyOf": list(calls)}, "maxItems": MAX_PLAN_STEPS}
    if least:
        steps["minItems"] = min(least, MAX_PLAN_STEPS)
    planned = _object({"steps": {"minItems": 1, **steps}, "answer": {"type": "null"}})
    if look:
        return planned
    if answer is None:
        return _object({"steps": steps, "answer": {"anyOf": [value, {"type": "null"}]}})
    return {"anyOf": [planned, _object({"steps": none, "answer": value})]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def response_format(schema: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The request option that constrains a reply (OpenAI's `response_format`, which vLLM, Ollama and llama.cpp take, too)."""
    return {"type": "json_schema", "json_schema": {"name": name, "schema": dict(schema), "strict": True}}
