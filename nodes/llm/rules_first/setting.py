"""When the offline rules come first: what the user may set."""

from __future__ import annotations

from enum import StrEnum


class RulesFirstSetting(StrEnum):
    """Whether the offline rules decide what they surely read before the language model is asked."""

    AUTO = "auto"
    """For small models on this machine only."""
    ON = "on"
    """For whichever language model answers."""
    OFF = "off"
    """Never: the language model decides everything."""
