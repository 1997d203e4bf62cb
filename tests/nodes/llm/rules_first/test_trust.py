from __future__ import annotations

import pytest
from langchain_core.messages import HumanMessage, ToolMessage

from nodes.llm.offline.model import OfflineModel
from nodes.llm.offline.reader import read_program
from nodes.llm.rules_first.kinds import kind_of
from nodes.llm.rules_first.setting import RulesFirstSetting
from nodes.llm.rules_first.trust import Kind, Trust, trust_beside

TOOLS = [{"name": name, "description": "", "parameters": {}} for name in ("calculator", "file_operations")]
ON, OFF, AUTO = RulesFirstSetting.ON, RulesFirstSetting.OFF, RulesFirstSetting.AUTO


@pytest.mark.parametrize(
    ("goal", "kind"),
    [
        ("What is 6 times 7?", Kind.SUM),
        ("I have 14.5 metres of rope and cut off 3.75 metres. How much is left?", Kind.SUM),
        ("Rename a.txt to b.txt", Kind.FILES),
        ('Write "hello" to a.txt', Kind.FILES),
        ("Calculate 1250 + 379 and save the result in total.txt", Kind.MIXED),
        ("Add up all the numbers in a.txt", Kind.MIXED),
    ],
)
def test_a_goals_kind_is_what_its_program_does(goal, kind):
    assert kind_of(read_program(goal)) is kind


@pytest.mark.parametrize("billions", [0.135, 0.5, 1.5, 2.9])
def test_by_itself_it_is_on_before_small_models_here(billions):
    assert trust_beside(billions, AUTO) is not None
    assert trust_beside(billions, ON) is not None
    assert trust_beside(billions, OFF) is None


@pytest.mark.parametrize("billions", [None, 3.0, 7.0])
def test_by_itself_it_is_off_before_all_others(billions):
    assert trust_beside(billions, AUTO) is None
    assert trust_beside(billions, ON) is not None
    assert trust_beside(billions, OFF) is None


def covers(trust, goal):
    return trust.covers([HumanMessage(goal)], ["calculator", "file_operations"])


def test_a_kind_can_be_left_to_the_model():
    assert not covers(Trust(frozenset({Kind.FILES, Kind.MIXED})), "What is 6 times 7?")
    assert covers(Trust(frozenset({Kind.FILES, Kind.MIXED})), "Rename a.txt to b.txt")


def test_what_is_not_read_is_never_covered():
    assert not covers(Trust(), "Write me a poem about the sea")
    assert not covers(Trust(), "")


def test_the_rules_may_look_into_a_file_before_they_say_whether_they_read_the_goal():
    goal = "Add up the numbers in a.txt and tell me a joke about the total"
    looking = OfflineModel().bind_tools(TOOLS).invoke([HumanMessage(goal)])
    assert covers(Trust(), goal)
    assert not covers(Trust(frozenset({Kind.SUM, Kind.FILES})), goal)
    seen = [ToolMessage("3\n4\n", tool_call_id=call["id"]) for call in looking.tool_calls]
    assert not Trust().covers([HumanMessage(goal), looking, *seen], ["calculator", "file_operations"])
