"""`newsvane trends`, `stories`, `recount` and `terms` on the small lake."""

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from newsvane.cli.charts import png
from tests.support.fonts import installed
from tests.support.terminal import Terminal


def total(terminal: Terminal, *arguments: str) -> dict[str, Any]:
    (row,) = terminal.run_json("trends", *arguments, "--days", "60")
    return dict(row)


def test_filters_split_what_is_counted(terminal: Terminal) -> None:
    everything = total(terminal, "iran")
    languages = [row["language"] for row in terminal.run_json("sql", "SELECT DISTINCT language FROM trend_daily")]
    by_language = [
        row for code in languages for row in terminal.run_json("trends", "iran", "--language", code, "--days", "60")
    ]
    assert sum(row["articles"] for row in by_language) == everything["articles"] > 1
    outlet = "meridian-post.example"
    assert 0 < total(terminal, "iran", "--outlet", outlet)["articles"] < everything["articles"]
    assert total(terminal, "iran", "--outlet", outlet)["outlets"] == 1


def test_shares_are_of_all_that_was_read(terminal: Terminal) -> None:
    (read,) = terminal.run_json("sql", "SELECT count(*) AS n FROM articles")
    all_read = total(terminal, "*")
    assert (all_read["articles"], all_read["share"]) == (read["n"], 1)
    iran = total(terminal, "iran", "--of", "share")
    assert 0 < iran["share"] < 1
    assert {point["share"] is None for point in iran["points"]} == {True, False}
    assert "share of all articles" in terminal.run("trends", "iran", "--of", "share").stdout


@pytest.mark.parametrize("grain", ["day", "week", "month"])
def test_every_grain_counts_the_same_articles(terminal: Terminal, grain: str) -> None:
    span = ("--since", "2020-01-01", "--until", "2099-12-31") if grain == "month" else ("--days", "100")
    (row,) = terminal.run_json("trends", "iran", "--grain", grain, *span)
    (days,) = terminal.run_json("trends", "iran", "--days", "100")
    assert row["articles"] == days["articles"]
    assert len(row["points"]) == len({point["day"] for point in row["points"]})
    assert f"articles per {grain}" in terminal.run("trends", "iran", "--grain", grain).stdout


def test_a_picture_names_the_letters_that_no_font_has(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(monkeypatch, "dejavu")
    picture = tmp_path / "stories.png"
    said = [terminal.run("stories", "--png", str(picture)).stderr]
    monkeypatch.setattr(png, "find_missing", lambda drawings: ["人", "ไ"])
    said.append(terminal.run("stories", "--png", str(picture)).stderr)
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert ["for example 人 ไ: install fonts" in each for each in said] == [False, True]
    assert ["boxes" in each for each in said] == [False, True]


def test_pages_and_pictures_are_written(terminal: Terminal, tmp_path: Path) -> None:
    for command in (("trends", "iran", "mek"), ("stories", "--days", "60")):
        path = tmp_path / f"{command[0]}.html"
        done = terminal.run(*command, "--html", str(path))
        assert (done.stdout, str(path) in done.stderr.replace("\n", "")) == ("", True)
        tree = html.parse(str(path)).getroot()
        assert len(tree.xpath("//svg")) == (2 if command[0] == "trends" else 1)
        assert len(tree.xpath("//tr")) > 10
    titles = [
        row["title"] for row in terminal.run_json("stories", "--days", "60", "--html", str(tmp_path / "again.html"))
    ]
    written = (tmp_path / "again.html").read_text("utf-8")
    assert any("<" in title for title in titles) == ("&lt;script&gt;" in written)
    assert "<script" not in written


def test_what_is_not_there_is_said(terminal: Terminal, tmp_path: Path) -> None:
    assert (
        "there is no topic 'camel'; the topics are albania, iran, mek" in terminal.run("trends", "camel", code=2).stderr
    )
    assert terminal.run_json("trends", "iran", "--since", "2020-01-01", "--until", "2020-02-01") == []
    shown = terminal.run("trends", "iran", "--since", "2020-01-01", "--until", "2020-02-01").stdout
    assert "No coverage from 2020-01-01 to 2020-02-01 with these filters." in shown
    assert "is after" in terminal.run("trends", "--since", "2026-11-02", "--until", "2026-11-01", code=2).stderr
    for option, name in (("--png", "a.txt"), ("--html", "a.png"), ("--png", "a")):
        done = terminal.run("trends", "iran", option, str(tmp_path / name), code=2)
        assert f"'{name}': the name must end in ." in " ".join(done.stderr.split())
    done = terminal.run("stories", "--png", str(tmp_path / "a.txt"), code=2)
    assert "the name must end in .png" in " ".join(done.stderr.split())
    assert not [*tmp_path.iterdir()]
    done = terminal.run("trends", "iran", "--html", str(tmp_path / "no" / "where.html"), code=2)
    assert "cannot be written" in " ".join(done.stderr.replace("│", " ").split())


def test_recount_changes_nothing_that_is_right_and_mends_what_is_not(terminal: Terminal) -> None:
    from newsvane import lake

    asked = "SELECT * FROM trend_daily ORDER BY ALL"
    before = terminal.run_json("sql", asked)
    with lake.writer(terminal.settings) as connection:
        connection.execute("DELETE FROM trend_daily WHERE topic = 'iran'")
    assert terminal.run_json("recount")["rows"] == len(before)
    assert terminal.run_json("sql", asked) == before


def test_rising_terms_are_listed_with_their_texts(terminal: Terminal) -> None:
    (span,) = terminal.run_json(
        "sql", "SELECT min(day) AS first, max(day) AS last FROM originals WHERE text IS NOT NULL"
    )
    asked = ("terms", "iran", "--since", span["last"], "--until", span["last"], "--before", "60")
    for term in terminal.run_json(*asked):
        assert term["now"] >= 3
        assert term["rise"] >= 2
    shown = terminal.run(*asked).stdout
    assert f"{span['last']} to {span['last']}" in " ".join(shown.split())
    assert "No trending terms" in terminal.run("terms", "iran", "--until", "2020-01-01").stdout


def test_stories_are_listed_by_time_or_by_size(terminal: Terminal, tmp_path: Path) -> None:
    days = ("--days", "60", "--limit", "99")
    latest, biggest = (terminal.run_json("stories", *days, "--sort", order) for order in ("latest", "size"))
    assert latest == terminal.run_json("stories", *days) == sorted(latest, key=lambda row: row["day"], reverse=True)
    assert biggest == sorted(biggest, key=lambda row: row["articles"], reverse=True) != latest
    assert biggest == terminal.run_json("stories", *days, "--html", str(tmp_path / "a.html"))
    assert latest == terminal.run_json("stories", *days, "--html", str(tmp_path / "a.html"), "--sort", "latest")
    listed = terminal.run("stories", *days, "--sort", "size").stdout
    assert re.findall(r"s1_\w+", listed) == [row["story_id"] for row in biggest]
    assert "'size'" in terminal.run("stories", "--sort", "big", code=2).stderr
