"""APPROVAL asks one question per call and binds what is answered to the call that was shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from pydantic import ValidationError

from graph.builder import _build_approval
from nodes.approval import open_questions
from nodes.context import AgentContext
from nodes.records import ObservationStatus
from nodes.safety.approval import Answer, Question
from nodes.safety.verdict import Ruling, digest_call
from tests.nodes.turns import action, context, judged, seen, turn
from tests.scenarios.toys import Pay
from tools.base import ToolInput
from tools.registry import ToolRegistry

PAY, LOOK = action("pay", 0, text="5"), action("look", 1, text="a")
CONFIG: Any = {"configurable": {"thread_id": "t"}}


def asked(**channels: Any) -> Any:
    return turn(PAY, LOOK, **{"verdicts": [judged(PAY, Ruling.ASK, "it costs"), judged(LOOK)], **channels})


class Person:
    """Answers the questions of the node's own small graph; an in-memory checkpointer carries it over the pause."""

    def __init__(self, given: AgentContext) -> None:
        self.context = given
        self.graph = _build_approval(lambda: given.ports).compile(checkpointer=InMemorySaver())

    async def is_asked(self, state: Any) -> list[Any]:
        wanted = {key: state[key] for key in ("actions", "verdicts", "approvals", "observations")}
        return [one.value for one in (await self.graph.ainvoke(wanted, CONFIG)).get("__interrupt__", [])]

    async def answers(self, **decision: Any) -> Any:
        return await self.graph.ainvoke(Command(resume={"decisions": [decision]}), CONFIG)


def test_only_what_waits_is_asked_about() -> None:
    (question,) = open_questions(asked())

    assert (question["action"], question["question"], question["reason"]) == (PAY, Question.CALL, "it costs")
    assert open_questions(asked(verdicts=[judged(PAY), judged(LOOK)])) == []
    (unknown,) = open_questions(asked(observations=[seen(PAY, ObservationStatus.UNKNOWN)]))
    assert unknown["question"] is Question.OUTCOME


async def test_the_question_shows_the_call_and_what_may_be_answered(tmp_path: Path) -> None:
    (value,) = await Person(context(tmp_path)).is_asked(asked())

    assert value["action_requests"] == [{"name": "pay", "args": {"text": "5"}, "description": "pay(text='5')"}]
    assert value["review_configs"][0]["allowed_decisions"] == [answer.value for answer in Answer]
    assert (value["digest"], value["reason"]) == (PAY.digest, "it costs")


async def test_an_approval_licenses_exactly_that_call_and_rejection_none(tmp_path: Path) -> None:
    for kind, licensed in (("approve", True), ("reject", False)):
        given = context(tmp_path / kind)
        person = Person(given)
        await person.is_asked(asked())
        result = await person.answers(type=kind, message="so be it")

        (said,) = result["approvals"]
        assert (said.answer, said.digest, said.message) == (kind, PAY.digest, "so be it")
        named = AgentContext(given.ports, thread_id="t").key(PAY)
        assert given.ports.ledger.is_authorized(named) is licensed
        assert given.ports.ledger.approver_of(named, answers=(kind,)) == "local user"


async def test_an_edit_takes_the_calls_place_with_its_own_digest_and_no_licence(tmp_path: Path) -> None:
    given = context(tmp_path)
    person = Person(given)
    await person.is_asked(asked())

    result = await person.answers(type="edit", edited_action={"name": "pay", "args": {"text": "1"}})

    edited, other = result["actions"]
    assert (edited.arguments, edited.edited_by, edited.id) == ({"text": "1"}, "local user", PAY.id)
    assert edited.digest == digest_call("pay", {"text": "1"})
    assert other == LOOK
    assert not given.ports.ledger.is_authorized(AgentContext(given.ports, thread_id="t").key(edited))


class Anything(ToolInput):
    """Takes anything."""

    value: Any = None


async def test_an_edit_of_any_shape_can_be_kept(tmp_path: Path) -> None:
    tool = type("PayAnything", (Pay,), {"input_schema": Anything})()
    call = action("pay", 0, value=1)
    person = Person(context(tmp_path, tools=ToolRegistry([tool])))
    await person.is_asked(turn(call, verdicts=[judged(call, Ruling.ASK)]))

    result = await person.answers(
        type="edit", edited_action={"name": "pay", "args": {"value": [2**60, {"a": "\ud800"}]}}
    )

    assert result["actions"][0].arguments == {"value": [2**60, {"a": "?"}]}


async def test_an_answer_that_does_not_fit_leaves_the_question_open(tmp_path: Path) -> None:
    person = Person(context(tmp_path))
    await person.is_asked(asked())

    for wrong in ({"type": "perhaps"}, {"type": "edit", "edited_action": {"name": "look", "args": {}}}):
        with pytest.raises(ValidationError):
            await person.answers(**wrong)

    assert (await person.answers(type="approve"))["approvals"][0].answer is Answer.APPROVE


async def test_a_preview_with_a_bug_keeps_no_question_from_being_asked(tmp_path: Path) -> None:
    def preview(self: Any, input: Any) -> str:
        raise KeyError("a bug")

    tool = type("Unpreviewed", (Pay,), {"preview": preview})()

    (value,) = await Person(context(tmp_path, tools=ToolRegistry([tool]))).is_asked(asked())

    assert "pay with {'text': '5'} (no preview" in value["action_requests"][0]["description"]
    assert value["action_requests"][0]["args"] == {"text": "5"}


async def test_an_unknown_outcome_says_since_when_and_leaves_nothing_to_edit(tmp_path: Path) -> None:
    unknown = seen(PAY, ObservationStatus.UNKNOWN, begun_at="2030-01-01T00:00:00+00:00")

    (value,) = await Person(context(tmp_path)).is_asked(asked(observations=[unknown]))

    assert "2030-01-01" in value["action_requests"][0]["description"]
    assert value["review_configs"][0]["allowed_decisions"] == ["approve", "reject", "respond"]


async def test_with_nothing_to_ask_nothing_changes(tmp_path: Path) -> None:
    person = Person(context(tmp_path))

    assert await person.is_asked(asked(verdicts=[judged(PAY), judged(LOOK)])) == []
