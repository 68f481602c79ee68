"""The page of a story, and how Coverage and the page of two texts show the same: copies, claims, and filters."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from newsvane import lake, pipeline
from newsvane.errors import OutdatedLake
from newsvane.lake.engine.connection import exclusive
from newsvane.records import CLAIM_EVIDENCE
from newsvane.settings import Settings
from newsvane_pages import article, coverage, search, search_files, story
from newsvane_pages.lake_queries import fetch_rows, open_cursor
from newsvane_pages.story_counts import count_stories
from tests.support import provenance_lake
from tests.support.page_client import get_html, page_client

HARBOUR_POST = '<a href="/outlets/harbour-post.example"><bdi>harbour-post.example</bdi></a>'
DAYS = "since=2026-11-20&until=2026-11-25"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The lake of the guide on provenance: a report, two copies, and a page that claims to be a translation."""
    settings = provenance_lake.filled(Settings(home=tmp_path_factory.mktemp("story") / "home"))
    pipeline.refresh_trends(settings=settings)
    return settings


@pytest.fixture
def client(home: Settings) -> Iterator[TestClient]:
    with page_client(home, story.router, coverage.router, article.router, search.router, search_files.router) as client:
        yield client


@pytest.fixture(scope="module")
def ids(home: Settings) -> dict[str, str]:
    """Of the articles of the story on the ferry, by outlet; and of the story itself, as `story`."""
    asked = "SELECT outlet, article_id, story_id FROM coverage WHERE title LIKE '%erry%' OR title = 'El barco'"
    with lake.closing(lake.connect(settings=home)) as con:
        rows = con.execute(asked).fetchall()
    return {outlet: article_id for outlet, article_id, _ in rows} | {"story": rows[0][2]}


def test_the_diagram_and_the_table_show_who_copied_whom(client: TestClient, ids: dict[str, str]) -> None:
    html = get_html(client, f"/stories/{ids['story']}")
    assert "3 articles, 1 original, by 3 outlets, 1 of them independent" in html
    assert "1 more article claims to be a translation, which the texts do not confirm: it is shown" in html
    timeline = html.split('class="chart timeline"')[1].split("</figure>")[0]
    assert timeline.count('<circle class="claim') == 1
    diagram, table = html.split('<figure class="echo">')[1].split("<details>")[:2]
    assert diagram.count("<polyline") == 2
    assert [diagram.count(f'<circle class="{kind}"') for kind in ("original", "claim", "copy")] == [1, 1, 2]
    assert "around what only claims to be a translation" in html
    assert "claims to be a translation" in diagram
    assert f"the same text as {HARBOUR_POST}</td><td>45 min later</td><td>shown by our polls" in table
    assert f"claims to be a translation of {HARBOUR_POST}" in table


def test_a_claim_is_worded_as_one_and_stands_as_an_article_of_its_own(client: TestClient, ids: dict[str, str]) -> None:
    html = get_html(client, f"/stories/{ids['story']}")
    own = html.split(f'<article class="article depth-0" id="{ids["echo-press.example"]}">')[1].split("</article>")[0]
    assert "<dt>Claims to be a translation of</dt>" in own
    assert "Evidence: the page names it as its original" in own
    assert "Only the page says so" in own


def test_the_page_of_an_article_says_that_another_one_claims_something(client: TestClient, ids: dict[str, str]) -> None:
    with open_cursor() as cursor:
        found = article.load_in_story(cursor, ids["harbour-post.example"])
        claim = article.load_in_story(cursor, ids["echo-press.example"])
    assert found is not None and claim is not None
    assert sorted(each.words for each in article.list_related(found)) == [
        "claims to be a translation of this", "copy, made from this", "copy, made from this",
    ]  # fmt: skip
    assert [each.words for each in article.list_related(claim)] == [
        "what it claims to translate",
        *["copy, made from what this claims to translate"] * 2,
    ]


def test_a_mere_claim_adds_nothing_to_a_story_on_any_page(client: TestClient, ids: dict[str, str]) -> None:
    html = get_html(client, f"/articles/{ids['harbour-post.example']}")
    said = "1 of them independent</a>, and 1 that claims to be a translation, which the texts do not confirm"
    assert f"3 articles by 3 outlets, {said}" in html
    with open_cursor() as cursor:
        topics = cursor.execute("SELECT topics[1] FROM articles WHERE article_id = ?", [ids["echo-press.example"]])
        day, topic = date(2026, 11, 1), topics.fetchall()[0][0]
        stories = fetch_rows(cursor, "largest_stories", topic=topic, days=[day], grain="", limit=9)
        (found,) = [row for row in stories if row["story_id"] == ids["story"]]
        whole = count_stories(cursor, [ids["story"]])[ids["story"]]
    assert (found["articles"], found["originals"], found["outlets"], found["independent_outlets"]) == (3, 1, 3, 1)
    assert (found["claims"], whole.articles, whole.outlets, whole.claims) == (1, 3, (3, 1), 1)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param(
            "/?since=2026-11-01&until=2026-11-30", "<li>3 articles, 1 original</li> <li>1 more only", id="Coverage"
        ),
        pytest.param(
            "/?since=2026-11-01&until=2026-11-30&outlet=echo-press.example",
            "<li>1 article</li> <li>only",
            id="Coverage, a filter that selects nothing else",
        ),
        pytest.param(
            "/search?q=outlet:harbour-post.example&since=2026-11-01",
            "story</a>: 3 articles (1 more only",
            id="Search",
        ),
    ],
)
def test_a_list_says_how_many_articles_the_page_of_a_story_leaves_out(client: TestClient, path: str, said: str) -> None:
    assert f"{said} claims to be a translation" in get_html(client, path)


def test_a_copy_calls_the_box_with_its_original_by_its_name(client: TestClient, ids: dict[str, str]) -> None:
    copy = next(
        name for outlet, name in ids.items() if outlet not in {"harbour-post.example", "echo-press.example", "story"}
    )
    assert '<h2 id="related">Original, copies and translations</h2>' in get_html(client, f"/articles/{copy}")
    original = get_html(client, f"/articles/{ids['harbour-post.example']}")
    assert '<h2 id="related">Copies and translations</h2>' in original
    assert '<a href="/" aria-current="page">Coverage</a>' in original


def test_two_texts_lead_back_to_their_story(client: TestClient, ids: dict[str, str]) -> None:
    html = get_html(client, f"/articles/{ids['harbour-post.example']}/compare/{ids['echo-press.example']}")
    assert f'<a href="/stories/{ids["story"]}#{ids["echo-press.example"]}">Back to the story</a>' in html
    assert HARBOUR_POST in html


def test_the_details_of_articles_are_folded_unless_it_is_the_only_one(client: TestClient, ids: dict[str, str]) -> None:
    card = (
        get_html(client, f"/stories/{ids['story']}")
        .split(f'id="{ids["echo-press.example"]}">')[1]
        .split("</article>")[0]
    )
    shown, _, folded = card.partition("<details>")
    assert "Language of the text" not in shown and "Language of the text" in folded
    with open_cursor() as cursor:
        ((alone,),) = cursor.execute("SELECT story_id FROM stories WHERE articles = 1 ORDER BY ALL LIMIT 1").fetchall()
    assert "<details open> <summary>Details and text" in get_html(client, f"/stories/{alone}")


def test_a_claim_about_a_copy_is_worded_alike_on_both_pages() -> None:
    row = {
        "article_id": "claim", "copy_of": "first", "original": True, "copy_claimed": True, "copy_kind": "translation",
        "copy_evidence": [CLAIM_EVIDENCE, "the same text"],
    }  # fmt: skip
    words = article._relate(row, {"article_id": "first", "copy_of": None, "original": True})
    assert words == ("copy", "claims to be a translation of a copy of this")


def test_a_mere_claim_is_not_shown_as_if_paragraphs_matched(client: TestClient, ids: dict[str, str]) -> None:
    html = get_html(client, f"/articles/{ids['harbour-post.example']}/compare/{ids['echo-press.example']}")
    said = "<bdi>echo-press.example</bdi> claims to be a translation of the other. Only the page says so: the names and"
    assert said in html and "nothing in them shows" not in html
    assert html.split("<tbody>")[1].count("<tr>") == 1


def test_the_page_of_an_article_does_not_say_that_newsvane_confirmed_a_claim(
    client: TestClient, ids: dict[str, str]
) -> None:
    labels = get_html(client, f"/articles/{ids['echo-press.example']}").split('id="labels"')[1]
    link = labels.split("A copy or translation of")[1].split("</fieldset>")[0]
    assert "Only the page says so; Newsvane could not confirm it" in link
    assert "Newsvane says so" not in link


def test_a_file_tells_a_claim_from_a_copy(client: TestClient, ids: dict[str, str]) -> None:
    rows = client.get("/search/articles.json?q=ferry+OR+barco&since=2026-11-01").json()
    claimed = {row["outlet"]: row["copy_claimed"] for row in rows if row["copy_of"] == ids["harbour-post.example"]}
    assert claimed.pop("echo-press.example") is True
    assert claimed and not any(claimed.values())


def test_a_list_with_filters_says_how_much_of_a_story_it_counts(client: TestClient, ids: dict[str, str]) -> None:
    only_one = get_html(client, f"/?{DAYS}&outlet=harbour-post.example")
    assert "1 of the story's 3 articles matches the filters and days above" in only_one
    everything = get_html(client, f"/?{DAYS}")
    assert "3 articles, 1 original" in everything
    assert "3 outlets, 1 of them independent: " in everything
    assert "of the story's" not in everything


@pytest.mark.parametrize(
    ("choice", "stories"),
    [
        pytest.param("machine", 1, id="machine-translated"),
        pytest.param("possible", 0, id="possibly"),
        pytest.param("notice", 0, id="a notice"),
        pytest.param("none", 6, id="no sign"),
    ],
)
def test_stories_are_chosen_by_translation(client: TestClient, choice: str, stories: int) -> None:
    html = get_html(client, f"/?{DAYS}&translation={choice}")
    assert html.split("Latest stories")[1].count('<a class="title"') >= stories
    assert ("only claims to be a translation" in html) == (choice == "machine")


@pytest.mark.parametrize("path", ["/stories/s1_x", "/articles/a1_x", "/articles/a1_x/compare/first"])
def test_a_page_of_what_is_not_there_says_where_to_search(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert '<a href="/search"><bdi>Search for words of its headline or text</bdi></a>' in answer.text
    assert client.get(path).json()["detail"].startswith("There is no ")


def test_a_page_says_that_an_older_version_wrote_the_lake(tmp_path: Path) -> None:
    settings = provenance_lake.filled(Settings(home=tmp_path / "home"))
    with exclusive(settings) as con:
        con.execute("DROP VIEW grouped_articles; DROP VIEW outlet_echo")
        con.execute("DELETE FROM migrations WHERE name = '0028_echo'")
    with page_client(settings, story.router) as client, pytest.raises(OutdatedLake, match="newsvane run"):
        client.get("/stories/s1_x")
    lake.migrate(settings)
    with page_client(settings, story.router) as client:
        assert client.get("/stories/s1_x").status_code == 404


def test_an_id_with_a_wrong_letter_leads_to_the_story(client: TestClient, ids: dict[str, str]) -> None:
    wrong = f"{ids['story'][:-1]}z"
    answer = client.get(f"/stories/{wrong}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert f'<a href="/stories/{ids["story"]}"><bdi>Did you mean {ids["story"]}?' in answer.text
    assert 'href="/search"' in answer.text
