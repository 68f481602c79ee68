"""Make articles of random words: texts with different seeds share nothing."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from newsvane import urls
from newsvane.records import Article
from newsvane.texts import text_hash, words

DAY = datetime(2026, 5, 1, tzinfo=UTC)


def prose(seed: object, count: int = 80) -> str:
    """Return `count` random words in sentences of ten; the same for the same seed."""
    draw = random.Random(str(seed))
    found = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 9))) for _ in range(count)]
    return " ".join(" ".join(found[at : at + 10]).capitalize() + "." for at in range(0, count, 10))


def article(name: str, text: str, *, day: float | None = 0, outlet: str = "", **fields: Any) -> Article:
    url = f"https://{outlet or name + '.example'}/{name}"
    facts = {
        "article_id": urls.article_id(url),
        "url": url,
        "canonical_url": url,
        "outlet": outlet or f"{name}.example",
        "title": name,
        "published_at": None if day is None else DAY + timedelta(days=day),
        "fetched_at": DAY + timedelta(days=40),
        "text": text,
        "text_hash": text_hash(text),
        "words": len(words(text)),
        "topics": ("iran",),
    }
    return Article.model_validate(facts | fields)
