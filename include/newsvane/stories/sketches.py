"""Under what an article is looked up in the history."""

from newsvane.records import Article, Record
from newsvane.stories.keys import keys_of
from newsvane.stories.shingles import bands_of, shingles_of


class Sketch(Record):
    """What is stored of an article to find it by.

    `bands`: 32 signed 64-bit bucket hashes, the band's number mixed in. `shingles`: how many the text has. `keys`:
    signed 64-bit hashes of what translations and stories are found by, their kind mixed in.
    """

    bands: tuple[int, ...]
    shingles: int
    keys: tuple[int, ...] = ()


def sketch(article: Article) -> Sketch | None:
    """The sketch of an article; None where its text is too short to compare."""
    found = shingles_of(article.text)
    return None if found is None else Sketch(bands=bands_of(found), shingles=len(found), keys=keys_of(article))
