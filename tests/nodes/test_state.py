"""The reducers of the growing lists, and when a message asks for a new run."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from nodes.state import append, merge_messages, new_goal
from tests.nodes.turns import record

ids = st.one_of(st.none(), st.sampled_from("abc"))
texts = st.text(max_size=5)
messages = st.one_of(
    st.builds(lambda text, id_: HumanMessage(text, id=id_), texts, ids),
    st.builds(lambda text, id_: AIMessage(text, id=id_), texts, ids),
    st.builds(lambda text, id_: ToolMessage(text, tool_call_id="c", id=id_), texts, ids),
    st.builds(lambda text: ("user", text), texts),
    st.builds(lambda text: {"role": "assistant", "content": text}, texts),
)
writes = st.lists(st.one_of(messages, st.lists(messages, max_size=3)), max_size=5)


@given(writes, writes)
def test_messages_come_out_the_same_however_writes_are_batched(first: list[Any], second: list[Any]) -> None:
    assert merge_messages(merge_messages([], first), second) == merge_messages([], first + second)


@given(writes)
def test_a_replay_gives_the_same_ids_and_every_message_has_its_own(written: list[Any]) -> None:
    once, again = merge_messages([], written), merge_messages([], written)

    assert [message.id for message in once] == [message.id for message in again]
    assert len({message.id for message in once}) == len(once)


@given(st.lists(st.one_of(st.integers(), st.lists(st.integers()))), st.lists(st.integers()))
def test_appending_comes_out_the_same_however_writes_are_batched(first: list[Any], second: list[Any]) -> None:
    assert append(append([], first), second) == append([], first + second)


def test_a_known_id_replaces_in_place_and_the_given_list_is_left_alone() -> None:
    before: list[Any] = [HumanMessage("one", id="a"), HumanMessage("two", id="b")]

    after = merge_messages(before, [AIMessage("new", id="a")])

    assert [message.content for message in after] == ["new", "two"]
    assert [message.content for message in before] == ["one", "two"]


def test_half_a_character_is_no_obstacle_to_an_id() -> None:
    (message,) = merge_messages([], [("user", "\ud800")])

    assert message.id


@pytest.mark.parametrize(
    ("last", "begins"),
    [
        (HumanMessage("again", id="x"), True),
        (HumanMessage("again"), True),
        (HumanMessage("do it", id="run:goal"), False),
        (HumanMessage("unreadable, say it again", id="run:1:0:feedback"), False),
        (AIMessage("hello", id="x"), False),
    ],
)
def test_a_persons_last_word_begins_a_run_unless_the_run_wrote_it(last: Any, begins: bool) -> None:
    assert (new_goal({"run": record(), "messages": [last]}) is not None) is begins


def test_a_goal_begins_a_run_whatever_the_messages_say() -> None:
    asked = new_goal({"run": record(), "messages": [AIMessage("hello")], "goal": "more"})

    assert asked is not None
    assert asked.content == "more"
