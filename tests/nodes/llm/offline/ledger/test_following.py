"""What a goal asks after a change is read from the file as it is by then; a change that is not understood refuses the whole."""

from __future__ import annotations

import pytest

from nodes.llm.offline.ledger.misfits import misfit
from nodes.llm.offline.ledger.outlook import text_of
from nodes.llm.offline.ledger.reader import read_ledger, sources_of
from nodes.llm.offline.program import FileAction, Program, Say, Write
from nodes.llm.offline.protect import protect
from nodes.llm.offline.reader import read_program
from nodes.llm.offline.terms import Calc, Concat, DateOf, Literal

STOCK = {"stock.csv": "product,qty,price\npens,40,1.5\nbooks,12,9\nbags,5,25\n"}
COSTS = {"costs.csv": "item,amount\nrent,900\nfood,310\n"}
MEMBERS = {"members.csv": "name,paid\nAnn,yes\nBob,no\nCid,no\n"}

PAID = "name,paid\nAnn,yes\nBob,yes\nCid,no"
SOLD = "product,qty,price\npens,33,1.5\nbooks,12,9\nbags,5,25"
TOTALLED = "item,amount\nrent,900\nfood,310\ntotal,1210"
WIDER = "item,amount,sum\nrent,900,1800\nfood,310,620"


def read(goal: str, files: dict[str, str]) -> Program | None:
    return read_ledger(protect(goal), files)


def told(goal: str, files: dict[str, str]) -> list[str | None]:
    program = read(goal, files)
    return [] if program is None else [text_of(step.expr) for step in program.steps if isinstance(step, Say)]


def left(goal: str, files: dict[str, str]) -> dict[str, str]:
    """What the files hold in the end, as far as the program writes them."""
    held = dict(files)
    for step in getattr(read(goal, files), "steps", ()):
        if isinstance(step, Write):
            text = text_of(step.expr)
            assert text is not None
            held[step.path] = text if step.mode == "w" else f"{held.get(step.path, '').rstrip()}\n{text}".lstrip()
        if isinstance(step, FileAction) and step.operation == "move" and step.destination:
            held[step.destination] = held.pop(step.path)
        if isinstance(step, FileAction) and step.operation == "copy" and step.destination:
            held[step.destination] = held[step.path]
    return {path: text.rstrip("\n") for path, text in held.items()}


@pytest.mark.parametrize(
    ("goal", "files", "answer"),
    [
        ("Add a row coffee,15 to costs.csv and then tell me the new total.", COSTS, "1225"),
        ("Remove the food row from costs.csv and then tell me the total.", COSTS, "900"),
        ("Raise the price of bags in stock.csv to 30 and then give me the sum of all prices.", STOCK, "40.5"),
        ("I spent 14 on lunch, please add it to costs.csv and tell me how much I've spent in total.", COSTS, "1224"),
        ("Subtract 100 from the rent in costs.csv and tell me the new total.", COSTS, "1110"),
        ("Replace pens with pencils in stock.csv and tell me how many pencils we have.", STOCK, "40"),
        ("Add Tom, aged 33, to ages.csv and tell me the average age", {"ages.csv": "name,age\nRita,27\n"}, "30"),
        ("Mark Bob as paid in members.csv and tell me who has not paid.", MEMBERS, "Cid"),
        ("Delete the cheapest product from stock.csv. How many products are left?", STOCK, "2"),
    ],
)
def test_a_question_is_about_the_changed_file(goal: str, files: dict[str, str], answer: str) -> None:
    assert told(goal, files)[-1:] == [answer]


@pytest.mark.parametrize(
    ("goal", "files", "path", "text"),
    [
        ("Set the qty of books to 20 in stock.csv.", STOCK, "stock.csv", "product,qty,price\npens,40,1.5\nbooks,20,9\nbags,5,25"),
        ("I sold 7 pens today. Please update stock.csv.", STOCK, "stock.csv", SOLD),
        ("Add a last row to costs.csv called total with the sum of the amounts.", COSTS, "costs.csv", TOTALLED),
        ("Add a column sum to costs.csv that is amount times 2.", COSTS, "costs.csv", WIDER),
        ("Bob has paid. Change his entry in members.csv to yes.", MEMBERS, "members.csv", PAID),
        ("Set quantity to 12 in o.json.", {"o.json": '{\n  "quantity": 5\n}'}, "o.json", '{\n  "quantity": 12\n}'),
        ("The first 2 names in n.txt go into a.txt and the rest into b.txt.", {"n.txt": "x\ny\nz\n"}, "b.txt", "z"),
        ("Rename costs.csv to old.csv and add gas,5 to it.", COSTS, "old.csv", "item,amount\nrent,900\nfood,310\ngas,5"),
        ("Take the first line out of a.txt and append it to b.txt.", {"a.txt": "x\ny\n", "b.txt": "z\n"}, "b.txt", "z\nx"),
    ],
)  # fmt: skip
def test_a_file_is_changed_where_it_is_meant(goal: str, files: dict[str, str], path: str, text: str) -> None:
    assert left(goal, files)[path] == text


@pytest.mark.parametrize(
    ("goal", "files"),
    [
        ("Set the qty of books and pens to 20 in stock.csv.", STOCK),
        ("Set the colour of books to red in stock.csv.", STOCK),
        ("Set the qty of books to many in stock.csv.", STOCK),
        ("Add a row coffee,tea to costs.csv and tell me the total.", COSTS),
        ("Double all amounts in costs.csv but leave costs.csv unchanged.", COSTS),
        ("Write the name of the cheapest product in stock.csv to a.txt and the weight to b.txt.", STOCK),
    ],
)
def test_a_change_that_is_not_understood_refuses_the_whole(goal: str, files: dict[str, str]) -> None:
    assert read(goal, files) is None


@pytest.mark.parametrize(
    ("goal", "files"),
    [
        ("Add Tom to costs.csv", COSTS),
        ("Add a row with the averages to costs.csv", COSTS),
        ("Add 5 to the rent in costs.csv only if it is below 60.", COSTS),
    ],
)
def test_what_does_not_fit_into_a_table_is_not_added_to_it(goal: str, files: dict[str, str]) -> None:
    assert read(goal, files) is None
    program = read_program(goal)
    assert misfit(program, files) or not any(isinstance(step, Write) for step in program.steps)
    assert not misfit(read_program("Add the line gas,60 to costs.csv"), COSTS)


def test_a_header_is_no_word_to_be_replaced() -> None:
    assert read("Change every price in stock.csv to 2", STOCK) is None


def test_its_is_the_entry_that_was_found() -> None:
    goal = "Which product has the lowest qty in stock.csv? Increase its qty by 10."
    assert left(goal, STOCK)["stock.csv"].splitlines()[-1] == "bags,15,25"


def test_a_formula_is_worked_out_of_the_columns_it_names() -> None:
    assert told("What is the total value of stock.csv (qty times price)?", STOCK) == ["293"]
    fuel = {"fuel.csv": "date,litres,cost\n2026-01-02,40,60\n2026-01-20,10,20\n"}
    assert told("What was the average price per litre in fuel.csv (total cost divided by total litres)?", fuel) == [
        "1.6"
    ]


def test_what_a_change_was_saved_elsewhere_leaves_its_own_file_as_it_was() -> None:
    goal = "Remove the food row from costs.csv, save it to new.csv and tell me the total of costs.csv."
    program = read(goal, COSTS)
    assert program is None or [step.path for step in program.steps if isinstance(step, Write)] == ["new.csv"]
    assert told(goal, COSTS)[-1:] in ([], ["1210"])


def test_a_file_that_is_added_to_is_read_too() -> None:
    assert sources_of(protect("Add a row coffee,15 to costs.csv and then tell me the new total.")) == ("costs.csv",)


def test_what_only_a_tool_can_tell_is_not_foreseen() -> None:
    assert text_of(DateOf((), "date")) is None
    assert text_of(Concat((Literal("a "), Calc("div", (Literal("1"), Literal("0")))))) is None
    assert text_of(Concat((Literal("a"), Calc("add", (Literal("1.5"), Literal("2")))), " ")) == "a 3.5"
