from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from bench import planning
from bench.planning_measures import (
    OURS,
    PLAIN,
    TRIVIAL,
    Trivial,
    WrongWork,
    measure_plan,
    measure_trivial,
)
from bench.planning_script import Style, controller_model, deepagents_model
from bench.planning_shapes import DIAMOND, Shape, value_of, wide
from nodes.llm.scripted import call
from nodes.planning.plan import complaints_about
from nodes.planning.planner import read_tasks

needs_rivals = pytest.mark.skipif(
    importlib.util.find_spec("deepagents") is None or importlib.util.find_spec("langchain") is None,
    reason="the extra `bench` is not installed",
)


@pytest.mark.parametrize("shape", [DIAMOND, wide(2), wide(20)])
def test_a_shape_is_a_plan_that_can_be_run(shape: Shape) -> None:
    tasks = read_tasks(shape.plan())

    assert complaints_about(tasks) == []
    assert {task.id: tuple(task.dependencies) for task in tasks} == shape.needs


def test_a_shape_knows_its_next_tasks_and_its_values() -> None:
    assert DIAMOND.ready({"t1"}) == ["t2", "t3"]
    assert DIAMOND.ready({"t1", "t2"}) == ["t3"]
    assert DIAMOND.values()["t4"] == "t4[t2[t1[]] t3[t1[]]]"
    assert len(wide(20).values()) == 20


@pytest.mark.parametrize("shape", [DIAMOND, wide(3)])
async def test_the_controller_is_measured_against_itself_in_sequence(shape: Shape) -> None:
    ours, sequence = await measure_plan(shape, 0.0, 0.0, repeat=1, styles=())

    assert ours.agent == OURS
    assert ours.ratio == 1.0
    assert len(ours.seconds) == len(sequence.seconds) == 1
    # The plan, two turns for each task, the answer: the same work however many tasks run at once.
    assert ours.calls == sequence.calls == 2 * len(shape.needs) + 2
    assert ours.prompt_tokens > 0
    assert ours.tool_tokens > 0


async def test_an_answer_that_lacks_a_value_is_no_measurement() -> None:
    class Forgetful(Shape):
        def values(self) -> dict[str, str]:
            return {**super().values(), "t9": value_of("t9", [])}

    with pytest.raises(WrongWork, match=r"lacks t9\[\]"):
        await measure_plan(Forgetful("forgetful", wide(2).needs), 0.0, 0.0, repeat=1, styles=())


async def test_what_a_task_gives_the_service_follows_from_what_its_loop_is_shown() -> None:
    model, task = controller_model(DIAMOND), HumanMessage("Ask the service about item t2")

    forgotten = await model.ainvoke([task])
    told = await model.ainvoke([HumanMessage("Ask the service about item t1"), AIMessage("It is t1[]"), task])

    assert forgotten.tool_calls[0]["args"] == {"item": "t2", "given": []}
    assert told.tool_calls[0]["args"] == {"item": "t2", "given": ["t1[]"]}


async def test_trivial_goals_take_no_more_calls_than_turns() -> None:
    found = await measure_trivial(with_rival=False)

    assert [(row.agent, row.calls) for row in found] == [(OURS, len(trivial.replies)) for trivial in TRIVIAL]


async def test_a_trivial_goal_that_leaves_no_file_is_no_measurement() -> None:
    empty = Trivial("save 6*7 to x.txt", (call("calculator", expression="6*7"), "Saved 42."), "42", {"x.txt": "42"})

    with pytest.raises(WrongWork, match="files"):
        await measure_trivial([empty], with_rival=False)


@pytest.mark.parametrize(
    ("style", "first", "second"),
    [
        (Style.ONE_BY_ONE, ["write_todos"], ["write_todos", "service"]),
        (Style.PARALLEL, ["write_todos"], ["write_todos", "service", "service", "service"]),
        (Style.SUBAGENTS, ["write_todos"], ["write_todos", "task", "task", "task"]),
        (Style.BARE, ["service", "service", "service"], None),
    ],
)
async def test_each_style_asks_in_its_own_way(style: Style, first: list[str], second: list[str] | None) -> None:
    shape = wide(3)
    model, goal = deepagents_model(shape, style), HumanMessage(shape.goal)

    opening = await model.ainvoke([goal])
    assert [item["name"] for item in opening.tool_calls] == first
    if second is not None:
        listed = ToolMessage("Updated", name="write_todos", tool_call_id=opening.tool_calls[0]["id"])
        turn = await model.ainvoke([goal, opening, listed])
        assert [item["name"] for item in turn.tool_calls] == second


def test_the_command_prints_tables_and_writes_what_it_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "results" / "planning.json"
    words = ["--ours", "--shapes", "wide2", "--repeat", "1", "--service-seconds", "0", "--model-seconds", "0"]

    assert planning.main([*words, "--json", str(file)]) == 0

    told, record = capsys.readouterr().out, json.loads(file.read_text())
    assert "| wide 2" in told
    assert "save 6*7 to x.txt" in told
    assert record["command"].startswith("python -m bench.planning --ours")
    assert {"python", "langgraph", "deepagents"} <= set(record["versions"])
    assert [row["plan"] for row in record["plans"]] == ["wide 2", "wide 2"]


@pytest.mark.parametrize(
    "words", [["--shapes", "deep"], ["--shapes", "wide1"], ["--shapes", "wide"], ["--repeat", "0"]]
)
def test_words_that_name_nothing_are_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit):
        planning.main(words)


@needs_rivals
@pytest.mark.parametrize("shape", [DIAMOND, wide(2)])
async def test_deepagents_does_the_same_work_in_every_style(shape: Shape) -> None:
    rows = await measure_plan(shape, 0.0, 0.0, repeat=1)

    assert [row.agent for row in rows[2:]] == [f"deepagents, {style}" for style in Style]


@needs_rivals
async def test_create_agent_reaches_the_trivial_goals_with_as_many_calls() -> None:
    found = await measure_trivial()

    assert {row.agent for row in found} == {OURS, PLAIN}
    for trivial in TRIVIAL:
        ours, theirs = (row.calls for row in found if row.goal == trivial.goal)
        assert ours <= theirs
