"""SAFETY_CHECK writes a verdict for every action, and a licence for exactly the allowed ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nodes.records import ObservationStatus
from nodes.safety.guards import REPETITION_RULE, ApprovalMode
from nodes.safety.policy import CAREFUL
from nodes.safety.verdict import Ruling
from nodes.safety_check import safety_check
from tests.nodes.turns import action, context, judged, record, runtime, step, turn
from tests.scenarios.toys import Look
from tools.registry import ToolRegistry

LOOK, PAY = action("look", 0, text="a"), action("pay", 1, text="5")


async def test_only_what_is_allowed_gets_a_licence(tmp_path: Path) -> None:
    given = context(tmp_path)

    update = await safety_check(turn(LOOK, PAY), runtime(given))

    assert [verdict.ruling for verdict in update["verdicts"]] == [Ruling.ALLOW, Ruling.ASK]
    assert given.ports.ledger.is_authorized(given.key(LOOK))
    assert not given.ports.ledger.is_authorized(given.key(PAY))


async def test_a_verdict_that_stands_is_kept_and_one_on_another_call_is_not(tmp_path: Path) -> None:
    edited = action("pay", 1, text="1")
    state = turn(LOOK, edited, verdicts=[judged(LOOK, Ruling.DENY), judged(PAY, Ruling.ALLOW)])

    update = await safety_check(state, runtime(context(tmp_path)))

    assert [(v.digest, v.ruling) for v in update["verdicts"]] == [
        (LOOK.digest, Ruling.DENY),
        (edited.digest, Ruling.ASK),
    ]


async def test_an_edit_counts_only_if_the_ledger_knows_who_wrote_it(tmp_path: Path) -> None:
    given, edited = context(tmp_path), replace(PAY, edited_by="ann")
    forged = await safety_check(turn(edited), runtime(given))
    given.ports.ledger.record_approval(given.key(edited), answer="edit", approver="ann")

    real = await safety_check(turn(edited), runtime(given))

    assert [forged["verdicts"][0].ruling, real["verdicts"][0].ruling] == [Ruling.ASK, Ruling.ALLOW]


async def test_a_problem_a_lost_tool_and_a_changed_schema_are_denied_with_the_reason(tmp_path: Path) -> None:
    broken, lost, changed = replace(LOOK, problem="no such field"), action("gone", 1), action("look", 2, colour="red")

    update = await safety_check(turn(broken, lost, changed), runtime(context(tmp_path)))

    assert {verdict.ruling for verdict in update["verdicts"]} == {Ruling.DENY}
    reasons = [verdict.reason for verdict in update["verdicts"]]
    assert reasons[0] == "no such field"
    assert "'gone'" in reasons[1]
    assert "colour" in reasons[2]


class Unclassified(Look):
    def classify(self, input: Any, /) -> Any:
        raise KeyError("a bug")


async def test_a_tool_that_cannot_say_what_a_call_means_is_judged_by_the_worst_it_may_do(tmp_path: Path) -> None:
    update = await safety_check(turn(LOOK), runtime(context(tmp_path, tools=ToolRegistry([Unclassified()]))))

    assert update["verdicts"][0].ruling is Ruling.ALLOW
    assert "it changes nothing" in update["verdicts"][0].reason


@pytest.mark.parametrize(("earlier", "denied"), [(0, False), (1, False), (2, True)])
async def test_the_third_identical_call_with_identical_results_is_denied(
    tmp_path: Path, earlier: int, denied: bool
) -> None:
    steps = [step(replace(LOOK, id=f"run:{number}:0")) for number in range(earlier)]

    update = await safety_check(turn(LOOK, steps=steps), runtime(context(tmp_path)))

    assert (update["verdicts"][0].rule == REPETITION_RULE) is denied


async def test_denials_do_not_count_as_results(tmp_path: Path) -> None:
    steps = [step(replace(LOOK, id=f"run:{n}:0"), status=ObservationStatus.DENIED) for n in range(5)]

    update = await safety_check(turn(LOOK, steps=steps), runtime(context(tmp_path)))

    assert update["verdicts"][0].ruling is Ruling.ALLOW


async def test_where_nobody_is_there_a_question_is_a_denial_or_the_end(tmp_path: Path) -> None:
    given = context(tmp_path, policy=CAREFUL)

    deny = await safety_check(turn(LOOK, PAY, run=record(approvals=ApprovalMode.DENY)), runtime(given))
    fail = await safety_check(turn(LOOK, PAY, run=record(approvals=ApprovalMode.FAIL)), runtime(given))

    assert [verdict.ruling for verdict in deny["verdicts"]] == [Ruling.ALLOW, Ruling.DENY]
    assert deny.get("outcome") is None
    assert {verdict.ruling for verdict in fail["verdicts"]} == {Ruling.DENY}
    assert fail["outcome"].reason == "approval_needed"  # type: ignore[union-attr]
