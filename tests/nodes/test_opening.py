"""Opening a run mends the conversation: every call gets its answer, once, and nothing is reordered."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langgraph.types import Overwrite

from nodes.opening import MAX_GOAL_CHARACTERS, GoalError, answer_open_calls, check_goal, open_run
from tests.nodes.turns import action, record, seen, step, turn


@st.composite
def conversations(draw: st.DrawFn) -> list[Any]:
    """Threads as they can be left: some calls answered, behind their message or later, some not."""
    messages: list[Any] = []
    late: list[Any] = []
    for number in range(draw(st.integers(0, 5))):
        messages.append(HumanMessage(f"goal {number}", id=f"h{number}"))
        ids = [f"{number}.{index}" for index in range(draw(st.integers(0, 3)))]
        calls: list[Any] = [{"id": id_, "name": "look", "args": {}} for id_ in ids]
        messages.append(AIMessage("", tool_calls=calls, id=f"a{number}"))
        for id_ in draw(st.permutations(ids)):
            where = draw(st.sampled_from(["here", "late", "nowhere"]))
            answer = ToolMessage("result", tool_call_id=id_, id=f"t{id_}")
            messages += [answer] if where == "here" else []
            late += [answer] if where == "late" else []
    return messages + late


@given(conversations())
def test_every_call_is_answered_exactly_once_and_the_order_is_kept(before: list[Any]) -> None:
    after = answer_open_calls(before, "run")

    asked = [call["id"] for message in after if isinstance(message, AIMessage) for call in message.tool_calls]
    answered = [message.tool_call_id for message in after if isinstance(message, ToolMessage)]
    assert sorted(asked) == sorted(answered)
    assert [message for message in after if message in before] == before
    assert answer_open_calls(after, "run") == after


@given(conversations())
def test_added_answers_stand_right_behind_their_calls(before: list[Any]) -> None:
    after = answer_open_calls(before, "run")

    last: set[str] = set()
    for message in after:
        if isinstance(message, AIMessage):
            last = {str(call["id"]) for call in message.tool_calls}
        elif not isinstance(message, ToolMessage):
            last = set()
        elif message not in before:
            assert message.tool_call_id in last


@pytest.mark.parametrize("goal", ["", " \n", None, 5, ["a"], b"x"])
def test_what_is_no_goal_is_refused(goal: object) -> None:
    with pytest.raises(GoalError):
        check_goal(goal)


def test_a_goal_is_taken_up_to_its_limit_and_without_half_characters() -> None:
    assert check_goal(" hi\ud800\x00 ") == "hi?\x00"
    assert len(check_goal("x" * MAX_GOAL_CHARACTERS)) == MAX_GOAL_CHARACTERS
    with pytest.raises(GoalError, match="100,001"):
        check_goal("x" * (MAX_GOAL_CHARACTERS + 1))


def test_a_new_run_starts_afresh_and_keeps_the_conversation() -> None:
    look = action(text="a")
    earlier = turn(look, steps=[step(look)], observations=[seen(look)])

    update: Any = open_run(earlier, record(id="next", goal="more", goal_message_id="next:goal"))

    assert isinstance(update["steps"], Overwrite)
    assert (update["steps"].value, update["actions"], update["observations"]) == ([], [], [])
    assert (update["usage"].steps, update["outcome"], update["working"]) == (0, None, {"goal": "more"})
    assert [message.type for message in update["messages"].value] == ["human", "ai", "tool", "human"]


def test_a_goal_that_stands_in_the_chat_already_is_not_said_twice() -> None:
    message = HumanMessage("hi", id="m1")

    update = open_run({"messages": [message]}, record(goal="hi", goal_message_id="m1"))

    assert update["messages"] == []
