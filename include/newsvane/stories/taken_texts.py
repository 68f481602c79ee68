"""Notice that a page took over the text of another outlet, so that what it claims about its time does not count."""

from collections.abc import Iterable

from newsvane.observation import observed_at
from newsvane.records import Article
from newsvane.stories.first_readings import as_first_read
from newsvane.stories.shingles import compare_shingles
from newsvane.stories.similarity import match_near_copy, prepare_text

_MAX_OLD_SHARE = 0.8
"""If more of the first version is in the other text, that is a copy of an article that grew, not its source."""


def has_taken_text(before: Article, after: Article, others: Iterable[Article]) -> bool:
    """Return whether a page whose text was rewritten now has that of another outlet, which we had seen before.

    `before`: the stored version. `others`: articles that it may have taken text from. One whose date our polls
    contradict is no such source: it may be the copy of a version that we had not read yet.
    """
    old, new = prepare_text(as_first_read(before), ()), prepare_text(after, ())
    if old is None or new is None:
        return False
    for other in others:
        if other.outlet == after.outlet or other.date_contradicted or observed_at(other) > after.fetched_at:
            continue
        text = prepare_text(as_first_read(other), ())
        if text is None or match_near_copy(new, text) is None:
            continue
        if compare_shingles(old.shingles, text.shingles).shared < _MAX_OLD_SHARE * len(old.shingles):
            return True
    return False
