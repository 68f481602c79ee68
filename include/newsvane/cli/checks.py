"""Print the result of a check: its state, what was found, and what to do."""

from rich.text import Text

from newsvane import runbook
from newsvane.cli.console import print_words
from newsvane.health import Check
from newsvane.printable import printable_line

INDENT = 8
"""Spaces before what was found, of which the state takes some."""
_STYLES = {"ok": "green", "warning": "yellow", "failed": "bold red"}


def print_check(check: Check) -> None:
    """Print one line, and below it the remedy and the entry of the runbook, if there are any."""
    state = Text(f"{check.state:{INDENT}}", _STYLES[check.state])
    print_words(f"{check.name}: {printable_line(check.found)}", indent=INDENT, first=state)
    if check.remedy:
        print_words(f"→ {printable_line(check.remedy)}", indent=INDENT)
        if entry := runbook.find_entry(check.runbook_name):
            print_words(f"docs/operations/runbook.md#{entry.anchor}", indent=INDENT + 2)
