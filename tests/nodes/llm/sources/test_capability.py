"""What a model's name tells, and the mode that follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.llm.port import DecisionMode
from nodes.llm.sources.capability import billions, mode_for


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("qwen2.5-coder-0.5b-instruct-q4_k_m", 0.5),
        ("qwen2.5:0.5b", 0.5),
        ("SmolLM2-135M-Instruct.Q4_1", 0.135),
        ("Meta-Llama-3.1-8B-Instruct", 8),
        ("qwen3-30b-a3b", 30),
        ("gpt-4.1-mini", None),
        ("mixtral-8x7b", None),
        ("", None),
    ],
)
def test_a_name_tells_the_size(name, expected):
    assert billions(name) == expected


@pytest.mark.parametrize(
    ("name", "size_bytes", "expected"),
    [
        ("gpt-4.1-mini", None, DecisionMode.NATIVE),
        ("llama3.1:8b", None, DecisionMode.NATIVE),
        ("qwen2.5:0.5b", None, DecisionMode.PLAN),
        ("qwen2.5:1.5b", None, DecisionMode.PLAN),
        ("qwen2.5:3b", None, DecisionMode.JSON),
        ("qwen2.5-coder-0.5b-instruct-q4_k_m", 491_400_064, DecisionMode.PLAN),
        ("qwen2.5-coder-1.5b-instruct-q4_k_m", 1_117_320_768, DecisionMode.PLAN),
        ("mine", 491_400_064, DecisionMode.PLAN),
        ("mine", 1_117_320_768, DecisionMode.PLAN),
        ("mine-8b", 5_000_000_000, DecisionMode.JSON),
    ],
)
def test_the_mode_follows_the_size(name, size_bytes, expected):
    assert mode_for(name, size_bytes) is expected


@given(st.text(), st.none() | st.integers(min_value=0, max_value=10**13))
def test_every_name_has_a_mode(name, size_bytes):
    assert mode_for(name, size_bytes) is not DecisionMode.AUTO
