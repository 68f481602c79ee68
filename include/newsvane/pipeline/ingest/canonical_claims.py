"""Decide whether a page is the article at the address that it names as canonical.

Print editions, pages with comments and all pages of a badly configured outlet name the address of another page. A page
is the article at that address only if the texts are alike. Otherwise it is an article of its own, under the address
that answered. As long as that other page is not known, its claim is believed; once the page at the address itself has
been read, the article is that page's alone.
"""

from collections.abc import Iterable, Mapping, Sequence

from newsvane import lake, stories, urls
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.ingest.group import StoredVersions
from newsvane.records import Article, Record
from newsvane.texts import words

MIN_EDITION_LIKENESS = 0.8
"""The Jaccard similarity of the print edition of an article, which may lack a paragraph or have a line more."""


class SettledPages(Record):
    """The results of a run with the ids under which their articles land.

    `articles`: the reading that lands for each article, by id. A page that has the text of a page at its own address
    leads to that article, and does not revise it.
    """

    results: tuple[ReadResult, ...]
    articles: Mapping[str, Article]


def separate_pages(results: Iterable[ReadResult]) -> list[ReadResult]:
    """Return the results of a run, without claims on an address whose page in the same run has another text.

    Of several pages that name one address, and none of which answered there, the first one counts as that page.
    """
    results = list(results)
    holders: dict[str, Article] = {}
    for article in sorted((each.article for each in results if each.article), key=lambda each: not is_own_page(each)):
        holders.setdefault(article.article_id, article)
    return [_settle(result, holders) for result in results]


def settle_pages(connection: lake.Connection, results: Iterable[ReadResult]) -> SettledPages:
    """Return the results without claims on an address whose page, in this run or in the lake, has another text."""
    results = separate_pages(results)
    own = {each.article.article_id for each in results if each.article and is_own_page(each.article)}
    claims = {
        each.article.article_id: urls.article_id(urls.canonical(each.article.url))
        for each in results
        if each.article and not is_own_page(each.article) and each.article.article_id not in own
    }
    known = lake.load_articles(connection, {*claims, *claims.values()}) if claims else ()
    stored = {each.article_id: each for each in known}
    results = [_settle(result, stored) for result in results]
    own |= {key for key, article in stored.items() if is_own_page(article)}
    landing = [each.article for each in results if each.article]
    return SettledPages(
        results=tuple(results),
        articles={each.article_id: each for each in landing if is_own_page(each) or each.article_id not in own},
    )


def move_refusals(
    refused: Mapping[str, tuple[str, ...]], before: Sequence[ReadResult], after: Sequence[ReadResult]
) -> dict[str, tuple[str, ...]]:
    """Return the failed expectations by the ids that the articles have after they were settled."""
    moved = {
        new.article.article_id: old.article.article_id
        for old, new in zip(before, after, strict=True)
        if old.article and new.article and old.article.article_id in refused
    }
    gone = set(moved.values()) - moved.keys()
    return {key: why for key, why in refused.items() if key not in gone} | {
        new: refused[old] for new, old in moved.items()
    }


def find_stored_versions(connection: lake.Connection, accepted: Sequence[Article]) -> StoredVersions:
    """Return the stored versions of the articles. A page that is read at its own address for the first
    time gets that address.

    If the stored text is like its own, it is the same article, with its own address from now on. But neither the first
    text nor the story nor the messages of another edition count for it. Otherwise the stored one becomes an article of
    its own in the lake, and the page is new.
    """
    readings = {article.article_id: article for article in accepted}
    stored = lake.find_new_or_changed(connection, accepted)
    if found := {
        key: readings[key]
        for key, url in lake.find_unchanged_addresses(connection).items()
        if _gets_own_address(readings[key], url)
    }:
        lake.correct_addresses(connection, found.values())
    claimed = [old for key, old in stored.items() if old and not is_own_page(old) and is_own_page(readings[key])]
    replaced = frozenset(old.article_id for old in claimed if not _is_same_edition(old, readings[old.article_id]))
    others = [old for old in claimed if stories.is_rewritten(old, readings[old.article_id])]
    if not others:
        return StoredVersions(articles=stored, replaced=replaced)
    lake.release_ids(connection, {old.article_id: _give_own_address(old) for old in others})
    return StoredVersions(articles=lake.find_new_or_changed(connection, accepted), replaced=replaced)


def is_own_page(article: Article) -> bool:
    """Return whether the page answered at the address that identifies its article."""
    return urls.canonical(article.url) == article.canonical_url


def _settle(result: ReadResult, holders: Mapping[str, Article]) -> ReadResult:
    """Return the result with its article under its own address, unless the article is the one that holds its id.

    `holders`: known articles by id. A page that is known under its own address stays there.
    """
    article = result.article
    if article is None or is_own_page(article):
        return result
    own, holder = _give_own_address(article), holders.get(article.article_id)
    is_separate = own.article_id in holders if holder is None else not _is_same_article(article, holder)
    return result.model_copy(update={"article": own}) if is_separate else result


def _is_same_article(article: Article, holder: Article) -> bool:
    """Return whether the page at another address has the text of the holder, and little else."""
    if urls.canonical(article.url) == urls.canonical(holder.url):
        return True
    return not (stories.is_rewritten(holder, article) or stories.is_rewritten(article, holder))


def _is_same_edition(stored: Article, reading: Article) -> bool:
    """Return whether a page at its own address has title and text of the page that named this address before."""
    overlap = stories.compare_texts(stored.text, reading.text)
    is_same_text = stored.text_hash == reading.text_hash or overlap.jaccard >= MIN_EDITION_LIKENESS
    return is_same_text and words(stored.title) == words(reading.title)


def _gets_own_address(reading: Article, stored_url: str) -> bool:
    loses_encryption = stored_url.startswith("https:") and reading.url.startswith("http:")
    return is_own_page(reading) and urls.canonical(stored_url) != reading.canonical_url and not loses_encryption


def _give_own_address(article: Article) -> Article:
    address = urls.canonical(article.url)
    return article.model_copy(
        update={
            "article_id": urls.article_id(address),
            "canonical_url": address,
            "claimed_url": article.canonical_url,
        }
    )
