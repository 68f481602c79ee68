"""Under what an article is looked up in the history."""

from newsvane.records import Article, Record
from newsvane.stories.blocking_keys import keys_of
from newsvane.stories.repeated_sentences import lines_of
from newsvane.stories.shingles import bands_of, shingles_of


class Sketch(Record):
    """What is stored of an article to find it by; all are signed 64-bit hashes.

    `bands`: 32 buckets, the band's number mixed in. `shingles`: how many the text has. `lines`: its sentences, the
    outlet mixed in. `keys`: what translations and stories are found by, their kind mixed in.
    """

    bands: tuple[int, ...]
    shingles: int
    lines: tuple[int, ...] = ()
    keys: tuple[int, ...] = ()


def sketch(article: Article) -> Sketch:
    """The sketch of an article; without buckets where its text is too short to compare."""
    found = shingles_of(article.text)
    return Sketch.model_construct(
        bands=() if found is None else bands_of(found),
        shingles=0 if found is None else len(found),
        lines=tuple(lines_of(article)),
        keys=keys_of(article),
    )
