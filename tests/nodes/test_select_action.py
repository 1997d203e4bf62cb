"""SELECT_ACTION makes an action of every call, readable or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from nodes.records import Thought
from nodes.safety.verdict import digest_call
from nodes.select_action import select_action
from tests.nodes.turns import action, context, runtime, turn


async def test_each_call_becomes_an_action_of_its_own(tmp_path: Path) -> None:
    state = turn(action("look", 0, text="a"), action("look", 1, text="a"), action("pay", 2, text="5"))

    update = await select_action(state, runtime(context(tmp_path)))

    first, second, third = update["actions"]
    assert [first.id, second.id, third.id] == ["run:1:0", "run:1:1", "run:1:2"]
    assert [first.call_id, third.call_id] == ["call_0", "call_2"]
    assert first.digest == second.digest == digest_call("look", {"text": "a"})
    assert (third.problem, third.reasoning) == (None, "I act.")


async def test_a_new_turn_begins_without_the_last_ones_scratch(tmp_path: Path) -> None:
    update = await select_action(turn(action(text="a")), runtime(context(tmp_path)))

    assert (update["verdicts"], update["approvals"], update["observations"], update["retries"]) == ([], [], [], [])


async def test_what_cannot_be_read_becomes_an_action_with_a_problem(tmp_path: Path) -> None:
    state = turn(action("", 0), action("lo\nok", 1), action("look", 2, texts="a"))

    update = await select_action(state, runtime(context(tmp_path)))

    problems = [one.problem or "" for one in update["actions"]]
    assert "no tool is named ''" in problems[0]
    assert "did you mean look?" in problems[1]
    assert "texts" in problems[2]
    assert update["actions"][2].arguments == {"texts": "a"}


@pytest.mark.parametrize(
    ("thought", "problem"),
    [(None, "neither a call nor"), (Thought("hm"), "neither a call nor"), (Thought(malformed="no JSON"), "no JSON")],
)
async def test_a_reply_of_nothing_becomes_one_action_that_says_so(
    tmp_path: Path, thought: Thought | None, problem: str
) -> None:
    (only,) = (await select_action(turn(thought=thought), runtime(context(tmp_path))))["actions"]

    assert (only.call_id, only.tool) == ("", "")
    assert problem in (only.problem or "")
