"""Search with the index: the same answers as a scan, however far the index is behind, and whatever happens to it."""

import itertools
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake, search
from newsvane.errors import LakeBusy
from newsvane.lake.engine.connection import exclusive
from newsvane.search import Filters, Search, finder
from newsvane.search_index.schema import FORMAT
from newsvane.settings import Settings
from newsvane.topics import compile_query
from tests.support.lake_factories import NOW, article, batch

WORDS = ["tirana", "tehran", "MEK", "mek", "camp", "ashraf", "talks", "nuclear"]
QUERIES = [
    "tirana", "MEK", "camp AND NOT talks", '"nuclear talks"', '"talks nuclear"~3', "te*", "tirana NEAR/2 camp",
    "text:ashraf", "lang:fa camp", "outlet:two*", "published:2026-11-23 camp", "nothing", "country:al",
    "camp OR talks OR published:>=2026-11-24",
]  # fmt: skip


def make_articles(first: int, last: int, **changes: object) -> list[object]:
    """Make articles of different words, days, outlets and languages, some of the same time."""
    made = []
    for number in range(first, last):
        words = [WORDS[(number * step + step) % len(WORDS)] for step in range(1, 6)]
        at = NOW - timedelta(hours=(number * 7) % 60)
        made.append(
            article(
                f"a{number}", text=f"{' '.join(words)} {number}.", title=words[0],
                outlet=f"{'one' if number % 3 else 'two'}.example", language="en" if number % 4 else "fa",
                country="AL" if number % 5 else None, published_at=at if number % 6 else None,
                fetched_at=at + timedelta(minutes=5), **changes,
            )
        )  # fmt: skip
    return made


def describe(settings: Settings) -> search.IndexStatus:
    with lake.open_shared(settings) as connection:
        return search.describe_index(settings, connection)


def land(settings: Settings, *articles: object, run: str = "run") -> None:
    with lake.writer(settings) as con:
        lake.land_articles(con, batch(*articles, run=run))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A lake of 60 articles with an index, which no test changes."""
    settings = Settings(home=tmp_path_factory.mktemp("filled"))
    land(settings, *make_articles(0, 60))
    search.update_index(settings)
    return settings


@pytest.fixture
def settings(filled: Settings, tmp_path: Path) -> Settings:
    """A copy of that lake."""
    shutil.copytree(filled.home, tmp_path / "home")
    return Settings(home=tmp_path / "home")


def find(settings: Settings, query: str, limit: int = 7, **filters: object) -> tuple[list[str], int]:
    """Return the ids of the newest articles, and how many there are."""
    with lake.closing(lake.connect(settings=settings)) as con:
        return ask(con, settings, query, limit, **filters)


def ask(
    con: lake.Connection, settings: Settings, query: str, limit: int = 7, **filters: object
) -> tuple[list[str], int]:
    found = Search(con, compile_query(query), Filters(**filters), settings=settings, now=NOW)  # type: ignore[arg-type]
    return [row["article_id"] for row in found.find_newest(limit)], found.count()


def match_all(con: lake.Connection, query: str, limit: int = 7, condition: str = "true") -> tuple[list[str], int]:
    """Return the same from the matcher's answer on every article."""
    rows = con.execute(f"FROM (SELECT *, outlet_country AS country FROM coverage) WHERE {condition}").fetchall()
    names = [column[0] for column in con.description or ()]
    articles = [lake.build_article(dict(zip(names, row, strict=True))) for row in rows]
    matching = [each for each in articles if compile_query(query).matches(each)]
    matching.sort(key=lambda each: each.article_id)
    matching.sort(key=lambda each: min(each.published_at or each.fetched_at, each.fetched_at), reverse=True)
    return [each.article_id for each in matching][:limit], len(matching)


def why_scanned(settings: Settings) -> str:
    with lake.closing(lake.connect(settings=settings)) as con:
        found = Search(con, compile_query("camp"), settings=settings, now=NOW)
        found.find_newest(5)
        return found.scanned


def require_agreement(settings: Settings, queries: Iterable[str] = QUERIES) -> None:
    with lake.closing(lake.connect(settings=settings)) as con:
        for query in queries:
            assert ask(con, settings, query) == match_all(con, query), query


def index_folder(settings: Settings) -> Path:
    (folder,) = (each for each in settings.search_index_path.iterdir() if each.is_dir())
    return folder


def test_index_and_scan_find_the_same(filled: Settings) -> None:
    assert why_scanned(filled) == ""
    assert find(filled, "camp")[1] > 7
    require_agreement(filled)


@pytest.mark.parametrize(
    ("filters", "condition"),
    [
        ({"topics": ("iran",)}, "list_contains(topics, 'iran')"),
        ({"topics": ("mek", "other")}, "list_contains(topics, 'mek')"),
        ({"outlets": ("TWO.example",)}, "outlet = 'two.example'"),
        ({"languages": ("fa", "el")}, "language = 'fa'"),
        ({"countries": ("al",)}, "country = 'AL'"),
        ({"kinds": ("article",)}, "kind = 'article'"),
        ({"kinds": ("video",)}, "kind = 'video'"),
        ({"originals": True}, "original"),
        ({"since": NOW.date()}, "day >= '2026-11-24'"),
        ({"until": NOW.date() - timedelta(days=1)}, "day <= '2026-11-23'"),
    ],
    ids=str,
)
def test_filters(filled: Settings, filters: dict[str, object], condition: str) -> None:
    with lake.closing(lake.connect(settings=filled)) as con:
        for query in ("camp", "text:ashraf"):
            assert ask(con, filled, query, **filters) == match_all(con, query, condition=condition)


@pytest.mark.parametrize(("behind", "matched"), [(0, 9), (5, 9), (9, 5)], ids=str)
def test_each_article_meets_one_of_the_conditions(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, behind: int, matched: int
) -> None:
    """`behind`: how many articles the index lacks. `matched`: of how many DuckDB need not decide."""
    monkeypatch.setattr("newsvane.search.changed_articles.MAX_MATCHED", matched)
    if behind:
        land(settings, *make_articles(60, 60 + behind), run="later")
    days = {"since": NOW.date() - timedelta(days=9), "until": NOW.date() + timedelta(days=1)}
    with lake.closing(lake.connect(settings=settings)) as con:
        for query in QUERIES:
            asked = Search(con, compile_query(query), Filters(originals=True), settings=settings, now=NOW)
            parts = asked.split()
            assert asked.scanned == ""
            scanned = [part for part in parts if part.condition != "true"]
            assert len(scanned) == (behind > matched), query
            assert all(part.among for part in parts), query
            collected = lake.collect_matches(con, parts, since=days["since"], until=days["until"])
            (listed,) = con.execute("SELECT list(DISTINCT article_id ORDER BY article_id) FROM matches").fetchone() or (
                [],
            )
            assert (collected, listed or []) == (
                len(listed or []), sorted(match_all(con, query, 999, "original")[0])
            ), query  # fmt: skip


def test_the_articles_that_the_index_lacks_are_read_once_for_several_searches_of_any_days(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    land(settings, *make_articles(60, 75), run="later")
    read: list[int] = []
    search_among = lake.search_among

    def count(*given: Any, **named: Any) -> list[dict[str, Any]]:
        read.append(1)
        return search_among(*given, **named)

    monkeypatch.setattr(lake, "search_among", count)
    today = NOW.date()
    yesterday = today - timedelta(days=1)
    with lake.closing(lake.connect(settings=settings)) as con:
        for query in ("camp", "te*", "nothing"):
            for days in ({"since": today}, {"until": yesterday}, {"since": yesterday, "until": yesterday}):
                condition = " AND ".join(
                    f"day {'>=' if name == 'since' else '<='} '{day}'" for name, day in days.items()
                )
                assert ask(con, settings, query, **days) == match_all(con, query, condition=condition)
    assert len(read) == 1
    land(settings, article("latest", text="A camp.", fetched_at=NOW), run="latest")
    with lake.closing(lake.connect(settings=settings)) as con:
        assert ask(con, settings, "camp", 99) == match_all(con, "camp", 99)
    assert len(read) == 2


@pytest.mark.parametrize("query", ["camp talks", "camp OR ashraf", "text:ashraf", "tirana NEAR/2 camp"])
def test_matches_are_ranked_as_the_best_are_found(settings: Settings, query: str) -> None:
    land(settings, article("late", text="Camp talks of ashraf in tirana camp.", fetched_at=NOW), run="later")
    with lake.closing(lake.connect(settings=settings)) as con:
        asked = Search(con, compile_query(query), settings=settings, now=NOW)
        best = [row["article_id"] for row in asked.find_best(99)]
        since = NOW.date() - timedelta(days=9)
        lake.collect_matches(con, asked.split(), since=since, until=NOW.date() + timedelta(days=1))
        lake.score_matches(con, scores := asked.find_scores())
        ranked = [each.article.article_id for each in lake.load_matches(con, since=since, order="rank", limit=99)]
    assert [scores.get(each) for each in ranked] == [scores.get(each) for each in best]
    assert sorted(ranked) == sorted(best)
    assert len({scores.get(each) for each in ranked}) > 2
    assert ranked[-1] not in scores


def test_without_an_index_nothing_has_a_score(settings: Settings) -> None:
    shutil.rmtree(settings.search_index_path)
    with lake.closing(lake.connect(settings=settings)) as con:
        asked = Search(con, compile_query("camp"), settings=settings, now=NOW)
        assert asked.find_scores() == {}
        assert "the search index cannot be used" in asked.scanned


def test_counts_by_day_outlet_and_language_are_those_of_a_scan(settings: Settings) -> None:
    land(settings, *make_articles(60, 65), run="later")
    with lake.closing(lake.connect(settings=settings)) as con:
        for query in QUERIES[:9]:
            counted = [
                Search(con, compile_query(query), settings=each, now=NOW).count_by_day() for each in (settings, None)
            ]
            assert counted[0] == counted[1], query
            assert counted[0].is_exact
            assert sum(counted[0].days.values()) == counted[0].total


def test_only_texts_of_which_the_index_is_not_certain_are_read_to_count_or_list_them(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    land(
        settings,
        article("far", title="Tirana", text="A quiet day, and then a camp.", fetched_at=NOW),
        article("across", title="Tirana", text="Camp.", fetched_at=NOW),
        run="later",
    )
    search.update_index(settings)
    query, read = compile_query("(tirana NEAR/2 camp) AND NOT nuclear"), list[set[str]]()
    load = lake.load_candidates
    with lake.closing(lake.connect(settings=settings)) as con:
        matching = {row["article_id"] for row in Search(con, query, settings=None, now=NOW).find_newest(99)}
        monkeypatch.setattr(lake, "load_candidates", lambda *a, **named: read.append({*a[1]}) or load(*a, **named))
        asked = Search(con, query, settings=settings, now=NOW)
        assert asked.count_at_once() is None
        assert asked.list_ids() == matching
        assert asked.count_by_day().total == len(matching) > 3
    assert article("far").article_id not in matching
    assert article("across").article_id in matching
    assert read == [{article("across").article_id}] * 2


def test_an_article_is_read_alike_from_the_index_after_a_change_and_by_a_scan(settings: Settings) -> None:
    query = compile_query("camp OR nuclear OR central:iran OR person:maryam-rajavi")
    columns = [*lake.FOUND_COLUMNS.split(", "), *query.list_columns]
    assert columns[-2:] == ["central_topics", "name_keys"]

    def read(asked: Settings | None) -> list[dict[str, object]]:
        with lake.closing(lake.connect(settings=settings)) as con:
            rows = Search(con, query, settings=asked, now=NOW).find_newest(200)
        return [{name: row[name] for name in columns} for row in rows]

    assert len(read(settings)) > 10
    assert read(settings) == read(None)
    land(settings, *make_articles(100, 110), run="later")  # which the index lacks
    assert len({*map(str, read(settings))}) > 10
    assert read(settings) == read(None)


def test_counts_that_would_need_too_many_texts_are_bounds(filled: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsvane.search.finder.MAX_COUNTED", 3)
    with lake.closing(lake.connect(settings=filled)) as con:
        asked = Search(con, compile_query("text:tirana"), settings=filled, now=NOW)
        counts, exact = asked.count_by_day(), asked.count()
    assert not counts.is_exact
    assert counts.total >= exact > 0


def test_ranked_articles_match_and_have_scores(filled: Settings) -> None:
    with lake.closing(lake.connect(settings=filled)) as con:
        rows = Search(con, compile_query("tirana OR ashraf"), settings=filled, now=NOW).find_best(10)
    assert len(rows) == 10
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_an_index_that_is_behind_is_completed_by_a_scan(settings: Settings) -> None:
    land(settings, *make_articles(60, 80), run="later")
    changed = [each.model_copy(update={"text": "tirana now", "text_hash": "a" * 64}) for each in make_articles(3, 9)]  # type: ignore[attr-defined]
    land(settings, *changed, run="again")
    assert describe(settings).behind == 26
    assert why_scanned(settings) == ""
    require_agreement(settings)


def test_an_update_applies_what_changed(settings: Settings) -> None:
    land(settings, *make_articles(60, 80), run="later")
    done = search.update_index(settings)
    assert (done.added, done.rebuilt, done.articles) == (20, "", 80)
    assert describe(settings).behind == 0
    require_agreement(settings)
    assert search.update_index(settings).added == 0


def test_texts_that_are_dropped_leave_the_index(settings: Settings) -> None:
    with lake.writer(settings) as con:
        con.execute("UPDATE articles SET text = NULL WHERE language = 'fa'")
        con.execute("DELETE FROM articles WHERE outlet = 'two.example'")
    require_agreement(settings)
    search.update_index(settings)
    require_agreement(settings)


def test_a_country_that_the_watch_list_changes_is_found(settings: Settings) -> None:
    with lake.writer(settings) as con:
        con.execute("INSERT INTO feeds BY NAME SELECT 'one' AS feed_id, 'one.example' AS outlet, 'AL' AS country")
    search.update_index(settings)
    with lake.writer(settings) as con:
        con.execute("UPDATE feeds SET country = 'GR'")
    assert find(settings, "country:gr") != ([], 0)
    assert search.update_index(settings).added > 0
    assert find(settings, "country:gr")[1] > 0


def test_a_source_that_is_new_and_changes_before_the_index_follows_is_found(settings: Settings) -> None:
    search.update_index(settings)
    with lake.writer(settings) as con:
        con.execute("INSERT INTO feeds BY NAME SELECT 'one' AS feed_id, 'one.example' AS outlet, 'GR' AS country")
    with lake.writer(settings) as con:
        con.execute("UPDATE feeds SET title = 'Another'")
    assert search.update_index(settings).added > 0
    assert find(settings, "country:gr")[1] > 0


def collect(settings: Settings, query: str, *, known: bool) -> list[tuple[object, ...]]:
    """Return what is collected of a query. `known`: with what the index and the changed articles say; else coverage."""
    with lake.closing(lake.connect(settings=settings)) as con:
        parts = Search(con, compile_query(query), settings=settings, now=NOW).split()
        assert all(part.known for part in parts)
        asked = parts if known else [part._replace(known=None) for part in parts]
        lake.collect_matches(con, asked, since=NOW.date() - timedelta(days=1), until=NOW.date())
        return con.execute("FROM matches ORDER BY ALL").fetchall()


def test_what_is_known_of_articles_is_what_coverage_says(settings: Settings) -> None:
    with lake.writer(settings) as con:
        con.execute("INSERT INTO feeds BY NAME SELECT 'one' AS feed_id, 'one.example' AS outlet, 'state' AS kind")
        con.execute("UPDATE articles SET outlet_kind = 'exile', outlet = upper(outlet) WHERE language = 'fa'")
        con.execute("UPDATE articles SET translation_state = if(language = 'fa', 'translated', 'possible')")
        con.execute("UPDATE articles SET country = 'AL', language = 'zh-Hant' WHERE title = 'tehran'")
        con.execute(
            "UPDATE article_groups SET story_id = 's1_' || title, copy_of = 'a1_x', is_claim = title = 'camp' "
            "FROM articles AS a WHERE a.article_id = article_groups.article_id AND title IN ('camp', 'mek')"
        )
    search.update_index(settings)
    land(settings, *make_articles(60, 70, outlet_kind="agency"), run="later")
    for kind in ("state", "independent"):
        with lake.writer(settings) as con:
            con.execute("UPDATE feeds SET kind = ?", [kind])
        for _ in range(2):
            for query in ("camp", "te*", '"nuclear talks"'):
                found = collect(settings, query, known=True)
                assert found == collect(settings, query, known=False)
                assert kind in {row[3] for row in found}
            search.update_index(settings)


def test_an_index_that_is_too_far_behind_is_not_used(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsvane.search.finder.MAX_BEHIND", 3)
    land(settings, *make_articles(60, 80), run="later")
    assert "it lacks 20 articles" in why_scanned(settings)
    require_agreement(settings, QUERIES[:2])


def test_too_many_candidates_lead_to_a_scan(filled: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsvane.search.finder.SPARE_CANDIDATES", 1)
    monkeypatch.setattr("newsvane.search.finder.MAX_CANDIDATES", 5)
    require_agreement(filled)


@pytest.mark.parametrize(
    "query", [" OR ".join(f"w{n}*" for n in range(1_000)), " OR ".join(f'"a {n}"' for n in range(3_000))]
)
def test_a_query_beyond_the_limits_is_scanned_for(filled: Settings, query: str) -> None:
    assert find(filled, f"{query} OR camp") == find(filled, "camp")


def test_ten_thousand_words(filled: Settings) -> None:
    words = " OR ".join(f"word{number}" for number in range(10_000))
    assert find(filled, f"{words} OR camp") == find(filled, "camp")


def truncate(folder: Path) -> None:
    largest = max(folder.iterdir(), key=lambda file: file.stat().st_size)
    os.truncate(largest, largest.stat().st_size // 2)


def overwrite(folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(os.urandom(200))


def remove_segment(folder: Path) -> None:
    for file in [*folder.glob("*.term"), *folder.glob("*.fast")]:
        file.unlink()


def remove_all(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


def break_note(folder: Path) -> None:
    (folder.parent / "index.json").write_text('{"format": 1,')


def change_format(folder: Path) -> None:
    note = folder.parent / "index.json"
    note.write_text(note.read_text().replace(f'"format":{FORMAT}', '"format":0'))


def remove_note(folder: Path) -> None:
    (folder.parent / "index.json").unlink()


DAMAGES = [truncate, overwrite, remove_segment, remove_all, break_note, change_format, remove_note]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_replaced_by_a_scan_and_then_built_again(settings: Settings, damage: object) -> None:
    damage(index_folder(settings))  # type: ignore[operator]
    require_agreement(settings, QUERIES[:2])
    assert why_scanned(settings)
    land(settings, *make_articles(60, 62), run="later")
    done = search.update_index(settings)
    assert done.rebuilt
    assert (done.articles, why_scanned(settings)) == (62, "")
    require_agreement(settings)


def test_an_index_of_an_expired_snapshot_is_built_again(settings: Settings) -> None:
    land(settings, *make_articles(60, 62), run="later")
    land(settings, *make_articles(62, 64), run="later still")
    with exclusive(settings) as con:
        con.execute("CALL ducklake_expire_snapshots('lake', older_than => now())")
    assert "no longer has snapshot" in why_scanned(settings)
    assert "no longer has snapshot" in search.update_index(settings).rebuilt
    require_agreement(settings)


def test_a_lake_that_was_restored_is_indexed_again(settings: Settings, tmp_path: Path) -> None:
    other = Settings(home=tmp_path / "other")
    land(other, *make_articles(30, 90))
    land(other, *make_articles(90, 95), run="later")
    settings.search_index_path.rename(other.search_index_path)
    assert "no longer has snapshot" in why_scanned(other)
    assert search.update_index(other).rebuilt
    require_agreement(other)


def test_an_update_beside_another_one_is_refused(settings: Settings) -> None:
    from newsvane import search_index

    with search_index.locked(settings.search_index_path), pytest.raises(LakeBusy):
        search.update_index(settings)


def test_readers_beside_a_writer_find_everything(settings: Settings) -> None:
    stop, wrong = threading.Event(), []

    def read() -> None:
        for query in itertools.cycle(QUERIES):
            if stop.is_set():
                return
            found, total = find(settings, query, limit=200)
            if len(found) != total:
                wrong.append((query, len(found), total))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for lap in range(4):
            land(settings, *make_articles(60 + lap * 5, 65 + lap * 5), run=f"lap {lap}")
            search.update_index(settings, rebuild=lap == 2)
    finally:
        stop.set()
        reader.join()
    assert wrong == []
    require_agreement(settings)


BUILD = """
import sys
from pathlib import Path
from newsvane import search
from newsvane.settings import Settings
from newsvane.search_index import writer
add = writer.Writer.add
def slow(self, rows):
    add(self, rows)
    print("adding", flush=True)
    sys.stdin.read()
writer.Writer.add = slow
search.update_index(Settings(home=Path(sys.argv[1])), rebuild=sys.argv[2] == "rebuild")
"""


@pytest.mark.parametrize("how", ["rebuild", "update"])
def test_a_killed_writer_leaves_the_index_as_it_was(settings: Settings, how: str) -> None:
    land(settings, *make_articles(60, 70), run="later")
    command = [sys.executable, "-c", BUILD, str(settings.home), how]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"adding\n"
        require_agreement(settings)
        process.send_signal(signal.SIGKILL)
    require_agreement(settings)
    assert search.update_index(settings).rebuilt == ""
    require_agreement(settings)
    assert search.update_index(settings, rebuild=True).articles == 70
    assert len([*settings.search_index_path.iterdir()]) == 3, "what the killed process left is gone"


def test_a_full_disk_leaves_the_index_as_it_was(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    land(settings, *make_articles(60, 70), run="later")

    def full(*_: object) -> None:
        raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")

    with monkeypatch.context() as patched:
        patched.setattr("newsvane.search_index.writer.build_document", full)
        for rebuild in (False, True):
            with pytest.raises(OSError, match="No space left") as raised:
                search.update_index(settings, rebuild=rebuild)
            assert lake.is_disk_full(raised.value)
    require_agreement(settings)
    assert search.update_index(settings).articles == 70


def test_only_the_owner_can_read_the_index(settings: Settings) -> None:
    for path in [settings.search_index_path, *settings.search_index_path.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_words_are_completed_with_the_most_frequent_first(filled: Settings, tmp_path: Path) -> None:
    found = search.complete_word("TÉH", filled, limit=9)
    with lake.closing(lake.connect(settings=filled)) as con:
        assert found == {"tehran": match_all(con, "tehran", 99)[1]}
    assert list(search.complete_word("nuc", filled, limit=9)) == ["nuclear"]
    assert list(search.complete_word("=MEK", filled, limit=9)) == ["mek"]
    for wrong in ("", "two words", "te*", '"', "\x00\ud800", "x" * 70_000, "[a-z]+"):
        assert search.complete_word(wrong, filled, limit=9) == {}
    assert search.complete_word("tehran", Settings(home=tmp_path), limit=9) == {}


@pytest.mark.parametrize("query", ["camp", "lang:fa camp OR talks", "te*"])
def test_many_are_counted_without_texts_and_the_newest_are_listed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    land(settings, *make_articles(60, 75), run="after the index")
    monkeypatch.setattr(finder, "MAX_CANDIDATES", 5)
    with lake.closing(lake.connect(settings=settings)) as con:
        asked, scan = (Search(con, compile_query(query), settings=each, now=NOW) for each in (settings, None))
        assert asked.count_many() == scan.count_by_day()
        assert scan.count_many() is None
        newest = [row["article_id"] for row in scan.find_newest(8)]
        until = NOW.date() + timedelta(days=1)
        number = lake.collect_matches(con, asked.split_newest(8), since=NOW.date() - timedelta(days=900), until=until)
        found = {name for (name,) in con.execute("SELECT article_id FROM matches").fetchall()}
        assert found >= set(newest)
        assert len(found) == number < scan.count()


def test_few_are_not_counted_beforehand(settings: Settings) -> None:
    with lake.closing(lake.connect(settings=settings)) as con:
        assert Search(con, compile_query("camp"), settings=settings, now=NOW).count_many() is None
