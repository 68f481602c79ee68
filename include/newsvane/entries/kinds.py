"""Classify items: articles, podcast episodes, and adverts that were sold into the feed (adverts.toml). Pure.

Doubtful items count as articles: an article that is dropped is lost, but an advert that is read is only a nuisance.
"""

import re
import tomllib
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from newsvane import texts
from newsvane.entries.items import Item
from newsvane.records import EntryKind

_RULES: dict[str, list[str]] = tomllib.loads((files(__package__) / "adverts.toml").read_text("utf-8"))
_ARABIC_TO_PERSIAN = str.maketrans("يك", "یک")
_SEGMENTS = frozenset(_RULES["segments"])
_HOSTS = tuple(_RULES["hosts"])
_MAX_LABEL = 100
_BRACKETS = r"[\[(<«【]\s*(?:{labels})\s*[\])>»】]"
_PREFIX = r"(?:{prefixes})\s*(?:[:|：]|[-–—]\s)"


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _normalize_label(label: str) -> str:
    return " ".join(texts.words(label.translate(_ARABIC_TO_PERSIAN)))


_LABELS = frozenset(map(_normalize_label, _RULES["labels"]))
_TITLE = re.compile(
    "|".join((
        _BRACKETS.format(labels=_alternatives(_RULES["labels"] + _RULES["bracketed"])),
        _PREFIX.format(prefixes=_alternatives(_RULES["labels"])),
    )),
    re.IGNORECASE,
)
_MEDIA_FILE = re.compile(r"\.(?:mp3|m4[abv]|mp4|aac|og[agv]|opus|wav|flac|webm|mov)$", re.IGNORECASE)


def is_media_file(url: str) -> bool:
    """Return whether the address ends like that of an audio or video file. It may be any text."""
    try:
        return _MEDIA_FILE.search(urlsplit(url).path) is not None
    except ValueError:
        return False


def classify_item(item: Item, title: str, link: str, *, is_podcast: bool) -> EntryKind:
    """Return the kind of an item. `is_podcast`: its feed says that it is a podcast.

    An article with an audio file (such as a reading of it) is not a podcast. An episode is an item with
    media that is declared as one by itself or by its feed, or an item that links to nothing but a media file.
    """
    if _is_advert(item, title, link):
        return "advert"
    if is_media_file(link) or link in item.media or (item.media and (is_podcast or item.podcast)):
        return "podcast"
    return "article"


def _is_advert(item: Item, title: str, link: str) -> bool:
    parts = urlsplit(link)
    host = parts.hostname or ""
    return (
        any(host == known or host.endswith("." + known) for known in _HOSTS)
        or not _SEGMENTS.isdisjoint(unquote(parts.path).lower().split("/")[1:-1])
        or any(_normalize_label(category[:_MAX_LABEL]) in _LABELS for category in item.categories)
        or _TITLE.match(title) is not None
    )
