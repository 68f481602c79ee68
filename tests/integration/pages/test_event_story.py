"""A story of independent reports: its page, the page of an article and `newsvane article` say why it is one."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from newsvane import lake
from newsvane.cli import app
from newsvane.records import Article, Grouping
from newsvane.settings import Settings
from newsvane_pages import article, story
from tests.support import lake_factories
from tests.support.empty_lake import create_lake
from tests.support.news_reports import BRIDGE, BRIDGE_AGAIN
from tests.support.page_client import get_html, page_client

WHY = (
    "similar words: Kukes, Drin, bridge, Thursday; the same themes: roads and bridges; "
    "the same names: Mayor Safet, Safet Gjici; reported within half an hour"
)


def report(name: str, text: str) -> Article:
    title, _, body = text.partition("\n")
    return lake_factories.article(name, text=body, title=title, outlet=f"{name}.example", topics=("albania",))


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    """A lake with two reports on one bridge, the second under a headline that would be markup."""
    settings = create_lake(Settings(home=tmp_path / "home"))
    first, second = report("first", BRIDGE), report("second", BRIDGE_AGAIN.replace("Two", "<b>Two</b>", 1))
    with lake.writer(settings, "articles") as connection:
        lake.land_articles(connection, lake_factories.batch(first, second))
    return settings


def test_the_pages_say_why_a_report_is_in_its_story(home: Settings) -> None:
    with lake.closing(lake.connect(settings=home)) as con:
        rows = con.execute("SELECT similar_to, article_id, story_id FROM article_groups WHERE similar_to IS NOT NULL")
        ((similar_to, article_id, story_id),) = rows.fetchall()
    with page_client(home, story.router, article.router) as client:
        page = get_html(client, f"/stories/{story_id}")
        card = page.split(f' id="{article_id}">')[1].split("<details>")[0]  # without a click
        own = get_html(client, f"/articles/{article_id}").split("<dt>In this story</dt>")[1].split("</dd>")[0]
        first = get_html(client, f"/articles/{similar_to}")
        assert "<b>Two" not in client.get(f"/stories/{story_id}").text
    assert f'In this story because it resembles <a href="#{similar_to}">' in card
    assert f"/articles/{similar_to}" in own
    assert f"Evidence: {WHY}" in card
    assert f"Evidence: {WHY}" in own
    assert page.count("In this story") == 1
    assert "In this story" not in first


def test_the_command_says_it_too(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSVANE_HOME", str(home.home))
    with lake.closing(lake.connect(settings=home)) as con:
        found = con.execute("SELECT article_id FROM article_groups WHERE similar_to IS NOT NULL").fetchall()
    result = CliRunner().invoke(app, ["article", found[0][0]])
    assert result.exit_code == 0
    assert "because it resembles" in result.output
    assert "the same themes" in result.output


def test_words_in_another_script_do_not_carry_away_what_follows_them(home: Settings) -> None:
    evidence = ("the same names: \u062a\u06cc\u0631\u0627\u0646\u0627", "reported 3 hours apart")
    groupings = (
        Grouping(article_id="first", story_id="s1_two", similar_to="second", story_evidence=evidence),
        Grouping(article_id="second", story_id="s1_two"),
    )
    articles = [report(name, BRIDGE).model_copy(update={"article_id": name}) for name in ("first", "second")]
    with lake.writer(home, "articles") as connection:
        lake.land_articles(connection, lake_factories.batch(*articles, groupings=groupings, run="more"))
    with page_client(home, article.router) as client:
        assert f"Evidence: <bdi>{evidence[0]}</bdi>; reported 3 hours apart" in get_html(client, "/articles/first")
