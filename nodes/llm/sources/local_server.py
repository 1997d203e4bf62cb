"""A GGUF file behind an OpenAI-compatible server of its own on loopback, started when it is first needed.

The native server of xllamacpp runs in a child process. Inside this one it holds the interpreter's lock while it loads (1.4 s
with 0.5B: the event loop stands still), waits for ever when it is stopped during an answer, and crashes the interpreter when
that is not awaited at exit; a child can be killed at any time, and a crash of native code ends one answer instead of the run.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO

from pydantic import SecretStr

from nodes.llm.errors import ModelNotConfigured, ModelUnavailable
from nodes.llm.sources.gguf import available_memory_bytes, check_gguf, need_memory, need_runtime

_WORKER = Path(__file__).with_name("local_worker.py")
_STOP_SECONDS = 5.0
_ERROR = " E "
"""Marks an error in the native library's log; the first one names the cause, the others follow from it."""


class LocalServer:
    """One GGUF file's server; start and stop are safe from any thread.

    Args:
        path: The file.
        n_threads: Processor threads for answering; 1 is right on shared machines.
        context_tokens: Prompt and answer together; longer requests are refused with status 400.
        load_seconds: How long loading may take.
    """

    def __init__(self, path: Path, n_threads: int = 1, context_tokens: int = 8192, load_seconds: float = 300.0) -> None:
        self.path = path
        self.n_threads = n_threads
        self.context_tokens = context_tokens
        self.load_seconds = load_seconds
        self.api_key = SecretStr(secrets.token_urlsafe(32))
        """Made for this server alone, so that other users of the machine cannot ask it."""
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._base_url = ""

    @property
    def is_running(self) -> bool:
        """Whether the child is there."""
        process = self._process
        return process is not None and process.poll() is None

    def start(self) -> str:
        """Start the server unless it runs already; a server that has died is started anew.

        Returns:
            Its base address, `/v1` included.

        Raises:
            ModelNotConfigured: The file cannot be loaded; the message says why and what to do.
            ModelUnavailable: Loading took too long.
        """
        with self._lock:
            if not self.is_running:
                if self._process is not None:
                    _end(self._process)
                    self._process = None
                path = check_gguf(self.path)
                need_runtime()
                need_memory(path, available_memory_bytes())
                self._base_url = self._launch(path) + "/v1"
            return self._base_url

    def stop(self) -> None:
        """Stop the server, also in the middle of an answer; it may be started again."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _launch(self, path: Path) -> str:
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own script
                # -P: the script's directory holds modules named like the libraries they adapt.
                [sys.executable, "-P", str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
            answer = self._handshake(process, path)
            if "url" in answer:
                self._process = process
                return str(answer["url"])
            _end(process)
            log.seek(0)
            raise _failure(path, answer, log)

    def _handshake(self, process: subprocess.Popen[str], path: Path) -> dict[str, object]:
        assert process.stdin is not None
        assert process.stdout is not None
        order = {
            "path": os.fspath(path),
            "name": path.stem,
            "api_key": self.api_key.get_secret_value(),
            "n_threads": self.n_threads,
            "context_tokens": self.context_tokens,
        }
        killed = threading.Event()

        def kill() -> None:
            killed.set()
            process.kill()

        too_late = threading.Timer(self.load_seconds, kill)
        too_late.daemon = True
        too_late.start()
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:  # it ended before it read its order
            line = ""
        finally:
            too_late.cancel()
        if killed.is_set():
            return {"error": "slow"}
        return dict(json.loads(line)) if line else {"error": "died", "reason": f"exit status {process.wait()}"}


def _failure(path: Path, answer: dict[str, object], log: IO[str]) -> ModelNotConfigured | ModelUnavailable:
    said = log.read()
    if answer["error"] == "slow":
        return ModelUnavailable(f"loading {path.name} took too long and was stopped; try a smaller model")
    if answer["error"] == "import":
        return ModelNotConfigured(f"xllamacpp cannot be loaded ({answer['reason']}): pip install 'stanchion[local]'")
    lines = [line.split(_ERROR, 1)[1].strip() for line in said.splitlines() if _ERROR in line]
    cause = lines[0] if lines else str(answer.get("reason", "no reason given"))
    if "memory" in cause or "alloc" in cause:
        advice = "there is too little memory: choose a smaller model or set a smaller context"
    elif answer["error"] == "died":
        advice = "the process that loaded it was ended, mostly for lack of memory: choose a smaller model or free some"
    else:
        advice = "the file is damaged, not complete or of an unknown kind: fetch it again or name another"
    return ModelNotConfigured(f"cannot load {path.name}: {advice} ({cause})")


def _end(process: subprocess.Popen[str]) -> None:
    """Close the child's input, which ends it; kill it if that does not."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # the child is gone already
                pipe.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


_SERVERS: dict[tuple[int, Path, int, int], LocalServer] = {}
_SERVERS_LOCK = threading.Lock()


def shared_server(path: Path, n_threads: int = 1, context_tokens: int = 8192) -> LocalServer:
    """The one server of this process for a file; it is stopped at exit.

    Raises:
        ModelNotConfigured: There is no such file, it is no GGUF file, or xllamacpp is missing.
    """
    need_runtime()
    # A forked process must not use, nor stop, its parent's server.
    key = (os.getpid(), check_gguf(path).resolve(), n_threads, context_tokens)
    with _SERVERS_LOCK:
        if key not in _SERVERS:
            _SERVERS[key] = LocalServer(key[1], n_threads, context_tokens)
        return _SERVERS[key]


@atexit.register
def stop_all() -> None:
    """Stop every shared server of this process."""
    with _SERVERS_LOCK:
        mine = [key for key in _SERVERS if key[0] == os.getpid()]
        servers = [_SERVERS.pop(key) for key in mine]
    for server in servers:
        server.stop()
