"""Articles of the past land at their own dates, nobody is alerted, and nothing changes when it is done again."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from newsvane import configuration, lake, pipeline
from newsvane.archive import read_archived_page
from newsvane.errors import LakeBusy
from newsvane.lake.tables.archive_index import load_archived_articles
from newsvane.pipeline.alerting.dry_run import dry_run
from newsvane.pipeline.backfill import part_runner, requests
from newsvane.pipeline.ops.replay import replay, reprocess
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.lake_rows import load_rows
from tests.support.outlet import Answer
from tests.support.terminal import Terminal
from tests.support.warc_files import Record, write_warc

WATCH = """
[[feed]]
id = "victim"
url = "http://victim.example/feed"
country = "IE"
"""
ALERTS = """
[[channel]]
id = "desk"
url = "json://127.0.0.1:9/alerts"

[[rule]]
id = "ferries"
title = "Ferries"
topics = ["ferry"]
channels = ["desk"]
max_age_days = 3650

[[name_rule]]
id = "harbour"
title = "Harbour"
names = ["Walnut Harbour"]
channels = ["desk"]

[[quarantine_rule]]
id = "refused"
title = "Refused"
share = 0.1
at_least = 1
channels = ["desk"]
"""
OTHER = [
    "The bakery on the market square sells bread with walnuts again, after the oven had been repaired by a cousin.",
    "Its owner said that customers had asked for it every morning, and that she could not sleep any more at night.",
    "The oven is from the year 1931 and was carried through the door in eleven parts by the volunteer fire brigade.",
]
CAPTURED = datetime(2024, 3, 5, 14, 30, tzinfo=UTC)


def capture(
    path: str, paragraphs: list[str] = ENGLISH, published: str = "2024-03-04T09:00:00Z", **more: object
) -> Record:
    meta = f"<meta property='article:published_time' content='{published}'>" if published else ""
    title = f"The {'ferry' if paragraphs is ENGLISH else 'report'} {path.strip('/')}"
    body = page(title, paragraphs).body.replace("</head>", f"{meta}</head>")
    given = {"uri": f"http://old.example{path}", "body": body.encode(), "date": CAPTURED} | more
    return Record(**given)  # type: ignore[arg-type]


@pytest.fixture
def answers() -> dict[str, Answer]:
    return {"/feed": Answer("<rss version='2.0'><channel><title>Feed</title></channel></rss>", "application/rss+xml")}


@pytest.fixture
def installation(tmp_path: Path, answers: dict[str, Answer]) -> Iterator[Installation]:
    with install(tmp_path, WATCH, answers) as one:
        (tmp_path / "watch" / "alerts.toml").write_text(ALERTS, "utf-8")
        yield one


def backfill(installation: Installation, *paths: Path, **more: object) -> Counter[str]:
    """Do a whole backfill, and return its counts."""
    request = pipeline.BackfillRequest.model_validate({"inputs": tuple(map(str, paths))} | more)
    chunks = pipeline.plan_backfill(request, settings=installation.settings)
    results = [pipeline.run_part(chunk, settings=installation.settings) for chunk in chunks]
    return Counter(pipeline.finish_backfill(request.run, results, settings=installation.settings))


FACTS = "SELECT url, published_at, fetched_at, source, archived_at, raw_file FROM articles ORDER BY url"


def test_an_archived_page_lands_at_its_own_date(installation: Installation, tmp_path: Path) -> None:
    before = datetime.now(UTC)
    path = write_warc(tmp_path / "files" / "a.warc.gz", [capture("/one"), capture("/two", OTHER)])
    counts = backfill(installation, path)
    assert (counts["articles"], counts["off_topic"]) == (1, 1)
    for url, published_at, fetched_at, source, archived_at, raw_file in installation.query(FACTS):
        assert published_at == datetime(2024, 3, 4, 9, tzinfo=UTC), url
        assert fetched_at > before
        assert (source, archived_at, raw_file) == ("warc", CAPTURED, f"file:{path}")
    days = installation.query("SELECT day, sum(articles) FROM trend_daily WHERE topic = 'ferry' GROUP BY day")
    assert days == [(date(2024, 3, 4), 1)]
    assert installation.query("SELECT count(*) FROM outbox") == [(0,)]
    assert not list((installation.settings.home / "archive").rglob("*.warc.gz"))


def test_the_lake_says_what_was_known_before(installation: Installation, tmp_path: Path) -> None:
    before = datetime.now(UTC)
    backfill(installation, write_warc(tmp_path / "a.warc.gz", [capture("/one")]))
    with lake.connect(settings=installation.settings, as_of=before) as con:
        assert con.execute("SELECT count(*) FROM coverage").fetchall() == [(0,)]


def test_analysts_see_how_each_article_arrived(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path
) -> None:
    live(answers, "2024-03-04T09:00:00Z")
    installation.cycle("first")
    backfill(installation, write_warc(tmp_path / "a.warc.gz", [capture("/one")]))
    expected = [("live", None), ("warc", CAPTURED)]
    question = "SELECT source, archived_at FROM coverage ORDER BY source"
    assert installation.query(question) == expected
    assert pipeline.publish(settings=installation.settings.model_copy(update={"publish_every": 0}))
    with lake.open_published(installation.settings) as con:
        assert con.execute(question).fetchall() == expected

    home = {"NEWSVANE_HOME": str(installation.settings.home), "NEWSVANE_WATCH": str(tmp_path / "watch")}
    terminal = Terminal(home, {})
    hits = terminal.run_json("search", "ferry")
    assert sorted(hit["source"] for hit in hits) == ["live", "warc"]
    assert "from a WARC file" in terminal.run("search", "ferry").stdout
    (old,) = (hit for hit in hits if hit["source"] == "warc")
    assert "a WARC file, captured 2024-03-05" in terminal.run("article", old["article_id"]).stdout
    terminal.run("export", str(tmp_path / "out.csv"))
    with (tmp_path / "out.csv").open(encoding="utf-8") as file:
        rows = sorted((row["source"], row["archived_at"]) for row in csv.DictReader(file))
    assert rows == [("live", ""), ("warc", "2024-03-05T14:30:00Z")]


def test_the_same_input_twice_changes_nothing(installation: Installation, tmp_path: Path) -> None:
    records = [capture("/one"), capture("/two", OTHER), capture("/short", ["Too short."]), capture("/none", [])]
    path = write_warc(tmp_path / "a.warc.gz", records)
    first = backfill(installation, path)
    rows, snapshots = load_rows(installation.settings), list_snapshots(installation)
    assert first["known"] == 0
    assert backfill(installation, path)["known"] == len(records)
    copy = write_warc(tmp_path / "b.warc.gz", records)
    assert backfill(installation, copy)["known"] == len(records)
    assert load_rows(installation.settings) == rows
    assert list_snapshots(installation) == snapshots


def test_two_backfills_do_not_read_at_once(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part_runner, "_WAIT_SECONDS", 0.1)
    path = write_warc(tmp_path / "a.warc.gz", [capture("/one")])
    with (
        lake.lock(installation.settings, part_runner.LOCK),
        pytest.raises(LakeBusy, match="another backfill is reading"),
    ):
        backfill(installation, path)
    assert backfill(installation, path)["articles"] == 1


def list_snapshots(installation: Installation) -> int:
    with lake.connect(settings=installation.settings) as con:
        return len(lake.list_snapshots(con, limit=1000))


def live(answers: dict[str, Answer], published: str) -> None:
    """Let the outlet on the watch list publish the report now."""
    made = page("The ferry, we hear", ENGLISH)
    meta = f"<meta property='article:published_time' content='{published}'>"
    answers["/story"] = Answer(made.body.replace("</head>", f"{meta}</head>"))
    item = "<item><title>The ferry, we hear</title><link>http://victim.example/story</link></item>"
    answers["/feed"] = Answer(
        f"<rss version='2.0'><channel><title>F</title>{item}</channel></rss>", "application/rss+xml"
    )


def test_an_older_original_that_arrives_later_is_first(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    live(answers, f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}")
    installation.cycle("first")
    written = installation.query("SELECT count(*) FROM outbox")
    assert written == [(1,)]
    with lake.writer(installation.settings) as con:  # all of that was two days ago
        for column in ("fetched_at", "observed_at", "published_at"):
            con.execute(f"UPDATE articles SET {column} = {column} - INTERVAL 2 DAY")
        con.execute("UPDATE article_sketches SET day = day - 2")
    captured = now - timedelta(days=3)
    old = capture("/one", published=f"{captured - timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}", date=captured)
    backfill(installation, write_warc(tmp_path / "a.warc.gz", [old]))
    order = "SELECT outlet, copy_of IS NULL, copy_order FROM coverage ORDER BY ordered_at"
    assert [row[:2] for row in installation.query(order)] == [("old.example", True), ("victim.example", False)]
    ((story, first, outlets),) = installation.query("SELECT story_id, first_outlet, outlets FROM stories")
    assert (first, outlets) == ("old.example", 2)
    assert installation.query(f"SELECT outlet FROM first_to_report('{story}')")[0] == ("old.example",)
    assert installation.query("SELECT count(*) FROM outbox") == written


def test_what_somebodys_file_says_is_never_certain(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy in a file with an old date comes first, but as the word of that file: whoever made it chose the date."""
    installation.cycle("before")
    live(answers, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    installation.cycle("first")
    assert installation.query("SELECT absent_at IS NOT NULL FROM articles") == [(True,)]
    forged = datetime.now(UTC) - timedelta(minutes=50)
    with lake.writer(installation.settings) as con:  # so that the poll that did not find it was after the capture
        con.execute("UPDATE articles SET absent_at = observed_at - INTERVAL 10 MINUTE")
    copy = capture("/one", published=f"{forged:%Y-%m-%dT%H:%M:%SZ}", date=forged)
    monkeypatch.setattr(requests, "LIVE_DAYS", 0)
    backfill(installation, write_warc(tmp_path / "a.warc.gz", [copy]))
    rows = "SELECT outlet, copy_order FROM coverage ORDER BY ordered_at"
    assert installation.query(rows) == [("old.example", None), ("victim.example", "uncertain")]
    ((story,),) = installation.query("SELECT story_id FROM stories")
    order = installation.query(f"SELECT outlet, certainty FROM first_to_report('{story}')")
    assert order == [("old.example", "uncertain"), ("victim.example", "uncertain")]
    home = {"NEWSVANE_HOME": str(installation.settings.home), "NEWSVANE_WATCH": str(tmp_path / "watch")}
    printed = " ".join(Terminal(home, {}).run("story", story).stdout.split())
    assert "is what a WARC file says, no poll of ours" in printed
    assert "Certain:" not in printed


def test_live_reading_tells_people_of_what_a_backfill_left_to_it(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path
) -> None:
    """A page that waits to be read by live work is not taken from it."""
    live(answers, "2024-03-04T09:00:00Z")
    installation.poll("first")
    path = write_warc(tmp_path / "a.warc.gz", [capture("/story", uri="http://victim.example/story")])
    assert backfill(installation, path)["waiting"] == 1
    installation.read("first")
    installation.land("first")
    assert installation.query("SELECT count(*) FROM outbox") == [(1,)]


def test_a_later_live_reading_revises_what_an_archive_had(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path
) -> None:
    live(answers, "2024-03-04T09:00:00Z")
    old = capture("/story", uri="http://victim.example/story")
    backfill(installation, write_warc(tmp_path / "a.warc.gz", [old]))
    installation.cycle("first")
    facts = "SELECT title, revision, source, published_at FROM articles"
    assert installation.query(facts) == [("The ferry, we hear", 2, "warc", datetime(2024, 3, 4, 9, tzinfo=UTC))]
    assert installation.query("SELECT count(*) FROM outbox") == [(0,)]


@pytest.mark.parametrize("is_dated", [True, False], ids=["the feed names a date", "the feed names none"])
def test_what_a_list_dated_back_arrives_when_its_outlet_announces_it(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path, is_dated: bool
) -> None:
    """A list cannot keep people from hearing of an article: its date counts until the outlet says something."""
    rules = tmp_path / "watch" / "alerts.toml"
    rules.write_text(ALERTS.replace("max_age_days = 3650", 'new = "story"\nmax_age_days = 3'), "utf-8")
    live(answers, "")
    answers["/story"] = Answer(page("The ferry, we hear", ENGLISH).body)
    announced, answers["/feed"] = (
        answers["/feed"],
        Answer("<rss version='2.0'><channel><title>F</title></channel></rss>", "application/rss+xml"),
    )
    installation.cycle("before")
    (tmp_path / "list.csv").write_text("url,date\nhttp://victim.example/story,2025-02-01\n", "utf-8")
    assert backfill(installation, tmp_path / "list.csv")["articles"] == 1
    facts = "SELECT source, published_source, published_at FROM articles WHERE url LIKE '%story'"
    assert installation.query(facts) == [("list", "list", datetime(2025, 2, 1, tzinfo=UTC))]
    now = datetime.now(UTC).replace(microsecond=0)
    date_line = f"<pubDate>{format_datetime(now)}</pubDate>" if is_dated else ""
    answers["/feed"] = replace(announced, body=announced.body.replace("</item>", f"{date_line}</item>"))
    installation.cycle("after")
    assert installation.query(facts) == [(None, "feed", now) if is_dated else (None, "none", None)]
    assert installation.query("SELECT count(*) FROM outbox") == [(1,)]
    installation.cycle("again")
    assert installation.query("SELECT count(*) FROM outbox") == [(1,)]


def test_an_old_capture_never_revises_what_is_known(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path
) -> None:
    live(answers, "2024-03-04T09:00:00Z")
    installation.cycle("first")
    pipeline.refresh_trends(settings=installation.settings)
    rows = load_rows(installation.settings)
    old = capture("/story", [*OTHER, *ENGLISH], uri="http://victim.example/story")
    assert backfill(installation, write_warc(tmp_path / "a.warc.gz", [old]))["known"] == 1
    assert load_rows(installation.settings) == rows


def test_a_new_topic_finds_what_was_off_topic(installation: Installation, tmp_path: Path) -> None:
    path = write_warc(tmp_path / "a.warc.gz", [capture("/two", OTHER)])
    backfill(installation, path)
    topics = installation.settings.watch / "topics.toml"
    topics.write_text(
        topics.read_text("utf-8") + '[[topic]]\nid = "bread"\ntitle = "Bread"\nquery = "bakery"\n', "utf-8"
    )
    assert backfill(installation, path)["articles"] == 1
    assert installation.query("SELECT topics, text IS NOT NULL FROM articles") == [(["bread"], True)]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("", CAPTURED),
        ("2024-03-06T10:00:00Z", CAPTURED),
        ("2031-01-01T00:00:00Z", CAPTURED),
        ("2024-03-05T14:29:30Z", datetime(2024, 3, 5, 14, 29, 30, tzinfo=UTC)),
    ],
    ids=["no date", "after the capture", "in the future", "just before"],
)
def test_no_article_is_dated_after_its_capture(
    installation: Installation, tmp_path: Path, published: str, expected: datetime
) -> None:
    backfill(installation, write_warc(tmp_path / "a.warc.gz", [capture("/one", published=published)]))
    assert installation.query("SELECT published_at FROM articles") == [(expected,)]
    assert installation.query("SELECT day FROM coverage") == [(expected.date(),)]


def test_the_period_is_kept_and_today_is_left_to_live_reading(installation: Installation, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    records = [
        capture("/a", published="2023-12-31T23:59:00Z"),
        capture("/b", published="2024-01-01T00:00:00Z"),
        capture("/c", published="2024-01-31T23:00:00Z"),
        capture("/d", published="2024-02-01T00:00:00Z"),
        capture("/e", published=f"{now:%Y-%m-%dT%H:%M:%SZ}", date=now),
    ]
    path = write_warc(tmp_path / "a.warc.gz", records)
    counts = backfill(installation, path, since="2024-01-01", until="2024-01-31")
    assert (counts["articles"], counts["outside_period"]) == (2, 3)
    assert backfill(installation, path)["outside_period"] == 1


def test_an_archived_page_can_be_read_again(installation: Installation, tmp_path: Path) -> None:
    path = write_warc(tmp_path / "a.warc.gz", [capture("/one", published="")])
    backfill(installation, path)
    rows = installation.query("SELECT * FROM articles")
    again = reprocess(since=CAPTURED, settings=installation.settings)
    assert (again.landed, again.lost) == (0, 0)
    assert installation.query("SELECT * FROM articles") == rows
    with lake.connect(settings=installation.settings) as con:
        (found,) = load_archived_articles(con, since=CAPTURED)
    assert b"The ferry one" in read_archived_page(installation.settings.archive_path, found.raw).body
    path.unlink()
    assert reprocess(since=CAPTURED, settings=installation.settings).lost == 1


def test_reading_again_with_new_topics_revises_an_article_of_the_past(
    installation: Installation, tmp_path: Path
) -> None:
    backfill(installation, write_warc(tmp_path / "a.warc.gz", [capture("/two", OTHER, published="")]))
    topics = installation.settings.watch / "topics.toml"
    topics.write_text(
        topics.read_text("utf-8") + '[[topic]]\nid = "bread"\ntitle = "Bread"\nquery = "bakery"\n', "utf-8"
    )
    assert reprocess(since=CAPTURED, settings=installation.settings).landed == 1
    facts = "SELECT list_contains(topics, 'bread'), revision, source, archived_at, published_at FROM articles"
    assert installation.query(facts) == [(True, 2, "warc", CAPTURED, CAPTURED)]


def test_pages_of_a_file_compressed_as_a_whole_are_copied(installation: Installation, tmp_path: Path) -> None:
    path = write_warc(tmp_path / "a.warc.gz", [capture("/one"), capture("/two", OTHER)], form="whole")
    assert backfill(installation, path)["articles"] == 1
    path.unlink()
    with lake.connect(settings=installation.settings) as con:
        for found in load_archived_articles(con, since=CAPTURED):
            archived = read_archived_page(installation.settings.archive_path, found.raw)
            assert archived.fetched_at == CAPTURED


def test_bad_records_end_no_batch_and_are_counted(installation: Installation, tmp_path: Path) -> None:
    records = [
        capture("/gone", headers="HTTP/1.1 404 Not Found\r\nContent-Type: text/html"),
        capture("/again", kind="revisit", body=b""),
        capture("/wrong", digest="sha1:" + "A" * 32),
        Record("dns:old.example", b"x", headers=""),
        capture("/later", date=datetime.now(UTC) + timedelta(days=400)),
        Record("http://old.example/empty", b""),
        capture("/one"),
    ]
    path = write_warc(tmp_path / "files" / "a.warc.gz", records)
    path.write_bytes(path.read_bytes()[:-30])
    write_warc(tmp_path / "files" / "b.warc", [capture("/two"), capture("/deep/three")], form="plain")
    counts = backfill(installation, tmp_path / "files")
    assert {key: counts[key] for key in ("http_404", "revisit", "digest", "not_http", "future_capture", "empty")} == {
        "http_404": 1, "revisit": 1, "digest": 1, "not_http": 1, "future_capture": 1, "empty": 1,
    }  # fmt: skip
    assert counts["articles"] >= 2


def windows_1256(path: str) -> Record:
    body = (
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1256'>"
        "<title>العبارة ferry</title></head><body><table><tr><td><h1>العبارة في الميناء ferry</h1>"
        + "".join(
            f"<p>{n} بقيت العبارة بين الجزيرتين في الميناء لليوم الثالث لأن البحارة يطلبون أجرهم عن الليالي.</p>"
            for n in range(8)
        )
        + "</td></tr></table></body></html>"
    )
    return capture(path, body=body.encode("cp1256"), headers="HTTP/1.0 200 OK\r\nContent-Type: text/html",
                   date=datetime(1999, 11, 2, 8, tzinfo=UTC))  # fmt: skip


def test_a_page_of_1999_in_windows_1256(installation: Installation, tmp_path: Path) -> None:
    backfill(installation, write_warc(tmp_path / "a.warc.gz", [windows_1256("/1999/ferry.html")]))
    ((title, day, language),) = installation.query("SELECT title, day, language FROM coverage")
    assert title.startswith("العبارة")
    assert (day, language) == (date(1999, 11, 2), "ar")


def test_estimates_come_from_a_sample(installation: Installation, tmp_path: Path) -> None:
    records = [capture(f"/{n}", ENGLISH if n % 4 == 0 else OTHER) for n in range(40)]
    request = pipeline.BackfillRequest(inputs=(str(write_warc(tmp_path / "a.warc.gz", records)),))
    chunks = pipeline.plan_backfill(request, settings=installation.settings)
    found = pipeline.estimate_backfill(chunks, settings=installation.settings)
    assert (found.pages, found.on_topic, found.requests) == (40, 10, 0)
    assert found.hours > 0
    assert installation.query("SELECT count(*) FROM articles") == [(0,)]


def test_an_estimate_leaves_out_what_the_lake_knows(installation: Installation, tmp_path: Path) -> None:
    path = write_warc(tmp_path / "a.warc.gz", [capture("/one"), capture("/two")])
    assert backfill(installation, path)["articles"] == 2
    path = write_warc(tmp_path / "b.warc.gz", [capture("/one"), capture("/two"), capture("/three")])
    chunks = pipeline.plan_backfill(pipeline.BackfillRequest(inputs=(str(path),)), settings=installation.settings)
    found = pipeline.estimate_backfill(chunks, settings=installation.settings)
    assert (found.pages, found.left_out) == (1, {"known": 2})


def test_only_pages_on_topic_may_leave_rows(installation: Installation, tmp_path: Path) -> None:
    escaped = page("A report", []).body.replace(
        "</head>",
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-03-04","articleBody":"'
        + "The \\u0066erry stays in port. " * 40
        + '"}</script></head>',
    )
    records = [capture("/one"), capture("/two", OTHER), capture("/three", body=escaped.encode())]
    path = write_warc(tmp_path / "a.warc.gz", records)
    counts = backfill(installation, path, only_on_topic=True)
    assert (counts["articles"], counts["off_topic"]) == (2, 1)
    assert installation.query("SELECT count(*) FROM articles") == [(2,)]
    assert backfill(installation, path)["off_topic"] == 1


def test_an_article_of_the_past_alerts_nobody_when_it_leaves_quarantine(
    installation: Installation, tmp_path: Path
) -> None:
    short = capture("/one", ["The ferry stays in port for a third day."])
    path = write_warc(tmp_path / "a.warc.gz", [short])
    assert backfill(installation, path)["quarantined"] == 1
    assert backfill(installation, path)["known"] == 1
    assert replay(settings=installation.settings).refused == 1
    assert replay(force=True, settings=installation.settings).landed == 1
    facts = "SELECT source, archived_at, published_at FROM articles"
    assert installation.query(facts) == [("warc", CAPTURED, datetime(2024, 3, 4, 9, tzinfo=UTC))]
    assert installation.query("SELECT count(*) FROM outbox") == [(0,)]


def test_what_a_backfill_brings_is_in_no_dry_run(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path
) -> None:
    """Nobody was alerted of it, so a dry run names only the article that live reading brought."""
    now = datetime.now(UTC).replace(microsecond=0)
    named = [*ENGLISH, "The ship had left Walnut Harbour in the morning."]
    live(answers, now.isoformat())
    records = [
        capture("/one", named, date=now),
        capture("/two", ["The ferry stays in port for a third day."], date=now),
    ]
    counts = backfill(installation, write_warc(tmp_path / "a.warc.gz", records))
    assert (counts["articles"], counts["quarantined"]) == (1, 1)
    rules = {each.id: each for each in configuration.load(installation.settings).alerts.all_rules}
    results = {
        each: dry_run(rules[each], since=now - timedelta(days=1), settings=installation.settings) for each in rules
    }
    assert {each: len(result.sent) for each, result in results.items()} == {"ferries": 0, "harbour": 0, "refused": 0}
    assert results["ferries"].why_not == {"past": 1}
    installation.cycle("first")
    sent = dry_run(rules["ferries"], since=now - timedelta(days=1), settings=installation.settings).sent
    assert [each.message.outlet for each in sent] == ["victim.example"]


def test_a_name_that_a_backfill_brought_is_no_news_in_a_dry_run(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path
) -> None:
    """Live reading finds the name in the lake and tells nobody, so the dry run must not predict a message."""
    now = datetime.now(UTC).replace(microsecond=0)
    named = [*ENGLISH, "The ship had left Walnut Harbour in the morning."]
    backfill(installation, write_warc(tmp_path / "a.warc.gz", [capture("/one", named, date=now - timedelta(hours=2))]))
    live(answers, now.isoformat())
    answers["/story"] = Answer(page("The ferry, we hear", [*named, "A second ship follows on Friday."]).body)
    installation.cycle("first")
    assert installation.query("SELECT count(*) FROM outbox WHERE rule = 'harbour'") == [(0,)]
    (rule,) = (each for each in configuration.load(installation.settings).alerts.all_rules if each.id == "harbour")
    assert dry_run(rule, since=now - timedelta(days=1), settings=installation.settings).sent == ()
