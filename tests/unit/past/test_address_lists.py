"""Lists of addresses are recognised by their content; a bad line costs itself alone."""

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsvane.past import Lead, NoLead, parse_addresses

ADDRESS = "https://outlet.example/2024/story"
DAY = datetime(2024, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{ADDRESS}\n", [(ADDRESS, None)]),
        (f"\ufeff# a comment\n\n  <{ADDRESS}> and a note\n", [(ADDRESS, None)]),
        (f"id,url,publish_date,title\n1,{ADDRESS},2024-03-05,\"A, B\"\n", [(ADDRESS, DAY)]),
        (f"url\n{ADDRESS}\n", [(ADDRESS, None)]),
        (f"Title;Link;Published\nA;{ADDRESS};2024-03-05\n", [(ADDRESS, DAY)]),
        (f"url\tdate\n{ADDRESS}\t20240305000000\n", [(ADDRESS, DAY)]),
        (json.dumps({"date": "2024-03-05T00:00:00Z", "url": ADDRESS, "title": "x", "lang": "en"}), [(ADDRESS, DAY)]),
        (json.dumps([{"url": ADDRESS}], indent=None), [(ADDRESS, None)]),
        (f'[\n"{ADDRESS}",\n{{"url": "{ADDRESS}2"}}\n]', [(ADDRESS, None), (f"{ADDRESS}2", None)]),
        (f"url,publish_date\n{ADDRESS},last week\n", [(ADDRESS, None)]),
        ("", []),
    ],
    ids=["text", "comment", "media cloud", "one column", "semicolons", "tabs", "gdelt", "array", "lines of an array",
         "no date", "empty"],
)  # fmt: skip
def test_the_content_decides_which_list_it_is(text: str, expected: list[tuple[str, datetime | None]]) -> None:
    found = list(parse_addresses(text.splitlines(keepends=True)))
    assert [(each.url, each.published_at) for each in found if isinstance(each, Lead)] == expected
    assert not [each for each in found if isinstance(each, NoLead)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("javascript:alert(1)", "bad_url"),
        ("ftp://outlet.example/x", "bad_url"),
        ("https://outlet.example/" + "x" * 5_000, "bad_url"),
        ('{"title": "no address"}', "no_address"),
        ('{"url": 3}', "bad_url"),
        ("{broken", "not_json"),
        ("[" * 50_000, "not_json"),
        ("3", "no_address"),
        ('{"url": "' + "x" * 200_000, "line_too_long"),
    ],
)
def test_a_line_without_an_address_has_a_reason(line: str, reason: str) -> None:
    head = json.dumps({"url": ADDRESS}) if line[0] in "{[3" else ADDRESS
    lead, bad = parse_addresses([f"{head}\n", f"{line}\n"])
    assert isinstance(lead, Lead)
    assert bad == NoLead(2, reason)


def test_an_open_quote_spoils_its_line_alone() -> None:
    lines = ["url,title\n", f'{ADDRESS}1,"open\n', f"{ADDRESS}2,x\n"]
    assert [each.url for each in parse_addresses(lines) if isinstance(each, Lead)] == [f"{ADDRESS}1", f"{ADDRESS}2"]


@given(st.text(max_size=300))
def test_nothing_raises(text: str) -> None:
    assert all(isinstance(each, Lead | NoLead) for each in parse_addresses(text.splitlines(keepends=True)))


def test_a_long_list_takes_time_in_proportion() -> None:
    began = time.process_time()
    assert (
        sum(isinstance(each, Lead) for each in parse_addresses(f"{ADDRESS}/{n % 10}\n" for n in range(20_000)))
        == 20_000
    )
    assert time.process_time() - began < 5
