"""The agent: composition root, public names, and the graph that `langgraph.json` serves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver

from graph.builder import LazyPorts, build_controller, build_graph, compile_graph
from graph.composition import Parts, database_path, open_ports
from graph.facade import Agent
from graph.result import AgentResult, PendingQuestion, RunStatus
from graph.settings import Settings, load_settings
from memory.episodic import Episode
from memory.errors import StoreError
from memory.system import MemorySystem
from nodes.llm.port import DecisionMode, DecisionModel, Usage
from nodes.planning.plan import PlanningMode, Task, TaskStatus
from nodes.planning.planner import TaskPlanner
from nodes.planning.replan import ReplanningStrategy
from nodes.planning.tracker import TaskTracker
from nodes.records import Action, Limits, Observation, Step, Thought
from nodes.safety.guards import ApprovalMode
from nodes.safety.policy import CAREFUL, Policy
from tools.base import Tool, ToolInput, ToolOutput

if TYPE_CHECKING:
    from memory.database import Database
    from tools.registry import ToolRegistry


def build_agent(
    *,
    model: str | BaseChatModel | DecisionModel | None = None,
    tools: ToolRegistry | Iterable[Any] | None = None,
    memory: MemorySystem | None = None,
    workspace: str | Path | None = None,
    database: str | Path | None = None,
    checkpointer: BaseCheckpointSaver[Any] | None = None,
    policy: Policy = CAREFUL,
    limits: Limits | None = None,
    approvals: ApprovalMode | str | None = None,
    planning: PlanningMode | str | None = None,
    mode: DecisionMode | str | None = None,
    fallback: BaseChatModel | DecisionModel | None = None,
    settings: Settings | None = None,
) -> Agent:
    """Build an agent.

    Args:
        model: A LangChain chat model, a decision model, or a name (`offline`, `local`, `gguf:FILE`, `openai:NAME`); the
            environment decides if omitted.
        tools: A registry that replaces the built-in tools, or tools (LangChain tools, functions, `Tool`s) beside them.
        memory: The memories; on the database if omitted.
        workspace: The only folder that file tools can reach.
        database: The SQLite file of checkpoints, ledger and memories.
        checkpointer: Any LangGraph checkpointer, instead of the SQLite file.
        policy: What is allowed, asked about, denied.
        limits: Budgets of a run that sets none.
        approvals: `ask`, `deny` or `fail`: what becomes of calls that need a person.
        planning: `auto`, `always` or `never`: whether goals are split into tasks; with `never` the graph is the loop alone.
        mode: `auto`, `native`, `json`, `plan` or `text`: how the model is asked.
        fallback: Asked when the model stays unavailable.
        settings: Instead of the environment's.

    Returns:
        The agent; model, tools and stores open at its first use.

    Raises:
        SettingsError: If the environment holds a value that cannot be read.
        StoreError: If the database cannot be opened.
    """
    from graph.checkpoints import usable
    from memory.database import Database

    settings = settings or load_settings()
    settings = replace(settings, database=database_path(settings, database))
    if workspace is not None:
        settings = replace(settings, workspace=Path(workspace))
    parts = Parts(
        model=model,
        tools=tools,
        memory=memory,
        policy=policy,
        mode=DecisionMode(mode) if mode is not None else None,
        fallback=fallback,
        limits=limits,
        approvals=ApprovalMode(approvals) if approvals is not None else None,
        planning=PlanningMode(planning) if planning is not None else settings.planning,
    )
    store = Database(settings.database)
    ports = LazyPorts(lambda: open_ports(settings, parts, store))
    saver = usable(checkpointer) if checkpointer is not None else _checkpoints(store)
    build = build_graph if parts.planning is PlanningMode.NEVER else build_controller
    return Agent(compile_graph(build(ports), saver), ports, settings, saver)


def _checkpoints(store: Database) -> BaseCheckpointSaver[Any]:
    """Checkpoints in the same file as the rest; it is checked first, so that one that is too new is left untouched."""
    from graph.checkpoints import SqliteCheckpoints

    if store.path is None:
        raise StoreError("The database is no SQLite file and cannot hold checkpoints: pass checkpointer=, too.")
    store.open()
    return SqliteCheckpoints(store.path)


class AgentReasoningLoop:
    """The source architecture's name for an agent over a model, tools and memory.

    Args:
        llm: As `build_agent`'s `model`.
        tools: As `build_agent`'s `tools`.
        memory: As `build_agent`'s `memory`.
        max_steps: Turns of the loop.
        options: Further arguments of `build_agent`.
    """

    def __init__(
        self, llm: Any, tools: Any = None, memory: MemorySystem | None = None, max_steps: int = 15, **options: Any
    ) -> None:
        self.llm, self.tools, self.memory, self.max_steps = llm, tools, memory, max_steps
        self.agent = build_agent(model=llm, tools=tools, memory=memory, limits=Limits(max_steps=max_steps), **options)

    def run(self, goal: str) -> AgentResult:
        """Loop until the goal is achieved or the steps are spent."""
        return self.agent.run(goal)


def _open_server_ports() -> Any:
    from memory.database import Database

    settings = load_settings()
    return open_ports(settings, Parts(), Database(settings.database))


graph = compile_graph(build_controller(LazyPorts(_open_server_ports)))
"""What `langgraph.json` serves: no checkpointer, since the server brings its own."""

__all__ = [
    "Action",
    "Agent",
    "AgentReasoningLoop",
    "AgentResult",
    "Episode",
    "MemorySystem",
    "Observation",
    "PendingQuestion",
    "ReplanningStrategy",
    "RunStatus",
    "Step",
    "Task",
    "TaskPlanner",
    "TaskStatus",
    "TaskTracker",
    "Thought",
    "Tool",
    "ToolInput",
    "ToolOutput",
    "Usage",
    "build_agent",
    "graph",
]
