"""SELECT_ACTION: turn the thought's proposed calls into actions that can be judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from langgraph.runtime import Runtime

from nodes.context import AgentContext, Toolbox
from nodes.records import Action, Thought
from nodes.safety.verdict import digest_call
from nodes.state import AgentState, AgentUpdate
from nodes.turn import validated
from tools.errors import InvalidArguments, UnknownTool


async def select_action(state: AgentState, runtime: Runtime[AgentContext]) -> AgentUpdate:
    """Make an action of each call; one that cannot be read becomes an action with a problem, for the guards to refuse."""
    thought, run = state.get("thought") or Thought(), state["run"]
    turn = f"{run.id if run else ''}:{state['usage'].steps}"
    actions = [
        _action(f"{turn}:{index}", call, thought.text, runtime.context.ports.tools)
        for index, call in enumerate(thought.calls)
    ]
    if thought.malformed is not None or not actions:
        problem = thought.malformed or "The reply holds neither a call nor a final answer."
        actions.append(Action(f"{turn}:{len(actions)}", "", "", {}, digest_call("", {}), thought.text, problem))
    return {"actions": actions, "verdicts": [], "approvals": [], "observations": [], "retries": []}


def _action(id_: str, call: Mapping[str, Any], reasoning: str, tools: Toolbox) -> Action:
    name, sent = str(call["name"]), dict(call["args"] or {})
    try:
        arguments, problem = validated(tools.get(name), sent), None
    except (UnknownTool, InvalidArguments) as error:
        arguments, problem = sent, str(error)
    return Action(id_, str(call["id"]), name, arguments, digest_call(name, arguments), reasoning, problem)
