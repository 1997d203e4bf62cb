"""Things that change places, entries ticked off, values that moved, letters to a reader; and changes that are not done."""

from __future__ import annotations

from pathlib import Path

import pytest

from nodes.llm.offline.framed.places import corrected, lines_exchanged, ticked_off
from tests.nodes.llm.offline.loop import run

FILES = {
    "rota.txt": "Mon Jan\nTue Pete\nWed Lou\n",
    "agenda.txt": "Team meeting 10:00\nDentist 10:00\nLunch 12:30\n",
    "todo.md": "- [ ] water the plants\n- [ ] feed the cat\n",
    "signup.txt": "Eva\nTim (cancelled)\nRoy\n",
    "gappy.txt": "a\n\n\nb\n",
}
CHANGED: dict[str, dict[str, str | None]] = {
    "Can you swap Jan and Pete in rota.txt? They traded shifts.": {"rota.txt": "Mon Pete\nTue Jan\nWed Lou"},
    "Swap line 1 and line 3 in rota.txt": {"rota.txt": "Wed Lou\nTue Pete\nMon Jan"},
    "swap the first and last line of rota.txt": {"rota.txt": "Wed Lou\nTue Pete\nMon Jan"},
    "The meeting in agenda.txt got moved from 10:00 to 11:30, please correct the file": {
        "agenda.txt": "Team meeting 11:30\nDentist 10:00\nLunch 12:30"
    },
    "I've finished 'feed the cat', so please mark it as done in todo.md": {
        "todo.md": "- [ ] water the plants\n- [x] feed the cat"
    },
    "Everyone with (cancelled) behind their name in signup.txt is not coming, please take them off the list": {
        "signup.txt": "Eva\nRoy"
    },
    "Copy the lines with (cancelled) from signup.txt to off.txt": {"off.txt": "Tim (cancelled)"},
    "gappy.txt is a mess, there are lots of blank lines in it. Could you get rid of those?": {"gappy.txt": "a\nb"},
    "Create red.txt with 'stop' in it and green.txt with go in it": {"red.txt": "stop", "green.txt": "go"},
    "Put the line '# Jobs' at the top of todo.md and an empty line below it": {
        "todo.md": "# Jobs\n\n- [ ] water the plants\n- [ ] feed the cat"
    },
    "Leave a message for Ann in ann.txt: The heating is broken. Could you come by this week?": {
        "ann.txt": "The heating is broken. Could you come by this week?"
    },
    "Add a P.S. to rota.txt saying: P.S. Bring the dog!": {"rota.txt": FILES["rota.txt"] + "P.S. Bring the dog!"},
    "Combine rota.txt and gappy.txt into all.txt and then delete the two files": {
        "rota.txt": None,
        "gappy.txt": None,
        "all.txt": "Mon Jan\nTue Pete\nWed Lou\na\n\n\nb",
    },
}
UNDONE = (
    "replace Zoe with Ann in rota.txt",
    "remove all lines with Zoe from rota.txt",
    "Swap Jan and Zoe in rota.txt",
    "My rota is in rota.txt. She already got the scarf, and that was that.",
    "delete the lines in signup.txt whose third letter is a vowel",
)


@pytest.mark.parametrize("goal", CHANGED)
def test_what_was_meant_is_what_the_files_hold(goal: str, tmp_path: Path) -> None:
    run(goal, tmp_path, FILES)
    there = {path.name: path.read_text(encoding="utf-8").strip() for path in tmp_path.iterdir() if path.is_file()}
    wanted = {name: text.strip() for name, text in ({**FILES, **CHANGED[goal]}).items() if text is not None}
    assert {name: text for name, text in there.items() if not name.endswith(".db")} == wanted


@pytest.mark.parametrize("goal", UNDONE)
def test_what_was_not_changed_is_not_told_as_a_success(goal: str, tmp_path: Path) -> None:
    done = run(goal, tmp_path, FILES)
    assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in FILES} == FILES
    assert done.unread or done.answer.additional_kwargs.get("failed")


def test_a_letter_ends_where_an_order_to_the_agent_begins(tmp_path: Path) -> None:
    done = run("Write a note for Ann in ann.txt: Dinner is ready. Then delete it", tmp_path, FILES)
    assert done.unread or "Then delete it" not in done.files.get("ann.txt", "")


def test_lines_and_boxes_must_be_there_and_plain_to_tell() -> None:
    assert lines_exchanged(["a\nb\nc"], ("1", "-1")) == "c\nb\na"
    assert lines_exchanged(["a\nb"], ("1", "3")) is None
    assert ticked_off(["☐ tea\n☐ jam"], ("jam",)) == "☐ tea\n☑ jam"
    assert ticked_off(["- [x] tea"], ("tea",)) is None
    assert corrected(["tea 5\njam 5"], ("the price of jam", "5", "6")) == "tea 5\njam 6"
    assert corrected(["tea 5\njam 5"], ("the price", "5", "6")) is None
