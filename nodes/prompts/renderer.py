"""The strict renderer: a prompt with a missing or an unused value is a bug, found at the first rendering."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_PLACEHOLDER = re.compile(r"\{\{([a-z_]+)\}\}")


class PromptError(Exception):
    """The prompt does not exist, or the values given are not the ones that it names."""


@cache
def _template(name: str) -> str:
    file = files("nodes.prompts").joinpath(f"{name}.md")
    if not re.fullmatch(r"[a-z_]+", name) or not file.is_file():
        raise PromptError(f"no prompt named {name!r}: add {name}.md to nodes/prompts")
    return file.read_text(encoding="utf-8").strip()


def render(name: str, **values: str) -> str:
    """Fill a prompt.

    Placeholders are written `{{name}}` and are replaced in one pass, so a value that looks like a placeholder stays as it is.
    Runs of blank lines, which empty values leave behind, become one.

    Args:
        name: The Markdown file in `nodes/prompts`, without `.md`.
        **values: One text for each placeholder.

    Returns:
        The prompt, without leading and trailing white space.

    Raises:
        PromptError: There is no such prompt, or a value is missing or unused; the message names it.
    """
    template = _template(name)
    wanted = set(_PLACEHOLDER.findall(template))
    if missing := wanted - values.keys():
        raise PromptError(f"prompt {name!r} needs values for: {', '.join(sorted(missing))}")
    if unused := values.keys() - wanted:
        raise PromptError(f"prompt {name!r} has no place for: {', '.join(sorted(unused))}")
    return _collapse(template, values)


def _collapse(template: str, values: dict[str, str]) -> str:
    """Drop lines that hold nothing but an empty value, and fill the rest; the values themselves are never reshaped."""
    lines: list[str] = []
    for line in template.splitlines():
        filled = _PLACEHOLDER.sub(lambda found: values[found[1]].strip("\n"), line)
        emptied = not filled.strip() and _PLACEHOLDER.search(line)
        if emptied or (not filled.strip() and lines and not lines[-1].strip()):
            continue
        lines.append(filled)
    return "\n".join(lines).strip()
