import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.llm.modes.omissions import forgotten_files, invented_numbers, leaves_out, mistaken_file, unused_numbers


@pytest.mark.parametrize(
    ("goal", "arguments", "forgotten"),
    [
        ("Work out 2 * 3 and save it in cost.txt", [{"expression": "2 * 3"}], ["cost.txt"]),
        ("Work out 2 * 3 and save it in cost.txt", [{"filepath": "cost.txt"}], []),
        ("Work out 2 * 3 and save it in out/cost.txt", [{"filepath": "./OUT/Cost.txt"}], []),
        ("copy a.txt to b.txt and c.txt", [{"from": "a.txt", "to": "b.txt"}], ["c.txt"]),
        ("delete a.log but leave b.log alone", [{"filepath": "a.log"}], []),
        ("don't touch keep.txt", [], []),
        ("write 'see a.txt' to b.txt.", [{"filepath": "b.txt"}], []),
        ("fetch https://example.org/page.html and mail bob@example.org", [], []),
        ("3.5 kg, e.g. 2.0b at 9 a.m.", [], []),
        ("find list.txt", [{"pattern": "*list.txt"}], []),
        ("open a.txt, then a.txt again", [], ["a.txt"]),
    ],
)
def test_files_that_no_call_speaks_of(goal, arguments, forgotten):
    assert forgotten_files(goal, arguments) == forgotten


@given(st.text(), st.text())
def test_any_goal_can_be_asked(goal, argument):
    for name in forgotten_files(goal, [{"x": [argument]}]):
        assert name in goal
        assert name.casefold() not in argument.casefold()


@pytest.mark.parametrize(
    ("answer", "known", "invented"),
    [
        ("Carla's number is 999.", ["Carla's number?", "Abel 407\nCarla 412"], [999]),
        ("Carla's number is 412.", ["Carla's number?", "Abel 407\nCarla 412"], []),
        ("In 30 days it is {1.date}.", ["the date in 30 days"], []),
        ("It is {1}, not -5.", ["x", {"expression": "2 + 3"}, 5], []),
        ("It opens at 9:30.", ["opens 9:30"], []),
        ("Done.", [], []),
    ],
)
def test_numbers_that_nobody_gave(answer, known, invented):
    assert invented_numbers(answer, known) == invented


@pytest.mark.parametrize(
    ("arguments", "known", "mistaken"),
    [
        ([{"filepath": "base.txt"}, {"filepath": "gross.txt"}], [], ("base.txt", "net.txt")),
        ([{"filepath": "net.txt"}, {"filepath": "gross.txt"}], [], None),
        ([{"filepath": "base.txt"}], [], None),
        ([{"filepath": "base.txt"}, {"filepath": "gross.txt"}], ["base.txt"], None),
        ([{"filepath": "x.txt"}, {"filepath": "base.txt"}, {"filepath": "gross.txt"}], [], None),
        ([{"content": "see base.txt"}, {"filepath": "gross.txt"}], [], None),
    ],
)
def test_a_file_from_an_example_is_told_from_the_goals(arguments, known, mistaken):
    assert mistaken_file("Add 7% to net.txt and save it to gross.txt", arguments, known) == mistaken


@pytest.mark.parametrize(
    ("answer", "result", "left_out"),
    [
        ("3 painter-hours.", 36, True),
        ("3 painter-hours.", "36", True),
        ("36 painter-hours.", 36, False),
        ("{1} painter-hours.", 36, False),
        ("It is saved.", 36, False),
        ("Step 2 is done.", "Written to out.txt", False),
        ("2 of them.", ["a", "b"], False),
        ("2 of them.", None, False),
    ],
)
def test_an_answer_that_leaves_out_the_last_number(answer, result, left_out):
    assert leaves_out(answer, result) is left_out


@pytest.mark.parametrize(
    ("goal", "arguments", "unused"),
    [
        ("I get 5 cents for every word in essay.txt", [{"operation": "read", "filepath": "essay.txt"}], ["5"]),
        ("Add 19% tax to 1,200", [{"expression": "1200 * 1.19"}], ["19"]),
        ("Add 19% tax to 1,200", [{"expression": "1200 * 19%"}], []),
        ("What is 12% of 50?", [{"expression": "0.12 * 50"}], []),
        ("Show the first 3 lines of a1.txt", [{"operation": "read", "filepath": "a1.txt", "limit": 3}], []),
        ("Write 'call 555 2040' to 1 file", [], []),
        ("1. make out 2. at 10:30 on 2026-03-01, or 10 pm, write 4 million", [], []),
        ("How many times does 7 fit?", [], ["7"]),
    ],
)
def test_numbers_of_the_goal_that_nothing_uses_are_found(goal, arguments, unused):
    assert unused_numbers(goal, arguments) == unused
