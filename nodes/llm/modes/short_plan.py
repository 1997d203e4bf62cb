"""The PLAN mode: one constrained plan, carried out step by step with real results in the place of `{n}`.

The plan travels in `additional_kwargs["plan"]` of the messages that carry it out, so every later decision is made from the messages
alone. It is dropped, and the model asked again with all that was seen, when a step fails or is refused, when somebody says
something in between, when a result does not fit where it is wanted, and when the plan itself says that it must look first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage
from langchain_core.messages.tool import ToolCall

from nodes.llm.example import ExampleBank
from nodes.llm.modes.constrained import ANSWER_NOW, answered
from nodes.llm.modes.forms import KEY, CallForms
from nodes.llm.modes.mode import Mode, Prompt, act, must_answer, new_call, text_of, unreadable, worked_examples
from nodes.llm.modes.omissions import forgotten_files, invented_numbers, leaves_out, mistaken_file
from nodes.llm.modes.plan import (
    NO_SUCH_STEP,
    PLAN_KEY,
    InvalidPlan,
    Plan,
    next_batch,
    plan_from_json,
    with_file,
    with_values,
    without_repeats,
)
from nodes.llm.modes.plan_text import example_turns, go_on, must_look, run_turns, unlikely_tools
from nodes.llm.modes.references import NotSubstitutable, filled
from nodes.llm.modes.reply import FoundCall, json_objects
from nodes.llm.modes.schema import inlined, plan_schema, response_format
from nodes.llm.modes.transcript import PastStep, add_notice, past_steps, render_earlier, split_run
from nodes.llm.port import Decision, DecisionMode, DecisionRequest
from nodes.prompts import render

MOST_EXAMPLES = 10_000
"""All of a bank: the nearest are shown, and the others tell what they leave out."""

_FORMAT = 'Send {"steps": [{"tool": "<tool>", <its arguments>}, …], "answer": "…"} and nothing else.'


class ShortPlanMode(Mode):
    """Ask once for all the steps and the answer, and again only where that is not enough.

    Args:
        bank: Where worked examples come from; `None` for none.
        examples: How many of them a prompt shows.
    """

    kind: ClassVar[DecisionMode] = DecisionMode.PLAN
    how: ClassVar[str] = "short plans held to a schema"

    def __init__(self, bank: ExampleBank | None = None, examples: int = 5) -> None:
        self._bank = bank
        self._examples = examples

    def settle(self, request: DecisionRequest) -> Decision | None:
        """Go on with the plan in the messages, as long as the results let it."""
        _, run = split_run(request)
        plan, carrier = _plan_in(run)
        if plan is None or carrier is None:
            return None
        steps = past_steps(run)
        called = [step for step in steps if step.name]
        if not _is_on_course(plan, called, run, carrier) or _is_made_up(request, plan, called):
            return None
        try:
            return _go_on(request, plan, [step.result for step in called], carrier)
        except NotSubstitutable:
            return None

    async def ask(self, request: DecisionRequest) -> Prompt:
        """One system prompt that stays the same for a registry, one user prompt that only grows."""
        earlier, run = split_run(request)
        alike = await worked_examples(self._bank, request, MOST_EXAMPLES)
        examples = alike[-self._examples :] if self._examples else ()
        answer_only = must_answer(request)
        forms = CallForms(request.tools)
        told = example_turns(examples, forms)
        turns = [
            HumanMessage(
                render(
                    "short_plan_turn",
                    context=request.context,
                    earlier=render_earlier(earlier),
                    goal=request.goal,
                )
            ),
            *run_turns(past_steps(run), forms),
        ]
        if answer_only or len(turns) > 1:
            add_notice(turns, ANSWER_NOW if answer_only else _what_next(run))
        schema = plan_schema(
            forms.schemas(without=_excluded(request, run, forms) if run else forms.words_of(unlikely_tools(alike))),
            request.answer_schema,
            answer_only=answer_only,
            least=_least_steps(request, run),
            look=len(turns) == 1 and must_look(examples),
        )
        return Prompt(
            [SystemMessage(render("short_plan", tools=forms.catalogue())), *told, *turns],
            {"response_format": response_format(schema, "plan"), "temperature": 0},
        )

    def read(self, request: DecisionRequest, reply: AIMessage) -> Decision:
        """Check the plan as a whole before its first step is taken."""
        values, thought, problem = json_objects(reply)
        if not values:
            return unreadable(reply, f"{problem} {_FORMAT}")
        _, run = split_run(request)
        called = [step for step in past_steps(run) if step.name]
        made = [None if step.failed else FoundCall(step.name, step.arguments or {}) for step in called]
        try:
            planned = plan_from_json(CallForms(request.tools).read_all(values[0]), first=len(called) + 1)
            plan = with_values(_mended(request, without_repeats(planned, made), called), made)
            if plan.steps and must_answer(request):
                raise InvalidPlan(f"No tool can be used any more. {ANSWER_NOW}")
            if forgotten := _forgotten(request, plan, run):
                return unreadable(
                    reply, forgotten if plan.steps or not planned.steps else f"{_REPEATED} {forgotten}", thought
                )
            if planned.steps and not plan.steps and plan.answer is None:
                return unreadable(reply, f"{_REPEATED} Send other steps, or the answer.", thought)
            decision = _go_on(request, plan, [step.result for step in called], reply, thought)
        except (InvalidPlan, NotSubstitutable) as error:
            return unreadable(reply, f"{error}. {_FORMAT}", thought)
        if decision is None:
            return unreadable(reply, f"The plan has neither a step nor an answer. {_FORMAT}", thought)
        return decision


def _what_next(run: Sequence[AnyMessage]) -> str:
    seen = sum(bool(step.name) for step in past_steps(run))
    return go_on(seen + 1) if seen else ""


def _last_note(run: Sequence[AnyMessage]) -> str:
    return text_of(run[-1]) if run and isinstance(run[-1], HumanMessage) else ""


_REPEATED = "These steps were made already, and their results stand above."


def _excluded(request: DecisionRequest, run: Sequence[AnyMessage], forms: CallForms) -> set[str]:
    """The forms that a model may not use now: it just repeated what it had done, or it has looked and must now do something."""
    if not (_last_note(run).startswith(_REPEATED) or _must_act(request, run)):
        return set()
    return {str(forms.write(step.name, step.arguments or {})[KEY]) for step in past_steps(run) if step.name}


def _must_act(request: DecisionRequest, run: Sequence[AnyMessage]) -> bool:
    """Whether a plan has looked at what it wanted to, and a file of the goal has not been spoken of yet."""
    plan, _ = _plan_in(run)
    steps = [step for step in past_steps(run) if step.name]
    if plan is None or plan.answer is not None or any(step.failed for step in steps) or _last_note(run):
        return False
    return bool(forgotten_files(request.goal, [step.arguments for step in steps]))


_FORGOT = "The plan does nothing with"


def _forgotten(request: DecisionRequest, plan: Plan, run: Sequence[AnyMessage]) -> str:
    """Why a plan that means to end the run is not complete; empty where it is, and where this was said before."""
    said = any(isinstance(message, HumanMessage) and _FORGOT in text_of(message) for message in run)
    if plan.answer is None or said or must_answer(request):
        return ""
    made = [step.arguments for step in past_steps(run) if step.name]
    names = forgotten_files(request.goal, [*made, *(step.arguments for step in plan.steps)])
    return f"{_FORGOT} {', '.join(names)}. Plan again, with every step that the goal asks for." if names else ""


def _plan_in(run: Sequence[AnyMessage]) -> tuple[Plan | None, AIMessage | None]:
    """The plan that the run's last model message carries."""
    last = next((message for message in reversed(run) if isinstance(message, AIMessage)), None)
    if last is None or not last.tool_calls:
        return None, None
    return Plan.from_message(last.additional_kwargs.get(PLAN_KEY)), last


def _mended(request: DecisionRequest, plan: Plan, called: Sequence[PastStep]) -> Plan:
    """The plan with the goal's file where it has a file of an example."""
    known = [(step.arguments, step.result) for step in called]
    mistaken = mistaken_file(request.goal, [step.arguments for step in plan.steps], known)
    return plan if mistaken is None or plan.answer is None else with_file(plan, *mistaken)


def _least_steps(request: DecisionRequest, run: Sequence[AnyMessage]) -> int:
    """How many steps a plan must have: one after a mere repetition, one more than in a plan that forgot something."""
    if _last_note(run).startswith(_REPEATED) or _must_act(request, run):
        return 1
    if not _last_note(run).startswith(_FORGOT) and NO_SUCH_STEP not in _last_note(run):
        return 0
    forgetful = next((message for message in reversed(run) if isinstance(message, AIMessage)), None)
    values = json_objects(forgetful)[0] if forgetful is not None else []
    listed = values[0].get("steps") if values and isinstance(values[0], dict) else None
    return len(listed) + 1 if isinstance(listed, list) else 0


def _is_made_up(request: DecisionRequest, plan: Plan, called: Sequence[PastStep]) -> bool:
    """Whether the plan is at its end and its answer states a number that nobody gave: then the model must look."""
    if plan.sent < len(plan.steps) or not isinstance(plan.answer, str) or must_answer(request):
        return False
    known = [request.goal, *((step.arguments, step.result) for step in called)]
    return bool(invented_numbers(plan.answer, known)) or leaves_out(plan.answer, called[-1].result if called else None)


def _is_on_course(plan: Plan, called: Sequence[PastStep], run: Sequence[AnyMessage], carrier: AIMessage) -> bool:
    """Whether every call that was planned has a result, and nobody has said anything since."""
    after = run[[message is carrier for message in run].index(True) :]
    interrupted = any(isinstance(message, HumanMessage) for message in after)
    planned = called[plan.first - 1 :]
    answered = all(step.observation is not None and not step.failed for step in planned)
    return not interrupted and answered and len(planned) == plan.sent


def _go_on(
    request: DecisionRequest, plan: Plan, results: Sequence[Any], reply: AIMessage, thought: str = ""
) -> Decision | None:
    """Take the next steps, or answer when there are none left; `None` where the model must look at the results.

    Raises:
        NotSubstitutable: A result does not fit where it is wanted.
    """
    waiting = plan.steps[plan.sent :]
    if waiting:
        if must_answer(request):
            return None
        schemas = {str(tool["name"]): inlined(tool.get("parameters") or {}) for tool in request.tools}
        batch = next_batch(waiting, plan.first + plan.sent, schemas)
        calls: list[ToolCall] = [
            new_call(step.name, filled(step.arguments, results, schema=schemas.get(step.name))) for step in batch
        ]
        return act(_blank(reply, plan), calls, thought, **{PLAN_KEY: plan.after(len(batch)).to_message()})
    if plan.answer is None:
        return None
    answer = filled(plan.answer, results, schema=inlined(request.answer_schema or {}))
    return answered(request, _blank(reply, plan), answer, thought)


def _blank(reply: AIMessage, plan: Plan) -> AIMessage:
    """The model's own message for the first decision of its plan; a new one, which cost nothing, for the later ones."""
    return reply if plan.sent == 0 else AIMessage(content="", id=f"plan-{uuid4().hex}")
