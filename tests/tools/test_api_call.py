"""api_call tells what a server answered, keeps secrets off every page but the wire, and says what a call means."""

from __future__ import annotations

import contextvars
import json
from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from memory.labels import Integrity
from tests.tools.loopback import Answer, Asked, Loopback, serving
from tools import base
from tools.api_call import APICallInput, APICallTool
from tools.base import CallContext, Effect, Replay, ToolOutput
from tools.errors import FailureKind, InvalidArguments
from tools.http import GuardedHttp


def answers(asked: Asked) -> Answer:
    path, _, rest = asked.path.partition("?")
    match path:
        case "/json":
            return 200, {"Content-Type": "application/json; charset=utf-8"}, json.dumps({"a": [1, "é"]}).encode()
        case "/odd":
            return (
                200,
                {"Content-Type": "application/problem+json"},
                b'{"n": NaN, "big": 123456789012345678901234567890, "huge": 1e999}',
            )
        case "/badjson":
            return 200, {"Content-Type": "application/json"}, b"{oops"
        case "/deep":
            return 200, {"Content-Type": "application/json"}, b"[" * 200_000
        case "/html":
            return (
                200,
                {"Content-Type": "text/html"},
                b"<title>T &amp; U</title><style>x{}</style><p>One<b>two</b><p>three",
            )
        case "/latin":
            return 200, {"Content-Type": "text/plain; charset=iso-8859-1"}, "café".encode("latin-1")
        case "/image":
            return 200, {"Content-Type": "image/png"}, b"\x89PNG" + bytes(100)
        case "/empty":
            return 204, {}, b""
        case "/long":
            return 200, {"Content-Type": "text/plain"}, b"y" * 50_000
        case "/status":
            code, _, wait = unquote(rest).partition("&")
            return (
                int(code),
                ({"Retry-After": wait} if wait else {}) | {"Content-Type": "text/plain"},
                b"because\n of this",
            )
        case _:
            return 200, {"Content-Type": "text/plain"}, b"ok"


@pytest.fixture(scope="module")
def web() -> Iterator[Loopback]:
    with serving(answers) as loopback:
        yield loopback


@pytest.fixture
def tool(web: Loopback) -> APICallTool:
    web.asked.clear()
    http = GuardedHttp(allow_hosts={web.origin}, timeout_seconds=5, max_bytes=10_000)
    return APICallTool(http)


def call(tool: APICallTool, url: str, **fields: object) -> ToolOutput:
    return tool.execute(tool.parse({"url": url, **fields}))  # type: ignore[arg-type]


def test_json_comes_as_data(tool: APICallTool, web: Loopback) -> None:
    output = call(tool, web.url("/json"))
    assert output.result == {"a": [1, "é"]}
    assert output.metadata == {
        "status_code": 200,
        "url": web.url("/json"),
        "bytes": 20,
        "content_type": "application/json",
    }


def test_odd_json_never_becomes_what_json_cannot_hold(tool: APICallTool, web: Loopback) -> None:
    odd = call(tool, web.url("/odd")).result
    assert odd == {"n": "NaN", "big": "123456789012345678901234567890", "huge": "1e999"}
    assert call(tool, web.url("/badjson")).result == "{oops"
    assert isinstance(call(tool, web.url("/deep")).result, str)


def test_pages_come_as_text_and_other_things_as_a_note(tool: APICallTool, web: Loopback) -> None:
    assert call(tool, web.url("/html")).result == "T & U\n\nOnetwo\nthree"
    assert call(tool, web.url("/latin")).result == "café"
    assert call(tool, web.url("/image")).result == "[104 bytes of image/png, not shown]"
    assert call(tool, web.url("/empty")).result is None
    long = call(tool, web.url("/long"))
    assert long.result.endswith("\n[stopped after 10,000 bytes; there is more]")
    assert long.metadata["truncated"] is True


@pytest.mark.parametrize(
    ("query", "kind", "wait"),
    [
        ("404", FailureKind.PERMANENT, None),
        ("401&5", FailureKind.PERMANENT, None),
        ("429&120", FailureKind.TRANSIENT, 120.0),
        ("503&Wed,%2021%20Oct%202015%2007:28:00%20GMT", FailureKind.TRANSIENT, 0.0),
        ("500", FailureKind.TRANSIENT, None),
        ("304", None, None),
    ],
)
def test_the_status_decides_what_kind_of_failure_it_is(
    tool: APICallTool, web: Loopback, query: str, kind: FailureKind | None, wait: float | None
) -> None:
    output = call(tool, web.url(f"/status?{query}"))
    assert (output.failure, output.retry_after_seconds) == (kind, wait)
    if kind:
        assert str(output.error).endswith("because of this")


def test_a_body_goes_as_json_or_as_text(tool: APICallTool, web: Loopback) -> None:
    call(tool, web.url("/x"), method="post", body={"n": "é"})
    assert (web.asked[-1].headers["content-type"], json.loads(web.asked[-1].body)) == ("application/json", {"n": "é"})
    call(tool, web.url("/x"), method="PUT", body="plain", headers={"Content-Type": "text/csv"})
    assert (web.asked[-1].headers["content-type"], web.asked[-1].body) == ("text/csv", b"plain")


def test_the_idempotency_key_goes_along_with_changes_alone(tool: APICallTool, web: Loopback) -> None:
    def inside() -> None:
        base._CALL.set(CallContext(idempotency_key="key-1"))
        for method in ("GET", "POST", "DELETE"):
            call(tool, web.url("/x"), method=method)

    contextvars.copy_context().run(inside)
    assert [asked.headers.get("idempotency-key") for asked in web.asked] == [None, "key-1", "key-1"]
    call(tool, web.url("/x"), method="POST")
    assert "idempotency-key" not in web.asked[-1].headers


@pytest.mark.parametrize(
    ("method", "effect", "replay"),
    [
        ("GET", Effect.READ, Replay.PURE),
        ("HEAD", Effect.READ, Replay.PURE),
        ("OPTIONS", Effect.READ, Replay.PURE),
        ("PUT", Effect.WRITE, Replay.IDEMPOTENT),
        ("DELETE", Effect.DESTRUCTIVE, Replay.IDEMPOTENT),
        ("POST", Effect.WRITE, Replay.UNSAFE),
        ("PATCH", Effect.WRITE, Replay.UNSAFE),
    ],
)
def test_each_method_is_judged_by_what_it_does(method: str, effect: Effect, replay: Replay) -> None:
    tool = APICallTool(idempotent_hosts={"pay.example.com"})
    manifest = tool.classify(APICallInput.model_validate({"url": "https://api.example.com/", "method": method}))
    assert (manifest.effect, manifest.replay, manifest.integrity) == (effect, replay, Integrity.UNTRUSTED)
    heeding = tool.classify(APICallInput.model_validate({"url": "https://PAY.example.com/x", "method": method}))
    assert heeding.replay is (Replay.IDEMPOTENT if replay is Replay.UNSAFE else replay)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"url": "example.com"}, "url"),
        ({"url": "ftp://example.com/"}, "url"),
        ({"url": "https://example.com/?k={{secret:KEY}}"}, "url"),
        ({"url": "https://e.com", "method": "TRACE"}, "method"),
        ({"url": "https://e.com", "headers": {"Host": "x"}}, "headers"),
        ({"url": "https://e.com", "headers": {"A": "b\r\nC: d"}}, "headers"),
        ({"url": "https://e.com", "headers": {"A b": "c"}}, "headers"),
        ({"url": "https://e.com", "headers": {"Proxy-Authorization": "c"}}, "headers"),
        ({"url": "https://e.com", "headers": {"Idempotency-Key": "mine"}}, "headers"),
        ({"url": "https://e.com", "body": 5}, "body"),
        ({}, "url"),
    ],
)
def test_arguments_that_do_not_fit_are_named(tool: APICallTool, arguments: dict[str, object], named: str) -> None:
    with pytest.raises(InvalidArguments, match=named):
        tool.parse(arguments)


def test_private_addresses_are_refused_by_default() -> None:
    output = call(APICallTool(), "http://169.254.169.254/latest/meta-data/")
    assert (output.success, output.failure) == (False, FailureKind.PERMANENT)
