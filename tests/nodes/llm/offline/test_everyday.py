"""Everyday goals in many wordings, judged by the values in the answer and the files that result."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.nodes.llm.offline.loop import FILES, run

VALUES = {
    "what is twelve times seven": "84",
    "two hundred and five plus 3.5": "208.5",
    "half of 90": "45",
    "a third of 99": "33",
    "hey could you pls add 12 and 30 for me? thanks!": "42",
    "i'd like to know the square root of 144": "12",
    "2 to the power of 10": "1024",
    "what is 9 to the third power": "729",
    "average of 3, 5 and 10": "6",
    "whats the sum of 4 5 and 6": "15",
    "the sum of the numbers from 1 to 100": "5050",
    "what's the sum of the first 10 odd numbers": "100",
    "if i split 120 between 8 people how much does each get": "15",
    "split a $90 bill 4 ways": "22.5",
    "how many times does 7 go into 91": "13",
    "what's the remainder when 17 is divided by 5": "2",
    "what is 17 % 5": "2",
    "18% tip on 45.50": "8.19",
    "tip 15% on $64": "9.6",
    "$120 plus 8% tax": "129.6",
    "increase 250 by 12%": "280",
    "decrease 80 by 25%": "60",
    "what's 20% off 80": "64",
    "what percent of 80 is 20": "25",
    "what is 45 as a percentage of 60": "75",
    "from 80 to 100 what percent change": "25",
    "a shirt costs $40 and is 25% off, what is the final price": "30",
    "if I buy 3 apples at 1.25 each and 2 oranges at 0.80 each, what's the total?": "5.35",
    "I have 24 cookies and 6 friends, how many cookies does each friend get": "4",
    "there are 7 boxes with 12 eggs in each, how many eggs in total": "84",
    "A book costs $12.50. How much do 4 books cost?": "50",
    "a car travels 60 km/h for 3 hours, how far does it go": "180",
    "Convert 212 fahrenheit to celsius": "100",
    "how many inches are in 5 feet": "60",
    "2 hours and 30 minutes in minutes": "150",
    "how many seconds in a day": "86400",
    "area of a rectangle 4 by 5": "20",
    "perimeter of a rectangle with width 4 and length 5": "18",
    "area of a circle with a radius of 5 rounded to 2 decimals": "78.54",
    "simple interest on 500 at 4% for 2 years": "40",
    "if I invest $1000 at 5% compounded annually for 3 years, how much will I have": "1157.625",
    "which is larger, 3/7 or 4/9": "4 / 9",
    "round 3.14159 to 2 decimal places": "3.14",
    "what's 10 / 3 rounded to two decimals": "3.33",
    "what is half of 88 rounded to the nearest ten": "40",
    "take 10, double it, add 3 and divide the result by 4": "5.75",
    "Calculate 100/4 and tell me if it is greater than 20": "Yes",
    "-5 + 3": "-2",
    "(5 + 3) * 2 - 4 / 2": "14",
    "compute 5!": "120",
    "what is gcd of 12 and 18": "6",
    "is 17 prime?": "Yes",
    "is racecar a palindrome?": "Yes",
    "reverse the word hello": "olleh",
    "how many vowels in 'education'": "5",
    "how many letters in the word banana": "6",
    "sort these words: pear, apple, fig": "apple, fig, pear",
    "use the calculator to compute 45 / 9": "5",
    "how many lines are in a.txt?": "3",
    "Read notes.txt and count how many words it has": "4",
    "how many lines do a.txt and notes.txt have in total": "5",
    "what is the average of the numbers in numbers.txt": "6",
    "Read numbers.txt and tell me the largest number": "10",
    "find the max and min of the numbers in numbers.txt": "3",
    "sum of column price in sales.csv": "12.5",
    "what is the total of the qty column in sales.csv": "5",
    "print the last 2 lines of a.txt": "banana\ncherry",
    "what is on line 2 of a.txt": "banana",
    'show lines containing "err" in a.txt': "cherry",
    "how many times does the word milk appear in notes.txt": "1",
    "which files contain the word milk?": "notes.txt",
    "list all csv files": "sales.csv",
    "how many files are there?": "4",
    "ls": "numbers.txt",
    "does zebra.txt exist": "No",
    "check if a.txt exists": "Yes",
    "if numbers.txt has more than 5 lines say big else say small": "small",
    "what day is it": "Monday",
    "what time is it": "09:30",
    "what date is 30 days from now": "2026-04-01",
    "what date was it 2 weeks ago": "2026-02-16",
    "how many days until 2027-01-01": "305",
    "how many days until Christmas?": "298",
    "what day of the week was July 4, 1976?": "Sunday",
    "how many days between 2024-01-01 and 2024-03-01": "60",
}

WRITTEN = {
    "write hello to b.txt": {"b.txt": "hello"},
    "Please create a file named greeting.txt that says Hello, World!": {"greeting.txt": "Hello, World!"},
    "Create a file called n2.txt with the text 'buy milk' and then read it back": {"n2.txt": "buy milk"},
    "write 'one' to x.txt and 'two' to y.txt": {"x.txt": "one", "y.txt": "two"},
    "create x.txt with the text one and y.txt with the text two": {"x.txt": "one", "y.txt": "two"},
    "create shopping.txt with the lines:\nmilk\neggs\nbread": {"shopping.txt": "milk\neggs\nbread"},
    "create the file list.txt containing three lines: milk, eggs, bread": {"list.txt": "milk\neggs\nbread"},
    "Make a todo list in todo.txt with items: milk, bread, eggs": {"todo.txt": "milk\nbread\neggs"},
    "save the text:\n```\nline1\nline2\n```\nto code.txt": {"code.txt": "line1\nline2"},
    'write "hello" to a file named "my file.txt"': {"my file.txt": "hello"},
    "1. create q.txt with hello\n2. append world to it\n3. count the lines in q.txt": {"q.txt": "hello\nworld"},
    "touch empty.txt": {"empty.txt": ""},
    "What is twelve times seven, and save it to r.txt": {"r.txt": "84"},
    "Compute 3 + 4 and 5 * 6, then write both results to out.txt": {"out.txt": "7\n30"},
    "calculate 5*5 and 6*6, then add the two results and save to sum.txt": {"sum.txt": "61"},
    "read numbers.txt, add up the numbers and save the total to total.txt": {"total.txt": "18"},
    "Take the numbers in numbers.txt, add them up, and put the total in total.txt": {"total.txt": "18"},
    "read numbers.txt and write the average to avg.txt": {"avg.txt": "6"},
    "get the total from numbers.txt, add 10% and write it to with_tax.txt": {"with_tax.txt": "19.8"},
    'write "Total: " followed by the sum of the numbers in numbers.txt to t.txt': {"t.txt": "Total: 18"},
    "write the numbers 1 to 5 to n.txt one per line": {"n.txt": "1\n2\n3\n4\n5"},
    "write the even numbers from 2 to 10 to e.txt separated by commas": {"e.txt": "2, 4, 6, 8, 10"},
    "write the first 6 fibonacci numbers to fib.txt": {"fib.txt": "0\n1\n1\n2\n3\n5"},
    "write hello 3 times to h.txt": {"h.txt": "hello\nhello\nhello"},
    'append the line "third line" to notes.txt': {"notes.txt": "hello world\nbuy milk\nthird line\n"},
    "append 20 to numbers.txt then compute the sum of numbers.txt": {"numbers.txt": "3\n5\n10\n20\n"},
    "put 'x' at the top of a.txt": {"a.txt": "x\napple\nbanana\ncherry\n"},
    "replace banana with mango in a.txt": {"a.txt": "apple\nmango\ncherry\n"},
    "remove the line containing banana from a.txt": {"a.txt": "apple\ncherry"},
    "convert a.txt to uppercase": {"a.txt": "APPLE\nBANANA\nCHERRY\n"},
    "uppercase the contents of a.txt and save to upper.txt": {"upper.txt": "APPLE\nBANANA\nCHERRY\n"},
    "sort numbers.txt in descending order and save it to sorted.txt": {"sorted.txt": "10\n5\n3"},
    "write the lines of a.txt in reverse to ra.txt": {"ra.txt": "cherry\nbanana\napple"},
    "merge a.txt and notes.txt into all.txt": {"all.txt": "apple\nbanana\ncherry\nhello world\nbuy milk"},
    "copy a.txt to b.txt and numbers.txt to d.txt": {"b.txt": FILES["a.txt"], "d.txt": FILES["numbers.txt"]},
    "copy a.txt and numbers.txt to backup/": {
        "backup/a.txt": FILES["a.txt"],
        "backup/numbers.txt": FILES["numbers.txt"],
    },
    "make a folder called reports and copy a.txt into it": {"reports/a.txt": FILES["a.txt"]},
    "if b.txt doesn't exist create it with the text new": {"b.txt": "new"},
    "if a.txt exists, write yes to o.txt, otherwise write no to o.txt": {"o.txt": "yes"},
    "if the sum of the numbers in numbers.txt is more than 100 write yes to ans.txt, otherwise write no to ans.txt": {
        "ans.txt": "no"
    },
    "if notes.txt contains soap, append cheese to it": {},
    "save the current date to now.txt": {"now.txt": "2026-03-02"},
}

GONE = {
    "delete a.txt, notes.txt and sales.csv": {"a.txt", "notes.txt", "sales.csv"},
    "get rid of a.txt please": {"a.txt"},
    "delete all csv files": {"sales.csv"},
}

MOVED = {
    "rename a.txt to fruits.txt": ("a.txt", "fruits.txt"),
    "move notes.txt to the archive folder": ("notes.txt", "archive/notes.txt"),
    "change the name of a.txt to b.txt": ("a.txt", "b.txt"),
}


@pytest.mark.parametrize("goal", VALUES)
def test_the_answer_holds_the_value_and_no_file_changes(goal: str, tmp_path: Path) -> None:
    outcome = run(goal, tmp_path)
    assert not outcome.unread
    assert VALUES[goal] in outcome.text
    assert outcome.files == FILES


@pytest.mark.parametrize("goal", WRITTEN)
def test_exactly_these_files_are_written(goal: str, tmp_path: Path) -> None:
    outcome = run(goal, tmp_path)
    assert not outcome.unread
    assert outcome.files == FILES | WRITTEN[goal]


@pytest.mark.parametrize("goal", GONE)
def test_exactly_these_files_are_gone(goal: str, tmp_path: Path) -> None:
    outcome = run(goal, tmp_path)
    assert not outcome.unread
    assert outcome.files == {name: text for name, text in FILES.items() if name not in GONE[goal]}


@pytest.mark.parametrize("goal", MOVED)
def test_a_file_is_moved(goal: str, tmp_path: Path) -> None:
    outcome = run(goal, tmp_path)
    old, new = MOVED[goal]
    assert not outcome.unread
    assert outcome.files == {name: text for name, text in FILES.items() if name != old} | {new: FILES[old]}


@pytest.mark.parametrize(
    "goal", ["show me a.txt", "open a.txt", "read back a.txt", "save a.txt", "write a.txt", "a.txt"]
)
def test_naming_a_file_never_empties_it(goal: str, tmp_path: Path) -> None:
    assert run(goal, tmp_path).files == FILES


@pytest.mark.parametrize("goal", ["create a.txt", "make an empty file called a.txt", "touch a.txt"])
def test_creating_a_file_that_is_there_keeps_what_it_holds(goal: str, tmp_path: Path) -> None:
    assert run(goal, tmp_path).files == FILES
