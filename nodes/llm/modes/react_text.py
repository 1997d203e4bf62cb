"""The TEXT mode: the source architecture's format, for models that have neither tool calls nor constrained replies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from nodes.llm.example import ExampleBank, WorkedExample
from nodes.llm.modes.catalogue import render_tools
from nodes.llm.modes.constrained import ANSWER_NOW, answered
from nodes.llm.modes.mode import (
    CUT_ADVICE,
    Mode,
    Prompt,
    act,
    must_answer,
    new_call,
    text_of,
    unreadable,
    was_cut,
    worked_examples,
)
from nodes.llm.modes.native import typed_value
from nodes.llm.modes.react_parser import ReactReply, parse_react
from nodes.llm.modes.references import filled
from nodes.llm.modes.reply import split_thinking
from nodes.llm.modes.transcript import PastStep, compact_json, past_steps, render_earlier, shorten, split_run
from nodes.llm.port import Decision, DecisionMode, DecisionRequest
from nodes.prompts import render

STEPS_SHOWN = 5
"""How many of the last steps a prompt shows; the source architecture's number."""

_STOP = ["\nObservation:"]
"""Where a model begins to invent what the tools would say."""

_FORMAT = "Reply with Thought, Action and Action Input (a JSON object), or with Thought and Final Answer."


class ReactTextMode(Mode):
    """Ask for `Thought: / Action: / Action Input:` or `Final Answer:` and read what comes with patience.

    Args:
        bank: Where worked examples come from; `None` for none.
        examples: How many of them a prompt shows.
    """

    kind: ClassVar[DecisionMode] = DecisionMode.TEXT
    how: ClassVar[str] = "text format"

    def __init__(self, bank: ExampleBank | None = None, examples: int = 2) -> None:
        self._bank = bank
        self._examples = examples

    async def ask(self, request: DecisionRequest) -> Prompt:
        """Goal, the last steps, and the format."""
        examples = await worked_examples(self._bank, request, self._examples)
        earlier, run = split_run(request)
        typed = request.answer_schema is not None
        answer = f"JSON of this schema: {compact_json(request.answer_schema)}" if typed else "the answer for the user"
        turn = render(
            "react_text_turn",
            context=request.context,
            examples="\n\n".join(_example(example) for example in examples),
            earlier=render_earlier(earlier),
            goal=request.goal,
            steps=render_react_steps(past_steps(run)),
            notice=f"{ANSWER_NOW}\nReply with Thought and Final Answer." if must_answer(request) else "Your reply:",
        )
        system = render("react_text", tools=render_tools(request.tools), answer=answer)
        return Prompt([SystemMessage(system), HumanMessage(turn)], {"stop": _STOP})

    def read(self, request: DecisionRequest, reply: AIMessage) -> Decision:
        """One action, or the answer."""
        thinking, text = split_thinking(text_of(reply))
        parsed = parse_react(text, request.tools)
        thought = parsed.thought or thinking
        if was_cut(reply) and not must_answer(request) and (parsed.problem or parsed.answer is not None):
            return unreadable(reply, CUT_ADVICE, thought)
        if parsed.action is not None and must_answer(request):
            return unreadable(reply, f"No tool can be used any more. {ANSWER_NOW}", thought)
        if parsed.action is not None:
            return act(reply, [new_call(parsed.action, parsed.arguments or {})], thought)
        return self._answer(request, reply, parsed, thought)

    def _answer(self, request: DecisionRequest, reply: AIMessage, parsed: ReactReply, thought: str) -> Decision:
        text = parsed.answer
        if text is None and must_answer(request):
            text = parsed.thought or None
        if text is None:
            return unreadable(reply, f"{parsed.problem} {_FORMAT}", thought)
        if request.answer_schema is None:
            return answered(request, reply, text, thought)
        value = typed_value(text, request.answer_schema)
        if value is None:
            return unreadable(reply, "The Final Answer must be JSON of the schema, and nothing else.", thought)
        return answered(request, reply, value, thought)


def render_action(thought: str, name: str, arguments: Any) -> str:
    """An action in the text format, as `parse_react` reads it."""
    return "\n".join([f"Thought: {thought}", f"Action: {name}", f"Action Input: {compact_json(arguments)}"])


def render_react_steps(steps: Sequence[PastStep]) -> str:
    """The last steps with their numbers; `(none)` for none."""
    blocks = []
    for number, step in enumerate(steps, 1):
        if step.name:
            observation = shorten(step.observation or "(none yet)")
            blocks.append(f"{render_action(step.thought, step.name, step.arguments)}\nObservation: {observation}")
        elif step.observation is not None:
            blocks.append(f"Note: {shorten(step.observation)}")
        else:
            continue
        blocks[-1] = f"Step {number}:\n{blocks[-1]}"
    return "\n".join(blocks[-STEPS_SHOWN:]) if blocks else "(none)"


def _example(example: WorkedExample) -> str:
    results: list[Any] = []
    lines = [f"Example goal: {example.goal}"]
    for step in example.steps:
        lines.append(render_action(f"I need {step.tool}.", step.tool, filled(step.arguments, results)))
        results.append(step.result)
        lines.append(f"Observation: {shorten(filled('{0}', [step.result], first=0))}")
    return "\n".join([*lines, "Thought: The goal is achieved.", f"Final Answer: {filled(example.answer, results)}"])
