import asyncio
import random

import pytest
from langchain_core import exceptions as provider

from nodes.llm.errors import ContextOverflow, ModelError, ModelRefused, ModelUnavailable
from nodes.llm.resilience import Backoff, classify, describe, retry_after, status_of, with_retries


class Response:
    def __init__(self, status=None, headers=None):
        self.status_code = status
        self.headers = headers or {}


class HttpError(Exception):
    """Like openai's and httpx's: a status, and the response with its headers."""

    def __init__(self, status, message="nope", headers=None):
        super().__init__(message)
        self.status_code = status
        self.response = Response(status, headers)


class APIConnectionError(Exception):
    pass


class OtherError(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (HttpError(400), ModelRefused),
        (HttpError(401), ModelRefused),
        (HttpError(403), ModelRefused),
        (HttpError(404), ModelRefused),
        (HttpError(422), ModelRefused),
        (HttpError(408), ModelUnavailable),
        (HttpError(409), ModelUnavailable),
        (HttpError(429), ModelUnavailable),
        (HttpError(500), ModelUnavailable),
        (HttpError(503), ModelUnavailable),
        (HttpError(429, "insufficient_quota: check your billing"), ModelRefused),
        (HttpError(400, "This model's maximum context length is 4096 tokens"), ContextOverflow),
        (HttpError(400, "the request exceeds the available context size, try increasing it"), ContextOverflow),
        (HttpError(413, "too large"), ContextOverflow),
        (HttpError(302), ModelError),
        (provider.ModelAuthenticationError("no"), ModelRefused),
        (provider.ModelPermissionDeniedError("no"), ModelRefused),
        (provider.ModelNotFoundError("no"), ModelRefused),
        (provider.ModelInvalidRequestError("no"), ModelRefused),
        (provider.ModelRateLimitError("slow"), ModelUnavailable),
        (provider.ModelConnectionError("gone"), ModelUnavailable),
        (provider.ContextOverflowError("long"), ContextOverflow),
        (TimeoutError(), ModelUnavailable),
        (ConnectionResetError("reset"), ModelUnavailable),
        (APIConnectionError("refused"), ModelUnavailable),
        (OtherError("odd"), ModelError),
        (ValueError("No generations found in stream."), ModelError),
    ],
)
def test_every_failure_has_its_name(error, kind):
    found = classify(error, "gpt-x")
    assert type(found) is kind
    assert "gpt-x" in str(found)
    assert "\n" not in str(found)


def test_our_own_errors_stay_as_they_are():
    error = ModelRefused("x")
    assert classify(error, "m") is error


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500])
def test_no_key_gets_into_a_message(status):
    said = "Incorrect API key provided: sk-proj-abc123def456. Authorization: Bearer abcdef.ghi, key-99999999, AIza_abcdefgh"
    text = str(classify(HttpError(status, said), "m"))
    for secret in ("abc123", "abcdef.ghi", "99999999", "AIza_"):
        assert secret not in text


def test_long_and_many_lined_messages_become_one_short_line():
    assert len(describe(ValueError("a\n" * 1000))) == 300


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after-ms": "250"}, 0.25),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:30 GMT", "Date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 30.0),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:30 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_the_servers_wish_is_read(headers, seconds):
    assert retry_after(HttpError(429, headers=headers)) == seconds


def test_a_status_is_found_where_libraries_put_it():
    assert status_of(HttpError(418)) == 418
    wrapped = OtherError()
    wrapped.response = Response(503)
    assert status_of(wrapped) == 503
    assert status_of(OtherError()) is None


async def run(outcomes, **options):
    waits = []
    left = iter(outcomes)

    async def request():
        outcome = next(left)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def sleep(seconds):
        waits.append(seconds)

    try:
        return await with_retries(request, Backoff(rng=random.Random(1), **options), sleep), waits
    except ModelError as error:
        return error, waits


async def test_waits_grow_and_are_never_the_same_for_all():
    result, waits = await run([ModelUnavailable("a")] * 5 + ["ok"], max_attempts=6)
    assert result == "ok"
    for number, wait in enumerate(waits):
        assert 0.25 * 2**number <= wait <= 0.5 * 2**number


async def test_the_servers_wish_is_kept_and_a_long_one_is_not_waited_for():
    assert (await run([ModelUnavailable("a", 7.0), "ok"]))[1] == [7.0]
    error, waits = await run([ModelUnavailable("a", 3600.0), "ok"])
    assert (waits, error.retry_after_seconds) == ([], 3600.0)


async def test_gives_up_after_the_last_attempt_and_says_how_many():
    error, waits = await run([ModelUnavailable("down")] * 9, max_attempts=3)
    assert "tried 3 times" in str(error)
    assert len(waits) == 2


async def test_what_will_not_change_is_not_tried_again():
    error, waits = await run([ModelRefused("wrong key"), "ok"])
    assert (type(error), waits) == (ModelRefused, [])


async def test_cancelling_is_not_a_failure_of_the_model():
    async def request():
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await with_retries(request, Backoff(), asyncio.sleep)
