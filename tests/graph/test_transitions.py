"""The table, the compiled graph and the architecture's diagram are one machine."""

from __future__ import annotations

import re

import pytest
from langgraph.constants import END, START

from graph.agent import graph
from graph.transitions import REASONING_LOOP, Machine, Node

# The architecture's diagram, kept as text of its own: a change of the table must be a change of this, too.
DIAGRAM = """
START -> THINK
THINK -> DONE | SELECT_ACTION
SELECT_ACTION -> SAFETY_CHECK
SAFETY_CHECK -> APPROVAL | EXECUTE_TOOL | BLOCKED
APPROVAL -> SAFETY_CHECK | EXECUTE_TOOL | OBSERVE | BLOCKED
BLOCKED -> THINK
EXECUTE_TOOL -> OBSERVE
OBSERVE -> ERROR_HANDLER | UPDATE_MEMORY
ERROR_HANDLER -> EXECUTE_TOOL | APPROVAL | DONE | UPDATE_MEMORY
UPDATE_MEMORY -> THINK
DONE -> END
"""

# What the source architecture draws, and where this machine leaves it.
SOURCE = """
START -> THINK
THINK -> DONE | SELECT_ACTION
SELECT_ACTION -> SAFETY_CHECK
SAFETY_CHECK -> BLOCKED | EXECUTE_TOOL
BLOCKED -> THINK
EXECUTE_TOOL -> OBSERVE
OBSERVE -> ERROR_HANDLER | UPDATE_MEMORY
ERROR_HANDLER -> UPDATE_MEMORY
UPDATE_MEMORY -> THINK
"""
DEVIATIONS = {
    ("error_handler", "execute_tool"): "RETRY leads from ERROR_HANDLER to EXECUTE_TOOL",
    ("safety_check", "approval"): "APPROVAL stands between SAFETY_CHECK and EXECUTE_TOOL",
    ("approval", "execute_tool"): "APPROVAL stands between SAFETY_CHECK and EXECUTE_TOOL",
    ("approval", "blocked"): "APPROVAL stands between SAFETY_CHECK and EXECUTE_TOOL",
    ("approval", "safety_check"): "APPROVAL leads back to SAFETY_CHECK",
    ("approval", "observe"): "to OBSERVE when they gave its result",
    ("error_handler", "approval"): "ERROR_HANDLER leads to APPROVAL",
    ("error_handler", "done"): "to DONE when it gives up",
    ("done", END): "DONE is a node",
}


def edges_in(text: str) -> set[tuple[str, str]]:
    names = {"START": START, "END": END}
    edges = set()
    for line in text.strip().splitlines():
        left, right = line.split(" -> ")
        edges |= {tuple(names.get(name, name.lower()) for name in (left, target)) for target in right.split(" | ")}
    return edges  # type: ignore[return-value]


def reachable(edges: set[tuple[str, str]], start: str) -> set[str]:
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        new = {target for source, target in edges if source == here} - seen
        seen |= new
        todo += new
    return seen


def test_the_compiled_graph_has_exactly_the_tables_edges() -> None:
    compiled = {(edge.source, edge.target) for edge in graph.get_graph().edges}

    assert compiled == {(str(source), str(target)) for source, target in REASONING_LOOP.edges}


def test_the_table_is_the_architectures_diagram() -> None:
    assert {(str(source), str(target)) for source, target in REASONING_LOOP.edges} == edges_in(DIAGRAM)


def test_every_deviation_from_the_source_is_listed_by_name() -> None:
    import graph.transitions as transitions

    differing = edges_in(DIAGRAM) ^ edges_in(SOURCE)

    assert differing == set(DEVIATIONS)
    documented = re.sub(r"\s+", " ", transitions.__doc__ or "")
    for sentence in DEVIATIONS.values():
        assert sentence in documented


def test_every_node_is_in_the_table_and_has_a_module_of_its_name() -> None:
    import importlib

    assert set(REASONING_LOOP.exits) == set(Node)
    for node in Node:
        assert callable(getattr(importlib.import_module(f"nodes.{node}"), node))


def test_every_node_is_reachable_and_can_finish() -> None:
    edges = {(str(source), str(target)) for source, target in REASONING_LOOP.edges}

    assert reachable(edges, START) == {START, END, *Node}
    for node in Node:
        assert END in reachable(edges, node), f"{node} cannot finish"


@pytest.mark.parametrize("node", Node)
def test_every_list_of_exits_ends_in_its_only_default(node: Node) -> None:
    *guarded, last = REASONING_LOOP.exits[node]

    assert last.condition is None
    assert all(way.condition is not None for way in guarded)


def test_without_safety_check_no_path_reaches_execute_tool() -> None:
    edges = {(str(source), str(target)) for source, target in REASONING_LOOP.edges}
    assert Node.EXECUTE_TOOL in reachable(edges, START)

    unguarded = {edge for edge in edges if Node.SAFETY_CHECK not in edge}

    assert Node.EXECUTE_TOOL not in reachable(unguarded, START)


def test_conditions_are_questions() -> None:
    for ways in REASONING_LOOP.exits.values():
        for way in ways:
            if way.condition is not None:
                assert way.condition.__name__.startswith("is_")
                assert (way.condition.__doc__ or "").rstrip().endswith("?")


def test_a_table_without_default_is_an_error_when_no_exit_fits() -> None:
    from graph.conditions import is_finished
    from graph.transitions import when

    machine = Machine("broken", "a", {"a": (when(is_finished, "b"),)})

    with pytest.raises(LookupError, match="a has no default exit"):
        machine.choose("a", {})
