"""Print the runbook: `python -m newsvane.runbook > docs/operations/runbook.md`."""

from newsvane.runbook import render_markdown

print(render_markdown(), end="")
