"""Whatever a caller sends: taken, or refused by name before anything runs."""

from __future__ import annotations

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel, field_validator

from memory.errors import StoreError
from nodes.llm.port import Decision
from nodes.llm.scripted import answer, call
from nodes.opening import GoalError
from nodes.safety.policy import CAREFUL
from nodes.typed_answer import AnswerSchemaError
from tests.conftest import AgentMaker
from tests.nodes.turns import Says
from tests.scenarios.wild import Wild, deep
from tools.registry import ToolRegistry


@pytest.mark.parametrize(
    ("goal", "read"), [("half \ud800", "half ?"), ("nul \x00 here", "nul \x00 here"), ("x" * 100_000, "x" * 100_000)]
)
def test_an_odd_goal_is_taken(make_agent: AgentMaker, goal: str, read: str) -> None:
    agent = make_agent(Says(answer("1"), answer("2"), answer("3")))

    assert agent.run(goal).goal == read
    assert agent.graph.invoke({"goal": goal}, agent.config("g"))["run"].goal == read
    assert agent.graph.invoke({"messages": [HumanMessage(goal)]}, agent.config("m"))["run"].goal == read


def test_no_goal_is_refused_and_leaves_the_thread_usable(make_agent: AgentMaker) -> None:
    agent = make_agent(Says(answer("1")))
    for value in ({}, {"goal": 5}, {"goal": ""}, {"goal": "x" * 1_000_000}, {"messages": []}):
        with pytest.raises(GoalError):
            agent.graph.invoke(value, agent.config("t"))

    assert agent.run("now a goal", thread_id="t").answer == "1"


@pytest.mark.parametrize(
    "thread_id", [" ", "a b", "é\n", "../../etc", "x" * 5_000, "nul \x00", "'; DROP TABLE checkpoints;--"]
)
def test_a_thread_of_any_name_can_wait_and_go_on(make_agent: AgentMaker, thread_id: str) -> None:
    agent = make_agent(Says(call("pay", text="5"), answer("paid")))
    agent.run("pay", thread_id=thread_id)

    assert agent.resume(thread_id, "approve").answer == "paid"
    assert [line.thread_id for line in agent.threads()] == [thread_id]


def test_wrong_arguments_of_the_caller_are_named_before_anything_runs(make_agent: AgentMaker) -> None:
    agent = make_agent(Says(answer("1")))

    with pytest.raises(TypeError, match=r"'max_stepz'.*max_steps"):
        agent.run("g", max_stepz=3)
    with pytest.raises(ValueError, match="max_steps"):
        agent.run("g", max_steps=0)
    with pytest.raises(AnswerSchemaError, match="nonsense"):
        agent.run("g", output_schema={"type": "nonsense"})
    with pytest.raises(StoreError, match="half a character"):
        agent.run("g", thread_id="\ud800")
    assert agent.threads() == []


class Small(BaseModel):
    """More than a JSON schema can say."""

    n: int

    @field_validator("n")
    @classmethod
    def _even(cls, n: int) -> int:
        if n % 2:
            raise ValueError("must be even")
        return n


def test_a_typed_answer_that_only_python_refuses_is_a_failure_with_the_reason(make_agent: AgentMaker) -> None:
    odd = Decision(AIMessage("3"), answer={"n": 3})

    result = make_agent(Says(odd)).run("an even number", output_schema=Small)

    assert (result.success, result.reason, len(result.steps)) == (False, "answer_schema", 1)
    assert "must be even" in (result.error or "")


def test_an_edit_that_no_checkpoint_can_hold_is_made_to_fit(make_agent: AgentMaker) -> None:
    agent = make_agent(
        Says(call("wild", value=1), answer("done")),
        tools=ToolRegistry([Wild(type)]),
        approvals="ask",
        policy=CAREFUL.with_tools(ask=["wild"]),
    )
    waiting = agent.run("go")
    args = {"value": [2**80, "\ud800", deep(300)]}

    result = agent.resume(waiting.thread_id, {"type": "edit", "edited_action": {"name": "wild", "args": args}})

    assert result.success
    assert result.steps[0].actions[0].arguments["value"][:2] == [str(2**80), "?"]
