"""A secret is on the wire to the host it is for, and nowhere else."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest

from tests.tools.loopback import Answer, Asked, Loopback, serving
from tools.api_call import APICallInput, APICallTool
from tools.base import ToolOutput
from tools.errors import FailureKind
from tools.http import GuardedHttp

VALUE = 's3cr3t/"+value='  # has what quoting and base64 change


def answers(asked: Asked) -> Answer:
    path = asked.path.partition("?")[0]
    match path:
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


@pytest.mark.parametrize("value", ["a\r\nX-Evil: b", "pä55", "a\0b"])
def test_a_secret_that_does_not_fit_a_header_stops_the_call(web: Loopback, value: str) -> None:
    web.asked.clear()
    http = GuardedHttp(allow_hosts={web.origin})
    output = call(
        APICallTool(http, secrets=lambda _: value, secret_hosts={"K": ["127.0.0.1"]}),
        web.url(),
        headers={"A": "{{secret:K}}"},
    )
    assert "cannot stand in a header" in str(output.error)
    assert (web.asked, value in output.model_dump_json()) == ([], False)


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
