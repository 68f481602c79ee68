"""People whom the lexicon does not know: found by the shape of their names, or not at all."""

import pytest

from tests.unit.names.examples import find_ids, find_names


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param(
            "en", "According to Hassan Karimi, the dam is full.", "hassan-karimi", id="first name and surname"
        ),
        pytest.param(
            "en", "Foreign Minister Ditmar Lulashi resigned.", "ditmar-lulashi", id="office and unknown first name"
        ),
        pytest.param("en", "She met George H. W. Barlow at noon.", "george-h-w-barlow", id="initials"),
        pytest.param("en", "Sheikh Abdullah bin Zayed al-Nahyan came.", "abdullah-bin-zayed-al-nahyan", id="particles"),
        pytest.param(
            "sq", "Deputetja Donika Kadaj-Bujupi foli dje në seancë.", "donika-kadaj-bujupi", id="Albanian, double name"
        ),
        pytest.param(
            "sq", "Avokati foli me Besnik Krasniqin për çështjen.", "besnik-krasniqi", id="Albanian accusative"
        ),
        pytest.param(
            "sq",
            "Për pagat dhe kontratat foli dje ministri i Mirëqenies Sociale Skënder Reka.",
            "skender-reka",
            id="Albanian, department",
        ),
        pytest.param(
            "sq", "Këngëtarja Xhensina Myrtezi këndoi dje në Pejë.", "xhensina-myrtezi", id="Albanian, singer"
        ),
        pytest.param(
            "sq", "Takoi dje Besnik Ndojn. Pastaj Ndoj u largua.", "besnik-ndoj", id="Albanian accusative of -oj"
        ),
        pytest.param("sq", "Libri i Kujtim Shalës doli sot në shitje.", "kujtim-shala", id="Albanian genitive"),
        pytest.param("de", "Der Trainer Stefan Köhler lobte sein Team.", "stefan-kohler", id="German"),
        pytest.param("fr", "Le juge Emmanuel Durand a tranché.", "emmanuel-durand", id="French"),
        pytest.param(
            "ru", "Директор завода Иван Петров ответил на вопросы.", "ivan-petrov", id="Russian, with the Latin id"
        ),
        pytest.param("tr", "Genel Müdürü Mehmet Yıldız toplantıya katıldı.", "mehmet-yildiz", id="Turkish"),
        pytest.param("el", "Ο Γιώργος Παππάς μίλησε χθες στη Βουλή.", "giorgos-pappas", id="Greek"),
        pytest.param("fa", "به گفته دکتر محمد رضایی، سد پر شده است.", "mohammad-رضايي", id="Persian, form of address"),
        pytest.param(
            "fa", "در این نشست، مسعود خسروی‌نژاد نیز حضور داشت.", "masoud-خسروينژاد", id="Persian, typical surname"
        ),
        pytest.param("ar", "وقال وزير الخارجية وليد المعلم إن الوضع هادئ.", "walid-المعلم", id="Arabic, office"),
        pytest.param("fa", "ناهید کوهستان در گفت‌وگو با خبرنگار ما سخن گفت.", "nahid-كوهستان", id="Persian, speaks"),
        pytest.param("fa", "کاوه رفت و مسعود مشیدان امروز آمد.", "masoud-مشيدان", id="Persian, a time"),
        pytest.param("fa", "در آن روز جواد زنجانی، فرماندار اهر، آمد.", "javad-زنجاني", id="Persian, office after it"),
        pytest.param("fa", "به نوشته او «نبیل قاووق» آنجا بود.", "nabil-قاووق", id="Persian, in quotation marks"),
        pytest.param("fa", "وزیر خارجه عراق نبیل کرکوکیان رسید.", "nabil-كركوكيان", id="Persian, office and country"),
        pytest.param("fa", "محمدنقی خوانسار گفت باران می‌آید.", "محمدنقي-خوانسار", id="Persian, compound first name"),
        pytest.param("fa", "حمیدرضا غنی آبادی مدیرکل بانک آمد.", "hamidreza-غني-ابادي", id="Persian, long surname"),
        pytest.param("fa", "او با عبدالله بن سعود دیدار کرد.", "abdullah-بن-saud", id="Persian, a chain of fathers"),
        pytest.param("fa", "سردار سیدصادق حسینی آمد.", "sadegh-حسيني", id="Persian, Sayyid in one word"),
        pytest.param("ar", "وقال وليد جنبلاط إن الوضع هادئ.", "walid-جنبلاط", id="Arabic, verb of speech"),
        pytest.param("ar", "زار وزير الخارجية الإيراني وليد قزوين بيت لحم.", "walid-قزوين", id="Arabic, adjective"),
        pytest.param("ar", "قال جيسون فولتا إن الفيلم جيد.", "jason-فولتا", id="Arabic, foreign"),
        pytest.param("ar", "التقى الشيخ محمد بن عبد الله أمس.", "mohammad-بن-عبد-الله", id="Arabic, two words"),
        pytest.param("ar", "قال محمد شقير الحلبي ذلك.", "mohammad-شقير-الحلبي", id="Arabic, long surname"),
        pytest.param("he", "שר האוצר משה כחלון הגיע.", "moshe-כחלון", id="Hebrew, office"),
        pytest.param("fa", "داور مسابقه، مسعود کرمانی، دیر رسید.", "masoud-كرماني", id="Persian, the name itself"),
        pytest.param("fa", "به گزارش ما، صادق لنگرودی گفت.", "sadegh-لنگرودي", id="Persian, a word that speaks"),
        pytest.param("fa", "نویسنده کتاب، روژه لامبر، دیر رسید.", "roger-لامبر", id="Persian, foreign"),
        pytest.param("ar", "فازت التونسية سميرة الزغلامي أمس.", "samira-الزغلامي", id="Arabic, origin"),
        pytest.param("ar", "محمود الزغلامي في القاهرة.", "mahmoud-الزغلامي", id="Arabic, the name itself"),
        pytest.param("ar", "الحضور: محمد زرقون وأحمد في القاعة.", "mohammad-زرقون", id="Arabic, a list"),
        pytest.param(
            "ar", "غنى المطرب عبد الستار قندوز أمس.", "عبد-الستار-قندوز", id="Arabic, a first name of two words"
        ),
        pytest.param("ar", "وصل رئيس الحكومة فؤاد الصيداوي أمس.", "fuad-الصيداوي", id="Arabic, a word after an office"),
        pytest.param("ar", "روى ذلك علي بن أبي هلال أمس.", "ali-بن-ابي-هلال", id="Arabic, a father with a kunya"),
        pytest.param("sq", "Nuk e dimë, tha Vezire Molliq për gazetën.", "vezire-molliq", id="Albanian, first name"),
        pytest.param("fa", "روژه لامبر درگذشت.", "roger-لامبر", id="Persian, a verb after a surname"),
        pytest.param(
            "ar", "غنت الفنانة نجاة القندوزي أمس.", "najat-القندوزي", id="Arabic, a word right after an office"
        ),
        pytest.param("sq", "Lideri i partisë, Ali Molliq, erdhi dje.", "ali-molliq", id="a short first name"),
    ],
)
def test_people_are_found(language: str, text: str, expected: str) -> None:
    found = find_names(text, language)
    assert [each for each in found if found[each].kind == "person"] == [expected]
    assert not found[expected].known


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "They met at Martin Luther University on Monday.", id="university"),
        pytest.param("en", "The plane landed at Charles Lindbergh Airport.", id="airport"),
        pytest.param("en", "Fans watched The Good Place and The Rachel Maddow Show.", id="programmes"),
        pytest.param("en", "HASSAN KARIMI WINS THE GREAT RACE AGAIN TODAY", id="headline in capitals"),
        pytest.param("en", "Ali went home and Hassan stayed.", id="first names alone"),
        pytest.param("en", "The Human Rights Act and the Clean Water Plan passed.", id="laws"),
        pytest.param("sq", "Në Spitalin e Përgjithshëm në Pejë po trajtohen pacientë.", id="Albanian hospital"),
        pytest.param("de", "Der Bericht der Deutschen Bank wurde Gestern vorgelegt.", id="German nouns"),
        pytest.param("ar", "أعلن غسان انسحابه أمس.", id="Arabic, the object of a verb"),
        pytest.param("fa", "سخنگوی انصارالله یمنی گفت که باران می‌آید.", id="Persian, a group named after God"),
        pytest.param("fa", "وزیر عزیز نیرو گفت که باران می‌آید.", id="Persian, a word that is also a first name"),
        pytest.param("fa", "در حسین آباد امروز باران آمد.", id="Persian, a village"),
        pytest.param("sq", "Drejtori i Muzeut Historik Kombëtar foli dje.", id="Albanian, a department"),
        pytest.param("sq", "Trajneri Real Madrid foli dje.", id="Albanian, a club after an office"),
        pytest.param("en", "Claude Code was released by a company.", id="a program"),
        pytest.param("ar", "في الفيلم جيمس سيلعب دور البطولة.", id="Arabic, a verb after a foreign first name"),
        pytest.param("ar", "التقى الشيخ ياسين بالعاصمة وزيرا.", id="Arabic, an attached preposition"),
        pytest.param("ar", "تحدث السيد كريستين بلاسي فورد سابقا.", id="Arabic, a name that goes on"),
        pytest.param("fa", "علی گفت که امید دارد باران بیاید.", id="Persian, first name and verb"),
        pytest.param("fa", "امام علی علیه السلام فرمود.", id="Persian, imam"),
        pytest.param("fa", "خیابان شهید محمد بهشتی بسته شد.", id="Persian, street"),
        pytest.param("fa", "حسین زاده در پایان گفت.", id="Persian, a surname that begins like a first name"),
        pytest.param("fa", "این خوابی که برای سید ابراهیم دیدم.", id="Persian, a verb"),
        pytest.param("fa", "حرم امامزاده سید هاشم آغوزان گفت.", id="Persian, a shrine"),
        pytest.param("ar", "قال محمد إن كل شيء بخير.", id="Arabic, first name and verb"),
        pytest.param("ar", "وقف الإمام علي ورجاله هناك.", id="Arabic, and his men"),
        pytest.param("ar", "وافق الوزير علي الالتزام بالقرار.", id="Arabic, a preposition that is written like a name"),
        pytest.param("ar", "بدأ الفريق محمود علي حسين جولة أمس.", id="Arabic, an object after three names"),
        pytest.param("ar", "ها هو الممثل نجيب يستعد للسفر.", id="Arabic, a verb"),
        pytest.param("ar", "وصل الرئيس محمود حسني مبارك أمس.", id="Arabic, a name that goes on"),
        pytest.param("ar", "وصل الرئيس محمود قندوز أبو صلب أمس.", id="Arabic, a name that goes on with a kunya"),
        pytest.param("ar", "شاهدنا فيلم «حبيب القندوزي» أمس.", id="Arabic, a film"),
        pytest.param("ar", "طالع المجلس علي التقرير على عجل.", id="Arabic, a preposition in a text that has both"),
        pytest.param("fa", "سید ابراهیم می‌گفت باران می‌آید.", id="Persian, a verb with its prefix"),
        pytest.param("fa", "این قیام امام رضا محسوب می‌شود.", id="Persian, a verb of two words"),
        pytest.param("fa", "شیخ عیسی خفقان گرفته‌اند.", id="Persian, a verb of two words, past"),
        pytest.param("sq", "Nuk ka prova, tha Byroja Evropiane për gazetën.", id="Albanian, a bureau that speaks"),
        pytest.param("he", "משה אמר שהכל בסדר.", id="Hebrew, first name and verb"),
        pytest.param("en", f"Foreign Minister Hassan {'Ka' + 'ri' * 2_500} came.", id="thousands of letters"),
        pytest.param("fa", f"رئیس جمهور حسن {'کریمی' * 1_000} گفت.", id="Persian, thousands of letters"),
        pytest.param("ru", "Российский Красный Крест помог людям.", id="Russian, organisation"),
        pytest.param("ru", "На скамейке сидел Игорь Иваныч и курил.", id="Russian, patronymic without a surname"),
        pytest.param("de", "Das Paul-Ehrlich-Institut meldete neue Zahlen.", id="German compound"),
        pytest.param("de", "Er las „David Copperfield“ in zwei Tagen.", id="a book"),
        pytest.param("sq", "Instituti gjerman “Robert Koch” njoftoi dje.", id="an institute"),
        pytest.param(
            "sq", "Kështu tha dje drejtori i Philip Morris Andrea Kalanci për gazetën.", id="a company and a person"
        ),
        pytest.param("tr", "Bu planı dün Devlet Planlama Komisyonu bütün üyelere sundu.", id="Turkish commission"),
        pytest.param("tr", "Dün kavga John Sokağı yakınında başladı.", id="Turkish street"),
    ],
)
def test_what_looks_like_people_is_not_found(language: str, text: str) -> None:
    assert [each for each in find_names(text, language).values() if each.kind == "person"] == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Gestern musste Brian Gorian den Weltmeister schlagen.", "brian-gorian"),
        ("de", "Das sagte Annalena Beyer von den Grünen in Berlin.", "annalena-beyer"),
        ("de", "Er las Alexander von Humbrecht gern.", "alexander-von-humbrecht"),
        ("de", "Der Maler Jan van der Heyden lebte hier.", "jan-van-der-heyden"),
        ("sq", "Senatorja Diana Feinstein foli. Më pas Sara Palin u largua, tha Palin.", "sara-palin"),
        ("sq", "Kështu tha Dr. Vjosa R. Osmani në Prishtinë.", "vjosa-osmani"),
        ("sq", "Takoi dje në mbrëmje zotëri Besnik Haridinajit.", "besnik-haridinaj"),
        ("it", "Lo ha detto il presidente del Consiglio Matteo Grandoni.", "matteo-grandoni"),
        ("tr", "Bakan dün akşam Ankara'da Mehmet Yıldız Hanımefendi ile uzun uzun konuştu.", "mehmet-yildiz"),
    ],
)
def test_a_name_has_neither_a_word_too_many_nor_a_letter_too_few(language: str, text: str, expected: str) -> None:
    assert f"person:{expected}" in find_ids(text, language)


def test_a_title_in_quotes_does_not_name_the_person() -> None:
    found = find_names("The agent Johnny Barlow returns in “Johnny Barlow”, a film.", "en")
    assert found["johnny-barlow"].mentions == 1


def test_a_later_surname_counts_for_the_person() -> None:
    found = find_names("The lawyer Besnik Kola came. Kola said nothing. Then Kola left.", "en")
    assert found["besnik-kola"].mentions == 3


def test_an_albanian_genitive_counts_for_the_person() -> None:
    found = find_names("Kjo është jeta e re e Besnik Spiros. Më pas foli edhe Besnik Spiro.", "sq")
    assert found["besnik-spiro"].mentions == 2


def test_a_surname_of_two_people_counts_for_neither() -> None:
    found = find_names("Besnik Kola and Arben Kola came. Kola said nothing.", "en")
    assert (found["besnik-kola"].mentions, found["arben-kola"].mentions) == (1, 1)


@pytest.mark.parametrize(
    ("language", "text", "mentions"),
    [
        ("ar", "قال أحمد قندوز ذلك. أصل كنية آل قندوز قديم. بالقندوز.", 1),
        ("fa", "دکتر مسعود کوهستان زاده گفت. علامه زاده رفت. کوهستان زاده ماند.", 2),
    ],
)
def test_a_family_or_half_a_surname_is_not_the_person(language: str, text: str, mentions: int) -> None:
    assert sum(each.mentions for each in find_names(text, language).values()) == mentions


def test_a_father_is_not_his_son() -> None:
    found = find_names("حضر الشيخ أحمد بن محمد بن سعيد. ثم تكلم الشيخ محمد بن سعيد.", "ar")
    assert len(found) == 2


def test_a_longer_form_of_the_name_is_the_same_person() -> None:
    found = find_names("Mohammad Javad Azari came. Then Javad Azari spoke.", "en")
    assert found["mohammad-javad-azari"].mentions == 2
    assert len(found) == 1


def test_the_same_first_name_in_another_script_leads_to_one_id() -> None:
    russian = find_names("Доктор Мохаммад Каримов сказал это.", "ru")
    english = find_names("According to Mohammed Karimov, it is so.", "en")
    assert set(russian) == set(english) == {"mohammad-karimov"}


def test_a_surname_of_somebody_else_does_not_cut_a_name_off() -> None:
    """Abbas alone would be Mahmoud Abbas, whom the article does not name."""
    assert set(find_names("The spokesman Abbas Ali Kadkhodai spoke.", "en")) == {"abbas-ali-kadkhodai"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "The adviser Esmail Bat'haei spoke.", id="after an apostrophe"),
        pytest.param("en", "The envoy Ali Shin-woo came.", id="after a hyphen"),
        pytest.param("ar", "شدد الوزير على حسن الجوار.", id="a preposition, Arabic"),
    ],
)
def test_a_name_that_is_cut_off_or_begins_with_a_preposition_is_nobody(language: str, text: str) -> None:
    assert find_ids(text, language) == set()
