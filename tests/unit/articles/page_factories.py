"""Make pages, feed entries and structured data, and read them."""

import json
from datetime import UTC, datetime
from typing import Any

from newsvane.articles import read_article
from newsvane.records import Article, Entry, Skipped

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://www.harbour-post.example/world/2026/11/19/camp?utm_source=feed"
TITLE = "Tirana says seized computers stay with its prosecutors"
NOTICE = "Este sitio web fue traducido automáticamente. Para obtener más información, por favor haz clic aquí."
HEADLINE_IN_CAPITALS = "WHAT IS KNOWN ABOUT THE EXILES' CAMP NEAR DURRES"
PROMOTION = "CLICK HERE TO GET THE HARBOUR POST APP"
PARAGRAPHS = (
    "Albania has handed none of the computers seized in June to Tehran, its embassy said on Wednesday, after a senior "
    "official in the Iranian capital claimed that part of the hard drives had already arrived there.",
    "Police searched the Ashraf-3 camp, home to some two thousand members of the Mujahedin-e Khalq, on the orders of a "
    "court that deals with corruption and organised crime. Officers carried away about one hundred and fifty devices.",
    "“Everything taken remains in the hands of the special prosecutor,” a spokesman for the embassy said. "
    "The two countries have had no diplomatic relations since the cyberattack of 2022 on Albanian public services.",
    "The exiles' council asked the government in Tirana for a public assurance. It fears that lists of relatives in "
    "Iran could be drawn from the machines, and that families would be made to pay for what their children do abroad.",
)
TEXT = "\n\n".join(PARAGRAPHS)
INTERRUPTED = (*PARAGRAPHS[:2], HEADLINE_IN_CAPITALS, PARAGRAPHS[2], PROMOTION, PARAGRAPHS[3])


def page(
    body: str = "",
    *,
    head: str = "",
    title: str = TITLE,
    lang: str = "en",
    site_title: bool = True,
    blocks: tuple[str, ...] = PARAGRAPHS,
) -> bytes:
    paragraphs = "".join(f"<p>{block}</p>" for block in blocks)
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'>"
        f"{f'<title>{title} | Harbour Post</title>' if site_title else ''}{head}</head>"
        f"<body><nav><a href='/'>Home</a> <a href='/world'>World</a></nav>{body}"
        f"<main><article><h1>{title}</h1>{paragraphs}</article></main>"
        "<footer><p>Harbour Post, a paper that does not exist.</p></footer></body></html>"
    ).encode()


def json_ld(kind: str = "NewsArticle", **facts: Any) -> str:
    data = {"@context": "https://schema.org", "@type": kind, **facts}
    return ld(json.dumps(data))


def ld(text: str) -> str:
    """Return a JSON-LD script with any text, also broken JSON."""
    return f"<script type='application/ld+json'>{text}</script>"


def breadcrumbs(*names: str) -> str:
    return json_ld("BreadcrumbList", itemListElement=[{"position": n, "name": name} for n, name in enumerate(names)])


def entry(**facts: Any) -> Entry:
    known = {"entry_id": "e1_x", "feed_id": "harbour", "url": URL, "canonical_url": "https://harbour-post.example/x"}
    return Entry(**{**known, "seen_at": NOW, **facts})


def read(html: bytes, *, url: str = URL, feed_entry: Entry | None = None) -> Article:
    """Read a page that holds an article."""
    found = read_article(html, url=url, entry=feed_entry, now=NOW)
    assert isinstance(found, Article), found
    return found


def read_skipped(html: bytes, *, url: str = URL) -> Skipped:
    """Read a page that holds no article."""
    found = read_article(html, url=url, now=NOW)
    assert isinstance(found, Skipped), found
    return found
