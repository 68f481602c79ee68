"""Print `docs/reference/tables.md`."""

from newsvane.lake.admin.describe import render_tables_page

print(render_tables_page(), end="")
