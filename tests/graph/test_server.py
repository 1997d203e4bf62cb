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

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0


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
    with (home / "server.log").open("wb") as log:
        environ = {
            **{name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ},
            "HOME": str(home),
            "STANCHION_HOME": str(home / "data"),
            "STANCHION_MODEL": "offline",
            "LANGSMITH_TRACING": "false",
            "LANGGRAPH_CLI_NO_ANALYTICS": "1",
            "NO_PROXY": "127.0.0.1,localhost",
        }
        command = [str(Path(sys.executable).with_name("langgraph")), "dev", "--no-browser", "--no-reload", "--port", str(port)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
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
    assert set(knobs) == {"max_steps", "max_tokens", "max_seconds", "max_cost_usd", "approvals"}
    assert knobs["max_steps"]["title"] == "Steps"


def test_the_drawing_has_the_nodes_of_the_table(client: SyncLangGraphClient) -> None:
    from graph.transitions import Node

    assistant = client.assistants.search(graph_id="agent")[0]
    nodes = {str(node["id"]) for node in client.assistants.get_graph(assistant["assistant_id"])["nodes"]}
    assert {str(node) for node in Node} <= nodes


def test_a_goal_is_reached_and_streamed(client: SyncLangGraphClient) -> None:
    thread = client.threads.create()["thread_id"]
    parts = list(client.runs.stream(thread, "agent", input={"goal": "what is 6*7?"}, stream_mode=["updates", "messages-tuple"]))
    assert not [part for part in parts if part.event == "error"], parts[-1]
    nodes = [node for part in parts if part.event == "updates" for node in part.data]
    assert nodes[:4] == ["think", "select_action", "safety_check", "execute_tool"]
    assert nodes[-1] == "done"
    words = "".join(
        part.data[0]["content"]
        for part in parts
        if part.event == "messages" and part.data[0]["type"] == "AIMessageChunk" and part.data[0]["content"]
    )
    assert "42" in words
    values: Any = client.threads.get_state(thread)["values"]
    assert "42" in values["outcome"]["answer"]


def test_an_approval_waits_and_is_answered_by_the_convention(client: SyncLangGraphClient, home: Path) -> None:
    victim = home / "data" / "workspace" / "old.txt"
    victim.parent.mkdir(parents=True, exist_ok=True)
    victim.write_text("old")
    thread = client.threads.create()["thread_id"]
    client.runs.wait(thread, "agent", input={"goal": "delete old.txt"})
    (task,) = client.threads.get_state(thread)["tasks"]
    (question,) = task["interrupts"]
    assert question["value"]["action_requests"][0]["args"] == {"operation": "delete", "filepath": "old.txt"}
    assert question["value"]["review_configs"][0]["allowed_decisions"] == ["approve", "edit", "reject", "respond"]
    assert victim.exists()
    values: Any = client.runs.wait(
        thread, "agent", command={"resume": {question["id"]: {"decisions": [{"type": "approve"}]}}}
    )
    assert values["outcome"]["success"] is True
    assert not victim.exists()


def test_knobs_come_as_context(client: SyncLangGraphClient) -> None:
    thread = client.threads.create()["thread_id"]
    values: Any = client.runs.wait(thread, "agent", input={"goal": "delete old.txt"}, context={"approvals": "fail", "max_steps": 3})
    assert values["outcome"]["reason"] == "approval_needed"
    assert values["run"]["limits"]["max_steps"] == 3


def test_a_chat_client_may_send_messages(client: SyncLangGraphClient) -> None:
    thread = client.threads.create()["thread_id"]
    values: Any = client.runs.wait(thread, "agent", input={"messages": [{"role": "user", "content": "what is 6*7?"}]})
    assert "42" in values["outcome"]["answer"]


def test_an_empty_goal_is_an_error_that_says_what_to_send(client: SyncLangGraphClient) -> None:
    thread = client.threads.create()["thread_id"]
    parts = list(client.runs.stream(thread, "agent", input={"goal": " "}))
    (error,) = [part.data for part in parts if part.event == "error"]
    assert error["error"] == "GoalError"
    assert "say what you want done" in error["message"]


def test_no_node_blocked_the_event_loop(client: SyncLangGraphClient, home: Path) -> None:
    log = (home / "server.log").read_text(errors="replace")
    assert "BlockingError" not in log
