"""Golden copies of what models are sent: a change of a prompt shows as a change of a file.

To accept a change: `python -m tests.nodes.prompts.test_snapshots`.
"""

import asyncio
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from nodes.llm.modes.constrained import ConstrainedMode
from nodes.llm.modes.native import NativeMode
from nodes.llm.modes.react_text import ReactTextMode
from nodes.llm.modes.short_plan import ShortPlanMode
from nodes.llm.port import DecisionRequest
from tests.nodes.llm.modes.material import EXAMPLE, LOOKING, TOOLS, FixedBank, called

FOLDER = Path(__file__).parents[2] / "snapshots" / "prompts"
BANK = FixedBank(EXAMPLE, LOOKING)
MODES = {
    "native": NativeMode(),
    "constrained": ConstrainedMode(BANK),
    "short_plan": ShortPlanMode(BANK),
    "react_text": ReactTextMode(BANK),
}


def sample() -> DecisionRequest:
    messages = [
        HumanMessage("What time is it?"),
        *called("clock", {}, "noon"),
        AIMessage(content="It is noon."),
        HumanMessage("Double the apples in notes.txt and save it to out.txt"),
        *called("file_operations", {"operation": "read", "path": "notes.txt"}, "7 apples", thought="Look first."),
        *called("calculator", {"expression": "7 apples*2"}, "'apples' is not a number", failed=True),
    ]
    return DecisionRequest(
        "Double the apples in notes.txt and save it to out.txt", messages, TOOLS, 9, context="Known: Ada likes pears."
    )


def rendered(name: str) -> str:
    prompt = asyncio.run(MODES[name].ask(sample()))
    return "\n\n".join(f"<!-- {message.type} -->\n{message.text}" for message in prompt.messages) + "\n"


@pytest.mark.parametrize("name", MODES)
def test_prompts_are_as_they_were_accepted(name):
    assert rendered(name) == (FOLDER / f"{name}.md").read_text(encoding="utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for mode in MODES:
        (FOLDER / f"{mode}.md").write_text(rendered(mode), encoding="utf-8")
