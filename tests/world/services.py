"""Serve the services that list articles of the world's outlets: an article list in two forms, and a search.

They have the forms of GDELT. The article list is a feed, and one file per minute without an index: most minutes have no
file. What it lists was in the files of the minutes before the server started; later files repeat some of it. The search
answers a query with JSON, and a query that it does not understand with words and status 200.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web
from babel import Locale

from tests.support.list_services import Listed, api_json, list_line, list_rss, minute_file
from tests.world.content import HERE, Story, World
from tests.world.search import QueryRefused, mentions, search

MINUTE = "{minute}"
FILE_AGES = (3, 11)
"""How many minutes before the start of the server the files were written that list everything, each a part of it."""

LATER_FILES = (4, 12)
"""The minutes of each quarter of an hour after the start that have a file."""

_ENGLISH = Locale("en")


@dataclass(frozen=True)
class Service:
    """A service as the watch list names it. `terms`: what a query asks for."""

    id: str
    kind: str
    url: str
    title: str
    terms: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def path(self) -> str:
        return urlsplit(self.url).path


@dataclass(frozen=True)
class Listing:
    """What the article list says about one address. `services.toml` explains the fields."""

    on: tuple[str, ...]
    article: str = ""
    url: str = ""
    title: str = ""
    age: float | None = None
    reason: str = ""

    @property
    def is_private(self) -> bool:
        """Whether the address is in a private network, so that it must be left out."""
        try:
            return not ip_address(urlsplit(self.url).hostname or "").is_global
        except ValueError:
            return False


@cache
def load_services() -> tuple[tuple[Service, ...], tuple[Listing, ...]]:
    """Return the services, and all that the article list says."""
    tables = tomllib.loads((HERE / "services.toml").read_text("utf-8"))
    services = tuple(Service(**{**table, "terms": tuple(table.get("terms", ()))}) for table in tables["service"])
    lists = tuple(service.id for service in services if service.kind == "aggregator")
    return services, tuple(Listing(**{**table, "on": tuple(table.get("on", lists))}) for table in tables["listed"])


def listed_on(service: Service) -> list[Listing]:
    """Return what an article list says; nothing for a search."""
    return [listing for listing in load_services()[1] if service.id in listing.on]


def list_stories(world: World, service: Service) -> list[Story]:
    """Return the articles of the world that a service lists as the watch list asks it."""
    if service.kind == "query":
        return [story for story in world.visible() if any(mentions(story, term) for term in service.terms)]
    return [world.stories[listing.article] for listing in listed_on(service) if listing.article]


def answer(world: World, started: datetime, request: web.Request, host: str) -> web.Response | None:
    """Answer a request to a service; None if it is to none. `started`: when the server started."""
    for service in load_services()[0]:
        if host == service.host and service.kind == "query" and request.path == service.path:
            return _answer_query(world, request.query.get("query", ""))
        if host == service.host and request.path == service.path:
            body = list_rss(*(_claim(world, each) for each in listed_on(service)))
            return web.Response(body=body, content_type="application/rss+xml")
        if host == service.host and MINUTE in service.path and (minute := _find_minute(service, request.path)):
            lines = [list_line(_claim(world, each)) for each in _list_file(world, service, minute, started)]
            if lines:
                return web.Response(body=minute_file(*lines), content_type="application/gzip")
    return None


def _answer_query(world: World, query: str) -> web.Response:
    try:
        found = search(world, query)
    except QueryRefused as error:
        return web.Response(text=f"{error}\n", content_type="text/html")
    if not found:
        return web.json_response({})
    return web.Response(body=api_json(*(_describe(world, story) for story in found)), content_type="application/json")


def _find_minute(service: Service, path: str) -> datetime | None:
    """Return the minute of a file; None if it is not a path of the list."""
    before, after = service.path.split(MINUTE)
    stamp = path.removeprefix(before).removesuffix(after)
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _list_file(world: World, service: Service, minute: datetime, started: datetime) -> Sequence[Listing]:
    """Return what the file of a minute lists; nothing if there is no file."""
    listed = listed_on(service)
    age = (started.replace(second=0, microsecond=0) - minute) // timedelta(minutes=1)
    if age in FILE_AGES:
        return listed[FILE_AGES.index(age) :: len(FILE_AGES)]
    is_later = age < 0 and minute <= datetime.now(UTC) and -age % 15 in LATER_FILES
    return [each for each in listed if is_later and each.article and _is_known(world.stories[each.article])]


def _is_known(story: Story) -> bool:
    """Return whether a feed of its outlet lists an article on a topic, so that listing it again counts for nothing."""
    return bool(story.feeds and story.topics)


def _claim(world: World, listing: Listing) -> Listed:
    """Return what the article list says about an address, true or not."""
    if not listing.article:
        return Listed(listing.url, listing.title, world.now)
    told = _describe(world, world.stories[listing.article])
    at = told.at if listing.age is None else world.now - timedelta(hours=listing.age)
    return Listed(told.url, listing.title or told.title, at, told.desc, told.lang)


def _describe(world: World, story: Story) -> Listed:
    return Listed(
        story.url,
        world.title(story),
        at=min(world.published(story) or world.now, world.now),
        desc=world.text(story)[0],
        lang=story.text_language,
        language=_ENGLISH.languages[story.text_language],
        country=_ENGLISH.territories[story.outlet.country],
    )
