"""Fixtures that every room's tests share."""

from __future__ import annotations

import os

os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"  # read when LangGraph is imported: before any test module
for name in [*os.environ]:
    if name.startswith(("STANCHION_", "OPENAI_", "SERPAPI_", "LANGSMITH_", "LANGCHAIN_")):
        del os.environ[name]

from collections.abc import Callable, Iterator  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import pytest  # noqa: E402

from graph.agent import Agent, build_agent  # noqa: E402
from graph.settings import load_settings  # noqa: E402
from memory.system import MemorySystem  # noqa: E402
from tests.scenarios.toys import toy_registry  # noqa: E402


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a data folder of its own; the user's is never touched."""
    folder = tmp_path / "home"
    monkeypatch.setenv("STANCHION_HOME", str(folder))
    return folder


AgentMaker = Callable[..., Agent]


@pytest.fixture
def make_agent(home: Path) -> Iterator[AgentMaker]:
    """Builds agents on one real SQLite file, as several processes one after another would; closes them."""
    made: list[Agent] = []

    def make(model: Any, **options: Any) -> Agent:
        options.setdefault("tools", toy_registry())
        options.setdefault("memory", MemorySystem())
        agent = build_agent(model=model, settings=load_settings(), **options)
        made.append(agent)
        return agent

    yield make
    for agent in made:
        agent.close()
