"""DONE leaves a thread that another goal can be given: every call answered, the last word said."""

from __future__ import annotations

from pathlib import Path

from langchain_core.messages import AIMessage, ToolMessage

from nodes.done import done
from nodes.records import ObservationStatus, Outcome
from tests.nodes.turns import action, context, runtime, seen, turn

A, B = action("look", 0, text="a"), action("pay", 1, text="5")
CUT = Outcome(False, error="The budget is spent.", reason="max_steps")


async def test_an_answer_is_the_last_step_and_nothing_more_is_said(tmp_path: Path) -> None:
    update = await done(turn(outcome=Outcome(True, answer="42")), runtime(context(tmp_path)))

    assert (update["messages"], len(update["steps"])) == ([], 1)
    assert update["outcome"] == Outcome(True, answer="42")


async def test_calls_that_were_cut_off_are_answered_and_kept(tmp_path: Path) -> None:
    update = await done(turn(A, B, observations=[seen(A)], outcome=CUT), runtime(context(tmp_path)))

    first, second, last = update["messages"]
    assert isinstance(first, ToolMessage)
    assert (first.content, second.content) == ("a result", "pay did not run: The budget is spent.")
    assert isinstance(last, AIMessage)
    assert "The budget is spent." in last.content
    assert [one.status for one in update["steps"][0].observations] == [
        ObservationStatus.SUCCEEDED,
        ObservationStatus.CUT_OFF,
    ]


async def test_calls_that_were_never_selected_are_answered_too(tmp_path: Path) -> None:
    state = {**turn(A, B, outcome=CUT), "actions": []}

    update = await done(state, runtime(context(tmp_path)))  # type: ignore[arg-type]

    told = [message.tool_call_id for message in update["messages"] if isinstance(message, ToolMessage)]
    assert told == ["call_0", "call_1"]
    assert [one.tool for one in update["steps"][0].actions] == ["look", "pay"]


async def test_a_run_without_a_turn_is_closed_without_a_step(tmp_path: Path) -> None:
    update = await done(turn(thought=None, outcome=CUT), runtime(context(tmp_path)))

    assert "steps" not in update
    assert len(update["messages"]) == 1


async def test_an_end_without_an_outcome_is_a_failure(tmp_path: Path) -> None:
    outcome = (await done(turn(), runtime(context(tmp_path))))["outcome"]

    assert outcome is not None
    assert not outcome.success
