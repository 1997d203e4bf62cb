"""The wire beneath the guarded client: pinned connections (ssrfguard) that share one deadline. Imports httpx; import it late."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any

import httpcore
import httpx
from ssrfguard import DEFAULT_DENIED, AddressTable, Block, Policy, Reach
from ssrfguard.httpx import SafeBackend, SafeTransport

PORTS = frozenset({80, 443, 8080, 8443})
"""Ports of the web that are reached without being allow-listed."""

_EVERYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))


def _stricter_table() -> AddressTable:
    # Azure's wire server answers on a public address; the mapped and the translated (RFC 2765) forms of IPv4 have no honest use
    # in a URL, so they are refused whole instead of being decoded.
    added = (
        Block(ip_network("168.63.129.16/32"), "Azure wire server", "Azure documentation", Reach.DENIED),
        Block(ip_network("::ffff:0:0/96"), "IPv4-mapped Address", "RFC4291", Reach.DENIED),
        Block(ip_network("::ffff:0:0:0/96"), "IPv4-translated Address", "RFC2765", Reach.DENIED),
    )
    networks = {block.network for block in added}
    kept = tuple(block for block in DEFAULT_DENIED.blocks if block.network not in networks)
    return AddressTable((*kept, *added))


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port that a request goes to, as the client that connects reads them."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: httpx.URL) -> Origin:
        """The origin of a parsed URL."""
        port = url.port or {"http": 80, "https": 443}.get(url.scheme, 0)
        return cls(url.scheme, url.raw_host.decode("ascii").strip("[]").lower(), port)

    @property
    def address(self) -> str:
        """`host:port`, IPv6 in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def is_listed(self, hosts: Iterable[str]) -> bool:
        """Whether a list of `host` and `host:port` names this origin."""
        bracketed = f"[{self.host}]" if ":" in self.host else self.host
        return not {self.address, self.host, bracketed}.isdisjoint(host.lower() for host in hosts)


@cache
def _strict() -> AddressTable:
    return _stricter_table()


def policy_for(origin: Origin, allow_hosts: Iterable[str]) -> Policy:
    """What may be reached for one request: the public web, or the very origin that the operator allow-listed."""
    if not origin.is_listed(allow_hosts):
        return Policy(denied_networks=_strict(), allowed_ports=PORTS, max_connection_attempts=2)
    try:
        literal = ip_address(origin.host)
    except ValueError:
        networks: tuple[Any, ...] = _EVERYWHERE
    else:
        networks = (ip_network(literal),)
    return Policy(allowed_networks=networks, allowed_ports=frozenset({origin.port}), max_connection_attempts=2)


class Deadline:
    """One moment by which everything must be over."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def left(self, at_most: float | None = None) -> float:
        """Seconds that are left, never more than `at_most`.

        Raises:
            TimeoutError: If there are none.
        """
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time limit is over")
        return left if at_most is None else min(left, at_most)


class _TimedStream(httpcore.NetworkStream):
    """A connection on which every wait ends by the deadline, so that a server cannot drip bytes for ever."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._limit(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._limit(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = self._limit(timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, limit), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _limit(self, timeout: float | None, error: type[Exception]) -> float:
        try:
            return self._deadline.left(timeout)
        except TimeoutError as over:
            raise error(str(over)) from over


class _TimedBackend(SafeBackend):
    def __init__(self, *, policy: Policy, resolver: Callable[..., Any], deadline: Deadline) -> None:
        super().__init__(policy=policy, resolver=resolver)
        self._deadline = deadline

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *rest: Any, **options: Any
    ) -> httpcore.NetworkStream:
        return _TimedStream(super().connect_tcp(host, port, timeout, *rest, **options), self._deadline)


class TimedTransport(SafeTransport):
    """ssrfguard's transport with a total deadline.

    Args:
        policy: What may be reached.
        context: How TLS is verified.
        resolver: Stands in for `socket.getaddrinfo`.
        deadline: When everything must be over.
    """

    def __init__(
        self, *, policy: Policy, context: ssl.SSLContext, resolver: Callable[..., Any], deadline: Deadline
    ) -> None:
        resolver = resolve_by(deadline, resolver)
        super().__init__(policy=policy, resolver=resolver, verify=context, trust_env=False)
        self._pool.close()
        backend = _TimedBackend(policy=policy, resolver=resolver, deadline=deadline)
        self._pool = httpcore.ConnectionPool(ssl_context=context, max_connections=1, network_backend=backend)


def resolve_by(deadline: Deadline, resolver: Callable[..., Any]) -> Callable[..., Any]:
    """A resolver that gives up by the deadline; `getaddrinfo` itself takes no timeout and cannot be stopped."""

    def resolve(*arguments: Any) -> Any:
        answer: list[Any] = []

        def look_up() -> None:
            try:
                answer.append(resolver(*arguments))
            except OSError as error:
                answer.append(error)

        thread = threading.Thread(target=look_up, name="stanchion-resolve", daemon=True)
        thread.start()
        thread.join(deadline.left(10.0))
        if not answer:
            raise socket.gaierror(socket.EAI_AGAIN, "the name was not resolved in time")
        if isinstance(answer[0], OSError):
            raise answer[0]
        return answer[0]

    return resolve
