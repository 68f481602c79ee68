"""`newsvane names test`: what entities.toml or a draft changes of the names that stored articles have."""

import shutil
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.settings import Settings
from tests.support import counted_articles
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, land
from tests.support.terminal import Terminal
from tests.support.watch_folders import WATCH

ARTICLES = (
    article("one", text="TIRANA - Edi Rama spoke of Maryam Rajavi. Rama was glad.", topics=("albania",)),
    article("two", text="مریم رجوی در تیرانا سخن گفت.", language="fa", topics=("mek",)),
    article("three", text="According to Hassan Karimi, the dam is full."),
)
OWN_DAM = """
[[entity]]
id = "the-dam"
kind = "org"
name = "the dam"
"""


@pytest.fixture
def own(tmp_path: Path) -> tuple[Terminal, Settings]:
    """A terminal on a lake whose articles have names, with a watch folder that may be changed."""
    shutil.copytree(WATCH, tmp_path / "watch")
    settings = create_lake(Settings(home=tmp_path / "home", watch=tmp_path / "watch"))
    land(settings, lake.Batch(run_id="run", now=NOW, articles=ARTICLES))
    terminal = Terminal({"NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(settings.watch)}, {})
    terminal.run("names", "update", "--all")
    return terminal, settings


def test_days_whose_events_have_places_now_are_counted_again(own: tuple[Terminal, Settings]) -> None:
    with lake.closing(lake.connect(settings=own[1])) as con:
        counted = counted_articles.list_counted(con)
        assert counted == counted_articles.list_stored(con)
        assert lake.list_stale_days(con) == []
        assert con.execute("SELECT count(event_place) FROM counted_articles").fetchone() != (0,)


def list_changes(terminal: Terminal, *options: str) -> list[tuple[str, int, int]]:
    found = terminal.run_json("names", "test", "--days", "3650", *options)
    return [(row["entity_id"], row["new"], row["gone"]) for row in found["changes"]]


def run_spaced(terminal: Terminal, *words: str) -> str:
    """Return what a command prints on both streams, without its line breaks."""
    return " ".join(terminal.run(*words).output.split())


def test_a_draft_of_entities_is_tried_before_it_counts(own: tuple[Terminal, Settings], tmp_path: Path) -> None:
    terminal, _ = own
    draft = tmp_path / "draft"
    shutil.copytree(WATCH, draft)
    (draft / "alerts.toml").write_text("", "utf-8")
    (draft / "entities.toml").write_text(
        """
        [[entity]]
        id = "edi-rama"
        exclude = true
        [[entity]]
        id = "the-dam"
        kind = "place"
        name = "the dam"
        """,
        "utf-8",
    )
    found = terminal.run_json("names", "test", "--watch", str(draft), "--days", "3650")
    assert found["articles"] == 3
    assert [(row["entity_id"], row["new"], row["gone"]) for row in found["changes"]] == [
        ("edi-rama", 0, 1),
        ("the-dam", 1, 0),
    ]
    said = run_spaced(terminal, "names", "test", "--watch", str(draft), "--days", "3650")
    assert "Compared 3 articles." in said
    assert said.endswith("Once this file is in force, `newsvane names update --all` names stored articles again.")
    assert "changes the names of no article." in terminal.run("names", "test", "--days", "3650").stdout
    assert "2 entities" in terminal.run("config", "check", str(draft)).stdout
    assert "in force or known already" in terminal.run("names", "test", "--days", "3650").stdout


def test_a_draft_that_no_article_shows_says_so(own: tuple[Terminal, Settings], tmp_path: Path) -> None:
    terminal, _ = own
    draft = tmp_path / "draft"
    shutil.copytree(WATCH, draft)
    for spelling, answer in (
        ("Rama the Unheard-of", "named as before in these articles: edi-rama."),
        ("Edi Rama", "in force or known already"),
    ):
        table = f'[[entity]]\nid = "edi-rama"\nspellings = ["{spelling}"]\n'
        (draft / "entities.toml").write_text(table, "utf-8")
        printed = terminal.run("names", "test", "--watch", str(draft), "--days", "3650").stdout
        assert answer in " ".join(printed.split()), spelling


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param(OWN_DAM, [("the-dam", 1, 0)], id="new"),
        pytest.param('[[entity]]\nid = "edi-rama"\nexclude = true', [("edi-rama", 0, 1)], id="excluded"),
        pytest.param(
            '[[entity]]\nid = "hk"\nkind = "person"\nname = "H K"\nmerge = ["hassan-karimi"]',
            [("hassan-karimi", 0, 1), ("hk", 1, 0)],
            id="merged",
        ),
        pytest.param(
            '[[entity]]\nid = "hk"\nkind = "person"\nname = "Hassan Karimi"',
            [("hassan-karimi", 0, 1), ("hk", 1, 0)],
            id="another id for a person known by shape",
        ),
        pytest.param('[[entity]]\nid = "tirana"\nwithout = ["Tirana"]', [("tirana", 0, 1)], id="without a spelling"),
    ],
)
def test_a_saved_file_is_compared_with_the_names_that_articles_have(
    own: tuple[Terminal, Settings], table: str, expected: list[tuple[str, int, int]]
) -> None:
    terminal, settings = own
    path = settings.watch / "entities.toml"
    path.write_text(table, "utf-8")
    assert list_changes(terminal) == expected
    said = terminal.run("names", "test", "--days", "3650").stdout
    assert said.rstrip().endswith("`newsvane names update --all` names stored articles again.")
    terminal.run("names", "update", "--all")
    assert list_changes(terminal) == []
    assert "in force or known already" in terminal.run("names", "test", "--days", "3650").stdout


def test_an_entity_that_was_removed_is_reported_until_names_are_found_again(own: tuple[Terminal, Settings]) -> None:
    terminal, settings = own
    path = settings.watch / "entities.toml"
    path.write_text(OWN_DAM, "utf-8")
    terminal.run("names", "update", "--all")
    path.write_text("", "utf-8")
    assert list_changes(terminal) == [("the-dam", 0, 1)]


def test_a_draft_is_compared_without_what_it_no_longer_says(own: tuple[Terminal, Settings], tmp_path: Path) -> None:
    """The saved file excludes one person, and gives another one's name to an organisation; the draft does neither."""
    terminal, settings = own
    draft = shutil.copytree(settings.watch, tmp_path / "draft")
    karimi = '[[entity]]\nid = "karimi-ltd"\nkind = "org"\nname = "Hassan Karimi"\n'
    (settings.watch / "entities.toml").write_text(f'{karimi}[[entity]]\nid = "edi-rama"\nexclude = true', "utf-8")
    terminal.run("names", "update", "--all")
    assert list_changes(terminal, "--watch", str(draft)) == [
        ("edi-rama", 1, 0),
        ("hassan-karimi", 1, 0),
        ("karimi-ltd", 0, 1),
    ]


def test_names_that_another_version_found_are_only_counted(own: tuple[Terminal, Settings]) -> None:
    terminal, settings = own
    with lake.writer(settings, "names") as connection:
        connection.execute("DELETE FROM article_names WHERE entity_id IN ('hassan-karimi', 'edi-rama')")
    (settings.watch / "entities.toml").write_text(OWN_DAM, "utf-8")
    assert list_changes(terminal) == [("the-dam", 1, 0)]
    said = run_spaced(terminal, "names", "test", "--days", "3650")
    assert "2 other names would change, too (edi-rama, hassan-karimi): these articles were named by an earlier" in said


def test_an_article_whose_text_was_deleted_is_not_compared(own: tuple[Terminal, Settings]) -> None:
    terminal, settings = own
    with lake.writer(settings, "names") as connection:
        connection.execute("UPDATE articles SET text = NULL WHERE title = 'one'")
    (settings.watch / "entities.toml").write_text('[[entity]]\nid = "edi-rama"\nexclude = true', "utf-8")
    found = terminal.run_json("names", "test", "--days", "3650")
    assert (found["articles"], found["changes"], found["other_names"]) == (2, [], [])


def test_an_empty_search_for_an_own_name_says_how_articles_get_it(own: tuple[Terminal, Settings]) -> None:
    terminal, settings = own
    land(settings, lake.Batch(run_id="off", now=NOW, articles=(article("off", topics=()),)))
    (settings.watch / "entities.toml").write_text(OWN_DAM, "utf-8")
    said = run_spaced(terminal, "search", "org:the-dam")
    assert "before entities.toml had org:the-dam get the name with `newsvane names update --all`" in said
    assert "No names are looked for in 1 article on no topic." in said
    assert "topics test" not in said
    said = run_spaced(terminal, "search", "org:irgc")
    assert "names update" not in said
    assert "topics test" not in said
