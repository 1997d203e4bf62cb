"""The port between THINK and any language model: one question, one decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from langchain_core.messages import AIMessage, AnyMessage


class DecisionMode(StrEnum):
    """How a model is asked for its next action."""

    AUTO = "auto"
    """Picked by what is known of the model."""
    NATIVE = "native"
    """The provider's tool calling."""
    JSON = "json"
    """One JSON object constrained by a schema with one branch per tool (`response_format`)."""
    PLAN = "plan"
    """One constrained plan of several steps whose real results are substituted; planned again when a step depends on reading."""
    TEXT = "text"
    """The text format `Thought: / Action: / Action Input: / Final Answer:` (Yao et al. 2022, ReAct)."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What was spent.

    Attributes:
        steps: Turns of the reasoning loop.
        model_calls: Requests that a model answered.
        input_tokens: Prompt tokens, as the provider counts them.
        output_tokens: Completion tokens, as the provider counts them.
        cost_usd: In US dollars; `None` where no price is known.
        seconds: Wall-clock time at work (waiting for a person is not counted).
    """

    steps: int = 0
    model_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None
    seconds: float = 0.0

    @property
    def tokens(self) -> int:
        """Prompt and completion tokens together."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        """The sum; a cost stays known as long as one part of it is."""
        costs = [cost for cost in (self.cost_usd, other.cost_usd) if cost is not None]
        return Usage(
            self.steps + other.steps,
            self.model_calls + other.model_calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            sum(costs) if costs else None,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """All that a model is told.

    Attributes:
        goal: What the user asked for in this run.
        messages: The conversation in canonical form, whatever the mode: `HumanMessage` (the goal), `AIMessage` with
            `tool_calls`, one `ToolMessage` per call, and so on; no system message. Earlier runs of the thread come first.
        tools: `Tool.to_dict()` of every tool, in a stable order.
        steps_left: Turns left in the budget, this one included; at 1 the model should answer.
        must_answer: The model may only answer now (it repeats itself, or this is the last step).
        answer_schema: JSON schema of a typed final answer, where the user asked for one.
        context: Further facts for the prompt (plan, knowledge, past successes), as Markdown; empty for none.
    """

    goal: str
    messages: Sequence[AnyMessage]
    tools: Sequence[Mapping[str, Any]]
    steps_left: int = 15
    must_answer: bool = False
    answer_schema: Mapping[str, Any] | None = None
    context: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a model decided.

    Exactly one of three holds: `message.tool_calls` is not empty (act), `answer` is not `None` (done), or `malformed` is set.

    Attributes:
        message: The reply in canonical form: `content` is the thought or the answer, `tool_calls` the proposed calls, each with
            an id. Facts that a later decision needs (a short plan) travel in `additional_kwargs`, so that they are checkpointed.
        thought: The reasoning in words; may be empty.
        answer: The final answer; text, or a value that fits `answer_schema`.
        malformed: For the model: why its reply could not be read and what it must send instead.
        usage: What this decision cost (`steps` and `seconds` stay 0: the loop counts those).
        model: Which model answered (a fallback may have).
    """

    message: AIMessage
    thought: str = ""
    answer: Any = None
    malformed: str | None = None
    usage: Usage = field(default_factory=Usage)
    model: str = ""


@runtime_checkable
class DecisionModel(Protocol):
    """Something that can be asked for the next decision."""

    @property
    def label(self) -> str:
        """One line for people: which model answers, and how (`offline rules, no language model`)."""
        ...

    async def decide(self, request: DecisionRequest) -> Decision:
        """Decide on the next action or the final answer.

        Tokens stream through LangChain's callbacks as they come. Transient failures are retried with backoff and then handed to
        the fallback model, if there is one, before an error is raised.

        Raises:
            ModelError: See the tree in `nodes.llm.errors`.
        """
        ...
