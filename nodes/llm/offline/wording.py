"""Short sentences for what was found and done."""

from __future__ import annotations

from nodes.llm.offline.framed.edits import EDITS
from nodes.llm.offline.outcomes import Failed, Value
from nodes.llm.offline.program import Branch, EachFile, FileAction, Keep, Say, Step, Unread, Write
from nodes.llm.offline.terms import (
    Compared,
    DateOf,
    Derived,
    Exists,
    Fetched,
    FilesWith,
    FileText,
    Fold,
    Found,
    Listing,
    Measure,
    Not,
    Recalled,
    Test,
)

CONNECT = (
    "I work by offline rules, without a language model. To connect one, set OPENAI_API_KEY, or STANCHION_GGUF=model.gguf, "
    "or choose one with --model."
)
_PAST = {"copy": "Copied", "move": "Moved", "delete": "Deleted", "mkdir": "Made the folder"}
_TOO_LONG = 4000


def told(step: Say, value: Value) -> str:
    """The sentence for a value that was asked for."""
    expr, text = step.expr, value.text
    if isinstance(expr, FileText):
        return f"{expr.path} holds:\n{_cut(text)}" if text.strip() else f"{expr.path} is empty."
    if isinstance(expr, Listing):
        names = text.splitlines()
        return (
            f"{_place(expr.folder)} holds {len(names)}: {', '.join(names)}."
            if names
            else f"{_place(expr.folder)} holds no such files."
        )
    if isinstance(expr, FilesWith):
        names = text.splitlines()
        return (
            f"{', '.join(names)} {'holds' if len(names) == 1 else 'hold'} {expr.needle!r}."
            if names
            else f"No file holds {expr.needle!r}."
        )
    if isinstance(expr, Measure):
        return f"There {'is' if text == '1' else 'are'} {text} {_thing(expr.kind, text)}."
    if isinstance(expr, Exists):
        return f"Yes, {expr.path} exists." if text == "yes" else f"No, {expr.path} does not exist."
    if isinstance(expr, Test | Not) or (isinstance(expr, Compared) and text in ("yes", "no")):
        return f"{text.capitalize()}."
    if isinstance(expr, Compared):
        return f"{text} is the {expr.op}" + (f" ({value.note})." if value.note not in ("", text) else ".")
    if isinstance(expr, DateOf):
        return _date(expr, value)
    if isinstance(expr, Recalled):
        return "\n".join(part for part in (text, value.note) if part)
    if isinstance(expr, Found | Fetched):
        return _cut(text)
    if isinstance(expr, Fold):
        return f"The {_fold_name(expr)} is {text}."
    if isinstance(expr, Derived) and expr.kind in EDITS:
        return text if text.strip() else "There is nothing."
    about = step.about.strip().rstrip("?.")
    if "\n" in text or not text.strip() or len(about) > 80 or not _plain(about):
        return _cut(text) if text.strip() else "There is nothing."
    return f"{about} = {text}" if any(sign.isdigit() for sign in about) and about != text else f"The result is {text}."


def written(step: Write, content: str) -> str:
    """The sentence for a file that was written."""
    shown = (
        f": {content}"
        if 0 < len(content) <= 200 and "\n" not in content
        else f":\n{_cut(content)}"
        if content
        else " (empty)"
    )
    if step.prepend:
        return f"Put at the start of {step.path}{shown}"
    if step.mode == "a" and not content:
        return f"{step.path} is there."
    if step.mode == "a":
        return f"Added to {step.path}{shown}"
    return f"Wrote {step.path}{shown}"


def acted(step: FileAction) -> str:
    """The sentence for a file that was copied, moved or deleted."""
    return f"{_PAST[step.operation]} {step.path}" + (f" to {step.destination}." if step.destination else ".")


def failure(step: Step, failed: Failed) -> str:
    """The sentence for a step that could not be done."""
    return f"Could not {step_text(step)}: {failed.reason.strip().rstrip('.')}."


def step_text(step: Step) -> str:
    """A step in a few words."""
    if isinstance(step, Write):
        return f"{'add to' if step.mode == 'a' else 'write'} {step.path}"
    if isinstance(step, FileAction):
        verb = "make the folder" if step.operation == "mkdir" else step.operation
        return f"{verb} {step.path}" + (f" to {step.destination}" if step.destination else "")
    if isinstance(step, EachFile):
        return f"{step.operation} the {step.ending} files" + (f" to {step.folder}" if step.folder else "")
    if isinstance(step, Keep):
        return "remember that"
    if isinstance(step, Branch):
        return "do what depends on the condition"
    if isinstance(step, Unread):
        return step.text
    expr = step.expr
    if isinstance(expr, FileText):
        return f"read {expr.path}"
    return f"work out {step.about!r}" if step.about else "find that out"


def not_understood(parts: list[str], *, reason: str = "") -> str:
    """What was not done, and how to get it done."""
    named = "; ".join(f'"{part if len(part) <= 160 else part[:157] + "…"}"' for part in parts)
    return f"Not done, because I cannot read it: {named}.{' ' + reason if reason else ''} {CONNECT}"


def _cut(text: str) -> str:
    text = text.rstrip("\n")
    return text if len(text) <= _TOO_LONG else text[:_TOO_LONG] + f"\n… ({len(text) - _TOO_LONG} more characters)"


def _place(folder: str) -> str:
    return "The workspace" if folder == "." else f"The folder {folder}"


def _thing(kind: str, text: str) -> str:
    kind = "occurrences" if kind == "words_like" else kind
    return kind[:-1] if text == "1" and kind.endswith("s") else kind


def _fold_name(expr: Fold) -> str:
    names = {"max": "largest number", "min": "smallest number", "count": "count of numbers"}
    return names.get(expr.kind, expr.kind) + (f" of {expr.column}" if expr.column else "")


def _date(expr: DateOf, value: Value) -> str:
    if expr.want in ("days", "weeks", "months", "years", "hours"):
        return f"{value.text} {expr.want}."
    if expr.want == "weekday":
        return f"{value.note} is a {value.text}."
    if expr.want == "date":
        return f"{value.text} ({value.note})." if value.note else f"{value.text}."
    return f"The {expr.want} is {value.text}."


def _plain(about: str) -> bool:
    return bool(about) and "\n" not in about


def call_text(tool: str, arguments: dict[str, object]) -> str:
    """A call in a few words, as the thought that goes with it."""
    if tool == "file_operations":
        path, target = arguments.get("filepath", "."), arguments.get("destination")
        return f"{arguments.get('operation')} {path}" + (f" to {target}" if target else "")
    shown = next(iter(arguments.values()), "")
    return f"{tool} {shown}".strip()[:120]
