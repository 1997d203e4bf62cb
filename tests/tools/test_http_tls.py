"""Pinning an address does not weaken TLS: the name is still what the certificate must be for."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tools.errors import FailureKind, ToolFailure
from tools.http import GuardedHttp

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with openssl")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path, list[str | None]]]:
    place = tmp_path_factory.mktemp("tls")
    cert, key, names = place / "cert.pem", place / "key.pem", list[str | None]()
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    made += ["-subj", "/CN=t"]
    named = ["-addext", "subjectAltName=DNS:api.example", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*made, *named], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with suppress(OSError), connection, context.wrap_socket(connection, server_side=True) as secured:
                    secured.recv(65536)
                    secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1], cert, names
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(2)


def client(port: int, verify: ssl.SSLContext | None) -> GuardedHttp:
    def pinned(host: str, port: int, *_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    return GuardedHttp(
        allow_hosts={f"api.example:{port}", f"other.example:{port}"}, verify=verify, resolver=pinned, timeout_seconds=5
    )


def test_the_certificate_is_checked_against_the_name(server: tuple[int, Path, list[str | None]]) -> None:
    port, cert, names = server
    http = client(port, ssl.create_default_context(cafile=cert))
    assert http.request("GET", f"https://api.example:{port}/").body == b"ok"
    assert names[-1] == "api.example"
    with pytest.raises(ToolFailure, match="certificate") as caught:
        http.request("POST", f"https://other.example:{port}/", content=b"secret")
    assert caught.value.kind is FailureKind.PERMANENT


def test_an_unknown_authority_is_refused(server: tuple[int, Path, list[str | None]]) -> None:
    with pytest.raises(ToolFailure, match="certificate"):
        client(server[0], None).request("GET", f"https://api.example:{server[0]}/")
