"""The policy: which tools and effects are allowed, asked about or denied. Data, judged by a pure function."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

from nodes.safety.errors import PolicyError
from nodes.safety.verdict import Ruling, canonical
from tools.base import Effect

_STRICTNESS = {ruling: rank for rank, ruling in enumerate(Ruling)}


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a policy.

    Attributes:
        ruling: What it says.
        tool: A glob over tool names (`*`, `file_*`).
        effects: The effects it speaks of; empty for all.
        reason: Why, for the model and for people.
    """

    ruling: Ruling
    tool: str = "*"
    effects: tuple[Effect, ...] = ()
    reason: str = ""

    @property
    def name(self) -> str:
        """How the rule is called in verdicts."""
        effects = ",".join(self.effects)
        return f"{self.ruling} {self.tool}{f' [{effects}]' if effects else ''}"

    def matches(self, tool: str, effect: Effect) -> bool:
        """Whether the rule speaks of such a call."""
        return fnmatchcase(tool, self.tool) and (not self.effects or effect in self.effects)

    @property
    def specificity(self) -> int:
        """A named tool before a pattern, a pattern before `*`."""
        if self.tool == "*":
            return 0
        return 1 if any(sign in self.tool for sign in "*?[") else 2


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules; the most specific ones that match decide, and among those the strictest. None matching means ask.

    Attributes:
        rules: In any order.
    """

    rules: tuple[Rule, ...] = ()

    def judge(self, tool: str, effect: Effect) -> Rule:
        """The rule that decides on a call with that effect."""
        matching = [rule for rule in self.rules if rule.matches(tool, effect)]
        if not matching:
            return Rule(Ruling.ASK, reason="no rule speaks of this call")
        return max(matching, key=lambda rule: (rule.specificity, _STRICTNESS[rule.ruling]))

    def with_rules(self, rules: Iterable[Rule]) -> Policy:
        """This policy and further rules."""
        return Policy((*self.rules, *rules))

    def with_tools(self, *, allow: Iterable[str] = (), ask: Iterable[str] = (), deny: Iterable[str] = ()) -> Policy:
        """This policy with the user's word on tools, which replaces what it said of those very names or patterns.

        Raises:
            PolicyError: If a name is given twice or is empty.
        """
        said: dict[str, Ruling] = {}
        for ruling, names in ((Ruling.ALLOW, allow), (Ruling.ASK, ask), (Ruling.DENY, deny)):
            for name in names:
                if not name.strip():
                    raise PolicyError(f"{ruling} names an empty tool; give a tool's name or a pattern such as 'mail_*'")
                if said.setdefault(name, ruling) is not ruling:
                    raise PolicyError(f"{name!r} stands under {said[name]} and {ruling}; name it once")
        kept = tuple(rule for rule in self.rules if rule.tool not in said)
        return Policy((*kept, *(Rule(ruling, name, reason="said by the user") for name, ruling in said.items())))

    @property
    def digest(self) -> str:
        """SHA-256 over the rules, in hex; pinned at the start of a run."""
        return hashlib.sha256(canonical([asdict(rule) for rule in self.rules]).encode()).hexdigest()


CAREFUL = Policy(
    (
        Rule(Ruling.ALLOW, effects=(Effect.NONE, Effect.READ), reason="it changes nothing"),
        Rule(
            Ruling.ASK,
            effects=(Effect.WRITE, Effect.DESTRUCTIVE),
            reason="it changes the world outside of the workspace",
        ),
        Rule(
            Ruling.ALLOW,
            "file_operations",
            (Effect.NONE, Effect.READ, Effect.WRITE),
            reason="it stays inside of the workspace",
        ),
        Rule(Ruling.ASK, "file_operations", (Effect.DESTRUCTIVE,), reason="it cannot be undone"),
        Rule(Ruling.ALLOW, "remember", reason="it stays in the agent's own memory"),
    )
)
"""The default: ordinary work goes through, what leaves the workspace or cannot be undone is asked about."""
