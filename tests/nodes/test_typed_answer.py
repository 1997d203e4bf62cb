"""A typed answer is checked against its schema, and the schema itself before anything runs."""

from __future__ import annotations

from typing import Any

import pytest

from nodes.typed_answer import AnswerSchemaError, check_schema, complaint_about

CITY: dict[str, Any] = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "people": {"type": "integer", "minimum": 0}},
    "required": ["name"],
}


@pytest.mark.parametrize("answer", [{"name": "Ulm"}, {"name": "Ulm", "people": 5}])
def test_what_fits_has_no_complaint(answer: Any) -> None:
    assert complaint_about(answer, CITY) is None


@pytest.mark.parametrize(
    ("answer", "where"),
    [
        ({"name": 5}, "name: "),
        ({"name": "Ulm", "people": -1}, "people: "),
        ("Ulm", "the answer: "),
        ({}, "the answer: "),
    ],
)
def test_a_complaint_names_the_place_and_asks_again(answer: Any, where: str) -> None:
    complaint = complaint_about(answer, CITY) or ""

    assert where in complaint
    assert complaint.endswith("Give the final answer again.")


def test_a_usable_schema_is_kept_as_it_is() -> None:
    assert check_schema(CITY) == CITY
    assert check_schema(None) is None


@pytest.mark.parametrize("schema", [{"type": "nonsense"}, {"maximum": 10**30}, {"properties": 5}])
def test_a_schema_that_no_answer_could_be_checked_against_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(AnswerSchemaError, match=f"{next(iter(schema))}: "):
        check_schema(schema)
