"""Ctrl-C and SIGTERM in the middle of a run: the thread stays, and the command says how to go on."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from graph.cli import main
from graph.cli_streams import Streams
from tests.openai_server import OpenAIServer, Reply, Request, call, hang, say

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_a_thread_that_can_be_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: signal.Signals, code: int
) -> None:
    asked_again = threading.Event()
    recovered = threading.Event()

    def script(request: Request) -> Reply:
        if request.body["messages"][-1]["role"] != "tool":
            return call("calculator", expression="6*7")
        if recovered.is_set():
            return say("It is 42.")
        asked_again.set()
        return hang()

    with OpenAIServer(script) as server:
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "STANCHION_HOME": str(tmp_path),
            "STANCHION_MODEL": "openai:scripted",
            "OPENAI_BASE_URL": server.base_url,
            "NO_PROXY": "127.0.0.1",
        }
        command = [sys.executable, "-m", "graph.cli", "run", "--thread", "t", "what is 6*7?"]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command,
            stdout=pipe,
            stderr=pipe,
            text=True,
            env=environ,
            cwd=ROOT,
        ) as process:
            assert asked_again.wait(60)
            process.send_signal(sent)
            out, err = process.communicate(timeout=60)
        assert process.returncode == code
        assert "← 42" in out
        assert err.splitlines()[-1] == "error: stopped; nothing done is lost. Go on with: stanchion resume t"
        assert "Traceback" not in err
        recovered.set()
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        out_again, err_again = io.StringIO(), io.StringIO()
        code_again = main(["resume", "t", "--quiet"], Streams(io.StringIO(), out_again, err_again))
        assert (code_again, out_again.getvalue(), err_again.getvalue()) == (0, "It is 42.\n", "")
