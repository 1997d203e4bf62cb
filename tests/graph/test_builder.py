"""The table becomes a graph that any caller may use; ports open once, beside the loop."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from graph.builder import NODES, LazyPorts, build_graph, compile_graph
from graph.transitions import REASONING_LOOP, Machine, Node, otherwise
from nodes.context import Ports, RunKnobs
from nodes.llm.scripted import answer, call
from tests.nodes.turns import Says, context
from tests.scenarios.toys import toy_registry


def ports(tmp_path: Path, *said: Any, **more: Any) -> Ports:
    return context(tmp_path, model=Says(*said), **more).ports


def test_every_node_but_approval_is_a_function_of_its_own_name() -> None:
    assert set(NODES) == set(Node) - {Node.APPROVAL}
    for node, function in NODES.items():
        assert getattr(function, "__name__", "") == node.value


def test_ports_are_opened_once_by_whoever_comes_first() -> None:
    opened: list[int] = []
    start = threading.Barrier(8)

    def open_them() -> Any:
        opened.append(1)
        return object()

    lazy = LazyPorts(open_them)
    got: list[object] = []

    def come() -> None:
        start.wait()
        got.append(lazy())

    threads = [threading.Thread(target=come) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(opened), len(set(map(id, got)))) == (1, 1)
    assert lazy.ready is got[0]


def test_ports_that_cannot_be_opened_are_tried_again_at_the_next_use(tmp_path: Path) -> None:
    ready = ports(tmp_path, answer("42"))
    attempts: list[int] = []

    def open_them() -> Ports:
        attempts.append(1)
        if len(attempts) == 1:
            raise ValueError("no model")
        return ready

    graph = compile_graph(build_graph(LazyPorts(open_them)))
    with pytest.raises(ValueError, match="no model"):
        graph.invoke({"goal": "g"})

    assert graph.invoke({"goal": "g"})["outcome"].answer == "42"


async def test_ports_open_beside_the_event_loop(tmp_path: Path) -> None:
    opened_in: list[threading.Thread] = []

    def open_them() -> Ports:
        opened_in.append(threading.current_thread())
        return ports(tmp_path, answer("42"))

    await compile_graph(build_graph(LazyPorts(open_them))).ainvoke({"goal": "g"})

    assert opened_in[0] is not threading.current_thread()


def test_without_a_checkpointer_the_same_goal_is_done_again(tmp_path: Path) -> None:
    registry = toy_registry()
    note = [call("remember_it", text="x"), answer("noted")]
    held = ports(tmp_path, *note, *note)
    registry.register(replace_name(registry.get("look"), "remember_it"))
    graph = compile_graph(build_graph(lambda: replace(held, tools=registry)))

    first, second = (graph.invoke({"goal": "g"}) for _ in range(2))

    assert first["run"].id != second["run"].id
    assert [len(done["steps"]) for done in (first, second)] == [2, 2]
    assert registry.get("remember_it").texts == ["x", "x"]  # type: ignore[attr-defined]


def replace_name(tool: Any, name: str) -> Any:
    copy = type(tool)()
    copy.name = name
    return copy


def test_knobs_reach_the_run_and_the_thread_its_ledger_key(tmp_path: Path) -> None:
    held = ports(tmp_path, call("look", text="a"), answer("ok"))
    graph = compile_graph(build_graph(lambda: held), InMemorySaver())

    config: Any = {"configurable": {"thread_id": "mine"}}
    done = graph.invoke({"goal": "g"}, config, context=RunKnobs(max_steps=2))

    assert done["run"].limits.max_steps == 2
    with held.ledger.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT tenant, thread_id, granted_by FROM authorizations").all()
    assert [tuple(row) for row in rows] == [("local", "mine", "policy")]


def test_another_table_gives_another_graph(tmp_path: Path) -> None:
    exits = {**REASONING_LOOP.exits, Node.THINK: (otherwise(Node.DONE),)}
    shorter = Machine("no acting", Node.THINK, exits)
    held = ports(tmp_path, call("look", text="a"))

    done = compile_graph(build_graph(lambda: held, shorter)).invoke({"goal": "g"})

    assert [observation.status for observation in done["steps"][0].observations] == ["cut_off"]
    assert not done["outcome"].success


def test_update_state_works_for_synchronous_callers(tmp_path: Path) -> None:
    graph = compile_graph(build_graph(lambda: ports(tmp_path, answer("42"))), InMemorySaver())
    config: Any = {"configurable": {"thread_id": "t"}}
    graph.invoke({"goal": "g"}, config)

    graph.update_state(config, {"working": {"note": "by hand"}})

    assert graph.get_state(config).values["working"] == {"note": "by hand"}


async def test_many_runs_of_one_graph_do_not_mix(tmp_path: Path) -> None:
    held = ports(tmp_path, *(answer("same") for _ in range(10)))
    graph = compile_graph(build_graph(lambda: held), InMemorySaver())

    async def run(number: int) -> Any:
        config: Any = {"configurable": {"thread_id": str(number)}}
        return await graph.ainvoke({"goal": f"goal {number}"}, config)

    done = await asyncio.gather(*(run(number) for number in range(10)))

    assert [one["run"].goal for one in done] == [f"goal {number}" for number in range(10)]
    assert all(len(one["messages"]) == 2 for one in done)
