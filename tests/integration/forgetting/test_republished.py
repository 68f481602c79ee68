"""A forgotten text that its outlet publishes again leaves nothing behind, whyever its page does not land."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from newsvane import pipeline
from newsvane.pipeline.ops import forgetting
from newsvane.pipeline.ops.forgetting import proof
from newsvane.settings import Settings
from tests.integration.forgetting.traces import forget
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.outlet import Answer
from tests.support.past_files import OTHER

FEED = '[[feed]]\nid = "harbour"\nurl = "http://harbour.example/feed"\n'
AN_HOUR_AGO = format_datetime(datetime.now(UTC) - timedelta(hours=1))
DATED = "<meta property='article:published_time' content='{}'>"
JOB = '<script type="application/ld+json">{"@context":"https://schema.org","@type":"JobPosting","title":"x"}</script>'
SKIPPED = "SELECT reason FROM skipped ORDER BY skipped_at DESC LIMIT 1"


def _feed(*paths: str) -> Answer:
    items = "".join(
        f"<item><title>The ferry {path}</title><link>http://harbour.example/{path}</link><pubDate>{AN_HOUR_AGO}</pubDate></item>"
        for path in paths
    )
    return Answer(f"<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>", "application/rss+xml")


def _report(head: str, paragraphs: list[str] = ENGLISH) -> Answer:
    return Answer(page("The ferry", paragraphs).body.replace("</head>", f"{head}</head>"))


def _is_left(settings: Settings) -> list[str]:
    found = proof.scan(settings, [ENGLISH[0], ENGLISH[3]]).found
    return [name.removeprefix(f"{settings.home}/").partition("/")[0] for name in found]


@pytest.fixture
def answers() -> dict[str, Answer]:
    return {"/feed": _feed("strike"), "harbour.example/strike": _report("")}


def _forget_strike(installation: Installation) -> None:
    installation.cycle("first")
    assert _is_left(installation.settings)
    done = forget(installation.settings, "http://harbour.example/strike")
    assert done.scan
    assert done.scan.found == ()


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        pytest.param("", "undated", id="undated"),
        pytest.param(DATED.format("2020-03-01T00:00:00Z"), "outside_period", id="outside the period"),
        pytest.param(JOB, "not_article", id="no article"),
    ],
)
def test_a_backfill_leaves_nothing(tmp_path: Path, answers: dict[str, Answer], head: str, reason: str) -> None:
    with install(tmp_path, FEED, answers) as installation:
        _forget_strike(installation)
        answers["harbour.example/again"] = _report(head)
        (tmp_path / "list.txt").write_text("http://harbour.example/again\n", "utf-8")
        request = pipeline.BackfillRequest(inputs=(str(tmp_path / "list.txt"),), since="2024-01-01")
        for chunk in pipeline.plan_backfill(request, settings=installation.settings):
            pipeline.run_part(chunk, settings=installation.settings)
        assert _is_left(installation.settings) == []
        assert installation.query(SKIPPED) == [("forgotten",)]
        answers["harbour.example/other"] = _report(head, OTHER)
        (tmp_path / "list.txt").write_text("http://harbour.example/other\n", "utf-8")
        request = pipeline.BackfillRequest(inputs=(str(tmp_path / "list.txt"),), since="2024-01-01")
        counts = [
            pipeline.run_part(chunk, settings=installation.settings)
            for chunk in pipeline.plan_backfill(request, settings=installation.settings)
        ]
        assert counts[0].get(reason) == 1, "another text is left out for its own reason"


def test_a_page_that_is_no_article_leaves_nothing(tmp_path: Path, answers: dict[str, Answer]) -> None:
    with install(tmp_path, FEED, answers) as installation:
        _forget_strike(installation)
        answers |= {"/feed": _feed("again", "strike"), "harbour.example/again": page("404 Not found", ENGLISH)}
        installation.poll("second")
        assert installation.read("second") == [{"articles": 0, "skipped": 1, "left": 0}]
        assert _is_left(installation.settings)
        installation.land("second")
        assert _is_left(installation.settings) == []
        assert installation.query(SKIPPED) == [("forgotten",)]
        assert installation.query("SELECT count(*) FROM entries") == [(0,)]


def test_copies_of_robots_txt_go_with_it(tmp_path: Path, answers: dict[str, Answer]) -> None:
    rules = "\n".join([f"User-agent: * # {OTHER[0]}", *(f"Disallow: /{each}" for each in ENGLISH)])
    answers["/robots.txt"] = Answer(rules, "text/plain")
    with install(tmp_path, FEED, answers) as installation:
        installation.cycle("first")
        (copy,) = (installation.settings.home / "robots").iterdir()
        assert OTHER[0] not in copy.read_text("utf-8"), "comments are not kept"
        assert ENGLISH[3] in copy.read_text("utf-8")
        done = forget(installation.settings, "http://harbour.example/strike")
        assert done.scan
        assert (done.scan.found, done.files["robots_files"]) == ((), 1)
        assert not copy.exists()


def test_copies_of_robots_txt_of_an_outlet_go_with_it(tmp_path: Path, answers: dict[str, Answer]) -> None:
    answers["/robots.txt"] = Answer("User-agent: *\nDisallow: /x\n", "text/plain")
    with install(tmp_path, FEED, answers) as installation:
        installation.cycle("first")
        assert [*(installation.settings.home / "robots").iterdir()]
        forgetting.forget(
            lambda con: forgetting.find_outlet(con, name="harbour.example", with_copies=False),
            act_id="a",
            reason="r",
            done_by="c",
            settings=installation.settings,
        )
        assert not [*(installation.settings.home / "robots").iterdir()]


def test_the_proof_names_the_row_that_has_the_text(tmp_path: Path, answers: dict[str, Answer]) -> None:
    answers |= {
        "/feed": _feed("strike", "quote"),
        "harbour.example/quote": _report("", [*OTHER, ENGLISH[0], *OTHER[::-1]]),
    }
    with install(tmp_path, FEED, answers) as installation:
        installation.cycle("first")
        ((quoting,),) = installation.query("SELECT article_id FROM articles WHERE url LIKE '%quote'")
        done = forget(installation.settings, "http://harbour.example/strike")
        assert done.scan
        assert f"articles {quoting} http://harbour.example/quote" in done.scan.rows
        assert quoting not in done.words
