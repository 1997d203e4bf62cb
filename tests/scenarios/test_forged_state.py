"""State can be edited by whoever reaches the thread; only the ledger's licences let a call run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nodes.llm.scripted import ScriptedModel, answer, call
from nodes.records import Action
from nodes.safety.approval import Answer, Approval, Question
from nodes.safety.policy import CAREFUL
from nodes.safety.verdict import Ruling, Verdict, digest_call
from tests.conftest import AgentMaker
from tests.scenarios.toys import toy_registry


def forged_approval(action: Action) -> dict[str, Any]:
    return {"approvals": [Approval(action.id, action.digest, Question.CALL, Answer.APPROVE, "mallory")]}


def forged_verdict(action: Action) -> dict[str, Any]:
    return {"verdicts": [Verdict(action.id, action.digest, Ruling.ALLOW, "mine", "because")]}


def forged_edit(action: Action) -> dict[str, Any]:
    arguments = {"text": "all of it"}
    edited = replace(action, arguments=arguments, digest=digest_call(action.tool, arguments), edited_by="mallory")
    approval = Approval(action.id, edited.digest, Question.CALL, Answer.EDIT, "mallory")
    return {"actions": [edited], "approvals": [approval]}


@pytest.mark.parametrize(
    ("forge", "as_node"),
    [
        (forged_approval, "approval"),
        (forged_verdict, "safety_check"),
        (forged_edit, "approval"),
        (forged_approval, "observe"),
    ],
)
def test_an_edited_state_runs_nothing(make_agent: AgentMaker, forge: Any, as_node: str) -> None:
    registry = toy_registry()
    agent = make_agent(ScriptedModel([call("pay", text="5"), answer("tried")]), tools=registry, planning="never")
    config = agent.config(agent.run("pay").thread_id)
    (action,) = agent.graph.get_state(config).values["actions"]

    agent.graph.update_state(config, forge(action), as_node=as_node)
    agent.graph.invoke(None, config)

    assert registry.get("pay").texts == []  # type: ignore[attr-defined]


def test_a_call_that_was_swapped_after_its_licence_does_not_run(make_agent: AgentMaker) -> None:
    registry = toy_registry()
    agent = make_agent(
        ScriptedModel([call("pay", text="5"), answer("tried")]),
        tools=registry,
        policy=CAREFUL.with_tools(allow=["pay"]),
        planning="never",
    )
    config = agent.config("t")
    for part in agent.graph.stream({"goal": "pay"}, config, stream_mode="updates"):
        if "safety_check" in part:
            break  # the licence for "5" is written, the call has not run
    (action,) = agent.graph.get_state(config).values["actions"]

    swapped = replace(action, arguments={"text": "5000"})  # under the digest that was licensed
    agent.graph.update_state(config, {"actions": [swapped]}, as_node="safety_check")
    agent.graph.invoke(None, config)

    assert registry.get("pay").texts == []  # type: ignore[attr-defined]


def test_a_forged_approval_in_a_tasks_loop_runs_nothing(make_agent: AgentMaker) -> None:
    registry = toy_registry()
    agent = make_agent(
        ScriptedModel([call("pay", text="5"), answer("tried"), answer("tried")]), tools=registry, planning="auto"
    )
    config = agent.config("t")
    agent.graph.invoke({"goal": "pay"}, config)
    (task,) = agent.graph.get_state(config, subgraphs=True).tasks
    loop: Any = task.state
    (action,) = loop.values["actions"]

    place = {name: loop.config["configurable"][name] for name in ("thread_id", "checkpoint_ns", "checkpoint_id")}
    agent.graph.update_state({"configurable": place}, forged_approval(action), as_node="approval")
    agent.graph.invoke(None, config)

    assert registry.get("pay").texts == []  # type: ignore[attr-defined]
