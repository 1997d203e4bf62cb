"""Questions about the turn at hand: which of its actions may run, which wait, which are settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from memory.labels import FROM_USER
from nodes.records import Action, Observation, ObservationStatus
from nodes.safety.approval import Answer, Approval, Question
from nodes.safety.verdict import Ruling, Verdict
from nodes.state import AgentState
from nodes.storable import storable
from tools.base import Tool
from tools.errors import InvalidArguments


def validated(tool: Tool, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as the tool reads them, in a form that it reads again: what is judged and shown is what runs.

    Args:
        tool: The tool.
        sent: As the model or a person wrote them.

    Raises:
        InvalidArguments: If they do not fit.
    """
    parsed = tool.parse(sent)
    try:
        read: dict[str, Any] = storable(parsed.model_dump(mode="json", by_alias=True, exclude_unset=True))
        if tool.parse(read) == parsed:
            return read
    except (InvalidArguments, ValueError):  # some schema takes in what it does not give out
        pass
    return dict(sent)


def verdict_on(state: AgentState, action: Action) -> Verdict | None:
    """The verdict on exactly this call, if there is one."""
    for verdict in state.get("verdicts") or ():
        if verdict.action_id == action.id and verdict.digest == action.digest:
            return verdict
    return None


def approval_of(state: AgentState, action: Action, question: Question) -> Approval | None:
    """The latest answer to that question about exactly this call (and this attempt's outcome), if there is one."""
    observation = observation_of(state, action) if question is Question.OUTCOME else None
    attempt = observation.attempt if observation is not None else 0
    for approval in reversed(state.get("approvals") or ()):
        same_call = approval.action_id == action.id and approval.digest == action.digest
        is_edit = approval.answer is Answer.EDIT  # speaks of the call as it was; the edited one is judged anew
        if same_call and approval.question is question and approval.attempt == attempt and not is_edit:
            return approval
    return None


def observation_of(state: AgentState, action: Action) -> Observation | None:
    """What became of the action, as far as it is known."""
    for observation in state.get("observations") or ():
        if observation.action_id == action.id:
            return observation
    return None


def open_question(state: AgentState, action: Action) -> Question | None:
    """What a person must be asked about the action now, if anything."""
    observation = observation_of(state, action)
    if observation is not None:
        unknown = observation.status is ObservationStatus.UNKNOWN
        return Question.OUTCOME if unknown and approval_of(state, action, Question.OUTCOME) is None else None
    verdict = verdict_on(state, action)
    asked = verdict is not None and verdict.ruling is Ruling.ASK
    return Question.CALL if asked and approval_of(state, action, Question.CALL) is None else None


def refusal_of(state: AgentState, action: Action) -> tuple[ObservationStatus, str] | None:
    """Why the action may not run (a denial or a person's rejection), or `None`."""
    for question in (Question.OUTCOME, Question.CALL):
        approval = approval_of(state, action, question)
        if approval is not None and approval.answer is Answer.REJECT:
            return ObservationStatus.REJECTED, approval.message or "no reason was given"
    verdict = verdict_on(state, action)
    if verdict is None:
        return ObservationStatus.DENIED, "it has no verdict"
    if verdict.ruling is Ruling.DENY:
        return ObservationStatus.DENIED, verdict.reason
    return None


def response_to(state: AgentState, action: Action) -> Approval | None:
    """The person's word that stands for the result, if they gave one."""
    for question in (Question.OUTCOME, Question.CALL):
        approval = approval_of(state, action, question)
        if approval is not None and approval.answer is Answer.RESPOND:
            return approval
    return None


def may_run(state: AgentState, action: Action) -> bool:
    """Whether EXECUTE_TOOL should take the action: cleared, and not run yet or due for another attempt."""
    if any(retry.action_id == action.id for retry in state.get("retries") or ()):
        return True
    observation = observation_of(state, action)
    if observation is not None:
        again = approval_of(state, action, Question.OUTCOME)
        return observation.status is ObservationStatus.UNKNOWN and again is not None and again.answer is Answer.APPROVE
    verdict = verdict_on(state, action)
    if verdict is None or verdict.ruling is Ruling.DENY:
        return False
    if verdict.ruling is Ruling.ALLOW:
        return True
    approval = approval_of(state, action, Question.CALL)
    return approval is not None and approval.answer is Answer.APPROVE


def is_settled(state: AgentState, action: Action) -> bool:
    """Whether nothing more will become of the action in this turn."""
    observation = observation_of(state, action)
    return observation is not None and not observation.is_error


def actions_of(state: AgentState) -> Sequence[Action]:
    """The turn's actions."""
    return state.get("actions") or ()


def replace_observations(current: Sequence[Observation] | None, new: Sequence[Observation]) -> list[Observation]:
    """The observations with each action's latest in the place of its earlier one."""
    merged = {observation.action_id: observation for observation in current or ()}
    merged.update((observation.action_id, observation) for observation in new)
    return list(merged.values())


def refused(state: AgentState, action: Action) -> Observation | None:
    """The observation of a denied or rejected action, or `None` if it is neither."""
    refusal = refusal_of(state, action)
    if refusal is None:
        return None
    status, reason = refusal
    by = "a person rejected it" if status is ObservationStatus.REJECTED else "not allowed"
    content = reason if action.problem is not None else f"{action.tool} did not run: {by}: {reason}"
    return Observation(action.id, action.tool, status, content, label=FROM_USER)
