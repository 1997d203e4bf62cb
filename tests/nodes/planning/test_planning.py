"""Plans are checked programs; tracking them never loses work."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.llm.scripted import ScriptedModel
from nodes.planning.errors import InvalidPlan, UnknownTask
from nodes.planning.numbered_list import parse_tasks
from nodes.planning.plan import Task, TaskStatus, complaints_about
from nodes.planning.planner import TaskPlanner, read_tasks
from nodes.planning.replan import ReplanningStrategy
from nodes.planning.tracker import TaskTracker


def diamond() -> list[Task]:
    return [
        Task("a", "start"),
        Task("b", "left", dependencies=["a"]),
        Task("c", "right", dependencies=["a"]),
        Task("d", "join", dependencies=["b", "c"]),
    ]


@pytest.mark.parametrize(
    ("tasks", "complaint"),
    [
        ([], "no tasks"),
        ([Task("a", "x"), Task("a", "y")], "'a' stands twice"),
        ([Task("a", "x", dependencies=["z"])], "'z', which is not in the plan"),
        ([Task("a", "x", dependencies=["a"])], "depends on itself"),
        ([Task("a", "x", dependencies=["b"]), Task("b", "y", dependencies=["a"])], "circle"),
        ([Task("a", " ")], "no description"),
        ([Task("a", "Do it"), Task("b", "do  it")], "repeats 'a'"),
        ([Task(str(n), f"t{n}") for n in range(500)], "500 tasks; at most 50"),
    ],
)
def test_what_is_no_plan_is_named(tasks: list[Task], complaint: str) -> None:
    assert any(complaint in problem for problem in complaints_about(tasks))


def test_ready_tasks_follow_the_dependencies() -> None:
    tracker = TaskTracker()
    tracker.load_tasks(diamond())

    assert [task.id for task in tracker.ready_tasks()] == ["a"]
    tracker.mark_in_progress("a")
    assert tracker.get_current_task() == Task("a", "start", TaskStatus.IN_PROGRESS)
    tracker.mark_complete("a", "done")
    assert [task.id for task in tracker.ready_tasks()] == ["b", "c"]
    assert tracker.get_progress() == {"total": 4, "completed": 1, "failed": 0, "remaining": 3}


def test_a_failure_blocks_only_what_depends_on_it() -> None:
    tracker = TaskTracker([*diamond(), Task("e", "apart")])
    tracker.mark_complete("a", "done")

    tracker.mark_failed("b", "no network")

    assert {task.id: task.status for task in tracker.tasks} == {
        "a": "completed", "b": "failed", "c": "pending", "d": "blocked", "e": "pending",
    }  # fmt: skip
    assert tracker.get_progress()["failed"] == 2
    with pytest.raises(UnknownTask, match="'z'"):
        tracker.mark_complete("z", "")


def test_replanning_keeps_completed_work_and_refuses_what_is_no_plan() -> None:
    tracker = TaskTracker(diamond())
    tracker.mark_complete("a", "kept")
    tracker.mark_failed("b", "no")

    tracker.replan([Task("b2", "another way", dependencies=["a"])])
    assert [(task.id, task.status) for task in tracker.tasks] == [("a", "completed"), ("b2", "pending")]
    with pytest.raises(InvalidPlan):
        tracker.replan([Task("x", "y", dependencies=["gone"])])
    assert [task.id for task in tracker.tasks] == ["a", "b2"]


@pytest.mark.parametrize(
    ("text", "descriptions"),
    [
        ("1. Read a.txt\n2. Sum it", ["Read a.txt", "Sum it"]),
        (
            "Here is the plan:\n\n1) **Read** the file\n   - all of it\n2) Sum\n\nGood luck!",
            ["Read the file; all of it", "Sum"],
        ),
        ("### Step 1: Look\n### Step 2: Act", ["Look", "Act"]),
        ("**1.** Look\n**2.** Act", ["Look", "Act"]),
        ("1. Plan\n  1. inner\n  2. more\n2. Act", ["Plan; inner; more", "Act"]),
        ("1. Plan\n1.1 inner\n2. Act", ["Plan; inner", "Act"]),
        ("I cannot do that.", []),
        ("", []),
    ],
)
def test_a_numbered_list_is_read_through_its_decoration(text: str, descriptions: list[str]) -> None:
    assert [task.description for task in parse_tasks(text)] == descriptions


def test_a_list_names_dependencies_and_criteria() -> None:
    first, second, third = parse_tasks("1. Look (Success: seen)\n2. Think\n3. Act (depends on 1 and 2)")

    assert (first.success_criteria, first.description) == ("seen", "Look")
    assert (second.dependencies, third.dependencies, third.description) == ([], ["task_0", "task_1"], "Act")


def test_without_named_dependencies_tasks_follow_one_another() -> None:
    assert [task.dependencies for task in parse_tasks("1. a\n2. b\n3. c")] == [[], ["task_0"], ["task_1"]]


@given(st.text(st.sampled_from("12. )(-*#a\n\tstep:dependsoncriteria"), max_size=200))
def test_any_reply_is_read_or_refused_and_never_raises(text: str) -> None:
    for task in parse_tasks(text):
        assert task.id not in task.dependencies
    read_tasks(text)


@given(st.lists(st.text("abcdefg hij", min_size=3).map(str.strip).filter(bool), min_size=1, max_size=9))
def test_a_plain_list_comes_back_whole(descriptions: list[str]) -> None:
    text = "\n".join(f"{number}. {description}" for number, description in enumerate(descriptions, 1))

    assert [task.description for task in parse_tasks(text)] == descriptions


GOOD = '{"tasks": [{"id": "a", "description": "read"}, {"id": "b", "description": "sum", "dependencies": ["a"]}]}'


@pytest.mark.parametrize("reply", [GOOD, f"```json\n{GOOD}\n```", "1. read\n2. sum"])
def test_a_goal_is_split_in_one_call(reply: str) -> None:
    model = ScriptedModel([reply])

    tasks = TaskPlanner(model).decompose("sum the file", tools=["calculator: computes"])

    assert [task.description for task in tasks] == ["read", "sum"]
    assert tasks[1].dependencies == [tasks[0].id]
    assert "sum the file" in str(model.prompts[0])


def test_a_bad_plan_goes_back_once_with_the_complaint() -> None:
    model = ScriptedModel(['{"tasks": [{"id": "a", "description": "x", "dependencies": ["q"]}]}', GOOD])

    assert len(TaskPlanner(model).decompose("g")) == 2
    assert "'q', which is not in the plan" in model.prompts[1][-1].text


def test_a_second_bad_plan_is_a_clear_error() -> None:
    with pytest.raises(InvalidPlan, match="holds no tasks"):
        TaskPlanner(ScriptedModel(["no", "no"])).decompose("g")


def test_replanning_knows_the_error_and_is_bounded() -> None:
    model: Any = ScriptedModel([GOOD, GOOD])
    strategy = ReplanningStrategy(TaskPlanner(model))
    failed = Task("z", "fetch", TaskStatus.FAILED, error="no network")

    assert strategy.should_replan(failed)
    strategy.generate_new_plan(
        "goal", failed, [Task("y", "later")], [Task("c", "done", TaskStatus.COMPLETED, result="7")]
    )
    assert all(part in str(model.prompts[0]) for part in ("no network", "later", '"result": "7"'))
    strategy.generate_new_plan("goal", failed, [])
    assert not strategy.should_replan(failed)


def test_the_same_plan_again_is_refused() -> None:
    failed = Task("a", "read", TaskStatus.FAILED, error="gone")

    with pytest.raises(InvalidPlan, match="again"):
        ReplanningStrategy(TaskPlanner(ScriptedModel([GOOD]))).generate_new_plan("g", failed, [Task("b", "sum")])
