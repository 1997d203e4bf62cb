"""UPDATE_MEMORY: keep the turn as a step and note its last result in working memory."""

from __future__ import annotations

from langgraph.runtime import Runtime

from memory.working import WorkingMemory
from nodes.closing import close_turn
from nodes.context import AgentContext
from nodes.progress import tell_step
from nodes.state import AgentState, AgentUpdate

NOTED_CHARACTERS = 500
"""How much of a result working memory notes; the whole of it stands in the conversation."""


async def update_memory(state: AgentState, runtime: Runtime[AgentContext]) -> AgentUpdate:
    """Close the turn; evictions from working memory are noted in the step."""
    observations = state.get("observations") or ()
    working = WorkingMemory(state.get("working"))
    for observation in observations:
        if observation.success:
            working.set("last_result", observation.content[:NOTED_CHARACTERS])
    notes = [f"evicted from working memory: {key}" for key in working.evicted]
    closed = close_turn(state, observations, notes)
    tell_step(runtime.stream_writer, state, "finished", closed["usage"])
    return {**closed, "working": working.data}
