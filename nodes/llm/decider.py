"""The decision model over any LangChain chat model: it picks the mode, asks, retries, falls back, and counts."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from random import Random
from urllib.parse import urlsplit

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage

from nodes.llm.concessions import refused_option, refuses_tools
from nodes.llm.errors import ContextOverflow, ModelUnavailable
from nodes.llm.example import ExampleBank
from nodes.llm.modes.constrained import ConstrainedMode
from nodes.llm.modes.mode import Mode, Prompt
from nodes.llm.modes.native import NativeMode
from nodes.llm.modes.react_text import ReactTextMode
from nodes.llm.modes.short_plan import ShortPlanMode
from nodes.llm.port import Decision, DecisionMode, DecisionModel, DecisionRequest, Usage
from nodes.llm.prices import cost_usd
from nodes.llm.resilience import Backoff, classify, with_retries
from nodes.llm.streaming import stream_reply
from nodes.llm.tokens import estimate_prompt_tokens, estimate_tokens

_LOG = logging.getLogger(__name__)

MAX_TOKENS = 1024
"""Of one reply in the JSON, PLAN and TEXT modes: a decision is short, and a small model that loses its way never stops."""

MAX_TOKENS_NATIVE = 8192
"""Of one reply in the native mode, where the hidden reasoning of large models counts, too."""


class _AskAgain(Exception):  # noqa: N818 - a signal, not an error
    """The endpoint refused something that can be left out."""


class ModelDecider:
    """Asks a chat model for decisions.

    Args:
        model: Any chat model; its own retries should be off, as they would multiply with those made here.
        mode: How to ask; `AUTO` is native tool calls where the model's class has `bind_tools`, else the text format.
        label: One line for people; by default the model's name and the mode.
        fallback: Asked when this model stays unavailable.
        timeout_seconds: The longest silence: until the first token, and from each to the next.
        max_attempts: How often a request is made in all while the model is unavailable.
        max_tokens: Of one reply; by default the model's own setting, else `MAX_TOKENS` or `MAX_TOKENS_NATIVE`.
        examples: Where the JSON, PLAN and TEXT modes get worked examples.
        example_count: How many of them a prompt shows; `None` for each mode's own number.
        sleep: Waits between attempts; for tests.
        rng: Draws the jitter of the waits; for tests.
    """

    def __init__(
        self,
        model: BaseChatModel,
        *,
        mode: DecisionMode = DecisionMode.AUTO,
        label: str | None = None,
        fallback: DecisionModel | None = None,
        timeout_seconds: float = 60.0,
        max_attempts: int = 3,
        max_tokens: int | None = None,
        examples: ExampleBank | None = None,
        example_count: int | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        rng: Random | None = None,
    ) -> None:
        self._model = model
        self._examples = examples
        self._example_count = example_count
        self._mode = self._new_mode(mode)
        self._label = label
        self._fallback = fallback
        self._timeout_seconds = timeout_seconds
        self._max_tokens = max_tokens
        self._backoff = Backoff(max_attempts) if rng is None else Backoff(max_attempts, rng=rng)
        self._sleep = sleep
        self._left_out: set[str] = set()

    def _new_mode(self, mode: DecisionMode) -> Mode:
        if mode is DecisionMode.AUTO:
            has_tools = type(self._model).bind_tools is not BaseChatModel.bind_tools
            mode = DecisionMode.NATIVE if has_tools else DecisionMode.TEXT
        if mode is DecisionMode.NATIVE:
            return NativeMode()
        count = {} if self._example_count is None else {"examples": self._example_count}
        if mode is DecisionMode.JSON:
            return ConstrainedMode(self._examples, **count)
        if mode is DecisionMode.PLAN:
            return ShortPlanMode(self._examples, **count)
        return ReactTextMode(self._examples, **count)

    @property
    def mode(self) -> DecisionMode:
        """How the model is asked now; `TEXT` after an endpoint has refused native tool calls."""
        return self._mode.kind

    @property
    def left_out(self) -> frozenset[str]:
        """Request options that the endpoint has refused and is not sent any more."""
        return frozenset(self._left_out)

    @property
    def label(self) -> str:
        """One line for people: the model and how it is asked."""
        return self._label or f"{self._name}, {self._mode.how}"

    @property
    def _name(self) -> str:
        for attribute in ("model_name", "model", "model_id", "name_of_model"):
            value = getattr(self._model, attribute, None)
            if isinstance(value, str) and value:
                return value
        return type(self._model).__name__

    @property
    def _place(self) -> str:
        """The model and where it is asked, for errors."""
        base_url = getattr(self._model, "openai_api_base", None)
        if not isinstance(base_url, str) or not base_url:
            return self._name
        return f"{self._name} at {_without_credentials(base_url)}"

    async def decide(self, request: DecisionRequest) -> Decision:
        """Decide on the next action or the final answer.

        Raises:
            ModelError: See the tree in `nodes.llm.errors`; where a fallback failed, too, its error.
        """
        try:
            return await self._decide(request)
        except ModelUnavailable as error:
            if self._fallback is None:
                raise
            _LOG.warning("%s; asking the fallback model, %s", error, self._fallback.label)
            return await self._fallback.decide(request)

    async def _decide(self, request: DecisionRequest) -> Decision:
        settled = self._mode.settle(request)
        if settled is not None:
            return replace(settled, model=self._name)
        while True:
            mode = self._mode
            prompt = await mode.ask(request)
            try:
                reply = await with_retries(partial(self._request, mode, prompt), self._backoff, self._sleep)
            except _AskAgain:
                continue
            usage = self._usage(prompt, reply)
            return replace(mode.read(request, reply), usage=usage, model=self._name)

    async def _request(self, mode: Mode, prompt: Prompt) -> AIMessage:
        options = self._options(mode, prompt)
        try:
            model = self._model
            if prompt.tools:
                choice = None if "tool_choice" in self._left_out else prompt.tool_choice
                bound = model.bind_tools(prompt.tools, tool_choice=choice) if choice else model.bind_tools(prompt.tools)
                return await stream_reply(bound, prompt.messages, options, self._timeout_seconds)
            return await stream_reply(model, prompt.messages, options, self._timeout_seconds)
        except AssertionError:
            raise  # a test's or a bug's, not the model's
        except ModelUnavailable as error:
            raise ModelUnavailable(f"{self._place}: {error}", error.retry_after_seconds) from error
        except Exception as error:  # Any chat model may be plugged in; what it raises is named by `classify`.
            self._concede(error, mode, prompt, options)
            named = classify(error, self._place)
            if isinstance(named, ContextOverflow):
                self._left_out.discard("max_tokens")  # it was the prompt that was too long, not the answer asked for
            raise named from error

    def _options(self, mode: Mode, prompt: Prompt) -> dict[str, object]:
        """The request's keyword arguments, without what the model's class or its endpoint does not take."""
        fields = type(self._model).model_fields
        options: dict[str, object] = dict(prompt.options)
        if "temperature" in options and "temperature" not in fields:
            del options["temperature"]
        own = getattr(self._model, "max_tokens", None)
        default = own or (MAX_TOKENS_NATIVE if mode.kind is DecisionMode.NATIVE else MAX_TOKENS)
        if "max_tokens" in fields:
            options["max_tokens"] = self._max_tokens or default
        return {name: value for name, value in options.items() if name not in self._left_out}

    def _concede(self, error: Exception, mode: Mode, prompt: Prompt, options: dict[str, object]) -> None:
        """Leave out for good what the endpoint refuses, if it can be left out.

        Raises:
            _AskAgain: Something was left out.
        """
        sent = [*options, *(["tool_choice"] if prompt.tools and prompt.tool_choice else [])]
        option = refused_option(error, sent)
        if option is not None and option not in self._left_out:
            self._left_out.add(option)
            _LOG.warning("%s does not take %s: asking without it from now on", self._name, option)
            raise _AskAgain from error
        if mode.kind is DecisionMode.NATIVE and prompt.tools and refuses_tools(error):
            self._mode = self._new_mode(DecisionMode.TEXT)
            _LOG.warning("%s does not take tools: asking by the text format from now on", self._name)
            raise _AskAgain from error

    def _usage(self, prompt: Prompt, reply: AIMessage) -> Usage:
        if reply.response_metadata.get("counts_tokens") is False:  # a model that has none, such as the offline rules
            return Usage(model_calls=1)
        counted = reply.usage_metadata
        cached = 0
        if counted and counted["input_tokens"] + counted["output_tokens"] > 0:
            sent, received = counted["input_tokens"], counted["output_tokens"]
            cached = counted.get("input_token_details", {}).get("cache_read", 0) or 0
        else:
            sent = estimate_prompt_tokens(prompt.messages, json.dumps(prompt.tools) if prompt.tools else "")
            received = estimate_prompt_tokens([reply]) or estimate_tokens(" ")
        name = reply.response_metadata.get("model_name") or self._name
        base_url = getattr(self._model, "openai_api_base", None)
        cost = cost_usd(str(name), sent, received, cached_tokens=cached, base_url=base_url)
        return Usage(model_calls=1, input_tokens=sent, output_tokens=received, cost_usd=cost)


def _without_credentials(url: str) -> str:
    """An address that can be shown: no user, no password, no query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
