"""Plans and their results written for a prompt, with the numbers that `{n}` refers to."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage

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


def render_plan_examples(examples: Sequence[WorkedExample], forms: CallForms) -> str:
    """Worked examples as plans; one that must look first is shown with its results and the second plan; empty for none."""
    return "\n\n".join(_example(example, forms) for example in examples)


def _example(example: WorkedExample, forms: CallForms) -> str:
    lines = [f"Goal: {example.goal}"]
    begin = 0
    for stop in sorted(stop for stop in example.looks_after if 0 < stop < len(example.steps) + 1):
        lines.append(_plan(example.steps[begin:stop], None, forms))
        for number, step in enumerate(example.steps[begin:stop], begin + 1):
            lines.append(f"Result {number}: {shorten(as_text(step.result))}")
        begin = stop
    lines.append(_plan(example.steps[begin:], example.answer, forms))
    return "\n".join(lines)


def _plan(steps: Sequence[ExampleStep], answer: str | None, forms: CallForms) -> str:
    calls = [forms.write(step.tool, step.arguments) for step in steps]
    return compact_json({"steps": calls, "answer": answer})
