"""Bridges between synchronous and asynchronous code, on daemon threads, so that no hung tool can hold up the exit."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from typing import Any, ClassVar, TypeVar

from tools.base import Tool, ToolOutput

T = TypeVar("T")


class _Outcome:
    """What a thread came to: a value or what it raised."""

    __slots__ = ("raised", "value")

    def __init__(self) -> None:
        self.value: Any = None
        self.raised: BaseException | None = None

    def fill(self, work: Callable[[], Any]) -> None:
        try:
            self.value = work()
        except BaseException as error:  # noqa: BLE001 - raised again by whoever asked, in their thread
            self.raised = error

    def unwrap(self) -> Any:
        if self.raised is not None:
            raise self.raised
        return self.value


async def in_daemon_thread(work: Callable[[], T], name: str) -> T:
    """Run blocking work without blocking the event loop.

    Not `asyncio.to_thread`: its pool has few threads that hung calls would use up, and the interpreter waits for them at exit.
    Cancelling the await leaves the thread running; its outcome is then dropped.

    Args:
        work: Called with the context variables of the caller.
        name: The thread's name, for people who look at a stuck process.

    Returns:
        What `work` returns.

    Raises:
        BaseException: Whatever `work` raises.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()
    outcome = _Outcome()
    context = copy_context()

    def settle() -> None:
        if not done.done():
            done.set_result(None)

    def run() -> None:
        context.run(outcome.fill, work)
        # The loop may be closed by now: then nobody waits for the outcome any more.
        if not loop.is_closed():
            try:
                loop.call_soon_threadsafe(settle)
            except RuntimeError:
                return

    threading.Thread(target=run, name=name, daemon=True).start()
    await done
    result: T = outcome.unwrap()
    return result


def run_blocking(make: Callable[[], Coroutine[Any, Any, T]], name: str) -> T:
    """Run asynchronous work from synchronous code, also where an event loop is running in this thread (a notebook).

    Args:
        make: Makes the coroutine; it runs in an event loop of its own, with the context variables of the caller.
        name: The name of the thread that the loop runs in.

    Returns:
        What the coroutine returns.

    Raises:
        BaseException: Whatever the coroutine raises.
    """
    outcome = _Outcome()
    context = copy_context()
    thread = threading.Thread(
        target=lambda: context.run(outcome.fill, lambda: asyncio.run(make())), name=name, daemon=True
    )
    thread.start()
    thread.join()
    result: T = outcome.unwrap()
    return result


class AsyncTool(Tool):
    """Base of natively asynchronous tools: write `aexecute`; `execute` bridges to it."""

    is_async: ClassVar[bool] = True

    def execute(self, input: Any, /) -> ToolOutput:
        """Run `aexecute` in an event loop of its own."""
        return run_blocking(lambda: self.aexecute(input), f"tool-{self.name}")

    async def aexecute(self, input: Any, /) -> ToolOutput:
        """Do it; see `Tool.execute`."""
        raise NotImplementedError(f"{type(self).__name__} must override aexecute()")
