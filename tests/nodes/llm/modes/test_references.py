import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.llm.modes.references import NotSubstitutable, as_text, filled, references, renumbered


@pytest.mark.parametrize(
    ("template", "result", "expected"),
    [
        ("{1}*2", 4, "4*2"),
        ("{1}**2", -3, "(-3)**2"),
        ("{1}", -3, "-3"),
        ("{1}+1", 52.0, "52+1"),
        ("{1}+1", "1,250\n", "1250+1"),
        ("{1}/2", "40.8", "40.8/2"),
        ("{1}", "7%", "7"),
    ],
)
def test_a_number_goes_into_an_expression(template, result, expected):
    assert filled({"expression": template}, [result]) == {"expression": expected}


@pytest.mark.parametrize("result", ["buy milk", "", "1; import os", True, None, [1, 2]])
def test_what_is_no_number_does_not_go_into_an_expression(result):
    with pytest.raises(NotSubstitutable, match="not a number"):
        filled({"expression": "{1}*2"}, [result])


def test_a_text_alone_is_unchanged_and_within_a_text_loses_its_edges():
    assert filled({"content": "{1}"}, [" a\nb\n"]) == {"content": " a\nb\n"}
    assert filled({"content": "Sum: {1}!"}, [" a\nb\n"]) == {"content": "Sum: a\nb!"}


def test_the_schema_decides_what_a_reference_alone_becomes():
    schema = {
        "properties": {
            "n": {"type": "integer"},
            "x": {"type": "number"},
            "l": {"type": "array"},
            "s": {"type": "string"},
        }
    }
    arguments = {"n": "{1}", "x": "{1}", "s": "{1}", "l": "{2}"}
    assert filled(arguments, ["4", "[1, 2]"], schema=schema) == {"n": 4, "x": 4, "s": "4", "l": [1, 2]}


def test_a_reference_can_reach_into_a_result():
    found = [{"title": "A", "url": "https://a.example"}]
    assert filled("{1.0.url}", [found]) == "https://a.example"
    assert filled("see {1.0.title}", ['[{"title": "A"}]']) == "see A"
    with pytest.raises(NotSubstitutable, match="no '1'"):
        filled("{1.1.url}", [found])


def test_a_step_without_a_result_cannot_be_referred_to():
    with pytest.raises(NotSubstitutable, match="no result"):
        filled("{2}", ["a"])


def test_braces_that_are_no_reference_stay():
    text = 'f"{x}" {} {"a": 1} {1a} {abc}'
    assert filled(text, ["R"]) == text
    assert list(references({"a": ["{1} {12}", {"b": "{3.x}"}], "c": 5})) == [1, 12, 3]


def test_results_are_not_read_for_references_again():
    assert filled("{1} {2}", ["{2}", "b"]) == "{2} b"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (0.5, "0.5"),
        (["a", 1], "a\n1"),
        ({"text": "t", "n": 1}, "t"),
        ({"n": 1}, '{"n": 1}'),
        (None, ""),
        (True, "true"),
    ],
)
def test_results_in_words(value, text):
    assert as_text(value) == text


@given(st.text(), st.text())
def test_any_text_goes_through_whole(result, around):
    template = around.replace("{", "").replace("}", "")
    assert filled("{1}", [result]) == result
    assert filled(template + "x{1}", [result]) == template + "x" + result.strip()


def test_a_text_of_references_alone_joins_results_as_they_are():
    assert filled("{1}{2}", ["once\n", "upon\n"]) == "once\nupon\n"
    assert filled("{1}\n{2}\n", ["once\n", "upon"]) == "once\nupon\n"
    assert filled("Say {1}!", ["hi\n"]) == "Say hi!"


def test_references_can_be_renumbered():
    assert renumbered({"a": ["{1} {2.x}", 3]}, {1: 4, 2: 1}) == {"a": ["{4} {1.x}", 3]}
