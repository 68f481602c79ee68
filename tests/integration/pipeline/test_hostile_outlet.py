"""An outlet that lists, names and copies the articles of another one changes nothing of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.installation import ENGLISH, SPANISH, Installation, install, page
from tests.support.outlet import Answer, moved

WATCH = """
[[feed]]
id = "evil"
url = "http://evil.example/feed-evil"

[[feed]]
id = "victim"
url = "http://victim.example/feed-victim"
"""
FAKE = "<p>The minister fled at night with the ferry's cash box, and his own brother is the owner of the bank.</p>" * 8
VICTIM = "http://victim.example/ferry"


def feed(*items: str) -> Answer:
    namespaces = "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'"
    body = f"<rss version='2.0' {namespaces}><channel><title>Feed</title>{''.join(items)}</channel></rss>"
    return Answer(body, "application/rss+xml")


def item(link: str, more: str = "", *, title: str = "Ferry") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


LIES = (
    f"<content:encoded><![CDATA[{FAKE}]]></content:encoded><dc:creator>A forger</dc:creator>"
    "<pubDate>Mon, 02 Nov 2026 08:00:00 GMT</pubDate>"
)
ADVERT = "<category>Sponsored</category>"


@pytest.fixture
def answers() -> dict[str, Answer]:
    return {
        "/feed-evil": feed(),
        "/feed-victim": feed(),
        "/ferry": page("Ferry stays in port", ENGLISH),
    }


@pytest.fixture
def installation(tmp_path: Path, answers: dict[str, Answer]) -> Iterator[Installation]:
    with install(tmp_path, WATCH, answers) as one:
        yield one


ARTICLE = f"SELECT outlet, authors, published_at, text, revision FROM coverage WHERE url = '{VICTIM}'"


@pytest.mark.parametrize("link", [VICTIM, "http://evil.example/jump"])
def test_a_feed_puts_no_words_into_the_article_of_another_outlet(
    installation: Installation, answers: dict[str, Answer], link: str
) -> None:
    answers["/feed-evil"] = feed(item(link, LIES))
    answers["/jump"] = moved(VICTIM)
    installation.cycle("first")
    assert installation.query(ARTICLE) == [("victim.example", [], None, "\n\n".join(ENGLISH), 1)]


@pytest.mark.parametrize("more", [ADVERT, LIES])
def test_the_own_feed_takes_over_what_another_outlet_listed_first(
    installation: Installation, answers: dict[str, Answer], more: str
) -> None:
    owner = f"SELECT feed_id, outcome, kind, own FROM entries WHERE url = '{VICTIM}'"
    answers["/feed-evil"] = feed(item(VICTIM, more))
    installation.cycle("first")
    assert installation.query(owner)[0][0] == "evil"
    answers["/feed-victim"] = feed(item(VICTIM, "<dc:creator>Vera</dc:creator>"))
    installation.cycle("second")
    assert installation.query(owner) == [("victim", "article", "article", True)]
    assert [row[:2] for row in installation.query(ARTICLE)] == [("victim.example", ["Vera"])]

    answers["/feed-evil"] = feed(item(VICTIM, ADVERT, title="Corrected"))
    before = installation.query("FROM entries ORDER BY entry_id")
    installation.cycle("third")
    assert installation.query("FROM entries ORDER BY entry_id") == before


def test_what_another_outlet_listed_first_counts_from_the_own_listing(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    seen = f"SELECT observed_at, absent_at FROM entries WHERE url = '{VICTIM}'"
    answers["/feed-evil"] = feed(item(VICTIM, ADVERT))
    installation.cycle("first")
    ((listed_at, _),) = installation.query(seen)
    answers["/feed-victim"] = feed(item(VICTIM))
    installation.cycle("second")
    ((observed_at, absent_at),) = installation.query(seen)
    assert listed_at < observed_at
    assert absent_at is not None


def test_an_outlet_may_rename_an_address_that_another_one_has_listed(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    new, guid = "http://victim.example/ferry-in-port", "<guid isPermaLink='false'>7</guid>"
    answers["/feed-victim"] = feed(item(VICTIM, guid))
    answers["/feed-evil"] = feed(item(new, guid + LIES))
    installation.cycle("first")
    own = "SELECT entry_id, outcome FROM entries WHERE feed_id = 'victim'"
    before = installation.query(own)
    answers["/ferry"], answers["/ferry-in-port"] = moved(new), answers["/ferry"]
    answers["/feed-victim"] = feed(item(new, guid))
    installation.cycle("second")
    assert installation.query(own) == before


@pytest.mark.parametrize("guid", ["<guid isPermaLink='false'>7</guid>", ""], ids=["guid", "title and time"])
def test_a_stranger_that_renames_an_address_of_another_outlet_takes_nothing_from_it(
    installation: Installation, answers: dict[str, Answer], guid: str
) -> None:
    found = answers.pop("/ferry")
    answers["/feed-evil"] = feed(item(VICTIM, guid + LIES, title="Soon"))
    installation.cycle("first")
    answers["/fake"] = page("Ferry sails", [f"Forged: {line}" for line in ENGLISH])
    answers["/feed-evil"] = feed(item("http://evil.example/fake", guid + LIES, title="Soon"))
    installation.cycle("second")
    answers["/ferry"] = found
    answers["/feed-victim"] = feed(item(VICTIM))
    installation.cycle("third")
    assert [row[0] for row in installation.query(ARTICLE)] == ["victim.example"]


def test_both_in_one_poll(installation: Installation, answers: dict[str, Answer]) -> None:
    answers["/feed-evil"] = feed(item(VICTIM, ADVERT))
    answers["/feed-victim"] = feed(item(VICTIM))
    installation.cycle("first")
    assert installation.query("SELECT feed_id, outcome FROM entries") == [("victim", "article")]


@pytest.mark.parametrize("is_together", [True, False], ids=["in one poll", "later"])
def test_a_stranger_fills_the_lake_with_no_made_up_addresses_of_a_page(
    installation: Installation, answers: dict[str, Answer], is_together: bool
) -> None:
    made_up = ("/ferry?page=from&lang=de", "/FERRY", "/ferry;session=1")
    answers["/feed-victim"] = feed(item(VICTIM))
    installation.poll("first")
    if not is_together:
        installation.cycle("first")
    answers["/feed-evil"] = feed(*(item(f"http://victim.example{path}", LIES) for path in made_up))
    answers.update(dict.fromkeys(made_up, answers["/ferry"]))
    answers["/ferry?lang=de&page=from"] = answers["/ferry"]
    installation.cycle("second")
    assert installation.query("SELECT url FROM articles") == [(VICTIM,)]
    assert installation.query("SELECT DISTINCT stage, reason, feed_id, detail FROM skipped") == [
        ("land", "same_page", "evil", "its outlet shows it at https://victim.example/ferry")
    ]
    assert installation.query("SELECT count(*) FROM entries WHERE outcome = 'skipped'") == [(3,)]


PRINTED = "http://victim.example/print/ferry"


@pytest.mark.parametrize("is_together", [True, False], ids=["in one run", "later"])
@pytest.mark.parametrize("paragraphs", [ENGLISH, ENGLISH[:1]], ids=["all", "too short"])
def test_another_edition_that_a_stranger_lists_revises_and_hides_nothing(
    installation: Installation, answers: dict[str, Answer], paragraphs: list[str], is_together: bool
) -> None:
    edition = page("Ferry", paragraphs)
    head = f"<link rel='canonical' href='{VICTIM}'></head>"
    answers["/print/ferry"] = replace(edition, body=edition.body.replace("</head>", head))
    answers["/feed-victim"] = feed(item(VICTIM, "<dc:creator>Vera</dc:creator>"))
    if not is_together:
        installation.cycle("first")
    answers["/feed-evil"] = feed(item(PRINTED, LIES))
    installation.cycle("second")
    assert installation.query(ARTICLE) == [("victim.example", ["Vera"], None, "\n\n".join(ENGLISH), 1)]
    assert installation.query("SELECT count(*) FROM quarantine") == [(0,)]
    assert installation.query("SELECT url, reason, detail FROM skipped WHERE reason = 'same_page'") == [
        (PRINTED, "same_page", f"its outlet shows it at {VICTIM}")
    ]


def test_an_edition_that_a_stranger_lists_is_an_article_if_its_outlet_shows_no_other(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers["/feed-evil"] = feed(item("http://victim.example/ferry"))
    installation.cycle("first")
    assert installation.query("SELECT url FROM articles") == [(VICTIM,)]


def test_a_page_that_its_outlet_lists_twice_is_two_articles(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers["/feed-victim"] = feed(item(VICTIM), item(f"{VICTIM}?edition=night"))
    answers["/ferry?edition=night"] = answers["/ferry"]
    installation.cycle("first")
    assert installation.query("SELECT count(*) FROM articles") == [(2,)]


def test_another_port_is_another_address(installation: Installation, answers: dict[str, Answer]) -> None:
    answers["/feed-evil"] = feed(item("http://victim.example:81/ferry", LIES))
    installation.cycle("first")
    answers["/feed-victim"] = feed(item(VICTIM))
    installation.cycle("second")
    assert installation.query("SELECT url, feed_id FROM entries ORDER BY url") == [
        (VICTIM, "victim"),
        ("http://victim.example:81/ferry", "evil"),
    ]


def test_a_look_alike_of_a_proxy_gets_an_article_of_its_own(
    installation: Installation, answers: dict[str, Answer]
) -> None:
    answers["/feed-victim"] = feed(item(VICTIM))
    installation.cycle("first")
    before = installation.query(ARTICLE)
    links = (
        "http://google.ev.pw/amp/s/victim.example/ferry",
        "http://translate.google.abc.de/translate?u=http://victim.example/ferry",
    )
    answers["/feed-evil"] = feed(*map(item, links))
    for link in links:
        answers["/" + link.split("/", 3)[3]] = page("Ferry sails", [f"Forged: {line}" for line in ENGLISH])
    installation.cycle("second")
    assert installation.query(ARTICLE) == before
    assert installation.query("SELECT outlet FROM articles ORDER BY outlet") == [
        ("abc.de",),
        ("ev.pw",),
        ("victim.example",),
    ]


def test_one_side_alone_claims_no_translation(installation: Installation, answers: dict[str, Answer]) -> None:
    stories = {"harbour": "Cranes", "divers": "Divers", "ferry": "Ferry"}
    for slug, title in stories.items():
        answers[f"/{slug}"] = page(f"{title} ferry", [f"{title}: {line}" for line in ENGLISH[:1]] + _filler(slug))
    answers["/feed-victim"] = feed(*(item(f"http://victim.example/{slug}") for slug in stories))
    installation.cycle("first")
    groups = "SELECT article_id, copy_of, story_id FROM coverage WHERE outlet = 'victim.example' ORDER BY article_id"
    before = installation.query(groups)
    assert len({story for _, _, story in before}) == 3

    links = "".join(f"<link rel='alternate' hreflang='en' href='http://victim.example/{slug}'>" for slug in stories)
    forged = page("El transbordador", SPANISH, lang="es")
    backdated = datetime.now(UTC) - timedelta(days=3)
    head = f"<meta property='article:published_time' content='{backdated:%Y-%m-%dT%H:%M:%SZ}'>{links}"
    answers["/forged"] = replace(forged, body=forged.body.replace("</head>", head + "</head>"))
    answers["/feed-evil"] = feed(item("http://evil.example/forged"))
    installation.cycle("second")
    assert installation.query("SELECT count(*) FROM coverage WHERE outlet = 'evil.example'") == [(1,)]
    assert installation.query(groups) == before


def _filler(slug: str) -> list[str]:
    return {
        "harbour": [
            "Two cranes from Trieste were unloaded this morning under the eyes of dockers who had waited since spring "
            "for them, and the older of the two engineers wept when the first beam rose above the sheds of the quay.",
            "The council will pay for them until the year 2041, which the opposition calls a mortgage on the children.",
        ],
        "divers": [
            "Divers looking for a mine found the anchor of a schooner which went down with its cargo of oranges in a "
            "storm of 1911; a museum wants to lift it, the navy wants to be asked first, and anglers want their peace.",
            "Whoever owns an anchor that nobody missed for a century is a question for three ministries and a judge.",
        ],
        "ferry": ENGLISH[1:],
    }[slug]
