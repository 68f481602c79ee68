"""Decide what a page is: an article or other coverage, or something else that only looks like one.

The page itself decides: what it says it is, its address, its layout, and how much an article's date, author and text
are there. A page that its feed lists with a title and a date counts as coverage, unless it is an error page, a wall, or
nothing but a list. Each reason is kept in words.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from newsvane.articles.metadata import Metadata
from newsvane.articles.page_layout import MIN_SENTENCE_SHARE, MIN_WORDS, Layout
from newsvane.articles.page_words import WORDS
from newsvane.articles.teasers import MIN_TEASERS
from newsvane.errors import Terminal
from newsvane.records import OtherKind, PageKind

MIN_ARTICLE_POINTS = 2.0
"""A page with less evidence of an article is none."""
MIN_DECLARED_POINTS = 3
"""With so much evidence from its declarations alone, a page is an article whatever surrounds it."""
MAX_TEASER_SHARE = 0.6
"""A page with a larger share of its text in teasers only leads to other pages."""
MAX_LINKED_SHARE = MAX_TABLE_SHARE = 0.5
MAX_WORDS_BESIDE_MEDIA = 150
"""A page with a longer text is an article with a video, not a video."""
MIN_CAPTION_SHARE = 0.5
"""A page with this share of its text in captions is a gallery."""
MIN_ENTRY_SHARE = 0.5
"""A page with this share of its words in entries that begin with a time is a live blog."""
MIN_SLUG_HYPHENS = 3

_SEGMENTS = {name: frozenset(words) for name, words in WORDS.items()}
_LISTING_TITLE = re.compile("|".join(WORDS["listing_title"]), re.IGNORECASE)
_SEARCH_TITLE = re.compile("|".join(WORDS["search_title"]), re.IGNORECASE)
_FRONT_PATH = re.compile(r"(?:[a-z]{2}(?:[-_][a-z]{2})?|home|index\.\w+|default\.\w+)?", re.IGNORECASE)
_DATED_PATH = re.compile(r"/(?:19|20)\d\d(?:[/-]|\d{4})")
_SLUG_WORD, _EXTENSION = re.compile(r"[^\W\d_]{4}"), re.compile(r"\.\w{2,5}$")
_THREAD_PATH = re.compile(r"/(?:threads?|t|questions)/(?:[^/]+/)?[^/]*\d|showthread|viewtopic|/thread-")
_NUMBERED = re.compile(r"(?:[/=_-]|\b[a-z])\d{4,}(?:\.\w{2,5})?/?$")
_POLICY_PATH = re.compile(
    r"/(?:cookies?(?:[-_]?(?:policy|notice|statement|settings|beleid|richtlinie|hinweis|politik))?|datenschutz\w*|impressum"
    r"|privacy(?:[-_]?(?:policy|notice|statement|settings|beleid))?|privacidad|privacidade|confidentialite"
    r"|terms(?:[-_](?:of|and)[-_]\w+(?:[-_]\w+)?)?|politica-de-(?:cookies|privacidade?))(?:\.\w+)?/?$",
    re.IGNORECASE,
)
_POLICY_TITLE = re.compile(
    rf"(?=.{{0,100}}$)(?=.*(?:{'|'.join(WORDS['policy_subject'])})).*(?:{'|'.join(WORDS['policy_word'])})",
    re.IGNORECASE,
)
MAX_TITLE = 120
"""Characters of a title that are looked at."""
MIN_EVENTS = 3
"""A page with so many dates of events, marked up as such, is a calendar."""
_PAGE_NUMBER = re.compile(r"/page/\d+/?$")
_OTHER_TYPES = frozenset({
    "AboutPage", "ContactPage", "JobPosting", "SportsEvent", "Event", "ItemList", "ProfilePage", "CheckoutPage",
    "WeatherForecast", "Course", "LocalBusiness",
})  # fmt: skip
_NAMES: dict[OtherKind, str] = {
    "front": "the front of a site or section",
    "listing": "a list of articles",
    "search": "the results of a search",
    "product": "a product",
    "forum": "a discussion",
    "error": "an error page",
    "wall": "a wall (consent, log-in, payment or robots)",
    "other": "a page of another kind",
}
_RELIABLE_DATES = {"json_ld", "microdata", "meta", "time_element", "url"}


class FoundKind(NamedTuple):
    """Which kind of coverage a page is, and why: one line per reason."""

    kind: PageKind
    evidence: tuple[str, ...]


class NotAnArticle(Terminal):
    """The page is no coverage. `kind`: what it is. `text_hash`: of its text, which may be that of an article."""

    text_hash: str = ""

    def __init__(self, kind: OtherKind, evidence: str) -> None:
        super().__init__(f"not an article but {_NAMES[kind]}: {evidence}", reason="not_article")
        self.kind = kind


def classify_page(metadata: Metadata, layout: Layout, *, url: str, markup: str, is_listed: bool) -> FoundKind:
    """Return which kind of coverage a page is. Raises NotAnArticle if it is none.

    `is_listed`: its feed lists it with a title and a date.
    """
    declared = list(_find_declarations(metadata, layout, url))
    points = sum(weight for weight, _ in declared)
    evidence = tuple(reason for _, reason in declared)
    _refuse_list(metadata, layout, url, is_declared=points >= MIN_DECLARED_POINTS, is_listed=is_listed)
    if is_listed:
        return _choose_coverage(metadata, layout, url, ("its feed lists it with a title and a date", *evidence))
    _refuse_offer(metadata, layout, url, markup)
    path = urlsplit(url).path
    slug = path.rstrip("/").rpartition("/")[2]
    other = [
        (1, f"its text has {layout.words} words", layout.words >= MIN_WORDS),
        (1, "its text is long prose", layout.is_prose),
        (1, "its text is paragraphs of whole sentences", layout.is_short_prose),
        (1, "its title is a headline over the text", layout.is_titled and layout.words >= MIN_WORDS),
        (2, "it is nothing but a text", layout.is_bare),
        (1, "its address ends with a headline", slug.count("-") + slug.count("_") >= MIN_SLUG_HYPHENS),
        (1, "its address is below that of a blog or of news", _is_below_segment(path, "article_segments")),
        (1, "its address has the number of an article", bool(_NUMBERED.search(url))),
        (-2, "its address is that of an offer or a service page", bool(_find_segments(url, "other_segments"))),
        (-2, "most of its letters stand in short cells of tables", layout.table_share > MAX_TABLE_SHARE),
        (-1, "it offers to put something in a cart", not metadata.authors and _has_cart(markup)),
    ]
    points += sum(weight for weight, _, is_so in other if is_so)
    evidence += tuple(reason for _, reason, is_so in other if is_so)
    if points >= MIN_ARTICLE_POINTS:
        return _choose_coverage(metadata, layout, url, evidence)
    raise NotAnArticle("other", "; ".join((*evidence, "too little shows that it is an article")))


def _find_declarations(metadata: Metadata, layout: Layout, url: str) -> Iterator[tuple[float, str]]:
    """Yield the evidence of an article that the page itself gives: points and reason."""
    if metadata.describes_itself:
        yield 2, "structured data describes it as an article"
    if "article" in metadata.open_graph_types:
        yield 1, "Open Graph: article"
        if metadata.published_source == "meta":
            yield 1, "a meta tag names its time of publication"
    if metadata.published_source in _RELIABLE_DATES:
        yield 1, f"it has a date ({metadata.published_source})"
    elif metadata.published_source == "text":
        yield 0.5, "it shows a date"
    if kind := _find_media(metadata, layout, url):
        yield 3, f"structured data, Open Graph, its address or what it shows: a {kind}"
    if metadata.authors:
        yield 1, "it names an author"
    if _has_dated_address(url):
        yield 1, "its address has a date before a word"


def _has_dated_address(url: str) -> bool:
    """Return whether an address has a date and ends with a word: calendars and issues have a date alone."""
    path = urlsplit(url).path.rstrip("/")
    return bool(_DATED_PATH.search(path) and _SLUG_WORD.search(_EXTENSION.sub("", path).rpartition("/")[2]))


def _refuse_list(metadata: Metadata, layout: Layout, url: str, *, is_declared: bool, is_listed: bool) -> None:
    """Raise NotAnArticle if a page only leads to others: a front, a list, the results of a search."""
    parts = urlsplit(url)
    path = parts.path.strip("/")
    if _FRONT_PATH.fullmatch(path) and not parts.query and not (metadata.describes_itself and layout.is_prose):
        raise NotAnArticle("front", "its address is that of the site's front")
    if (
        "SearchResultsPage" in metadata.schema_types
        or (_SEARCH_TITLE.match(metadata.title) and not metadata.describes_itself)
        or (not is_declared and _is_address_of_search(url, layout))
    ):
        raise NotAnArticle("search", "it shows the results of a search")
    if is_declared:
        return
    if layout.teasers.number >= MIN_TEASERS and layout.teasers.share > MAX_TEASER_SHARE and not layout.is_headed:
        raise NotAnArticle("listing", f"{layout.teasers.number} teasers have {layout.teasers.share:.0%} of its text")
    if layout.linked_share > MAX_LINKED_SHARE and (layout.teasers.number >= 3 or layout.shapes.linked_entries >= 5):
        raise NotAnArticle("listing", f"{layout.linked_share:.0%} of its letters stand in links")
    if is_listed or metadata.describes_itself or layout.is_prose:
        return
    if "CollectionPage" in metadata.schema_types:
        raise NotAnArticle("listing", "structured data: CollectionPage")
    if _LISTING_TITLE.match(metadata.title):
        raise NotAnArticle("listing", "its title is that of a list")
    if _find_segments(url, "listing_segments") or _PAGE_NUMBER.search(parts.path):
        raise NotAnArticle("listing", "its address is that of a list")
    if path.rpartition("/")[2].lower() in _SEGMENTS["section_segments"]:
        raise NotAnArticle("front", "its address is that of a section's front")


def _is_address_of_search(url: str, layout: Layout) -> bool:
    has_key = any(key in _SEGMENTS["search_keys"] for key, _ in parse_qsl(urlsplit(url).query))
    return bool(_find_segments(url, "search_segments")) or (has_key and layout.teasers.number >= 3)


def _refuse_offer(metadata: Metadata, layout: Layout, url: str, markup: str) -> None:
    """Raise NotAnArticle if a page sells or describes something, or is a discussion."""
    types = set(metadata.schema_types)
    if types & _OTHER_TYPES and not (metadata.describes_itself or layout.is_prose):
        raise NotAnArticle("other", f"structured data: {min(types & _OTHER_TYPES)}")
    is_undated = not metadata.authors and metadata.published_source not in _RELIABLE_DATES
    if _POLICY_PATH.search(urlsplit(url).path) or (is_undated and _POLICY_TITLE.match(metadata.title[:MAX_TITLE])):
        raise NotAnArticle("other", "its address or title is that of a policy")
    if markup.count("schema.org/Event") >= MIN_EVENTS and not metadata.describes_itself:
        raise NotAnArticle("other", "it lists events")
    if any("product" in kind for kind in metadata.open_graph_types) or (
        types & {"Product", "ProductGroup"}
        and not (metadata.describes_itself or "article" in metadata.open_graph_types)
    ):
        raise NotAnArticle("product", "structured data or Open Graph: product")
    if types & {"DiscussionForumPosting", "QAPage"} and "article" not in metadata.open_graph_types:
        raise NotAnArticle("forum", "structured data: a discussion")
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2].lower()
    if last in _SEGMENTS["comments_segments"] and layout.sentence_share < MIN_SENTENCE_SHARE:
        raise NotAnArticle("forum", "its address is that of the comments on an article")
    if _THREAD_PATH.search(url) or (_find_host(url, "forum_hosts") and _find_segments(url, "forum_segments")):
        raise NotAnArticle("forum", "its address is that of a discussion")


def _choose_coverage(metadata: Metadata, layout: Layout, url: str, evidence: tuple[str, ...]) -> FoundKind:
    """Return which kind of coverage a page is."""
    if metadata.liveblog:
        return FoundKind("live_blog", (*evidence, "it is declared as a live blog"))
    if layout.shapes.entry_share >= MIN_ENTRY_SHARE:
        return FoundKind("live_blog", (*evidence, f"{layout.shapes.entries} entries begin with a time, newest first"))
    kind = _find_media(metadata, layout, url)
    outside = layout.shapes.words_outside
    words = layout.words if outside is None or kind != "gallery" else outside
    if kind and words <= MAX_WORDS_BESIDE_MEDIA:
        return FoundKind(kind, (*evidence, f"it is a {kind} with {layout.words} words"))
    return FoundKind("article", evidence)


_MEDIA: dict[PageKind, tuple[frozenset[str], str]] = {
    "podcast": (frozenset({"PodcastEpisode", "RadioEpisode", "AudioObject"}), "music"),
    "gallery": (frozenset({"ImageGallery", "MediaGallery"}), "gallery"),
    "video": (frozenset({"VideoObject"}), "video"),
}
"""For each kind, its schema.org types, and how its Open Graph type begins."""


def _find_media(metadata: Metadata, layout: Layout, url: str) -> PageKind | None:
    """Return the kind of media that a page consists of: by its captions, or by two of these: its structured data, its
    Open Graph type, its address, a player.

    Many articles have a video, too, so one of them is not enough.
    """
    shapes = layout.shapes
    if (
        shapes.words_outside is not None
        and shapes.words_outside <= MAX_WORDS_BESIDE_MEDIA
        and shapes.caption_share >= MIN_CAPTION_SHARE
        and not _find_segments(url, "other_segments")
    ):
        return "gallery"
    for kind, (types, open_graph) in _MEDIA.items():
        has_type = not types.isdisjoint(metadata.schema_types)
        is_shared = any(value.startswith(open_graph) for value in metadata.open_graph_types)
        has_address = bool(_find_segments(url, f"{kind}_segments"))
        signs = has_type + is_shared + has_address
        if (
            signs >= 2
            or (signs and kind in shapes.players)
            or (has_type and kind != "video" and not metadata.describes_itself)
        ):
            return kind
    return None


def _find_segments(url: str, name: str) -> set[str]:
    """Return the words of a list that are segments of the path, or the first label of the host."""
    parts = urlsplit(url.lower())
    return {*parts.path.split("/"), (parts.hostname or "").split(".")[0]} & _SEGMENTS[name]


def _has_cart(markup: str) -> bool:
    return any(map(markup.__contains__, WORDS["cart"]))


def _is_below_segment(path: str, name: str) -> bool:
    """Return whether a segment before the last one is a word of the list."""
    return not _SEGMENTS[name].isdisjoint(path.lower().rstrip("/").split("/")[:-1])


def _find_host(url: str, name: str) -> bool:
    return (urlsplit(url.lower()).hostname or "").split(".")[0] in _SEGMENTS[name]
