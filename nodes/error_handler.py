"""ERROR_HANDLER: for each failure, another attempt, a question to a person, or word to the model."""

from __future__ import annotations

import random
from collections.abc import Callable

from langgraph.runtime import Runtime

from nodes.budgets import given_up
from nodes.closing import answers, unanswered
from nodes.context import AgentContext
from nodes.records import Action, Observation, ObservationStatus, Retry
from nodes.safety.guards import ApprovalMode
from nodes.state import AgentState, AgentUpdate
from nodes.turn import actions_of, observation_of
from tools.base import Manifest, Replay
from tools.calls import manifest_of
from tools.errors import FailureKind, ToolError

FIRST_DELAY_SECONDS = 0.5
"""Before the second attempt; doubled before each further one, with full jitter (AWS, "Exponential Backoff And Jitter", 2015)."""
MAX_DELAY_SECONDS = 30.0
"""No attempt waits longer, whatever the other side asks for: the model is told instead."""


async def error_handler(state: AgentState, runtime: Runtime[AgentContext]) -> AgentUpdate:
    """Decide on each failed action: RETRY where its replay class allows, ask about an unknown outcome, else tell the model."""
    context = runtime.context
    retries: list[Retry] = []
    told: list[tuple[Action, Observation]] = []
    asked = False
    waiting = unanswered(state.get("messages"))
    for action in actions_of(state):
        observation = observation_of(state, action)
        if observation is None or not observation.is_error or action.call_id not in waiting:
            continue
        retry = _retry(action, observation, context)
        if retry is not None:
            retries.append(retry)
        elif _must_ask(state, observation):
            asked = True
        else:
            told.append((action, observation))
    update: AgentUpdate = {"retries": retries, "messages": answers(state, told)}
    if not retries and not asked:
        end = given_up(state.get("steps") or [], state.get("observations") or ())
        return {**update, "outcome": end} if end is not None else update
    return update


def _must_ask(state: AgentState, observation: Observation) -> bool:
    run = state.get("run")
    somebody = run is None or run.approvals is ApprovalMode.ASK
    return observation.status is ObservationStatus.UNKNOWN and somebody


def _retry(
    action: Action, observation: Observation, context: AgentContext, draw: Callable[[], float] = random.random
) -> Retry | None:
    try:
        tool = context.ports.tools.get(action.tool)
        manifest = manifest_of(tool, action.arguments)
    except ToolError:
        return None
    if observation.attempt >= tool.max_attempts or not _may_retry(observation, manifest):
        return None
    delay = observation.retry_after_seconds
    if delay is None:
        delay = FIRST_DELAY_SECONDS * 2 ** (observation.attempt - 1) * draw()
    if delay > MAX_DELAY_SECONDS:
        return None
    return Retry(action.id, observation.attempt + 1, delay)


def _may_retry(observation: Observation, manifest: Manifest) -> bool:
    if observation.failure is FailureKind.TRANSIENT:
        # The tool says that it failed; only a call without effect or with a key may be made again on its word.
        return manifest.replay in (Replay.PURE, Replay.IDEMPOTENT, Replay.RECONCILABLE)
    if observation.failure in (FailureKind.TIMEOUT, FailureKind.UNKNOWN):
        return manifest.replay in (Replay.PURE, Replay.IDEMPOTENT)
    return False
