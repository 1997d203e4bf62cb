"""The ledger says what may run, and remembers what was begun."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from memory.call_records import CallKey, CallRecord, Clearance, OutcomeStatus
from memory.database import Database
from memory.ledger import Ledger

KEY = CallKey("local", "thread", "run:1:0", "digest")


def record(replay: str = "unsafe") -> CallRecord:
    return CallRecord("pay", '{"amount":5}', "destructive", replay)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(Database(tmp_path / "ledger.db"))


def licensed(ledger: Ledger) -> Ledger:
    ledger.authorize(KEY, granted_by="policy", rule="allow pay")
    return ledger


def test_nothing_runs_without_a_licence(ledger: Ledger) -> None:
    assert not ledger.is_authorized(KEY)
    assert ledger.begin(KEY, record()).clearance is Clearance.UNAUTHORIZED


@pytest.mark.parametrize("field", ["tenant", "thread_id", "action_id", "digest"])
def test_a_licence_is_for_exactly_one_call(ledger: Ledger, field: str) -> None:
    from dataclasses import replace

    other = replace(KEY, **{field: "another"})

    assert licensed(ledger).begin(other, record()).clearance is Clearance.UNAUTHORIZED
    assert ledger.begin(KEY, record()).clearance is Clearance.RUN


def test_an_expired_licence_is_void(tmp_path: Path) -> None:
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    ledger = Ledger(Database(tmp_path / "l.db"), now=lambda: moment)
    ledger.authorize(KEY, granted_by="ann", rule="approval", expires_at=moment + timedelta(minutes=1))
    late = Ledger(ledger.database, now=lambda: moment + timedelta(minutes=2))

    assert ledger.is_authorized(KEY)
    assert late.begin(KEY, record()).clearance is Clearance.UNAUTHORIZED


def test_asking_twice_for_a_licence_gives_one(ledger: Ledger) -> None:
    licensed(licensed(ledger))

    assert ledger.begin(KEY, record()).clearance is Clearance.RUN
    assert not ledger.is_authorized(KEY)
    licensed(ledger)
    assert not ledger.is_authorized(KEY)


def test_a_call_that_succeeded_never_runs_again(ledger: Ledger) -> None:
    begun = licensed(ledger).begin(KEY, record())
    ledger.finish(KEY, begun.attempt, OutcomeStatus.SUCCEEDED, "paid")

    again = ledger.begin(KEY, record(), attempt=2)

    assert (again.clearance, again.output) == (Clearance.DONE, "paid")


def test_the_first_word_on_an_attempt_stands(ledger: Ledger) -> None:
    licensed(ledger).begin(KEY, record())
    ledger.finish(KEY, 1, OutcomeStatus.SUCCEEDED, "paid")
    ledger.finish(KEY, 1, OutcomeStatus.FAILED, "lost")

    assert ledger.begin(KEY, record()).output == "paid"


def test_a_failed_attempt_may_be_followed_by_the_next_and_is_not_made_twice(ledger: Ledger) -> None:
    licensed(ledger).begin(KEY, record())
    ledger.finish(KEY, 1, OutcomeStatus.FAILED, "busy")

    assert ledger.begin(KEY, record(), attempt=1).clearance is Clearance.DONE
    second = ledger.begin(KEY, record(), attempt=2)
    assert (second.clearance, second.attempt) == (Clearance.RUN, 2)


def test_an_intent_without_outcome_is_unknown_until_a_fresh_licence_comes(ledger: Ledger) -> None:
    licensed(ledger).begin(KEY, record())

    unknown = ledger.begin(KEY, record(), attempt=2)
    assert (unknown.clearance, unknown.attempt) == (Clearance.UNKNOWN, 1)
    assert unknown.begun_at.endswith("+00:00")
    ledger.authorize(KEY, granted_by="ann", rule="approval of the outcome", attempt=1)
    assert ledger.begin(KEY, record(), attempt=2).clearance is Clearance.RUN
    ledger.authorize(KEY, granted_by="ann", rule="approval of the outcome", attempt=1)
    assert ledger.begin(KEY, record(), attempt=3).clearance is Clearance.UNKNOWN


def test_an_idempotent_call_of_unknown_outcome_may_be_tried_again_with_its_key(ledger: Ledger) -> None:
    licensed(ledger).begin(KEY, record("idempotent"))

    assert ledger.begin(KEY, record("idempotent"), attempt=1).clearance is Clearance.UNKNOWN
    assert ledger.begin(KEY, record("idempotent"), attempt=2).clearance is Clearance.RUN
    assert KEY.idempotency_key == CallKey("local", "thread", "run:1:0", "digest").idempotency_key


def test_of_many_who_ask_at_once_one_may_run(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    licensed(Ledger(Database(path)))
    cleared: list[Clearance] = []
    start = threading.Barrier(8)

    def ask() -> None:
        ledger = Ledger(Database(path))
        start.wait()
        cleared.append(ledger.begin(KEY, record()).clearance)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(cleared) == sorted([Clearance.RUN] + [Clearance.UNKNOWN] * 7)


def test_what_a_person_said_is_kept_by_call(ledger: Ledger) -> None:
    ledger.record_approval(KEY, answer="edit", approver="ann", message="less")

    assert ledger.approver_of(KEY, answers=("edit",)) == "ann"
    assert ledger.approver_of(KEY, answers=("approve",)) is None
