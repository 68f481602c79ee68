"""Hostile feeds are parsed quickly, with little memory, and cannot read files or reach the network."""

from collections.abc import Callable
from importlib import import_module

import pytest

from newsvane.errors import FeedUnreadable
from tests.support.cpu_limit import cpu_limit
from tests.unit.entries.feed_factories import SITEMAP, item, only, parse, rss
from tests.unit.entries.feed_fuzzer import CASES

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


@pytest.mark.parametrize("drive", ["\x1b[31m", "\x1b[2;1H\x1b[K", "\x1b]0;root\x07", "\x1b]8;;http://e.example\x1b\\"])
def test_nothing_is_left_of_what_drives_a_terminal(drive: str) -> None:
    assert only(parse(rss(item(title=f"Ferry {drive}stays\x1b[0m")))).title == "Ferry stays"


@pytest.mark.parametrize("place", ["guid", "title", "description", "author"])
@pytest.mark.parametrize("end", ["", "<x>"], ids=["well formed", "broken"])
@pytest.mark.parametrize("make", ["{}", "<![CDATA[{}]]>"], ids=["plain", "CDATA"])
def test_a_reference_of_5000_digits_costs_no_other_item(place: str, end: str, make: str) -> None:
    hostile = item(**{place: make.format(f"&#{'0' * 5_000}65;")})
    assert len(parse(rss(hostile, item(link="/2"), end)).entries) == 2


def test_a_title_that_is_cut_off_at_a_space_ends_with_its_last_word() -> None:
    (entry,) = parse(rss(item(title=f"{'x' * 999} and more"))).entries
    assert entry.title == "x" * 999


@pytest.mark.parametrize("name", ["links", "tags", "authors", "content", "media_content", "media_thumbnail"])
@pytest.mark.parametrize("end", ["", "<x>"], ids=["well formed", "broken"])
def test_an_element_that_is_called_like_what_the_parser_collects_costs_nothing(name: str, end: str) -> None:
    feed = parse(rss(f"<item><title>T</title><link>https://a.example/1</link><{name}>x</{name}></item>", end))
    assert only(feed).title == "T"


def test_a_feed_that_the_parser_gives_up_is_unreadable() -> None:
    body = b"<?xml version='1.0' encoding='9999'?>" + b'\xef\xbb\xbf{"version": "1", "items": []}' * 3
    with pytest.raises(FeedUnreadable):
        parse(body)


def test_a_charset_is_detected_in_linear_time() -> None:
    text = rss(item(title="x" * 4_000_000 + " наука и жизнь"), item(link="/2", title="Парламент принял закон"))
    with cpu_limit(2):
        feed = parse(text.encode("cp1251"))
    assert feed.entries[1].title == "Парламент принял закон"


def test_an_error_quotes_the_web_on_one_line_without_control_and_directional_characters() -> None:
    with pytest.raises(FeedUnreadable) as caught:
        parse("\u202eelpmaxe.a \x1b[31m\u2067x\n2026-11-24 INFO all is well")
    assert "it begins 'elpmaxe.a x 2026-11-24 INFO" in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("number", range(50))
@pytest.mark.parametrize(("make", "check"), CASES, ids=[make.__name__ for make, _ in CASES])
def test_a_mutated_feed_raises_nothing_but_our_error(
    make: Callable[[int], bytes], check: Callable[[bytes], object], number: int
) -> None:
    check(make(number))


WRONG_ITEMS = {
    "an address with brackets": item('<enclosure url="http://[cdn].example/a.mp3" type=""/>', link="/wrong"),
    "media at an address with brackets": item('<media:content url="http://[::1/a.mp3"/>', link="/wrong"),
    "the end of another element": item("<description>x</content:encoded>", link="/wrong"),
    "the end of an element within an author": item("<author><name>A</name></div>a</email></author>", link="/wrong"),
}


@pytest.mark.parametrize("wrong", WRONG_ITEMS.values(), ids=WRONG_ITEMS)
def test_a_wrong_item_costs_itself_at_most(wrong: str) -> None:
    feed = parse(rss(item(), wrong, item(link="/2")))
    assert {"https://a.example/1", "https://a.example/2"} <= {entry.url for entry in feed.entries}


def test_an_undeclared_prefix_in_a_broken_sitemap_costs_no_address() -> None:
    text = SITEMAP.replace("</loc><news:news>", "</loc><a:b:c/><news:news>")
    assert only(parse(text)).url == "https://a.example/1"


def test_a_number_of_5000_digits_in_json_costs_no_item() -> None:
    text = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/1", "x": %s}, {"url": "/2"}]}'
    assert len(parse(text % ("9" * 5_000)).entries) == 2


@pytest.mark.parametrize("reference", ["&#xD800;", "&#xFFFE;", "&#1;"])
@pytest.mark.parametrize("end", ["", "<x>"], ids=["otherwise well formed", "broken"])
def test_a_reference_to_no_character_costs_no_item(reference: str, end: str) -> None:
    assert len(parse(rss(item(title=reference), item(link="/2"), end)).entries) == 2
    assert only(parse(SITEMAP.replace(">Title", f">{reference}Title{end}"))).title.endswith("Title")
    index = f"<sitemapindex><sitemap><loc>https://a.example/s.xml{reference}</loc></sitemap>{end}</sitemapindex>"
    assert len(parse(index).sitemaps) == 1


def test_a_sitemap_with_other_elements_is_known_the_second_time() -> None:
    text = SITEMAP.replace("</url></urlset>", "</url><lastmod>2026-11-24</lastmod></urlset>")
    feed = parse(text)
    again = parse(text, known=feed.items)
    assert (len(feed.entries), again.entries, again.items) == (1, (), feed.items)


@pytest.mark.parametrize("place", ["entries.syndication._read_item", "entries.normalize.classify_item"])
def test_an_error_of_ours_costs_one_item_and_is_counted(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, _, name = f"newsvane.{place}".rpartition(".")
    real = getattr(import_module(module), name)

    def fail_at_two(*args: object, **options: object) -> object:
        if "/2" in repr(args):
            raise ZeroDivisionError
        return real(*args, **options)

    monkeypatch.setattr(f"{module}.{name}", fail_at_two)
    text = rss(item(), item(link="/2"))
    feed = parse(text)
    assert only(feed).url == "https://a.example/1"
    assert feed.problems == ("1 of 2 entries that cannot be read because of an error in Newsvane (ZeroDivisionError)",)
    assert parse(text, known=feed.items).entries == ()
