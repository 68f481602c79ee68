"""Feeds that other programs read: GeoRSS says where the event of an entry happened."""

import json
from datetime import UTC, datetime

import feedparser

from newsvane.feed_output import OutputFeed, OutputItem, OutputPlace, render_atom, render_json_feed

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOSTILE = "<b>Tirana</b> & \x00]]>"


def read(*places: OutputPlace | None) -> feedparser.FeedParserDict:
    items = [
        OutputItem(f"a{number}", "Title", "Text", AT, "https://news.example/1", place=place)
        for number, place in enumerate(places)
    ]
    return feedparser.parse(render_atom(OutputFeed("key", "Feed", "https://news.example/", items)))


def test_a_reader_gets_the_point_of_an_entry() -> None:
    found = read(OutputPlace("Buenos Aires", -34.6131, -58.3772), None)
    assert not found.bozo
    assert found.entries[0].where == {"type": "Point", "coordinates": (-58.3772, -34.6131)}
    assert found.namespaces["georss"] == "http://www.georss.org/georss"
    assert "where" not in found.entries[1]


def test_the_name_of_a_place_is_text() -> None:
    written = render_atom(
        OutputFeed("key", "Feed", "", [OutputItem("a", "T", "", AT, "", place=OutputPlace(HOSTILE, 41.3, 19.8))])
    ).decode()
    assert "<georss:featurename>&lt;b&gt;Tirana&lt;/b&gt; &amp; ]]&gt;</georss:featurename>" in written
    assert "<georss:point>41.3000 19.8000</georss:point>" in written
    assert not feedparser.parse(written).bozo


def test_a_feed_says_where_it_is() -> None:
    feed = OutputFeed("key", "Feed", "https://news.example/", [], "https://news.example/feed.atom")
    links = {link.rel: link.href for link in feedparser.parse(render_atom(feed)).feed.links}
    assert links == {"alternate": "https://news.example/", "self": "https://news.example/feed.atom"}
    assert json.loads(render_json_feed(feed))["feed_url"] == feed.address
