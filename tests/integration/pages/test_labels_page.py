"""The labels page on a real lake: random samples, what is left out of them, and hostile titles and notes."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from newsvane import lake
from newsvane.cli.labels import precision
from newsvane.lake.tables.labels import land_labels
from newsvane.records import Article, Grouping, Label
from newsvane.settings import Settings
from newsvane_pages import actions, labels, requested_actions
from tests.support import prose
from tests.support.empty_lake import create_lake
from tests.support.watch_folders import WATCH

NOW = datetime.now(UTC)
HOSTILE = """<script>alert('x')</script>"><img src=x onerror=alert(1)>\u202e"""


def report(name: str, **fields: Any) -> Article:
    text = f"{prose.prose(name, 40)} In Tehran {HOSTILE} {prose.prose(name + '!', 40)}"
    facts = {"fetched_at": NOW, "observed_at": NOW, "language": "en", "title": f"{name} {HOSTILE}"}
    return prose.article(name, text, day=None, **facts | fields)


FOUND = [report(f"found{number}") for number in range(30)]
COPY, OLD = report("copy"), report("old", fetched_at=NOW - timedelta(days=91))
OTHER = report("other", topics=("mek",), title=f"A rally of the MEK {HOSTILE}")
FLOOD = [report(f"edition{number}", topics=("flood",), outlet="flood.example") for number in range(40)]
FEW = [report(f"few{number}", topics=("flood",), outlet="few.example") for number in range(5)]
RARE = [report(f"rare{number}", topics=("rare", "common")) for number in range(3)]
COMMON = [report(f"common{number}", topics=("common",)) for number in range(7)]
DROPPED = report("dropped", topics=("albania",))


def label(con: lake.Connection, number: int, *given: Label, by: str = HOSTILE) -> None:
    request = lake.ActionRequest(act_id=str(number), kind="label", target="iran", done_by=by, asked_at=NOW)
    land_labels(con, request, given, topics=["iran", "flood", "rare", "common"])


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    settings = create_lake(Settings(home=tmp_path_factory.mktemp("lake"), watch=WATCH))
    everything = (*FOUND, COPY, OLD, OTHER, DROPPED, *FLOOD, *FEW, *RARE, *COMMON)
    groupings = [Grouping(article_id=each.article_id, story_id=f"s1_{each.article_id}") for each in everything]
    groupings[30] = groupings[30].model_copy(update={"copy_of": FOUND[0].article_id, "copy_kind": "near_copy"})
    with lake.writer(settings) as con:
        lake.land_articles(con, lake.Batch(run_id="r", now=NOW, articles=everything, groupings=tuple(groupings)))
        con.execute("UPDATE articles SET text = NULL WHERE article_id = ?", [DROPPED.article_id])
        about = [Label(article_id=each.article_id, question="topic", subject="iran", verdict=True, note=HOSTILE)
                 for each in FOUND]  # fmt: skip
        label(con, 0, *(each.model_copy(update={"sampled": True}) for each in about[:12]))
        flood = [Label(article_id=each.article_id, question="topic", subject="flood", verdict=True, sampled=True)
                 for each in FLOOD[:10]]  # fmt: skip
        label(con, 2, *flood)
        all_rare = [Label(article_id=each.article_id, question="topic", subject=topic, verdict=True, sampled=True)
                    for each in RARE for topic in ("rare", "common")]  # fmt: skip
        label(con, 3, *all_rare)
        label(con, 4, Label(article_id=OTHER.article_id, question="topic", subject="mek", verdict=False))
        label(con, 1, about[12].model_copy(update={"verdict": False}), by="anna")
    app = FastAPI()
    app.include_router(labels.router)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSVANE_HOME", str(settings.home))
        patch.setenv("NEWSVANE_WATCH", str(WATCH))
        yield app


@pytest.fixture
def editor(pages: FastAPI) -> TestClient:
    """Somebody who may act, and who waits for an answer about one article to be stored."""
    pending = frozenset({(FOUND[13].article_id, "topic", "iran"), (FOUND[14].article_id, "topic", "mek")})

    def forms(request: Request) -> actions.ActionForms:
        return actions.ActionForms(request, "b" * 64, "token", user="anna", pending_labels=pending)

    pages.dependency_overrides[actions._action_forms] = forms
    return TestClient(pages)


def get(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def sampled(html: str, topic: str = "iran") -> list[str]:
    return list(dict.fromkeys(re.findall(rf'name="label/(\w+)/topic/{topic}"', html)))


def test_a_sample_has_originals_of_the_topic_that_no_sample_had(editor: TestClient) -> None:
    """What was reported as wrong is not left out: the first mistakes would be missing in the measurement."""
    html = get(editor, "/labels?topic=iran")
    expected = {each.article_id for each in FOUND[12:]} - {FOUND[13].article_id}
    assert set(sampled(html)) == expected
    assert "17 of 17 original articles" in html


def test_outlets_take_turns_so_that_one_with_many_articles_does_not_fill_the_sample(
    pages: FastAPI, editor: TestClient
) -> None:
    """Ten articles of the flood were in a sample: these were its turns."""
    seen = sampled(get(editor, "/labels?topic=flood"), "flood")
    assert set(seen[:5]) == {each.article_id for each in FEW}
    assert len(seen) == labels.SAMPLE


def test_an_excerpt_is_of_the_text_because_the_title_is_above_it_and_marked(editor: TestClient) -> None:
    html = get(editor, "/labels?topic=mek")
    assert re.findall("<mark>.*?</mark>", html) == ["<mark>MEK</mark>"]
    assert "A rally of the <mark>MEK</mark> &lt;script&gt;" in html.partition('class="passage"')[0]
    assert OTHER.text[:40] in unescape(html)


def test_the_result_so_far_is_above_the_sample(editor: TestClient) -> None:
    before, _ = get(editor, "/labels?topic=flood").split('<ol class="list">', 1)
    assert "So far 10 right. Precision: <strong>100 %</strong> (72 % to 100 %)." in before


def test_the_seed_decides_the_order(editor: TestClient) -> None:
    first, again, other = (sampled(get(editor, f"/labels?topic=iran&seed={seed}")) for seed in (1, 1, 2))
    assert first == again
    assert (first != other, set(first) == set(other)) == (True, True)


def test_an_earlier_answer_is_shown_with_its_note_and_is_not_chosen(editor: TestClient) -> None:
    """Who comes upon the article again in a sample must not replace it without knowing, nor be swayed by others."""
    html = unescape(get(editor, "/labels?topic=iran"))
    row = html.split(f'href="/articles/{FOUND[12].article_id}"')[1].split("</fieldset>")[0]
    assert ("<strong>no</strong>" in row, HOSTILE[:-1] in row, "replaces" in row) == (True, True, True)
    assert html.count('value="skip" checked') == 17
    assert html.count("You said before") == 1
    assert "You said before" not in get(editor, "/labels?topic=mek")


def test_what_was_not_stored_does_not_stand_beside_what_was(pages: FastAPI, editor: TestClient) -> None:
    done = requested_actions.RequestedAction("label", "iran", "", "anna", NOW, "done", "1 label stored", "run")

    def forms(request: Request) -> actions.ActionForms:
        return actions.ActionForms(request, "b" * 64, "token", labelled={"iran": done})

    pages.dependency_overrides[actions._action_forms] = forms
    assert "1 label stored" in get(editor, "/labels?topic=iran")
    refused = get(editor, "/labels?topic=iran&unanswered=1")
    assert ("Nothing was stored" in refused, "1 label stored" in refused) == (True, False)


def test_reasons_survive_leaving_the_page(editor: TestClient) -> None:
    """Browsers do not restore fields with autocomplete="off" when somebody comes back."""
    reasons = re.findall(r'<input type="text" name="note/[^>]*>', get(editor, "/labels?topic=iran"))
    assert len(reasons) == 17
    assert not any("autocomplete" in each for each in reasons)


def test_each_article_has_three_buttons_of_which_skip_is_chosen(editor: TestClient) -> None:
    html = get(editor, "/labels?topic=mek")
    buttons = re.findall(r'<input type="radio" name="([^"]*)" value="(\w+)"( checked)?>', html)
    name = f"label/{OTHER.article_id}/topic/mek"
    assert buttons == [(name, "yes", ""), (name, "no", ""), (name, "skip", " checked")]


@pytest.mark.parametrize("path", ["/labels", "/labels?topic=iran"])
def test_titles_texts_notes_and_names_are_text(editor: TestClient, path: str) -> None:
    html = get(editor, path)
    assert ("<script>alert" in html, "<img" in html) == (False, False)
    assert unescape(html).count(HOSTILE[:-1]) >= 30


def test_the_passage_that_matched_is_marked(editor: TestClient) -> None:
    assert get(editor, "/labels?topic=iran").count("<mark>Tehran</mark>") == 17


def test_precision_is_shown_with_its_interval(editor: TestClient) -> None:
    row = unescape(get(editor, "/labels")).split('<tr id="iran">')[1].split("</tr>")[0]
    assert "<strong>100 %</strong> (76 % to 100 %)" in row
    assert ("12 right" in row, "1 wrong" in row, "too few" in row) == (True, True, False)


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        pytest.param("rare", "too few labels to tell, and no article is left to label until more are read", id="none"),
        pytest.param("common", "too few labels to tell: about 6 more are needed</span>", id="enough articles"),
    ],
)
def test_more_labels_are_asked_for_only_if_there_are_articles_left(editor: TestClient, topic: str, said: str) -> None:
    row = get(editor, "/labels").split(f'<tr id="{topic}">')[1].split("</tr>")[0]
    assert ("(44 % to 100 %)" in row, said in row) == (True, True), row


def test_the_command_says_the_same_of_what_is_missing(pages: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    precision()
    assert "no article is left to label" in " ".join(capsys.readouterr().out.split())


def test_where_no_precision_is_measured_a_sample_can_be_drawn(editor: TestClient) -> None:
    row = unescape(get(editor, "/labels")).split('<tr id="mek">')[1].split("</tr>")[0]
    assert re.search(r'not measured</span>: <a href="/labels\?seed=\d+&topic=mek#review">draw a sample</a>', row), row


@pytest.mark.parametrize("path", ["/labels", "/labels?topic=iran"])
def test_it_is_said_what_an_answer_changes(editor: TestClient, path: str) -> None:
    assert "They change nothing else: the article keeps its topics" in get(editor, path)


def test_an_article_without_text_can_be_reviewed(editor: TestClient) -> None:
    html = get(editor, "/labels?topic=albania")
    assert ("The text is not stored." in html, sampled(html, "albania")) == (True, [DROPPED.article_id])


def test_who_may_not_act_sees_the_sample_without_a_form(pages: FastAPI) -> None:
    def forms(request: Request) -> actions.ActionForms:
        return actions.ActionForms(request, "", "")

    pages.dependency_overrides[actions._action_forms] = forms
    html = get(TestClient(pages), "/labels?topic=iran")
    assert ('type="radio"' in html, 'name="token"' in html, "18 of 18 original articles" in html) == (
        False,
        False,
        True,
    )
