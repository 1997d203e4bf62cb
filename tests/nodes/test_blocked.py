"""BLOCKED answers every call with its reason and counts the step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from langchain_core.messages import HumanMessage, ToolMessage

from nodes.blocked import blocked
from nodes.records import ObservationStatus
from nodes.safety.approval import Answer
from nodes.safety.verdict import Ruling
from tests.nodes.turns import action, context, judged, runtime, said, seen, turn

A, B, C = action("look", 0, text="a"), action("pay", 1, text="5"), action("pay", 2, text="6")


async def test_each_call_is_told_why_it_did_not_run(tmp_path: Path) -> None:
    state = turn(
        A,
        B,
        C,
        verdicts=[judged(A, Ruling.DENY, "not today"), judged(B, Ruling.ASK)],
        approvals=[said(B, Answer.REJECT, "too dear")],
    )

    update = await blocked(state, runtime(context(tmp_path)))

    told = {message.tool_call_id: message for message in update["messages"] if isinstance(message, ToolMessage)}
    assert "not today" in told["call_0"].content
    assert "too dear" in told["call_1"].content
    assert "no verdict" in told["call_2"].content
    assert {message.status for message in told.values()} == {"error"}
    (kept,) = update["steps"]
    assert [one.status for one in kept.observations] == [
        ObservationStatus.DENIED,
        ObservationStatus.REJECTED,
        ObservationStatus.DENIED,
    ]
    assert (update["actions"], update["thought"]) == ([], None)


async def test_a_result_that_is_known_already_is_kept(tmp_path: Path) -> None:
    state = turn(A, verdicts=[judged(A)], observations=[seen(A, content="seen before")])

    update = await blocked(state, runtime(context(tmp_path)))

    assert update["steps"][0].observations[0].content == "seen before"


async def test_an_unreadable_reply_is_answered_in_words(tmp_path: Path) -> None:
    nothing = replace(action("", 0), call_id="", problem="that was no JSON")

    update = await blocked(
        turn(nothing, verdicts=[judged(nothing, Ruling.DENY, "that was no JSON")]), runtime(context(tmp_path))
    )

    (message,) = update["messages"]
    assert isinstance(message, HumanMessage)
    assert message.content == "that was no JSON"
    assert (message.id or "").startswith("run:")
