"""Translations without a declared address: an invented report in six languages and four scripts, and others."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane.records import Alternate, Article, Grouping
from newsvane.stories import group, sketch
from newsvane.stories.anchors import consonant_skeleton, extract_anchors, number_information
from newsvane.stories.blocking_keys import compute_blocking_keys
from newsvane.texts import text_hash, words
from tests.support.examples import examples
from tests.support.news_reports import OTHER, OWN_REPORT, REPORTS

DAY = datetime(2026, 5, 1, tzinfo=UTC)


def article(name: str, report: str, language: str, *, day: float = 0, **fields: Any) -> Article:
    title, _, text = report.partition("\n")
    url = fields.pop("url", f"https://{name}.example/{name}")
    return Article(
        article_id=name,
        url=url,
        canonical_url=url,
        outlet=fields.pop("outlet", f"{name}.example"),
        title=title,
        published_at=DAY + timedelta(days=day),
        fetched_at=DAY,
        text=text,
        text_hash=text_hash(text),
        words=len(words(text)),
        language=language,
        **fields,
    )


def heads(articles: list[Article], **options: Any) -> dict[str, str]:
    found = group(articles, **options)
    assert all(g.copy_kind == "translation" for g in found if g.copy_of)
    return {g.article_id: g.copy_of for g in found if g.copy_of}


@pytest.mark.parametrize("language", [pytest.param(language, id=language) for language in REPORTS if language != "en"])
def test_a_translation_names_its_original(language: str) -> None:
    original, translation = article("original", REPORTS["en"], "en"), article("t", REPORTS[language], language, day=2)
    assert heads([translation, original]) == {"t": "original"}
    grouping = next(g for g in group([original, translation]) if g.copy_of)
    assert 0 < (grouping.score or 0) <= 1
    assert "numbers" in grouping.evidence[0]
    assert "in the same order" in grouping.evidence[0]


@pytest.mark.parametrize(
    ("report", "language", "fields"),
    [
        pytest.param(OWN_REPORT, "es", {}, id="another report on the same event"),
        pytest.param(OTHER, "es", {}, id="the same names and numbers, in another order"),
        pytest.param(REPORTS["es"], "en", {}, id="of the same language, whatever it says"),
        pytest.param(REPORTS["es"], "und", {}, id="in no known language"),
        pytest.param(REPORTS["es"], "es", {"day": 15}, id="outside the window"),
        pytest.param(REPORTS["es"] + "\n" + OWN_REPORT * 3, "es", {}, id="several times as long"),
        pytest.param(OWN_REPORT, "es", {"image_url": "https://img.example/1.jpg"}, id="a common picture alone"),
    ],
)
def test_other_articles_are_no_translations(report: str, language: str, fields: dict[str, Any]) -> None:
    image = fields.get("image_url")
    original = article("original", REPORTS["en"], "en", image_url=image)
    assert not heads([original, article("t", report, language, **{"day": 1, **fields})])


BRIEF = """Storm over the harbour
The harbour of Vela Luka was closed on Monday because of a storm, and nobody knows when it will open again. Fishermen
were told to stay at home, and the school bus did not run. People are asked to keep away from the sea front today."""
BRIEF_IT = """Burrasca sul porto
Il porto di Vela Luka è stato chiuso lunedì per una burrasca e nessuno sa quando riaprirà. Ai pescatori è stato detto
di restare a casa, e lo scuolabus non ha circolato. Si chiede a tutti di stare oggi lontano dal lungomare del paese."""


@pytest.mark.parametrize(
    ("original", "translation", "linked"),
    [
        pytest.param({}, {}, False, id="two names alone"),
        pytest.param(
            {"image_url": "https://i.example/1"}, {"image_url": "https://i.example/2"}, False, id="two pictures"
        ),
        pytest.param(
            {"image_url": "https://i.example/1"}, {"image_url": "https://i.example/1"}, True, id="one picture"
        ),
        pytest.param(
            {"outlet": "o.example", "url": "https://o.example/en/712345"},
            {"outlet": "o.example", "url": "https://o.example/it/712345"},
            True,
            id="one number in the address",
        ),
        pytest.param(
            {"outlet": "o.example", "url": "https://o.example/20260501/a"},
            {"outlet": "o.example", "url": "https://o.example/20260501/b"},
            False,
            id="a date in the address",
        ),
        pytest.param(
            {"outlet": "o.example", "url": "https://o.example/712345"},
            {"outlet": "p.example", "url": "https://p.example/712345"},
            False,
            id="one number at two outlets",
        ),
    ],
)
def test_a_short_text_needs_a_second_signal_besides_its_names(
    original: dict[str, Any], translation: dict[str, Any], linked: bool
) -> None:
    pair = [article("o", BRIEF, "en", **original), article("t", BRIEF_IT, "it", day=1, **translation)]
    assert heads(pair) == ({"t": "o"} if linked else {})


SLIDE = """Landslide buries the road to Theth
The steep road between Kelmend and Boga was buried by a landslide on Monday. Mayor Arben Kola says that nobody was hurt.
In the valley 46 tourists are waiting for help, and engineers from Shkodra have to examine the slope above Vermosh."""
SLIDE_DE = """Erdrutsch begräbt Straße nach Theth
Die steile Straße zwischen Kelmend und Boga hat Montag ein Erdrutsch begraben. Laut Arben Kola wurde niemand verletzt.
Im Tal warten nun 46 Touristen auf Hilfe, und Fachleute aus Shkodra müssen den Hang über Vermosh untersuchen."""
MORE_NUMBERS = """Abgerutscht: 1800 Kubikmeter bei Theth
Auf 35 Metern liegt zwischen Kelmend und Boga Geröll, das wegmuss. Das hat Arben Kola bekanntgegeben, der Lokalchef. Er
bat alle 46 Urlauber um Geduld. Mit 12 Helfern und mit Baggern aus Shkodra soll der Weg bald wieder frei sein."""
OTHER_NUMBERS = """Hang abgerutscht, Dorf Theth allein
Auf halber Höhe zwischen Kelmend und Boga liegt nun Geröll, das wegmuss. Heute klagte Arben Kola über den Staat. Denn
im Winter leben hier 30 Menschen, und alle anderen ziehen zu den Kindern nach Shkodra und kommen im Mai wieder."""
OTHER_ORDER = """Hang abgerutscht, Vermosh und Theth allein
Auf halber Höhe zwischen Kelmend und Boga liegt nun Geröll, das wegmuss. Fachleute sollen den Hang sichern. Im Dorf
packen alle 46 Urlauber mit an. Bis die Bagger aus Shkodra da sind, bleibt der Weg zu, entschied Arben Kola."""


@pytest.mark.parametrize(
    ("report", "linked"),
    [
        pytest.param(SLIDE_DE, True, id="a translation"),
        pytest.param(MORE_NUMBERS, False, id="the same names in order, but three more numbers"),
        pytest.param(OTHER_NUMBERS, False, id="the same names in order, but another number"),
        pytest.param(OTHER_ORDER, False, id="the same names and number, not all in order"),
    ],
)
def test_a_report_in_its_own_words_is_no_translation(report: str, linked: bool) -> None:
    assert heads([article("o", SLIDE, "en"), article("r", report, "de", day=0.2)]) == ({"r": "o"} if linked else {})


ALTERNATES = (
    Alternate(language="fa", url="https://fa.example/fa"),
    Alternate(language="en", url="https://en.example/en"),
)


@pytest.mark.parametrize(
    ("languages", "day", "expected"),
    [
        pytest.param(("en", "fa"), 10, {"fa": "en"}, id="alternates are one text"),
        pytest.param(("en", "en"), 10, {}, id="not of one language: an edition for another country"),
        pytest.param(("en", "und"), 10, {"fa": "en"}, id="language not known"),
        pytest.param(("en", "fa"), 30, {}, id="outside the window"),
    ],
)
def test_alternates(languages: tuple[str, str], day: float, expected: dict[str, str]) -> None:
    """Pages of one outlet are linked if one names the other, those of two outlets only if each names the other."""
    english = article("en", OTHER, languages[0], alternates=ALTERNATES)
    persian = article("fa", REPORTS["fa"], languages[1], day=day)
    assert heads([english, persian]) == {}
    assert heads([persian.model_copy(update={"alternates": ALTERNATES}), english]) == expected
    assert heads([each.model_copy(update={"outlet": "o.example"}) for each in (english, persian)]) == expected
    assert set(compute_blocking_keys(english)) & set(compute_blocking_keys(persian))


def test_the_earliest_is_the_head_whatever_the_order() -> None:
    everywhere = [article(code, report, code, day=at / 3) for at, (code, report) in enumerate(REPORTS.items())]
    expected = dict.fromkeys(set(REPORTS) - {"en"}, "en")
    for seed in range(5):
        assert heads(random.Random(seed).sample(everywhere, len(everywhere))) == expected
    late = [*everywhere[1:], article("en", REPORTS["en"], "en", day=4)]
    assert heads(late) == dict.fromkeys(set(REPORTS) - {"es"}, "es")


def test_one_wrong_link_does_not_make_one_text_of_two() -> None:
    """A page that names alternates of two originals leads no original into the group of the other."""
    alternates = (
        Alternate(language="en", url="https://a.example/a"),
        Alternate(language="en", url="https://b.example/b"),
    )
    found = heads([
        article("a", REPORTS["en"], "en"),
        article("b", OTHER, "en", day=1),
        article("t", REPORTS["es"], "es", day=2, alternates=alternates),
    ])
    assert found == {"t": "a"}


@pytest.mark.parametrize(
    ("spellings", "shared"),
    [
        pytest.param(("Johnson", "Джонсон", "جونسون", "Xhonson"), "snsn", id="a sibilant in four spellings"),
        pytest.param(("Zagreb", "Загреб", "زغرب", "זאגרב"), "skrb", id="g and gh"),
        pytest.param(("Kovac", "Kovač"), "kbk", id="marks"),
        pytest.param(("Paris", "باريس", "پاریس"), "brs", id="p and b"),
        pytest.param(("", "ааа"), "", id="no consonant"),
    ],
)
def test_skeletons(spellings: tuple[str, ...], shared: str) -> None:
    assert {consonant_skeleton(spelling) for spelling in spellings} == {shared}


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        pytest.param("הוא אמר: ג'ונסון יצא לדרך בבוקר.", "he", "snsn", id="a Hebrew letter with an apostrophe"),
        pytest.param("כך סיפר צ׳רצ׳יל לעיתונאים אתמול.", "he", "srsl", id="and with a geresh"),
        pytest.param("Dün Trump'ın sözleri çok konuşuldu.", "tr", "trmb", id="an ending after an apostrophe"),
        pytest.param("Hier, la réponse de l'Iran a surpris.", "fr", "rn", id="an article before one"),
        pytest.param("قال إن والعراق بلد جار.", "ar", "rk", id="and and the, written together"),
        pytest.param("It rained on Tuesday in Zagreb, where it rains.", "en", "skrb", id="a capital"),
    ],
)
def test_names_within_a_text(text: str, language: str, name: str) -> None:
    assert name in extract_anchors(article("n", f"\n{text}", language)).names


def test_a_word_that_is_also_written_small_is_no_name() -> None:
    names = extract_anchors(article("n", "\nStorks came to Zagreb. In May the storks left.", "en")).names
    assert consonant_skeleton("Storks") not in names


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        pytest.param("1,234 1.234 1 234 ١٬٢٣٤ ۱۲۳۴", {(1234,)}, id="thousands"),
        pytest.param("5.40 5:40 ٥:٤٠", {(5, 40)}, id="a time or a decimal"),
        pytest.param("1,250,000 1.250.000 1 250 000", {(1250000,)}, id="millions"),
        pytest.param("in 2019 300 came", {(2019,), (300,)}, id="a year before a number"),
        pytest.param("9" * 40, {(int("9" * 15),)}, id="digits without end"),
    ],
)
def test_numbers(written: str, numbers: set[tuple[int, ...]]) -> None:
    assert set(extract_anchors(article("n", f"Title\n{written}", "en")).numbers) == numbers


def test_a_rare_number_is_more_evidence_than_a_round_one_or_a_year() -> None:
    assert (
        number_information((7,)) < number_information((2019,)) < number_information((44,)) < number_information((412,))
    )
    assert number_information((5_000,)) < number_information((5_317,))


def test_keys_are_few_and_the_same_for_the_same() -> None:
    for language, report in REPORTS.items():
        keys = compute_blocking_keys(article("a", report, language))
        assert 10 < len(keys) <= 110
        assert len(set(keys)) == len(keys)
        assert all(-(2**63) <= key < 2**63 for key in keys)
        found = sketch(article("a", report, language))
        assert found is not None
        assert found.keys == keys
    assert compute_blocking_keys(article("a", "Title\nText.", "en"))[1:] == ()


def test_hostile_texts_take_no_time() -> None:
    for text in (
        "Aa Bb " * 200_000,
        "1 " * 500_000,
        "A" * 1_000_000,
        "'" * 1_000_000,
        "1,1" * 300_000,
        "\n" * 1_000_000,
    ):
        compute_blocking_keys(article("a", f"Title\n{text}", "en"))
        group([article("a", f"Title\n{text}", "en"), article("b", f"Title\n{text} b", "de")])


POOL = [
    article(f"{code}-{number}", report, code, day=number)
    for number in range(2)
    for code, report in [*REPORTS.items(), ("es", OWN_REPORT), ("en", OTHER)]
]
POOL = [one.model_copy(update={"article_id": f"{at}-{one.article_id}"}) for at, one in enumerate(POOL)]


def looked_up(new: list[Article], history: list[Article], groups: dict[str, Grouping]) -> list[Article]:
    """Return what a lake would: all that share a key, bucket or hash with the new articles, and their whole stories."""

    def marks(one: Article) -> set[object]:
        found = sketch(one)
        return {one.text_hash, *found.bands, *found.keys}

    wanted = set().union(*map(marks, new))
    stories = {groups[one.article_id].story_id for one in history if wanted & marks(one)}
    return [one for one in history if groups[one.article_id].story_id in stories]


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(st.sampled_from(POOL), min_size=2, max_size=9, unique_by=lambda one: one.article_id),
    st.randoms(use_true_random=False),
)
def test_any_order_and_any_batches_give_the_same(drawn: list[Article], draw: random.Random) -> None:
    at_once = group(drawn)
    draw.shuffle(drawn)
    assert group(drawn) == at_once
    groups: dict[str, Grouping] = {}
    history: list[Article] = []
    while drawn:
        batch = [drawn.pop() for _ in range(min(len(drawn), draw.randint(1, 3)))]
        groups |= {g.article_id: g for g in group([*batch, *looked_up(batch, history, groups)])}
        history += batch
    assert sorted(groups.values(), key=lambda g: g.article_id) == at_once
