"""Rules plan only what they can do part by part, and say in full what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.goal import Goal, load_goals
from bench.trial import look_at, set_up
from nodes.planning.plan import Task, TaskStatus, complaints_about
from nodes.planning.port import Planner, PlanRequest
from nodes.planning.rules_planner import RulesPlanner
from tests.nodes.planning.offline_loop import carry_out

BENCH = Path(__file__).parents[3] / "bench"
GOALS = [*load_goals(BENCH / "planning_goals.jsonl"), *load_goals(BENCH / "dev_goals" / "multi_part.jsonl")]
PLANNER = RulesPlanner()


async def planned(goal: str, *, always: bool = False, max_tasks: int = 50) -> list[tuple[str, list[int]]]:
    """The tasks' words, and the places of those that each depends on."""
    reply = await PLANNER.plan(PlanRequest(goal, always=always, max_tasks=max_tasks))
    assert reply.usage.model_calls == 0
    assert not reply.tasks or complaints_about(reply.tasks) == []
    return [(task.description, [int(other.split("_")[1]) for other in task.dependencies]) for task in reply.tasks]


def test_it_is_a_planner() -> None:
    assert isinstance(PLANNER, Planner)


async def test_independent_parts_do_not_wait_for_each_other() -> None:
    assert await planned("Count the lines of a.txt. Write 'x' to b.txt; delete c.txt. Thanks!") == [
        ("Count the lines of a.txt", []),
        ("Write 'x' to b.txt", []),
        ("delete c.txt", []),
    ]


@pytest.mark.parametrize(
    ("goal", "waits"),
    [
        ("Copy a.txt to b.txt, delete a.txt, and rename c.txt to a.txt", [[], [0], [1]]),
        ("Count the lines of a.txt, append 'x' to a.txt and show c.txt", [[], [0], []]),
        (
            "Create a folder named old, move a.txt into old, move b.txt into old, then list the files",
            [[], [0], [0], [1, 2]],
        ),
        ("Delete all .tmp files. Show a.txt. Write 'x' to b.txt.", [[], [0], [0]]),
        ("Write 'a' to A.txt. Show ./a.txt. Show b.txt.", [[], [0], []]),
        ("Show a.txt. Show a.txt.bak. What is 2 + 2?", [[], [], []]),
    ],
)
async def test_parts_that_meet_in_a_file_keep_their_order(goal: str, waits: list[list[int]]) -> None:
    assert [after for _, after in await planned(goal)] == waits


async def test_a_reference_to_a_result_waits_for_it() -> None:
    assert await planned("Count the words in a.txt. Delete b.txt. Multiply the count by 2.") == [
        ("Count the words in a.txt", []),
        ("Delete b.txt", []),
        ("Multiply the count by 2", [0]),
    ]


async def test_results_that_are_kept_in_files_are_referred_to_as_these() -> None:
    tasks = await planned(
        "Add up the numbers in a.txt and save the sum to x.txt. Add up the numbers in b.txt and save the sum to y.txt. "
        "Then add both sums and write the result to z.txt."
    )
    assert tasks[2] == ("add the numbers in x.txt and y.txt and write the result to z.txt", [0, 1])


@pytest.mark.parametrize(
    "goal",
    [
        "What is 12 * 4?",
        "Sam has 5 apples. He buys 3 more. How many apples does he have?",
        "Create a.txt with 'one'. Create b.txt with 'two'. Delete both files.",
        "Count the lines of a.txt. Count the lines of b.txt. Which has more?",
        "Add up the numbers in a.txt. Add up the numbers in b.txt. Subtract the second sum from the first.",
        "Use only whole numbers. Add up the numbers in a.txt and save it to b.txt. Count the lines of c.txt. Delete d.txt.",
        "Count the lines of a.txt. Delete d.txt. Show c.txt. Do not change b.txt.",
        "Write 'a' to x.txt. Append 'b' to the same file. Count the lines of x.txt.",
        "Count the words in a.txt and save the number in n.txt. Append '5' to n.txt. Double the number. Delete q.txt",
        "Remember that my rate is 40. Then work out what I earn for the hours in h.txt. Delete b.txt.",
        "Round everything to 2 decimals:\n1. 10/3\n2. 20/7\n3. 5/9",
        "In sales.csv:\n1. count the rows\n2. add up the amounts\n3. find the largest",
        "1. Count the lines of a.txt\n2. Do the same for b.txt\n3. Delete c.txt",
        "Double that. Delete a.txt. Delete b.txt.",
        "We sold 45 cakes for 2 each. The ingredients cost 31.50. What's our profit?",
        "Make a folder called a, move x.txt into it and count the lines of b.txt",
        "Ask me before you delete anything. Delete a.txt. Delete b.txt. Delete c.txt.",
        "Never touch b.txt. Delete a.txt. Delete c.txt. Delete d.txt.",
        "Delete a.txt. Delete b.txt. Before that, copy a.txt to c.txt. Show c.txt.",
        "Delete a.txt. Wait, no, keep a.txt. Delete b.txt. Delete c.txt.",
        "If a.txt exists, delete b.txt and delete c.txt and delete d.txt",
        "",
    ],
)
async def test_a_goal_that_a_split_could_change_has_no_plan(goal: str) -> None:
    assert await planned(goal) == []


async def test_two_parts_are_a_plan_only_where_one_is_wanted() -> None:
    goal = "Count the lines of a.txt. Delete b.txt."
    assert await planned(goal) == []
    assert await planned(goal, always=True) == [("Count the lines of a.txt", []), ("Delete b.txt", [])]


async def test_items_that_the_rules_do_not_read_are_tasks_where_a_plan_is_wanted() -> None:
    goal = "1. Describe the mood of poem.txt\n2. Delete b.txt"
    assert await planned(goal) == []
    assert await planned(goal, always=True) == [("Describe the mood of poem.txt", []), ("Delete b.txt", [])]
    assert await planned("We sold 45 cakes. What's our profit?", always=True) == []


async def test_more_parts_than_tasks_are_allowed_make_no_plan() -> None:
    goal = "Delete a.txt. Delete b.txt. Delete c.txt. Delete d.txt."
    assert len(await planned(goal, max_tasks=4)) == 4
    assert await planned(goal, max_tasks=3) == []


async def test_a_part_said_twice_makes_no_plan() -> None:
    assert await planned("Show a.txt. Show b.txt. Show a.txt.") == []


async def test_a_long_list_is_planned() -> None:
    goal = "\n".join(f"{number}. Write 'n{number}' to f{number}.txt" for number in range(1, 41))
    assert [after for _, after in await planned(goal)] == [[]] * 40


@pytest.mark.parametrize("goal", GOALS, ids=[goal.id for goal in GOALS])
async def test_a_plan_reaches_its_goal_task_by_task(goal: Goal, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    set_up(goal, workspace)
    request = PlanRequest(goal.goal)
    tasks = (await PLANNER.plan(request)).tasks
    assert len(tasks) >= 3
    tasks = await carry_out(tasks, workspace, tmp_path / "memory.db")
    composed = await PLANNER.compose(request, tasks, None)
    assert goal.problems(look_at(workspace, composed.answer)) == []
    assert any(task.status is TaskStatus.FAILED for task in tasks) == goal.id.endswith("-missing")


async def test_there_is_no_other_way_than_the_words_say() -> None:
    failed = Task(
        "task_0", "Show a.txt", TaskStatus.FAILED, error="there is no file a.txt (the nearest name is aa.txt)"
    )
    assert (await PLANNER.replan(PlanRequest("Show a.txt"), failed, [failed], [])).tasks == []


DONE = Task("a", "Show a.txt", TaskStatus.COMPLETED, result="a.txt holds:\nx")
COUNTED = Task("b", "Count b.txt", TaskStatus.COMPLETED, result="There are 3 lines.")
FAILED = Task("c", "Delete c.txt", TaskStatus.FAILED, error="there is no file c.txt")
BLOCKED = Task("d", "Count c.txt", TaskStatus.BLOCKED, dependencies=["c"], error="it needs c, which did not succeed")


async def test_results_are_told_in_the_plans_order_with_what_was_not_done() -> None:
    composed = await PLANNER.compose(PlanRequest("g"), [DONE, COUNTED, FAILED, BLOCKED, Task("e", "Later")], None)
    assert composed.answer == (
        "Show a.txt:\na.txt holds:\nx\n"
        "Count b.txt: There are 3 lines.\n"
        "Delete c.txt: failed: there is no file c.txt\n"
        "Count c.txt: not done: it needs c, which did not succeed\n"
        "Later: not done"
    )
    assert composed.problem is None


async def test_one_result_is_the_answer_as_it_is() -> None:
    assert (await PLANNER.compose(PlanRequest("g"), [COUNTED], None)).answer == "There are 3 lines."


async def test_rules_say_that_they_cannot_give_a_typed_answer() -> None:
    composed = await PLANNER.compose(PlanRequest("g"), [DONE, COUNTED], {"type": "object"})
    assert "schema" in (composed.problem or "")


WORDS = st.sampled_from(
    [
        *(
            "Add up the numbers in a.txt",
            "and save the sum to b.txt",
            "count the lines of c.txt",
            "delete a.txt",
            "both",
            "it",
            "the result",
        ),
        *(
            ". ",
            ", then ",
            "; ",
            "\n- ",
            "\n1. ",
            "\n2. ",
            " and ",
            "if x.txt exists, ",
            "double that",
            "'quo. te'",
            "thanks",
            "12 * 3",
            "?",
        ),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=80), st.booleans())
async def test_whatever_is_asked_a_plan_is_a_program(goal: str, always: bool) -> None:
    tasks = (await PLANNER.plan(PlanRequest(goal, always=always))).tasks
    assert tasks == [] or (complaints_about(tasks) == [] and len(tasks) >= (2 if always else 3))
