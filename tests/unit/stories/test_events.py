"""Events: invented reports on one event, and others from the same places with the same people."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane import urls
from newsvane.records import Alternate, Article, Grouping, Translation
from newsvane.stories import group, keep_story_ids, sketch
from newsvane.stories.event_keys import make_event_keys
from newsvane.stories.event_profiles import make_profile
from newsvane.stories.term_vectors import event_similarity, weigh_terms
from newsvane.texts import text_hash, words
from tests.support.examples import examples
from tests.support.news_reports import BRIDGE, BRIDGE_AGAIN, BRIDGE_ES, BRIDGE_INQUIRY, ELECTION, ROUND_UP

DAY = datetime(2026, 5, 1, tzinfo=UTC)

MUSEUM = """Museum of tin toys opens in an old tram depot
Four thousand tin toys have moved into the tram depot at the edge of the city. The collector, a retired plumber, gave
them away under one condition: children must be let in free. On the first day the queue reached around the corner, and
the clockwork elephants had to be wound up again every half an hour."""
BRIDGE_ES_AGAIN = """Dos camioneros sobreviven al derrumbe del puente de Kukes sobre el Drin
Dos conductores sobrevivieron cuando el puente sobre el Drin cerca de Kukes se derrumbó el jueves y sus camiones
cayeron al río. El alcalde Safet Gjici admitió que faltaban barreras en el lado norte, aunque el puente de 1974 estaba
cerrado a los camiones desde marzo. La policía interroga a un ingeniero."""
BRIDGE_RU = """Под Кукесом обрушился мост через Дрин, два грузовика упали в реку
Старый автомобильный мост через Дрин под Кукесом обрушился рано утром в четверг, вместе с ним в реку упали два
грузовика. Оба водителя выбрались с ушибами, сообщила полиция. Мост 1974 года был закрыт для грузовиков с марта,
однако ограждений с северной стороны не было, сказал мэр Сафет Гичи."""
BRIDGE_RU_AGAIN = """Мост через Дрин рухнул под Кукесом: водители двух грузовиков выжили
Два водителя выжили, когда под их грузовиками рухнул мост через Дрин под Кукесом. По словам мэра Сафета Гичи, мост
1974 года с марта был закрыт для грузовиков, но ограждений с северной стороны не было. Полиция допрашивает инженера."""


def article(name: str, report: str, *, day: float | None = 0, language: str = "en", **fields: Any) -> Article:
    title, _, text = report.partition("\n")
    url = f"https://{name}.example/"
    return Article(
        article_id=name,
        url=url,
        canonical_url=url,
        outlet=f"{name}.example",
        title=fields.pop("title", title),
        published_at=None if day is None else DAY + timedelta(days=day),
        fetched_at=fields.pop("fetched_at", DAY),
        text=text,
        text_hash=text_hash(text),
        words=len(words(text)),
        language=language,
        **fields,
    )


def stories(articles: list[Article], **options: Any) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    for grouping in group(articles, **options):
        found.setdefault(grouping.story_id, set()).add(grouping.article_id)
    return sorted(found.values(), key=min)


@pytest.mark.parametrize(
    ("one", "other", "language", "same"),
    [
        pytest.param(BRIDGE, BRIDGE_AGAIN, "en", True, id="two reports"),
        pytest.param(BRIDGE, BRIDGE_INQUIRY, "en", True, id="what came of it"),
        pytest.param(BRIDGE_RU, BRIDGE_RU_AGAIN, "ru", True, id="words with other endings"),
        pytest.param(BRIDGE_ES, BRIDGE_ES_AGAIN, "es", True, id="in Spanish"),
        pytest.param(BRIDGE, ELECTION, "en", False, id="same town, same mayor, another event"),
        pytest.param(BRIDGE, MUSEUM, "en", False, id="nothing in common"),
    ],
)
def test_one_event_or_two(one: str, other: str, language: str, same: bool) -> None:
    found = group([article("a", one, language=language), article("b", other, language=language, day=0.3)])
    assert [g.copy_of for g in found] == [None, None]
    assert (found[0].story_id == found[1].story_id) == same
    assert found[0].story_id == urls.story_id("a")


@pytest.mark.parametrize(
    ("first", "later", "same"),
    [
        pytest.param({"day": 0}, {"day": 1}, True, id="a day later"),
        pytest.param({"day": 0}, {"day": 9}, False, id="long after: an anniversary, or another bridge"),
        pytest.param({"day": None}, {"day": None}, True, id="no dates, read together"),
        pytest.param(
            {"day": None}, {"day": None, "fetched_at": DAY + timedelta(days=9)}, False, id="no dates, read apart"
        ),
        pytest.param({"title": ""}, {}, True, id="one without a title"),
        pytest.param({"title": ""}, {"title": ""}, True, id="two without a title"),
        pytest.param({"language": "en"}, {"language": "xx"}, False, id="in a language without vocabulary"),
        pytest.param({}, {"words": 12}, False, id="too short to compare"),
    ],
)
def test_time_titles_and_languages(first: dict[str, Any], later: dict[str, Any], same: bool) -> None:
    short = later.pop("words", None)
    pair = [article("a", BRIDGE, **first), article("b", BRIDGE_AGAIN, **later)]
    if short:
        pair[1] = pair[1].model_copy(update={"words": short})
    assert (len(stories(pair)) == 1) == same


def test_a_text_that_was_dropped_joins_nothing() -> None:
    dropped = article("b", BRIDGE_AGAIN).model_copy(update={"text": "", "text_hash": "b"})
    assert stories([article("a", BRIDGE), dropped]) == [{"a"}, {"b"}]


def test_a_round_up_joins_one_story_and_does_not_join_two() -> None:
    found = stories([article("a", BRIDGE), article("m", MUSEUM), article("z", ROUND_UP, day=0.5)])
    assert len(found) == 2
    assert {"a", "z"} in found


def test_an_article_joins_the_most_similar_one() -> None:
    found = group([article("a", BRIDGE), article("e", ELECTION), article("b", BRIDGE_AGAIN, day=0.5)])
    assert [g.story_id for g in found] == [urls.story_id("a"), urls.story_id("a"), urls.story_id("e")]


def test_a_translation_joins_stories_in_two_languages() -> None:
    english, translation = article("a", BRIDGE), article("b", BRIDGE_ES, language="es", day=0.2)
    spanish = article("c", BRIDGE_ES_AGAIN, language="es", day=0.4)
    found = group([english, translation, spanish])
    assert {g.story_id for g in found} == {urls.story_id("a")}
    assert [g.copy_of for g in found] == [None, "a", None]


def test_copies_share_the_story_of_what_they_copy() -> None:
    copy = article("c", BRIDGE.replace("Bridge over", "Again: bridge over"), day=5)
    found = {g.article_id: g for g in group([article("a", BRIDGE), copy, article("b", BRIDGE_AGAIN, day=5.5)])}
    assert {g.story_id for g in found.values()} == {urls.story_id("a")}
    assert (found["c"].copy_of, found["b"].copy_of) == ("a", None)


def test_the_earliest_article_names_the_story_even_if_it_arrives_last() -> None:
    a, b, c = article("a", BRIDGE, day=1), article("b", BRIDGE_AGAIN, day=1.2), article("c", BRIDGE_INQUIRY, day=1.4)
    late = article("d", BRIDGE_AGAIN.replace("Two lorry drivers", "Drivers"), day=0.5)
    assert {g.story_id for g in group([c, b, a])} == {urls.story_id("a")}
    assert {g.story_id for g in group([c, late, b, a])} == {urls.story_id("d")}


def test_event_similarity_is_symmetric() -> None:
    a, b = weigh_terms(article("a", BRIDGE)), weigh_terms(article("b", BRIDGE_AGAIN))
    assert event_similarity(a, a) == pytest.approx(1)
    assert event_similarity(a, b) == event_similarity(b, a)
    assert 0.5 < event_similarity(a, b) < 1
    assert event_similarity(a, weigh_terms(article("c", "Title\nToo short."))) == 0


def keys(report: str, language: str = "en", day: float = 0) -> set[str]:
    return set(make_event_keys(make_profile(article("a", report, language=language, day=day))))


def test_event_keys_are_shared_by_reports_on_one_event() -> None:
    assert keys(BRIDGE) & keys(BRIDGE_AGAIN)
    assert keys(BRIDGE) & keys(BRIDGE_RU_AGAIN, "ru", day=1.9)
    assert not keys(BRIDGE) & keys(BRIDGE_RU_AGAIN, "ru", day=4)
    assert not keys(BRIDGE) & keys(MUSEUM)
    assert len(keys(BRIDGE)) <= 83
    assert make_profile(article("c", "Title\nToo short.")) is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(["ab"], ["abc"], {"a": "a", "b": "a", "c": "a"}, id="one more"),
        pytest.param(["bc"], ["abc"], {"a": "b", "b": "b", "c": "b"}, id="an earlier original"),
        pytest.param(["ab", "cde"], ["abcde"], dict.fromkeys("abcde", "c"), id="merged: the larger"),
        pytest.param(["abcd"], ["ab", "cd"], {"a": "a", "b": "a", "c": "c", "d": "c"}, id="split"),
        pytest.param(["abc"], ["bc", "a"], {"a": "a", "b": "b", "c": "b"}, id="the first leaves alone"),
        pytest.param(["ab", "cd"], ["ac", "bd"], {"a": "a", "c": "a", "b": "b", "d": "b"}, id="regrouped"),
    ],
)
def test_stories_of_several_originals_keep_their_ids(
    before: list[str], after: list[str], expected: dict[str, str]
) -> None:
    groupings = [Grouping(article_id=member, story_id=urls.story_id(story[0])) for story in after for member in story]
    known = {member: urls.story_id(story[0]) for story in before for member in story}
    found = {g.article_id: g.story_id for g in keep_story_ids(groupings, known)}
    assert found == {member: urls.story_id(first) for member, first in expected.items()}


REPORTS = [
    (BRIDGE, "en"), (BRIDGE_AGAIN, "en"), (BRIDGE_INQUIRY, "en"), (ELECTION, "en"), (MUSEUM, "en"), (ROUND_UP, "en"),
    (BRIDGE_ES, "es"), (BRIDGE_ES_AGAIN, "es"), (BRIDGE_RU, "ru"), (BRIDGE_RU_AGAIN, "ru"),
]  # fmt: skip
drawn_reports = st.lists(
    st.tuples(st.sampled_from(REPORTS), st.one_of(st.none(), st.floats(0, 6)), st.booleans()), min_size=2, max_size=10
)


def marks(one: Article) -> set[object]:
    """Return everything by which a lake looks an article up."""
    found = sketch(one)
    return {one.text_hash, *found.bands, *found.keys}


@settings(max_examples=examples(60), deadline=None)
@given(drawn_reports, st.randoms(use_true_random=False))
def test_any_order_and_any_batches_give_the_same(
    drawn: list[tuple[tuple[str, str], float | None, bool]], draw: random.Random
) -> None:
    """A batch, its candidates and their whole stories give the same groups as everything at once."""
    articles = [
        article(
            f"n{number}",
            report,
            day=day,
            language=language,
            alternates=(Alternate(language="es", url="https://n0.example/"),) if names else (),
        )
        for number, ((report, language), day, names) in enumerate(drawn)
    ]
    at_once = group(articles)
    draw.shuffle(articles)
    assert group(articles) == at_once
    groups: dict[str, Grouping] = {}
    history: list[Article] = []
    while articles:
        batch = [articles.pop() for _ in range(min(len(articles), draw.randint(1, 4)))]
        wanted = set().union(*map(marks, batch))
        found = {groups[one.article_id].story_id for one in history if wanted & marks(one)}
        looked_up = [one for one in history if groups[one.article_id].story_id in found]
        groups |= {g.article_id: g for g in group([*batch, *looked_up])}
        history += batch
    assert sorted(groups.values(), key=lambda g: g.article_id) == at_once


def test_an_article_does_not_resemble_its_own_translation() -> None:
    """A translation that names its original was seen before it: that does not lead the original anywhere."""
    asked = Translation(state="translated", source_url="https://a.example/")
    translation = article("b", BRIDGE_ES, language="es", translation=asked)
    found = {each.article_id: each for each in group([article("a", BRIDGE, day=0.2), translation])}
    assert found["b"].copy_of == "a"
    assert found["a"].similar_to is None
