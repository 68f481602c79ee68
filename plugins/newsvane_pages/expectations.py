"""What each expectation expects of an article, in words."""

from datetime import UTC, datetime


def expectations() -> dict[str, str]:
    """By name."""
    from newsvane.quality.expectations import for_articles

    return {each.name: each.says for each in for_articles(1, datetime.now(UTC))}
