"""The bundled examples are what the real tools do, and the nearest ones are found with and without the sentence model."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.database import Database
from memory.embeddings import HashingEmbeddings, MiniLMEmbeddings
from memory.semantic import SemanticMemory
from nodes.llm.example import ExampleBank
from nodes.llm.examples.bank import VECTORS, BundledExamples, save_vectors
from nodes.llm.examples.records import BANK, Record, records
from nodes.llm.examples.shape import shape_of, traits
from nodes.llm.modes.references import filled, references
from tools.base import Tool
from tools.calculator import CalculatorTool
from tools.date_time import DateTimeTool
from tools.errors import FailureKind
from tools.file_operations import FileOperationsTool
from tools.recall import RecallTool
from tools.remember import RememberTool
from tools.workspace import Workspace

ALL = {"calculator", "file_operations", "date_time", "remember", "recall", "web_search", "api_call"}
OUTSIDE = {"web_search", "api_call"}
"""What these answer is not repeatable; their examples hold a reply of the right form."""


@pytest.fixture(scope="module")
def bank() -> BundledExamples:
    return BundledExamples()


def toolbox(root: Path, record: Record, embeddings: HashingEmbeddings) -> dict[str, Tool]:
    shutil.rmtree(root, ignore_errors=True)
    workspace = root / "workspace"
    for name, content in record.files.items():
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    workspace.mkdir(parents=True, exist_ok=True)
    knowledge = SemanticMemory(Database(root / "memory.db"), embeddings)
    for fact in record.memory:
        knowledge.store(fact)
    tools: list[Tool] = [CalculatorTool(), FileOperationsTool(Workspace(workspace)), DateTimeTool()]
    tools += [RememberTool(knowledge), RecallTool(knowledge)]
    return {tool.name: tool for tool in tools}


def depends_on_now(arguments: dict[str, Any]) -> bool:
    return arguments.get("date", "today") in {"today", "now"} or arguments.get("until") == "today"


def test_every_example_does_what_it_shows(tmp_path: Path) -> None:
    wrong = []
    for record in records():
        tools = toolbox(tmp_path / "one", record, HashingEmbeddings())
        results: list[Any] = []
        for number, step in enumerate(record.example.steps, 1):
            if step.tool in OUTSIDE:
                results.append(step.result)
                continue
            tool = tools[step.tool]
            arguments = filled(step.arguments, results, schema=tool.to_dict()["parameters"])
            output = tool.execute(tool.parse(arguments))
            shown = output.result if output.success else f"Error: {output.error}"
            results.append(step.result)
            if step.tool == "date_time" and depends_on_now(arguments):
                same = set(shown) == set(step.result)
            elif step.tool == "recall":
                same = [fact["text"] for fact in output.result][:1] == [fact["text"] for fact in step.result][:1]
            else:
                same = json.loads(json.dumps(shown)) == step.result
            if not same or (not output.success and number not in record.example.looks_after):
                wrong.append((record.example.goal, number, shown, step.result))
            assert output.failure is not FailureKind.BUG
        filled(record.example.answer, results)
    assert wrong == []


def test_every_reference_is_to_an_earlier_step() -> None:
    for record in records():
        example = record.example
        for number, step in enumerate(example.steps, 1):
            assert all(1 <= target < number for target in references(step.arguments)), example.goal
        assert all(1 <= target <= len(example.steps) for target in references(example.answer)), example.goal
        assert all(1 <= stop <= len(example.steps) for stop in example.looks_after), example.goal


def test_the_bank_is_varied_and_has_no_goal_twice() -> None:
    goals = [record.example.goal.casefold() for record in records()]
    assert len(goals) == len(set(goals)) >= 300
    used = {step.tool for record in records() for step in record.example.steps}
    assert used == ALL
    operations = {step.arguments.get("operation") for record in records() for step in record.example.steps}
    assert {"read", "write", "list", "copy", "move", "delete", "find", "count", "mkdir"} <= operations
    assert sum(not record.example.steps for record in records()) >= 20
    assert sum(bool(record.example.looks_after) for record in records()) >= 30


def test_the_shipped_vectors_belong_to_the_bank(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        matrix = BundledExamples()._matrix
    assert matrix.shape[0] == len(records())
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("goal", "tool", "operation"),
    [
        ("Please work out 31% of 870", "calculator", None),
        ("Rename holiday.txt so that it is called trip.txt", "file_operations", "move"),
        ("What will the date be 12 days from now?", "date_time", None),
        ("Please remember that my bike has the colour silver", "remember", None),
    ],
)
async def test_the_nearest_example_is_of_the_same_kind(
    bank: BundledExamples, goal: str, tool: str, operation: str | None
) -> None:
    *_, nearest = await bank.nearest(goal, 3, ALL)
    assert nearest.steps[0].tool == tool
    assert nearest.steps[0].arguments.get("operation") == operation


async def test_examples_with_other_tools_are_left_out(bank: BundledExamples) -> None:
    found = await bank.nearest("Read a.txt and sum the numbers", 8, {"calculator"})
    assert len(found) == 8
    assert {step.tool for example in found for step in example.steps} <= {"calculator"}
    assert await bank.nearest("x", 0, ALL) == ()
    only_talk = await bank.nearest("copy a.txt to b.txt", 5, set())
    assert all(example.steps == () for example in only_talk)


async def test_the_nearest_comes_last(bank: BundledExamples) -> None:
    goal = records()[0].example.goal
    assert (await bank.nearest(goal, 4, ALL))[-1].goal == goal


async def test_without_the_sentence_model_shared_words_decide(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    bank = BundledExamples(MiniLMEmbeddings(tmp_path / "missing.onnx"))
    found = await bank.nearest("Delete junk.txt please", 3, ALL)
    assert found[-1].steps[0].arguments["operation"] == "delete"
    assert "shared words" in caplog.text


async def test_stale_or_damaged_vectors_are_noticed_and_made_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    small = tmp_path / "bank.jsonl"
    lines = BANK.read_text(encoding="utf-8").splitlines(keepends=True)
    small.write_text("".join(lines[:8]), encoding="utf-8")
    found = await BundledExamples(bank=small, vectors=VECTORS).nearest("48 plus 77", 2, ALL)
    assert found
    assert "stale" in caplog.text
    broken = tmp_path / "vectors.npz"
    broken.write_bytes(b"not an archive")
    assert await BundledExamples(bank=small, vectors=broken).nearest("48 plus 77", 2, ALL) == found
    caplog.clear()
    save_vectors(small, broken)
    assert await BundledExamples(bank=small, vectors=broken).nearest("48 plus 77", 2, ALL) == found
    assert caplog.text == ""


def test_it_is_the_ports_bank() -> None:
    assert isinstance(BundledExamples(), ExampleBank)


@pytest.mark.parametrize(
    ("goal", "shape"),
    [
        ("Copy a.txt to 'my notes' 3 times", "Copy file.txt to 'text' 5 times"),
        ("don't round 3.14159", "don't round 5"),
        ("GET https://example.org/a.json?x=1", "GET https://site.org"),
        ("put dir/sub/b.tar.gz away", "put file.txt away"),
    ],
)
def test_a_shape_has_no_names_texts_or_numbers(goal: str, shape: str) -> None:
    assert shape_of(goal) == shape


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text())
def test_any_goal_has_a_shape_and_traits(goal: str) -> None:
    assert isinstance(shape_of(goal), str)
    assert 0 <= traits(goal)[0] <= 3


async def test_a_huge_goal_is_compared_by_its_beginning(bank: BundledExamples) -> None:
    assert len(await bank.nearest("Delete junk.txt " + "x" * 1_000_000, 3, ALL)) == 3
