"""Requests in free words, the files before, and what has to be there afterwards (`None`: the file is gone) or in the answer."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """One request."""

    goal: str
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str | None] = field(default_factory=dict)
    says: tuple[str, ...] = ()


CASES = (
    Case(
        "It would be great if you could jot down 'call the plumber' in reminders.txt",
        {},
        {"reminders.txt": "call the plumber"},
    ),
    Case(
        'I always forget things. Please add "dentist at 3" to reminders.txt as a new last line.',
        {"reminders.txt": "gym\n"},
        {"reminders.txt": "gym\ndentist at 3"},
    ),
    Case(
        "Would you kindly create a file named greeting.txt that contains the text: Welcome aboard",
        {},
        {"greeting.txt": "Welcome aboard"},
    ),
    Case(
        "I no longer need draft1.txt. Please delete it.",
        {"draft1.txt": "x\n", "final.txt": "y\n"},
        {"draft1.txt": None, "final.txt": "y"},
    ),
    Case(
        "Throw away junk1.txt and junk2.txt for me, please",
        {"junk1.txt": "x", "junk2.txt": "x", "c.txt": "c"},
        {"junk1.txt": None, "junk2.txt": None, "c.txt": "c"},
    ),
    Case(
        "The file tmp_notes.txt should be called meeting_notes.txt from now on.",
        {"tmp_notes.txt": "hi"},
        {"tmp_notes.txt": None, "meeting_notes.txt": "hi"},
    ),
    Case(
        "Could you transfer invoice7.txt to the folder paid?",
        {"invoice7.txt": "80"},
        {"invoice7.txt": None, "paid/invoice7.txt": "80"},
    ),
    Case(
        "Before I edit thesis.txt I want a backup. Please make a copy of it called thesis_backup.txt",
        {"thesis.txt": "once"},
        {"thesis.txt": "once", "thesis_backup.txt": "once"},
    ),
    Case("What does the second line of poem.txt say?", {"poem.txt": "roses\nviolets\nsugar\n"}, {}, ("violets",)),
    Case("Which of my files mentions Lisbon?", {"a.txt": "Rome\n", "trip.txt": "Lisbon in May\n"}, {}, ("trip.txt",)),
    Case("How many names are there in guests.txt?", {"guests.txt": "Ann\nBen\nCy\n"}, {}, ("3",)),
    Case(
        "My weekly expenses are in week.txt. What did I spend altogether?", {"week.txt": "12.5\n7.5\n30\n"}, {}, ("50",)
    ),
    Case(
        "rates.txt has one number per line. Find the mean and store it in mean.txt, only the number.",
        {"rates.txt": "4\n6\n11\n"},
        {"mean.txt": "7"},
    ),
    Case(
        "Take all the words in words.txt, put them in alphabetical order and save the result to ordered.txt",
        {"words.txt": "pear\nfig\napple\n"},
        {"words.txt": "pear\nfig\napple", "ordered.txt": "apple\nfig\npear"},
    ),
    Case(
        "Please sort the lines of team.txt from Z to A and save them as team_desc.txt",
        {"team.txt": "Ann\nCy\nBen\n"},
        {"team_desc.txt": "Cy\nBen\nAnn"},
    ),
    Case(
        "In mail.txt please swap Berlin for Madrid.", {"mail.txt": "Meet in Berlin.\n"}, {"mail.txt": "Meet in Madrid."}
    ),
    Case(
        "list.txt contains duplicates. Please remove them and save the cleaned list to clean.txt.",
        {"list.txt": "a\nb\na\n"},
        {"list.txt": "a\nb\na", "clean.txt": "a\nb"},
    ),
    Case(
        "Keep only the lines of log.txt that contain WARN and write them to warn.txt",
        {"log.txt": "WARN x\nINFO y\nWARN z\n"},
        {"warn.txt": "WARN x\nWARN z"},
    ),
    Case(
        "Who has the highest score in scores.csv? Write only the name to winner.txt.",
        {"scores.csv": "name,score\nAda,12\nBob,19\n"},
        {"winner.txt": "Bob"},
    ),
    Case(
        "What is the cheapest product in shop.csv and what does it cost?",
        {"shop.csv": "product,price\npen,2\ncup,1.5\n"},
        {},
        ("cup",),
    ),
    Case(
        "Please find the e-mail addresses in page.txt and save them to mails.txt, each on its own line",
        {"page.txt": "write to a@b.org or c.d@e.com\n"},
        {"mails.txt": "a@b.org\nc.d@e.com"},
    ),
    Case(
        "old.txt and new.txt each hold a number. How big is the difference between them?",
        {"old.txt": "120\n", "new.txt": "150\n"},
        {},
        ("30",),
    ),
    Case(
        "Which names are in a.txt but not in b.txt? Save them to only_a.txt, one per line.",
        {"a.txt": "Ann\nBen\nCy\n", "b.txt": "Ben\n"},
        {"only_a.txt": "Ann\nCy"},
    ),
    Case(
        "Add up the numbers in a.txt and b.txt and put the total in total.txt",
        {"a.txt": "1\n2\n", "b.txt": "3\n"},
        {"total.txt": "6"},
    ),
    Case(
        "Calculate 12% of 250 and write it to tip.txt as a line like 'Tip: 0.00' with two decimals",
        {},
        {"tip.txt": "Tip: 30.00"},
    ),
    Case("price.txt holds a price. Write double the price to double.txt", {"price.txt": "21\n"}, {"double.txt": "42"}),
    Case(
        "The net price is in net.txt. Add 19% VAT and write the gross price to gross.txt with two decimals.",
        {"net.txt": "50\n"},
        {"gross.txt": "59.50"},
    ),
    Case(
        "If the number in stock.txt is below 10, write 'order more' to note.txt, otherwise write 'enough'.",
        {"stock.txt": "4\n"},
        {"note.txt": "order more"},
    ),
    Case(
        "Should the file flag.txt contain the word stop, write halt to state.txt, else write go to state.txt",
        {"flag.txt": "please stop\n"},
        {"state.txt": "halt"},
    ),
    Case(
        "Make a folder called reports, then move q1.txt and q2.txt into it.",
        {"q1.txt": "1", "q2.txt": "2"},
        {"q1.txt": None, "q2.txt": None, "reports/q1.txt": "1", "reports/q2.txt": "2"},
    ),
    Case(
        "Create the folder trip and in it a file called packing.txt with the text 'tent'",
        {},
        {"trip/packing.txt": "tent"},
    ),
    Case("Write today's date in the format YYYY-MM-DD to stamp.txt", {}, {"stamp.txt": "2026-03-02"}),
    Case(
        "The warranty runs for 30 days after 2026-01-15. Please put the last day into warranty.txt (YYYY-MM-DD).",
        {},
        {"warranty.txt": "2026-02-14"},
    ),
    Case("On which weekday does 2026-07-04 fall? Write just the weekday to day.txt.", {}, {"day.txt": "Saturday"}),
    Case(
        "Please remember that the wifi password is plum77 and write only the password to wifi.txt.",
        {},
        {"wifi.txt": "plum77"},
    ),
    Case(
        "Write the lowest and the highest number of temps.txt to range.txt, one per line.",
        {"temps.txt": "4\n-2\n9\n"},
        {"range.txt": "-2\n9"},
    ),
    Case(
        "Join part1.txt and part2.txt into whole.txt", {"part1.txt": "a\n", "part2.txt": "b\n"}, {"whole.txt": "a\nb"}
    ),
    Case(
        "1. Create a folder named safe. 2. Copy keys.txt into it. 3. Delete keys.txt.",
        {"keys.txt": "k"},
        {"safe/keys.txt": "k", "keys.txt": None},
    ),
    Case("Turn shout.txt into lower case and save it as quiet.txt", {"shout.txt": "HEY\n"}, {"quiet.txt": "hey"}),
    Case(
        "From people.csv I need the names of everybody with an age over 30, one per line, in older.txt",
        {"people.csv": "name,age\nAnn,41\nBen,22\nCy,35\n"},
        {"older.txt": "Ann\nCy"},
    ),
    Case(
        "Count the words in essay.txt and save only the number in words.txt",
        {"essay.txt": "one two three\nfour\n"},
        {"words.txt": "4"},
    ),
    Case(
        "What's Tom's phone number in book.txt? Write only the number to tom.txt",
        {"book.txt": "Ann: 0151-1\nTom: 0160-7788\n"},
        {"tom.txt": "0160-7788"},
    ),
    Case("Remove the line with Bob from club.txt", {"club.txt": "Ann\nBob\nCy\n"}, {"club.txt": "Ann\nCy"}),
    Case("Show me the three last lines of log.txt", {"log.txt": "a1\nb2\nc3\nd4\n"}, {}, ("b2", "c3", "d4")),
    Case(
        "Copy plan.txt to plan_b.txt and add 'call Ann' at the end of the copy",
        {"plan.txt": "rest\n"},
        {"plan.txt": "rest", "plan_b.txt": "rest\ncall Ann"},
    ),
    Case(
        "Write the longest word of words.txt to longest.txt",
        {"words.txt": "fig pineapple\nkiwi\n"},
        {"longest.txt": "pineapple"},
    ),
    Case(
        "I have three lists: put the lines of x.txt in reverse order into y.txt",
        {"x.txt": "1a\n2b\n"},
        {"y.txt": "2b\n1a"},
    ),
    Case(
        "Save the text 'done' in a file whose name is today's date, like 2026-01-31.txt", {}, {"2026-03-02.txt": "done"}
    ),
    Case(
        "orders.csv lists item, qty and price. How much is everything worth?",
        {"orders.csv": "item,qty,price\npen,2,3\ncup,1,4\n"},
        {},
        ("10",),
    ),
    Case(
        "Only add up the amounts of the open invoices in inv.csv and save the sum in open.txt",
        {"inv.csv": "no,amount,status\n1,10,open\n2,20,paid\n3,5,open\n"},
        {"open.txt": "15"},
    ),
    Case(
        "Could you put my three favourite fruits into fruit.txt, one per line: mango, kiwi, plum",
        {},
        {"fruit.txt": "mango\nkiwi\nplum"},
    ),
    Case("Tell me what's written in memo.txt please", {"memo.txt": "zebra"}, {}, ("zebra",)),
    Case(
        "There is a file named scratch.txt that nobody uses. Please get rid of it.",
        {"scratch.txt": "x"},
        {"scratch.txt": None},
    ),
    Case(
        "Move all csv files into the folder data",
        {"a.csv": "1", "b.csv": "2", "c.txt": "3"},
        {"a.csv": None, "b.csv": None, "data/a.csv": "1", "data/b.csv": "2"},
    ),
    Case(
        "What is the total of the numbers in bills.txt? Put it in sum.txt and tell me as well",
        {"bills.txt": "10\n5.5\n"},
        {"sum.txt": "15.5"},
        ("15.5",),
    ),
    Case(
        "I'd like the first three lines of story.txt to be saved as teaser.txt",
        {"story.txt": "a1\nb2\nc3\nd4\n"},
        {"teaser.txt": "a1\nb2\nc3"},
    ),
    Case(
        "Round the number in pi.txt to two decimals and write it to pi2.txt",
        {"pi.txt": "3.14159\n"},
        {"pi2.txt": "3.14"},
    ),
    Case(
        "ages.csv has name and age. Who is the youngest? Save only the name to youngest.txt",
        {"ages.csv": "name,age\nAnn,41\nBen,22\n"},
        {"youngest.txt": "Ben"},
    ),
    Case("What date is it in 10 days? Write it into later.txt as YYYY-MM-DD", {}, {"later.txt": "2026-03-12"}),
    Case("How many days are left until 2026-03-31? Save just the number in left.txt", {}, {"left.txt": "29"}),
    Case(
        "If budget.txt holds more than 100 then write yes to answer.txt, otherwise no",
        {"budget.txt": "150\n"},
        {"answer.txt": "yes"},
    ),
    Case(
        "Create three files a.txt, b.txt and c.txt, all with the text 'todo'",
        {},
        {"a.txt": "todo", "b.txt": "todo", "c.txt": "todo"},
    ),
    Case(
        "Take the numbers in n.txt, sort them from the largest to the smallest and store them in desc.txt",
        {"n.txt": "3\n11\n7\n"},
        {"desc.txt": "11\n7\n3"},
    ),
    Case("Count how often the word sea appears in poem.txt", {"poem.txt": "sea and sea\nsky\nsea\n"}, {}, ("3",)),
    Case(
        "Multiply 14 by 3 and append the result to results.txt on a new line",
        {"results.txt": "7\n"},
        {"results.txt": "7\n42"},
    ),
    Case(
        "Make a folder Archive and copy report.txt into it under the name report_old.txt",
        {"report.txt": "r"},
        {"Archive/report_old.txt": "r"},
    ),
    Case(
        "What is the average of the price column in items.csv? Save it to avg.txt",
        {"items.csv": "item,price\na,2\nb,4\n"},
        {"avg.txt": "3"},
    ),
    Case(
        "In config.txt the line 'mode=dev' should be 'mode=prod'. Please change that.",
        {"config.txt": "mode=dev\nx=1\n"},
        {"config.txt": "mode=prod\nx=1"},
    ),
    Case("Remove all empty lines from page.txt", {"page.txt": "a\n\nb\n\n"}, {"page.txt": "a\nb"}),
    Case(
        "Which items are on both lists, shop1.txt and shop2.txt? Write them to common.txt",
        {"shop1.txt": "milk\negg\n", "shop2.txt": "egg\nham\n"},
        {"common.txt": "egg"},
    ),
)
