"""Factories for rules and landed articles, and a short way to evaluate rules on articles."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from newsvane import alerts, topics
from newsvane.alerts import ArticleRule, LandedArticle
from newsvane.records import Article, Grouping, Message, Topic

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOPICS = (
    Topic(topic_id="mek", title="The MEK", query="MEK"),
    Topic(topic_id="albania", title="Albania", query="alban*"),
)


def landed(name: str = "a", **given: Any) -> LandedArticle:
    story = {
        "is_new_story": True,
        "outlets": 1,
        "originals": 1,
        "outlets_before": 0,
        "originals_before": len(given.get("earlier_originals", ())),
        "earlier_originals": (),
        "copied": None,
        "listed_by": "",
    }
    group = {"story_id": "s_1", "copy_of": None, "copy_kind": None} | story | given
    article = {
        "article_id": name,
        "url": f"https://courier.example/{name}",
        "canonical_url": f"https://courier.example/{name}",
        "outlet": "courier.example",
        "title": "A headline",
        "text": "The MEK moved to Albania.",
        "words": 5,
        "language": "en",
        "topics": ("mek", "albania"),
        "published_at": NOW - timedelta(hours=1),
        "fetched_at": NOW,
    }
    article |= {key: value for key, value in group.items() if key in Article.model_fields}
    grouping = {key: group[key] for key in ("story_id", "copy_of", "copy_kind")}
    return LandedArticle(
        article=Article.model_validate(article),
        grouping=Grouping(article_id=name, **grouping),
        **{key: group[key] for key in story},
    )


def rule(**given: Any) -> ArticleRule:
    return ArticleRule.model_validate(
        {"id": "r", "title": "A rule", "topics": ("mek", "albania"), "channels": ("hook",)} | given
    )


def messages(rules: Sequence[ArticleRule], items: Sequence[LandedArticle], **more: Any) -> tuple[Message, ...]:
    given: dict[str, Any] = {"now": NOW, "ui_url": "http://ui.example/", "topics": TOPICS, "find": topics.find, **more}
    return alerts.build_article_messages(rules, items, **given)
