"""The shipped list of the world's press (`include/watch/world/`) loads, covers the world, and names outlets only."""

import re
from pathlib import Path

import pytest

from newsvane import urls
from newsvane.feeds import normalize_address, parse_watch_list
from newsvane.iso_codes import explain_country, explain_language
from newsvane.records import Feed

WATCH = Path(__file__).parents[3] / "include" / "watch"
FILES = sorted((WATCH / "world").glob("*.toml"))

OFF_SUBJECT = re.compile(
    r"(?<![a-z])(sports?|deportes|esportes?|football|futbol|fussball|soccer|cricket|celebrit|showbiz|gossip|horoscop"
    r"|entertainment|lifestyle|fashion|travel)"
)
"""Addresses of sections that report no general news."""

ELSEWHERE = {
    "e00-elmundo.uecdn.es": "elmundo.es",
    "e00-expansion.uecdn.es": "expansion.com",
    "xml2.corriereobjects.it": "corriere.it",
    "feeds.content.dowjones.io": "wsj.com",
    "feeds.skynews.com": "sky.com",
    "feeds.thelocal.com/rss/es": "thelocal.es",
    "feeds.thelocal.com/rss/it": "thelocal.it",
    "ihned.cz": "hn.cz",
    "k.img.com.ua/rss/ru": "korrespondent.net",
    "nn.by": "nashaniva.com",
    "rss.impresa.pt/feed/latest/expresso.rss": "expresso.pt",
    "rss.iol.io": "iol.co.za",
    "data.gmanews.tv": "gmanetwork.com",
    "feeds.bbci.co.uk": "bbc.com",
    "feeds.feedburner.com/rsscna/engnews": "focustaiwan.tw",
    "feeds.feedburner.com/rsscna/intworld": "cna.com.tw",
    "feeds.feedburner.com/breitbart": "breitbart.com",
    "feeds.feedburner.com/ietopstories": "irishexaminer.com",
    "feeds.feedburner.com/LaGaceta-General": "lagaceta.com.ar",
    "feeds.feedburner.com/radiobiobio": "biobiochile.cl",
    "feeds.feedburner.com/ndtvnews": "ndtv.com",
    "feeds.feedburner.com/ndtvprofit": "ndtvprofit.com",
    "feeds.feedburner.com/ndtvkhabar": "ndtv.in",
    "feeds.feedburner.com/ScrollinArticles.rss": "scroll.in",
    "feeds.feedburner.com/PublicoRSS": "publico.pt",
}
"""Hosts that belong to an outlet whose articles are elsewhere, and accounts of outlets at a host of many."""

NO_OUTLETS = {
    "amazonaws.com", "facebook.com", "feedage.com", "feedburner.com", "feedspot.com", "google.com", "mynet.com",
    "msn.com", "newsnow.co.uk", "rss.app", "rsshub.app", "twitter.com", "wn.com", "x.com", "yahoo.com",
}  # fmt: skip
"""Aggregators, portals and platforms, which list or host what others wrote."""


@pytest.fixture(scope="module")
def watched() -> tuple[Feed, ...]:
    """The feeds of feeds.toml."""
    path = WATCH / "feeds.toml"
    return parse_watch_list(path.read_text("utf-8"), path=str(path))


@pytest.fixture(scope="module")
def world() -> tuple[Feed, ...]:
    """The sources of all files. Each is parsed alone: a later file would leave out addresses of an earlier one."""
    return tuple(feed for path in FILES for feed in parse_watch_list(path.read_text("utf-8"), path=str(path)))


def test_ids_and_addresses_are_unique(watched: tuple[Feed, ...], world: tuple[Feed, ...]) -> None:
    assert len({each.feed_id for each in watched + world}) == len(watched + world)
    assert len({normalize_address(each.url) for each in world}) == len(world)


def test_the_list_covers_the_world(world: tuple[Feed, ...]) -> None:
    assert len(world) >= 500
    assert len({each.country for each in world} - {None}) >= 100
    assert len({each.language for each in world} - {None}) >= 30


def test_only_what_may_matter_is_read(world: tuple[Feed, ...]) -> None:
    assert {each.read for each in world} == {"matching"}


def test_ids_say_where_a_source_comes_from(world: tuple[Feed, ...]) -> None:
    assert [each.feed_id for each in world if not each.feed_id.startswith("world-")] == []


def test_languages_and_countries_exist(world: tuple[Feed, ...]) -> None:
    assert {wrong for each in world if each.language and (wrong := explain_language(each.language))} == set()
    assert {wrong for each in world if each.country and (wrong := explain_country(each.country))} == set()


def test_titles_are_given(world: tuple[Feed, ...]) -> None:
    assert [each.feed_id for each in world if not each.title.strip()] == []


def test_no_section_of_sports_or_gossip(world: tuple[Feed, ...]) -> None:
    assert [each.url for each in world if OFF_SUBJECT.search(each.url.lower())] == []


def test_each_address_belongs_to_the_outlet(world: tuple[Feed, ...]) -> None:
    foreign = [each for each in world if each.outlet not in (urls.outlet(each.url), _owner(each.url))]
    assert {each.url: each.outlet for each in foreign} == {}


def test_no_aggregators(world: tuple[Feed, ...]) -> None:
    assert [each.url for each in world if each.outlet in NO_OUTLETS] == []


def _owner(url: str) -> str:
    """Return the outlet whose address this is according to ELSEWHERE, or ""."""
    address = normalize_address(url)
    return next((outlet for place, outlet in ELSEWHERE.items() if address.startswith(place)), "")
