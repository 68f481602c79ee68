"""`read_article` depends on its arguments alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsvane.articles import read_article
from newsvane.errors import ConfigError
from newsvane.records import Article, Topic
from newsvane.settings import get_settings
from tests.unit.articles.page_factories import NOW, URL, page

TOPIC = Topic(topic_id="albania", title="Albania", query="Albania")


@pytest.fixture
def invalid_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A watch list with a topic that matches, and settings that cannot be loaded."""
    watched = '[[topic]]\nid = "albania"\ntitle = "Albania"\nquery = "Albania"'
    (tmp_path / "topics.toml").write_text(watched, "utf-8")
    monkeypatch.setenv("NEWSVANE_WATCH", str(tmp_path))
    monkeypatch.setenv("NEWSVANE_CHUNKS", "not a number")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def test_settings_and_environment_do_not_matter(invalid_settings: None) -> None:
    with pytest.raises(ConfigError):
        get_settings()
    found = read_article(page(), url=URL, now=NOW)
    assert isinstance(found, Article)
    assert found.topics == ()


def test_an_article_matches_the_topics_that_are_passed() -> None:
    found = read_article(page(), url=URL, now=NOW, topics=(TOPIC,))
    assert isinstance(found, Article)
    assert found.topics == ("albania",)
