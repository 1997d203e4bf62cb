"""PLAN_APPROVAL shows the plan, takes one answer, and leaves what is done out of an edit's reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command
from pydantic import ValidationError

from nodes.context import AgentContext
from nodes.control_state import ControllerState
from nodes.plan_approval import plan_approval
from tests.nodes.plans import completed, pending, planned, statuses
from tests.nodes.turns import context

CONFIG: Any = {"configurable": {"thread_id": "t"}}


class Person:
    """Is shown the plan by the node alone; an in-memory checkpointer carries it over the pause."""

    def __init__(self, given: AgentContext) -> None:
        async def node(state: ControllerState, runtime: Runtime[Any]) -> Any:
            return await plan_approval(state, runtime.override(context=given))

        builder = StateGraph(ControllerState)
        builder.add_node("plan_approval", node)
        builder.add_edge(START, "plan_approval")
        builder.add_edge("plan_approval", END)
        self.graph = builder.compile(checkpointer=InMemorySaver())

    async def is_asked(self, state: Any) -> Any:
        (question,) = (await self.graph.ainvoke(state, CONFIG))["__interrupt__"]
        return question.value

    async def answers(self, **decision: Any) -> Any:
        return await self.graph.ainvoke(Command(resume={"decisions": [decision]}), CONFIG)


@pytest.fixture
async def person(tmp_path: Path) -> Person:
    made = Person(context(tmp_path))
    await made.is_asked(planned(completed("a"), pending("b", "a"), replans=1))
    return made


def edit(*tasks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "edit", "edited_action": {"name": "plan", "args": {"tasks": list(tasks)}}}


async def test_the_question_shows_every_task_and_what_may_be_answered(tmp_path: Path) -> None:
    value = await Person(context(tmp_path)).is_asked(planned(completed("a"), pending("b", "a"), replans=1))

    (request,) = value["action_requests"]
    assert [(task["id"], task["status"], task["dependencies"]) for task in request["args"]["tasks"]] == [
        ("a", "completed", []),
        ("b", "pending", ["a"]),
    ]
    assert request["description"] == "a: do a\nb: do b"
    assert value["review_configs"][0]["allowed_decisions"] == ["approve", "edit", "reject"]
    assert (value["question"], value["action_id"]) == ("plan", "run:plan:1")


async def test_an_approved_plan_stays_as_it_is(person: Person) -> None:
    state = await person.answers(type="approve")

    assert (statuses(state["tasks"]), state["plan_approved"]) == ({"a": "completed", "b": "pending"}, True)


async def test_an_edited_plan_is_approved_by_the_edit(person: Person) -> None:
    state = await person.answers(**edit({"id": "z", "description": "else", "dependencies": ["a"]}))

    assert (statuses(state["tasks"]), state["plan_approved"]) == ({"a": "completed", "z": "pending"}, True)


async def test_a_rejected_plan_ends_the_run_and_says_who_and_why(person: Person) -> None:
    outcome = (await person.answers(type="reject", message="too dear"))["outcome"]

    assert (outcome.success, outcome.reason, outcome.error) == (
        False,
        "plan_rejected",
        "ann rejected the plan: too dear",
    )


@pytest.mark.parametrize(
    "decision",
    [
        edit(),
        edit({"id": "a", "description": "something else"}),
        edit({"id": "x", "description": "x", "dependencies": ["nowhere"]}),
        {"type": "respond", "message": "done by hand"},
        {"type": "approve", "digest": "another"},
    ],
)
async def test_what_does_not_fit_leaves_the_question_open(person: Person, decision: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        await person.answers(**decision)

    assert (await person.answers(type="approve"))["plan_approved"] is True
