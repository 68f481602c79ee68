"""Group an article by what it said when it was first read.

Our first sight of an article shows that its first text existed then, and nothing about what was added later. If added
text counted, an outlet could put a rival's report into an old page of its own and come first with it, or let an old
story swallow a new one. So a revised article keeps its first title and text for grouping, until most of its text has
been replaced: then it counts as a new text, seen when that was read.
"""

from newsvane.records import Article
from newsvane.stories.shingles import compare_texts, count_shingles
from newsvane.stories.similarity import MIN_SHARE_OF_LATER
from newsvane.texts import text_hash, words


def as_first_read(article: Article) -> Article:
    """Return the article with the title and the text by which it is grouped; without later names if it was revised."""
    if article.first_text is None and article.first_title is None:
        return article
    text = article.text if article.first_text is None else article.first_text
    return article.model_copy(
        update={
            "title": article.title if article.first_title is None else article.first_title,
            "text": text,
            "text_hash": text_hash(text),
            "words": len(words(text)),
            "first_title": None,
            "first_text": None,
            "name_keys": (),
        }
    )


def keep_first_reading(article: Article, before: Article) -> Article:
    """Return a new reading of an article with the title and text that it had at first. `before`: the stored version.

    Where the same page is read again, only our own reading has changed, and the new one counts.
    """
    if _is_same_page(article, before):
        return article.model_copy(update={"first_title": before.first_title, "first_text": before.first_text})
    first = as_first_read(before)
    return article.model_copy(
        update={
            "first_title": None if first.title == article.title else first.title,
            "first_text": None if first.text_hash == article.text_hash else first.text,
        }
    )


def is_rewritten(before: Article, after: Article) -> bool:
    """Return whether most of the text at an address was not there when it was first read.

    `before`: the stored version. The text then counts as new: an outlet must not come first with a text that it put in
    the place of an earlier one, at once or bit by bit.
    """
    first = as_first_read(before)
    if first.text_hash == after.text_hash or _is_same_page(before, after):
        return False
    overlap = compare_texts(first.text, after.text)
    return not overlap.known or overlap.shared < MIN_SHARE_OF_LATER * count_shingles(after.text)


def _is_same_page(one: Article, other: Article) -> bool:
    return one.raw is not None and one.raw == other.raw
