"""The OpenAI adapter against a server that refuses, breaks off, is silent or speaks another protocol."""

from __future__ import annotations

import socket

import openai
import pytest
from pydantic import SecretStr

from nodes.llm.errors import ModelUnavailable
from nodes.llm.sources.openai import openai_model
from tests.nodes.llm.sources.asking import model_at, streamed
from tests.openai_server import OpenAIServer, cut, drop, fail, hang, raw, say


async def test_a_wrong_key_is_an_authentication_error():
    with OpenAIServer([say("never")], api_key="right") as server:
        with pytest.raises(openai.AuthenticationError):
            await streamed(model_at(server, api_key=SecretStr("wrong")))
        reply = await model_at(server, api_key=SecretStr("right")).ainvoke("hi")
    assert reply.text == "never"


async def test_an_unknown_model_is_a_not_found_error():
    refusal = fail(404, "The model 'scripted' does not exist", code="model_not_found")
    with OpenAIServer([refusal]) as server, pytest.raises(openai.NotFoundError, match="does not exist"):
        await streamed(model_at(server))


async def test_429_is_raised_at_once_with_its_wait_and_the_next_request_succeeds():
    with OpenAIServer([fail(429, retry_after=7), say("ok")]) as server:
        model = model_at(server)
        with pytest.raises(openai.RateLimitError) as caught:
            await model.ainvoke("hi")
        assert caught.value.response.headers["retry-after"] == "7"
        assert len(server.requests) == 1
        assert (await model.ainvoke("hi")).text == "ok"


@pytest.mark.parametrize("status", [500, 503])
async def test_server_errors_are_not_retried_here(status):
    with OpenAIServer([fail(status)], repeat_last=True) as server:
        with pytest.raises(openai.APIStatusError):
            await streamed(model_at(server))
        assert len(server.requests) == 1


async def test_an_unreachable_port_is_a_connection_error():
    with socket.socket() as taken:  # bound and not listening: nobody else can take the port meanwhile
        taken.bind(("127.0.0.1", 0))
        model = openai_model("any", base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1", timeout_seconds=5)
        with pytest.raises(openai.APIConnectionError):
            await streamed(model)


async def test_a_silent_server_times_out():
    with OpenAIServer([hang()], repeat_last=True) as server:
        model = model_at(server, timeout_seconds=0.2)
        with pytest.raises(openai.APITimeoutError):
            await model.ainvoke("hi")
        with pytest.raises(openai.APITimeoutError):
            await streamed(model)


@pytest.mark.parametrize("after", [0, 1, 3])
async def test_a_stream_that_breaks_off_is_no_short_answer(after):
    with OpenAIServer([cut("The answer is 42.", after)]) as server, pytest.raises(ModelUnavailable, match="broke off"):
        await streamed(model_at(server))


async def test_a_truncated_body_is_a_connection_error():
    with (
        OpenAIServer([cut("The answer is 42.")]) as server,
        pytest.raises((openai.APIConnectionError, ModelUnavailable)),
    ):
        await model_at(server).ainvoke("hi")


async def test_a_dropped_connection_is_a_connection_error():
    with OpenAIServer([drop()]) as server, pytest.raises(openai.APIConnectionError):
        await model_at(server).ainvoke("hi")


@pytest.mark.parametrize("body", ["<html>Log in to the hotel's network</html>", "", "{}", "[]", "null"])
@pytest.mark.parametrize("content_type", ["text/html", "application/json"])
async def test_an_answer_of_another_protocol_is_an_expected_failure(body, content_type):
    with OpenAIServer([raw(body, content_type=content_type)], repeat_last=True) as server:
        model = model_at(server)
        with pytest.raises(ModelUnavailable):
            await model.ainvoke("hi")
        with pytest.raises(ModelUnavailable):
            await streamed(model)


@pytest.mark.parametrize(
    "event",
    ["null", "[]", "{bad", '"text"', '{"choices": 5}', '{"choices": [{"delta": 7}]}', '{"error": {"message": "no"}}'],
)
@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
async def test_a_stream_of_another_protocol_is_an_expected_failure(event):
    reply = raw(f"data: {event}\n\ndata: [DONE]\n\n", content_type="text/event-stream")
    with OpenAIServer([reply]) as server, pytest.raises((ModelUnavailable, openai.APIError)):
        await streamed(model_at(server))


@pytest.mark.parametrize(
    "body", ['{"choices": []}', '{"choices": [{"message": 3}]}', '{"error": {"message": "no"}}', '"text"']
)
async def test_a_completion_of_another_shape_is_an_expected_failure(body):
    reply = raw(body, content_type="application/json")
    with OpenAIServer([reply]) as server, pytest.raises((ModelUnavailable, openai.APIError)):
        await model_at(server).ainvoke("hi")
