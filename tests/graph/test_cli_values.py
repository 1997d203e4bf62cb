"""Results as plain data and in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from graph.cli_values import plain, seconds, to_json, usage_line
from nodes.llm.port import Usage

ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(st.characters(exclude_categories=())),
        st.binary(),
        st.dates(),
    ),
    lambda inner: st.one_of(
        st.lists(inner),
        st.tuples(inner),
        st.dictionaries(st.one_of(st.integers(), st.text()), inner),
        st.frozensets(st.integers()),
    ),
    max_leaves=20,
)


@given(ANYTHING)
def test_whatever_a_tool_gives_becomes_strict_json_in_ascii(value: Any) -> None:
    text = to_json({"value": value})
    assert text.isascii()

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON (RFC 8259)")

    assert set(json.loads(text, parse_constant=refuse)) == {"value"}


class Colour(StrEnum):
    RED = "red"


class Model(BaseModel):
    n: int


@dataclass(frozen=True, slots=True)
class Record:
    colour: Colour
    model: Model
    parts: tuple[int, ...]


def test_records_models_and_enums_become_objects_and_values() -> None:
    assert plain(Record(Colour.RED, Model(n=1), (1, 2))) == {"colour": "red", "model": {"n": 1}, "parts": [1, 2]}


@pytest.mark.parametrize(
    ("usage", "line"),
    [
        (Usage(steps=1, input_tokens=1), "1 step · 1 token · 0.0 ms"),
        (Usage(steps=2, input_tokens=1000, output_tokens=234, seconds=1.234), "2 steps · 1,234 tokens · 1.23 s"),
        (Usage(steps=2, cost_usd=0.00123, seconds=61), "2 steps · 0 tokens · 61 s · $0.0012"),
        (Usage(cost_usd=12.3), "0 steps · 0 tokens · 0.0 ms · $12.30"),
    ],
)
def test_what_was_spent_reads_well(usage: Usage, line: str) -> None:
    assert usage_line(usage) == line


@pytest.mark.parametrize(("value", "text"), [(0.0042, "4.2 ms"), (0.5, "0.50 s"), (75.4, "75 s"), (4000, "4,000 s")])
def test_seconds_are_as_precise_as_is_useful(value: float, text: str) -> None:
    assert seconds(value) == text
