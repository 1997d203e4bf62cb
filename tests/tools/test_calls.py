from __future__ import annotations

import asyncio
import dataclasses
import datetime
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field, SecretStr

from tools.asynchrony import AsyncTool, run_blocking
from tools.base import CallContext, Manifest, Replay, Tool, ToolInput, ToolOutput, current_call
from tools.calls import run_call
from tools.errors import FailureKind, ToolFailure
from tools.results import as_json


class Anything(ToolInput):
    number: int = Field(0, le=10**6)
    texts: list[str] = Field(default_factory=list, max_length=5)
    nested: dict[str, Any] = Field(default_factory=dict)


class Runs(Tool):
    """A synchronous tool whose body is given."""

    name = "runs"
    description = "Run the body."
    input_schema: type[BaseModel] = Anything

    def __init__(self, body: Callable[[], Any], **attributes: Any) -> None:
        self._body = body
        for name, value in attributes.items():
            setattr(self, name, value)

    def execute(self, input: Any, /) -> ToolOutput:
        answer: ToolOutput = self._body()
        return answer


class RunsLater(AsyncTool):
    """The same, asynchronous."""

    name = "runs_later"
    description = "Run the body."
    input_schema: type[BaseModel] = Anything

    def __init__(self, body: Callable[[], Any], **attributes: Any) -> None:
        self._body = body
        for name, value in attributes.items():
            setattr(self, name, value)

    async def aexecute(self, input: Any, /) -> ToolOutput:
        answer: ToolOutput = self._body()
        return answer


BOTH = pytest.mark.parametrize("kind", [Runs, RunsLater])


def raising(error: BaseException) -> Callable[[], Any]:
    def body() -> Any:
        raise error

    return body


@BOTH
async def test_the_tool_knows_its_call_and_the_caller_does_not(kind: type[Any]) -> None:
    output = await run_call(kind(lambda: current_call().action_id), {}, CallContext(action_id="a1"))
    assert output.result == "a1"
    assert current_call() == CallContext()


@BOTH
async def test_calls_that_run_together_do_not_mix_their_contexts(kind: type[Any]) -> None:
    tool = kind(lambda: current_call().action_id)
    outputs = await asyncio.gather(*(run_call(tool, {}, CallContext(action_id=str(n))) for n in range(20)))
    assert [output.result for output in outputs] == [str(n) for n in range(20)]


async def test_a_synchronous_tool_runs_in_a_daemon_thread_beside_the_loop() -> None:
    arrived = threading.Event()
    tool = Runs(lambda: (threading.current_thread().daemon, arrived.wait(10)))
    call = asyncio.create_task(run_call(tool, {}))
    await asyncio.sleep(0)
    arrived.set()  # runs while the tool waits for it: the loop is free
    assert (await call).result == [True, True]


async def test_an_asynchronous_tool_runs_in_the_callers_loop() -> None:
    loop = asyncio.get_running_loop()
    assert (await run_call(RunsLater(lambda: asyncio.get_running_loop() is loop), {})).result is True


async def test_parsed_input_is_taken_as_it_is() -> None:
    tool = Runs(lambda: "ran")
    assert (await run_call(tool, tool.parse({"number": 1}))).result == "ran"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"number": "many"}, "number: Input should be a valid integer"),
        ({"nmber": 1}, "nmber: Extra inputs are not permitted"),
        pytest.param({"number": 10**5000}, "too large to show", id="huge integer"),
        ({"texts": ["x"] * 6}, "texts: List should have at most 5"),
        ([], "must be one JSON object, not list"),
        ("{}", "must be one JSON object, not str"),
        (None, "must be one JSON object, not NoneType"),
    ],
)
async def test_arguments_that_do_not_fit_are_named_and_nothing_runs(arguments: Any, named: str) -> None:
    ran: list[int] = []
    output = await run_call(Runs(lambda: ran.append(1)), arguments)
    assert output.failure is FailureKind.INVALID_ARGUMENTS
    assert named in str(output.error)
    assert not ran


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=80)
@given(
    st.dictionaries(st.sampled_from(["number", "texts", "nested", "x\x00", ""]), JSON_VALUES) | JSON_VALUES,
)
def test_whatever_a_model_sends_is_answered_in_json(arguments: Any) -> None:
    tool = Runs(lambda: "ran")
    output = run_blocking(lambda: run_call(tool, arguments), "test")
    assert output.success or output.failure is FailureKind.INVALID_ARGUMENTS
    json.dumps(output.model_dump(mode="json"), allow_nan=False).encode()


async def test_arguments_nested_a_thousand_deep_are_answered() -> None:
    deep: Any = {}
    for _ in range(100_000):
        deep = {"a": deep}
    output = await run_call(Runs(lambda: "ran"), {"nested": deep, "number": "x"})
    assert output.failure is FailureKind.INVALID_ARGUMENTS
    while deep:  # taken apart by hand: Python's own destructor is recursive
        deep = deep.pop("a")


class DocumentedError(Exception):
    pass


REQUEST = httpx.Request("GET", "http://localhost")


@BOTH
@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ToolFailure("busy", FailureKind.TRANSIENT, 7), FailureKind.TRANSIENT),
        (ToolFailure("no"), FailureKind.PERMANENT),
        (TimeoutError(), FailureKind.TRANSIENT),
        (ConnectionResetError("reset"), FailureKind.TRANSIENT),
        (httpx.ConnectError("refused"), FailureKind.TRANSIENT),
        (httpx.ReadTimeout("slow"), FailureKind.TRANSIENT),
        (httpx.UnsupportedProtocol("ftp"), FailureKind.PERMANENT),
        (httpx.HTTPStatusError("busy", request=REQUEST, response=httpx.Response(503)), FailureKind.TRANSIENT),
        (httpx.HTTPStatusError("gone", request=REQUEST, response=httpx.Response(404)), FailureKind.PERMANENT),
        (FileNotFoundError(2, "No such file", "a.txt"), FailureKind.PERMANENT),
        (PermissionError(13, "Denied", "a.txt"), FailureKind.PERMANENT),
        (ValueError("not a colour"), FailureKind.PERMANENT),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), FailureKind.PERMANENT),
        (KeyError("name"), FailureKind.BUG),
        (ZeroDivisionError("division by zero"), FailureKind.BUG),
        (AssertionError(), FailureKind.BUG),
        (StopIteration(), FailureKind.BUG),
        (RecursionError(), FailureKind.BUG),
        (DocumentedError("own"), FailureKind.BUG),
        (SystemExit(2), FailureKind.BUG),
    ],
)
async def test_what_a_tool_raises_becomes_a_failure_of_the_right_kind(
    kind: type[Any], error: BaseException, expected: FailureKind
) -> None:
    if kind is RunsLater and isinstance(error, StopIteration):
        pytest.skip("Python itself turns a StopIteration in a coroutine into a RuntimeError")
    output = await run_call(kind(raising(error)), {})
    assert (output.success, output.failure) == (False, expected)
    assert output.error
    assert "Traceback" not in output.error
    assert output.retry_after_seconds == (7 if str(error) == "busy" and isinstance(error, ToolFailure) else None)


@BOTH
async def test_a_bug_is_told_with_the_place_that_raised_it_and_no_more_of_the_path(kind: type[Any]) -> None:
    output = await run_call(kind(raising(KeyError("name"))), {})
    line = raising.__code__.co_firstlineno + 2
    assert output.error == f"the tool has a bug: KeyError: 'name' at tools/test_calls.py:{line} in body"


class UnspeakableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no text")


@BOTH
async def test_an_exception_that_cannot_be_told_is_told_by_its_name(kind: type[Any]) -> None:
    output = await run_call(kind(raising(UnspeakableError())), {})
    assert output.failure is FailureKind.BUG
    assert "UnspeakableError" in str(output.error)


async def test_a_huge_error_is_cut() -> None:
    output = await run_call(Runs(raising(ValueError("x" * 10_000_000))), {})
    assert len(str(output.error)) < 5_000


def test_a_keyboard_interrupt_reaches_the_user() -> None:
    for kind in (Runs, RunsLater):
        with pytest.raises(KeyboardInterrupt):
            asyncio.run(run_call(kind(raising(KeyboardInterrupt())), {}))


async def test_cancelling_the_call_cancels_it() -> None:
    started, cancelled = asyncio.Event(), asyncio.Event()

    class Hangs(RunsLater):
        async def aexecute(self, input: Any, /) -> ToolOutput:
            started.set()
            try:
                await asyncio.Event().wait()
            finally:
                cancelled.set()
            raise AssertionError

    call = asyncio.create_task(run_call(Hangs(lambda: None), {}))
    await started.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await asyncio.wait_for(cancelled.wait(), 5)


async def test_a_tool_that_cancels_itself_does_not_cancel_the_run() -> None:
    output = await run_call(RunsLater(raising(asyncio.CancelledError())), {})
    assert output.failure is FailureKind.BUG


@pytest.mark.parametrize(("replay", "said"), [(Replay.UNSAFE, "unknown"), (Replay.PURE, "tried again")])
async def test_a_hung_synchronous_tool_times_out_and_says_what_is_known(replay: Replay, said: str) -> None:
    release = threading.Event()
    tool = Runs(release.wait, timeout_seconds=0.05, manifest=Manifest(replay=replay))
    started = time.perf_counter()
    output = await run_call(tool, {})
    release.set()
    assert time.perf_counter() - started < 5
    assert output.failure is FailureKind.TIMEOUT
    assert said in str(output.error)


async def test_a_tool_that_swallows_its_cancellation_times_out_all_the_same() -> None:
    release = asyncio.Event()

    class Stubborn(RunsLater):
        async def aexecute(self, input: Any, /) -> ToolOutput:
            while not release.is_set():
                try:
                    await release.wait()
                except asyncio.CancelledError:
                    continue
            raise ValueError("late and unheard")

    output = await run_call(Stubborn(lambda: None, timeout_seconds=0.05), {})
    assert output.failure is FailureKind.TIMEOUT
    release.set()


def test_a_hung_tool_does_not_hold_up_the_exit_of_the_process() -> None:
    program = """
import asyncio, threading
from pydantic import BaseModel
from tools.base import Tool, ToolInput
from tools.calls import run_call

class Hangs(Tool):
    name, description, input_schema, timeout_seconds = "hangs", "Hang.", ToolInput, 0.05
    def execute(self, input):
        threading.Event().wait()

print(asyncio.run(run_call(Hangs(), {})).failure.value)
"""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=30)
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("timeout", "", 0)


@BOTH
async def test_a_plain_value_is_a_success(kind: type[Any]) -> None:
    assert await run_call(kind(lambda: {"a": 1}), {}) == ToolOutput.ok({"a": 1})
    assert await run_call(kind(lambda: None), {}) == ToolOutput.ok(None)


@BOTH
async def test_every_failure_has_a_kind_and_a_reason(kind: type[Any]) -> None:
    output = await run_call(kind(lambda: ToolOutput(success=False)), {})
    assert (output.failure, output.error) == (FailureKind.PERMANENT, "the tool failed and did not say why")


async def test_a_coroutine_that_nobody_awaited_is_a_bug() -> None:
    async def later() -> int:
        return 1

    output = await run_call(Runs(later), {})
    assert output.failure is FailureKind.BUG
    assert "async def" in str(output.error)


@BOTH
async def test_fifty_megabytes_are_cut_with_a_note_and_quickly(kind: type[Any]) -> None:
    big = "x" * 50_000_000
    tool = kind(lambda: ToolOutput.ok({"body": big, "status": 200}, raw=big))
    started = time.perf_counter()
    output = await run_call(tool, {})
    assert time.perf_counter() - started < 2
    assert output.result["status"] == 200
    assert output.result["body"].endswith("of 50000000 characters shown")
    assert output.metadata["cut"] == [output.result["body"].lstrip("x")]
    assert len(output.model_dump_json()) < 120_000


async def test_the_limit_can_be_chosen() -> None:
    output = await run_call(Runs(lambda: "abcdefghij"), {}, max_result_characters=4)
    assert output.result == "abcd… cut: 4 of 10 characters shown"


async def test_the_event_loop_stays_free_while_a_huge_result_is_cut() -> None:
    gaps = []

    async def watch() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0)
            gaps.append(time.perf_counter() - last)
            last = time.perf_counter()

    watcher = asyncio.create_task(watch())
    await run_call(Runs(lambda: [{"n": n} for n in range(100_000)]), {})
    watcher.cancel()
    assert max(gaps) < 1


@dataclasses.dataclass
class Point:
    x: float
    y: Any


class Account(BaseModel):
    owner: str
    key: SecretStr = SecretStr("hunter2")


class Level(Enum):
    HIGH = 3


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Point(1.5, {2, 1}), {"x": 1.5, "y": [1, 2]}),
        (Account(owner="a"), {"owner": "a", "key": "**********"}),
        (datetime.datetime(2026, 1, 2, 3, tzinfo=datetime.UTC), "2026-01-02T03:00:00+00:00"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (b"\x00\x01", "<2 bytes, beginning 00 01>"),
        (b"", "<0 bytes>"),
        ([float("nan"), float("inf"), float("-inf"), 0.5], ["NaN", "Infinity", "-Infinity", 0.5]),
        ((1, (2,)), [1, [2]]),
        (frozenset({"b", "a"}), ["a", "b"]),
        ({Level.HIGH, "a"}, [3, "a"]),
        ({1: "a", "1": "b", None: "c"}, {"1": "a", "1 (str)": "b", "None": "c"}),
        (Decimal("0.10"), "0.10"),
        (Path("a/b"), "a/b"),
        ("a\x00b\ud800c😀", "a\\u0000b\\ud800c😀"),
        ({"\udfff": 1}, {"\\udfff": 1}),
        (2**100, 2**100),
        pytest.param(10**5000, "… cut: an integer of about 5000 digits", id="huge integer"),
        ({"a": 1}.values(), [1]),
        (range(3), [0, 1, 2]),
        (True, True),
    ],
)
def test_values_take_their_stated_form(value: Any, expected: Any) -> None:
    shaped, _ = as_json(value)
    assert shaped == expected
    json.dumps(shaped, allow_nan=False).encode()


def test_numpy_values_become_plain_ones() -> None:
    import numpy as np

    assert as_json({"a": np.arange(3), "b": np.float64(1.5), "c": np.int64(2)})[0] == {"a": [0, 1, 2], "b": 1.5, "c": 2}


def test_a_value_that_holds_itself_ends() -> None:
    loop: list[Any] = [1]
    loop.extend([loop, loop])
    shaped, cuts = as_json(loop, 10_000)
    assert cuts
    assert len(json.dumps(shaped)) < 100_000


@settings(deadline=None, max_examples=150)
@given(
    st.recursive(
        JSON_VALUES | st.binary() | st.datetimes() | st.sets(st.integers()) | st.decimals() | st.complex_numbers(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.integers() | st.text() | st.none(), inner) | st.tuples(inner)
        ),
        max_leaves=20,
    ),
    st.integers(0, 300),
)
def test_every_value_becomes_json_within_the_limit(value: Any, limit: int) -> None:
    shaped, cuts = as_json(value, limit)
    text = json.dumps(shaped, allow_nan=False, ensure_ascii=False)
    text.encode()
    assert "\x00" not in text
    assert len(text) <= 10 * limit + 2_000  # escapes and notes come on top
    if not cuts:
        assert as_json(value, 10**6)[0] == shaped
