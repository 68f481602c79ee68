"""Old addresses are fetched as live pages are; a web archive's captures count from their time."""

import gzip
import json
from collections import ChainMap, Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsvane import pipeline
from newsvane.errors import ConfigError
from newsvane.pipeline.backfill import inputs
from newsvane.pipeline.backfill.lead_batches import GIVE_UP_AFTER
from newsvane.pipeline.ops.replay import reprocess
from tests.integration.forgetting.traces import forget
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.lake_rows import load_rows
from tests.support.outlet import Answer, moved
from tests.support.past_files import OTHER
from tests.support.warc_files import Record, write_warc
from tests.support.web_archive import URL, WebArchive, with_toolbar


def report(title: str, published: str = "", paragraphs: list[str] = ENGLISH) -> str:
    meta = f"<meta property='article:published_time' content='{published}'>" if published else ""
    return page(title, paragraphs).body.replace("</head>", f"{meta}</head>")


ADDRESS = "http://old.example/2024/ferry"
OTHER_ADDRESS = "http://old.example/2024/bread"


@pytest.fixture
def archive() -> WebArchive:
    return WebArchive({
        ("20240305143000", ADDRESS): report("The ferry of March", "2024-03-05T09:00:00Z"),
        ("20240701000000", ADDRESS): report("The ferry of March, updated", "2024-03-05T09:00:00Z"),
        ("20240306120000", OTHER_ADDRESS): report("The bread", "", OTHER),
        ("20240307120000", "http://old.example/2024/ferry-ends"): report(
            "The ferry sails", "", [*ENGLISH[::-1], *OTHER]
        ),
    })


@pytest.fixture
def answers() -> dict[str, Answer]:
    return {}


@pytest.fixture
def installation(tmp_path: Path, archive: WebArchive, answers: dict[str, Answer]) -> Iterator[Installation]:
    served: ChainMap[str, Answer] = ChainMap(answers)
    served.get = lambda key, default=None: archive.get(key) or answers.get(key, default)  # type: ignore[method-assign, assignment]
    with install(tmp_path, "", served, wayback_url=URL) as one:
        yield one


def backfill(installation: Installation, **request: object) -> Counter[str]:
    asked = pipeline.BackfillRequest.model_validate(request)
    chunks = pipeline.plan_backfill(asked, settings=installation.settings)
    results = [pipeline.run_part(chunk, settings=installation.settings) for chunk in chunks]
    return Counter(pipeline.finish_backfill(asked.run, results, settings=installation.settings))


FACTS = "SELECT title, url, published_at, archived_at, source FROM articles WHERE len(topics) > 0 ORDER BY published_at"


def test_the_first_capture_of_each_page_is_read(installation: Installation, archive: WebArchive) -> None:
    archive.failures = 1
    archive.moved_to["20240307120000"] = "20240307120001"
    archive.captures["20240307120001", "http://old.example/2024/ferry-ends"] = report("The ferry sails")
    counts = backfill(installation, wayback=("old.example",), since="2024-01-01", until="2024-12-31")
    assert (counts["articles"], counts["off_topic"]) == (2, 1)
    captured = datetime(2024, 3, 7, 12, 0, 1, tzinfo=UTC)
    assert installation.query(FACTS) == [
        ("The ferry of March", ADDRESS, datetime(2024, 3, 5, 9, tzinfo=UTC), datetime(2024, 3, 5, 14, 30, tzinfo=UTC),
         "wayback"),
        ("The ferry sails", "http://old.example/2024/ferry-ends", captured, captured, "wayback"),
    ]  # fmt: skip
    rows, asked = load_rows(installation.settings), len(archive.asked)
    counts = backfill(installation, wayback=("old.example",), since="2024-01-01", until="2024-12-31")
    assert counts["known"] == 3
    assert load_rows(installation.settings) == rows
    assert len([each for each in archive.asked[asked:] if each.startswith("web/")]) == 1, "only what is off topic"


def test_captures_are_archived_and_read_again_as_the_outlet_sent_them(installation: Installation) -> None:
    backfill(installation, wayback=("old.example/*",), until="2024-12-31")
    rows = installation.query("SELECT * FROM articles ORDER BY url")
    again = reprocess(since=datetime(2024, 1, 1, tzinfo=UTC), settings=installation.settings)
    assert (again.landed, again.lost) == (0, 0)
    assert installation.query("SELECT * FROM articles ORDER BY url") == rows


def test_captures_with_a_toolbar_are_read_without_it(installation: Installation, tmp_path: Path) -> None:
    time = "20240305143000"
    html = report("The ferry of March").replace(
        "</article>", "<p><a href='http://old.example/x'>More</a></p></article>"
    )
    shown = with_toolbar(html, time)
    path = write_warc(tmp_path / "a.warc.gz", [Record(f"https://web.archive.org/web/{time}/{ADDRESS}", shown.encode())])
    assert backfill(installation, inputs=(str(path),))["articles"] == 1
    captured = datetime(2024, 3, 5, 14, 30, tzinfo=UTC)
    assert installation.query(FACTS) == [("The ferry of March", ADDRESS, captured, captured, "warc")]
    assert installation.query("SELECT text LIKE '%captures%', outlet FROM articles") == [(False, "old.example")]


def test_an_archive_that_does_not_answer_is_counted(installation: Installation, archive: WebArchive) -> None:
    del archive.captures["20240305143000", ADDRESS]
    archive.captures["20240305143000", "http://old.example/missing"] = ""
    archive.moved_to["20240305143000"] = "x"
    counts = backfill(installation, wayback=("old.example",), until="2024-12-31")
    assert counts["articles"] == 2
    assert sum(counts[reason] for reason in ("http_404", "no_capture")) == 1


def test_a_host_that_fails_again_and_again_is_left_for_another_time(
    installation: Installation, archive: WebArchive, tmp_path: Path
) -> None:
    path = tmp_path / "list.txt"
    path.write_text("\n".join(f"{URL}/web/20240305143000id_/http://old.example/{number}" for number in range(30)))
    archive.failures = 30
    counts = backfill(installation, inputs=(str(path),))
    assert (counts["articles"], counts["not_reached"]) == (0, 30)
    assert GIVE_UP_AFTER <= 30 - archive.failures < 2 * GIVE_UP_AFTER


def test_a_list_of_addresses_is_fetched(installation: Installation, answers: dict[str, Answer], tmp_path: Path) -> None:
    answers |= {
        "/a": Answer(report("The ferry of May", "2025-05-02T08:00:00Z")),
        "/undated": Answer(report("The ferry of no day")),
        "/listed": Answer(report("The ferry that a list dates", "", [*ENGLISH, *OTHER])),
        "/robots.txt": Answer("User-agent: *\nDisallow: /private", "text/plain"),
        "/private": Answer(report("The private ferry", "2025-05-02T08:00:00Z")),
        "/moved": moved("/a"),
        "/local": moved("http://127.0.0.1:1/"),
    }
    rows = [
        ("http://n.example/a", ""), ("http://n.example/a?utm_source=x", ""), ("https://www.n.example/a", ""),
        ("http://n.example/undated", ""), ("http://n.example/listed", "2025-06-07"), ("http://n.example/private", ""),
        ("http://n.example/gone", ""), ("not an address", ""), ("http://n.example/moved", ""),
        ("http://10.0.0.1/x", ""),
    ]  # fmt: skip
    path = tmp_path / "mediacloud.csv"
    lines = [
        "id,url,publish_date,title",
        *(f'{number},"{url}",{date},"A, B"' for number, (url, date) in enumerate(rows)),
    ]
    path.write_text("\n".join(lines), "utf-8")
    counts = backfill(installation, inputs=(str(path),))
    facts = installation.query(
        "SELECT title, published_at, published_source, source, archived_at FROM articles ORDER BY 2"
    )
    assert facts == [
        ("The ferry of May", datetime(2025, 5, 2, 8, tzinfo=UTC), "meta", "list", None),
        ("The ferry that a list dates", datetime(2025, 6, 7, tzinfo=UTC), "list", "list", None),
    ]
    assert {key: counts[key] for key in ("undated", "robots", "http_404", "blocked_address", "bad_url")} == {
        "undated": 1, "robots": 1, "http_404": 1, "blocked_address": 1, "bad_url": 1,
    }  # fmt: skip
    assert counts["repeated"] == 3
    assert installation.query("SELECT count(*) FROM outbox UNION ALL SELECT count(*) FROM entries") == [(0,), (0,)]
    reasons = installation.query("SELECT reason, will_retry FROM skipped ORDER BY reason")
    assert reasons == [("http_404", False), ("robots", False), ("undated", False)]
    rows_before = load_rows(installation.settings)
    backfill(installation, inputs=(str(path),))
    assert load_rows(installation.settings) == rows_before


def test_a_failing_server_is_asked_again(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path
) -> None:
    answers["/a"] = Answer("busy", status=503)
    (tmp_path / "list.txt").write_text("# old addresses\n\nhttp://n.example/a\n", "utf-8")
    assert backfill(installation, inputs=(str(tmp_path / "list.txt"),))["http_503"] == 1
    answers["/a"] = Answer(report("The ferry of May", "2025-05-02T08:00:00Z"))
    assert backfill(installation, inputs=(str(tmp_path / "list.txt"),))["articles"] == 1


def test_article_files_of_gdelt_give_leads(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path
) -> None:
    answers["/a"] = Answer(report("The ferry of May"))
    found = {"date": "2025-05-02T08:00:00Z", "url": "http://n.example/a", "title": "The ferry", "lang": "en"}
    content = f"{json.dumps(found)}\n{json.dumps(found)}\n{{broken\n".encode()
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "20250502081500.gal.json.gz").write_bytes(gzip.compress(content)[:-4])
    assert backfill(installation, inputs=(str(tmp_path / "files"),))["articles"] == 1
    assert installation.query("SELECT published_at FROM articles") == [(datetime(2025, 5, 2, 8, tzinfo=UTC),)]


SITEMAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"


def urlset(*pages: tuple[str, str]) -> Answer:
    listed = "".join(f"<url><loc>{url}</loc><lastmod>{changed}</lastmod></url>" for url, changed in pages)
    return Answer(f"<?xml version='1.0'?>{SITEMAP}{listed}</urlset>", "application/xml")


def test_dated_sitemaps_are_read_as_far_as_they_concern_the_period(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    for name in ("march", "april", "old"):
        answers[f"/{name}"] = Answer(
            report(f"The ferry of {name}", "2025-03-02T08:00:00Z", [*ENGLISH, f"It is {name}."])
        )
    index = "".join(
        f"<sitemap><loc>http://n.example/{name}.xml</loc><lastmod>{changed}</lastmod></sitemap>"
        for name, changed in (("sitemap-2025-03", "2025-04-01"), ("sitemap-2025-04", "2025-05-01"),
                              ("old", "2024-01-01"), ("gone", "2025-04-01"))
    )  # fmt: skip
    answers["/sitemap.xml"] = Answer(f"<sitemapindex>{index}</sitemapindex>", "application/xml")
    answers["/sitemap-2025-03.xml"] = urlset(
        ("http://n.example/march", "2025-03-02"), ("http://n.example/old", "2020-01-01")
    )
    answers["/sitemap-2025-04.xml"] = urlset(("http://n.example/april", "2025-04-02"))
    answers["/old.xml"] = urlset(("http://n.example/old", "2025-03-02"))
    counts = backfill(installation, sitemaps=("http://n.example/sitemap.xml",), since="2025-03-01", until="2025-03-31")
    assert counts["articles"] == 1
    assert installation.query("SELECT title, source FROM articles") == [("The ferry of march", "sitemap")]


def test_an_index_gives_no_captures_of_other_outlets(installation: Installation, archive: WebArchive) -> None:
    archive.captures["20240305143000", "http://victim.example/old.example"] = report("The ferry of somebody else")
    counts = backfill(installation, wayback=("old.example",), until="2024-12-31")
    assert counts["not_asked"] == 1
    assert installation.query("SELECT DISTINCT outlet FROM articles") == [("old.example",)]
    assert not [each for each in archive.asked if each.startswith("web/") and "victim" in each]


def test_a_broken_index_costs_no_other_input(installation: Installation, answers: dict[str, Answer]) -> None:
    answers["/2024/ferry"] = Answer(report("The ferry", "2024-03-05T09:00:00Z"))
    answers["/sitemap.xml"] = Answer(f"<urlset><url><loc>{ADDRESS}</loc></url></urlset>", "text/xml")
    broken = "http://broken.example"
    answers["broken.example/cdx/search/cdx"] = Answer("[" * 200_000, "application/json")
    settings = installation.settings.model_copy(update={"wayback_url": broken})
    counts = backfill(Installation(settings), sitemaps=("http://old.example/sitemap.xml",), wayback=("old.example",))
    assert counts["articles"] == 1
    assert counts.total() - counts["days_counted"] == 2, counts


@pytest.mark.parametrize("asked", ["*", "../.."])
def test_what_no_archive_can_be_asked_for_is_a_mistake_of_the_command(installation: Installation, asked: str) -> None:
    with pytest.raises(ConfigError, match=r"--wayback .* write a domain"):
        backfill(installation, wayback=(asked,))


def test_what_was_forgotten_is_not_requested(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path
) -> None:
    answers["/2024/ferry"] = Answer(report("The ferry of March", "2024-03-05T09:00:00Z"))
    archived = write_warc(tmp_path / "a.warc.gz", [Record(ADDRESS, answers["/2024/ferry"].body.encode())])
    backfill(installation, inputs=(str(archived),))
    (key,) = installation.query("SELECT article_id FROM articles")[0]
    forget(installation.settings, key)
    answers.pop("/2024/ferry")  # a request would be answered with 404
    (tmp_path / "list.txt").write_text(f"{ADDRESS}?utm_source=x\n", "utf-8")
    counts = backfill(installation, inputs=(str(tmp_path / "list.txt"), str(archived)))
    assert (counts["forgotten"], counts["http_404"]) == (2, 0)


def test_a_list_without_end_is_given_up_and_costs_no_other(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "MAX_LINES", 1_000)
    answers["/2024/ferry"] = Answer(report("The ferry of March", "2024-03-05T09:00:00Z"))
    (tmp_path / "a.gal.json.gz").write_bytes(gzip.compress(b"\n" * 2_000_000))
    (tmp_path / "b.txt").write_text(ADDRESS, "utf-8")
    counts = backfill(installation, inputs=(str(tmp_path / "a.gal.json.gz"), str(tmp_path / "b.txt")))
    assert (counts["list_too_long"], counts["articles"]) == (1, 1)


def test_addresses_of_a_warc_file_are_cleaned_as_live_ones_are(installation: Installation, tmp_path: Path) -> None:
    wanted = {
        "http://u:p@a.example/x": "http://a.example/x",
        "http://b.example/\x1b[31m\x07": "http://b.example/%1B[31m%07",
        "http://c.example/\u202ex": "http://c.example/%E2%80%AEx",
    }
    refused = ["http://localhost/x", "http://127.0.0.1:22/x", "http://2130706433/x"]
    records = [
        Record(url, report(f"The ferry {number}", "2024-03-05T09:00:00Z", [*ENGLISH, f"{number} gulls came."]).encode())
        for number, url in enumerate([*wanted, *refused])
    ]
    request = {"inputs": (str(write_warc(tmp_path / "a.warc.gz", records)),)}
    counts = backfill(installation, **request)
    assert counts["blocked_address"] == 3
    assert installation.query("SELECT url FROM articles ORDER BY 1") == [(each,) for each in wanted.values()]
    assert "u:p@" not in str(load_rows(installation.settings))


def test_a_list_states_nothing_about_the_outlet_to_which_its_address_led(
    installation: Installation, answers: dict[str, Answer], tmp_path: Path
) -> None:
    answers |= {
        "attacker.example/go": moved("http://victim.example/new"),
        "attacker.example/own": moved("http://attacker.example/here"),
        "victim.example/new": Answer(report("The ferry of today")),
        "attacker.example/here": Answer(report("The ferry of the attacker", "", [*ENGLISH, *OTHER])),
    }
    (tmp_path / "list.csv").write_text(
        "url,date\nhttp://attacker.example/go,2025-02-02\nhttp://attacker.example/own,2025-02-03\n", "utf-8"
    )
    counts = backfill(installation, inputs=(str(tmp_path / "list.csv"),))
    assert counts["undated"] == 1
    assert installation.query("SELECT outlet, published_source FROM articles") == [("attacker.example", "list")]
