"""Render the pages and feeds of the news world as bytes, with the Jinja templates beside this module."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tests.world.content import HERE, Channel, Outlet, Story, World
from tests.world.faults import PAGES_HOST, Fault, load_faults

RIGHT_TO_LEFT = {"ar", "fa"}
SOURCES = ("page", "telegram")
"""Formats that are no feeds, but the kinds of other sources."""

_FONT = '<font style="vertical-align: inherit;">'


def render_page(world: World, story: Story, *, style: str = "") -> bytes:
    """Return the page of an article in its outlet's charset. `style`: a template other than the usual one."""
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
        texts=world.text(story),
        date_text=f"{world.published(story):%d.%m.%Y %H:%M}" if world.published(story) else "",
        original=original,
        related=related,
        translator={"translator": {"@type": "SoftwareApplication", "name": story.translator}}
        if story.translator
        else {},
        lang=story.page_language or story.text_language,
        direction="rtl" if story.text_language in RIGHT_TO_LEFT else "ltr",
    )
    return page.encode(outlet.charset, "xmlcharrefreplace")


def render_feed(world: World, outlet: Outlet, channel: Channel) -> tuple[bytes, str]:
    """Return a feed and its content type."""
    stories = world.in_feed(outlet, channel)
    if channel.format == "json":
        return _json_feed(world, outlet, channel, stories), "application/feed+json"
    items = [_item(world, channel, story) for story in stories]
    if outlet.host == PAGES_HOST:
        items += [_fault_item(world, fault) for fault in load_faults()[1]]
    suffix = "html" if channel.format in SOURCES else "xml"
    xml = _feeds.get_template(f"{channel.format}.{suffix}").render(
        outlet=outlet,
        channel=channel,
        items=items,
        encoding=channel.declared or channel.charset,
        updated=_iso(max((world.updated(s) or world.now for s in stories), default=world.now)),
    )
    if not channel.well_formed:
        xml = xml.replace("</description>", "&nbsp;&raquo;<br></description>").replace("</channel>", "", 1)
    types = dict.fromkeys(SOURCES, "text/html; charset=utf-8")
    types |= {"rss": "application/rss+xml", "atom": "application/atom+xml", "rdf": "application/rdf+xml"}
    return xml.encode(channel.charset, "xmlcharrefreplace"), types.get(channel.format, "application/xml")


def render_index(world: World, outlet: Outlet, channel: Channel) -> bytes:
    """Return the sitemap index that lists a feed."""
    url = outlet.home.rstrip("/") + channel.path
    return _feeds.get_template("index.xml").render(url=url, updated=_iso(newest(world, outlet, channel))).encode()


def newest(world: World, outlet: Outlet, channel: Channel) -> datetime:
    """Return the Last-Modified time of a feed: the latest change of its articles that is not in the future."""
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
        "paragraphs": text,
        "forwarded_from": story.forwarded_from,
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


def _translated(text: str) -> Markup:
    return Markup(_FONT * 2) + text + Markup("</font></font>")


def _iso(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def _environment(folder: str) -> Environment:
    loader = FileSystemLoader(HERE / "templates" / folder)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


_pages = _environment("pages")
_feeds = _environment("feeds")
