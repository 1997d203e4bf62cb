"""The lines of a run that goes less smoothly: failures, retries, replies that cannot be read, words from a tool."""

from __future__ import annotations

import io
from typing import Any

from graph.cli_console import Console
from graph.cli_live import Live
from nodes.records import Observation, ObservationStatus, Retry, Thought
from tools.errors import FailureKind


def told(*parts: tuple[str, Any]) -> list[str]:
    stream = io.StringIO()
    live = Live(Console(stream, {}))
    for kind, data in parts:
        live.show({"type": kind, "ns": (), "data": data})
    return stream.getvalue().splitlines()


def update(node: str, **channels: Any) -> tuple[str, Any]:
    return "updates", {node: channels}


def failed(attempt: int) -> Observation:
    return Observation("a", "t", ObservationStatus.FAILED, "busy", failure=FailureKind.TRANSIENT, attempt=attempt)


def test_each_attempt_of_a_retried_call_is_told_once() -> None:
    first, second = failed(1), failed(2)
    lines = told(
        update("execute_tool", observations=[first]),
        update("observe", observations=[first]),
        update("error_handler", retries=[Retry("a", 2, 1.5)]),
        update("execute_tool", observations=[second], retries=[]),
    )
    assert lines == ["  ✗ failed (transient): busy", "  │ attempt 2 in 1.50 s", "  ✗ failed (transient): busy"]


def test_a_reply_that_cannot_be_read_is_told() -> None:
    assert told(update("think", thought=Thought(malformed="no\naction"))) == [
        "  ✗ the reply could not be read: no action"
    ]


def test_an_unknown_outcome_is_named_once() -> None:
    seen = Observation("a", "t", ObservationStatus.UNKNOWN, "cut off", failure=FailureKind.UNKNOWN, attempt=1)
    assert told(update("execute_tool", observations=[seen])) == ["  ✗ unknown: cut off"]


def test_what_a_tool_says_while_it_runs_is_shown_on_a_line() -> None:
    assert told(("custom", "half\x1b[2J\nway"), ("custom", {"done": 0.5})) == [
        "    · half\\x1b[2J way",
        '    · {"done": 0.5}',
    ]


def test_updates_that_carry_nothing_to_tell_are_silent() -> None:
    assert told(update("approval"), ("updates", {"__interrupt__": ()}), ("updates", {"observe": None})) == []
