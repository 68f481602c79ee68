"""Embed the articles on topic, once each, if the optional model is switched on."""

import logging
from collections.abc import Mapping, Sequence

from newsvane import lake, meaning, stories
from newsvane.records import Article
from newsvane.settings import Settings

log = logging.getLogger(__name__)


def embed_articles(
    connection: lake.Connection, articles: Sequence[Article], settings: Settings
) -> Mapping[str, tuple[int, ...]]:
    """Return the meaning of articles as they were first read, by id; nothing if it is switched off.

    What is stored already is not computed again. Without the model, articles are grouped by the other evidence.
    """
    wanted = [stories.as_first_read(each) for each in articles if each.topics] if settings.semantic else []
    if not wanted:
        return {}
    stored = lake.load_embeddings(connection, wanted)
    try:
        return stored | dict(meaning.embed(each for each in wanted if each.article_id not in stored))
    except meaning.NoModelError as error:
        log.warning("%s", error)
        return stored
