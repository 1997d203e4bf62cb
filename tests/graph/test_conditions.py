"""Each condition is a yes/no question that the state alone answers; together they choose the edges."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import conditions as ask
from graph.transitions import REASONING_LOOP, Node
from nodes.records import ObservationStatus, Outcome, Retry
from nodes.safety.approval import Answer, Approval, Question
from nodes.safety.verdict import Ruling
from nodes.state import AgentState
from nodes.turn import may_run
from tests.nodes.turns import action, judged, said, seen, turn

PAY, LOOK = action("pay", 0, text="5"), action("look", 1, text="a")
UNKNOWN = seen(PAY, ObservationStatus.UNKNOWN)
EDITED = replace(PAY, digest="another", edited_by="ann")


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        (ask.is_finished, turn(outcome=Outcome(True, "42")), turn()),
        (ask.is_any_asked, turn(PAY, verdicts=[judged(PAY, Ruling.ASK)]), turn(PAY, verdicts=[judged(PAY)])),
        (ask.is_any_cleared, turn(PAY, LOOK, verdicts=[judged(LOOK)]), turn(PAY, LOOK)),
        (ask.is_any_edited, turn(EDITED, verdicts=[judged(PAY)]), turn(EDITED, verdicts=[judged(EDITED)])),
        (
            ask.is_any_answered,
            turn(PAY, approvals=[said(PAY, Answer.RESPOND, "done")]),
            turn(PAY, approvals=[said(LOOK, Answer.RESPOND, "done")]),
        ),
        (ask.is_any_failed, turn(PAY, observations=[UNKNOWN]), turn(PAY, observations=[seen(PAY)])),
        (ask.is_retry_due, turn(PAY, retries=[Retry(PAY.id, 2, 0.0)]), turn(PAY)),
        (ask.is_outcome_asked, turn(PAY, observations=[UNKNOWN]), turn(PAY, verdicts=[judged(PAY, Ruling.ASK)])),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_condition_says_yes_and_no(condition: Any, yes: AgentState, no: AgentState) -> None:
    assert condition(yes) is True
    assert condition(no) is False
    assert condition({}) is False


def test_an_ask_goes_before_what_is_allowed_already() -> None:
    state = turn(PAY, LOOK, verdicts=[judged(PAY, Ruling.ASK), judged(LOOK)])

    assert REASONING_LOOP.choose(Node.SAFETY_CHECK, state) == Node.APPROVAL


@st.composite
def turns(draw: st.DrawFn) -> AgentState:
    """Any turn, the impossible ones included."""
    actions = [PAY, LOOK]
    verdicts = [judged(one, draw(st.sampled_from(Ruling))) for one in actions if draw(st.booleans())]
    approvals = [
        Approval(
            one.id, one.digest, question, draw(st.sampled_from(Answer)), "ann", "word", attempt=draw(st.integers(0, 1))
        )
        for one in actions
        for question in Question
        if draw(st.booleans())
    ]
    observations = [seen(one, draw(st.sampled_from(ObservationStatus))) for one in actions if draw(st.booleans())]
    return turn(*actions, verdicts=verdicts, approvals=approvals, observations=observations)


@given(turns())
def test_every_turn_has_one_way_out_of_every_node(state: AgentState) -> None:
    for node, ways in REASONING_LOOP.exits.items():
        assert REASONING_LOOP.choose(node, state) in [way.target for way in ways]


@given(turns())
def test_safety_check_lets_through_only_what_may_run_and_asks_only_where_a_question_is_open(state: AgentState) -> None:
    chosen = REASONING_LOOP.choose(Node.SAFETY_CHECK, state)
    runnable = [one for one in (PAY, LOOK) if may_run(state, one)]

    if chosen == Node.EXECUTE_TOOL:
        assert runnable
    if chosen == Node.BLOCKED:
        assert not runnable
        assert not ask.is_any_asked(state)
