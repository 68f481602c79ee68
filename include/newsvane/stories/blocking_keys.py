"""Blocking keys: translations and reports on the same event are compared only if they share one."""

import hashlib

from newsvane.records import Article
from newsvane.stories.event_keys import make_event_keys
from newsvane.stories.event_profiles import make_profile
from newsvane.stories.translation_links import make_translation_keys


def compute_blocking_keys(article: Article) -> tuple[int, ...]:
    """Return at most about 80 signed 64-bit hashes, the most distinctive first. A hash includes the kind of its key."""
    keys = dict.fromkeys((*make_translation_keys(article), *make_event_keys(make_profile(article))))
    return tuple(map(_hash, keys))


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)
