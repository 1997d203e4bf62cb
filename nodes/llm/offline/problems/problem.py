"""A text as a problem: its quantities, with what each one's unit leaves open settled by the others, and its question."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from nodes.llm.offline.problems.amount import of
from nodes.llm.offline.problems.dimension import Unit, denominators, dimension, factor, numerators, one, per, times
from nodes.llm.offline.problems.lexicon import MONEY, PERSONS, STOP, is_measure, stem
from nodes.llm.offline.problems.quantity import EACH, UNKNOWN, Quantity, scan
from nodes.llm.offline.problems.question import Question, place_of_question, read_question
from nodes.llm.offline.problems.words import SINGLE, is_number, sentences_of

_MASS = re.compile(r"\b(?:stones?|kgs?|kilos?|kilograms?|lbs?|ounces?|oz|weigh\w*|heavy|heavier|grams?|flour|butter|meat)\b")
_MONEYISH = re.compile(
    r"\b(?:costs?|costing|price[sd]?|pay|pays|paid|paying|bills?|rent|salary|salaries|wages?|invoices?|profit|till|sells?|sold|selling|buys?|"
    r"bought|earns?|earned|owes?|owed|change|expens\w+|fees?|cheap\w*|discount\w*|vat|tax\w*|tip|interest|markup|margin|savings?|spent|"
    r"spend|money|charges?|pension|budget|income|loan|lent|borrow\w*|deposit|reimburse\w*|revenue|donat\w+|worth|tickets?|net|gross|"
    r"commission|fare|subscription|allowance|sale|expensive|bonus|turnover|shop|invest\w*|account|balance)\b"
)
_NOT_MONEY = re.compile(r"how many (?!euros|dollars|cents|pounds|bucks)")


@dataclass(frozen=True, slots=True)
class Problem:
    """A word problem.

    Attributes:
        sentences: Its words.
        quantities: In the text's order; none is left out silently.
        question: What is asked.
    """

    sentences: list[list[str]]
    quantities: list[Quantity]
    question: Question

    def around(self, quantity: Quantity, before: int = 6, after: int = 6) -> str:
        """The words next to a quantity, up to the ends of its clause."""
        words = self.sentences[quantity.sentence]
        start = max(0, quantity.place - before)
        for place in range(quantity.place - 1, start - 1, -1):
            if words[place] in (",", ";", ":", "and", "but", "then") and quantity.place - place > 1:
                start = place
                break
        return " ".join(words[start : quantity.place]) + " # " + self.following(quantity, after)

    def following(self, quantity: Quantity, after: int = 6) -> str:
        """The words after a quantity, up to the end of its clause."""
        words = self.sentences[quantity.sentence][quantity.end : quantity.end + after]
        for place, word in enumerate(words):
            if word in (",", ";", ".", "?", ":", "but", "then") or (word == "and" and place):
                return " ".join(words[:place])
        return " ".join(words)

    def leading(self, quantity: Quantity, before: int = 7) -> str:
        """The words before a quantity, up to the beginning of its clause."""
        return self.around(quantity, before).partition(" # ")[0]

    def without(self, *kinds: str) -> Problem:
        """The same without the quantities of some kinds."""
        return replace(self, quantities=[quantity for quantity in self.quantities if quantity.kind not in kinds])


def read_problem(text: str) -> Problem | None:
    """Read a text as a word problem; `None` where it holds no sentence, or far too many numbers."""
    sentences = sentences_of(text)
    if not sentences or sum(map(len, sentences)) > 400:
        return None
    currencies = _currencies(" ".join(" ".join(words) for words in sentences))
    number, asked = place_of_question(sentences)
    question = read_question(sentences, number, asked, currencies)
    found: list[Quantity] = []
    for place, words in enumerate(sentences):
        found.extend(scan(words, place, asked if place == number else range(0), currencies))
    if not found or len(found) > 24:
        return None
    found = _settled(found, sentences, question)
    return Problem(sentences, found, question)


def _currencies(whole: str) -> dict[str, str]:
    words = set(re.findall(r"[a-z]+", whole))
    present = words & MONEY
    if _MASS.search(whole) and not words & {"pence", "penny", "euro", "euros", "cost", "costs", "price", "pay"}:
        present -= {"pound", "pounds"}
    kinds = {_KINDS.get(word, word) for word in present}
    mass = dict.fromkeys({"pound", "pounds"} - present, "lb")
    if len(kinds) > 1:
        return mass | {word: stem(_KINDS.get(word, word)) for word in present}
    return mass | dict.fromkeys(present, "money")


_KINDS = {
    "euros": "euro", "eur": "euro", "dollars": "dollar", "usd": "dollar", "bucks": "dollar", "buck": "dollar", "quid": "pound", "gbp": "pound",
    "pounds": "pound", "francs": "franc", "chf": "franc", "rupees": "rupee", "crowns": "crown",
}  # fmt: skip


def _settled(found: list[Quantity], sentences: list[list[str]], question: Question) -> list[Quantity]:
    found = _lists(found, sentences)
    found = _joined(found, sentences)
    found = _subjects(found, sentences)
    found = _people(found)
    found = _unknown(found, sentences, question)
    found = _each(found, sentences)
    found = _maybe(found, question)
    return _unused_denominators(_not_headings(found), question)


def _not_headings(found: list[Quantity]) -> list[Quantity]:
    """`Two brothers are 12 and 19`, `my three bills are 20, 35 and 55`: a count that only announces a list is no quantity of its own."""
    sizes = Counter(quantity.series for quantity in found if quantity.series)
    kept = []
    for place, quantity in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        heads = after is not None and after.series and after.unit != quantity.unit and quantity.amount.value == sizes[after.series] > 1
        if not (heads and len(quantity.unit) == 1 and not is_measure(quantity.unit[0][0]) and not quantity.series):
            kept.append(quantity)
    return kept


def _between(left: Quantity, right: Quantity, sentences: list[list[str]]) -> list[str] | None:
    return sentences[left.sentence][left.end : right.place] if left.sentence == right.sentence else None


def _lists(found: list[Quantity], sentences: list[list[str]]) -> list[Quantity]:
    """`18, 14.5 and 9.5 square metres`, `64 of 80 trainings`, `6.5 hours on Monday, 7 on Tuesday`: the same unit for all."""
    done = list(found)
    number = 0
    for place in reversed(range(len(done) - 1)):
        left, right = done[place], done[place + 1]
        gap = _between(left, right, sentences)
        if gap is None or left.kind != "plain" or right.kind != "plain":
            continue
        if left.unit == one(UNKNOWN) and set(gap) <= {",", "and", "plus", "or", "+", "&", "then"} and len(gap) <= 2:
            number = right.series or number + 1
            done[place] = replace(left, unit=right.unit, series=number)
            done[place + 1] = replace(right, series=number)
        elif left.unit == one(UNKNOWN) and " ".join(gap) in ("of", "out of", "of the", "out of the", "by", "x", "times", "to", "and") and (
            not denominators(right.unit)
        ):
            done[place] = replace(left, unit=right.unit)
    for place in range(1, len(done)):
        left, right = done[place - 1], done[place]
        gap = _between(left, right, sentences)
        if gap is None or right.unit != one(UNKNOWN) or right.kind != "plain" or left.kind != "plain" or left.unit == one(UNKNOWN):
            continue
        if _is_listed(gap) and not denominators(left.unit):
            number = left.series or number + 1
            done[place - 1] = replace(left, series=number)
            done[place] = replace(right, unit=left.unit, series=number)
    return done


_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday mondays january february march april june july morning afternoon evening".split())


def _is_listed(gap: list[str]) -> bool:
    """Whether what stands between two numbers only goes on with a list: `on Monday ,` or `for the first and`."""
    return gap[-1:] != [] and gap[-1] in (",", "and") and (len(gap) <= 2 or bool(set(gap) & _DAYS)) and len(gap) <= 7


def _joined(found: list[Quantity], sentences: list[list[str]]) -> list[Quantity]:
    """`2 hours 15 minutes` is one quantity of hours."""
    done: list[Quantity] = []
    for quantity in found:
        last = done[-1] if done else None
        if last is not None and last.kind == quantity.kind == "plain" and len(last.unit) == len(quantity.unit) == 1:
            gap = _between(last, quantity, sentences)
            left, right = last.unit[0][0], quantity.unit[0][0]
            ratio = factor(left, right) if gap in ([], ["and"]) and left != right and dimension(left) in ("time", "length", "mass", "money") else None
            if ratio is not None and ratio.value > 1 and ratio.value.denominator == 1 and quantity.amount.value < ratio.value:
                done[-1] = replace(last, amount=last.amount + quantity.amount / ratio, end=quantity.end)
                continue
        done.append(quantity)
    return done


_VERB = r"(?:is|are|has|have|had|costs?|makes?|contains?|holds?|weighs?|takes?|gives?|needs?|gets?|got|equals|=|was|pays?|want|wants|eats?|uses?|does|reads?|comes in|cut into|is cut into|earns?|produces?|covers?|fits?|carries|carry|feeds?|serves?|drives?|flies|lasts?|will|can)"
_SUBJECT = re.compile(rf"(?:^|[,;:.] |and |if |when |that |with |where )(each|every|all|a|an|1|the|my|our)(?: (?:single|normal|full|whole|small|large|big))? ([a-z]+)(?: of [a-z]+)?(?: [a-z]+)? (?={_VERB}\b)")
_CONTAINER = re.compile(r"(?:^| )([a-z]+) (?:of|containing|contain|contains|hold|holds|seat|seats|carry|carries|fit|fits)(?: up to| exactly| about)?$")


def _subjects(found: list[Quantity], sentences: list[list[str]]) -> list[Quantity]:
    """`each pizza is cut into 8 slices`, `a mile is 1.6 km`, `boxes of 24`: what a quantity is per by its sentence."""
    done = []
    for quantity in found:
        words = sentences[quantity.sentence]
        before = " ".join(words[max(0, quantity.place - 14) : quantity.place])
        clause = re.split(r"(?:[,;:]| and| but) (?=(?:each|every|a|an|my|the|we|i|it|they|he|she) )", before)[-1]
        subject = None
        for subject in _SUBJECT.finditer(clause):
            pass
        container = _CONTAINER.search(before)
        if quantity.kind == "plain" and subject and subject.group(1) in ("each", "every") and len(denominators(quantity.unit)) == 1:
            done.append(replace(quantity, unit=_over(quantity.unit, stem(subject.group(2)))))
        elif quantity.kind != "plain" or denominators(quantity.unit) or quantity.maybe:
            done.append(quantity)
        elif (held := _held(words, quantity)) is not None:
            done.append(replace(quantity, unit=_over(quantity.unit, held)))
        elif subject and subject.group(1) in ("each", "every"):
            done.append(replace(quantity, unit=_over(quantity.unit, stem(subject.group(2)))))
        elif subject and subject.group(1) in ("a", "an", "1"):
            done.append(replace(quantity, maybe=stem(subject.group(2))))
        elif container and stem(container.group(1)) not in numerators(quantity.unit):
            done.append(replace(quantity, maybe=stem(container.group(1))))
        elif once := _FOR_ONE.search(" ".join(words[: quantity.place]) + " "):
            done.append(replace(quantity, maybe=stem(once.group(1))))
        else:
            done.append(quantity)
    return done


_OF_EACH = re.compile(r"\beach of (?:the |our |my |these |those |his |her |their )?(\d+) ([a-z]+) [a-z]+$")
_FOR_ONE = re.compile(r"^(?:per|each|every|(?:for|in|on|per) (?:a|an|each|every)) ([a-z]+)\b.*?\b(?:i|we|he|she|they|you|it|is|costs?) ")


def _held(words: list[str], quantity: Quantity) -> str | None:
    """What a quantity is in each of: `3 shelves with 16 books`, `6 rows of 14`, `each of our 7 teams has 12 members`."""
    before = words[max(0, quantity.place - 5) : quantity.place]
    whole = " ".join(words[max(0, quantity.place - 9) : quantity.place])
    named = _OF_EACH.search(whole)
    if named:
        return stem(named.group(2))
    if quantity.unit == one(UNKNOWN) and len(before) > 2 and is_number(before[-3]) and float(before[-3]) < quantity.amount.value and before[-1] == "of":
        return None
    if len(before) < 3 or before[-1] not in ("with", "of", "containing", "à", "á", "x", "holding"):
        return None
    nouns = [place for place in range(len(before) - 1) if is_number(before[place])]
    symbol = stem(before[-2])
    if not nouns or len(before) - 1 - nouns[-1] > 3 or symbol in PERSONS or is_measure(symbol) or symbol in STOP or before[-2] == "%":
        return None
    return symbol


def _over(whole: Unit, symbol: str) -> Unit:
    return per(whole, "person" if symbol in PERSONS else symbol) if symbol not in dict(whole) else whole


def _people(found: list[Quantity]) -> list[Quantity]:
    """Friends, colleagues and guests are persons, unless two sorts of them are told apart."""
    sorts = {name for quantity in found for name in numerators(quantity.unit) if name in PERSONS}
    sorts |= {quantity.maybe for quantity in found if quantity.maybe in PERSONS}
    if len(sorts) > 1:
        return found
    return [
        replace(
            quantity,
            unit=tuple(sorted(("person" if name in PERSONS else name, power) for name, power in quantity.unit)),
            maybe="person" if quantity.maybe in PERSONS else quantity.maybe,
        )
        for quantity in found
    ]


def _unknown(found: list[Quantity], sentences: list[list[str]], question: Question) -> list[Quantity]:
    """Numbers without a unit: money where the text is about money, and what a box holds where boxes are."""
    whole = " ".join(" ".join(words) for words in sentences)
    money = any("money" in dict(quantity.unit) or "cent" in dict(quantity.unit) for quantity in found) or (
        bool(_MONEYISH.search(whole)) and not _NOT_MONEY.search(question.text)
    )
    counted = [
        name for quantity in found for name in numerators(quantity.unit) if quantity.kind == "plain" and name != UNKNOWN and not is_measure(name)
    ]
    known = {name for quantity in found if quantity.kind == "plain" for name, _ in quantity.unit} - {UNKNOWN}
    done = []
    for quantity in found:
        if UNKNOWN not in dict(quantity.unit) or quantity.kind != "plain":
            done.append(quantity)
            continue
        before = " ".join(sentences[quantity.sentence][max(0, quantity.place - 5) : quantity.place])
        rest = times(quantity.unit, one(UNKNOWN), -1)
        candidates = [name for name in counted if name != quantity.maybe and name != "person"] or [name for name in counted if name != quantity.maybe]
        nouns = [noun for noun in question.nouns if noun != quantity.maybe]
        if (quantity.asked or re.search(r"\bfor$", before)) and quantity.maybe == "" and not money and "person" in counted:
            symbol = "person"
        elif quantity.maybe and _is_container(quantity, sentences) and quantity.maybe not in _PRICES and not re.search(r"\b(?:at|costs?)$", before) and (candidates or nouns) and not is_measure(quantity.maybe):
            symbol = candidates[-1] if candidates else nouns[0]
        elif (below := _asked_below(quantity, sentences, question)) and not rest:
            symbol = below
        elif money:
            symbol = "money"
        elif _PRICED.search(before) and not rest:
            symbol = "money"
        elif rest and nouns and nouns[0] not in known and not is_measure(nouns[0]):
            symbol = nouns[0]
        elif not rest and question.tells("ages?|old|older|younger"):
            symbol = "year"
        elif not rest and (_is_priced(quantity, sentences, question) or (known == {"person"} and not question.asks("how many"))):
            symbol = "money"
        elif len(known) == 1 and not rest:
            symbol = next(iter(known))
        elif not known and question.firm and not rest and len(question.targets[0]) == 1 and "year" in dict(question.targets[0]):
            symbol = "year"
        else:
            symbol = UNKNOWN
        done.append(replace(quantity, unit=times(rest, one(symbol))))
    return done


_PRICES = frozenset("bill taxi rent price fee invoice cost total salary tip discount deposit sum amount budget loan profit income pension fare turnover revenue".split())


_PRICED = re.compile(r"\b(?:costs?|costing|pays?|paid|price is|price of|worth|charges?|earns?|at)(?: me| us| him| her| you)?(?: only| about| just)?$")


def _is_priced(quantity: Quantity, sentences: list[list[str]], question: Question) -> bool:
    return sentences[quantity.sentence][max(0, quantity.place - 1) : quantity.place] == ["for"] and question.asks("how much (?:is|does|do|was)|price|cost|costs")


def _asked_below(quantity: Quantity, sentences: list[list[str]], question: Question) -> str:
    """`If ten cost 2 euros`: ten of what one is asked of."""
    after = sentences[quantity.sentence][quantity.end : quantity.end + 1]
    below = [name for target in question.targets for name in denominators(target)]
    return below[0] if below and after in (["cost"], ["costs"], ["weigh"]) else ""


def _is_container(quantity: Quantity, sentences: list[list[str]]) -> bool:
    return sentences[quantity.sentence][quantity.end : quantity.end + 1] != ["for"]


def _each(found: list[Quantity], sentences: list[list[str]]) -> list[Quantity]:
    """What `each` and a bare price stand for: the counted thing that was named last before, or next after."""
    counts = [quantity for quantity in found if quantity.kind == "plain" and len(quantity.unit) == 1 and not is_measure(quantity.unit[0][0])]
    names = {name for quantity in found if quantity.kind == "plain" for name in numerators(quantity.unit) if not is_measure(name)} - {UNKNOWN}
    done = []
    for quantity in found:
        if dict(quantity.unit).get(EACH) == -1:
            symbol = _thing(quantity, counts, names, sentences)
            quantity = replace(quantity, unit=times(times(quantity.unit, one(EACH)), one(symbol), -1) if symbol else times(quantity.unit, one(EACH)), maybe="")
        elif quantity.unit == one("money") and not quantity.maybe:
            before = " ".join(sentences[quantity.sentence][max(0, quantity.place - 4) : quantity.place])
            priced = re.search(r"\b(?:at|@)$", before.strip())
            earlier = [count for count in counts if (count.sentence, count.place) < (quantity.sentence, quantity.place)]
            symbol = _thing(quantity, earlier, names, sentences) if priced and earlier else ""
            if symbol and not re.search(r"\b(?:altogether|in total|together)\b", " ".join(sentences[quantity.sentence][quantity.end : quantity.end + 3])):
                quantity = replace(quantity, maybe=symbol if symbol != "person" else "")
        done.append(quantity)
    return done


def _thing(quantity: Quantity, counts: list[Quantity], names: set[str], sentences: list[list[str]]) -> str:
    own = set(numerators(quantity.unit))
    words = sentences[quantity.sentence]
    for place in range(quantity.place - 1, -1, -1):
        symbol = stem(words[place])
        if words[place].isalpha() and symbol in PERSONS and "person" in names:
            symbol = "person"
        if symbol in names - own and (symbol != "person" or place == 0 or words[place - 1] != "and"):
            return symbol
    others = [count for count in counts if count.unit[0][0] not in own | {UNKNOWN}]
    if not others:
        return ""
    nearest = min(others, key=lambda count: (abs(count.sentence - quantity.sentence), abs(count.place - quantity.place)))
    return nearest.unit[0][0]


def _maybe(found: list[Quantity], question: Question) -> list[Quantity]:
    """`A pack of 64` is per pack only where packs are counted or asked for."""
    done = []
    for place, quantity in enumerate(found):
        others = Counter(name for other, one_ in enumerate(found) if other != place for name in numerators(one_.unit))
        wanted = {name for target in question.targets for name, _ in target} | set(question.nouns)
        if quantity.maybe and (any(dimension(name) == dimension(quantity.maybe) for name in [*others, *wanted])) and quantity.maybe not in dict(quantity.unit):
            done.append(replace(quantity, unit=per(quantity.unit, quantity.maybe), maybe=""))
        else:
            done.append(replace(quantity, maybe=""))
    return done


def _unused_denominators(found: list[Quantity], question: Question) -> list[Quantity]:
    """`1,480 a month` is money where nothing else is about months."""
    done = []
    wanted = {dimension(name) for target in question.targets for name, _ in target}
    lengths = sum(1 for quantity in found if any(dimension(name) == "length" for name, _ in quantity.unit))
    wanted |= {"area"} if lengths > 1 or question.tells("square") and lengths else set()
    wanted |= {"volume"} if lengths > 2 else set()
    for place, quantity in enumerate(found):
        whole = quantity.unit
        for name in denominators(whole):
            others = {dimension(other) for at, one_ in enumerate(found) if at != place for other, _ in one_.unit}
            if dimension(name) not in others | wanted:
                whole = times(whole, one(name), 1)
        done.append(replace(quantity, unit=whole))
    return done


def single(quantities: list[Quantity]) -> Unit | None:
    """The one unit that all have; `None` where they differ."""
    units = {quantity.unit for quantity in quantities}
    return units.pop() if len(units) == 1 else None


__all__ = ["Problem", "of", "read_problem", "single"]
