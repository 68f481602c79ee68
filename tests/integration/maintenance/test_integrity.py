"""Integrity checks of `newsvane doctor`: a healthy lake passes; each kind of damage is named, with a remedy."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

from newsvane import lake
from newsvane.lake.admin.files import list_data_files
from newsvane.lake.admin.integrity import check_tables
from newsvane.lake.engine.connection import exclusive
from newsvane.settings import Settings
from tests.integration.maintenance.past_lake import Past
from tests.support.lake_factories import NOW, article, land
from tests.support.terminal import Terminal


def wrong(settings: Settings) -> dict[str, str]:
    return {each.name: f"{each.found} → {each.remedy}" for each in lake.check_integrity(settings) if each.state != "ok"}


def test_a_used_lake_passes_every_check(lived: Past) -> None:
    found = list(lake.check_integrity(lived.settings))
    assert [(each.name, each.state) for each in found] == [
        (name, "ok") for name in ("files", "form", "keys", "links", "counts")
    ]
    assert "of 2 days" in found[-1].found


def _file(settings: Settings, harm: Callable[[bytes], bytes | None]) -> None:
    for file in list_data_files(settings.catalog_path):
        path = settings.data_path / file.path
        if file.table == "articles" and (rest := harm(path.read_bytes())) is None:
            path.unlink()
        elif file.table == "articles":
            path.write_bytes(rest or b"")


def test_missing_and_truncated_files_are_found(own: Settings) -> None:
    _file(own, lambda content: content[:-7])
    assert "bytes, not" in wrong(own)["files"]
    _file(own, lambda content: None)
    found = wrong(own)
    assert "(table articles) is missing" in found["files"]
    assert "newsvane restore" in found["files"]
    assert {"files", "keys", "links", "counts"} == found.keys(), "what cannot be read is said, and the rest looked at"
    failed = Terminal({"NEWSVANE_HOME": str(own.home)}, {}).run_json("doctor", code=1)
    assert {"lake: files", "lake: keys"} <= {check["name"] for check in failed if check["state"] == "failed"}


def test_commands_name_a_file_of_the_lake_that_is_missing_or_cut(own: Settings) -> None:
    terminal = Terminal({"NEWSVANE_HOME": str(own.home)}, {})
    for harm in (lambda content: content[:-7], lambda content: None):
        _file(own, harm)
        for command in (("search", "ferry"), ("sql", "SELECT title FROM articles"), ("maintain",)):
            said = " ".join(terminal.run(*command, code=1).stderr.split())
            assert ".parquet, a file of the lake, is missing or damaged. `newsvane doctor` lists" in said
            assert "Traceback" not in said
    keys = wrong(own)["keys"]
    assert "not checked: " in keys
    assert "Error" not in keys


def test_doctor_goes_on_if_the_search_index_lags_behind_a_damaged_lake(own: Settings) -> None:
    terminal = Terminal({"NEWSVANE_HOME": str(own.home)}, {})
    terminal.run("search-index", "update")
    land(own, lake.Batch(run_id="later", now=NOW, articles=(article("later"),)))
    _file(own, lambda content: None)
    checks = {each["name"]: each["found"] for each in terminal.run_json("doctor", code=1)}
    assert "is missing" in checks["lake: files"]
    assert {"search index", "clock", "feeds", "outbox"} <= checks.keys()


ONE = "WHERE article_id = (SELECT min(article_id) FROM articles)"
HARMS = {
    "keys: duplicated ids: 1 in articles": "INSERT INTO articles FROM articles LIMIT 1",
    "keys: duplicated ids: 2 in entries": "INSERT INTO entries FROM entries WHERE title LIKE 'new%'",
    "keys: duplicated ids: 1 in deliveries": "INSERT INTO deliveries (key, attempt) VALUES ('m', 1), ('m', 1)",
    "keys: duplicated ids: 1 in quarantine": "INSERT INTO quarantine FROM quarantine WHERE title = 'refused0'",
    "links: 1 groups of no article": "INSERT INTO article_groups BY NAME SELECT 'a1_gone' AS article_id",
    "links: 1 articles without a group": f"DELETE FROM article_groups {ONE}",
    "links: 1 copies of no article": f"UPDATE article_groups SET copy_of = 'a1_gone' {ONE}",
    "links: 1 names with another time": (
        f"INSERT INTO article_names BY NAME SELECT article_id, 'x' AS entity_id FROM articles {ONE}"
    ),
    "links: 1 mere claims": f"UPDATE article_groups SET is_claim = true {ONE}",
    "links: 2 entries read into no": "UPDATE entries SET article_id = 'a1_x' WHERE outcome = 'article'",
    "links: 3 entries in quarantine": "UPDATE entries SET outcome = 'quarantined', article_id = 'a1_x'",
    "links: 1 messages delivered": "UPDATE outbox SET state = 'delivered' WHERE key = 'm0'",
    "counts: the counts differ from the articles on 2026-11-24": (
        "UPDATE trend_daily SET articles = 9 WHERE day = '2026-11-24'"
    ),
    "counts: the counts differ from the articles on 2020-01-01": (
        "INSERT INTO trend_daily BY NAME SELECT '2020-01-01' AS day, 'iran' AS topic, 1 AS articles"
    ),
    "counts: the counts differ from the articles on 2020-01-02": (
        "INSERT INTO counted_articles BY NAME SELECT '2020-01-02' AS day, 'a1_x' AS article_id, 'x.example' AS outlet"
    ),
    "counts: the counts differ from the articles on 2026-10-15; 2026-11-24": (
        "UPDATE counted_articles SET story_id = 's1_x'"
    ),
    "counts: the counts differ from the articles on 2026-10-15": (
        "INSERT INTO counted_articles FROM counted_articles WHERE day = '2026-10-15'"
    ),
    "form: this lake has the migrations 9999_new": "INSERT INTO migrations VALUES ('9999_new', now())",
    "form: migrations not applied yet: 0006_copies": "DELETE FROM migrations WHERE name = '0006_copies'",
}
"""What is found, by what was done."""


def test_each_kind_of_damage_is_named(own: Settings) -> None:
    with exclusive(own) as con:
        for expected, harm in HARMS.items():  # one after another, each rolled back: opening a lake takes longest
            con.begin()
            con.execute(harm)
            found = [f"{each.name}: {each.found}" for each in check_tables(con) if each.state != "ok"]
            con.rollback()
            assert any(expected in said for said in found), (expected, found)


def test_wrong_counts_are_repaired(own: Settings) -> None:
    with lake.writer(own) as con:
        con.execute("UPDATE trend_daily SET originals = 9")
    terminal = Terminal({"NEWSVANE_HOME": str(own.home)}, {})
    counts = {"name": "lake: counts", "state": "failed"}.items()
    assert any(counts <= check.items() for check in terminal.run_json("doctor", code=1))
    terminal.run("doctor", "--mend", code=1)  # the channels of this terminal are off
    assert wrong(own) == {}


def test_a_file_that_is_not_a_catalog_is_an_error(own: Settings) -> None:
    with closing(sqlite3.connect(own.catalog_path)) as catalog:
        catalog.execute("DROP TABLE ducklake_data_file")
    (check,) = (
        each
        for each in Terminal({"NEWSVANE_HOME": str(own.home)}, {}).run_json("doctor", code=1)
        if each["name"] == "lake"
    )
    assert check["state"] == "failed"
    assert "newsvane restore" in check["remedy"]
