"""The outlets, articles and feeds of the world: loaded from the data files beside this module, rendered by Jinja.

Times are relative: an article is `age` hours old when the world starts. Addresses never depend on the time, so that
`truth.json` holds whenever the world starts.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tests.world.faults import PAGES_HOST, Fault, load_faults

HERE = Path(__file__).parent
RIGHT_TO_LEFT = {"ar", "fa"}

_FONT = '<font style="vertical-align: inherit;">'


@dataclass(frozen=True)
class Channel:
    """One feed of an outlet. `declared`: the charset its XML declaration names, where that is not `charset`."""

    id: str
    path: str
    title: str
    format: str = "rss"
    full: bool = False
    dates: bool = True
    well_formed: bool = True
    charset: str = "utf-8"
    declared: str = ""


@dataclass(frozen=True)
class Outlet:
    """One news outlet: a host with a page style and feeds. `path` is the pattern of its article addresses."""

    key: str
    name: str
    language: str
    country: str
    kind: str
    path: str
    style: str
    feeds: tuple[Channel, ...]
    charset: str = "utf-8"
    disallow: str = ""

    @property
    def host(self) -> str:
        return f"{self.key}.example"

    @property
    def home(self) -> str:
        return f"http://{self.host}/"


@dataclass(frozen=True)
class Story:
    """One article file. What `tests/world/README.md` says of the front matter holds for the fields."""

    outlet: Outlet
    slug: str
    title: str
    paragraphs: tuple[str, ...]
    topics: tuple[str, ...] = ()
    author: str = ""
    age: float | None = None
    published: datetime | None = None
    language: str = ""
    page_language: str = ""
    style: str = ""
    feeds: tuple[str, ...] = ("main",)
    links: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    text_from: str = ""
    share: float = 1.0
    furniture: tuple[tuple[int, str], ...] = ()
    notice: str = ""
    notice_place: str = "banner"
    artefact: str = ""
    original: str = ""
    held: bool = False
    correction: Mapping[str, str] = field(default_factory=dict)
    expect: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.outlet.key}/{self.slug}"

    @property
    def url(self) -> str:
        return self.address or self.outlet.home.rstrip("/") + self.outlet.path.format(slug=self.slug)

    def link(self, feed: str) -> str:
        """The address that this feed gives for the article."""
        return self.links.get(feed, self.url)

    @property
    def text_language(self) -> str:
        return self.language or self.outlet.language


class World:
    """The content at one moment. `corrected` and `released` are what the control addresses change."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
        self.corrected = False
        self.released: datetime | None = None
        self.outlets = {outlet.key: outlet for outlet in _load_outlets()}
        self.stories = {story.key: story for outlet in _load_outlets() for story in _load_stories(outlet)}

    def published(self, story: Story) -> datetime | None:
        """When the article says it was published."""
        if story.held:
            return self.released
        if story.age is None:
            return story.published
        return self.now - timedelta(hours=story.age)

    def updated(self, story: Story) -> datetime | None:
        published = self.published(story)
        return published + timedelta(minutes=30) if published and story.correction and self.corrected else published

    def title(self, story: Story) -> str:
        return story.correction.get("title", story.title) if self.corrected else story.title

    def text(self, story: Story) -> tuple[str, ...]:
        """The paragraphs that a reader should find: no notices, no promotions."""
        paragraphs = story.paragraphs
        if story.text_from:
            paragraphs += _cut(self.text(self.stories[story.text_from]), story.share)
        if self.corrected and story.correction:
            old, new = story.correction["find"], story.correction["replace"]
            paragraphs = tuple(paragraph.replace(old, new) for paragraph in paragraphs)
        return paragraphs

    def in_feed(self, outlet: Outlet, channel: Channel) -> list[Story]:
        """The articles that a feed lists, newest first."""
        short = channel.id.removeprefix(outlet.key).strip("-") or "main"
        listed = [s for s in self.visible() if s.outlet is outlet and short in s.feeds]
        return sorted(listed, key=lambda s: (self.published(s) or self.now, s.slug), reverse=True)

    def visible(self) -> Iterator[Story]:
        return (story for story in self.stories.values() if not story.held or self.released)

    @cached_property
    def addresses(self) -> dict[tuple[str, str], Story]:
        """Stories by host and path (with the query, where a feed's link is nothing but a query)."""
        found: dict[tuple[str, str], Story] = {}
        for story in self.stories.values():
            for url in (story.url, *story.links.values()):
                host, _, path = url.removeprefix("http://").partition("/")
                short = path if path.startswith("?") else path.partition("?")[0]
                found[_plain_host(host), "/" + short.removesuffix("/amp")] = story
        return found

    def find(self, host: str, path: str, query: str) -> Story | None:
        """The story at an address, by whichever of its hosts and paths."""
        place = _plain_host(host)
        by_query = self.addresses.get((place, f"{path}?{query}"))
        return by_query or self.addresses.get((place, path.removesuffix("/amp")))


def render_page(world: World, story: Story, *, style: str = "") -> bytes:
    """The page of an article, in its outlet's charset."""
    outlet = story.outlet
    related = [s for s in world.visible() if s.outlet is outlet and s is not story and not s.address and s.title][:4]
    title = world.title(story)
    blocks = [(text, "text") for text in world.text(story)]
    for place, text in sorted(story.furniture, reverse=True):
        blocks.insert(place, (text, "furniture"))
    original = world.stories[story.original].url if story.original else ""
    page = _pages.get_template(f"{style or story.style or outlet.style}.html").render(
        outlet=outlet,
        story=story,
        title=title,
        heading=_translated(title) if story.artefact in {"browser", "proxy"} else title,
        blocks=[(_translated(t) if story.artefact in {"browser", "proxy"} else t, kind) for t, kind in blocks],
        summary=next((text for text, kind in blocks if kind == "text"), ""),
        published=_iso(world.published(story)),
        updated=_iso(world.updated(story)),
        date_text=f"{world.published(story):%d.%m.%Y %H:%M}" if world.published(story) else "",
        original=original,
        related=related,
        lang=story.page_language or story.text_language,
        direction="rtl" if story.text_language in RIGHT_TO_LEFT else "ltr",
    )
    return page.encode(outlet.charset, "xmlcharrefreplace")


def render_feed(world: World, outlet: Outlet, channel: Channel) -> tuple[bytes, str]:
    """A feed and its content type."""
    stories = world.in_feed(outlet, channel)
    if channel.format == "json":
        return _json_feed(world, outlet, channel, stories), "application/feed+json"
    items = [_item(world, channel, story) for story in stories]
    if outlet.host == PAGES_HOST:
        items += [_fault_item(world, fault) for fault in load_faults()[1]]
    xml = _feeds.get_template(f"{channel.format}.xml").render(
        outlet=outlet,
        channel=channel,
        items=items,
        encoding=channel.declared or channel.charset,
        updated=_iso(max((world.updated(s) or world.now for s in stories), default=world.now)),
    )
    if not channel.well_formed:
        xml = xml.replace("</description>", "&nbsp;&raquo;<br></description>").replace("</channel>", "", 1)
    types = {"rss": "application/rss+xml", "atom": "application/atom+xml", "rdf": "application/rdf+xml"}
    return xml.encode(channel.charset, "xmlcharrefreplace"), types[channel.format]


def newest(world: World, outlet: Outlet, channel: Channel) -> datetime:
    """When the newest article of a feed that is not in the future was last touched: its Last-Modified."""
    times = [world.updated(s) for s in world.in_feed(outlet, channel)]
    return max((t for t in times if t and t <= datetime.now(UTC)), default=world.now)


def _item(world: World, channel: Channel, story: Story) -> dict[str, Any]:
    short = channel.id.removeprefix(story.outlet.key).strip("-") or "main"
    published, updated = world.published(story), world.updated(story)
    text = world.text(story)
    return {
        "id": f"urn:newsworld:{story.outlet.key}:{story.slug}",
        "link": story.link(short),
        "title": world.title(story),
        "author": story.author,
        "published": _iso(published) if channel.dates else "",
        "updated": _iso(updated) if channel.dates else "",
        "pubdate": format_datetime(published, usegmt=True) if published and channel.dates else "",
        "summary": text[0] if text else "",
        "content": "".join(Markup("<p>{}</p>").format(p) for p in text) if channel.full else "",
    }


def _fault_item(world: World, fault: Fault) -> dict[str, Any]:
    moment = world.now - timedelta(hours=20)
    return {
        "id": fault.url,
        "link": fault.url,
        "title": fault.title,
        "author": "",
        "published": _iso(moment),
        "updated": _iso(moment),
        "pubdate": format_datetime(moment, usegmt=True),
        "summary": "",
        "content": "",
    }


def _json_feed(world: World, outlet: Outlet, channel: Channel, stories: Sequence[Story]) -> bytes:
    def item(story: Story) -> dict[str, Any]:
        data = _item(world, channel, story)
        return {
            "id": data["id"],
            "url": data["link"],
            "title": data["title"],
            "summary": data["summary"],
            "content_html": data["content"] or str(Markup("<p>{}</p>").format(data["summary"])),
            "date_published": data["published"],
            "date_modified": data["updated"],
            "authors": [{"name": data["author"]}],
        }

    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": outlet.home,
        "feed_url": outlet.home.rstrip("/") + channel.path,
        "language": outlet.language,
        "items": [item(story) for story in stories],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


@cache
def _load_outlets() -> tuple[Outlet, ...]:
    tables = tomllib.loads((HERE / "outlets.toml").read_text("utf-8"))["outlet"]
    return tuple(Outlet(feeds=tuple(Channel(**feed) for feed in table.pop("feed")), **table) for table in tables)


@cache
def _load_stories(outlet: Outlet) -> tuple[Story, ...]:
    return tuple(_read_stories(outlet))


def _read_stories(outlet: Outlet) -> Iterator[Story]:
    for path in sorted((HERE / "articles" / outlet.key).glob("*.md")):
        _, front, body = path.read_text("utf-8").split("+++\n", 2)
        paragraphs = tuple(" ".join(block.split()) for block in body.strip().split("\n\n") if block.strip())
        try:
            yield Story(outlet=outlet, slug=path.stem, paragraphs=paragraphs, **_frozen(tomllib.loads(front)))
        except (tomllib.TOMLDecodeError, TypeError) as error:
            raise ValueError(f"{path}: {error}") from error


def _frozen(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _cut(paragraphs: tuple[str, ...], share: float) -> tuple[str, ...]:
    total = sum(len(p.split()) for p in paragraphs)
    kept: list[str] = []
    for paragraph in paragraphs:
        if sum(len(p.split()) for p in kept) >= share * total:
            break
        kept.append(paragraph)
    return tuple(kept)


def _plain_host(host: str) -> str:
    return host.removeprefix("www.").removeprefix("m.")


def _translated(text: str) -> Markup:
    return Markup(_FONT * 2) + text + Markup("</font></font>")


def _iso(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def _environment(folder: str) -> Environment:
    loader = FileSystemLoader(HERE / "templates" / folder)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


_pages = _environment("pages")
_feeds = _environment("feeds")
