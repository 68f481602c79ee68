"""Prints `docs/tables.md`."""

from newsvane.lake.admin.describe import page

print(page(), end="")
