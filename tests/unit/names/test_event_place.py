"""Where an event happened: from the dateline, or from the title and the lead; nowhere if there is doubt."""

from datetime import UTC, datetime

import pytest

from newsvane.names import build_lexicon, find_all
from tests.unit.names.examples import build_article

REST = " The weather was fine and nothing else is known about the matter at this time."


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "TIRANA, Oct 3 (ATA) - Police searched a house.", "tirana", id="English, agency"),
        pytest.param("en", "TEHRAN – The ministry denied it.", "tehran", id="English, dash"),
        pytest.param("en", "GENEVA (Reuters) - The talks ended.", "geneva", id="English, agency without a date"),
        pytest.param("ru", "ТИРАНА, 3 октября. /ТАСС/. Полиция обыскала дом.", "tirana", id="Russian"),
        pytest.param("fa", "تهران- ایرنا- وزارت خارجه این خبر را رد کرد.", "tehran", id="Persian, agency"),
        pytest.param("fa", "به گزارش خبرگزاری فارس از مشهد، هوا خوب است.", "mashhad", id="Persian, reported from"),
        pytest.param("sq", "TIRANË, 3 tetor - Policia kontrolloi një shtëpi.", "tirana", id="Albanian"),
        pytest.param("de", "TEHERAN - Das Ministerium bestritt den Bericht.", "tehran", id="German"),
        pytest.param(
            "en",
            "TEHRAN – An earthquake shook houses in Kermanshah on Sunday.",
            None,
            id="dateline and lead differ",
        ),
        pytest.param("en", "Police searched a house in Durrës on Friday.", "durres", id="lead alone"),
        pytest.param("tr", "Polis cuma günü Tiran'da bir evi aradı.", "tirana", id="Turkish suffix"),
        pytest.param("he", "המשטרה ערכה חיפוש בטיראנה ביום שישי.", "tirana", id="Hebrew particle"),
        pytest.param("en", "Houses fell in Shiraz and in Isfahan.", "iran", id="several places of one country"),
        pytest.param("en", "He was in Tirana and in Paris.", None, id="places of two countries"),
        pytest.param("en", "Iran - a country of many people - said so.", None, id="a country is no dateline"),
        pytest.param("en", "He came from Tirana.", None, id="where somebody came from"),
        pytest.param("en", "Trump - he said so.", None, id="a person is no dateline"),
        pytest.param("en", "TEHRAN - The ambassador to Vienna spoke.", None, id="a dateline beside a place abroad"),
        pytest.param("en", "TEHRAN - The governor of Mashhad spoke.", "tehran", id="a dateline beside a place at home"),
        pytest.param("en", "A bus fell into a river in Norway.", None, id="a country in the lead"),
        pytest.param("en", "", None, id="no text"),
    ],
)
def test_event_place(language: str, text: str, expected: str | None) -> None:
    place = find_all(build_article(text + REST if text else "", language), build_lexicon()).place
    assert (place.entity_id if place else None) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "It broke the agreement of 2015 in Vienna, they say.", None, id="before it"),
        pytest.param("en", "The deal that was signed in Vienna in 2015 is dead.", None, id="after it"),
        pytest.param("de", "Das 2015 in Wien geschlossene Abkommen ist tot.", None, id="German"),
        pytest.param("es", "El acuerdo firmado en 2015 en Viena ha muerto.", None, id="Spanish"),
        pytest.param("en", "It broke the deal of 2015. In Vienna the talks go on.", "vienna", id="another sentence"),
        pytest.param("en", "Talks began in Vienna on the deal of 2015.", "vienna", id="of something else"),
        pytest.param("en", "Suspect in 2020 murder held in Vienna.", "vienna", id="of something else, before it"),
        pytest.param("en", "A man wanted since 2015 was held in Vienna.", "vienna", id="since then, farther off"),
        pytest.param("en", "The worst floods since 2010 in Vienna killed five.", "vienna", id="since then"),
        pytest.param("en", "The plan for 2030 in Vienna was read out.", "vienna", id="a later year"),
        pytest.param("en", "A protest drew 2000 in Vienna on Sunday.", "vienna", id="so many people"),
        pytest.param("en", "Fire destroyed 1950 homes in Vienna.", "vienna", id="so many homes"),
        pytest.param("en", "A blast was heard in Vienna at 1930 GMT.", "vienna", id="a time of day"),
        pytest.param("en", "A fire broke out on December 31, 2025 in Vienna.", "vienna", id="in January of December"),
    ],
)
def test_a_place_beside_an_earlier_year_is_that_of_something_earlier(
    language: str, text: str, expected: str | None
) -> None:
    article = build_article(text + REST, language).model_copy(update={"published_at": datetime(2026, 1, 4, tzinfo=UTC)})
    place = find_all(article, build_lexicon()).place
    assert (place.entity_id if place else None) == expected
    undated = find_all(article.model_copy(update={"published_at": None}), build_lexicon()).place
    assert undated is not None


def test_the_place_has_a_position_a_country_and_a_reason() -> None:
    place = find_all(build_article("TIRANA - Police came.", "en"), build_lexicon()).place
    assert place is not None
    assert (place.country, round(place.latitude or 0, 1), place.evidence) == ("AL", 41.3, "its dateline names it")


def test_a_dateline_counts_beside_places_abroad_if_the_title_says_it_was_in_its_country() -> None:
    text = f"MANEZ, Albania (Northline) - The camp divides Albania and Iran. {REST}"
    for title, expected in (("Police search a camp in Albania", "manze"), ("Police search a camp in Iran", None)):
        place = find_all(build_article(text, "en", title=title), build_lexicon()).place
        assert (place.entity_id if place else None) == expected


def test_the_title_decides_between_dateline_and_lead() -> None:
    text = "TEHRAN – An earthquake shook houses in Kermanshah on Sunday."
    place = find_all(build_article(text, "en", title="Earthquake hits Kermanshah"), build_lexicon()).place
    assert place is not None
    assert place.entity_id == "kermanshah"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Bus falls into a river in Norway", "norway"),
        ("Bus from Norway is missing", None),
        ("Floods in Norway and in Chile", None),
    ],
)
def test_a_country_is_the_place_if_the_title_says_so(title: str, expected: str | None) -> None:
    place = find_all(build_article("Twelve people were hurt." + REST, "en", title=title), build_lexicon()).place
    assert (place.entity_id if place else None) == expected


def find(language: str, title: str, text: str) -> str | None:
    """Return the id of the place of a report of November 2026."""
    article = build_article(text, language, title=title)
    dated = article.model_copy(update={"published_at": datetime(2026, 11, 20, tzinfo=UTC)})
    place = find_all(dated, build_lexicon()).place
    return place.entity_id if place else None


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param(
            "Veterans meet in Shkodër",
            "Forty men came by bus from the coast. One of them sells honey in Durrës.",
            "shkoder",
            id="the title before the lead",
        ),
        pytest.param(
            "Teachers strike",
            "Some two hundred teachers stopped work in Mashhad on Sunday.\n\nTheir union has an office in Paris.",
            "mashhad",
            id="the first paragraph before the second",
        ),
        pytest.param(
            "Choir from Austria wins a medal",
            "A children's choir won its third medal this year.\n\nIt sang in Vienna before a full house.",
            "vienna",
            id="the second, if the title names its country",
        ),
        pytest.param(
            "Ferry runs aground",
            "None of the passengers could swim.\n\nThe ferry struck a rock in Durrës on Sunday.",
            "durres",
            id="after a standfirst",
        ),
        pytest.param("Ferry runs aground", "By Ada Writer\n\nIt sank in Durrës.", "durres", id="after a byline"),
        pytest.param("Ferry lost", "Photo: Agency\nFerry lost\nIt sank in Durrës.", "durres", id="after a headline"),
        pytest.param(
            "Norway opens an archive",
            "Letters can be read from Monday on.\n\nThey were found in Oslo.",
            "oslo",
            id="the second paragraph, whether the title says that it happened in the country or not",
        ),
        pytest.param(
            "Archive opens in Norway",
            "Letters can be read from Monday on.\n\nThey were found in Oslo.",
            "oslo",
            id="rather than the country in the title",
        ),
        pytest.param(
            "The long life of a lawsuit",
            "Lawyers from Norway argue.\n\nThey wrote letters.\n\nOne hears of another quarrel in Geneva.",
            None,
            id="not what only a later paragraph names",
        ),
        pytest.param(
            "Elbasan steelworks stands still",
            f"The furnace has been cold since Monday. {'Nobody says how long that will last. ' * 4}\n\n"
            "Workers in Elbasan were sent home, as were some in Hamburg.",
            "elbasan",
            id="a later paragraph that the title confirms",
        ),
        pytest.param(
            "Rain closes roads", "Roads were under water in Rasht, Tabriz and Ahvaz.", "iran", id="listed places"
        ),
        pytest.param("Rain closes roads", "Roads were under water in Manëz, Durrës.", "manze", id="no list"),
        pytest.param("New shop", "A bakery opened in the centre of Podgorica.", "podgorica", id="a part of a city"),
        pytest.param("Jam", "Cars stood still in the Swiss city of Geneva.", "geneva", id="a kind of place"),
        pytest.param("Camp", "Police were seen at Ashraf-3 on Friday.", "ashraf-3", id="at a place"),
        pytest.param("Words", "Austrian delegates at Geneva said so.", None, id="at a city may be anywhere"),
        pytest.param("Rain", "Rain fell in Tirana and Vienna opera fans sang.", "tirana", id="another clause"),
        pytest.param("Blast in Tirana, Paris and Rome wait", "", "tirana", id="other governments"),
        pytest.param("Bridge", "A London paper says the bridge is closed.", None, id="no article is a preposition"),
    ],
)
def test_the_part_of_a_report_decides_which_place_counts(title: str, text: str, expected: str | None) -> None:
    assert find("en", title, text) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bank that opened its doors in Geneva at the end of 2014 has a new head."),
        ("en", "She sang the song that she first heard in Vienna on 3 May 2009."),
        ("en", "The song that they sang in Geneva and Zurich in May 2009 is back."),
        ("de", "Das Lied, das sie am 3. Mai 2009 in Wien hörte, und jenes, das in Graz im Jahr 2011 entstand."),
        ("sq", "Banka që u hap në Tiranë në fund të vitit 2014 ka drejtor të ri."),
        ("ru", "Фильм рассказывает о казнях 1988 года в Тегеране."),
        ("fa", "این کتاب درباره محاکمه‌های سال ۶۰ در تهران است."),
        ("fa", "این کتاب درباره محاکمه‌های سال ۱۳۶۰ در تهران است."),
    ],
)
def test_a_place_with_the_date_of_something_earlier_is_not_that_of_the_event(language: str, text: str) -> None:
    assert find(language, "", text) is None


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "A judge in Vienna heard a man in the 2019 robbery on Monday.", "vienna"),
        ("en", "Rioters burnt the 1960 buses in Vienna on Monday.", "vienna"),
        ("en", "Guests in Vienna in Room 1915 saw smoke.", "vienna"),
        ("en", "Three fell ill in Vienna in a tram of 1965.", "vienna"),
        ("en", "In Vienna in the last year 1940 trees fell.", "vienna"),
        ("fa", "در شیراز در سال گذشته ۱۳۷۰ درخت افتاد.", "shiraz"),
        ("fa", "در شیراز در سال ۱۴۰۵ مدرسه‌ای باز شد.", "shiraz"),
        ("fa", "در شیراز در آبان ۱۴۰۳ مدرسه‌ای باز شد.", None),
    ],
)
def test_a_number_or_year_of_something_else_is_no_date_of_the_event(
    language: str, text: str, expected: str | None
) -> None:
    assert find(language, "", text) == expected


def test_a_persian_year_ends_in_spring() -> None:
    """Esfand is its last month: what happened in it is still news in April."""
    article = build_article("مدرسه‌ای در شیراز در اسفند ۱۴۰۴ سوخت.", "fa")
    dated = article.model_copy(update={"published_at": datetime(2026, 4, 8, tzinfo=UTC)})
    place = find_all(dated, build_lexicon()).place
    assert place is not None
    assert place.entity_id == "shiraz"


def test_a_long_number_is_no_year() -> None:
    """More than 4,300 digits are no number for Python."""
    assert find("en", "", f"Smoke rose in Vienna in {'7' * 4400}") == "vienna"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The poet, who was born in Isfahan, has a new book."),
        ("en", "A group based in Geneva praised the law."),
        ("en", "A similar plan in Hamburg was given up."),
        ("de", "Der in Teheran geborene Dichter ist krank."),
        ("fr", "L'architecte, née à Téhéran, publie ses dessins."),
        ("it", "Un camion diretto a Teheran ha perso il carico."),
        ("it", "Il cuoco, nato a Vienna, apre una scuola."),
        ("en", "Born in Isfahan, the poet has a new book."),
        ("fa", "نویسنده متولد تهران و ساکن در شیراز کتاب تازه‌ای دارد."),
    ],
)
def test_a_background_or_an_example_is_not_where_it_happened(language: str, text: str) -> None:
    assert find(language, "", text) is None


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It felt like an earthquake in Shiraz.", "shiraz"),
        ("en", "A similar idea won a prize in Vienna.", "vienna"),
        ("en", "A previously closed bridge in Vienna fell.", "vienna"),
        ("fr", "Un randonneur a été retrouvé vivant à Grenoble.", "grenoble"),
        ("de", "Farbe auf dem Sitz des Vereins in Graz.", "graz"),
        ("de", "Ein Brand in Graz. Geboren wurde niemand.", "graz"),
        ("de", "In Graz lebende Studenten streikten.", "graz"),
        ("es", "Humo en la sede del club en Huelva.", "huelva"),
        ("fa", "آتش‌سوزی در دفتر روزنامه در شیراز", "shiraz"),
        ("ar", "حريق في مقرها في بيروت", "beirut"),
        ("it", "Comincia il vertice della Nato a Vienna.", "vienna"),
        ("ar", "حريق في بيروت، واشنطن تعرض المساعدة", "beirut"),
        ("da", "To børn i Odense fik en pris.", "odense"),
        ("sv", "Fyra barn i Malmö fick pris.", "malmo"),
    ],
)
def test_a_word_that_belongs_to_something_else_makes_no_background(language: str, text: str, expected: str) -> None:
    assert find(language, "", text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ca", "Una festa a Girona va reunir molta gent.", "girona"),
        ("gl", "Unha festa a Lisboa xuntou a moita xente.", "lisbon"),
        ("is", "Hátíð var haldin í Reykjavík á sunnudag.", "reykjavik"),
        ("no", "En fest i Oslo samlet mange.", "oslo"),
        ("oc", "Una fèsta a Grenoble a plan mercat.", "grenoble"),
        ("lb", "E Fest a Paris.", "paris"),
    ],
)
def test_a_word_for_in_counts_in_its_languages(language: str, text: str, expected: str) -> None:
    assert find(language, "", text) == expected


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "Woman tried for fraud in Norway", "norway"),
        ("en", "About 40 hurt by hail in Norway", "norway"),
        ("en", "March against taxes in Norway", "norway"),
        ("en", "Wages rise 3 per cent in Norway", "norway"),
        ("de", "Über 40 Verletzte in Norwegen", "norway"),
        ("es", "Marcha contra los impuestos en Noruega", "norway"),
        ("ru", "Митинг против налогов в Норвегии", "norway"),
        ("en", "Flood near Norway", None),
    ],
)
def test_a_country_in_which_something_happened_is_the_place(language: str, title: str, expected: str | None) -> None:
    assert find(language, title, "Many people came." + REST) == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param(
            "Gate", "DURRËS (Ada) - A guard was hurt at Ashraf-3, Iran said.", "ashraf-3", id="near the place"
        ),
        pytest.param("Ashraf-3: a report", "MANEZ (Ada) - Iran and Iraq argue.", "manze", id="something near is named"),
        pytest.param("Geneva hosts a fair", "GENEVA (Ada) - Firms from Iran came.", "geneva", id="the title names it"),
        pytest.param("A fair", "GENEVA (Ada) - Firms from Iran came.", None, id="nothing confirms it"),
    ],
)
def test_a_dateline_counts_if_the_report_was_written_on_the_spot(title: str, text: str, expected: str | None) -> None:
    assert find("en", title, text) == expected


@pytest.mark.parametrize(
    ("language", "title", "text", "expected"),
    [
        ("en", "Norway frees a whale", "Norway on Friday freed it.\n\nIt was ill.\n\nNow it swims in Oslo.", "oslo"),
        ("de", "Wal ist frei", "Norwegen gab ihn frei.\n\nEr war krank.\n\nNun schwimmt er in Oslo.", "oslo"),
        ("es", "Ballena libre", "Noruega la soltó.\n\nHabía enfermado.\n\nAhora nada en Oslo.", "oslo"),
        ("fa", "نهنگ", "نروژ آن را آزاد کرد.\n\nنهنگ بیمار بود.\n\nاکنون در اسلو است.", "oslo"),
        ("en", "Whale free", "By Ada Writer, Paris\n\nLast changed today\n\nA whale swims in Oslo.", "oslo"),
        ("sq", "Lajme", "Tiranë, 5 mars\n\nSot\n\nNjë panair u hap në Durrës.", "durres"),
        ("fa", "خبر", "ایسنا، تهران\n\nامروز\n\nنمایشگاهی در شیراز باز شد.", "shiraz"),
        ("en", "Norway", "Norway shows art.\n\nIt is old.\n\nIt was seen in Oslo and in Bergen.", "oslo"),
    ],
)
def test_a_country_or_a_byline_before_it_does_not_hide_the_city(
    language: str, title: str, text: str, expected: str | None
) -> None:
    assert find(language, title, text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "A bus burnt in Rasht near Qazvin.", "rasht"),
        ("en", "A bus burnt in Durrës, near Tirana.", "durres"),
        ("de", "Ein Bus brannte in Durrës nahe Tirana.", "durres"),
        ("fa", "اتوبوسی در رشت نزدیک قزوین آتش گرفت.", "rasht"),
        ("ar", "احترقت حافلة في شيراز قرب أصفهان.", "shiraz"),
        ("en", "A bus burnt near Qazvin.", "qazvin"),
    ],
)
def test_what_is_near_counts_only_if_nothing_is_in(language: str, text: str, expected: str) -> None:
    assert find(language, "", text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Guards were changed at Evin Prison in Tehran.", "evin-prison"),
        ("en", "A choir sang at Ashraf 3 in Tirana.", "ashraf-3"),
        ("en", "A choir sang at Evin Prison and in Shiraz.", "iran"),
    ],
)
def test_a_site_with_the_city_around_it_is_one_place(language: str, text: str, expected: str) -> None:
    assert find(language, "", text) == expected


@pytest.mark.parametrize(
    ("language", "title", "text", "expected"),
    [
        ("en", "Similar fire in Vienna put out", "", "vienna"),
        ("en", "Drivers based in Norway strike", "", "norway"),
        ("ru", "Тигренок родился в Москве", "", "moscow"),
        ("en", "Poet born in Vienna reads in Geneva", "", "geneva"),
        ("en", "Poet born in Vienna reads", "She spoke in Geneva.", "geneva"),
        ("fr", "Incendie sur une base à Grenoble", "", "grenoble"),
    ],
)
def test_what_may_be_a_background_counts_in_a_title_if_there_is_no_other_place(
    language: str, title: str, text: str, expected: str
) -> None:
    assert find(language, title, text) == expected


@pytest.mark.parametrize(
    ("language", "title", "text", "expected"),
    [
        pytest.param(
            "en", "Storm in Shkodër", "By Ada Writer in Dubai\n\nRoofs fell in Shkodër.", "shkoder", id="title"
        ),
        pytest.param("en", "Five hurt", "By Ada Writer in London\n\nA roof fell in Shiraz.", "shiraz", id="byline"),
        pytest.param("en", "Five hurt", "Photo: a crowd in Bern\n\nA roof fell in Shiraz.", "shiraz", id="caption"),
        pytest.param(
            "de", "Fünf Verletzte", "Von Ada Autor in Wien\n\nEin Dach in Schiras brach.", "shiraz", id="German"
        ),
        pytest.param("en", "Five hurt", "By Ada Writer in Oslo\n\nA roof fell in a town of Iran.", None, id="abroad"),
        pytest.param("en", "Five hurt", "A roof fell in Shiraz\n\nIt was old.", "shiraz", id="no full stop"),
    ],
)
def test_where_a_report_or_picture_comes_from_is_not_where_it_happened(
    language: str, title: str, text: str, expected: str | None
) -> None:
    assert find(language, title, text) == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param(
            "Storm hits Shkodër",
            "Five died, a man in Bern said.\n\nThe storm in Shkodër ended.",
            "shkoder",
            id="abroad",
        ),
        pytest.param(
            "Storm hits Shiraz", "Five died, they said in Ahvaz.\n\nThe storm in Shiraz ended.", "shiraz", id="home"
        ),
        pytest.param("Storm in Iran kills three", "Five were hurt. An expert in Bern said so.", "iran", id="country"),
        pytest.param("Storm in Iran kills three", "Five were hurt in Shiraz.", "shiraz", id="its city"),
    ],
)
def test_who_speaks_elsewhere_does_not_outweigh_the_title(title: str, text: str, expected: str | None) -> None:
    assert find("en", title, text) == expected
