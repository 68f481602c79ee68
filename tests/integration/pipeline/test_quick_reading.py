"""A page that no topic can match is read quickly and archived; a topic that comes later finds it in the archive."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from newsvane.pipeline.ops.replay import reprocess
from tests.support.installation import ENGLISH, TOPICS, Installation, install, page
from tests.support.outlet import Answer

ADDRESS = "http://harbour.example/strike"
FEED = '[[feed]]\nid = "harbour"\nurl = "http://harbour.example/feed"\n'
ROWS = "SELECT title, text_hash <> '', text, words, language, kind, topics, raw_file IS NOT NULL FROM articles"
BREAD = TOPICS + '\n[[topic]]\nid = "bread"\ntitle = "Bread"\nquery = "baker* NEAR/5 bread"\n'


def feed(title: str) -> Answer:
    date = format_datetime(datetime.now(UTC) - timedelta(hours=1))
    item = f"<item><title>{title}</title><link>{ADDRESS}</link><pubDate>{date}</pubDate></item>"
    return Answer(f"<rss version='2.0'><channel><title>Harbour</title>{item}</channel></rss>", "application/rss+xml")


def off_topic(paragraphs: list[str]) -> list[str]:
    return [each.replace("ferry", "boat") for each in paragraphs]


@pytest.fixture
def answers() -> dict[str, Answer]:
    text = off_topic(ENGLISH) + [each.replace("four", "five") for each in off_topic(ENGLISH)]
    return {"/feed": feed("Strike"), "harbour.example/strike": page("A strike in the harbour", text)}


def set_topics(installation: Installation, topics: str) -> None:
    (installation.settings.watch / "topics.toml").write_text(topics, "utf-8")


def test_a_topic_that_comes_later_finds_what_was_read_quickly(tmp_path: Path, answers: dict[str, Answer]) -> None:
    with install(tmp_path, FEED, answers) as installation:
        installation.cycle("first")
        ((title, is_hashed, text, words, *facts),) = installation.query(ROWS)
        assert (title, is_hashed, text) == ("A strike in the harbour", False, None)
        assert words > 150
        assert facts == ["en", "article", [], True]
        ((seen,),) = installation.query("SELECT observed_at FROM articles")
        set_topics(installation, BREAD)
        since = datetime.now(UTC) - timedelta(days=1)
        assert reprocess(since=since, settings=installation.settings).landed == 1
        ((title, is_hashed, text, *_, topics, is_archived),) = installation.query(ROWS)
        assert (title, is_hashed, topics, is_archived) == ("A strike in the harbour", True, ["bread"], True)
        assert "gives away its bread" in text
        assert installation.query("SELECT observed_at FROM articles") == [(seen,)]


def test_an_off_topic_article_gets_no_revision_when_only_its_text_changes(
    tmp_path: Path, answers: dict[str, Answer]
) -> None:
    with install(tmp_path, FEED, answers) as installation:
        installation.cycle("first")
        answers["/feed"] = feed("Strike goes on")
        answers["harbour.example/strike"] = page("A strike in the harbour", off_topic(ENGLISH) * 3)
        installation.cycle("second")
        assert installation.query("SELECT revision FROM articles") == [(1,)]
        answers["/feed"] = feed("Strike ends")
        answers["harbour.example/strike"] = page("A strike in the harbour", ENGLISH * 2)
        installation.cycle("third")
        assert installation.query("SELECT revision, topics FROM articles") == [(2, ["ferry"])]
