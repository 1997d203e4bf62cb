"""Putting the parts together: from settings to the ports that a process's graph runs on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.mcp_servers import register_mcp_tools
from graph.settings import Settings
from nodes.context import Ports
from nodes.llm.port import DecisionMode, DecisionModel
from nodes.llm.rules_first.setting import RulesFirstSetting
from nodes.planning.plan import PlanningMode
from nodes.planning.port import Planner
from nodes.records import Limits
from nodes.safety.guards import ApprovalMode
from nodes.safety.policy import CAREFUL, Policy

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from memory.database import Database
    from memory.system import MemorySystem
    from tools.registry import ToolRegistry

OFFLINE_RULES = "offline rules"
"""What the label of a model says where the rules decide, alone or first."""
MODEL_TIMEOUT_SECONDS = 120.0
"""For one answer of a model where nothing else is set."""


@dataclass(frozen=True)
class Parts:
    """What a caller in Python gives instead of what the settings would make.

    Attributes:
        model: A chat model, a decision model, or a name as `--model` takes it.
        tools: A registry that replaces the built-in tools, or further tools beside them.
        memory: The memories.
        policy: What is allowed, asked about, denied.
        mode: How to ask the model.
        fallback: Asked when the first model stays unavailable.
        limits: Budgets of a run that sets none.
        approvals: What becomes of calls that need a person.
        planning: Whether goals are planned.
        planner: Splits goals.
    """

    model: str | BaseChatModel | DecisionModel | None = None
    tools: ToolRegistry | Iterable[Any] | None = None
    memory: MemorySystem | None = None
    policy: Policy = CAREFUL
    mode: DecisionMode | None = None
    fallback: BaseChatModel | DecisionModel | None = None
    limits: Limits | None = None
    approvals: ApprovalMode | None = None
    planning: PlanningMode | None = None
    planner: Planner | None = None


def open_ports(settings: Settings, parts: Parts, database: Database) -> Ports:
    """Open everything that a process needs; nothing is loaded that is not used.

    Raises:
        ModelNotConfigured: If the named model is not set up.
        ToolError: If a tool cannot be registered.
        StoreError: If a store cannot be opened.
    """
    from memory.ledger import Ledger

    memory = parts.memory or open_memory(database)
    model = open_model(settings, parts)
    tools = open_tools(settings, parts, memory)
    if settings.mcp and tools is parts.tools:
        tools = tools.subset(tools.names)  # the caller's registry stays as it is: another agent may be built on it
    end_sessions = register_mcp_tools(tools, settings)
    return Ports(
        model=model,
        tools=tools,
        ledger=Ledger(database),
        memory=memory,
        policy=parts.policy,
        limits=parts.limits or settings.limits,
        approvals=parts.approvals or settings.approvals,
        approver=settings.user,
        planner=parts.planner or open_planner(model),
        planning=parts.planning or settings.planning,
        max_parallel_tasks=settings.max_parallel_tasks,
        asks_plan=settings.approve_plan,
        on_close=(end_sessions,) if end_sessions is not None else (),
    )


def open_memory(database: Database) -> MemorySystem:
    """The memories on the given database; the embedder loads at the first use."""
    from memory.embeddings import MiniLMEmbeddings
    from memory.episodic import EpisodicMemory
    from memory.semantic import SemanticMemory
    from memory.system import MemorySystem

    return MemorySystem(semantic=SemanticMemory(database, MiniLMEmbeddings()), episodic=EpisodicMemory(database))


def open_tools(settings: Settings, parts: Parts, memory: MemorySystem) -> ToolRegistry:
    """The registry: the one given, or the built-in tools and those that the settings and the caller add."""
    from tools.registry import ToolRegistry, load_tools

    if isinstance(parts.tools, ToolRegistry):
        return parts.tools
    registry = ToolRegistry()
    for tool in _builtin(settings, memory):
        registry.register(tool)
    for tool in parts.tools or ():
        registry.register(tool)
    if settings.tools:
        registry = registry.merge(load_tools(settings.tools))
    return registry


def _builtin(settings: Settings, memory: MemorySystem) -> list[Any]:
    from tools.builtin import builtin_tools
    from tools.recall import RecallTool
    from tools.remember import RememberTool
    from tools.workspace import Workspace

    tools: list[Any] = builtin_tools(
        Workspace(settings.workspace, trash=settings.trash_folder),
        search_api_key=settings.search_api_key.get_secret_value() if settings.search_api_key else None,
        search_base_url=settings.search_base_url,
        secrets=lambda name: settings.secrets[name].get_secret_value(),
        secret_hosts=settings.secret_hosts,
        allow_hosts=settings.allow_hosts,
    )
    if memory.semantic is not None:
        tools += [RememberTool(memory.semantic), RecallTool(memory.semantic)]
    return tools


def open_model(settings: Settings, parts: Parts) -> DecisionModel:
    """The model that answers: the one given, or the one that the settings choose."""
    from langchain_core.language_models import BaseChatModel

    from nodes.llm.decider import ModelDecider

    fallback = parts.fallback
    if isinstance(fallback, BaseChatModel):
        fallback = ModelDecider(fallback)
    timeout = settings.model_timeout_seconds or MODEL_TIMEOUT_SECONDS
    if isinstance(parts.model, BaseChatModel):
        decider = ModelDecider(
            parts.model,
            mode=parts.mode or settings.mode,
            fallback=fallback,
            timeout_seconds=timeout,
            examples=open_examples(),
        )
        return _behind_rules(decider, settings)
    if parts.model is not None and not isinstance(parts.model, str):
        return parts.model
    return _chosen(settings, parts, fallback)


def _behind_rules(decider: DecisionModel, settings: Settings) -> DecisionModel:
    """A caller's own model behind the offline rules, where the settings say so; by themselves they leave it alone."""
    if settings.rules_first is not RulesFirstSetting.ON:
        return decider
    from nodes.llm.rules_first.decider import RulesFirst
    from nodes.llm.rules_first.trust import BEFORE_SMALL

    return RulesFirst(decider, BEFORE_SMALL)


def open_planner(model: DecisionModel) -> Planner:
    """The planner beside that model: rules where the rules decide, else the model itself."""
    if OFFLINE_RULES in model.label:
        from nodes.planning.rules_planner import RulesPlanner

        return RulesPlanner()
    from nodes.planning.model_planner import ModelPlanner
    from nodes.typed_answer import complaint_about

    return ModelPlanner(model, complaint=complaint_about)


def _chosen(settings: Settings, parts: Parts, fallback: DecisionModel | None) -> DecisionModel:
    from nodes.llm.sources.choice import choose_model

    return choose_model(model_settings(settings, parts)).decider(examples=open_examples(), fallback=fallback)


def model_settings(settings: Settings, parts: Parts) -> Any:
    """The part of the settings that says which model answers."""
    from nodes.llm.sources.model_settings import ModelSettings

    return ModelSettings(
        cache_dir=settings.home,
        model=parts.model if isinstance(parts.model, str) else settings.model,
        api_key=settings.api_key,
        base_url=settings.base_url,
        gguf=settings.gguf,
        fallback_model=settings.fallback_model,
        mode=parts.mode or settings.mode,
        rules_first=settings.rules_first,
        timeout_seconds=settings.model_timeout_seconds,
    )


def open_examples() -> Any:
    """The bank of worked examples; it loads at the first question of a model that is shown examples."""
    from nodes.llm.examples.bank import BundledExamples

    return BundledExamples()


def database_path(settings: Settings, given: str | Path | None) -> str:
    """Where the database is: as given, or as the settings say."""
    return str(given) if given is not None else settings.database
