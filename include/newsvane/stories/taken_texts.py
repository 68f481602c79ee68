"""Notice that a revision took over the text of another outlet, so that it does not count as older than that text."""

from collections.abc import Iterable

from newsvane.observation import observed_at
from newsvane.records import Article
from newsvane.stories.shingles import compare_shingles
from newsvane.stories.similarity import match_near_copy, prepare_text

_MAX_OLD_SHARE = 0.8
"""If more of the old version is in the other text, that is a copy of an article that grew, not the other way round."""


def has_taken_text(before: Article, after: Article, others: Iterable[Article]) -> bool:
    """Return whether a revision made the article contain one of another outlet that we had seen before the revision.

    `before`, `after`: two readings of the article. `others`: articles that it may have taken text from. One whose date
    our polls contradict is no such source: it may be the copy of a version that we had not read yet.
    """
    old, new = prepare_text(before, ()), prepare_text(after, ())
    if old is None or new is None or before.text_hash == after.text_hash:
        return False
    for other in others:
        if other.outlet == after.outlet or other.date_contradicted or observed_at(other) > after.fetched_at:
            continue
        text = prepare_text(other, ())
        if text is None or match_near_copy(new, text) is None:
            continue
        shared_before = compare_shingles(old.shingles, text.shingles).shared
        is_larger_now = compare_shingles(new.shingles, text.shingles).shared > shared_before
        if is_larger_now and shared_before < _MAX_OLD_SHARE * len(old.shingles):
            return True
    return False
