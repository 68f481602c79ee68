"""Commands that ask: the lake, a page, a file of articles."""

import json
import re
from pathlib import Path

import pytest

from tests.test_cli.desk import PAGE, Desk


def test_search_finds_with_passages_newest_first(desk: Desk) -> None:
    hits = desk.told("search", "ashraf")
    assert len(hits) > 3
    assert all("shraf" in hit["snippet"] for hit in hits)
    dates = [hit["published_at"] for hit in hits]
    assert dates == sorted(dates, reverse=True)


def test_trends_and_stories_agree_with_the_lake(desk: Desk) -> None:
    (row,) = desk.told(
        "sql", "SELECT count(*) AS n FROM coverage WHERE list_contains(topics, 'mek') AND day > today() - 28"
    )
    (mek,) = desk.told("trends", "--topic", "mek")
    assert mek["articles"] == row["n"] == sum(point["articles"] for point in mek["points"])
    assert "mek: articles a day" in desk.run("trends", "--topic", "mek").stdout
    shared = next(story for story in desk.told("stories", "--days", "60") if story["outlets"] > 1)
    assert shared["articles"] > shared["originals"]


def test_read_shows_each_decision_with_its_evidence(desk: Desk) -> None:
    printed = " ".join(desk.run("read", PAGE).stdout.split())
    for words in (
        "notice_only (notice in es",
        "Language en (confidence",
        "Page declares es",
        "(json_ld, to the ",
        "mek: ",
    ):
        assert words in printed
    assert desk.told("read", PAGE)["translation"]["state"] == "notice_only"


def test_read_takes_a_file(desk: Desk, tmp_path: Path) -> None:
    paragraph = "The ministers of both countries met in Tirana and agreed on a timetable for the talks. " * 6
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article><h1>Ministers meet</h1><p>{paragraph}</p></article></body></html>")
    found = desk.told("read", str(page), "--url", "http://outlet.example/ministers")
    assert (found["outlet"], found["title"], found["language"]) == ("outlet.example", "Ministers meet", "en")


def test_read_tells_a_mixed_page(desk: Desk, tmp_path: Path) -> None:
    spanish = (
        "<p>Los ministros de ambos países se reunieron en Tirana y fijaron un calendario para las conversaciones.</p>"
    )
    english = (
        "<p>They will meet again in the spring, and nothing that was said on the first day is to be published.</p>"
    )
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article><h1>Tirana</h1>{spanish * 3}{english * 5}</article></body></html>")
    assert "Mixed of en, es" in " ".join(desk.run("read", str(page)).stdout.split())


def test_alerts_test_tells_what_was_delivered(desk: Desk) -> None:
    keys = {row["key"] for row in desk.told("sql", "SELECT key FROM outbox")}
    assert {message["key"] for message in desk.told("alerts", "test", "mek-in-albania", "--since", "1d")} == keys


def test_topics_test_counts_what_no_topic_finds(desk: Desk) -> None:
    found = desk.told("topics", "test", "a* OR the OR de", "--limit", "1")
    assert found["matched"] > found["off topic so far"] > 0
    assert len(found["articles"]) == 1


def test_topics_test_counts_what_a_topic_would_gain_and_lose(desk: Desk) -> None:
    topics = Path(desk.environment["NEWSVANE_WATCH"]) / "topics.toml"
    shipped = topics.read_text("utf-8")
    as_landed = desk.told("topics", "test", "--topic", "mek")
    assert as_landed["gained"] == as_landed["lost"] == 0 < as_landed["matched"]
    topics.write_text(
        re.sub(r'(id = "mek".*?query = )\'\'\'.*?\'\'\'', r'\1"albania*"', shipped, flags=re.DOTALL), "utf-8"
    )
    try:
        changed = desk.told("topics", "test", "--topic", "mek")
    finally:
        topics.write_text(shipped, "utf-8")
    assert changed["gained"] > 0 < changed["lost"]
    assert changed["matched"] - changed["gained"] == as_landed["matched"] - changed["lost"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param((), [{"iran": ["Iran"], "albania": ["Tirana"]}, {}], id="every topic"),
        pytest.param(("--topic", "albania"), [{"albania": ["Tirana"]}, {}], id="a topic"),
        pytest.param(("har* OR talks",), [{"har* OR talks": ["talks"]}, {"har* OR talks": ["harbour"]}], id="a query"),
    ],
)  # fmt: skip
def test_topics_test_tries_passages(desk: Desk, tmp_path: Path, asked: tuple[str, ...], found: object) -> None:
    file = tmp_path / "passages.txt"
    file.write_text("Iran and its neighbours hold talks in Tirana\n\nA new harbour for the old town\n", "utf-8")
    done = desk.run("topics", "test", *asked, "--texts", str(file), "--json")
    assert [json.loads(line)["found"] for line in done.stdout.splitlines()] == found
    assert "nothing found" in desk.run("topics", "test", "x", "--texts", str(file)).stdout


def test_search_knows_the_country_of_an_outlet(desk: Desk) -> None:
    (country, outlet) = desk.told(
        "sql", "SELECT outlet_country, outlet FROM coverage WHERE outlet_country IS NOT NULL ORDER BY outlet LIMIT 1"
    )[0].values()
    assert outlet in {hit["outlet"] for hit in desk.told("search", f"country:{country}", "--limit", "200")}
    assert desk.told("search", "country:AQ") == desk.told("search", "published:<1990") == []


def test_the_shell_opens_on_the_lake(desk: Desk) -> None:
    done = desk.process("sql", given="SELECT count(*) > 10 AS many FROM coverage;\nDELETE FROM articles;\n")
    assert "true" in done.stdout
    assert "read-only" in done.stderr


def test_copies_are_told_and_bad_lines_named(desk: Desk, tmp_path: Path) -> None:
    text = " ".join(f"word{number}" for number in range(80))
    lines = [
        json.dumps({"id": "a", "text": text, "published_at": "2026-11-01T10:00:00Z", "outlet": "one.example"}),
        json.dumps({"id": "b", "text": text.upper(), "published_at": "2026-11-02T10:00:00Z", "outlet": "two.example"}),
        json.dumps({"id": "c", "text": " ".join(reversed(text.split()))}),
        '{"id": "d"',
        json.dumps({"id": "a", "text": text}),
        json.dumps({"id": "e", "text": text, "published_at": "yesterday"}),
        '"e"',
        json.dumps({"id": "f", "url": "https://www.one.example/x", "text": "Six words and no more here"}),
        json.dumps({"id": "g", "url": "https://m.one.example/x?utm_source=y", "text": "Another text of six words"}),
    ]
    file = tmp_path / "articles.jsonl"
    file.write_bytes("\n".join(lines).encode() + b'\n{"id": "\xff"}\n')
    done = desk.run("copies", str(file), code=1)
    rows = {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert {key: (row["copy_of"], row["copy_kind"]) for key, row in rows.items()} == {
        "a": (None, None),
        "b": ("a", "same_text"),
        "c": (None, None),
        "f": (None, None),
        "g": ("f", "same_address"),
    }
    assert rows["b"]["evidence"] == ["same text"]
    assert (rows["b"]["score"], rows["b"]["story_id"]) == (1.0, rows["a"]["story_id"])
    assert re.findall(r"line (\d+) is left out", done.stderr) == ["4", "5", "6", "7", "10"]
    assert "same text" in desk.run("copies", str(file), "--table", code=1).stdout
