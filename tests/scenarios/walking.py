"""Walking a graph: which node followed which."""

from __future__ import annotations

from typing import Any

from langgraph.types import Command

from graph.agent import Agent
from graph.builder import AgentGraph
from graph.threads import read_decisions


def path_of(graph: AgentGraph, value: Any, config: Any, **options: Any) -> list[str]:
    """The nodes that ran, in order; an open question counts as its node."""
    path: list[str] = []
    for part in graph.stream(value, config, stream_mode="updates", version="v2", durability="sync", **options):
        for node in part["data"]:
            path.append("approval" if node == "__interrupt__" else node)
    return path


def walk(agent: Agent, goal: str, *answers: Any, thread_id: str = "t", **knobs: Any) -> list[str]:
    """Run a goal, answering questions as they come; the whole path, each stop at a question once."""
    from nodes.context import RunKnobs

    path = path_of(agent.graph, {"goal": goal}, agent.config(thread_id), context=RunKnobs(**knobs))
    for answer in answers:
        waiting = agent.result(thread_id).interrupts
        more = path_of(agent.graph, Command(resume=read_decisions(answer, waiting)), agent.config(thread_id))
        path += more[1:] if more[:1] == ["approval"] and path[-1:] == ["approval"] else more
    return path


def edges_of(path: list[str]) -> set[tuple[str, str]]:
    """The transitions of a path that began at START and ended at END."""
    return set(zip(["__start__", *path], [*path, "__end__"], strict=True))
