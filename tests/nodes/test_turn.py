"""Questions about a turn: what may run, what waits, what was refused, and what a person said of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, field_validator

from nodes.records import Observation, ObservationStatus, Retry
from nodes.safety.approval import Answer, Question
from nodes.safety.verdict import Ruling, digest_call
from nodes.turn import may_run, open_question, refusal_of, replace_observations, response_to, validated, verdict_on
from tests.nodes.turns import action, judged, said, seen, turn
from tests.scenarios.toys import Look, Text
from tools.errors import InvalidArguments

PAY = action("pay", text="5")
UNKNOWN = seen(PAY, ObservationStatus.UNKNOWN)


def test_no_verdict_is_a_refusal() -> None:
    state = turn(PAY)

    assert not may_run(state, PAY)
    assert refusal_of(state, PAY) == (ObservationStatus.DENIED, "it has no verdict")


def test_a_verdict_on_another_call_is_none() -> None:
    other = action("pay", text="5000")

    assert verdict_on(turn(PAY, verdicts=[judged(other)]), PAY) is None


@pytest.mark.parametrize(
    ("ruling", "answer", "runs"),
    [
        (Ruling.ALLOW, None, True),
        (Ruling.ASK, None, False),
        (Ruling.ASK, Answer.APPROVE, True),
        (Ruling.ASK, Answer.REJECT, False),
        (Ruling.ASK, Answer.RESPOND, False),
        (Ruling.DENY, Answer.APPROVE, False),
    ],
)
def test_what_was_cleared_may_run(ruling: Ruling, answer: Answer | None, runs: bool) -> None:
    approvals = [said(PAY, answer, "word")] if answer else []

    assert may_run(turn(PAY, verdicts=[judged(PAY, ruling)], approvals=approvals), PAY) is runs


def test_what_has_run_does_not_run_again_unless_a_retry_is_due() -> None:
    state = turn(PAY, verdicts=[judged(PAY)], observations=[seen(PAY)])

    assert not may_run(state, PAY)
    assert may_run({**state, "retries": [Retry(PAY.id, 2, 0.0)]}, PAY)


def test_an_unknown_outcome_is_asked_about_once_per_attempt() -> None:
    state = turn(PAY, verdicts=[judged(PAY)], observations=[UNKNOWN])
    assert open_question(state, PAY) is Question.OUTCOME
    yes = said(PAY, Answer.APPROVE, question=Question.OUTCOME, attempt=1)
    answered = {**state, "approvals": [yes]}

    assert open_question(answered, PAY) is None
    assert may_run(answered, PAY)  # type: ignore[arg-type]
    again = {**answered, "observations": [seen(PAY, ObservationStatus.UNKNOWN, attempt=2)]}
    assert open_question(again, PAY) is Question.OUTCOME
    assert not may_run(again, PAY)  # type: ignore[arg-type]


def test_a_persons_no_to_the_outcome_goes_before_their_yes_to_the_call() -> None:
    state = turn(
        PAY,
        verdicts=[judged(PAY, Ruling.ASK)],
        observations=[UNKNOWN],
        approvals=[said(PAY, Answer.APPROVE), said(PAY, Answer.REJECT, "no", Question.OUTCOME, attempt=1)],
    )

    assert refusal_of(state, PAY) == (ObservationStatus.REJECTED, "no")


def test_the_last_answer_counts_and_an_edit_answers_nothing() -> None:
    edit, respond = said(PAY, Answer.EDIT), said(PAY, Answer.RESPOND, "I did")

    assert response_to(turn(PAY, approvals=[edit]), PAY) is None
    assert response_to(turn(PAY, approvals=[respond, edit]), PAY) == respond


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=3))))
def test_each_action_keeps_its_latest_observation(written: list[tuple[str, str]]) -> None:
    observations = [Observation(id_, "look", ObservationStatus.SUCCEEDED, content) for id_, content in written]

    merged = replace_observations([], observations)

    assert {one.action_id: one.content for one in merged} == dict(written)
    assert len(merged) == len(dict(written))


class Renamed(Text):
    """A field by another name outside."""

    sender: str = Field(alias="from")


class Strict(Text):
    """Takes in text and gives out a number."""

    number: int

    @field_validator("number", mode="before")
    @classmethod
    def _must_be_text(cls, value: object) -> int:
        if not isinstance(value, str):
            raise ValueError("must be text")
        return int(value)


class Buggy(Text):
    """Its validator has a bug."""

    @field_validator("text")
    @classmethod
    def _fail(cls, value: str) -> str:
        raise KeyError(value)


def with_schema(schema: type[Text]) -> Look:
    tool = Look()
    tool.input_schema = schema
    return tool


def test_what_is_judged_can_be_read_again() -> None:
    assert validated(with_schema(Renamed), {"from": "ann"}) == {"from": "ann"}
    assert validated(with_schema(Strict), {"number": "5"}) == {"number": "5"}
    assert validated(Look(), {"text": "a"}) == {"text": "a"}


def test_a_validators_own_bug_is_bad_arguments() -> None:
    with pytest.raises(InvalidArguments, match="KeyError"):
        validated(with_schema(Buggy), {"text": "a"})


names = st.text(st.characters(), max_size=5)
arguments = st.dictionaries(names, st.one_of(st.integers(), names, st.lists(st.integers(), max_size=3)), max_size=4)


@given(names, arguments)
def test_a_digest_does_not_depend_on_the_order_of_arguments(tool: str, sent: dict[str, object]) -> None:
    assert digest_call(tool, sent) == digest_call(tool, dict(reversed(list(sent.items()))))


@given(names, arguments, names, arguments)
def test_different_calls_have_different_digests(
    tool: str, sent: dict[str, object], other: str, others: dict[str, object]
) -> None:
    assert (digest_call(tool, sent) == digest_call(other, others)) is ((tool, sent) == (other, others))
