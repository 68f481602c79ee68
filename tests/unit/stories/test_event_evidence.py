"""What joins two reports of one event, and what does not; who decides about it. The vocabulary of events."""

import tomllib
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest

from newsvane.records import Article
from newsvane.stories import event_concepts, group
from newsvane.stories.common_traits import MAX_LETTERS
from newsvane.stories.event_concepts import find_concepts, split_words
from newsvane.stories.event_evidence import MIN_SCORE, NAMES, compare_reports, describe, score_event
from newsvane.stories.event_profiles import EventProfile, make_profile
from newsvane.stories.frequencies import concept_information, entity_information, name_information
from newsvane.stories.story_scores import weigh_outlets
from tests.support.prose import DAY, article, prose

LANGUAGES = {"en", "es", "fa", "sq", "ar", "de", "fr", "ru", "tr", "it", "he", "pt"}
QUAKE = {
    "en": "An earthquake of magnitude 5.8 killed 17 people near Gavbandi in Hormozgan province, rescuers said. Dozens "
    "of mud houses collapsed, the wounded were taken to hospital in Bandar Lengeh, and schools stay closed.",
    "ru": "Спасатели второй день разбирают завалы на побережье Персидского залива. По данным Красного Полумесяца, "
    "число жертв землетрясения достигло 17, раненых доставили в больницу города Бендер-Ленге, ещё 230 семей живут в "
    "палатках.",
    "fa": "استاندار گفت نیروهای امداد و نجات تا ظهر به همه روستاها رسیدند و مجروحان را به بیمارستان بندر لنگه بردند. "
    "زمین‌لرزه بامداد مردم را از خواب بیدار کرد؛ ۱۷ تن جان باختند و ۴۰۰ خانه خشتی فرو ریخت. مدارس تعطیل است.",
}
TITLES = {
    "en": "Earthquake kills 17 in southern Iran",
    "ru": "Землетрясение на юге Ирана: 17 погибших",
    "fa": "زلزله در هرمزگان ۱۷ کشته بر جای گذاشت",
}
PLACES = ("place:hormozgan", "place:bandar-lengeh", "place:iran")


def report(name: str, language: str, *, hours: float = 0, **fields: Any) -> Article:
    fields = {"title": TITLES[language], "name_keys": PLACES, "outlet": f"{name}.example"} | fields
    text = fields.pop("text", QUAKE[language])
    return article(name, text, day=hours / 24, language=language, **fields)


def profile(one: Article, embedding: tuple[int, ...] = ()) -> EventProfile:
    found = make_profile(one, embedding)
    assert found is not None
    return found


def with_lead(one: Article, lead: str) -> Article:
    return one.model_copy(update={"text": f"{lead} {one.text}"})


def stories_of(*articles: Article, **options: Any) -> dict[str, str]:
    outlets = {each.article_id: each.outlet.removesuffix(".example") for each in articles}
    return {outlets[each.article_id]: each.story_id for each in group(articles, **options)}


@pytest.mark.parametrize("languages", [("en", "ru"), ("ru", "fa"), ("fa", "en")])
def test_reports_in_two_languages_form_a_story_and_are_no_translations(languages: tuple[str, str]) -> None:
    found = group([report("a", languages[0]), report("b", languages[1], hours=3)])
    first, second = sorted(found, key=lambda each: each.similar_to is not None)
    assert first.story_id == second.story_id
    assert (first.copy_of, second.copy_of) == (None, None)
    assert second.similar_to == first.article_id
    assert second.story_evidence[0].startswith("the same themes: earthquake, ")
    assert second.story_evidence[-1] == "reported 3 hours apart"


def test_what_is_reported_two_days_later_in_another_language_is_what_followed() -> None:
    early, late = report("a", "en"), report("b", "ru", hours=49)
    assert len(set(stories_of(early, late).values())) == 2


def test_a_court_in_passing_and_the_same_towns_join_nothing() -> None:
    computers = (
        "Forty computers left a camp above the port of Durrës in a lorry last summer, and nobody agrees where they are "
        "today. One capital says that it has them in a glass case; the other one says that they never left a cellar. "
        "The owners want them back, whoever has them, and have hired a lawyer. Prosecutors decline to comment."
    )
    ferry = (
        "Das Schiff kam am Abend mit einem Schlepper in Durrës an, und alle 212 Reisenden gingen über die Treppe an "
        "Land. Manche sangen. Der Kapitän blieb als Letzter an Bord und sprach danach lange mit der Küstenwache, die "
        "den Maschinenraum gesperrt hat. Die Staatsanwaltschaft will sich morgen äußern."
    )
    places = ("place:durres", "place:albania")
    one = report("a", "en", title="Two capitals claim the same computers", text=computers, name_keys=places)
    titled = "Schiff erreicht den Hafen von Durrës"
    other = article("b", ferry, day=0.1, language="de", title=titled, name_keys=places, outlet="b.example")
    passing = profile(one).concepts.keys() & profile(other).concepts.keys()
    assert passing == {"trial"}
    assert len(set(stories_of(one, other).values())) == 2
    in_lead = profile(with_lead(other, "Die Staatsanwaltschaft ermittelt in Durrës."))
    assert "the same themes" in compare_reports(profile(one), in_lead).kinds()


def test_names_alone_join_nothing() -> None:
    feature = (
        "Bakers in Bandar Lengeh in Hormozgan use dates and sesame, and a festival there tastes 17 kinds of bread."
    )
    other = report("b", "en", title="Sweet bread of Bandar Lengeh", text=f"{feature} {prose('bread', 60)}", hours=1)
    found = compare_reports(profile(report("a", "ru")), profile(other))
    assert found.entities > 0.1
    assert score_event(found) == float("-inf")


def test_a_similar_meaning_alone_joins_nothing() -> None:
    one = profile(report("a", "en", text=prose("one", 60), title="One", name_keys=()), (90, 10))
    other = profile(report("b", "ru", text=prose("other", 60), title="Other", name_keys=()), (90, 11))
    found = replace(compare_reports(one, other), names=0.0)
    assert found.meaning == pytest.approx(1, abs=0.01)
    assert found.kinds() == ["similar meaning"]
    assert score_event(found) == float("-inf")


def test_meaning_helps() -> None:
    one, other = report("a", "en"), report("b", "fa")
    alike = compare_reports(profile(one, (90, 10)), profile(other, (90, 11)))
    unlike = compare_reports(profile(one, (90, 10)), profile(other, (10, 90)))
    assert score_event(unlike) < MIN_SCORE < score_event(alike)


@pytest.mark.parametrize(("trapped", "stories"), [("44", 2), ("17", 1)])
def test_another_event_of_the_kind_is_a_story_of_its_own_although_its_meaning_is_similar(
    trapped: str, stories: int
) -> None:
    """The reports of two earthquakes of one day have themes in common, but neither a name nor a number."""
    text = (
        "Подземные толчки магнитудой 6,3 ощутили жители горного района. Обрушилось здание школы, "
        f"{trapped} человека остались под завалами, на перевале сошёл оползень, закрыт аэропорт. "
        "Президент отменил визит и созвал правительство, банки выдадут кредиты, суд отложил процесс."
    )
    title = f"Землетрясение в горах: {trapped} погибших"
    articles = report("a", "en"), report("b", "ru", hours=2, title=title, text=text, name_keys=())
    similar = {each.article_id: embedding for each, embedding in zip(articles, ((90, 10), (90, 82)), strict=True)}
    assert len(set(stories_of(*articles, embeddings=similar).values())) == stories


def test_different_numbers_count_against_a_similar_meaning() -> None:
    one, same = profile(report("a", "en"), (90, 10)), profile(report("b", "fa"), (90, 40))
    text, title = QUAKE["fa"].replace("۱۷", "۳").replace("۴۰۰", "۹۰"), TITLES["fa"].replace("۱۷", "۳")
    another = profile(report("c", "fa", text=text, title=title), (90, 40))
    assert compare_reports(one, same).different_numbers == 0
    found = compare_reports(one, another)
    assert (found.numbers, found.different_numbers) == (0, 2)
    assert score_event(found) == pytest.approx(score_event(replace(found, different_numbers=1)) - 1.1)
    assert score_event(replace(found, different_numbers=9)) == score_event(replace(found, different_numbers=4))
    unknown = replace(found, meaning=None)
    assert float("-inf") < score_event(unknown) == score_event(replace(unknown, different_numbers=0))


def test_a_meaning_and_a_theme_without_who_where_and_how_many_must_be_more_similar() -> None:
    found = compare_reports(profile(report("a", "en"), (90, 10)), profile(report("b", "fa"), (90, 40)))
    just_enough = replace(found, names=0.03, entities=0.0, numbers=0.0)
    too_little = replace(just_enough, names=0.0299)
    assert too_little.kinds() == ["the same themes", "similar meaning"]
    assert score_event(too_little) == pytest.approx(score_event(just_enough) - 1.5, abs=0.01)


def test_evidence_is_symmetric_and_in_words() -> None:
    one, other = profile(report("a", "en")), profile(report("b", "ru", hours=60))
    assert compare_reports(one, other) == compare_reports(other, one)
    assert describe(compare_reports(one, other), {NAMES: "Hormozgan"}) == (
        "the same names: Hormozgan",
        "reported 2 days apart",
    )
    by_meaning = replace(compare_reports(one, other), meaning=0.9)
    assert describe(by_meaning, {NAMES: "Hormozgan"})[:2] == ("similar meaning", "the same names: Hormozgan")
    an_hour = replace(compare_reports(one, other), days=1 / 24)
    assert describe(an_hour, {})[-1] == "reported 1 hour apart"


def test_a_revised_article_brings_no_names_that_it_added() -> None:
    """Otherwise an old page could name what is in the news today, and swallow the story of it."""
    first = "Rescuers practised for an earthquake and took actors to hospital, while engineers spoke about mud houses, "
    first += "taxes, football, the weather of the spring, and a museum that nobody visits any more since the fire."
    old = report("old", "en", title="An exercise", text=f"{first} Hormozgan", first_text=first)
    new = report("new", "ru", hours=1)
    assert {each.similar_to for each in group([old, new])} == {None}
    unrevised = old.model_copy(update={"text": first, "first_text": None})
    assert {each.similar_to for each in group([unrevised, new])} == {None, unrevised.article_id}


def test_evidence_across_languages_ends_after_two_days() -> None:
    found = compare_reports(profile(report("a", "en")), profile(report("b", "ru")))
    assert replace(found, days=1.9).are_enough()
    assert not replace(found, days=2.0).are_enough()
    assert replace(found, days=2.0, same_language=True, is_in_text=True).are_enough()


@pytest.mark.parametrize(
    ("first", "others", "expected"),
    [
        pytest.param(0, [], -0.5, id="alone, the first outlet must be more similar"),
        pytest.param(0, [5], 0, id="another one confirms it"),
        pytest.param(-4, [9], -4, id="and cannot outweigh it"),
        pytest.param(0, [-9], -0.5, id="nor keep a report out"),
        pytest.param(-4, [9, 8], 2, id="two can outweigh it"),
        pytest.param(-4, [9, -9], -4, id="of two, the less similar one counts"),
        pytest.param(1, [-9, -9, -9], 0.5, id="nor can many keep a report out"),
    ],
)
def test_how_the_outlets_of_a_story_count(first: float, others: list[float], expected: float) -> None:
    assert weigh_outlets(first, others) == expected


def test_one_outlet_neither_leads_reports_into_a_story_nor_keeps_them_out() -> None:
    """The story of the quake and that of a flood; an outlet that mixes both into one page joins one of them."""
    flood = (
        "Floods washed away a bridge near Gorgan in Golestan, 23 villages were evacuated after heavy rain, and nine "
    )
    flood += "people are missing. The river Gorganrud burst its banks at night; soldiers fill sandbags at the dam."
    quake = [report("q1", "en"), report("q2", "ru", hours=1)]
    water = {
        "title": "Floods in Golestan, nine missing",
        "text": flood,
        "name_keys": ("place:golestan", "place:gorgan"),
    }
    floods = report("f1", "en", **water)
    mixed = report(
        "mixed", "en", hours=0.5, title=f"{TITLES['en']}, floods", text=f"{QUAKE['en']} {flood}", name_keys=PLACES
    )
    apart = stories_of(*quake, floods)
    together = stories_of(*quake, floods, mixed)
    assert apart["q1"] == apart["q2"] != apart["f1"]
    assert {key: together[key] for key in apart} == apart


def test_every_concept_has_words_in_every_language() -> None:
    vocabulary = tomllib.loads(files("newsvane.stories").joinpath("event_vocabulary.toml").read_text("utf-8"))
    assert len(vocabulary) > 300
    for concept, entries in vocabulary.items():
        assert len(entries.pop("label", "")) <= MAX_LETTERS
        assert entries.keys() == LANGUAGES, concept
        for language, words in entries.items():
            assert words, (concept, language)
            for entry in words:
                assert all(split_words(part) for part in entry.split()), (concept, language, entry)
                assert concept in find_concepts(entry.replace("*", ""), language), (concept, language, entry)


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("Two men were detained at the border", "en", "arrest"),
        ("الأمن يعتقل رجلين، واعتقالات أخرى", "ar", "arrest"),
        ("Policia arrestoi dy shtetas", "sq", "arrest"),
        ("زمین‌لرزه شهر را لرزاند", "fa", "earthquake"),
        ("Le séisme a été ressenti à Téhéran", "fr", "earthquake"),
        ("ERDBEBEN IN DER PROVINZ", "de", "earthquake"),
        ("הרעידה הורגשה ורעידת אדמה נוספת", "he", "earthquake"),
    ],
)
def test_words_are_found_in_every_form(text: str, language: str, concept: str) -> None:
    assert concept in find_concepts(text, language)


def test_texts_without_vocabulary_or_words_name_no_concepts() -> None:
    assert find_concepts("earthquake", "xx") == {}
    assert find_concepts("12 — ؟ 🙂", "en") == {}


def test_only_the_beginning_of_an_article_is_examined(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of many articles are remembered: a page of words without end must not fill the memory."""
    looked_up: list[str] = []
    monkeypatch.setattr(event_concepts, "_look_up", lambda word, language: looked_up.append(word) or ())
    profile(report("a", "en", title="y" * 10**6, text=f"{'x' * 10**6} {QUAKE['en']}"))
    assert sorted(map(len, looked_up)) == [2_000, 2_000]


def test_what_is_named_often_says_little() -> None:
    assert entity_information("place:iran") < entity_information("place:hormozgan")
    assert entity_information("place:paraguay") < 3
    assert name_information("mnstr") < name_information("mrktnslb")
    assert concept_information("parliament") < concept_information("earthquake")


def test_an_article_of_another_week_is_not_compared() -> None:
    old = report("a", "en")
    new = report("b", "en", hours=24 * 15)
    assert len(set(stories_of(old, new).values())) == 2
    assert DAY + timedelta(days=15) == new.published_at
