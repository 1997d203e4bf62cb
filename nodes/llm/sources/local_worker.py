"""The child process that holds a GGUF model: run as a script by `LocalServer`, never imported.

It reads one line of JSON (what to load) from its standard input, answers with one line of JSON (`url` or `error`) and then
serves until its input closes: also when the parent was killed, no server is left behind.
"""

from __future__ import annotations

import json
import os
import signal
import sys

CACHE_MEBIBYTES = 512
"""For the prompts of other conversations; the library's own default of 8 GiB is a server's."""

BATCH_TOKENS = 256
"""Of a prompt, read at a time. A request that nobody waits for any more is given up between two batches: with the library's
2048 that takes most of a minute on one slow thread."""


def main() -> None:
    """Serve one model."""
    # Ctrl-C at the terminal reaches every process of the group, but it is for the agent, which then ends the run in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever the native library prints must not look like an answer
    order = json.loads(sys.stdin.readline())
    try:
        server, answer = _serve(order)
    except ImportError as error:
        server, answer = None, {"error": "import", "reason": str(error)}
    except (RuntimeError, OSError, ValueError, MemoryError) as error:
        server, answer = None, {"error": "load", "reason": str(error)}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
    if server is not None:
        sys.stdin.read()
    # Without clean-up: stopping the native server waits for answers that nobody reads any more.
    os._exit(0)


def _serve(order: dict[str, object]) -> tuple[object, dict[str, object]]:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = order["path"]
    params.model_alias = {order["name"]}
    params.api_keys = [order["api_key"]]
    params.n_ctx = order["context_tokens"]
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = order["n_threads"]
    params.n_batch = params.n_ubatch = BATCH_TOKENS
    params.cache_ram_mib = CACHE_MEBIBYTES
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.fit_params = False  # it loads the model a second time to measure what a trial would tell, too
    params.ui = params.endpoint_slots = False
    params.cors_origins = ""
    params.verbosity = 1  # errors only; the parent reads them if loading fails
    server = xllamacpp.Server(params)
    return server, {"url": server.listening_address}


if __name__ == "__main__":
    main()
