"""A story that began with a forgotten article says that its beginning is missing."""

from collections.abc import Sequence
from functools import partial

from newsvane import lake
from newsvane.analysis.stories import BEGINNING_GONE, load_story
from newsvane.settings import Settings
from newsvane_pages import story
from tests.integration.forgetting.traces import COPIED, find_article, forget
from tests.support.lake_factories import ask
from tests.support.page_client import get_html, page_client

EVERY_STORY = "SELECT DISTINCT story_id FROM article_groups JOIN articles USING (article_id) WHERE len(topics) > 0"


def _list_without_beginning(settings: Settings) -> Sequence[str]:
    open_lake = partial(lake.open_reader, settings=settings)
    names = [story_id for (story_id,) in ask(settings, EVERY_STORY)]
    return [each for each in names if BEGINNING_GONE in load_story(each, open_lake=open_lake)["who_was_first"]]


def test_a_story_without_its_first_article_says_so(own: Settings) -> None:
    one = find_article(own, COPIED)
    ((story_id,),) = ask(own, f"SELECT story_id FROM article_groups WHERE article_id = '{one.article_id}'")
    assert _list_without_beginning(own) == []
    with page_client(own, story.router) as client:
        assert BEGINNING_GONE not in get_html(client, f"/stories/{story_id}")
    forget(own, one.article_id)
    assert _list_without_beginning(own) == [story_id]
    with page_client(own, story.router) as client:
        assert BEGINNING_GONE in get_html(client, f"/stories/{story_id}")
