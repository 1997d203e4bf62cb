"""DONE: answer the calls that the end cut off, keep the last turn, and close the conversation."""

from __future__ import annotations

from langchain_core.messages import AIMessage, AnyMessage
from langgraph.runtime import Runtime

from memory.labels import FROM_USER
from nodes.closing import answers, close_turn
from nodes.context import AgentContext
from nodes.llm.port import Usage
from nodes.planning.plan import WHOLE
from nodes.records import Action, Observation, ObservationStatus, Outcome, TaskReport, Thought
from nodes.state import AgentState, AgentUpdate
from nodes.turn import actions_of, observation_of


async def done(state: AgentState, runtime: Runtime[AgentContext]) -> AgentUpdate:
    """Leave the thread ready for another goal: every call answered, the last word said."""
    outcome = state.get("outcome") or Outcome(False, error="The run ended without an outcome.", reason="failures")
    actions = list(actions_of(state)) or _never_selected(state.get("thought") or Thought())
    settled = [(action, observation_of(state, action) or _cut_off(action, outcome)) for action in actions]
    update: AgentUpdate = {"outcome": outcome}
    messages = answers(state, settled)
    if state.get("thought") is not None:
        update = {**close_turn({**state, "actions": actions}, [o for _, o in settled]), **update}
    if outcome.answer is None:
        run, usage = state.get("run"), state.get("usage")
        last = f"{run.id if run else 'run'}:{usage.steps if usage else 0}:end"
        messages.append(AIMessage(f"I stopped before the goal was reached. {outcome.error}", id=last))
    return {**update, "messages": messages, **_reported(state, outcome, messages)}


def _reported(state: AgentState, outcome: Outcome, last: list[AnyMessage]) -> AgentUpdate:
    """The report to the controller, where it sent this loop."""
    task, run = state.get("task"), state.get("run")
    if task is None or run is None:
        return {}
    said: list[AnyMessage] = []
    if task.id == WHOLE:
        before = state.get("messages") or []
        ids = [message.id for message in before]
        said = [*before[ids.index(run.goal_message_id) if run.goal_message_id in ids else 0 :], *last]
    return {"reports": [TaskReport(task.id, outcome, state.get("usage") or Usage(), said)]}


def _never_selected(thought: Thought) -> list[Action]:
    """The calls of a thought that a budget cut off before SELECT_ACTION."""
    return [
        Action(str(call["id"]), str(call["id"]), str(call["name"]), dict(call["args"]), "") for call in thought.calls
    ]


def _cut_off(action: Action, outcome: Outcome) -> Observation:
    content = f"{action.tool} did not run: {outcome.error or 'the run ended'}"
    return Observation(action.id, action.tool, ObservationStatus.CUT_OFF, content, label=FROM_USER)
