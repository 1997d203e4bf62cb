"""A model for whole plans: what it says is a function of what it is shown, so that every process can go on with it.

A task's description is what to do: `look 5` calls the tool `look` with the text `5`; `say 5` answers `5` at once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from graph.agent import Agent
from nodes.llm.modes.constrained import ANSWER_NOW
from nodes.llm.scripted import Reply, ScriptedModel, answer, call
from nodes.planning.plan import Task

PLAN, REPLAN, COMPOSE = "Split the goal", "A task of the plan failed", "The goal was worked on in several tasks"


def task(line: str) -> Task:
    """`c < a b: look 5` is the task c, which needs a and b."""
    head, _, description = line.partition(": ")
    id_, _, needs = head.partition("<")
    return Task(id_.strip(), description, dependencies=needs.split())


def plan(*lines: str) -> str:
    """The lines as a model writes a plan."""
    tasks = [task(line) for line in lines]
    return json.dumps(
        {"tasks": [{"id": t.id, "description": t.description, "dependencies": t.dependencies} for t in tasks]}
    )


def brain(*plans: Reply, composed: Reply = "put together", on_task: Callable[..., Reply] | None = None) -> Any:
    """A function of the messages: the first plan, then one for each time that the rest is planned anew.

    Args:
        plans: What is said to PLAN and, by the tasks that have failed so far, to REPLAN.
        composed: What is said to ANSWER.
        on_task: Works on tasks instead of `work`.
    """

    def reply(messages: list[Any]) -> Reply:
        asked = kind_of(messages)
        if asked == "plan":
            return plans[0]
        if asked == "replan":
            return plans[_next(messages, plans)]
        if asked == "compose":
            return composed
        return (on_task or work)(messages)

    return reply


def _next(messages: list[Any], plans: Sequence[Reply]) -> int:
    """Which plan follows the one that failed, by the failed task's words."""
    prompt = next(message.text for message in messages if REPLAN in message.text)
    words = prompt.split("Failed: ")[1].splitlines()[0]
    return min(len(plans) - 1, 1 + max(n for n, text in enumerate(plans) if words in str(text)))


def work(messages: list[Any]) -> Reply:
    """Do what the task says, by one call, and give its result as the answer."""
    last = next(message for message in reversed(messages) if message.text != ANSWER_NOW)
    if isinstance(last, ToolMessage):
        return answer(f"NOT DONE: {last.text}") if last.status == "error" else answer(last.text)
    verb, _, text = _task_of(messages).partition(" ")
    return answer(text) if verb == "say" else call(verb, text=text)


def _task_of(messages: list[Any]) -> str:
    spoken = [message.text for message in messages if isinstance(message, HumanMessage) and message.text != ANSWER_NOW]
    return spoken[-1].splitlines()[0]


def kind_of(messages: list[Any]) -> str:
    """What a prompt is about: plan, replan, compose, or the words of a task."""
    first = next(message for message in messages if isinstance(message, HumanMessage)).text
    starts = {PLAN: "plan", REPLAN: "replan", COMPOSE: "compose"}
    return next((kind for start, kind in starts.items() if first.startswith(start)), "") or _task_of(messages)


def thinker(reply: Any, times: int = 300) -> ScriptedModel:
    """A scripted model that always answers by this function."""
    return ScriptedModel([reply] * times)


def asked(model: ScriptedModel) -> Counter[str]:
    """How often the model was asked about what."""
    return Counter(kind_of(list(prompt)) for prompt in model.prompts)


def stages(agent: Agent, value: Any, thread_id: str = "t", **options: Any) -> list[str]:
    """The stages of the controller that ran, in order; a wave's loops count as one, and a stop at a question not."""
    path: list[str] = []
    config = agent.config(thread_id)
    for part in agent.graph.stream(value, config, stream_mode="updates", version="v2", durability="sync", **options):
        for node in part["data"]:
            if node != "__interrupt__" and path[-1:] != [node]:
                path.append(node)
    return path


def texts(tool: Any) -> list[str]:
    """What a toy was called with."""
    return list(tool.texts)


def said(messages: Sequence[Any]) -> list[str]:
    """What people and the model said."""
    return [message.text for message in messages if isinstance(message, HumanMessage | AIMessage)]
