"""Load the outlets, articles and feeds of the news world from the data files beside this module.

Times are relative: an article is `age` hours old when the news world starts. Addresses never depend on the time, so
`truth.json` is correct whenever it starts.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Channel:
    """One feed of an outlet.

    `charset`: the encoding of the feed. `declared`: the charset in its XML declaration, if that is a different one.
    `address`: the path in the watch list, if it is not `path`. `leads`: how it leads to `path`: by a permanent redirect
    ("moved"), or as a sitemap index that lists it ("index"). `lists`: the feed whose articles this one lists; "" means
    its own.
    """

    id: str
    path: str
    title: str
    format: str = "rss"
    full: bool = False
    dates: bool = True
    well_formed: bool = True
    charset: str = "utf-8"
    declared: str = ""
    address: str = ""
    leads: Literal["moved", "index"] = "moved"
    lists: str = ""


@dataclass(frozen=True)
class Outlet:
    """One news outlet: a host with a page style and feeds. `path` is the pattern of its article addresses.

    `site`: its host, if that is not its key with `.example`.
    """

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
    site: str = ""

    @property
    def host(self) -> str:
        return self.site or f"{self.key}.example"

    @property
    def domain(self) -> str:
        """The outlet as Newsvane names it: the account on a platform, else the host."""
        return f"{self.host}/{self.path.split('/')[1]}" if self.site else self.host

    @property
    def home(self) -> str:
        return f"http://{self.host}/"


@dataclass(frozen=True)
class Story:
    """One article file. `tests/world/README.md` explains the fields, which are the keys of its front matter."""

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
    translator: str = ""
    embedded: str = ""
    original: str = ""
    english: str = ""
    held: bool = False
    forwarded_from: str = ""
    correction: Mapping[str, str] = field(default_factory=dict)
    expect: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.outlet.key}/{self.slug}"

    @property
    def url(self) -> str:
        return self.address or self.outlet.home.rstrip("/") + self.outlet.path.format(slug=self.slug)

    def link(self, feed: str) -> str:
        """Return the address of the article in this feed."""
        return self.links.get(feed, self.url)

    @property
    def text_language(self) -> str:
        return self.language or self.outlet.language


class World:
    """The content of the news world, with article ages counted from `now`.

    The control addresses of `server` change it: `corrected`: corrected versions replace the articles. `released`: when
    the articles that were held back were published; None: not yet.
    """

    def __init__(self, now: datetime | None = None) -> None:
        self.now = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
        self.corrected = False
        self.released: datetime | None = None
        self.outlets = {outlet.key: outlet for outlet in _load_outlets()}
        self.stories = {story.key: story for outlet in _load_outlets() for story in _load_stories(outlet)}

    def published(self, story: Story) -> datetime | None:
        """Return the publication time that the article states; None if it states none or is held back."""
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
        """Return the paragraphs that a reader of the page should extract, without notices and promotions."""
        paragraphs = story.paragraphs
        if story.text_from:
            paragraphs += _cut(self.text(self.stories[story.text_from]), story.share)
        if self.corrected and story.correction:
            old, new = story.correction["find"], story.correction["replace"]
            paragraphs = tuple(paragraph.replace(old, new) for paragraph in paragraphs)
        return paragraphs

    def in_feed(self, outlet: Outlet, channel: Channel) -> list[Story]:
        """Return the articles that a feed lists, newest first."""
        short = channel.lists or channel.id.removeprefix(outlet.key).strip("-") or "main"
        listed = [s for s in self.visible() if s.outlet is outlet and short in s.feeds]
        return sorted(listed, key=lambda s: (self.published(s) or self.now, s.slug), reverse=True)

    def visible(self) -> Iterator[Story]:
        return (story for story in self.stories.values() if not story.held or self.released)

    @cached_property
    def addresses(self) -> dict[tuple[str, str], Story]:
        """Articles by host and path. The query is part of the path only if a link consists of nothing else."""
        found: dict[tuple[str, str], Story] = {}
        for story in self.stories.values():
            for url in (story.url, *story.links.values()):
                host, _, path = url.removeprefix("http://").partition("/")
                short = path if path.startswith("?") else path.partition("?")[0]
                found[_plain_host(host), "/" + short.removesuffix("/amp")] = story
        return found

    def find(self, host: str, path: str, query: str) -> Story | None:
        """Return the article at an address, which may be any of its addresses; None if there is none."""
        place = _plain_host(host)
        by_query = self.addresses.get((place, f"{path}?{query}"))
        return by_query or self.addresses.get((place, path.removesuffix("/amp")))


@cache
def _load_outlets() -> tuple[Outlet, ...]:
    tables = tomllib.loads((HERE / "outlets.toml").read_text("utf-8"))["outlet"]
    return tuple(Outlet(feeds=tuple(Channel(**feed) for feed in table.pop("feed", ())), **table) for table in tables)


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
