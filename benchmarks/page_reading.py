"""Read a page into an article, compared with trafilatura alone and with other libraries that read news pages.

Ours includes text, metadata, language, translation, the shipped topics, and the sketch by which copies are found. Pages
that no topic can match are also read quickly, as the pipeline does, and their gate is timed alone. Pages are synthetic,
or real ones if `PAGES` names a folder of saved pages. mcmetadata and newspaper4k are measured if `PEERS` names a Python
that has them.
"""

import base64
import gzip
import json
import multiprocessing
import os
import subprocess
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import TypeAlias

from benchmarks.cpu_ratio import Ratio, compare
from benchmarks.synthetic_content import NOW, page
from newsvane.records import Article, Entry
from newsvane.topics import load_topics

PEERS = ("mcmetadata", "newspaper4k")
SYNTHETIC_PAGES = 40
TOPICS = Path(__file__).parents[1] / "include" / "watch" / "topics.toml"

SavedPage: TypeAlias = tuple[str, bytes]
"""The address and the bytes of a page."""


def run() -> list[Ratio]:
    import trafilatura

    pages = _load_pages()
    read(pages[:1])
    ratios = [
        compare(
            "read a page",
            "trafilatura.bare_extraction with metadata",
            len(pages),
            lambda: read(pages),
            lambda: [trafilatura.bare_extraction(html, url=url, with_metadata=True) for url, html in pages],
        )
    ]
    ours = ratios[0].ours
    ratios += _compare_quick_reading(pages)
    if python := os.environ.get("PEERS"):
        ratios += [Ratio("read a page", peer, ours, len(pages) / _measure_peer(python, peer, pages)) for peer in PEERS]
    one, two = _measure_wall_time(pages, 1), _measure_wall_time(pages, 2)
    return [*ratios, Ratio("read pages in two processes (wall clock)", "in one", len(pages) / two, len(pages) / one)]


def read(pages: Sequence[SavedPage]) -> int:
    """Read all pages and return how many are articles."""
    from newsvane.articles import read_article
    from newsvane.stories import sketch

    topics = load_topics(TOPICS.read_text("utf-8"), path=str(TOPICS))
    found = [read_article(html, url=url, now=NOW, topics=topics) for url, html in pages]
    articles = [each for each in found if isinstance(each, Article)]
    assert len(articles) > 0.9 * len(pages), f"{len(articles)} articles in {len(pages)} pages"
    for article in articles:
        sketch(article)
    return len(articles)


def _compare_quick_reading(pages: Sequence[SavedPage]) -> list[Ratio]:
    """Compare the quick reading of the pages that no topic can match with others that read them in full."""
    import trafilatura

    from newsvane.articles import boilerplate_dom, markup, read_article
    from newsvane.topics import Gate

    topics = load_topics(TOPICS.read_text("utf-8"), path=str(TOPICS))
    gate = Gate(topics)

    def read_each(chosen: Sequence[SavedPage], gate: Gate | None) -> list[Article]:
        found = (
            read_article(html, url=url, entry=_list(url), now=NOW, topics=topics, gate=gate) for url, html in chosen
        )
        return [each for each in found if isinstance(each, Article)]

    quick_urls = {each.url for each in read_each(pages, gate) if not each.text_hash}
    quick = [page for page in pages if page[0] in quick_urls]
    print(f"{len(quick)} of {len(pages)} pages are read quickly")
    assert not any(each.topics for each in read_each(quick, None)), "a page that a topic matches is read quickly"
    texts = [list(boilerplate_dom.prune(markup.parse(markup.decode(html))).itertext()) for _, html in quick]

    def quickly() -> object:
        return read_each(quick, gate)

    def in_full() -> object:
        return read_each(quick, None)

    def barely() -> object:
        return [trafilatura.bare_extraction(html, url=url, with_metadata=True) for url, html in quick]

    name = "read a page that no topic can match"
    return [
        compare(name, "in full", len(quick), quickly, in_full),
        compare(name, "trafilatura.bare_extraction with metadata", len(quick), quickly, barely),
        compare(
            "its gate alone",
            "read in full",
            len(quick),
            lambda: [gate.may_match([pieces]) for pieces in texts],
            in_full,
        ),
    ]


def _list(url: str) -> Entry:
    """Return what a feed says of a page."""
    return Entry(
        entry_id="e1", feed_id="f", url=url, canonical_url=url, title="Headline", published_at=NOW, seen_at=NOW
    )


def _load_pages() -> list[SavedPage]:
    if folder := os.environ.get("PAGES"):
        from tests.demo.real_pages import saved_pages

        return [(saved.url, gzip.decompress(saved.file.read_bytes())) for saved in saved_pages(Path(folder))]
    return [(f"https://outlet.example/{seed}", page(seed)) for seed in range(SYNTHETIC_PAGES)]


def _measure_wall_time(pages: Sequence[SavedPage], processes: int) -> float:
    """Return the wall-clock seconds until all pages are read by warmed-up processes."""
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(read, [pages[:20]] * processes))
        start = perf_counter()
        list(pool.map(read, [pages[number::processes] for number in range(processes)]))
        return perf_counter() - start


def _measure_peer(python: str, name: str, pages: Sequence[SavedPage]) -> float:
    """Return the CPU-seconds of another library in its own process, after warming up."""
    rows = "\n".join(json.dumps({"url": url, "html": base64.b64encode(html).decode()}) for url, html in pages)
    script = str(Path(__file__).with_name("peer_page_readers.py"))
    done = subprocess.run([python, script, name], input=rows, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout)
