"""A model that was chosen to answer, and what to tell the user about it."""

from __future__ import annotations

from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel

from nodes.llm.decider import ModelDecider
from nodes.llm.example import ExampleBank
from nodes.llm.port import DecisionMode, DecisionModel
from nodes.llm.rules_first.trust import Trust


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """A model that is ready to be asked, and what to tell the user about it.

    Attributes:
        name: As its source calls it; `offline` for the rules.
        model: The chat model; nothing is started or sent before its first question.
        mode: How to ask it; never `AUTO`.
        label: Which model it is and how it is asked, in one line without secrets.
        reason: Why this one, in half a line.
        price_model: The name to look its price up by, together with `base_url` (the same name may cost nothing, or twice as much,
            elsewhere); `None` for models on this machine.
        base_url: The endpoint; `None` for models without one.
        timeout_seconds: The longest silence to bear with; a model on this machine is silent while it reads a long prompt.
        fallback: Asked when this one does not answer.
        trust: Which goals the offline rules decide before this model is asked; `None` for none.
    """

    name: str
    model: BaseChatModel
    mode: DecisionMode
    label: str
    reason: str
    price_model: str | None = None
    base_url: str | None = None
    timeout_seconds: float = 120.0
    fallback: ChosenModel | None = None
    trust: Trust | None = None

    @property
    def line(self) -> str:
        """The line to show at the start of a run."""
        after = f"; if it does not answer: {self.fallback.label}" if self.fallback else ""
        return f"{self.label} ({self.reason}){after}"

    def decider(self, *, examples: ExampleBank | None = None, fallback: DecisionModel | None = None) -> DecisionModel:
        """The decision model over this chat model, its fallback and the rules before it included.

        Args:
            examples: Where the constrained modes get worked examples.
            fallback: Asked when this one does not answer, instead of its own fallback.
        """
        if fallback is None and self.fallback is not None:
            fallback = self.fallback.decider(examples=examples)
        decider = ModelDecider(
            self.model,
            mode=self.mode,
            label=self.line,
            fallback=fallback,
            timeout_seconds=self.timeout_seconds,
            examples=examples,
        )
        if self.trust is None:
            return decider
        from nodes.llm.rules_first.decider import RulesFirst

        return RulesFirst(decider, self.trust, label=self.line)
