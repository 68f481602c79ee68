"""Under what translations and articles on the same event are looked up in the history."""

import hashlib

from newsvane.records import Article
from newsvane.stories import event_clustering, translations


def keys_of(article: Article) -> tuple[int, ...]:
    """At most some 40 signed 64-bit hashes, their kind mixed in, the most telling first."""
    found = dict.fromkeys((*translations.keys_of(article), *event_clustering.keys_of(article)))
    return tuple(map(_hash, found))


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)
