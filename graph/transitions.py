"""Both machines as data: their nodes, and for each node the exits in the order in which they are tried.

Deviations from the source architecture, by name:

- RETRY leads from ERROR_HANDLER to EXECUTE_TOOL, not to UPDATE_MEMORY: a retried action is executed before it is remembered.
- APPROVAL stands between SAFETY_CHECK and EXECUTE_TOOL: the source leaves open where a person is asked.
- APPROVAL leads back to SAFETY_CHECK when a person edited the call (judged again), to OBSERVE when they gave its result.
- ERROR_HANDLER leads to APPROVAL when nobody knows whether a call happened, and to DONE when it gives up.
- BLOCKED is left for THINK by one exit: an action that was denied is replanned with the reason at hand.
- DONE is a node: it answers the calls that a budget cut off.

The controller around it is drawn here; the source has it in prose. PLAN_APPROVAL stands
behind PLAN and REPLAN where a run asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from langgraph.constants import END, START

from graph import conditions as ask
from nodes.waves import assignments

Condition = Callable[[Any], bool]
"""A question about the state of the machine that it belongs to."""


class Node(StrEnum):
    """The states of the reasoning loop; each is a node of the graph and a module of that name in `nodes`."""

    THINK = "think"
    SELECT_ACTION = "select_action"
    SAFETY_CHECK = "safety_check"
    APPROVAL = "approval"
    BLOCKED = "blocked"
    EXECUTE_TOOL = "execute_tool"
    OBSERVE = "observe"
    ERROR_HANDLER = "error_handler"
    UPDATE_MEMORY = "update_memory"
    DONE = "done"


class Stage(StrEnum):
    """The states of the controller; each is a node of the graph and a module of that name in `nodes`, but for the loop."""

    RECALL = "recall"
    PLAN = "plan"
    PLAN_APPROVAL = "plan_approval"
    DISPATCH = "dispatch"
    REASONING_LOOP = "reasoning_loop"
    """The whole other machine, once for each task of a wave."""
    TRACK = "track"
    REPLAN = "replan"
    ANSWER = "answer"
    REMEMBER = "remember"


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of a node.

    Attributes:
        target: Where it leads.
        condition: When it is taken; `None` for the default, which stands last.
        label: A word for the diagram.
        each: Gives the inputs with which the target runs, once for each, side by side; `None` for one run on the state.
    """

    target: str
    condition: Condition | None = None
    label: str = ""
    each: Callable[[Any], Sequence[Mapping[str, Any]]] | None = None


def when(condition: Condition, target: str, label: str = "") -> Exit:
    """An exit that is taken when the condition holds and no earlier one did."""
    return Exit(target, condition, label)


def otherwise(target: str, label: str = "") -> Exit:
    """The default exit."""
    return Exit(target, None, label)


def for_each(inputs: Callable[[Any], Sequence[Mapping[str, Any]]], target: str, label: str = "") -> Exit:
    """The default exit, taken once for each of the inputs, side by side."""
    return Exit(target, None, label, inputs)


@dataclass(frozen=True, slots=True)
class Machine:
    """A state machine.

    Attributes:
        name: For people.
        entry: The first node.
        exits: Each node's exits, in the order in which they are tried; the last one is the default.
    """

    name: str
    entry: str
    exits: Mapping[str, tuple[Exit, ...]]

    def choose(self, node: str, state: Any) -> str:
        """The node that follows in this state."""
        return self.way(node, state).target

    def way(self, node: str, state: Any) -> Exit:
        """The exit that is taken in this state."""
        for way in self.exits[node]:
            if way.condition is None or way.condition(state):
                return way
        raise LookupError(f"{node} has no default exit")

    @property
    def edges(self) -> set[tuple[str, str]]:
        """All (from, to) pairs, START and END included."""
        pairs = {(node, way.target) for node, ways in self.exits.items() for way in ways}
        return pairs | {(START, self.entry)}


REASONING_LOOP = Machine(
    name="reasoning loop",
    entry=Node.THINK,
    exits={
        Node.THINK: (
            when(ask.is_finished, Node.DONE, "final answer, or a budget is spent"),
            otherwise(Node.SELECT_ACTION),
        ),
        Node.SELECT_ACTION: (otherwise(Node.SAFETY_CHECK),),
        Node.SAFETY_CHECK: (
            when(ask.is_any_asked, Node.APPROVAL, "ask"),
            when(ask.is_any_cleared, Node.EXECUTE_TOOL, "allow"),
            otherwise(Node.BLOCKED, "deny"),
        ),
        Node.APPROVAL: (
            when(ask.is_any_edited, Node.SAFETY_CHECK, "edited: judged again"),
            when(ask.is_any_cleared, Node.EXECUTE_TOOL, "approved"),
            when(ask.is_any_answered, Node.OBSERVE, "answered by the person"),
            otherwise(Node.BLOCKED, "rejected"),
        ),
        Node.BLOCKED: (otherwise(Node.THINK, "replan, knowing why"),),
        Node.EXECUTE_TOOL: (otherwise(Node.OBSERVE),),
        Node.OBSERVE: (
            when(ask.is_any_failed, Node.ERROR_HANDLER, "failed"),
            otherwise(Node.UPDATE_MEMORY),
        ),
        Node.ERROR_HANDLER: (
            when(ask.is_retry_due, Node.EXECUTE_TOOL, "retry"),
            when(ask.is_outcome_asked, Node.APPROVAL, "outcome unknown"),
            when(ask.is_finished, Node.DONE, "give up"),
            otherwise(Node.UPDATE_MEMORY, "replan"),
        ),
        Node.UPDATE_MEMORY: (otherwise(Node.THINK),),
        Node.DONE: (otherwise(END),),
    },
)

CONTROLLER = Machine(
    name="controller",
    entry=Stage.RECALL,
    exits={
        Stage.RECALL: (otherwise(Stage.PLAN),),
        Stage.PLAN: (
            when(ask.is_finished, Stage.ANSWER, "no plan came of it"),
            when(ask.is_plan_open, Stage.PLAN_APPROVAL, "ask"),
            otherwise(Stage.DISPATCH),
        ),
        Stage.PLAN_APPROVAL: (
            when(ask.is_finished, Stage.ANSWER, "rejected"),
            otherwise(Stage.DISPATCH, "approved, as it is or edited"),
        ),
        Stage.DISPATCH: (
            when(ask.is_nothing_at_work, Stage.ANSWER, "nothing left, or a budget is spent"),
            for_each(assignments, Stage.REASONING_LOOP, "each ready task"),
        ),
        Stage.REASONING_LOOP: (otherwise(Stage.TRACK),),
        Stage.TRACK: (
            when(ask.is_finished, Stage.ANSWER, "the goal was one task"),
            when(ask.is_any_ready, Stage.DISPATCH, "next wave"),
            when(ask.is_replan_due, Stage.REPLAN, "a task failed"),
            otherwise(Stage.ANSWER),
        ),
        Stage.REPLAN: (
            when(ask.is_plan_open, Stage.PLAN_APPROVAL, "ask"),
            when(ask.is_any_ready, Stage.DISPATCH, "another way"),
            otherwise(Stage.ANSWER, "no other way"),
        ),
        Stage.ANSWER: (otherwise(Stage.REMEMBER),),
        Stage.REMEMBER: (otherwise(END),),
    },
)
