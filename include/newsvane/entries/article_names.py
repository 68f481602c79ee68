"""The names under which lists of articles give an address, a title, a date and the rest, the best ones first. Pure.

Names are compared as `fold_name` writes them: letters and digits only, in lower case, so that `publishedAt`,
`published_at` and `PUBLISHED-AT` are one name.
"""

import re
from functools import lru_cache
from typing import Any

MAX_NAME = 60
"""A longer name is none of these."""


@lru_cache(maxsize=4_096)
def fold_name(name: str) -> str:
    """Return the letters and digits of a name, in lower case; "" for a name that is too long."""
    return "".join(filter(str.isalnum, name.casefold())) if len(name) <= MAX_NAME else ""


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_LIKE = {
    "address": (r"(?:url|uri|link|href|permalink)(?:s|web|desktop)?$", (
        r"image|img|photo|picture|thumb|logo|icon|avatar|banner|media|video|audio|embed|mobile|amp|short|api|self|rss|feed"
        r"|author|byline|user|profile|source|outlet|publisher|site|home|host|domain|section|categor|topic|tag|next|prev"
        r"|comment|related|reply|download|edit|delete|stream|pdf"
    )),
    "title": (r"title|headline|titel$|titre$|titulo$", (
        r"sub|seo|meta|source|site|section|categ|topic|author|publisher|outlet|image|media|series|feed|page$|related|url|id$"
    )),
    "date": (r"publ.*(?:date|time|at$|on$|utc|ts$)|(?:date|time).*publ|^date|date$|datetime|timestamp|posted", (
        r"modif|updat|index|crawl|expir|fetch|collect|added|access|retriev|discover|event|end|start|birth|last|revis|valid"
        r"|creat|changed|edited|scraped|import|inserted|seo|candidate"
    )),
}  # fmt: skip
_LIKE_PATTERNS = {kind: (re.compile(like), re.compile(unlike)) for kind, (like, unlike) in _LIKE.items()}


@lru_cache(maxsize=4_096)
def is_like(name: str, kind: str) -> bool:
    """Return whether a folded name that is not on the lists may be that of an "address", a "title" or a "date"."""
    like, unlike = _LIKE_PATTERNS[kind]
    return like.search(name) is not None and unlike.search(name) is None


ADDRESS = _names(
    "canonicalurl canonicallink canonicaluri canonical weburl webpageurl htmlurl articleurl articlelink articleuri"
    " newsurl newslink posturl pageurl documenturl docurl itemurl originalurl originallink externalurl clickthroughurl"
    " publicurl absoluteurl fullurl url link permalink permalinkurl href uri mainentityofpage webpage storyurl address"
    " shareurl detailsweb alternate loc links urls lien enlace adresse ссылка رابط لینک 链接"
)
LAST_ADDRESS = _names("item path guid id mobileurl urlmobile ampurl shorturl shortlink")
"""Names that count only if no other one holds an address."""

LINK_RELATIONS = _names("canonical permalink alternate web html article page story site external public")
"""Links of an article that lead to its page, never to the API that lists it (`self`)."""

ADDRESS_PARTS = _names("canonical href url web html absolute alias full desktop value t text rendered cdata main id")
TITLE = _names(
    "title headline headlines webtitle articletitle newstitle posttitle storytitle pagetitle displaytitle titletext"
    " heading titel titre titulo título titolo tytuł überschrift заголовок عنوان 标题 標題 name label subject"
)
TEXT_PARTS = _names(
    "main basic rendered plain plaintext text t value cdata default raw original fullname name title headline"
)
PUBLISHED = _names(
    "datepublished published publishedat publishedon publisheddate publisheddatetime publishedtime publishedutc"
    " publisheddategmt publishdate publishtime publishdatetime publishat publicationdate publicationtime"
    " publicationdatetime publicationtimestamp firstpublicationdate firstpublishedat firstpublisheddate firstpublished"
    " webpublicationdate pubdate pubtime pubdateutc datetimepub dategmt dateutc datetime date seendate articledate"
    " newsdate postdate postedat posted dateposted displaydate issued issuedate releasedate pageage isodate"
    " providerpublishtime timestamp ts time when datum fecha дата تاریخ التاريخ 日期"
)
CREATED = _names(
    "created ctime createdat createdutc createdon createddate createdtime creationdate datecreated metadatacreated"
)
"""Names of dates that count only if nothing is said about publication."""

DATE_PARTS = _names("iso iso8601 utc date datetime value t text rendered seconds")
SUMMARY = _names(
    "summary description desc abstract lead excerpt snippet trailtext teaser standfirst leadparagraph dek deck subtitle"
    " subheadline intro introduction metadescription shortdescription content contenttext contentsnippet body bodytext"
    " text articlebody fulltext selftext beschreibung descripción описание"
)
LANGUAGE = _names("language lang languagecode langcode inlanguage languageiso locale sprache langue idioma")
AUTHOR = _names(
    "author authors byline creator creators writer writers authorname authornames authorsbyline journalist autor auteur"
    " автор"
)
IMAGE = _names(
    "image socialimage imageurl urltoimage thumbnail thumbnailurl leadimage topimage mainimage featuredimage"
    " bannerimage picture coverimage cover img media"
)
IMAGE_PARTS = _names("url src href contenturl full large original thumbnail")
OUTLET = _names(
    "source outlet outletname sourcename sourcetitle sourceid publisher publishername provider medianame mediasource"
    " domain domainname site sitename sitefull hostname host publication origin displaylink cleanurl newspaper"
)
OUTLET_PARTS = _names("name title id domain uri displayname")
SPONSORED = _names("sponsored issponsored promoted ispromoted isad isadvert isadvertisement isadvertorial")
SPONSORED_TYPES = frozenset(_names("ad ads advert advertisement advertorial sponsored promoted nativead"))

WRAPPERS = _names(
    "_source node attributes fields data document doc article story post item content entry record resource properties"
    " result news _embedded object"
)
"""Names, as written, of an object in an element of a list that holds the article itself."""

ASIDE_WRAPPERS = _names("dates metadata meta")
"""Names of an object in an article with more about it."""

NO_ARTICLE_TYPES = frozenset(
    _names("website organization newsmediaorganization person imageobject breadcrumblist collectionpage searchaction")
)
"""Types of objects (schema.org) that may stand among articles."""

LISTS = frozenset(
    _names(
        "articles results items docs hits stories news posts entries edges nodes value values data feed list documents"
        " records headlines children entry item article result story post rows search itemlistelement content contents"
        " bindings publications pages matches topnews latest latestnews"
    )
)
"""Names of lists that may be expected to hold articles. An empty one of these is an empty list of articles."""

ARTICLE_LISTS = frozenset(_names("articles stories news posts headlines"))
TOTALS = frozenset(_names("total totalresults totalcount totalhits numfound found count resultcount nbhits"))
SECTIONS = frozenset(
    _names(
        "sections categories topics channels groups collections sources outlets publishers media feeds tags keywords"
        " authors contributors people languages countries domains menu navigation nav breadcrumbs pagination links"
        " plans documentation"
    )
)
"""Names of lists whose members are no articles, unless they have dates."""

ASIDES = frozenset(
    _names(
        "related relatedarticles relatedstories relatedcontent relatedlinks recommended recommendations readmore"
        " seealso mostread mostpopular popular trending sponsored promoted promotions ads advertisements sidebar"
        " footer header similar suggestions previous"
    )
)
"""Names of what stands beside the list that was asked for."""

NEVER = frozenset(
    _names(
        "error errors warnings warning fault exception images image multimedia photos videos thumbnails attachments"
        " enclosures facets aggregations highlight highlights comments entities params request responseheader"
    )
)
"""Names in which no list of articles is sought."""


def fold_names(thing: dict[str, Any], limit: int) -> dict[str, Any]:
    """Return the first members of an object by their folded names; of two with the same name, the first."""
    folded: dict[str, Any] = {}
    for count, (name, value) in enumerate(thing.items()):
        if count == limit:
            break
        folded.setdefault(fold_name(name), value)
    return folded
