"""Synchronous callers drive asynchronous work: on demand, to a clean end, whatever the work raises."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextvars import ContextVar
from typing import Any

import pytest

from graph.driver import LoopThread, loop_thread

VALUE: ContextVar[str] = ContextVar("value", default="unset")


@pytest.fixture
def driver() -> Iterator[LoopThread]:
    made = LoopThread()
    yield made
    assert made.run(lambda: asyncio.sleep(0, "alive")) == "alive"
    made.loop.call_soon_threadsafe(made.loop.stop)


async def count(log: list[Any], upto: int = 5) -> AsyncIterator[int]:
    try:
        for number in range(upto):
            log.append(number)
            yield number
    finally:
        await asyncio.sleep(0)
        log.append("closed")


def test_work_is_done_only_as_items_are_asked_for(driver: LoopThread) -> None:
    log: list[Any] = []
    items = driver.iterate(lambda: count(log))

    assert [next(items), next(items)] == [0, 1]
    assert log == [0, 1]
    assert [*items] == [2, 3, 4]
    assert log == [0, 1, 2, 3, 4, "closed"]


def test_leaving_early_has_closed_the_work_when_it_returns(driver: LoopThread) -> None:
    log: list[Any] = []
    items: Any = driver.iterate(lambda: count(log))
    next(items)

    items.close()

    assert log == [0, "closed"]


def test_an_iterator_that_is_collected_in_the_loops_own_thread_does_not_stop_the_loop(driver: LoopThread) -> None:
    log: list[Any] = []
    items: Any = driver.iterate(lambda: count(log))
    next(items)
    closed = threading.Event()

    def collect() -> None:
        items.close()
        closed.set()

    driver.loop.call_soon_threadsafe(collect)

    assert closed.wait(10)
    assert driver.run(lambda: asyncio.sleep(0, "alive")) == "alive"
    assert log == [0, "closed"]


@pytest.mark.parametrize(
    "error", [ValueError("x"), KeyboardInterrupt(), SystemExit(3), asyncio.CancelledError(), BaseException("base")]
)
def test_whatever_the_work_raises_reaches_the_caller_and_the_loop_lives_on(
    driver: LoopThread, error: BaseException
) -> None:
    async def fail() -> None:
        await asyncio.sleep(0)
        raise error

    with pytest.raises(type(error)):
        driver.run(fail)


def test_a_background_task_that_wants_to_exit_does_not_take_the_other_callers_along(driver: LoopThread) -> None:
    async def leave() -> None:
        raise SystemExit(3)

    async def work() -> str:
        task = asyncio.create_task(leave())
        await asyncio.wait({task})
        assert isinstance(task.exception(), SystemExit)
        return "still here"

    assert driver.run(work) == "still here"


def test_the_callers_context_goes_along(driver: LoopThread) -> None:
    async def read() -> str:
        return VALUE.get()

    token = VALUE.set("mine")
    try:
        assert driver.run(read) == "mine"
    finally:
        VALUE.reset(token)
    assert driver.run(read) == "unset"


def test_driving_the_loop_from_inside_of_it_is_an_error_and_no_deadlock(driver: LoopThread) -> None:
    async def nested() -> None:
        driver.run(lambda: asyncio.sleep(0))

    with pytest.raises(RuntimeError, match="ainvoke"):
        driver.run(nested)


async def test_it_works_beside_a_running_loop(driver: LoopThread) -> None:
    assert driver.run(lambda: asyncio.sleep(0, "ok")) == "ok"


def test_many_threads_share_one_loop() -> None:
    results: list[int] = []

    async def double(number: int) -> int:
        await asyncio.sleep(0)
        return number * 2

    threads = [
        threading.Thread(target=lambda n=n: results.append(loop_thread().run(lambda: double(n)))) for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [2 * number for number in range(20)]
    assert loop_thread() is loop_thread()
