"""Prints `docs/tables.md`."""

from newsvane.lake.describe import page

print(page(), end="")
