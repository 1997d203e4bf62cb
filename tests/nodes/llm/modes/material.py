"""Requests, tools and conversations that the tests of the modes share."""

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from nodes.llm.example import ExampleStep, WorkedExample
from nodes.llm.port import Decision, DecisionRequest

CALCULATOR = {
    "name": "calculator",
    "description": "Work out arithmetic.",
    "parameters": {
        "type": "object",
        "title": "CalculatorInput",
        "properties": {"expression": {"type": "string", "title": "Expression", "description": "What to work out."}},
        "required": ["expression"],
    },
}
FILES = {
    "name": "file_operations",
    "description": "Read and write files.",
    "parameters": {
        "type": "object",
        "properties": {
            "operation": {
                "type": "string",
                "enum": ["read", "write", "list"],
                "x-required": {"read": ["path"], "write": ["path", "content"]},
                "x-optional": {"list": ["path"]},
            },
            "path": {"type": "string"},
            "content": {"type": "string"},
        },
        "required": ["operation"],
    },
}
CLOCK = {"name": "clock", "description": "Tell the time.", "parameters": {"type": "object", "properties": {}}}
SEARCH = {
    "name": "web_search",
    "description": "Search.",
    "parameters": {
        "type": "object",
        "properties": {"query": {"type": "string"}, "max_results": {"type": "integer", "default": 5}},
        "required": ["query"],
    },
}
TOOLS = [CALCULATOR, FILES, CLOCK, SEARCH]

EXAMPLE = WorkedExample(
    "Save 3 times 4 to r.txt",
    (
        ExampleStep("calculator", {"expression": "3*4"}, 12),
        ExampleStep("file_operations", {"operation": "write", "path": "r.txt", "content": "{1}"}, "Written to r.txt"),
    ),
    "3 times 4 is {1}; it is in r.txt.",
)
LOOKING = WorkedExample(
    "Read a.txt and double the larger number",
    (
        ExampleStep("file_operations", {"operation": "read", "path": "a.txt"}, "3 and 9"),
        ExampleStep("calculator", {"expression": "9*2"}, 18),
    ),
    "{2}",
    looks_after=(1,),
)


class FixedBank:
    """A bank that always gives the same examples, and keeps what it was asked."""

    def __init__(self, *examples: WorkedExample) -> None:
        self.examples = examples
        self.asked: list[tuple[str, int, set[str]]] = []

    async def nearest(self, goal: str, limit: int, tools: Any) -> Sequence[WorkedExample]:
        self.asked.append((goal, limit, set(tools)))
        return self.examples[:limit]


def request(*later: AnyMessage, goal: str = "the goal", **fields: Any) -> DecisionRequest:
    """A request whose conversation is the goal and what came after it."""
    return DecisionRequest(goal, [HumanMessage(goal), *later], fields.pop("tools", TOOLS), **fields)


def called(
    name: str, arguments: dict[str, Any], result: str, *, thought: str = "", failed: bool = False
) -> list[AnyMessage]:
    """A call and what came back."""
    call = {"name": name, "args": arguments, "id": f"id-{name}-{abs(hash(result)) % 10**8}", "type": "tool_call"}
    message = AIMessage(content=thought, tool_calls=[call])
    return [message, *observed(message, result, failed=failed)]


def observed(message: AIMessage, *results: Any, failed: bool = False) -> list[AnyMessage]:
    """The observations of a message's calls."""
    status = "error" if failed else "success"
    return [
        ToolMessage(str(result), tool_call_id=call["id"], status=status)
        for call, result in zip(message.tool_calls, results, strict=True)
    ]


def is_one_of_three(decision: Decision) -> bool:
    """The port's promise."""
    held = [bool(decision.message.tool_calls), decision.answer is not None, decision.malformed is not None]
    return sum(held) == 1
