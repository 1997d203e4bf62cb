"""The machine as data: its nodes, and for each node the exits in the order in which they are tried.

Deviations from the source architecture, by name:

- RETRY leads from ERROR_HANDLER to EXECUTE_TOOL, not to UPDATE_MEMORY: a retried action is executed before it is remembered.
- APPROVAL stands between SAFETY_CHECK and EXECUTE_TOOL: the source leaves open where a person is asked.
- APPROVAL leads back to SAFETY_CHECK when a person edited the call (judged again), to OBSERVE when they gave its result.
- ERROR_HANDLER leads to APPROVAL when nobody knows whether a call happened, and to DONE when it gives up.
- BLOCKED is left for THINK by one exit: an action that was denied is replanned with the reason at hand.
- DONE is a node: it answers the calls that a budget cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from langgraph.constants import END, START

from graph import conditions as ask
from nodes.state import AgentState

Condition = Callable[[AgentState], bool]


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


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of a node.

    Attributes:
        target: Where it leads.
        condition: When it is taken; `None` for the default, which stands last.
        label: A word for the diagram.
    """

    target: str
    condition: Condition | None = None
    label: str = ""


def when(condition: Condition, target: str, label: str = "") -> Exit:
    """An exit that is taken when the condition holds and no earlier one did."""
    return Exit(target, condition, label)


def otherwise(target: str, label: str = "") -> Exit:
    """The default exit."""
    return Exit(target, None, label)


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

    def choose(self, node: str, state: AgentState) -> str:
        """The node that follows in this state."""
        for way in self.exits[node]:
            if way.condition is None or way.condition(state):
                return way.target
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
