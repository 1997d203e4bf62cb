"""The tools an agent has, by name."""

from __future__ import annotations

import copy
import difflib
import importlib
import inspect
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from langchain_core.tools import BaseTool
from pydantic import PydanticUserError

from tools.base import Manifest, Replay, Tool
from tools.callables import from_function
from tools.errors import DuplicateTool, RefusedTool, ToolError, UnknownTool
from tools.langchain import from_langchain
from tools.refusals import reason_to_refuse

Registrable = Tool | BaseTool | Callable[..., Any]
"""What `ToolRegistry.register` takes."""

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
"""OpenAI's rule for function names, the strictest of the providers."""


class ToolRegistry:
    """Tools in the order in which they were registered, which is the order the model sees.

    Args:
        tools: Registered at once.
    """

    def __init__(self, tools: Iterable[Registrable] = ()) -> None:
        self._tools: dict[str, Tool] = {}
        self._schemas: dict[str, str] = {}
        for tool in tools:
            self.register(tool)

    def register(
        self,
        tool: Registrable,
        *,
        manifest: Manifest | None = None,
        timeout_seconds: float | None = None,
        max_attempts: int | None = None,
    ) -> Tool:
        """Add a tool.

        Args:
            tool: A `Tool`, any LangChain tool, or a typed function with a docstring.
            manifest: What its calls mean; a LangChain tool or a function without one is taken for a write that is unsafe to
                repeat, with untrusted output.
            timeout_seconds: Wall-clock limit of one attempt.
            max_attempts: Tries of one action in all.

        Returns:
            The tool as registered.

        Raises:
            DuplicateTool: A tool of that name is registered already.
            RefusedTool: It cannot be a tool; the message says why and what to change.
        """
        made = _adapted(tool, manifest, timeout_seconds, max_attempts)
        schema = _checked(made)
        if made.name in self._tools:
            raise DuplicateTool(f"a tool named {made.name!r} is registered already; give one of the two another name")
        self._tools[made.name] = made
        self._schemas[made.name] = schema
        return made

    def get(self, name: str) -> Tool:
        """Look a tool up.

        Raises:
            UnknownTool: None has that name; the message names near ones and all there are.
        """
        if (tool := self._tools.get(name)) is not None:
            return tool
        shown = name if isinstance(name, str) else repr(name)
        shown = shown[:80]
        near = difflib.get_close_matches(shown.lower(), self._tools, n=3, cutoff=0.6)
        hint = f"; did you mean {' or '.join(near)}?" if near else ";"
        raise UnknownTool(f"no tool is named {shown!r}{hint} the tools are: {', '.join(self._tools) or 'none'}")

    def list_tools(self) -> list[dict[str, Any]]:
        """The form that models take, in the order of registration; the caller may change what it gets.

        Returns:
            `Tool.to_dict()` of each tool as it was when registered.
        """
        return [json.loads(schema) for schema in self._schemas.values()]

    def subset(self, names: Iterable[str]) -> ToolRegistry:
        """A registry of some of the tools, in this one's order.

        Raises:
            UnknownTool: One of the names is not registered.
        """
        wanted = {self.get(name).name for name in names}
        return ToolRegistry(tool for tool in self if tool.name in wanted)

    def merge(self, other: Iterable[Registrable]) -> ToolRegistry:
        """A registry of these tools followed by others.

        Raises:
            DuplicateTool: A name is in both.
        """
        return ToolRegistry([*self, *other])

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in the order of registration."""
        return tuple(self._tools)

    def __contains__(self, name: object) -> bool:
        """Whether a tool of that name is registered."""
        return name in self._tools

    def __iter__(self) -> Iterator[Tool]:
        """The tools, in the order of registration."""
        return iter(list(self._tools.values()))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._tools)

    def __repr__(self) -> str:
        """For people."""
        return f"ToolRegistry({', '.join(self._tools)})"


def load_tools(reference: str) -> ToolRegistry:
    """Import tools that live outside of this project.

    Args:
        reference: `package.module:attribute`; the attribute is a `ToolRegistry`, one tool, a list of what `register` takes, or a
            function without parameters that returns one of these.

    Returns:
        The registry; the given one where it is one.

    Raises:
        ToolError: The reference is malformed, or nothing usable is there; the message names the part.
    """
    module_name, colon, path = reference.strip().partition(":")
    if not (module_name and colon and path):
        raise ToolError(f"{reference!r} does not name tools; write package.module:attribute")
    try:
        found: Any = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        raise ToolError(f"{reference!r}: there is no module {error.name!r}; is its folder on PYTHONPATH?") from error
    except (Exception, SystemExit) as error:  # a module of the user's may raise anything while it is imported
        raise ToolError(f"{reference!r}: importing {module_name!r} failed: {type(error).__name__}: {error}") from error
    for part in path.split("."):
        if not hasattr(found, part):
            names = ", ".join(sorted(name for name in vars(found) if not name.startswith("_"))[:20])
            raise ToolError(f"{reference!r}: {module_name!r} has no {part!r}; it has: {names or 'nothing'}")
        found = getattr(found, part)
    return _registry(reference, found)


def _registry(reference: str, found: Any) -> ToolRegistry:
    if callable(found) and not isinstance(found, Tool | BaseTool | ToolRegistry):
        try:
            inspect.signature(found).bind()
        except (TypeError, ValueError) as error:
            raise ToolError(
                f"{reference!r} cannot be called without arguments ({error}); put it into a list"
            ) from error
        try:
            found = found()
        except ToolError:
            raise
        except Exception as error:
            raise ToolError(f"{reference!r}: calling it failed: {type(error).__name__}: {error}") from error
    if isinstance(found, ToolRegistry):
        return found
    if isinstance(found, Tool | BaseTool):
        return ToolRegistry([found])
    if isinstance(found, list | tuple):
        return ToolRegistry(found)
    kind = type(found).__name__
    raise ToolError(
        f"{reference!r} is {kind}, not tools; give a ToolRegistry, a list of tools, or a function returning one"
    )


def _adapted(tool: Any, manifest: Manifest | None, timeout_seconds: float | None, max_attempts: int | None) -> Tool:
    if isinstance(tool, BaseTool):
        return from_langchain(tool, manifest, timeout_seconds, max_attempts)
    if isinstance(tool, type):
        raise RefusedTool(f"{tool.__name__} is a class; register an instance, {tool.__name__}(…)")
    if not isinstance(tool, Tool):
        if not callable(tool):
            raise RefusedTool(
                f"{type(tool).__name__} {tool!r:.80} is no tool; give a Tool, a LangChain tool or a typed function"
            )
        return from_function(tool, manifest, timeout_seconds, max_attempts)
    given = {"manifest": manifest, "timeout_seconds": timeout_seconds, "max_attempts": max_attempts}
    changes = {key: value for key, value in given.items() if value is not None}
    adapted: Tool = tool
    if changes:
        adapted = copy.copy(tool)  # the same tool may be registered elsewhere with its own settings
        for key, value in changes.items():
            setattr(adapted, key, value)
    return adapted


def _checked(tool: Tool) -> str:
    """The tool's schema as JSON, if the tool is fit to be registered."""
    name = getattr(tool, "name", None)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise RefusedTool(f"a tool cannot be named {name!r:.80}; use 1 to 64 letters, digits, '_' and '-'")
    if not isinstance(tool.description, str) or not tool.description.strip():
        raise RefusedTool(f"tool {name!r} has no description; say what it does, for the model")
    _check_behaviour(tool)
    try:
        schema = tool.to_dict()
        text = json.dumps(schema, allow_nan=False)
    except (TypeError, ValueError, AttributeError, PydanticUserError) as error:
        raise RefusedTool(f"tool {name!r}: its input has no JSON schema: {error}") from error
    if schema["parameters"].get("type") != "object":
        raise RefusedTool(f"tool {name!r}: its input schema must be of type object, so that arguments have names")
    return text


def _check_behaviour(tool: Tool) -> None:
    if not 0 < tool.timeout_seconds < math.inf:
        raise RefusedTool(
            f"tool {tool.name!r}: timeout_seconds must be above 0 and finite, not {tool.timeout_seconds!r}"
        )
    if tool.max_attempts < 1:
        raise RefusedTool(f"tool {tool.name!r}: max_attempts must be at least 1, not {tool.max_attempts!r}")
    if inspect.iscoroutinefunction(tool.execute):
        raise RefusedTool(f"tool {tool.name!r}: execute() is asynchronous; derive from AsyncTool and write aexecute()")
    if tool.replay is Replay.RECONCILABLE and type(tool).verify is Tool.verify:
        raise RefusedTool(f"tool {tool.name!r} is declared reconcilable; override verify(), or declare it unsafe")
    for body in (type(tool).execute, type(tool).aexecute):
        if reason := reason_to_refuse(body):
            raise RefusedTool(f"tool {tool.name!r} is refused: {reason}")
