"""What the model does when things are not as the goal supposes."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from nodes.llm.modes.constrained import ANSWER_NOW
from nodes.llm.offline.model import OfflineModel
from tests.nodes.llm.offline.loop import FILES, run


def test_a_missing_file_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    outcome = run("read note.txt", tmp_path)
    assert "no file note.txt" in outcome.text
    assert outcome.answer.additional_kwargs["failed"]
    assert "notes.txt" in outcome.text


def test_a_name_that_differs_only_in_case_is_taken(tmp_path: Path) -> None:
    assert "banana" in run("show me A.TXT", tmp_path).text


def test_nothing_is_written_from_a_file_that_is_missing(tmp_path: Path) -> None:
    outcome = run("add up the numbers in zzz.txt and save the sum to s.txt", tmp_path)
    assert outcome.files == FILES
    assert "zzz.txt" in outcome.text


def test_a_rejected_call_is_told_and_independent_steps_go_on(tmp_path: Path) -> None:
    outcome = run("delete a.txt and write hi to h.txt", tmp_path, reject='"delete"')
    assert "Rejected" in outcome.text
    assert outcome.files == FILES | {"h.txt": "hi"}


def test_a_calculation_error_is_told(tmp_path: Path) -> None:
    outcome = run("what is 5 / 0, and save it to z.txt", tmp_path)
    assert "Could not" in outcome.text
    assert outcome.files == FILES


@pytest.mark.parametrize(
    "goal",
    [
        "delete a.txt and then summarize notes.txt",
        "translate notes.txt to Spanish and save it as es.txt",
        "write a poem about autumn to poem.txt",
        "what is 2 + 2, then email it to bob and delete notes.txt",
        "frobnicate the zork",
    ],
)
def test_nothing_changes_where_a_part_is_not_read_and_the_answer_names_it(goal: str, tmp_path: Path) -> None:
    outcome = run(goal, tmp_path)
    assert outcome.files == FILES
    assert outcome.unread
    assert all(name in ("calculator", "date_time") or call["operation"] == "read" for name, call in outcome.calls)
    assert "OPENAI_API_KEY" in outcome.text


def test_readable_questions_are_answered_beside_an_unread_part(tmp_path: Path) -> None:
    outcome = run("what is 6 * 7? then paint the wall", tmp_path)
    assert "42" in outcome.text
    assert any("paint" in part for part in outcome.unread)


def test_a_tool_that_is_not_bound_is_named() -> None:
    reply = OfflineModel().bind_tools([]).invoke([HumanMessage("what is 2 + 2")])
    assert not reply.tool_calls
    assert "calculator" in str(reply.content)


def test_no_call_is_made_where_only_an_answer_is_wanted() -> None:
    model = OfflineModel().bind_tools([{"name": "calculator", "description": "", "parameters": {}}], tool_choice="none")
    reply = model.invoke([HumanMessage("what is 2 + 2"), AIMessage("thinking"), HumanMessage(ANSWER_NOW)])
    assert not reply.tool_calls
    assert reply.additional_kwargs["unread"]


def test_a_later_run_refers_to_the_answer_before(tmp_path: Path) -> None:
    before = [HumanMessage("what is 6 * 7"), AIMessage("6 * 7 = 42", additional_kwargs={"value": "42"})]
    assert run("save it to r.txt", tmp_path, before=before).files["r.txt"] == "42"


def test_facts_are_kept_and_recalled(tmp_path: Path) -> None:
    outcome = run("remember that my wifi password is x", tmp_path, fixed={"remember": "Remembered"})
    assert outcome.calls == [("remember", {"text": "my wifi password is x"})]
    outcome = run(
        "what's my wifi password?", tmp_path, fixed={"recall": [{"text": "my wifi password is x", "score": 0.9}]}
    )
    assert "password is x" in outcome.text


def test_a_page_is_fetched_and_saved(tmp_path: Path) -> None:
    outcome = run("fetch https://example.com/d.json and save it to d.json", tmp_path, fixed={"api_call": "body"})
    assert outcome.calls[0][1]["url"] == "https://example.com/d.json"
    assert outcome.files["d.json"] == "body"


def test_the_web_is_searched(tmp_path: Path) -> None:
    found = [{"title": "Tutorials", "snippet": "learn", "url": "https://example.com"}]
    outcome = run("search the web for python tutorials", tmp_path, fixed={"web_search": found})
    assert outcome.calls[0][1]["query"] == "python tutorials"
    assert "https://example.com" in outcome.text
