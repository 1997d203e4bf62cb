from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from bench.checks import Check, Outcome, normalised

ADAPTER: TypeAdapter[Check] = TypeAdapter(Check)
SETUP = {"kept.txt": "as it was\n"}


def holds(check: dict[str, object], outcome: Outcome) -> bool:
    return ADAPTER.validate_python(check).problem(outcome, SETUP) is None


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        ({"check": "answer_number", "value": 1234.5}, Outcome("1,234.50 euros"), Outcome("1,234.05 euros")),
        ({"check": "answer_contains", "text": "It's Done"}, Outcome("ok: it\u2019s\n done"), Outcome("it's don")),
        ({"check": "answer_lacks", "text": "beans"}, Outcome("carrots"), Outcome("BEANS")),
        ({"check": "answer_matches", "pattern": r"yes\W*"}, Outcome("Yes!"), Outcome("yes and no")),
        ({"check": "file_equals", "path": "a", "text": "x\ny"}, Outcome("", {"a": "x  \r\ny\n\n"}), Outcome("", {"a": "x y"})),
        ({"check": "file_equals", "path": "a", "text": ""}, Outcome("", {"a": "\n"}), Outcome("x")),
        ({"check": "file_matches", "path": "a", "pattern": r"\d+"}, Outcome("", {"a": "12\n"}), Outcome("", {"a": "12 x"})),
        ({"check": "file_contains", "path": "a", "text": "B"}, Outcome("", {"a": "aBc"}), Outcome("B", {"a": "abc"})),
        ({"check": "file_number", "path": "a", "value": 7}, Outcome("", {"a": "it is 7.0"}), Outcome("7", {"a": "seven"})),
        ({"check": "file_sequence", "path": "a", "values": [1, 2]}, Outcome("", {"a": "1\n2"}), Outcome("", {"a": "2\n1"})),
        ({"check": "absent", "path": "a"}, Outcome("", {"b": ""}), Outcome("", {"a": ""})),
        ({"check": "folder", "path": "a/b"}, Outcome("", {}, frozenset({"a", "a/b"})), Outcome("", {"a/b": ""})),
        ({"check": "unchanged", "path": "kept.txt"}, Outcome("", dict(SETUP)), Outcome("", {"kept.txt": "as it was"})),
        ({"check": "unchanged", "path": "kept.txt"}, Outcome("", dict(SETUP)), Outcome()),
    ],
)  # fmt: skip
def test_a_check_tells_right_from_wrong(check: dict[str, object], right: Outcome, wrong: Outcome) -> None:
    assert holds(check, right)
    assert not holds(check, wrong)


def test_an_unknown_check_or_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python({"check": "looks_nice"})
    with pytest.raises(ValidationError):
        ADAPTER.validate_python({"check": "absent", "path": "a", "tolerance": 1})


def test_leading_white_space_counts() -> None:
    assert normalised("  a \n") == "  a"
