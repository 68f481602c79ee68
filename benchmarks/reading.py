"""Reading a page to an article, with language, translation and metadata, against trafilatura's text alone."""

from benchmarks.material import NOW, page
from benchmarks.measure import Ratio, compare
from newsvane.records import Article

PAGES = 20


def run() -> list[Ratio]:
    import trafilatura

    from newsvane.articles import read_article

    pages = [page(seed) for seed in range(PAGES)]
    first = read_article(pages[0], url="https://outlet.example/0", now=NOW, topics=())
    assert isinstance(first, Article) and first.words > 400, first
    return [
        compare(
            "read a page",
            "trafilatura.bare_extraction with metadata",
            PAGES,
            lambda: [read_article(each, url="https://outlet.example/0", now=NOW, topics=()) for each in pages],
            lambda: [trafilatura.bare_extraction(each, with_metadata=True) for each in pages],
        )
    ]
