"""What two reports have in common, named in the words of the later one."""

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
    return dict(name_common_traits(later, one, other))


def test_words_names_and_numbers_of_both_are_named_as_the_later_report_writes_them() -> None:
    found = common(report(AGAIN), report(STRIKE))
    assert found["the same people or places"] == "Velmar, Ilse Brandt"
    assert found["the same numbers"] == "340"
    assert set(found["similar words"].split(", ")) <= {"harbour", "dockers", "container", "cranes", "union", "talks"}


def test_reports_in_two_languages_have_no_words_in_common_but_names_and_numbers() -> None:
    found = common(report(RUSSIAN, language="ru"), report(STRIKE))
    assert "similar words" not in found
    assert (found["the same people or places"], found["the same numbers"]) == ("Вельмара, Ильзе Брандт", "340")


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        (("place:velmar", "org:itf", "person:brandt", "person:ilse-brandt"), "ITF, Ilse Brandt, Velmar"),
        (("place:port-of-call", "place:oman"), "Oman, Port Of Call"),
        (("place:de",), "Ilse Brandt, Velmar"),
    ],
    ids=["as written, and without parts of names", "by their ids where they are not written", "a country is no place"],
)
def test_known_people_and_places_go_before_other_names(keys: tuple[str, ...], named: str) -> None:
    later, earlier = report(AGAIN, name_keys=keys), report(STRIKE, name_keys=keys)
    assert sorted(common(later, earlier)["the same people or places"].split(", ")) == named.split(", ")


def test_words_of_a_length_that_nobody_writes_are_not_named() -> None:
    endless = "Verylong" * 8
    found = common(report(f"{AGAIN} {endless}"), report(f"{STRIKE} {endless}"))
    assert endless not in " ".join(found.values())


def test_a_word_in_small_letters_stands_for_no_name() -> None:
    """Tirana and a drone have the same consonants."""
    keys = ("place:tirana",)
    found = common(report(f"{AGAIN} A drone was seen.", name_keys=keys), report(STRIKE, name_keys=keys))
    assert found["the same people or places"] == "Tirana"


def test_of_thousands_of_names_only_those_that_say_most_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A landing must not take seconds because two reports are stuffed with names."""
    asked: list[int] = []
    look_up = common_traits.find_written_names

    def count(report: Article, names: Set[str]) -> Mapping[str, str]:
        asked.append(len(names))
        return look_up(report, names)

    monkeypatch.setattr(common_traits, "find_written_names", count)
    stuffed = " ".join("".join(letters).title() for letters in product("bdfgklmnrstvz", repeat=3))
    found = common(report(f"{AGAIN} {stuffed}"), report(f"{STRIKE} {stuffed}"))
    assert len(found["the same people or places"].split(", ")) == MAX_NAMED
    assert asked == [50]
