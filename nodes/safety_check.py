"""SAFETY_CHECK: judge every action that has no verdict yet, and license the allowed ones in the ledger."""

from __future__ import annotations

from langgraph.runtime import Runtime

from nodes.context import AgentContext, off_loop
from nodes.records import Action, ObservationStatus, Outcome
from nodes.safety.guards import ApprovalMode, Proposal, judge
from nodes.safety.verdict import Ruling, Verdict
from nodes.state import AgentState, AgentUpdate
from nodes.turn import actions_of, verdict_on
from tools.calls import manifest_of
from tools.errors import ToolError


async def safety_check(state: AgentState, runtime: Runtime[AgentContext]) -> AgentUpdate:
    """Write a verdict for each unjudged action; an allowed one gets its single-use licence."""
    context = runtime.context
    run = state["run"]
    mode = run.approvals if run is not None else ApprovalMode.ASK
    kept = [verdict for action in actions_of(state) if (verdict := verdict_on(state, action)) is not None]
    new = await off_loop(_judge_all, state, context, mode)
    update: AgentUpdate = {"verdicts": [*kept, *new]}
    if mode is ApprovalMode.FAIL and any(verdict.ruling is Ruling.ASK for verdict in new):
        asked = next(verdict for verdict in new if verdict.ruling is Ruling.ASK)
        denied = [
            Verdict(v.action_id, v.digest, Ruling.DENY, v.rule, f"the run ends here: {asked.reason}") for v in new
        ]
        error = f"A person must approve ({asked.rule}: {asked.reason}) and this run may not wait. Run it with approvals=ask."
        update = {"verdicts": [*kept, *denied], "outcome": Outcome(False, error=error, reason="approval_needed")}
    return update


def _judge_all(state: AgentState, context: AgentContext, mode: ApprovalMode) -> list[Verdict]:
    verdicts = []
    for action in actions_of(state):
        if verdict_on(state, action) is not None:
            continue
        verdict = judge(_proposal(state, action, context), context.ports.policy, mode)
        if verdict.ruling is Ruling.ALLOW:
            context.ports.ledger.authorize(context.key(action), granted_by="policy", rule=verdict.rule)
        verdicts.append(verdict)
    return verdicts


def _proposal(state: AgentState, action: Action, context: AgentContext) -> Proposal:
    effect, problem = None, action.problem
    if problem is None:
        try:
            effect = manifest_of(context.ports.tools.get(action.tool), action.arguments).effect
        except ToolError as error:  # the tool is gone, or takes other arguments than when the model called it
            problem = str(error)
    # State can be edited by anyone with access to the thread, so who wrote an edit is read from the ledger.
    edited_by = context.ports.ledger.approver_of(context.key(action), answers=("edit",)) if action.edited_by else None
    return Proposal(
        action_id=action.id,
        digest=action.digest,
        tool=action.tool,
        effect=effect,
        problem=problem,
        earlier_results=_earlier_results(state, action),
        edited_by=edited_by,
    )


def _earlier_results(state: AgentState, action: Action) -> list[str]:
    """What identical calls of this run gave, oldest first."""
    results = []
    for step in state.get("steps") or []:
        same = {earlier.id for earlier in step.actions if earlier.digest == action.digest}
        results += [
            observation.content
            for observation in step.observations
            if observation.action_id in same and observation.status is not ObservationStatus.DENIED
        ]
    return results
