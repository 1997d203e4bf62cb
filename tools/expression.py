"""Arithmetic as people write it, read by a grammar of numbers alone and worked out on the way.

The text is cut into numbers, operators and names from a closed table, so attributes, calls of anything else, strings or code cannot
be expressed. Length and nesting are checked before and while reading; `tools.arithmetic` bounds every operation.

How the ambiguous signs are read:

- `%` is a percentage when nothing follows that it could divide by (`10%`, `15% of 240`, `10% * 3`, `10% - 3`), else the remainder
  (`7 % 3`, `7 % (1 + 2)`; before a signed number with a space on its left: `10 % -3`). `200 + 10%` adds ten percent of 200: 220.
- `,` groups thousands (`1,234.5`) outside of function calls and in functions of one argument. In other calls it separates
  arguments, unless the writer separates them by a comma and a space (`sum(1,200, 3,400)`) or a group starts with 0 (`max(1,000)`).
- `^` is the power (as `**`), and binds tighter than a sign: `-2^2` is -4. `!` is the factorial. `3 x 4` and `2(3 + 4)` multiply.
"""

from __future__ import annotations

from tools.arithmetic import Number, divide, factorial, multiply, power, refuse, tidy
from tools.functions import CONSTANTS, FUNCTIONS, Function
from tools.percent import Percent, Value, combine, plain
from tools.tokens import Kind, Token, tokenize

MAX_NESTING = 40
"""Deepest nesting of parentheses, signs and powers; an open recursion is at most four frames per level."""

_LEVELS = {"<<": 1, ">>": 1, "+": 2, "-": 2, "*": 3, "/": 3, "//": 3, "%": 3, "mod": 3, "of": 3, "off": 3}
_IMPLICIT = 3
_POWERS = ("**", "^")
_AFTER_PERCENT = ("", ")", "]", ",", ";", "*", "/", "//", "**", "^", "<<", ">>", "of", "off")


def evaluate(text: str) -> Number:
    """Work out an expression.

    Args:
        text: The expression, at most `tokens.MAX_LENGTH` characters.

    Returns:
        The value: exact (int or Fraction) if only exact operations were used.

    Raises:
        ToolFailure: Of the kind `INVALID_ARGUMENTS`, if the text is no expression, has no finite real value, or is too large.
    """
    reader = _Reader(tokenize(text))
    value = plain(reader.expression(0))
    if reader.next.kind is not Kind.END:
        refuse(f"did not expect {reader.next.text!r} at position {reader.next.at + 1} of the expression")
    return value


class _Reader:
    """A precedence-climbing parser that computes as it reads, so that long sums need no tree."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = 0

    @property
    def next(self) -> Token:
        return self._tokens[self._position]

    def _take(self) -> Token:
        token = self.next
        self._position += token.kind is not Kind.END
        return token

    def _accept(self, text: str) -> bool:
        found = self.next.kind is Kind.SIGN and self.next.text == text
        if found:
            self._take()
        return found

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            found = repr(self.next.text) if self.next.text else "the end"
            refuse(f"expected {text!r} at position {self.next.at + 1} of the expression, found {found}")

    def expression(self, level: int) -> Value:
        self._depth += 1
        if self._depth > MAX_NESTING:
            refuse(f"the expression is nested more than {MAX_NESTING} deep; work it out in parts")
        left = self._signed()
        while True:
            token = self.next
            operator = token.text if token.kind is Kind.SIGN else ""
            binds = _LEVELS.get(operator, 0)
            if not binds and self._starts_value(token):
                operator, binds = "*", _IMPLICIT
            elif binds > level:
                self._take()
            if binds <= level:
                break
            left = combine(operator, left, self.expression(binds))
        self._depth -= 1
        return left

    @staticmethod
    def _starts_value(token: Token) -> bool:
        return token.kind is Kind.NAME or (token.kind is Kind.SIGN and token.text == "(")

    def _signed(self) -> Value:
        negative, signs = False, 0
        while self.next.kind is Kind.SIGN and self.next.text in ("+", "-"):
            negative ^= self._take().text == "-"
            signs += 1
            if signs > MAX_NESTING:
                refuse(f"more than {MAX_NESTING} signs in a row; write one")
        value = self._raised()
        if not negative:
            return value
        return Percent(-value.points) if isinstance(value, Percent) else -value

    def _raised(self) -> Value:
        base = self._finished()
        if self.next.kind is Kind.SIGN and self.next.text in _POWERS:
            self._take()
            self._depth += 1
            if self._depth > MAX_NESTING:
                refuse(f"more than {MAX_NESTING} powers of powers; work them out in parts")
            exponent = self._signed()
            self._depth -= 1
            return power(plain(base), plain(exponent))
        return base

    def _finished(self) -> Value:
        value = self._primary()
        while True:
            if self._accept("!"):
                value = factorial(plain(value))
            elif self._accept("°"):
                value = divide(multiply(plain(value), CONSTANTS["pi"]), 180)
            elif self._accept("percent") or (self._is_percentage() and self._accept("%")):
                value = Percent(plain(value))
            else:
                return value

    def _is_percentage(self) -> bool:
        token = self.next
        if token.kind is not Kind.SIGN or token.text != "%":
            return False
        after = self._tokens[self._position + 1]
        if after.kind is Kind.SIGN and after.text in ("+", "-"):
            return not token.spaced
        return after.kind is Kind.END or (after.kind is Kind.SIGN and after.text in _AFTER_PERCENT)

    def _primary(self) -> Value:
        token = self._take()
        if token.kind is Kind.NUMBER:
            if self.next.kind is Kind.NUMBER:
                refuse(f"two numbers without an operator between them at position {self.next.at + 1} of the expression")
            return tidy(token.value)
        if token.kind is Kind.NAME:
            return self._named(token)
        if token.text == "(":
            value = self.expression(0)
            self._expect(")")
            return value
        found = repr(token.text) if token.text else "the end"
        refuse(f"expected a number at position {token.at + 1} of the expression, found {found}")

    def _named(self, token: Token) -> Value:
        function = FUNCTIONS.get(token.text)
        if function is None:
            if token.text in CONSTANTS:
                return CONSTANTS[token.text]
            known = ", ".join(sorted([*FUNCTIONS, *CONSTANTS]))
            refuse(f"unknown name {token.text[:40]!r}; only numbers and these names work: {known}")
        if not self._accept("("):
            if function.most == 1 and (self._starts_value(self.next) or self.next.kind is Kind.NUMBER):
                return self._call(token, function, [plain(self._nested_operand())])
            refuse(f"{token.text} is a function; write {token.text}(…)")
        return self._call(token, function, self._arguments(")"))

    def _nested_operand(self) -> Value:
        self._depth += 1
        if self._depth > MAX_NESTING:
            refuse(f"the expression is nested more than {MAX_NESTING} deep; work it out in parts")
        value = self._raised()
        self._depth -= 1
        return value

    def _arguments(self, closing: str) -> list[Number]:
        arguments: list[Number] = []
        while not self._accept(closing):
            if self._accept("["):
                arguments += self._bracketed()
            else:
                arguments.append(plain(self.expression(0)))
            if not (self._accept(",") or self._accept(";")):
                self._expect(closing)
                break
        return arguments

    def _bracketed(self) -> list[Number]:
        numbers: list[Number] = []
        while not self._accept("]"):
            numbers.append(plain(self.expression(0)))
            if not (self._accept(",") or self._accept(";")):
                self._expect("]")
                break
        return numbers

    @staticmethod
    def _call(token: Token, function: Function, arguments: list[Number]) -> Number:
        if not function.least <= len(arguments) <= function.most:
            wanted = str(function.least) if function.least == function.most else f"{function.least} to {function.most}"
            refuse(f"{token.text} takes {wanted} argument(s), got {len(arguments)}")
        return tidy(function.call(arguments))
