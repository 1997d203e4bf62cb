"""An agent that knows the solutions: it plays a goal's reference against the real tools, in place of the product's agent."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.goal import Goal, fill_results
from memory.database import Database
from nodes.llm.port import Usage
from tests.bench.toolbox import toolbox


@dataclass
class ReferenceResult:
    """What the product's result shows to the runner."""

    success: bool = True
    answer: Any = ""
    error: str | None = None
    steps: list[Any] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    thread_id: str = "t"
    status: str = "done"
    interrupts: tuple[Any, ...] = ()


class ReferenceAgent:
    """Solves exactly the given goals."""

    def __init__(self, goals: list[Goal], workspace: Path, database: Path) -> None:
        self._goals = {goal.goal: goal for goal in goals}
        self._database = Database(database)
        self._tools = toolbox(workspace, self._database)

    def run(self, goal: str, /) -> ReferenceResult:
        reference = self._goals[goal].reference
        results: list[Any] = []
        for call in reference.calls:
            tool = self._tools[call.tool]
            arguments = fill_results(call.arguments, results)
            output = tool.execute(tool.parse(arguments))
            assert output.success, f"{call.tool}({arguments}): {output.error}"
            results.append(output.result)
        count = len(results)
        usage = Usage(steps=count, model_calls=count + 1, input_tokens=10, output_tokens=5)
        return ReferenceResult(answer=fill_results(reference.answer, results), steps=results, usage=usage)

    def resume(self, thread_id: str, decisions: Any, /) -> ReferenceResult:
        raise AssertionError("the reference asks nothing")

    def close(self) -> None:
        self._database.close()
