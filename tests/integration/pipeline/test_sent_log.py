"""The sent log: a lake that has lost the record of a sent message marks it as delivered and does not send it again."""

import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.lake.admin.restore import restore
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
    """Settings of a lake with three messages that it takes for unsent. One of them waits for a digest."""
    settings = create_lake(Settings(home=tmp_path / "home"))
    held = message("held").model_copy(update={"held": "digest", "due_at": NOW + timedelta(days=1)})
    with lake.writer(settings) as connection:
        lake.land_messages(connection, [message("sent"), message("new"), held])
    return settings


def test_sent_messages_are_marked_as_delivered_and_others_wait(settings: Settings) -> None:
    assert sent_log.mark_delivered(settings) == 0
    digest = message("digest").model_copy(update={"covers": ("held", "gone")})
    for one in (message("sent"), digest):
        sent_log.record_sent(settings, one, delivered(one))
    assert sent_log.mark_delivered(settings) == 2
    assert states(settings) == {"sent": "delivered", "held": "delivered", "new": "pending"}
    assert sent_log.mark_delivered(settings) == 0


def test_a_truncated_line_is_ignored(settings: Settings) -> None:
    sent_log.record_sent(settings, message("sent"), delivered(message("sent")))
    (file,) = (settings.delivery_path / "told").glob("*/*")
    with file.open("a") as lines:
        lines.write('{"key": "new", "chan')
    sent_log.record_sent(settings, message("new"), delivered(message("new")))
    assert sent_log.mark_delivered(settings) == 2
    assert states(settings) == {"sent": "delivered", "held": "held", "new": "delivered"}


def test_a_message_written_again_days_later_is_found(settings: Settings) -> None:
    sent_log.record_sent(settings, message("sent"), delivered(message("sent"), NOW - timedelta(days=3)))
    rewritten = [
        Due(message=message(name).model_copy(update={"created_at": NOW}), since=NOW) for name in ("sent", "new")
    ]
    assert sent_log.find_sent(settings, rewritten[0].message.channel, rewritten) == {"sent"}


def test_old_lines_are_deleted(settings: Settings) -> None:
    for name, at in (("sent", NOW - sent_log.KEEP_SENT - timedelta(days=1)), ("new", NOW)):
        sent_log.record_sent(settings, message(name), delivered(message(name), at))
    assert sent_log.delete_old(settings, NOW) == 1
    assert sent_log.mark_delivered(settings) == 1
    assert states(settings) == {"sent": "pending", "held": "held", "new": "delivered"}


def test_after_a_restore_nothing_sent_since_the_backup_is_sent_again(settings: Settings, tmp_path: Path) -> None:
    sent_log.record_sent(settings, message("sent"), delivered(message("sent")))
    lake.backup(settings, tmp_path / "backup", NOW)
    sent_log.record_sent(settings, message("new"), delivered(message("new")))
    (settings.catalog_path.parent).rename(tmp_path / "lost")
    restore(settings, tmp_path / "backup")
    assert sent_log.mark_delivered(settings) == 2
    assert states(settings) == {"sent": "delivered", "held": "held", "new": "delivered"}
