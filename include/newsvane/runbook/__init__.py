"""What goes wrong at three in the morning, and what to do: the entries of `entries.toml`, for page, docs and links.

`python -m newsvane.runbook` prints `docs/operations/runbook.md`; a test keeps the two equal.
"""

import re
from functools import cache
from importlib import resources

import tomli

from newsvane.records import Record

INTRO = (
    "What goes wrong at three in the morning. Nothing that has landed is lost by any of it, every task may be cleared "
    "and run again at any time, and `newsvane doctor` says which of these it is."
)


class Entry(Record):
    """One thing that goes wrong. `seen`: where it shows. `means`: what it is, and is not. `steps`: to do, in order.

    What stands between backticks is typed or named as it is. `checks`: what `newsvane doctor` calls it.
    """

    title: str
    seen: str
    means: str
    steps: tuple[str, ...]
    checks: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """What a link to it ends with; that of its heading in Markdown, too."""
        return re.sub(r"[^a-z0-9 -]", "", self.title.lower()).replace(" ", "-")


@cache
def entries() -> tuple[Entry, ...]:
    """All, the most urgent first."""
    text = (resources.files(__package__) / "entries.toml").read_text("utf-8")
    return tuple(Entry.model_validate(entry) for entry in tomli.loads(text)["entry"])


def of_check(name: str) -> Entry | None:
    """The entry for a check of `newsvane doctor`; one called "lake: files" is one of the lake."""
    return next((entry for entry in entries() if name.partition(":")[0] in entry.checks), None)


def page() -> str:
    """The runbook as Markdown."""
    parts = ["# Runbook", "Written by `python -m newsvane.runbook`; a test keeps page and code equal.", INTRO]
    for entry in entries():
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(entry.steps, 1))
        parts += [f"## {entry.title}", f"**Seen:** {entry.seen}", entry.means, steps]
    return "\n\n".join(parts) + "\n"
