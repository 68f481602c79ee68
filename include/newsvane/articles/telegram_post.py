"""Read the page of a single Telegram post, which is a short article: the whole text, the date, where it is from."""

from datetime import datetime
from urllib.parse import urljoin

from lxml.html import HtmlElement

from newsvane import telegram, urls
from newsvane.articles.markup import clean
from newsvane.articles.metadata import Metadata
from newsvane.articles.page_kinds import FoundKind, NotAnArticle
from newsvane.errors import Terminal
from newsvane.records import Record

KIND = FoundKind("article", ("it is a post of a Telegram channel",))

_ERRORS = ("tgme_widget_message_error", "err_message")


class TelegramPost(Record):
    """A post as an article: its permalink, what it says about itself, and its text."""

    url: str
    metadata: Metadata
    blocks: tuple[str, ...]


def read_telegram_post(tree: HtmlElement, *, url: str, now: datetime) -> TelegramPost | None:
    """Return the post on a page; None if the page is not that of a single post.

    Raises NotAnArticle if Telegram says that there is no such post, and Terminal (`no_text`) if it has no words.
    `now`: when the page was fetched; a later date is that of no post.
    """
    name = telegram.find_post(url)
    if name is None:
        return None
    posts = [post for each in telegram.iterate_posts(tree) if (post := telegram.read_post(each))]
    if not posts:
        if any(telegram.find_by_class(tree, error) is not None for error in _ERRORS):
            raise NotAnArticle("error", "Telegram says that there is no such post")
        return None
    post = _choose_post(posts, name)
    if not post.title:
        raise Terminal("the post has no text, only pictures, sound or a file", reason="no_text")
    permalink = urljoin(url, f"/{post.post}")
    published_at = post.published[1] if post.published[1] and post.published[1] <= now else None
    return TelegramPost(
        url=permalink,
        blocks=tuple(clean(line) for each in post.paragraphs for line in each.split("\n")),
        metadata=_build_metadata(post, published_at, permalink),
    )


def _choose_post(posts: list[telegram.Post], name: str) -> telegram.Post:
    """Return the post of the address; if it is a picture of an album, the album, the only post on the page."""
    same = next((each for each in posts if each.post.lower() == name.lower()), None)
    if same:
        return same
    channel = name.partition("/")[0].lower()
    if len(posts) > 1 or posts[0].post.partition("/")[0].lower() != channel:
        raise NotAnArticle("other", "the page shows other posts than that of its address")
    return posts[0]


def _build_metadata(post: telegram.Post, published_at: datetime | None, permalink: str) -> Metadata:
    title = clean(post.title)
    return Metadata(
        title=title,
        headlines=(title,),
        descriptions=(),
        body="",
        authors=tuple(map(clean, post.authors)),
        published_at=published_at,
        published_source="time_element" if published_at else "none",
        published_zone="+00:00" if published_at else None,
        published_precision="second" if published_at else "none",
        updated_at=None,
        section=None,
        image_url=None,
        alternates=(),
        paywalled=False,
        liveblog=False,
        page_language=None,
        canonical_url=urls.canonical(permalink),
        claimed_url=urls.canonical(post.origin_url) if post.origin_url else None,
        is_article=True,
        describes_itself=True,
        schema_types=(),
        open_graph_types=(),
    )
