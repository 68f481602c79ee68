"""The tools of analysts, each as its own users install it, on a published file of the news world.

`python -m tests.analyst_tools` sets each up in a virtual environment of its own, which needs a package registry, and
runs what `newsvane dashboards` writes and what `docs/guides/open-in-your-tools.md` shows.

- `superset`: the dashboard, imported into Superset and drawn in Chromium.
- `grafana`: what Grafana's data source makes of a query, and what the schema of its dashboards says.
- `notebook`: the notebook, run by marimo and drawn in Chromium.
- `snippets`: the blocks of the guide.
- `environments`: virtual environments.
"""
