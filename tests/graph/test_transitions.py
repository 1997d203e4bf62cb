"""The table, the compiled graph and the architecture's diagram are one machine."""

from __future__ import annotations

import re

import pytest
from langgraph.constants import END, START

from graph.builder import build_controller, build_graph
from graph.transitions import CONTROLLER, REASONING_LOOP, Machine, Node, Stage

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

CONTROLLER_DIAGRAM = """
START -> RECALL
RECALL -> PLAN
PLAN -> ANSWER | PLAN_APPROVAL | DISPATCH
PLAN_APPROVAL -> ANSWER | DISPATCH
DISPATCH -> ANSWER | REASONING_LOOP
REASONING_LOOP -> TRACK
TRACK -> ANSWER | DISPATCH | REPLAN
REPLAN -> PLAN_APPROVAL | DISPATCH | ANSWER
ANSWER -> REMEMBER
REMEMBER -> END
"""
DRAWN = {REASONING_LOOP.name: DIAGRAM, CONTROLLER.name: CONTROLLER_DIAGRAM}
MACHINES = pytest.mark.parametrize("machine", [REASONING_LOOP, CONTROLLER], ids=lambda machine: machine.name)

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


def edges_of(machine: Machine) -> set[tuple[str, str]]:
    return {(str(source), str(target)) for source, target in machine.edges}


def nodes_of(machine: Machine) -> set[str]:
    return {str(node) for node in machine.exits}


@MACHINES
def test_the_compiled_graph_has_exactly_the_tables_edges(machine: Machine) -> None:
    build = build_graph if machine is REASONING_LOOP else build_controller
    compiled = build(lambda: pytest.fail("drawing a graph opens nothing")).compile().get_graph()

    assert {(edge.source, edge.target) for edge in compiled.edges} == edges_of(machine)


def test_the_controller_holds_the_whole_reasoning_loop() -> None:
    controller = build_controller(lambda: pytest.fail("drawing a graph opens nothing")).compile()

    inner = dict(controller.get_subgraphs())[Stage.REASONING_LOOP].get_graph()

    assert {(edge.source, edge.target) for edge in inner.edges} == edges_of(REASONING_LOOP)
    seen = {node.rpartition(":")[2] for node in controller.get_graph(xray=True).nodes}
    assert seen >= nodes_of(REASONING_LOOP) - {Node.APPROVAL}  # which is a graph of its own, drawn open, too


@MACHINES
def test_the_table_is_the_architectures_diagram(machine: Machine) -> None:
    assert edges_of(machine) == edges_in(DRAWN[machine.name])


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
    assert set(CONTROLLER.exits) == set(Stage)
    for node in {*Node, *Stage} - {Stage.REASONING_LOOP}:
        assert callable(getattr(importlib.import_module(f"nodes.{node}"), node))


@MACHINES
def test_every_node_is_reachable_and_can_finish(machine: Machine) -> None:
    edges = edges_of(machine)

    assert reachable(edges, START) == {START, END, *nodes_of(machine)}
    for node in nodes_of(machine):
        assert END in reachable(edges, node), f"{node} cannot finish"


@pytest.mark.parametrize("node", [*Node, *Stage])
def test_every_list_of_exits_ends_in_its_only_default(node: str) -> None:
    *guarded, last = {**REASONING_LOOP.exits, **CONTROLLER.exits}[node]

    assert last.condition is None
    assert all(way.condition is not None for way in guarded)


def test_tasks_are_worked_on_only_where_dispatch_sends_them_and_a_rejected_plan_only_ends() -> None:
    edges = edges_of(CONTROLLER)

    assert {source for source, target in edges if target == Stage.REASONING_LOOP} == {Stage.DISPATCH}
    assert [way.target for way in CONTROLLER.exits[Stage.DISPATCH] if way.each is not None] == [Stage.REASONING_LOOP]
    for planner in (Stage.PLAN, Stage.REPLAN):
        targets = [way.target for way in CONTROLLER.exits[planner]]
        assert targets.index(Stage.PLAN_APPROVAL) < targets.index(Stage.DISPATCH)


def test_without_safety_check_no_path_reaches_execute_tool() -> None:
    edges = {(str(source), str(target)) for source, target in REASONING_LOOP.edges}
    assert Node.EXECUTE_TOOL in reachable(edges, START)

    unguarded = {edge for edge in edges if Node.SAFETY_CHECK not in edge}

    assert Node.EXECUTE_TOOL not in reachable(unguarded, START)


@MACHINES
def test_conditions_are_questions(machine: Machine) -> None:
    for ways in machine.exits.values():
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
