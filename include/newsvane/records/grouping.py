"""Records of how articles are compared with earlier ones."""

from newsvane.records.base import Record, Utc


class Sketch(Record):
    """The lookup keys stored for an article. All are signed 64-bit hashes.

    `bands`: 32 MinHash buckets, hashed with the band's number. `shingles`: how many shingles the text has. `lines`: its
    sentences, hashed with the outlet. `keys`: blocking keys for translations and events, hashed with their kind.
    `embedding`: the meaning of title and lead as a vector, each number -127 to 127; empty: not computed.
    """

    bands: tuple[int, ...]
    shingles: int
    lines: tuple[int, ...] = ()
    keys: tuple[int, ...] = ()
    embedding: tuple[int, ...] = ()


class Revision(Record):
    """The difference between two readings.

    `changed`: names of the fields. `added`, `removed`: how many words, repetitions counted. `similarity`: Jaccard
    similarity over the 5-word shingles of both texts, 0 to 1; None if the text did not change, or if one of the texts
    is too short to compare or was dropped. `summary`: the change in words, for people.
    `text_hash_before`, `observed_before`, `absent_before`, `published_before`: of the text by which the article was
    grouped until then.
    """

    article_id: str
    revised_at: Utc
    changed: tuple[str, ...]
    title_before: str
    text_hash_before: str = ""
    observed_before: Utc | None = None
    published_before: Utc | None = None
    absent_before: Utc | None = None
    words_before: int
    words_after: int
    added: int | None = None
    removed: int | None = None
    similarity: float | None = None
    summary: str
