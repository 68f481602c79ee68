"""Structured data: JSON-LD, also broken, microdata and RDFa."""

import json
from datetime import UTC, datetime

import pytest

from tests.unit.articles.page_factories import TITLE, breadcrumbs, json_ld, ld, page, read

OWN = {"url": "https://harbour-post.example/world/2026/11/19/camp", "author": "Ana Hoxha", "articleSection": "World"}
OTHER = {"url": "https://harbour-post.example/other", "author": "Reza Karimi", "articleSection": "Sport"}
FACTS = (
    '"@type": "NewsArticle", "headline": "Ferries", "datePublished": "2026-11-18T07:15:00Z", "articleSection": "World"'
)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(json_ld(**OTHER) + json_ld(**OWN), id="by address"),
        pytest.param(
            json_ld(**OTHER) + json_ld(**{**OWN, "url": None, "mainEntityOfPage": {"@id": OWN["url"] + "#main"}}),
            id="by the page it is the main thing of",
        ),
        pytest.param(
            json_ld(**{**OTHER, "headline": "Else"}) + json_ld(**{**OWN, "url": None, "headline": TITLE}),
            id="by headline",
        ),
        pytest.param(
            ld(json.dumps({"@graph": [{"@type": "Article", **OTHER}, {"@type": "Article", **OWN}]})), id="graph"
        ),
        pytest.param(
            ld(json.dumps([[{"@type": "WebPage", "mainEntity": {"@type": ["Report", "Article"], **OWN}}]])), id="nested"
        ),
    ],
)
def test_the_pages_own_article_is_chosen_among_several(head: str) -> None:
    found = read(page(head=head))
    assert (found.authors, found.section) == (("Ana Hoxha",), "World")


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(f"{{{FACTS},}}", id="a comma too many"),
        pytest.param(f"<!--{{{FACTS}}}-->", id="in a comment"),
        pytest.param(f"//<![CDATA[\n{{{FACTS}}}\n//]]>", id="in CDATA"),
        pytest.param(f"{{{FACTS}}};", id="a statement"),
        pytest.param(f'{{"@type": "Thing"}}\n{{{FACTS}}}', id="one after the other"),
        pytest.param(f'{{{FACTS}, "description": "a "quoted" word"}}', id="quotes in quotes"),
        pytest.param(f'{{{FACTS}, "articleBody": "cut o', id="cut off"),
        pytest.param(f'{{{FACTS}, "text": "line\nbreak\ttab"}}', id="line breaks in texts"),
    ],
)
def test_broken_json_is_repaired_or_salvaged(script: str) -> None:
    found = read(page(head=ld(script)), url="https://harbour-post.example/camp")
    assert (found.section, found.published_source) == ("World", "json_ld")
    assert found.published_at == datetime(2026, 11, 18, 7, 15, tzinfo=UTC)


MICRODATA = """
<div itemscope itemtype="https://schema.org/NewsArticle">
  <meta itemprop="datePublished" content="2026-11-18T07:15:00Z"><span itemprop="articleSection">World</span>
  <div itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ana Hoxha</b></div>
  <div itemprop="video" itemscope itemtype="https://schema.org/VideoObject">
    <meta itemprop="datePublished" content="2020-01-01T00:00:00Z"><meta itemprop="author" content="Somebody Else">
  </div>
</div>"""
RDFA = """
<div typeof="schema:Article"><span property="schema:datePublished" content="2026-11-18T07:15:00Z"></span>
<span property="dc:creator">Ana Hoxha</span><span property="schema:articleSection">World</span></div>"""


@pytest.mark.parametrize(
    ("body", "source"),
    [pytest.param(MICRODATA, "microdata", id="microdata"), pytest.param(RDFA, "meta", id="RDFa")],
)
def test_microdata_and_rdfa_are_read(body: str, source: str) -> None:
    found = read(page(body), url="https://harbour-post.example/camp")
    assert found.published_at == datetime(2026, 11, 18, 7, 15, tzinfo=UTC)
    assert (found.published_source, found.authors, found.section) == (source, ("Ana Hoxha",), "World")


def test_breadcrumbs_beside_microdata_are_read() -> None:
    html = page(MICRODATA.replace("articleSection", "about"), head=breadcrumbs("Home", "Sea", TITLE))
    assert (read(html).section, read(html).authors) == ("Sea", ("Ana Hoxha",))
