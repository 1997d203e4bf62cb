"""api_call tells what a server answered, keeps secrets off every page but the wire, and says what a call means."""

from __future__ import annotations

import base64
import contextvars
import json
import time
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.labels import Integrity
from tests.tools.loopback import Answer, Asked, Loopback, serving
from tools import base
from tools.api_call import APICallInput, APICallTool
from tools.base import CallContext, Effect, Replay, ToolOutput
from tools.errors import FailureKind, InvalidArguments
from tools.html_text import readable
from tools.http import GuardedHttp

VALUE = 's3cr3t/"+value='  # has what quoting and base64 change


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
        case "/echo":
            forms = [asked.headers.get("x-key", ""), base64.b64encode(asked.headers.get("x-key", "").encode()).decode()]
            return (
                200,
                {"Content-Type": "application/json"},
                json.dumps({"h": forms, asked.headers.get("x-key", ""): asked.body.decode()}).encode(),
            )
        case "/echo-fail":
            return 403, {"Content-Type": "text/plain"}, asked.headers.get("x-key", "").encode()
        case "/echo-long":
            return 200, {"Content-Type": "text/plain"}, b"z" * 9_990 + asked.headers.get("x-key", "").encode() * 3
        case "/echo-redirect":
            return (
                302,
                {"Location": "/html?token=" + base64.urlsafe_b64encode(asked.headers["x-key"].encode()).decode()},
                b"",
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
    values = {"KEY": VALUE, "ELSEWHERE": "x", "LOST": "x"}
    bound = {"KEY": ["127.0.0.1"], "ELSEWHERE": ["api.example.com"], "GONE": [web.origin]}
    return APICallTool(http, secrets=values.__getitem__, secret_hosts=bound)


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


def test_a_secret_is_on_the_wire_and_nowhere_else(tool: APICallTool, web: Loopback) -> None:
    reference = {"X-Key": "{{secret:KEY}}"}
    output = call(tool, web.url("/echo"), method="POST", headers=reference, body={"token": "a {{ secret:KEY }} b"})
    assert web.asked[-1].headers["x-key"] == VALUE
    assert json.loads(web.asked[-1].body) == {"token": f"a {VALUE} b"}
    told = output.model_dump_json()
    assert "{{secret:KEY}}" in told
    for form in (VALUE, json.dumps(VALUE)[1:-1], base64.b64encode(VALUE.encode()).decode(), "s3cr3t"):
        assert form not in told
    refused = call(tool, web.url("/echo-fail"), headers=reference)
    assert "s3cr3t" not in refused.model_dump_json()
    cut = call(tool, web.url("/echo-long"), headers=reference)
    assert "s3cr" not in cut.model_dump_json()
    moved = call(tool, web.url("/echo-redirect"), headers=reference)
    assert base64.urlsafe_b64encode(VALUE.encode()).decode().rstrip("=") not in moved.model_dump_json()
    assert "s3cr3t" not in tool.preview(APICallInput(url=web.url(), headers=reference))


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"A": "{{secret:ELSEWHERE}}"}, "not for 127.0.0.1"),
        ({"A": "{{secret:LOST}}"}, "no secret 'LOST' bound"),
        ({"A": "{{secret:GONE}}"}, "has no value"),
        ({"A": "{{secret:a b}}"}, "malformed"),
    ],
)
def test_a_secret_that_may_not_go_there_stops_the_call(
    tool: APICallTool, web: Loopback, headers: dict[str, str], told: str
) -> None:
    output = call(tool, web.url(), headers=headers)
    assert told in str(output.error)
    assert web.asked == []


def test_a_secret_does_not_travel_in_the_clear() -> None:
    def offline(*_: object) -> list[object]:
        raise AssertionError("nothing may be sent")

    tool = APICallTool(
        GuardedHttp(resolver=offline), secrets=lambda _: VALUE, secret_hosts={"KEY": ["api.example.com"]}
    )
    output = call(tool, "http://api.example.com/", headers={"A": "{{secret:KEY}}"})
    assert "only travels over https" in str(output.error)


@pytest.mark.parametrize(
    ("url", "method"),
    [
        ("https://api.example.com@evil.example/", "GET"),
        ("https://evil.example\\@api.example.com/", "GET"),
        ("https://api.example.com.evil.example/", "GET"),
    ],
)
def test_a_secret_is_bound_to_the_host_that_is_connected_to(url: str, method: str) -> None:
    tool = APICallTool(secrets=lambda _: VALUE, secret_hosts={"KEY": ["api.example.com"]})
    output = call(tool, url, headers={"A": "{{secret:KEY}}"})
    assert not output.success
    assert output.failure is FailureKind.PERMANENT
    assert "s3cr3t" not in output.model_dump_json()


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


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<html><head><title>A</title></head><body>b<br>c</body></html>", "A\n\nb\nc"),
        ("a < b and c > d &lt;x&gt;", "a < b and c > d <x>"),
        ("<script>if (a<b) {x()}</script>seen<!-- not <p> seen -->", "seen"),
        ("<SCRIPT>x</SCRIPT >y<noscript>z</noscript>", "y"),
        ("<p>never closed <script>x", "never closed"),
        ("<", "<"),
        ("İ<b>x</b>", "İx"),
        ("", ""),
    ],
)
def test_pages_are_stripped_to_their_text(page: str, text: str) -> None:
    assert readable(page) == text


@pytest.mark.parametrize(
    "piece", ["<", "<!", "<!--", "<a ", "<script>", "<a b='", "&", "&#", "</", "<![CDATA[", "<?", "<title>", "<p>"]
)
def test_hostile_pages_take_time_by_their_length_only(piece: str) -> None:
    page = piece * (1_000_000 // len(piece))
    started = time.process_time()
    readable(page)
    assert time.process_time() - started < 3


@settings(max_examples=100)
@given(st.text(alphabet="<>/!-ab= \"'&;scriptle", max_size=200))
def test_any_page_can_be_read(page: str) -> None:
    readable(page)
