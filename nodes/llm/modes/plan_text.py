"""Plans and their results written for a prompt, with the numbers that `{n}` refers to."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from nodes.llm.example import ExampleStep, WorkedExample
from nodes.llm.modes.forms import CallForms
from nodes.llm.modes.references import as_text
from nodes.llm.modes.transcript import PastStep, compact_json, say, shorten


def run_turns(steps: Sequence[PastStep], forms: CallForms) -> list[BaseMessage]:
    """The run so far as turns of a conversation: each plan the model's, its results and every note the user's.

    So a small model goes on instead of beginning again, and servers keep what they have computed for the turns before.
    """
    turns: list[BaseMessage] = []
    calls: list[PastStep] = []
    number = 0
    for step in [*steps, PastStep()]:
        if step.name:
            calls.append(step)
            continue
        if calls:
            plan = {"steps": [forms.write(call.name, call.arguments or {}) for call in calls], "answer": None}
            turns.append(AIMessage(compact_json(plan)))
            say(turns, "\n".join(_told(call, at) for at, call in enumerate(calls, number + 1)))
            number, calls = number + len(calls), []
        if step.thought:
            turns.append(AIMessage(shorten(step.thought)))
        elif step.observation is not None:
            say(turns, shorten(step.observation))
    return turns


def _told(step: PastStep, number: int) -> str:
    return f"{'Error' if step.failed else 'Result'} {number}: {shorten(step.observation or '(none yet)')}"


def must_look(examples: Sequence[WorkedExample]) -> bool:
    """Whether a first plan has to stop after its first steps: where most of the nearest examples, the nearest too, had to.

    A small model writes an answer too early more often than too late, and to look when there is no need costs one short reply.
    """
    looking = sum(bool(example.looks_after) for example in examples)
    return bool(examples) and bool(examples[-1].looks_after) and 2 * looking > len(examples)


NEIGHBOURS = 30
"""Among so many nearest examples a tool that is needed is found: 99 in 100 of the bundled ones have their tools there."""


def unlikely_tools(alike: Sequence[WorkedExample]) -> set[str]:
    """Tools that no goal like this one needed, though others did; tools without any example are never among them.

    A small model uses a tool because it is there: it saves a sum in a file that nobody asked for.

    Args:
        alike: All examples, the nearest last.
    """
    used = [{step.tool for step in example.steps} for example in alike]
    return set().union(*used) - set().union(*used[-NEIGHBOURS:])


def example_turns(examples: Sequence[WorkedExample], forms: CallForms) -> list[BaseMessage]:
    """Worked examples as turns of a conversation that is over, so that a model does not take their goals for its own."""
    return [turn for example in examples for turn in _example(example, forms)]


def _example(example: WorkedExample, forms: CallForms) -> list[BaseMessage]:
    turns: list[BaseMessage] = [HumanMessage(f"Goal: {example.goal}")]
    begin = 0
    for stop in sorted(stop for stop in example.looks_after if 0 < stop < len(example.steps) + 1):
        turns.append(AIMessage(_plan(example.steps[begin:stop], None, forms)))
        shown = [
            f"Result {number}: {shorten(as_text(step.result))}"
            for number, step in enumerate(example.steps[begin:stop], begin + 1)
        ]
        turns.append(HumanMessage("\n".join([*shown, go_on(stop + 1)])))
        begin = stop
    return [*turns, AIMessage(_plan(example.steps[begin:], example.answer, forms))]


def go_on(number: int) -> str:
    """What the user says under the results that a plan wanted to see."""
    return f"Go on: the steps that are missing, from {number}, and the answer."


def _plan(steps: Sequence[ExampleStep], answer: str | None, forms: CallForms) -> str:
    calls = [forms.write(step.tool, step.arguments) for step in steps]
    return compact_json({"steps": calls, "answer": answer})
