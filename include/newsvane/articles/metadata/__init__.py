"""Read what a page says about itself: title, authors, times, section, addresses, labels.

A page states each fact several times: in JSON-LD or microdata, in meta tags, in elements, in its address. Its feed may
state it too. The candidates are weighed by agreement and plausibility, then by how much their source is trusted.
No rule is made for a particular publisher.
"""

from datetime import datetime

from lxml.html import HtmlElement

from newsvane.articles.markup import clean
from newsvane.articles.metadata.authors import find_authors
from newsvane.articles.metadata.labels import (
    describes_itself,
    find_language,
    find_section,
    is_article,
    is_liveblog,
    is_paywalled,
)
from newsvane.articles.metadata.page_elements import collect_elements
from newsvane.articles.metadata.page_links import find_alternates, find_canonical_url, find_claimed_url, find_image_url
from newsvane.articles.metadata.publication_time import find_publication_time, find_update_time
from newsvane.articles.metadata.structured_data import as_list, text_values
from newsvane.articles.metadata.titles import find_title
from newsvane.records import Alternate, Entry, PublishedPrecision, PublishedSource, Record

__all__ = ["Metadata", "read_metadata"]


class Metadata(Record):
    """What the page and its feed say about the article. Most fields are copied to `Article`.

    `headlines`: every wording of the title. `descriptions`: the summaries in meta tags. `body`: the text in JSON-LD,
    plain or HTML, "" where there is none. `is_article`: the page marks itself as an article.
    `describes_itself`: structured data describes this page as an article. `schema_types`: the types in its structured
    data. `open_graph_types`: in lower case.
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
    claimed_url: str | None
    is_article: bool
    describes_itself: bool
    schema_types: tuple[str, ...]
    open_graph_types: tuple[str, ...]


def read_metadata(tree: HtmlElement, markup: str, *, url: str, entry: Entry | None = None, now: datetime) -> Metadata:
    """Read the metadata of a page. The feed's `entry` is used for facts that the page lacks or that are not plausible.

    `markup`: the text that `tree` was parsed from. `url`: the address that answered. `now`: when the page was fetched.
    """
    page = collect_elements(tree, markup, url=url)
    published = find_publication_time(page, entry, now)
    published_at = published.at if published else None
    title = find_title(page)
    headlines = (title, *page.h1_texts, *page.meta_values("og:title"), page.document_title)
    main_items = page.structured_data.articles[:1]
    headlines += tuple(headline for item in main_items for headline in text_values(item, "headline"))
    bodies = (body for item in main_items for body in as_list(item.get("articleBody")))
    return Metadata(
        title=title or clean(entry.title if entry else ""),
        headlines=tuple(dict.fromkeys(filter(None, headlines))),
        descriptions=tuple(dict.fromkeys(page.meta_values("description", "og:description", "twitter:description"))),
        body=next((body for body in bodies if isinstance(body, str)), ""),
        authors=find_authors(page) or (entry.authors if entry else ()),
        published_at=published_at,
        published_source=published.source if published else "none",
        published_zone=published.zone if published else None,
        published_precision=published.precision if published else "none",
        updated_at=find_update_time(page, entry, published_at, now),
        section=find_section(page, title),
        image_url=find_image_url(page) or (entry.image_url if entry else None),
        alternates=find_alternates(page),
        paywalled=is_paywalled(page),
        liveblog=is_liveblog(page),
        page_language=find_language(page),
        canonical_url=find_canonical_url(page),
        claimed_url=find_claimed_url(page),
        is_article=is_article(page),
        describes_itself=describes_itself(page),
        schema_types=tuple(dict.fromkeys(page.structured_data.types)),
        open_graph_types=tuple(value.lower() for value in page.meta_values("og:type")),
    )
