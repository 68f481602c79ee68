"""Words beside first names and offices that make no person: things, authorities, verbs, dates and cities."""

import pytest

from tests.unit.names.examples import find_ids


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("sq", "Nuk pati viktima, tha Fabrika Qelqit për gazetën.", id="Albanian, a factory that speaks"),
        pytest.param("sq", "Nuk pati ndryshime, tha Balkan Observer për gazetën.", id="Albanian, a paper that speaks"),
        pytest.param("sq", "Këtë e tha deputeti rus Lukoil Neftohim dje.", id="Albanian, a company after an adjective"),
        pytest.param("ar", "سلم الوزير الفنان وسام الأرز أمس.", id="Arabic, an order that is also a first name"),
        pytest.param("ar", "حمل الوزير بشرى سارة أمس.", id="Arabic, good news"),
        pytest.param("ar", "أكد الوزير نجاة الطاقم أمس.", id="Arabic, the rescue of"),
        pytest.param("ar", "رأى الطبيب هالة بيضاء أمس.", id="Arabic, a halo"),
        pytest.param("ar", "فاز اللاعب كمال الأجسام أمس.", id="Arabic, a sport"),
        pytest.param("ar", "هذا شيء أكبر مني.", id="Arabic, older than me"),
        pytest.param("ar", "دشن الملك أحمد الأول من أمس مدرسة.", id="Arabic, the day before yesterday"),
        pytest.param("ar", "سأل عن الشيخ أحمد بن. أبو ظبي مدينة.", id="Arabic, a chain that is cut off"),
        pytest.param("ar", "جاء سعيد بن أبي بن أبي بن أبي رحل أمس.", id="Arabic, a chain that is too long"),
        pytest.param("fa", "این شادی کارگری ادامه دارد.", id="Persian, joy"),
        pytest.param("fa", "الهه رومانی، در موزه است.", id="Persian, a goddess"),
        pytest.param("fa", "کوین استعفا خواهد داد.", id="Persian, an object before a future verb"),
        pytest.param("fa", "کوین فدرر رفتند.", id="Persian, a verb in the plural"),
        pytest.param("fa", "کوین شیراز را دید.", id="Persian, a foreign first name and a city"),
        pytest.param("en", "They saw the Franco Regime and the Lamia Prefecture.", id="a regime and a prefecture"),
        pytest.param("en", "The Nestor Gallery and the Novak Report opened.", id="a gallery and a report"),
        pytest.param("en", "They went to Hala Kadri Tekke by bus.", id="a tekke"),
        pytest.param("en", "We pray on Maha Navami at home.", id="a feast"),
        pytest.param("es", "Aterrizaron en el aeropuerto Charles de Gaulle.", id="Spanish, an airport"),
        pytest.param("es", "Cruzaron el puente Benjamin Franklin a pie.", id="Spanish, a bridge"),
        pytest.param("it", "Cerca l'aereo della Adam Air da ieri.", id="an airline"),
        pytest.param("tr", "Dün akşam Georges Kasırgası kıyıya ulaştı.", id="Turkish, a storm"),
    ],
)
def test_words_beside_a_first_name_or_an_office_make_no_person(language: str, text: str) -> None:
    assert not {each for each in find_ids(text, language) if each.startswith("person:")}
