"""Pages that are designed to cost minutes of CPU or gigabytes of memory are read in seconds, or rejected."""

import random
import subprocess
import sys
from collections.abc import Callable

import pytest

from newsvane.articles import read_article
from tests.support.cpu_limit import cpu_limit
from tests.unit.articles.page_factories import (
    NOW,
    PARAGRAPHS,
    TEXT,
    TITLE,
    URL,
    json_ld,
    ld,
    page,
    read,
)
from tests.unit.articles.page_strategies import check_invariants

ITEM = "<div itemscope itemtype='https://schema.org/Article' itemprop='author name headline'>"


def test_a_page_with_a_huge_script_is_read_in_time() -> None:
    html = page(f"<script>{'var a=1;' * 1_200_000}</script>")
    with cpu_limit(5):
        assert read(html).text == TEXT


WIDE = 14_000
LONG = 1_000_000


UNSORTED = "\u0301\u0328" * 100_000
"""Marks that Unicode sorts when it normalises a text, which takes quadratic time."""


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: b"<html><body>" + b"<p>" * 3_000_000, id="10 MB of tags"),
        pytest.param(lambda: b"<html><body>" + b"<" * 10_000_000, id="10 MB of openings"),
        pytest.param(lambda: b"<html><body>" + b"</p>" * 2_500_000, id="10 MB of ends"),
        pytest.param(lambda: page("<!--" * LONG), id="comments that never end"),
        pytest.param(lambda: page("<script>" * LONG), id="scripts that never end"),
        pytest.param(lambda: page("<p a='" * LONG), id="quotes that never end"),
        pytest.param(lambda: page(f"<p class='{'a ' * 5 * LONG}'>"), id="a class of 10 MB"),
        pytest.param(lambda: page(f"<p style='{'a-' * 5 * LONG}'>"), id="a style of 10 MB"),
        pytest.param(lambda: page(f"<img src='data:image/png;base64,{'A' * 9 * LONG}'>"), id="an image of 9 MB inside"),
        pytest.param(lambda: page(head="<meta name='author' content='Ana Hoxha'>" * WIDE), id="authors"),
        pytest.param(lambda: page(head="<meta name='a' content='b'>" * 100_000), id="100,000 meta"),
        pytest.param(lambda: page("<time>19 novembre 2026</time>" * WIDE), id="dates in words"),
        pytest.param(lambda: page("<h1>a b c</h1>" * WIDE), id="headlines"),
        pytest.param(lambda: page("<h1>" * 180 + "x " * 400_000), id="headlines in headlines"),
        pytest.param(lambda: page("<p>some text that goes on</p>" * WIDE), id="paragraphs"),
        pytest.param(lambda: page(head=json_ld(headline=TITLE, url="/a") * WIDE), id="descriptions"),
        pytest.param(lambda: page(head=json_ld(author=[{"name": "Ana " * 20}] * 50_000)), id="50,000 authors"),
        pytest.param(lambda: page(head=ld("[" * 5 * LONG)), id="lists in lists"),
        pytest.param(lambda: page(head=ld('{"@graph":' * LONG)), id="graphs in graphs"),
        pytest.param(lambda: page(head=ld('"@type":' + " " * 1_900_000 + "x")), id="space after a type"),
        pytest.param(lambda: page(head=ld("//" + " " * 1_900_000 + "x")), id="space in a comment's mark"),
        pytest.param(lambda: page(head=ld(", " * 900_000)), id="commas"),
        pytest.param(lambda: page(head=ld('{"@type":"Article","headline":' + "9" * LONG + "}")), id="a huge number"),
        pytest.param(lambda: page(head=ld('{"@type":"Article",' + '"url":"x",' * 150_000)), id="facts to be mined"),
        pytest.param(lambda: page(ITEM * 190 + "x " * 400_000), id="items in items"),
        pytest.param(lambda: page(f"{ITEM}<b itemprop='{'a ' * LONG}'>x</b></div>"), id="a property with many names"),
        pytest.param(lambda: page(title=" | a" * 100_000), id="a title of separators"),
        pytest.param(
            lambda: page("<script>" + '"publishedAt":  ' * 500_000 + "</script>"), id="dates that do not come"
        ),
        pytest.param(lambda: page("<script>" + "Ã©ж " * 800_000 + "</script>"), id="perhaps encoded twice"),
        pytest.param(lambda: page("<template>" * 90 + "<svg>" * 90), id="templates and drawings"),
        pytest.param(lambda: page("&amp;" * 180_000), id="entities"),
        pytest.param(
            lambda: page().replace(b"utf-8", b"punycode\xe9") + b"<p>-" + b"aa" * LONG, id="a codec of quadratic cost"
        ),
        pytest.param(lambda: b"<html><body><p>" + random.Random(1).randbytes(3_000_000), id="noise after a tag"),
        pytest.param(lambda: b"\xff\xfe<\0p\0>\0" + random.Random(2).randbytes(2_000_000), id="noise in UTF-16"),
        pytest.param(lambda: page(blocks=("mnx qpw zzt vvk " * 40,)), id="a language that no detector knows"),
        pytest.param(lambda: page(title="\u202e\u2066" * 100_000), id="nothing but overrides"),
        pytest.param(lambda: page(blocks=("a" + "\u0301" * 300_000,)), id="a letter with 300,000 accents"),
        pytest.param(lambda: page(blocks=("a" + UNSORTED,)), id="accents to be sorted"),
        pytest.param(lambda: page("<p>a" + "&#769;&#808;" * 90_000), id="references to accents to be sorted"),
        pytest.param(lambda: page(f"<p>a{f'<i>{UNSORTED[:28]}</i>' * 9_000}"), id="elements of accents to be sorted"),
        pytest.param(lambda: page(f"<h1>a{UNSORTED}</h1>", title=f"a{UNSORTED}"), id="a title of accents to be sorted"),
        pytest.param(lambda: page(head=json_ld(headline=f"a{UNSORTED}")), id="a description of accents to be sorted"),
        pytest.param(lambda: page(blocks=("\ufdfa" * 960_000,)), id="letters that stand for four words each"),
    ],
)
def test_what_is_made_to_cost_is_read_in_time(make: Callable[[], bytes]) -> None:
    check_invariants(make())


def test_memory_stays_bounded() -> None:
    made = (
        "b'<p>' * 3_300_000",
        "b'<p>' + b'word ' * 2_000_000",
        "b'<p class=a' + b'=a' * 5_000_000 + b'>x'",
        *(f"b'<p>{n} ' + '\ufdfa'.encode() * 300_000" for n in range(5)),
    )
    code = f"""
from datetime import UTC, datetime
from pathlib import Path
from newsvane.articles import read_article
for html in ({", ".join(made)}):
    read_article(html, url="https://x.example/a", now=datetime(2026, 11, 20, tzinfo=UTC))
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(result.stdout) < 500_000


HEAVY = "word " * 150_000
DESCRIBED = "<meta name='description' content='The embassy denies what an official in Tehran has said.'>"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(page(f"<p>{'<a href=x>a b c</a> ' * 14_000}{HEAVY}</p>"), id="14,000 links in a paragraph"),
        pytest.param(page(f"{'<div class=social>' * 150}{HEAVY}{'</div>' * 150}", head=DESCRIBED), id="deep and long"),
        pytest.param(page(f"{'<div><a href=x>' * 90}{HEAVY}", head=DESCRIBED), id="links without end"),
        pytest.param(page(blocks=(*PARAGRAPHS, *(f"{n} {'word ' * 12}" for n in range(14_000)))), id="many paragraphs"),
        pytest.param(page(blocks=(*PARAGRAPHS, f"End. ({'x' * 900_000}")), id="brackets without end"),
        pytest.param(page(blocks=(*PARAGRAPHS, "«" * 900_000)), id="signs"),
    ],
)
def test_a_long_page_is_read_in_time(html: bytes) -> None:
    with cpu_limit(5):
        read_article(html, url=URL, now=NOW)
