"""A real language model in a real server of our own: protocol, streaming, schema and errors; never wit."""

from __future__ import annotations

import asyncio
import json
import os
import select
import subprocess
import sys
import threading

import httpx
import openai
import pytest

from nodes.llm.errors import ModelNotConfigured, ModelUnavailable
from nodes.llm.sources import local_server
from nodes.llm.sources.local_chat import gguf_model
from nodes.llm.sources.local_server import LocalServer, shared_server, stop_all
from tests.small_model import SMALL_MODEL, needs_small_model

pytestmark = needs_small_model

SCHEMA = {
    "type": "object",
    "properties": {"tool": {"enum": ["calculator", "final_answer"]}, "count": {"type": "integer"}},
    "required": ["tool", "count"],
    "additionalProperties": False,
}
CONTEXT_TOKENS = 2048


@pytest.fixture(scope="module")
def model():
    yield gguf_model(SMALL_MODEL, context_tokens=CONTEXT_TOKENS, timeout_seconds=60)
    stop_all()


@pytest.fixture
def server():
    server = LocalServer(SMALL_MODEL, context_tokens=512)
    yield server
    server.stop()


async def test_the_first_question_starts_the_server_and_text_streams(model):
    chunks = [chunk async for chunk in model.astream("Count from one to five.", max_tokens=12)]
    assert len([chunk for chunk in chunks if chunk.text]) > 3
    whole = sum(chunks[1:], chunks[0])
    assert whole.usage_metadata["input_tokens"] > 5
    assert 0 < whole.usage_metadata["output_tokens"] <= 12
    assert whole.response_metadata["finish_reason"] in ("length", "stop")


async def test_the_same_question_has_the_same_answer(model):
    answers = [await model.ainvoke("Name a colour.", max_tokens=8) for _ in range(2)]
    assert answers[0].text == answers[1].text


async def test_a_schema_binds_the_answer(model):
    form = {"type": "json_schema", "json_schema": {"name": "decision", "schema": SCHEMA, "strict": True}}
    chunks = [chunk async for chunk in model.astream("What is 2 + 2?", max_tokens=60, response_format=form)]
    decision = json.loads("".join(chunk.text for chunk in chunks))
    assert decision.keys() == {"tool", "count"}
    assert decision["tool"] in ("calculator", "final_answer")
    assert isinstance(decision["count"], int)


async def test_a_prompt_beyond_the_context_is_a_bad_request(model):
    with pytest.raises(openai.BadRequestError, match="context"):
        await model.ainvoke("word " * 3 * CONTEXT_TOKENS, max_tokens=8)


async def test_a_cancelled_answer_frees_the_model(model):
    stream = model.astream("Tell a long story.", max_tokens=1500)
    await anext(stream)
    await stream.aclose()
    reply = await asyncio.wait_for(model.ainvoke("hi", max_tokens=2), 10)
    assert reply.usage_metadata["output_tokens"] <= 2


def test_several_event_loops_and_sync_callers_share_it(model):
    assert all(asyncio.run(model.ainvoke("hi", max_tokens=2)).id for _ in range(2))
    assert model.invoke("hi", max_tokens=2).id
    assert shared_server(SMALL_MODEL, context_tokens=CONTEXT_TOKENS).is_running


def test_other_users_of_the_machine_are_refused(model):
    base_url = shared_server(SMALL_MODEL, context_tokens=CONTEXT_TOKENS).start()
    assert base_url.startswith("http://127.0.0.1:")
    with httpx.Client(trust_env=False) as client:
        for key in (None, "none", "guess"):
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            body = {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 2}
            assert client.post(f"{base_url}/chat/completions", json=body, headers=headers).status_code == 401


def test_a_server_that_died_is_started_again(server):
    server.start()
    server._process.kill()
    server._process.wait()
    assert not server.is_running
    server.start()
    assert server.is_running


def test_stopping_in_the_middle_of_an_answer_does_not_hang(server):
    base_url = server.start()
    begun, failed = threading.Event(), []

    def ask():
        headers = {"Authorization": f"Bearer {server.api_key.get_secret_value()}"}
        body = {"messages": [{"role": "user", "content": "Tell a story."}], "max_tokens": 400, "stream": True}
        try:
            with (
                httpx.Client(trust_env=False) as client,
                client.stream("POST", f"{base_url}/chat/completions", json=body, headers=headers) as response,
            ):
                for _ in response.iter_raw():
                    begun.set()
        except httpx.TransportError as error:
            failed.append(error)

    asker = threading.Thread(target=ask)
    asker.start()
    assert begun.wait(20)
    server.stop()
    asker.join(10)
    assert not asker.is_alive()
    assert failed
    assert not server.is_running


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="watches a process as Linux lets one")
def test_a_killed_agent_leaves_no_server_behind():
    code = (
        "import sys; from pathlib import Path; from nodes.llm.sources.local_server import LocalServer\n"
        "server = LocalServer(Path(sys.argv[1]), context_tokens=512); server.start()\n"
        "print(server._process.pid, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(SMALL_MODEL)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as agent:
        child = os.pidfd_open(int(agent.stdout.readline()))
        agent.kill()
    try:
        ended, _, _ = select.select([child], [], [], 20)  # a process descriptor is readable once the process has ended
    finally:
        os.close(child)
    assert ended


def test_a_truncated_file_is_named_with_the_reason(tmp_path):
    path = tmp_path / "half.gguf"
    with SMALL_MODEL.open("rb") as file:
        path.write_bytes(file.read(40_000_000))
    server = LocalServer(path)
    with pytest.raises(
        ModelNotConfigured, match=r"cannot load half\.gguf: .*fetch it again.*not within the file bounds"
    ):
        server.start()
    assert not server.is_running


def test_rubbish_behind_the_magic_is_named(tmp_path):
    path = tmp_path / "rubbish.gguf"
    path.write_bytes(b"GGUF\x03\0\0\0" + bytes(range(256)) * 40)
    with pytest.raises(ModelNotConfigured, match="damaged"):
        LocalServer(path).start()


async def test_a_model_that_cannot_be_loaded_says_so_when_asked(tmp_path):
    path = tmp_path / "rubbish.gguf"
    path.write_bytes(b"GGUF\x03\0\0\0" + bytes(range(256)) * 40)
    with pytest.raises(ModelNotConfigured, match="damaged"):
        await gguf_model(path).ainvoke("hi")


def test_a_context_beyond_memory_says_so():
    with pytest.raises(ModelNotConfigured, match="too little memory"):
        LocalServer(SMALL_MODEL, context_tokens=10_000_000).start()


def test_a_loader_that_is_killed_says_that_memory_may_be_short(monkeypatch, tmp_path):
    worker = tmp_path / "worker.py"
    worker.write_text("import os, signal, sys; sys.stdin.readline(); os.kill(os.getpid(), signal.SIGKILL)")
    monkeypatch.setattr(local_server, "_WORKER", worker)
    server = LocalServer(SMALL_MODEL)
    with pytest.raises(ModelNotConfigured, match=r"for lack of memory.*exit status -9"):
        server.start()
    assert not server.is_running


def test_loading_that_takes_too_long_is_stopped():
    server = LocalServer(SMALL_MODEL, load_seconds=0.001)
    with pytest.raises(ModelUnavailable, match="too long"):
        server.start()
    assert not server.is_running
