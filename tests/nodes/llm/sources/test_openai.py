"""The OpenAI adapter against a real server that speaks the protocol."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace

import openai
import pytest
from langchain_core.messages import AIMessageChunk, HumanMessage
from pydantic import SecretStr

from nodes.llm.errors import ModelUnavailable
from nodes.llm.sources.openai import openai_model
from tests.openai_server import OpenAIServer, call, calls, cut, drop, fail, hang, raw, say

TOOL = {
    "type": "function",
    "function": {"name": "add", "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}}},
}
SCHEMA = {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"type": "object"}}}


def model_at(server, **more):
    return openai_model(
        "scripted", more.pop("api_key", None), server.base_url, more.pop("timeout_seconds", 10.0), **more
    )


async def streamed(model, **more):
    chunks = [chunk async for chunk in model.astream([HumanMessage("hi")], **more)]
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert isinstance(whole, AIMessageChunk)
    return whole, chunks


async def test_text_streams_in_pieces_with_its_usage():
    with OpenAIServer([say("The answer is 42.")]) as server:
        whole, chunks = await streamed(model_at(server))
    assert whole.text == "The answer is 42."
    assert len([chunk for chunk in chunks if chunk.text]) > 3
    assert whole.usage_metadata["input_tokens"] == 11
    assert whole.usage_metadata["output_tokens"] == 7
    assert whole.response_metadata["finish_reason"] == "stop"


async def test_parallel_tool_calls_stream_into_whole_calls():
    with OpenAIServer([calls(("add", {"a": 1}), ("add", {"a": 22}), text="Adding.")]) as server:
        whole, _ = await streamed(model_at(server).bind_tools([TOOL]))
        assert server.requests[0].body["tools"][0]["function"]["name"] == "add"
    assert whole.text == "Adding."
    assert [(made["name"], made["args"]) for made in whole.tool_calls] == [("add", {"a": 1}), ("add", {"a": 22})]
    assert len({made["id"] for made in whole.tool_calls}) == 2


async def test_arguments_cut_by_the_limit_keep_their_text_and_say_so():
    with OpenAIServer([replace(calls(("add", '{"a": ')), finish_reason="length")]) as server:
        whole, _ = await streamed(model_at(server).bind_tools([TOOL]))
    assert whole.tool_call_chunks[0]["args"] == '{"a": '
    assert whole.response_metadata["finish_reason"] == "length"


async def test_a_compatible_server_gets_the_old_length_limit_and_no_real_key():
    with OpenAIServer([say("ok")]) as server:
        await model_at(server).ainvoke("hi", max_tokens=5)
    sent = server.requests[0]
    assert sent.body["max_tokens"] == 5
    assert "max_completion_tokens" not in sent.body
    assert sent.body["temperature"] == 0
    assert sent.key == "none"


async def test_a_length_limit_is_always_sent():
    with OpenAIServer([say("ok")]) as server:
        await model_at(server).ainvoke("hi")
    assert server.requests[0].body["max_tokens"] == 2048


def test_openai_itself_gets_the_new_length_limit():
    model = openai_model("gpt-4.1-mini", SecretStr("sk-test"))
    payload = model._get_request_payload([HumanMessage("hi")], max_tokens=5)
    assert payload["max_completion_tokens"] == 5
    assert "max_tokens" not in payload
    assert "sk-test" not in repr(model)


async def test_a_constrained_reply_cut_by_the_limit_is_handed_on():
    with OpenAIServer([say('{"a": ', finish_reason="length"), say('{"a": ', finish_reason="length")]) as server:
        model = model_at(server)
        whole, _ = await streamed(model, response_format=SCHEMA)
        reply = await model.ainvoke("hi", response_format=SCHEMA)
    assert whole.text == reply.text == '{"a": '
    assert whole.response_metadata["finish_reason"] == reply.response_metadata["finish_reason"] == "length"
    assert [sent.body["response_format"] for sent in server.requests] == [SCHEMA, SCHEMA]


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


@pytest.mark.parametrize("parameter", ["stream_options", "temperature"])
async def test_a_refused_parameter_is_left_out_from_then_on(parameter):
    with OpenAIServer([say("one"), say("two")], unsupported=[parameter]) as server:
        model = model_at(server)
        assert (await streamed(model))[0].text == "one"
        assert (await streamed(model))[0].text == "two"
    assert [parameter in sent.body for sent in server.requests] == [True, False, False]


async def test_a_refused_spelling_of_the_length_limit_is_changed():
    with OpenAIServer([say("one"), say("two")], unsupported=["max_tokens"]) as server:
        model = model_at(server)
        assert (await model.ainvoke("hi")).text == "one"
        assert (await model.ainvoke("hi", max_tokens=9)).text == "two"
    assert server.requests[-1].body["max_completion_tokens"] == 9


async def test_a_server_that_refuses_both_spellings_is_asked_twice_only():
    with OpenAIServer([say("never")], unsupported=["max_tokens", "max_completion_tokens"]) as server:
        with pytest.raises(openai.BadRequestError):
            await model_at(server).ainvoke("hi")
        assert len(server.requests) == 2


async def test_a_bad_request_of_another_kind_is_raised_at_once():
    with OpenAIServer([fail(400, "max_tokens is too large: 2048")], repeat_last=True) as server:
        with pytest.raises(openai.BadRequestError):
            await model_at(server).ainvoke("hi")
        assert len(server.requests) == 1


def test_one_model_serves_several_event_loops():
    with OpenAIServer([say("ok")], repeat_last=True) as server:
        model = model_at(server)
        assert [asyncio.run(streamed(model))[0].text for _ in range(3)] == ["ok"] * 3
        assert [asyncio.run(model.ainvoke("hi")).text for _ in range(3)] == ["ok"] * 3


def test_synchronous_callers_get_the_same():
    with OpenAIServer([say("one"), call("add", a=1), cut("The answer is 42.", 2), fail(400, "no")]) as server:
        model = model_at(server)
        assert "".join(chunk.text for chunk in model.stream("hi")) == "one"
        assert model.invoke("hi").tool_calls[0]["args"] == {"a": 1}
        with pytest.raises(ModelUnavailable, match="broke off"):
            list(model.stream("hi"))
        with pytest.raises(openai.BadRequestError):
            model.invoke("hi")


async def test_a_proxy_in_the_environment_is_not_asked_for_loopback(monkeypatch):
    with OpenAIServer([drop()], repeat_last=True) as proxy, OpenAIServer([say("ok")]) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert (await model_at(server).ainvoke("hi")).text == "ok"
        assert proxy.requests == []
