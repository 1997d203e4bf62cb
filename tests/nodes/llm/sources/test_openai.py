"""The OpenAI adapter against a real server that speaks the protocol."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import openai
import pytest
from langchain_core.messages import HumanMessage
from pydantic import SecretStr

from nodes.llm.errors import ModelUnavailable
from nodes.llm.sources.openai import openai_model
from tests.nodes.llm.sources.asking import model_at, streamed
from tests.openai_server import OpenAIServer, call, calls, cut, drop, fail, say

TOOL = {
    "type": "function",
    "function": {"name": "add", "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}}},
}
SCHEMA = {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"type": "object"}}}


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


async def test_a_model_s_own_length_limit_is_sent_where_a_call_sets_none():
    with OpenAIServer([say("ok")]) as server:
        await model_at(server, max_tokens=77).ainvoke("hi")
    assert server.requests[0].body["max_tokens"] == 77


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
        assert (await model.ainvoke("hi", max_tokens=9)).text == "one"
        assert (await model.ainvoke("hi", max_tokens=9)).text == "two"
    assert server.requests[-1].body["max_completion_tokens"] == 9


async def test_a_server_that_refuses_both_spellings_is_asked_twice_only():
    with OpenAIServer([say("never")], unsupported=["max_tokens", "max_completion_tokens"]) as server:
        with pytest.raises(openai.BadRequestError):
            await model_at(server).ainvoke("hi", max_tokens=9)
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


async def test_other_endpoints_do_not_learn_the_openai_account(monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-name")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-name")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-from-the-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_PROXY", "http://127.0.0.1:9")
    with OpenAIServer([say("ok")], repeat_last=True) as server:
        model = model_at(server)
        await model.ainvoke("hi")
        model.invoke("hi")
    for sent in server.requests:
        assert "org-name" not in str(sent.headers)
        assert "proj-name" not in str(sent.headers)
        assert sent.key == "none"
    official = openai_model("gpt-4.1-mini", SecretStr("sk-test"))
    assert official.root_client.organization == "org-name"
    assert str(official.root_client.base_url) == "https://api.openai.com/v1/"


async def test_a_proxy_in_the_environment_is_asked_for_other_hosts(monkeypatch):
    with OpenAIServer([say("by proxy")], repeat_last=True) as proxy:
        for name in ("HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        model = openai_model("any", base_url="http://model.invalid/v1", timeout_seconds=10)
        assert (await model.ainvoke("hi")).text == "by proxy"
        assert model.invoke("hi").text == "by proxy"


async def test_what_was_refused_is_left_out_of_the_responses_api_too():
    with OpenAIServer([say("ok")], unsupported=["temperature"]) as server:
        model = model_at(server)
        await model.ainvoke("hi")
        model.use_responses_api = True
        payload = model._get_request_payload([HumanMessage("hi")], max_tokens=5)
    assert payload["max_output_tokens"] == 5
    assert "temperature" not in payload
