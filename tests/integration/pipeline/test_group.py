"""Grouping in a real lake gives the same groups as grouping all at once, whatever the batches and their order."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake, stories, urls
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.sql import load_incoming
from newsvane.lake.engine.transactions import transaction
from newsvane.lake.tables.rows import build_article_row
from newsvane.pipeline.ingest.group import StoredVersions, group_batch
from newsvane.pipeline.ops.regroup import regroup
from newsvane.records import Article, Translation
from newsvane.settings import Settings
from newsvane.texts import text_hash, words
from tests.support.empty_lake import create_lake
from tests.support.news_reports import (
    BRIDGE,
    BRIDGE_AGAIN,
    BRIDGE_ES,
    BRIDGE_INQUIRY,
    ELECTION,
    OTHER,
    OWN_REPORT,
    REPORTS,
    ROUND_UP,
)
from tests.support.prose import DAY, article, prose

PROMOTION = "Readers who give a little each month keep the doors of this newsroom open to everybody who needs it."


def _world() -> list[Article]:
    """Return copies in chains and beyond the window, an outlet that repeats itself, translations and events."""
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
    reported = [
        article(
            f"{name}-{number}", report.partition("\n")[2], title=report.partition("\n")[0], language=name[:2], day=day
        )
        for number, (name, report, day) in enumerate([
            *((language, report, number / 2) for number, (language, report) in enumerate(REPORTS.items())),
            ("es-own", OWN_REPORT, 2),
            ("en-storks", OTHER, 1),
            *(("en-bridge", report, 3 + number / 3) for number, report in enumerate([BRIDGE, BRIDGE_AGAIN, ROUND_UP])),
            ("en-inquiry", BRIDGE_INQUIRY, 5),
            ("es-bridge", BRIDGE_ES, 4),
            ("en-election", ELECTION, 4),
        ])
    ]
    promoted = [article(f"p{n}", f"{prose(n, 24)} {PROMOTION}", day=n, outlet="press.example") for n in range(12)]
    appeal = f"{prose('appeal', 20)} {PROMOTION} {PROMOTION.lower()}"
    return [
        *made,
        *reported,
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


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return create_lake(Settings(home=tmp_path / "var"))


@pytest.fixture
def con(settings: Settings) -> Iterator[lake.Connection]:
    with exclusive(settings) as connection:
        yield connection


def land(con: lake.Connection, articles: Sequence[Article], run: str = "run") -> lake.Landing:
    with transaction(con):
        found = group_batch(con, articles, StoredVersions(articles=lake.find_new_or_changed(con, articles)), Settings())
        facts = {"groupings": found.groupings, "sketches": found.sketches, "revisions": found.revisions}
        now = DAY + timedelta(days=50)
        return lake.land_articles(con, lake.Batch(run_id=run, now=now, articles=found.articles, **facts))


def grouped(con: lake.Connection) -> tuple[set[tuple[Any, ...]], set[frozenset[str]]]:
    """Return all rows except the story ids, and the sets of articles that share a story."""
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
    ids = [article_id for (article_id,) in con.execute("SELECT article_id FROM articles").fetchall()]
    assert grouped(con) == expected(lake.load_articles(con, ids))


RULES_CHANGED = """
UPDATE article_sketches SET buckets = [], lines = [], keys = [];
UPDATE article_groups SET copy_of = NULL, copy_kind = NULL, score = NULL, evidence = [], story_id = 's1_' || article_id;
"""


def test_regrouping_follows_todays_rules(settings: Settings) -> None:
    with exclusive(settings) as con:
        land(con, WORLD)
    since, until = DAY.date(), DAY.date() + timedelta(days=50)
    assert regroup(since, until, settings=settings) == lake.Regrouping()
    with exclusive(settings) as con:
        assert grouped(con) == expected(WORLD)
        con.execute(RULES_CHANGED)
    assert regroup(since, since - timedelta(days=1), settings=settings) == lake.Regrouping()
    done: list[None] = []
    changed = regroup(since, until, settings=settings, on_done=lambda: done.append(None))
    with exclusive(settings) as con:
        assert grouped(con) == expected(WORLD)
        moved = con.execute(
            "SELECT list_sort(list_distinct(list(kind))), sum(len(articles)) FROM story_changes"
        ).fetchall()
    copies = sum(copy_of is not None for _, copy_of, *_ in expected(WORLD)[0])
    assert (changed.copies, changed.originals, len(done)) == (copies, 0, 2 * len(WORLD))
    assert moved == [(["merge"], changed.moved)]


def test_an_article_without_text_keeps_its_group(settings: Settings) -> None:
    head, copy = article("head", prose("a")), article("copy", f"{prose('a')} {prose('end', 9)}", day=1)
    with exclusive(settings) as con:
        land(con, [head, copy])
        con.execute("UPDATE articles SET text = NULL")
        before = grouped(con)
        assert land(con, [article("later", prose("a"), day=2)]).copies == 0
    assert regroup(DAY.date(), DAY.date() + timedelta(days=9), settings=settings).regrouped == 0
    with exclusive(settings) as con:
        assert before[0] < grouped(con)[0]


def test_a_story_keeps_its_texts_until_all_of_it_is_old(settings: Settings) -> None:
    old, young = DAY, DAY + timedelta(days=12)
    with exclusive(settings) as con:
        land(
            con,
            [
                article("first", prose("a"), fetched_at=old),
                article("copy", prose("a"), day=12, fetched_at=young),
                article("alone", prose("b"), fetched_at=old),
            ],
        )
    keeping = settings.model_copy(update={"keep_text_days": 10})
    for now, dropped in (
        (young + timedelta(days=1), ["alone"]),
        (young + timedelta(days=11), ["alone", "copy", "first"]),
    ):
        lake.maintain(keeping, now)
        with exclusive(settings) as con:
            found = con.execute("SELECT title FROM articles WHERE text IS NULL ORDER BY title").fetchall()
        assert [title for (title,) in found] == dropped


def changes(con: lake.Connection) -> list[tuple[Any, ...]]:
    return con.execute(
        "SELECT kind, from_story, to_story, articles, run_id FROM story_changes ORDER BY changed_at, kind"
    ).fetchall()


def test_stories_that_merge_and_split_are_recorded(con: lake.Connection) -> None:
    read_at = DAY + timedelta(days=2)
    a = article("a", prose("a"), fetched_at=read_at)
    b = article("b", f"{prose('b')} {prose('b2')}", day=1, fetched_at=read_at)
    land(con, [a, b], "first")
    assert changes(con) == []
    joined = article("a", b.text, fetched_at=a.fetched_at + timedelta(hours=1))
    land(con, [joined], "joined")
    stories_of = [urls.story_id(each.article_id) for each in (a, b)]
    (kind, gone, kept, moved, run), *rest = changes(con)
    assert (kind, {gone, kept}, run, rest) == ("merge", set(stories_of), "joined", [])
    land(con, [a.model_copy(update={"fetched_at": a.fetched_at + timedelta(hours=2)})], "parted")
    parted = changes(con)[1:] if changes(con)[0][0] == "merge" else changes(con)[:1]
    assert [(row[0], row[1], row[4]) for row in parted] == [("split", kept, "parted")]
    assert len(moved) == 1


def test_rules_count_no_outlet_that_merely_claims_to_translate(con: lake.Connection) -> None:
    report, copy = article("report", prose("report")), article("copy", prose("report"), day=1)
    asked = Translation(state="translated", source_url=report.url)
    claim = article("claim", prose("unlike"), day=1, language="es").model_copy(update={"translation": asked})
    stored = StoredVersions(articles=lake.find_new_or_changed(con, [report, copy, claim]))
    found = group_batch(con, [report, copy, claim], stored, Settings())
    kinds = {each.article.article_id: (each.grouping.is_claim, each.outlets, each.originals) for each in found.landed}
    assert kinds == {copy.article_id: (False, 2, 1), report.article_id: (False, 2, 1), claim.article_id: (True, 2, 1)}


@pytest.mark.parametrize(
    ("changes", "summary", "words_changed"),
    [
        pytest.param({"title": "Corrected"}, "changed: title", (None, None, None), id="headline corrected"),
        pytest.param(
            {"text": f"{WORLD[0].text} {prose('more', 40)}"},
            "text grown: 40 words added, 0 removed",
            (40, 0, 0.6552),
            id="grown",
        ),
        pytest.param(
            {"text": WORLD[0].text.replace(WORLD[0].text.split()[5], "minister"), "title": "New"},
            "text corrected: 1 word added, 1 removed; changed: title",
            (1, 1, 0.8765),
            id="a word corrected",
        ),
        pytest.param(
            {"text": prose("else")},
            "text rewritten: 80 words added, 80 removed; changed: date_contradicted",
            (80, 80, 0.0),
            id="another text under the address",
        ),
        pytest.param(
            {"text": "", "topics": ()},
            "changed: text, topics, date_contradicted",
            (None, None, None),
            id="off topic now",
        ),
    ],
)
def test_an_update_is_a_revision_and_not_a_copy(
    con: lake.Connection, changes: dict[str, Any], summary: str, words_changed: tuple[Any, ...]
) -> None:
    first = article("first", WORLD[0].text, title="Title")
    if "text" in changes:
        changes = changes | {"text_hash": text_hash(changes["text"]), "words": len(words(changes["text"]))}
    later = first.model_copy(update={"fetched_at": first.fetched_at + timedelta(hours=1), **changes})
    land(con, [first])
    assert con.execute("FROM article_revisions").fetchall() == []
    for _ in range(2):
        land(con, [later], "later")
    found = con.execute(
        "SELECT revision, revised_at, summary, title_before, words_before, words_after, run_id, added, removed, "
        "similarity FROM article_revisions"
    ).fetchall()
    assert found == [(2, later.fetched_at, summary, "Title", 80, later.words, "later", *words_changed)]
    assert con.execute("SELECT count(*), count(copy_of) FROM article_groups").fetchone() == (1, 0)


def test_copies_are_found_in_a_lake_of_an_old_version(tmp_path: Path) -> None:
    """Sketches had no keys then, their rows had the day of reading, and off-topic articles had no sketch."""
    settings, folder = Settings(home=tmp_path), resources.files("newsvane.lake") / "migrations"
    before = sorted(step.name for step in folder.iterdir() if step.name < "0006")
    old = article("old", prose("old"), fetched_at=DAY + timedelta(days=30))
    dropped = article("dropped", "", topics=(), text_hash=text_hash(prose("dropped")), words=80)
    with exclusive(settings) as con, transaction(con):
        for name in before:
            con.execute((folder / name).read_text("utf-8"))
            con.execute("INSERT INTO migrations VALUES (?, now())", [name.removesuffix(".sql")])
        load_incoming(con, "articles", [build_article_row(each, "run") for each in (old, dropped)])
        load_incoming(con, "article_groups", [each.model_dump() for each in stories.group([old, dropped])])
        con.execute(
            "INSERT INTO articles FROM incoming_articles; INSERT INTO article_groups FROM incoming_article_groups"
        )
        sketched = stories.sketch(old)
        con.execute(
            "INSERT INTO article_sketches VALUES (?, ?, ?, ?)",
            [old.article_id, old.fetched_at.date(), list(sketched.bands), sketched.shingles],
        )
    assert lake.migrate(settings)[0] == "0006_copies"
    new = [
        article("near", f"{old.text} {prose('end', 9)}", day=1),
        article("same", "", topics=(), text_hash=dropped.text_hash, words=80, day=2),
    ]
    with exclusive(settings) as con:
        assert land(con, new).copies == 2
        assert grouped(con) == expected([old, dropped, *new])
        assert con.execute("SELECT count(*), count(DISTINCT article_id) FROM article_sketches").fetchone() == (4, 4)
