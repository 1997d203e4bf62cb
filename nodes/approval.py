"""APPROVAL: one question per call, each an interrupt of its own; what is answered is bound to the call that was shown."""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Annotated, cast

from langgraph.runtime import Runtime
from langgraph.types import interrupt
from typing_extensions import TypedDict  # pydantic makes schemas of these, and before Python 3.12 only so

from nodes.context import AgentContext, off_loop
from nodes.records import Action, Observation
from nodes.safety.approval import Answer, Approval, Ask, Question, read_response, response_model
from nodes.safety.verdict import Verdict, digest_call
from nodes.state import AgentState
from nodes.storable import storable
from nodes.turn import actions_of, observation_of, open_question, validated, verdict_on
from tools.errors import ToolError


class QuestionState(TypedDict):
    """What one question needs of the state."""

    action: Action
    question: Question
    reason: str
    observation: Observation | None


class ApprovalUpdate(TypedDict, total=False):
    """What the questions change in the state."""

    actions: list[Action]
    approvals: list[Approval]


class ApprovalState(ApprovalUpdate, total=False):
    """The part of the state that questions need, while they are open; the conversation stays outside."""

    verdicts: list[Verdict]
    observations: list[Observation]
    answers: Annotated[list[tuple[Approval, Action]], operator.add]
    """Each answer with the action as it stands after it."""


def open_questions(state: ApprovalState) -> list[QuestionState]:
    """What a person must be asked now: a question for each waiting action."""
    turn = cast("AgentState", state)
    questions: list[QuestionState] = []
    for action in actions_of(turn):
        question = open_question(turn, action)
        if question is not None:
            verdict = verdict_on(turn, action)
            reason = verdict.reason if verdict else ""
            observation = observation_of(turn, action)
            questions.append({"action": action, "question": question, "reason": reason, "observation": observation})
    return questions


async def approval(state: QuestionState, runtime: Runtime[AgentContext]) -> ApprovalState:
    """Ask about one call. The node runs again from its start when it is answered: nothing irreversible stands before that."""
    context = runtime.context
    action = state["action"]
    ask = await off_loop(_ask, state, context)

    def check(arguments: dict[str, object]) -> None:
        context.ports.tools.get(action.tool).parse(arguments)

    response = interrupt(ask.to_payload(), response_schema=response_model(ask, check))
    said = read_response(ask, response, context.approver)
    action = _as_edited(action, said, context) if said.answer is Answer.EDIT else action
    await off_loop(_record, said, action, context)
    return {"answers": [(said, action)]}


async def collect(state: ApprovalState) -> ApprovalUpdate:
    """Put the answers into the turn: edited actions take the place of what the model proposed, and are judged anew."""
    answers = state.get("answers") or []
    edited = {action.id: action for said, action in answers if said.answer is Answer.EDIT}
    return {
        "approvals": [*(state.get("approvals") or ()), *(said for said, _ in answers)],
        "actions": [edited.get(action.id, action) for action in state.get("actions") or []],
    }


def _ask(state: QuestionState, context: AgentContext) -> Ask:
    action, question, observation = state["action"], state["question"], state["observation"]
    description = _preview(action, context)
    reason, attempt = state["reason"], 0
    if question is Question.OUTCOME and observation is not None:
        attempt = observation.attempt
        reason = f"It was begun at {observation.begun_at or 'an unknown time'} and nobody knows whether it happened."
        description = (
            f"{description}\n{reason} Approve to run it (again), reject to go on without, or respond with its result."
        )
    return Ask(action.id, action.digest, action.tool, action.arguments, question, description, reason, attempt)


def _preview(action: Action, context: AgentContext) -> str:
    try:
        tool = context.ports.tools.get(action.tool)
        return tool.preview(tool.parse(action.arguments))
    except Exception as error:  # noqa: BLE001 - a tool's own code; the person is asked all the same
        return f"{action.tool} with {action.arguments!r} (no preview: {error})"


def _as_edited(action: Action, said: Approval, context: AgentContext) -> Action:
    try:
        arguments = validated(context.ports.tools.get(action.tool), storable(said.edited_arguments))
    except ToolError as error:  # the schema has changed between the answer's check and now
        return replace(action, problem=str(error), edited_by=said.approver)
    return replace(action, arguments=arguments, digest=digest_call(action.tool, arguments), edited_by=said.approver)


def _record(said: Approval, action: Action, context: AgentContext) -> None:
    ledger, key = context.ports.ledger, context.key(action)
    ledger.record_approval(key, answer=said.answer.value, approver=said.approver, message=said.message)
    if said.answer is Answer.APPROVE:
        ledger.authorize(
            key, granted_by=said.approver, rule=f"approval of the {said.question.value}", attempt=said.attempt
        )
