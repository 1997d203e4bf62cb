"""The guarded client reaches the public web and what is allow-listed, and reads no more than it should."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator

import pytest

from tests.tools.loopback import Answer, Asked, Loopback, dripping, serving
from tools.errors import FailureKind, ToolFailure
from tools.http import MAX_REDIRECTS, GuardedHttp

BOMB = gzip.compress(b"\0" * 50_000_000)


def answers(asked: Asked) -> Answer:
    path, _, rest = asked.path.partition("?")
    match path:
        case "/to":
            return 302, {"Location": rest}, b""
        case "/post303":
            return 303, {"Location": "/ok"}, b""
        case "/keep":
            return 307, {"Location": rest}, b""
        case "/loop":
            return 302, {"Location": "/loop"}, b""
        case "/big":
            return 200, {"Content-Type": "text/plain"}, b"x" * 300_000
        case "/bomb":
            return 200, {"Content-Encoding": "gzip"}, BOMB
        case "/stacked":
            return 200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(b"x"))
        case "/gzip":
            return 200, {"Content-Encoding": "gzip"}, gzip.compress(b"hello")
        case "/badgzip":
            return 200, {"Content-Encoding": "gzip"}, b"not gzip"
        case "/cookie":
            return 302, {"Location": "/ok", "Set-Cookie": "a=b"}, b""
        case _:
            return 200, {"Content-Type": "text/plain"}, b"ok"


@pytest.fixture(scope="module")
def web() -> Iterator[Loopback]:
    with serving(answers) as loopback:
        yield loopback


@pytest.fixture
def http(web: Loopback) -> GuardedHttp:
    web.asked.clear()
    return GuardedHttp(allow_hosts={web.origin}, timeout_seconds=5, max_bytes=100_000)


def test_a_name_is_looked_up_once_and_connected_to_as_checked(web: Loopback) -> None:
    lookups = []

    def moving(host: str, port: int, *_: object) -> list[object]:
        lookups.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(lookups) == 1 else "10.9.9.9", port))]

    http = GuardedHttp(allow_hosts={f"api.example:{web.port}"}, resolver=moving, timeout_seconds=5)
    assert http.request("GET", web.url("/", "api.example")).body == b"ok"
    assert lookups == ["api.example"]
    assert web.asked[-1].headers["host"] == f"api.example:{web.port}"


def test_allow_listing_a_port_opens_that_port_alone(web: Loopback) -> None:
    for listed in (f"127.0.0.1:{web.port + 1}", f"localhost:{web.port}", "127.0.0.2"):
        with pytest.raises(ToolFailure, match="refused"):
            GuardedHttp(allow_hosts={listed}).request("GET", web.url())
    assert GuardedHttp(allow_hosts={"127.0.0.1"}).request("GET", web.url()).status == 200


def test_redirects_are_followed_and_told(http: GuardedHttp, web: Loopback) -> None:
    answer = http.request("GET", web.url("/to?/to?/ok"))
    assert (answer.status, answer.url, len(answer.redirects)) == (200, web.url("/ok"), 2)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "http://[::1]/",
        "gopher://x/",
        "//10.0.0.1/",
    ],
)
def test_each_redirect_is_checked_anew(http: GuardedHttp, web: Loopback, target: str) -> None:
    with pytest.raises(ToolFailure, match="refused"):
        http.request("GET", web.url(f"/to?{target}"))


def test_endless_redirects_end(http: GuardedHttp, web: Loopback) -> None:
    with pytest.raises(ToolFailure, match="more than 5 times"):
        http.request("GET", web.url("/loop"))
    assert len(web.asked) == MAX_REDIRECTS + 1


def test_another_site_gets_no_credentials_and_no_body(web: Loopback) -> None:
    with serving(answers) as other:
        http = GuardedHttp(allow_hosts={web.origin, other.origin})
        headers = {
            "Authorization": "Bearer x",
            "Cookie": "a=b",
            "X-Api-Key": "k",
            "Accept": "text/plain",
            "Idempotency-Key": "i",
        }
        http.request("GET", web.url(f"/to?{other.url('/ok')}"), headers=headers)
        assert web.asked[-1].headers["authorization"] == "Bearer x"
        kept = set(other.asked[-1].headers)
        assert kept == {"host", "accept", "accept-encoding", "user-agent"}
        with pytest.raises(ToolFailure, match="another site"):
            http.request("POST", web.url(f"/keep?{other.url('/ok')}"), content=b"secret")
        assert len(other.asked) == 1


def test_the_same_site_keeps_headers_and_307_keeps_the_body(http: GuardedHttp, web: Loopback) -> None:
    http.request("POST", web.url("/keep?/ok"), headers={"Authorization": "Bearer x"}, content=b"data")
    last = web.asked[-1]
    assert (last.method, last.body, last.headers["authorization"]) == ("POST", b"data", "Bearer x")
    http.request("POST", web.url("/post303"), headers={"Content-Type": "a/b"}, content=b"data")
    last = web.asked[-1]
    assert (last.method, last.body, "content-type" in last.headers) == ("GET", b"", False)


def test_cookies_are_not_kept(http: GuardedHttp, web: Loopback) -> None:
    http.request("GET", web.url("/cookie"))
    assert "cookie" not in web.asked[-1].headers


def test_reading_stops_at_the_limit_and_says_so(http: GuardedHttp, web: Loopback) -> None:
    answer = http.request("GET", web.url("/big"))
    assert (len(answer.body), answer.truncated) == (100_000, True)


def test_a_decompression_bomb_costs_no_more_than_the_limit(http: GuardedHttp, web: Loopback) -> None:
    started = time.process_time()
    answer = http.request("GET", web.url("/bomb"))
    assert (len(answer.body), answer.truncated) == (100_000, True)
    assert time.process_time() - started < 1
    with pytest.raises(ToolFailure, match="packed"):
        http.request("GET", web.url("/stacked"))
    with pytest.raises(ToolFailure, match="not valid gzip"):
        http.request("GET", web.url("/badgzip"))
    assert http.request("GET", web.url("/gzip")).body == b"hello"


@pytest.mark.parametrize(
    ("first", "drop"),
    [(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"), (b"HTTP/1.1 200 OK\r\n\r\n", b"x"), (b"", b"")],
    ids=["header", "body", "mute"],
)
@pytest.mark.parametrize(("method", "kind"), [("GET", FailureKind.TRANSIENT), ("POST", FailureKind.TIMEOUT)])
def test_a_server_that_drips_is_cut_off_by_the_total_time(
    first: bytes, drop: bytes, method: str, kind: FailureKind
) -> None:
    with dripping(first, drop) as port:
        http = GuardedHttp(allow_hosts={f"127.0.0.1:{port}"}, timeout_seconds=0.3)
        started = time.monotonic()
        with pytest.raises(ToolFailure) as caught:
            http.request(method, f"http://127.0.0.1:{port}/")
        assert time.monotonic() - started < 1.5
        assert caught.value.kind is kind


def test_a_name_server_that_hangs_is_cut_off() -> None:
    import threading

    release = threading.Event()

    def stuck(*_: object) -> list[object]:
        release.wait(5)
        return []

    with pytest.raises(ToolFailure, match="cannot reach") as caught:
        GuardedHttp(resolver=stuck, timeout_seconds=0.2).request("GET", "https://slow.example/")
    release.set()
    assert caught.value.kind is FailureKind.TRANSIENT


def test_no_network_is_one_clear_transient_line() -> None:
    def offline(*_: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(ToolFailure, match="is there a network") as caught:
        GuardedHttp(resolver=offline).request("POST", "https://example.com/")
    assert caught.value.kind is FailureKind.TRANSIENT
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ToolFailure, match="cannot reach"):
        GuardedHttp(allow_hosts={f"127.0.0.1:{port}"}).request("GET", f"http://127.0.0.1:{port}/")


def test_a_server_that_talks_nonsense_is_told() -> None:
    with dripping(b"220 smtp ready\r\n", b"") as port, pytest.raises(ToolFailure, match="did not answer whole"):
        GuardedHttp(allow_hosts={f"127.0.0.1:{port}"}, timeout_seconds=0.5).request("GET", f"http://127.0.0.1:{port}/")


def test_proxies_of_the_environment_are_not_used(
    http: GuardedHttp, web: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert http.request("GET", web.url()).status == 200
