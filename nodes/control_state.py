"""The checkpointed state of the controller: the plan, what its tasks reported, and what the run has spent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from langchain_core.messages import AnyMessage
from langgraph.channels import DeltaChannel, EphemeralValue
from pydantic import TypeAdapter
from typing_extensions import TypedDict  # pydantic makes schemas of these, and before Python 3.12 only so

from nodes.llm.port import Usage
from nodes.planning.plan import WHOLE, Task, TaskStatus
from nodes.planning.tracker import TaskTracker
from nodes.records import Outcome, RunRecord, Step, TaskReport
from nodes.state import SNAPSHOT_FREQUENCY, AgentInput, append, merge_messages

_TASKS = TypeAdapter(list[Task])


def gather(current: list[TaskReport], writes: list[TaskReport]) -> list[TaskReport]:
    """The reports of a wave side by side; `Overwrite` clears them."""
    return [*current, *writes]


def latest(current: list[Task], written: Sequence[Task | Mapping[str, Any]]) -> list[Task]:
    """The plan as it was written last. Clients of a server write JSON objects.

    Raises:
        ValidationError: If something among it is no task; nothing is written then.
    """
    return _TASKS.validate_python(list(written))


class ControllerState(TypedDict, total=False):
    """The channels of the controller. `goal` and `output_schema` are input, as in the reasoning loop."""

    goal: Annotated[str, EphemeralValue]
    """Input: what the user asks for. `run.goal` keeps it."""
    output_schema: Annotated[dict[str, Any], EphemeralValue]
    """Input: JSON schema of a typed answer; `run.answer_schema` keeps it."""
    messages: Annotated[list[AnyMessage], DeltaChannel(merge_messages, snapshot_frequency=SNAPSHOT_FREQUENCY)]
    """The conversation with the user. Written by RECALL, TRACK and ANSWER, and by chat clients as input."""
    run: RunRecord | None
    """What was settled at the start. Written by RECALL; PLAN adds the steps of further tasks."""
    briefing: str
    """What worked for similar goals. Written by RECALL."""
    tasks: Annotated[list[Task], latest]
    """The plan. Written by PLAN, PLAN_APPROVAL, DISPATCH, TRACK, REPLAN, and by whoever edits it."""
    set_aside: list[Task]
    """Tasks that failed or were blocked and that a new plan replaced. Written by REPLAN."""
    replans: int
    """How often the rest was planned anew. Written by REPLAN."""
    plan_approved: bool
    """Whether the plan as it stands may be carried out. Written by PLAN_APPROVAL; PLAN and REPLAN clear it."""
    reports: Annotated[list[TaskReport], gather]
    """What the tasks of this wave came to. Written by the reasoning loops, cleared by TRACK."""
    usage: Usage
    """What the run has spent. Written by PLAN, TRACK, REPLAN and ANSWER."""
    steps: Annotated[list[Step], DeltaChannel(append, snapshot_frequency=SNAPSHOT_FREQUENCY)]
    """The steps of all tasks, wave by wave. Written by the reasoning loops."""
    outcome: Outcome | None
    """How the run ended. Written by TRACK, DISPATCH, PLAN, PLAN_APPROVAL and ANSWER."""


ControllerUpdate = ControllerState
"""What a node of the controller returns: the channels that it changes."""


class LoopInput(AgentInput, total=False):
    """What the reasoning loop is given: by a client a goal, by the controller a run that is open already."""

    run: RunRecord | None
    usage: Usage
    working: dict[str, Any]
    task: Task | None
    briefing: str


class LoopOutput(TypedDict, total=False):
    """What the reasoning loop gives back to the controller."""

    reports: list[TaskReport]
    steps: list[Step]


def tasks_of(state: ControllerState) -> Sequence[Task]:
    """The plan's tasks."""
    return state.get("tasks") or ()


def tasks_at_work(state: ControllerState) -> list[Task]:
    """The tasks of the wave at hand."""
    return [task for task in tasks_of(state) if task.status is TaskStatus.IN_PROGRESS]


def ready_tasks(state: ControllerState) -> list[Task]:
    """Pending tasks whose dependencies are completed."""
    return TaskTracker(tasks_of(state)).ready_tasks()


def failed_tasks(state: ControllerState) -> list[Task]:
    """The tasks that failed."""
    return [task for task in tasks_of(state) if task.status is TaskStatus.FAILED]


def is_planned(state: ControllerState) -> bool:
    """Whether there is a plan: more than the goal itself as its only task."""
    return any(task.id != WHOLE for task in tasks_of(state))
