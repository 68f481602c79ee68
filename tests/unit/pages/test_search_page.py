"""What the search page makes of its address, and what it writes: charts, rules and files for other programs."""

import csv
import json
import re
import tomllib
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import pytest

from newsvane import trends
from newsvane.dates import EARLIEST
from newsvane.lake import Match
from newsvane_pages.bar_charts import draw_bars, draw_counts
from newsvane_pages.html_rendering import _environment
from newsvane_pages.saved_searches import SavedSearch
from newsvane_pages.search_address import MAX_DAYS, MAX_QUERIES, SearchState
from newsvane_pages.search_downloads import DOWNLOADS, write_counts
from newsvane_pages.search_rule import write_rule
from tests.support.prose import article

NOW = datetime.now(UTC)
HOSTILE = '=HYPERLINK("http://evil.example")\r\nER  - \r\n} @misc{x, \\write18{rm} \u202etitle'


def series(*articles: int, of: trends.Measure = "articles", read: int | None = 100) -> trends.Series:
    counts = [
        trends.PeriodCount(day=date(2026, 5, place + 1), topic="q", articles=number, originals=number // 2, read=read)
        for place, number in enumerate(articles)
    ]
    until = date(2026, 5, len(articles))
    (found,) = trends.compute_trends(counts, now=NOW, since=date(2026, 5, 1), until=until, of=of)
    return found


def shown(whole: trends.Series, days: int) -> trends.Series:
    return whole.model_copy(update={"points": whole.points[-days:]})


@pytest.mark.parametrize(
    ("articles", "labels"),
    [
        pytest.param((0, 0), ["0", "1"], id="nothing"),
        pytest.param((1, 3), ["0", "1", "2", "3"], id="few"),
        pytest.param((10, 37), ["0", "10", "20", "30", "40"], id="more"),
        pytest.param((12_000,), ["0", "5,000", "10,000", "15,000"], id="many"),
    ],
)
def test_a_chart_has_a_scale_of_round_numbers(articles: tuple[int, ...], labels: list[str]) -> None:
    (chart,) = draw_bars(series(*articles))
    assert [label for _, label in chart.ticks] == labels
    assert (chart.ticks[0][0], chart.ticks[-1][0]) == (0, 100)
    assert all(0 <= bar.originals <= bar.height <= 100 and bar.low <= bar.high <= 100 for bar in chart.bars)


def test_a_chart_of_shares_is_in_per_cent_and_says_of_how_many() -> None:
    (chart,) = draw_bars(series(2, 4, of="share"))
    assert [label for _, label in chart.ticks] == ["0 %", "1 %", "2 %", "3 %", "4 %"]
    assert [bar.height for bar in chart.bars] == [50, 100]
    assert "4 articles of 100 seen, 4 %; 2 originals" in chart.bars[1].words
    assert [bar.height for bar in draw_bars(series(2, of="share", read=0))[0].bars] == [0]


def test_charts_side_by_side_have_one_scale() -> None:
    one, other = draw_bars(series(1, 2), series(4, 0))
    assert one.ticks == other.ticks
    assert [bar.height for bar in (*one.bars, *other.bars)] == [25, 50, 100, 0]


def test_an_expected_range_needs_some_history_and_has_the_unit_of_the_chart() -> None:
    (counts,) = draw_bars(series(*[3] * 9))
    (shares,) = draw_bars(series(*[3] * 9, of="share"))
    assert ["usually" in bar.words for bar in counts.bars] == [False] * 7 + [True] * 2
    too_early = "too little was read before to compare with"
    assert [bar.words.endswith(too_early) for bar in counts.bars] == [True] * 7 + [False] * 2
    assert shares.bars[-1].words.endswith("3 %; 1 original, usually 0 % to 6 %")
    assert counts.bars[-1].words.endswith("1 original, usually 0 to 6 where as much is read")
    assert draw_bars(series(*[3] * 9, read=None))[0].bars[-1].words.endswith("usually 0 to 6")


def test_nothing_is_expected_of_words_that_were_never_seen() -> None:
    (never,), (seen,) = draw_bars(series(*[0] * 9)), draw_bars(series(1, *[0] * 9))
    assert {(bar.low, bar.high) for bar in never.bars} == {(0, 0)}
    assert not any("usually" in bar.words for bar in never.bars)
    assert (never.why_no_range, seen.why_no_range) == (
        "nothing was counted, neither here nor in the periods before",
        "",
    )
    assert seen.bars[-1].high > 0
    (first,) = draw_bars(series(*[0] * 9, 5))
    assert (first.bars[-1].is_spike, first.bars[-1].high) == (True, 0)
    assert first.bars[-1].words.endswith("2 originals, none before; spike")
    assert "so that a few articles at once are a spike" in first.why_no_range


@pytest.mark.parametrize(
    ("articles", "why"),
    [((0, 0), "too little was read before to compare with."), ([0] * 9, "nothing was counted"), ([3] * 9, None)],
)
def test_a_chart_without_an_expected_range_says_why(articles: Sequence[int], why: str | None) -> None:
    template = _environment().from_string('{% import "charts.html" as charts %}{{ charts.plot(chart, "x") }}')
    said = template.render(chart=draw_bars(series(*articles))[0])
    assert ("No expected range" in said) == bool(why)
    assert f"No expected range: {why}" in said or not why
    assert "No expected range" not in template.render(chart=draw_counts([("1", 2)]))


def test_the_scale_reaches_to_the_end_of_the_expected_range() -> None:
    (usual,) = draw_bars(series(*[30, 40] * 5))
    assert usual.bars[-1].high < 100
    assert max(bar.height for bar in usual.bars) < 100
    (after_a_burst,) = draw_bars(shown(series(*[30, 40] * 5, 1), days=1))
    assert (after_a_burst.bars[0].height, after_a_burst.bars[0].high) == (1.2, 77.5)


def test_a_range_that_ends_at_nothing_is_in_words() -> None:
    (rare,) = draw_bars(series(*[0] * 25, 1, 0, 0))
    assert rare.bars[-1].words == "2026-05-28: 0 articles of 100 seen, 0 %, usually none"


def test_days_before_anything_was_published_are_none() -> None:
    wanted = SearchState(q=["a"], since="0001-01-01", until="0001-01-02")
    assert wanted.first <= wanted.last == EARLIEST.date()


def test_an_address_keeps_its_state_and_begins_again_on_the_first_page() -> None:
    wanted = SearchState(q=["one", " ", "two"], language="SQ", country="al", since="2026-01-01", share=True, page=3)
    assert wanted.queries == ["one", "two"]
    assert wanted.address() == "?q=one&q=two&language=sq&country=AL&since=2026-01-01&share=1"
    assert wanted.address(page=4, language="").endswith("since=2026-01-01&share=1&page=4")
    assert SearchState().address() == ""
    assert len(SearchState(q=["a"] * 9).queries) == MAX_QUERIES
    assert SearchState(q=["a"], shown=3).shown_index == 0
    assert SearchState(event_place="tirana").is_narrowed
    assert SearchState(event_place="tirana").chosen == ["event in tirana"]


@pytest.mark.parametrize(
    ("since", "until", "days", "grain"),
    [
        pytest.param("", "", 28, "day", id="nothing said"),
        pytest.param("2020-01-01", "2020-03-01", 61, "day", id="two months"),
        pytest.param("2020-01-01", "2020-12-31", 366, "week", id="a year"),
        pytest.param("1800-01-01", "2020-12-31", MAX_DAYS + 1, "month", id="centuries"),
        pytest.param("2020-12-31", "2020-01-01", 366, "week", id="the wrong way round"),
        pytest.param("9999-12-31", "9999-12-31", 1, "day", id="the future"),
    ],
)
def test_the_days_that_are_searched(since: str, until: str, days: int, grain: str) -> None:
    wanted = SearchState(since=since, until=until)
    assert ((wanted.last - wanted.first).days + 1, wanted.grain) == (days, grain)
    assert wanted.last <= datetime.now(UTC).date()


@pytest.mark.parametrize(
    ("since", "until", "is_said"),
    [
        pytest.param("", "", False, id="nothing given"),
        pytest.param("2020-01-01", "2020-03-01", False, id="as given"),
        pytest.param("20100101", "", True, id="ten years at most"),
        pytest.param("2020-12-31", "2020-01-01", True, id="the wrong way round"),
        pytest.param("", "9999-12-31", True, id="the future"),
    ],
)
def test_other_days_than_those_given_are_not_searched_in_silence(since: str, until: str, is_said: bool) -> None:
    moved = SearchState(since=since, until=until).moved_days
    assert bool(moved) == is_said
    assert not is_said or f"not {'from' if since else 'to'} " in moved


def test_a_search_becomes_a_rule() -> None:
    query = 'title:"état" OR x\\y\x7f'
    wanted = SearchState(q=[query], topic="iran", language="fa", outlet="one.example", originals=True)
    (rule,) = tomllib.loads(write_rule(wanted, query, channels=["mail"]))["rule"]
    assert rule.pop("query") == f"({query}) AND outlet:one.example"
    assert rule == {
        "id": "my-search", "title": query, "topics": ["iran"], "languages": ["fa"], "new": "original",
        "channels": ["mail"],
    }  # fmt: skip
    assert tomllib.loads(write_rule(SearchState(), query, channels=["mail"]))["rule"][0]["query"] == query


def match(**changes: Any) -> Match:
    found = article("one", "A text.", title=HOSTILE, authors=(HOSTILE,)).model_copy(update=changes)
    row = found.model_dump() | {"outlet_country": "AL", "original": True, "copy_of": None, "story_id": "s1_1"}
    row |= {"translation_state": found.translation.state, "copy_claimed": False}
    return Match(article=found, reach=2, row=row)


def written(suffix: str) -> str:
    return DOWNLOADS[suffix].write([match(), match(title="Plain", authors=())], "x").decode("utf-8-sig")


def test_a_spreadsheet_runs_nothing() -> None:
    rows = list(csv.DictReader(StringIO(written("csv"))))
    assert [row["title"][:5] for row in rows] == ["'=HYP", "Plain"]
    assert rows[0]["reach"] == "2"
    assert [row["outlet_country"] for row in json.loads(written("json"))] == ["AL", "AL"]


def test_times_are_written_alike_in_csv_and_json() -> None:
    (row, _), (same, _) = csv.DictReader(StringIO(written("csv"))), json.loads(written("json"))
    assert row["fetched_at"] == same["fetched_at"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", same["fetched_at"])


def test_the_workbook_has_what_the_csv_file_has() -> None:
    with zipfile.ZipFile(
        BytesIO(DOWNLOADS["xlsx"].write([match(), match(title="Plain", authors=())], HOSTILE))
    ) as file:
        texts = "".join(ElementTree.fromstring(file.read("xl/sharedStrings.xml")).itertext())
    assert "=HYPERLINK" in texts
    assert all(name in texts for name in csv.DictReader(StringIO(written("csv"))).fieldnames or [])


def test_counts_are_a_table_with_a_row_per_query_and_period() -> None:
    found = {"one": series(*[3] * 9), HOSTILE: series(1)}
    rows = list(csv.DictReader(StringIO(write_counts("csv", found).decode("utf-8-sig"))))
    assert len(rows) == 10
    assert (rows[0]["query"], rows[9]["query"][:5]) == ("one", "'=HYP")
    assert (rows[0]["usual_to"], float(rows[8]["usual_to"])) == ("", 6)
    assert rows[8]["first_day"] == "2026-05-09"
    with zipfile.ZipFile(BytesIO(write_counts("xlsx", found))) as file:
        assert b'name="one' in file.read("xl/workbook.xml")


def test_a_title_ends_no_record_of_a_reference_manager() -> None:
    lines = written("ris").splitlines()
    assert [line for line in lines if line.startswith(("TY", "ER"))] == ["TY  - NEWS", "ER  - "] * 2
    assert all(line[2:6] == "  - " for line in lines)
    bibtex = written("bib")
    assert bibtex.count("\n@misc{") + bibtex.startswith("@misc{") == 2
    assert "\\write18" not in bibtex
    assert bibtex.count("{") == bibtex.count("}")


@pytest.mark.parametrize(
    ("name", "ris", "bibtex"),
    [
        ("Leila Farahmand", "Farahmand, Leila", "{Farahmand, Leila}"),
        ("Anne-Marie O'Neill", "O'Neill, Anne-Marie", "{O'Neill, Anne-Marie}"),
        ("Harbour Gazette", "Harbour Gazette", "{{Harbour Gazette}}"),
        ("News Desk", "News Desk", "{{News Desk}}"),
        ("AFP Tirana", "AFP Tirana", "{{AFP Tirana}}"),
        ("Ana de la Torre", "Ana de la Torre", "{{Ana de la Torre}}"),
    ],
)
def test_only_a_persons_name_of_two_words_is_divided(name: str, ris: str, bibtex: str) -> None:
    found = [match(title="Plain", authors=(name,))]
    assert f"AU  - {ris}\r\n" in DOWNLOADS["ris"].write(found, "x").decode()
    assert f"  author = {bibtex}" in DOWNLOADS["bib"].write(found, "x").decode()


@pytest.mark.parametrize(
    ("address", "followed"),
    [("?q=camp&q=nuclear", "camp"), ("?q=camp&q=nuclear&shown=2", "nuclear"), ("?q=camp&by=year", "")],
)
def test_a_saved_search_says_which_query_its_feeds_follow(address: str, followed: str) -> None:
    saved = SavedSearch("1", "reader", "Reader", "name", address, shared=False, saved_at=NOW)
    assert saved.followed == followed
