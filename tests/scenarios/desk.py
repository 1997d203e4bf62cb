"""Fresh agents on one database: a plan that is steered from one process after another."""

from __future__ import annotations

from typing import Any

from graph.agent import Agent
from graph.result import AgentResult
from nodes.llm.scripted import ScriptedModel
from nodes.safety.policy import CAREFUL
from tests.conftest import AgentMaker
from tests.scenarios.plans import brain, thinker
from tests.scenarios.toys import toy_registry


class Desk:
    """Fresh agents on one database, one registry and one model, as one process after another would be."""

    def __init__(self, make_agent: AgentMaker, *plans: Any, **options: Any) -> None:
        self.registry = toy_registry()
        self.model: ScriptedModel = thinker(brain(*plans))
        self._make, self._options = make_agent, options

    def agent(self) -> Agent:
        policy = CAREFUL.with_tools(allow=["note"])
        return self._make(self.model, tools=self.registry, planning="always", policy=policy, **self._options)

    def run(self, **knobs: Any) -> AgentResult:
        return self.agent().run("do it", thread_id="t", **knobs)

    def resume(self, decisions: Any = None) -> AgentResult:
        return self.agent().resume("t", decisions)

    def called(self, tool: str) -> list[str]:
        return sorted(self.registry.get(tool).texts)  # type: ignore[attr-defined]
