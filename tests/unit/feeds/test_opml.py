"""OPML import and export lose nothing, and no file does harm."""

from itertools import count, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from newsvane.feeds import dump_feeds, from_opml, parse_watch_list, to_opml
from newsvane.feeds.opml import MAX_BYTES, NAMESPACE
from newsvane.records import Feed
from tests.support.cpu_limit import cpu_limit
from tests.support.examples import examples

WATCHED = """
[[feed]]
id = "a"
url = "https://a.example/rss"
title = "A & <b>B</b> \\"quoted\\""
language = "fa"
country = "IR"
kind = "state"
site = "https://a.example/"
folder = ["Iran", "State"]
opml = { description = "Leads\\nonly", "{urn:x}tag" = "1" }

[[feed]]
id = "b"
url = "https://feeds.b.example/rss?x=1&y=2"
outlet = "bee.example"
paused = true

[[feed]]
id = "c"
url = "https://c.example/rss"
title = "پەیام\u200cنیوز"
folder = ["Iran"]
"""


LAUGHS = [f"<!ENTITY {after} '{f'&{before};' * 10}'>" for before, after in pairwise("abcdefghiz")]


def opml(*outlines: str, head: str = "", encoding: str = "utf-8") -> bytes:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    return f'{declared}{head}<opml version="2.0"><body>\n{"".join(outlines)}</body></opml>'.encode(encoding)


def outline(url: str = "https://a.example/rss", inner: str = "", **attributes: str) -> str:
    named = "".join(f' {name}="{value}"' for name, value in attributes.items())
    address = f' xmlUrl="{url}"' if url else ""
    return f"<outline{address}{named}>{inner}</outline>\n"


def canonical(body: bytes) -> list[Any]:
    """Outlines with their attributes (ours aside, known names in one case), hierarchy and order."""

    def read(element: Any) -> tuple[dict[str, str], list[Any]]:
        known = {"xmlurl": "xmlUrl", "htmlurl": "htmlUrl"}
        attributes = {known.get(name.lower(), name): value for name, value in element.attrib.items()}
        ours = f"{{{NAMESPACE}}}"
        return {name: value for name, value in attributes.items() if not name.startswith(ours)}, [*map(read, element)]

    return [read(element) for element in etree.fromstring(body).iter("body")]


def test_a_watch_list_goes_through_opml_and_back() -> None:
    watched = parse_watch_list(WATCHED, path="feeds.toml")
    feeds, problems = from_opml(to_opml(watched))
    assert (feeds, problems) == (watched, ())
    assert parse_watch_list(dump_feeds(feeds), path="feeds.toml") == watched


def test_other_readers_can_read_an_export() -> None:
    (body,) = canonical(to_opml(parse_watch_list(WATCHED, path="feeds.toml")))
    iran, bee, again = body[1]
    assert iran[0] == {"text": "Iran", "title": "Iran"}
    assert bee == ({"type": "rss", "text": "", "title": "", "xmlUrl": "https://feeds.b.example/rss?x=1&y=2"}, [])
    assert again[1][0][0]["text"] == "پەیام\u200cنیوز"
    assert iran[1][0][1][0][0] == {
        "type": "rss",
        "text": 'A & <b>B</b> "quoted"',
        "title": 'A & <b>B</b> "quoted"',
        "xmlUrl": "https://a.example/rss",
        "htmlUrl": "https://a.example/",
        "language": "fa",
        "description": "Leads\nonly",
        "{urn:x}tag": "1",
    }


def test_fields_are_read_from_the_attributes_of_opml() -> None:
    body = opml(
        outline(
            "",
            outline(text="Mine", title="Theirs", htmlUrl="https://a.example/", language="en-gb", type="atom", xmlns="")
            + outline("http://b.example/", XMLURL="x", title="B", language="unknown", htmlUrl="www.b.example"),
            text="News",
            isOpen="true",
        )
    ).replace(b'xmlUrl="http://b.example/" XMLURL="x"', b'XMLurl="http://b.example/"')
    (first, second), problems = from_opml(body)
    assert problems == ()
    assert first == Feed(
        feed_id="mine",
        url="https://a.example/rss",
        title="Mine",
        outlet="a.example",
        language="en",
        site="https://a.example/",
        folder=("News",),
        opml={"title": "Theirs", "type": "atom", "language": "en-gb", "1/isOpen": "true", "1/-title": ""},
    )
    assert (second.feed_id, second.title, second.site, second.language) == ("b-example", "B", None, None)
    assert second.opml == {"-text": "", "-type": "", "htmlUrl": "www.b.example", "language": "unknown"}


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))
EXTRA = st.dictionaries(
    st.sampled_from([
        "description",
        "category",
        "version",
        "created",
        "é",
        "{urn:x}y",
        "{http://x/1/}-z".replace("-", ""),
    ]),
    TEXT,
    max_size=3,
)
NAMES = st.fixed_dictionaries({}, optional={"text": TEXT, "title": TEXT}) | TEXT.map(lambda t: {"text": t, "title": t})
LEAF = st.tuples(
    NAMES,
    EXTRA,
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["rss", "RSS", "atom", ""]),
            "htmlUrl": st.sampled_from(["https://a.example/", "a.example", "", " http://b.example "]),
            "language": st.sampled_from(["en", "fa-IR", "unknown", "EN", ""]),
        },
    ),
)
TREES = st.recursive(
    LEAF.map(lambda leaf: (leaf, None)),
    lambda inner: st.tuples(st.tuples(NAMES, EXTRA), st.lists(inner, min_size=1, max_size=4)),
    max_leaves=12,
)


def written(trees: list[Any]) -> bytes:
    """The OPML of trees of attributes, each feed with an address of its own."""
    root = etree.Element("opml", version="2.0")
    numbers = count()

    def write(parent: Any, tree: Any) -> None:
        attributes, inner = tree
        element = etree.SubElement(parent, "outline")
        for each in attributes:
            for name, value in each.items():
                element.set(name, value)
        if inner is None:
            element.set("xmlUrl", f"https://a.example/{next(numbers)}")
        for each in inner or ():
            write(element, each)

    body = etree.SubElement(root, "body")
    for tree in trees:
        write(body, tree)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


@given(st.lists(TREES, min_size=1, max_size=5))
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_any_outline_is_exported_as_it_was_imported(trees: list[Any]) -> None:
    body = written(trees)
    feeds, problems = from_opml(body)
    assert problems == ()
    assert canonical(to_opml(feeds)) == canonical(body)
    stored = parse_watch_list(dump_feeds(feeds), path="feeds.toml")
    assert stored == feeds
    assert from_opml(to_opml(stored)) == (feeds, ())


@pytest.mark.parametrize(
    ("body", "urls", "words"),
    [
        pytest.param(b"", [], "not an OPML file", id="nothing"),
        pytest.param(b"<html><body>Log in</body></html>", [], "not an OPML file: it begins '<html>", id="a page"),
        pytest.param(b"\x00\xff\xfe\x01" * 99, [], "not an OPML file", id="binary"),
        pytest.param(b"<opml></opml>", [], None, id="an empty one"),
        pytest.param(b" " * (MAX_BYTES + 1), [], "larger than 16 MB", id="too large"),
        pytest.param(
            opml(outline(text="&xxe;"), head='<!DOCTYPE opml [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>'),
            ["https://a.example/rss"],
            "& that does not begin",
            id="an external entity",
        ),
        pytest.param(
            opml(outline(text="&z;"), head=f"<!DOCTYPE opml [<!ENTITY a 'ha'>{''.join(LAUGHS)}]>"),
            ["https://a.example/rss"],
            "& that does not begin",
            id="billion laughs",
        ),
        pytest.param(opml(outline(text="Q&A &eacute; &lt;b>")), ["https://a.example/rss"], "2 times", id="stray &"),
        pytest.param(opml(outline("/rss"), outline()), ["https://a.example/rss"], "line 3", id="a relative address"),
        pytest.param(opml(outline("javascript:alert(1)")), [], "not an http(s) address", id="a script"),
        pytest.param(opml(outline("https://a.example/" + "x" * 3000)), [], "has 3018 characters", id="a long address"),
        pytest.param(opml(outline("", text="Just a note")), [], "'Just a note' has no xmlUrl", id="no address"),
        pytest.param(
            opml(outline(text="One"), outline("http://www.a.example/rss/", text="Two")),
            ["https://a.example/rss"],
            "line 4: 'Two': has the same address as 'One'",
            id="the same feed twice",
        ),
        pytest.param(
            opml(outline(text="A")).replace(b"xmlUrl", b"XMLURL").replace(b"outline", b"Outline"),
            ["https://a.example/rss"],
            None,
            id="another case",
        ),
        pytest.param(opml(outline("feed:https://a.example/x")), ["https://a.example/x"], None, id="a feed: address"),
        pytest.param(opml(outline(text="É"), encoding="utf-16"), ["https://a.example/rss"], None, id="UTF-16"),
        pytest.param(opml(outline(text="Ж"), encoding="koi8-r"), ["https://a.example/rss"], None, id="KOI8-R"),
        pytest.param(
            opml(outline(text="Zëri i Shqipërisë, për të gjithë"), encoding="cp1252").replace(b"cp1252", b"utf-8"),
            ["https://a.example/rss"],
            "is not in the declared charset utf-8",
            id="not what it declares",
        ),
        pytest.param(
            opml(outline(text="x")).replace(b"utf-8", b"punycode"), ["https://a.example/rss"], None, id="no charset"
        ),
        pytest.param(opml(outline(text="a\x00\x1bb")), ["https://a.example/rss"], "2 characters", id="NUL and escape"),
        pytest.param(
            b"<opml><body><outline xmlUrl='https://a.example/rss' text='A'><outline text='B",
            ["https://a.example/rss"],
            "line 1: not well formed",
            id="cut off",
        ),
        pytest.param(
            opml(outline("https://a.example/1", text='A "B" <i class="x">C</i>', title="D"), outline()),
            ["https://a.example/1", "https://a.example/rss"],
            "line 3: not well formed (",
            id="quotes and tags in a title",
        ),
        pytest.param(
            opml('<outline text="' + 'x="' * 200_000 + '" xmlUrl="https://a.example/1"/>\n', outline()),
            None,
            "not well formed",
            id="quotes without end",
        ),
        pytest.param(
            opml(*['<outline text="' + 'a:b="' * 900 + '" xmlUrl="x"/>\n'] * 500),
            None,
            "not well formed",
            id="lines full of quotes",
        ),
        pytest.param(
            b"<opml><body><outline a:b='1' xmlUrl='https://a.example/rss'/></body></opml>",
            ["https://a.example/rss"],
            "Namespace prefix a",
            id="a prefix from nowhere",
        ),
        pytest.param(
            opml("<outline text='in'>" * 10_000, outline("https://b.example/deep"), "</outline>" * 10_000, outline()),
            [],
            "not well formed (Excessive depth",
            id="depth without end",
        ),
        pytest.param(
            opml("<outline text='in'>" * 120, outline(), "</outline>" * 120),
            ["https://a.example/rss"],
            "is nested in 100 others",
            id="more folders than are taken",
        ),
        pytest.param(
            opml(
                "<outline xmlUrl='https://b.example/rss' ",
                " ".join(f"a{n}=''" for n in range(300_000)),
                "/>",
                outline(),
            ),
            ["https://a.example/rss"],
            "300,001 attributes",
            id="attributes without end",
        ),
        pytest.param(
            opml("<outline text='" + "x" * 9_000_000 + "'/>", outline()),
            None,
            None,
            id="nine megabytes of title",
        ),
        pytest.param(
            opml(*["<outline xmlUrl='javascript:'/>"] * 50_000), [], "… and 49,900 more", id="nothing but mistakes"
        ),
        pytest.param(
            opml(outline(**{"text": "A", "n:kind": "regime", "n:country": "Iran", "n:paused": "maybe"})).replace(
                b"<body>", f'<body xmlns:n="{NAMESPACE}">'.encode()
            ),
            ["https://a.example/rss"],
            "newsvane:country: 'Iran' is not a country code",
            id="fields of ours with wrong values",
        ),
    ],
)
def test_hostile_and_broken_files_are_read_as_far_as_possible(
    body: bytes, urls: list[str] | None, words: str | None
) -> None:
    with cpu_limit(5):
        feeds, problems = from_opml(body)
    if urls is not None:
        assert [feed.url for feed in feeds] == urls
    assert words is None or any(words in problem for problem in problems), problems
    assert (words is None and urls is not None) <= (problems == ())
    assert len(problems) <= 101
    assert parse_watch_list(dump_feeds(feeds), path="feeds.toml") == feeds
    assert "root:" not in to_opml(feeds).decode()


def test_unescaped_quotes_and_tags_stay_in_the_title() -> None:
    (feed,), _ = from_opml(opml(outline(text='A "B" <i class="x">C</i>', description='<a href="y">', type="rss")))
    assert (feed.title, feed.opml) == ('A "B" <i class="x">C</i>', {"-title": "", "description": '<a href="y">'})


def test_ten_thousand_feeds_with_the_same_name_get_different_ids_quickly() -> None:
    with cpu_limit(8):
        feeds, problems = from_opml(opml(*(outline(f"https://a.example/{n}", text="News") for n in range(10_000))))
    assert problems == ()
    assert len({feed.feed_id for feed in feeds}) == 10_000
    assert feeds[9_999].feed_id == "news-10000"


@pytest.mark.parametrize(
    ("title", "url", "feed_id"),
    [
        pytest.param("Zëri i Shqipërisë", "https://a.example/rss", "zeri-i-shqiperise", id="Albanian"),
        pytest.param("Радио Свобода", "https://a.example/rss", "radio-svoboda", id="Russian"),
        pytest.param("خبرگزاری", "https://www.yjc.example/fa/rss", "yjc-example-fa-rss", id="Persian: the address"),
        pytest.param("", "https://a.example/?feed=rss2", "a-example-feed-rss2", id="no title"),
        pytest.param(
            "<b>News</b>: one & all, and so on without an end in sight", "https://a.example/", None, id="long"
        ),
    ],
)
def test_ids_are_readable(title: str, url: str, feed_id: str | None) -> None:
    (feed,), _ = from_opml(opml(outline(url, text=title.replace("&", "&amp;").replace("<", "&lt;"))))
    assert feed.feed_id == feed_id or (feed_id is None and len(feed.feed_id) <= 40)
