"""From arguments to an agent."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.settings import load_settings
from nodes.planning.plan import PlanningMode
from nodes.safety.policy import CAREFUL

if TYPE_CHECKING:
    from graph.agent import Agent
    from graph.cli_streams import Streams


@contextmanager
def open_agent(arguments: argparse.Namespace, streams: Streams, **parts: Any) -> Iterator[Agent]:
    """The agent that the arguments describe, closed at the end.

    Args:
        arguments: What is not among them keeps its setting.
        streams: Whose `build` makes the agent.
        parts: Further arguments of `build_agent`.

    Raises:
        SettingsError: A setting cannot be read.
        PolicyError: A tool is named twice.
        StoreError: The database cannot be opened.
    """
    from graph.agent import build_agent

    given = vars(arguments)
    settings = load_settings()
    if given.get("tools"):
        settings = replace(settings, tools=given["tools"])
    if given.get("mcp"):
        settings = replace(settings, mcp=tuple(given["mcp"]))
    if given.get("mcp_accept"):
        settings = replace(settings, mcp_accept=tuple(given["mcp_accept"]))
    if "allow" in given:
        policy = CAREFUL.with_tools(allow=given["allow"], ask=given["ask"], deny=given["deny"])
        parts.setdefault("policy", policy)
    # Of all that is asked about a thread the answer is in the same graph; whether a goal is planned is settled by its run.
    planning = settings.planning if settings.planning is not PlanningMode.NEVER else PlanningMode.AUTO
    parts.setdefault("planning", planning)
    for name in ("model", "mode", "workspace", "database"):
        if given.get(name) is not None:
            parts[name] = given[name]
    with (streams.build or build_agent)(settings=settings, **parts) as agent:
        yield agent
