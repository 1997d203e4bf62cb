"""Named yes/no questions about the state: all that an edge may ask."""

from __future__ import annotations

from nodes.control_state import ControllerState, failed_tasks, is_planned, ready_tasks, tasks_at_work
from nodes.safety.approval import Question
from nodes.state import AgentState
from nodes.turn import actions_of, may_run, observation_of, open_question, response_to, verdict_on


def is_finished(state: AgentState | ControllerState) -> bool:
    """Is there an outcome: an answer, a spent budget, or a dead end?"""
    return state.get("outcome") is not None


def is_any_asked(state: AgentState) -> bool:
    """Must a person be asked whether some call may run?"""
    return any(open_question(state, action) is Question.CALL for action in actions_of(state))


def is_any_cleared(state: AgentState) -> bool:
    """May some action run that has not run?"""
    return any(may_run(state, action) for action in actions_of(state))


def is_any_edited(state: AgentState) -> bool:
    """Did a person change a call, so that it has no verdict yet?"""
    return any(action.edited_by is not None and verdict_on(state, action) is None for action in actions_of(state))


def is_any_answered(state: AgentState) -> bool:
    """Did a person give the result of some call?"""
    return any(response_to(state, action) is not None for action in actions_of(state))


def is_any_failed(state: AgentState) -> bool:
    """Did some call fail, or is its outcome unknown?"""
    return any((seen := observation_of(state, action)) is not None and seen.is_error for action in actions_of(state))


def is_retry_due(state: AgentState) -> bool:
    """Did ERROR_HANDLER ask for another attempt?"""
    return bool(state.get("retries"))


def is_outcome_asked(state: AgentState) -> bool:
    """Must a person be asked about a call of unknown outcome?"""
    return any(open_question(state, action) is Question.OUTCOME for action in actions_of(state))


def is_plan_open(state: ControllerState) -> bool:
    """Must a person be asked about the plan?"""
    return bool(ready_tasks(state)) and not state.get("plan_approved")


def is_nothing_at_work(state: ControllerState) -> bool:
    """Was no task begun?"""
    return is_finished(state) or not tasks_at_work(state)


def is_any_ready(state: ControllerState) -> bool:
    """Can another task be begun, or one begun again that was at work when somebody edited the plan?"""
    return bool(ready_tasks(state)) or bool(tasks_at_work(state))


def is_replan_due(state: ControllerState) -> bool:
    """Did a task of the plan fail, and may the rest be planned anew?"""
    run = state.get("run")
    tries = run.max_replans if run is not None else 0
    return is_planned(state) and bool(failed_tasks(state)) and (state.get("replans") or 0) < tries
