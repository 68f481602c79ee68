"""What was told is known beside the lake: a lake that forgot it marks it as delivered, and sends it not again."""

import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.lake.admin.backup import restore
from newsvane.pipeline.delivery import sent_log
from newsvane.records import Delivery, Due, Message
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import message

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def delivered(one: Message, at: datetime = NOW) -> Delivery:
    return Delivery(key=one.key, channel=one.channel, at=at, ok=True, attempt=2)


def states(settings: Settings) -> dict[str, str]:
    with contextlib.closing(lake.connect(settings=settings)) as connection:
        return dict(connection.execute("SELECT key, state FROM outbox").fetchall())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of a lake that takes three messages for untold, one of them held for a digest."""
    settings = create_lake(Settings(home=tmp_path / "home"))
    held = message("held").model_copy(update={"held": "digest", "due_at": NOW + timedelta(days=1)})
    with lake.writer(settings) as connection:
        lake.land_messages(connection, [message("told"), message("new"), held])
    return settings


def test_what_was_told_is_delivered_what_was_not_waits(settings: Settings) -> None:
    assert sent_log.mark_delivered(settings) == 0
    digest = message("digest").model_copy(update={"covers": ("held", "gone")})
    for one in (message("told"), digest):
        sent_log.record_sent(settings, one, delivered(one))
    assert sent_log.mark_delivered(settings) == 2
    assert states(settings) == {"told": "delivered", "held": "delivered", "new": "pending"}
    assert sent_log.mark_delivered(settings) == 0


def test_a_line_that_was_cut_short_is_left_out(settings: Settings) -> None:
    sent_log.record_sent(settings, message("told"), delivered(message("told")))
    (file,) = (settings.delivery_path / "told").glob("*/*")
    with file.open("a") as lines:
        lines.write('{"key": "new", "chan')
    sent_log.record_sent(settings, message("new"), delivered(message("new")))
    assert sent_log.mark_delivered(settings) == 2
    assert states(settings) == {"told": "delivered", "held": "held", "new": "delivered"}


def test_a_message_made_anew_days_later_is_known(settings: Settings) -> None:
    sent_log.record_sent(settings, message("told"), delivered(message("told"), NOW - timedelta(days=3)))
    anew = [Due(message=message(name).model_copy(update={"created_at": NOW}), since=NOW) for name in ("told", "new")]
    assert sent_log.find_sent(settings, anew[0].message.channel, anew) == {"told"}


def test_what_is_older_than_any_backup_is_forgotten(settings: Settings) -> None:
    for name, at in (("told", NOW - sent_log.KEEP_SENT - timedelta(days=1)), ("new", NOW)):
        sent_log.record_sent(settings, message(name), delivered(message(name), at))
    assert sent_log.delete_old(settings, NOW) == 1
    assert sent_log.mark_delivered(settings) == 1
    assert states(settings) == {"told": "pending", "held": "held", "new": "delivered"}


def test_a_restored_backup_leaves_what_was_told_since(settings: Settings, tmp_path: Path) -> None:
    sent_log.record_sent(settings, message("told"), delivered(message("told")))
    lake.backup(settings, tmp_path / "backup", NOW)
    sent_log.record_sent(settings, message("new"), delivered(message("new")))
    (settings.catalog_path.parent).rename(tmp_path / "lost")
    restore(settings, tmp_path / "backup")
    assert sent_log.mark_delivered(settings) == 2
    assert states(settings) == {"told": "delivered", "held": "held", "new": "delivered"}
