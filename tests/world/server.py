"""Serve the news world over HTTP on one port: the Host header selects the outlet; control addresses are under `/-/`.

A client reaches it with `NEWSVANE_CONNECT_TO=".example=127.0.0.1:PORT,.translate.goog=127.0.0.1:PORT,t.me=…"`. The
second entry is for a translation proxy through which one article is read, the third for a channel of Telegram.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiohttp import ETag, web
from markupsafe import escape

from tests.world import faults, neighbour, services
from tests.world.content import Channel, Outlet, Story, World
from tests.world.render import newest, render_feed, render_index, render_page

PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")


@dataclass
class State:
    """The state of one running server: its content, when it started, and how often each address was requested."""

    world: World
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    neighbour: bool = False
    requests: Counter[tuple[str, str]] = field(default_factory=Counter)


STATE = web.AppKey("state", State)


def create_app(now: datetime | None = None, *, with_neighbour: bool = False) -> web.Application:
    """Return the web app of the news world.

    `now`: the time from which article ages count; by default now. `with_neighbour`: the hostile neighbour publishes.
    """
    app = web.Application()
    app[STATE] = State(World(now), neighbour=with_neighbour)
    app.router.add_get("/-/health", _health)
    app.router.add_get("/-/log", _log)
    app.router.add_post("/-/correct", _correct)
    app.router.add_post("/-/publish", _publish)
    app.router.add_get("/{path:.*}", _serve)
    return app


async def _health(request: web.Request) -> web.Response:
    return web.json_response({"ok": True, "now": request.app[STATE].world.now.isoformat()})


async def _log(request: web.Request) -> web.Response:
    counts: dict[str, dict[str, int]] = {}
    for (host, path), count in sorted(request.app[STATE].requests.items()):
        counts.setdefault(host, {})[path] = count
    return web.json_response(counts)


async def _correct(request: web.Request) -> web.Response:
    """Replace each article that has a corrected version with that version."""
    world = request.app[STATE].world
    world.corrected = True
    return web.json_response({"corrected": [s.url for s in world.stories.values() if s.correction]})


async def _publish(request: web.Request) -> web.Response:
    """Publish the articles that were held back, as of the time in `at`; by default now."""
    world = request.app[STATE].world
    at = request.query.get("at")
    world.released = world.released or (datetime.fromisoformat(at) if at else datetime.now(UTC).replace(microsecond=0))
    return web.json_response({"published": [s.url for s in world.stories.values() if s.held]})


async def _serve(request: web.Request) -> web.StreamResponse:
    state = request.app[STATE]
    host = request.host.rpartition(":")[0] or request.host
    host = host.lower().removeprefix("www.")
    state.requests[host, request.path] += 1
    if request.path == "/robots.txt":
        return _robots(state.world, host)
    if state.neighbour and neighbour.answers(host):
        return neighbour.serve(state.world, request, host)
    if listed := services.answer(state.world, state.started, request, host):
        return listed
    for fault in (*faults.load_faults()[0], *faults.load_faults()[1]):
        if (host, request.path) == (fault.host, fault.path):
            return await faults.answer(fault, request)
    story = state.world.find(host, request.path, request.query_string)
    if story and (not story.held or state.world.released):
        return _page(state.world, story, host=host, path=request.path)
    outlet = next((o for o in state.world.outlets.values() if host.removeprefix("m.") == o.host), None)
    if outlet:
        channel = next((c for c in outlet.feeds if request.path in {c.path, c.address}), None)
        if channel and request.path == channel.path:
            return _feed(request, state.world, outlet, channel)
        if channel:
            return _way_to(state.world, outlet, channel)
        if request.path == "/":
            return _home(state.world, outlet)
    if request.path.startswith("/media/"):
        return web.Response(body=PIXEL, content_type="image/gif")
    return web.Response(status=404, text="<h1>Not found</h1>", content_type="text/html")


def _robots(world: World, host: str) -> web.Response:
    disallow = next((outlet.disallow for outlet in world.outlets.values() if outlet.host == host), "")
    return web.Response(text=f"User-agent: *\nDisallow: {disallow}\n")


def _way_to(world: World, outlet: Outlet, channel: Channel) -> web.Response:
    if channel.leads == "moved":
        return web.Response(status=301, headers={"Location": channel.path})
    return web.Response(body=render_index(world, outlet, channel), content_type="application/xml")


def _feed(request: web.Request, world: World, outlet: Outlet, channel: Channel) -> web.Response:
    body, content_type = render_feed(world, outlet, channel)
    etag = ETag(hashlib.sha256(body).hexdigest()[:16])
    modified = newest(world, outlet, channel)
    if request.if_none_match is not None:
        unchanged = etag in request.if_none_match
    else:
        unchanged = bool(request.if_modified_since and request.if_modified_since >= modified)
    response = web.Response(status=304) if unchanged else web.Response(body=body)
    response.headers["Content-Type"] = content_type
    response.etag = etag
    response.last_modified = modified
    return response


def _home(world: World, outlet: Outlet) -> web.Response:
    stories = (s for s in world.visible() if s.outlet is outlet)
    links = "".join(f"<li><a href='{escape(s.url)}'>{escape(s.title)}</a></li>" for s in stories)
    head = f"<!DOCTYPE html><html lang='{outlet.language}'><head><title>{outlet.name}</title></head>"
    body = f"<body><h1>{outlet.name}</h1><ul>{links}</ul></body></html>"
    return web.Response(text=head + body, content_type="text/html")


def _page(world: World, story: Story, *, host: str, path: str) -> web.Response:
    style = "amp" if path.endswith("/amp") else "plain" if host.startswith("m.") else ""
    body = render_page(world, story, style=style)
    return web.Response(body=body, headers={"Content-Type": f"text/html; charset={story.outlet.charset}"})
