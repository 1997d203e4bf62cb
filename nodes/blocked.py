"""BLOCKED: nothing of the turn may run; tell the model why, and count the step."""

from __future__ import annotations

from langgraph.runtime import Runtime

from nodes.closing import answers, close_turn
from nodes.context import AgentContext
from nodes.progress import tell_step
from nodes.records import Action, Observation, ObservationStatus
from nodes.state import AgentState, AgentUpdate
from nodes.turn import actions_of, observation_of, refused


async def blocked(state: AgentState, runtime: Runtime[AgentContext]) -> AgentUpdate:
    """Answer every refused call with the reason and close the turn."""
    settled = [(action, _observation(state, action)) for action in actions_of(state)]
    closed = close_turn(state, [observation for _, observation in settled])
    tell_step(runtime.stream_writer, state, "finished", closed["usage"])
    return {**closed, "messages": answers(state, settled)}


def _observation(state: AgentState, action: Action) -> Observation:
    known = observation_of(state, action)
    if known is not None and known.success:
        return known
    unclear = Observation(
        action.id, action.tool, ObservationStatus.DENIED, f"{action.tool} did not run: it was not cleared"
    )
    return refused(state, action) or known or unclear
