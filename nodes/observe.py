"""OBSERVE: settle what can be settled, and answer those calls; failures are left to ERROR_HANDLER."""

from __future__ import annotations

from langgraph.runtime import Runtime

from memory.labels import FROM_USER
from nodes.closing import answers
from nodes.context import AgentContext
from nodes.records import Action, Observation, ObservationStatus
from nodes.state import AgentState, AgentUpdate
from nodes.turn import actions_of, observation_of, refused, replace_observations, response_to


async def observe(state: AgentState, runtime: Runtime[AgentContext]) -> AgentUpdate:
    """Write an observation for each refused or answered action, and a message for each settled one."""
    settled: list[tuple[Action, Observation]] = []
    for action in actions_of(state):
        observation = _answered(state, action) or refused(state, action) or observation_of(state, action)
        if observation is not None and not observation.is_error:
            settled.append((action, observation))
    return {
        "observations": replace_observations(state.get("observations"), [observation for _, observation in settled]),
        "messages": answers(state, settled),
    }


def _answered(state: AgentState, action: Action) -> Observation | None:
    said = response_to(state, action)
    if said is None:
        return None
    content = f"{said.approver} answered instead of running it: {said.message}"
    return Observation(action.id, action.tool, ObservationStatus.ANSWERED, content, label=FROM_USER)
