"""Rules are data; the most specific decide, the strictest among equals."""

from __future__ import annotations

import pytest

from nodes.safety.errors import PolicyError
from nodes.safety.policy import CAREFUL, Policy, Rule
from nodes.safety.verdict import Ruling
from tools.base import Effect


@pytest.mark.parametrize(
    ("tool", "effect", "ruling"),
    [
        ("anything", Effect.NONE, "allow"),
        ("anything", Effect.READ, "allow"),
        ("anything", Effect.WRITE, "ask"),
        ("anything", Effect.DESTRUCTIVE, "ask"),
        ("file_operations", Effect.WRITE, "allow"),
        ("file_operations", Effect.DESTRUCTIVE, "ask"),
        ("remember", Effect.WRITE, "allow"),
    ],
)
def test_the_careful_policy(tool: str, effect: Effect, ruling: str) -> None:
    assert CAREFUL.judge(tool, effect).ruling == ruling


def test_without_a_rule_a_person_is_asked() -> None:
    assert Policy().judge("x", Effect.NONE).ruling is Ruling.ASK


def test_the_named_tool_beats_the_pattern_and_the_strictest_wins_among_equals() -> None:
    policy = Policy(
        (Rule(Ruling.DENY), Rule(Ruling.ASK, "mail_*"), Rule(Ruling.ALLOW, "mail_*"), Rule(Ruling.ALLOW, "mail_read"))
    )

    assert policy.judge("mail_read", Effect.READ).ruling is Ruling.ALLOW
    assert policy.judge("mail_send", Effect.WRITE).ruling is Ruling.ASK
    assert policy.judge("other", Effect.NONE).ruling is Ruling.DENY


def test_the_users_word_replaces_what_the_policy_said_of_that_tool() -> None:
    policy = CAREFUL.with_tools(deny=["remember"], allow=["api_call"])

    assert policy.judge("remember", Effect.WRITE).ruling is Ruling.DENY
    assert policy.judge("api_call", Effect.DESTRUCTIVE).ruling is Ruling.ALLOW
    assert policy.digest != CAREFUL.digest


def test_contradictory_words_are_refused() -> None:
    with pytest.raises(PolicyError, match=r"'pay' stands under allow and deny"):
        CAREFUL.with_tools(allow=["pay"], deny=["pay"])
    with pytest.raises(PolicyError, match="empty"):
        CAREFUL.with_tools(ask=[" "])
