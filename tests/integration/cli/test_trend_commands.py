"""`newsvane trends`, `stories`, `recount` and `terms` on the small lake."""

from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.integration.cli.terminal import Desk


def total(desk: Desk, *arguments: str) -> dict[str, Any]:
    (row,) = desk.told("trends", *arguments, "--days", "60")
    return dict(row)


def test_filters_split_what_is_counted(desk: Desk) -> None:
    everything = total(desk, "iran")
    languages = [row["language"] for row in desk.told("sql", "SELECT DISTINCT language FROM trend_daily")]
    by_language = [row for code in languages for row in desk.told("trends", "iran", "--language", code, "--days", "60")]
    assert sum(row["articles"] for row in by_language) == everything["articles"] > 1
    outlet = "meridian-post.example"
    assert 0 < total(desk, "iran", "--outlet", outlet)["articles"] < everything["articles"]
    assert total(desk, "iran", "--outlet", outlet)["outlets"] == 1


def test_shares_are_of_all_that_was_read(desk: Desk) -> None:
    (read,) = desk.told("sql", "SELECT count(*) AS n FROM articles")
    all_read = total(desk, "*")
    assert (all_read["articles"], all_read["share"]) == (read["n"], 1)
    iran = total(desk, "iran", "--of", "share")
    assert 0 < iran["share"] < 1
    assert {point["share"] is None for point in iran["points"]} == {True, False}
    assert "share of all articles" in desk.run("trends", "iran", "--of", "share").stdout


@pytest.mark.parametrize("grain", ["day", "week", "month"])
def test_every_grain_counts_the_same_articles(desk: Desk, grain: str) -> None:
    span = ("--since", "2020-01-01", "--until", "2099-12-31") if grain == "month" else ("--days", "100")
    (row,) = desk.told("trends", "iran", "--grain", grain, *span)
    (days,) = desk.told("trends", "iran", "--days", "100")
    assert row["articles"] == days["articles"]
    assert len(row["points"]) == len({point["day"] for point in row["points"]})
    assert f"articles per {grain}" in desk.run("trends", "iran", "--grain", grain).stdout


def test_pages_and_pictures_are_written(desk: Desk, tmp_path: Path) -> None:
    for command in (("trends", "iran", "mek"), ("stories", "--days", "60")):
        path = tmp_path / f"{command[0]}.html"
        done = desk.run(*command, "--html", str(path))
        assert (done.stdout, str(path) in done.stderr.replace("\n", "")) == ("", True)
        tree = html.parse(str(path)).getroot()
        assert len(tree.xpath("//svg")) == (2 if command[0] == "trends" else 1)
        assert len(tree.xpath("//tr")) > 10
    titles = [row["title"] for row in desk.told("stories", "--days", "60", "--html", str(tmp_path / "again.html"))]
    written = (tmp_path / "again.html").read_text("utf-8")
    assert any("<" in title for title in titles) == ("&lt;script&gt;" in written)
    assert "<script" not in written


def test_what_is_not_there_is_said(desk: Desk, tmp_path: Path) -> None:
    assert "No coverage was counted" in desk.run("trends", "camel").stdout
    assert desk.told("trends", "camel") == []
    assert "is after" in desk.run("trends", "--since", "2026-11-02", "--until", "2026-11-01", code=2).stderr
    done = desk.run("trends", "iran", "--html", str(tmp_path / "no" / "where.html"), code=2)
    assert "cannot be written" in " ".join(done.stderr.replace("│", " ").split())


def test_recount_changes_nothing_that_is_right_and_mends_what_is_not(desk: Desk) -> None:
    from newsvane import lake

    asked = "SELECT * FROM trend_daily ORDER BY ALL"
    before = desk.told("sql", asked)
    with lake.writer(desk.settings) as connection:
        connection.execute("DELETE FROM trend_daily WHERE topic = 'iran'")
    assert desk.told("recount")["rows"] == len(before)
    assert desk.told("sql", asked) == before


def test_terms_that_rise_are_told_with_their_texts(desk: Desk) -> None:
    (span,) = desk.told("sql", "SELECT min(day) AS first, max(day) AS last FROM originals WHERE text IS NOT NULL")
    asked = ("terms", "iran", "--since", span["last"], "--until", span["last"], "--before", "60")
    for term in desk.told(*asked):
        assert term["now"] >= 3
        assert term["rise"] >= 2
    shown = desk.run(*asked).stdout
    assert f"{span['last']} to {span['last']}" in " ".join(shown.split())
    assert "No trending terms" in desk.run("terms", "camel").stdout
