from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.llm.offline.program import FileAction, Keep, Program, Say, Unread, Write
from nodes.llm.offline.reader import read_program
from nodes.llm.offline.terms import Calc, DateOf, FileText, Fold, Found, Literal, Ref, Transform
from nodes.llm.rules_first.doubts import doubts


def said(text):
    return Literal(text)


def number(text):
    return Literal(text, number=True)


def read(*steps, unread=()):
    return Program(tuple(steps), unread)


SUM_OF_FILE = Say(Fold("sum", FileText("a.txt")))
REPLACED = Transform("replace", FileText("a.txt"), ("commas", "tabs"))


@pytest.mark.parametrize(
    ("goal", "program"),
    [
        ("What is the sum of the numbers in a.txt?", read(SUM_OF_FILE)),
        ("What is 12% of 50?", read(Say(Calc("mul", (number("50"), Calc("div", (number("12"), number("100")))))))),
        ('Write "N of the best" to a.txt', read(Write("a.txt", said("of the best")))),
        ("Write today's date to a.txt", read(Write("a.txt", DateOf((("date", "today"),), "date")))),
        ("Where did I put a.txt?", read(Say(FileText("a.txt")))),
        ("At 10:30 and 2 more: 1. add 2 and 3", read(Say(Calc("add", (number("2"), number("3")))))),
        ("Copy a.txt to b.txt", read(FileAction("copy", "a.txt", "b.txt"))),
        ("Make a.html containing <h1>Hi</h1>", read(Write("a.html", said("<h1>Hi</h1>")))),
        ("What is 1,250 + 3?", read(Say(Calc("add", (number("1250"), number("3")))))),
        ("Save the text 'two lines' as notes-2026-01-31.txt", read(Write("notes-2026-01-31.txt", said("two lines")))),
    ],
)
def test_a_reading_that_does_what_is_asked_raises_none(goal, program):
    assert doubts(goal, program) == []


@pytest.mark.parametrize(
    ("goal", "program", "why"),
    [
        ("Dance", read(Unread("Dance"), unread=(Unread("Dance"),)), "a part is not read"),
        ("Sum up a.txt and b.txt", read(SUM_OF_FILE), "b.txt is not touched"),
        (
            "Increase the number in a.txt by 2",
            read(Say(Calc("add", (FileText("a.txt"), number("2"))))),
            "nothing is changed",
        ),
        ("Write the total of a.txt to b.txt", read(Write("b.txt", FileText("a.txt"))), "a.txt is copied as it is"),
        ('Write "it is X" to a.txt', read(Write("a.txt", said("it is X"))), "has a gap"),
        ('Add "<sum> euros" to a.txt', read(Write("a.txt", said("<sum> euros"), "a")), "has a gap"),
        ("Add Ann as a row to a.txt", read(Write("a.txt", said("Ann as a row"), "a")), "sounds like an instruction"),
        ("Remember the total, then rest", read(Keep(said("the total, then rest"))), "sounds like an instruction"),
        ("3 pens at 2 and 5 at 4", read(Say(Calc("mul", (number("2"), number("5"))))), "3 is not used"),
        ("The sum of the even numbers in a.txt", read(SUM_OF_FILE), "'even numbers' is not met"),
        ("What percentage of a.txt is rent?", read(SUM_OF_FILE), "'percentage' is not met"),
        (
            "Sort a.txt, best first",
            read(Write("a.txt", Transform("sort", FileText("a.txt")))),
            "'best first' is not met",
        ),
        ("Which is the largest number in a.txt?", read(Say(FileText("a.txt"))), "'largest' is not met"),
        ("What is the total of a.txt, and which day was the best?", read(SUM_OF_FILE), "1 of 2 questions"),
        ("Change Monday to Friday in a.txt", read(Write("a.txt", said("Friday"))), "a.txt is written over"),
        (
            "Swap commas for tabs in a.txt",
            read(Write("a.txt", Transform("replace", FileText("a.txt"), ("commas", "tabs")))),
            "kind",
        ),
        (
            "How many full weeks are 100 days?",
            read(Say(Calc("div", (number("100"), number("7"))))),
            "'full weeks are' is not met",
        ),
        ("1 euro is 0.9 pounds: 7 euros?", read(Say(number("7"))), "0.9 is not used"),
        (
            "Tickets at 5 for all in a.txt",
            read(Say(Calc("mul", (number("5"), number("1"))), "all in a.txt")),
            "a.txt is not touched",
        ),
        ("Look up milk in a.csv", read(Say(Found("milk in a.csv"))), "a.csv is not touched"),
        ("Today's date to a.txt", read(Write("a.txt", Ref((0,)))), "is not met"),
    ],
)
def test_what_is_asked_and_not_done_raises_a_doubt(goal, program, why):
    assert [doubt for doubt in doubts(goal, program) if why in doubt]


@given(st.text(max_size=200))
def test_any_text_can_be_doubted(goal):
    assert all(isinstance(doubt, str) for doubt in doubts(goal, read_program(goal)))
