"""Actions by hand: each is performed once and recorded with who and why. An impossible one changes nothing."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake, pipeline, urls
from newsvane.analysis.stories import load_story
from newsvane.archive import ArchiveWriter
from newsvane.errors import ConfigError
from newsvane.pipeline.ingest.feed_poller import DueFeed
from newsvane.pipeline.staging import RunFolder
from newsvane.records import Article, Delivery, Entry, Feed, FeedPoll, FeedState, Message, Page, Quarantined, Raw
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.scene import PROJECT

NOW = datetime.now(UTC)
WATCH = """
[[feed]]
id = "one"
url = "https://one.example/rss"
[[feed]]
id = "two"
url = "https://two.example/rss"
[[feed]]
id = "resting"
url = "https://resting.example/rss"
paused = true
"""
SENTENCE = "The ministry in Tirana said on Monday that the camp near Manez would stay under guard for another year. "
PAGE = f"""<html lang="en"><head><title>Camp stays under guard</title></head><body><article>
<h1>Camp stays under guard</h1>
{"".join(f"<p>{number}. {SENTENCE * 2}</p>" for number in range(6))}</article></body></html>"""


def quarantined_article(number: int, raw: Raw | None = None) -> Quarantined:
    url = f"https://one.example/{number}"
    article = Article(
        article_id=urls.article_id(url), url=url, canonical_url=url, outlet="one.example", title=f"Title {number}",
        text="Too short.", words=2, language="en", fetched_at=NOW, feed_id="one", raw=raw,
    )  # fmt: skip
    return Quarantined(article=article, reasons=("words_min",), run_id="run", at=NOW)


SHORT, LOST, GOOD = (urls.article_id(f"https://one.example/{number}") for number in (0, 1, 2))


@pytest.fixture
def settings(filled: Path, tmp_path: Path) -> Settings:
    """A copy of the lake for one test."""
    return settings_in(shutil.copytree(filled, tmp_path / "own"))


def settings_in(folder: Path) -> Settings:
    return Settings(home=folder / "home", watch=folder / "watch")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with three feeds, three refused articles of which one can be read again, and a dead letter."""
    folder = tmp_path_factory.mktemp("acts")
    shutil.copytree(PROJECT / "include" / "watch", folder / "watch")
    (folder / "watch" / "feeds.toml").write_text(WATCH)
    made = create_lake(settings_in(folder))
    with ArchiveWriter(made.archive_path, "run") as archive:
        raw = archive.write(
            Page(url="https://one.example/2", final_url="https://one.example/2", status=200, body=PAGE.encode(),
                 headers=(("content-type", "text/html"),), fetched_at=NOW)
        )  # fmt: skip
    refused = (quarantined_article(0), quarantined_article(1), quarantined_article(2, raw))
    outcomes = [
        lake.EntryOutcome(entry_id=urls.entry_id(each.article.url), content_hash="", outcome="quarantined",
                          article_id=each.article.article_id)
        for each in refused
    ]  # fmt: skip
    entries = [
        Entry(entry_id=urls.entry_id(each.article.url), feed_id="one", url=each.article.url,
              canonical_url=each.article.url, seen_at=NOW)
        for each in refused
    ]  # fmt: skip
    message = Message(key="dead", rule="r", channel="mail", story_id="s1_0", article_id=GOOD, subject="s", body="",
                      created_at=NOW)  # fmt: skip
    watched = [Feed(feed_id=name, url=f"https://{name}.example/rss", paused=name == "resting")
               for name in ("one", "two", "resting")]  # fmt: skip
    later = {"two": NOW + timedelta(days=1)}
    polls = [
        FeedState(
            last_poll=FeedPoll(feed_id=feed.feed_id, feed_url=feed.url, polled_at=NOW, status="ok"),
            next_poll_at=later.get(feed.feed_id, NOW),
        )
        for feed in watched
    ]
    with lake.writer(made) as con:
        lake.land_polls(con, feeds=watched, states=polls, entries=entries, run_id="run", now=NOW)
        lake.land_articles(con, lake.Batch(run_id="run", now=NOW, quarantined=refused, outcomes=tuple(outcomes)))
        lake.land_messages(con, [message, message.model_copy(update={"key": "waiting"})])
        lake.record_deliveries(con, [Delivery(key="dead", channel="mail", at=NOW, ok=False, attempt=3)])
    return folder


def query(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    with lake.connect(settings=settings) as con:
        return con.execute(sql).fetchall()


def load_changeable_rows(settings: Settings) -> tuple[list[list[tuple[Any, ...]]], list[tuple[Any, ...]]]:
    """Return the rows that actions may change, and the recorded actions."""
    tables = ("feeds", "feed_controls", "quarantine", "skipped", "outbox")
    with lake.connect(settings=settings) as con:
        rows = [con.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in tables]
        return rows, con.execute("SELECT act_id, kind, target, state FROM acts").fetchall()


@pytest.fixture(scope="module")
def shared(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Any]:
    """A copy of the lake that no test may change, and its rows."""
    settings = settings_in(shutil.copytree(filled, tmp_path_factory.mktemp("shared") / "own"))
    return settings, load_changeable_rows(settings)[0]


def perform(settings: Settings, kind: str, target: str, *, reason: str = "", name: str = "") -> lake.ActionResult:
    request = lake.ActionRequest.model_validate({
        "act_id": name or f"{kind} {target} {datetime.now(UTC)}", "kind": kind, "target": target, "reason": reason,
        "done_by": "olga", "asked_at": datetime.now(UTC),
    })  # fmt: skip
    return pipeline.perform_action(request, settings=settings)


def plan(settings: Settings, **choice: Any) -> set[str]:
    pipeline.plan_polls("plan", settings=settings, **choice)
    return {due.feed.feed_id for due in RunFolder(settings.staging_path, "poll", "plan").read("plan", DueFeed)}


def test_a_feed_paused_by_hand_is_not_polled_until_it_is_resumed(settings: Settings) -> None:
    assert plan(settings) == {"one"}
    assert perform(settings, "pause_feed", "one", reason="they asked").state == "done"
    assert plan(settings) == set()
    assert plan(settings, everything=True) == {"two"}
    assert query(settings, "SELECT feed_id, words FROM feed_health WHERE paused ORDER BY feed_id") == [
        ("one", "paused"), ("resting", "paused")]  # fmt: skip
    assert query(settings, "SELECT feed_id, paused, changed_by, reason FROM feed_controls") == [
        ("one", True, "olga", "they asked")]  # fmt: skip
    assert plan(settings) == set()
    pipeline.land_polls("plan", settings=settings)
    assert query(settings, "SELECT paused FROM feeds WHERE feed_id = 'one'") == [(True,)]
    assert perform(settings, "resume_feed", "one").state == "done"
    assert plan(settings) == {"one"}
    assert query(settings, "SELECT paused FROM feeds WHERE feed_id = 'one'") == [(False,)]


def test_a_feed_paused_in_the_watch_list_must_be_resumed_there(settings: Settings) -> None:
    perform(settings, "pause_feed", "resting")
    assert "feeds.toml" in perform(settings, "resume_feed", "resting").words
    assert plan(settings, everything=True) == {"one", "two"}
    assert query(settings, "SELECT paused FROM feeds WHERE feed_id = 'resting'") == [(True,)]


def test_only_the_named_feeds_are_polled_whether_due_or_not(settings: Settings) -> None:
    perform(settings, "pause_feed", "one")
    assert plan(settings, only=["two", "one"]) == {"one", "two"}
    with pytest.raises(ConfigError, match="not on the watch list: nobody"):
        plan(settings, only=["two", "nobody"])


def test_a_discarded_article_leaves_a_row_with_who_and_why(settings: Settings) -> None:
    assert perform(settings, "discard", SHORT, reason="a test page").state == "done"
    assert query(settings, f"SELECT state FROM quarantine WHERE article_id = '{SHORT}'") == [("discarded",)]
    assert query(settings, "SELECT url, stage, reason, detail, feed_id FROM skipped") == [
        ("https://one.example/0", "validate", "discarded", "olga: a test page", "one")]  # fmt: skip
    assert query(settings, f"SELECT outcome FROM entries WHERE article_id = '{SHORT}'") == [("skipped",)]


def test_a_replayed_article_lands_and_one_that_is_not_archived_stays(settings: Settings) -> None:
    assert perform(settings, "replay", LOST).words.startswith("its page is not in the archive")
    done = perform(settings, "replay", GOOD)
    assert (done.state, done.words) == ("done", "read again and landed")
    assert query(settings, "SELECT article_id, title FROM articles") == [(GOOD, "Camp stays under guard")]
    assert query(settings, "SELECT state FROM quarantine ORDER BY state") == [("held",), ("held",), ("replayed",)]


def test_a_short_article_is_landed_with_a_reason(settings: Settings) -> None:
    done = perform(settings, "land", SHORT, reason="two words, and true", name="run")
    assert (done.state, done.words, done.done_by, done.reason) == (
        "done", "landed as it was in quarantine", "olga", "two words, and true"
    )  # fmt: skip
    assert query(settings, "SELECT article_id, title, words FROM articles") == [(SHORT, "Title 0", 2)]
    assert query(settings, "SELECT count(*) FROM article_groups") == [(1,)]
    assert query(settings, f"SELECT outcome FROM entries WHERE article_id = '{SHORT}'") == [("article",)]
    assert query(settings, "SELECT state, count(*) FROM quarantine GROUP BY ALL ORDER BY ALL") == [
        ("held", 2), ("replayed", 1)]  # fmt: skip
    assert perform(settings, "land", SHORT, reason="again", name="run") == done
    assert "no longer in quarantine" in perform(settings, "land", SHORT, reason="and again").words
    assert query(settings, "SELECT count(*), max(revision) FROM articles") == [(1, 1)]


def test_an_article_landed_by_hand_is_alerted_like_any_other(settings: Settings) -> None:
    rule = '[[channel]]\nid = "hook"\nurl = "json://127.0.0.1/x"\n[[rule]]\nid = "r"\ntitle = "R"\n'
    (settings.watch / "alerts.toml").write_text(f'{rule}query = "short"\nchannels = ["hook"]\n')
    on_topic = quarantined_article(7)
    on_topic = on_topic.model_copy(update={"article": on_topic.article.model_copy(update={"topics": ("iran",)})})
    with lake.writer(settings) as con:
        lake.land_articles(con, lake.Batch(run_id="late", now=NOW, quarantined=(on_topic,)))
    assert perform(settings, "land", on_topic.article.article_id, reason="news").state == "done"
    assert query(settings, "SELECT rule, state, article_id FROM outbox WHERE rule = 'r' AND channel = 'hook'") == [
        ("r", "pending", on_topic.article.article_id)]  # fmt: skip
    told = load_story(on_topic.article.article_id, open_lake=partial(lake.open_reader, settings=settings))
    assert [(row["article_id"], row["done_by"], row["reason"]) for row in told["landed_by_hand"]] == [
        (on_topic.article.article_id, "olga", "news")
    ]


@pytest.mark.parametrize(
    ("failed", "overruled"),
    [
        (("words_min",), True), (("title_present",), True), (("published_plausible", "words_min"), True),
        (("text_present_if_on_topic",), True), (("of_an_older_version",), True),
        (("id_unique",), False), (("words_min", "id_unique"), False), (("address_http",), False),
        (("outlet_present",), False), (("no_control_characters",), False),
    ],
)  # fmt: skip
def test_what_could_harm_others_or_readers_cannot_be_overruled(
    settings: Settings, failed: tuple[str, ...], overruled: bool
) -> None:
    held = quarantined_article(8).model_copy(update={"reasons": failed})
    with lake.writer(settings) as con:
        lake.land_articles(con, lake.Batch(run_id="late", now=NOW, quarantined=(held,)))
    done = perform(settings, "land", held.article.article_id, reason="I want it")
    assert done.state == ("done" if overruled else "failed")
    assert ("cannot be overruled" in done.words) != overruled
    assert query(settings, "SELECT count(*) FROM articles") == [(int(overruled),)]


def test_a_replay_killed_before_it_was_recorded_is_not_repeated(settings: Settings) -> None:
    request = lake.ActionRequest(act_id="run", kind="replay", target=GOOD, done_by="olga", asked_at=datetime.now(UTC))
    with lake.writer(settings) as con:
        lake.resolve_quarantined(con, [GOOD])
    assert pipeline.perform_action(request, settings=settings).state == "done"
    late = request.model_copy(update={"act_id": "later", "asked_at": datetime.now(UTC)})
    assert pipeline.perform_action(late, settings=settings).state == "failed"


def test_a_resent_dead_letter_is_pending_and_keeps_counting_attempts(settings: Settings) -> None:
    assert perform(settings, "resend", "dead").state == "done"
    with lake.connect(settings=settings) as con:
        due = lake.load_due_messages(con, channel="mail", now=datetime.now(UTC), limit=9)
    assert {each.message.key: (each.attempts, each.tries) for each in due} == {"dead": (3, 0), "waiting": (0, 0)}


def test_a_message_that_waits_for_its_next_attempt_is_sent_now(settings: Settings) -> None:
    later = NOW + timedelta(hours=1)
    tried = Delivery(key="waiting", channel="mail", at=NOW, ok=False, attempt=1, next_try_at=later)
    with lake.writer(settings) as con:
        lake.record_deliveries(con, [tried])
    assert perform(settings, "resend", "waiting").words == "the next delivery sends it"
    with lake.connect(settings=settings) as con:
        (due,) = lake.load_due_messages(con, channel="mail", now=datetime.now(UTC), limit=9)
    assert (due.message.key, due.attempts, due.tries) == ("waiting", 1, 0)


def test_a_delivered_message_is_sent_again_as_a_copy_if_somebody_says_why(settings: Settings) -> None:
    with lake.writer(settings) as con:
        con.execute(
            "UPDATE outbox SET state = 'delivered', settled_at = created_at, attempts = 1 WHERE key = 'waiting'"
        )
    assert "needs a reason" in perform(settings, "resend", "waiting", reason=" ").words
    done = perform(settings, "resend", "waiting", reason="the desk lost it", name="once")
    assert done == perform(settings, "resend", "waiting", reason="the desk lost it", name="once")
    assert "already" in perform(settings, "resend", "waiting", reason="an impatient click").words
    rows = query(settings, "SELECT key, state, attempts, settled_at IS NULL FROM outbox WHERE key <> 'dead' ORDER BY 2")
    assert rows[0] == ("waiting", "delivered", 1, False)
    assert (rows[1][1:], rows[1][0] in done.words, len(rows)) == (("pending", 0, True), True, 2)
    assert query(settings, "SELECT done_by, reason FROM acts WHERE kind = 'resend' AND state = 'done'") == [
        ("olga", "the desk lost it")]  # fmt: skip


def test_a_copy_counts_as_waiting_from_when_it_was_asked_for(settings: Settings) -> None:
    with lake.writer(settings) as con:
        con.execute(
            "UPDATE outbox SET state = 'delivered', created_at = created_at - INTERVAL 5 DAY WHERE key = 'waiting'"
        )
    perform(settings, "resend", "waiting", reason="the desk lost it")
    with lake.connect(settings=settings) as con:
        (due,) = lake.load_due_messages(con, channel="mail", now=datetime.now(UTC), limit=9)
    assert (due.message.due_at or NOW) >= NOW
    assert due.since >= NOW


def test_an_action_is_performed_once_per_id(settings: Settings) -> None:
    first = perform(settings, "pause_feed", "one", name="run")
    assert perform(settings, "pause_feed", "one", name="run") == first
    assert query(settings, "SELECT act_id, kind, target, done_by, state FROM acts") == [
        ("run", "pause_feed", "one", "olga", "done")]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "target", "reason", "words"),
    [
        pytest.param("pause_feed", "nobody", "", "not on the watch list", id="no such feed"),
        pytest.param("resume_feed", "one", "", "not paused by hand", id="a feed that is not paused"),
        pytest.param("discard", SHORT, " ", "say why", id="no reason"),
        pytest.param("land", SHORT, " ", "say why", id="landing without a reason"),
        pytest.param("land", "a1_none", "why", "never in quarantine", id="landing one never quarantined"),
        pytest.param("discard", "a1_none", "why", "never in quarantine", id="an article never quarantined"),
        pytest.param("replay", "a1_none", "", "never in quarantine", id="replay of one never quarantined"),
        pytest.param("resend", "none", "", "no message", id="no such message"),
        pytest.param("resend", "' OR 1=1 --", "", "no message", id="a hostile key"),
    ],
)
def test_an_impossible_action_is_recorded_as_failed_and_changes_nothing(
    shared: tuple[Settings, Any], kind: str, target: str, reason: str, words: str
) -> None:
    settings, before = shared
    done = perform(settings, kind, target, reason=reason)
    assert (done.state, words in done.words) == ("failed", True), done.words
    now, kept = load_changeable_rows(settings)
    assert now == before
    assert (done.act_id, kind, target, "failed") in kept


@pytest.fixture
def typed(settings: Settings) -> Iterator[Any]:
    from tests.support.terminal import Terminal

    yield Terminal({"NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(settings.watch)}, {})


def test_the_command_line_performs_the_same_actions(settings: Settings, typed: Any) -> None:
    typed.run("feeds", "pause", "one", "--reason", "\x1b[31mthey asked")
    assert any(row["words"].endswith(": \x1b[31mthey asked") for row in typed.run_json("feeds", "list"))
    assert "\x1b" not in typed.run("feeds", "list").stdout
    assert "already" in typed.run("feeds", "pause", "one", code=1).stderr
    assert "already" in typed.run("feeds", "pause", "one", "--reason", "another", code=1).stderr
    assert "--reason WORDS` adds a reason" in " ".join(typed.run("feeds", "pause", "two").stderr.split())
    assert "now has a reason" in typed.run("feeds", "pause", "two", "--reason", "they moved").stdout
    assert any(row["words"].endswith(": they moved") for row in typed.run_json("feeds", "list"))
    typed.run("feeds", "resume", "two")
    assert typed.run_json("feeds", "resume", "one")["state"] == "done"
    assert "there is no feed 'nobody'" in typed.run("feeds", "pause", "nobody", code=2).stderr
    assert "there is no feed 'nobody'" in typed.run("feeds", "poll", "nobody", code=2).stderr
    typed.run("quarantine", "land", LOST, code=2)
    typed.run("quarantine", "land", LOST, "--reason", " ", code=2)
    assert "landed as it was" in typed.run("quarantine", "land", LOST, "--reason", "short and true").stdout
    again = typed.run("quarantine", "land", LOST, "--reason", "twice", code=1).stderr
    assert "no longer in quarantine: landed as it was on" in " ".join(again.split())
    assert typed.run_json("article", LOST)["landed_by_hand"]["reason"] == "short and true"
    shown = " ".join(typed.run("article", LOST).stdout.split())
    assert re.search(r"Landed by hand by \S+ on 20\S+ \S+ although it had failed \w+: short and true", shown)
    typed.run("quarantine", "discard", SHORT, code=2)
    typed.run("quarantine", "discard", SHORT, "--reason", " ", code=2)
    assert "discarded" in typed.run("quarantine", "discard", SHORT, "--reason", "a test page").stdout
    assert "not in quarantine" in typed.run("quarantine", "discard", SHORT, "--reason", "twice", code=2).stderr
    assert query(settings, "SELECT DISTINCT starts_with(act_id, 'cli-') FROM acts") == [(True,)]
