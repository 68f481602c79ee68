"""What an update of an article changed: the same address read again is no copy but the next revision."""

from collections import Counter

from newsvane.records import Article, Record, Utc
from newsvane.stories.shingles import Similarity, similarity
from newsvane.texts import words


class Revision(Record):
    """What a later reading changed. `changed`: names of the fields. `added`, `removed`: words, each as often as it is.

    `similarity`: Jaccard over the 5-word shingles of both texts, 0 to 1; None where the text stayed, or one is too
    short to compare or was dropped.
    """

    article_id: str
    revised_at: Utc
    changed: tuple[str, ...]
    title_before: str
    words_before: int
    words_after: int
    added: int | None = None
    removed: int | None = None
    similarity: float | None = None
    summary: str


_COMPARED = (
    "title",
    "authors",
    "published_at",
    "section",
    "language",
    "languages",
    "page_language",
    "translation",
    "alternates",
    "topics",
    "paywalled",
    "liveblog",
    "country",
    "outlet_kind",
    "published_zone",
    "published_precision",
)


def revision(before: Article, after: Article) -> Revision:
    """The difference between two readings of one article."""
    changed = [name for name in _COMPARED if getattr(before, name) != getattr(after, name)]
    facts = {
        "article_id": after.article_id,
        "revised_at": after.fetched_at,
        "title_before": before.title,
        "words_before": before.words,
        "words_after": after.words,
    }
    if before.text_hash == after.text_hash:
        return Revision(**facts, changed=tuple(changed), summary=_listed(changed))
    names = ("text", *changed)
    if not (before.text and after.text):
        return Revision(**facts, changed=names, summary=_listed(names))
    old, new = Counter(words(before.text)), Counter(words(after.text))
    found = similarity(before.text, after.text)
    added, removed = (new - old).total(), (old - new).total()
    return Revision(
        **facts,
        changed=names,
        added=added,
        removed=removed,
        similarity=round(found.jaccard, 4) if found.known else None,
        summary="; ".join(filter(None, (_told(found, added, removed), _listed(changed)))),
    )


def _told(found: Similarity, added: int, removed: int) -> str:
    kind = "corrected"
    if found.known and found.containment < 0.5:
        kind = "rewritten"
    elif added > 10 * max(removed, 1):
        kind = "grown"
    elif removed > 10 * max(added, 1):
        kind = "cut"
    return f"text {kind}: {added} words added, {removed} removed"


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return f"changed: {', '.join(names)}" if names else ""
