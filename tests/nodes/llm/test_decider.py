import asyncio

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from nodes.llm.decider import MAX_TOKENS, MAX_TOKENS_NATIVE, ModelDecider
from nodes.llm.errors import ContextOverflow, ModelError, ModelRefused, ModelUnavailable
from nodes.llm.port import DecisionMode, DecisionModel
from nodes.llm.scripted import ScriptedModel, answer, call
from tests.nodes.llm.modes.material import observed, request
from tests.nodes.llm.test_resilience import HttpError


class PlainModel(BaseChatModel):
    """A chat model that knows nothing of tools."""

    reply: str = "Thought: x\nFinal Answer: 42"

    @property
    def _llm_type(self):
        return "plain"

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=self.reply))])


class SilentModel(ScriptedModel):
    """Sends one token and then nothing."""

    async def _astream(self, *args, **kwargs):
        async for chunk in super()._astream(*args, **kwargs):
            yield chunk
            await asyncio.Event().wait()


class LengthFinishReasonError(Exception):
    """What OpenAI's client raises for a constrained reply that ended at the limit."""


class CutModel(ScriptedModel):
    async def _astream(self, *args, **kwargs):
        async for chunk in super()._astream(*args, **kwargs):
            yield chunk
        raise LengthFinishReasonError("Could not parse response content as the length limit was reached")


class Waits(list):
    async def __call__(self, seconds):
        self.append(seconds)


def decider(*replies, **options):
    model = ScriptedModel(replies)
    return model, ModelDecider(model, sleep=options.pop("sleep", Waits()), **options)


async def test_it_is_a_decision_model():
    model, asked = decider(call("calculator", expression="6*7"))
    assert isinstance(asked, DecisionModel)
    decision = await asked.decide(request())
    assert decision.message.tool_calls[0]["args"] == {"expression": "6*7"}
    assert (decision.model, decision.usage.model_calls, decision.usage.steps) == ("scripted", 1, 0)
    assert decision.usage.input_tokens > 10
    assert model.options[0]["tools"][0]["function"]["name"] == "calculator"


async def test_the_mode_follows_from_the_models_abilities():
    assert decider()[1].mode is DecisionMode.NATIVE
    plain = ModelDecider(PlainModel())
    assert plain.mode is DecisionMode.TEXT
    assert plain.label == "PlainModel, text format"
    decision = await plain.decide(request())
    assert decision.answer == "42"
    assert decision.usage.tokens > 100  # the model counts nothing: an estimate, since budgets need numbers


@pytest.mark.parametrize("mode", [DecisionMode.NATIVE, DecisionMode.JSON, DecisionMode.PLAN, DecisionMode.TEXT])
async def test_every_request_has_a_length_limit(mode):
    model, asked = decider("x", mode=mode)
    await asked.decide(request())
    assert model.options[0]["max_tokens"] == (MAX_TOKENS_NATIVE if mode is DecisionMode.NATIVE else MAX_TOKENS)


async def test_the_models_own_limit_and_the_callers_come_first():
    model = ScriptedModel(["x", "y"], max_tokens=77)
    await ModelDecider(model).decide(request())
    await ModelDecider(model, max_tokens=5).decide(request())
    assert [options["max_tokens"] for options in model.options] == [77, 5]


async def test_busy_is_tried_again_and_then_handed_to_the_fallback():
    waits = Waits()
    _, spare = decider(answer("from the spare"))
    model, asked = decider(*[HttpError(503)] * 3, fallback=spare, sleep=waits)
    decision = await asked.decide(request())
    assert decision.answer == "from the spare"
    assert (len(model.prompts), len(waits)) == (3, 2)


async def test_busy_without_a_fallback_is_unavailable():
    _, asked = decider(*[HttpError(429)] * 3)
    with pytest.raises(ModelUnavailable, match="tried 3 times"):
        await asked.decide(request())


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (HttpError(401), ModelRefused),
        (HttpError(400, "maximum context length is 10"), ContextOverflow),
        (KeyError("choices"), ModelError),
    ],
)
async def test_what_will_not_change_is_raised_at_once(error, kind):
    _, spare = decider(answer("never asked"))
    model, asked = decider(error, "x", fallback=spare)
    with pytest.raises(kind):
        await asked.decide(request())
    assert len(model.prompts) == 1


@pytest.mark.parametrize(
    "refusal",
    [
        HttpError(400, "registry.example/gemma:2b does not support tools"),
        HttpError(400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'),
        HttpError(500, "tools param requires --jinja flag"),
        HttpError(404, "No endpoints found that support tool use."),
        HttpError(400, "Unsupported parameter: tools"),
        NotImplementedError("function calling is not supported"),
    ],
)
async def test_an_endpoint_without_tools_is_asked_in_text_for_good(refusal, caplog):
    model, asked = decider(refusal, "Final Answer: 42", "Final Answer: 43")
    assert (await asked.decide(request())).answer == "42"
    assert asked.mode is DecisionMode.TEXT
    assert "text format" in asked.label
    assert "does not take tools" in caplog.text
    assert (await asked.decide(request())).answer == "43"
    assert len(model.prompts) == 3


@pytest.mark.parametrize(
    ("mode", "said", "option"),
    [
        (DecisionMode.JSON, "response_format is not supported by this model", "response_format"),
        (DecisionMode.JSON, "Unsupported value: 'temperature' does not support 0", "temperature"),
        (DecisionMode.TEXT, "Unsupported parameter: 'stop'", "stop"),
        (DecisionMode.PLAN, "failed to parse grammar", "response_format"),
    ],
)
async def test_an_option_that_is_refused_is_left_out_for_good(mode, said, option):
    model, asked = decider(HttpError(400, said), "?", "?", mode=mode)
    await asked.decide(request())
    await asked.decide(request())
    assert asked.left_out == {option}
    assert [option in options for options in model.options] == [True, False, False]


async def test_a_refusal_that_repeats_ends():
    model, asked = decider(*[HttpError(400, "temperature is odd")] * 5, mode=DecisionMode.JSON)
    with pytest.raises(ModelRefused):
        await asked.decide(request())
    assert len(model.prompts) == 2


async def test_a_silent_model_is_unavailable():
    asked = ModelDecider(SilentModel([answer("one two three")]), timeout_seconds=0.05, max_attempts=1)
    with pytest.raises(ModelUnavailable, match=r"scripted: nothing came for 0\.05 s"):
        await asked.decide(request())


async def test_a_reply_cut_at_the_limit_is_malformed_not_an_exception():
    asked = ModelDecider(
        CutModel(['{"name": "file_operations", "arguments": {"content": "aaaa']), mode=DecisionMode.JSON
    )
    assert "cut off" in (await asked.decide(request())).malformed


async def test_arguments_cut_in_a_streamed_call_are_not_completed():
    broken = AIMessage(
        content="",
        invalid_tool_calls=[
            {"type": "invalid_tool_call", "name": "calculator", "args": '{"expression": "1+', "id": "a", "error": None}
        ],
        response_metadata={"finish_reason": "length"},
    )
    _, asked = decider(broken)
    decision = await asked.decide(request())
    assert "cut off" in decision.malformed
    assert not decision.message.tool_calls


async def test_an_assertion_in_a_script_is_not_the_models_failure():
    def reply(messages):
        raise AssertionError("look here")

    _, asked = decider(reply)
    with pytest.raises(AssertionError, match="look here"):
        await asked.decide(request())


async def test_the_price_is_known_where_the_name_is():
    usage = {"input_tokens": 1000, "output_tokens": 100, "total_tokens": 1100}
    priced = ScriptedModel([AIMessage(content="x", usage_metadata=usage)], name_of_model="gpt-4o-mini")
    decision = await ModelDecider(priced).decide(request())
    assert decision.usage.cost_usd == pytest.approx(0.15e-6 * 1000 + 0.6e-6 * 100)
    assert (decision.usage.input_tokens, decision.usage.output_tokens) == (1000, 100)


async def test_a_plan_goes_on_without_asking():
    model, asked = decider(
        '{"steps": [{"name": "clock", "arguments": {}}], "answer": "It is {1}."}', mode=DecisionMode.PLAN
    )
    first = await asked.decide(request())
    second = await asked.decide(request(first.message, *observed(first.message, "noon")))
    assert (second.answer, second.usage.model_calls, second.model) == ("It is noon.", 0, "scripted")
    assert len(model.prompts) == 1


class PlacedModel(ScriptedModel):
    openai_api_base: str = "https://ada:pass-phrase@models.example.org/v1?token=abc"


async def test_an_error_tells_where_the_model_was_asked_but_no_credentials():
    asked = ModelDecider(PlacedModel([HttpError(404, "no such model")]))
    with pytest.raises(ModelRefused, match=r"scripted at https://models\.example\.org/v1: 404") as caught:
        await asked.decide(request())
    assert "pass-phrase" not in str(caught.value)
    assert "abc" not in str(caught.value)


async def test_a_length_limit_that_does_not_fit_is_left_out_but_not_for_a_prompt_that_does_not():
    said = "This model's maximum context length is 4096 tokens, but you set max_tokens to 8192"
    model, asked = decider(HttpError(400, said), answer("42"), mode=DecisionMode.NATIVE)
    assert (await asked.decide(request())).answer == "42"
    assert asked.left_out == {"max_tokens"}
    model, asked = decider(HttpError(400, said), HttpError(400, said), answer("42"))
    with pytest.raises(ContextOverflow):
        await asked.decide(request())
    assert asked.left_out == frozenset()
    assert len(model.prompts) == 2
