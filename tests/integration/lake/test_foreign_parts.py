"""A part that somebody has tampered with: what contradicts itself does not land, and the rest of the part does."""

import gzip
import hashlib
import json
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from newsvane import lake, urls
from newsvane.archive import ArchiveWriter
from newsvane.errors import LakeError
from newsvane.lake.admin.parts import MANIFEST, TABLES
from newsvane.records import Page, Tombstone
from newsvane.settings import Settings
from newsvane.texts import text_hash
from newsvane.tombstones import hash_forgotten, name_text
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, ask, batch, entry, land
from tests.support.terminal import Terminal


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """A part with the articles `good` and `bad`, their pages and an entry."""
    settings = create_lake(Settings(home=tmp_path / "source"))
    pages = [article("good"), article("bad")]
    with ArchiveWriter(settings.archive_path, "2026-11-24/run.warc.gz") as archive:
        stored = [
            each.model_copy(
                update={"raw": archive.write(Page(url=each.url, final_url=each.url, status=200, fetched_at=NOW))}
            )
            for each in pages
        ]
    land(settings, batch(*stored))
    with lake.writer(settings) as con:
        con.execute(
            "INSERT INTO entries BY NAME SELECT ? AS entry_id, ? AS article_id, ? AS url, ? AS canonical_url, "
            "? AS seen_at, 'article' AS outcome",
            [entry("bad").entry_id, article("bad").article_id, *[entry("bad").url] * 2, NOW],
        )
    lake.export_part(settings, tmp_path / "part", NOW, topic="iran", archive=True)
    return tmp_path / "part"


@pytest.fixture
def target(tmp_path: Path) -> Settings:
    return create_lake(Settings(home=tmp_path / "target"))


def _tamper(part: Path, *statements: str) -> None:
    """Change the tables of a part, and its checksums with them: whoever makes a part makes these, too."""
    with duckdb.connect() as con:
        for table in TABLES:
            con.execute(f"CREATE TABLE {table} AS FROM '{part / table}.parquet'")
        for statement in statements:
            con.execute(statement)
        for table in TABLES:
            con.execute(f"COPY {table} TO '{part / table}.parquet'")
    _sign(part)


def _sign(part: Path, **changes: object) -> None:
    manifest = json.loads((part / MANIFEST).read_text()) | changes
    for file in manifest["files"]:
        content = (part / file["path"]).read_bytes()
        file |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (part / MANIFEST).write_text(json.dumps(manifest))


def _titles(settings: Settings) -> set[object]:
    return {title for (title,) in ask(settings, "SELECT title FROM articles")}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param("canonical_url = 'https://one.example/other'", "article_id", id="id of another address"),
        pytest.param("url = 'https://two.example/bad'", "address", id="address of another outlet"),
        pytest.param("url = 'javascript:alert(1)'", "address", id="no address"),
        pytest.param("url = NULL", "address", id="address missing"),
        pytest.param("outlet = 'two.example'", "outlet", id="another outlet"),
        pytest.param("outlet = 'example'", "outlet", id="all outlets below a domain"),
        pytest.param("outlet = '=cmd|x' || chr(10) || 'one.example'", "outlet", id="a formula as an outlet"),
        pytest.param("fetched_at = '2099-01-01'", "fetched_at", id="read in the future"),
        pytest.param("fetched_at = NULL", "fetched_at", id="never read"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(part: Path, target: Settings, change: str, fault: str) -> None:
    _tamper(part, f"UPDATE articles SET {change} WHERE title = 'bad'")
    done = lake.import_part(target, part, NOW)
    assert (done.articles, done.refused) == (1, {fault: 1})
    assert _titles(target) == {"good"}


def test_a_repeated_row_lands_once(part: Path, target: Settings) -> None:
    _tamper(part, *(f"INSERT INTO {table} FROM {table}" for table in TABLES))
    assert lake.import_part(target, part, NOW).refused["repeated_id"] >= 2
    assert ask(target, "SELECT count(*) FROM articles") == [(2,)]
    assert [check for check in lake.check_integrity(target) if check.name == "keys" and check.state != "ok"] == []


def test_entries_without_an_address_are_refused(part: Path, target: Settings) -> None:
    _tamper(part, "UPDATE entries SET url = 'file:///etc/passwd'")
    assert lake.import_part(target, part, NOW).refused == {"entry_address": 1}
    assert ask(target, "SELECT count(*) FROM entries") == [(0,)]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("ALTER TABLE article_names DROP COLUMN fetched_at", id="of an older version"),
        pytest.param("UPDATE article_names SET fetched_at = '1999-01-01'", id="false"),
    ],
)
def test_names_have_the_time_of_their_article(part: Path, target: Settings, statement: str) -> None:
    name = "INSERT INTO article_names BY NAME SELECT article_id, 'somebody' AS entity_id, 1 AS mentions FROM articles"
    _tamper(part, name, statement)
    lake.import_part(target, part, NOW)
    assert ask(target, "SELECT fetched_at FROM article_names") == [(NOW,), (NOW,)]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("ALTER TABLE article_groups DROP COLUMN is_claim", id="of an older version"),
        pytest.param("UPDATE article_groups SET is_claim = copy_of IS NULL", id="false"),
    ],
)
def test_what_merely_claims_to_be_a_translation_is_known_by_its_evidence(
    part: Path, target: Settings, statement: str
) -> None:
    _tamper(
        part,
        "DELETE FROM article_groups",
        "INSERT INTO article_groups BY NAME SELECT article_id, 's1_story' AS story_id, 'a1_other' AS copy_of, "
        "'translation' AS copy_kind, title = 'bad' AS copy_claimed, ['declared original'] AS evidence FROM articles",
        statement,
    )
    lake.import_part(target, part, NOW)
    originals = "SELECT title, g.is_claim, g.original FROM articles JOIN grouped_articles AS g USING (article_id)"
    assert sorted(ask(target, originals)) == [("bad", True, True), ("good", None, False)]


@pytest.mark.parametrize("raw", ["../../../etc/passwd", "file:/etc/passwd", "/etc/passwd", "2026-11-24/run.warc.gz"])
def test_pages_elsewhere_are_not_referred_to(part: Path, target: Settings, raw: str) -> None:
    _tamper(part, f"UPDATE articles SET raw_file = '{raw}' WHERE title = 'bad'")
    assert lake.import_part(target, part, NOW).corrected == {"raw_file": 1}
    assert ask(target, "SELECT title, raw_offset, raw_digest FROM articles WHERE raw_file IS NULL") == [
        ("bad", None, None)
    ]


def test_a_publication_in_the_future_is_none(part: Path, target: Settings) -> None:
    _tamper(part, "UPDATE articles SET published_at = '9999-01-01' WHERE title = 'bad'")
    assert lake.import_part(target, part, NOW).corrected == {"published_at": 1}
    assert ask(target, "SELECT title, published_source FROM articles WHERE published_at IS NULL") == [("bad", "none")]
    assert ask(target, "SELECT published_at::VARCHAR FROM articles WHERE title = 'good'") != [(None,)]


def test_words_are_cleaned_as_those_of_pages_are(part: Path, target: Settings) -> None:
    esc, override = "chr(27) || '[31m'", "chr(8238)"
    _tamper(
        part,
        f"UPDATE articles SET title = 'red ' || {esc} || 'title', authors = ['Jane' || {override}], "
        f"text = 'One' || {esc} || chr(10) || chr(10) || 'two' || {override}, "
        f"topic_mentions = [{{topic: 'x' || {esc}, in_title: true, in_lead: false, sentences: 0.5}}] "
        "WHERE title = 'bad'",
        f"UPDATE article_groups SET evidence = ['because' || {esc}]",
    )
    done = lake.import_part(target, part, NOW)
    assert (done.articles, done.refused, done.corrected) == (2, {}, {"characters": 6})
    question = "SELECT title, authors, text, topic_mentions[1].topic FROM articles WHERE title <> 'good'"
    assert ask(target, question) == [("red title", ["Jane"], "One\n\ntwo", "x")]
    assert ask(target, "SELECT DISTINCT evidence FROM article_groups") == [(["because"],)]


def test_a_forgotten_text_with_the_hash_of_another_is_left_out(part: Path, target: Settings) -> None:
    text = "What a court has ordered to be forgotten, word for word."
    name = hash_forgotten("s", "text", name_text("one.example", text_hash(text)))
    with lake.writer(target) as con:
        lake.land_tombstones(con, [Tombstone(kind="text", hash=name, salt="s", forgotten_at=NOW, act_id="a")])
    _tamper(part, f"UPDATE articles SET text = '{text}' WHERE title = 'bad'")
    assert lake.import_part(target, part, NOW).forgotten == 1
    assert _titles(target) == {"good"}


def test_a_forgotten_address_of_another_article_is_left_out(part: Path, target: Settings) -> None:
    gone = urls.article_id("https://two.example/gone")
    with lake.writer(target) as con:
        name = hash_forgotten("s", "article", gone)
        lake.land_tombstones(con, [Tombstone(kind="article", hash=name, salt="s", forgotten_at=NOW, act_id="a")])
    _tamper(part, "UPDATE entries SET url = 'http://two.example/gone'")
    assert lake.import_part(target, part, NOW).articles == 2
    assert ask(target, "SELECT count(*) FROM entries") == [(0,)]


def test_an_archive_file_that_is_there_is_never_replaced(part: Path, target: Settings) -> None:
    (page,) = part.glob("archive/*/*")
    own = target.archive_path / page.relative_to(part / "archive")
    own.parent.mkdir(parents=True)
    own.write_bytes(gzip.compress(b"what the archive has"))
    lake.import_part(target, part, NOW)
    assert gzip.decompress(own.read_bytes()) == b"what the archive has"


def test_what_no_export_writes_is_refused_with_words(part: Path, target: Settings) -> None:
    (page,) = part.glob("archive/*/*")
    good = page.read_bytes()
    page.write_bytes(b"no gzip at all")
    _sign(part)
    with pytest.raises(LakeError, match="is no compressed WARC file"):
        lake.import_part(target, part, NOW)
    page.write_bytes(good)
    files = json.loads((part / MANIFEST).read_text())["files"]
    (part / "archive" / "2026-11-24" / "cli-own.warc.gz").write_bytes(good)
    _sign(part, files=[*files, files[0] | {"path": "archive/2026-11-24/cli-own.warc.gz"}])
    with pytest.raises(LakeError, match="is no file that `newsvane lake export` writes"):
        lake.import_part(target, part, NOW)
    _sign(part, files=files, part_id="part-1/../x")
    with pytest.raises(LakeError, match="cannot be read"):
        lake.import_part(target, part, NOW)
    _sign(part, part_id=page.name.partition(".")[0])
    _tamper(part, "ALTER TABLE articles ADD COLUMN evil VARCHAR")
    with pytest.raises(LakeError, match="does not have the columns of articles"):
        lake.import_part(target, part, NOW)
    page.unlink()
    page.symlink_to("/etc/hostname")
    with pytest.raises(LakeError, match="is missing or was changed"):
        lake.import_part(target, part, NOW)
    assert ask(target, "SELECT count(*) FROM articles") == [(0,)]


def test_the_command_says_what_was_refused(part: Path, target: Settings) -> None:
    _tamper(
        part,
        "UPDATE articles SET outlet = 'two.example' WHERE title = 'bad'",
        "UPDATE articles SET published_at = '9999-01-01' WHERE title = 'good'",
    )
    done = Terminal({"NEWSVANE_HOME": str(target.home)}, {}).run("lake", "import", str(part))
    said = " ".join(done.stdout.split())
    assert "1 articles imported" in said
    assert "Rows refused, by what contradicts the rest: outlet 1." in said
    assert "Fields corrected: published_at 1." in said


def test_dates_of_a_day_ahead_stay(part: Path, target: Settings) -> None:
    ahead = NOW + timedelta(days=1)
    _tamper(part, f"UPDATE articles SET published_at = '{ahead}'")
    assert lake.import_part(target, part, NOW).corrected == {}
