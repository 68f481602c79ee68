"""Names that are parts of other names: papers, clubs, seas, streets and people who are called like a city."""

import pytest

from newsvane.names import build_lexicon
from newsvane.names.cues import load_given_names
from tests.unit.names.examples import find_ids, find_names

SPORT_EN = "The coach praised the striker after the match; the club leads the league by two goals. "
_SMALL_CITIES = (
    "ann artem bryan david edmond elizabeth fatih gary george golbahar hassan lorena nancy nigel norman numan tracy "
    "tyler vladimir"
)
SPORT_FA = "سرمربی تیم گفت بازیکن باشگاه در لیگ گل زد. "


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("de", "Das schrieb die Washington Post am Freitag.", id="paper, German"),
        pytest.param("fa", "روزنامه واشنگتن پست نوشت که قیمت‌ها بالا رفت.", id="paper, Persian"),
        pytest.param("ar", "ذكرت صحيفة واشنطن بوست ذلك أمس.", id="paper, Arabic"),
        pytest.param("fr", "Le match contre le Rapid de Vienne est reporté.", id="club with a link"),
        pytest.param("ar", "يلعب الفريق مع رابيد فيينا غدا.", id="club, Arabic"),
        pytest.param("en", "Ships crossed the Sea of Oman and the Gulf of Oman.", id="sea"),
        pytest.param("fa", "آب رود اردن کم شده است.", id="river"),
        pytest.param("ar", "عاد المقاتل إلى مسقط رأسه بعد سنوات.", id="birthplace"),
        pytest.param("ar", "انتخابات في دول أمريكا اللاتينية.", id="a part of the world"),
        pytest.param("fa", "فرمانده سپاه بیت‌المقدس سخن گفت.", id="a unit of an army"),
        pytest.param("en", f"{SPORT_EN}Hamburg will host the next game.", id="a club's city in sport"),
        pytest.param("fa", f"{SPORT_FA}گسترش فولاد تبریز برنده شد.", id="a club's city in sport, Persian"),
        pytest.param("en", "The singer Anna Paris was late. Paris did not say why.", id="a surname"),
        pytest.param("ar", "قال آدم كييف إنه سعيد.", id="a surname, Arabic"),
        pytest.param("de", "Die Strafe beträgt 500 US-Dollar.", id="a currency"),
        pytest.param("ru", "Штраф составляет 500 долларов США.", id="a currency before the country"),
        pytest.param("de", "Er sitzt im Vorstand von Air France.", id="airline"),
        pytest.param("de", "Forscher des National Trust for Scotland zählten Vögel.", id="society, English in German"),
        pytest.param("it", "Lo ha detto Toyota UK alla stampa.", id="company"),
        pytest.param("ar", "ذكرت صحيفة الرياض ذلك أمس.", id="paper, Arabic"),
        pytest.param("ar", "أعلنت القوات السعودية ذلك أمس.", id="adjective, Arabic"),
        pytest.param("fa", "برادران موریس این خودرو را ساختند.", id="a family, Persian"),
        pytest.param("ar", "دخلت عربة عسكرية روسية المدينة.", id="adjective, Arabic, as Persian writes Russia"),
        pytest.param("ar", "كان ذلك أروع مشهد في الفيلم.", id="a scene, Arabic"),
        pytest.param("ar", "في رياض الأطفال خمسون طفلا.", id="kindergartens, Arabic"),
        pytest.param("ar", "هبطت طائرة لشركة طيران الإمارات أمس.", id="airline, Arabic"),
        pytest.param("ar", "اتفقت شركات طيران الإمارات أمس.", id="airlines, Arabic"),
        pytest.param("de", "Das sagte François Hollande gestern.", id="a surname, German"),
        pytest.param("de", "Er wohnt in Guatemala-Stadt.", id="a city that has the country's name, German"),
        pytest.param("de", "Im Sommer ging er zur AS Rom.", id="club with initials, German"),
        pytest.param("de", "Er spielte für OFK Belgrad.", id="club with initials of three letters, German"),
        pytest.param("de", "Das Tor schoss Lazio Rom.", id="club by its own name, German"),
        pytest.param("ru", "Вклады принял банк «Россия» в мае.", id="a bank in quotes, Russian"),
        pytest.param("ru", "Его клуб — «Нью-Йорк Рейнджерс».", id="club, American, Russian"),
        pytest.param("fa", "سپاهان اصفهان برنده شد.", id="club, Persian"),
        pytest.param("ar", "خسر أياكس أمستردام أمس.", id="club by its own name, Arabic"),
        pytest.param("fr", "Elle habite en Île-de-France.", id="a region with the country's name, French"),
        pytest.param("fr", "Il joue pour les Yankees de New York.", id="club, American"),
        pytest.param("fr", "Il joue pour les Wizards de Washington.", id="club, American, with a link"),
        pytest.param("it", "Lo annuncia Autostrade per l'Italia.", id="company, Italian"),
        pytest.param("ru", "Министр Ливанов ответил на вопросы.", id="a surname, Russian"),
        pytest.param("sq", "Forcat Siriane u tërhoqën dje.", id="adjective, Albanian"),
    ],
)
def test_a_part_of_another_name_is_no_place(language: str, text: str) -> None:
    assert not {each for each in find_ids(text, language) if each.startswith("place:")}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", f"{SPORT_EN}The next game is in Hamburg.", "place:hamburg"),
        ("fa", f"{SPORT_FA}بازی بعد در تبریز است.", "place:tabriz"),
        ("en", "The singer Anna Paris was in Paris.", "place:paris"),
        ("ru", "ВМС США сообщили об этом вчера.", "place:united-states"),
        ("ar", "عاد الوزير من السعودية أمس.", "place:saudi-arabia"),
        ("ar", "زار الوفد مدينة مشهد أمس.", "place:mashhad"),
        ("ru", "Сборная Бразилии прилетела вчера.", "place:brazil"),
        ("de", "Er spielte gegen den Süd-Sudan.", "place:south-sudan"),
        ("es", "Vive en Andorra la Vella desde 2008.", "place:andorra-la-vella"),
        ("en", "The court may order Iran to pay.", "place:iran"),
        ("en", "Nobody can trust Russia on this.", "place:russia"),
        ("fr", "Il suit un ordre de Moscou.", "place:moscow"),
        ("de", "Der Sturm Albaniens kam spät.", "place:albania"),
        ("de", "Er wohnt in Mexiko-Stadt.", "place:mexico-city"),
        ("en", "He met the Emir of Qatar.", "place:qatar"),
        ("de", "Er ist Botschafter von Ungarn.", "place:hungary"),
        ("es", "Vive en la Ciudad de México.", "place:mexico-city"),
        ("ru", "Суд находится в штате Нью-Йорк.", "place:new-york-state"),
        ("de", "Sie vertritt die Provinz Buenos Aires.", "place:buenos-aires-province"),
        ("ar", "قالت شرطة بريتيش كولومبيا ذلك أمس.", "place:british-columbia"),
        ("ru", "Он поехал в «Россию будущего».", "place:russia"),
        ("ru", "По словам министра, «Иран» не хочет войны.", "place:iran"),
        ("fa", "صادرات نفت ایران کم شد.", "place:iran"),
        ("fa", "مصرف ایران از گاز زیاد شد.", "place:iran"),
        ("en", "In Gaza 96 people were killed.", "place:gaza"),
        ("en", "Protests grew AS Iran closed its border.", "place:iran"),
        ("en", "The wildfire in BC Canada spread.", "place:canada"),
        ("fr", "Pour Mohammed de Gaza, la guerre continue.", "place:gaza"),
        ("de", "Am Montag reiste Peter von Berlin nach Hamburg.", "place:berlin"),
        ("en", "As Rome waits, prices rise.", "place:rome"),
        ("ar", "دمر طيران تركيا الجسر أمس.", "place:turkey"),
        ("ar", "نقل الجرحى إلى مستشفى طهران أمس.", "place:tehran"),
        ("ar", "أقام الوفد في فندق بيروت أمس.", "place:beirut"),
        ("ar", "اشتدت الحرب على لبنان أمس.", "place:lebanon"),
        ("en", "Rain fell in Haifa yesterday.", "place:haifa"),
        ("fa", "به گفته کوین ایران حمله می‌کند.", "place:iran"),
        ("en", "Albania beat Spain. The coach praised the striker after the match of the league.", "place:albania"),
    ],
)
def test_a_place_that_the_text_calls_one_counts(language: str, text: str, expected: str) -> None:
    assert expected in find_ids(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("sq", "Pacientët janë në spitalin “Adem Jashari” të qytetit.", id="hospital, Albanian"),
        pytest.param("fr", "Un homme a été arrêté dans la rue John Grayson.", id="street"),
        pytest.param("fa", "رئیس کمیته امداد امام خمینی گفت.", id="institution, Persian"),
        pytest.param("de", "Es spielte das Orchester John Grayson.", id="orchestra, German"),
        pytest.param("de", "Im Finale unterlag Spartak Moskau.", id="club, German"),
        pytest.param("en", "They drove along the Glenn Highway.", id="road"),
    ],
)
def test_what_is_called_after_a_person_names_nobody(language: str, text: str) -> None:
    assert not {each for each in find_ids(text, language) if each.startswith("person:")}


def test_a_first_name_that_is_also_a_club_names_people() -> None:
    assert "person:spartak-ngjela" in find_ids("Avokati Spartak Ngjela tha se nuk pajtohet.", "sq")
    assert "person:mazen-darwish" in find_ids("Mazen Darwish, the lawyer, said so.", "en")


def test_hardly_any_first_name_in_latin_letters_is_a_city() -> None:
    """A first name is no city, even in "in Haifa": these few are, and are small cities."""
    spellings = [each for found in build_lexicon().spellings.values() for each in found if each.use == "located"]
    cities = {each.words[0] for each in spellings if len(each.words) == 1}
    found = {each for each in load_given_names() if each.isascii() and each in cities}
    assert found == {*_SMALL_CITIES.split()}


def test_half_of_a_double_name_is_nobody_else() -> None:
    text = "Ramush Haradinaj was there. Later Haradinaj-Stublla spoke, and so did Kola-Haradinaj."
    assert find_names(text, "en")["ramush-haradinaj"].mentions == 1


def test_first_names_of_different_people_make_different_ids() -> None:
    found = find_ids("The player Sergio Ramos met Sergei Ramos.", "en")
    assert {"person:sergio-ramos", "person:sergei-ramos"} <= found


def test_provinces_are_places_of_their_country() -> None:
    assert "place:mazandaran" in find_ids("سیل در مازندران خسارت زد.", "fa")
    assert find_ids("پلیس استان البرز خبر داد.", "fa") == {"place:alborz-province"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "L'Italien a gagné la course."),
        ("en", "The storm reached Rhode Island on Friday."),
        ("es", "Gana el Barcelona."),
        ("ar", "سافر إلى مقاطعة يونان في الصين"),
    ],
)
def test_a_country_is_called_so_only_in_its_language(language: str, text: str) -> None:
    assert not find_ids(text, language) & {"place:italy", "place:iceland", "place:ghana", "place:greece"}


def test_a_country_has_its_name_in_each_language() -> None:
    texts = {
        "de": "Er kam aus Italien.",
        "sq": "Ai erdhi nga Italia.",
        "ru": "Он жил в Италии.",
        "fa": "او از ایتالیا آمد.",
    }
    for language, text in texts.items():
        assert find_ids(text, language) == {"place:italy"}, language
    assert find_ids("Italien", "ku") == {"place:italy"}
