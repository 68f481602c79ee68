"""Write the ground truth: what Newsvane must find in the news world.

It is derived from the front matter of the articles, from `faults.toml` and from `services.toml`, independently of the
pipeline. `truth.json` maps canonical addresses to what is expected:
`outcome` (article, quarantined, skipped, only_listed), `kind`, `language`, `page_language`, `translation_state`,
`notice_language`, `post_edited`, `source_url`, `topics`, `copy_of`, `copy_kind`, `reason` (a code; a list of
expectations for quarantined), `published_at_offset_hours` (from the start of the news world; null if the date is not
plausible, as in 1970), `title` (null if it is hostile), `entry` if the feed links to another address, and `found_by`:
the sources of which one lists it before all others; which one it is depends on the order of the polls.
`feeds` maps sources to what their first poll finds: `kind`, `status`, `reason`, `entries`, `only_listed` (entries that
are not read, because they match no topic), `refused` (addresses that are not on the public web), and `delivered`, the
counts of `source_deliveries`; null if they depend on the order of the polls.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsvane.urls import canonical, outlet
from tests.world import services
from tests.world.content import HERE, Story, World
from tests.world.faults import Fault, load_faults
from tests.world.render import SOURCES

RULES = {"mek-in-albania": {"mek", "albania"}}
"""The topics of each rule in watch/alerts.toml."""
_HOURS_COUNTED = 24
"""Hours after which what an aggregator lists is not counted any more."""
_KINDS = {"live": "live_blog", "video": "video"}
"""The kind of the pages with a layout."""


def truth(world: World) -> dict[str, Any]:
    """Return the ground truth of the news world at its start, as in `truth.json`."""
    articles = {canonical(story.url): _article(world, story) for story in world.visible()}
    articles |= {canonical(fault.url): _skipped(fault.reason, fault.will_retry) for fault in load_faults()[1]}
    articles |= {canonical(each.url): _skipped(each.reason) for each in services.load_services()[1] if each.reason}
    sources = _find_sources(world)
    articles = {
        url: each | {"found_by": sources[url]} if url in sources else {"outcome": "only_listed"}
        for url, each in articles.items()
    }
    feeds = dict(sorted(_sources(world).items()))
    for source, expected in feeds.items():
        expected["delivered"] = _delivered(source, articles)
    alerts = {rule: {"stories": _stories(articles, topics)} for rule, topics in RULES.items()}
    return {"articles": dict(sorted(articles.items())), "feeds": feeds, "alerts": alerts}


def write_truth() -> tuple[Path, Path]:
    """Write truth.json and the watch list of the news world, and return their paths."""
    world = World()
    truth_path, watch_path = HERE / "truth.json", HERE / "watch" / "feeds.toml"
    truth_path.write_text(json.dumps(truth(world), ensure_ascii=False, indent=1) + "\n", "utf-8")
    watch_path.write_text(watch_list(world), "utf-8")
    return truth_path, watch_path


def watch_list(world: World) -> str:
    """Return the contents of `watch/feeds.toml`: every feed of the news world, healthy or not, and every service."""
    tables = [
        _table(
            c.format, c.id, o.home.rstrip("/") + (c.address or c.path), c.title, o.domain, o.language, o.country, o.kind
        )
        for o in world.outlets.values()
        for c in o.feeds
    ]
    tables += [
        _table(each.kind, each.id, each.url, each.title, terms=each.terms) for each in services.load_services()[0]
    ]
    tables += [_table("rss", feed_id(f), f.url, f.title, f.host, "en", "MT", "other") for f in load_faults()[0]]
    return (
        "# Written by `python -m tests.world --truth` from outlets.toml, services.toml and faults.toml.\n\n"
        + "\n\n".join(tables)
        + "\n"
    )


def _table(form: str, *values: str, terms: Sequence[str] = ()) -> str:
    """Return the table of a source. `form`: the format of a feed, or the kind of another source."""
    is_source = _kind(form) != "feed"
    keys = ["id", "url", "title", "outlet", "language", "country", "outlet_kind" if is_source else "kind"]
    pairs: list[tuple[str, object]] = [*zip(keys, values, strict=False)]
    pairs += [("kind", form)] if is_source else []
    pairs += [("terms", terms)] if terms else []
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in pairs)
    return "\n".join(["[[source]]" if is_source else "[[feed]]", *lines])


def _kind(form: str) -> str:
    """Return the kind of a source with this format."""
    return form if form in {*SOURCES, *(each.kind for each in services.load_services()[0])} else "feed"


def feed_id(fault: Fault) -> str:
    """Return the id of a faulty feed in the watch list."""
    return fault.host.removesuffix(".example")


def _article(world: World, story: Story) -> dict[str, Any]:
    expect = dict(story.expect)
    believable = story.age is not None and story.age > -48
    original = world.stories[story.original].url if story.original else None
    copied = expect.pop("copy_of", story.text_from or story.original)
    kind = expect.pop("copy_kind", "translation" if story.original else "same_text" if story.text_from else None)
    page_language = (story.page_language or story.text_language).partition("-")[0]
    links = {canonical(link) for link in story.links.values()} - {canonical(story.url)}
    return {
        "outcome": "article",
        "kind": _KINDS.get(story.style, "article"),
        "title": story.title,
        "language": story.text_language,
        "page_language": page_language,
        "translation_state": "none",
        "notice_language": None,
        "post_edited": False,
        "source_url": canonical(original) if original else None,
        "topics": sorted(story.topics),
        "copy_of": canonical(world.stories[copied].url) if copied else None,
        "copy_kind": kind,
        "reason": None,
        "published_at_offset_hours": -story.age if believable and story.age is not None else None,
        **({"entry": links.pop()} if links else {}),
        **{key: None if value == "" else value for key, value in expect.items()},
    }


def _skipped(reason: str, will_retry: bool = False) -> dict[str, Any]:
    return {"outcome": "skipped", "reason": reason, "will_retry": will_retry}


def _sources(world: World) -> dict[str, dict[str, Any]]:
    """Return what the first poll of each source finds."""
    feed_faults, page_faults = load_faults()
    found = {
        channel.id: _source(
            _kind(channel.format),
            len(world.in_feed(publisher, channel)) + sum(fault.host == publisher.host for fault in page_faults),
        )
        for publisher in world.outlets.values()
        for channel in publisher.feeds
    }
    found |= {service.id: _service(world, service) for service in services.load_services()[0]}
    return found | {feed_id(each): _source("feed", 0, status="failed", reason=each.reason) for each in feed_faults}


def _service(world: World, service: services.Service) -> dict[str, Any]:
    """Return what the first poll of a service finds: an aggregator is only read where it matches a topic.

    The rest is counted if it is new and its outlet has no feed, all of which would be read.
    """
    stories = services.list_stories(world, service)
    if service.kind == "query":
        return _source(service.kind, len(stories))
    listed = services.listed_on(service)
    refused = sum(each.is_private for each in listed)
    unread = sum(_is_counted(world, each) for each in listed if each.article)
    return _source(service.kind, len(listed) - refused, only_listed=unread, refused=refused)


def _is_counted(world: World, listing: services.Listing) -> bool:
    story, publisher = world.stories[listing.article], world.outlets[listing.article.partition("/")[0]]
    age = listing.age if listing.age is not None else story.age
    return not story.topics and not publisher.feeds and (age or 0) <= _HOURS_COUNTED


def _source(kind: str, entries: int, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "status": "ok", "reason": "", "entries": entries, "only_listed": 0, "refused": 0, **more}


def _find_sources(world: World) -> dict[str, list[str]]:
    """Return the sources of which one is the first to list an article: those of its outlet, or else the services.

    All sources are polled at the same time, and then what an outlet lists itself belongs to the outlet.
    """
    own: dict[str, list[str]] = {}
    for publisher in world.outlets.values():
        for channel in publisher.feeds:
            links = [story.url for story in world.in_feed(publisher, channel)]
            links += [fault.url for fault in load_faults()[1] if fault.host == publisher.host]
            for link in links:
                own.setdefault(canonical(link), []).append(channel.id)
    others: dict[str, list[str]] = {}
    for service in services.load_services()[0]:
        links = [story.url for story in services.list_stories(world, service) if story.topics]
        links += [each.url for each in services.listed_on(service) if each.reason]
        for link in links:
            others.setdefault(canonical(link), []).append(service.id)
    return {**others, **own}


def _delivered(source: str, articles: dict[str, dict[str, Any]]) -> dict[str, int] | None:
    """Return the counts of `source_deliveries` for a source; None if they depend on the order of the polls."""
    found = {url: each for url, each in articles.items() if source in each.get("found_by", ())}
    if any(len(each["found_by"]) > 1 for each in found.values()):
        return None
    read = {url: each for url, each in found.items() if each["outcome"] == "article"}
    outlets = [outlet(url) for url, each in read.items() if each["topics"]]
    return {"entries": len(found), "articles": len(read), "on_topic": len(outlets), "outlets": len(set(outlets))}


def _stories(articles: dict[str, dict[str, Any]], topics: set[str]) -> int:
    landed = {url: article for url, article in articles.items() if article["outcome"] == "article"}
    return len({article["copy_of"] or url for url, article in landed.items() if topics <= set(article["topics"])})
