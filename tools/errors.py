"""Everything that can go wrong in the tools room.

ToolError
├── InvalidArguments     the arguments do not fit the tool's input schema
├── UnknownTool          no tool of that name is registered
├── DuplicateTool        a tool of that name is registered already
├── RefusedTool          the object cannot be registered as a tool (the message says why)
└── ToolFailure          a tool ran and could not do what was asked; carries the kind of failure
"""

from __future__ import annotations

from enum import StrEnum


class FailureKind(StrEnum):
    """Why a call did not succeed; the error handler chooses by it."""

    INVALID_ARGUMENTS = "invalid_arguments"
    """The model must send other arguments."""
    TRANSIENT = "transient"
    """Network, 429, 5xx, busy: the same call may succeed later."""
    PERMANENT = "permanent"
    """The same call will fail again (not found, forbidden, no such file)."""
    BUG = "bug"
    """The tool raised something that it does not document."""
    TIMEOUT = "timeout"
    """The tool did not answer in time; whether its effect happened is unknown."""
    UNKNOWN = "unknown"
    """The call was begun before and its outcome was never recorded."""


class ToolError(Exception):
    """Root of the errors of the tools room."""


class InvalidArguments(ToolError):  # noqa: N818 - reads as the sentence it stands for
    """The arguments do not fit the schema; the message names each field and the reason."""


class UnknownTool(ToolError):  # noqa: N818
    """No tool of that name is registered."""


class DuplicateTool(ToolError):  # noqa: N818
    """A tool of that name is registered already."""


class RefusedTool(ToolError):  # noqa: N818
    """The object cannot be registered as a tool."""


class ToolFailure(ToolError):  # noqa: N818
    """A tool could not do what was asked.

    Raise it inside `execute`; the registry's caller turns it into a `ToolOutput` with `success=False`.

    Args:
        message: What, which value, and what to do next; the model reads it.
        kind: Why; decides between retry and replan.
        retry_after_seconds: How long the other side asked to wait, if it did.
    """

    def __init__(
        self, message: str, kind: FailureKind = FailureKind.PERMANENT, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.retry_after_seconds = retry_after_seconds
