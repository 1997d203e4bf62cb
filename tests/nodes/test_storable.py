"""Whatever a model or a person sends can be kept in a checkpoint, and changing it twice changes nothing more."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from nodes.storable import MAX_DEPTH, storable

surrogates = st.characters(whitelist_categories=["Cs"])
texts = st.text(st.one_of(st.characters(), surrogates), max_size=8)
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**80), 2**80), st.floats(allow_nan=False), texts, st.binary(max_size=4)
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner),
        st.dictionaries(st.one_of(texts, st.integers()), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(values)
def test_anything_survives_a_checkpoint_unchanged(value: Any) -> None:
    kept = storable(value)
    serde = JsonPlusSerializer(allowed_msgpack_modules=())

    assert serde.loads_typed(serde.dumps_typed(kept)) == kept
    assert storable(kept) == kept
    json.dumps(kept).encode()


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(st.characters(), max_size=4)),
        lambda inner: st.lists(inner, max_size=3),
    )
)
def test_plain_values_stay_as_they_are(value: Any) -> None:
    assert storable(value) == value


@pytest.mark.parametrize("wrap", [lambda inner: [inner], lambda inner: {"a": inner}, lambda inner: (inner,)])
def test_what_is_nested_too_deep_is_told_as_text(wrap: Any) -> None:
    value: Any = "core"
    for _ in range(500):
        value = wrap(value)

    kept = json.dumps(storable(value))

    assert f"nested more than {MAX_DEPTH} deep" in kept
    assert "core" not in kept


def test_huge_integers_are_told_in_hex_where_decimals_would_be_refused() -> None:
    assert storable(2**64) == str(2**64)
    assert storable(10**5000).startswith("0x")
    assert storable(True) is True


def test_what_is_no_json_becomes_text() -> None:
    assert storable({"when": {1}, "raw": b"\xffa"}) == {"when": "{1}", "raw": "\ufffda"}
