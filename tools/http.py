"""A web client that only reaches the public web: checked addresses, counted redirects, bounded answers.

Names are resolved once and the connection goes to the very address that was checked, so a name cannot move in between; TLS still
verifies the name. Redirects are followed by hand, each checked anew. Beyond the public web only what the operator allow-lists.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tools.errors import FailureKind, ToolFailure
from tools.http_body import ACCEPTED, collect

if TYPE_CHECKING:
    from tools.http_transport import Deadline, Origin

MAX_REDIRECTS = 5
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that ask and do not change (RFC 9110, 9.2.1); TRACE is never sent."""

# What may go along to another origin; all else (credentials under any name, idempotency keys) stays behind.
_HARMLESS = frozenset({"accept", "accept-language", "user-agent", "accept-encoding"})


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What a server answered.

    Attributes:
        status: The status code.
        url: Where the answer came from, after redirects.
        headers: By lower-case name.
        body: Unpacked, at most the client's `max_bytes`.
        truncated: Whether there was more.
        redirects: The addresses that led here, in order.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    truncated: bool
    redirects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ask:
    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None


class GuardedHttp:
    """Sends requests to the public web and to allow-listed hosts, no further.

    Args:
        allow_hosts: `host` or `host:port` that may be reached although they are private or on an unusual port.
        max_bytes: Most bytes of an answer that are read.
        timeout_seconds: Wall-clock limit of a request with all its redirects.
        verify: How TLS is verified; `None` for certifi's authorities.
        resolver: Stands in for `socket.getaddrinfo`; whatever it answers is checked.
    """

    def __init__(
        self,
        *,
        allow_hosts: Collection[str] = (),
        max_bytes: int = 2 * 1024 * 1024,
        timeout_seconds: float = 30.0,
        verify: ssl.SSLContext | None = None,
        resolver: Callable[..., Any] = socket.getaddrinfo,
    ) -> None:
        self.allow_hosts = tuple(allow_hosts)
        self.max_bytes = max_bytes
        self.timeout_seconds = timeout_seconds
        self._resolver = resolver
        self._context = verify
        self._making = threading.Lock()

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> HttpAnswer:
        """Send a request and follow its redirects.

        Args:
            method: In capitals.
            url: http or https.
            headers: Sent as they are.
            content: The body.

        Returns:
            The last answer, whatever its status.

        Raises:
            ToolFailure: `PERMANENT` where the guard refuses or the answer cannot be read; `TRANSIENT` where the network failed and
                nothing was changed; `TIMEOUT` where a changing request was sent and no answer came: it may have happened.
        """
        from tools.http_transport import Deadline

        deadline = Deadline(self.timeout_seconds)
        sent = {name.lower(): value for name, value in (headers or {}).items()} | {"accept-encoding": ACCEPTED}
        ask = _Ask(method, url, {"user-agent": "Stanchion", "accept": "*/*"} | sent, content)
        walked: list[str] = []
        while True:
            answer = self._send(ask, deadline)
            location = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or not location:
                return replace(answer, redirects=tuple(walked))
            walked.append(answer.url)
            if len(walked) > MAX_REDIRECTS:
                raise _refused(url, f"it redirects more than {MAX_REDIRECTS} times, last to {location[:200]!r}")
            ask = _redirected(ask, answer.status, location)

    def origin(self, url: str) -> tuple[str, int]:
        """Host (in ASCII and lower case) and port that a request to this URL connects to.

        Raises:
            ToolFailure: If it is no URL.
        """
        origin = _origin(url)
        return origin.host, origin.port

    def is_allow_listed(self, url: str) -> bool:
        """Whether the operator named this URL's origin."""
        return _origin(url).is_listed(self.allow_hosts)

    def _send(self, ask: _Ask, deadline: Deadline) -> HttpAnswer:
        import httpx
        from ssrfguard import SSRFGuardError

        from tools.http_transport import TimedTransport, policy_for

        origin = _origin(ask.url)
        try:
            policy = policy_for(origin, self.allow_hosts)
            policy.check_url(ask.url)
            request = httpx.Request(ask.method, ask.url, headers=ask.headers, content=ask.content)
            request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), 15.0)
            transport = TimedTransport(policy=policy, context=self._tls(), resolver=self._resolver, deadline=deadline)
            with transport, httpx.Client(transport=transport, trust_env=False) as client:
                answer = client.send(request, stream=True)
                try:
                    headers = {name.lower(): value for name, value in answer.headers.items()}
                    chunks = [] if ask.method == "HEAD" else answer.iter_raw(1 << 16)
                    body, truncated = collect(chunks, headers.get("content-encoding", ""), self.max_bytes)
                finally:
                    answer.close()
        except SSRFGuardError as error:
            raise _refused(ask.url, getattr(error, "reason", str(error))) from error
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, ValueError) as error:
            raise _broken(ask.method, origin, error) from error
        return HttpAnswer(answer.status_code, str(request.url), headers, body, truncated)

    def _tls(self) -> ssl.SSLContext:
        import httpx

        with self._making:  # reading the authorities takes some 10 ms, so it is done once
            if self._context is None:
                self._context = httpx.create_ssl_context(trust_env=False)
            return self._context


def _origin(url: str) -> Origin:
    import httpx

    from tools.http_transport import Origin

    try:
        return Origin.of(httpx.URL(url))
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused(url, str(error)) from error


def _crosses(old: Origin, new: Origin) -> bool:
    upgrade = (old.scheme, old.port, new.scheme, new.port) == ("http", 80, "https", 443)
    return old.host != new.host or not (upgrade or (old.scheme, old.port) == (new.scheme, new.port))


def _redirected(ask: _Ask, status: int, location: str) -> _Ask:
    """The request that a redirect asks for (RFC 9110, 15.4); across sites only what harms nobody goes along."""
    import httpx

    try:
        url = str(httpx.URL(ask.url).join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise _refused(ask.url, f"it redirects to {location[:200]!r}, which is no address") from error
    method, headers, content = ask.method, ask.headers, ask.content
    if status == 303 or (status in (301, 302) and method == "POST"):
        method, content = ("HEAD" if method == "HEAD" else "GET"), None
        headers = {name: value for name, value in headers.items() if name not in ("content-type", "idempotency-key")}
    if _crosses(_origin(ask.url), _origin(url)):
        if method not in SAFE_METHODS:
            raise _refused(
                ask.url, f"it passes the {method} on to another site, {url[:200]!r}; call that if you mean it"
            )
        headers, content = {name: value for name, value in headers.items() if name in _HARMLESS}, None
    return _Ask(method, url, headers, content)


def _refused(url: str, reason: str) -> ToolFailure:
    shown = url if len(url) <= 200 else url[:197] + "..."
    return ToolFailure(f"{shown!r} is refused: {reason[:400]}")


def _broken(method: str, origin: Origin, error: Exception) -> ToolFailure:
    import httpx

    where = origin.address
    told = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | OSError):
        if "CERTIFICATE" in told.upper():
            return ToolFailure(f"{where} shows a certificate that cannot be trusted ({told}); nothing was sent")
        return ToolFailure(
            f"cannot reach {where} ({told}); is there a network? Nothing was sent", FailureKind.TRANSIENT
        )
    if isinstance(error, httpx.LocalProtocolError | httpx.UnsupportedProtocol | httpx.InvalidURL | ValueError):
        return ToolFailure(f"the request to {where} cannot be sent: {told}", FailureKind.INVALID_ARGUMENTS)
    if method in SAFE_METHODS:
        return ToolFailure(f"{where} did not answer whole ({told}); try again later", FailureKind.TRANSIENT)
    return ToolFailure(
        f"{where} did not answer the {method} ({told}); it may have happened: look before sending again",
        FailureKind.TIMEOUT,
    )
