"""Recognise titles of listed articles that say nothing about the article, and articles that are gone. Pure.

Such a title counts as missing, so that a topic is not matched with it; the page's own title is read later, as always.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from newsvane import urls
from newsvane.entries.items import Item, KnownItem
from newsvane.entries.normalize import to_plain_text

MIN_REPEATED = 3
"""A title of so many articles of a host that has the name of the host in it is that of the outlet."""

MIN_NAME = 3
"""Letters of a host's name that are more than a chance in a title."""

_MAX_LENGTH = 80
_REMOVED_FAULT = "that the service has removed"
_REMOVED = re.compile(r"[\[(<]\s*(?:removed|deleted|content removed|article removed|deleted by user)\s*[\])>]", re.I)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NO_TITLES = frozenset({
    "untitled", "untitleddocument", "untitledpage", "untitledarticle", "untitledpost", "notitle", "null", "undefined",
    "none", "nan", "na", "nil", "ohnetitel", "keintitel", "sanstitre", "sintitulo", "sintítulo", "semtitulo",
    "semtítulo", "senzatitolo", "zondertitel", "geentitel", "utantitel", "utentittel", "udentitel", "beztytułu",
    "beznázvu", "beznaslova", "başlıksız", "patitull", "безназвания", "беззаголовка", "безназви", "безнаслова",
    "بدونعنوان", "بلاعنوان", "ללאכותרת", "无标题", "無標題", "無題", "제목없음",
})  # fmt: skip


def clean_titles(items: Iterable[Item | KnownItem]) -> list[Item | KnownItem]:
    """Return the items without titles that are none. A removed article at a front page is returned as a fault."""
    cleaned = [item if isinstance(item, KnownItem) or item.fault else _clean_title(item) for item in items]
    repeated = _find_repeated([item for item in cleaned if isinstance(item, Item) and item.title])
    return [
        replace(item, title="") if isinstance(item, Item) and (_find_host(item.link), item.title) in repeated else item
        for item in cleaned
    ]


def is_outlet_name(title: str, outlets: Sequence[str]) -> bool:
    """Return whether a title is only one of the names of its outlet; not if it says that the article is gone."""
    plain = "" if _REMOVED.fullmatch(title.strip()) else _fold(title)
    return bool(plain) and any(plain == _fold(outlet) for outlet in outlets)


def _clean_title(item: Item) -> Item:
    title = to_plain_text(item.title)
    if not title or len(title) > _MAX_LENGTH:
        return item
    if _REMOVED.fullmatch(title):
        if _is_front_page(item.link):
            return Item(key=item.key, guid=item.guid, fault=_REMOVED_FAULT)
        return replace(item, title="", content="" if to_plain_text(item.content) == title else item.content)
    return replace(item, title="") if _says_nothing(title, item.link) else item


def _says_nothing(title: str, link: str) -> bool:
    plain = _fold(title)
    return not plain or plain in _NO_TITLES or bool(_ADDRESS.fullmatch(title)) or _is_host_name(plain, link)


def _is_host_name(plain: str, link: str) -> bool:
    """Return whether a folded title is the host of a link, or its name without the top-level domain."""
    host = _find_host(link)
    if plain not in _fold(host):
        return False
    return plain in {_fold(host), _fold(host.removeprefix("www.")), _find_name(link)}


def _find_name(link: str) -> str:
    """Return the name of the outlet of a link without its top-level domain; "" if it is too short to be recognised."""
    try:
        name = _fold(urls.outlet(link).partition(".")[0])
    except ValueError:
        return ""
    return name if len(name) >= MIN_NAME else ""


def _find_repeated(items: Sequence[Item]) -> set[tuple[str, str]]:
    """Return hosts, each with a title of at least MIN_REPEATED of their articles that has the host's name in it."""
    links: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for item in items:
        links[_find_host(item.link), item.title].add(item.link)
    often = ((host, title, min(found)) for (host, title), found in links.items() if len(found) >= MIN_REPEATED)
    return {(host, title) for host, title, link in often if _is_mostly(_fold(title), _find_name(link))}


def _is_mostly(plain: str, name: str) -> bool:
    """Return whether a folded title has little besides the name of its outlet, such as "News" or "Home"."""
    return bool(name) and name in plain and len(plain) <= 2 * len(name) + 8


def _is_front_page(link: str) -> bool:
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return False
    return parts.path in {"", "/"} and not parts.query


def _find_host(link: str) -> str:
    try:
        return urlsplit(link.strip()).hostname or ""
    except ValueError:
        return ""


def _fold(text: str) -> str:
    return "".join(filter(str.isalnum, text[:200].casefold()))
