"""The graph behind a real LangGraph server, driven by its SDK: what other services and Studio see."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from langgraph_sdk import get_sync_client
from langgraph_sdk.client import SyncLangGraphClient

from tests.openai_server import OpenAIServer, Reply, Request, call, calls, say

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0


def reply(request: Request) -> Reply:
    """Calls the tools that the goal speaks of, and then says what the last one gave."""
    last = request.body["messages"][-1]
    if last["role"] == "tool":
        return say(f"Done: {last['content']}")
    goal = str(last["content"])
    if goal.startswith("shred "):
        return call("shred", path=goal.removeprefix("shred "))
    if goal.startswith("write "):
        return calls(
            ("file_operations", {"operation": "write", "filepath": "list.txt", "content": "milk"}),
            ("file_operations", {"operation": "list"}),
            ("remember", {"text": "Milk is on the list."}),
            ("calculator", {"expression": "6*7"}),
        )
    return call("calculator", expression="6*7")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[str]:
    """The address of `langgraph dev`, started once with nothing of this machine's settings or keys."""
    port = _free_port()
    checkout = home / "checkout"  # the server keeps its own data in its working directory
    checkout.mkdir()
    for name in ("graph", "nodes", "tools", "memory", "langgraph.json"):
        (checkout / name).symlink_to(ROOT / name)
    with OpenAIServer(reply) as model, (home / "server.log").open("wb") as log:
        environ = {
            **{name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ},
            "HOME": str(home),
            "STANCHION_HOME": str(home / "data"),
            "STANCHION_MODEL": "openai:scripted",
            "STANCHION_TOOLS": "tests.graph.shredder:registry",
            "OPENAI_BASE_URL": model.base_url,
            "PYTHONPATH": str(ROOT),
            "STANCHION_TRASH": "off",
            "LANGSMITH_TRACING": "false",
            "LANGGRAPH_CLI_NO_ANALYTICS": "1",
            "NO_PROXY": "127.0.0.1,localhost",
        }
        command = [
            str(Path(sys.executable).with_name("langgraph")),
            "dev",
            "--no-browser",
            "--no-reload",
            "--port",
            str(port),
        ]
        process = subprocess.Popen(
            command, cwd=checkout, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _await_ready(url, process, home / "server.log")
            yield url
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)


def _await_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/ok", timeout=1.0, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            process_has_ended(process, 0.1)
    pytest.fail(f"the server is not ready:\n{log.read_text(errors='replace')[-4000:]}")


def process_has_ended(process: subprocess.Popen[bytes], within_seconds: float) -> bool:
    try:
        process.wait(within_seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[SyncLangGraphClient]:
    with get_sync_client(url=server, api_key=None) as client:
        yield client


def test_the_graph_is_served_as_the_assistant_agent(client: SyncLangGraphClient) -> None:
    assistants = client.assistants.search(graph_id="agent")
    assert [assistant["graph_id"] for assistant in assistants] == ["agent"]


def test_studio_sees_a_goal_as_input_and_the_knobs_as_a_form(client: SyncLangGraphClient) -> None:
    assistant = client.assistants.search(graph_id="agent")[0]
    schemas = client.assistants.get_schemas(assistant["assistant_id"])
    assert "goal" in (schemas["input_schema"] or {})["properties"]
    knobs = (schemas["context_schema"] or {})["properties"]
    budgets = {"max_steps", "max_tokens", "max_seconds", "max_cost_usd"}
    assert set(knobs) == {*budgets, "approvals", "planning", "max_parallel_tasks", "approve_plan"}
    assert knobs["max_steps"]["title"] == "Steps"


def test_the_drawing_has_the_nodes_of_both_tables(client: SyncLangGraphClient) -> None:
    from graph.transitions import Node, Stage

    assistant = client.assistants.search(graph_id="agent")[0]["assistant_id"]
    closed = {str(node["id"]) for node in client.assistants.get_graph(assistant)["nodes"]}
    assert {str(stage) for stage in Stage} <= closed
    opened = {str(node["id"]).rpartition(":")[2] for node in client.assistants.get_graph(assistant, xray=2)["nodes"]}
    assert {str(node) for node in Node} - {Node.APPROVAL} <= opened  # which is drawn open, too


def test_studio_sees_the_loop_and_its_questions_as_graphs_of_their_own(client: SyncLangGraphClient) -> None:
    assistant = client.assistants.search(graph_id="agent")[0]
    subgraphs = client.assistants.get_subgraphs(assistant["assistant_id"], recurse=True)
    assert list(subgraphs) == ["reasoning_loop", "reasoning_loop|approval"]


def test_a_goal_is_reached_and_streamed(client: SyncLangGraphClient) -> None:
    thread = client.threads.create()["thread_id"]
    parts = list(
        client.runs.stream(
            thread,
            "agent",
            input={"goal": "what is 6*7?"},
            stream_mode=["updates", "messages-tuple"],
            stream_subgraphs=True,
        )
    )
    assert not [part for part in parts if part.event == "error"], parts[-1]
    nodes = [node for part in parts if part.event.startswith("updates") for node in part.data]
    assert nodes[:3] == ["recall", "plan", "dispatch"]
    assert nodes[3:7] == ["think", "select_action", "safety_check", "execute_tool"]
    assert nodes[-5:] == ["done", "reasoning_loop", "track", "answer", "remember"]
    words = "".join(
        part.data[0]["content"]
        for part in parts
        if part.event.startswith("messages") and part.data[0]["type"] == "AIMessageChunk" and part.data[0]["content"]
    )
    assert words == "Done: 42"
    values: Any = client.threads.get_state(thread)["values"]
    assert values["outcome"]["answer"] == "Done: 42"


def test_an_approval_waits_and_is_answered_by_the_convention(client: SyncLangGraphClient, home: Path) -> None:
    victim = home / "old.txt"
    victim.write_text("old")
    thread = client.threads.create()["thread_id"]
    client.runs.wait(thread, "agent", input={"goal": f"shred {victim}"})
    (task,) = client.threads.get_state(thread)["tasks"]
    (question,) = task["interrupts"]
    asked: Any = question["value"]
    assert asked["action_requests"][0]["args"] == {"path": str(victim)}
    assert asked["review_configs"][0]["allowed_decisions"] == ["approve", "edit", "reject", "respond"]
    assert victim.exists()
    decision = {"decisions": [{"type": "approve"}]}
    values: Any = client.runs.wait(thread, "agent", command={"resume": {question["id"]: decision}})
    assert values["outcome"]["answer"] == "Done: Shredded old.txt"
    assert not victim.exists()


def test_a_single_question_may_be_answered_without_its_id(client: SyncLangGraphClient, home: Path) -> None:
    victim = home / "kept.txt"
    victim.write_text("kept")
    thread = client.threads.create()["thread_id"]
    client.runs.wait(thread, "agent", input={"goal": f"shred {victim}"})
    decision = {"decisions": [{"type": "reject", "message": "it is mine"}]}
    values: Any = client.runs.wait(thread, "agent", command={"resume": decision})
    assert "it is mine" in values["outcome"]["answer"]
    assert victim.exists()


def test_knobs_come_as_context(client: SyncLangGraphClient, home: Path) -> None:
    thread = client.threads.create()["thread_id"]
    context: Any = {"approvals": "fail", "max_steps": 3}
    values: Any = client.runs.wait(thread, "agent", input={"goal": f"shred {home}/old.txt"}, context=context)
    assert values["outcome"]["reason"] == "approval_needed"
    assert values["run"]["limits"]["max_steps"] == 3


def test_a_chat_client_may_send_messages(client: SyncLangGraphClient) -> None:
    thread = client.threads.create()["thread_id"]
    said: Any = [{"role": "user", "content": "what is 6*7?"}]
    values: Any = client.runs.wait(thread, "agent", input={"messages": said})
    assert values["outcome"]["answer"] == "Done: 42"


def test_an_empty_goal_is_an_error_that_says_what_to_send(client: SyncLangGraphClient) -> None:
    thread = client.threads.create()["thread_id"]
    parts = list(client.runs.stream(thread, "agent", input={"goal": " "}))
    (error,) = [part.data for part in parts if part.event == "error"]
    assert error["error"] == "GoalError"
    assert "say what you want done" in error["message"]


def test_no_node_blocks_the_event_loop(client: SyncLangGraphClient, home: Path) -> None:
    thread = client.threads.create()["thread_id"]
    values: Any = client.runs.wait(thread, "agent", input={"goal": "write milk and so on"})
    statuses = {seen["tool"]: seen["status"] for seen in values["steps"][0]["observations"]}
    assert statuses == dict.fromkeys(("file_operations", "remember", "calculator"), "succeeded"), values["steps"][0]
    assert "BlockingError" not in (home / "server.log").read_text(errors="replace")
