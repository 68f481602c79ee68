"""`newsvane names`: whom coverage names, on a terminal and as JSON."""

import csv
import json
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, land
from tests.support.terminal import Terminal
from tests.support.watch_folders import WATCH

ARTICLES = (
    article("one", text="TIRANA - Edi Rama spoke of Maryam Rajavi. Rama was glad.", topics=("albania",)),
    article("two", text="مریم رجوی در تیرانا سخن گفت.", language="fa", topics=("mek",)),
    article("three", text="According to Hassan Karimi, the dam is full."),
)
SINCE = ("--since", "2026-11-01", "--until", "2026-11-30")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A terminal on a lake whose articles landed without names and got them with `newsvane names update`."""
    home = tmp_path_factory.mktemp("named")
    shutil.copytree(WATCH, home / "watch")
    settings = create_lake(Settings(home=home / "home", watch=home / "watch"))
    land(settings, lake.Batch(run_id="run", now=NOW, articles=ARTICLES))
    terminal = Terminal({"NEWSVANE_HOME": str(home / "home"), "NEWSVANE_WATCH": str(home / "watch")}, {})
    assert terminal.run_json("names", "update", "--all") == {"articles": 3}
    yield terminal


def test_top_names_are_listed_by_stories(named: Terminal) -> None:
    rows = named.run_json("names", "top", *SINCE)
    assert [(row["entity_id"], row["articles"]) for row in rows] == [
        ("maryam-rajavi", 2),
        ("tirana", 2),
        ("edi-rama", 1),
        ("hassan-karimi", 1),
    ]
    assert [row["entity_id"] for row in named.run_json("names", "top", "--kind", "place", *SINCE)] == ["tirana"]
    shown = named.run("names", "top", "--topic", "albania", *SINCE).stdout
    assert re.search(r"^edi-rama +Edi Rama +person ", shown, re.MULTILINE)


def test_one_name_is_shown_with_its_spellings(named: Terminal) -> None:
    found = named.run_json("names", "show", "maryam-rajavi")
    assert found["spellings"] == ["Maryam Rajavi", "مریم رجوی"]
    assert "Maryam Rajavi" in named.run("names", "show", "maryam-rajavi").stdout


def test_names_are_printed_as_csv(named: Terminal) -> None:
    for words in (("top", *SINCE), ("together", "edi-rama"), ("first", "--days", "3650"), ("places", *SINCE)):
        rows = [*csv.DictReader(named.run("names", *words, "--csv").stdout.splitlines())]
        told = [(row["entity_id"], row["name"]) for row in named.run_json("names", *words)]
        assert [(row["entity_id"], row["name"]) for row in rows] == told
    assert (rows[0]["country"], rows[0]["stories"], float(rows[0]["latitude"])) == ("AL", "2", 41.3274)
    assert named.run("names", "rising", "--csv").stdout == "entity_id,name,kind,stories,usual,ratio\n"
    assert ',"en, fa"\n' in named.run("names", "top", *SINCE, "--csv").stdout


@pytest.mark.parametrize(
    ("words", "number"),
    [(("top", *SINCE), 4), (("together", "edi-rama"), 2), (("first", "--days", "3650"), 4), (("places", *SINCE), 1)],
    ids=["top", "together", "first", "places"],
)
def test_a_list_that_is_cut_says_so(named: Terminal, words: tuple[str, ...], number: int) -> None:
    assert len(named.run_json("names", *words)) == number
    assert named.run("names", *words, "--limit", str(number), "--csv").stderr == ""
    if number > 1:  # more than one place needs another lake
        done = named.run("names", *words, "--limit", "1", "--csv")
        assert (len(done.stdout.splitlines()), done.stderr) == (2, "There are more than 1; --limit shows more.\n")
        assert len(named.run_json("names", *words, "--limit", "1")) == 1


@pytest.mark.parametrize("form", ["--json", "--geojson"])
def test_one_form_is_chosen(named: Terminal, form: str) -> None:
    assert "choose one of --json" in named.run("names", "places", "--csv", form, code=2).stderr


def test_names_together(named: Terminal) -> None:
    rows = named.run_json("names", "together", "edi-rama")
    assert [row["entity_id"] for row in rows] == ["maryam-rajavi", "tirana"]


def test_first_and_rising_names(named: Terminal) -> None:
    rows = named.run_json("names", "first", "--days", "3650", "--kind", "person")
    assert {row["entity_id"] for row in rows} == {"edi-rama", "maryam-rajavi", "hassan-karimi"}
    assert "No name is in at least three stories" in named.run("names", "rising").stdout
    none = named.run("names", "first", "--days", "2").stdout
    assert "Nobody was named for the first time in the last 2 days. --days asks for more." in none


def test_an_unknown_name_gets_a_suggestion(named: Terminal) -> None:
    done = named.run("names", "show", "edi-ramma", code=2)
    assert "there is no name 'edi-ramma'; did you mean edi-rama?" in done.stderr


def test_names_are_found_in_searches_in_any_spelling(named: Terminal) -> None:
    for query in ("person:maryam-rajavi", 'person:"Марьям Раджави"', "person:رجوی", "place:Tiranë"):
        rows = named.run_json("search", query, "--days", "3650")
        assert {row["title"] for row in rows} >= {"one", "two"}, query


def test_a_run_names_what_it_reads(terminal: Terminal) -> None:
    assert {row["kind"] for row in terminal.run_json("names", "top", "--days", "3650")} >= {"org", "place"}


def test_event_places_are_listed_and_exported_for_maps(named: Terminal) -> None:
    (row,) = named.run_json("names", "places", *SINCE)
    assert (row["entity_id"], row["country"], row["stories"]) == ("tirana", "AL", 2)
    exported = json.loads(named.run("names", "places", "--geojson", *SINCE).stdout)
    (feature,) = exported["features"]
    assert exported["type"] == "FeatureCollection"
    assert feature["geometry"] == {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
    assert feature["properties"] == {
        "id": "tirana",
        "name": "Tirana",
        "country": "AL",
        "stories": 2,
        "articles": 2,
        "last_day": str(NOW.date()),
    }


def test_a_name_is_shown_by_any_spelling(named: Terminal) -> None:
    for written in ("Maryam Rajavi", "مریم رجوی", "Rajavi"):
        assert named.run_json("names", "show", written)["entity_id"] == "maryam-rajavi", written
    assert named.run_json("names", "together", "Edi Rama") == named.run_json("names", "together", "edi-rama")


def test_a_known_name_that_no_article_has_is_told_apart_from_an_unknown_one(named: Terminal) -> None:
    done = named.run("names", "show", "Ali Khamenei", code=2)
    assert "no article on a topic names Ali Khamenei (ali-khamenei)" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("person:edi-ramma", "there is no person 'edi-ramma'; did you mean edi-rama"),
        ("org:pmoi2", "there is no organisation 'pmoi2'"),
        ("place:tiranna", "there is no place 'tiranna'; did you mean tirana"),
    ],
)
def test_an_unknown_name_in_a_query_is_an_error(named: Terminal, query: str, words: str) -> None:
    assert words in " ".join(named.run("search", query, "--days", "3650", code=2).stderr.split())


def test_known_names_in_a_query_need_no_article(named: Terminal) -> None:
    for query in ("person:ali-khamenei", "person:karimi", "place:AL", "place:France", "person:nobody*", "org:irgc"):
        named.run("search", query, "--days", "3650")


def test_who_is_named_together_is_asked_of_some_days(named: Terminal) -> None:
    ids = [row["entity_id"] for row in named.run_json("names", "together", "edi-rama", *SINCE)]
    assert ids == ["maryam-rajavi", "tirana"]
    assert named.run_json("names", "together", "edi-rama", "--since", "2026-10-01", "--until", "2026-10-31") == []


def test_a_surname_of_two_people_is_not_guessed(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path))
    both = article("both", text="Hillary Clinton spoke in Tirana. Bill Clinton listened.", topics=("albania",))
    land(settings, lake.Batch(run_id="run", now=NOW, articles=(both,)))
    terminal = Terminal({"NEWSVANE_HOME": str(tmp_path)}, {})
    assert terminal.run_json("names", "update", "--all") == {"articles": 1}
    asked = terminal.run("names", "show", "Clinton", code=2)
    assert "may be bill-clinton or hillary-clinton; write one of these ids" in asked.stderr


def test_an_outlet_can_neither_rename_a_person_nor_fill_the_list_of_new_names(tmp_path: Path) -> None:
    shutil.copytree(WATCH, tmp_path / "watch")
    settings = create_lake(Settings(home=tmp_path / "home", watch=tmp_path / "watch"))
    terminal = Terminal({"NEWSVANE_HOME": str(tmp_path / "home"), "NEWSVANE_WATCH": str(tmp_path / "watch")}, {})
    given = ("John", "Mary", "Peter", "Anna", "Robert", "Linda", "James", "Susan", "Paul", "Karen", "Mark", "Nancy")
    crowd = " ".join(f"President {name} Smithson{ending} spoke." for name in given for ending in ("ova", "idis"))
    batches = (
        article(
            "one",
            text="According to Hassan Kárimí, the dam is full.",
            outlet="victim.example",
            published_at=NOW - timedelta(hours=9),
        ),
        article("two", text="According to Hassan Karimi, it is not. " + crowd, outlet="attacker.example"),
    )
    for number, each in enumerate(batches):
        land(settings, lake.Batch(run_id=f"run{number}", now=NOW, articles=(each,)))
        terminal.run_json("names", "update", "--all")
    assert terminal.run_json("names", "show", "hassan-karimi")["name"] == "Hassan Kárimí"
    assert len(terminal.run_json("names", "first", "--days", "3650", "--limit", "100")) == 25
    listed = terminal.run_json("names", "first", "--days", "3650", "--limit", "4")
    assert {row["outlet"] for row in listed} == {"victim.example", "attacker.example"}
