"""The original that a translation links to is read once, in the next cycle, if its outlet is watched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsvane import pipeline
from tests.support.installation import ENGLISH, SPANISH, TOPICS, Installation, install, page
from tests.support.outlet import Answer, rss

WATCH = """
[[feed]]
id = "translated"
url = "http://translated.example/feed-es"
language = "es"

[[feed]]
id = "origin"
url = "http://origin.example/feed-en"
language = "en"
country = "MT"
"""
NOTICE = "<div>Esta página fue traducida automáticamente. <a href='{}'>Leer el original</a></div>"


def translation(link: str) -> Answer:
    return page("El transbordador sigue en puerto", SPANISH, NOTICE.format(link), "es")


QUEUED = "SELECT url, outcome, feed_id FROM entries WHERE original_of IS NOT NULL ORDER BY url"


@pytest.fixture
def answers() -> dict[str, Answer]:
    """The answers of both outlets: a translation in the feed of one, nothing in the feed of the other."""
    return {
        "/feed-es": rss("es/7", host="translated.example"),
        "/feed-en": rss(),
        "/es/7": translation("http://www.origin.example/en/7?utm_source=es"),
        "/en/7?utm_source=es": page("Ferry stays in port", ENGLISH),
    }


@pytest.fixture
def installation(tmp_path: Path, answers: dict[str, Answer]) -> Iterator[Installation]:
    with install(tmp_path, WATCH, answers) as one:
        yield one


def test_the_original_is_read_in_the_next_cycle_and_the_translation_becomes_its_copy(
    installation: Installation,
) -> None:
    first = installation.cycle("first")
    assert (first["originals_queued"], first["to_read"]) == (1, 1)
    link = "http://www.origin.example/en/7?utm_source=es"
    assert installation.query(QUEUED) == [(link, "pending", "")]
    assert installation.query("SELECT copy_of IS NULL FROM coverage") == [(True,)]

    second = installation.cycle("second")
    assert (second["originals_queued"], second["to_read"]) == (0, 0)
    assert installation.query(QUEUED) == [(link, "article", "")]
    found = "SELECT c.language, o.language, c.copy_kind FROM coverage c JOIN coverage o ON o.article_id = c.copy_of"
    assert installation.query(found) == [("es", "en", "translation")]
    assert installation.query("SELECT count(DISTINCT story_id) FROM coverage") == [(1,)]
    assert installation.query("SELECT feed_id, outlet_country FROM coverage WHERE language = 'en'") == [(None, "MT")]

    entries = "FROM entries ORDER BY entry_id"
    before = installation.query(entries)
    assert installation.cycle("third") == {}
    assert installation.query(entries) == before


def test_entries_over_the_limit_wait_for_the_next_cycle(installation: Installation, answers: dict[str, Answer]) -> None:
    answers["/feed-en"] = rss("en/1", "en/2", "en/3", host="origin.example")
    answers |= {f"/en/{number}": page(f"Ferry {number}", ENGLISH[number:]) for number in (1, 2, 3)}
    few = Installation(installation.settings.model_copy(update={"read_limit": 2, "read_originals": "none"}))
    assert [few.cycle(run)["to_read"] for run in ("first", "second")] == [2, 0]
    assert installation.query("SELECT count(*) FROM entries WHERE outcome = 'pending'") == [(0,)]


def test_landing_twice_queues_the_original_once(installation: Installation) -> None:
    assert installation.cycle("first")["originals_queued"] == 1
    again = pipeline.land_articles("first", settings=installation.settings)
    assert (again["originals_queued"], len(installation.query(QUEUED))) == (0, 1)


def test_a_feed_that_lists_the_original_later_becomes_its_feed(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    read_en = answers.pop("/en/7?utm_source=es")
    installation.cycle("first")
    installation.cycle("second")
    assert [row[1:] for row in installation.query(QUEUED)] == [("skipped", "")]
    answers["/en/7"] = read_en
    answers["/feed-en"] = rss("en/7", host="origin.example")
    assert installation.cycle("third")["originals_queued"] == 0
    assert installation.query(QUEUED) == [("http://origin.example/en/7", "article", "origin")]
    assert installation.query("SELECT copy_kind, feed_id FROM coverage ORDER BY 1 NULLS LAST") == [
        ("translation", "translated"),
        (None, "origin"),
    ]


@pytest.mark.parametrize(
    ("which", "link", "queued"),
    [
        pytest.param("watched", "http://elsewhere.example/7", 0, id="an outlet that is not watched"),
        pytest.param("all", "http://elsewhere.example/7", 1, id="all originals are wanted"),
        pytest.param("none", "http://origin.example/en/7", 0, id="no originals are wanted"),
        pytest.param("watched", "http://translated.example/es/7/", 0, id="the page itself, spelled differently"),
        pytest.param("watched", "http://www.translated.example/es/8", 0, id="a page that a feed has listed"),
        pytest.param("all", "javascript:original()", 0, id="not an address"),
    ],
)
def test_which_originals_are_queued(
    installation: Installation, answers: dict[str, Answer], which: str, link: str, queued: int
) -> None:
    answers["/feed-es"] = rss("es/7", "es/8", host="translated.example")
    answers["/es/7"] = translation(link)
    answers["/es/8"] = page("Otro transbordador", SPANISH[::-1], lang="es")
    changed = Installation(installation.settings.model_copy(update={"read_originals": which}))
    assert changed.cycle("first")["originals_queued"] == queued


def test_an_original_that_names_another_original_is_not_followed(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers["/en/7?utm_source=es"] = translation("http://origin.example/en/8")
    assert installation.cycle("first")["originals_queued"] == 1
    assert installation.cycle("second")["originals_queued"] == 0
    assert len(installation.query(QUEUED)) == 1


def test_an_original_at_a_private_address_is_blocked(installation: Installation, answers: dict[str, Answer]) -> None:
    answers["/es/7"] = translation("http://10.0.0.1/en/7")
    guarded = installation.settings.connect_to.replace("*=", ".example=")
    changed = Installation(installation.settings.model_copy(update={"read_originals": "all", "connect_to": guarded}))
    changed.cycle("first")
    changed.cycle("second")
    assert changed.query("SELECT reason, will_retry FROM skipped") == [("blocked_address", False)]
    assert changed.query("SELECT outcome FROM entries WHERE original_of IS NOT NULL") == [("skipped",)]


def test_the_original_of_an_off_topic_translation_is_not_queued(installation: Installation) -> None:
    (installation.settings.watch / "topics.toml").write_text(
        TOPICS.replace("ferry OR transbordador", "zeppelin"), "utf-8"
    )
    assert installation.cycle("first")["originals_queued"] == 0
