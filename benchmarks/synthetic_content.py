"""Generate synthetic texts, pages and feeds of realistic size."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache

NOW = datetime(2026, 5, 1, tzinfo=UTC)


@cache
def _vocabulary() -> list[str]:
    rng = random.Random("vocabulary")
    return ["".join(rng.choices("etaoinshrdlu", k=rng.randint(2, 9))) for _ in range(20_000)]


def word(rank: int) -> str:
    """Return the word of that frequency rank in the synthetic texts, the most frequent first."""
    return _vocabulary()[rank]


def paragraphs(seed: int, count: int = 10, words: int = 50) -> list[str]:
    """Return paragraphs of words whose frequencies are distributed as in prose (Zipf's law)."""
    rng = random.Random(seed)
    vocabulary = _vocabulary()
    chosen = (vocabulary[int(len(vocabulary) ** rng.random()) - 1] for _ in range(count * words))
    return [" ".join(next(chosen) for _ in range(words)).capitalize() + "." for _ in range(count)]


def text(seed: int) -> str:
    """Return an article of 500 words."""
    return "\n\n".join(paragraphs(seed))


def page(seed: int) -> bytes:
    """Return the page of an article, among 60 kB of navigation, scripts and teasers."""
    title = " ".join(text(seed).split()[:8])
    links = "".join(f'<li><a href="/section/{n}">{teaser}</a></li>' for n, teaser in enumerate(_teasers(seed)))
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(seed))
    script = "var settings = {" + ",".join(f"'key{n}': {n}" for n in range(1_500)) + "};"
    return (
        f'<!doctype html><html lang="en"><head><title>{title} | Outlet</title><meta property="og:title" '
        f'content="{title}"><meta property="article:published_time" content="{NOW.isoformat()}">'
        f"<script>{script}</script></head><body><nav><ul>{links}</ul></nav><main><article><h1>{title}</h1>"
        f'<div class="story">{body}</div></article></main><aside><ul>{links}</ul></aside>'
        f"<footer><ul>{links}</ul></footer></body></html>"
    ).encode()


def feed(items: int = 100) -> bytes:
    """Return an RSS feed."""
    rows = "".join(
        f"<item><title>{' '.join(text(n).split()[:8])}</title><link>https://outlet.example/{n}?utm_source=rss</link>"
        f"<guid>{n}</guid><pubDate>{format_datetime(NOW - timedelta(hours=n))}</pubDate>"
        f"<description>&lt;p&gt;{paragraphs(n, 1)[0]}&lt;/p&gt;</description></item>"
        for n in range(items)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title>{rows}</channel></rss>'.encode()


def _teasers(seed: int) -> list[str]:
    return [" ".join(paragraph.split()[:9]) for paragraph in paragraphs(seed + 10_000, 120, 9)]
