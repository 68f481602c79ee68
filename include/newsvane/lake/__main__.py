"""Prints `docs/reference/tables.md`."""

from newsvane.lake.admin.describe import page

print(page(), end="")
