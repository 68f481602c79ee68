"""Grouping in a real lake: whatever the batches, their order and their repetition, the same groups as all at once."""

import random
import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake, stories, urls
from newsvane.lake.connection import exclusive, transaction
from newsvane.pipeline.grouping import group
from newsvane.records import Article, Translation
from newsvane.settings import Settings
from newsvane.texts import text_hash, words

DAY = datetime(2026, 5, 1, tzinfo=UTC)
PROMOTION = "Readers who give a little each month keep the doors of this newsroom open to everybody who needs it."


def prose(seed: object, count: int = 80) -> str:
    """`count` words in sentences of ten."""
    draw = random.Random(str(seed))
    found = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 9))) for _ in range(count)]
    return " ".join(" ".join(found[at : at + 10]).capitalize() + "." for at in range(0, count, 10))


def article(name: str, text: str, *, day: float | None = 0, outlet: str = "", **fields: Any) -> Article:
    url = f"https://{outlet or name + '.example'}/{name}"
    facts = {
        "article_id": urls.article_id(url),
        "url": url,
        "canonical_url": url,
        "outlet": outlet or f"{name}.example",
        "title": name,
        "published_at": None if day is None else DAY + timedelta(days=day),
        "fetched_at": DAY + timedelta(days=40),
        "text": text,
        "text_hash": text_hash(text),
        "words": len(words(text)),
        "topics": ("iran",),
    }
    return Article.model_validate(facts | fields)


def _world() -> list[Article]:
    """Copies in chains and across the window, an outlet that repeats itself, a declared translation, updates."""
    a, b, c, d = (prose(seed) for seed in "abcd")
    asked = Translation(state="translated", source_url="https://late.example/late")
    made = [
        article("first", a),
        article("same", a.upper(), day=1),
        article("trimmed", " ".join(a.split()[:45]), day=2),
        article("grown", f"{a} {prose('more', 30)}", day=3),
        article("chained", f"{a} {prose('more', 30)}", day=16),
        article("long-after", a, day=30),
        article("stitched", f"{a} {b}", day=4),
        article("other", b, day=3),
        article("undated", c, day=None),
        article("undated-copy", f"{c} {prose('tail', 9)}", day=39),
        article("translation", d, day=1, translation=asked),
        article("late", prose("original"), day=2),
        article("dropped", "", day=2, topics=(), text_hash=text_hash(a), words=80),
        article("short", "Few words.", day=1),
        article("short-too", "Few words.", day=1),
    ]
    promoted = [article(f"p{n}", f"{prose(n, 24)} {PROMOTION}", day=n, outlet="press.example") for n in range(12)]
    appeal = f"{prose('appeal', 20)} {PROMOTION} {PROMOTION.lower()}"
    return [
        *made,
        *promoted,
        article("appeal", appeal, day=5, outlet="press.example"),
        article("appeal-copy", prose("appeal", 20), day=6),
        article("new-lead", f"{prose('lead', 40)} {a}", day=5, outlet="first.example"),
    ]


WORLD = _world()
UPDATES = [
    article("other", f"{prose('elsewhere', 60)}", day=3, fetched_at=DAY + timedelta(days=41)),
    article("short", f"{WORLD[0].text}", day=1, fetched_at=DAY + timedelta(days=41)),
    article("p3", prose("no promotion", 40), day=3, outlet="press.example", fetched_at=DAY + timedelta(days=41)),
    article("p4", prose("none here", 40), day=4, outlet="press.example", fetched_at=DAY + timedelta(days=41)),
    article("p5", prose("nor here", 40), day=5, outlet="press.example", fetched_at=DAY + timedelta(days=41)),
]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("empty") / "var"
    lake.migrate(Settings(home=home))
    return home


@pytest.fixture
def con(tmp_path: Path, empty: Path) -> Iterator[lake.Connection]:
    shutil.copytree(empty, tmp_path / "var")
    with exclusive(Settings(home=tmp_path / "var")) as connection:
        yield connection


def land(con: lake.Connection, articles: Sequence[Article], run: str = "run") -> lake.Landing:
    with transaction(con):
        found = group(con, articles, Settings())
        facts = {"groupings": found.groupings, "sketches": found.sketches, "revisions": found.revisions}
        now = DAY + timedelta(days=50)
        return lake.land_articles(con, lake.Batch(run_id=run, now=now, articles=tuple(articles), **facts))


def grouped(con: lake.Connection) -> tuple[set[tuple[Any, ...]], set[frozenset[str]]]:
    """Every row but for the names of the stories, and who is in one story with whom."""
    rows = con.execute("SELECT article_id, copy_of, copy_kind, score, evidence FROM article_groups").fetchall()
    members = con.execute("SELECT list(article_id) FROM article_groups GROUP BY story_id").fetchall()
    return {(*row[:4], tuple(row[4])) for row in rows}, {frozenset(ids) for (ids,) in members}


def expected(articles: Iterable[Article]) -> tuple[set[tuple[Any, ...]], set[frozenset[str]]]:
    found = stories.group(articles)
    members: dict[str, set[str]] = {}
    for each in found:
        members.setdefault(each.story_id, set()).add(each.article_id)
    rows = {(each.article_id, each.copy_of, each.copy_kind, each.score, each.evidence) for each in found}
    return rows, {frozenset(ids) for ids in members.values()}


def batches(articles: Sequence[Article], size: int) -> Iterator[Sequence[Article]]:
    for start in range(0, len(articles), size):
        yield articles[start : start + size]


@pytest.mark.parametrize(
    ("size", "seed", "repeat"),
    [
        pytest.param(100, None, 1, id="all at once"),
        pytest.param(1, None, 1, id="one at a time"),
        pytest.param(7, 1, 1, id="sevens, any order"),
        pytest.param(11, 2, 2, id="elevens, another order, each twice"),
    ],
)
def test_the_same_groups_whatever_the_batches(con: lake.Connection, size: int, seed: int | None, repeat: int) -> None:
    order = list(WORLD)
    if seed is not None:
        random.Random(seed).shuffle(order)
    for batch in batches(order, size):
        assert land(con, batch).new == len(batch)
        for _ in range(repeat - 1):
            assert land(con, batch) == lake.Landing(unchanged=len(batch))
    assert grouped(con) == expected(WORLD)
    for batch in batches(UPDATES, size):
        land(con, batch)
    latest = {each.article_id: each for each in (*WORLD, *UPDATES)}
    assert grouped(con) == expected(latest.values())
