"""What the planner is told, from the controller's state."""

from __future__ import annotations

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from nodes.context import AgentContext
from nodes.control_state import ControllerState
from nodes.planning.plan import PlanningMode
from nodes.planning.port import PlanRequest
from nodes.records import RunRecord


def plan_request(state: ControllerState, run: RunRecord, context: AgentContext) -> PlanRequest:
    """The request about this run's goal."""
    return PlanRequest(
        goal=run.goal,
        tools=context.ports.tools.list_tools(),
        conversation=_exchanges(state.get("messages") or [], run.goal_message_id),
        context=state.get("briefing") or "",
        always=run.planning is PlanningMode.ALWAYS,
    )


def _exchanges(messages: list[AnyMessage], goal_id: str) -> list[tuple[str, str]]:
    """What was asked and answered before this run."""
    done: list[tuple[str, str]] = []
    asked: str | None = None
    for message in messages:
        if message.id == goal_id:
            break
        if isinstance(message, HumanMessage):
            asked = message.text
        elif isinstance(message, AIMessage) and not message.tool_calls and asked is not None:
            done.append((asked, message.text))
            asked = None
    return done
