"""Plans and their results written for a prompt, with the numbers that `{n}` refers to."""

from __future__ import annotations

from collections.abc import Sequence

from nodes.llm.example import ExampleStep, WorkedExample
from nodes.llm.modes.forms import CallForms
from nodes.llm.modes.references import as_text
from nodes.llm.modes.transcript import PastStep, compact_json, shorten


def render_run(steps: Sequence[PastStep], forms: CallForms) -> str:
    """The run so far, written as an example that looked at its results, so that a model goes on as that does; empty for none."""
    calls = [forms.write(step.name, step.arguments or {}) for step in steps if step.name]
    lines = [compact_json({"steps": calls, "answer": None})] if calls else []
    number = 0
    for step in steps:
        if step.name:
            number += 1
            lines.append(
                f"{'Error' if step.failed else 'Result'} {number}: {shorten(step.observation or '(none yet)')}"
            )
        elif step.observation is not None:
            lines.append(f"Note: {shorten(step.observation)}")
    return "\n".join(lines)


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
