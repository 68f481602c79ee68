"""Articles as they were read: language, translation, group, and quarantine."""

from typing import Literal

from newsvane.records.base import Line, Record, Utc
from newsvane.records.feeds import OutletKind
from newsvane.records.pages import Raw

PublishedSource = Literal[
    "json_ld",
    "microdata",
    "meta",
    "time_element",
    "feed",
    "list",
    "url",
    "script",
    "text",
    "relative",
    "updated",
    "capture",
    "none",
]
PublishedPrecision = Literal["second", "minute", "day", "none"]
TranslationState = Literal["translated", "notice_only", "proxy", "possible", "none"]
PageKind = Literal["article", "live_blog", "video", "gallery", "podcast"]
"""Kinds of pages that are coverage. See `OtherKind` for the rest."""
PastSource = Literal["warc", "wayback", "list", "sitemap"]
"""How an article of the past arrived, that no source on the watch list led to."""
CopyOrder = Literal["certain", "uncertain"]
CopyKind = Literal["same_address", "same_text", "near_copy", "translation"]


class Language(Record):
    """The language of a text.

    `code`: ISO 639-1, or ISO 639-3 for languages without a two-letter code; "und" where unknown. `confidence`: 0 to 1.
    """

    code: str
    confidence: float


class Translation(Record):
    """Whether the page was translated by a machine, and the evidence for it.

    `evidence`: one line per signal, for people. `source_url`: canonical address of the original. `source_link`: the
    address to fetch it from: absolute, without translation proxies, otherwise as on the page; not stored in the lake.
    `post_edited`: the page says that people edited or checked the translation.
    """

    state: TranslationState = "none"
    notice_language: str | None = None
    source_language: str | None = None
    source_url: str | None = None
    source_link: str | None = None
    evidence: tuple[Line, ...] = ()
    post_edited: bool = False


class Alternate(Record):
    """The same page in another language, according to its `hreflang` links. `language`: as given, in lower case."""

    language: str
    url: str


class TopicMention(Record):
    """How central a topic is in an article.

    `in_title`, `in_lead`: whether the topic's words are in the title, in the lead. `sentences`: the share of sentences
    that they are in, 0 to 1.
    """

    topic: str
    in_title: bool = False
    in_lead: bool = False
    sentences: float = 0.0


class Article(Record):
    """One article as it was read.

    `text`: paragraphs separated by a blank line, without translation notices and boilerplate; "" after it was dropped
    because the article is off topic. `words` and `text_hash` are kept in that case.
    `page_language`: what the page declares. `language`: the main language of the body, as detected. `languages`: all
    languages of at least a fifth of its words, the most frequent first.
    `claimed_url`: the address of another outlet, or of a page of its own outlet with another text, that the page names
    as its own; only a claim.
    `first_title`, `first_text`: of a revised article, as it was first read; None if they have not changed, or if most
    of the text was replaced since. By these an article is grouped (`as_first_read`).
    `published_zone`: the zone as written on the page ("+02:00", "Z"); None if UTC was assumed.
    `kind`: what the page is; `kind_evidence`: why, one line per reason. `completeness`: the share of the text that the
    page shows where its article stands, and that is in `text`, 0 to 1; None if not measured. `topic_mentions`: how
    central each topic is; `central_topics`: those that the article is about.
    `name_keys`: what person:, org: and place: find (`newsvane.names.list_keys`).
    `section`: the page's own section or category. `paywalled`, `liveblog`: according to the page.
    `country`, `outlet_kind`: of the outlet, according to the watch list.
    `observed_at`: when we first saw the article: the end of the poll that found it, or the reading of this text if it
    could not be read at once or has been rewritten since. `absent_at`: our latest look before that, which did not find
    it: a poll of its outlet, or the last reading of another text; None if there was none. `date_contradicted`: whether
    `published_at` lies well before `absent_at`.
    `source`: how an article of the past arrived; None if a source on the watch list led to it. `archived_at`: when an
    archive captured the page that was read; None if its server answered at `fetched_at`.
    """

    article_id: str
    url: str
    canonical_url: str
    claimed_url: str | None = None
    outlet: str
    feed_id: str | None = None
    title: str
    authors: tuple[str, ...] = ()
    published_at: Utc | None = None
    published_source: PublishedSource = "none"
    published_zone: str | None = None
    published_precision: PublishedPrecision = "none"
    updated_at: Utc | None = None
    fetched_at: Utc
    section: str | None = None
    kind: PageKind = "article"
    kind_evidence: tuple[Line, ...] = ()
    text: str
    text_hash: str = ""
    words: int
    completeness: float | None = None
    first_title: str | None = None
    first_text: str | None = None
    image_url: str | None = None
    alternates: tuple[Alternate, ...] = ()
    paywalled: bool = False
    liveblog: bool = False
    country: str | None = None
    outlet_kind: OutletKind = "other"
    language: str = "und"
    language_confidence: float = 0.0
    languages: tuple[str, ...] = ()
    page_language: str | None = None
    translation: Translation = Translation()
    topics: tuple[str, ...] = ()
    topic_mentions: tuple[TopicMention, ...] = ()
    central_topics: tuple[str, ...] = ()
    name_keys: tuple[str, ...] = ()
    observed_at: Utc | None = None
    absent_at: Utc | None = None
    date_contradicted: bool = False
    source: PastSource | None = None
    archived_at: Utc | None = None
    raw: Raw | None = None


class Quarantined(Record):
    """An article that failed validation, complete, with the expectations that it failed. It can be replayed."""

    article: Article
    reasons: tuple[str, ...]
    run_id: str
    at: Utc


CLAIM_EVIDENCE = "declared original"
"""The evidence of a link that only the copy itself declares."""


class Grouping(Record):
    """The group of an article: the article that it copies, and the story that it belongs to.

    `copy_of`: article id, None: none. `score`: the similarity behind `copy_of`, 0 to 1; 1.0 for the same text
    or a declared original. `evidence`: one line per reason, for people. `copy_order`: whether our polls show that the
    original came first ("certain"), or only the dates of the two ("uncertain"); None for an original.
    `copy_claimed`: only the pages say that this is a translation; the texts do not show it. `copied_text`: the hash of
    the text that this is a copy of, if the original has another text now. `similar_to`: the article that an
    original resembles most among those whose story it is in for its content; `story_evidence`: why, one line per kind
    of evidence, for people.
    """

    article_id: str
    copy_of: str | None = None
    copy_kind: CopyKind | None = None
    score: float | None = None
    story_id: str
    evidence: tuple[Line, ...] = ()
    copy_order: CopyOrder | None = None
    copy_claimed: bool = False
    copied_text: str | None = None
    similar_to: str | None = None
    story_evidence: tuple[Line, ...] = ()

    @property
    def is_original(self) -> bool:
        """Return whether it is neither a copy nor a translation, as far as is known.

        An article that alone claims to be a translation, which the texts do not show, counts as an original. The first
        line of evidence is about the article itself; the view `grouped_articles` has the same rule.
        """
        return self.copy_of is None or self.is_claim

    @property
    def is_claim(self) -> bool:
        """Return whether it merely claims to be a translation. It counts in no story that has another article."""
        return self.copy_claimed and self.evidence[:1] == (CLAIM_EVIDENCE,)
