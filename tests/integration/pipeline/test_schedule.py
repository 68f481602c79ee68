"""Alert rules on a real lake: what a landing writes, what is scheduled, and whether a dry run predicts it."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from newsvane import alerts, configuration, lake, pipeline, search, topics
from newsvane.pipeline.alerting.dry_run import dry_run
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.ingest.land import land_results
from newsvane.pipeline.ingest.validate import Validation
from newsvane.records import Article, Delivery, Entry, Span
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.prose import article, prose

HEAD = '[[channel]]\nid = "hook"\nurl = "json://127.0.0.1/x"\n[[channel]]\nid = "pager"\nurl = "json://127.0.0.1/y"\n'
TOPICS = '[[topic]]\nid = "iran"\ntitle = "Iran"\nquery = "iran"\n'


class Installation:
    """A lake with a watch folder. Articles that are landed were read just now."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home, watch=home / "watch")
        self._runs = count()

    def write_rules(self, text: str) -> None:
        self.settings.watch.mkdir()
        (self.settings.watch / "feeds.toml").write_text("")
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

    def schedule(self, after: timedelta = timedelta(0)) -> dict[str, int]:
        return pipeline.schedule_alerts(settings=self.settings, now=datetime.now(UTC) + after)

    def query(self, sql: str) -> list[Any]:
        with lake.connect(settings=self.settings) as connection:
            return connection.execute(sql).fetchall()

    def states(self) -> list[Any]:
        return self.query("SELECT state, kind, count(*) FROM outbox GROUP BY ALL ORDER BY ALL")

    def dry_run(self, rule: str, find: alerts.SpanFinder = topics.find) -> Any:
        (found,) = (each for each in configuration.load(self.settings).alerts.all_rules if each.id == rule)
        return dry_run(found, since=datetime.now(UTC) - timedelta(days=1), settings=self.settings, find=find)


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(create_lake(Settings(home=tmp_path / "home")).home)


def news(name: str, text: str = "", **given: Any) -> Article:
    """An article read just now."""
    now = datetime.now(UTC)
    return article(name, text or prose(name), **{"published_at": now, "fetched_at": now, **given})


def article_rule(**more: Any) -> str:
    lines = {"id": "r", "title": "R", "topics": ["iran"], "channels": ["hook"]} | more
    return "[[rule]]\n" + "\n".join(f"{key} = {value!r}" for key, value in lines.items()).replace("True", "true") + "\n"


def test_messages_over_the_cap_wait_and_leave_in_one_digest(installation: Installation) -> None:
    installation.write_rules(article_rule(cap=2))
    assert installation.land(*(news(name) for name in "abcde"))["messages"] == 5
    assert installation.states() == [("held", "story", 3), ("pending", "story", 2)]
    assert installation.land(*(news(name) for name in "abcde"))["messages"] == 0
    assert installation.schedule() == {"released": 0, "digests": 0, "written": 0}
    predicted = installation.dry_run("r")
    assert (len(predicted.sent), len(predicted.waiting), predicted.held) == (2, 3, {"cap": 3})
    assert installation.schedule(timedelta(hours=2)) == {"released": 0, "digests": 1, "written": 0}
    assert installation.states() == [("folded", "story", 3), ("pending", "digest", 1), ("pending", "story", 2)]
    assert installation.schedule(timedelta(hours=3)) == {"released": 0, "digests": 0, "written": 0}
    assert installation.query(
        "SELECT count(*) FROM outbox AS d JOIN outbox AS f ON f.told_by = d.key AND list_contains(d.covers, f.key)"
    ) == [(3,)]
    assert installation.land(*(news(name) for name in "abcde"))["messages"] == 0


def test_two_concurrent_runs_make_one_digest(installation: Installation) -> None:
    installation.write_rules(article_rule(digest="hour"))
    installation.land(*(news(name) for name in "abc"))
    both = [threading.Thread(target=installation.schedule, args=(timedelta(hours=1),)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert installation.states() == [("folded", "story", 3), ("pending", "digest", 1)]


def test_a_digest_counts_the_copies_that_landed_after_its_alert(installation: Installation) -> None:
    installation.write_rules(article_rule(digest="hour"))
    installation.land(news("a", prose("wire")))
    later = datetime.now(UTC)
    installation.land(*(news(f"copy{n}", prose("wire"), published_at=later) for n in range(3)))
    installation.schedule(timedelta(hours=1))
    ((body, covers),) = installation.query("SELECT body, len(covers) FROM outbox WHERE kind = 'digest'")
    assert covers == 1 and "4 outlets so far, 1 of them independent" in body


def test_when_a_copy_reaches_the_threshold_the_message_is_about_the_original(installation: Installation) -> None:
    installation.write_rules(article_rule(min_outlets=3, updates=[4], escalate_to=["pager"], escalate_outlets=4))
    original = news("a", prose("wire"))
    assert installation.land(original)["messages"] == 0
    assert installation.land(news("b", prose("wire")))["messages"] == 0
    assert installation.land(news("c", prose("wire")))["messages"] == 1
    assert installation.land(news("d", prose("wire")))["messages"] == 2
    assert installation.land(news("e", prose("wire")))["messages"] == 0
    rows = installation.query("SELECT kind, channel, article_id, thread <> '' FROM outbox ORDER BY created_at, kind")
    assert [row[:2] for row in rows] == [("story", "hook"), ("escalation", "pager"), ("update", "hook")]
    assert {row[2] for row in rows} == {original.article_id} and [row[3] for row in rows] == [False, False, True]
    predicted = installation.dry_run("r")
    assert [each.message.kind for each in predicted.sent] == ["story", "escalation", "update"]
    assert {each.message.key for each in predicted.sent} == {
        key for (key,) in installation.query("SELECT key FROM outbox")
    }
    assert (predicted.looked_at, predicted.why_not) == (5, {"outlets": 2, "copy": 1})


def test_a_dry_run_tells_copies_of_what_was_revised_since(installation: Installation) -> None:
    installation.write_rules(article_rule(new="every"))
    original, copy = news("a", prose("wire")), news("b", prose("wire"))
    early = copy.model_copy(update={"fetched_at": copy.fetched_at - timedelta(seconds=1)})
    assert installation.land(original, early)["messages"] == 2
    assert installation.query("SELECT count(copy_of) FROM article_groups") == [(1,)]
    revised = [each.model_copy(update={"section": "World"}) for each in (original, early)]
    installation.land(*revised)
    assert installation.query("SELECT DISTINCT revision FROM articles") == [(2,)]
    assert {each.message.article_id for each in installation.dry_run("r").sent} == {
        original.article_id,
        early.article_id,
    }


def test_messages_are_released_when_quiet_hours_end(installation: Installation) -> None:
    now = datetime.now(UTC)
    begin, end = now - timedelta(hours=1), now + timedelta(hours=1)
    installation.write_rules(article_rule(quiet=f"{begin:%H:%M}-{end:%H:%M}"))
    installation.land(news("a"), news("b"))
    assert installation.schedule() == {"released": 0, "digests": 0, "written": 0}
    assert installation.states() == [("held", "story", 2)]
    assert installation.schedule(timedelta(hours=1)) == {"released": 2, "digests": 0, "written": 0}
    assert installation.states() == [("pending", "story", 2)]


def test_a_dead_letter_is_escalated_once(installation: Installation) -> None:
    installation.write_rules(article_rule(escalate_to=["pager"], escalate_hours=2))
    installation.land(news("a"))
    assert installation.schedule(timedelta(hours=1))["written"] == 0
    ((key,),) = installation.query("SELECT key FROM outbox")
    with lake.writer(installation.settings) as connection:
        lake.record_deliveries(
            connection, [Delivery(key=key, channel="hook", at=datetime.now(UTC), ok=False, attempt=1)]
        )
    assert installation.schedule()["written"] == 1
    assert installation.schedule()["written"] == 0
    assert installation.states() == [("dead", "story", 1), ("pending", "escalation", 1)]


def test_a_dry_run_reads_only_what_the_index_offers(installation: Installation) -> None:
    """Of four articles, one matches in its text, one landed after the index, one matches in a title off topic."""
    installation.write_rules(article_rule(topics=[], query="ferry OR harbour", new="original"))
    off_topic = news("z", "", title="The harbour sings", topics=())
    installation.land(news("a", f"{prose('a')} The ferry sank."), news("b"), off_topic)
    looked: list[str] = []

    def look(query: str, article: Article) -> tuple[Span, ...]:
        looked.append(article.article_id)
        return topics.find(query, article)

    def test() -> tuple[set[str], dict[str, int]]:
        looked.clear()
        found = installation.dry_run("r", find=look)
        return {each.message.article_id for each in found.sent}, dict(found.why_not)

    scanned, read = test(), set(looked)
    assert len(read) == 3
    search.update_index(installation.settings)
    assert test() == scanned
    assert len(set(looked)) == 2
    installation.land(news("c", f"{prose('c')} Ferries, and a ferry."))
    sent, why_not = test()
    assert len(sent) == len(scanned[0]) + 1 == 3
    assert why_not == {"query": 1}
    assert len(set(looked)) == 3


@pytest.mark.parametrize("is_indexed", [False, True])
def test_a_name_is_reported_at_its_first_mention(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, *, is_indexed: bool
) -> None:
    """Of four names, one was never mentioned before, one 300 days ago, one 10 days ago, one in a title off topic."""
    scans: list[bool] = []
    ask_lake = lake.is_mentioned
    monkeypatch.setattr(
        lake,
        "is_mentioned",
        lambda *given, **named: scans.append("only_titles" not in named) or ask_lake(*given, **named),
    )
    installation.write_rules("".join(
        f'[[name_rule]]\nid = "n{days}"\ntitle = "N"\nnames = ["Jane Roe", "John Doe", "Joan Coe", "Jim Poe"]\n'
        f'unseen_days = {days}\nchannels = ["hook"]\n'
        for days in (0, 30)
    ))  # fmt: skip
    with lake.writer(installation.settings) as connection:
        now = datetime.now(UTC)
        for name, days in (("John Doe", 300), ("Joan Coe", 10)):
            then = now - timedelta(days=days)
            old = news(name, f"{name} spoke.", published_at=then, fetched_at=then)
            lake.land_articles(connection, lake.Batch(run_id=name, now=then, articles=(old,)))
        untold = news("Jim", "", title="Jim Poe sings", topics=(), published_at=then, fetched_at=then)
        lake.land_articles(connection, lake.Batch(run_id="off", now=then, articles=(untold,)))
    if is_indexed:
        search.update_index(installation.settings)
    installation.land(
        news("a", f"{prose('a')} Jane Röe met John Doe."),
        news("b", f"{prose('c')} Joan Coe left Jane Roe and Jim Poe."),
    )
    assert scans.count(True) == (1 if is_indexed else 8)  # only "John Doe" in 30 days needs one
    installation.land(news("c", f"{prose('d')} Jane Roe and John Doe again."))
    mentions = installation.query(
        "SELECT rule, regexp_extract(body, 'First mention of (.*)', 1) FROM outbox ORDER BY ALL"
    )
    assert mentions == [("n0", "Jane Roe"), ("n30", "Jane Roe in 30 days"), ("n30", "John Doe in 30 days")]
    assert [len(installation.dry_run(rule).sent) for rule in ("n0", "n30")] == [1, 2]


def test_a_high_share_of_refused_articles_is_reported_once_per_day(installation: Installation) -> None:
    rules = '[[quarantine_rule]]\nid = "q"\ntitle = "Q"\nshare = 0.4\nat_least = 2\nchannels = ["hook"]\n'
    installation.write_rules(rules)
    one, two, three, four = (news(name) for name in "abcd")
    installation.land(one, two, refused=[one.article_id])
    installation.land(three, four, refused=[three.article_id])
    ((kind, subject, body),) = installation.query("SELECT kind, subject, body FROM outbox")
    assert (kind, subject) == ("quarantine", "Q: 50% of a run was quarantined")
    assert "1 of 2 articles" in body and "has_title" in body
    assert [each.message.subject for each in installation.dry_run("q").sent] == [subject]


def test_a_spike_and_a_silence_are_reported_once(installation: Installation) -> None:
    rules = '[[trend_rule]]\nid = "t"\ntitle = "T"\ntopics = ["iran", "*"]\nchannels = ["hook"]\n'
    installation.write_rules(rules)
    today = datetime.now(UTC).date()
    usual = [(today - timedelta(days=back), 9, 100) for back in range(2, 25)]
    days = [*usual, (today - timedelta(days=1), 0, 100), (today, 90, 400)]
    counts = [
        (day, topic, number)
        for day, *numbers in days
        for topic, number in zip(("iran", "*"), numbers, strict=True)
        if number
    ]
    with lake.writer(installation.settings) as connection:
        connection.executemany(
            "INSERT INTO trend_daily (day, topic, language, outlet, articles, originals, stories, translated)"
            " VALUES (?, ?, 'en', 'o.example', ?, 0, 0, 0)",
            counts,
        )
    assert installation.schedule()["written"] == 3
    assert installation.schedule()["written"] == 0
    subjects = {subject.partition(" on ")[0] for (subject,) in installation.query("SELECT subject FROM outbox")}
    assert subjects == {"T: Iran: spike", "T: Iran: silence", "T: All coverage: spike"}
    assert len(installation.dry_run("t").sent) == 3
    body = installation.query("SELECT body FROM outbox WHERE subject LIKE '%Iran: spike%'")[0][0]
    assert "90 articles so far, 90 of 90 from one outlet (o.example); the usual range is" in body


def test_scheduling_needs_no_lock_if_there_is_nothing_to_write(installation: Installation) -> None:
    installation.write_rules(article_rule())
    installation.land(news("a"))
    with lake.writer(installation.settings):
        assert installation.schedule() == {"released": 0, "digests": 0, "written": 0}
