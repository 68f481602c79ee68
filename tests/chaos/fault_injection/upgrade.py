"""An upgrade with a run in flight: what the older version polled and read is landed by this one, in its older lake."""

import os
from contextlib import closing
from pathlib import Path

from newsvane import lake
from tests import old_lake, old_staging
from tests.chaos.fault_injection import Outcome
from tests.demo.scene import settings_from
from tests.support.history import History
from tests.support.steps import run_steps, steps
from tests.world.compare import received

LANDING = ("land_polls", "validate", "land_articles", "refresh_trends", "deliver")


def in_flight(history: History, folder: Path) -> Outcome:
    """Twice over, as if its tasks were cleared after the upgrade."""
    environment = {**history.scene.environment, "NEWSVANE_HOME": str(folder / "home")}
    settings = settings_from(environment)
    old_lake.unpack(settings.home)
    staged = old_staging.unpack(settings.home)
    for path in settings.staging_path.rglob("*"):
        os.utime(path)
    history.scene.inbox.write_bytes(b"")
    landing = [step for step in steps(old_staging.RUN) if step[0] in LANDING]
    run_steps(settings, environment, landing + landing)

    with closing(lake.connect(settings=settings)) as connection:
        found = {table: _ids(connection, table) for table in staged}
        held = {key for (key,) in connection.execute("SELECT article_id FROM quarantine").fetchall()}
        ours = "SELECT key FROM outbox WHERE channel IN ('webhook', 'mail')"
        planned = {key for (key,) in connection.execute(ours).fetchall()}
    lost = [key for table, keys in staged.items() for key in keys - held if key not in found[table]]
    told = [(alert["kind"], alert["key"]) for alert in received(history.scene.inbox)]
    wrong = [f"lost {key}" for key in lost]
    wrong += [f"{each.name}: {each.found}" for each in lake.check_integrity(settings) if each.state != "ok"]
    return Outcome(
        runs=0,
        rows_lost=len(lost),
        rows_doubled=sum(len(keys) - len(set(keys)) for keys in found.values()),
        alerts_lost=len(planned - {key for _, key in told}),
        alerts_doubled=len(told) - len(set(told)),
        wrong=wrong,
    )


def _ids(connection: lake.Connection, table: str) -> list[str]:
    key = {"entries": "entry_id", "articles": "article_id"}[table]
    return [str(row[0]) for row in connection.execute(f"SELECT {key} FROM {table}").fetchall()]
