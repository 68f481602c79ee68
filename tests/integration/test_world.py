"""The news world over a real socket: every feed and page answers as the truth says, and the truth covers all of it."""

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
import pytest_asyncio
from markupsafe import escape

from newsvane.urls import canonical
from tests.support.visitor import Visitor, visit
from tests.world.content import HERE, Channel, Outlet, Story, World
from tests.world.faults import BOMB_BYTES, HUGE_BYTES, MEGABYTE, Fault, load_faults
from tests.world.render import render_feed, render_page
from tests.world.truth import truth, watch_list

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WORLD = World(NOW)
TRUTH = json.loads((HERE / "truth.json").read_text("utf-8"))
STORIES = [pytest.param(story, id=story.key) for story in WORLD.visible()]
CHANNELS = [pytest.param(o, c, id=c.id) for o in WORLD.outlets.values() for c in o.feeds]
FAULTS = [pytest.param(fault, id=f"{fault.host}{fault.path}") for faults in load_faults() for fault in faults]
STATUS = {"to_loopback": 302, "to_metadata": 302, "maze": 302, "http_404": 404, "http_410": 410, "http_429": 429}
STATUS |= {"http_500": 500}
SHORT_ON_PURPOSE = {
    "harbour-gazette/one-line": 9,
    "gazeta-adriatike/ura-e-mbyllur": 29,
    "tirana-courier/video-storks-of-lezha": 36,
    "harbour-desk/412": 18,
    "harbour-desk/413": 13,
    "harbour-desk/415": 23,
}


@pytest_asyncio.fixture
async def visitor() -> AsyncIterator[Visitor]:
    async with visit(NOW) as one:
        yield one


@pytest.mark.parametrize("story", STORIES)
async def test_a_page_holds_its_article(visitor: Visitor, story: Story) -> None:
    response, body = await visitor.ask(story.url)
    page = body.decode(response.charset or "")
    assert response.status == 200
    assert str(escape(story.title)) in page
    assert all(str(escape(paragraph)) in page for paragraph in WORLD.text(story))
    assert str(escape(story.notice)) in page
    assert all(str(escape(line)) in page for _, line in story.furniture)


@pytest.mark.parametrize(("outlet", "channel"), CHANNELS)
async def test_a_feed_lists_its_articles_and_knows_who_has_seen_it(
    visitor: Visitor, outlet: Outlet, channel: Channel
) -> None:
    url = outlet.home.rstrip("/") + channel.path
    response, body = await visitor.ask(url)
    assert response.status == 200
    links = _links(channel, body)
    assert len(links) == TRUTH["feeds"][channel.id]["entries"] > 0
    entries = {canonical(link) for link in links}
    assert entries <= {fact.get("entry", url) for url, fact in TRUTH["articles"].items()}
    assert (await visitor.ask(url, If_None_Match=response.headers["ETag"]))[0].status == 304
    assert (await visitor.ask(url, If_None_Match='"other"'))[0].status == 200
    assert (await visitor.ask(url, If_Modified_Since=response.headers["Last-Modified"]))[0].status == 304
    assert parsedate_to_datetime(response.headers["Last-Modified"]) <= datetime.now(UTC)


async def test_feeds_have_moved_and_hide_behind_an_index(visitor: Visitor) -> None:
    ways = {c.id: (o.home.rstrip("/"), c) for o in WORLD.outlets.values() for c in o.feeds if c.address}
    home, channel = ways["harbour-gazette"]
    response, _ = await visitor.ask(home + channel.address)
    assert (response.status, response.headers["Location"]) == (301, channel.path)
    home, channel = ways["northline-sitemap"]
    _, body = await visitor.ask(home + channel.address)
    assert [element.text for element in ElementTree.fromstring(body).findall(".//{*}loc")] == [home + channel.path]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_is_as_bad_as_planned(visitor: Visitor, fault: Fault) -> None:
    if fault.behaviour in {"never", "drip"}:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(visitor.ask(fault.url), 0.3)
        return
    if fault.behaviour in {"huge", "bomb"}:
        return
    response, body = await visitor.ask(fault.url)
    assert response.status == STATUS.get(fault.behaviour, 200)
    assert response.headers.get("Retry-After") == ("120" if fault.behaviour == "http_429" else None)
    if fault.reason == "blocked_address":
        assert urlsplit(response.headers["Location"]).hostname in {"127.0.0.1", "169.254.169.254"}
    if fault.reason == "empty":
        assert body == b""
    if fault.reason == "not_html":
        assert body.startswith(b"%PDF") or b"\0" in body


async def test_the_maze_has_no_end(visitor: Visitor) -> None:
    seen, path = set(), "/story/circle"
    for _ in range(30):
        response, _ = await visitor.ask(f"http://harbour-gazette.example{path}")
        path = response.headers["Location"]
        assert path not in seen
        seen.add(path)


async def test_the_huge_page_is_huge(visitor: Visitor) -> None:
    size = 0
    async with visitor.open("http://harbour-gazette.example/story/huge") as response:
        async for chunk in response.content.iter_any():
            size += len(chunk)
    assert size >= HUGE_BYTES


async def test_the_bomb_is_small_until_it_is_unpacked(visitor: Visitor) -> None:
    response, body = await visitor.ask("http://harbour-gazette.example/story/bomb")
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(body) < 2 * MEGABYTE
    unpacker, size, rest = zlib.decompressobj(wbits=31), 0, body
    while rest and not unpacker.eof:
        size += len(unpacker.decompress(rest, 8 * MEGABYTE))
        rest = unpacker.unconsumed_tail
    assert size >= BOMB_BYTES * 0.99


async def test_robots_forbid_one_path(visitor: Visitor) -> None:
    rules = {o.host: (await visitor.ask(f"{o.home}robots.txt"))[1].decode() for o in WORLD.outlets.values()}
    assert [host for host, text in rules.items() if re.search(r"Disallow: /", text)] == ["harbour-gazette.example"]
    assert (await visitor.ask("http://silent-star.example/robots.txt"))[0].status == 200


async def test_one_article_has_three_addresses(visitor: Visitor) -> None:
    story = WORLD.stories["balkan-monitor/guests-and-foreign-policy"]
    pages = [(await visitor.ask(link))[1] for link in story.links.values()]
    assert len(set(pages)) == len(pages) == 3
    assert all(f'<link rel="canonical" href="{story.url}">'.encode() in page for page in pages)
    assert {canonical(link) for link in story.links.values()} == {canonical(story.url)}


async def test_a_link_may_be_a_query_alone(visitor: Visitor) -> None:
    _, page = await visitor.ask("http://tirana-courier.example/?p=4711")
    assert b'rel="canonical" href="http://tirana-courier.example/news/runway-by-the-lagoon"' in page
    _, home = await visitor.ask("http://www.tirana-courier.example/")
    assert b"<h1>Tirana Courier</h1>" in home


async def test_a_correction_changes_page_and_feed(visitor: Visitor) -> None:
    story = WORLD.stories["iran-letter/price-of-bread-and-dollars"]
    feed = "http://iran-letter.example/atom.xml"
    before, _ = await visitor.ask(feed)
    await visitor.ask("http://iran-letter.example/-/correct", method="POST")
    after, atom = await visitor.ask(feed, If_None_Match=before.headers["ETag"])
    _, page = await visitor.ask(story.url)
    updated = WORLD.now - timedelta(hours=75) + timedelta(minutes=30)
    assert after.status == 200
    for text in (story.correction["title"], f"{updated:%Y-%m-%dT%H:%M:%SZ}"):
        assert text.encode() in atom
        assert text.encode() in page
    assert story.correction["replace"].encode() in page
    assert story.correction["find"].encode() not in page


async def test_a_held_article_comes_when_asked_for(visitor: Visitor) -> None:
    held = next(story for story in WORLD.stories.values() if story.held)
    assert (await visitor.ask(held.url))[0].status == 404
    assert held.slug.encode() not in (await visitor.ask("http://tirana-courier.example/feed.xml"))[1]
    _, answer = await visitor.ask("http://any.example/-/publish", method="POST")
    assert json.loads(answer) == {"published": [held.url]}
    assert (await visitor.ask(held.url))[0].status == 200
    assert held.slug.encode() in (await visitor.ask("http://tirana-courier.example/feed.xml"))[1]


async def test_the_log_counts_requests(visitor: Visitor) -> None:
    for _ in range(2):
        await visitor.ask("http://nobody.example/nothing")
    _, log = await visitor.ask("http://any.example/-/log")
    assert json.loads(log) == {"nobody.example": {"/nothing": 2}}
    assert json.loads((await visitor.ask("http://any.example/-/health"))[1])["ok"] is True


def test_the_truth_is_up_to_date() -> None:
    assert truth(WORLD) == TRUTH
    assert watch_list(WORLD) == (HERE / "watch" / "feeds.toml").read_text("utf-8")


def test_every_article_file_is_in_the_truth() -> None:
    files = {f"{path.parent.name}/{path.stem}" for path in (HERE / "articles").rglob("*.md")}
    assert files == set(WORLD.stories)
    assert {canonical(story.url) for story in WORLD.visible()} <= set(TRUTH["articles"])
    assert all(story.title in "".join(_titles(story)) for story in WORLD.visible())


def test_copies_name_an_earlier_original_on_the_same_topics() -> None:
    articles = TRUTH["articles"]
    copies = {url: fact for url, fact in articles.items() if fact.get("copy_of")}
    assert Counter(fact["copy_kind"] for fact in copies.values()) == {"same_text": 3, "near_copy": 2, "translation": 2}
    for fact in copies.values():
        head = articles[fact["copy_of"]]
        assert head["copy_of"] is None
        assert head["topics"] == fact["topics"]
        assert head["published_at_offset_hours"] < fact["published_at_offset_hours"]


def test_the_world_is_large_and_varied() -> None:
    visible = list(WORLD.visible())
    dated = [story.age for story in visible if story.age is not None and story.age > 0]
    assert len(WORLD.outlets) >= 12
    assert len(visible) >= 60
    assert {story.text_language for story in visible} == {"en", "es", "fa", "sq", "ar", "fr", "de", "it"}
    assert {channel.format for outlet in WORLD.outlets.values() for channel in outlet.feeds} == {
        "rss",
        "atom",
        "rdf",
        "json",
        "sitemap",
        "page",
        "telegram",
    }
    assert sum(not story.topics for story in visible) >= 8
    assert max(dated) <= 28 * 24
    assert max(dated) - min(dated) > 24 * 24
    states = Counter(fact["translation_state"] for fact in TRUTH["articles"].values() if "translation_state" in fact)
    assert set(states) == {"none", "translated", "notice_only", "proxy", "possible"}
    lengths = {story.key: len(" ".join(WORLD.text(story)).split()) for story in visible}
    assert {key: n for key, n in lengths.items() if not 100 <= n <= 330} == SHORT_ON_PURPOSE


def test_only_planned_copies_share_wording() -> None:
    stories = [story for story in WORLD.stories.values() if not story.text_from]
    shingles = {story.key: _shingles(WORLD.text(story)) for story in stories}
    shared = {
        (a, b): len(shingles[a] & shingles[b]) / min(len(shingles[a]), len(shingles[b]))
        for a, b in combinations(shingles, 2)
    }
    assert {pair: share for pair, share in shared.items() if share > 0.2} == {}


def test_no_address_leads_outside() -> None:
    bodies = [render_page(WORLD, story) for story in WORLD.visible()]
    bodies += [render_feed(WORLD, o, c)[0] for o in WORLD.outlets.values() for c in o.feeds]
    hosts = {host.decode() for body in bodies for host in re.findall(rb"https?://([^/\"'<>\s?]+)", body)}
    vocabularies = {"schema.org", "purl.org", "www.w3.org", "jsonfeed.org", "www.sitemaps.org", "www.google.com"}
    assert {
        host for host in hosts - vocabularies if not host.endswith((".example", ".translate.goog", "t.me"))
    } == set()


def test_feeds_are_broken_where_planned() -> None:
    feeds = {c.id: render_feed(WORLD, o, c)[0] for o in WORLD.outlets.values() for c in o.feeds}
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(feeds["adriatico-oggi"])
    assert b"pubDate" not in feeds["durresi-sot"]
    assert b'encoding="windows-1256"' in feeds["sahifat-almashriq"]
    assert "إيران" in feeds["sahifat-almashriq"].decode("windows-1256")
    assert b'encoding="utf-8"' in feeds["donaubote"]
    with pytest.raises(UnicodeDecodeError):
        feeds["donaubote"].decode("utf-8")


def test_it_runs_as_a_process_and_ends_on_sigterm(tmp_path: Path) -> None:
    port_file = tmp_path / "port"
    command = [sys.executable, "-m", "tests.world", "--port-file", str(port_file), "--now", NOW.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            said = process.stdout.readline() if process.stdout else ""
            port = int(port_file.read_text())
            assert said == f"news world on 127.0.0.1:{port}\n"
            with urlopen(f"http://127.0.0.1:{port}/-/health") as answer:
                assert json.load(answer) == {"ok": True, "now": NOW.isoformat()}
            with socket.create_connection(("127.0.0.1", port)) as waiting:
                waiting.sendall(b"GET /feed.xml HTTP/1.1\r\nHost: silent-star.example\r\n\r\n")
                process.send_signal(signal.SIGTERM)
                assert process.wait(10) == 0
        finally:
            process.kill()


def _links(channel: Channel, body: bytes) -> list[str]:
    if channel.format == "json":
        return [item["url"] for item in json.loads(body)["items"]]
    text = body.decode(channel.charset)
    patterns = {
        "rss": r"<item>.*?<link>(.*?)</link>",
        "atom": r'<entry>.*?<link rel="alternate" type="text/html" href="(.*?)"',
        "rdf": r'<item rdf:about="(.*?)"',
        "sitemap": r"<url>.*?<loc>(.*?)</loc>",
        "page": r'<h2 class="teaser-title"><a href="(.*?)"',
        "telegram": r'data-post="(\w+/\d+)" data-view',
    }
    if channel.format == "telegram":
        return [f"http://t.me/{post}" for post in re.findall(patterns["telegram"], text)]
    return [link.replace("&amp;", "&") for link in re.findall(patterns[channel.format], text, re.DOTALL)]


def _titles(story: Story) -> list[str]:
    return re.findall(
        r'^title = (?:"|\')(.*)(?:"|\')$', (HERE / "articles" / f"{story.key}.md").read_text("utf-8"), re.M
    )


def _shingles(paragraphs: tuple[str, ...]) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", " ".join(paragraphs).casefold())
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}
