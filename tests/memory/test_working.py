"""Working memory keeps its size, and says what it dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.working import WorkingMemory


def test_it_is_a_dictionary() -> None:
    memory = WorkingMemory()
    memory.set("goal", "x")

    assert (memory.get("goal"), memory.get("no", 1)) == ("x", 1)
    memory.clear()
    assert memory.get("goal") is None


def test_the_oldest_unpinned_entries_go_first_and_are_told() -> None:
    memory = WorkingMemory({"goal": "g" * 10, "a": "a" * 30, "b": "b" * 30}, max_size=90)

    gone = memory.set("c", "c" * 30)

    assert gone == memory.evicted == ["a"]
    assert list(memory.data) == ["goal", "b", "c"]


def test_a_value_that_can_never_fit_is_refused_and_changes_nothing() -> None:
    memory = WorkingMemory({"a": 1}, max_size=10)

    with pytest.raises(ValueError, match=r"'big' takes 22 characters.*summary"):
        memory.set("big", "x" * 20)
    assert memory.data == {"a": 1}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.text(max_size=40))))
def test_it_never_grows_over_its_size_and_never_loses_silently(writes: list[tuple[str, str]]) -> None:
    memory = WorkingMemory(max_size=300, pinned=())

    for key, value in writes:
        memory.set(key, value)
        assert memory.size <= 300
        assert memory.get(key) == value

    assert {key for key, _ in writes} == set(memory.data) | (set(memory.evicted) - set(memory.data))
