"""Print the results of a demo with the commands that a user would type."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from newsvane import lake
from newsvane.settings import Settings
from newsvane.standalone import Standalone
from tests.support.scene import PROJECT, Scene
from tests.world.compare import received
from tests.world.past import write_past

LANDED = (
    "SELECT language, count(*) AS articles, count(*) FILTER (copy_of IS NULL) AS originals, "
    "count(*) FILTER (translation_state IN ('translated', 'proxy')) AS machine_translated, "
    "count(DISTINCT outlet) AS outlets FROM coverage GROUP BY language ORDER BY articles DESC"
)
REFUSED = (
    "SELECT stage, reason, count(DISTINCT url) AS pages, any_value(url) AS for_example FROM skipped GROUP BY ALL "
    "UNION ALL SELECT 'validate', array_to_string(reasons, ', '), count(DISTINCT url), any_value(url) FROM quarantine "
    "WHERE state = 'held' GROUP BY ALL ORDER BY ALL"
)
SICK = (
    "SELECT feed_id, reason, detail FROM feed_polls WHERE status = 'failed' "
    "QUALIFY row_number() OVER (PARTITION BY feed_id ORDER BY polled_at DESC) = 1 ORDER BY feed_id"
)
WIDEST = (
    "SELECT key FROM outbox JOIN article_groups USING (story_id) WHERE channel = 'webhook' "
    "GROUP BY key ORDER BY count(*) DESC, key LIMIT 1"
)
UNACCOUNTED = """
SELECT url, outcome FROM entries
WHERE NOT (outcome = 'article' AND article_id IN (SELECT article_id FROM articles))
  AND NOT (outcome = 'quarantined' AND article_id IN (SELECT article_id FROM quarantine))
  AND entry_id NOT IN (SELECT entry_id FROM skipped WHERE entry_id IS NOT NULL)
"""

FOR_OPERATORS = {"NEWSVANE_OPS_CHANNELS": "mail"}
"""Where operators of the demo get messages. A demo that is checked has none, because its messages are counted."""

_EXPORTED = (
    "NEWSVANE_HOME",
    "NEWSVANE_WATCH",
    "NEWSVANE_CONNECT_TO",
    "NEWSVANE_HOST_DELAY",
    "NEWSVANE_DEMO_WEBHOOK",
    "NEWSVANE_DEMO_MAIL",
    "NEWSVANE_OPS_CHANNELS",
)


def exported(environment: Mapping[str, str], ui_url: str) -> dict[str, str]:
    """Return the variables with which commands in another terminal work as the demo does, links included."""
    return {name: environment[name] for name in _EXPORTED if name in environment} | {"NEWSVANE_UI_URL": ui_url}


def landed(console: Console, scene: Scene) -> None:
    """Print what landed, what was refused and why, failing feeds, the trend, and an alert as it was received."""
    _command(console, scene, "What landed", "sql", LANDED)
    _command(console, scene, "What was left out, and why", "sql", REFUSED)
    _command(console, scene, "Feeds that could not be read", "sql", SICK)
    _command(console, scene, "The trend", "trends", "--topic", "albania")
    for alert in received(scene.inbox):
        if alert["key"] == _widest_alert(scene.settings):
            console.rule("An alert, as it was received")
            console.print(f"{alert['subject']}\n\n{alert['body']}", markup=False)
    console.print(f"\n{len(received(scene.inbox))} messages were received: {_short(scene.inbox)}", markup=False)


def past(console: Console, scene: Scene) -> None:
    """Fill in the past from an archive of the world, and print the trend since then."""
    archive = write_past(scene.home / "past", scene.began)
    _command(console, scene, "Two years before that, from an archive", "backfill", str(archive))
    _command(
        console, scene, "The trend since then", "trends", "--topic", "albania", "--grain", "month", "--days", "780"
    )


def where_to_look(console: Console, scene: Scene, airflow: Standalone) -> None:
    """Print where to look further: addresses, paths and commands."""
    console.rule("Where to look")
    home = _short(scene.settings.home)
    console.print(f"Airflow UI      {airflow.url} (user admin, password {airflow.password})", markup=False)
    console.print(f"SQL shell       NEWSVANE_HOME={home} .venv/bin/newsvane sql", markup=False)
    console.print(f"Published file  {_short(scene.settings.published_path)}", markup=False)
    console.print(f"Data Docs       {airflow.url}/newsvane/quality/", markup=False)
    console.print(
        "\nFor all other commands, paste this into another terminal. It leads to the demo's outlets and channels:"
    )
    for name, value in exported(scene.environment, airflow.url).items():
        console.print(f"export {name}={shlex.quote(value)}", markup=False, soft_wrap=True)
    if scene.neighbour:
        console.print(
            "\nshadow-wire.example is hostile: it claims articles of others. To let it forge dates and flood, run"
            f"\n  curl --request POST http://127.0.0.1:{scene.port}/-/publish"
            "\nand press Poll now on the page Feeds. The page Provenance then shows what it tried.",
            markup=False, soft_wrap=True,
        )  # fmt: skip


def counts(settings: Settings) -> dict[str, int]:
    """Return the number of rows per table."""
    with lake.connect(settings=settings) as connection:
        return lake.count_rows(connection)


def unaccounted(settings: Settings) -> list[str]:
    """Return one line per entry that became neither an article nor a skipped one with a reason; must be empty."""
    with lake.connect(settings=settings) as connection:
        rows = connection.execute(UNACCOUNTED).fetchall()
        entries = connection.execute("SELECT count(*) FROM entries").fetchone()
    return [f"{url}: {outcome}, and no reason" for url, outcome in rows] + (
        [] if entries and entries[0] else ["no entry"]
    )


def _widest_alert(settings: Settings) -> str:
    """Return the key of the alert whose story has the most articles."""
    with lake.connect(settings=settings) as connection:
        found = connection.execute(WIDEST).fetchone()
    return str(found[0]) if found else ""


def _command(console: Console, scene: Scene, title: str, *arguments: str) -> None:
    console.rule(title)
    typed = " ".join(f'"{word}"' if " " in word else word for word in arguments)
    console.print(f"$ newsvane {typed}\n", markup=False, style="dim")
    as_on_a_terminal = {"COLUMNS": str(console.width), "LINES": "24", "TTY_COMPATIBLE": "1", "TERM": "dumb"}
    done = subprocess.run(
        [str(Path(sys.executable).parent / "newsvane"), *arguments],
        env={**os.environ, **scene.environment, **as_on_a_terminal},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    console.print(done.stdout.rstrip(), markup=False, soft_wrap=True)
    if done.returncode:
        raise RuntimeError(f"newsvane {shlex.join(arguments)} ended with {done.returncode}: {done.stderr.strip()}")


def _short(path: Path) -> str:
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)
