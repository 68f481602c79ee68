"""Read what Telegram's web pages show of a public channel: its posts, and what else their addresses are. Pure.

`https://t.me/s/CHANNEL` is a channel's preview, with its last posts; `https://t.me/CHANNEL/ID` is the permalink of a
post, and with `?embed=1` a page with nothing but the whole post. Both write a post in the same form.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from newsvane.dates import parse_standard_date

HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})

MAX_TITLE = 120
"""Characters of a title, which is the beginning of the post."""

MIN_SENTENCE = 20
"""Characters of a first sentence that may be a title."""

_CHANNEL = r"[A-Za-z]\w{3,31}"
_POST = re.compile(rf"/(?:s/)?(?P<post>{_CHANNEL}/\d{{1,12}})/?", re.ASCII)
_PREVIEW = re.compile(rf"/(?:s/)?@?({_CHANNEL})/?", re.ASCII)
_DATA_POST = re.compile(rf"{_CHANNEL}/\d{{1,12}}", re.ASCII)
_SENTENCE_END = re.compile(r"[.!?…。！？؟।](?=\s|$)")
_HASHTAGS = re.compile(r"(?:#\w+[\s,;|]*)+")
_BREAKS = frozenset({"br", "p", "div", "blockquote", "pre"})
_HAS_TEXT = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a channel.

    `post`: channel and number, as in its address. `paragraphs`: its text, the caption of its pictures, or the question
    and the options of its poll; a line break in a paragraph is a newline. `origin`: the name of the channel or person
    that it was forwarded from, with the address of the original post, each "" if unknown. `signature`: the author that
    it names.
    """

    post: str
    paragraphs: tuple[str, ...] = ()
    published: tuple[str, datetime | None] = ("", None)
    channel_title: str = ""
    origin: str = ""
    origin_url: str = ""
    signature: str = ""

    @property
    def authors(self) -> tuple[str, ...]:
        """The origin of a forwarded post, and the author that it names."""
        return tuple(filter(None, (self.origin, self.signature)))

    @property
    def title(self) -> str:
        """The first line of the text that is more than hashtags, or its first sentence, shortened at a word."""
        lines = [line.strip() for each in self.paragraphs for line in each.split("\n") if _HAS_TEXT.search(line)]
        line = next((each for each in lines if not _HASHTAGS.fullmatch(each)), next(iter(lines), ""))
        return shorten(line)


def find_post(url: str) -> str | None:
    """Return the channel and the number of the post at an address; None if it is not that of a post."""
    found = _POST.fullmatch(_path(url))
    return found["post"] if found else None


def find_page_to_read(url: str) -> str | None:
    """Return the address of the page with the whole post whose address this is; None if it is not that of a post."""
    post = find_post(url)
    return urljoin(url, f"/{post}?embed=1") if post else None


def find_permalink(url: str) -> str | None:
    """Return the address of a post without what only says how to show it; None if it is not that of a post."""
    post = find_post(url)
    return urljoin(url, f"/{post}") if post else None


def find_preview(url: str) -> str | None:
    """Return the address of the preview of the channel that an address belongs to; None if it is not Telegram's."""
    found = _PREVIEW.fullmatch(_path(url)) or _PREVIEW.match(_path(url).rpartition("/")[0])
    return urljoin(url, f"/s/{found[1]}") if found else None


def _path(url: str) -> str:
    """Return the path of an address at Telegram, "" for any other."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.path if (parts.hostname or "").removeprefix("www.") in HOSTS else ""


def iterate_posts(root: Any) -> Iterator[Any]:
    """Yield the element of each post on a page, without service messages (pinned, renamed), in the page's order."""
    for element in root.iter("div"):
        is_post = element.get("data-post") and has_class(element, "tgme_widget_message")
        if is_post and not has_class(element, "service_message"):
            yield element


def read_post(element: Any) -> Post | None:
    """Return the post that an element is; None if it does not say which."""
    name = element.get("data-post") or ""
    if not _DATA_POST.fullmatch(name):
        return None
    forwarded = find_by_class(element, "tgme_widget_message_forwarded_from_name")
    return Post(
        post=name,
        paragraphs=tuple(_read_paragraphs(element)),
        published=_find_date(element),
        channel_title=_text_of(find_by_class(element, "tgme_widget_message_owner_name")),
        origin=_text_of(forwarded),
        origin_url="" if forwarded is None else find_permalink(forwarded.get("href") or "") or "",
        signature=_text_of(find_by_class(element, "tgme_widget_message_from_author")),
    )


def shorten(text: str) -> str:
    """Return a line of at most MAX_TITLE characters: its first sentence, or as many words as fit."""
    text = " ".join(text.split())
    if len(text) <= MAX_TITLE:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text[:MAX_TITLE]) if found.end() >= MIN_SENTENCE]
    if ends:
        return text[: ends[0]]
    cut = text[: MAX_TITLE - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–—-") + "…"


def has_class(element: Any, name: str) -> bool:
    """Return whether an element has a class."""
    return name in (element.get("class") or "").split()


def find_by_class(root: Any, name: str) -> Any:
    """Return the first element in another one that has a class; None if there is none."""
    return next((each for each in root.iter() if has_class(each, name)), None)


def _text_of(element: Any) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())[:MAX_TITLE]


def _find_date(element: Any) -> tuple[str, datetime | None]:
    link = find_by_class(element, "tgme_widget_message_date")
    times = (each.get("datetime") for part in (link, element) if part is not None for each in part.iter("time"))
    return parse_standard_date(next(filter(None, times), ""))


def _read_paragraphs(element: Any) -> Iterator[str]:
    """Yield the paragraphs of a post: those of its text, then the question of its poll and its options, one a line."""
    for name in ("js-message_text", "tgme_widget_message_poll_question"):
        text = find_by_class(element, name)
        if text is not None:
            yield from _split_paragraphs(text)
    options = (each for each in element.iter() if has_class(each, "tgme_widget_message_poll_option_text"))
    if texts := list(filter(None, map(_text_of, options))):
        yield "\n".join(texts)


def _split_paragraphs(element: Any) -> Iterator[str]:
    """Yield the paragraphs of a text: two line breaks divide them."""
    parts: list[str] = []
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts += ["\n"] * (each.tag in _BREAKS and each is not element)
            parts.append((each.text or "").replace("\n", " "))
        else:
            parts += ["\n"] * (each.tag in _BREAKS and each.tag != "br" and each is not element)
            parts.append((each.tail or "").replace("\n", " ") if each is not element else "")
    for paragraph in re.split(r"\n\s*\n", "".join(parts)):
        lines = (" ".join(line.split()) for line in paragraph.split("\n"))
        if text := "\n".join(filter(None, lines)):
            yield text
