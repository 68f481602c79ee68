"""Write the ground truth: what Newsvane must find in the news world.

It is derived from the front matter of the articles and from `faults.toml`, independently of the pipeline. `truth.json`
maps canonical addresses to what is expected:
`outcome` (article, quarantined, skipped), `kind`, `language`, `page_language`, `translation_state`,
`notice_language`, `post_edited`, `source_url`, `topics`, `copy_of`, `copy_kind`, `reason` (a code; a list of
expectations for quarantined), `published_at_offset_hours` (from the start of the news world; null if the date is not
plausible, as in 1970), `title` (null if it is hostile), and `entry` if the feed links to another address.
"""

import json
from pathlib import Path
from typing import Any

from newsvane.urls import canonical
from tests.world.content import HERE, Story, World
from tests.world.faults import Fault, load_faults
from tests.world.render import SOURCES

RULES = {"mek-in-albania": {"mek", "albania"}}
"""The topics of each rule in watch/alerts.toml."""
_KINDS = {"live": "live_blog", "video": "video"}
"""The kind of the pages with a layout."""


def truth(world: World) -> dict[str, Any]:
    """Return the ground truth of the news world at its start, as in `truth.json`."""
    feed_faults, page_faults = load_faults()
    articles = {canonical(story.url): _article(world, story) for story in world.visible()}
    articles |= {canonical(fault.url): _skipped(fault) for fault in page_faults}
    feeds = {
        channel.id: {
            "status": "ok",
            "reason": "",
            "entries": len(world.in_feed(outlet, channel)) + len(page_faults) * (outlet.host == page_faults[0].host),
        }
        for outlet in world.outlets.values()
        for channel in outlet.feeds
    }
    feeds |= {feed_id(fault): {"status": "failed", "reason": fault.reason, "entries": 0} for fault in feed_faults}
    alerts = {rule: {"stories": _stories(articles, topics)} for rule, topics in RULES.items()}
    return {"articles": dict(sorted(articles.items())), "feeds": dict(sorted(feeds.items())), "alerts": alerts}


def write_truth() -> tuple[Path, Path]:
    """Write truth.json and the watch list of the news world, and return their paths."""
    world = World()
    truth_path, watch_path = HERE / "truth.json", HERE / "watch" / "feeds.toml"
    truth_path.write_text(json.dumps(truth(world), ensure_ascii=False, indent=1) + "\n", "utf-8")
    watch_path.write_text(watch_list(world), "utf-8")
    return truth_path, watch_path


def watch_list(world: World) -> str:
    """Return the contents of `watch/feeds.toml`: every feed of the news world, healthy or not."""
    rows = [
        (c.format, c.id, o.home.rstrip("/") + (c.address or c.path), c.title, o.domain, o.language, o.country, o.kind)
        for o in world.outlets.values()
        for c in o.feeds
    ]
    rows += [("rss", feed_id(f), f.url, f.title, f.host, "en", "MT", "other") for f in load_faults()[0]]
    tables = [_table(*row) for row in rows]
    return (
        "# Written by `python -m tests.world --truth` from outlets.toml and faults.toml.\n\n"
        + "\n\n".join(tables)
        + "\n"
    )


def _table(form: str, *values: str) -> str:
    """Return the table of a source. `form`: the format of a feed, or the kind of another source."""
    keys = ["id", "url", "title", "outlet", "language", "country", "outlet_kind" if form in SOURCES else "kind"]
    pairs = [*zip(keys, values, strict=True), *([("kind", form)] if form in SOURCES else [])]
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in pairs)
    return "\n".join(["[[source]]" if form in SOURCES else "[[feed]]", *lines])


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


def _skipped(fault: Fault) -> dict[str, Any]:
    return {"outcome": "skipped", "reason": fault.reason, "will_retry": fault.will_retry}


def _stories(articles: dict[str, dict[str, Any]], topics: set[str]) -> int:
    landed = {url: article for url, article in articles.items() if article["outcome"] == "article"}
    return len({article["copy_of"] or url for url, article in landed.items() if topics <= set(article["topics"])})
