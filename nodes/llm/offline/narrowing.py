"""An Earley parser that only considers the rules whose words occur in the phrase.

A lexicalised grammar has thousands of rules and a phrase uses a few dozen: a rule whose keywords are absent, or that needs a
rule which cannot be built, can take no part. Dropping those before parsing makes it some hundred times faster.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from functools import lru_cache
from typing import Any

from lark import Lark, Tree


class NarrowParser:
    """Parses token lists with a Lark grammar, narrowed to their words.

    Args:
        lark: An Earley parser with a custom lexer.
    """

    def __init__(self, lark: Lark) -> None:
        self._lark = lark
        self._rules = [
            (
                rule,
                frozenset(symbol.name for symbol in rule.expansion if symbol.is_term),
                frozenset(symbol.name for symbol in rule.expansion if not symbol.is_term),
            )
            for rule in lark.rules
        ]
        self._narrowed = lru_cache(maxsize=512)(self._narrow)

    def parse(self, pieces: Any, terminals: frozenset[str]) -> Tree[Any]:
        """Parse.

        Args:
            pieces: What the lexer takes.
            terminals: Names of the terminals that it will give.

        Raises:
            LarkError: The grammar does not derive the tokens.
        """
        return self._narrowed(terminals).parse(pieces)

    def _narrow(self, terminals: frozenset[str]) -> Lark:
        left = [(rule, parts) for rule, words, parts in self._rules if words <= terminals]
        productive: set[str] = set()
        while True:
            before = len(productive)
            productive.update(rule.origin.name for rule, parts in left if parts <= productive)
            if len(productive) == before:
                break
        predictions: dict[Any, list[Any]] = defaultdict(list)
        for rule, parts in left:
            if parts <= productive:
                predictions[rule.origin].append(rule)
        narrowed, frontend = copy.copy(self._lark), copy.copy(self._lark.parser)
        frontend.parser = copy.copy(self._lark.parser.parser)  # type: ignore[attr-defined, unused-ignore]
        frontend.parser.predictions = predictions  # type: ignore[attr-defined, unused-ignore]
        narrowed.parser = frontend
        return narrowed
