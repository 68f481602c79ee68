"""Known items are not parsed again; the result for the other items does not change."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane.entries import syndication
from newsvane.records import FeedItems
from tests.support.examples import examples
from tests.unit.entries.feed_factories import atom, item, parse, rss

TRICKY = [
    "plain text",
    "<![CDATA[</item> and <item><title>within</title></item>]]>",
    "<![CDATA[a]]>]]&gt;<!-- <item> </entry> -->",
    "<?php echo '<item>' ?>",
    "&lt;item&gt; &amp;amp; &#1601;",
    "خبر از تهران",
    "<b>bold <i>words</i></b>",
]
ADDRESSES = [
    "https://a.example/1",
    "/2",
    "https://a.example/2?utm_source=x",
    "3",
    "",
    "javascript:x",
    "https://b.example/",
]
GUIDS = [None, "", "1", "same", "https://a.example/9", "<![CDATA[c&d]]>", "c&amp;d"]


def element(name: str, values: list[str | None]) -> st.SearchStrategy[str]:
    return st.sampled_from(values).map(lambda text: "" if text is None else f"<{name}>{text}</{name}>")


EXTRAS = st.lists(
    st.sampled_from([
        "<dc:creator>Ann</dc:creator>",
        "<dc:language>fa</dc:language>",
        "<dc:title>Other</dc:title>",
        "<media:group><media:title>T</media:title><media:content url='/i.jpg' medium='image'/></media:group>",
        "<itunes:duration>5</itunes:duration><enclosure url='/a.mp3' type='audio/mpeg'/>",
        "<image><url>/i.png</url><title>Image</title></image>",
        "<source url='https://b.example'>B</source>",
        "<category>News</category><category domain='x'>Sponsored</category>",
        "<content:encoded><![CDATA[<p>All</p>]]></content:encoded>",
        "<atom:link rel='alternate' href='/7'/>",
        "<textInput><title>T</title></textInput>",
    ]),
    max_size=3,
).map("".join)

RSS_ITEMS = st.builds(
    lambda start, *parts: f"<item{start}>{''.join(parts)}</item>",
    st.sampled_from(["", " xml:lang='fr'", " xml:base='https://c.example/'", ' a=">"', " xmlns:z='urn:z'"]),
    element("title", [None, "", *TRICKY]),
    element("link", [None, *ADDRESSES]),
    element("guid", GUIDS),
    element("pubDate", [None, "Tue, 24 Nov 2026 08:00:00 GMT", "24 November 2026", "soon"]),
    element("description", [None, *TRICKY]),
    EXTRAS,
)
BETWEEN = st.sampled_from([
    "",
    "\n  ",
    "<!-- <item> -->",
    "<language>de</language>",
    "<title>Late</title>",
    "<item/>",
    "x",
])

ATOM_ENTRIES = st.builds(
    lambda *parts: f"<entry>{''.join(parts)}</entry>",
    element("id", GUIDS),
    st.sampled_from(['<link href="/1"/>', '<link href="/2" rel="alternate"/>', "", '<link rel="self" href="/3"/>']),
    st.sampled_from(["<title>T</title>", '<title type="html">&lt;b&gt;T&lt;/b&gt;</title>', "<title/>"]),
    st.sampled_from([
        "",
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><entry>not one</entry></div></content>',
        "<source><id>same</id><title>S</title></source>",
        "<updated>2026-11-24T08:00:00Z</updated>",
    ]),
)

JSON_ITEMS = st.fixed_dictionaries({
    "url": st.sampled_from(ADDRESSES),
    "id": st.sampled_from(["1", "same", 5, None]),
    "title": st.sampled_from(TRICKY),
})

PLACES = st.builds(
    lambda loc, rest: f"<url><loc>{loc}</loc>{rest}</url>",
    st.sampled_from(ADDRESSES[:5]),
    st.sampled_from(["", "<lastmod>2026-11-24</lastmod>", "<n:news><n:title>T</n:title></n:news>"]),
)


def rss_feed(items: list[tuple[str, str]]) -> str:
    return rss(*(between + text for between, text in items), head="<ttl>30</ttl><language>fa</language>")


ITEMS = st.lists(st.tuples(BETWEEN, RSS_ITEMS), max_size=6)

FEEDS: dict[str, st.SearchStrategy[str]] = {
    "RSS": ITEMS.map(rss_feed),
    "RSS to repair": ITEMS.map(lambda found: rss_feed([("&", item()), *found])),
    "RSS not well formed": ITEMS.map(lambda found: rss_feed([("<b>", item()), *found])),
    "Atom": st.lists(ATOM_ENTRIES, max_size=6).map(lambda found: atom(*found)),
    "JSON Feed": st.lists(JSON_ITEMS, max_size=6).map(lambda found: json.dumps({"version": "1.1", "items": found})),
    "sitemap": st.lists(PLACES, max_size=6).map(lambda found: f"<urlset xmlns:n='urn:n'>{''.join(found)}</urlset>"),
}


def chosen(items: FeedItems, which: list[bool]) -> FeedItems:
    rows = [
        row
        for row, is_chosen in zip(zip(items.keys, items.ids, items.times, strict=True), which, strict=True)
        if is_chosen
    ]
    keys, ids, times = zip(*rows, strict=True) if rows else ((), (), ())
    return FeedItems(keys=keys, ids=ids, times=times)


@pytest.mark.parametrize("feeds", FEEDS.values(), ids=FEEDS)
@settings(max_examples=examples(50), deadline=None, database=None)
@given(data=st.data())
def test_any_set_of_known_items_gives_the_same_result(feeds: st.SearchStrategy[str], data: st.DataObject) -> None:
    body = data.draw(feeds)
    whole = parse(body)
    count = len(whole.items.keys)
    known = chosen(whole.items, data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    rest = parse(body, known=known)
    assert rest.items == whole.items
    assert (rest.title, rest.language, rest.ttl_seconds) == (whole.title, whole.language, whole.ttl_seconds)
    first_key: dict[int, int] = {}
    for number, key in zip(whole.items.ids, whole.items.keys, strict=True):
        first_key.setdefault(number, key)
    first_key.pop(0, None)
    givers = zip(whole.entries, first_key.values(), strict=True)
    assert rest.entries == tuple(entry for entry, key in givers if key not in known.keys)


def with_items(count: int, make: Callable[[int], str] = lambda n: item(link=f"/{n}", title=f"Title {n}")) -> str:
    return rss(*map(make, range(count)), head="<ttl>30</ttl>")


def test_only_new_items_reach_feedparser(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    read = syndication._parse_strictly
    monkeypatch.setattr(syndication, "_parse_strictly", lambda body, url: seen.append(body) or read(body, url))
    before, body = parse(with_items(30)), with_items(32)
    after = parse(body, known=before.items)
    assert [entry.title for entry in after.entries] == ["Title 30", "Title 31"]
    assert seen[-1].count(b"<item>") == 3
    assert after.items == parse(body).items
    assert after.items.ids[:30] == before.items.ids


def test_a_feed_without_new_items() -> None:
    body = with_items(3)
    again = parse(body, known=parse(body).items)
    assert (again.entries, again.title, again.ttl_seconds, len(again.items.keys)) == ((), "Feed", 1800, 3)


def test_a_changed_item_is_read_again_under_its_id() -> None:
    before = parse(rss(item(), item(link="/2")))
    after = parse(rss(item(title="Corrected"), item(link="/2")), known=before.items)
    assert [entry.title for entry in after.entries] == ["Corrected"]
    assert (after.items.ids, after.items.keys == before.items.keys) == (before.items.ids, False)


def test_items_in_columns() -> None:
    feed = parse(rss(item(), item(link="/2", pubDate=None), item(link="mailto:x"), item(guid="again")))
    assert feed.items.times == (1795507200, 0, 0, 1795507200)
    assert feed.items.ids[2] == 0
    assert feed.items.ids[0] == feed.items.ids[3] != feed.items.ids[1]
    assert len(set(feed.items.keys)) == 4
    assert all(-(2**63) <= number < 2**63 for column in (feed.items.keys, feed.items.ids) for number in column)


def test_known_items_without_entry_are_still_counted() -> None:
    body = rss(item(), item(link="mailto:x"), item(guid="again"))
    again = parse(body, known=parse(body).items)
    assert again.problems == parse(body).problems
    assert len(again.problems) == 2


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            rss("<item><title>A</title><link>/1</link><item><link>/2</link></item></item>", item()), id="in items"
        ),
        pytest.param(rss('<q:item xmlns:q="urn:q"><q:link>/1</q:link></q:item>', item()), id="of another vocabulary"),
        pytest.param(rss('<item xmlns="http://search.yahoo.com/mrss/"/>', item()), id="of media"),
        pytest.param(rss("<item/>", "<item />", item()), id="empty"),
        pytest.param(rss(item()).replace("item>", "ITEM>"), id="in capitals"),
    ],
)
def test_elements_that_are_not_items(body: str) -> None:
    whole = parse(body)
    again = parse(body, known=whole.items)
    assert again.entries == ()
    assert again.items == whole.items


@pytest.mark.parametrize(
    ("items", "guids"),
    [
        pytest.param([item(guid="x"), item(guid="y", link="/2")], ["x", "y"], id="RSS"),
        pytest.param(
            [item(guid="x"), item(guid="x", link="/2"), item(guid="y", link="/3")], ["", "", "y"], id="repeated"
        ),
        pytest.param([item(guid="x"), item(guid="x")], ["x"], id="the same item twice"),
        pytest.param([item(guid=" <![CDATA[x&y]]>\n")], ["x&y"], id="CDATA"),
        pytest.param([item(guid="<!-- a > b -->x<![CDATA[<c>&amp;]]>&amp;d")], ["x<c>&amp;&d"], id="markup and CDATA"),
        pytest.param([item(guid=f"x<!--{'-a' * 9_000}-->")], ["x"], id="cut off in a comment"),
        pytest.param([item(guid=f"<![CDATA[{'x' * 9_000}]]>")], ["x" * 2048], id="cut off in CDATA"),
        pytest.param([item(guid="12")], ["12"], id="number"),
        pytest.param([item()], [""], id="none"),
        pytest.param([item(guid="x" * 3000)], ["x" * 2048], id="endless"),
        pytest.param([item("<source><id>x</id></source>")], [""], id="of its source"),
    ],
)
@pytest.mark.parametrize("end", ["", "<b>&"], ids=["well formed", "not well formed"])
def test_guid(items: list[str], guids: list[str], end: str) -> None:
    assert [entry.guid for entry in parse(rss(*items, end)).entries] == guids


def test_guid_of_other_formats() -> None:
    assert [entry.guid for entry in parse(atom('<entry><id>tag:x</id><link href="/1"/></entry>')).entries] == ["tag:x"]
    feed = {"version": "1.1", "items": [{"id": 5, "url": "/1"}, {"id": "5", "url": "/2"}, {"id": "6", "url": "/3"}]}
    assert [entry.guid for entry in parse(json.dumps(feed)).entries] == ["", "", "6"]
    names = 'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    rdf = f'<r:RDF {names}><item r:about="x"><link>/1</link></item></r:RDF>'
    assert [entry.guid for entry in parse(rdf).entries] == ["x"]
    assert [entry.guid for entry in parse("<urlset><url><loc>/1</loc></url></urlset>").entries] == [""]


def test_a_repeated_guid_is_seen_among_known_items() -> None:
    body = rss(item(guid="x"), item(guid="x", link="/2"))
    whole = parse(body)
    assert [entry.guid for entry in parse(body, known=chosen(whole.items, [True, False])).entries] == [""]
