"""Questions to a person and their answers, in the shape of LangChain's human-in-the-loop convention."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tools.errors import ToolError


class Answer(StrEnum):
    """What a person may say to a question."""

    APPROVE = "approve"
    EDIT = "edit"
    REJECT = "reject"
    RESPOND = "respond"


class Question(StrEnum):
    """What a person is asked."""

    CALL = "call"
    """May this call run?"""
    OUTCOME = "outcome"
    """It was begun and nobody knows whether it happened: may it run again?"""
    PLAN = "plan"
    """May this plan be carried out?"""


@dataclass(frozen=True, slots=True)
class Approval:
    """What a person said of one exact call.

    Attributes:
        action_id: The action.
        digest: The call that was shown.
        question: What was asked.
        answer: What was said.
        approver: Who said it.
        message: The reason of a rejection, or the response that stands for the result.
        edited_arguments: With `EDIT`: the arguments to judge and run instead.
        attempt: With `OUTCOME`: the attempt that was asked about; an answer about one does not speak of the next.
    """

    action_id: str
    digest: str
    question: Question
    answer: Answer
    approver: str
    message: str = ""
    edited_arguments: dict[str, Any] = field(default_factory=dict)
    attempt: int = 0


class EditedAction(BaseModel):
    """The call to make instead."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(description="The tool's name; it cannot be changed.")
    args: dict[str, Any] = Field(description="All the arguments.")


class HumanDecision(BaseModel):
    """One decision on one action."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["approve", "edit", "reject", "respond"]
    edited_action: EditedAction | None = Field(None, description="With `edit`: the call to make instead.")
    message: str | None = Field(None, description="With `reject`: why. With `respond`: what to take for the result.")
    digest: str | None = Field(None, description="The digest that was shown; if given it must be the question's.")

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> HumanDecision:
        if (self.type == "edit") != (self.edited_action is not None):
            raise ValueError("'edited_action' goes with type 'edit', and only with it")
        if self.type == "respond" and not (self.message or "").strip():
            raise ValueError("type 'respond' needs a 'message': what to take for the result")
        return self


class HumanResponse(BaseModel):
    """The answer to one interrupt: exactly one decision, since each interrupt asks about one call."""

    model_config = ConfigDict(extra="forbid")

    decisions: list[HumanDecision] = Field(min_length=1, max_length=1)


@dataclass(frozen=True, slots=True)
class Ask:
    """All that is shown to the person.

    Attributes:
        action_id: The action.
        digest: The call.
        tool: The tool's name.
        arguments: The arguments.
        question: What is asked.
        description: What will happen, in plain words.
        reason: Why it is asked.
        attempt: The attempt whose outcome is unknown; 0 for a call that has not run.
    """

    action_id: str
    digest: str
    tool: str
    arguments: Mapping[str, Any]
    question: Question
    description: str
    reason: str
    attempt: int = 0

    @property
    def allowed_decisions(self) -> list[str]:
        """What may be answered; an unknown outcome leaves nothing to edit."""
        if self.question is Question.OUTCOME:
            return [Answer.APPROVE.value, Answer.REJECT.value, Answer.RESPOND.value]
        if self.question is Question.PLAN:
            return [Answer.APPROVE.value, Answer.EDIT.value, Answer.REJECT.value]
        return [answer.value for answer in Answer]

    def to_payload(self) -> dict[str, Any]:
        """The interrupt's value."""
        request = {"name": self.tool, "args": dict(self.arguments), "description": self.description}
        return {
            "action_requests": [request],
            "review_configs": [{"action_name": self.tool, "allowed_decisions": self.allowed_decisions}],
            "question": self.question.value,
            "action_id": self.action_id,
            "digest": self.digest,
            "reason": self.reason,
        }


def response_model(ask: Ask, check_arguments: Callable[[dict[str, Any]], object]) -> type[HumanResponse]:
    """The schema that an answer to this very question must fit.

    Args:
        ask: The question.
        check_arguments: Raises if edited arguments do not fit the tool; its message reaches the approver.

    Returns:
        A model that refuses answers which are not allowed here, a changed tool name, and the digest of another call, so that
        the engine keeps the question open.
    """

    class Response(HumanResponse):
        @model_validator(mode="after")
        def _fits_the_question(self) -> Response:
            (decision,) = self.decisions
            if decision.type not in ask.allowed_decisions:
                raise ValueError(f"{decision.type!r} is not allowed here; one of {ask.allowed_decisions} is")
            if decision.digest is not None and decision.digest != ask.digest:
                raise ValueError(
                    f"the digest {decision.digest!r} is of another call; this question is about {ask.digest!r}"
                )
            if decision.edited_action is not None and decision.edited_action.name != ask.tool:
                raise ValueError(f"the tool cannot be changed from {ask.tool!r} to {decision.edited_action.name!r}")
            if decision.edited_action is not None:
                try:
                    check_arguments(decision.edited_action.args)
                except ToolError as error:
                    raise ValueError(str(error)) from error
            return self

    Response.__name__ = HumanResponse.__name__
    Response.__doc__ = HumanResponse.__doc__
    return Response


def read_response(ask: Ask, response: HumanResponse, approver: str) -> Approval:
    """Turn a valid answer into an approval bound to the call that was shown."""
    (decision,) = response.decisions
    return Approval(
        action_id=ask.action_id,
        digest=ask.digest,
        question=ask.question,
        answer=Answer(decision.type),
        approver=approver,
        message=decision.message or "",
        edited_arguments=dict(decision.edited_action.args) if decision.edited_action else {},
        attempt=ask.attempt,
    )
