"""`python -m newsvane.runbook > docs/runbook.md`."""

from newsvane.runbook import page

print(page(), end="")
