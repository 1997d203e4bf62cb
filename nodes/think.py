"""THINK: ask the model for the next action or the final answer, within the run's budgets."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime
from langgraph.types import Overwrite

from nodes import budgets
from nodes.context import AgentContext
from nodes.llm.port import Decision, DecisionRequest, Usage
from nodes.opening import check_goal, open_run
from nodes.progress import tell_step
from nodes.records import Outcome, RunRecord, Thought
from nodes.settling import settled
from nodes.state import AgentState, AgentUpdate, new_goal
from nodes.storable import storable
from nodes.typed_answer import complaint_about


async def think(state: AgentState, runtime: Runtime[AgentContext]) -> AgentUpdate:
    """Decide on the next action; open a run first if the input asks for one."""
    context = runtime.context
    update: AgentUpdate = {}
    if (goal := state.get("goal")) is not None:
        check_goal(goal)
    asked = new_goal(state)
    if asked is not None:
        update = open_run(state, settled(state, asked, context))
        state = _applied(state, update)
    run = state.get("run")
    if run is None:
        check_goal("")
        raise AssertionError("unreachable: an empty goal is refused")
    usage = state.get("usage") or Usage()
    end = (
        state.get("outcome")
        or budgets.spent(run.limits, usage, before_asking=True)
        or budgets.stuck(state.get("steps") or [])
    )
    if end is not None:
        return {**update, "outcome": end}
    tell_step(runtime.stream_writer, state, "thinking", usage)
    return {**update, **(await _decide(state, run, usage, context, update))}


def _applied(state: AgentState, update: AgentUpdate) -> AgentState:
    """The state as the rest of this node should see it."""
    merged: dict[str, Any] = {**state, **update}
    for name in ("messages", "steps"):
        written = merged.get(name)
        if isinstance(written, Overwrite):
            merged[name] = written.value
        elif name in update:
            merged[name] = [*(state.get(name) or []), *(written or [])]
    return merged  # type: ignore[return-value]


async def _decide(
    state: AgentState, run: RunRecord, usage: Usage, context: AgentContext, opened: AgentUpdate
) -> AgentUpdate:
    ports = context.ports
    steps = state.get("steps") or []
    steps_left = run.limits.max_steps - usage.steps
    request = DecisionRequest(
        goal=run.goal,
        messages=state.get("messages") or [],
        tools=ports.tools.list_tools(),
        steps_left=steps_left,
        must_answer=bool(steps) and budgets.is_repeating(steps[-1]),
        answer_schema=run.answer_schema,
        context=state.get("briefing") or "",
    )
    started, began = ports.clock(), ports.timer()
    limit = run.limits.max_seconds
    try:
        async with asyncio.timeout(None if limit is None else max(0.001, limit - usage.seconds)) as deadline:
            decision = await ports.model.decide(request)
    except TimeoutError:
        if limit is None or not deadline.expired():
            raise  # the model's own, not ours
        late = replace(usage, steps=usage.steps + 1, seconds=max(limit, usage.seconds))
        return {"usage": late, "outcome": budgets.spent(run.limits, late, before_asking=False)}
    seconds = ports.timer() - began
    cost = replace(decision.usage, steps=1, seconds=seconds)
    reply = _own(decision.message, f"{run.id}:{usage.steps + 1}", state)
    thought = _read(decision, reply, run, started, seconds, cost)
    result: AgentUpdate = {"thought": thought, "usage": usage + cost}
    mine = opened.get("messages")
    if isinstance(mine, Overwrite):
        result["messages"] = Overwrite([*mine.value, reply])
    else:
        result["messages"] = [*(mine or []), reply]
    end = _end(thought, reply) or (
        None if thought.is_final_answer else budgets.spent(run.limits, usage + cost, before_asking=False)
    )
    if end is not None:
        result["outcome"] = end
    return result


def _own(message: AIMessage, id_: str, state: AgentState) -> AIMessage:
    """The reply under an id of ours, with call ids that are unique in the thread: some servers number from 0 in each reply."""
    known = {
        call["id"]
        for earlier in state.get("messages") or []
        if isinstance(earlier, AIMessage)
        for call in earlier.tool_calls
    }
    calls = []
    for index, call in enumerate(message.tool_calls):
        unique = call["id"] if call["id"] and call["id"] not in known else f"call_{id_}_{index}".replace(":", "_")
        known.add(unique)
        calls.append({**call, "name": storable(call["name"]), "args": storable(call["args"]), "id": storable(unique)})
    own = {
        "id": f"{id_}:reply",
        "content": storable(message.content),
        "tool_calls": calls,
        "invalid_tool_calls": storable(message.invalid_tool_calls),
        "additional_kwargs": storable({k: v for k, v in message.additional_kwargs.items() if k != "tool_calls"}),
        "response_metadata": storable(message.response_metadata),
    }
    return message.model_copy(update=own)


def _read(decision: Decision, reply: AIMessage, run: RunRecord, started: float, seconds: float, cost: Usage) -> Thought:
    answer, malformed = decision.answer, decision.malformed
    if (
        answer is not None
        and run.answer_schema is not None
        and (complaint := complaint_about(answer, run.answer_schema))
    ):
        answer, malformed = None, complaint
    calls = [dict(call) for call in reply.tool_calls]
    return Thought(storable(decision.thought), storable(answer), calls, malformed, started, seconds, cost)


def _end(thought: Thought, reply: AIMessage) -> Outcome | None:
    if not thought.is_final_answer:
        return None
    for flag, reason, text in _SHORTFALLS:
        if parts := reply.additional_kwargs.get(flag):
            return Outcome(False, thought.answer, f"{text}: {'; '.join(str(part) for part in parts)}", reason)
    return Outcome(success=True, answer=thought.answer)


_SHORTFALLS = (
    ("unread", "not_understood", "Not done, because it was not understood"),
    ("failed", "failures", "Tried without success"),
)
"""What a model may say of its own answer: the parts of the goal that it did not reach."""
