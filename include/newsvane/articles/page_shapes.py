"""Measure what a page shows beside plain text: pictures with captions, a player, entries that begin with a time.

A gallery, a video and a live blog are often recognised by these alone, because nothing declares them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, islice, pairwise
from statistics import median
from typing import Literal, NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from newsvane.articles.boilerplate_dom import count_letters
from newsvane.articles.markup import comparison_key, inner_text
from newsvane.texts import words

MAX_IMAGES = 60
MIN_CAPTIONS = 4
"""A page with fewer pictures with captions is no gallery."""
MIN_CAPTION_LETTERS, MAX_CAPTION_LETTERS = 8, 500
MAX_CAPTION_LEVELS = 3
"""How many levels above a picture its caption is looked for."""
MIN_ENTRIES = 4
"""Fewer texts that begin with a time make no live blog."""
MIN_WORDS_OF_ENTRY = 3
MIN_DESCENDING, MIN_SENTENCES = 0.8, 0.5
"""Shares of the entries of a live blog that are older than the one before, and that end like a sentence."""

_TIME = re.compile(
    r"\W{0,3}(?:(?:um|at|kl\.?|ora|ore|saat|ساعت)\s)?"
    r"(?:(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)|(?P<played>\d{1,3})(?:\+\d{1,2})?\s?['′’])(?![\d'′’]|[.:]\d)",
    re.IGNORECASE,
)
_TIME_IN_MARKUP = re.compile(r">\s*+[^<\w]{0,3}(?:[^\W\d]{1,4}\.?\s)?\d{1,3}(?:[:.h]\d\d|\+?\d*\s?(?:['′’]|&#?\w))")
SENTENCE_END = tuple(".!?…»”\"'。！？؟।)")
_NOT_CONTENT = ("nav", "footer", "aside")
_SKIPPED = frozenset({*_NOT_CONTENT, "script", "style", "noscript", "template", "head", "form", "svg"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HAS_BOLD_LINK = etree.XPath("boolean(.//a//b | .//a//strong | .//b//a | .//strong//a)")
"""A bold link is the headline of another page."""
_HAS_AUDIO = etree.XPath("boolean(//body//*[@data-audio or @data-audio-src])")
_PLAYER_ADDRESS = re.compile(r"/embed\b|player|video", re.IGNORECASE)
_AUDIO_ADDRESS = re.compile(r"\.(?:mp3|m4a|ogg)\b|podcast|audio|spotify|soundcloud|deezer|podigee", re.IGNORECASE)
_NO_PLAYER = re.compile(
    r"twitter|facebook|instagram|tiktok|threads\.|telegram|t\.me/|maps|form|survey|newsletter|consent|googletagmanager"
    r"|recaptcha|doubleclick|ads?[./-]|chart|datawrapper|flourish|infogram|widget",
    re.IGNORECASE,
)

_PICTURE_ADDRESS = re.compile(r"\.(?:jpe?g|png|webp|avif)(?:$|\?)", re.IGNORECASE)
MIN_PICTURES = 5
"""A page with fewer pictures that lead to larger ones is no gallery."""

Player = Literal["video", "podcast", "gallery"]


class _Captions(NamedTuple):
    share: float = 0.0
    words_outside: int | None = None


class _LiveBlog(NamedTuple):
    entries: int
    share: float
    linked: int


class Shapes:
    """What a page shows beside plain text. Each part is measured when it is asked for."""

    def __init__(self, tree: HtmlElement, markup: str, blocks: Sequence[str]) -> None:
        """`tree`: the page, parsed from `markup`. `blocks`: the paragraphs that were extracted from it."""
        self._tree, self._markup, self._blocks = tree, markup, blocks

    @property
    def caption_share(self) -> float:
        """The share of captions in the letters of text and captions, from 0 to 1; 0 with fewer than MIN_CAPTIONS."""
        return self._captions.share

    @property
    def words_outside(self) -> int | None:
        """How many words of the text are in no caption; None if there are fewer than MIN_CAPTIONS captions."""
        return self._captions.words_outside

    @property
    def entries(self) -> int:
        """The number of entries of a live blog, texts that begin with a time, the newest first; 0 if it is none."""
        return self._live_blog.entries

    @property
    def entry_share(self) -> float:
        """The share of the page's words that are in `entries`, from 0 to 1."""
        return self._live_blog.share

    @property
    def linked_entries(self) -> int:
        """The number of times that are followed by a link, in any order."""
        return self._live_blog.linked

    @cached_property
    def players(self) -> frozenset[Player]:
        """The kinds of players in the content; a gallery is pictures that lead to larger ones."""
        return frozenset(_find_players(self._tree))

    @cached_property
    def _captions(self) -> _Captions:
        captions = list(_find_captions(self._tree))
        return _compare_with_text(captions, self._blocks) if len(captions) >= MIN_CAPTIONS else _Captions()

    @cached_property
    def _live_blog(self) -> _LiveBlog:
        entries, above = _split_at_times(self._tree, self._markup)
        linked = [each for each in entries if 2 * each.linked > each.words]
        number, share = _measure_live([each for each in entries if each not in linked], above)
        return _LiveBlog(number, share, len(linked))


def _compare_with_text(captions: Sequence[HtmlElement], blocks: Sequence[str]) -> _Captions:
    """Measure captions against the text, of which they may be a part."""
    inside = "".join(comparison_key(inner_text(each)) for each in captions)
    outside = [words(block) for block in blocks if comparison_key(block) not in inside]
    letters = sum(map(len, chain.from_iterable(outside)))
    return _Captions(len(inside) / (len(inside) + letters), sum(map(len, outside)))


def _find_captions(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the captions of pictures: short texts beside one picture, without a headline or mere links."""
    seen: set[HtmlElement] = set()
    for image in islice(tree.iter("img"), MAX_IMAGES):
        element = next(islice(_with_text(image), 1), None)
        if element is None or element in seen or next(image.iterancestors(*_NOT_CONTENT), None) is not None:
            continue
        seen.add(element)
        letters = count_letters(element)
        if letters > MAX_CAPTION_LETTERS or len(list(islice(element.iter("img"), 2))) > 1:
            continue
        linked = sum(map(count_letters, element.iter("a")))
        if 2 * linked < letters and next(element.iter(*_HEADINGS), None) is None and not _HAS_BOLD_LINK(element):
            yield element


def _with_text(image: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements around a picture that have a text, the smallest first."""
    for element in islice(image.iterancestors(), MAX_CAPTION_LEVELS):
        if element.tag in {"body", "main", "article"}:
            return
        if len(inner_text(element).strip()) >= MIN_CAPTION_LETTERS:
            yield element


def _find_players(tree: HtmlElement) -> Iterator[Player]:
    for element in tree.iter("video", "audio", "iframe"):
        if next(element.iterancestors(*_NOT_CONTENT), None) is not None:
            continue
        address = element.get("src") or element.get("data-src") or ""
        if element.tag == "audio":
            yield "podcast"
        elif element.tag == "video":
            yield "video"
        elif not _NO_PLAYER.search(address) and (_PLAYER_ADDRESS.search(address) or _AUDIO_ADDRESS.search(address)):
            yield "podcast" if _AUDIO_ADDRESS.search(address) else "video"
    if _HAS_AUDIO(tree):
        yield "podcast"
    pictures = (image.getparent() for image in islice(tree.iter("img"), MAX_IMAGES))
    links = {link.get("href", "") for link in pictures if link is not None and link.tag == "a"}
    if len(list(filter(_PICTURE_ADDRESS.search, links))) >= MIN_PICTURES:
        yield "gallery"


class _Entry:
    """What follows a time: the number of its words, how many of them are in links, and how it ends."""

    def __init__(self, minute: int) -> None:
        """`minute`: the time, in minutes after midnight or of a match."""
        self.minute, self.words, self.linked, self.end = minute, 0, 0, ""

    def add(self, text: str, *, is_linked: bool) -> None:
        count = len(words(text))
        self.words += count
        self.linked += count if is_linked else 0
        self.end = text.rstrip() or self.end


def _measure_live(entries: Sequence[_Entry], above: int) -> tuple[int, float]:
    """Return the number of entries of a live blog, and their share of the words; zeros if they are none.

    Programmes and lists of headlines have times, too, but in another order, or without sentences. There are fewer words
    `above` the first entry than in all of them: below an article, comments have times.
    """
    if len(entries) < MIN_ENTRIES:
        return 0, 0.0
    total = sum(each.words for each in entries)
    steps = [older.minute <= newer.minute for newer, older in pairwise(entries)]
    is_live = (
        sum(steps) >= MIN_DESCENDING * len(steps)
        and len({each.minute for each in entries}) > len(entries) / 2
        and median(each.words for each in entries) >= MIN_WORDS_OF_ENTRY
        and sum(each.end.endswith(SENTENCE_END) for each in entries) >= MIN_SENTENCES * len(entries)
        and above < total
    )
    return (len(entries), total / (total + above)) if is_live else (0, 0.0)


def _split_at_times(tree: HtmlElement, markup: str) -> tuple[list[_Entry], int]:
    """Return what follows each time that begins a text, and the number of words outside links before the first."""
    entries: list[_Entry] = []
    above = 0
    if len(list(islice(_TIME_IN_MARKUP.finditer(markup), MIN_ENTRIES))) < MIN_ENTRIES:
        return entries, above
    for text, is_linked in _iterate_texts(tree):
        found = None if is_linked else _TIME.match(text)
        rest = text[found.end() :] if found else text
        if found:
            played, hour, minute = found["played"], found["hour"], found["minute"]
            entries.append(_Entry(int(played) if played else 60 * int(hour) + int(minute)))
        if entries:
            entries[-1].add(rest, is_linked=is_linked)
        elif not is_linked:
            above += len(words(rest))
    return entries, above


def _iterate_texts(tree: HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield the texts of the content in the order in which they are read, and whether each is in a link."""
    walk, links = etree.iterwalk(tree, events=("start", "end")), 0
    for event, element in walk:
        if event == "start":
            links += element.tag == "a"
            if element.tag in _SKIPPED:
                walk.skip_subtree()
            elif element.text and not element.text.isspace():
                yield element.text.strip(), links > 0
        else:
            links -= element.tag == "a"
            if element.tail and not element.tail.isspace():
                yield element.tail.strip(), links > 0
