"""Page -> what it says about itself: title, authors, times, section, addresses, labels.

A page says each several times (JSON-LD, microdata, meta tags, elements, its address), and its feed once more; the
witnesses are weighed by agreement and plausibility, then by order of trust. No rule names a publisher.
"""

from datetime import datetime

from lxml.html import HtmlElement

from newsvane.articles.markup import clean
from newsvane.articles.metadata.addresses import find_alternates, find_canonical, find_image
from newsvane.articles.metadata.labels import find_section, is_article, is_liveblog, is_paywalled, page_language
from newsvane.articles.metadata.page import gather
from newsvane.articles.metadata.people import find_authors
from newsvane.articles.metadata.structured import as_list, texts
from newsvane.articles.metadata.times import find_published, find_updated
from newsvane.articles.metadata.titles import find_title
from newsvane.records import Alternate, Entry, PublishedPrecision, PublishedSource, Record

__all__ = ["Metadata", "read_metadata"]


class Metadata(Record):
    """What page and feed say; the fields are Article's. `is_article`: it calls itself one, or is built as one.

    `headlines`: every wording of the title. `descriptions`: what meta tags say it is about. `body`: the text as
    JSON-LD has it, plain or HTML.
    """

    title: str
    headlines: tuple[str, ...]
    descriptions: tuple[str, ...]
    body: str
    authors: tuple[str, ...]
    published_at: datetime | None
    published_source: PublishedSource
    published_zone: str | None
    published_precision: PublishedPrecision
    updated_at: datetime | None
    section: str | None
    image_url: str | None
    alternates: tuple[Alternate, ...]
    paywalled: bool
    liveblog: bool
    page_language: str | None
    canonical_url: str
    is_article: bool


def read_metadata(tree: HtmlElement, markup: str, *, url: str, entry: Entry | None = None, now: datetime) -> Metadata:
    """Everything that the page says about itself, and its feed where the page is silent or not to be believed.

    `markup`: what `tree` was parsed from. `url`: the address that answered. `now`: when it did.
    """
    page = gather(tree, markup, url=url)
    published = find_published(page, entry, now)
    at = published.at if published else None
    title = find_title(page)
    headlines = (title, *page.headlines, *page.said("og:title"), page.document_title)
    headlines += tuple(headline for item in page.items.articles[:1] for headline in texts(item, "headline"))
    bodies = (body for item in page.items.articles[:1] for body in as_list(item.get("articleBody")))
    return Metadata(
        title=title or clean(entry.title if entry else ""),
        headlines=tuple(dict.fromkeys(filter(None, headlines))),
        descriptions=tuple(dict.fromkeys(page.said("description", "og:description", "twitter:description"))),
        body=next((body for body in bodies if isinstance(body, str)), ""),
        authors=find_authors(page) or (entry.authors if entry else ()),
        published_at=at,
        published_source=published.source if published else "none",
        published_zone=published.zone if published else None,
        published_precision=published.precision if published else "none",
        updated_at=find_updated(page, entry, at, now),
        section=find_section(page, title),
        image_url=find_image(page) or (entry.image_url if entry else None),
        alternates=find_alternates(page),
        paywalled=is_paywalled(page),
        liveblog=is_liveblog(page),
        page_language=page_language(page),
        canonical_url=find_canonical(page),
        is_article=is_article(page),
    )
