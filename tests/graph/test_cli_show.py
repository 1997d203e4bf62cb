"""The commands that look, and `fork`."""

from __future__ import annotations

import pytest

from nodes.llm.scripted import calls
from tests.graph.command import Command, stanchion

__all__ = ["stanchion"]

MULTIPLY = calls([{"name": "calculator", "args": {"expression": "6*7"}}], "I multiply.")


@pytest.fixture
def ran(stanchion: Command) -> Command:
    assert stanchion("run", "what is 6*7?", "--thread", "t", replies=[MULTIPLY, "It is 42."]).code == 0
    return stanchion


def test_show_tells_every_step_in_full(ran: Command) -> None:
    (ran.path("old.txt")).write_text("x")
    ran(
        "run",
        "tidy",
        "--thread",
        "u",
        replies=[ran.shred(), calls([{"name": "nope", "args": {}}]), "Tidied."],
        typed="a\n",
    )
    shown = ran("show", "u")
    assert shown.code == 0
    for part in (
        "thread u: succeeded",
        "goal:  tidy",
        "Step 1  1 step · ",
        f'arguments: {{"path": "{ran.path("old.txt")}"}}',
        "verdict:   ask by rule 'ask * [write,destructive]'",
        "approval:  approve by ",
        "result:    succeeded, attempt 1, ",
        "      Shredded old.txt",
        "verdict:   deny by rule 'well-formed call'",
        "  Tidied.",
    ):
        assert part in shown.out


def test_show_as_json_is_the_result(ran: Command) -> None:
    result = ran("show", "t", "--json").json
    assert result["steps"][0]["thought"] == "I multiply."
    assert result["answer"] == "It is 42."


def test_show_of_a_waiting_thread_shows_the_question(ran: Command) -> None:
    ran("run", "tidy", "--thread", "u", replies=[ran.shred()])
    shown = ran("show", "u").out
    assert "Approval needed (1 of 1): shred" in shown
    assert "stanchion resume u" in shown


def test_threads_lists_the_latest_first(ran: Command) -> None:
    ran("run", "tidy", "--thread", "u", replies=[ran.shred()])
    lines = ran("threads").out.splitlines()
    assert [line.split()[:3] for line in lines[1:]] == [["u", "waiting", "1"], ["t", "succeeded", "2"]]
    assert [line["thread_id"] for line in ran("threads", "--json", "--limit", "1").json] == ["u"]


def test_without_threads_the_list_says_how_to_begin(stanchion: Command) -> None:
    assert "stanchion run GOAL" in stanchion("threads").out


def test_tools_tells_effect_and_replay(stanchion: Command) -> None:
    lines = stanchion("tools").out.splitlines()
    assert any(line.split()[:3] == ["calculator", "none", "pure"] for line in lines)
    found = {tool["name"]: tool for tool in stanchion("tools", "--json").json}
    assert found["shred"]["effect"] == "write"
    assert found["shred"]["replay"] == "unsafe"
    assert found["shred"]["parameters"]["properties"]["path"]


def test_a_fork_goes_on_from_an_earlier_checkpoint(ran: Command) -> None:
    points = ran("history", "t", "--json", "--limit", "50").json
    assert points[0]["next"] == []
    assert "dispatch" in ran("history", "t").out
    before_the_loop = next(point for point in points if point["next"] == ["dispatch"])
    forked = ran("fork", "t", before_the_loop["checkpoint"])
    assert forked.code == 0
    assert "stanchion resume t" in forked.out
    again = ran("resume", "t", "--json", replies=[MULTIPLY, "It is forty-two."])
    assert again.code == 0
    assert again.json["answer"] == "It is forty-two."
    assert again.json["steps"][0]["thought"] == "I multiply."
