"""Lookup keys that find an article's candidate copies, translations and stories in the lake."""

from collections.abc import Sequence

from newsvane.records import Article, Sketch
from newsvane.stories.blocking_keys import compute_blocking_keys
from newsvane.stories.first_readings import as_first_read
from newsvane.stories.repeated_sentences import hash_sentences
from newsvane.stories.shingles import hash_bands, make_shingles


def sketch(article: Article, embedding: Sequence[int] = ()) -> Sketch:
    """Compute the sketch of an article as first read; without bands if its text is too short to compare.

    `embedding`: the meaning of its title and lead, if it is known.
    """
    article = as_first_read(article)
    shingles = make_shingles(article.text)
    return Sketch.model_construct(
        bands=() if shingles is None else hash_bands(shingles),
        shingles=0 if shingles is None else len(shingles),
        lines=tuple(hash_sentences(article)),
        keys=compute_blocking_keys(article),
        embedding=tuple(embedding),
    )
