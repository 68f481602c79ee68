"""An upgrade during a run: this version lands what an older version polled and read, in the older version's lake."""

import os
from contextlib import closing
from pathlib import Path

from newsvane import lake
from tests import old_lake, old_staging
from tests.chaos.fault_injection import Outcome
from tests.support.saved_cycle import SavedCycle
from tests.support.scene import settings_from
from tests.support.steps import run_steps, steps
from tests.world.compare import received

LANDING = ("land_polls", "validate", "land_articles", "refresh_trends", "deliver")


def upgrade_in_flight(saved: SavedCycle, folder: Path) -> Outcome:
    """Land it twice, as if the tasks were cleared after the upgrade."""
    environment = {**saved.scene.environment, "NEWSVANE_HOME": str(folder / "home")}
    settings = settings_from(environment)
    old_lake.unpack(settings.home)
    staged = old_staging.unpack(settings.home)
    for path in settings.staging_path.rglob("*"):
        os.utime(str(path))
    saved.scene.inbox.write_bytes(b"")
    landing = [step for step in steps(old_staging.RUN) if step[0] in LANDING]
    run_steps(settings, environment, landing + landing)

    with closing(lake.connect(settings=settings)) as connection:
        found = {table: _ids(connection, table) for table in staged}
        quarantined = {key for (key,) in connection.execute("SELECT article_id FROM quarantine").fetchall()}
        ours = "SELECT key FROM outbox WHERE channel IN ('webhook', 'mail')"
        planned = {key for (key,) in connection.execute(ours).fetchall()}
    lost = [key for table, keys in staged.items() for key in keys - quarantined if key not in found[table]]
    sent = [(alert["kind"], alert["key"]) for alert in received(saved.scene.inbox)]
    errors = [f"lost {key}" for key in lost]
    errors += [f"{each.name}: {each.found}" for each in lake.check_integrity(settings) if each.state != "ok"]
    return Outcome(
        runs=0,
        rows_lost=len(lost),
        rows_duplicated=sum(len(keys) - len(set(keys)) for keys in found.values()),
        alerts_lost=len(planned - {key for _, key in sent}),
        alerts_duplicated=len(sent) - len(set(sent)),
        errors=errors,
    )


def _ids(connection: lake.Connection, table: str) -> list[str]:
    key = {"entries": "entry_id", "articles": "article_id"}[table]
    return [str(row[0]) for row in connection.execute(f"SELECT {key} FROM {table}").fetchall()]
