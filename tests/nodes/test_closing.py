"""Closing a turn: one message per call, results cut where they are too long, the step kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import HumanMessage, ToolMessage

from nodes.closing import MAX_KEPT_CHARACTERS, MAX_SHOWN_CHARACTERS, answers, bounded, close_turn, shown, unanswered
from nodes.llm.port import Usage
from nodes.records import ObservationStatus
from tests.nodes.turns import action, judged, seen, turn

A, B = action("look", 0, text="a"), action("look", 1, text="b")


def test_only_calls_of_the_last_reply_without_an_answer_wait() -> None:
    state = turn(A, B)

    assert unanswered(state["messages"]) == {"call_0", "call_1"}
    assert unanswered([*state["messages"], ToolMessage("x", tool_call_id="call_0")]) == {"call_1"}
    assert unanswered([HumanMessage("hi")]) == unanswered(None) == set()


@given(st.lists(st.sampled_from([A, B]), max_size=6))
def test_answering_in_any_number_of_rounds_answers_each_call_once(rounds: list[Any]) -> None:
    state = turn(A, B)
    messages = list(state["messages"])
    for call in rounds:
        messages += answers({**state, "messages": messages}, [(call, seen(call))])

    told = [message.tool_call_id for message in messages if isinstance(message, ToolMessage)]
    assert sorted(told) == sorted({call.call_id for call in rounds})


def test_a_changed_call_says_who_changed_it_and_keeps_the_bare_result() -> None:
    edited = replace(A, edited_by="ann")

    (message,) = answers(turn(A), [(edited, seen(edited, content="found"))])

    assert isinstance(message, ToolMessage)
    assert message.content == "ann changed the call to look with {'text': 'a'}. found"
    assert message.artifact == {"result": "found"}


def test_a_failure_is_marked_as_one_and_has_no_result() -> None:
    (message,) = answers(turn(A), [(A, seen(A, ObservationStatus.FAILED, "no"))])

    assert isinstance(message, ToolMessage)
    assert (message.status, message.artifact) == ("error", None)


@given(st.integers(0, 3 * MAX_SHOWN_CHARACTERS))
def test_what_is_shown_is_bounded_and_says_so(length: int) -> None:
    text = shown("x" * length)

    assert len(text) <= MAX_SHOWN_CHARACTERS + 100
    assert ("cut: " in text) is (length > MAX_SHOWN_CHARACTERS)


def test_two_long_results_that_differ_at_their_end_are_told_apart() -> None:
    one, other = (bounded(seen(A, content="x" * 9_999 + end)).content for end in "ab")

    assert one != other
    assert len(one) < MAX_KEPT_CHARACTERS + 100


def test_the_step_keeps_everything_and_the_scratch_is_cleared() -> None:
    state = turn(A, verdicts=[judged(A)], usage=Usage(steps=1, seconds=1.0))

    update = close_turn(state, [seen(A, seconds=2.0), seen(B, seconds=0.5)], ["a note"])

    (kept,) = update["steps"]
    assert (kept.index, kept.thought, kept.actions, kept.notes) == (1, "I act.", [A], ["a note"])
    assert update["usage"].seconds == 3.0  # side by side: the longest counts
    scratch = ("thought", "actions", "verdicts", "approvals", "observations", "retries")
    assert not any(update[name] for name in scratch)  # type: ignore[literal-required]
