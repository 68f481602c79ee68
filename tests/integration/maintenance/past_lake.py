"""Make a lake with a history of landings, corrections, counts and maintenance; record its contents in between."""

import contextlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsvane import lake
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.transactions import transaction
from newsvane.records import Quarantined, Skipped
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, LakeWriter, article, batch, entry, message

State = dict[str, list[str]]


@dataclass(frozen=True)
class Past:
    """`moments`: when all of it was asked, and what was there."""

    settings: Settings
    moments: tuple[tuple[datetime, State], ...]


def past(home: Path) -> Past:
    """Two rounds of polls and articles, one article corrected each time; texts let go and files merged at the end."""
    settings = create_lake(Settings(home=home, keep_text_days=30))
    moments = []
    for hours in range(2):
        with exclusive(settings) as con:
            _live(LakeWriter(con), hours)
        moments.append((datetime.now(UTC), state(settings)))
        time.sleep(0.002)
    lake.maintain(settings, NOW)
    moments.append((datetime.now(UTC), state(settings)))
    return Past(settings, tuple(moments))


def _live(writer: LakeWriter, hours: int) -> None:
    at = NOW + timedelta(hours=hours)
    corrected = entry("corrected", version=str(hours), minutes=60 * hours)
    writer.poll(entry(f"new{hours}", minutes=60 * hours), corrected, minutes=60 * hours)
    refused = article(f"refused{hours}")
    outcome = {"content_hash": "1", "outcome": "article", "article_id": article(f"new{hours}").article_id}
    writer.land(
        batch(
            article(f"new{hours}"),
            article(f"off{hours}", topics=()),
            article(f"old{hours}", published_at=None, fetched_at=NOW - timedelta(days=40)),
            article("corrected", title=f"version {hours}", fetched_at=at),
            run=f"run-{hours}",
            skipped=(Skipped(url=f"https://one.example/x{hours}", stage="read", reason="no_text", at=NOW),),
            quarantined=(Quarantined(article=refused, reasons=("words_min",), run_id=f"run-{hours}", at=at),),
            outcomes=(lake.EntryOutcome.model_validate({"entry_id": entry(f"new{hours}").entry_id, **outcome}),),
            messages=(message(f"m{hours}"),),
        )
    )
    with transaction(writer.con):
        lake.refresh_trends(writer.con, lake.list_stale_days(writer.con))


def state(settings: Settings, as_of: datetime | None = None) -> State:
    """Every row of every table, at that time."""
    with contextlib.closing(lake.connect(settings=settings, as_of=as_of)) as con:
        return {table: sorted(map(repr, con.execute(f"FROM {table}").fetchall())) for table in lake.count_rows(con)}
