"""Measures the agents of the planning benchmark against each other, side by side in one process."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.planning_agents import Open, Reached, controller, deepagents, plain, reach, right_sized
from bench.planning_script import SlowModel, Style
from bench.planning_shapes import Shape
from nodes.llm.scripted import call

OURS = "controller"
IN_SEQUENCE = "controller, one task at a time"
PLAIN = "create_agent"

Contender = Callable[[], tuple[Open, SlowModel]]
"""Makes an agent and its model anew for each run."""


class WrongWork(RuntimeError):  # noqa: N818 - reads as the sentence it stands for
    """An agent ended without the work that it was given; its time means nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one agent took for one plan.

    Attributes:
        plan: The shape's name.
        model_seconds: How long each answer of the model took.
        agent: Whose row it is.
        seconds: Wall-clock seconds of each run.
        ratio: The median over the runs of this agent's seconds by the controller's of the same round.
        calls: How often the model was asked.
        prompt_tokens: Texts that it was shown.
        tool_tokens: Descriptions of tools sent along.
    """

    plan: str
    model_seconds: float
    agent: str
    seconds: tuple[float, ...]
    ratio: float
    calls: int
    prompt_tokens: int
    tool_tokens: int

    @property
    def median(self) -> float:
        """The median of `seconds`."""
        return statistics.median(self.seconds)


@dataclass(frozen=True, slots=True)
class Trivial:
    """A goal that needs no plan.

    Attributes:
        goal: What the user asks for.
        replies: What the model answers, turn by turn.
        said: What the answer must hold.
        files: What must lie in the workspace afterwards.
    """

    goal: str
    replies: tuple[Any, ...]
    said: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Small:
    """What a trivial goal cost in one agent; as in `Row`."""

    goal: str
    agent: str
    calls: int
    prompt_tokens: int
    tool_tokens: int


TRIVIAL = (
    Trivial("what is the capital of France?", ("Paris.",), "Paris", {}),
    Trivial("what is 2+2", (call("calculator", expression="2+2"), "2+2 is 4."), "4", {}),
    Trivial(
        "save 6*7 to x.txt",
        (
            call("calculator", expression="6*7"),
            call("file_operations", operation="write", filepath="x.txt", content="42"),
            "I saved 42 to x.txt.",
        ),
        "42",
        {"x.txt": "42"},
    ),
)


def contenders(
    shape: Shape, service_seconds: float, model_seconds: float, styles: Sequence[Style]
) -> dict[str, Contender]:
    """Who is compared; the controller comes first."""
    agents: dict[str, Contender] = {
        OURS: lambda: controller(shape, service_seconds, model_seconds),
        IN_SEQUENCE: lambda: controller(shape, service_seconds, model_seconds, parallel=1),
    }
    for style in styles:
        agents[f"deepagents, {style}"] = lambda style=style: deepagents(shape, service_seconds, model_seconds, style)  # type: ignore[misc]
    return agents


async def measure_plan(
    shape: Shape, service_seconds: float, model_seconds: float, repeat: int, styles: Sequence[Style] = tuple(Style)
) -> list[Row]:
    """Run one plan in every agent, round by round, so that what else the machine does meets all alike.

    Args:
        shape: The plan.
        service_seconds: How long each call of the service takes.
        model_seconds: How long each answer of the model takes.
        repeat: How many rounds are counted; one more, before them, is not.
        styles: Which ways of working in deepagents.

    Raises:
        WrongWork: If an agent's answer lacks a value.
    """
    agents = contenders(shape, service_seconds, model_seconds, styles)
    rounds = [{name: await _run(shape, agent) for name, agent in agents.items()} for _ in range(repeat + 1)][1:]
    return [_row(shape, model_seconds, name, rounds) for name in agents]


async def measure_trivial(goals: Sequence[Trivial] = TRIVIAL, with_rival: bool = True) -> list[Small]:
    """Run each trivial goal in our agent as it comes and in `create_agent`.

    Raises:
        WrongWork: If the answer or a file is not as it must be.
    """
    makers = {OURS: right_sized, **({PLAIN: plain} if with_rival else {})}
    found = []
    for trivial in goals:
        for name, make in makers.items():
            reached = await _run_trivial(trivial, *make(list(trivial.replies)))
            found.append(Small(trivial.goal, name, reached.calls, reached.prompt_tokens, reached.tool_tokens))
    return found


async def _run(shape: Shape, agent: Contender) -> Reached:
    open_agent, model = agent()
    with tempfile.TemporaryDirectory(prefix="planning-") as folder:
        reached = await reach(open_agent, model, shape.goal, Path(folder))
    if lacking := [value for value in shape.values().values() if value not in reached.answer]:
        raise WrongWork(f"the answer lacks {', '.join(lacking)}: {reached.answer!r}")
    return reached


async def _run_trivial(trivial: Trivial, open_agent: Open, model: SlowModel) -> Reached:
    with tempfile.TemporaryDirectory(prefix="planning-") as folder:
        workspace = Path(folder) / "workspace"
        workspace.mkdir()
        reached = await reach(open_agent, model, trivial.goal, Path(folder))
        files = {path.name: path.read_text(encoding="utf-8") for path in workspace.iterdir()}
    if trivial.said not in reached.answer or files != trivial.files:
        raise WrongWork(f"{trivial.goal!r} ended with {reached.answer!r} and the files {files!r}")
    return reached


def _row(shape: Shape, model_seconds: float, name: str, rounds: Sequence[Mapping[str, Reached]]) -> Row:
    mine = [found[name] for found in rounds]
    ratios = [found[name].seconds / found[OURS].seconds for found in rounds]
    last = mine[-1]
    return Row(
        shape.name,
        model_seconds,
        name,
        tuple(run.seconds for run in mine),
        statistics.median(ratios),
        last.calls,
        last.prompt_tokens,
        last.tool_tokens,
    )
