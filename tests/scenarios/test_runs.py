"""What a run gives back: budgets, second goals, typed answers, questions, models that misbehave."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from pydantic import BaseModel

from graph.agent import Agent, AgentReasoningLoop
from graph.result import RunStatus
from graph.threads import UnknownThread
from memory.system import MemorySystem
from nodes.llm.errors import ModelRefused
from nodes.llm.scripted import ScriptedModel, answer, call, calls
from nodes.opening import GoalError
from nodes.safety.errors import DecisionRefused
from nodes.safety.policy import CAREFUL
from tests.conftest import AgentMaker
from tests.scenarios.test_paths import assert_every_call_is_answered_once
from tests.scenarios.toys import toy_registry


def messages_of(agent: Agent, thread_id: str) -> list[Any]:
    return list(agent.graph.get_state(agent.config(thread_id)).values["messages"])


def test_a_result_holds_thought_action_verdict_observation_and_timing(make_agent: AgentMaker) -> None:
    agent = make_agent(
        ScriptedModel([calls([{"name": "look", "args": {"text": "a"}}], thought="I look."), answer("seen")])
    )

    result = agent.run("look at a")

    assert (result.success, result.answer, result.error, result.status) == (True, "seen", None, RunStatus.SUCCEEDED)
    acted, final = result.steps
    assert (acted.index, acted.thought, final.index) == (1, "I look.", 2)
    assert [(action.tool, action.arguments) for action in acted.actions] == [("look", {"text": "a"})]
    assert [(verdict.ruling, verdict.digest) for verdict in acted.verdicts] == [("allow", acted.actions[0].digest)]
    assert [(seen.status, seen.content) for seen in acted.observations] == [("succeeded", "look: a")]
    assert acted.started_at <= final.started_at
    assert acted.seconds >= 0
    assert (result.usage.steps, result.usage.model_calls) == (2, 2)
    assert result.usage.tokens > 0


@pytest.mark.parametrize(
    ("knobs", "reason", "names"),
    [
        ({"max_steps": 2}, "max_steps", "max_steps"),
        ({"max_tokens": 1}, "max_tokens", "max_tokens"),
        ({"max_seconds": 1e-9}, "max_seconds", "max_seconds"),
    ],
)
def test_a_spent_budget_ends_cleanly_and_keeps_the_steps(
    make_agent: AgentMaker, knobs: dict[str, Any], reason: str, names: str
) -> None:
    agent = make_agent(ScriptedModel([call("look", text=str(turn)) for turn in range(20)]))

    result = agent.run("look on and on", **knobs)

    assert (result.success, result.reason, result.status) == (False, reason, RunStatus.FAILED)
    assert names in (result.error or "")
    assert len(result.steps) == min(2, result.usage.steps) if reason == "max_steps" else result.steps is not None
    assert_every_call_is_answered_once(messages_of(agent, result.thread_id))
    assert isinstance(messages_of(agent, result.thread_id)[-1], AIMessage)


def test_a_cost_budget_holds_where_the_price_is_known(make_agent: AgentMaker) -> None:
    from nodes.llm.port import Decision, DecisionRequest, Usage

    class Priced:
        label = "priced"

        async def decide(self, request: DecisionRequest) -> Decision:
            return Decision(call("look", text=str(request.steps_left)), usage=Usage(model_calls=1, cost_usd=0.4))

    agent = make_agent(Priced())

    result = agent.run("look", max_cost_usd=1.0)

    assert (result.reason, result.usage.model_calls) == ("max_cost", 3)
    assert result.usage.cost_usd == pytest.approx(1.2)


def test_a_second_goal_has_fresh_budgets_and_steps_and_keeps_the_conversation(make_agent: AgentMaker) -> None:
    model = ScriptedModel([call("look", text="a"), answer("one"), call("look", text="a"), answer("two")])
    agent = make_agent(model)
    first = agent.run("first goal", max_steps=2)

    second = agent.run("second goal", thread_id=first.thread_id, max_steps=2)

    assert (second.success, second.answer, second.goal) == (True, "two", "second goal")
    assert [step.index for step in second.steps] == [1, 2]
    assert second.usage.steps == 2
    texts = [message.content for message in messages_of(agent, first.thread_id) if isinstance(message, HumanMessage)]
    assert texts == ["first goal", "second goal"]
    assert any("first goal" in str(message.content) for message in model.prompts[-1])


def test_a_new_goal_on_a_waiting_thread_answers_the_open_call_first(make_agent: AgentMaker) -> None:
    model = ScriptedModel([call("pay", text="5"), answer("never mind")])
    agent = make_agent(model, planning="never")
    waiting = agent.run("pay")
    assert waiting.status is RunStatus.WAITING

    result = agent.run("forget it", thread_id=waiting.thread_id)

    assert (result.status, result.answer) == (RunStatus.SUCCEEDED, "never mind")
    kinds = [type(message) for message in messages_of(agent, waiting.thread_id)]
    assert kinds == [HumanMessage, AIMessage, ToolMessage, HumanMessage, AIMessage]


def test_chat_clients_send_messages_instead_of_a_goal(make_agent: AgentMaker) -> None:
    agent = make_agent(ScriptedModel([answer("hello"), answer("again")]))
    config = agent.config("chat")

    agent.graph.invoke({"messages": [("user", "hi")]}, config)
    values = agent.graph.invoke({"messages": [{"role": "user", "content": "hi"}]}, config)

    assert [message.content for message in values["messages"]] == ["hi", "hello", "hi", "again"]
    assert values["outcome"].answer == "again"


class City(BaseModel):
    """A place."""

    name: str
    people: int


def test_a_typed_answer_is_an_instance_of_the_model(make_agent: AgentMaker) -> None:
    wrong = call("final_answer", name="Ulm", people="many")
    right = call("final_answer", name="Ulm", people=126_000)
    agent = make_agent(ScriptedModel([wrong, right]))

    result = agent.run("a city", output_schema=City)

    assert result.answer == City(name="Ulm", people=126_000)
    assert result.usage.steps == 2


@pytest.mark.parametrize("goal", ["", "   ", "\n\t"])
def test_an_empty_goal_is_refused(make_agent: AgentMaker, goal: str) -> None:
    agent = make_agent(ScriptedModel([]))

    with pytest.raises(GoalError, match="empty"):
        agent.run(goal)


def test_a_goal_of_a_megabyte_is_refused_with_what_to_do(make_agent: AgentMaker) -> None:
    with pytest.raises(GoalError, match=r"1,000,000 characters.*file"):
        make_agent(ScriptedModel([])).run("x" * 1_000_000)


def test_an_unknown_thread_is_named(make_agent: AgentMaker) -> None:
    with pytest.raises(UnknownThread, match="'nowhere'"):
        make_agent(ScriptedModel([])).resume("nowhere")


def test_several_questions_wait_together_and_are_answered_one_by_one_in_any_order(make_agent: AgentMaker) -> None:
    registry = toy_registry()
    script = [calls([{"name": "pay", "args": {"text": who}} for who in ("ann", "bob", "eve")]), answer("done")]
    agent = make_agent(ScriptedModel(script), tools=registry)

    waiting = agent.run("pay them")
    assert [question.arguments["text"] for question in waiting.interrupts] == ["ann", "bob", "eve"]
    ids = [question.id for question in waiting.interrupts]
    still = agent.resume(waiting.thread_id, {ids[2]: "approve"})
    assert [question.id for question in still.interrupts] == ids[:2]
    assert registry.get("pay").texts == []  # type: ignore[attr-defined]
    done = make_agent(ScriptedModel([answer("done")]), tools=registry).resume(
        waiting.thread_id, {ids[1]: {"type": "reject", "message": "not bob"}, ids[0]: "approve"}
    )

    assert done.status is RunStatus.SUCCEEDED
    assert sorted(registry.get("pay").texts) == ["ann", "eve"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("decision", "complaint"),
    [
        ({"type": "perhaps"}, "approve"),
        ({"type": "respond"}, "needs a 'message'"),
        ({"type": "edit", "edited_action": {"name": "look", "args": {"text": "1"}}}, "cannot be changed"),
        ({"type": "edit", "edited_action": {"name": "pay", "args": {"texts": "1"}}}, "texts"),
        ({"type": "approve", "digest": "0" * 64}, "another call"),
        ({"type": "approve", "note": "x"}, "Extra inputs"),
        (["approve", "approve"], "1 question"),
        ({"no-such-id": "approve"}, "no-such-id"),
    ],
)
def test_an_answer_that_does_not_fit_leaves_the_question_open(
    make_agent: AgentMaker, decision: Any, complaint: str
) -> None:
    registry = toy_registry()
    agent = make_agent(ScriptedModel([call("pay", text="5"), answer("paid")]), tools=registry)
    waiting = agent.run("pay")

    with pytest.raises(DecisionRefused, match=complaint):
        agent.resume(waiting.thread_id, decision)

    assert agent.result(waiting.thread_id).interrupts[0].id == waiting.interrupts[0].id
    assert agent.resume(waiting.thread_id, "approve").success
    assert registry.get("pay").texts == ["5"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("mode", "reason"), [("deny", "answered"), ("fail", "approval_needed")])
def test_unattended_runs_never_wait(make_agent: AgentMaker, mode: str, reason: str) -> None:
    registry = toy_registry()
    agent = make_agent(ScriptedModel([call("pay", text="5"), answer("could not pay")]), tools=registry)

    result = agent.run("pay", approvals=mode)

    assert (result.reason, result.interrupts) == (reason, ())
    assert registry.get("pay").texts == []  # type: ignore[attr-defined]


def test_the_policy_is_data_and_denials_reach_the_model(make_agent: AgentMaker) -> None:
    registry = toy_registry()
    policy = CAREFUL.with_tools(deny=["look"], allow=["pay"])
    script = [calls([{"name": "look", "args": {"text": "a"}}, {"name": "pay", "args": {"text": "5"}}]), answer("ok")]

    result = make_agent(ScriptedModel(script), tools=registry, policy=policy).run("look and pay")

    assert [verdict.ruling for verdict in result.steps[0].verdicts] == ["deny", "allow"]
    assert (registry.get("look").texts, registry.get("pay").texts) == ([], ["5"])  # type: ignore[attr-defined]


def test_the_same_call_over_and_over_is_told_and_then_ended(make_agent: AgentMaker) -> None:
    registry = toy_registry()
    agent = make_agent(ScriptedModel([call("look", text="a") for _ in range(15)]), tools=registry)

    result = agent.run("look")

    assert (result.success, result.reason) == (False, "loop")
    assert registry.get("look").texts == ["a", "a"]  # type: ignore[attr-defined]
    assert "look" in (result.error or "")


def test_a_model_of_nonsense_is_told_what_to_send_and_then_ended(make_agent: AgentMaker) -> None:
    agent = make_agent(ScriptedModel(["", "", "", "", "", "", "", ""]))

    result = agent.run("anything")

    assert (result.success, result.reason, len(result.steps)) == (False, "malformed", 5)
    feedback = [message for message in messages_of(agent, result.thread_id) if isinstance(message, HumanMessage)][1:]
    assert len(feedback) == 5


def test_a_failing_model_leaves_a_thread_that_can_be_resumed(make_agent: AgentMaker) -> None:
    registry = toy_registry()
    broken = make_agent(ScriptedModel([call("look", text="a"), ModelRefused("the key is wrong (401)")]), tools=registry)

    cut = broken.run("look")

    assert (cut.success, cut.status, len(cut.steps)) == (False, RunStatus.INTERRUPTED, 1)
    assert "the key is wrong (401)" in (cut.error or "")
    mended = make_agent(ScriptedModel([answer("seen")]), tools=registry).resume(cut.thread_id)
    assert (mended.success, mended.answer, registry.get("look").texts) == (True, "seen", ["a"])  # type: ignore[attr-defined]


def test_resuming_a_finished_thread_gives_its_result_again(make_agent: AgentMaker) -> None:
    agent = make_agent(ScriptedModel([answer("42")]))
    first = agent.run("think")

    assert agent.resume(first.thread_id) == first
    with pytest.raises(DecisionRefused, match="Nothing waits"):
        agent.resume(first.thread_id, "approve")


def test_a_fork_goes_on_from_the_past_and_repeats_no_effect(make_agent: AgentMaker) -> None:
    registry = toy_registry()
    agent = make_agent(
        ScriptedModel([call("note", text="once"), answer("noted"), answer("noted again")]),
        tools=registry,
        policy=CAREFUL.with_tools(allow=["note"]),
        planning="never",
    )
    result = agent.run("note it")
    before = next(past for past in agent.history(result.thread_id, limit=50) if past.next == ("execute_tool",))

    agent.fork(result.thread_id, before.config["configurable"]["checkpoint_id"])
    forked = agent.resume(result.thread_id)

    assert forked.answer == "noted again"
    assert registry.get("note").texts == ["once"]  # type: ignore[attr-defined]


def test_threads_are_listed_newest_first(make_agent: AgentMaker) -> None:
    agent = make_agent(ScriptedModel([answer("1"), call("pay", text="1")]))
    done, waiting = agent.run("first"), agent.run("second")

    listed = [(line.thread_id, line.goal, line.status) for line in agent.threads()]

    assert listed == [(waiting.thread_id, "second", "waiting"), (done.thread_id, "first", "succeeded")]


def test_the_sources_reasoning_loop_is_a_public_name() -> None:
    loop = AgentReasoningLoop(ScriptedModel([call("look", text="a")] * 3), toy_registry(), MemorySystem(), max_steps=1)

    result = loop.run("look")

    assert (result.success, result.reason, len(result.steps)) == (False, "max_steps", 1)
    loop.agent.close()


@pytest.mark.parametrize("goal", ["Write a haiku about spring to haiku.txt", "paint the fence and what is 6*7?"])
def test_the_offline_rules_never_call_a_part_success_that_they_did_not_read(make_agent: AgentMaker, goal: str) -> None:
    agent = make_agent("offline", tools=None)

    result = agent.run(goal)

    assert (result.success, result.reason) == (False, "not_understood")
    assert "not understood" in (result.error or "")
    assert "without a language model" in str(result.answer)
