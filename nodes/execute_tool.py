"""EXECUTE_TOOL: run the cleared actions, all at once; the only place where the world is touched.

The state is only a hint: what runs is what the ledger has a licence for. A call with an effect has its intent written before it
and its outcome after it, so that a call that was cut off in between is known as one of unknown outcome.
"""

from __future__ import annotations

import asyncio
import json

from langgraph.runtime import Runtime

from memory.call_records import Begun, CallRecord, Clearance, OutcomeStatus
from memory.labels import Label
from nodes.context import AgentContext, off_loop
from nodes.records import Action, Observation, ObservationStatus
from nodes.safety.verdict import canonical
from nodes.state import AgentState, AgentUpdate
from nodes.storable import storable
from nodes.turn import actions_of, may_run, observation_of, replace_observations
from tools.asynchrony import in_daemon_thread
from tools.base import CallContext, Manifest, Replay, Tool, ToolOutput
from tools.calls import manifest_of, run_call
from tools.errors import FailureKind, ToolError


async def execute_tool(state: AgentState, runtime: Runtime[AgentContext]) -> AgentUpdate:
    """Run every cleared action that has not run, and every attempt that ERROR_HANDLER asked for."""
    cleared = [action for action in actions_of(state) if may_run(state, action)]
    done = await asyncio.gather(*(_run(state, action, runtime) for action in cleared), return_exceptions=True)
    for outcome in done:
        # A store that failed stops the run here, after the other calls have ended and their outcomes are written.
        if isinstance(outcome, BaseException):
            raise outcome
    observations = [outcome for outcome in done if isinstance(outcome, Observation)]
    return {"observations": replace_observations(state.get("observations"), observations), "retries": []}


async def _run(state: AgentState, action: Action, runtime: Runtime[AgentContext]) -> Observation:
    context = runtime.context
    try:
        tool = context.ports.tools.get(action.tool)
        manifest = manifest_of(tool, action.arguments)
    except ToolError as error:
        return _observe(action, ToolOutput.fail(str(error), FailureKind.INVALID_ARGUMENTS), Manifest())
    retry = next((retry for retry in state.get("retries") or () if retry.action_id == action.id), None)
    if retry is not None and retry.delay_seconds > 0:
        await context.ports.sleep(retry.delay_seconds)
    earlier = observation_of(state, action)
    attempt = retry.attempt if retry is not None else (earlier.attempt + 1 if earlier is not None else 1)
    begun = await off_loop(_begin, context, action, manifest, attempt)
    if begun.clearance is Clearance.UNKNOWN and manifest.replay is Replay.RECONCILABLE:
        begun = await _reconcile(context, action, tool, manifest, begun)
    if begun.clearance is not Clearance.RUN:
        return _not_run(action, begun, manifest)
    return await _attempt(action, tool, manifest, begun.attempt, runtime)


def _begin(context: AgentContext, action: Action, manifest: Manifest, attempt: int) -> Begun:
    ledger, key = context.ports.ledger, context.key(action)
    if manifest.replay is Replay.PURE:
        return Begun(Clearance.RUN if ledger.is_authorized(key) else Clearance.UNAUTHORIZED, attempt)
    record = CallRecord(action.tool, canonical(action.arguments), manifest.effect.value, manifest.replay.value)
    return ledger.begin(key, record, attempt=attempt)


async def _reconcile(context: AgentContext, action: Action, tool: Tool, manifest: Manifest, begun: Begun) -> Begun:
    """Ask the tool whether a call of unknown outcome has happened, and go by its word; without one it stays unknown."""
    key, finish = context.key(action), context.ports.ledger.finish
    verdict = in_daemon_thread(lambda: tool.verify(tool.parse(action.arguments), key.idempotency_key), "verify")
    try:
        found = await asyncio.wait_for(verdict, tool.timeout_seconds)
    except Exception:  # noqa: BLE001 - a tool's own code; a person is asked instead
        return begun
    if found is not None:
        output = found.model_dump_json()
        await off_loop(finish, key, begun.attempt, OutcomeStatus.SUCCEEDED, output)
        return Begun(Clearance.DONE, begun.attempt, output, begun.begun_at)
    lost = ToolOutput.fail("it did not happen", FailureKind.TRANSIENT)
    await off_loop(finish, key, begun.attempt, OutcomeStatus.FAILED, lost.model_dump_json())
    return await off_loop(_begin, context, action, manifest, begun.attempt + 1)


async def _attempt(
    action: Action, tool: Tool, manifest: Manifest, attempt: int, runtime: Runtime[AgentContext]
) -> Observation:
    context, ports = runtime.context, runtime.context.ports
    key = context.key(action)
    call = CallContext(action.id, key.idempotency_key, context.thread_id, context.tenant, attempt, runtime)
    started = ports.timer()
    output = await run_call(tool, action.arguments, call)
    seconds = ports.timer() - started
    if manifest.replay is not Replay.PURE:
        await off_loop(ports.ledger.finish, key, attempt, _status(output), output.model_dump_json())
    return _observe(action, output, manifest, attempt, seconds)


def _status(output: ToolOutput) -> OutcomeStatus:
    if output.success:
        return OutcomeStatus.SUCCEEDED
    unknown = output.failure in (FailureKind.TIMEOUT, FailureKind.UNKNOWN)
    return OutcomeStatus.UNKNOWN if unknown else OutcomeStatus.FAILED


def _observe(
    action: Action, output: ToolOutput, manifest: Manifest, attempt: int = 0, seconds: float = 0.0, begun_at: str = ""
) -> Observation:
    """What an output means. A timeout of a call that may have had an effect is of unknown outcome."""
    unknown = _status(output) is OutcomeStatus.UNKNOWN and manifest.replay is not Replay.PURE
    failed = ObservationStatus.UNKNOWN if unknown else ObservationStatus.FAILED
    return Observation(
        action_id=action.id,
        tool=action.tool,
        status=ObservationStatus.SUCCEEDED if output.success else failed,
        content=_text(output.result) if output.success else str(storable(output.error or "no reason given")),
        failure=output.failure,
        attempt=attempt,
        seconds=seconds,
        begun_at=begun_at,
        retry_after_seconds=output.retry_after_seconds,
        label=Label(manifest.integrity, manifest.confidentiality, (f"tool:{action.tool}",)),
    )


def _not_run(action: Action, begun: Begun, manifest: Manifest) -> Observation:
    if begun.clearance is Clearance.DONE:
        output = ToolOutput.model_validate_json(begun.output)
        return _observe(action, output, manifest, begun.attempt, 0.0, begun.begun_at)
    if begun.clearance is Clearance.UNKNOWN:
        output = ToolOutput.fail(
            f"{action.tool} was begun at {begun.begun_at} and cut off; whether it happened is unknown",
            FailureKind.UNKNOWN,
        )
        return _observe(action, output, manifest, begun.attempt, 0.0, begun.begun_at)
    output = ToolOutput.fail(f"{action.tool} did not run: there is no valid authorization for this call")
    return _observe(action, output, manifest)


def _text(result: object) -> str:
    if result is None:
        return "done"
    return str(storable(result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)))
