"""Orders that build on one another are worked off in their order, and are never taken for one word problem."""

from __future__ import annotations

import pytest
from langchain_core.messages import HumanMessage

from nodes.llm.offline.reply import reply_to

CHAINS = [
    "Add 5 and 7, multiply the result by 3 and tell me the answer",
    "Add 5 and 7, then multiply the result by 3",
    "Add 5 and 7 and then multiply by 3",
    "add 5 and 7. multiply that by 3",
]


@pytest.mark.parametrize("goal", CHAINS)
def test_a_chain_begins_with_its_first_order(goal: str) -> None:
    reply = reply_to([HumanMessage(goal)], frozenset({"calculator"}), answer_only=False)

    assert [call["args"]["expression"].replace(" ", "") for call in reply.tool_calls] == ["5+7"]
