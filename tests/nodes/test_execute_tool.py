"""EXECUTE_TOOL runs what the ledger licenses, once, and says what came of it."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from memory.errors import StoreUnavailable
from memory.ledger import CallKey, Ledger, OutcomeStatus
from nodes.execute_tool import execute_tool
from nodes.records import Action, Observation, ObservationStatus, Retry
from nodes.safety.approval import Answer, Question
from nodes.state import AgentState
from tests.nodes.turns import action, begin, context, judged, license_, runtime, said, seen, turn
from tests.scenarios.toys import Hang, Look, Mail, Note, Pay, Text
from tools.asynchrony import AsyncTool
from tools.base import Effect, Manifest, Replay, ToolOutput, current_call
from tools.errors import FailureKind
from tools.registry import ToolRegistry

PAY, LOOK = action("pay", 0, text="5"), action("look", 1, text="a")
S, F, U = ObservationStatus.SUCCEEDED, ObservationStatus.FAILED, ObservationStatus.UNKNOWN


def cleared(*actions: Action, **channels: Any) -> AgentState:
    return turn(*actions, verdicts=[judged(one) for one in actions], **channels)


async def execute(state: AgentState, given: Any) -> list[Observation]:
    return (await execute_tool(state, runtime(given)))["observations"]


async def test_a_licensed_call_runs_and_is_written_down(tmp_path: Path) -> None:
    given = context(tmp_path)
    license_(given, PAY)

    (first,) = await execute(cleared(PAY), given)
    (again,) = await execute(cleared(PAY), given)

    assert (first.status, first.content, first.attempt) == (S, "pay: 5", 1)
    assert (again.status, again.content, bool(again.begun_at)) == (S, "pay: 5", True)
    assert given.ports.tools.get("pay").texts == ["5"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("call", [PAY, LOOK])
async def test_without_a_licence_nothing_runs_whatever_the_state_says(tmp_path: Path, call: Action) -> None:
    given = context(tmp_path)
    license_(given, replace(call, arguments={"text": "another"}))

    (seen_,) = await execute(cleared(call), given)

    assert (seen_.status, "no valid authorization" in seen_.content) == (F, True)
    assert given.ports.tools.get(call.tool).texts == []  # type: ignore[attr-defined]


async def test_a_licence_for_one_call_lets_no_other_of_the_same_turn_run(tmp_path: Path) -> None:
    given, twin = context(tmp_path), replace(PAY, id="run:1:1", call_id="call_1")
    license_(given, PAY)

    observations = await execute(cleared(PAY, twin), given)

    assert [one.status for one in observations] == [S, F]


class Meeting(Look):
    """Answers only when all of them are there."""

    name = "meeting"
    manifest = Manifest(effect=Effect.READ, replay=Replay.PURE)
    barrier = threading.Barrier(3)

    def act(self, text: str) -> ToolOutput:
        self.barrier.wait(20)
        return super().act(text)


async def test_cleared_calls_run_at_the_same_time_and_keep_their_order(tmp_path: Path) -> None:
    given = context(tmp_path, tools=ToolRegistry([Meeting()]))
    actions = [action("meeting", index, text=str(index)) for index in range(3)]
    for one in actions:
        license_(given, one)

    observations = await execute(cleared(*actions), given)

    assert [one.content for one in observations] == ["meeting: 0", "meeting: 1", "meeting: 2"]


@pytest.mark.parametrize(
    ("ended", "replay", "status"),
    [
        (None, "unsafe", U),
        (OutcomeStatus.UNKNOWN, "unsafe", U),
        (OutcomeStatus.SUCCEEDED, "unsafe", S),
        (OutcomeStatus.FAILED, "unsafe", F),
    ],
)
async def test_what_was_begun_before_is_not_begun_again(
    tmp_path: Path, ended: OutcomeStatus | None, replay: str, status: ObservationStatus
) -> None:
    given = context(tmp_path)
    output = (ToolOutput.ok("paid") if ended is OutcomeStatus.SUCCEEDED else ToolOutput.fail("no")).model_dump_json()
    begin(given, PAY, replay, ended, output)

    (seen_,) = await execute(cleared(PAY), given)

    assert seen_.status is status
    assert given.ports.tools.get("pay").texts == []  # type: ignore[attr-defined]


async def test_a_persons_yes_to_an_unknown_outcome_lets_it_run_once_more(tmp_path: Path) -> None:
    given = context(tmp_path)
    begin(given, PAY, "unsafe")
    yes = said(PAY, Answer.APPROVE, question=Question.OUTCOME, attempt=1)
    state = cleared(PAY, observations=[seen(PAY, U)], approvals=[yes])
    (without,) = await execute(state, given)
    license_(given, PAY, attempt=1)

    (with_it,) = await execute(state, given)

    assert (without.status, with_it.status, with_it.attempt) == (U, S, 2)


async def test_a_retry_waits_and_uses_the_same_idempotency_key(tmp_path: Path) -> None:
    keys: list[str] = []

    class Keyed(Note):
        def act(self, text: str) -> ToolOutput:
            keys.append(current_call().idempotency_key)
            return ToolOutput.fail("busy", FailureKind.TRANSIENT) if len(keys) == 1 else ToolOutput.ok("noted")

    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    given, note = context(tmp_path, tools=ToolRegistry([Keyed()]), sleep=sleep), action("note", 0, text="a")
    license_(given, note)
    (first,) = await execute(cleared(note), given)
    (second,) = await execute(cleared(note, observations=[first], retries=[Retry(note.id, 2, 1.5)]), given)

    assert (first.status, second.status, second.attempt, waits) == (F, S, 2, [1.5])
    assert len(set(keys)) == 1


async def test_a_late_call_with_an_effect_is_unknown_and_one_without_has_failed(tmp_path: Path) -> None:
    pure = type("PureHang", (Hang,), {"name": "pure", "manifest": Manifest(effect=Effect.READ, replay=Replay.PURE)})()
    hang = Hang()
    given = context(tmp_path, tools=ToolRegistry([hang, pure]))
    calls = [action("hang", 0, text="a"), action("pure", 1, text="a")]
    for one in calls:
        license_(given, one)

    observations = await execute(cleared(*calls), given)
    hang.never.set()
    pure.never.set()

    assert [(one.status, one.failure) for one in observations] == [(U, FailureKind.TIMEOUT), (F, FailureKind.TIMEOUT)]


async def test_a_reconcilable_call_goes_by_the_tools_word(tmp_path: Path) -> None:
    mail, call = Mail(tmp_path / "outbox"), action("mail", 0, text="hi")
    given = context(tmp_path, tools=ToolRegistry([mail]))
    begin(given, call, "reconcilable")
    (sent,) = await execute(cleared(call), given)
    (again,) = await execute(cleared(call), given)

    assert (sent.status, sent.attempt, mail.texts) == (S, 2, ["hi"])
    assert (again.status, mail.texts) == (S, ["hi"])


@pytest.mark.parametrize("trouble", ["raises", "hangs"])
async def test_a_tool_that_cannot_say_whether_it_happened_leaves_it_unknown(tmp_path: Path, trouble: str) -> None:
    never = threading.Event()

    class Mute(Mail):
        timeout_seconds = 0.05

        def verify(self, input: Text, idempotency_key: str, /) -> ToolOutput | None:
            if trouble == "raises":
                raise KeyError("a bug")
            never.wait(20)
            return None

    mail, call = Mute(tmp_path / "outbox"), action("mail", 0, text="hi")
    given = context(tmp_path, tools=ToolRegistry([mail]))
    begin(given, call, "reconcilable")

    (seen_,) = await execute(cleared(call), given)
    never.set()

    assert (seen_.status, mail.texts) == (U, [])


async def test_a_store_that_fails_stops_the_run_after_the_other_calls_are_written_down(tmp_path: Path) -> None:
    class Failing(Ledger):
        def begin(self, key: CallKey, *args: Any, **kwargs: Any) -> Any:
            if key.action_id == "run:1:1":
                raise StoreUnavailable("the disk is full")
            return super().begin(key, *args, **kwargs)

    sound = context(tmp_path)
    given = context(tmp_path, ledger=Failing(sound.ports.ledger.database))
    other = action("pay", 1, text="6")
    license_(sound, PAY)
    license_(sound, other)

    with pytest.raises(StoreUnavailable, match="full"):
        await execute(cleared(PAY, other), given)

    (kept,) = await execute(cleared(PAY), sound)
    assert (kept.status, kept.begun_at != "") == (S, True)


async def test_cancelled_in_the_middle_leaves_an_intent_without_outcome(tmp_path: Path) -> None:
    begun = asyncio.Event()

    class Slow(AsyncTool):
        name, description, input_schema = "pay", "Pays.", Text
        manifest = Pay.manifest

        async def aexecute(self, input: Any, /) -> ToolOutput:
            begun.set()
            await asyncio.Event().wait()
            return ToolOutput.ok()

    given = context(tmp_path, tools=ToolRegistry([Slow()]))
    license_(given, PAY)
    task = asyncio.create_task(execute(cleared(PAY), given))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    (after,) = await execute(cleared(PAY), given)
    assert after.status is U


async def test_a_tool_that_is_gone_is_told_and_blocks_no_other(tmp_path: Path) -> None:
    given = context(tmp_path)
    license_(given, LOOK)

    gone, look = await execute(cleared(action("gone", 0), LOOK), given)

    assert (gone.status, gone.failure, look.status) == (F, FailureKind.INVALID_ARGUMENTS, S)


async def test_seconds_come_from_the_timer(tmp_path: Path) -> None:
    ticks = iter([10.0, 12.5])
    given = context(tmp_path, timer=lambda: next(ticks), clock=lambda: -time.time())
    license_(given, LOOK)

    (look,) = await execute(cleared(LOOK), given)

    assert look.seconds == 2.5
