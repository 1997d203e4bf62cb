"""Guards are pure: the same action, policy and mode give the same verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.safety.guards import ApprovalMode, Proposal, is_repetition, judge
from nodes.safety.policy import CAREFUL, Policy, Rule
from nodes.safety.verdict import Ruling, canonical, digest_call
from tools.base import Effect

PAY = Proposal("a", "d", "pay", Effect.DESTRUCTIVE)


def test_a_verdict_names_the_call_it_judges() -> None:
    verdict = judge(PAY, CAREFUL, ApprovalMode.ASK)

    assert (verdict.action_id, verdict.digest, verdict.ruling) == ("a", "d", "ask")


def test_a_call_that_cannot_be_read_is_denied_whatever_the_policy_says() -> None:
    allow_all = Policy((Rule(Ruling.ALLOW),))

    assert judge(replace(PAY, problem="no such tool"), allow_all, ApprovalMode.ASK).reason == "no such tool"
    assert judge(replace(PAY, effect=None), allow_all, ApprovalMode.ASK).ruling is Ruling.DENY


def test_with_nobody_there_a_question_is_a_denial_that_says_so() -> None:
    verdict = judge(PAY, CAREFUL, ApprovalMode.DENY)

    assert verdict.ruling is Ruling.DENY
    assert "nobody is there" in verdict.reason


def test_a_persons_edit_is_their_approval_but_never_overrules_a_denial() -> None:
    edited = replace(PAY, edited_by="ann")

    assert judge(edited, CAREFUL, ApprovalMode.ASK).ruling is Ruling.ALLOW
    assert judge(edited, CAREFUL.with_tools(deny=["pay"]), ApprovalMode.ASK).ruling is Ruling.DENY


@pytest.mark.parametrize(
    ("results", "repeats"),
    [([], False), (["x"], False), (["x", "x"], True), (["x", "y"], False), (["x", "y", "y"], True)],
)
def test_a_third_identical_call_with_identical_results_is_a_repetition(results: list[str], repeats: bool) -> None:
    assert is_repetition(results) is repeats
    assert (
        judge(replace(PAY, earlier_results=results), CAREFUL, ApprovalMode.ASK).rule == "identical calls"
    ) is repeats


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.dictionaries(st.text(), json_values))
def test_a_digest_does_not_depend_on_the_order_of_arguments(arguments: dict[str, object]) -> None:
    backwards = dict(reversed(arguments.items()))

    assert digest_call("t", arguments) == digest_call("t", backwards)
    assert digest_call("t", arguments) != digest_call("u", arguments)
    assert canonical(arguments).isascii()
