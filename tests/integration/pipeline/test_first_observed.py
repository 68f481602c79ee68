"""Who came first is what our polls saw. An outlet that claims another time is contradicted, and gains nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import lake
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.outlet import Answer, moved

WATCH = """
[[feed]]
id = "thief"
url = "http://thief.example/feed-thief"
country = "AL"

[[feed]]
id = "victim"
url = "http://victim.example/feed-victim"
country = "IE"
"""
WATCH += """
[[feed]]
id = "third"
url = "http://third.example/feed-third"
"""
COPIED = ENGLISH
OTHER = [
    "Two cranes from Trieste were unloaded this morning while a ferry waited outside the harbour for the pilot boat.",
    "The council will pay for them until the year 2041, which the opposition calls a mortgage on our children.",
    "An engineer wept when the first beam rose above the sheds, where her grandmother had once mended nets.",
    "Nobody could say who will drive the cranes, since the school for drivers closed in the winter of last year.",
]
VICTIM = "http://victim.example/ferry"
THIEF = "http://thief.example/ferry-too"


def feed(*links: str) -> Answer:
    items = "".join(f"<item><title>Ferry {link[-12:]}</title><link>{link}</link></item>" for link in links)
    return Answer(f"<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>", "application/rss+xml")


def retitled(listed: Answer, word: str) -> Answer:
    """Return a feed with a word before each title, so that its pages are read again."""
    return Answer(listed.body.replace("Ferry ", f"{word}: Ferry "), "text/xml")


def dated(paragraphs: list[str], hours_ago: float, title: str = "Ferry stays in port") -> Answer:
    """Return a page that claims to have been published so many hours ago."""
    time = datetime.now(UTC) - timedelta(hours=hours_ago)
    meta = f"<meta property='article:published_time' content='{time:%Y-%m-%dT%H:%M:%SZ}'>"
    made = page(title, paragraphs)
    return replace(made, body=made.body.replace("</head>", meta + "</head>"))


@pytest.fixture
def answers() -> dict[str, Answer]:
    return {
        "/feed-thief": feed(),
        "/feed-third": feed(),
        "/feed-victim": feed(VICTIM),
        "/ferry": dated(ENGLISH, 0.2),
        "/ferry-too": dated(COPIED, 9, "Ferry stays in port, we hear"),
    }


@pytest.fixture
def installation(tmp_path: Path, answers: dict[str, Answer]) -> Iterator[Installation]:
    with install(tmp_path, WATCH, answers) as one:
        yield one


def put_back(installation: Installation, hours: float) -> None:
    """Make everything that happened so far look as if it had happened so many hours earlier."""
    with lake.writer(installation.settings) as con:
        for table, columns in {
            "entries": ("seen_at", "observed_at", "absent_at"),
            "articles": ("fetched_at", "observed_at", "absent_at", "published_at"),
            "feed_states": ("polled_at", "well_at", "read_at"),
        }.items():
            changes = ", ".join(f"{column} = {column} - INTERVAL {round(hours * 60)} MINUTE" for column in columns)
            con.execute(f"UPDATE {table} SET {changes}")


ORDER = "SELECT outlet, copy_of IS NULL, copy_order, date_contradicted FROM coverage ORDER BY ordered_at, outlet"


def test_a_backdated_copy_stays_a_copy_and_its_date_is_contradicted(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    installation.cycle("first")
    put_back(installation, 0.1)
    installation.cycle("nothing new")
    put_back(installation, 5)
    answers["/feed-thief"] = feed(THIEF)
    installation.cycle("second")
    assert installation.query(ORDER) == [
        ("victim.example", True, None, None),
        ("thief.example", False, "certain", True),
    ]
    story = installation.query("SELECT story_id, first_outlet, first_day, outlets FROM stories")
    assert [row[1] for row in story] == ["victim.example"]
    places = f"SELECT outlet, certainty, date_contradicted FROM first_to_report('{story[0][0]}')"
    assert installation.query(places) == [("victim.example", "certain", None), ("thief.example", "certain", True)]
    claimed, observed = installation.query("SELECT published_at, observed_at FROM coverage WHERE copy_of IS NOT NULL")[
        0
    ]
    assert observed - claimed > timedelta(hours=8)


def test_in_which_second_of_a_run_an_outlet_was_asked_decides_nothing(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    """Both appear between the same two runs, and both claim to be older than the first of them: the dates decide."""
    answers["/feed-victim"] = feed()
    installation.cycle("first")
    put_back(installation, 0.1)
    with lake.writer(installation.settings) as con:
        con.execute("UPDATE feed_states SET well_at = date_trunc('minute', well_at) + INTERVAL 1 SECOND")
        con.execute("UPDATE feed_states SET well_at = well_at + INTERVAL 30 SECOND WHERE feed_id = 'victim'")
    answers |= {"/feed-victim": feed(VICTIM), "/feed-thief": feed(THIEF)}
    answers |= {"/ferry": dated(ENGLISH, 0.7), "/ferry-too": dated(COPIED, 0.5)}
    installation.cycle("second")
    assert {row[:3] for row in installation.query(ORDER)} == {
        ("victim.example", True, None),
        ("thief.example", False, "uncertain"),
    }


def test_the_first_poll_of_a_feed_proves_no_date(installation: Installation, answers: dict[str, Answer]) -> None:
    answers["/feed-thief"] = Answer("", status=503)
    installation.cycle("first")
    put_back(installation, 5)
    answers["/feed-thief"] = feed(THIEF)
    installation.cycle("second")
    assert installation.query(ORDER) == [
        ("victim.example", True, None, None),
        ("thief.example", False, "uncertain", None),
    ]


def test_of_two_that_one_poll_found_the_dates_decide(installation: Installation, answers: dict[str, Answer]) -> None:
    answers["/feed-thief"] = feed(THIEF)
    installation.cycle("first")
    assert installation.query(ORDER) == [
        ("thief.example", True, None, None),
        ("victim.example", False, "uncertain", None),
    ]


def test_a_text_put_in_the_place_of_an_older_one_counts_from_then(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers["/feed-victim"] = feed()
    answers["/feed-thief"] = feed(THIEF)
    answers["/ferry-too"] = dated(OTHER, 0.1, "Cranes")
    installation.cycle("first")
    put_back(installation, 5)
    answers["/feed-victim"] = feed(VICTIM)
    installation.cycle("second")
    put_back(installation, 2)
    answers["/ferry-too"] = dated(COPIED, 9)
    answers["/feed-thief"] = retitled(answers["/feed-thief"], "Corrected")
    installation.cycle("third")
    assert installation.query("SELECT revision, outlet FROM articles ORDER BY outlet") == [
        (2, "thief.example"),
        (1, "victim.example"),
    ]
    assert installation.query(ORDER) == [
        ("victim.example", True, None, False),
        ("thief.example", False, "certain", True),
    ]


def test_a_text_that_replaces_an_older_one_in_halves_counts_from_then(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers |= {"/feed-victim": feed(), "/feed-thief": feed(THIEF), "/ferry-too": dated(OTHER, 0.1, "Cranes, ferry")}
    installation.cycle("first")
    put_back(installation, 5)
    answers["/feed-victim"] = feed(VICTIM)
    installation.cycle("second")
    for count in (2, 4):
        answers["/ferry-too"] = dated([*COPIED[:count], *OTHER[: 4 - count]], 6, "Cranes, ferry")
        answers["/feed-thief"] = retitled(answers["/feed-thief"], f"{count}")
        installation.cycle(f"replaced {count}")
    assert [row[:3] for row in installation.query(ORDER)] == [
        ("victim.example", True, None),
        ("thief.example", False, "certain"),
    ]
    assert installation.query("SELECT DISTINCT first_outlet FROM stories") == [("victim.example",)]


STORIES = "SELECT first_outlet, outlet_list, originals FROM stories ORDER BY first_outlet"


@pytest.mark.parametrize(
    ("steps", "at_once"),
    [
        pytest.param([4], False, id="after it has landed"),
        pytest.param([4], True, id="in the poll that finds it"),
        pytest.param([1, 2, 3, 4], False, id="by and by"),
    ],
)
def test_what_an_older_page_adds_makes_it_neither_the_original_nor_the_story(
    installation: Installation, answers: dict[str, Answer], steps: list[int], at_once: bool
) -> None:
    """The thief puts the victim's report under a page of its own, which was there before."""
    answers |= {"/feed-victim": feed(), "/feed-thief": feed(THIEF), "/ferry-too": dated(OTHER, 0.1, "Cranes")}
    installation.cycle("first")
    put_back(installation, 5)
    answers["/feed-victim"] = feed(VICTIM)
    if not at_once:
        installation.cycle("second")
    for count in steps:
        answers["/ferry-too"] = dated([*OTHER, *COPIED[:count]], 6, "Cranes, ferry stays in port")
        answers["/feed-thief"] = retitled(answers["/feed-thief"], f"{count}")
        installation.cycle(f"added {count}")
    assert installation.query(STORIES) == [
        ("thief.example", ["thief.example"], 1),
        ("victim.example", ["victim.example"], 1),
    ]
    assert len(installation.query("SELECT 1 FROM articles WHERE first_text IS NOT NULL AND text <> first_text")) == 1


def test_a_report_that_quotes_another_outlet_later_stays_the_original_of_its_copies(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    """The thief copies the report, and publishes what the victim is going to quote."""
    statement = "http://thief.example/statement"
    installation.cycle("first")
    put_back(installation, 1)
    answers |= {"/feed-thief": feed(THIEF, statement), "/statement": dated(OTHER, 0.1, "A statement on the cranes")}
    installation.cycle("second")
    put_back(installation, 1)
    answers |= {"/ferry": dated([*ENGLISH, *OTHER], 3), "/feed-victim": retitled(answers["/feed-victim"], "More")}
    installation.cycle("third")
    copies = "SELECT outlet, copy_of IS NULL FROM coverage WHERE url NOT LIKE '%statement' ORDER BY outlet"
    assert installation.query(copies) == [("thief.example", False), ("victim.example", True)]
    assert installation.query("SELECT copy_of FROM coverage WHERE url LIKE '%statement'") == [(None,)]


def test_a_backdated_copy_of_a_new_version_does_not_become_its_source(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers["/ferry"] = dated(OTHER, 4, "Ferry")
    installation.cycle("first")
    put_back(installation, 2)
    installation.cycle("nothing new")
    answers |= {"/ferry": dated(ENGLISH, 6, "Ferry"), "/ferry-too": dated(COPIED, 5.9)}
    answers["/feed-victim"] = retitled(answers["/feed-victim"], "New")
    answers["/feed-thief"] = feed(THIEF)
    installation.cycle("second")
    assert [row[:2] for row in installation.query(ORDER)] == [("victim.example", True), ("thief.example", False)]


def test_an_article_that_grows_stays_before_its_copy(installation: Installation, answers: dict[str, Answer]) -> None:
    answers |= {"/ferry": dated(ENGLISH, 0.5), "/ferry-too": dated([*ENGLISH, *OTHER], 0.1)}
    installation.cycle("first")
    answers["/feed-thief"] = feed(THIEF)
    installation.cycle("second")
    answers["/ferry"] = dated([*ENGLISH, *OTHER], 0.5)
    answers["/feed-victim"] = retitled(answers["/feed-victim"], "More")
    installation.cycle("third")
    assert [row[:2] for row in installation.query(ORDER)] == [("victim.example", True), ("thief.example", False)]


@pytest.mark.parametrize("minutes", [5, 15])
def test_breaking_news_that_grows_threefold_stays_before_its_copy(
    installation: Installation, answers: dict[str, Answer], minutes: int
) -> None:
    """So much new text counts from its own reading, but between two polls the claimed times decide."""
    longer = [*ENGLISH, *OTHER, *(f"{sentence[:-1]} on Tuesday, they say." for sentence in OTHER)]
    answers |= {"/ferry": dated(ENGLISH, 0.2), "/ferry-too": dated(longer, 0.1)}
    installation.cycle("first")
    put_back(installation, minutes / 60)
    answers["/feed-thief"] = feed(THIEF)
    installation.cycle("second")
    put_back(installation, minutes / 60)
    answers["/ferry"] = dated(longer, 0.2 + minutes / 30)
    answers["/feed-victim"] = retitled(answers["/feed-victim"], "More")
    installation.cycle("third")
    assert [row[:2] for row in installation.query(ORDER)] == [("victim.example", True), ("thief.example", False)]
    assert installation.query("SELECT count(*) FROM article_revisions") == [(1,)]


def test_a_correction_that_others_have_had_before_leaves_the_original_first(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    """The thief copies half of the victim's article; then the victim deletes the other half."""
    answers |= {"/ferry": dated([*ENGLISH, *OTHER[:3]], 0.1), "/ferry-too": dated(ENGLISH, 0.1)}
    installation.cycle("first")
    put_back(installation, 5)
    answers["/feed-thief"] = feed(THIEF)
    installation.cycle("second")
    put_back(installation, 1)
    answers["/ferry"] = dated([*ENGLISH, "The ferry's owner has not answered the letters of this newspaper."], 6)
    answers["/feed-victim"] = retitled(answers["/feed-victim"], "Cut")
    installation.cycle("third")
    assert [row[:2] for row in installation.query(ORDER)] == [("victim.example", True), ("thief.example", False)]


@pytest.mark.parametrize(("status", "hours"), [(503, 0), (503, 5), (404, 0), (200, 2)])
def test_a_page_that_hides_until_it_can_copy_counts_from_its_reading(
    installation: Installation, answers: dict[str, Answer], hours: float, status: int
) -> None:
    answers["/ferry"] = dated(ENGLISH, 3)
    answers["/feed-thief"] = feed(THIEF)
    answers["/ferry-too"] = Answer("", status=status)
    installation.cycle("first")
    put_back(installation, hours)
    answers["/ferry-too"] = dated(COPIED, 9)
    if status == 503:
        installation.make_due()
    else:  # it is read again only if the feed changes its item
        answers["/feed-thief"] = retitled(answers["/feed-thief"], "Now")
    installation.cycle("second")
    assert [row[:2] for row in installation.query(ORDER)] == [("victim.example", True), ("thief.example", False)]


def test_a_date_that_is_changed_afterwards_makes_no_article_earlier(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers["/feed-thief"] = feed(THIEF)
    answers["/ferry-too"] = dated(COPIED, 0.1)
    installation.cycle("first")
    order = [("victim.example", True, None, None), ("thief.example", False, "uncertain", None)]
    assert installation.query(ORDER) == order
    for hours, run in ((9, "second"), (10, "third"), (10, "fourth")):
        answers["/ferry-too"] = dated(COPIED, hours)
        answers["/feed-thief"] = retitled(answers["/feed-thief"], f"{run}")
        installation.cycle(run)
    assert installation.query(ORDER) == [order[0], ("thief.example", False, "uncertain", True)]
    assert installation.query("SELECT changed FROM article_revisions") == [(["date_contradicted"],)]


def test_a_feed_shows_nothing_about_the_articles_of_another_outlet(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers["/feed-victim"] = feed()
    installation.cycle("first")
    put_back(installation, 5)
    answers["/feed-thief"] = feed(VICTIM)
    answers["/ferry"] = dated(ENGLISH, 9)
    installation.cycle("second")
    assert installation.query("SELECT outlet, outlet_country, absent_at, date_contradicted FROM coverage") == [
        ("victim.example", "IE", None, None)
    ]


SHORT = "http://short.example/1"


def test_an_address_of_another_outlet_hides_nothing_that_the_polls_of_the_outlets_feed_saw(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers["/ferry"] = dated(ENGLISH, 0.2)
    installation.cycle("first")
    put_back(installation, 0.3)
    answers["/1"] = moved(THIEF)
    answers["/feed-thief"] = feed(SHORT)
    answers["/ferry-too"] = dated(COPIED, 0.9)
    installation.cycle("second")
    assert [row[:2] for row in installation.query(ORDER)] == [("victim.example", True), ("thief.example", False)]
    ((observed_at, absent_at),) = installation.query(
        "SELECT observed_at, absent_at FROM coverage WHERE outlet = 'thief.example'"
    )
    assert observed_at - absent_at > timedelta(minutes=15)


@pytest.mark.parametrize("polls", [0, 2])
def test_what_another_source_lists_first_gains_nothing_when_its_own_feed_lists_it(
    installation: Installation, answers: dict[str, Answer], polls: int
) -> None:
    """The thief's feed does not list its copy until later, after `polls` without it; another outlet's feed does."""
    answers["/ferry"] = dated(ENGLISH, 0.2)
    installation.cycle("first")
    put_back(installation, 0.3)
    answers["/feed-third"] = feed(THIEF)
    answers["/ferry-too"] = dated(COPIED, 0.9)
    installation.cycle("second")
    for number in range(polls):
        installation.cycle(f"without {number}")
    answers["/feed-thief"] = feed(THIEF)
    installation.cycle("third")
    assert [row[:2] for row in installation.query(ORDER)] == [("victim.example", True), ("thief.example", False)]


def test_the_first_poll_of_a_feed_shows_nothing_about_what_others_listed_before(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers["/feed-victim"] = Answer("", status=503)
    answers["/feed-third"] = feed(VICTIM)
    installation.cycle("first")
    put_back(installation, 0.5)
    answers["/feed-victim"] = feed(VICTIM)
    installation.cycle("second")
    assert installation.query("SELECT own FROM entries") == [(True,)]
    assert installation.query("SELECT absent_at FROM entries") == installation.query("SELECT absent_at FROM coverage")
    assert installation.query("SELECT absent_at FROM coverage") == [(None,)]


def test_a_poll_that_lists_an_article_counts_although_another_outlet_led_to_it_before(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers["/feed-victim"] = feed()
    installation.cycle("first")
    put_back(installation, 0.5)
    answers["/1"] = moved(VICTIM)
    answers["/feed-thief"] = feed(SHORT)
    answers["/ferry"] = dated(ENGLISH, 2)
    installation.cycle("second")
    seen = "SELECT outlet, observed_at, absent_at, fetched_at FROM coverage"
    ((_, *nothing, _),) = installation.query(seen)
    assert nothing == [None, None]
    for run in ("between", "before"):  # polls that do not find what is there
        put_back(installation, 0.5)
        installation.cycle(run)
    ((*_, read_at),) = installation.query(seen)
    answers["/feed-victim"] = feed(VICTIM)
    installation.cycle("third")
    absent_at = read_at.replace(second=0, microsecond=0) - timedelta(minutes=1)
    assert installation.query(seen) == [("victim.example", read_at, absent_at, read_at)]
    assert installation.query("SELECT changed FROM article_revisions") == [(["observed_at", "absent_at"],)]
    answers["/feed-victim"] = retitled(answers["/feed-victim"], "Now")
    installation.cycle("fourth")
    assert installation.query("SELECT max(revision) FROM articles") == [(2,)]


def test_an_unchanged_feed_is_read_again_and_its_order_is_kept(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers["/feed-thief"] = feed(THIEF)
    installation.cycle("first")
    before = installation.query("SELECT article_id, observed_at, absent_at, ordered_at FROM coverage ORDER BY ALL")
    put = dated([*ENGLISH, "A sentence was added in the evening, and nothing else changed at all."], 0.2)
    answers["/ferry"] = put
    answers["/feed-victim"] = retitled(answers["/feed-victim"], "Corrected")
    installation.cycle("second")
    assert installation.query("SELECT max(revision) FROM articles") == [(2,)]
    after = installation.query("SELECT article_id, observed_at, absent_at, ordered_at FROM coverage ORDER BY ALL")
    assert [row[:3] for row in after] == [row[:3] for row in before]
