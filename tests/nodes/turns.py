"""A turn of the loop by hand: state values, and the context that a node is given, on a real ledger and a real registry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, HumanMessage
from langgraph.runtime import Runtime

from memory.database import Database
from memory.ledger import CallRecord, Ledger, OutcomeStatus
from nodes.context import AgentContext, Ports, RunKnobs
from nodes.llm.port import Decision, DecisionRequest, Usage
from nodes.records import Action, Limits, Observation, ObservationStatus, RunRecord, Step, Thought
from nodes.safety.approval import Answer, Approval, Question
from nodes.safety.guards import ApprovalMode
from nodes.safety.verdict import Ruling, Verdict, canonical, digest_call
from nodes.state import AgentState
from tests.scenarios.toys import toy_registry
from tools.errors import FailureKind


class Says:
    """A decision model that says these things, one after another, and keeps what it was asked."""

    label = "says"

    def __init__(self, *said: AIMessage | Decision | BaseException) -> None:
        self._said: Iterator[Any] = iter(said)
        self.asked: list[DecisionRequest] = []

    async def decide(self, request: DecisionRequest) -> Decision:
        self.asked.append(request)
        said = next(self._said)
        if isinstance(said, BaseException):
            raise said
        if isinstance(said, Decision):
            return said
        return Decision(said, thought=said.text, answer=None if said.tool_calls else said.content)


def context(tmp_path: Path, *, knobs: RunKnobs | None = None, checkpoint_id: str = "c1", **ports: Any) -> AgentContext:
    """A context on a ledger in a file."""
    held: dict[str, Any] = {
        "model": Says(),
        "tools": toy_registry(),
        "ledger": Ledger(Database(tmp_path / "ledger.db")),
        **ports,
    }
    return AgentContext(Ports(**held), knobs or RunKnobs(), thread_id="t", checkpoint_id=checkpoint_id, approver="ann")


def runtime(given: AgentContext) -> Runtime[AgentContext]:
    """What a node is called with."""
    return Runtime(context=given)


def record(**changes: Any) -> RunRecord:
    """A run's record."""
    fields: dict[str, Any] = {
        "id": "run",
        "goal": "do it",
        "goal_message_id": "run:goal",
        "started_at": 0.0,
        "limits": Limits(),
        "approvals": ApprovalMode.ASK,
        "policy_digest": "p",
        "model": "says",
    }
    return RunRecord(**{**fields, **changes})


def action(tool: str = "look", index: int = 0, **arguments: Any) -> Action:
    """The turn's call with that place."""
    return Action(f"run:1:{index}", f"call_{index}", tool, arguments, digest_call(tool, arguments))


def turn(*actions: Action, **channels: Any) -> AgentState:
    """The state of a first turn with these calls."""
    calls: list[Any] = [{"id": a.call_id, "name": a.tool, "args": a.arguments} for a in actions if a.call_id]
    state: dict[str, Any] = {
        "run": record(),
        "usage": Usage(steps=1),
        "steps": [],
        "working": {},
        "messages": [HumanMessage("do it", id="run:goal"), AIMessage("", tool_calls=calls, id="run:1:reply")],
        "thought": Thought("I act.", calls=[dict(call) for call in calls]),
        "actions": list(actions),
        "verdicts": [],
        "approvals": [],
        "observations": [],
        "retries": [],
    }
    return {**state, **channels}  # type: ignore[typeddict-item,return-value]


def judged(action: Action, ruling: Ruling = Ruling.ALLOW, reason: str = "because") -> Verdict:
    """A verdict on exactly this call."""
    return Verdict(action.id, action.digest, ruling, "a rule", reason)


def said(
    action: Action, answer: Answer, message: str = "", question: Question = Question.CALL, **more: Any
) -> Approval:
    """A person's answer to exactly this call."""
    return Approval(action.id, action.digest, question, answer, "ann", message, **more)


def seen(
    action: Action, status: ObservationStatus = ObservationStatus.SUCCEEDED, content: str = "a result", **more: Any
) -> Observation:
    """What became of the call."""
    return Observation(action.id, action.tool, status, content, **{"attempt": 1, **more})


def failed(action: Action, kind: FailureKind, **more: Any) -> Observation:
    """A failed call."""
    return seen(action, ObservationStatus.FAILED, "it failed", failure=kind, **more)


def step(*actions: Action, content: str = "a result", status: ObservationStatus = ObservationStatus.SUCCEEDED) -> Step:
    """An earlier step, its calls under ids of their own."""
    made = [seen(one, status, content) for one in actions]
    return Step(1, "", list(actions), [judged(one) for one in actions], [], made, 0.0, 0.0, Usage())


def license_(given: AgentContext, action: Action, attempt: int = 0) -> None:
    """Let the call run once."""
    given.ports.ledger.authorize(given.key(action), granted_by="policy", rule="a rule", attempt=attempt)


def begin(
    given: AgentContext, action: Action, replay: str, ended: OutcomeStatus | None = None, output: str = ""
) -> None:
    """Leave the ledger as a process does that was killed inside of the call, or after it."""
    license_(given, action)
    ledger, key = given.ports.ledger, given.key(action)
    ledger.begin(key, CallRecord(action.tool, canonical(action.arguments), "write", replay))
    if ended is not None:
        ledger.finish(key, 1, ended, output)
