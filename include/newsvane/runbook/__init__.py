"""The runbook for people on call: what can go wrong, how to recognize it, and what to do.

The entries are in `entries.toml`. The UI shows them, `newsvane doctor` and the docs of DAGs link to them, and
`python -m newsvane.runbook` prints them as `docs/operations/runbook.md`; a test keeps that page up to date.
"""

import re
from functools import cache
from importlib import resources

import tomli

from newsvane.records import Record

INTRO = (
    "What to do when something breaks at three in the morning. None of these problems loses an article that has "
    "landed. You can clear and run any task again at any time. `newsvane doctor` tells you which problem you have."
)


class RunbookEntry(Record):
    """One problem. Words between backticks are commands to type, or text exactly as it appears on the screen.

    `symptoms`: how to recognize it. `meaning`: what has happened, and what has not. `steps`: what to do, in order.
    `checks`: names of the checks of `newsvane doctor` that find the problem, and of what they find.
    """

    title: str
    symptoms: str
    meaning: str
    steps: tuple[str, ...]
    checks: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Return the fragment of links to this entry, which is also the anchor of its heading in Markdown."""
        return re.sub(r"[^a-z0-9 -]", "", self.title.lower()).replace(" ", "-")


@cache
def load_entries() -> tuple[RunbookEntry, ...]:
    """Return all entries, the most urgent first."""
    text = (resources.files(__package__) / "entries.toml").read_text("utf-8")
    return tuple(RunbookEntry.model_validate(entry) for entry in tomli.loads(text)["entry"])


def find_entry(check: str) -> RunbookEntry | None:
    """Return the entry for a check of `newsvane doctor`; a part of a check, such as "lake: files", has its entry."""
    return next((entry for entry in load_entries() if check.partition(":")[0] in entry.checks), None)


def render_markdown() -> str:
    """Return the whole runbook as a Markdown page."""
    parts = ["# Runbook", "Written by `python -m newsvane.runbook`; a test keeps page and code equal.", INTRO]
    for entry in load_entries():
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(entry.steps, 1))
        parts += [f"## {entry.title}", f"**Symptoms:** {entry.symptoms}", entry.meaning, steps]
    return "\n\n".join(parts) + "\n"
