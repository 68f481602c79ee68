"""Labels on a real lake: what is stored, which answers count, two editors at once, and what becomes of an old lake."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake, pipeline
from newsvane.analysis.labels import load_labelled_articles, load_labels, load_precision
from newsvane.analysis.precision import Measure, Tally
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.transactions import transaction
from newsvane.records import CLAIM_EVIDENCE, Grouping
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, ask, land, message
from tests.support.watch_folders import WATCH

HOSTILE = "<script>alert('x')</script>\u202e\x1b[31m"
GOOD, BAD, COPY, OFF = article("good"), article("bad"), article("copy"), article("off", topics=())
CURRENT = "SELECT labelled_by, verdict, disputed FROM current_labels ORDER BY labelled_by"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A lake with four articles, one of which is a copy, and one off topic."""
    made = create_lake(Settings(home=tmp_path / "home", watch=WATCH))
    articles = tuple(
        each.model_copy(update={"central_topics": each.topics if each is GOOD else (), "language": "en"})
        for each in (GOOD, BAD, COPY, OFF)
    )
    groupings = [Grouping(article_id=each.article_id, story_id=f"s1_{each.title}") for each in (GOOD, BAD)]
    groupings.append(
        Grouping(
            article_id=COPY.article_id, story_id="s1_good", copy_of=GOOD.article_id, copy_kind="near_copy", score=1
        )
    )
    land(made, lake.Batch(run_id="run", now=NOW, articles=articles, groupings=tuple(groupings)))
    monkeypatch.setenv("NEWSVANE_HOME", str(made.home))
    monkeypatch.setenv("NEWSVANE_WATCH", str(WATCH))
    return made


def answer(article_id: str = GOOD.article_id, verdict: bool | None = True, **fields: Any) -> dict[str, Any]:
    return {"article_id": article_id, "question": "topic", "subject": "iran", "verdict": verdict} | fields


def label(settings: Settings, *labels: dict[str, Any], by: str = "anna", minutes: int = 0) -> lake.ActionResult:
    at = NOW + timedelta(minutes=minutes)
    request = lake.ActionRequest(act_id=f"{by}-{minutes}", kind="label", target="iran", done_by=by, asked_at=at)
    return pipeline.perform_action(request, labels=labels, settings=settings)


def test_each_answer_is_kept_with_who_when_why_and_what_the_lake_said(settings: Settings) -> None:
    done = label(
        settings,
        answer(note="yes, it is"),
        answer(BAD.article_id, False, note=HOSTILE),
        answer(OFF.article_id, True),
        answer(COPY.article_id, False, question="link", subject=GOOD.article_id),
        answer(GOOD.article_id, False, question="language", subject="en"),
        answer(OFF.article_id, False, question="article", subject=""),
    )
    assert (done.state, done.words) == ("done", "6 labels stored")
    rows = ask(settings, "SELECT article_id, question, verdict, note, machine_said FROM labels ORDER BY label_id")
    assert rows == [
        (GOOD.article_id, "topic", True, "yes, it is", "central"),
        (BAD.article_id, "topic", False, "<script>alert('x')</script>", "mentioned"),
        (OFF.article_id, "topic", True, "", None),
        (COPY.article_id, "link", False, "", "near_copy"),
        (GOOD.article_id, "language", False, "", "en"),
        (OFF.article_id, "article", False, "", "article"),
    ]
    assert ask(settings, "SELECT DISTINCT labelled_by, labelled_at FROM labels") == [("anna", NOW)]
    assert ask(settings, "SELECT kind, target, done_by, state FROM acts") == [("label", "iran", "anna", "done")]


def test_what_only_a_page_claims_is_nothing_that_the_lake_said(settings: Settings) -> None:
    """Newsvane could not confirm the claim, so an answer finds it neither right nor wrong."""
    claim = Grouping(
        article_id=COPY.article_id, story_id="s1_good", copy_of=GOOD.article_id, copy_kind="translation", score=1,
        evidence=(CLAIM_EVIDENCE,), copy_claimed=True,
    )  # fmt: skip
    land(settings, lake.Batch(run_id="again", now=NOW, articles=(), groupings=(claim,)))
    label(settings, answer(COPY.article_id, question="link", subject=GOOD.article_id))
    assert ask(settings, "SELECT verdict, machine_said FROM labels") == [(True, None)]
    assert load_precision().others == []


def test_an_action_that_runs_again_stores_nothing_more(settings: Settings) -> None:
    first = label(settings, answer())
    assert label(settings, answer()) == first
    assert ask(settings, "SELECT count(*) FROM labels") == [(1,)]


def test_the_newest_answer_of_a_person_counts_until_it_is_withdrawn(settings: Settings) -> None:
    label(settings, answer())
    label(settings, answer(verdict=False, note="a namesake"), minutes=1)
    assert ask(settings, CURRENT) == [("anna", False, False)]
    assert label(settings, answer(verdict=False), minutes=2).words == "0 labels stored; 1 said nothing new"
    assert label(settings, answer(verdict=None), minutes=3).words == "1 label withdrawn"
    assert (ask(settings, CURRENT), ask(settings, "FROM label_verdicts")) == ([], [])
    assert label(settings, answer(verdict=None), minutes=4).words == "0 labels stored; 1 said nothing new"
    assert ask(settings, "SELECT count(*) FROM labels") == [(3,)]


def test_a_late_answer_that_was_given_earlier_does_not_count(settings: Settings) -> None:
    """A run that waited in the queue stores its answers with the time at which they were given."""
    label(settings, answer(verdict=False), minutes=10)
    label(settings, answer(verdict=True), minutes=9)
    assert ask(settings, CURRENT) == [("anna", False, False)]


def test_two_editors_at_once_keep_their_own_answers_and_disagree(settings: Settings) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(label, settings, answer(verdict=name == "anna"), by=name) for name in ("anna", "ben")]
        assert [each.result().state for each in both] == ["done", "done"]
    assert ask(settings, CURRENT) == [("anna", True, True), ("ben", False, True)]
    assert ask(settings, "SELECT verdict, disputed, people FROM label_verdicts") == [(None, True, 2)]
    assert load_labelled_articles() == []
    assert load_precision().topics == [Measure("iran", others=Tally(disputed=1))]


def test_an_answer_on_a_sample_stays_on_the_sample(settings: Settings) -> None:
    """Otherwise whoever corrects an answer on the article's page would take it out of the measurement."""
    label(settings, answer(BAD.article_id, True, sampled=True))
    label(settings, answer(BAD.article_id, False), minutes=1)
    assert load_precision().topics == [Measure("iran", sampled=Tally(wrong=1))]


def test_what_was_reported_before_counts_on_a_sample_as_well(settings: Settings) -> None:
    label(settings, answer(BAD.article_id, False, note="a namesake"))
    assert load_precision().topics == [Measure("iran", others=Tally(wrong=1))]
    assert label(settings, answer(BAD.article_id, False, sampled=True), minutes=1).words == "1 label stored"
    assert load_precision().topics == [Measure("iran", sampled=Tally(wrong=1))]
    assert [row["note"] for row in load_labels(limit=9)] == ["a namesake"]


def test_a_topic_that_is_corrected_later_does_not_change_what_was_measured(settings: Settings) -> None:
    label(settings, answer(BAD.article_id, False, sampled=True), answer(sampled=True))
    with lake.writer(settings) as con:
        con.execute("UPDATE articles SET topics = [], central_topics = [] WHERE article_id = ?", [BAD.article_id])
    label(settings, answer(BAD.article_id, False, note="still"), by="ben", minutes=1)
    assert load_precision().topics == [Measure("iran", sampled=Tally(1, 1))]


def test_an_article_that_the_lake_missed_is_not_among_those_it_found(settings: Settings) -> None:
    label(settings, answer(OFF.article_id, True), answer())
    assert load_precision().topics == [Measure("iran", others=Tally(right=1), missed=1)]


def test_rules_are_measured_by_the_articles_of_their_messages(settings: Settings) -> None:
    """The first rule requires topics that nobody labelled, so only what is no article is wrong; the second one none."""
    messages = [
        message(f"{rule} {each.title}").model_copy(update={"article_id": each.article_id, "rule": rule})
        for each in (GOOD, BAD, COPY)
        for rule in ("mek-in-albania", "a rule that is gone")
    ]
    with lake.writer(settings) as con:
        lake.land_messages(con, messages)
    label(settings, answer(sampled=True), answer(BAD.article_id, False), answer(BAD.article_id, subject="mek"))
    label(settings, answer(COPY.article_id, False, question="article", subject=""), minutes=1)
    assert load_precision().rules == [
        Measure("a rule that is gone", Tally(right=1), Tally(wrong=2)),
        Measure("mek-in-albania", Tally(), Tally(wrong=1)),
    ]


def test_a_rule_that_requires_two_topics_is_measured_on_articles_with_both_answers(settings: Settings) -> None:
    found = [article(f"found{number}", topics=("mek", "albania")) for number in range(3)]
    land(settings, lake.Batch(run_id="run 2", now=NOW, articles=tuple(found)))
    facts = [{"article_id": each.article_id, "rule": "mek-in-albania"} for each in found]
    with lake.writer(settings) as con:
        lake.land_messages(con, [message(each["article_id"]).model_copy(update=each) for each in facts])
    label(settings, *(answer(each.article_id, each is not found[0], subject="mek", sampled=True) for each in found))
    assert load_precision().rules == [Measure("mek-in-albania", others=Tally(wrong=1))]
    label(settings, *(answer(each.article_id, subject="albania", sampled=True) for each in found), minutes=1)
    assert load_precision().rules == [Measure("mek-in-albania", sampled=Tally(right=2, wrong=1))]


def test_only_what_was_answered_since_a_time_is_measured(settings: Settings) -> None:
    label(settings, answer(sampled=True))
    label(settings, answer(BAD.article_id, False, sampled=True), minutes=60)
    assert load_precision(since=NOW + timedelta(minutes=30)).topics == [Measure("iran", sampled=Tally(wrong=1))]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param(answer("a1_gone"), "a1_gone is not in the lake", id="an article that is gone"),
        pytest.param(answer(subject="irna"), "there is no topic 'irna'; did you mean iran?", id="an unknown topic"),
        pytest.param(answer(question="link", subject="a1_gone"), "a1_gone is no other article", id="an unknown link"),
        pytest.param(answer(question="link", subject=GOOD.article_id), "is no other article", id="itself"),
        pytest.param(answer(question="taste"), "a label is wrong: question", id="an unknown question"),
        pytest.param(answer(subject=""), "need a subject", id="no subject"),
        pytest.param(answer(question="article"), "article none", id="a subject too many"),
        pytest.param(answer(note="x" * 501), "a label is wrong: note", id="a long note"),
        pytest.param(answer(verdict="perhaps"), "a label is wrong: verdict", id="no verdict"),
        pytest.param(answer(labelled_by="ben"), "a label is wrong: labelled_by", id="in somebody else's name"),
        pytest.param({}, "a label is wrong: article_id", id="nothing"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_recorded(settings: Settings, wrong: dict[str, Any], words: str) -> None:
    done = label(settings, wrong)
    assert (done.state, words in done.words) == ("failed", True), done.words
    assert ask(settings, "SELECT count(*) FROM labels") == [(0,)]
    assert ask(settings, "SELECT state FROM acts") == [("failed",)]


@pytest.mark.parametrize("number", [0, 51])
def test_a_submission_has_one_to_fifty_answers(settings: Settings, number: int) -> None:
    assert "give 1 to 50 labels" in label(settings, *[answer()] * number).words


def test_what_can_be_stored_is_stored_beside_what_cannot(settings: Settings) -> None:
    done = label(settings, answer(), *(answer(f"a1_gone{number}") for number in range(5)))
    assert done.state == "done"
    assert done.words.startswith("1 label stored; 5 not stored: a1_gone0 is not in the lake, a1_gone1")
    assert done.words.endswith("and 2 more")


def test_labels_stay_when_their_article_is_removed(settings: Settings) -> None:
    label(settings, answer(sampled=True))
    with lake.writer(settings) as con:
        con.execute("DELETE FROM articles WHERE article_id = ?", [GOOD.article_id])
    assert [(row["gone"], row["title"]) for row in load_labels(limit=9)] == [(True, None)]
    assert load_precision().topics == [Measure("iran", sampled=Tally(right=1))]
    assert load_labelled_articles() == []


def test_an_older_lake_gets_labels_and_keeps_its_rows(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, watch=WATCH)
    steps = sorted((resources.files("newsvane.lake") / "migrations").iterdir(), key=lambda step: step.name)
    with exclusive(settings) as con, transaction(con):
        for step in (each for each in steps if each.name < "0026"):
            con.execute(step.read_text("utf-8"))
            con.execute("INSERT INTO migrations VALUES (?, now())", [step.name.removesuffix(".sql")])
        con.execute(
            "INSERT INTO articles (article_id, outlet, fetched_at, topics) VALUES ('a', 'o', ?, ['iran'])",
            [NOW],
        )
        con.execute("INSERT INTO acts (act_id, kind, target, state) VALUES ('old', 'discard', 'a', 'done')")
    assert label(settings, answer("a", False)).words == "1 label stored"
    with contextlib.closing(lake.connect(settings=settings)) as con:
        assert con.execute("SELECT article_id, machine_said FROM labels").fetchall() == [("a", "matched")]
        assert con.execute("SELECT kind FROM acts ORDER BY ALL").fetchall() == [("discard",), ("label",)]
