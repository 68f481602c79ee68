"""What two reports have in common, named in the words of one of them."""

import re
from collections.abc import Mapping, Set
from itertools import product
from typing import Any

import pytest

from newsvane.records import Article
from newsvane.stories import common_traits
from newsvane.stories.common_traits import MAX_NAMED, name_common_traits
from newsvane.stories.event_profiles import make_profile
from tests.support.prose import article

STRIKE = (
    "Dockers in Velmar walked out on Monday after talks with the owner of the cranes failed. Some 340 of them stood at "
    "the gates of the harbour, said Ilse Brandt of the union, and no container left the quay until the evening."
)
AGAIN = (
    "The harbour of Velmar stood still for a day: 340 dockers refused to unload the container ships, and the cranes "
    "did not move. Their union, led by Ilse Brandt, wants the talks about wages to begin again on Friday."
)
RUSSIAN = (
    "В порту Вельмара бастуют докеры: 340 человек не вышли на работу, краны стоят. Профсоюз, который возглавляет Ильзе "
    "Брандт, требует возобновить переговоры о зарплате. Ни один контейнер за день не покинул причал."
)


def report(text: str, name: str = "one", **changes: Any) -> Article:
    return article(name, text, **{"title": "", "language": "en"} | changes)


def common(later: Article, earlier: Article) -> dict[str, str]:
    one, other = make_profile(later), make_profile(earlier)
    assert one
    assert other
    return dict(name_common_traits(later, earlier, one, other))


def test_words_names_and_numbers_of_both_are_named_as_the_later_report_writes_them() -> None:
    found = common(report(AGAIN), report(STRIKE))
    assert found["the same names"] == "Velmar, Ilse Brandt"
    assert found["the same numbers"] == "340"
    assert set(found["similar words"].split(", ")) <= {"harbour", "dockers", "container", "cranes", "union", "talks"}


def test_reports_in_two_languages_have_no_words_in_common_but_names_and_numbers() -> None:
    found = common(report(RUSSIAN, language="ru"), report(STRIKE))
    assert "similar words" not in found
    assert (found["the same names"], found["the same numbers"]) == ("Velmar, Ilse Brandt", "340")


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        (("place:velmar", "org:itf", "person:brandt", "person:ilse-brandt"), "ITF, Ilse Brandt, Velmar"),
        (("place:port-of-call", "place:oman"), "Ilse Brandt, Oman, Port of Call"),
        (("place:de",), "Ilse Brandt, Velmar"),
    ],
    ids=["as written, and without parts of names", "by their ids where they are not written", "a country is no place"],
)
def test_known_people_and_places_are_named_once(keys: tuple[str, ...], named: str) -> None:
    later, earlier = report(AGAIN, name_keys=keys), report(STRIKE, name_keys=keys)
    assert sorted(common(later, earlier)["the same names"].split(", ")) == named.split(", ")


def test_words_of_a_length_that_nobody_writes_are_not_named() -> None:
    endless = "Verylong" * 8
    found = common(report(f"{AGAIN} {endless}"), report(f"{STRIKE} {endless}"))
    assert endless not in " ".join(found.values())


@pytest.mark.parametrize(
    ("title", "text", "key", "named"),
    [
        pytest.param("Rain Stops Loading in the Harbour", AGAIN, "place:iran", "Iran", id="a verb"),
        pytest.param("Women Rally for the Dockers of Yemen", AGAIN, "place:yemen", "Yemen", id="a first noun"),
        pytest.param("Make the harbour safe, says MEK leader", AGAIN, "org:mek", "MEK", id="a first word"),
        pytest.param("A senior official of the IAEA arrives", AGAIN, "org:iaea", "IAEA", id="an article"),
        pytest.param("Buttons Against Putin in Velmar", AGAIN, "person:putin", "Putin", id="a longer word"),
        pytest.param("", f"{AGAIN} A drone was seen.", "place:tirana", "Tirana", id="small letters"),
        pytest.param("", f"TIRANA (Agency) - {AGAIN} Tirana waits.", "place:tirana", "Tirana", id="a dateline"),
        pytest.param("", f"{AGAIN} The Albanian sailors waited.", "place:albania", "Albania", id="an adjective"),
        pytest.param("", f"{AGAIN} Mr Kenyon of Malta waited.", "place:kenya", "Kenya", id="a surname"),
        pytest.param("", f"{AGAIN} Mr Kenyon of Malta waited.", "place:mali", "Mali", id="another place"),
        pytest.param("", f"Who is right? {AGAIN}", "org:who", "WHO", id="a pronoun"),
        pytest.param("", f"{AGAIN} The UNHCR waited.", "org:unhcr", "UNHCR", id="an acronym of five letters"),
        pytest.param("", f"{AGAIN} Ships from Bandar-Abbas waited.", "place:bandar-abbas", "Bandar-Abbas", id="hyphen"),
        pytest.param(
            "",
            f"{AGAIN} A ship of Ursula von der Leyen waited.",
            "person:ursula-von-der-leyen",
            "Ursula von der Leyen",
            id="small words",
        ),
    ],
)
def test_a_known_name_is_not_mistaken_for_a_word_with_the_same_consonants(
    title: str, text: str, key: str, named: str
) -> None:
    later = report(text, title=title, name_keys=(key,))
    assert common(later, report(STRIKE, name_keys=(key,)))["the same names"] == f"Ilse Brandt, {named}"


@pytest.mark.parametrize(
    ("text", "language", "key", "named"),
    [
        (f"{RUSSIAN} Ждут и Кеньон, и Мальта.", "ru", "place:kenya", "Kenya"),
        (f"{RUSSIAN} Ждёт весь Иран.", "ru", "place:iran", "Иран"),
        (f"{RUSSIAN} Докеры Тираны бастуют, пишут в Иране.", "ru", "place:tirana", "Tirana"),
        ("کارگران بندر ایران اعتصاب کردند و ۳۴۰ نفر سر کار نرفتند. " * 4, "fa", "place:iran", "Iran"),
    ],
    ids=["another name", "undeclined", "a declined form", "in a script without vowels"],
)
def test_a_known_name_in_another_script_is_written_as_there_if_its_letters_are_the_same(
    text: str, language: str, key: str, named: str
) -> None:
    both = [report(text, language=language, name_keys=(key,)) for _ in range(2)]
    assert common(*both)["the same names"].split(", ")[-1] == named


def test_a_name_with_hyphens_is_named_as_a_whole() -> None:
    later = report(f"{AGAIN} At Serro-Bravo, and with Anna Gerber-Meier.", title="")
    found = common(later, report(f"{STRIKE} All was still at Serro-Bravo, said Anna Gerber-Meier."))
    assert {"Serro-Bravo", "Anna Gerber-Meier"} <= set(found["the same names"].split(", "))
    assert not {"Bravo", "Meier", "Anna Gerber"} & set(found["the same names"].split(", "))


def test_themes_are_in_words_and_those_named_only_in_passing_are_left_out() -> None:
    filler = " ".join(["The cranes stood still, and no container left the quay."] * 5)
    bridge = "The bridge to Velmar is closed."
    later, earlier = f"{bridge} {filler} A lawyer waited.", f"{bridge} {filler} His lawyer came."
    assert common(report(later), report(earlier))["the same themes"] == "roads and bridges"
    later, earlier = f"{filler} A lawyer waited.", f"{filler} His lawyer came."
    assert common(report(later), report(earlier))["the same themes"] == "lawyers"


@pytest.mark.parametrize(
    ("rest", "named"),
    [
        ("Anton Ferrel spoke to Mr Araghchi.", "Anton Ferrel, Ilse Brandt, Abbas Araghchi"),
        ("Аббас Аракчи", "Ilse Brandt, Аббас Аракчи"),
    ],
    ids=["a new name", "a known one in another script"],
)
def test_full_names_that_are_not_known_are_named_before_known_names(rest: str, named: str) -> None:
    keys = ("person:abbas-araghchi",)
    later, earlier = report(f"{AGAIN} {rest}", name_keys=keys), report(f"{STRIKE} {rest}", name_keys=keys)
    assert sorted(common(later, earlier)["the same names"].split(", ")) == sorted(named.split(", "))


def test_a_person_is_not_named_twice_in_two_scripts() -> None:
    keys = ("person:masoud-pezeshkian", "person:pezeshkian")
    later = report(f"{RUSSIAN} Об этом заявил Масуд Пезешкиан.", language="ru", name_keys=keys)
    assert common(later, report(STRIKE, name_keys=keys))["the same names"] == "Ilse Brandt, Masoud Pezeshkian"
    assert len(re.findall("езешкиан|ezeshkian", common(later, later)["the same names"])) == 1


def test_of_words_with_the_consonants_of_an_unknown_name_the_most_frequent_is_named() -> None:
    later = report(f"Vilmer waited. {AGAIN} Velmar is a town.")
    assert common(later, report(STRIKE))["the same names"] == "Velmar, Ilse Brandt"


def test_a_word_that_only_begins_a_sentence_is_no_name() -> None:
    """Velmar and Volumer have the same consonants."""
    later = report(f"Volumer still fell. {AGAIN} The volumer is a crane.")
    assert "Volumer" not in common(later, report(STRIKE))["the same names"]
    later = report(f"Crane drivers joined. {AGAIN}")
    assert "Crane" not in common(later, report(f"{STRIKE} Crane drivers waited."))["the same names"]


def test_a_number_that_comes_late_in_a_report_is_named() -> None:
    late = f"{'The quay was empty. ' * 400} They have 4711 members."
    assert "4711" in common(report(f"{AGAIN} {late}"), report(f"{STRIKE} {late}"))["the same numbers"].split(" · ")


def test_a_number_in_a_name_is_not_named() -> None:
    found = common(report(f"{AGAIN} A Mi-17 flew over."), report(f"{STRIKE} There were 17 ships."))
    assert found["the same numbers"] == "340"


@pytest.mark.parametrize("is_later", [True, False])
def test_names_and_numbers_are_written_as_in_the_report_in_latin_letters(is_later: bool) -> None:
    persian = "کارگران بندر ولمار اعتصاب کردند، گفت ایلزه برانت، و ۳۴۰ نفر سر کار نرفتند. " * 3
    both = [report(persian, language="fa"), report(STRIKE)]
    found = common(*(both if is_later else both[::-1]))
    assert found["the same numbers"] == "340"
    assert "Ilse Brandt" in found["the same names"]


def test_numbers_are_written_as_in_the_report() -> None:
    numbers = "At 10:05 they blocked 1,250 lorries, 3.05 percent of all."
    found = common(report(f"{AGAIN} {numbers}"), report(f"{STRIKE} {numbers}"))
    assert set(found["the same numbers"].split(" · ")) == {"10:05", "1,250", "3.05", "340"}


def test_of_thousands_of_names_only_those_that_say_most_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A landing must not take seconds because two reports are stuffed with names."""
    asked: list[int] = []
    look_up = common_traits.find_names_by_skeleton

    def count(report: Article, names: Set[str]) -> Mapping[str, str]:
        asked.append(len(names))
        return look_up(report, names)

    monkeypatch.setattr(common_traits, "find_names_by_skeleton", count)
    stuffed = " ".join("".join(letters).title() for letters in product("bdfgklmnrstvz", repeat=3))
    found = common(report(f"{AGAIN} {stuffed}"), report(f"{STRIKE} {stuffed}"))
    assert len(found["the same names"].split(", ")) == MAX_NAMED
    assert asked == [50]
