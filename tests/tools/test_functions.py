"""Typed functions as tools (`tools.callables`) and what is refused (`tools.refusals`)."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Callable, Iterator
from enum import Enum
from typing import Any, Literal

import langgraph.types
import pytest
from langgraph.types import Command, interrupt
from langgraph.types import interrupt as ask_person

from tools.base import ArgumentRole, CallContext, Effect, Manifest, Replay, ToolOutput, current_call
from tools.callables import from_function, tool
from tools.calls import run_call
from tools.errors import FailureKind, RefusedTool


class Colour(Enum):
    RED = "red"


def paint(
    what: str, colour: Colour = Colour.RED, coats: int | None = None, how: Literal["brush", "roller"] = "brush"
) -> dict[str, Any]:
    """Paint something.

    With care.

    Args:
        what: What is painted.
        coats: How often; once by default.

    Returns:
        What was done.
    """
    return {"what": what, "colour": colour, "coats": coats, "how": how}


async def test_a_function_with_a_google_docstring_is_a_tool() -> None:
    made = from_function(paint)
    form = made.to_dict()
    assert form["name"] == "paint"
    assert form["description"].startswith("Paint something.")
    assert "Args" not in form["description"]
    assert form["parameters"]["properties"]["what"]["description"] == "What is painted."
    assert form["parameters"]["required"] == ["what"]
    output = await run_call(made, {"what": "door", "coats": "2"})
    assert output.result == {"what": "door", "colour": "red", "coats": 2, "how": "brush"}


async def test_an_asynchronous_function_runs_in_the_callers_loop() -> None:
    import asyncio

    loops = []

    @tool(effect=Effect.NONE, replay=Replay.PURE, timeout_seconds=3, max_attempts=1, name="where")
    async def function(x: int) -> int:
        """Tell the loop."""
        loops.append(asyncio.get_running_loop())
        return x

    assert (await run_call(function, {"x": 1})).result == 1
    assert loops == [asyncio.get_running_loop()]
    assert function.is_async
    assert (function.name, function.timeout_seconds, function.max_attempts) == ("where", 3, 1)
    assert function.manifest == Manifest(effect=Effect.NONE, replay=Replay.PURE)
    assert function.execute(function.parse({"x": 2})).result == 2


async def test_roles_and_context_reach_the_function() -> None:
    @tool(roles={"to": ArgumentRole.TARGET})
    def send(to: str) -> str:
        """Send."""
        return f"{to} {current_call().idempotency_key}"

    assert send.manifest.roles == {"to": ArgumentRole.TARGET}
    assert send.manifest.effect is Effect.WRITE
    assert (await run_call(send, {"to": "bob"}, CallContext(idempotency_key="k1"))).result == "bob k1"


async def test_a_function_may_answer_with_an_output() -> None:
    @tool()
    def careful(x: int) -> ToolOutput:
        """Answer in full."""
        return ToolOutput.fail("no", FailureKind.TRANSIENT, tried=x)

    output = await run_call(careful, {"x": 1})
    assert (output.success, output.failure, output.metadata) == (False, FailureKind.TRANSIENT, {"tried": 1})


async def test_a_bound_method_is_a_tool() -> None:
    class Counter:
        def __init__(self) -> None:
            self.total = 10

        def add(self, n: int) -> int:
            """Add to the total."""
            self.total += n
            return self.total

    assert (await run_call(from_function(Counter().add), {"n": 5})).result == 15


def helper() -> Any:
    return interrupt("?")


def pausing(x: int) -> str:
    """Pause."""
    return str(interrupt(x))


def pausing_by_another_name(x: int) -> str:
    """Pause."""
    return str(ask_person(x))


def pausing_by_attribute(x: int) -> str:
    """Pause."""
    return str(langgraph.types.interrupt(x))


def pausing_by_inner_import(x: int) -> str:
    """Pause."""
    from langgraph.types import interrupt as pause

    return str(pause(x))


def pausing_in_a_helper(x: int) -> str:
    """Pause."""
    return str([helper() for _ in range(x)])


async def pausing_later(x: int) -> str:
    """Pause."""
    return str(interrupt(x))


def pausing_in_a_closure() -> Callable[[int], str]:
    pause = interrupt

    def inner(x: int) -> str:
        """Pause."""
        return str((lambda: pause(x))())

    return inner


def pausing_behind_a_decorator() -> Callable[[int], str]:
    @functools.wraps(pausing)
    def wrapper(x: int) -> str:
        return pausing(x)

    return wrapper


@pytest.mark.parametrize(
    "function",
    [
        pausing,
        pausing_by_another_name,
        pausing_by_attribute,
        pausing_by_inner_import,
        pausing_in_a_helper,
        pausing_later,
        pausing_in_a_closure(),
        pausing_behind_a_decorator(),
    ],
)
def test_a_function_that_pauses_the_graph_is_refused(function: Callable[..., Any]) -> None:
    with pytest.raises(RefusedTool, match=r"calls LangGraph's interrupt\(\)"):
        from_function(function)


def steering(x: int) -> Command[Literal["think"]]:
    """Steer."""
    raise NotImplementedError


def steering_sometimes(x: int) -> str | Command[Any]:
    """Steer."""
    raise NotImplementedError


def steering_in_a_list(x: int) -> list[Command[Any]]:
    """Steer."""
    raise NotImplementedError


def steering_undeclared(x: int):  # type: ignore[no-untyped-def]
    """Steer."""
    return Command(update={"x": x})


@pytest.mark.parametrize("function", [steering, steering_sometimes, steering_in_a_list, steering_undeclared])
def test_a_function_that_steers_the_graph_is_refused(function: Callable[..., Any]) -> None:
    with pytest.raises(RefusedTool, match="Command"):
        from_function(function)


def test_an_annotation_for_type_checkers_only_is_read_by_its_text() -> None:
    scope: dict[str, Any] = {}
    exec("def steering(x: int) -> 'Command[str]':\n    'Steer.'\n", scope)
    with pytest.raises(RefusedTool, match="annotated to return a LangGraph Command"):
        from_function(scope["steering"])


async def test_a_function_that_uses_a_command_but_returns_text_is_taken() -> None:
    @tool()
    def resume(answer: str) -> str:
        """Resume another graph."""
        return str(Command(resume=answer).resume)

    assert (await run_call(resume, {"answer": "yes"})).result == "yes"


class Process:
    def interrupt(self) -> str:
        return "stopped"


async def test_a_method_that_happens_to_be_called_interrupt_is_no_pause() -> None:
    @tool()
    def stop(x: int) -> str:
        """Stop a process."""
        return Process().interrupt()

    assert (await run_call(stop, {"x": 1})).result == "stopped"


async def test_a_command_returned_in_spite_of_all_is_a_bug() -> None:
    @tool()
    def lying(x: int) -> str:
        """Lie."""
        return Command(update={"x": x})  # type: ignore[return-value]

    output = await run_call(lying, {"x": 1})
    assert output.failure is FailureKind.BUG
    assert "Command" in str(output.error)


async def test_a_pause_in_spite_of_all_is_a_bug() -> None:
    @tool()
    def hidden(x: int) -> str:
        """Hide."""
        return str(getattr(langgraph.types, "inter" + "rupt")(x))

    assert (await run_call(hidden, {"x": 1})).failure is FailureKind.BUG


def no_docstring(x: int) -> int:
    return x


def untyped(x) -> int:  # type: ignore[no-untyped-def]
    """Have no type."""
    return int(x)


def many(*x: int) -> int:
    """Take many."""
    return sum(x)


def keywords(**x: int) -> int:
    """Take any."""
    return sum(x.values())


def positional(x: int, /) -> int:
    """Take one."""
    return x


def reserved(config: dict[str, str]) -> str:
    """Lose its argument in LangChain."""
    return str(config)


def yielding(x: int) -> Iterator[int]:
    """Yield."""
    yield x


async def yielding_later(x: int) -> AsyncIterator[int]:
    """Yield."""
    yield x


def unresolvable(x: NoSuchType) -> int:  # type: ignore[name-defined]  # noqa: F821
    """Have an unknown type."""
    return 1


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (no_docstring, "no docstring"),
        (untyped, "'x' has no type"),
        (many, "cannot be sent by name"),
        (keywords, "cannot be sent by name"),
        (positional, "cannot be sent by name"),
        (reserved, "'config'"),
        (yielding, "generator"),
        (yielding_later, "generator"),
        (unresolvable, "cannot be read: .*NoSuchType"),
        (functools.partial(paint, "door"), "wrap it"),
        (print, "wrap it"),
    ],
)
def test_an_unreadable_function_is_refused_with_what_to_change(function: Callable[..., Any], reason: str) -> None:
    with pytest.raises(RefusedTool, match=reason):
        from_function(function)
