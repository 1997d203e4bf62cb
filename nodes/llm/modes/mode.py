"""What a mode is: it turns a request into a prompt, and a reply into a decision."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import uuid4

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.tool import ToolCall

from nodes.llm.example import ExampleBank, WorkedExample
from nodes.llm.port import Decision, DecisionMode, DecisionRequest


@dataclass(frozen=True, slots=True)
class Prompt:
    """What goes to the model.

    Attributes:
        messages: The prompt itself.
        options: Keyword arguments of the request (`response_format`, `temperature`, `stop`).
        tools: Tools to bind, in the provider-neutral function form; empty for none.
        tool_choice: `any`, `none` or `None` (the model's choice), as LangChain names them.
    """

    messages: list[BaseMessage]
    options: dict[str, Any] = field(default_factory=dict)
    tools: list[dict[str, Any]] = field(default_factory=list)
    tool_choice: str | None = None


class Mode(ABC):
    """One way to ask.

    Attributes:
        kind: Which of the port's modes this is.
        how: For people, in the label: how the model is asked.
    """

    kind: ClassVar[DecisionMode]
    how: ClassVar[str]

    def settle(self, request: DecisionRequest) -> Decision | None:
        """Decide without asking the model, where the messages already hold the decision."""
        return None

    @abstractmethod
    async def ask(self, request: DecisionRequest) -> Prompt:
        """Say what to send."""

    @abstractmethod
    def read(self, request: DecisionRequest, reply: AIMessage) -> Decision:
        """Read the reply; one that cannot be read is a decision, too (`malformed`). Raises nothing."""


def must_answer(request: DecisionRequest) -> bool:
    """Whether only a final answer may come now."""
    return request.must_answer or request.steps_left <= 1


def new_call(name: str, arguments: Mapping[str, Any]) -> ToolCall:
    """A tool call with an id that no other call in the thread has."""
    return ToolCall(name=name, args=dict(arguments), id=f"call_{uuid4().hex[:16]}", type="tool_call")


SELF_REPORT = ("unread", "failed", "value")
"""What a model may say of its own answer: parts of the goal not read, steps that did not succeed, the answer's bare value."""


def canonical(reply: AIMessage, content: str, calls: Sequence[ToolCall] = (), **facts: Any) -> AIMessage:
    """The reply in canonical form: same id, usage and origin; content and calls as they were read."""
    kept = {key: reply.additional_kwargs[key] for key in SELF_REPORT if key in reply.additional_kwargs}
    return AIMessage(
        content=content,
        tool_calls=list(calls),
        additional_kwargs={**kept, **facts},
        id=reply.id,
        usage_metadata=reply.usage_metadata,
        response_metadata=reply.response_metadata,
    )


def act(reply: AIMessage, calls: Sequence[ToolCall], thought: str = "", **facts: Any) -> Decision:
    """A decision to call tools."""
    return Decision(message=canonical(reply, thought, calls, **facts), thought=thought)


def done(reply: AIMessage, answer: Any, text: str, thought: str = "") -> Decision:
    """A decision that the goal is reached."""
    return Decision(message=canonical(reply, text), thought=thought, answer=answer)


def unreadable(reply: AIMessage, why: str, thought: str = "") -> Decision:
    """A reply that could not be read; the message keeps it (providers refuse an empty one) for the model to see."""
    return Decision(message=canonical(reply, text_of(reply) or "(empty reply)"), thought=thought, malformed=why)


def text_of(message: BaseMessage) -> str:
    """The message's text, in words that can be encoded (lone surrogates, which some servers emit, are replaced)."""
    return str(message.text).encode("utf-8", "replace").decode("utf-8")


def was_cut(reply: AIMessage) -> bool:
    """Whether the reply stopped at the token limit."""
    reasons = (reply.response_metadata.get("finish_reason"), reply.response_metadata.get("stop_reason"))
    return any(reason in {"length", "max_tokens", "MAX_TOKENS"} for reason in reasons)


CUT_ADVICE = "Your reply was cut off because it was too long. Send a much shorter one."
"""For the model, where `was_cut`."""


async def worked_examples(bank: ExampleBank | None, request: DecisionRequest, limit: int) -> Sequence[WorkedExample]:
    """The bank's nearest examples that use no other tools than the request has."""
    if bank is None or limit < 1:
        return ()
    return await bank.nearest(request.goal, limit, {str(tool["name"]) for tool in request.tools})
