import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.llm.modes.loose_json import MAX_DEPTH, CutShort, NotJson, find_objects, loads

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON, st.booleans(), st.sampled_from([None, 2]))
def test_reads_all_that_is_json(value, ascii_only, indent):
    assert loads(json.dumps(value, ensure_ascii=ascii_only, indent=indent)) == value


@given(st.text() | st.text(alphabet="{}[]\",:'\\u01tn ", max_size=60))
def test_raises_nothing_but_its_own_errors(text):
    for read in (loads, find_objects):
        with contextlib.suppress(NotJson):
            read(text)


@given(JSON.filter(lambda value: isinstance(value, dict | list) and value), st.data())
def test_every_cut_is_noticed(value, data):
    text = json.dumps(value)
    with pytest.raises(CutShort):
        loads(text[: data.draw(st.integers(1, len(text) - 1))])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1,}', {"a": 1}),
        ("[1, 2,]", [1, 2]),
        ("{'a': 'it\\'s', b: True, c: None}", {"a": "it's", "b": True, "c": None}),
        ("{“a”: “b”}", {"a": "b"}),
        ('{"a": """x\n"y" z"""}', {"a": 'x\n"y" z'}),
        ('{"a": "two\nlines"}', {"a": "two\nlines"}),
        ('{"a": 1 // why\n, /* b */ "c": .5}', {"a": 1, "c": 0.5}),
        (r'{"a": "C:\data"}', {"a": r"C:\data"}),
        (r'{"a": "\ud83d\ude00"}', {"a": "😀"}),
        ('{"a"： +3}', {"a": 3}),
    ],
)
def test_reads_what_models_write(text, value):
    assert loads(text) == value


def test_lone_surrogates_become_something_that_can_be_stored():
    loads(r'{"a": "x\ud800y"}')["a"].encode("utf-8")


@pytest.mark.parametrize("text", ["", "hello", "1e999", "9" * 5000, '{"a": 1} and', "{1: 2}", "NaN", "{a b}", "[1 2]"])
def test_refuses_what_is_no_value(text):
    with pytest.raises(NotJson):
        loads(text)


def test_deep_nesting_is_an_error_not_a_crash():
    with pytest.raises(NotJson, match="deeper"):
        loads("[" * 100_000)
    assert MAX_DEPTH < 100


def test_finds_objects_in_prose():
    text = 'Use {this}: {"a": 1} or ```json\n[{"b": 2}]\n``` done'
    assert [value for _, _, value in find_objects(text)] == [{"a": 1}, [{"b": 2}]]
    assert [text[start:end] for start, end, _ in find_objects(text)] == ['{"a": 1}', '[{"b": 2}]']


def test_what_is_nested_in_a_cut_object_is_not_taken_for_the_whole():
    with pytest.raises(CutShort):
        find_objects('{"steps": [{"name": "pay", "arguments": {"amount": 5}}, {"na')
