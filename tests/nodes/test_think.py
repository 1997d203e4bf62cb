"""THINK opens runs, keeps budgets, and takes any reply into the conversation in a form that can be kept."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from nodes.context import RunKnobs
from nodes.llm.port import Decision, DecisionRequest, Usage
from nodes.llm.scripted import answer, call, calls
from nodes.opening import GoalError
from nodes.records import Limits, Outcome
from nodes.safety.guards import REPETITION_RULE, ApprovalMode
from nodes.safety.verdict import Ruling, Verdict
from nodes.state import AgentState
from nodes.think import think
from tests.nodes.turns import Says, action, context, record, runtime, step, turn


async def test_a_goal_opens_a_run_with_the_knobs_copied_into_it(tmp_path: Path) -> None:
    knobs = RunKnobs(max_steps=3, approvals=ApprovalMode.DENY)
    given_context = context(tmp_path, knobs=knobs, model=Says(answer("42")), clock=lambda: 7.0)

    update = await think({"goal": " think "}, runtime(given_context))

    run = update["run"]
    assert run is not None
    assert (run.id, run.goal, run.started_at, run.limits, run.approvals) == (
        "c1",
        "think",
        7.0,
        Limits(max_steps=3),
        ApprovalMode.DENY,
    )
    assert [message.content for message in update["messages"]] == ["think", "42"]
    assert update["outcome"] == Outcome(success=True, answer="42")
    assert update["usage"].steps == 1


async def test_the_node_run_again_gives_the_same_ids(tmp_path: Path) -> None:
    once = await think({"goal": "g"}, runtime(context(tmp_path, model=Says(call("look", text="a")))))
    again = await think({"goal": "g"}, runtime(context(tmp_path, model=Says(call("look", text="a")))))

    assert [message.id for message in once["messages"]] == [message.id for message in again["messages"]]
    assert once["thought"].calls == again["thought"].calls  # type: ignore[union-attr]


@pytest.mark.parametrize("state", [{}, {"goal": 5}, {"goal": ""}, {"goal": None}, {"messages": [AIMessage("hello")]}])
async def test_without_a_goal_in_words_there_is_no_run(tmp_path: Path, state: Any) -> None:
    with pytest.raises(GoalError):
        await think(state, runtime(context(tmp_path, model=Says(answer("x")))))


async def test_a_spent_budget_ends_before_the_model_is_asked(tmp_path: Path) -> None:
    model = Says()
    state = turn(run=record(limits=Limits(max_steps=1)), usage=Usage(steps=1))

    update = await think(state, runtime(context(tmp_path, model=model)))

    assert update["outcome"].reason == "max_steps"  # type: ignore[union-attr]
    assert model.asked == []


async def test_a_resume_cannot_loosen_the_budget(tmp_path: Path) -> None:
    state = turn(run=record(limits=Limits(max_steps=1)), usage=Usage(steps=1))
    loose = context(tmp_path, knobs=RunKnobs(max_steps=1000), model=Says(answer("x")))

    assert (await think(state, runtime(loose)))["outcome"].reason == "max_steps"  # type: ignore[union-attr]


async def test_the_model_sees_the_conversation_the_tools_and_what_is_left(tmp_path: Path) -> None:
    model = Says(answer("x"))
    repeated = step(action(text="a"))
    repeated = type(repeated)(
        **{**_fields(repeated), "verdicts": [Verdict("i", "d", Ruling.DENY, REPETITION_RULE, "")]}
    )

    await think(turn(steps=[repeated], usage=Usage(steps=4)), runtime(context(tmp_path, model=model)))

    (request,) = model.asked
    assert (request.goal, request.steps_left, request.must_answer) == ("do it", 11, True)
    assert "look" in [tool["name"] for tool in request.tools]
    assert [message.type for message in request.messages] == ["human", "ai"]


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


class Hanging:
    label = "hanging"

    async def decide(self, request: DecisionRequest) -> Decision:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")


@pytest.mark.parametrize("used", [0.0, 0.1, 0.3, 0.7 - 1e-12, 0.7])
async def test_a_hanging_model_is_cut_off_by_the_budget_of_seconds(tmp_path: Path, used: float) -> None:
    state = turn(run=record(limits=Limits(max_seconds=used + 0.001)), usage=Usage(steps=1, seconds=used))

    update = await think(state, runtime(context(tmp_path, model=Hanging())))

    assert update["outcome"].reason == "max_seconds"  # type: ignore[union-attr]
    assert update["usage"].steps == 2


async def test_a_timeout_of_the_models_own_is_not_taken_for_the_budget(tmp_path: Path) -> None:
    for limits in (Limits(), Limits(max_seconds=100.0)):
        with pytest.raises(TimeoutError, match="its own"):
            await think(
                turn(run=record(limits=limits)), runtime(context(tmp_path, model=Says(TimeoutError("its own"))))
            )


async def test_time_is_measured_by_the_timer_not_by_the_clock(tmp_path: Path) -> None:
    backwards, forwards = iter(range(100, 0, -1)), iter(range(100))
    given_context = context(
        tmp_path,
        model=Says(answer("x")),
        clock=lambda: float(next(backwards)),
        timer=lambda: float(next(forwards)),
    )

    update = await think(turn(usage=Usage(steps=1, seconds=2.0)), runtime(given_context))

    assert update["usage"].seconds == 3.0


async def test_a_budget_spent_by_the_reply_ends_the_run_and_an_answer_is_taken_all_the_same(tmp_path: Path) -> None:
    cost = Usage(model_calls=1, input_tokens=90, output_tokens=20)
    state = turn(run=record(limits=Limits(max_tokens=100)))
    acting = Decision(call("look", text="a"), usage=cost)
    answering = Decision(answer("42"), answer="42", usage=cost)

    cut = await think(state, runtime(context(tmp_path, model=Says(acting))))
    done = await think(state, runtime(context(tmp_path, model=Says(answering))))

    assert (cut["outcome"].reason, done["outcome"].success) == ("max_tokens", True)  # type: ignore[union-attr]


async def test_every_call_gets_an_id_of_its_own_in_the_thread(tmp_path: Path) -> None:
    earlier = turn(action(text="a"))  # it has call_0
    same = calls([{"name": "look", "args": {}, "id": id_} for id_ in ("call_0", "x", "x", "", None)])

    update = await think(earlier, runtime(context(tmp_path, model=Says(same))))

    (reply,) = update["messages"]
    ids = [one["id"] for one in reply.tool_calls]  # type: ignore[union-attr]
    assert len({*ids, "call_0"}) == 6
    assert ids[1] == "x"
    assert [one["id"] for one in update["thought"].calls] == ids  # type: ignore[union-attr]


@given(
    name=st.text(st.one_of(st.characters(), st.just("\ud800")), max_size=8),
    number=st.integers(-(2**90), 2**90),
    text=st.text(st.one_of(st.characters(), st.just("\udfff")), max_size=8),
)
async def test_any_reply_can_be_kept_in_a_checkpoint(
    tmp_path_factory: pytest.TempPathFactory, name: str, number: int, text: str
) -> None:
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

    from graph.checkpoints import CHECKPOINTED

    reply = AIMessage(
        text,
        tool_calls=[{"name": name, "args": {text: [number, {"a": b"\xff"}]}, "id": text}],
        invalid_tool_calls=[{"name": name, "args": text, "id": text, "error": text, "type": "invalid_tool_call"}],
        additional_kwargs={"plan": {text: number}},
        response_metadata={text: number},
    )
    update = await think(turn(), runtime(context(tmp_path_factory.getbasetemp(), model=Says(reply))))
    serde = JsonPlusSerializer(allowed_msgpack_modules=CHECKPOINTED)

    kept = serde.loads_typed(serde.dumps_typed((update["messages"], update["thought"])))

    assert kept[0] == update["messages"]
    assert kept[1] == update["thought"]


SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}


async def test_a_typed_answer_that_does_not_fit_goes_back_to_the_model(tmp_path: Path) -> None:
    state = turn(run=record(answer_schema=SCHEMA))
    wrong, right = Decision(answer("?"), answer={"n": "many"}), Decision(answer("!"), answer={"n": 3})

    first = await think(state, runtime(context(tmp_path, model=Says(wrong))))
    second = await think(state, runtime(context(tmp_path, model=Says(right))))

    assert first.get("outcome") is None
    assert "n: " in first["thought"].malformed  # type: ignore[union-attr,operator]
    assert second["outcome"].answer == {"n": 3}  # type: ignore[union-attr]


async def test_what_was_not_understood_is_no_success(tmp_path: Path) -> None:
    reply = AIMessage("Done in part.", additional_kwargs={"unread": ["and dance"]})

    outcome = (await think(turn(), runtime(context(tmp_path, model=Says(reply)))))["outcome"]

    assert outcome is not None
    assert (outcome.success, outcome.answer, outcome.reason) == (False, "Done in part.", "not_understood")
    assert "and dance" in (outcome.error or "")


async def test_a_second_goal_answers_the_open_calls_of_the_first(tmp_path: Path) -> None:
    waiting: AgentState = {**turn(action(text="a")), "goal": "something else"}

    update = await think(waiting, runtime(context(tmp_path, model=Says(answer("ok")))))

    written: Any = update["messages"]
    assert [type(message) for message in written.value] == [
        HumanMessage,
        AIMessage,
        ToolMessage,
        HumanMessage,
        AIMessage,
    ]
    assert update["usage"].steps == 1
    assert update["actions"] == []
