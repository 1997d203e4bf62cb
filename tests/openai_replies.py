"""What a scripted model may answer, and its form on OpenAI's wire; `tests.openai_server` sends it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """What a client sent; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def key(self) -> str | None:
        """The key of the `Authorization` header."""
        scheme, _, key = self.headers.get("authorization", "").partition(" ")
        return key if scheme == "Bearer" else None


@dataclass(frozen=True)
class Reply:
    """One answer.

    Attributes:
        kind: `completion`, `error`, `hang` (no answer until the server closes), `drop` (the connection closes at once) or `raw`.
        text: Content of a completion, or the body of a raw answer.
        tool_calls: Names and arguments; arguments given as text are sent as they are.
        finish_reason: `None` picks `stop` or `tool_calls`.
        status: HTTP status.
        error: Body of an error.
        headers: Further response headers.
        cut_after: Close the connection after so many stream events, or after half of a body that does not stream.
        chunk: Characters per stream event.
        usage: Prompt and completion tokens.
    """

    kind: str = "completion"
    text: str = ""
    tool_calls: Sequence[tuple[str, Mapping[str, Any] | str]] = ()
    finish_reason: str | None = None
    status: int = 200
    error: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    chunk: int = 4
    usage: tuple[int, int] = (11, 7)


def say(text: str, **more: Any) -> Reply:
    """Answer with a text."""
    return Reply(text=text, **more)


def call(tool: str, /, **arguments: Any) -> Reply:
    """Answer with one native tool call."""
    return Reply(tool_calls=[(tool, arguments)])


def calls(*tool_calls: tuple[str, Mapping[str, Any] | str], text: str = "") -> Reply:
    """Answer with several native tool calls, and a thought before them."""
    return Reply(text=text, tool_calls=tool_calls)


def fail(status: int, message: str = "scripted failure", *, retry_after: float | None = None, **error: Any) -> Reply:
    """Answer with an HTTP error in OpenAI's form; `code`, `type` and `param` may be given."""
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    return Reply(kind="error", status=status, error={"message": message, "type": "scripted", **error}, headers=headers)


def hang() -> Reply:
    """Take the request and never answer."""
    return Reply(kind="hang")


def cut(text: str, after: int = 1) -> Reply:
    """Begin an answer and close the connection in the middle of it."""
    return Reply(text=text, cut_after=after)


def drop() -> Reply:
    """Close the connection instead of answering."""
    return Reply(kind="drop")


def raw(body: str, status: int = 200, content_type: str = "text/html") -> Reply:
    """Answer with something that is not of the protocol."""
    return Reply(kind="raw", text=body, status=status, headers={"Content-Type": content_type})


def events(request: Request, reply: Reply) -> list[dict[str, Any]]:
    start = head(request, "chat.completion.chunk")

    def event(delta: Mapping[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
        return {**start, "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]}

    events = [event({"role": "assistant", "content": ""})]
    events += [event({"content": piece}) for piece in _pieces(reply.text, reply.chunk)]
    for index, tool_call in enumerate(tool_calls(reply)):
        arguments = tool_call["function"]["arguments"]
        first = {**tool_call, "index": index, "function": {"name": tool_call["function"]["name"], "arguments": ""}}
        events.append(event({"tool_calls": [first]}))
        events += [
            event({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
            for piece in _pieces(arguments, reply.chunk)
        ]
    events.append(event({}, finish_reason(reply)))
    if (request.body.get("stream_options") or {}).get("include_usage"):
        events.append({**start, "choices": [], "usage": usage(reply)})
    return events


def tool_calls(reply: Reply) -> list[dict[str, Any]]:
    return [
        {
            "id": f"call_{number}",
            "type": "function",
            "function": {"name": name, "arguments": arguments if isinstance(arguments, str) else json.dumps(arguments)},
        }
        for number, (name, arguments) in enumerate(reply.tool_calls, 1)
    ]


def finish_reason(reply: Reply) -> str:
    return reply.finish_reason or ("tool_calls" if reply.tool_calls else "stop")


def head(request: Request, kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-scripted", "object": kind, "created": 0, "model": request.body.get("model", "")}


def usage(reply: Reply) -> dict[str, int]:
    prompt, completion = reply.usage
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def _pieces(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]
