"""Make a lake with the present code and save it under the name of its last migration: `python -m tests.old_lake`.

Run this before you add a migration, so that tests can apply the new migration to a lake of the present version.
"""

import contextlib
import json
import tarfile
import tempfile
from datetime import timedelta
from pathlib import Path

from newsvane import lake
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.transactions import transaction
from newsvane.records import Delivery, Quarantined, Skipped, Translation
from newsvane.settings import Settings
from tests.old_lake import FOLDER
from tests.support.lake_factories import LONG, NOW, LakeWriter, article, batch, entry, message

_ROWS = "SELECT * FROM {table} ORDER BY ALL"


def main() -> None:
    """Make, pack, and say what is in it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "var"
        settings = Settings(home=home)
        lake.migrate(settings)
        for hours in range(2):
            with exclusive(settings) as con:
                _live(LakeWriter(con), hours)
        lake.maintain(settings.model_copy(update={"keep_text_days": 30}), NOW)
        with exclusive(settings) as con:  # rows still inlined in the catalog, and a day to be counted
            LakeWriter(con).poll(entry("last", minutes=300), minutes=300)
            LakeWriter(con).land(batch(article("last", fetched_at=NOW + timedelta(hours=5)), run="last"))
        rows, newest = _rows(settings)
        (home / "rows.json").write_text(json.dumps(rows), "utf-8")
        target = FOLDER / f"{newest}.tar.gz"
        with tarfile.open(target, "w:gz") as archive:
            archive.add(home / "rows.json", "rows.json")
            archive.add(settings.catalog_path, "lake/catalog.sqlite")
            archive.add(str(settings.data_path), "lake/data")
    print(f"{target}: {target.stat().st_size:,} bytes, { ({table: len(found) for table, found in rows.items()}) }")


def _live(writer: LakeWriter, hours: int) -> None:
    at = NOW + timedelta(hours=hours)
    corrected = entry("corrected", version=str(hours), minutes=60 * hours)
    writer.poll(entry(f"new{hours}", minutes=60 * hours), corrected, minutes=60 * hours)
    done = {"content_hash": "1", "outcome": "article", "article_id": article(f"new{hours}").article_id}
    key = f"m{hours}"
    writer.land(
        batch(
            article(f"new{hours}", text=f"{LONG} {hours}", fetched_at=at),
            article("copy", text=LONG, outlet="two.example", fetched_at=at, published_at=at),
            article(f"off{hours}", topics=()),
            article(f"old{hours}", published_at=None, fetched_at=NOW - timedelta(days=40)),
            article(f"es{hours}", language="es", translation=Translation(state="notice_only", notice_language="es")),
            article("corrected", title=f"version {hours}", fetched_at=at),
            run=f"run-{hours}",
            skipped=(Skipped(url=f"https://one.example/x{hours}", stage="read", reason="no_text", at=NOW),),
            quarantined=(Quarantined(article=article("held"), reasons=("words_min",), run_id=f"run-{hours}", at=at),),
            outcomes=(lake.EntryOutcome.model_validate({"entry_id": entry(f"new{hours}").entry_id, **done}),),
            messages=(message(key),),
        )
    )
    with transaction(writer.con):
        lake.record_deliveries(writer.con, [Delivery(key=key, channel="c", at=at, ok=not hours, attempt=1)])
        lake.refresh_trends(writer.con, lake.list_stale_days(writer.con))


def _rows(settings: Settings) -> tuple[dict[str, list[dict[str, object]]], str]:
    with contextlib.closing(lake.connect(settings=settings)) as con:
        rows = {}
        for table in lake.count_rows(con):
            query = f"SELECT to_json(t)::VARCHAR FROM ({_ROWS.format(table=table)}) AS t"
            rows[table] = [json.loads(row) for (row,) in con.execute(query).fetchall()]
    return rows, str(max(row["name"] for row in rows["migrations"]))


if __name__ == "__main__":
    main()
