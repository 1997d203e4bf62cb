"""The table and the nodes become a LangGraph `StateGraph`."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from langgraph.constants import END, START
from langgraph.graph.state import CompiledStateGraph, StateGraph
from langgraph.runtime import Runtime
from langgraph.types import Checkpointer, Send, TracePolicy, omit_payload

from graph.driver import loop_thread
from graph.transitions import CONTROLLER, REASONING_LOOP, Machine, Node, Stage
from nodes.answer import answer
from nodes.approval import ApprovalState, ApprovalUpdate, approval, collect, open_questions
from nodes.blocked import blocked
from nodes.context import AgentContext, Ports, RunKnobs
from nodes.control_state import ControllerState, LoopInput, LoopOutput
from nodes.dispatch import dispatch
from nodes.done import done
from nodes.error_handler import error_handler
from nodes.execute_tool import execute_tool
from nodes.observe import observe
from nodes.plan import plan
from nodes.plan_approval import plan_approval
from nodes.recall import recall
from nodes.remember import remember
from nodes.replan import replan
from nodes.safety_check import safety_check
from nodes.select_action import select_action
from nodes.state import AgentInput, AgentState
from nodes.think import think
from nodes.track import track
from nodes.update_memory import update_memory

NodeFunction = Callable[[Any, Runtime[AgentContext]], Awaitable[Any]]
PortsProvider = Callable[[], Ports]

NODES: Mapping[Node, NodeFunction] = {
    Node.THINK: think,
    Node.SELECT_ACTION: select_action,
    Node.SAFETY_CHECK: safety_check,
    Node.BLOCKED: blocked,
    Node.EXECUTE_TOOL: execute_tool,
    Node.OBSERVE: observe,
    Node.ERROR_HANDLER: error_handler,
    Node.UPDATE_MEMORY: update_memory,
    Node.DONE: done,
}
"""Every node but APPROVAL, which is a small graph of its own: a question per call, asked side by side."""


class AgentGraph(CompiledStateGraph[Any, Any, Any, Any]):
    """A compiled graph that synchronous callers may use although its nodes are asynchronous.

    `invoke`, `stream` and `update_state` drive the graph on the process's own event loop, so both ways of calling
    walk the same code.
    """

    def stream(self, input: Any, config: Any = None, **kwargs: Any) -> Iterator[Any]:
        """As `astream`, for synchronous callers; the graph advances only as items are asked for."""
        return loop_thread().iterate(lambda: self.astream(input, config, **kwargs))

    def bulk_update_state(self, config: Any, supersteps: Any) -> Any:
        """As `abulk_update_state`, for synchronous callers; `update_state` comes here, too."""
        return loop_thread().run(lambda: self.abulk_update_state(config, supersteps))


STAGES: Mapping[Stage, NodeFunction] = {
    Stage.RECALL: recall,
    Stage.PLAN: plan,
    Stage.PLAN_APPROVAL: plan_approval,
    Stage.DISPATCH: dispatch,
    Stage.TRACK: track,
    Stage.REPLAN: replan,
    Stage.ANSWER: answer,
    Stage.REMEMBER: remember,
}
"""Every node of the controller but REASONING_LOOP, which is the other machine."""


def build_controller(ports: PortsProvider, machine: Machine = CONTROLLER) -> StateGraph[Any, Any, Any, Any]:
    """Build the controller around the reasoning loop, uncompiled; see `build_graph`."""
    builder: StateGraph[Any, Any, Any, Any] = StateGraph(
        ControllerState, context_schema=RunKnobs, input_schema=AgentInput
    )
    quiet = TracePolicy(process_inputs=omit_payload)
    for node, function in STAGES.items():
        builder.add_node(node.value, _bound(function, ports), trace_policy=quiet)
    builder.add_node(Stage.REASONING_LOOP.value, _reporting(build_graph(ports, input_schema=LoopInput)))
    _connect(builder, machine)
    return builder


def _reporting(builder: StateGraph[Any, Any, Any, Any]) -> Callable[..., Any]:
    """The reasoning loop as a node of the controller, which takes its reports and its steps.

    An output schema in its place would hide everything else from those who watch the loop's updates.
    """
    loop = builder.compile(name="reasoning_loop")

    async def reasoning_loop(given: Any) -> LoopOutput:
        reached = await loop.ainvoke(given)
        return {"reports": reached.get("reports") or [], "steps": reached.get("steps") or []}

    return reasoning_loop


def build_graph(
    ports: PortsProvider,
    machine: Machine = REASONING_LOOP,
    *,
    input_schema: type[Any] = AgentInput,
) -> StateGraph[Any, Any, Any, Any]:
    """Build the reasoning loop, uncompiled.

    Args:
        ports: Gives the process's ports; called at the first use, beside the event loop.
        machine: The table.
        input_schema: What it is given.

    Returns:
        A builder whose `compile` gives a LangGraph graph.
    """
    builder: StateGraph[Any, Any, Any, Any] = StateGraph(AgentState, context_schema=RunKnobs, input_schema=input_schema)
    quiet = TracePolicy(process_inputs=omit_payload)
    for node, function in NODES.items():
        # What a node was given is the state, which the trace of THINK and the checkpoints show already.
        builder.add_node(node.value, _bound(function, ports), trace_policy=None if node is Node.THINK else quiet)
    builder.add_node(Node.APPROVAL.value, _build_approval(ports).compile(name="approval"))
    _connect(builder, machine)
    return builder


def _connect(builder: StateGraph[Any, Any, Any, Any], machine: Machine) -> None:
    """Draw the table's edges."""
    builder.add_edge(START, str(machine.entry))
    for node_name, ways in machine.exits.items():
        targets = [str(way.target) for way in ways]
        if len(ways) == 1:
            builder.add_edge(str(node_name), targets[0])
        else:
            builder.add_conditional_edges(str(node_name), _route(machine, node_name), list(dict.fromkeys(targets)))


def compile_graph(builder: StateGraph[Any, Any, Any, Any], checkpointer: Checkpointer = None) -> AgentGraph:
    """Compile for use from Python, with or without a checkpointer.

    Args:
        builder: What `build_graph` gave.
        checkpointer: The State Manager; `None` for a graph that a server will give its own.
    """
    compiled = builder.compile(checkpointer=checkpointer, name="stanchion")
    compiled.__class__ = AgentGraph  # StateGraph.compile names its class itself; AgentGraph adds one method and no data
    return compiled  # type: ignore[return-value]


def _route(machine: Machine, node: str) -> Callable[[Any], Awaitable[str | list[Send]]]:
    async def route(state: Any) -> str | list[Send]:  # a synchronous one would run in a worker thread
        way = machine.way(node, state)
        return str(way.target) if way.each is None else [Send(str(way.target), given) for given in way.each(state)]

    route.__name__ = f"after_{node}"
    return route


def _build_approval(ports: PortsProvider) -> StateGraph[Any, Any, Any, Any]:
    builder: StateGraph[Any, Any, Any, Any] = StateGraph(
        ApprovalState, context_schema=RunKnobs, output_schema=ApprovalUpdate
    )
    builder.add_node("question", _bound(approval, ports))
    builder.add_node("collect", collect)
    builder.add_conditional_edges(START, _fan_out, ["question", "collect"])
    builder.add_edge("question", "collect")
    builder.add_edge("collect", END)
    return builder


async def _fan_out(state: ApprovalState) -> list[Send] | str:
    return [Send("question", question) for question in open_questions(state)] or "collect"


def _bound(node: NodeFunction, ports: PortsProvider) -> Callable[..., Any]:
    """The node with its full context: LangGraph passes the run's knobs, the process adds its ports."""

    async def bound(state: Any, runtime: Runtime[RunKnobs]) -> Any:
        held = await _ports(ports)
        return await node(state, runtime.override(context=_context(runtime, held)))  # type: ignore[arg-type]

    bound.__name__ = bound.__qualname__ = getattr(node, "__name__", "node")
    bound.__doc__ = node.__doc__
    return bound


async def _ports(provider: PortsProvider) -> Ports:
    ready = getattr(provider, "ready", None)
    return ready if ready is not None else await asyncio.to_thread(provider)


def _context(runtime: Runtime[RunKnobs], ports: Ports) -> AgentContext:
    info, server = runtime.execution_info, runtime.server_info
    user = server.user.identity if server is not None and server.user is not None else None
    return AgentContext(
        ports=ports,
        knobs=runtime.context or RunKnobs(),
        tenant=user or "local",
        thread_id=(info.thread_id if info is not None else None) or "",
        approver=user or ports.approver,
        checkpoint_id=info.checkpoint_id if info is not None else "",
    )


class LazyPorts:
    """Ports that are opened at the first use, once, whatever thread asks first.

    Args:
        open: Opens them.
    """

    def __init__(self, open: Callable[[], Ports]) -> None:

        self.ready: Ports | None = None
        self._open = open
        self._lock = threading.Lock()

    def __call__(self) -> Ports:
        """The ports."""
        with self._lock:
            if self.ready is None:
                self.ready = self._open()
            return self.ready
