"""Phrases to expressions: the tree of `values.lark` turned into the data of `program.py`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError

from nodes.llm.offline.conversions import convert, in_units
from nodes.llm.offline.lexer import ValueLexer, keywords_of, name_tokens, tokens_of
from nodes.llm.offline.narrowing import NarrowParser
from nodes.llm.offline.percent_rules import IT, PERCENT_RULES, number
from nodes.llm.offline.terms import Calc, Expr, FileText, Fold, Literal, Measure, Pointer, Sequence, Transform


def calc(op: str) -> Callable[..., Expr]:
    """A rule whose operands are the operands of one calculator operation."""
    return lambda *args: Calc(op, tuple(args))


def _unary(op: Callable[[Expr], Expr]) -> Callable[..., Expr]:
    return lambda *args: op(args[0] if args else IT)


def _power(exponent: str) -> Callable[[Expr], Expr]:
    return lambda base: Calc("pow", (base, number(exponent)))


def _series(operands: Any) -> tuple[Expr, ...]:
    return operands if isinstance(operands, tuple) else (operands,)


def _fold(kind: str, op: str) -> Callable[..., Expr]:
    def build(operands: Any) -> Expr:
        many = _series(operands)
        return Fold(kind, many[0]) if len(many) == 1 else Calc(op, many)

    return build


def _aggregate(kind: Any, operands: Any) -> Expr:
    many = _series(operands)
    return Fold(str(kind), many[0]) if len(many) == 1 else Calc(str(kind), many)


def _difference(left: Expr, right: Expr) -> Expr:
    if isinstance(left, Pointer) and isinstance(right, Fold) and {left.word, right.kind} == {"max", "min"}:
        return Fold("range", right.source)
    if isinstance(left, Literal) and isinstance(right, Literal):
        return Calc("sub", (left, right) if float(left.text) >= float(right.text) else (right, left))
    return Calc("abs", (Calc("sub", (left, right)),))


def _kind_range(*parts: Any) -> Expr:
    kind, first, last = parts if len(parts) == 3 else ("natural", *parts)
    return Sequence("range", (str(kind), str(first), str(last)))


def _upto(*parts: Any) -> Expr:
    kind, last = parts if len(parts) == 2 else ("natural", *parts)
    return Sequence("range", (str(kind), "1", str(last)))


def _first(*parts: Any) -> Expr:
    count, kind = parts if len(parts) == 2 else (parts[0], "natural")
    return Sequence("first", (str(kind), str(count)))


def _round_to(value: Expr, digits: Any) -> Expr:
    return Calc("round", (value, number(digits)))


def _round_place(value: Expr, power: Any) -> Expr:
    if int(power) <= 0:
        return Calc("round", (value, number(-int(power))))
    step = number(10 ** int(power))
    return Calc("mul", (Calc("round", (Calc("div", (value, step)),)), step))


def _round_step(*args: Any) -> Expr:
    value, size = args if len(args) == 2 else (IT, *args)
    step = number(size)
    return Calc("mul", (Calc("round", (Calc("div", (value, step)),)), step))


def _part(kind: str, thing: Any) -> str:
    return kind if thing == "lines" else f"{kind}_{thing}"


def _raised(*args: Expr) -> Expr:
    return Calc("pow", args if len(args) == 2 else (IT, *args))


def _call(name: Any, *args: Expr) -> Expr:
    return Calc(str(name), args)


def _line(kind: str) -> Callable[..., Expr]:
    return lambda *args: Transform(kind, args[-1], tuple(str(arg) for arg in args[:-1]))


_RULES: dict[str, Callable[..., Any]] = {
    **PERCENT_RULES,
    **{name: calc(name) for name in ("add", "sub", "mul", "div", "floordiv", "mod", "pow", "log_base")},
    **{name: calc(name) for name in ("comb", "sin", "cos", "tan", "ln", "log10", "factorial", "round_whole")},
    "start": lambda value: value,
    "number": lambda digits: number(digits),
    "fraction": lambda parts: Calc("div", (number(1), number(parts))),
    "mixed": lambda whole, parts: Calc("add", (number(whole), Calc("div", (number(1), number(parts))))),
    "pi": lambda: Literal("pi", number=True),
    "pointer": lambda *word: word[0] if isinstance(word[0], Pointer) else Pointer(str(word[0])),
    "named": lambda word: Pointer(str(word)),
    "named_aggregate": lambda word: Pointer(str(word)),
    "round_to": _round_to,
    "round_place": _round_place,
    "round_maybe": lambda *args: _round_to(*(args if len(args) == 2 else (IT, *args))),
    "round_maybe_place": lambda *args: _round_place(*(args if len(args) == 2 else (IT, *args))),
    "round_whole": lambda *args: Calc("round", args or (IT,)),
    "ceiling": calc("ceil"),
    "floor_": calc("floor"),
    "sum_of": _fold("sum", "sum"),
    "product_of": _fold("product", "product"),
    "aggregate": _aggregate,
    "gcd": lambda *args: Calc("gcd", _series(args[-1])),
    "lcm": lambda *args: Calc("lcm", _series(args[-1])),
    "series": lambda *items: tuple(items),
    "single": lambda value: value,
    "both": lambda: Pointer("both"),
    "same": lambda value: value,
    "less_than": lambda what, whole: Calc("sub", (whole, what)),
    "mul_it": lambda what: Calc("mul", (IT, what)),
    "div_it": lambda what: Calc("div", (IT, what)),
    "twice": _unary(lambda value: Calc("mul", (value, number(2)))),
    "thrice": _unary(lambda value: Calc("mul", (value, number(3)))),
    "fourfold": _unary(lambda value: Calc("mul", (value, number(4)))),
    "halved": _unary(lambda value: Calc("div", (value, number(2)))),
    "squared": _unary(_power("2")),
    "cubed": _unary(_power("3")),
    "negated": _unary(lambda value: Calc("neg", (value,))),
    "plus_or_it": lambda *args: Calc("add", args if len(args) == 2 else (IT, *args)),
    "minus_or_it": lambda *args: Calc("sub", args if len(args) == 2 else (IT, *args)),
    "raise_to": _raised,
    "raise_nth": lambda *args: _raised(*args[:-1], number(args[-1])),
    "pow_nth": lambda base, power: Calc("pow", (base, number(power))),
    "nth_power": lambda power, base: Calc("pow", (base, number(power))),
    "call": _call,
    "sqrt": lambda value: Calc("sqrt", (value,)),
    "cbrt": lambda value: Calc("root", (value, number(3))),
    "nth_root": lambda degree, value: Calc("root", (value, number(degree))),
    "fraction_of": lambda parts, value: Calc("div", (value, number(parts))),
    "fractions_of": lambda times, parts, value: Calc("div", (Calc("mul", (value, number(times))), number(parts))),
    "ratio_of": lambda times, parts, value: Calc("div", (Calc("mul", (value, number(times))), number(parts))),
    "difference": _difference,
    "absolute": lambda value: Calc("abs", (value,)),
    "reciprocal": lambda value: Calc("div", (number(1), value)),
    "sin_degrees": lambda value: Calc("sin", (_radians(value),)),
    "cos_degrees": lambda value: Calc("cos", (_radians(value),)),
    "tan_degrees": lambda value: Calc("tan", (_radians(value),)),
    "log_of_base": lambda value, base: Calc("log_base", (base, value)),
    "kind": lambda word: str(word),
    "range_": _kind_range,
    "range_upto": _upto,
    "range_below": lambda kind, last: Sequence("below", (str(kind), str(last))),
    "range_first": _first,
    "multiples_first": lambda count, base: Sequence("multiples", (str(base), str(count))),
    "multiples_upto": lambda base, last: Sequence("multiples_between", (str(base), str(base), str(last))),
    "multiples_range": lambda base, first, last: Sequence("multiples_between", (str(base), str(first), str(last))),
    "kind_range": lambda kind, first, last: Sequence("powers", (str(kind), str(first), str(last))),
    "measured": lambda thing, source: Measure(str(thing), source),
    "measured_it": lambda thing: Measure(str(thing), Pointer("contents")),
    "numbers_it": lambda: Pointer("contents"),
    "length_of": lambda source: Measure("characters", source),
    "folded_file": lambda kind, path: Fold(str(kind), FileText(str(path))),
    "folded": lambda kind, source: Fold(str(kind), source),
    "added": lambda source: Fold("sum", source),
    "added_file": lambda path: Fold("sum", FileText(str(path))),
    "added_text": lambda source: Fold("sum", source),
    "multiplied": lambda source: Fold("product", source),
    "counted": lambda source: Fold("count", source),
    "numbers_in": lambda source: source,
    "occurrences": lambda needle, source: Measure("occurrences", source, needle),
    "quoted": lambda mark: Literal(str(mark)),
    "quoted_word": lambda *word: Literal(str(word[0]) if word else "x"),
    "file_text": lambda path: FileText(str(path)),
    "two_files": lambda one, two: Transform("joined", FileText(str(one)), (str(two),)),
    "nth_line": _line("line"),
    "line_of": lambda thing, which, source: Transform("line" if thing == "lines" else "word", source, (str(which),)),
    "round_step": _round_step,
    "nth_word": _line("word"),
    "first_lines": lambda count, thing, source: Transform(_part("head", thing), source, (str(count),)),
    "last_lines": lambda count, thing, source: Transform(_part("tail", thing), source, (str(count),)),
    "lines_of": lambda thing, first, last, source: Transform("lines", source, (str(first), str(last))),
    "extreme": lambda which, what, source: Transform(f"{which}_{what}", source),
    "convert": convert,
    "how_many": lambda unit, quantity: convert(quantity, unit),
    "convert_bare": lambda value, unit: convert(((value, ""),), unit),
    "convert_from": lambda value, unit, target: convert(((value, str(unit)),), target),
    "convert_last": lambda unit, target, value: convert(((value, str(unit)),), target),
    "quantity": in_units,
    "one_unit": lambda unit: ((number(1), str(unit)),),
    "half_unit": lambda unit: ((Literal("0.5", number=True), str(unit)),),
    "command": lambda value: value,
    "continuation": lambda value: value,
    "value": lambda value: value,
}


def _radians(value: Expr) -> Expr:
    return Calc("div", (Calc("mul", (value, Literal("pi", number=True))), number(180)))


class _Builder(Transformer):  # type: ignore[type-arg, misc, unused-ignore]
    def __getattr__(self, name: str) -> Any:
        rule = _RULES.get(name)
        if rule is None:
            raise AttributeError(name)
        return lambda children: rule(*children)


@lru_cache(maxsize=1)
def _parser() -> tuple[NarrowParser, dict[str, str]]:
    grammar = Path(__file__).with_name("values.lark").read_text(encoding="utf-8")
    lark = Lark(grammar, parser="earley", lexer=ValueLexer)
    return NarrowParser(lark), keywords_of(lark.terminals)


@lru_cache(maxsize=4096)
def parse_value(phrase: str) -> Expr | None:
    """Read a phrase as a value.

    Args:
        phrase: Without politeness; quotes and file names as their private-use characters.

    Returns:
        The expression, references still unresolved; `None` where the phrase does not name a value.
    """
    pieces = tokens_of(phrase)
    if not pieces or len(pieces) > 400:
        return None
    try:
        parser, keywords = _parser()
        tokens = name_tokens(pieces, keywords)
        result = _Builder().transform(parser.parse(tokens, frozenset(token.type for token in tokens)))
    except (LarkError, ValueError, ArithmeticError):
        return None
    return result if not isinstance(result, (tuple, Token)) else None
