"""What Grafana's DuckDB data source makes of the dashboard's SQL, and what the schema of dashboards says of the file.

The macros are those of the plug-in motherduck-duckdb-datasource 0.4.5, as its README and its source say.
`$__timeFrom()` and `$__timeTo()` become quoted times of RFC 3339 in UTC; a variable, quoted values with commas between.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newsvane.dashboards import build_dashboards
from tests.analyst_tools.environments import make_environment

PACKAGES = ("grafana-foundation-sdk==1769699998!10.1.0",)
"""Classes that Grafana's developers generate from the schemas of dashboards and panels."""
ROUND_TRIP = """
import importlib, json, sys
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard

def again(model, read):
    return json.loads(JSONEncoder().encode(model.from_json(read)))

read = json.load(sys.stdin)
written = again(Dashboard, read)
for one, other in zip(read["panels"], written["panels"], strict=True):
    module = importlib.import_module("grafana_foundation_sdk.models." + one["type"])
    other["options"] = again(module.Options, one["options"])
    if hasattr(module, "FieldConfig"):
        custom = one["fieldConfig"]["defaults"].get("custom", {})
        other["fieldConfig"]["defaults"]["custom"] = again(module.FieldConfig, custom)
json.dump(written, sys.stdout)
"""
NOT_IN_THE_SCHEMA = {"/templating/list/1/definition"}
"""What the editor of variables writes, and the schema leaves out."""


def expand(sql: str, *, topics: Sequence[str], since: datetime, until: datetime) -> str:
    """Return the SQL that reaches DuckDB."""
    values = {
        "$__timeFrom()": _quote(f"{since:%Y-%m-%dT%H:%M:%SZ}"),
        "$__timeTo()": _quote(f"{until:%Y-%m-%dT%H:%M:%SZ}"),
        "$topic": ",".join(map(_quote, topics)),
    }
    for name, value in values.items():
        sql = sql.replace(name, value)
    return sql


def expand_for_last_month(sql: str, topics: Sequence[str]) -> str:
    """Return the SQL that reaches DuckDB with the dashboard's own range of time."""
    now = datetime.now(UTC)
    return expand(sql, topics=topics, since=now - timedelta(days=30), until=now)


def load_dashboard(published: Path) -> dict[str, Any]:
    """Return the dashboard as Grafana imports it."""
    read: dict[str, Any] = json.loads(build_dashboards(published)["grafana.json"])
    return read


def check(environments: Path, published: Path) -> None:
    """Read and write the dashboard by the schemas. Raises AssertionError if they do not know a part of it."""
    python = make_environment(environments / "grafana", PACKAGES)
    read = load_dashboard(published)
    with tempfile.TemporaryDirectory(prefix="newsvane-grafana-") as folder:
        done = subprocess.run(
            [python, "-I", "-c", ROUND_TRIP], input=json.dumps(read), capture_output=True, text=True, check=False,
            cwd=folder,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert set(_find_lost(read, json.loads(done.stdout))) == NOT_IN_THE_SCHEMA


def _find_lost(read: Any, written: Any, path: str = "") -> Iterator[str]:
    """Yield the paths of what was read and not written, or written as something else."""
    match read, written:
        case dict(), dict():
            for name, value in read.items():
                if name in written or value:  # empty lists and objects may be left out
                    yield from _find_lost(value, written.get(name), f"{path}/{name}")
        case list(), list():
            for number, (one, other) in enumerate(zip(read, written, strict=True)):
                yield from _find_lost(one, other, f"{path}/{number}")
        case _ if read != written:
            yield path


def _quote(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
