import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.llm.modes.numbers import numbers_in
from nodes.llm.modes.references import filled


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("12\n7\n30\n", [12, 7, 30]),
        ("item,amount\npen,12\nink,30\n", [12, 30]),
        ("18 21 19.5", [18, 21, 19.5]),
        ("April: 120\nMay: 155", [120, 155]),
        ("total 1,250", [1250]),
        ("1,250\n3,400\n", [1250, 3400]),
        ("1,2,3", [1, 2, 3]),
        ("2026-01-05 09:30 12.5", [12.5]),
        ("$12.50 -3 item1 5kg", [12.5, -3, 5]),
        ("10-3", [10, 3]),
        ("\N{MINUS SIGN}4", [-4]),
        ([1, "2", {"a": 3.5, "b": True}], [1, 2, 3.5]),
        ("none", []),
        (None, []),
        ("1\n" * 2000, []),
    ],
)
def test_the_numbers_of_a_result(value, found):
    assert numbers_in(value) == found


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=20), st.sampled_from(["\n", " ", "; "]))
def test_any_list_of_integers_is_found(numbers, separator):
    assert numbers_in(separator.join(map(str, numbers))) == numbers


@given(st.text())
def test_any_text_has_numbers_or_none(text):
    assert all(isinstance(number, int | float) for number in numbers_in(text))


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("sum({1})", "sum(4, 5.5)"),
        ("round(mean({1}), 1)", "round(mean(4, 5.5), 1)"),
        ("max({1}, {2})", "max(4, 5.5, 3)"),
        ("{2} * 2", "3 * 2"),
        ("sqrt({2} + 1)", "sqrt(3 + 1)"),
    ],
)
def test_a_function_takes_all_the_numbers_of_a_result(expression, result):
    assert filled({"expression": expression}, ["4\n5.5\n", 3]) == {"expression": result}
