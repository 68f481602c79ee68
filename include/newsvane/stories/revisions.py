"""Describe what changed between two readings of one article.

An article that is read again at the same address is not a copy but the next revision.
"""

from collections import Counter
from collections.abc import Sequence

from newsvane.records import Article, Revision
from newsvane.stories.first_readings import as_first_read
from newsvane.stories.shingles import TextOverlap, compare_texts
from newsvane.texts import words

_COMPARED_FIELDS = (
    "title",
    "authors",
    "published_at",
    "section",
    "kind",
    "language",
    "languages",
    "page_language",
    "translation",
    "alternates",
    "claimed_url",
    "topics",
    "central_topics",
    "paywalled",
    "liveblog",
    "country",
    "outlet_kind",
    "published_zone",
    "published_precision",
    "date_contradicted",
)


def describe_revision(before: Article, after: Article) -> Revision:
    """Return the difference between two readings of the same article."""
    changed = [name for name in _COMPARED_FIELDS if getattr(before, name) != getattr(after, name)]
    facts = {
        "article_id": after.article_id,
        "revised_at": after.fetched_at,
        "title_before": before.title,
        "text_hash_before": as_first_read(before).text_hash,
        "observed_before": before.observed_at,
        "published_before": before.published_at,
        "absent_before": before.absent_at,
        "words_before": before.words,
        "words_after": after.words,
    }
    if before.text_hash == after.text_hash:
        changed += [name for name in ("observed_at", "absent_at") if getattr(after, name) and not getattr(before, name)]
        return Revision(**facts, changed=tuple(changed), summary=_list_fields(changed))
    names = ("text", *changed)
    if not (before.text and after.text):
        return Revision(**facts, changed=names, summary=_list_fields(names))
    old, new = Counter(words(before.text)), Counter(words(after.text))
    overlap = compare_texts(before.text, after.text)
    added, removed = (new - old).total(), (old - new).total()
    return Revision(
        **facts,
        changed=names,
        added=added,
        removed=removed,
        similarity=round(overlap.jaccard, 4) if overlap.known else None,
        summary="; ".join(filter(None, (_describe_text_change(overlap, added, removed), _list_fields(changed)))),
    )


def _describe_text_change(overlap: TextOverlap, added: int, removed: int) -> str:
    kind = "corrected"
    if overlap.known and overlap.containment < 0.5:
        kind = "rewritten"
    elif added > 10 * max(removed, 1):
        kind = "grown"
    elif removed > 10 * max(added, 1):
        kind = "cut"
    return f"text {kind}: {added} {'word' if added == 1 else 'words'} added, {removed} removed"


def _list_fields(names: Sequence[str]) -> str:
    return f"changed: {', '.join(names)}" if names else ""
