"""Articles on one event: pairs that people labelled, all grouped at once as if of one day; and how large stories grow.

A pair is one story where `group` gives both articles one story id. Half of the pairs, by hash of the addresses, is what
the threshold was chosen on.
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

from evaluation.translation_links import BEGIN, made
from newsvane.stories import group

A_DAY = 100
DAYS = 20


def run(data: Path) -> str | None:
    """The section for the docs; None where the data are not there."""
    path = data / "duplicates/story-pairs.jsonl.gz"
    if not path.is_file():
        return None
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pairs = [json.loads(line) for line in lines]
    articles = {
        (url := pair[f"url{side}"]): made(url, pair[f"title{side}"], pair[f"text{side}"], pair["lang"], BEGIN, url=url)
        for pair in pairs
        for side in (1, 2)
    }
    stories = {grouping.article_id: grouping.story_id for grouping in group(articles.values())}
    rows = ["| pairs | half | same story | different | precision | recall | F1 |", "|---|---|---|---|---|---|---|"]
    for language, name in (("en", "English"), ("ru", "Russian")):
        for halves, label in (("a", "chosen on"), ("b", "held out"), ("ab", "both")):
            chosen = [pair for pair in pairs if pair["lang"] == language and _half(pair) in halves]
            rows.append(f"| {name} | {label} | {' | '.join(_scores(chosen, stories))} |")
    text = f"""
        The {len(pairs)} labelled pairs of `duplicates/story-pairs.jsonl.gz`, their {len(articles)} articles grouped in
        one go, all of one day. A pair counts as one story where its articles have one story id. Many of the Russian
        negatives are two reports on one affair, or of one series (weather, daily counts of a disease). The threshold
        was chosen on half of the pairs, how much of a text is looked at on all of them."""
    crowd = _crowd(data / "bulk/tehran_times/articles.jsonl.zst")
    return "\n".join(["## Articles on one event", "", fill(" ".join(text.split()), 120), "", *rows, *crowd])


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


def _crowd(path: Path) -> Sequence[str]:
    """How large stories grow where one outlet writes a hundred articles a day on one country."""
    if not path.is_file():
        return ()
    latest = f"FROM read_json('{path}') ORDER BY news_id DESC LIMIT {A_DAY * DAYS}"
    rows = duckdb.sql(f"SELECT 'https://agency.example/' || news_id, slug, text {latest}").fetchall()
    articles = [
        made(url, slug.replace("-", " "), text, "en", BEGIN + timedelta(days=number / A_DAY), url=url)
        for number, (url, slug, text) in enumerate(reversed(rows))
    ]
    sizes = sorted(Counter(grouping.story_id for grouping in group(articles)).values())
    text = f"""
        Stories must not run together where all is on one subject: of the {len(articles):,} latest articles of one
        Iranian agency, taken as {A_DAY} a day, {sum(size == 1 for size in sizes):,} are stories of their own; the
        largest stories hold {", ".join(map(str, reversed(sizes[-5:])))} articles."""
    return "", fill(" ".join(text.split()), 120)
