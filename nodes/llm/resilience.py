"""What becomes of a failed model request: named by the tree in `nodes.llm.errors`, retried with backoff where that may help.

Provider libraries are not imported here: failures are told by `langchain_core`'s own exceptions, by HTTP status and by class name.
"""

from __future__ import annotations

import random
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TypeVar

from langchain_core import exceptions as provider

from nodes.llm.errors import ContextOverflow, ModelError, ModelRefused, ModelUnavailable

T = TypeVar("T")

_OVERFLOW = re.compile(
    r"context[ _-]?(length|window|size)|maximum context|exceed_context|prompt is too long|too many (input )?tokens"
    r"|input tokens exceed|reduce the length|exceeds? the (model's )?(maximum|limit)",
    re.IGNORECASE,
)
_QUOTA = re.compile(r"insufficient_quota|exceeded your current quota|billing|credit balance", re.IGNORECASE)
_TRANSIENT_STATUS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 507, 520, 521, 522, 523, 524, 529})
"""Statuses that a later attempt may not meet: RFC 9110 section 15, plus the gateways' own (Cloudflare's 52x, 529 overloaded)."""
_REFUSING_STATUS = range(400, 600)
_TRANSIENT_NAMES = re.compile(r"Timeout|Connect|ConnectionError|NetworkError|RemoteProtocolError|ReadError|RateLimit")
_SECRET = re.compile(
    r"(?i)\b(?:sk|pk|rk|key|token|gsk|hf|xai|AIza)[-_][\w*.-]{6,}|bearer\s+\S+|(?<=api key provided: )\S+"
)
_ADVICE = {
    400: "the request does not suit this model; try another decision mode or model",
    401: "the key is wrong or missing; set the endpoint's API key (OPENAI_API_KEY for OpenAI and what speaks its protocol)",
    402: "the account has no credit left",
    403: "the key may not use this model; choose another model or key",
    404: "no such model or address there; check the model's name and the base URL",
    422: "the request does not suit this model; try another decision mode or model",
}


@dataclass(frozen=True, slots=True)
class Backoff:
    """When to try again.

    Attributes:
        max_attempts: How often in all, the first time included.
        base_seconds: The wait before the second attempt, doubled for each further one.
        cap_seconds: The longest wait; a server that asks for a longer one is not waited for.
        rng: Draws the jitter, so that many agents do not come back at the same moment.
    """

    max_attempts: int = 3
    base_seconds: float = 0.5
    cap_seconds: float = 30.0
    rng: random.Random = field(default_factory=random.Random)

    def wait_seconds(self, attempt: int, asked_seconds: float | None) -> float | None:
        """The wait after the attempt with that number (from 1); `None` to give up.

        "Equal jitter" (half fixed, half drawn): see "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
        """
        if attempt >= self.max_attempts or (asked_seconds is not None and asked_seconds > self.cap_seconds):
            return None
        window: float = min(self.cap_seconds, self.base_seconds * 2.0 ** (attempt - 1))
        drawn = window / 2 + self.rng.uniform(0, window / 2)
        return max(drawn, asked_seconds or 0.0)


async def with_retries(
    request: Callable[[], Awaitable[T]], backoff: Backoff, sleep: Callable[[float], Awaitable[object]]
) -> T:
    """Make a request, and again after a wait as long as it is only unavailable.

    Raises:
        ModelUnavailable: Still so after the last attempt; the message counts the attempts.
        ModelError: Any other, at once.
    """
    attempt = 0
    while True:
        attempt += 1
        try:
            return await request()
        except ModelUnavailable as error:
            wait = backoff.wait_seconds(attempt, error.retry_after_seconds)
            if wait is None:
                tried = f" (tried {attempt} times)" if attempt > 1 else ""
                raise ModelUnavailable(f"{error}{tried}", error.retry_after_seconds) from error
        await sleep(wait)


def classify(error: BaseException, model: str) -> ModelError:
    """Name a failure of a model library.

    Args:
        error: What it raised.
        model: The model's label, for the message.

    Returns:
        An error of our own, its message one line with the next thing to do and no secret; one of ours is returned as it is.
    """
    if isinstance(error, ModelError):
        return error
    status, said = status_of(error), describe(error)
    if is_overflow(error):
        return ContextOverflow(f"{model}: the prompt does not fit the model's window: {said}")
    if status is not None:
        return _by_status(status, said, error, model)
    if isinstance(error, provider.ModelError):
        return _by_kind(error, said, model)
    names = " ".join(kind.__name__ for kind in type(error).__mro__)
    if isinstance(error, TimeoutError | ConnectionError) or _TRANSIENT_NAMES.search(names):
        return _unavailable(said, error, model)
    return ModelError(f"{model}: the model library failed with {type(error).__name__}: {said}")


def _by_status(status: int, said: str, error: BaseException, model: str) -> ModelError:
    if status == 429 and _QUOTA.search(said):
        return ModelRefused(f"{model}: {status}: the account has no quota left: {said}")
    if status in _TRANSIENT_STATUS:
        return _unavailable(f"{status}: {said}", error, model)
    if status in _REFUSING_STATUS:
        shown = "" if status in {401, 403} else f": {said}"
        advice = _ADVICE.get(status, "the endpoint refuses this request")
        return ModelRefused(f"{model}: {status}: {advice}{shown}")
    return ModelError(f"{model}: unexpected status {status}: {said}")


def _by_kind(error: provider.ModelError, said: str, model: str) -> ModelError:
    if error.is_retryable:
        return _unavailable(said, error, model)
    if isinstance(error, provider.ModelAuthenticationError):
        return ModelRefused(f"{model}: {_ADVICE[401]}")
    if isinstance(error, provider.ModelPermissionDeniedError):
        return ModelRefused(f"{model}: {_ADVICE[403]}")
    advice = _ADVICE[404] if isinstance(error, provider.ModelNotFoundError) else _ADVICE[400]
    return ModelRefused(f"{model}: {advice}: {said}")


def _unavailable(said: str, error: BaseException, model: str) -> ModelUnavailable:
    reason = said if said else type(error).__name__
    return ModelUnavailable(
        f"{model}: not available now: {reason}; check that the endpoint is up, or try later", retry_after(error)
    )


def is_overflow(error: BaseException) -> bool:
    """Whether the prompt was too long for the model's window."""
    if isinstance(error, ContextOverflow | provider.ContextOverflowError):
        return True
    status = status_of(error)
    return status == 413 or (status in {400, 422, 500} and bool(_OVERFLOW.search(str(error))))


def status_of(error: BaseException) -> int | None:
    """The HTTP status that an exception of any provider library carries, if it does."""
    for holder in (error, getattr(error, "response", None)):
        for name in ("status_code", "status", "http_status", "code"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and not isinstance(value, bool) and 100 <= value < 600:
                return value
    return None


def retry_after(error: BaseException) -> float | None:
    """The seconds that the server asked to wait (RFC 9110, section 10.2.3, and OpenAI's `retry-after-ms`), if it did."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    if not isinstance(headers, Mapping):
        return None
    lower = {str(name).lower(): str(value) for name, value in headers.items()}
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if re.fullmatch(r"\d{1,9}(\.\d+)?", value := lower.get(name, "").strip()):
            return float(value) * scale
    return _seconds_until(lower.get("retry-after", ""), lower.get("date", ""))


def _seconds_until(moment: str, now: str) -> float | None:
    """Seconds between two HTTP dates of one server, whose clock need not be ours."""
    try:
        return max(0.0, (parsedate_to_datetime(moment) - parsedate_to_datetime(now)).total_seconds())
    except (TypeError, ValueError):
        return None


def describe(error: BaseException, limit: int = 300) -> str:
    """What an exception says, as one line without secrets."""
    text = " ".join(str(error).split())
    text = _SECRET.sub("[secret]", text)
    return text if len(text) <= limit else text[: limit - 1] + "…"
