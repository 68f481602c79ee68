"""A text of one outlet neither joins the texts of others nor takes their place, and a flood costs nobody else."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane.records import Alternate, Article, Translation
from newsvane.stories import MAX_PER_OUTLET, MIN_REPETITIONS, group
from tests.support.news_reports import REPORTS
from tests.support.prose import DAY, article, prose

HARBOUR, COURT = prose("harbour", 240), prose("court", 240)
"""Two texts that share nothing."""


def seen(name: str, text: str, *, hours: float, claims: float | None = None, **fields: object) -> Article:
    """Return an article that a poll found after so many hours, and that claims to be from `claims`."""
    observed_at = DAY + timedelta(hours=hours)
    day = (hours - 0.2 if claims is None else claims) / 24
    return article(name, text, day=day, fetched_at=observed_at, observed_at=observed_at, **fields)


def copies(*articles: Article) -> dict[str, str | None]:
    names = {one.article_id: one.title for one in articles}
    return {names[each.article_id]: each.copy_of and names[each.copy_of] for each in group(articles)}


def stories(*articles: Article) -> dict[str, set[str]]:
    names = {one.article_id: one.title for one in articles}
    found: dict[str, set[str]] = {}
    for each in group(articles):
        found.setdefault(each.story_id, set()).add(names[each.article_id])
    return found


def test_a_page_that_no_poll_listed_is_never_certainly_first() -> None:
    """An address of another host led to it. It was seen when it was read, and not at the beginning of that hour."""
    victim = seen("victim", HARBOUR, hours=4.9, absent_at=DAY + timedelta(hours=4.8))
    thief = article("thief", HARBOUR, day=1 / 24, fetched_at=DAY + timedelta(hours=4.95))
    assert {each.copy_order for each in group([victim, thief]) if each.copy_of} == {"uncertain"}
    read_before = thief.model_copy(update={"fetched_at": DAY + timedelta(hours=4.7)})
    assert {each.copy_order for each in group([victim, read_before]) if each.copy_of} == {"certain"}


@pytest.mark.parametrize("claims", [-1, -300, 4.9])
def test_a_forged_date_does_not_make_a_thief_the_original(claims: float) -> None:
    victim = seen("victim", HARBOUR, hours=0)
    thief = seen("thief", HARBOUR, hours=5, claims=claims, absent_at=DAY + timedelta(hours=4))
    assert copies(victim, thief) == {"victim": None, "thief": "victim"}
    assert [each.copy_order for each in group([victim, thief]) if each.copy_of] == ["certain"]


def test_a_text_made_of_two_others_does_not_join_them() -> None:
    first, second = seen("first", HARBOUR, hours=0), seen("second", COURT, hours=0.1)
    bridge = seen("bridge", f"{HARBOUR}\n\n{COURT}", hours=3)
    apart = stories(first, second)
    joined = stories(first, second, bridge)
    assert len(apart) == len(joined) == 2
    assert copies(first, second, bridge)["second"] is None


def test_a_claim_does_not_pull_an_article_under_an_older_one_of_the_claimer() -> None:
    older = seen("older", COURT, hours=0, outlet="thief.example", language="fa")
    victim = seen("victim", f"{NEWS[0]} {prose('victim', 60)}", hours=5)
    forged = seen(
        "forged",
        f"{SPANISH} {prose('victim', 60)}",
        hours=7,
        outlet="thief.example",
        language="es",
        translation=Translation(state="translated", source_url=older.canonical_url),
    )
    assert copies(older, victim, forged) == {"older": None, "victim": None, "forged": "older"}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("en", None, id="in the language of the original"),
        pytest.param("de", "original", id="in a third language"),
    ],
)
def test_a_claim_takes_no_translation_away_from_its_original(language: str, expected: str | None) -> None:
    original, translation = (
        seen(name, REPORTS[written], hours=at, language=written)
        for at, (name, written) in enumerate({"original": "en", "translation": "es"}.items())
    )
    claim = Translation(state="translated", source_url=translation.canonical_url)
    forged = seen("forged", COURT, hours=7, language=language, translation=claim)
    assert copies(original, translation, forged) == {"original": None, "translation": "original", "forged": expected}
    assert len(stories(original, translation, forged)) == (1 if expected else 2)


def test_a_flood_of_similar_texts_takes_no_candidate_from_others() -> None:
    victim, late = seen("victim", HARBOUR, hours=0), seen("late", HARBOUR + " One more word.", hours=9)
    words = HARBOUR.split()
    flood = []
    for number in range(3 * MAX_PER_OUTLET):
        text = " ".join([*words[: -number - 1], *reversed(words[-number - 1 :])])
        flood.append(seen(f"flood{number}", text, hours=1 + number / 60, outlet="flood.example"))
    left_out: Counter[str] = Counter()
    groupings = {each.article_id: each for each in group([victim, *flood, late], left_out=left_out)}
    assert groupings[late.article_id].copy_of == victim.article_id
    assert groupings[victim.article_id].copy_of is None
    assert set(left_out) == {"flood.example"}


NEWS = [
    "The ferry Alpine Star lay in Durres on 14 March with 312 passengers while Captain Besnik Hoxha waited.",
    "Minister Elira Kodra promised 4,700 homes for Vlora by 2031, of which 950 will stand on the old salt works.",
    "Judge Ferdinand Toska sent 17 customs officers of Kukes home; each had paid 2,300 euros for a post at the border.",
]
SPANISH = "El ferry Alpine Star estaba en Durres el 14 de marzo con 312 pasajeros; el capitán Besnik Hoxha esperaba."


def _victims() -> list[Article]:
    """Return articles of honest outlets: originals, a copy, a translation and a second report on one event."""
    texts = {name: f"{line} {prose(name, 60)}" for name, line in zip(("ferry", "homes", "judge"), NEWS, strict=True)}
    return [
        *(seen(name, text, hours=at, title=name) for at, (name, text) in enumerate(texts.items())),
        seen("copy", texts["ferry"] + " Our harbour correspondent adds nothing.", hours=4, title="copy"),
        seen("translation", f"{SPANISH} {prose('ferry', 60)}", hours=5, language="es", title="translation"),
        seen("report", f"{NEWS[1]} {prose('another', 30)}", hours=6, title="homes"),
    ]


VICTIMS = _victims()
ADDRESSES = [one.canonical_url for one in VICTIMS]
TEXTS = [*(one.text for one in VICTIMS), *NEWS, SPANISH, COURT]
ALTERNATES = st.builds(Alternate, language=st.sampled_from(["en", "es"]), url=st.sampled_from(ADDRESSES))


@st.composite
def hostile_articles(draw: st.DrawFn) -> list[Article]:
    """Make articles of one outlet that claim, copy and combine what others published hours before."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        parts = draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4))
        claims: dict[str, Any] = {
            "title": draw(st.sampled_from([one.title for one in VICTIMS])),
            "language": draw(st.sampled_from(["en", "es", "und"])),
            "alternates": tuple(draw(st.lists(ALTERNATES, max_size=4))),
            "translation": Translation(
                state=draw(st.sampled_from(["none", "translated", "proxy", "possible"])),
                source_url=draw(st.sampled_from([None, *ADDRESSES])),
            ),
        }
        found.append(
            seen(
                f"hostile{number}",
                "\n\n".join(parts),
                hours=draw(st.floats(8, 30)),
                claims=draw(st.floats(-400, 30)),
                outlet="hostile.example",
                **claims,
            )
        )
    return found


@settings(deadline=None)
@given(hostile_articles())
def test_claims_of_an_outlet_change_nothing_of_what_others_published_before(hostile: list[Article]) -> None:
    before = group(VICTIMS)
    assert {each.copy_kind for each in before} >= {None, "near_copy"}
    names = {each.article_id for each in before}
    assert [each for each in group([*hostile, *VICTIMS]) if each.article_id in names] == before


LEADS = [
    "Captain Besnik Hoxha of the ferry Alpine Star told the harbour court of Durres on Monday that he saw no flare.",
    "Engineer Mirela Gjoka of the tanker Red Heron told the harbour court of Vlora on Tuesday that a valve had stuck.",
]


def test_a_headline_that_a_copier_repeats_leads_no_report_into_its_older_story() -> None:
    """In each poll it copies what others report, always under one headline, and dates it a little earlier."""
    found = []
    for number, (headline, lead) in enumerate(zip(("No flare was seen", "A stuck valve"), LEADS, strict=True)):
        text = f"{lead} {prose(str(number), 10)} The hearing goes on next week. {prose('background', 90)}"
        found.append(seen(f"report{number}", text, hours=8 * number, title=headline))
        ten = {"title": "Ten recipes for the winter", "outlet": "thief.example", "claims": 8 * number - 0.4}
        found.append(seen(f"copy{number}", text, hours=8 * number, **ten))
    thief = [one for one in found if one.outlet == "thief.example"]
    assert len({each.story_id for each in group(thief)}) == 1
    assert len({each.story_id for each in group(one for one in found if one not in thief)}) == 2
    assert len({each.story_id for each in group(found)}) == 2


@pytest.mark.parametrize(
    "headline", ["No flare was seen, the captain says", "Captain says again that no flare was seen"]
)
def test_a_copy_makes_no_old_report_current(headline: str) -> None:
    """Under whatever headline, it leads a later report into no story of days ago."""
    old = f"{LEADS[0]} {prose('old', 60)}"
    report = seen("report", old, hours=0, title="No flare was seen, the captain says")
    later = seen(
        "later",
        "Captain Besnik Hoxha of the ferry Alpine Star, who saw no flare, waits for the verdict of the harbour court "
        f"of Durres, which will speak on Friday. {prose('later', 60)}",
        hours=91,
        title="Captain says again that no flare was seen",
    )
    copy = seen("copy", old, hours=90, title=headline, outlet="thief.example")
    assert len({each.story_id for each in group([report, later])}) == 2
    found = {each.article_id: each for each in group([report, copy, later])}
    assert found[copy.article_id].copy_of == report.article_id
    assert found[later.article_id].story_id != found[report.article_id].story_id


def test_an_outlet_that_adds_to_its_copy_has_copied_it_still() -> None:
    """Its first copy, in the poll that found the report, does not make the text its own."""
    report = seen("report", f"{LEADS[0]} {prose('old', 120)}", hours=0)
    copy = seen("copy", report.text, hours=0, claims=0, outlet="thief.example")
    longer = seen("longer", f"{report.text}\n\n{prose('added', 100)}", hours=90, outlet="thief.example")
    assert copies(report, copy, longer) == {"report": None, "copy": "report", "longer": "report"}


def test_what_an_outlet_adds_to_its_own_report_is_no_certain_copy_of_a_thief() -> None:
    """The thief claims an earlier time for the text; both were first seen in one poll."""
    text = prose("report", 120)
    stolen = seen("stolen", text, hours=2, claims=1.2, outlet="thief.example")
    report = seen("report", text, hours=2, claims=2, outlet="victim.example")
    longer, absent_at = f"{text}\n\n{prose('added', 100)}", DAY + timedelta(hours=3)
    update = seen("update", longer, hours=4, absent_at=absent_at, outlet="victim.example")
    found = {each.article_id: each for each in group([stolen, report, update])}
    orders = [(found[each.article_id].copy_of, found[each.article_id].copy_order) for each in (report, update)]
    assert orders == [(stolen.article_id, "uncertain")] * 2


def test_a_headline_alone_joins_no_report() -> None:
    title = "Captain Besnik Hoxha told the court of Durres that he saw no flare"
    squatter = seen("squatter", f"{COURT} The ferry.", hours=0, title=title, outlet="thief.example")
    report = seen("report", f"{LEADS[0]} {prose('report', 60)}", hours=1, title=title)
    other = seen("other", f"{LEADS[0]} {prose('other', 60)}", hours=2, title=title)
    assert len({each.story_id for each in group([squatter, report])}) == 2
    assert len({each.story_id for each in group([report, other])}) == 1


@pytest.mark.parametrize("hours", [1, 0], ids=["afterwards", "in the same poll, dated earlier"])
def test_a_reprint_of_background_makes_no_later_report_a_copy(hours: float) -> None:
    """An outlet's report under a new lead is another one, whoever has reprinted what it says each time."""
    background = prose("background", 120)
    first, later = (
        seen(name, f"{lead} {prose(name, 25)} {background}", hours=at, outlet="honest.example")
        for name, lead, at in (("first", LEADS[0], 0), ("later", LEADS[1], 9))
    )
    reprint = seen("reprint", background, hours=hours, claims=hours - 0.4, outlet="thief.example")
    assert copies(first, later) == {"first": None, "later": None}
    assert copies(first, reprint, later)["later"] is None


def test_a_text_that_is_printed_ten_times_is_still_a_copy() -> None:
    victim = seen("victim", HARBOUR, hours=0)
    reprints = [
        seen(f"reprint{number}", f"{prose(number, 40)} {HARBOUR}", hours=1, outlet="thief.example")
        for number in range(MIN_REPETITIONS + 1)
    ]
    assert {each for name, each in copies(victim, *reprints).items() if name != "victim"} == {"victim"}
