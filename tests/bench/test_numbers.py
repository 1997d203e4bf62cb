from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.numbers import contains_number, is_close, is_sequence, readings


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It is 1,234.50.", 1234.5),
        ("1234.5", 1234.5),
        ("£1,234,567", 1234567),
        ("You owe $53.88, please.", 53.88),
        ("**44.1**", 44.1),
        ("The answer is 10,080, which is a lot.", 10080),
        ("minus: -7.5", -7.5),
        ("a loss of -$12.00", -12),
        ("\u22123 degrees", -3),
        ("- 41 boxes\n- 16 bottles left", 16),
        ("12.5%", 12.5),
        (".375", 0.375),
        ("1.5e3", 1500),
        ("1\u202f500 km", 1500),
        ("65,536", 65536),
        ("0.30000000000000004", 0.3),
        ("x=5", 5),
    ],
)
def test_a_number_is_found_however_it_is_written(text: str, value: float) -> None:
    assert contains_number(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", 0),
        ("1234.5", 234.5),
        ("12345", 1234),
        ("44.11", 44.1),
        ("44.1", 44.11),
        ("5-3", -3),
        ("2026-03-01", -3),
        ("- 41 boxes", -41),
        ("33.333333", 33.33),
        ("two", 2),
    ],
)
def test_another_number_is_not_it(text: str, value: float) -> None:
    assert not contains_number(text, value)


def test_small_numbers_count_as_words_only_where_allowed() -> None:
    assert contains_number("There are seven files.", 7, words=True)
    assert not contains_number("There are seven files.", 7)
    assert not contains_number("No one was there.", 1, words=True)
    assert not contains_number("often", 10, words=True)


def test_a_tolerance_is_absolute() -> None:
    assert contains_number("142.86", 142.857, 0.01)
    assert not contains_number("142.88", 142.857, 0.01)


def test_a_sequence_is_exact_in_length_and_order() -> None:
    assert is_sequence("100\n6.0\n15", [100, 6, 15])
    assert is_sequence("100,200,300", [100, 200, 300])
    assert is_sequence("1,200\n300", [1200, 300])
    assert not is_sequence("6\n100\n15", [100, 6, 15])
    assert not is_sequence("100\n6\n15\n4", [100, 6, 15])
    assert not is_sequence("100\n6", [100, 6, 15])


@given(st.integers(min_value=-(10**12), max_value=10**12), st.integers(min_value=0, max_value=4))
def test_every_formatted_number_is_read_back(whole: int, decimals: int) -> None:
    value = round(whole / 10**decimals, decimals)
    assert contains_number(f"The total is {value:,.{decimals}f} in all.", value)
    assert contains_number(f"({value:.{decimals}f})", value)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for numbers in readings(text):
        assert all(is_close(number, number) for number in numbers)
