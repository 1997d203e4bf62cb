"""From settings to a decision: a chosen model in its mode, against a real server and a real local model."""

from __future__ import annotations

from dataclasses import replace

import pytest
from langchain_core.messages import HumanMessage
from pydantic import SecretStr

from nodes.llm.errors import ContextOverflow, ModelRefused, ModelUnavailable
from nodes.llm.port import DecisionMode, DecisionRequest
from nodes.llm.sources.local_server import stop_all
from tests.nodes.llm.sources.asking import choose
from tests.openai_server import OpenAIServer, call, cut, drop, fail, hang, say
from tests.small_model import SMALL_MODEL, needs_small_model

ADD = {
    "name": "add",
    "description": "Add two numbers.",
    "parameters": {
        "type": "object",
        "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
        "required": ["a", "b"],
        "additionalProperties": False,
    },
}
REQUEST = DecisionRequest(goal="What is 2 + 3?", messages=[HumanMessage("What is 2 + 3?")], tools=[ADD])


def decider_at(server, cache, **more):
    return choose(cache, model="any-8b", base_url=server.base_url, timeout_seconds=5, **more).decider()


async def test_a_native_call_and_an_answer(cache):
    with OpenAIServer([call("add", a=2, b=3), say("5")]) as server:
        decider = decider_at(server, cache)
        acted = await decider.decide(REQUEST)
        answered = await decider.decide(REQUEST)
        assert server.requests[0].body["max_tokens"] > 0
    assert [(made["name"], made["args"]) for made in acted.message.tool_calls] == [("add", {"a": 2, "b": 3})]
    assert answered.answer == "5"
    assert (acted.usage.input_tokens, acted.usage.output_tokens) == (11, 7)
    assert acted.usage.cost_usd is None


@pytest.mark.parametrize("trouble", [fail(429, retry_after=0), fail(503), drop(), cut("The answer", 2)])
async def test_what_may_pass_is_tried_again(cache, trouble):
    with OpenAIServer([trouble, say("5")]) as server:
        assert (await decider_at(server, cache).decide(REQUEST)).answer == "5"
        assert len(server.requests) == 2


async def test_a_wrong_key_is_refused_at_once_and_not_shown(cache):
    with OpenAIServer([say("5")], api_key="right") as server, pytest.raises(ModelRefused) as caught:
        await decider_at(server, cache, api_key=SecretStr("sk-wrong-and-secret")).decide(REQUEST)
    assert "sk-wrong" not in str(caught.value)


async def test_a_fallback_answers_for_a_silent_model(cache):
    with OpenAIServer([hang()], repeat_last=True) as silent, OpenAIServer([say("5")]) as server:
        fallback = choose(cache, model="other-8b", base_url=server.base_url)
        silent_one = choose(cache, model="any-8b", base_url=silent.base_url, timeout_seconds=0.2)
        decision = await replace(silent_one, fallback=fallback).decider().decide(REQUEST)
    assert decision.answer == "5"
    assert decision.model == "other-8b"


async def test_an_unreachable_endpoint_is_unavailable(cache, closed_port):
    chosen = choose(cache, model="any-8b", base_url=f"http://127.0.0.1:{closed_port}")
    with pytest.raises(ModelUnavailable, match="any-8b"):
        await chosen.decider().decide(REQUEST)


@pytest.fixture(scope="module")
def small_models():
    yield f"gguf:{SMALL_MODEL}"
    stop_all()


@needs_small_model
@pytest.mark.parametrize("mode", [DecisionMode.JSON, DecisionMode.NATIVE])
async def test_a_real_model_decides(cache, small_models, mode):
    chosen = choose(cache, model=small_models, mode=mode, context_tokens=4096)
    chosen.model.max_tokens = 40
    decision = await chosen.decider().decide(REQUEST)
    assert sum([bool(decision.message.tool_calls), decision.answer is not None, decision.malformed is not None]) == 1
    assert 0 < decision.usage.output_tokens <= 40 < decision.usage.input_tokens
    assert decision.usage.cost_usd is None


@needs_small_model
async def test_a_prompt_beyond_a_real_model_s_window_is_an_overflow(cache, small_models):
    chosen = choose(cache, model=small_models, mode=DecisionMode.JSON, context_tokens=256)
    with pytest.raises(ContextOverflow):
        await chosen.decider().decide(replace(REQUEST, messages=[HumanMessage("word " * 2000)]))
