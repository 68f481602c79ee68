"""Evaluate stories on pairs of articles that people labelled, and check how large stories grow.

All articles are grouped at once as if they were of one day. A pair counts as one story if `group` gives both articles
one story id. The threshold was chosen on half of the pairs, by the hash of their addresses.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from textwrap import fill
from typing import Any

import duckdb

from evaluation import reported_events
from evaluation.reported_events import with_names
from evaluation.translation_links import BEGIN, make_article
from newsvane import meaning
from newsvane.records import Article
from newsvane.stories import group

PAIRS = "duplicates/story-pairs.jsonl.gz"
ARTICLES_PER_DAY = 100
DAYS = 20


def run(data: Path) -> str | None:
    """Return the section for the docs; None if the data are not there."""
    if not (data / PAIRS).is_file():
        return None
    pairs, articles = load_pairs(data)
    rows = [
        "| pairs | | half | same story | different | precision | recall | F1 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for described, embeddings in (("without", {}), ("with", meaning.embed(articles.values()))):
        grouped = group(articles.values(), embeddings=embeddings)
        stories = {grouping.article_id: grouping.story_id for grouping in grouped}
        for language, name in (("en", "English"), ("ru", "Russian")):
            for halves, label in (("a", "chosen on"), ("b", "held out"), ("ab", "both")):
                chosen = [pair for pair in pairs if pair["lang"] == language and _half(pair) in halves]
                rows.append(f"| {name} | {described} the model | {label} | {' | '.join(_scores(chosen, stories))} |")
    text = f"""
        The {len(pairs)} labelled pairs of `duplicates/story-pairs.jsonl.gz`: their {len(articles)} articles are
        grouped at once, all as of one day, without and with the model. A pair counts as one story if its articles have
        the same story id. Many Russian negatives are two reports on one affair, or of one series (weather, daily counts
        of a disease). The weights were fitted on all pairs, among others; how much of a text is compared was chosen on
        half of them, and what counts against a similar meaning (decision 199) with the totals of all."""
    sizes = _evaluate_story_sizes(data / "bulk/tehran_times/articles.jsonl.zst")
    return "\n".join([
        "## Articles on one event",
        "",
        fill(" ".join(text.split()), 120),
        "",
        *rows,
        *sizes,
        "",
        *reported_events.tables(),
    ])


def load_pairs(data: Path) -> tuple[list[dict[str, Any]], dict[str, Article]]:
    """Return the labelled pairs, and their articles by address."""
    with gzip.open(data / PAIRS, "rt", encoding="utf-8") as lines:
        pairs = [json.loads(line) for line in lines]
    articles = {
        (url := pair[f"url{side}"]): with_names(
            make_article(url, pair[f"title{side}"], pair[f"text{side}"], pair["lang"], BEGIN, url=url)
        )
        for pair in pairs
        for side in (1, 2)
    }
    return pairs, articles


def _scores(pairs: Iterable[dict[str, Any]], stories: dict[str, str]) -> tuple[str, ...]:
    counts = Counter((pair["label"] == "same_story", stories[pair["url1"]] == stories[pair["url2"]]) for pair in pairs)
    right, wrong, missed = counts[True, True], counts[False, True], counts[True, False]
    return (
        str(right + missed),
        str(wrong + counts[False, False]),
        f"{right / (right + wrong):.3f}",
        f"{right / (right + missed):.3f}",
        f"{2 * right / (2 * right + wrong + missed):.3f}",
    )


def _half(pair: dict[str, Any]) -> str:
    return "ab"[sha256((pair["url1"] + pair["url2"]).encode()).digest()[0] % 2]


def _evaluate_story_sizes(path: Path) -> Sequence[str]:
    """Return how large stories grow if one outlet publishes a hundred articles per day on one country."""
    if not path.is_file():
        return ()
    latest = f"FROM read_json('{path}') ORDER BY news_id DESC LIMIT {ARTICLES_PER_DAY * DAYS}"
    rows = duckdb.sql(f"SELECT 'https://agency.example/' || news_id, slug, text {latest}").fetchall()
    articles = [
        make_article(
            url, slug.replace("-", " "), text, "en", BEGIN + timedelta(days=number / ARTICLES_PER_DAY), url=url
        )
        for number, (url, slug, text) in enumerate(reversed(rows))
    ]
    sizes = sorted(Counter(grouping.story_id for grouping in group(articles)).values())
    text = f"""
        Stories must not merge although everything is about one subject. Of the {len(articles):,} latest articles of
        one Iranian agency, taken as {ARTICLES_PER_DAY} per day, {sum(size == 1 for size in sizes):,} are stories of
        their own; the largest stories contain {", ".join(map(str, reversed(sizes[-5:])))} articles."""
    return "", fill(" ".join(text.split()), 120)
