"""Secrets by reference: the model writes `{{secret:NAME}}`; its value is on the wire alone, to the hosts it is for."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus

from tools.errors import FailureKind, ToolFailure

_REFERENCE = re.compile(r"\{\{\s*secret:\s*([A-Za-z0-9_.-]{1,64})\s*\}\}")
_ANY = re.compile(r"\{\{\s*secret\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SecretRef:
    """A secret that may be sent, and where to.

    Attributes:
        name: As in `{{secret:NAME}}`.
        hosts: Hosts, or `host:port`, that may see the value; every other one is refused.
    """

    name: str
    hosts: tuple[str, ...]

    def may_go_to(self, host: str, port: int) -> bool:
        """Whether the value may be sent there; names are compared whole, without wildcards."""
        return not {host.lower(), f"{host.lower()}:{port}"}.isdisjoint(known.lower() for known in self.hosts)


class SecretFiller:
    """Puts secrets into one request and takes them out of everything that comes back.

    Args:
        look_up: Gives the value for a name; raises `LookupError` for names it does not know.
        hosts: Which hosts each name may be sent to.
    """

    def __init__(self, look_up: Callable[[str], str] | None, hosts: Mapping[str, Collection[str]]) -> None:
        self._look_up = look_up
        self._refs = {name: SecretRef(name, tuple(bound)) for name, bound in hosts.items()}
        self._host, self._port = "", 0
        self._values: dict[str, str] = {}

    def bind(self, host: str, port: int) -> None:
        """Say where this request goes, as the client that connects reads its address."""
        self._host, self._port = host, port

    @property
    def used(self) -> bool:
        """Whether any secret was filled in."""
        return bool(self._values)

    @property
    def longest(self) -> int:
        """Length of the longest form of a value that may come back, in characters."""
        return max((len(form) for value in self._values.values() for form in _forms(value)), default=0)

    def fill(self, value: Any) -> Any:
        """Replace the references in a string, or in every string of a JSON value.

        Raises:
            ToolFailure: Of the kind `PERMANENT`, if a name is unknown or not for this host.
        """
        if isinstance(value, str):
            filled = _REFERENCE.sub(lambda found: self._value(found.group(1)), value)
            if not _REFERENCE.search(value) and _ANY.search(value):
                message = f"{value[:80]!r} holds a malformed secret reference; write {{{{secret:NAME}}}}"
                raise ToolFailure(message, FailureKind.INVALID_ARGUMENTS)
            return filled
        if isinstance(value, Mapping):
            return {self.fill(key): self.fill(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.fill(each) for each in value]
        return value

    def scrub(self, value: Any) -> Any:
        """Take the values out of a string, or out of every string of a JSON value, in the forms servers echo them."""
        if isinstance(value, str):
            for name, secret in self._values.items():
                for form in _forms(secret):
                    value = value.replace(form, f"{{{{secret:{name}}}}}")
            return value
        if isinstance(value, Mapping):
            return {self.scrub(key): self.scrub(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.scrub(each) for each in value]
        return value

    def _value(self, name: str) -> str:
        ref = self._refs.get(name)
        if self._look_up is None or ref is None:
            raise ToolFailure(f"there is no secret {name!r} bound to any host; ask the user to set it up")
        if not ref.may_go_to(self._host, self._port):
            raise ToolFailure(
                f"secret {name!r} is not for {self._host}; it may only go to {', '.join(ref.hosts) or 'no host'}"
            )
        if name not in self._values:
            try:
                value = self._look_up(name)
            except LookupError:
                raise ToolFailure(f"secret {name!r} has no value here; ask the user to set it") from None
            if not value:
                raise ToolFailure(f"secret {name!r} is empty; ask the user to set it")
            self._values[name] = value
        return self._values[name]


def holds_reference(text: str) -> bool:
    """Whether a text holds anything that looks like a reference to a secret."""
    return _ANY.search(text) is not None


def _forms(secret: str) -> Iterable[str]:
    """The secret as it is, and as it looks when a server quotes it; longest first, so that none hides a piece of another."""
    encoded = base64.b64encode(secret.encode()).decode()
    plain = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], encoded, encoded.rstrip("=")}
    return sorted(plain | {form.replace("+", "-").replace("/", "_") for form in (encoded,)}, key=len, reverse=True)
