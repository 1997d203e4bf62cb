"""ERROR_HANDLER retries what may be retried, asks about what nobody knows, and tells the model the rest."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from nodes.error_handler import MAX_DELAY_SECONDS, error_handler
from nodes.records import ObservationStatus
from nodes.safety.guards import ApprovalMode
from tests.nodes.turns import action, context, failed, record, runtime, seen, step, turn
from tools.errors import FailureKind

LOOK, NOTE, PAY = action("look", 0, text="a"), action("note", 0, text="a"), action("pay", 0, text="5")
T, P, TIMEOUT, BUG = FailureKind.TRANSIENT, FailureKind.PERMANENT, FailureKind.TIMEOUT, FailureKind.BUG


@pytest.mark.parametrize(
    ("call", "kind", "attempt", "retried"),
    [
        (LOOK, T, 1, True),
        (LOOK, T, 3, False),  # max_attempts
        (LOOK, TIMEOUT, 1, True),
        (LOOK, P, 1, False),
        (LOOK, BUG, 1, False),
        (NOTE, T, 1, True),
        (NOTE, TIMEOUT, 2, True),
        (PAY, T, 1, False),
        (PAY, TIMEOUT, 1, False),
    ],
)
async def test_a_retry_needs_a_cause_that_passes_and_a_call_that_may_be_made_twice(
    tmp_path: Path, call: object, kind: FailureKind, attempt: int, retried: bool
) -> None:
    state = turn(call, observations=[failed(call, kind, attempt=attempt)])  # type: ignore[arg-type]

    update = await error_handler(state, runtime(context(tmp_path)))

    assert [retry.attempt for retry in update["retries"]] == ([attempt + 1] if retried else [])
    assert len(update["messages"]) == (0 if retried else 1)


@pytest.mark.parametrize(("asked", "delay"), [(0.0, 0.0), (2.0, 2.0), (MAX_DELAY_SECONDS + 1, None), (math.inf, None)])
async def test_the_other_sides_wish_to_wait_is_followed_as_long_as_it_is_short(
    tmp_path: Path, asked: float, delay: float | None
) -> None:
    state = turn(LOOK, observations=[failed(LOOK, T, retry_after_seconds=asked)])

    update = await error_handler(state, runtime(context(tmp_path)))

    assert [retry.delay_seconds for retry in update["retries"]] == ([] if delay is None else [delay])


async def test_an_unknown_outcome_is_left_to_a_person_where_there_is_one(tmp_path: Path) -> None:
    unknown = seen(PAY, ObservationStatus.UNKNOWN, "who knows", failure=TIMEOUT)
    asked = await error_handler(turn(PAY, observations=[unknown]), runtime(context(tmp_path)))
    alone = turn(PAY, observations=[unknown], run=record(approvals=ApprovalMode.DENY))

    told = await error_handler(alone, runtime(context(tmp_path)))

    assert asked["messages"] == []
    assert [message.content for message in told["messages"]] == ["who knows"]


async def test_a_call_whose_tool_is_gone_is_told(tmp_path: Path) -> None:
    gone = action("gone", 0)

    update = await error_handler(turn(gone, observations=[failed(gone, T)]), runtime(context(tmp_path)))

    assert (update["retries"], len(update["messages"])) == ([], 1)


@pytest.mark.parametrize(("failures", "ends"), [(3, False), (4, True)])
async def test_turn_after_turn_of_nothing_but_failures_ends_the_run(tmp_path: Path, failures: int, ends: bool) -> None:
    steps = [step(LOOK, status=ObservationStatus.FAILED)] * failures

    update = await error_handler(turn(LOOK, observations=[failed(LOOK, P)], steps=steps), runtime(context(tmp_path)))

    assert (update.get("outcome") is not None) is ends
    if ends:
        assert update["outcome"].reason == "failures"  # type: ignore[union-attr]


async def test_a_success_beside_the_failure_is_not_a_dead_end(tmp_path: Path) -> None:
    other = action("look", 1, text="b")
    steps = [step(LOOK, status=ObservationStatus.FAILED)] * 9

    update = await error_handler(
        turn(LOOK, other, observations=[failed(LOOK, P), seen(other)], steps=steps), runtime(context(tmp_path))
    )

    assert update.get("outcome") is None
