"""`stanchion run` and `resume` without a person: what is printed, how it ends, what stays."""

from __future__ import annotations

import json
import re

import pytest

from nodes.llm.errors import ModelRefused
from nodes.llm.scripted import call, calls
from tests.graph.command import Command, stanchion

__all__ = ["stanchion"]

MULTIPLY = calls([{"name": "calculator", "args": {"expression": "6*7"}}], "I multiply.")


def test_a_run_is_told_as_it_happens(stanchion: Command) -> None:
    ran = stanchion("run", "what is 6*7?", "--thread", "t", replies=[MULTIPLY, "It is 42."])
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "model: scripted, native tool calls"
    assert lines[1] == f"thread t, workspace {stanchion.workspace}"
    assert lines[3:6] == ["  I multiply.", '  → calculator {"expression": "6*7"}', lines[5]]
    assert lines[5].startswith("  ← 42 (")
    assert lines[6].startswith("  1 step · ")
    assert "token" in lines[6]
    assert lines[8:10] == ["Answer", "  It is 42."]
    assert ran.err == ""


def test_quiet_prints_the_answer_only(stanchion: Command) -> None:
    ran = stanchion("run", "what is 6*7?", "--quiet", replies=[MULTIPLY, "It is 42."])
    assert (ran.code, ran.out, ran.err) == (0, "It is 42.\n", "")


def test_json_is_one_document_with_everything(stanchion: Command) -> None:
    ran = stanchion("run", "what is 6*7?", "--json", "--thread", "t", replies=[MULTIPLY, "It is 42."])
    assert (ran.code, ran.err) == (0, "")
    result = ran.json
    assert (result["success"], result["answer"], result["status"], result["thread_id"]) == (
        True,
        "It is 42.",
        "succeeded",
        "t",
    )
    assert result["steps"][0]["observations"][0]["content"] == "42"
    assert result["usage"]["model_calls"] == 2


def test_the_goal_may_come_from_standard_input(stanchion: Command) -> None:
    ran = stanchion("run", "-", "--json", stdin="what is\n6*7?\n", replies=["42"])
    assert ran.json["goal"] == "what is\n6*7?"


def test_a_spent_budget_ends_with_1_and_says_which(stanchion: Command) -> None:
    ran = stanchion(
        "run", "count", "--max-steps", "2", replies=[call("calculator", expression=f"{n}+1") for n in range(9)]
    )
    assert ran.code == 1
    assert ran.err.startswith("error: ")
    assert "2" in ran.err
    assert stanchion.model.remaining == 7


def test_a_failing_model_leaves_a_thread_that_goes_on(stanchion: Command) -> None:
    ran = stanchion("run", "what is 6*7?", "--thread", "t", replies=[MULTIPLY, ModelRefused("401: the key is wrong")])
    assert ran.code == 1
    assert "401: the key is wrong" in ran.err
    assert "stanchion resume t" in ran.err
    assert ran.err.count("\n") == 1
    again = stanchion("resume", "t", replies=["It is 42."])
    assert again.code == 0
    assert "It is 42." in again.out


def test_a_failing_model_gives_json_with_what_was_done(stanchion: Command) -> None:
    ran = stanchion("run", "what is 6*7?", "--json", replies=[MULTIPLY, ModelRefused("401: the key is wrong")])
    assert ran.code == 1
    assert ran.json["status"] == "interrupted"
    assert "401" in ran.json["error"]
    assert len(ran.json["steps"]) == 1


def test_without_a_terminal_a_question_is_left_open_and_shown(stanchion: Command) -> None:
    stanchion.path("old.txt").write_text("old")
    ran = stanchion("run", "tidy up", "--thread", "t", replies=[stanchion.shred()])
    assert ran.code == 3
    assert "why: it changes the world outside of the workspace" in ran.err
    assert f'arguments: {{"path": "{stanchion.path("old.txt")}"}}' in ran.err
    assert "Answer with: stanchion resume t" in ran.err
    assert stanchion.path("old.txt").exists()


def test_json_gives_the_question_to_the_machine(stanchion: Command) -> None:
    ran = stanchion("run", "tidy up", "--json", typed="approve\n", replies=[stanchion.shred()])
    assert (ran.code, ran.err) == (3, "")
    (question,) = ran.json["interrupts"]
    assert question["tool"] == "shred"
    assert question["allowed_decisions"] == ["approve", "edit", "reject", "respond"]


@pytest.mark.parametrize(
    ("decision", "still_there"),
    [
        ("approve", set()),
        ("reject:it is mine", {"old.txt", "new.txt"}),
        ("respond:it is gone already", {"old.txt", "new.txt"}),
        ('edit:{"path": "WORKSPACE/new.txt"}', {"old.txt"}),
    ],
)
def test_a_machine_decides_by_option(stanchion: Command, decision: str, still_there: set[str]) -> None:
    for name in {"old.txt", "new.txt"} if still_there else {"old.txt"}:
        (stanchion.workspace / name).write_text("x")
    stanchion("run", "tidy up", "--thread", "t", replies=[stanchion.shred()])
    decision = decision.replace("WORKSPACE", str(stanchion.workspace))
    ran = stanchion("resume", "t", "--decide", decision, replies=["Tidied."])
    assert ran.code == 0
    assert {path.name for path in stanchion.workspace.iterdir()} == still_there


@pytest.mark.parametrize(
    ("decisions", "says"),
    [
        (["maybe"], "begins with none of approve, edit, reject, respond"),
        (["edit:{"], "not JSON"),
        (["edit:[]"], "must be a JSON object"),
        (['edit:{"colour": "red"}'], "stays open"),
        (["respond:"], "needs a text"),
        (["approve", "approve"], "1 question(s) wait and 2 decision(s) were given"),
    ],
)
def test_a_decision_that_does_not_fit_leaves_the_question_open(
    stanchion: Command, decisions: list[str], says: str
) -> None:
    stanchion.path("old.txt").write_text("x")
    stanchion("run", "tidy up", "--thread", "t", replies=[stanchion.shred()])
    ran = stanchion("resume", "t", *[part for text in decisions for part in ("--decide", text)], replies=["Tidied."])
    assert ran.code == 2
    assert says in ran.err
    assert stanchion.path("old.txt").exists()
    assert stanchion("show", "t", "--json").json["status"] == "waiting"


def test_deciding_where_nothing_is_asked_is_an_error(stanchion: Command) -> None:
    stanchion("run", "hello", "--thread", "t", replies=["Hello."])
    ran = stanchion("resume", "t", "--decide", "approve")
    assert ran.code == 2
    assert "Nothing waits" in ran.err


def test_resuming_what_has_ended_tells_the_answer_again(stanchion: Command) -> None:
    stanchion("run", "hello", "--thread", "t", replies=["Hello."])
    ran = stanchion("resume", "t", "--quiet")
    assert (ran.code, ran.out) == (0, "Hello.\n")


def test_the_policy_is_set_by_options(stanchion: Command) -> None:
    stanchion.path("old.txt").write_text("x")
    assert stanchion("run", "tidy", "--allow", "shred", replies=[stanchion.shred(), "Tidied."]).code == 0
    assert not stanchion.path("old.txt").exists()
    ran = stanchion("run", "count", "--deny", "calculator", replies=[MULTIPLY, "I may not."])
    assert "denied: said by the user" in ran.out


def test_a_typed_answer_is_printed_as_json(stanchion: Command) -> None:
    schema = stanchion.home / "schema.json"
    schema.write_text(json.dumps({"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}))
    ran = stanchion("run", "what is 6*7?", "--output-schema", str(schema), "--quiet", replies=['{"n": 42}'])
    assert ran.code == 0
    assert json.loads(ran.out) == {"n": 42}


def test_nothing_that_a_model_or_a_tool_says_steers_the_terminal(stanchion: Command) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnihton\r\x1b[1A"
    (stanchion.workspace / "evil.txt").write_text(evil.replace("\r", ""))
    replies = [
        calls([{"name": "file_operations", "args": {"operation": "read", "filepath": "evil.txt"}}], f"I read {evil}"),
        calls([{"name": f"x{evil}", "args": {evil: evil}}], "again"),
        f"It says {evil}",
    ]
    ran = stanchion("run", f"read {evil}", "--thread", "t", replies=replies)
    shown = ran.out + ran.err + stanchion("show", "t").out + stanchion("threads").out
    assert "gnihton" in shown
    assert not {char for char in shown if ord(char) < 0x20 and char != "\n"} | ({"\x9b", "\u202e"} & set(shown))


def test_a_screen_gets_no_colours_where_they_are_not_wanted(
    stanchion: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b[" in stanchion("run", "hi", replies=["Hi."], screen=True).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in stanchion("run", "hi", replies=[MULTIPLY, "Hi."], screen=True).out


def test_on_a_screen_the_thought_streams_and_an_answer_is_not_said_twice(stanchion: Command) -> None:
    out = stanchion("run", "what is 6*7?", replies=[MULTIPLY, "It is 42."], screen=True).out
    assert "\x1b[2m  I\x1b[0m\x1b[2m multiply.\x1b[0m\n" in out
    assert "\x1b[1A\x1b[J" in out[out.index(" 42.") :]
    assert out.count("I\x1b[0m\x1b[2m multiply") == 1


def test_a_reply_that_cannot_be_read_is_told_once(stanchion: Command) -> None:
    replies = ["gibberish {", "Thought: I know.\nFinal Answer: It is 42."]
    for screen in (False, True):
        out = stanchion("run", "what is 6*7?", "--mode", "text", "--thread", "t", replies=replies, screen=screen).out
        assert out.count("not in the format") == 1
        assert "It is 42." in out
    assert "(a reply that could not be read)" in stanchion("show", "t").out


def test_the_text_format_streams_its_thought_without_its_labels(stanchion: Command) -> None:
    replies = [
        'Thought: I should multiply.\nAction: calculator\nAction Input: {"expression": "6*7"}',
        "Thought: I know.\nFinal Answer: It is 42.",
    ]
    out = stanchion("run", "what is 6*7?", "--mode", "text", replies=replies, screen=True).out
    words = re.sub(r"\x1b\[[\d;]*m", "", out)
    assert '\n  I should multiply.\n  → calculator {"expression": "6*7"}\n' in words
    assert "\n  I know.\n\nAnswer\n  It is 42.\n" in words


def test_a_second_goal_goes_on_with_the_conversation(stanchion: Command) -> None:
    stanchion("run", "I am Ada", "--thread", "t", replies=["Hello Ada."])
    stanchion("run", "who am I?", "--thread", "t", replies=["Ada."])
    said = [str(message.content) for message in stanchion.model.prompts[0]]
    assert any("I am Ada" in text for text in said)
