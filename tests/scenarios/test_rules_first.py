"""Rules first through the whole product: real tools, real SQLite, a restart in the middle, a refusal, a typed answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from graph.result import RunStatus
from nodes.llm.scripted import ScriptedModel, answer, call
from tests.conftest import AgentMaker

GOAL = "Calculate 1250 + 379 and save the result in total.txt"


@pytest.fixture(autouse=True)
def rules_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCHION_RULES_FIRST", "on")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def agent_on(make_agent: AgentMaker, workspace: Path, *replies: Any, **options: Any) -> tuple[ScriptedModel, Any]:
    model = ScriptedModel(replies)
    return model, make_agent(model, tools=None, workspace=workspace, **options)


def test_the_rules_reach_a_goal_without_the_model_and_each_thought_says_so(
    make_agent: AgentMaker, workspace: Path
) -> None:
    model, agent = agent_on(make_agent, workspace)
    result = agent.run(GOAL)
    assert result.success
    assert (workspace / "total.txt").read_text().strip() == "1629"
    assert [step.thought.startswith("offline rules") for step in result.steps] == [True] * len(result.steps)
    assert model.prompts == []
    assert agent.model_label.endswith("offline rules first")


def test_the_model_takes_over_a_run_that_the_rules_cannot_end(make_agent: AgentMaker, workspace: Path) -> None:
    (workspace / "Draft.md").write_text("# Plan\n")
    right = call("file_operations", operation="move", filepath="Draft.md", destination="final.md")
    model, agent = agent_on(make_agent, workspace, right, answer("It is final.md now."))
    result = agent.run("Rename draft_of_plan.md to final.md")
    assert (result.success, result.answer) == (True, "It is final.md now.")
    assert (workspace / "final.md").read_text() == "# Plan\n"
    whose = [step.thought.split(":")[0].split(" decided")[0] for step in result.steps]
    assert whose == ["offline rules", "scripted", "scripted"]
    assert "draft_of_plan.md" in " ".join(message.text for message in model.prompts[0])


def test_what_the_rules_refuse_the_model_decides_from_the_start(make_agent: AgentMaker, workspace: Path) -> None:
    model, agent = agent_on(make_agent, workspace, answer("Waves."))
    result = agent.run("Write me a poem about the sea")
    assert (result.answer, len(model.prompts)) == ("Waves.", 1)


@pytest.mark.parametrize("decision", ["approve", {"type": "reject", "message": "keep it"}])
def test_a_run_of_the_rules_that_waits_is_ended_by_another_process(
    make_agent: AgentMaker, workspace: Path, monkeypatch: pytest.MonkeyPatch, decision: Any
) -> None:
    monkeypatch.setenv("STANCHION_TRASH", "off")
    (workspace / "old.txt").write_text("x\n")
    _, first = agent_on(make_agent, workspace)
    waiting = first.run("Delete old.txt")
    assert waiting.status is RunStatus.WAITING
    first.close()

    model, second = agent_on(make_agent, workspace)
    result = second.resume(waiting.thread_id, decision)

    approved = decision == "approve"
    assert (result.success, (workspace / "old.txt").exists()) == (approved, not approved)
    assert result.status is (RunStatus.SUCCEEDED if approved else RunStatus.FAILED)
    assert all(step.thought.startswith("offline rules") for step in result.steps)
    assert model.prompts == []  # nor is a refusal got around by asking somebody else


def test_a_typed_answer_is_the_models(make_agent: AgentMaker, workspace: Path) -> None:
    class Product(BaseModel):
        value: int

    model, agent = agent_on(make_agent, workspace, call("final_answer", value=42))
    result = agent.run("What is 6 times 7?", output_schema=Product)
    assert result.answer == Product(value=42)
    assert len(model.prompts) == 1


@pytest.mark.parametrize("setting", ["auto", "off"])
def test_a_callers_own_model_decides_alone_where_nobody_says_otherwise(
    make_agent: AgentMaker, workspace: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv("STANCHION_RULES_FIRST", setting)
    model, agent = agent_on(make_agent, workspace, answer("42"))
    assert agent.run("What is 6 times 7?").answer == "42"
    assert len(model.prompts) == 1
