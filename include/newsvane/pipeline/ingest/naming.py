"""Find the people, organisations and places that articles on topic name."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from newsvane import configuration, names
from newsvane.records import Article, ArticleNames
from newsvane.settings import Settings

log = logging.getLogger(__name__)


class NamedArticles(NamedTuple):
    """Articles with their `name_keys`, and the names of those on topic by id."""

    articles: Sequence[Article]
    names: Mapping[str, ArticleNames]


def name_articles(articles: Iterable[Article], settings: Settings) -> NamedArticles:
    """Return the articles with their names. Those off topic have none, because their texts are not kept.

    An article in which names cannot be looked for lands without any.
    """
    articles = list(articles)
    if not any(each.topics for each in articles):
        return NamedArticles(articles, {})
    lexicon = names.build_lexicon(configuration.find_in_force(settings).entities)
    found = {each.article_id: _find_names(each, lexicon) for each in articles if each.topics}
    keyed = [
        each.model_copy(update={"name_keys": names.list_keys(found[each.article_id])}) if each.topics else each
        for each in articles
    ]
    return NamedArticles(keyed, found)


def _find_names(article: Article, lexicon: names.Lexicon) -> ArticleNames:
    try:
        return names.find_all(article, lexicon)
    except Exception:  # whatever a text contains, it must not end the batch
        log.exception("no names could be looked for in article %s", article.article_id)
        return ArticleNames()
