"""What is usual for a name: its page and the search for it say the same of the same articles."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsvane import lake
from newsvane.names import build_lexicon, find_all, list_keys
from newsvane.records import Article, Grouping
from newsvane.settings import Settings
from newsvane_pages import names, search
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.page_client import get_html, page_client

NOW = datetime.now(UTC).replace(microsecond=0)
SPIKE = 2
"""Days ago."""


def report(name: str, text: str, days: int) -> Article:
    at = NOW - timedelta(days=days)
    written = prose.article(
        name, f"{text} {prose.prose(name)}", day=None, title=name, topics=("mek",), fetched_at=at, observed_at=at,
        published_at=at, language="en", outlet="herald.example",
    )  # fmt: skip
    return written.model_copy(update={"name_keys": list_keys(find_all(written, build_lexicon()))})


def test_a_name_is_compared_with_the_same_days_on_its_page_and_in_the_search(tmp_path: Path) -> None:
    """It is named for the first time long after reading began, and much more is read on some days than on others."""
    settings = create_lake(Settings(home=tmp_path))
    others = [report(f"other-{day}-{number}", "", day) for day in range(40) for number in range(1 + day % 3)]
    named = [report(f"named-{day}", "TIRANA - The dam is full.", day) for day in (5, 9, 12, 15)]
    named += [report(f"spike-{number}", "TIRANA - The dam is full.", SPIKE) for number in range(4)]
    articles = (*others, *named)
    batch = lake.Batch(
        run_id="run", now=NOW, articles=articles,
        groupings=tuple(Grouping(article_id=each.article_id, story_id=f"s1_{each.title}") for each in articles),
        names={each.article_id: find_all(each, build_lexicon()) for each in articles},
    )  # fmt: skip
    with lake.writer(settings) as con:
        lake.land_articles(con, batch)
        lake.refresh_trends(con, lake.list_stale_days(con))
    with page_client(settings, names.router, search.router) as client:
        found = [get_html(client, path) for path in ("/names/tirana", "/search?q=place:tirana")]
    on_page, in_search = (re.findall(r"<title>(\d{4}-[^<]*)</title>", html) for html in found)
    assert any(": 4 articles" in each and "usually" in each for each in on_page)
    assert on_page == in_search
