"""Names of the lexicon: one entity in every language, script and case, and nothing that only looks like one."""

import pytest

from newsvane.names import build_lexicon, resolve_names
from tests.unit.names.examples import find_ids, find_names

MAIN = [
    pytest.param(
        "maryam-rajavi",
        "Maryam Rajavi|Mariam Rajavi|Maryam Radschawi|Meryem Recevi|مریم رجوی|مريم رجوي"
        "|Марьям Раджави|מרים רג'אווי|Μαριάμ Ρατζαβί",
        id="maryam-rajavi",
    ),
    pytest.param("massoud-rajavi", "Massoud Rajavi|Masoud Rajavi|مسعود رجوی|مسعود رجوي|Масуд Раджави", id="massoud"),
    pytest.param(
        "mek", "MEK forces of the PMOI|سازمان مجاهدین خلق|مجاهدي خلق|Volksmudschahedin|Моджахедин-э Халк", id="mek"
    ),
    pytest.param(
        "ncri",
        "National Council of Resistance of Iran|شورای ملی مقاومت ایران|المجلس الوطني للمقاومة الإيرانية"
        "|Национального совета сопротивления Ирана|Nationaler Widerstandsrat Iran"
        "|Këshilli Kombëtar i Rezistencës së Iranit",
        id="ncri",
    ),
    pytest.param("ashraf-3", "Ashraf 3|اشرف ۳|أشرف 3|Ашраф-3|Aschraf 3|אשרף 3", id="ashraf-3"),
    pytest.param(
        "ali-khamenei", "Ali Khamenei|علی خامنه‌ای|علي خامنئي|Али Хаменеи|Ali Hamaney|עלי ח'אמנאי", id="ali-khamenei"
    ),
    pytest.param("mojtaba-khamenei", "Mojtaba Khamenei|مجتبی خامنه‌ای|مجتبى خامنئي|Моджтаба Хаменеи", id="mojtaba"),
    pytest.param(
        "ruhollah-khomeini", "Ayatollah Khomeini|روح‌الله خمینی|روح الله الخميني|аятолла Хомейни", id="khomeini"
    ),
    pytest.param(
        "masoud-pezeshkian",
        "Masoud Pezeshkian|Massud Peseschkian|Mesud Pezeşkiyan|مسعود پزشکیان|مسعود بزشكيان"
        "|Масуд Пезешкиан|מסעוד פזשכיאן",
        id="pezeshkian",
    ),
    pytest.param(
        "abbas-araghchi",
        "Abbas Araghchi|Abbas Araqchi|عباس عراقچی|عباس عراقجي|Аббас Аракчи|עבאס עראקצ'י",
        id="araghchi",
    ),
    pytest.param("ebrahim-raisi", "Ebrahim Raisi|ابراهیم رئیسی|إبراهيم رئيسي|Эбрахим Раиси|אבראהים ראיסי", id="raisi"),
    pytest.param(
        "qasem-soleimani", "Qasem Soleimani|Kasım Süleymani|قاسم سلیمانی|قاسم سليماني|Касем Сулеймани", id="soleimani"
    ),
    pytest.param("reza-pahlavi", "Reza Pahlavi|رضا پهلوی|رضا بهلوي|Реза Пехлеви|רזא פהלווי", id="pahlavi"),
    pytest.param(
        "irgc",
        "Islamic Revolutionary Guard Corps|سپاه پاسداران|الحرس الثوري|КСИР|משמרות המהפכה|Devrim Muhafızları",
        id="irgc",
    ),
    pytest.param("edi-rama", "Edi Rama|ادی راما|إدي راما|Эди Рама|אדי ראמה|Έντι Ράμα", id="edi-rama"),
    pytest.param("sali-berisha", "Sali Berisha|صالی بریشا|سالي بيريشا|Сали Бериша|Σαλί Μπερίσα", id="berisha"),
    pytest.param(
        "albania", "Albania|Shqipëria|Albanien|Albanie|آلبانی|ألبانيا|Албания|אלבניה|Αλβανία|Arnavutluk", id="albania"
    ),
    pytest.param("iran", "Iran|ایران|إيران|Иран|איראן|Ιράν|İran", id="iran"),
    pytest.param("tirana", "Tirana|Tiranë|تیرانا|تيرانا|Тирана|טיראנה|Τίρανα", id="tirana"),
    pytest.param("tehran", "Tehran|Teheran|Tahran|Téhéran|تهران|طهران|Тегеран|טהרן|Τεχεράνη", id="tehran"),
    pytest.param("durres", "Durrës|Durres|Durazzo|دورس|Дуррес", id="durres"),
    pytest.param("evin-prison", "Evin Prison|زندان اوین|سجن إيفين|тюрьма Эвин|כלא אווין|Evin Hapishanesi", id="evin"),
]


@pytest.mark.parametrize(("entity_id", "spellings"), MAIN)
def test_main_names_are_one_entity_in_all_scripts(entity_id: str, spellings: str) -> None:
    for spelling in spellings.split("|"):
        assert entity_id in find_names(f"— {spelling}, 2026.", "und"), spelling


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param(
            "ru",
            "Встреча Эди Рамы с Владимиром Путиным прошла в Тиране.",
            "p:edi-rama p:vladimir-putin l:tirana",
            id="Russian cases",
        ),
        pytest.param("ar", "رفضت حركة حماس العرض.", "o:hamas", id="Hamas"),
        pytest.param("ar", "أعلن تنظيم القاعدة مسؤوليته.", "o:al-qaeda", id="al-Qaeda"),
        pytest.param("it", "Abita in Irlanda del Nord.", "l:northern-ireland", id="Northern Ireland"),
        pytest.param(
            "sq",
            "Policia e Tiranës foli me Edi Ramën për Durrësin.",
            "p:edi-rama l:tirana l:durres",
            id="Albanian cases",
        ),
        pytest.param(
            "tr",
            "Pezeşkiyan, Tahran'da Erdoğan'ı ağırladı.",
            "p:masoud-pezeshkian p:recep-tayyip-erdogan l:tehran",
            id="Turkish suffixes",
        ),
        pytest.param(
            "ar",
            "وأعلنت طهران أن مسعود بزشكيان سيزور بغداد وتيرانا.",
            "p:masoud-pezeshkian l:tehran l:baghdad l:tirana",
            id="Arabic particles",
        ),
        pytest.param(
            "he", "נתניהו אמר שאיראן חזרה לטהרן.", "p:benjamin-netanyahu l:iran l:tehran", id="Hebrew particles"
        ),
        pytest.param(
            "de",
            "Albaniens Regierung sprach mit Vertretern der Volksmudschahedin.",
            "l:albania o:mek",
            id="German genitive",
        ),
        pytest.param(
            "el", "Ο Κυριάκος Μητσοτάκης επισκέφθηκε τα Τίρανα.", "p:kyriakos-mitsotakis l:tirana", id="Greek"
        ),
        pytest.param("es", "La policía de Albania entró en Ashraf 3.", "l:albania l:ashraf-3", id="Spanish"),
        pytest.param("fr", "Maryam Radjavi a parlé à Paris.", "p:maryam-rajavi l:paris", id="French"),
        pytest.param(
            "it", "La presidente Giorgia Meloni è arrivata a Tirana.", "p:giorgia-meloni l:tirana", id="Italian"
        ),
        pytest.param("fa", "سخنگوی وزارت خارجه آمریکا درباره ایران گفت.", "o:us-state-department l:iran", id="Persian"),
        pytest.param(
            "en", "The UN and Iran's IRGC met Trump.", "o:united-nations l:iran o:irgc p:donald-trump", id="English"
        ),
    ],
)
def test_names_are_found_in_every_case(language: str, text: str, expected: str) -> None:
    kinds = {"p": "person", "o": "org", "l": "place"}
    assert find_ids(text, language) == {f"{kinds[each[0]]}{each[1:]}" for each in expected.split()}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("fr", "Il a vu un homme et une femme.", id="un is an article, not the UN"),
        pytest.param("pt", "Eu sei que ele vai.", id="eu is I, not the EU"),
        pytest.param("en", "Rama Duwaji opened the show.", id="a surname as a first name"),
        pytest.param("en", "Bassem Rama opened the show.", id="another person of the surname"),
        pytest.param("en", "The Tehran Times wrote about it.", id="a newspaper named after a city"),
        pytest.param("en", "Paris Hilton sang a song.", id="a first name that is a city"),
        pytest.param("sq", "Ishin në mal, mali ishte i lartë.", id="mali is a mountain"),
        pytest.param("fa", "وضعیت مالی شرکت خوب است.", id="mali is financial"),
        pytest.param("ar", "قطر الدائرة خمسة أمتار.", id="qatr is a diameter"),
        pytest.param("en", "Jordan scored twice and Chad left early.", id="first names that are countries"),
        pytest.param("en", "He bought a house from Jackson.", id="a city that is a surname"),
        pytest.param("ar", "عاد الجنود إلى القاعدة العسكرية مساء.", id="the military base"),
        pytest.param("ar", "لا استثناء من هذه القاعدة في المدرسة.", id="this rule"),
        pytest.param("ar", "ألهبت الأغنية القلوب وألهبت حماس الجمهور.", id="to kindle enthusiasm"),
        pytest.param("de", "Willi Merkel spielte im Tor.", id="a surname after another first name"),
        pytest.param("de", "Sie filmten vor der Hagia Sophia.", id="Sophia is not Sofia"),
        pytest.param("fa", "سهام ایران خودرو دیروز گران شد.", id="a car maker"),
        pytest.param("fa", "سهام پتروشیمی شیراز دیروز گران شد.", id="a petrochemical company"),
        pytest.param("es", "La familia Mánez vive aquí.", id="Manez without Albania"),
        pytest.param("en", "Ashraf Ahmed and Ashraf Karimi spoke.", id="Ashraf as a first name"),
        pytest.param("ar", "انقطع الكابل أمس.", id="the cable is not Kabul"),
        pytest.param("fa", "مدارس در آستانه بازگشایی هستند.", id="a threshold is not Astana"),
        pytest.param("sq", "Maskat janë të detyrueshme.", id="masks are not Muscat"),
        pytest.param("en", "He wrote for the New York Times.", id="a paper named after a city of two words"),
        pytest.param("de", "Dabei sprach er lange.", id="dabei is no spelling of Dubai"),
    ],
)
def test_other_meanings_are_no_known_names(language: str, text: str) -> None:
    assert {each for each, found in find_names(text, language).items() if found.known} == set()


def test_a_surname_belongs_to_the_person_named_in_full_before_it() -> None:
    text = "Mojtaba Khamenei spoke. Khamenei left. His father Ali Khamenei was there. Khamenei was old."
    found = find_names(text, "en")
    assert (found["mojtaba-khamenei"].mentions, found["ali-khamenei"].mentions) == (2, 2)


def test_a_shared_surname_alone_names_nobody() -> None:
    assert find_ids("Khamenei spoke to Rajavi.", "en") == set()


def test_a_name_counts_only_beside_its_context() -> None:
    assert find_ids("The village of Manëz is quiet.", "en") == set()
    assert "manze" in find_names("The village of Manëz in Albania is quiet.", "en")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("sq", "Një urë u mbyll në Lezhë.", "place:lezhe"),
        ("sq", "Një urë u mbyll pranë Lezhës.", "place:lezhe"),
        ("fr", "Un pont est fermé à Grenoble.", "place:grenoble"),
        ("es", "El tren que va a Huelva no sale.", "place:huelva"),
        ("en", "Buyers met a Grenoble firm.", None),
    ],
)
def test_a_word_that_says_so_may_have_an_accent(language: str, text: str, expected: str | None) -> None:
    assert find_ids(text, language) == ({expected} if expected else set())


def test_a_city_needs_a_word_that_says_so() -> None:
    assert "houston" not in find_names("Then Houston spoke.", "en")
    found = find_names("The fire broke out in Chattanooga on Monday.", "en")["chattanooga"]
    assert (found.kind, found.country) == ("place", "US")
    assert found.latitude == pytest.approx(35.05, abs=0.1)


def test_mentions_say_how_often_where_and_in_which_spellings() -> None:
    found = find_names("TIRANA — Edi Rama came. Rama spoke.", "en", title="Rama in Tirana")["edi-rama"]
    assert (found.mentions, found.position, found.written, found.name) == (3, "title", ("Rama", "Edi Rama"), "Edi Rama")


def test_shipped_spellings_lead_to_one_entity_each() -> None:
    """A full spelling of two entities would always name the first."""
    owners: dict[tuple[tuple[str, ...], bool], set[str]] = {}
    for spellings in build_lexicon().spellings.values():
        for each in spellings:
            if each.use == "anywhere":
                owners.setdefault((each.words, each.is_acronym), set()).add(each.entity_id)
    assert {words: ids for words, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("query", "resolved"),
    [
        pytest.param('person:"مریم رجوی"', '(person:"مریم رجوی" OR person:maryam-rajavi)', id="another script"),
        pytest.param("person:رجوی", "(person:رجوی OR person:maryam-rajavi OR person:massoud-rajavi)", id="surname"),
        pytest.param("place:Tiranë AND x", "(place:Tiranë OR place:tirana) AND x", id="another language"),
        pytest.param("org:PMOI", "(org:PMOI OR org:mek)", id="acronym"),
        pytest.param("person:edi-rama", "person:edi-rama", id="an id"),
        pytest.param("person:besnik*", "person:besnik*", id="a beginning"),
        pytest.param("org:tirana", "org:tirana", id="another kind"),
        pytest.param('"person:Rama" x', '"person:Rama" x', id="in quotes"),
        pytest.param("person:Nobody", "person:Nobody", id="not in the lexicon"),
    ],
)
def test_spellings_in_queries_lead_to_ids(query: str, resolved: str) -> None:
    assert resolve_names(query, build_lexicon()) == resolved
