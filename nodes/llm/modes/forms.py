"""Calls in their shortest form for small models: `{"tool": "file_operations.read", "filepath": "a.txt"}`.

One flat object per way to call a tool: the choice of the tool and of its operation is one word at the beginning, no level of
nesting has to be closed, and a call costs about half the tokens of `{"name": …, "arguments": {…}}`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from nodes.llm.modes.catalogue import type_name
from nodes.llm.modes.schema import FINAL_ANSWER, Branch, branches, structural

KEY = "tool"
"""Under which a call names its tool."""

NESTED = "arguments"
"""Where the arguments of a tool go that has an argument called like `KEY`."""


class CallForms:
    """The registered tools, each in its short forms.

    Args:
        tools: `Tool.to_dict()` of every tool.
    """

    def __init__(self, tools: Sequence[Mapping[str, Any]]) -> None:
        self._descriptions = {str(tool["name"]): _first_line(tool) for tool in tools}
        self._branches = {_word(branch): branch for tool in tools for branch in branches(tool)}
        self._fixed = {word: _fixed(branch) for word, branch in self._branches.items()}

    def schemas(self, without: Collection[str] = ()) -> list[dict[str, Any]]:
        """One object schema per form, for a grammar; without the forms of these words, as long as others are left."""
        left = {word: branch for word, branch in self._branches.items() if word not in without} or self._branches
        return [_schema(word, branch) for word, branch in left.items()]

    def words_of(self, tools: Collection[str]) -> set[str]:
        """The words of every form of these tools."""
        return {word for word, branch in self._branches.items() if branch.tool in tools}

    def catalogue(self) -> str:
        """The forms as lines of a prompt: each tool's first line, then one signature per form."""
        lines: list[str] = []
        told = ""
        for word, branch in self._branches.items():
            if branch.tool != told:
                told = branch.tool
                lines.append(f"- {told}: {self._descriptions[told]}")
            lines.append(f"  {_signature(word, branch)}")
        return "\n".join(lines) or "(none: answer from what is known)"

    def write(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """A call in its short form; one that fits no form is written with its plain name."""
        fitting = [(word, fixed) for word, fixed in self._fixed.items() if self._branches[word].tool == name]
        fitting = [form for form in fitting if all(arguments.get(key) == value for key, value in form[1].items())]
        word, fixed = max(fitting, key=lambda form: len(form[1]), default=(name, dict[str, Any]()))
        return _put(word, {key: value for key, value in arguments.items() if key not in fixed})

    def read(self, value: Any) -> Any:
        """A short form as `{"name": …, "arguments": {…}}`; anything else as it is."""
        if not isinstance(value, Mapping) or not isinstance(value.get(KEY), str):
            return value
        word = str(value[KEY])
        if set(value) == {KEY, NESTED} and isinstance(value[NESTED], Mapping):
            arguments = dict(value[NESTED])
        else:
            arguments = {key: item for key, item in value.items() if key != KEY}
        branch = self._branches.get(word)
        if branch is None:
            return {"name": word, "arguments": arguments}
        return {"name": branch.tool, "arguments": {**_fixed(branch), **arguments}}

    def read_all(self, value: Any) -> Any:
        """A call, a list of calls or a plan, with every short form in it read."""
        if isinstance(value, list):
            return [self.read(item) for item in value]
        if isinstance(value, Mapping) and isinstance(value.get("steps"), list):
            return {**value, "steps": self.read_all(value["steps"])}
        return self.read(value)


def final_form(answer: Any) -> dict[str, Any]:
    """The final answer in the same form."""
    return {KEY: FINAL_ANSWER, "answer": answer}


def _word(branch: Branch) -> str:
    return f"{branch.tool}.{branch.note}" if branch.note else branch.tool


def _fixed(branch: Branch) -> dict[str, Any]:
    properties: Mapping[str, Any] = branch.parameters.get("properties", {})
    return {name: schema["const"] for name, schema in properties.items() if "const" in schema}


def _open(branch: Branch) -> dict[str, Any]:
    properties: Mapping[str, Any] = branch.parameters.get("properties", {})
    return {name: schema for name, schema in properties.items() if "const" not in schema}


def _put(word: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {KEY: word, NESTED: dict(arguments)} if KEY in arguments else {KEY: word, **arguments}


def _schema(word: str, branch: Branch) -> dict[str, Any]:
    fields = {name: structural(schema) for name, schema in _open(branch).items()}
    needed = [name for name in branch.parameters.get("required", ()) if name in fields]
    named = {"const": word, "type": "string"}
    body = {"type": "object", "properties": fields, "required": needed, "additionalProperties": False}
    if not fields and branch.parameters.get("additionalProperties") not in (None, False):
        body = {"type": "object"}
    elif KEY not in fields:
        return {**body, "properties": {KEY: named, **fields}, "required": [KEY, *needed]}
    properties = {KEY: named, NESTED: body}
    return {"type": "object", "properties": properties, "required": [KEY, NESTED], "additionalProperties": False}


def _signature(word: str, branch: Branch) -> str:
    needed = set(branch.parameters.get("required", ()))
    fields = []
    for name, schema in _open(branch).items():
        optional = "" if name in needed else " (optional)"
        fields.append(f'"{name}": {type_name(schema)}{optional}')
    return "{" + ", ".join([f'"{KEY}": "{word}"', *fields]) + "}"


def _first_line(tool: Mapping[str, Any]) -> str:
    """The description without its examples, which show the long form."""
    text = " ".join(str(tool.get("description", "")).split())
    return re.split(r"\s*(?:Examples?|For example|E\.g\.):?\s*(?=[{\[])", text)[0]
