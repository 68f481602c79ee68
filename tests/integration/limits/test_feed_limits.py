"""Feeds that are designed to be slow or large are parsed in seconds, with little memory."""

import json
import resource
from collections.abc import Callable

import pytest

from tests.support.cpu_limit import cpu_limit
from tests.unit.entries.feed_factories import atom, item, parse, rss

M = 1_000_000


HOSTILE = [
    pytest.param(lambda: rss(*(item(link=f"/{n}") for n in range(50_000))), 2000, id="entries without end"),
    pytest.param(
        lambda: json.dumps({"version": "1", "items": [{"url": f"/{n}"} for n in range(M // 4)]}),
        2000,
        id="JSON without end",
    ),
    pytest.param(
        lambda: "<urlset>" + "".join(f"<url><loc>/{n}</loc></url>" for n in range(M // 10)),
        2000,
        id="sitemap without end",
    ),
    pytest.param(lambda: rss(item(), "<item>" + "<b>" * 3 * M), 1, id="elements without end"),
    pytest.param(lambda: rss(item(), "<a>" * 9 * M), 1, id="depth without end"),
    pytest.param(
        lambda: rss(item(), "<item " + "".join(f"a{n}='' " for n in range(M // 4)) + "/>"),
        1,
        id="attributes without end",
    ),
    pytest.param(
        lambda: rss(item(), ("<a xml:base='" + "b/" * 4000 + "'>") * 90 + "</a>" * 90), 1, id="bases on bases"
    ),
    pytest.param(lambda: rss(item(author="a" * 5 * M)), 1, id="author without end"),
    pytest.param(lambda: rss(item(author="&#97;" * M)), 1, id="author in pieces"),
    pytest.param(lambda: rss(item(), "<" * 9 * M), 1, id="brackets without end"),
    pytest.param(lambda: rss(item(), "&" * M), 1, id="ampersands without end"),
    pytest.param(lambda: rss(item(), "<!--" * 3 * M), 1, id="comments without end"),
    pytest.param(lambda: rss(item(), "<![CDATA[" * M), 1, id="CDATA without end"),
    pytest.param(lambda: "\n" * 100_000 + rss(item(title="&")), 1, id="lines before"),
    pytest.param(
        lambda: rss(item(), "<a " + "".join(f"xmlns:n{n}='u{n}' " for n in range(M // 10)) + "/>"),
        1,
        id="namespaces without end",
    ),
    pytest.param(lambda: rss(item("".join(f"<category>{n}</category>" for n in range(60_000)))), 1, id="categories"),
    pytest.param(
        lambda: atom(f"<entry><link href='/1'/><content type='xhtml'>{'&#32;' * M}<div>x</div></content></entry>"),
        1,
        id="space in pieces",
    ),
    pytest.param(
        lambda: atom(f"<entry><link href='/1'/><content type='xhtml'>{'&#160;' * M}<div>x</div></content></entry>&"),
        1,
        id="space in pieces, not well formed",
    ),
    pytest.param(
        lambda: rss(*(item(link=f"/{n}", pubDate=f"{'nov 1 ' * 16}{n}") for n in range(2000))), 2000, id="dates"
    ),
    pytest.param(lambda: f"<urlset><url><loc>/1</loc>{'<b/>' * 3 * M}</url></urlset>", 0, id="address without end"),
]


@pytest.mark.parametrize(("make", "entries"), HOSTILE)
def test_hostile_feed_is_quick_and_small(make: Callable[[], str], entries: int) -> None:
    body = make().encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with cpu_limit(8):
        feed = parse(body)
        assert len(feed.entries) == entries
        assert feed.problems or entries == 1
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 200_000_000


def test_letters_that_stand_for_words_cost_only_their_own_item() -> None:
    phrases = "\ufdfa" * 900_000
    hostile = [item(f"<description>{phrases}</description>", link=f"/{n}", title=phrases[:900]) for n in range(3)]
    body = rss(*hostile, item(link="/good")).encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with cpu_limit(3):
        feed = parse(body)
        assert [each.url.rpartition("/")[2] for each in feed.entries] == ["0", "1", "2", "good"]
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 200_000_000


@pytest.mark.parametrize(
    "guid",
    [
        pytest.param(f"<![CDATA[{'<' * 9_000}]]>", id="brackets"),
        pytest.param(f"<![CDATA[{'<!--' * 2_200}]]>", id="comments"),
        pytest.param(f"<!--{'<![CDATA[' * 900}-->", id="CDATA"),
    ],
)
def test_the_ids_of_items_are_read_in_linear_time(guid: str) -> None:
    body = rss(*(item(link=f"/{n}", guid=guid) for n in range(1_000))).encode()
    with cpu_limit(8):
        assert len(parse(body).entries) == 1_000
