"""What an outlet repeats: sentences that stand in many of its articles (licences, promotions, captions) are not theirs.

Which these are depends on all articles of the outlet around the day of an article, not on those at hand: the lake
counts by `Sketch.lines`, `repeated_lines` does the same for a set that is whole.
"""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from newsvane.records import Article
from newsvane.stories.links import moment

REPEATED = 10
"""A sentence that stands in so many articles of one outlet within the window of an article is none of its own."""

_END = re.compile(r"[.!?؟।。！？\n]+")
_LEAST = 20
"""Characters; shorter pieces weigh nothing."""


def lines_of(article: Article) -> dict[int, None]:
    """The hashes of its sentences, 64 bits signed, the outlet mixed in; in order, each once."""
    return dict.fromkeys(hashed for hashed, _ in _sentences(article) if hashed is not None)


def own_text(article: Article, repeated: Collection[int]) -> str:
    """The text without these sentences."""
    if not repeated:
        return article.text
    return "\n".join(sentence for hashed, sentence in _sentences(article) if hashed not in repeated)


def repeated_lines(articles: Iterable[Article], *, window_days: int) -> dict[str, frozenset[int]]:
    """The hashes of the sentences of each article that its outlet repeats, by article id; of a whole set."""
    lines = {article.article_id: lines_of(article) for article in articles}
    days = {article.article_id: moment(article).toordinal() for article in articles}
    found: dict[int, list[int]] = defaultdict(list)
    for article_id in sorted(lines, key=days.__getitem__):
        for line in lines[article_id]:
            found[line].append(days[article_id])
    often = {line: held for line, held in found.items() if len(held) >= REPEATED}
    return {
        article_id: frozenset(
            line for line in own if line in often and _near(often[line], days[article_id], window_days)
        )
        for article_id, own in lines.items()
    }


def _near(days: list[int], day: int, window: int) -> bool:
    return bisect_right(days, day + window) - bisect_left(days, day - window) >= REPEATED


def _sentences(article: Article) -> Iterator[tuple[int | None, str]]:
    begun = hashlib.blake2b(f"{article.outlet}\n".encode("utf-8", "replace"), digest_size=8)
    for piece in map(str.strip, _END.split(article.text)):
        if len(piece) < _LEAST:
            yield None, piece
        else:
            digest = begun.copy()
            digest.update(piece.casefold().encode("utf-8", "replace"))
            yield int.from_bytes(digest.digest(), signed=True), piece
