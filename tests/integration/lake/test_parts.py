"""One topic, or some days, go from one lake into another, with ids, evidence and pages."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.archive import ArchiveWriter, read_archived_page
from newsvane.errors import LakeError
from newsvane.lake.admin.parts import MANIFEST
from newsvane.records import Page, Tombstone
from newsvane.settings import Settings
from newsvane.tombstones import hash_forgotten
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import LONG, NOW, article, ask, batch, land
from tests.support.terminal import Terminal

GROUPS = "SELECT article_id, copy_of, copy_kind, score, story_id, evidence FROM article_groups ORDER BY article_id"
ARTICLES = "SELECT * EXCLUDE (raw_file, raw_offset, raw_digest) FROM articles ORDER BY article_id"


@pytest.fixture
def source(tmp_path: Path) -> Settings:
    """A lake with an original off the topic and its copy on it, an older article, and one on another topic."""
    settings = create_lake(Settings(home=tmp_path / "source"))
    original = article("original", text=LONG, topics=("mek",), published_at=NOW - timedelta(hours=9))
    copy = article("copy", text=LONG)
    old = article("old", fetched_at=NOW - timedelta(days=40), published_at=None)
    pages = [original, copy, old, article("other", topics=("mek",))]
    with ArchiveWriter(settings.archive_path, "2026-11-24/run.warc.gz") as archive:
        stored = [each.model_copy(update={"raw": archive.write(_page(each.url))}) for each in pages]
    land(settings, batch(*stored))
    assert ask(settings, "SELECT count(*) FROM article_groups WHERE copy_of IS NOT NULL") == [(1,)]
    return settings


def _page(url: str) -> Page:
    return Page(url=url, final_url=url, status=200, body=os.urandom(200) + url.encode(), fetched_at=NOW)


@pytest.fixture
def target(tmp_path: Path) -> Settings:
    return create_lake(Settings(home=tmp_path / "target"))


def test_a_topic_keeps_ids_evidence_and_pages(source: Settings, target: Settings, tmp_path: Path) -> None:
    made = lake.export_part(source, tmp_path / "part", NOW, topic="iran", archive=True)
    assert made.rows["articles"] == 3, "those on the topic, and the original of the copy"
    done = lake.import_part(target, tmp_path / "part", NOW)
    assert done == lake.Imported(articles=3, topic="iran")
    part = f"article_id <> '{article('other').article_id}'"
    for question in (GROUPS, ARTICLES):
        assert ask(target, question) == ask(source, question.replace(" ORDER", f" WHERE {part} ORDER"))
    with lake.closing(lake.connect(settings=target)) as con:
        ids = [key for (key,) in con.execute("SELECT article_id FROM articles").fetchall()]
        for each in lake.load_articles(con, ids):
            assert each.raw
            assert read_archived_page(target.archive_path, each.raw).final_url == each.url
    assert [each for each in lake.check_integrity(target) if each.name != "counts" and each.state != "ok"] == []
    before = {table: ask(target, f"SELECT count(*) FROM {table}") for table in made.rows}
    assert lake.import_part(target, tmp_path / "part", NOW) == lake.Imported(known=3, topic="iran")
    assert {table: ask(target, f"SELECT count(*) FROM {table}") for table in made.rows} == before


def test_a_period(source: Settings, target: Settings, tmp_path: Path) -> None:
    lake.export_part(source, tmp_path / "part", NOW, until=(NOW - timedelta(days=30)).date())
    lake.import_part(target, tmp_path / "part", NOW)
    assert ask(target, "SELECT article_id, raw_file FROM articles") == [(article("old").article_id, None)]


def test_what_the_lake_has_stays_as_it_is(source: Settings, target: Settings, tmp_path: Path) -> None:
    land(target, batch(article("copy", title="Here it has another title")))
    lake.export_part(source, tmp_path / "part", NOW, topic="iran")
    assert lake.import_part(target, tmp_path / "part", NOW) == lake.Imported(articles=2, known=1, topic="iran")
    key = article("copy").article_id
    assert ask(target, f"SELECT title FROM articles WHERE article_id = '{key}'") == [("Here it has another title",)]


def test_what_the_lake_has_forgotten_is_left_out(source: Settings, target: Settings, tmp_path: Path) -> None:
    gone = article("original")
    stone = Tombstone(
        kind="article", hash=hash_forgotten("s", "article", gone.article_id), salt="s", forgotten_at=NOW, act_id="a"
    )
    with lake.writer(target) as con:
        lake.land_tombstones(con, [stone])
    lake.export_part(source, tmp_path / "part", NOW, topic="iran", archive=True)
    assert lake.import_part(target, tmp_path / "part", NOW) == lake.Imported(articles=2, forgotten=1, topic="iran")
    assert ask(target, "SELECT count(*) FROM article_groups WHERE copy_of IS NOT NULL") == [(0,)]
    (pages,) = target.archive_path.glob("*/*.gz")
    with lake.closing(lake.connect(settings=target)) as con:
        (copy,) = lake.load_articles(con, [article("copy").article_id])
    assert copy.raw
    assert read_archived_page(target.archive_path, copy.raw).final_url == copy.url
    assert gone.url.encode() not in _unpack(pages)


def _unpack(path: Path) -> bytes:
    import gzip

    return gzip.decompress(path.read_bytes())


def test_a_newer_or_changed_part_is_refused(source: Settings, target: Settings, tmp_path: Path) -> None:
    part = tmp_path / "part"
    lake.export_part(source, part, NOW, topic="iran")
    with pytest.raises(LakeError, match="name a new folder"):
        lake.export_part(source, part, NOW, topic="iran")
    manifest = json.loads((part / MANIFEST).read_text())
    (part / MANIFEST).write_text(json.dumps(manifest | {"migrations": [*manifest["migrations"], "9999_later"]}))
    with pytest.raises(LakeError, match=r"9999_later.*upgrade this installation"):
        lake.import_part(target, part, NOW)
    (part / MANIFEST).write_text(json.dumps(manifest))
    (part / "entries.parquet").write_bytes(b"changed")
    with pytest.raises(LakeError, match="was changed"):
        lake.import_part(target, part, NOW)
    with pytest.raises(LakeError, match="is no part of a lake"):
        lake.import_part(target, tmp_path, NOW)
    assert ask(target, "SELECT count(*) FROM articles") == [(0,)]


def test_the_commands(source: Settings, target: Settings, tmp_path: Path) -> None:
    terminal = Terminal({"NEWSVANE_HOME": str(source.home)}, {})
    assert "say what to export" in " ".join(terminal.run("lake", "export", str(tmp_path / "x"), code=2).stderr.split())
    assert terminal.run_json("lake", "export", str(tmp_path / "part"), "--topic", "iran")["rows"]["articles"] == 3
    there = terminal.with_environment(NEWSVANE_HOME=str(target.home))
    empty = there.with_environment(NEWSVANE_HOME=str(create_lake(Settings(home=tmp_path / "other")).home))
    assert there.run_json("lake", "import", str(tmp_path / "part")) == {
        "articles": 3, "known": 0, "forgotten": 0, "topic": "iran", "refused": {}, "corrected": {},
    }  # fmt: skip
    again, first = (
        " ".join(each.run("lake", "import", str(tmp_path / "part")).stdout.split()) for each in (there, empty)
    )
    assert "0 articles imported; 3 were here already" in again
    assert "Only articles on iran came along" in first
    assert "their share of what was read is near 100 %" in first
    assert "came along" not in again


def test_a_home_that_has_never_polled_counts_the_feeds_that_it_will_watch(
    source: Settings, target: Settings, tmp_path: Path
) -> None:
    lake.export_part(source, tmp_path / "part", NOW, topic="iran")
    watch = tmp_path / "watch"
    watch.mkdir()
    (watch / "feeds.toml").write_text('[[feed]]\nid = "a"\nurl = "https://a.example/rss"\n')
    (watch / "topics.toml").write_text('[[topic]]\nid = "iran"\ntitle = "Iran"\nquery = "iran"\n')
    (watch / "alerts.toml").write_text("")
    terminal = Terminal({"NEWSVANE_HOME": str(target.home), "NEWSVANE_WATCH": str(watch)}, {})
    terminal.run("lake", "import", str(tmp_path / "part"))
    found = {check["name"]: check["found"] for check in terminal.run_json("doctor")}
    assert found["watch files"].startswith("feeds 1,")
    assert found["feeds"] == "1 watched, none was polled yet"
