"""Rules on a real lake: what landings write, what is decided later, and that a rehearsal foretells it."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake, pipeline
from newsvane.pipeline.alerting.dry_run import dry_run
from newsvane.pipeline.config import load_alerts
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.ingest.land import land_results
from newsvane.pipeline.ingest.validate import Validation
from newsvane.records import Article, Delivery, Entry
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.prose import article, prose

HEAD = '[[channel]]\nid = "hook"\nurl = "json://127.0.0.1/x"\n[[channel]]\nid = "pager"\nurl = "json://127.0.0.1/y"\n'
TOPICS = '[[topic]]\nid = "iran"\ntitle = "Iran"\nquery = "iran"\n'


class Desk:
    """A lake of its own and a watch folder. Articles are read now."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home, watch=home / "watch")
        self._runs = count()

    def rules(self, text: str) -> None:
        self.settings.watch.mkdir()
        (self.settings.watch / "topics.toml").write_text(TOPICS)
        (self.settings.watch / "alerts.toml").write_text(HEAD + text)

    def land(self, *articles: Article, refused: Sequence[str] = ()) -> dict[str, int]:
        results = [
            ReadResult(
                entry=Entry(
                    entry_id=each.article_id, feed_id="f", url=each.url, canonical_url=each.url, seen_at=each.fetched_at
                ),
                article=each,
            )
            for each in articles
        ]
        validation = Validation(refused=dict.fromkeys(refused, ("has_title",)))
        return land_results(results, validation, f"run {next(self._runs)}", self.settings, alert_on_refused=True)

    def decide(self, after: timedelta = timedelta(0)) -> dict[str, int]:
        return pipeline.decide(settings=self.settings, now=datetime.now(UTC) + after)

    def ask(self, sql: str) -> list[Any]:
        with lake.connect(settings=self.settings) as connection:
            return connection.execute(sql).fetchall()

    def states(self) -> list[Any]:
        return self.ask("SELECT state, kind, count(*) FROM outbox GROUP BY ALL ORDER BY ALL")

    def dry_run(self, rule: str) -> Any:
        (found,) = (each for each in load_alerts(self.settings).all_rules if each.id == rule)
        return dry_run(found, since=datetime.now(UTC) - timedelta(days=1), settings=self.settings)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(create_lake(Settings(home=tmp_path / "home")).home)


def news(name: str, text: str = "", **given: Any) -> Article:
    """An article read just now."""
    now = datetime.now(UTC)
    return article(name, text or prose(name), **{"published_at": now, "fetched_at": now, **given})


def a_rule(**more: Any) -> str:
    lines = {"id": "r", "title": "R", "topics": ["iran"], "channels": ["hook"]} | more
    return "[[rule]]\n" + "\n".join(f"{key} = {value!r}" for key, value in lines.items()).replace("True", "true") + "\n"


def test_a_cap_holds_the_rest_and_one_digest_tells_it_once(desk: Desk) -> None:
    desk.rules(a_rule(cap=2))
    assert desk.land(*(news(name) for name in "abcde"))["messages"] == 5
    assert desk.states() == [("held", "story", 3), ("pending", "story", 2)]
    assert desk.land(*(news(name) for name in "abcde"))["messages"] == 0
    assert desk.decide() == {"released": 0, "digests": 0, "written": 0}
    foretold = desk.dry_run("r")
    assert (len(foretold.sent), len(foretold.waiting), foretold.held) == (2, 3, {"cap": 3})
    assert desk.decide(timedelta(hours=2)) == {"released": 0, "digests": 1, "written": 0}
    assert desk.states() == [("folded", "story", 3), ("pending", "digest", 1), ("pending", "story", 2)]
    assert desk.decide(timedelta(hours=3)) == {"released": 0, "digests": 0, "written": 0}
    assert desk.ask(
        "SELECT count(*) FROM outbox AS d JOIN outbox AS f ON f.told_by = d.key AND list_contains(d.covers, f.key)"
    ) == [(3,)]
    assert desk.land(*(news(name) for name in "abcde"))["messages"] == 0


def test_two_decisions_at_once_make_one_digest(desk: Desk) -> None:
    desk.rules(a_rule(digest="hour"))
    desk.land(*(news(name) for name in "abc"))
    both = [threading.Thread(target=desk.decide, args=(timedelta(hours=1),)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert desk.states() == [("folded", "story", 3), ("pending", "digest", 1)]


def test_a_digest_counts_the_copies_that_came_after_its_alert(desk: Desk) -> None:
    desk.rules(a_rule(digest="hour"))
    desk.land(news("a", prose("wire")))
    later = datetime.now(UTC)
    desk.land(*(news(f"copy{n}", prose("wire"), published_at=later) for n in range(3)))
    desk.decide(timedelta(hours=1))
    ((body, covers),) = desk.ask("SELECT body, len(covers) FROM outbox WHERE kind = 'digest'")
    assert covers == 1 and "4 outlets so far" in body


def test_a_copy_that_reaches_the_threshold_tells_the_original(desk: Desk) -> None:
    desk.rules(a_rule(min_outlets=3, updates=[4], escalate_to=["pager"], escalate_outlets=4))
    original = news("a", prose("wire"))
    assert desk.land(original)["messages"] == 0
    assert desk.land(news("b", prose("wire")))["messages"] == 0
    assert desk.land(news("c", prose("wire")))["messages"] == 1
    assert desk.land(news("d", prose("wire")))["messages"] == 2
    assert desk.land(news("e", prose("wire")))["messages"] == 0
    rows = desk.ask("SELECT kind, channel, article_id, thread <> '' FROM outbox ORDER BY created_at, kind")
    assert [row[:2] for row in rows] == [("story", "hook"), ("escalation", "pager"), ("update", "hook")]
    assert {row[2] for row in rows} == {original.article_id} and [row[3] for row in rows] == [False, False, True]
    foretold = desk.dry_run("r")
    assert [each.message.kind for each in foretold.sent] == ["story", "escalation", "update"]
    assert {each.message.key for each in foretold.sent} == {key for (key,) in desk.ask("SELECT key FROM outbox")}
    assert (foretold.looked_at, foretold.why_not) == (5, {"outlets": 2, "copy": 1})


def test_quiet_hours_release_at_their_end(desk: Desk) -> None:
    now = datetime.now(UTC)
    begin, end = now - timedelta(hours=1), now + timedelta(hours=1)
    desk.rules(a_rule(quiet=f"{begin:%H:%M}-{end:%H:%M}"))
    desk.land(news("a"), news("b"))
    assert desk.decide() == {"released": 0, "digests": 0, "written": 0}
    assert desk.states() == [("held", "story", 2)]
    assert desk.decide(timedelta(hours=1)) == {"released": 2, "digests": 0, "written": 0}
    assert desk.states() == [("pending", "story", 2)]


def test_what_is_dead_is_escalated_once(desk: Desk) -> None:
    desk.rules(a_rule(escalate_to=["pager"], escalate_hours=2))
    desk.land(news("a"))
    assert desk.decide(timedelta(hours=1))["written"] == 0
    ((key,),) = desk.ask("SELECT key FROM outbox")
    with lake.writer(desk.settings) as connection:
        lake.record_deliveries(
            connection, [Delivery(key=key, channel="hook", at=datetime.now(UTC), ok=False, attempt=1)]
        )
    assert desk.decide()["written"] == 1
    assert desk.decide()["written"] == 0
    assert desk.states() == [("dead", "story", 1), ("pending", "escalation", 1)]


def test_a_name_is_told_at_its_first_mention(desk: Desk) -> None:
    """Of three names, one was never mentioned, one 300 days ago, one 10 days ago."""
    desk.rules("".join(
        f'[[name_rule]]\nid = "n{days}"\ntitle = "N"\nnames = ["Jane Roe", "John Doe", "Joan Coe"]\n'
        f'unseen_days = {days}\nchannels = ["hook"]\n'
        for days in (0, 30)
    ))  # fmt: skip
    with lake.writer(desk.settings) as connection:
        now = datetime.now(UTC)
        for name, days in (("John Doe", 300), ("Joan Coe", 10)):
            then = now - timedelta(days=days)
            old = news(name, f"{name} spoke.", published_at=then, fetched_at=then)
            lake.land_articles(connection, lake.Batch(run_id=name, now=then, articles=(old,)))
    desk.land(news("a", f"{prose('a')} Jane Röe met John Doe."), news("b", f"{prose('c')} Joan Coe left Jane Roe."))
    desk.land(news("c", f"{prose('d')} Jane Roe and John Doe again."))
    told = desk.ask("SELECT rule, regexp_extract(body, 'First mention of (.*)', 1) FROM outbox ORDER BY ALL")
    assert told == [("n0", "Jane Roe"), ("n30", "Jane Roe in 30 days"), ("n30", "John Doe in 30 days")]
    assert [len(desk.dry_run(rule).sent) for rule in ("n0", "n30")] == [1, 2]


def test_too_much_refused_is_told_once_a_day(desk: Desk) -> None:
    rules = '[[quarantine_rule]]\nid = "q"\ntitle = "Q"\nshare = 0.4\nat_least = 2\nchannels = ["hook"]\n'
    desk.rules(rules)
    one, two, three, four = (news(name) for name in "abcd")
    desk.land(one, two, refused=[one.article_id])
    desk.land(three, four, refused=[three.article_id])
    ((kind, subject, body),) = desk.ask("SELECT kind, subject, body FROM outbox")
    assert (kind, subject) == ("quarantine", "Q: 50% of a run was quarantined")
    assert "1 of 2 articles" in body and "has_title" in body
    assert [each.message.subject for each in desk.dry_run("q").sent] == [subject]


def test_a_spike_and_a_silence_are_told_once(desk: Desk) -> None:
    rules = '[[trend_rule]]\nid = "t"\ntitle = "T"\ntopics = ["iran", "*"]\nchannels = ["hook"]\n'
    desk.rules(rules)
    today = datetime.now(UTC).date()
    usual = [(today - timedelta(days=back), 9, 100) for back in range(2, 25)]
    days = [*usual, (today - timedelta(days=1), 0, 100), (today, 90, 400)]
    counts = [
        (day, topic, number)
        for day, *numbers in days
        for topic, number in zip(("iran", "*"), numbers, strict=True)
        if number
    ]
    with lake.writer(desk.settings) as connection:
        connection.executemany(
            "INSERT INTO trend_daily (day, topic, language, outlet, articles, originals, stories, translated)"
            " VALUES (?, ?, 'en', 'o.example', ?, 0, 0, 0)",
            counts,
        )
    assert desk.decide()["written"] == 3
    assert desk.decide()["written"] == 0
    subjects = {subject.partition(" on ")[0] for (subject,) in desk.ask("SELECT subject FROM outbox")}
    assert subjects == {"T: Iran: spike", "T: Iran: silence", "T: All coverage: spike"}
    assert len(desk.dry_run("t").sent) == 3
    body = desk.ask("SELECT body FROM outbox WHERE subject LIKE '%Iran: spike%'")[0][0]
    assert "90 articles so far; the usual range is" in body


def test_deciding_waits_for_no_writer_where_there_is_nothing_to_write(desk: Desk) -> None:
    desk.rules(a_rule())
    desk.land(news("a"))
    with lake.writer(desk.settings):
        assert desk.decide() == {"released": 0, "digests": 0, "written": 0}
