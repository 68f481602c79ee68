"""`python -m newsvane.runbook > docs/operations/runbook.md`."""

from newsvane.runbook import page

print(page(), end="")
