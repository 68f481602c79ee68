"""Hostile feeds are parsed quickly, with little memory, and cannot read files or reach the network."""

from collections.abc import Callable

import pytest

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
