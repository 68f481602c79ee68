"""Hostile feeds are parsed quickly, with little memory, and cannot read files or reach the network."""

from collections.abc import Callable

import pytest

from newsvane.errors import FeedUnreadable
from tests.unit.entries.feed_factories import SITEMAP, item, only, parse, rss

BILLION = (
    '<!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
EXTERNAL = '<!DOCTYPE rss [<!ENTITY i SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>'


@pytest.mark.parametrize(
    "prolog", [pytest.param(BILLION, id="billion laughs"), pytest.param(EXTERNAL, id="external entity")]
)
@pytest.mark.parametrize(
    "make",
    [rss, lambda *_, prolog: prolog + SITEMAP.split("?>")[1].replace(">Title<", ">&i;<")],
    ids=["RSS", "sitemap"],
)
def test_entities_are_harmless(prolog: str, make: Callable[..., str]) -> None:
    entry = only(parse(make(item(title="&i;"), prolog=prolog)))
    assert "ha" not in entry.title
    assert "root" not in entry.title


@pytest.mark.parametrize("override", ["\u202e", "&#x202e;", "&amp;#x202e;", "\u2066"])
def test_a_title_keeps_what_its_script_needs_and_loses_what_reorders_others(override: str) -> None:
    feed = parse(rss(item(title=f"می\u200cروند {override}(MEK)\u200f", author=f"A{override}B")))
    assert only(feed).title == "می\u200cروند (MEK)\u200f"
    assert "\u202e" not in "".join(only(feed).authors)


@pytest.mark.parametrize("place", ["guid", "title", "description", "author"])
@pytest.mark.parametrize("end", ["", "<x>"], ids=["well formed", "broken"])
@pytest.mark.parametrize("make", ["{}", "<![CDATA[{}]]>"], ids=["plain", "CDATA"])
def test_a_reference_of_5000_digits_costs_no_other_item(place: str, end: str, make: str) -> None:
    hostile = item(**{place: make.format(f"&#{'0' * 5_000}65;")})
    assert len(parse(rss(hostile, item(link="/2"), end)).entries) == 2


def test_an_error_quotes_the_web_on_one_line_without_control_and_directional_characters() -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse("\u202eelpmaxe.a \x1b[31m\u2067x\n2026-11-24 INFO all is well")
    assert "it begins 'elpmaxe.a [31mx 2026-11-24 INFO" in str(caught.value)
    assert str(caught.value).isprintable()
