"""What people dictate for files, and changes told in everyday words, run against the real tools; and what must be refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from nodes.llm.offline.framed.changes import grown, row_put, set_value, swapped, without_word
from nodes.llm.offline.framed.styles import style_in
from nodes.llm.offline.protect import protect
from nodes.llm.offline.restating import restated
from tests.nodes.llm.offline.loop import run

FILES = {
    "list.txt": "milk\neggs\nham\n",
    "other.txt": "ham\njam\nmilk\n",
    "app.ini": "name=shop\ndebug=true\nport=80\n",
    "prices.txt": "tea: 2.00\nlatte: 3.50\n",
    "text.txt": "a very red rose\nvery blue\n",
    "club.csv": "name,age\nTom,41\n",
    "form.txt": "Dear [NAME],\nsee you on [DAY].\n",
}
CHANGED: dict[str, dict[str, str | None]] = {
    "Make a packing list for the trip in p.txt with socks, soap and a map": {"p.txt": "socks\nsoap\na map"},
    "Save the following as a numbered list in s.txt: boil, stir, serve": {"s.txt": "1. boil\n2. stir\n3. serve"},
    "checklist in c.md please: keys, phone. use markdown checkboxes": {"c.md": "- [ ] keys\n- [ ] phone"},
    "Put the days Monday to Wednesday into w.txt, one per line": {"w.txt": "Monday\nTuesday\nWednesday"},
    "Create h.txt with these two lines: one fish / two fish": {"h.txt": "one fish\ntwo fish"},
    "Make m.csv with the columns a,b and two rows: 1,2 and 3,4": {"m.csv": "a,b\n1,2\n3,4"},
    "Write a short note for Jo in n.txt saying the cat is fed": {"n.txt": "the cat is fed"},
    "Write 'no more' three times into r.txt, one per line": {"r.txt": "no more\nno more\nno more"},
    "add salt and flour to list.txt": {"list.txt": "milk\neggs\nham\nsalt\nflour"},
    "Oh, I forgot the butter. Can you add it to list.txt?": {"list.txt": "milk\neggs\nham\nbutter"},
    "Delete milk and ham from list.txt": {"list.txt": "eggs"},
    "set debug to false in app.ini": {"app.ini": "name=shop\ndebug=false\nport=80"},
    "The price of the latte went up to 3.80, please update prices.txt": {"prices.txt": "tea: 2.00\nlatte: 3.80"},
    "In text.txt change red to blue and blue to red": {"text.txt": "a very blue rose\nvery red"},
    "Take the word very out of text.txt": {"text.txt": "a red rose\nblue"},
    "Add Ida, 7 as a row to club.csv": {"club.csv": "name,age\nTom,41\nIda,7"},
    "Fill in form.txt: put Mo where it says [NAME] and Friday where it says [DAY], and save it as mo.txt": {
        "form.txt": FILES["form.txt"].strip(),
        "mo.txt": "Dear Mo,\nsee you on Friday.",
    },
    "The first two lines of list.txt are junk, get rid of them": {"list.txt": "ham"},
    "Merge list.txt and other.txt into all.txt, sorted and without duplicates": {"all.txt": "eggs\nham\njam\nmilk"},
    "stick an exclamation mark on the end of every line in text.txt": {"text.txt": "a very red rose!\nvery blue!"},
    "sort list.txt from shortest to longest": {"list.txt": "ham\nmilk\neggs"},
    "slip the word lime in as line 2 of list.txt": {"list.txt": "milk\nlime\neggs\nham"},
    "In text.txt every word should begin with a capital; write that to t2.txt": {
        "t2.txt": "A Very Red Rose\nVery Blue"
    },
    "Append 'jam' to list.txt, and make the file if it isn't there yet": {"list.txt": "milk\neggs\nham\njam"},
    "take the first two lines of list.txt and write them to top.txt": {"top.txt": "milk\neggs"},
}
REFUSED = (
    "Make a list in x.txt with the sum of both and that number",
    "Delete milk and shoes from list.txt",
    "Add Ida, 7, Bonn as a row to club.csv",
    "set volume to 3 in app.ini",
)


@pytest.mark.parametrize("goal", CHANGED)
def test_what_is_dictated_is_what_the_files_hold(goal: str, tmp_path: Path) -> None:
    run(goal, tmp_path, FILES)
    for name, text in CHANGED[goal].items():
        assert (tmp_path / name).read_text(encoding="utf-8").strip() == text, name
    for name in FILES.keys() - CHANGED[goal].keys():
        assert (tmp_path / name).read_text(encoding="utf-8") == FILES[name], name


@pytest.mark.parametrize("goal", REFUSED)
def test_what_does_not_fit_changes_nothing(goal: str, tmp_path: Path) -> None:
    run(goal, tmp_path, FILES)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir() if path.suffix != ".db"} == FILES


def test_everything_but_one_file_goes(tmp_path: Path) -> None:
    run("Delete everything except app.ini", tmp_path, FILES)
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".db"] == ["app.ini"]


def test_a_setting_keeps_its_quotes_its_sign_and_its_comma() -> None:
    assert set_value(['{\n  "size": "big",\n  "n": 1\n}'], ("size", "small")) == '{\n  "size": "small",\n  "n": 1\n}'
    assert set_value(["tea - $2.00\njam - $3"], ("tea", "2.50")) == "tea - $2.50\njam - $3"
    assert set_value(["a=1\na=2"], ("a", "3")) is None


def test_words_are_swapped_in_one_pass_and_only_if_all_are_there() -> None:
    assert swapped(["cat dog"], ("cat", "dog", "dog", "cat")) == "dog cat"
    assert swapped(["cat"], ("cat", "dog", "cow", "pig")) is None
    assert without_word(["the very end"], ("very",)) == "the end"
    assert without_word(["everything"], ("very",)) is None


def test_items_are_added_in_the_manner_of_the_list() -> None:
    assert grown("1. wash\n", "dry and iron", ("dry", "iron")) == "1. wash\n2. dry\n3. iron"
    assert grown("red, blue\n", "pink and grey", ("pink", "grey")) == "red, blue, pink, grey"
    assert grown("Add the flour and stir it well.\n", "salt and pepper", ("salt", "pepper")).endswith(
        "\nsalt and pepper"
    )
    assert row_put(["a;b\n1;2"], ("3, 4",)) == "a;b\n1;2\n3;4"
    assert row_put(["a,b\n1,2"], ("3",)) is None


def test_what_is_said_of_the_look_is_taken_off() -> None:
    assert style_in("put a and b in x, one per line")[0] == "put a and b in x"
    assert style_in("make x as a numbered list: a, b")[1].lead == "1"
    assert not style_in("put a list of bulls in x")[1].said


def test_a_goal_without_files_is_left_as_it_is() -> None:
    goal = "We need 3 apples - can you add them to 4 pears?"
    assert restated(protect(goal).text) == goal


PARTS: dict[str, str] = {
    "Delete all lines except the first from list.txt": "milk",
    "remove every second line from list.txt": "milk\nham",
    "Sort list.txt but keep the first line on top": "milk\neggs\nham",
    "put 'x' at the end of each line in list.txt except the last": "milk\neggs\nham",
    "Replace milk with tea in list.txt, but only in the last line": "milk\neggs\nham",
    "write a shopping list for four people in list.txt": "milk\neggs\nham",
}


@pytest.mark.parametrize("goal", PARTS)
def test_a_change_that_spares_a_part_is_read_whole_or_not_at_all(goal: str, tmp_path: Path) -> None:
    run(goal, tmp_path, FILES)
    assert (tmp_path / "list.txt").read_text(encoding="utf-8").strip() == PARTS[goal]
