"""A text of one outlet neither joins the texts of others nor takes their place, and a flood costs nobody else."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsvane.records import Alternate, Article, Translation
from newsvane.stories import MAX_PER_OUTLET, group
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


@given(hostile_articles())
def test_claims_of_an_outlet_change_nothing_of_what_others_published_before(hostile: list[Article]) -> None:
    before = group(VICTIMS)
    assert {each.copy_kind for each in before} >= {None, "near_copy"}
    names = {each.article_id for each in before}
    assert [each for each in group([*hostile, *VICTIMS]) if each.article_id in names] == before
