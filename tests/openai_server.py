"""A real HTTP server on loopback that speaks OpenAI's chat completions and answers as a test scripts it.

    with OpenAIServer([call("calculator", expression="2+2"), say("4")]) as server:
        model = openai_model("any", base_url=server.base_url)
        ...
        assert server.requests[0].body["stream"] is True

A script is a list of replies, one per request (the last one repeats if `repeat_last`), or a function of the request. Replies are
`say`, `call`, `calls`, `fail`, `hang`, `cut`, `drop` and `raw`. Requests are recorded before they are answered.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from tests.openai_replies import (
    Reply,
    Request,
    call,
    calls,
    cut,
    drop,
    events,
    fail,
    finish_reason,
    hang,
    head,
    raw,
    say,
    tool_calls,
    usage,
)

__all__ = ["OpenAIServer", "Reply", "Request", "call", "calls", "cut", "drop", "fail", "hang", "raw", "say"]


Script = Sequence[Reply] | Callable[[Request], Reply]


class OpenAIServer:
    """The server; use it as a context manager.

    Args:
        script: What to answer; past its end a list answers 500.
        models: What `GET /v1/models` lists.
        api_key: Where given, other keys get 401.
        unsupported: Parameters that are refused with 400, as strict servers do.
        repeat_last: Repeat the last reply of a list for ever.
    """

    def __init__(
        self,
        script: Script = (),
        *,
        models: Sequence[str] = ("scripted",),
        api_key: str | None = None,
        unsupported: Sequence[str] = (),
        repeat_last: bool = False,
    ) -> None:
        self.script = script
        self.models = list(models)
        self.api_key = api_key
        self.unsupported = set(unsupported)
        self.repeat_last = repeat_last
        self.requests: list[Request] = []
        """The chat completions that were asked for, in order."""
        self.other_requests: list[Request] = []
        """All other requests, in order."""
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._served = 0
        self._http = _Http(("127.0.0.1", 0), _Handler)
        self._http.owner = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def base_url(self) -> str:
        """What a user would set as `OPENAI_BASE_URL`."""
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def reply_to(self, request: Request) -> Reply:
        """Record a request and choose its answer."""
        with self._lock:
            self.requests.append(request)
            refused = sorted(self.unsupported & request.body.keys())
            if refused:
                return fail(
                    400, f"Unsupported parameter: '{refused[0]}'", param=refused[0], code="unsupported_parameter"
                )
            if callable(self.script):
                return self.script(request)
            position = min(self._served, len(self.script) - 1) if self.repeat_last else self._served
            self._served += 1
            if 0 <= position < len(self.script):
                return self.script[position]
        return fail(500, f"the script has no reply for request {position + 1}")


class _Http(ThreadingHTTPServer):
    owner: OpenAIServer
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests; anything else shows."""
        import sys

        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        request = self._read()
        self.server.owner.other_requests.append(request)
        if not self._has_key(request):
            return
        if request.path == "/v1/models":
            data = [{"id": name, "object": "model"} for name in self.server.owner.models]
            self._send_json(200, {"object": "list", "data": data})
        else:
            self._send_json(404, {"error": {"message": f"no such path {request.path}"}})

    def do_POST(self) -> None:
        request = self._read()
        if not self._has_key(request):
            return
        if request.path != "/v1/chat/completions":
            self.server.owner.other_requests.append(request)
            self._send_json(404, {"error": {"message": f"no such path {request.path}"}})
            return
        reply = self.server.owner.reply_to(request)
        if reply.kind == "hang":
            self.server.owner.closing.wait()
        if reply.kind in ("hang", "drop"):
            self.close_connection = True
        elif reply.kind == "error":
            self._send_json(reply.status, {"error": dict(reply.error)}, reply.headers)
        elif reply.kind == "raw":
            self._send(reply.status, reply.text.encode(), reply.headers)
        elif request.body.get("stream"):
            self._stream(request, reply)
        else:
            self._complete(request, reply)

    def _read(self) -> Request:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(
            self.command, urlsplit(self.path).path, headers, body
        )  # asked as a proxy, it gets whole addresses

    def _has_key(self, request: Request) -> bool:
        wanted = self.server.owner.api_key
        if wanted is None or request.key == wanted:
            return True
        self._send_json(401, {"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}})
        return False

    def _complete(self, request: Request, reply: Reply) -> None:
        message: dict[str, Any] = {"role": "assistant", "content": reply.text or None}
        if reply.tool_calls:
            message["tool_calls"] = tool_calls(reply)
        choice = {"index": 0, "message": message, "finish_reason": finish_reason(reply)}
        body = {**head(request, "chat.completion"), "choices": [choice], "usage": usage(reply)}
        data = json.dumps(body).encode()
        if reply.cut_after is None:
            self._send(200, data, {"Content-Type": "application/json"})
            return
        self._begin(200, {"Content-Type": "application/json", "Content-Length": str(len(data))})
        self.wfile.write(data[: len(data) // 2])
        self.close_connection = True

    def _stream(self, request: Request, reply: Reply) -> None:
        # No length and no chunks: the end of the connection is the end of the answer, so that a cut is not seen as such by HTTP.
        self._begin(200, {"Content-Type": "text/event-stream", "Connection": "close"})
        self.close_connection = True
        for number, event in enumerate(events(request, reply)):
            if number == reply.cut_after:
                return
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def _send_json(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> None:
        self._send(status, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})})

    def _send(self, status: int, data: bytes, headers: Mapping[str, str]) -> None:
        self._begin(status, {**headers, "Content-Length": str(len(data))})
        self.wfile.write(data)

    def _begin(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
