"""Make any number of news pages with different words. One in `share` is about Iran.

Their markup is that of saved pages (as `tests.demo.real_pages` reads them), or of a synthetic page of 60 kB.
"""

import gzip
import random
import re
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.synthetic_content import page
from newsvane.articles import read_article
from newsvane.records import Article, Topic
from newsvane.topics import load_topics
from tests.demo.real_pages import INDEXES, saved_pages

TOPICS = Path(__file__).parents[1] / "include" / "watch" / "topics.toml"
"""The shipped topics. Pages that are not about Iran match none of them."""
SYNTHETIC_PAGES = 40
MAX_TEMPLATES = 200
MIN_WORDS = 150
"""A page with fewer words has too little to vary."""

_ON_TOPIC = "The government of the Islamic Republic of Iran in Tehran did not comment."
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d(?=[T ])")
_IDENTITY = re.compile(
    r'<link[^>]+rel="?(?:canonical|alternate)[^>]*>|<meta[^>]+og:url[^>]*>|"articleBody"\s*:\s*"(?:[^"\\]|\\.)*",?'
)
_WORDS = re.compile(
    r'((?:<title[^>]*>|<h1[^>]*>|og:title"? content="))([^<>"]{15,})|(<p(?: [^>]*)?>)([^<>]{60,})(?=</p>)'
)


class PageTemplate(NamedTuple):
    """A page split into the words that vary and the text between them."""

    between: Sequence[str]
    titles: Sequence[bool]
    words: Sequence[Sequence[str]]

    def fill(self, number: int, beginning: str = "") -> bytes:
        """Return the page of an article: the same words, in an order of its own, with this beginning."""
        draw, longest = random.Random(number), max(self.words, key=len)
        order = draw.random()
        parts = [self.between[0]]
        for after, is_title, words in zip(self.between[1:], self.titles, self.words, strict=True):
            mixed = list(words)
            (random.Random(order) if is_title else draw).shuffle(mixed)
            parts += [" ".join([beginning, *mixed] if words is longest else mixed), after]
        return "".join(parts).encode()


class NewsPages:
    """Pages by their numbers; on average one in `share` is about Iran, and none if `share` is 0."""

    def __init__(self, folder: Path | None = None, *, share: int = 20) -> None:
        self._templates, self._share = load_templates(folder), share

    def make(self, number: int) -> bytes:
        """Return the page of an article."""
        is_on_topic = self._share >= 1 and self._share * random.Random(number).random() < 1
        return self._templates[number % len(self._templates)].fill(number, _ON_TOPIC if is_on_topic else "")


def make_template(text: str, today: str) -> PageTemplate:
    """Take a page apart. Remove what identifies the original page, and replace its dates by today's."""
    text = _DAY.sub(today, _IDENTITY.sub("", text))
    between, titles, words, end = [], [], [], 0
    for found in _WORDS.finditer(text):
        group = 2 if found[2] else 4
        between.append(text[end : found.start(group)])
        titles.append(group == 2)
        words.append(found[group].split())
        end = found.end(group)
    return PageTemplate([*between, text[end:]], titles, words)


def load_templates(folder: Path | None) -> list[PageTemplate]:
    """Return templates of the folder's pages that are articles with enough words and match no topic.

    Raises ValueError if there is none.
    """
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    topics = load_topics(TOPICS.read_text("utf-8"), path=str(TOPICS))
    made = (make_template(text, today) for text in _texts(folder))
    chosen = (each for each in made if sum(map(len, each.words)) > MIN_WORDS and _is_off_topic_article(each, topics))
    templates = list(islice(chosen, MAX_TEMPLATES))
    if not templates:
        raise ValueError(f"no page in {folder} is an article off topic with more than {MIN_WORDS} words to vary")
    return templates


def require_saved_pages(folder: Path | None) -> None:
    """End the program with a message if a folder has no saved pages. None: the pages are synthetic."""
    if folder is not None and not (folder.is_dir() and any(True for _ in saved_pages(folder))):
        raise SystemExit(f"{folder} has no saved pages: neither it nor a folder in it has {INDEXES}")


def _texts(folder: Path | None) -> Iterator[str]:
    if folder is None:
        yield from (page(seed).decode() for seed in range(SYNTHETIC_PAGES))
    else:
        saved = sorted(saved_pages(folder), key=lambda each: zlib.crc32(each.file.name.encode()))
        yield from (gzip.decompress(each.file.read_bytes()).decode("utf-8", "replace") for each in saved)


def _is_off_topic_article(each: PageTemplate, topics: Sequence[Topic]) -> bool:
    found = read_article(each.fill(0), url="http://o.example/0", now=datetime.now(UTC), topics=topics)
    return isinstance(found, Article) and not found.topics
