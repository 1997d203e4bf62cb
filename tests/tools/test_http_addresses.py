"""No spelling of an address, and no name that points to one, leads the client inside."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.errors import FailureKind, ToolFailure
from tools.http import GuardedHttp

ATTACKS = (Path(__file__).parent / "corpora" / "url_attacks.txt").read_text(encoding="utf-8").split("\n")[:-1]
TLS = ssl.create_default_context()


def never(*_: object) -> object:
    raise AssertionError("a name was looked up or an address connected to")


@pytest.mark.parametrize("url", ATTACKS)
def test_no_spelling_of_a_private_address_is_connected_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", never)
    with pytest.raises(ToolFailure) as caught:
        GuardedHttp(timeout_seconds=0.5).request("GET", url)
    assert caught.value.kind in (FailureKind.PERMANENT, FailureKind.INVALID_ARGUMENTS, FailureKind.TRANSIENT)
    assert "\n" not in str(caught.value)
    if caught.value.kind is FailureKind.TRANSIENT:
        assert "cannot reach" in str(caught.value)  # a name that does not resolve, as far as the resolver is concerned


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "168.63.129.16", "::1", "::ffff:8.8.8.8", "fd00::1"]
)
def test_a_name_that_points_inside_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", never)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    place = (address, 443, 0, 0) if ":" in address else (address, 443)
    http = GuardedHttp(resolver=lambda *_: [(family, socket.SOCK_STREAM, 6, "", place)])
    with pytest.raises(ToolFailure, match="refused") as caught:
        http.request("GET", "https://rebind.example/")
    assert caught.value.kind is FailureKind.PERMANENT


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="htps:/.@#?[]%\\0123456789abcdefx-_ \t\n\0é①。", max_size=40), st.text(max_size=20))
def test_any_address_is_refused_or_not_found_but_never_a_crash(tail: str, odd: str) -> None:
    def nowhere(*_: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    http = GuardedHttp(resolver=nowhere, timeout_seconds=2, verify=TLS)
    for url in (f"http://{tail}", tail, f"https://{odd}/{tail}", f"http://a.example{odd}"):
        with pytest.raises(ToolFailure):
            http.request("GET", url)
