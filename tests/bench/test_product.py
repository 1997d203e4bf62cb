"""The runner on the product's own agent, whose model plays a goal's reference."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage

from bench.goal import Goal, load_goals
from bench.run_goals import main
from bench.trial import Agent
from graph.agent import build_agent
from nodes.llm.port import Decision, DecisionRequest, Usage

GOALS = {goal.id: goal for goal in load_goals()}
DELETING = "files-14-delete"
COPYING = "files-11-copy"


class ReferenceModel:
    """Decides as the references do; good for references whose calls do not refer to earlier results."""

    label = "references"

    def __init__(self, goals: list[Goal]) -> None:
        self._goals = {goal.goal: goal for goal in goals}

    async def decide(self, request: DecisionRequest) -> Decision:
        reference = self._goals[request.goal].reference
        done = sum(len(message.tool_calls) for message in request.messages if isinstance(message, AIMessage))
        usage = Usage(model_calls=1, input_tokens=7, output_tokens=3)
        if done == len(reference.calls) or request.must_answer:
            return Decision(AIMessage(reference.answer), answer=reference.answer, usage=usage, model=self.label)
        call = reference.calls[done]
        calls = [{"name": call.tool, "args": call.arguments, "id": f"call-{done}", "type": "tool_call"}]
        return Decision(AIMessage("", tool_calls=calls), usage=usage, model=self.label)


def product(workspace: Path, database: Path) -> Agent:
    return build_agent(model=ReferenceModel(list(GOALS.values())), workspace=workspace, database=database)


@pytest.mark.parametrize(
    ("id", "flags", "problems"),
    [
        (COPYING, [], []),
        (DELETING, ["--approve"], []),
        (DELETING, [], ["scratch.tmp should not exist"]),
    ],
)
def test_the_products_agent_is_driven_and_judged(
    id: str, flags: list[str], problems: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANCHION_TRASH", "off")  # a deletion for good is asked about
    goals, out = tmp_path / "goals.jsonl", tmp_path / "out.json"
    goals.write_text(GOALS[id].model_dump_json() + "\n", encoding="utf-8")
    assert main(["--quiet", "--goals", str(goals), "--json", str(out), *flags], product) == 0
    (measured,) = json.loads(out.read_text(encoding="utf-8"))["goals"]
    assert measured["problems"] == problems
    assert measured["model_calls"] >= 2
    assert measured["tokens"] == 10 * measured["model_calls"]
