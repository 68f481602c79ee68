"""An article, rule, message, day, topic, feed or folder that our code cannot handle stops none of the others."""

import os
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake, pipeline, topics
from newsvane.alerts.evaluate import article_messages, feed_rules
from newsvane.alerts.render.templates import Templates
from newsvane.errors import DeliveryFailed, LakeError
from newsvane.notify import webhook
from newsvane.pipeline.alerting import evaluate
from newsvane.pipeline.delivery import deliver
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.ingest.land import land_results
from newsvane.pipeline.ingest.validate import Validation
from newsvane.pipeline.staging import KEEP_RUNS
from newsvane.records import Article, Entry, Feed, Message
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.prose import article, prose

NOW = datetime.now(UTC)
CHANNELS = '[[channel]]\nid = "hook"\nurl = "json://127.0.0.1/x"\n'
TOPICS = '[[topic]]\nid = "iran"\ntitle = "Iran"\nquery = "iran"\n'
RULE = '[[rule]]\nid = "{id}"\ntitle = "R"\ntopics = ["iran"]\nchannels = ["hook"]\n'


class Desk:
    """A lake with alert rules, to which articles are landed."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def land(self, *names: str) -> None:
        articles = [article(name, prose(name), published_at=NOW, fetched_at=NOW) for name in names]
        land_results([_result(each) for each in articles], Validation(), "run", self.settings)

    def query(self, question: str) -> list[Any]:
        with lake.connect(settings=self.settings) as connection:
            return connection.execute(question).fetchall()

    def subjects(self, where: str = "true") -> list[str]:
        return [subject for (subject,) in self.query(f"SELECT subject FROM outbox WHERE {where} ORDER BY subject")]


def _result(each: Article) -> ReadResult:
    entry = Entry(entry_id=each.article_id, feed_id="f", url=each.url, canonical_url=each.url, seen_at=NOW)
    return ReadResult(entry=entry, article=each)


@pytest.fixture
def desk(tmp_path: Path) -> Callable[..., Desk]:
    def make(rules: str) -> Desk:
        (tmp_path / "watch").mkdir()
        for name, text in (("topics", TOPICS), ("feeds", ""), ("alerts", CHANNELS + rules)):
            (tmp_path / "watch" / f"{name}.toml").write_text(text)
        return Desk(create_lake(Settings(home=tmp_path / "home", watch=tmp_path / "watch")))

    return make


def poisoned(function: Any, poison: str, error: type[Exception] = KeyError) -> Any:
    """Return the function, but raising an error if an argument mentions the poison."""

    def call(*given: Any, **named: Any) -> Any:
        if poison in f"{given} {named}":
            raise error(poison)
        return function(*given, **named)

    return call


def test_an_article(desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    """It lands, and the alerts about the others that landed with it are written."""
    name_rule = '[[name_rule]]\nid = "n"\ntitle = "N"\nnames = ["{}"]\nchannels = ["hook"]\n'
    one = desk(RULE.format(id="r") + name_rule.format(prose("c").split()[3]))
    monkeypatch.setattr(topics, "find", poisoned(topics.find, "poison.example"))
    one.land("a", "b", "poison", "c")
    assert one.query("SELECT count(*) FROM articles") == [(4,)]
    assert one.subjects() == ["N: c", "R: a", "R: b", "R: c"]


def test_a_rule(desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk(RULE.format(id="poison") + RULE.format(id="r"))
    monkeypatch.setattr(article_messages, "match_rule", poisoned(article_messages.match_rule, "id='poison'"))
    one.land("a", "b")
    assert one.query("SELECT rule, subject FROM outbox ORDER BY ALL") == [("r", "R: a"), ("r", "R: b")]


def test_a_message_in_a_digest(desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays scheduled; everything else is sent in the digests that can be made."""
    one = desk(RULE.format(id="r") + 'digest = "hour"\n')
    one.land("a", "b", "poison", "c")
    monkeypatch.setattr(Templates, "render_digest", poisoned(Templates.render_digest, "poison"))
    later = NOW + timedelta(hours=2)
    assert pipeline.schedule_alerts(settings=one.settings, now=later)["digests"] > 0
    assert one.subjects("state = 'held'") == ["R: poison"]
    assert one.subjects("state = 'folded'") == ["R: a", "R: b", "R: c"]


def test_a_day(desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are counted and published, and the day is tried again until it can be counted."""
    settings = desk("").settings
    days = [NOW.date() - timedelta(days=number) for number in range(3)]
    real = lake.refresh_trends

    def refuse_a_day(con: lake.Connection, wanted: Sequence[date], **given: bool) -> int:
        if days[1] in wanted:
            raise OverflowError("date value out of range")
        return real(con, wanted, **given)

    with lake.writer(settings) as con:
        con.executemany("INSERT INTO trend_stale VALUES (?)", [[day] for day in days])
    monkeypatch.setattr(lake, "refresh_trends", refuse_a_day)
    counts = pipeline.refresh_trends(settings=settings)
    assert (counts["days"], counts["failed"]) == (2, 1)
    with pytest.raises(LakeError, match="1 days could not be counted"):
        pipeline.require_counted(counts)
    monkeypatch.undo()
    assert pipeline.refresh_trends(settings=settings)["days"] == 1
    assert pipeline.refresh_trends(settings=settings)["days"] == 0


def test_a_topic_with_impossible_counts(desk: Callable[..., Desk]) -> None:
    """Negative counts have no baseline, and sums may be large. The spike of another topic is reported."""
    one = desk('[[trend_rule]]\nid = "t"\ntitle = "T"\ntopics = ["*", "iran"]\nchannels = ["hook"]\n')
    insert = """
        INSERT INTO trend_daily BY NAME
        SELECT
            $today - n::INTEGER AS day, $topic AS topic, 'en' AS language, 'other' AS kind, 'o' || k AS outlet,
            CASE WHEN n = 0 THEN $now WHEN n % 2 = 1 THEN $odd ELSE $even END::INTEGER AS articles,
            0 AS originals, 0 AS stories, 0 AS translated
        FROM range(60) t(n), range(2) u(k)
    """
    with lake.writer(one.settings) as con:
        for topic, odd, even, now in (
            ("a", 50, -100, 1),
            ("iran", 2, 2, 60),
            ("*", 20, 20, 80),
            ("z", 2_000_000_000, 2_000_000_000, 7),
        ):
            given = {"today": NOW.date(), "topic": topic, "odd": odd, "even": even, "now": now}
            con.execute(insert, given)
    pipeline.schedule_alerts(settings=one.settings, now=NOW)
    assert [subject.split(" on ")[0] for subject in one.subjects()] == ["T: All coverage: spike", "T: Iran: spike"]


def test_a_feed(desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk('[[feed_rule]]\nid = "f"\ntitle = "F"\nchannels = ["hook"]\nafter_hours = 0\n')
    feeds = [Feed(feed_id=name, url=f"https://{name}.example/feed", title=name) for name in ("good", "poison")]
    monkeypatch.setattr(feed_rules, "render_trouble", poisoned(feed_rules.render_trouble, "poison"))
    with lake.writer(one.settings) as con:
        for feed in feeds:
            began = "INSERT INTO feed_troubles BY NAME SELECT $id AS feed_id, 'sick' AS kind, $at AS began_at"
            con.execute(began, {"id": feed.feed_id, "at": NOW - timedelta(hours=5)})
        messages = evaluate.evaluate_feeds(con, feeds, one.settings, NOW)
    assert [message.feed_id for message in messages] == ["good"]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The subjects of the messages that a webhook receives. One that mentions the poison raises instead."""
    subjects: list[str] = []

    def send(_: object, message: Message) -> None:
        if "poison" in message.subject:
            raise KeyError("subject")
        subjects.append(message.subject)

    monkeypatch.setattr(webhook, "send", send)
    return subjects


def test_messages_that_cannot_be_sent(desk: Callable[..., Desk], sent: list[str]) -> None:
    """They are tried again later, and say nothing about their channel: five in a row do not end its turn."""
    one = desk(RULE.format(id="r") + "cap = 100\n")
    one.land(*(f"poison{number}" for number in range(5)), "a", "b")
    with lake.writer(one.settings) as con:
        con.execute("UPDATE outbox SET created_at = created_at - INTERVAL 1 HOUR WHERE subject LIKE '%poison%'")
    with pytest.raises(DeliveryFailed, match="sending it failed with KeyError: 'subject'"):
        pipeline.deliver(settings=one.settings)
    assert sorted(sent) == ["R: a", "R: b"]
    assert one.query("SELECT state, attempts, count(*) FROM outbox GROUP BY ALL ORDER BY ALL") == [
        ("delivered", 1, 2),
        ("pending", 1, 5),
    ]
    assert one.query("SELECT DISTINCT reason FROM deliveries WHERE NOT ok") == [("unforeseen",)]


def test_a_message_that_is_not_valid(desk: Callable[..., Desk], sent: list[str]) -> None:
    one = desk(RULE.format(id="r"))
    one.land("a", "b")
    with lake.writer(one.settings) as con:
        con.execute("UPDATE outbox SET kind = 'of a later version' WHERE subject = 'R: a'")
    pipeline.deliver(settings=one.settings)
    assert sent == ["R: b"]


def test_what_is_due_is_sent_although_nothing_can_be_scheduled(
    desk: Callable[..., Desk], sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk(RULE.format(id="r"))
    one.land("a")

    def fail(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(deliver, "schedule_alerts", fail)
    with pytest.raises(ZeroDivisionError):
        pipeline.deliver(settings=one.settings)
    assert sent == ["R: a"]


def test_a_folder_that_cannot_be_removed(desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything else is removed, and the lake maintained, before the task turns red."""
    one = desk("")
    old = (NOW - 2 * KEEP_RUNS).timestamp()
    folders = [one.settings.staging_path / "ingest" / name for name in ("before", "poison", "then")]
    folders.append(one.settings.spill_path / "spilled")
    for folder in folders:
        folder.mkdir(parents=True)
        os.utime(folder, (old, old))
    monkeypatch.setattr(shutil, "rmtree", poisoned(shutil.rmtree, "poison", PermissionError))
    with pytest.raises(PermissionError):
        pipeline.maintain(settings=one.settings)
    assert [folder.exists() for folder in folders] == [False, True, False, False]
