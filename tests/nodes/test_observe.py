"""OBSERVE answers what is settled and leaves failures alone."""

from __future__ import annotations

from pathlib import Path

from nodes.observe import observe
from nodes.records import ObservationStatus
from nodes.safety.approval import Answer, Question
from nodes.safety.verdict import Ruling
from tests.nodes.turns import action, context, failed, judged, runtime, said, seen, turn
from tools.errors import FailureKind

A, B, C, D = (action("look", index, text=str(index)) for index in range(4))


async def test_results_denials_and_answers_get_their_messages_and_failures_wait(tmp_path: Path) -> None:
    state = turn(
        A,
        B,
        C,
        D,
        verdicts=[judged(A), judged(B, Ruling.DENY, "no"), judged(C, Ruling.ASK), judged(D)],
        approvals=[said(C, Answer.RESPOND, "it is 7")],
        observations=[seen(A, content="found"), failed(D, FailureKind.PERMANENT)],
    )

    update = await observe(state, runtime(context(tmp_path)))

    told = {getattr(message, "tool_call_id", ""): message.content for message in update["messages"]}
    assert set(told) == {"call_0", "call_1", "call_2"}
    assert told["call_0"] == "found"
    assert "ann answered instead of running it: it is 7" in told["call_2"]
    statuses = {one.action_id: one.status for one in update["observations"]}
    assert statuses[D.id] is ObservationStatus.FAILED
    assert statuses[C.id] is ObservationStatus.ANSWERED


async def test_a_persons_answer_stands_for_an_unknown_outcome(tmp_path: Path) -> None:
    state = turn(
        A,
        verdicts=[judged(A)],
        observations=[seen(A, ObservationStatus.UNKNOWN)],
        approvals=[said(A, Answer.RESPOND, "I looked: it happened", Question.OUTCOME, attempt=1)],
    )

    update = await observe(state, runtime(context(tmp_path)))

    assert update["observations"][0].status is ObservationStatus.ANSWERED


async def test_no_call_is_answered_twice(tmp_path: Path) -> None:
    state = turn(A, verdicts=[judged(A)], observations=[seen(A)])
    first = await observe(state, runtime(context(tmp_path)))

    again = await observe({**state, "messages": [*state["messages"], *first["messages"]]}, runtime(context(tmp_path)))

    assert len(first["messages"]) == 1
    assert again["messages"] == []
