"""A short plan: its steps, how far it was carried out, and which steps can go out together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nodes.llm.modes.references import references, renumbered
from nodes.llm.modes.reply import FoundCall, as_call, as_calls
from nodes.llm.modes.schema import FINAL_ANSWER, MAX_PLAN_STEPS

PLAN_KEY = "plan"
"""Where a plan travels in `AIMessage.additional_kwargs`."""


NO_SUCH_STEP = "there is no such step"
"""Said of an answer that speaks of a result which nothing would give; the next plan must have a step more."""


class InvalidPlan(ValueError):  # noqa: N818 - reads as the sentence it stands for
    """A plan that cannot be carried out; the message tells the model why."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, and how much of it was sent.

    Attributes:
        steps: The calls, in order; texts in their arguments may refer to results by `{n}`.
        answer: The answer, which may refer to results; `None` to ask the model again after the steps.
        first: The number of the first step among all the run's calls (from 1).
        sent: How many of the steps were sent.
    """

    steps: tuple[FoundCall, ...]
    answer: Any
    first: int = 1
    sent: int = 0

    def after(self, count: int) -> Plan:
        """The plan when so many more steps were sent."""
        return replace(self, sent=self.sent + count)

    def to_message(self) -> dict[str, Any]:
        """The JSON form that is checkpointed."""
        steps = [{"name": step.name, "arguments": dict(step.arguments)} for step in self.steps]
        return {"steps": steps, "answer": self.answer, "first": self.first, "sent": self.sent}

    @classmethod
    def from_message(cls, data: Any) -> Plan | None:
        """Read the checkpointed form; `None` where it is none (state can be edited)."""
        if not isinstance(data, Mapping) or not isinstance(data.get("steps"), list | tuple):
            return None
        steps = [as_call(item) for item in data["steps"]]
        first, sent = data.get("first"), data.get("sent")
        if not (isinstance(first, int) and isinstance(sent, int) and first >= 1 and 0 <= sent <= len(steps)):
            return None
        known = tuple(step for step in steps if step is not None)
        return cls(known, data.get("answer"), first, sent) if len(known) == len(steps) else None


def plan_from_json(value: Any, first: int) -> Plan:
    """Read a plan as a model wrote it.

    A single call, or a list of calls, is a plan that looks at the results; a step named `final_answer` is the answer.

    Args:
        value: What stood in the reply.
        first: The number that the plan's first step has among all the run's calls.

    Raises:
        InvalidPlan: A step is no call, or refers to a step that does not come before it.
    """
    answer: Any = None
    if isinstance(value, Mapping) and ("steps" in value or "answer" in value):
        listed, answer = value.get("steps") or [], value.get("answer")
    else:
        listed = [value] if isinstance(value, Mapping) else value
    if not isinstance(listed, list):
        raise InvalidPlan('"steps" must be a list')
    steps = as_calls(listed) if listed else []
    if len(steps) != len(listed):
        raise InvalidPlan('Each step must be {"name": "<tool>", "arguments": {…}}')
    if steps and steps[-1].name == FINAL_ANSWER:
        answer = steps.pop().arguments.get("answer", answer)
    plan = _counted(Plan(tuple(steps), answer, first))
    _check(plan)
    return plan


def _counted(plan: Plan) -> Plan:
    """Let an answer that counts one step too many mean the last one: the steps are right, and only its wording hangs on it."""
    last = plan.first + len(plan.steps) - 1
    return replace(plan, answer=renumbered(plan.answer, {last + 1: last})) if plan.steps else plan


def _check(plan: Plan) -> None:
    if len(plan.steps) > 2 * MAX_PLAN_STEPS:
        raise InvalidPlan(f"The plan has {len(plan.steps)} steps; send at most {MAX_PLAN_STEPS}")
    for number, step in enumerate(plan.steps, plan.first):
        for target in references(step.arguments):
            if not 1 <= target < number:
                raise InvalidPlan(f"Step {number} refers to {{{target}}}, which does not come before it")
    for target in references(plan.answer):
        if not 1 <= target < plan.first + len(plan.steps):
            raise InvalidPlan(f"The answer refers to {{{target}}}, but {NO_SUCH_STEP}")


def with_file(plan: Plan, wrong: str, right: str) -> Plan:
    """The plan with another file in the place of one, in whole arguments and in the answer."""

    def put(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: put(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [put(item) for item in value]
        return right if value == wrong else value

    steps = tuple(FoundCall(step.name, put(step.arguments)) for step in plan.steps)
    answer = plan.answer.replace(wrong, right) if isinstance(plan.answer, str) else plan.answer
    return replace(plan, steps=steps, answer=answer)


_TELLS_NOTHING = frozenset(
    ("file_operations", operation) for operation in ("write", "append", "copy", "move", "delete", "mkdir")
)
"""Calls whose result is a mere receipt: nobody wants "Written to a.txt" in a file. Of other tools it is not known."""


def with_values(plan: Plan, made: Sequence[FoundCall | None]) -> Plan:
    """The plan with the references of its steps to a receipt, such as a write's, turned to a value; none may be to a failed step.

    Small models count steps wrongly where a plan works out two values and writes both. Meant is the last step before the receipt's
    that gives a value and that no other step uses.

    Args:
        plan: A plan for what comes after those calls.
        made: The run's calls so far, in order; `None` for those that failed.

    Raises:
        InvalidPlan: There is none, or a step or the answer refers to a step that failed: its error is no value.
    """
    used = {target for step in plan.steps for target in references(step.arguments)}
    for number in sorted({*used, *references(plan.answer)}):
        if number <= len(made) and made[number - 1] is None:
            raise InvalidPlan(
                f"Step {number} failed, so {{{number}}} has no value. Take another step, or say what cannot be done"
            )
    steps = [*made, *plan.steps]
    gives = [step is None or (step.name, step.arguments.get("operation")) not in _TELLS_NOTHING for step in steps]
    meant: dict[int, int] = {}
    for number in sorted(used):
        if number <= len(gives) and not gives[number - 1]:
            free = [other for other in range(1, number) if gives[other - 1] and other not in used]
            if not free:
                raise InvalidPlan(f"{{{number}}} is no value: step {number} only writes, copies, moves or deletes")
            meant[number] = free[-1]
            used.add(free[-1])
    mended = tuple(FoundCall(step.name, renumbered(step.arguments, meant)) for step in plan.steps)
    return replace(plan, steps=mended) if meant else plan


def without_repeats(plan: Plan, made: Sequence[FoundCall | None]) -> Plan:
    """Leave out the steps at a plan's beginning that were made before, and let its references mean their old results.

    A small model that begins its plan again also counts its steps from 1 again. So where every reference names an earlier step by
    that count, it is taken for it; otherwise the numbers go on from the run's.

    Args:
        plan: A plan for what comes after those calls.
        made: The run's calls so far, in order; `None` for those that failed.
    """
    old: list[int] = []
    for step in plan.steps:
        index = next((index for index, call in enumerate(made, 1) if call == step), None)
        if index is None:
            break
        old.append(index)
    if not old:
        return plan
    steps = plan.steps[len(old) :]
    is_own_count = all(target < own for own, step in enumerate(plan.steps, 1) for target in references(step.arguments))
    begin = 1 if is_own_count and max(references(plan.answer), default=0) <= len(plan.steps) else plan.first
    moved = dict(
        zip(range(begin, begin + len(plan.steps)), [*old, *range(plan.first, plan.first + len(steps))], strict=True)
    )
    kept = tuple(FoundCall(step.name, renumbered(step.arguments, moved)) for step in steps)
    return replace(plan, steps=kept, answer=renumbered(plan.answer, moved))


def next_batch(
    waiting: Sequence[FoundCall], number: int, schemas: Mapping[str, Mapping[str, Any]]
) -> Sequence[FoundCall]:
    """The next step, with those after it that can run at the same time.

    Whether two calls disturb each other is not known here, so only those go together that are surely alike: the same tool, the same
    options (arguments whose schema is an enumeration), no text in common, and no reference to each other.

    Args:
        waiting: The steps not sent yet, in order; at least one.
        number: The number of the first of them.
        schemas: The tools' parameter schemas, by name.
    """
    batch = [waiting[0]]
    for step in waiting[1:]:
        needs_batch = any(target >= number for target in references(step.arguments))
        if needs_batch or not all(_are_independent(step, other, schemas.get(step.name, {})) for other in batch):
            break
        batch.append(step)
    return batch


def _are_independent(step: FoundCall, other: FoundCall, schema: Mapping[str, Any]) -> bool:
    if step.name != other.name or step.arguments.keys() != other.arguments.keys():
        return False
    properties: Mapping[str, Mapping[str, Any]] = schema.get("properties", {})
    options = {name for name in step.arguments if properties.get(name, {}).keys() & {"enum", "const"}}
    if any(step.arguments[name] != other.arguments[name] for name in options):
        return False
    free = [name for name in step.arguments if name not in options]
    return all(step.arguments[name] != other.arguments[name] for name in free) and bool(free)
