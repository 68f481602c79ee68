"""Strategies that generate hostile pages with hypothesis, and the invariants of whatever is read from one.

`python -m tests.unit.articles.page_strategies MINUTES` searches for that many minutes, with a new seed per round.
"""

import json
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from newsvane.articles import read_article
from newsvane.articles.markup import clean
from newsvane.records import Article, Skipped
from tests.support.cpu_limit import cpu_limit
from tests.unit.articles.page_factories import NOW, PARAGRAPHS, TITLE, URL, json_ld, page

MAX_SECONDS = 5.0
EARLY, LATE = (datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (1965, 2028))

noise = st.sampled_from(
    ["", "\x00", "\u202e", "\ud800", "\ufeff", "\u0085", "\u00ad", "&#xD800;", "می‌رود&#1;", "می‌رود&#xFFFE;",
    "&#0;", "&amp;#8217;", "]]>", "-->",
    "<!--", "</script>",
     "Ã©â€™", "١٢", "۱۴۰۵/۰۸/۲۹", "\u0301" * 40, "𝕏", "x" * 3_000, "'", '"', "\\", "\\ud83d", "%00", "%ff",
     "{{x}}", "\t\r\n"]
)  # fmt: skip
letters = st.one_of(
    noise, st.text(max_size=20), st.sampled_from([TITLE, "Ana Hoxha and Reza Karimi", "By Ana, Tirana"])
)
addresses = st.one_of(
    letters,
    st.sampled_from(
        ["", "/", "//", "///x", "javascript:void(0)", "data:image/png;base64,AAAA", "http://[::1",
        "http://[::1]/a", "mailto:a@b",
         "https://x:99999/a", "https://x:0/a", "https://\u2100.example/a", "https://xn--/a", "https://a..b/c",
         URL, "?", "#", "https://" + "a." * 200,
         "http://user:pass@harbour-post.example/a",
         "https://harbour-post.example/" + "a/" * 2_000, "\u202ehttps://x.example"]
    ),
)  # fmt: skip
dates = st.one_of(
    letters,
    st.sampled_from(
        ["2026-11-19T09:30:00+01:00", "2026-11-19", "0", "0000000000", "9999999999999",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
         "2026-02-30", "2026-13-01", "2026-11-19T24:00:00", "2026-11-19T25:61:61+99:99", "1970-01-01T00:00:00Z",
         "Fri Nov 20 11:59:59 CET 2026",
         "Thu, 19 Nov 2026 09:30:00 +9999", "19 novembre 2026", "19. November 2026, 9.30 Uhr", "۲۹ آبان ۱۴۰۵",
         "٣ مايو ٢٠٢٤", "today", "2026",
         "20261119T093000Z", "2026-11-19T09:30:00.123456789123Z", "12/31/2026 11:59 PM", "00/00/0000", "1e400",
         "-1", "2026-W47-4", "2026-323",
         "31.02.2026", "2026-11-19T09:30:00 Europe/Tirane", "24 Nov 2026 08:00:00 GMT+3:30", "1:2:3 2026",
         "T:2026", "2026 12:99"]
    ),
    st.datetimes().map(str),
    st.datetimes(EARLY, LATE, timezones=st.timezones()).map(datetime.isoformat),
)  # fmt: skip
scalars = st.one_of(letters, addresses, dates, st.none(), st.booleans(), st.integers(), st.floats())
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["@id", "@type", "name", "url", "@value", "@graph", "author"]), inner, max_size=4
        ),
    ),
    max_leaves=8,
)
kinds = st.one_of(
    *[st.sampled_from(["NewsArticle", "LiveBlogPosting", "WebPage", "BreadcrumbList", ["Article"]])] * 3, values
)
people = st.one_of(letters, st.lists(st.builds(lambda name: {"name": name}, letters), max_size=3), values)
times = st.one_of(dates, dates, values)
places = st.one_of(addresses, values)
facts = st.fixed_dictionaries(
    {"datePublished": times, "author": people},
    optional={
        **dict.fromkeys(["dateCreated", "dateModified"], times),
        **dict.fromkeys(["creator", "publisher"], people),
        **dict.fromkeys(["url", "@id", "mainEntityOfPage", "image", "thumbnailUrl"], places),
        **dict.fromkeys(
            ["headline", "name", "articleSection", "mainEntity", "@graph", "isAccessibleForFree", "itemListElement"],
            values,
        ),
    },
)
objects = st.builds(lambda kind, properties: {"@type": kind, **properties}, kinds, facts)


def _script(value: Any, cut: int, wrapped: str) -> str:
    text = json.dumps(value)
    return f"<script type='application/ld+json'>{wrapped.replace('…', text[: len(text) - cut])}</script>"


scripts = st.builds(
    _script,
    st.one_of(
        objects,
        st.lists(objects, max_size=3),
        st.builds(lambda items: {"@graph": items}, st.lists(objects, max_size=3)),
    ),
    st.sampled_from([0, 0, 0, 1, 7]),
    st.sampled_from(["…", "…", "<!--…-->", "//<![CDATA[\n…\n//]]>", "…;", "…,…", "[…,]", "\ufeff…", "…}"]),
)
names = st.sampled_from(
    ["og:title", "og:url", "og:image", "og:site_name", "og:type", "twitter:title", "twitter:label1",
    "twitter:data1", "author", "date",
     "article:published_time", "article:modified_time", "article:section", "article:content_tier", "dc.date",
     "application-name", "", "\u202e"]
)  # fmt: skip


def _attributes(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


metas = st.builds(
    lambda kind, name, content: f"<meta {kind}='{escape(name)}' content=\"{escape(content)}\">",
    st.sampled_from(["name", "property", "itemprop", "http-equiv"]),
    names,
    st.one_of(letters, addresses, dates),
)
links = st.builds(
    lambda attributes: f"<link{_attributes(attributes)}>",
    st.fixed_dictionaries(
        {
            "rel": st.sampled_from(["canonical", "alternate", "alternate machine-translated-from", "image_src", ""]),
            "href": addresses,
        },
        optional={"hreflang": st.one_of(letters, st.sampled_from(["en", "EN_us", "x-default", "de-x-mtfrom-en"]))},
    ),
)
elements = st.recursive(
    st.one_of(letters, dates, st.sampled_from(PARAGRAPHS)),
    lambda inner: st.builds(
        lambda tag, attributes, within, closed: (
            f"<{tag}{_attributes(attributes)}>{''.join(within)}" + (f"</{tag}>" if closed else "")
        ),
        st.sampled_from([
            "h1",
            "h2",
            "p",
            "div",
            "article",
            "time",
            "span",
            "a",
            "title",
            "meta",
            "b\x00",
            "svg",
            "template",
            "font",
            "li",
            "table",
        ]),
        st.dictionaries(
            st.sampled_from([
                "class",
                "rel",
                "href",
                "itemprop",
                "itemscope",
                "itemtype",
                "datetime",
                "pubdate",
                "content",
                "property",
                "lang",
                "style",
            ]),
            st.one_of(
                letters,
                dates,
                addresses,
                st.sampled_from(["author", "byline__name", "datePublished", "https://schema.org/NewsArticle"]),
            ),
            max_size=3,
        ),
        st.lists(inner, max_size=4),
        st.sampled_from([True, True, True, False]),
    ),
    max_leaves=12,
)
pages = st.builds(
    lambda head, title, body, blocks, lang: page(
        "".join(body), head="".join(head), title=escape(title), lang=escape(lang), blocks=tuple(blocks)
    ) if "\ud800" not in "".join([*head, title, *body, *blocks, lang])
    else "".join([*head, f"<h1>{title}</h1>", *body, *blocks]).encode("utf-8", "surrogatepass"),
    st.lists(st.one_of(scripts, scripts, metas, links), min_size=2, max_size=8),
    letters,
    st.lists(elements, max_size=6),
    st.lists(st.one_of(st.sampled_from(PARAGRAPHS), letters), min_size=3, max_size=6),
    st.one_of(letters, st.sampled_from(["en", "fa-IR", "de-x-mtfrom-en"])),
)  # fmt: skip

WHOLE = page(
    '<div itemscope itemtype="https://schema.org/NewsArticle">'
    '<time itemprop="datePublished">19 November 2026</time></div>',
    head=json_ld(
        headline=TITLE, author={"name": "Ana Hoxha"}, datePublished="2026-11-19T09:30:00+01:00", image=["/i.jpg"]
    )
    + "<meta property='article:section' content='World'><link rel='alternate' hreflang='sq' href='/sq/kampi'>",
)
cuts = st.tuples(
    st.integers(0, len(WHOLE)),
    st.integers(0, 40),
    st.one_of(st.binary(max_size=30), noise.map(lambda sign: sign.encode("utf-8", "surrogatepass"))),
)
mutations = st.lists(cuts, min_size=1, max_size=6)


def mutated(changes: list[tuple[int, int, bytes]]) -> bytes:
    """Return a whole page in which bytes at these places are replaced."""
    html = WHOLE
    for place, length, put in changes:
        html = html[:place] + put + html[place + length :]
    return html


def check_invariants(html: bytes) -> None:
    """Check that reading a page gives a valid article, or a reason that is not a failure of our own, in time.

    Depending on the page's length, its address has a date or not.
    """
    url = URL if len(html) % 2 else "https://harbour-post.example/camp"
    with cpu_limit(MAX_SECONDS):
        found = read_article(html, url=url, now=NOW)
    if isinstance(found, Skipped):
        assert found.reason != "unreadable", found.detail
        return
    assert isinstance(found, Article)
    lines = [found.title, *found.authors, found.section or "", *found.text.split("\n\n")]
    assert all(line == clean(line) for line in lines)
    assert len(found.title) <= 500 and len(found.authors) <= 20 and len(found.section or "") <= 100
    assert (found.published_at is None) == (found.published_source == "none") == (found.published_precision == "none")
    assert found.published_at is None or found.published_at <= NOW + timedelta(days=2)
    assert not (found.updated_at and found.published_at) or found.updated_at >= found.published_at
    addresses = [found.canonical_url, found.image_url, *(each.url for each in found.alternates)]
    assert all(each.startswith(("http://", "https://")) for each in addresses if each)
    assert Article.model_validate_json(found.model_dump_json()) == found


def main() -> None:
    """Search for pages that violate an invariant, for the number of minutes in the first argument.

    Report the number of cases, the slowest one and the peak memory; a fault ends the search with its shortest case.
    """
    ends = time.monotonic() + 60 * float(sys.argv[1])
    patient = settings(max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    cases, slowest = 0, 0.0

    def check(html: bytes) -> None:
        nonlocal cases, slowest
        began = time.process_time()
        check_invariants(html)
        cases, slowest = cases + 1, max(slowest, time.process_time() - began)

    try:
        for number in count(first := int(time.time())):
            for strategy in (pages, mutations.map(mutated)):
                print(f"seed {number}", end="\r", flush=True)
                seed(number)(patient(given(strategy)(check)))()
            if time.monotonic() > ends:
                break
    finally:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"pages from seed {first}: {cases:,} cases; slowest: {slowest:.2f} CPU s; peak memory: {peak:,} MB")


if __name__ == "__main__":
    main()
