"""One reply of the offline model, from the conversation to a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import ToolCall, tool_call

from nodes.llm.modes.constrained import ANSWER_NOW
from nodes.llm.offline import wording
from nodes.llm.offline.conversation import read_conversation
from nodes.llm.offline.interpret import Outcome, interpret
from nodes.llm.offline.ledger.opening import opened
from nodes.llm.offline.program import Program
from nodes.llm.offline.reader import read_program

_MOST_CALLS = 10
"""Calls in one reply."""


def reply_to(messages: Sequence[BaseMessage], tools: frozenset[str], *, answer_only: bool = False) -> AIMessage:
    """The next calls, or the answer.

    Args:
        messages: The conversation.
        tools: Names of the tools that are bound.
        answer_only: No call may be made any more; what is left to do is named instead.
    """
    run = read_conversation(messages, ANSWER_NOW)
    ledger = opened(run, tools)
    if isinstance(ledger, Outcome):
        program, outcome = Program(()), ledger
    else:
        program = ledger or read_program(run.goal)
        outcome = interpret(program, run, tools)
    if outcome.calls and answer_only:
        return _answer(
            ["I could not finish: there are no steps left."],
            [wording.call_text(*call[1:]) for call in outcome.calls],
            None,
        )
    if outcome.calls:
        calls = [_call(run.turn, *call) for call in outcome.calls[:_MOST_CALLS]]
        thought = "; ".join(wording.call_text(call["name"], call["args"]) for call in calls)
        return AIMessage(content=thought, tool_calls=calls, usage_metadata=_NOTHING)
    return _final(outcome, next((step.reason for step in program.unread if step.reason), ""))


def _call(turn: int, place: str, tool: str, arguments: dict[str, Any]) -> ToolCall:
    return tool_call(name=tool, args=arguments, id=f"offline-{turn}@{place}")


def _final(outcome: Outcome, reason: str) -> AIMessage:
    sentences = list(outcome.sentences)
    if outcome.undone:
        sentences.append(wording.not_understood(outcome.undone, reason=reason))
    answer = _answer(sentences, outcome.undone, outcome.value)
    if outcome.failed:
        answer.additional_kwargs["failed"] = outcome.failed
    return answer


def _answer(sentences: list[str], undone: list[str], value: str | None) -> AIMessage:
    kept: dict[str, Any] = {}
    if undone:
        kept["unread"] = undone
    if value is not None:
        kept["value"] = value
    text = "\n".join(sentences) or "Done."
    return AIMessage(content=text, additional_kwargs=kept, usage_metadata=_NOTHING)


_NOTHING = UsageMetadata(input_tokens=0, output_tokens=0, total_tokens=0)
