"""The JSON mode: one decision per reply, held to a schema with one branch per tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from nodes.llm.example import ExampleBank, WorkedExample
from nodes.llm.modes.forms import KEY, CallForms, final_form
from nodes.llm.modes.mode import Mode, Prompt, act, done, must_answer, new_call, unreadable, worked_examples
from nodes.llm.modes.references import as_text, filled
from nodes.llm.modes.reply import FoundCall, as_calls, json_objects
from nodes.llm.modes.schema import FINAL_ANSWER, decision_schema, response_format
from nodes.llm.modes.transcript import (
    PastStep,
    add_notice,
    compact_json,
    past_steps,
    render_earlier,
    say,
    shorten,
    split_run,
)
from nodes.llm.port import Decision, DecisionMode, DecisionRequest
from nodes.prompts import render

ANSWER_NOW = "This is the last step: answer now, from the results above."
"""Said where the schema leaves nothing else, so that the words and the grammar agree."""

_FORMAT = 'Send {"tool": "<tool>", <its arguments>} to use a tool, or {"tool": "final_answer", "answer": "…"}, and nothing else.'


class ConstrainedMode(Mode):
    """Ask for one call in its short form (see `nodes.llm.modes.forms`), where `final_answer` is one of the tools.

    Args:
        bank: Where worked examples come from; `None` for none.
        examples: How many of them a prompt shows.
    """

    kind: ClassVar[DecisionMode] = DecisionMode.JSON
    how: ClassVar[str] = "JSON held to a schema"

    def __init__(self, bank: ExampleBank | None = None, examples: int = 4) -> None:
        self._bank = bank
        self._examples = examples

    async def ask(self, request: DecisionRequest) -> Prompt:
        """One system prompt that stays the same for a registry, one user prompt that only grows."""
        examples = await worked_examples(self._bank, request, self._examples)
        earlier, run = split_run(request)
        answer_only = must_answer(request)
        forms = CallForms(request.tools)
        begin = render(
            "constrained_turn",
            context=request.context,
            earlier=render_earlier(earlier),
            goal=request.goal,
        )
        turns = [HumanMessage(begin), *run_turns(past_steps(run), forms)]
        add_notice(turns, ANSWER_NOW if answer_only else "")
        schema = decision_schema(forms.schemas(), request.answer_schema, key=KEY, answer_only=answer_only)
        return Prompt(
            [SystemMessage(render("constrained", tools=forms.catalogue())), *example_turns(examples, forms), *turns],
            {"response_format": response_format(schema, "decision"), "temperature": 0},
        )

    def read(self, request: DecisionRequest, reply: AIMessage) -> Decision:
        """The first object that is a call or an answer."""
        values, thought, problem = json_objects(reply)
        forms = CallForms(request.tools)
        for value in values:
            if calls := as_calls(forms.read_all(value)):
                return decide_from(request, reply, calls, _thought(value, thought))
            if isinstance(value, Mapping) and FINAL_ANSWER in value:
                return answered(request, reply, value[FINAL_ANSWER], thought)
        return unreadable(
            reply, f"{problem or 'The JSON in your reply is neither a tool call nor an answer.'} {_FORMAT}"
        )


def _thought(value: Any, thought: str) -> str:
    said = value.get("thought") if isinstance(value, Mapping) else None
    return said if isinstance(said, str) else thought


def decide_from(request: DecisionRequest, reply: AIMessage, calls: Sequence[FoundCall], thought: str) -> Decision:
    """Calls, of which `final_answer` counts only where nothing is to be done before it."""
    acting = [call for call in calls if call.name != FINAL_ANSWER]
    if acting and must_answer(request):
        return unreadable(reply, f"No tool can be used any more. {ANSWER_NOW}", thought)
    if acting:
        return act(reply, [new_call(call.name, call.arguments) for call in acting], thought)
    arguments = calls[0].arguments
    value = arguments.get("answer", arguments if request.answer_schema else None)
    return answered(request, reply, value, thought)


def answered(request: DecisionRequest, reply: AIMessage, value: Any, thought: str) -> Decision:
    """A final answer: a text, or a value where the user asked for a typed one."""
    if value is None or value == "":
        return unreadable(reply, 'The answer is empty. Put it under "answer".', thought)
    if request.answer_schema is not None:
        return done(reply, value, value if isinstance(value, str) else compact_json(value), thought)
    text = value if isinstance(value, str) else compact_json(value)
    return done(reply, text, text, thought)


def run_turns(steps: Sequence[PastStep], forms: CallForms) -> list[BaseMessage]:
    """The run so far as turns of a conversation: each call the model's, its result and every note the user's.

    So servers keep what they have computed for the turns before, and each further decision costs only its own tokens.
    """
    turns: list[BaseMessage] = []
    for step in steps:
        if step.name:
            turns.append(AIMessage(compact_json(forms.write(step.name, step.arguments or {}))))
            say(turns, f"{'Error' if step.failed else 'Result'}: {shorten(step.observation or '(none yet)')}")
        elif step.thought:
            turns.append(AIMessage(shorten(step.thought)))
        elif step.observation is not None:
            say(turns, shorten(step.observation))
    return turns


def example_turns(examples: Sequence[WorkedExample], forms: CallForms) -> list[BaseMessage]:
    """Worked examples as turns of a conversation that is over, so that a model does not take their goals for its own."""
    return [turn for example in examples for turn in _example(example, forms)]


def _example(example: WorkedExample, forms: CallForms) -> list[BaseMessage]:
    results: list[Any] = []
    turns: list[BaseMessage] = [HumanMessage(f"Goal: {example.goal}")]
    for step in example.steps:
        turns.append(AIMessage(compact_json(forms.write(step.tool, filled(step.arguments, results)))))
        results.append(step.result)
        turns.append(HumanMessage(f"Result: {shorten(as_text(step.result))}"))
    return [*turns, AIMessage(compact_json(final_form(filled(example.answer, results))))]
