"""What a tool is: a name, a schema, two axes of consequence, and `execute`."""

from __future__ import annotations

import asyncio
import reprlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from memory.labels import Confidentiality, Integrity
from tools.errors import FailureKind, InvalidArguments, ToolError


class Effect(StrEnum):
    """What a call does to the world."""

    NONE = "none"
    """Computes; nothing outside the call is read or changed."""
    READ = "read"
    """Looks at the world and leaves it as it was."""
    WRITE = "write"
    """Adds to the world or changes it in a way that can be undone."""
    DESTRUCTIVE = "destructive"
    """Removes, overwrites, sends or pays: cannot be undone."""


class Replay(StrEnum):
    """What may be done when it is unknown whether a call has happened."""

    PURE = "pure"
    """Run it again: there is no effect."""
    IDEMPOTENT = "idempotent"
    """Run it again with the same idempotency key: the effect happens once."""
    RECONCILABLE = "reconcilable"
    """Ask the tool's `verify` whether it happened."""
    UNSAFE = "unsafe"
    """Ask a person; never run it again blindly."""


class ArgumentRole(StrEnum):
    """What an argument means for safety."""

    TARGET = "target"
    AMOUNT = "amount"
    IDENTIFIER = "identifier"
    DATE = "date"
    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - a role, not a secret
    OPTION = "option"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a call of a tool means for safety and durability.

    The default is what an undeclared tool is taken for: a write whose outcome cannot be checked and whose output is untrusted.

    Attributes:
        effect: What the call does to the world.
        replay: What may be done when its outcome is unknown.
        integrity: How far its output may be trusted.
        confidentiality: Who may see its output.
        roles: What each argument means, by argument name.
    """

    effect: Effect = Effect.WRITE
    replay: Replay = Replay.UNSAFE
    integrity: Integrity = Integrity.UNTRUSTED
    confidentiality: Confidentiality = Confidentiality.PRIVATE
    roles: Mapping[str, ArgumentRole] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallContext:
    """What a running call may know about itself, by `current_call()`.

    Attributes:
        action_id: The logical action; the same for every permitted retry.
        idempotency_key: Hand it to the other side where it takes one; the same for every permitted retry.
        thread_id: The run's thread.
        tenant: Whose data the call may touch.
        attempt: Counts from 1.
        runtime: LangGraph's runtime of the node, injected into tools that declare a `ToolRuntime` argument; opaque here.
    """

    action_id: str = ""
    idempotency_key: str = ""
    thread_id: str = ""
    tenant: str = "local"
    attempt: int = 1
    runtime: Any = None


_CALL: ContextVar[CallContext] = ContextVar("stanchion_call", default=CallContext())  # noqa: B039 - frozen


def current_call() -> CallContext:
    """The call that is running in this context (an empty one outside of the agent)."""
    return _CALL.get()


class ToolInput(BaseModel):
    """Base of the tools' validated inputs; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class ToolOutput(BaseModel):
    """What every tool answers.

    Attributes:
        success: Whether the tool did what was asked.
        result: JSON-serialisable; `None` where there is nothing to tell.
        error: For the model: what went wrong, which value, what to do next.
        metadata: Facts about the call (status code, bytes, path), JSON-serialisable.
        failure: Why it failed; `None` on success.
        retry_after_seconds: How long the other side asked to wait, if it did.
    """

    success: bool
    result: Any = None
    error: str | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)
    failure: FailureKind | None = None
    retry_after_seconds: float | None = None

    @classmethod
    def ok(cls, result: Any = None, **metadata: Any) -> ToolOutput:
        """A success with its result."""
        return cls(success=True, result=result, metadata=metadata)

    @classmethod
    def fail(cls, error: str, failure: FailureKind = FailureKind.PERMANENT, **metadata: Any) -> ToolOutput:
        """A failure with its reason."""
        return cls(success=False, error=error, failure=failure, metadata=metadata)


class Tool(ABC):
    """Something that the agent can do.

    Subclasses set `name`, `description` and `input_schema` and write `execute`; a tool whose calls differ in consequence (one
    reads, another deletes) overrides `classify`. Raise `ToolFailure` or return `ToolOutput.fail` for what can be expected.

    Attributes:
        name: Unique in a registry; letters, digits, `_` and `-`, at most 64 (what model providers take).
        description: For the model; the first line is also shown to people.
        input_schema: A pydantic model; arguments are validated against it before anything runs.
        manifest: The worst that any call of this tool may do.
        timeout_seconds: Wall-clock limit of one attempt.
        max_attempts: How often the error handler may try one action in all, the first time included.
    """

    name: str
    description: str
    input_schema: type[BaseModel]
    manifest: Manifest = Manifest()
    timeout_seconds: float = 60.0
    max_attempts: int = 3

    is_async: ClassVar[bool] = False
    """Whether `aexecute` is native and `execute` only a bridge to it."""

    @property
    def effect(self) -> Effect:
        """The worst effect of any call."""
        return self.manifest.effect

    @property
    def replay(self) -> Replay:
        """The least replayable of any call."""
        return self.manifest.replay

    @abstractmethod
    def execute(self, input: Any, /) -> ToolOutput:
        """Do it.

        Args:
            input: An instance of `input_schema`.

        Returns:
            The output; `success=False` for failures that can be expected.

        Raises:
            ToolFailure: Where raising is handier than returning.
        """

    async def aexecute(self, input: Any, /) -> ToolOutput:
        """`execute`, awaited; a native asynchronous tool (`is_async`) overrides this and bridges `execute` to it."""
        return await asyncio.to_thread(self.execute, input)

    def classify(self, input: Any, /) -> Manifest:
        """What this very call means; never worse than `manifest`. Pure: no I/O."""
        return self.manifest

    def preview(self, input: Any, /) -> str:
        """What this very call will do, in plain words, without any effect; shown to the approver."""
        arguments = ", ".join(f"{name}={value!r}" for name, value in input.model_dump(exclude_defaults=True).items())
        return f"{self.name}({arguments})"

    def verify(self, input: Any, idempotency_key: str, /) -> ToolOutput | None:
        """For `reconcilable` tools: the output if the call has happened, `None` if it has not."""
        raise ToolError(f"{self.name} is declared reconcilable; override verify() in {type(self).__name__}")

    def parse(self, arguments: Mapping[str, Any]) -> BaseModel:
        """Validate raw arguments.

        Raises:
            InvalidArguments: Naming each field, what is wrong with it, and the value sent.
        """
        try:
            return self.input_schema.model_validate(dict(arguments))
        except ValidationError as error:
            raise InvalidArguments(_explain(self.name, error)) from error
        except Exception as error:  # a validator's own code; its bug must not end the run
            raise InvalidArguments(f"{self.name}: checking the arguments failed: {type(error).__name__}") from error

    def to_dict(self) -> dict[str, Any]:
        """The form that models take: `name`, `description` and `parameters` (JSON schema)."""
        return {"name": self.name, "description": self.description, "parameters": self.input_schema.model_json_schema()}


def _explain(name: str, error: ValidationError) -> str:
    problems = []
    for problem in error.errors(include_url=False, include_context=False):
        where = ".".join(str(part) for part in problem["loc"]) or "arguments"
        problems.append(f"{where}: {problem['msg']} (got {_shown(problem['input'])})")
    return f"{name}: " + "; ".join(problems)


def _shown(value: Any) -> str:
    """At most 80 characters of the value's repr, in time that does not depend on its size or depth."""
    try:
        shown = _REPR.repr(value)
    except ValueError:  # str() refuses integers of more than 4,300 digits (CVE-2020-10735)
        return f"a {type(value).__name__} too large to show"
    return shown if len(shown) <= 80 else shown[:77] + "..."


_REPR = reprlib.Repr()
_REPR.maxstring = _REPR.maxother = _REPR.maxlong = 80
