"""The cascade: who decides is settled when a goal opens, is the same on every turn of its run, and is said in each thought."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from nodes.llm.decider import ModelDecider
from nodes.llm.modes.mode import must_answer, text_of
from nodes.llm.modes.transcript import split_run
from nodes.llm.offline.model import OfflineModel, decide
from nodes.llm.port import Decision, DecisionMode, DecisionModel, DecisionRequest
from nodes.llm.rules_first.trust import Trust

DECIDED_BY = "decided_by"
"""Where a message of the rules says so (in `additional_kwargs`, so that it is checkpointed and a resume knows it)."""
RULES = "offline rules"

_SHORTFALLS = ("unread", "failed")
"""What the offline model says of an answer that is no success."""
_DID_NOT_RUN = " did not run: "
"""How the loop tells that a person or the policy did not let a call run."""

_LOG = logging.getLogger(__name__)


class RulesFirst:
    """Lets the offline rules decide the runs whose goal they surely read, and a language model all others.

    Where the rules do not read the whole goal, or what they read is doubtful (`Trust`), the model is asked as if there were no
    rules; some goals they read only when they have looked into the files that these name, and then the model sees the same. A run
    that the rules have begun and cannot end (a call failed, and they know no other way) goes over to the model, with the
    conversation as it stands, and stays with it. All this follows from the messages alone.

    A call that a person or the policy refused is no failure of the rules: their answer, which tells of it, stands. A typed answer
    (`answer_schema`) is the model's, as the rules answer in words; so is a run in which somebody has said something in between.

    Args:
        model: Decides where the rules do not.
        trust: Which readings of the rules are good enough.
        label: One line for people; by default the model's own and that the rules come first.
    """

    def __init__(self, model: DecisionModel, trust: Trust, *, label: str | None = None) -> None:
        self._model = model
        self._rules = ModelDecider(OfflineModel(), mode=DecisionMode.NATIVE)
        self._trust = trust
        self._label = label

    @property
    def label(self) -> str:
        """One line for people: the model, and that the rules come first."""
        return self._label or f"{self._model.label}, {RULES} first"

    async def decide(self, request: DecisionRequest) -> Decision:
        """Decide on the next action or the final answer.

        Raises:
            ModelError: See the tree in `nodes.llm.errors`; only where the model is asked.
        """
        if self._is_for_rules(request):
            decision = await self._rules.decide(request)
            decision.message.additional_kwargs[DECIDED_BY] = RULES
            return replace(decision, thought=_said(RULES, decision.thought))
        decision = await self._model.decide(request)
        return replace(decision, thought=_said(decision.model or "the language model", decision.thought))

    def _is_for_rules(self, request: DecisionRequest) -> bool:
        if request.answer_schema is not None:
            return False
        _, run = split_run(request)
        if any(isinstance(message, HumanMessage) for message in run):
            return False
        replies = [message for message in run if isinstance(message, AIMessage)]
        if any(reply.additional_kwargs.get(DECIDED_BY) != RULES for reply in replies):
            return False
        if not self._trust.covers(request.messages, [str(tool["name"]) for tool in request.tools]):
            return False
        return self._can_go_on(request, run)

    def _can_go_on(self, request: DecisionRequest, run: Sequence[AnyMessage]) -> bool:
        """Whether the rules' next reply is a step or a success; asked without the callbacks that would stream it."""
        names = [str(tool["name"]) for tool in request.tools]
        next_reply = decide(list(request.messages), names, answer_only=request.must_answer)
        if not any(next_reply.additional_kwargs.get(flag) for flag in _SHORTFALLS):
            return True
        if run and (must_answer(request) or _is_refused(run)):
            return True  # their account of what was done and what was not is all that there is to say
        _LOG.info("the offline rules cannot go on with %r: %s", request.goal[:80], text_of(next_reply)[:200])
        return False


def _is_refused(run: Sequence[AnyMessage]) -> bool:
    """Whether the last results tell of a call that was not let run."""
    for message in reversed(run):
        if not isinstance(message, ToolMessage):
            return False
        if message.status == "error" and _DID_NOT_RUN in text_of(message):
            return True
    return False


def _said(who: str, thought: str) -> str:
    return f"{who}: {thought}" if thought else f"{who} decided."
