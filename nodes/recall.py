"""RECALL: open the run, and look up what worked for similar goals."""

from __future__ import annotations

from langgraph.runtime import Runtime
from langgraph.types import Overwrite

from memory.episodic import Episode
from nodes.context import AgentContext, off_loop
from nodes.control_state import ControllerState, ControllerUpdate
from nodes.llm.port import Usage
from nodes.opening import check_goal, goal_written
from nodes.records import RunRecord
from nodes.settling import settled
from nodes.state import new_goal

ALIKE = 0.5
"""From which share of common words on an earlier goal says something about this one."""
EPISODES = 3
"""How many earlier runs are looked at."""


async def recall(state: ControllerState, runtime: Runtime[AgentContext]) -> ControllerUpdate:
    """Begin a run: fresh budgets, plan and steps; the conversation is kept."""
    context = runtime.context
    if (goal := state.get("goal")) is not None:
        check_goal(goal)
    asked = new_goal(state)  # type: ignore[arg-type]  # it reads channels that both machines have
    if asked is None:
        if state.get("run") is None:
            check_goal("")
        return {}
    run = settled(state, asked, context)
    return {**_opened(state, run), "briefing": await _briefing(run.goal, context)}


def _opened(state: ControllerState, run: RunRecord) -> ControllerUpdate:
    update: ControllerUpdate = {
        "run": run,
        "tasks": [],
        "set_aside": [],
        "replans": 0,
        "plan_approved": False,
        "usage": Usage(),
        "outcome": None,
        "messages": goal_written(state.get("messages") or [], run),
    }
    for name in ("steps", "reports"):
        if state.get(name):
            update[name] = Overwrite([])  # type: ignore[typeddict-item]
    return update


async def _briefing(goal: str, context: AgentContext) -> str:
    episodic = context.ports.memory.episodic
    if episodic is None:
        return ""
    found = await off_loop(episodic.retrieve_similar, goal, EPISODES)
    lines = [line for episode in found if episode.success and (line := _pattern(episode, goal))]
    return "\n".join(["What worked for a similar goal before:", *lines]) if lines else ""


def _pattern(episode: Episode, goal: str) -> str:
    """Which tools led to a success. Only names: arguments and results may hold what a stranger wrote."""
    words, earlier = set(goal.lower().split()), set(episode.goal.lower().split())
    tools = [str(step.get("tool")) for step in episode.steps if isinstance(step, dict) and step.get("tool")]
    if not tools or len(words & earlier) < ALIKE * len(words | earlier):
        return ""
    return f"- {' -> '.join(tools[:10])}"
