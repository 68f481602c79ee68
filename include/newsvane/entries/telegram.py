"""Parse the preview page of a public Telegram channel (`https://t.me/s/CHANNEL`): its last posts. Pure.

A post is an entry if it has a text, a caption or a poll. The title is its beginning, or the question of the poll. An
album is one post. Of a forwarded post, the origin is the author, and its address the source. Views, reactions, votes
and the mark of an edited post are ignored.
"""

import html
from collections.abc import Container
from typing import Any
from urllib.parse import urljoin

from newsvane import telegram
from newsvane.entries.html_page import parse_page, read_text
from newsvane.entries.items import MAX_ENTRIES, Draft, Item, KnownItem, describe_fault, fingerprint
from newsvane.entries.not_a_feed import diagnose_page
from newsvane.errors import FeedUnreadable

_PREVIEW_CLASSES = ("tgme_channel_info", "tgme_channel_history")


def parse(text: str, *, url: str, known: Container[int] = ()) -> Draft:
    """Parse the preview page of a channel, fetched from `url`, newest post first.

    `known`: keys of posts that need not be read again. A channel without posts is an empty draft, with a problem.
    Raises FeedUnreadable: `preview_off` if the channel shows no preview, `no_channel` if there is none of this name;
    and the walls of `parse_feed` or `not_a_feed` if the page is not Telegram's.
    """
    root = parse_page(text, url)
    posts = [] if root is None else list(telegram.iterate_posts(root))[-MAX_ENTRIES:]
    if not posts and (root is None or not any(_find(root, name) is not None for name in _PREVIEW_CLASSES)):
        raise _describe_failure(root, text, url)
    items = [_read_alone(element, url, known) for element in reversed(posts)]
    title = None if root is None else _find(root, "tgme_channel_info_header_title")
    return Draft(
        title="" if title is None else html.escape(read_text(title)),
        items=[item for item in items if item is not None],
        problems=[] if posts else ["the channel has no posts"],
    )


def _read_alone(element: Any, url: str, known: Container[int]) -> Item | KnownItem | None:
    """Return the item of a post; None if it has no words. Whatever reading it raises is the fault of this item."""
    try:
        post = telegram.read_post(element)
        return _build_item(post, url, known) if post and post.title else None
    except Exception as error:
        return Item(fault=describe_fault(error))


def _build_item(post: telegram.Post, url: str, known: Container[int]) -> Item | KnownItem:
    key = fingerprint("\0".join((post.post, post.origin, *post.paragraphs)).encode("utf-8", "replace"))
    if key in known:
        return KnownItem(key, post.post)
    return Item(
        key=key,
        guid=post.post,
        link=urljoin(url, f"/{post.post}"),
        title=html.escape(post.title),
        authors=tuple(map(html.escape, post.authors)),
        published=post.published,
        content="".join(f"<p>{html.escape(each).replace(chr(10), '<br>')}</p>" for each in post.paragraphs),
        source=post.origin_url,
    )


def _describe_failure(root: Any, text: str, url: str) -> FeedUnreadable:
    """Return why a page has no posts, in words."""
    if root is None or _find(root, "tgme_page") is None:
        return diagnose_page(text, url)
    extra = _find(root, "tgme_page_extra")
    words = "" if extra is None else read_text(extra)
    if not any(map(str.isdigit, words)) or words.startswith("@"):
        return FeedUnreadable(f"{url[:300]}: Telegram knows no public channel of this name", reason="no_channel")
    if _find(root, "tgme_page_context_link") is not None:
        preview = telegram.find_preview(url) or "https://t.me/s/CHANNEL"
        return FeedUnreadable(
            f"{url[:300]} is the page about a channel; its posts are at {preview}", reason="not_a_feed"
        )
    return FeedUnreadable(
        f"{url[:300]}: the channel or group ({words}) has switched its preview off, so the web does not show its posts",
        reason="preview_off",
    )


def _find(root: Any, name: str) -> Any:
    return telegram.find_by_class(root, name)
