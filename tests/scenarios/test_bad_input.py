"""Whatever a tool, a model, a caller or a machine does: a clear end, nothing done twice, nothing done lost."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langgraph.types import Command
from pydantic import BaseModel, field_validator

from graph.agent import Agent
from graph.result import AgentResult, RunStatus
from memory.errors import StoreCorrupt, StoreError, StoreTooNew, StoreUnavailable
from nodes.llm.decider import ModelDecider
from nodes.llm.port import Decision, DecisionRequest
from nodes.llm.scripted import answer, call, calls
from nodes.opening import GoalError
from nodes.safety.errors import DecisionRefused
from nodes.safety.policy import CAREFUL
from nodes.typed_answer import AnswerSchemaError
from tests.conftest import AgentMaker
from tests.nodes.turns import Says
from tests.scenarios.test_paths import assert_every_call_is_answered_once
from tests.scenarios.toys import toy_registry
from tools.asynchrony import AsyncTool
from tools.base import Effect, Manifest, Replay, Tool, ToolInput, ToolOutput
from tools.errors import FailureKind, ToolFailure
from tools.registry import ToolRegistry

ROOT = Path(__file__).parents[2]
APPROVE = {"decisions": [{"type": "approve"}]}


class Anything(ToolInput):
    """Takes anything."""

    value: Any = None


class Wild(Tool):
    """Does what it is told to, in a thread."""

    name, description, input_schema = "wild", "Does anything.", Anything
    manifest = Manifest(effect=Effect.READ, replay=Replay.PURE)
    timeout_seconds, max_attempts = 0.5, 1

    def __init__(self, do: Callable[[Any], Any]) -> None:
        self.do = do

    def execute(self, input: Anything, /) -> Any:
        return self.do(input.value)


class AsyncWild(AsyncTool):
    """Does what it is told to, in the event loop."""

    name, description, input_schema = "wild", "Does anything.", Anything
    manifest, timeout_seconds, max_attempts = Wild.manifest, 0.5, 1

    def __init__(self, do: Callable[[Any], Any]) -> None:
        self.do = do

    async def aexecute(self, input: Anything, /) -> Any:
        done = self.do(input.value)
        return await done if asyncio.iscoroutine(done) else done


KINDS = pytest.mark.parametrize("kind", [Wild, AsyncWild])


def ask_wild(make_agent: AgentMaker, tool: Any, value: Any = None) -> tuple[AgentResult, Any]:
    """A run with one call of the tool; its result, and what became of the call."""
    agent = make_agent(Says(call("wild", value=value), answer("done")), tools=ToolRegistry([tool]))
    result = agent.run("go wild")
    messages = agent.graph.get_state(agent.config(result.thread_id)).values["messages"]
    assert_every_call_is_answered_once(messages)
    return result, result.steps[0].observations[0]


class Odd(Exception):  # noqa: N818
    def __str__(self) -> str:
        raise RuntimeError("not even its text can be had")


class Own(BaseException):
    """No Exception."""


@KINDS
@pytest.mark.parametrize(
    "error",
    [
        *(ValueError("x"), KeyError(), StopIteration(1), StopAsyncIteration(), GeneratorExit(), SystemExit(3), Odd()),
        *(
            MemoryError(),
            RecursionError(),
            Own("own"),
            BaseExceptionGroup("g", [Own("in it")]),
            asyncio.CancelledError(),
        ),
        *(TimeoutError("late"), UnicodeEncodeError("utf-8", "\ud800", 0, 1, "half"), ToolFailure("no", "nonsense")),  # type: ignore[arg-type]
        *(ToolFailure("no", FailureKind.TRANSIENT, retry_after_seconds="soon"),),  # type: ignore[arg-type]
        *(ToolFailure("no", FailureKind.TRANSIENT, retry_after_seconds=float("nan")),),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_a_tool_raises_is_told_to_the_model(make_agent: AgentMaker, kind: Any, error: BaseException) -> None:
    def fail(_: Any) -> Any:
        raise error

    result, seen = ask_wild(make_agent, kind(fail))

    assert (result.success, result.answer) == (True, "done")
    assert (seen.status, bool(seen.content)) == ("failed", True)


@KINDS
def test_a_tool_that_raises_a_keyboard_interrupt_stops_this_run_alone(make_agent: AgentMaker, kind: Any) -> None:
    def interrupt(_: Any) -> Any:
        raise KeyboardInterrupt

    agent = make_agent(Says(call("wild"), answer("other")), tools=ToolRegistry([kind(interrupt)]))
    with pytest.raises(KeyboardInterrupt):
        agent.run("go", thread_id="t")

    assert agent.result("t").status is RunStatus.INTERRUPTED
    assert agent.run("something else").answer == "other"


def test_a_hanging_tool_is_left_behind(make_agent: AgentMaker) -> None:
    never = threading.Event()

    async def hang(_: Any) -> None:
        await asyncio.Event().wait()

    for tool in (Wild(lambda _: never.wait(30)), AsyncWild(hang)):
        tool.timeout_seconds = 0.05
        result, seen = ask_wild(make_agent, tool)
        assert (result.answer, seen.failure) == ("done", FailureKind.TIMEOUT)
    never.set()


class Opaque:
    """No JSON."""


@KINDS
@pytest.mark.parametrize(
    "result",
    [
        *(
            "x" * 50_000_000,
            b"\xff" * 1000,
            10**10_000,
            -(2**70),
            float("nan"),
            float("inf"),
            "\ud800 half",
            "nul \x00",
        ),
        *(
            Opaque(),
            {1: {2}, "1": Opaque()},
            [float("-inf")] * 3,
            {"a": b"\x00"},
            object,
            iter([1]),
            None,
            "",
            (),
            range(9),
        ),
        *(ToolOutput(success=True, result=10**30), ToolOutput(success=False), Command(goto="done")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_a_tool_returns_ends_bounded_and_storable(make_agent: AgentMaker, kind: Any, result: Any) -> None:
    outcome, seen = ask_wild(make_agent, kind(lambda _: result))

    assert outcome.success
    assert (seen.content == "") is (result == "" and isinstance(result, str))
    assert len(seen.content) < 3_000
    json.dumps(seen.content).encode()


def deep(levels: int, value: Any = "core") -> Any:
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [deep(500), "x" * 5_000_000, 10**5000, float("nan"), {"\ud800": "\udfff"}, b"\xff", {"a": deep(500, {"b": 1})}],
    ids=["deep", "5 MB", "huge", "nan", "half characters", "bytes", "deep in an object"],
)
def test_arguments_of_any_shape_reach_the_tool_or_are_refused(make_agent: AgentMaker, value: Any) -> None:
    result, seen = ask_wild(make_agent, Wild(lambda given: type(given).__name__), value)

    assert result.success
    assert (seen.status, seen.content) in {("succeeded", name) for name in ("list", "str", "float", "dict")}


def test_two_hundred_calls_in_a_turn_are_two_hundred_answers(make_agent: AgentMaker) -> None:
    registry = toy_registry()
    many = calls([{"name": "look", "args": {"text": str(number)}} for number in range(200)])
    agent = make_agent(Says(many, answer("seen")), tools=registry)

    result = agent.run("look around")

    assert len(result.steps[0].observations) == 200
    assert sorted(registry.get("look").texts, key=int) == [str(n) for n in range(200)]  # type: ignore[attr-defined]
    assert_every_call_is_answered_once(agent.graph.get_state(agent.config(result.thread_id)).values["messages"])


@pytest.mark.parametrize("name", ["", " ", "lo\nok", "look\x00", "\ud800", "n" * 100_000, "../look", "LOOK"])
def test_a_call_of_no_tool_is_answered_with_the_tools_there_are(make_agent: AgentMaker, name: str) -> None:
    agent = make_agent(Says(calls([{"name": name, "args": {}, "id": f"id {name}"[:50]}]), answer("ok")))

    result = agent.run("go")

    (seen,) = result.steps[0].observations
    assert (result.success, seen.status) == (True, "denied")
    assert "the tools are: look, pay" in seen.content
    assert len(seen.content) < 1000


def test_the_same_id_for_every_call_of_every_reply(make_agent: AgentMaker) -> None:
    same = [calls([{"name": "look", "args": {"text": f"{n}{m}"}, "id": "0"} for m in range(3)]) for n in range(3)]
    agent = make_agent(Says(*same, answer("ok")))

    result = agent.run("look")

    assert [len(step.observations) for step in result.steps] == [3, 3, 3, 0]
    assert_every_call_is_answered_once(agent.graph.get_state(agent.config(result.thread_id)).values["messages"])


@pytest.mark.parametrize("error", [RuntimeError("a bug"), TimeoutError("its own"), Own("own")])
def test_a_decision_model_with_a_bug_leaves_a_thread_that_can_be_resumed(
    make_agent: AgentMaker, error: BaseException
) -> None:
    registry = toy_registry()
    broken = make_agent(Says(call("look", text="a"), error), tools=registry)
    with pytest.raises(type(error)):
        broken.run("look", thread_id="t", max_seconds=60)

    result = make_agent(Says(answer("seen")), tools=registry).resume("t")

    assert (result.success, len(result.steps), registry.get("look").texts) == (True, 2, ["a"])  # type: ignore[attr-defined]


class Dying(BaseChatModel):
    """Its stream breaks off in the middle of a call."""

    @property
    def _llm_type(self) -> str:
        return "dying"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self

    def _generate(self, *args: Any, **kwargs: Any) -> ChatResult:
        raise AssertionError("it streams")

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        piece: Any = {"name": "pay", "args": '{"te', "id": "1", "index": 0, "type": "tool_call_chunk"}
        yield ChatGenerationChunk(message=AIMessageChunk("I pay", tool_call_chunks=[piece]))
        raise ConnectionResetError("peer went away")


def test_a_stream_that_dies_midway_does_nothing_by_halves(make_agent: AgentMaker) -> None:
    registry = toy_registry()
    allow = CAREFUL.with_tools(allow=["pay"])
    cut = make_agent(ModelDecider(Dying(), max_attempts=1), tools=registry, policy=allow).run("pay", thread_id="t")

    assert (cut.status, cut.steps) == (RunStatus.INTERRUPTED, ())
    assert "peer went away" in (cut.error or "")
    assert make_agent(Says(answer("mended")), tools=registry).resume("t").answer == "mended"
    assert registry.get("pay").texts == []  # type: ignore[attr-defined]


class Hanging:
    label = "hanging"

    async def decide(self, request: DecisionRequest) -> Decision:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")


def test_a_hanging_model_ends_by_the_budget_of_seconds(make_agent: AgentMaker) -> None:
    result = make_agent(Hanging()).run("think", max_seconds=0.05)

    assert (result.status, result.reason) == (RunStatus.FAILED, "max_seconds")


@pytest.mark.parametrize(
    ("goal", "read"), [("half \ud800", "half ?"), ("nul \x00 here", "nul \x00 here"), ("x" * 100_000, "x" * 100_000)]
)
def test_an_odd_goal_is_taken(make_agent: AgentMaker, goal: str, read: str) -> None:
    agent = make_agent(Says(answer("1"), answer("2"), answer("3")))

    assert agent.run(goal).goal == read
    assert agent.graph.invoke({"goal": goal}, agent.config("g"))["run"].goal == read
    assert agent.graph.invoke({"messages": [HumanMessage(goal)]}, agent.config("m"))["run"].goal == read


def test_no_goal_is_refused_and_leaves_the_thread_usable(make_agent: AgentMaker) -> None:
    agent = make_agent(Says(answer("1")))
    for value in ({}, {"goal": 5}, {"goal": ""}, {"goal": "x" * 1_000_000}, {"messages": []}):
        with pytest.raises(GoalError):
            agent.graph.invoke(value, agent.config("t"))

    assert agent.run("now a goal", thread_id="t").answer == "1"


@pytest.mark.parametrize(
    "thread_id", [" ", "a b", "é\n", "../../etc", "x" * 5_000, "nul \x00", "'; DROP TABLE checkpoints;--"]
)
def test_a_thread_of_any_name_can_wait_and_go_on(make_agent: AgentMaker, thread_id: str) -> None:
    agent = make_agent(Says(call("pay", text="5"), answer("paid")))
    agent.run("pay", thread_id=thread_id)

    assert agent.resume(thread_id, "approve").answer == "paid"
    assert [line.thread_id for line in agent.threads()] == [thread_id]


def test_wrong_arguments_of_the_caller_are_named_before_anything_runs(make_agent: AgentMaker) -> None:
    agent = make_agent(Says(answer("1")))

    with pytest.raises(TypeError, match=r"'max_stepz'.*max_steps"):
        agent.run("g", max_stepz=3)
    with pytest.raises(ValueError, match="max_steps"):
        agent.run("g", max_steps=0)
    with pytest.raises(AnswerSchemaError, match="nonsense"):
        agent.run("g", output_schema={"type": "nonsense"})
    with pytest.raises(StoreError, match="half a character"):
        agent.run("g", thread_id="\ud800")
    assert agent.threads() == []


class Small(BaseModel):
    """More than a JSON schema can say."""

    n: int

    @field_validator("n")
    @classmethod
    def _even(cls, n: int) -> int:
        if n % 2:
            raise ValueError("must be even")
        return n


def test_a_typed_answer_that_only_python_refuses_is_a_failure_with_the_reason(make_agent: AgentMaker) -> None:
    odd = Decision(AIMessage("3"), answer={"n": 3})

    result = make_agent(Says(odd)).run("an even number", output_schema=Small)

    assert (result.success, result.reason, len(result.steps)) == (False, "answer_schema", 1)
    assert "must be even" in (result.error or "")


def test_an_edit_that_no_checkpoint_can_hold_is_made_to_fit(make_agent: AgentMaker) -> None:
    agent = make_agent(
        Says(call("wild", value=1), answer("done")),
        tools=ToolRegistry([Wild(type)]),
        approvals="ask",
        policy=CAREFUL.with_tools(ask=["wild"]),
    )
    waiting = agent.run("go")
    args = {"value": [2**80, "\ud800", deep(300)]}

    result = agent.resume(waiting.thread_id, {"type": "edit", "edited_action": {"name": "wild", "args": args}})

    assert result.success
    assert result.steps[0].actions[0].arguments["value"][:2] == [str(2**80), "?"]


@pytest.fixture
def paid(make_agent: AgentMaker) -> tuple[Agent, AgentResult, ToolRegistry]:
    """A thread that waits with a payment."""
    registry = toy_registry()
    agent = make_agent(Says(call("pay", text="5"), *(answer(f"answer {n}") for n in range(5))), tools=registry)
    return agent, agent.run("pay", thread_id="t"), registry


def test_a_question_that_was_answered_cannot_be_answered_again(paid: tuple[Agent, AgentResult, ToolRegistry]) -> None:
    agent, waiting, registry = paid
    (question,) = waiting.interrupts
    agent.resume("t", "approve")

    with pytest.raises(DecisionRefused, match="Nothing waits"):
        agent.resume("t", {question.id: "approve"})
    for resume in (APPROVE, {question.id: APPROVE}):
        agent.graph.invoke(Command(resume=resume), agent.config("t"))
    assert registry.get("pay").texts == ["5"]  # type: ignore[attr-defined]


def test_an_old_checkpoint_with_an_answered_question_pays_no_second_time(
    paid: tuple[Agent, AgentResult, ToolRegistry],
) -> None:
    agent, waiting, registry = paid
    old = agent.history("t")[0].config
    agent.resume("t", "approve")

    agent.graph.invoke(Command(resume={waiting.interrupts[0].id: APPROVE}), old)
    agent.graph.invoke(None, old)

    assert registry.get("pay").texts == ["5"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("before", ["approval", "safety_check", "select_action"])
def test_forked_and_approved_again_it_is_not_done_twice(
    paid: tuple[Agent, AgentResult, ToolRegistry], before: str
) -> None:
    agent, _, registry = paid
    agent.resume("t", "approve")
    past = next(one for one in agent.history("t", limit=50) if one.next == (before,))

    agent.fork("t", past.config["configurable"]["checkpoint_id"])
    waiting = agent.resume("t")
    result = agent.resume("t", "approve") if waiting.interrupts else waiting

    assert result.success
    assert result.steps[0].observations[0].content == "pay: 5"
    assert registry.get("pay").texts == ["5"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("durability", ["exit", "async", "sync"])
def test_every_durability_serves_ordinary_runs(make_agent: AgentMaker, durability: Any) -> None:
    registry = toy_registry()
    agent = make_agent(Says(call("look", text="a"), call("pay", text="5"), answer("paid")), tools=registry)
    config = agent.config("t")

    agent.graph.invoke({"goal": "look and pay"}, config, durability=durability)
    (question,) = agent.result("t").interrupts
    done = agent.graph.invoke(Command(resume={question.id: APPROVE}), config, durability=durability)

    assert done["outcome"].answer == "paid"
    result = agent.result("t")
    assert ([step.index for step in result.steps], registry.get("pay").texts) == ([1, 2, 3], ["5"])  # type: ignore[attr-defined]
    assert [message.type for message in done["messages"]] == ["human", "ai", "tool", "ai", "tool", "ai"]


async def test_cancelled_in_the_middle_of_a_tool_the_thread_asks_what_became_of_it(make_agent: AgentMaker) -> None:
    begun, times = asyncio.Event(), []

    async def pay(_: Any) -> str:
        times.append(1)
        begun.set()
        await asyncio.Event().wait()
        return "unreachable"

    tool = AsyncWild(pay)
    tool.manifest, tool.timeout_seconds = Manifest(effect=Effect.DESTRUCTIVE, replay=Replay.UNSAFE), 30.0
    agent = make_agent(
        Says(call("wild"), answer("done")), tools=ToolRegistry([tool]), policy=CAREFUL.with_tools(allow=["wild"])
    )
    task = asyncio.create_task(agent.arun("pay", thread_id="t"))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    waiting = await agent.aresume("t")
    assert (waiting.status, waiting.interrupts[0].payload["question"]) == (RunStatus.WAITING, "outcome")
    result = await agent.aresume("t", {"type": "respond", "message": "it was paid"})
    assert (result.answer, times) == ("done", [1])


def test_a_clock_that_goes_back_loses_nothing(make_agent: AgentMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from langgraph.checkpoint.base import id as ids

    registry = toy_registry()
    first = make_agent(Says(call("look", text="a"), call("pay", text="5")), tools=registry)
    first.run("look and pay", thread_id="t", max_seconds=60)
    real, real_ns = time.time, time.time_ns
    monkeypatch.setattr(ids, "_last_v6_timestamp", None)  # as in a new process
    monkeypatch.setattr(time, "time", lambda: real() - 86_400)
    monkeypatch.setattr(time, "time_ns", lambda: real_ns() - 86_400 * 10**9)

    result = make_agent(Says(answer("paid")), tools=registry).resume("t", "approve")

    assert (result.answer, len(result.steps), registry.get("pay").texts) == ("paid", 3, ["5"])  # type: ignore[attr-defined]
    assert all(step.seconds >= 0 for step in result.steps)


def database(home: Path) -> Path:
    return home / "stanchion.db"


def damage(home: Path, how: str) -> None:
    path = database(home)
    content = path.read_bytes()
    if how == "text":
        path.write_bytes(b"This was a database once, and now it is a text. " * 99)
    elif how == "cut in half":
        path.write_bytes(content[: len(content) // 2])
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE checkpoints SET checkpoint = substr(checkpoint, 1, 9)")
        connection.close()


@pytest.mark.parametrize("how", ["text", "cut in half", "checkpoints"])
def test_a_damaged_database_is_named_with_what_to_do(make_agent: AgentMaker, home: Path, how: str) -> None:
    with make_agent(Says(call("pay", text="5"))) as agent:
        agent.run("pay", thread_id="t")
    damage(home, how)

    with pytest.raises(StoreCorrupt, match=r"stanchion\.db"):
        make_agent(Says(answer("x"))).resume("t", "approve")


def test_a_newer_database_is_refused_before_anything_is_written_to_it(make_agent: AgentMaker, home: Path) -> None:
    make_agent(Says(answer("x"))).close()
    with sqlite3.connect(database(home)) as connection:
        connection.execute("UPDATE stanchion_schema SET version = 999")
    connection.close()
    before = database(home).read_bytes()

    with pytest.raises(StoreTooNew, match="upgrade"):
        make_agent(Says(answer("x")))

    assert database(home).read_bytes() == before


@pytest.mark.parametrize("place", ["a folder", "below a file", ":memory:", "postgresql://user:pw@host/db"])
def test_a_place_that_can_hold_no_database_is_refused_at_once(
    make_agent: AgentMaker, tmp_path: Path, place: str
) -> None:
    (tmp_path / "a folder").mkdir()
    (tmp_path / "file").write_text("")
    at = {"a folder": tmp_path / "a folder", "below a file": tmp_path / "file" / "x.db"}.get(place, place)

    with pytest.raises(StoreError) as raised:
        make_agent(Says(), database=at)

    assert "pw" not in str(raised.value)
    assert isinstance(raised.value, StoreUnavailable) is isinstance(at, Path)


def start(module: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"tests.scenarios.{module}", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_two_processes_share_one_new_database_without_losing_a_run(make_agent: AgentMaker, home: Path) -> None:
    processes = [start("crowd", str(home), name, "50") for name in ("ann", "bob")]
    outputs = [process.communicate(timeout=100)[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0], outputs
    agent = make_agent(Says())
    assert len([line for line in agent.threads(1000) if line.status is RunStatus.SUCCEEDED]) == 100


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on file sizes")
@pytest.mark.parametrize("allowed", [150_000, 300_000])
def test_a_full_disk_stops_the_run_which_goes_on_when_there_is_room(home: Path, allowed: int) -> None:
    process = start("small_disk", str(home), str(allowed))
    output = process.communicate(timeout=60)[0]

    assert process.returncode == 0, output
    told = json.loads(output.splitlines()[-1])
    assert "the disk is full or failing; free some space" in told["told"][0]
    assert (told["status"], told["error"]) == ("succeeded", None)
    assert told["paid"] == [str(number) for number in range(10)]
