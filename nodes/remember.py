"""REMEMBER: keep the run as an episode, so that the next similar goal finds it."""

from __future__ import annotations

from datetime import UTC, datetime

from langgraph.runtime import Runtime

from memory.episodic import Episode
from nodes.context import AgentContext, off_loop
from nodes.control_state import ControllerState, ControllerUpdate
from nodes.records import Outcome, Step

MAX_OUTCOME_CHARACTERS = 2_000
"""How much of an answer an episode keeps."""


async def remember(state: ControllerState, runtime: Runtime[AgentContext]) -> ControllerUpdate:
    """Store the episode. Its id is the run's: a node that runs again after a crash stores nothing twice."""
    run, outcome, ports = state.get("run"), state.get("outcome"), runtime.context.ports
    if run is None or outcome is None or ports.memory.episodic is None:
        return {}
    episode = Episode(
        goal=run.goal,
        steps=[called for step in state.get("steps") or [] for called in _calls(step)],
        outcome=_words(outcome)[:MAX_OUTCOME_CHARACTERS],
        success=outcome.success,
        timestamp=datetime.fromtimestamp(ports.clock(), UTC),
        details={"thread": runtime.context.thread_id, "tasks": len(state.get("tasks") or []), "reason": outcome.reason},
        id=f"{runtime.context.tenant}:{runtime.context.thread_id}:{run.id}",
    )
    await off_loop(ports.memory.episodic.store_episode, episode)
    return {}


def _calls(step: Step) -> list[dict[str, str]]:
    status = {observation.action_id: observation.status.value for observation in step.observations}
    return [{"tool": action.tool, "status": status.get(action.id, "")} for action in step.actions if action.tool]


def _words(outcome: Outcome) -> str:
    return str(outcome.answer) if outcome.answer is not None else outcome.error or ""
