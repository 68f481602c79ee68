"""The page of an article on a real lake: its text, its changes, its copies, and what happens when it is not there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from newsvane import lake, stories
from newsvane.errors import NoLake
from newsvane.records import (
    Article,
    ArticleNames,
    EventPlace,
    Grouping,
    NameMention,
    Quarantined,
    Tombstone,
    Translation,
)
from newsvane.settings import Settings, get_settings
from newsvane.texts import text_hash
from newsvane.tombstones import hash_forgotten
from newsvane_pages import actions, article, story
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.page_client import no_actions, page_client

NOW = datetime.now(UTC)
STORY = "s1_story"
TEXT = "\n\n".join(prose.prose(number, 60) for number in range(5))
PARTS = [prose.prose(number, 2_000) for number in range(100)]
LONG = "\n\n".join([*PARTS[:15], "The needle is here.", *PARTS[15:], "The pin is there."])


def report(name: str, text: str, **fields: Any) -> Article:
    facts = {"fetched_at": NOW, "observed_at": NOW, "topics": ("iran",), "language": "en", "words": len(text.split())}
    return prose.article(name, text, day=None, **facts | fields)


ORIGINAL = report("original", TEXT)
MARKS = Translation(state="possible", evidence=("hreflang de-x-mtfrom-en", "meta <b>", "hreflang de-x-mtfrom-en"))
COPY = report(
    "copy", TEXT.replace(TEXT.split()[0], "Instead"), published_at=NOW, published_source="json_ld", translation=MARKS
)
OTHER = report("other", TEXT, fetched_at=NOW - timedelta(days=300))
"""A third outlet with the same text. It was read long before it was grouped."""
OVERLAP = "overlap 92% of 300 five-word sequences"
CHANGED = report("changed", prose.prose("changed"))
REWRITTEN = report("rewritten", prose.prose("rewritten"))
HUGE = report("huge", LONG)
DROPPED = report("dropped", prose.prose("dropped"))
CAPTURED = datetime(2024, 3, 5, 14, 30, tzinfo=UTC)
PAST = report("past", prose.prose("past"), source="warc", archived_at=CAPTURED, observed_at=CAPTURED)
OFF_TOPIC = report("off-topic", "", topics=())
HELD = report("held", "short")


def group(one: Article, **fields: Any) -> Grouping:
    return Grouping(article_id=one.article_id, **{"story_id": f"s1_{one.article_id}"} | fields)


def read_again(one: Article, text: str) -> Article:
    changes = {"text": text, "text_hash": text_hash(text), "words": len(text.split()), "title": "Changed <b>"}
    return one.model_copy(update=changes | {"fetched_at": datetime.now(UTC) + timedelta(milliseconds=1)})


NAMES = ArticleNames(
    mentions=(
        NameMention(entity_id="edi-rama", kind="person", name="<b>Edi Rama</b>", mentions=2),
        NameMention(entity_id="tirana", kind="place", name="Tirana", latitude=41.3, longitude=19.8),
    ),
    place=EventPlace(entity_id="tirana", name="Tirana"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake")))
    copied = {
        "story_id": STORY,
        "copy_of": ORIGINAL.article_id,
        "copy_kind": "near_copy",
        "score": 0.9,
        "evidence": (OVERLAP,),
    }
    first = lake.Batch(
        run_id="first",
        now=NOW,
        articles=(ORIGINAL, COPY, OTHER, CHANGED, REWRITTEN, HUGE, DROPPED, PAST, OFF_TOPIC),
        groupings=(
            group(ORIGINAL, story_id=STORY), group(COPY, **copied), group(OTHER, **copied), group(CHANGED),
            group(REWRITTEN), group(HUGE), group(DROPPED), group(PAST), group(OFF_TOPIC),
        ),
        names={ORIGINAL.article_id: NAMES},
        quarantined=(Quarantined(article=HELD, reasons=("words_min",), run_id="first", at=NOW),),
    )  # fmt: skip
    with lake.writer(settings) as con:
        lake.land_articles(con, first)
    grown = stories.keep_first_reading(read_again(CHANGED, f"{CHANGED.text}\n\nA sentence more."), CHANGED)
    replaced = read_again(REWRITTEN, prose.prose("another text"))
    second = lake.Batch(
        run_id="second", now=NOW, articles=(grown, replaced),
        revisions=(stories.describe_revision(CHANGED, grown), stories.describe_revision(REWRITTEN, replaced)),
    )  # fmt: skip
    with lake.writer(settings) as con:
        lake.land_articles(con, second)
        con.execute("UPDATE articles SET text = NULL WHERE article_id = ?", [DROPPED.article_id])
    app = FastAPI()
    app.include_router(article.router)
    app.include_router(story.router)
    app.dependency_overrides[actions._action_forms] = no_actions
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSVANE_HOME", str(settings.home))
        yield TestClient(app, follow_redirects=False)


def get(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_the_whole_text_is_there_in_paragraphs(client: TestClient) -> None:
    html = get(client, f"/articles/{ORIGINAL.article_id}")
    assert [part for part in TEXT.split("\n\n") if f"<p>{part}</p>" not in html] == []
    assert '<div class="text" dir="ltr" lang="en">' in html


def test_copies_are_listed_from_each_of_them(client: TestClient) -> None:
    ids = {name: one.article_id for name, one in (("original", ORIGINAL), ("copy", COPY), ("other", OTHER))}
    for name, others in (
        ("original", [("original", "copy"), ("original", "other")]),
        ("copy", [("original", "copy"), ("copy", "other")]),
    ):
        html = get(client, f"/articles/{ids[name]}")
        links = [f'href="/articles/{ids[left]}/compare/{ids[right]}">Side by side' for left, right in others]
        assert [link for link in links if link not in html] == []
        assert html.count("Side by side") == 2
        assert "Its story (3 articles)" in html
        assert "3 articles by 3 outlets" in html


def test_evidence_is_in_plain_words_and_as_it_was_recorded_on_hovering(client: TestClient) -> None:
    for path in (f"/articles/{COPY.article_id}", f"/stories/{STORY}"):
        html = get(client, path)
        overlap = f'<span title="{OVERLAP}">92 % of all sequences of five words are in both texts</span>'
        assert f"Evidence: {overlap}" in html
        assert html.count('title="hreflang de-x-mtfrom-en">the page declares its language as') == 1
        assert 'found in <span title="json_ld">the page’s data for search engines</span>' in html
        shown = re.sub(r"<[^>]*>", " ", client.get(path).text.partition("<main")[2])
        assert re.findall(r"hreflang|\b[a-z]+_[a-z]+\b", shown.replace(COPY.article_id, "")) == []


def test_it_is_said_what_a_label_changes(client: TestClient) -> None:
    labels = get(client, f"/articles/{ORIGINAL.article_id}").split('<h2 id="labels">')[1]
    assert "no alert is sent or held back" in labels


def test_a_copy_stands_beside_its_original_with_the_difference_marked(client: TestClient) -> None:
    html = get(client, f"/articles/{ORIGINAL.article_id}/compare/{COPY.article_id}")
    assert f"<mark>{TEXT.split()[0]}</mark>" in html
    assert "<mark>Instead</mark>" in html
    assert re.findall('<td data-name="(.*?)"', html)[:2] == ["original, English (en)", "copy, English (en)"]
    head, body = html.split("<tbody>")
    assert (head.count("<mark>"), body.count("<mark>")) == (3, 2)
    assert "99 % of the shorter text is in the longer one; that is 99 % of the longer one." in html


def test_changes_are_listed_and_the_first_text_stands_beside_the_present_one(client: TestClient) -> None:
    html = get(client, f"/articles/{CHANGED.article_id}")
    assert "changed 1 time" in html
    assert "The title was" in html
    assert f'href="/articles/{CHANGED.article_id}/compare/first"' in html
    compared = get(client, f"/articles/{CHANGED.article_id}/compare/first")
    assert "<mark>A sentence more.</mark>" in compared
    head, body = compared.split("<tbody>")
    assert (head.count("<mark>"), body.count("<mark>")) == (3, 1)
    assert ("as it was first" in compared, "revision 2" in compared) == (True, True)
    assert client.get(f"/articles/{ORIGINAL.article_id}/compare/first").status_code == 404


def test_a_text_that_was_replaced_is_found_in_the_past_of_the_lake(client: TestClient) -> None:
    html = get(client, f"/articles/{REWRITTEN.article_id}/compare/first")
    assert f"<mark>{REWRITTEN.text}</mark>" in html
    assert "0 % of the shorter text is in the longer one; that is 0 % of the longer one." in html


def test_a_text_of_200_000_words_is_cut_and_shown_whole_on_demand(client: TestClient) -> None:
    html = get(client, f"/articles/{HUGE.article_id}?q=needle")
    assert len(html) < 100_000
    assert "with 1 more place that matches" in html
    assert "Nothing in what is shown" in html
    whole = get(client, f"/articles/{HUGE.article_id}?whole=1&q=needle")
    assert '<mark id="match-1">needle</mark>' in whole
    assert f'href="/articles/{HUGE.article_id}?whole=1&q=needle">Show all' in html
    assert len(whole) > len(LONG)
    assert "only its first 50,000 words were searched" in get(client, f"/articles/{HUGE.article_id}?q=pin")
    assert "only their beginnings" in get(client, f"/articles/{HUGE.article_id}/compare/{ORIGINAL.article_id}")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param("zzz", "This article does not match", id="no match"),
        pytest.param("outlet:original.example", "by no words of the title or the text", id="by its outlet"),
        pytest.param("(x", "this parenthesis is not closed", id="a broken query"),
        pytest.param("@nothing", "names no list", id="an unknown list"),
        pytest.param("%20", "a word or a query", id="only a space"),
    ],
)
def test_a_query_that_marks_nothing_says_why(client: TestClient, query: str, said: str) -> None:
    assert said in get(client, f"/articles/{ORIGINAL.article_id}?q={query}")


def test_an_article_of_the_past_says_how_it_came_and_when_it_was_captured(client: TestClient) -> None:
    html = get(client, f"/articles/{PAST.article_id}")
    assert "An archive captured it at " in html
    assert "2024-03-05T14:30" in html
    assert "We took it from a WARC file at " in html
    assert "A poll found it" not in html
    assert "from a WARC file" in get(client, f"/stories/s1_{PAST.article_id}")
    assert "backfill" not in get(client, f"/articles/{ORIGINAL.article_id}")


def test_an_article_off_topic_has_a_page_without_text(client: TestClient) -> None:
    html = get(client, f"/articles/{OFF_TOPIC.article_id}")
    assert "the article matches no topic" in html
    assert "None: it matches no topic." in html
    assert "/stories/" not in html


def test_the_story_of_an_article_off_topic_is_the_page_of_the_article(client: TestClient) -> None:
    """Messages of rules without a topic link to it."""
    answer = client.get(f"/stories/s1_{OFF_TOPIC.article_id}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/articles/{OFF_TOPIC.article_id}")


def test_a_text_that_retention_deleted_is_missed_but_not_the_article(client: TestClient) -> None:
    html = get(client, f"/articles/{DROPPED.article_id}?q=outlet:dropped.example")
    assert "retention has deleted it. It had 80 words" in html
    compared = get(client, f"/articles/{DROPPED.article_id}/compare/{ORIGINAL.article_id}")
    assert "The text of one of them is not stored any more" in compared
    assert "<td" not in compared


@pytest.mark.parametrize(
    ("path", "status", "where"),
    [
        pytest.param(f"/articles/{HELD.article_id}", 307, f"/quarantine/{HELD.article_id}", id="in quarantine"),
        pytest.param(f"/articles/{STORY}", 307, f"/stories/{STORY}", id="a story"),
        pytest.param("/articles/a1_gone", 404, None, id="forgotten, or never there"),
        pytest.param("/articles/a1_%00", 404, None, id="not even an id"),
        pytest.param("/articles/%D8%A7", 404, None, id="not ASCII"),
        pytest.param(f"/articles/{'x' * 3000}", 404, None, id="too long"),
        pytest.param(f"/articles/{ORIGINAL.article_id}/compare/a1_gone", 404, None, id="nothing to compare with"),
        pytest.param("/articles/first/compare/first", 404, None, id="no article to compare"),
        pytest.param(f"/articles/{ORIGINAL.article_id}?q={'x' * 2001}", 422, None, id="a query that is too long"),
    ],
)
def test_what_is_not_there_is_looked_for_elsewhere(client: TestClient, path: str, status: int, where: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers.get("location")) == (status, where)


def test_the_first_to_report_is_as_on_the_page_of_the_story(client: TestClient) -> None:
    on_story = get(client, f"/stories/{STORY}").partition("First: <strong>")[2].partition("</strong>")[0]
    assert on_story
    assert f"{on_story} may have been first" in get(client, f"/articles/{COPY.article_id}")


def test_the_lake_that_is_missing_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: TestClient
) -> None:
    monkeypatch.setenv("NEWSVANE_HOME", str(tmp_path))
    get_settings.cache_clear()
    with pytest.raises(NoLake):
        client.get(f"/articles/{ORIGINAL.article_id}")


def test_names_lead_to_searches_for_them(client: TestClient) -> None:
    html = client.get(f"/articles/{ORIGINAL.article_id}").text
    assert 'People: <a href="/names/edi-rama"><bdi>&lt;b&gt;Edi Rama&lt;/b&gt;</bdi></a>.' in html
    assert "<bdi>Tirana</bdi></a> (it happened here)." in html
    assert "<dt>Names</dt>" not in get(client, f"/articles/{OTHER.article_id}")


def test_a_forgotten_article_says_so(client: TestClient) -> None:
    settings, gone = get_settings(), "a1_00000000000000000000"
    at = datetime(2026, 11, 28, tzinfo=UTC)
    stone = Tombstone(kind="article", hash=hash_forgotten("s", "article", gone), salt="s", forgotten_at=at, act_id="a")
    with lake.writer(settings) as con:
        lake.land_tombstones(con, [stone])
    for path in (f"/articles/{gone}", f"/articles/{ORIGINAL.article_id}/compare/{gone}"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "This article was removed on 28 November 2026 by request." in answer.text
    assert client.get("/articles/a1_11111111111111111111").status_code == 404


def test_an_id_with_a_wrong_letter_leads_to_the_article(client: TestClient) -> None:
    wrong = f"{ORIGINAL.article_id[:-1]}z"
    for path in (f"/articles/{wrong}", f"/articles/{OTHER.article_id}/compare/{wrong}"):
        with page_client(get_settings(), article.router) as served:
            answer = served.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert f'<a href="/articles/{ORIGINAL.article_id}"><bdi>Did you mean {ORIGINAL.article_id}?' in answer.text
        assert 'href="/search"' in answer.text
