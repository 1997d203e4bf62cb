"""A process that runs goals beside others on one database; run as `python -m tests.scenarios.crowd HOME NAME RUNS`."""

from __future__ import annotations

import sys
from pathlib import Path

from graph.agent import build_agent
from graph.settings import load_settings
from memory.system import MemorySystem
from nodes.llm.scripted import ScriptedModel, answer, call
from nodes.safety.policy import CAREFUL
from tests.scenarios.toys import toy_registry


def main(home: Path, name: str, runs: int) -> int:
    """Exits with the number of runs that did not succeed."""
    script = [reply for run in range(runs) for reply in (call("note", text=f"{name} {run}"), answer("noted"))]
    with build_agent(
        model=ScriptedModel(script),
        tools=toy_registry(),
        memory=MemorySystem(),
        policy=CAREFUL.with_tools(allow=["note"]),
        settings=load_settings({"STANCHION_HOME": str(home)}),
    ) as agent:
        results = [agent.run(f"note {run}", thread_id=f"{name}-{run}") for run in range(runs)]
    for result in results:
        if not result.success:
            print(result.error)
    return sum(not result.success for result in results)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
