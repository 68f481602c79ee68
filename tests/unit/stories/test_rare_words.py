"""Words that few articles have, and what they say about two reports in one language."""

from datetime import UTC, datetime

import pytest

from newsvane.records import Article
from newsvane.stories.event_evidence import compare_reports, score_event
from newsvane.stories.event_profiles import EventProfile, make_profile
from newsvane.stories.rare_words import find_rare_words
from newsvane.texts import text_hash, words
from tests.support.prose import prose

ORIGIN = datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "language"),
    [
        pytest.param("police", "en", id="frequent in news"),
        pytest.param("iranian", "en", id="derived from the name of a country"),
        pytest.param("иранского", "ru", id="derived from the name of a country, in another script"),
        pytest.param("rajavi", "fr", id="the name of a person whom a topic is about"),
        pytest.param("арестовали", "ru", id="a word for a frequent kind of event"),
    ],
)
def test_a_common_word_is_no_evidence(word: str, language: str) -> None:
    assert not find_rare_words(word, language)


@pytest.mark.parametrize(("word", "language"), [("mortars", "en"), ("кубометров", "ru"), ("zahnburste", "de")])
def test_a_word_that_is_not_listed_is_rare(word: str, language: str) -> None:
    assert find_rare_words(word, language) == {word[:6]}


FERRY = """Deckhands hoist anchor as blaze guts trailer bay
Smoke poured from the trailer bay of the ferry shortly before dawn, and 71 drivers climbed into orange dinghies. A
coastguard cutter from Brindisi towed them to the pier, where nurses handed out blankets. The owner, a chartering firm,
said that a refrigerated container had short-circuited."""
FERRY_AGAIN = """Night of fear for lorry crews
One driver remembers the smell first. By the time he reached the stairs, the trailer bay glowed, and a sailor threw him
a vest. From their dinghies they watched the blaze until a cutter arrived from Brindisi. Insurers will ask why a
refrigerated container was plugged in at all, says a lawyer for nine of the crews."""
STRANGER = """Night of fear for lorry crews
Every evening hundreds of lorries stop along the motorway, because parking areas are full. The crews sleep with locked
doors, and some have been robbed. Their union demands that the ministry should pay for lamps and guards, and says that
talks about wages will begin only after that."""


def make(report: str, language: str = "en") -> EventProfile:
    title, _, text = report.partition("\n")
    article = Article(
        article_id=title,
        url=f"https://{title[:5].lower()}.example/",
        canonical_url=f"https://{title[:5].lower()}.example/",
        outlet=f"{title[:5].lower()}.example",
        title=title,
        published_at=ORIGIN,
        fetched_at=ORIGIN,
        text=text,
        text_hash=text_hash(text),
        words=len(words(text)),
        language=language,
    )
    found = make_profile(article)
    assert found is not None
    return found


def test_nothing_is_known_about_words_that_were_not_counted() -> None:
    assert compare_reports(make(FERRY, "nl"), make(FERRY_AGAIN, "nl")).rare_words is None


def test_reports_in_other_words_share_rare_ones() -> None:
    found = compare_reports(make(FERRY), make(FERRY_AGAIN))
    assert found.words < 0.35
    assert found.rare_words == 0.09
    assert found.is_in_text


def test_a_headline_over_another_text_is_no_evidence() -> None:
    found = compare_reports(make(STRANGER), make(FERRY_AGAIN))
    assert not found.is_in_text
    assert score_event(found) == float("-inf")


def test_a_page_that_is_stuffed_with_rare_words_of_many_reports_has_less_in_common_with_each() -> None:
    few = f"Today\nDinghies, a trailer and a cutter. {'So it was. ' * 12}"
    one, stuffed = (compare_reports(make(FERRY), make(few + more)) for more in ("", prose("others", 60)))
    assert 0 < (stuffed.rare_words or 0) < (one.rare_words or 0)
