"""Driving asynchronous work for synchronous callers, also from inside a running event loop such as a notebook's."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterator
from contextvars import copy_context
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """An event loop in a daemon thread of its own.

    One loop serves all synchronous callers of the process, so that what lives on a loop (HTTP connections to a model) lives
    longer than one call. The caller's context variables go along.
    """

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._serve, name="stanchion-loop", daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)
        while True:
            try:
                self.loop.run_forever()
            except (KeyboardInterrupt, SystemExit):  # some task's, which has it for its outcome; the others go on
                continue

    def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run a coroutine to its end and return its result; an interrupt of the caller (Ctrl-C) cancels it."""
        return next(self.iterate(lambda: _single(work)))

    def iterate(self, make: Callable[[], AsyncIterator[T]]) -> Iterator[T]:
        """Consume an asynchronous iterator from a synchronous caller.

        It is advanced on demand only: work stops at the item where the caller stops asking. Closing the iterator cancels it.
        """
        if threading.current_thread() is self.thread:
            raise RuntimeError(
                "invoke() and stream() were called from inside of the graph's own loop; use ainvoke()/astream()"
            )
        items: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        demand = asyncio.Event()
        context = copy_context()
        started: SimpleQueue[asyncio.Task[None]] = SimpleQueue()

        async def pump() -> None:
            try:
                source = make()
                try:
                    async for item in source:
                        items.put(("item", item))
                        await demand.wait()
                        demand.clear()
                finally:  # it has ended when the caller goes on
                    await _close(source)
                items.put(("end", None))
            except BaseException as error:  # noqa: BLE001 - handed to the caller's thread, which raises it
                items.put(("error", error))

        def start() -> None:
            started.put(self.loop.create_task(pump(), context=context))

        self.loop.call_soon_threadsafe(start)
        task = started.get()
        ended = False
        try:
            while True:
                kind, value = items.get()
                ended = kind != "item"
                if kind == "error":
                    raise value
                if kind == "end":
                    return
                yield value
                self.loop.call_soon_threadsafe(demand.set)
        finally:
            if not ended:
                self.loop.call_soon_threadsafe(task.cancel)
                # A forgotten iterator may be collected in the loop's own thread, which must not wait for itself.
                while threading.current_thread() is not self.thread and items.get()[0] == "item":
                    pass


async def _close(source: AsyncIterator[Any]) -> None:
    if isinstance(source, AsyncGenerator):
        await source.aclose()


async def _single(work: Callable[[], Coroutine[Any, Any, T]]) -> AsyncIterator[T]:
    yield await work()


_lock = threading.Lock()
_shared: LoopThread | None = None


def loop_thread() -> LoopThread:
    """The process's loop thread; made at the first use, and anew in a forked child."""
    global _shared
    with _lock:
        if _shared is None or _shared.pid != os.getpid():
            _shared = LoopThread()
        return _shared
