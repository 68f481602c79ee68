"""`newsvane outlets`: which outlets of the lake nothing is known about, and what is known about one."""

import csv
import io
import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from newsvane import lake, urls
from newsvane.records import Article
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, batch, land
from tests.support.terminal import Terminal

DAY = date(2026, 11, 20)
FEEDS = """
[[feed]]
id = "one"
url = "https://watched.example/feed"
country = "MT"
kind = "state"

[[feed]]
id = "two"
url = "https://nowhere.example/feed"

[[feed]]
id = "three"
url = "https://nowhere.example/sport"
country = "MT"

[[feed]]
id = "four"
url = "https://www.lemonde.fr/rss"

[[feed]]
id = "five"
url = "https://kind.example/rss"
kind = "exile"
"""
"""A feed that says the country of its outlet, one that does not though another of the outlet does, one of an outlet
that has facts, and one that says only the kind."""


def of(outlet: str, name: str, topics: tuple[str, ...] = (), **changes: object) -> Article:
    url = f"https://{outlet}/{name}"
    where = {"url": url, "canonical_url": url, "article_id": urls.article_id(url), "outlet": outlet, "feed_id": "list"}
    return article(f"{outlet} {name}", topics=topics, **where, **changes)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    folder = tmp_path_factory.mktemp("outlets")
    watch = folder / "watch"
    watch.mkdir()
    for name, text in {"feeds.toml": FEEDS, "topics.toml": "", "alerts.toml": ""}.items():
        (watch / name).write_text(text, "utf-8")
    (watch / "outlets.toml").write_text('[outlets]\n"own.example" = { name = "Own", country = "IE" }\n', "utf-8")
    settings = create_lake(Settings(home=folder / "home", watch=watch))
    landed = (
        of("on-topic.example", "a", ("iran",), language="fa"),
        of("many.example", "a"),
        of("many.example", "b", language="es"),
        of("few.example", "a"),
        *(of(known, "a", ("iran",)) for known in ("nytimes.com", "own.example", "watched.example")),
        of("lemonde.fr", "a"),
        of("nowhere.example", "a"),
    )
    land(settings, batch(*landed))
    with lake.writer(settings) as con:
        con.execute("INSERT INTO unread_daily SELECT ?, 'unread.example', 'list', false, 'sq', NULL, 'other', 9", [DAY])
    yield Terminal({"NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(watch)}, {})


def test_unknown_outlets_are_listed_by_what_they_matter(terminal: Terminal) -> None:
    rows = terminal.run_json("outlets", "unknown")
    counts = ("outlet", "on_topic", "articles", "unread", "languages", "watched")
    assert [tuple(row[name] for name in counts) for row in rows] == [
        ("on-topic.example", 1, 1, 0, ["fa"], False),
        ("many.example", 0, 2, 0, ["en", "es"], False),
        ("few.example", 0, 1, 0, ["en"], False),
        ("nowhere.example", 0, 1, 0, ["en"], True),
        ("unread.example", 0, 0, 9, ["sq"], False),
    ]
    assert (rows[0]["first_seen"], rows[4]["last_seen"]) == (str(NOW.date()), str(DAY))
    assert rows[0]["line"] == '"on-topic.example" = { name = "on-topic.example", country = "??", language = "fa" }'
    assert "language" not in rows[1]["line"]


def test_the_list_can_be_short_and_csv(terminal: Terminal) -> None:
    rows = list(csv.DictReader(io.StringIO(terminal.run("outlets", "unknown", "--limit", "2", "--csv").stdout)))
    assert [(row["outlet"], row["languages"]) for row in rows] == [
        ("on-topic.example", "fa"),
        ("many.example", "en es"),
    ]
    printed = terminal.run("outlets", "unknown", "--limit", "2").stdout
    assert "5 unknown outlets, 2 shown." in printed
    terminal.run("outlets", "unknown", "--json", "--csv", code=2)


def test_a_pasted_line_asks_for_the_country_and_then_makes_the_outlet_known(terminal: Terminal, tmp_path: Path) -> None:
    watch = tmp_path / "watch"
    watch.mkdir()
    for file in terminal.settings.watch.iterdir():
        (watch / file.name).write_bytes(file.read_bytes())
    here = terminal.with_environment(NEWSVANE_WATCH=str(watch))
    line = terminal.run_json("outlets", "unknown")[0]["line"]
    facts = watch / "outlets.toml"
    facts.write_text(f"{facts.read_text('utf-8')}{line}\n", "utf-8")
    home = str(tmp_path / "home")
    assert (
        "'??' is not a country code" in here.with_environment(NEWSVANE_HOME=home).run("config", "check", code=1).output
    )
    facts.write_text(facts.read_text("utf-8").replace("??", "IR"), "utf-8")
    here.with_environment(NEWSVANE_HOME=home).run("config", "check")


def test_a_changed_country_is_noted_and_applied_to_stored_articles(terminal: Terminal, tmp_path: Path) -> None:
    stored = terminal.settings
    watch, home = (shutil.copytree(each, tmp_path / each.name) for each in (stored.watch, stored.home))
    here = terminal.with_environment(NEWSVANE_WATCH=str(watch), NEWSVANE_HOME=str(home))
    (home / "watch-folder").unlink(missing_ok=True)
    assert here.run_json("outlets", "apply") == {"articles": 4, "unread_counts": 0}  # landed without facts
    assert "Note:" not in here.run("config", "check").stdout
    facts = watch / "outlets.toml"
    lines = (f'"{name}.example" = {{ country = "NO" }}\n' for name in ("many", "unread", "own"))
    facts.write_text("[outlets]\n" + "".join(lines), "utf-8")
    feeds = watch / "feeds.toml"
    feeds.write_text(feeds.read_text("utf-8").replace('"MT"', '"IT"'), "utf-8")
    checked = " ".join(here.run("config", "check").stdout.split())
    named = "the outlets 'many.example', 'nowhere.example', 'own.example' and 2 more has changed"
    assert f"Note: {watch}/outlets.toml: what is known about {named}" in checked
    applied = " ".join(here.run("outlets", "apply").stdout.split())
    assert applied.startswith("4 articles and 1 daily count of unread entries changed; 1 day counted.")
    (row,) = here.run_json("sql", "SELECT sum(articles) AS n FROM seen_daily WHERE topic = '*' AND country = 'NO'")
    assert row["n"] == 12
    assert "Note:" not in here.run("config", "check").stdout
    assert "many.example" not in here.run("outlets", "unknown", "--csv").stdout


def test_what_is_known_about_one(terminal: Terminal) -> None:
    known = terminal.run_json("outlets", "show", "https://www.nytimes.com/2026/11/24/world.html")
    assert (known["outlet"], known["name"], known["country"], known["on_topic"]) == (
        "nytimes.com",
        "The New York Times",
        "US",
        1,
    )
    assert terminal.run_json("outlets", "show", "watched.example")["sources"] == ["one"]
    printed = terminal.run("outlets", "show", "never-seen.example").stdout
    assert "Nothing is known about it" in printed
    assert "Did you mean" not in printed
    assert "Did you mean watched.example?" in terminal.run("outlets", "show", "wached.example").stdout
    terminal.run("outlets", "show", "no host", code=2)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param(
            "watched", "Neither the watch list nor the lake has it. Did you mean watched.example?", id="a part"
        ),
        pytest.param("zzz", "Neither the watch list nor the lake has it. `newsvane sql", id="like nothing"),
        pytest.param("never-seen.example", "the lake has it. `newsvane sql", id="a domain that may exist"),
    ],
)
def test_an_outlet_that_nothing_is_known_about_gets_a_next_step(terminal: Terminal, name: str, said: str) -> None:
    printed = " ".join(terminal.run("outlets", "show", name).stdout.split())
    assert said in printed
    if command := re.search(r"`newsvane (sql [^`]*)` lists all outlets", printed):
        listed = terminal.run_json(*shlex.split(command[1]))
        assert {"watched.example", "many.example", "own.example"} <= {row["outlet"] for row in listed}


@pytest.mark.parametrize(
    ("outlet", "stated", "said", "country"),
    [
        pytest.param("watched.example", {"country": "MT", "kind": "state"}, "one in feeds.toml", "MT", id="one source"),
        pytest.param("nowhere.example", {"country": "MT"}, "two, three in feeds.toml", "MT", id="the second"),
        pytest.param("kind.example", {"kind": "exile"}, "It lacks the country", "??", id="no country"),
    ],
)
def test_what_only_the_watch_list_says_is_known(
    terminal: Terminal, outlet: str, stated: dict[str, str], said: str, country: str
) -> None:
    known = terminal.run_json("outlets", "show", outlet)
    assert (known["watch_list"], "country" in known) == (stated, False)
    assert f'country = "{country}"' in known["line"]
    printed = terminal.run("outlets", "show", outlet).stdout
    assert "Nothing is known" not in printed
    assert said in printed
    for name, value in stated.items():
        assert f"{name} {value}" in printed
