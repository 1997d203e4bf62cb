"""What file_operations takes: one flat form for models, and narrow ones for code."""

from __future__ import annotations

from typing import Literal, Self, get_args

from pydantic import Field, model_validator
from pydantic.config import JsonDict

from tools.base import ToolInput

Operation = Literal["read", "write", "list", "copy", "move", "delete", "find", "count", "mkdir"]

_NEEDS: dict[str, tuple[str, ...]] = {
    "read": ("filepath",),
    "write": ("filepath", "content"),
    "copy": ("filepath", "destination"),
    "move": ("filepath", "destination"),
    "delete": ("filepath",),
    "find": ("pattern",),
    "mkdir": ("filepath",),
}
_MAY = {"write": ("mode",), "list": ("filepath",), "find": ("filepath",), "count": ("filepath", "pattern")}
_FORMS: JsonDict = {
    "x-required": {str(name): list(_NEEDS.get(name, ())) for name in get_args(Operation)},
    "x-optional": {name: list(fields) for name, fields in _MAY.items()},
}
"""Which arguments go with which operation, for models that are held to a schema (see `nodes.llm.modes.schema`)."""

_SEND = {
    "filepath": "the path of the file, for example notes.txt",
    "content": "the text to write (an empty string for an empty file)",
    "destination": "the new path, for example archive/notes.txt",
    "pattern": "a name pattern such as *.txt, or a text to look for inside files",
}


class FileOperationsInput(ToolInput):
    """One operation on a file or directory of the workspace."""

    operation: Operation = Field(description="What to do.", json_schema_extra=_FORMS)
    filepath: str = Field(
        default=".", description='Path relative to the workspace, for example "notes.txt"; "." is the workspace.'
    )
    content: str | None = Field(default=None, description="For write: the text.")
    mode: Literal["w", "a"] = Field(
        default="w",
        description='For write: "w" replaces the file, "a" adds at its end.',
        json_schema_extra={"x-names": {"a": "append"}},
    )
    destination: str | None = Field(default=None, description="For copy and move: the new path.")
    pattern: str | None = Field(
        default=None,
        description="For find: a glob (*.txt) for names, or a text to look for inside files. For count: a glob.",
    )
    offset: int | None = Field(default=None, ge=1, description="For read: first line, counted from 1.")
    limit: int | None = Field(default=None, ge=1, description="For read: how many lines.")

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        for name in _NEEDS.get(self.operation, ()):
            value = getattr(self, name)
            if value is None or (name != "content" and not value.strip()) or (name == "filepath" and value == "."):
                raise ValueError(f"{name}: {self.operation} needs it; send {_SEND[name]}")
        return self


class FileReadInput(FileOperationsInput):
    """Read a file."""

    operation: Literal["read"] = "read"


class FileWriteInput(FileOperationsInput):
    """Write a file: `mode` "w" replaces it, "a" adds at its end."""

    operation: Literal["write"] = "write"
