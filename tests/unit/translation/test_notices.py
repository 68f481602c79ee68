"""Notices by the shape of the sentence, in every language."""

import tomllib
from pathlib import Path

import pytest

from newsvane.translation.notices import Notice, label_sentences, split_sentences
from newsvane.translation.vocabulary import LANGUAGE_STEMS
from tests import translation_cases

SHAPES = tomllib.loads((Path(translation_cases.__file__).parent / "shapes.toml").read_text("utf-8"))["shapes"]


def read(text: str) -> Notice | None:
    """Return what the first sentence that is a notice says."""
    notices = label_sentences(split_sentences(text), allow_standalone=True)
    return next((notice for notice in notices if notice and notice.language), None)


def test_the_shapes_are_there_in_every_language() -> None:
    assert set(SHAPES) == set(LANGUAGE_STEMS)
    assert all(len(sentences) == 5 for sentences in SHAPES.values())


@pytest.mark.parametrize("language", SHAPES)
def test_a_page_that_calls_itself_a_machine_translation_is_one(language: str) -> None:
    notice = read(SHAPES[language][0])
    assert notice == Notice(language=language)


@pytest.mark.parametrize("language", SHAPES)
def test_a_credit_that_names_a_machine_is_a_notice(language: str) -> None:
    notice = read(SHAPES[language][1])
    assert notice is not None
    assert not notice.post_edited


@pytest.mark.parametrize("language", SHAPES)
def test_the_source_language_and_the_people_who_checked_are_read(language: str) -> None:
    notice = read(SHAPES[language][2])
    assert notice == Notice(language=language, source_language="en", post_edited=True)


@pytest.mark.parametrize("language", SHAPES)
def test_a_negation_is_no_notice(language: str) -> None:
    assert read(SHAPES[language][3]) is None


@pytest.mark.parametrize("language", SHAPES)
def test_the_credit_of_a_person_is_no_notice(language: str) -> None:
    assert read(SHAPES[language][4]) is None


@pytest.mark.parametrize(
    "text",
    [
        "This article was originally published in El Mundo and translated using AI.",
        "Translated by DeepL and not by a human",
        "Die deutsche Fassung wurde mit DeepL erstellt.",
        "By Ana Pérez, translated by DeepL",
        "AI translated this article.",
        "Machine translation +",
        "Machine translation Show original",
        "Traducido del alemán mediante IA / Carla Ruiz",
        "Матеріал автоматично перекладено з румунської, редакція не вносила змін.",
    ],
)
def test_other_shapes_are_notices(text: str) -> None:
    assert read(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Translate this page with Google",
        "You can translate this page automatically.",
        "View machine translation",
        "Automatische Übersetzung anzeigen",
        "Powered by Google Translate",
        "We do not use machine translation.",
        "Human translation. No AI was used.",
        "Translated by our staff, checked by AI",
        "This machine translation startup raised millions.",
        "These translations are machine-generated and may contain errors.",
        "A court annulled the contract, which was translated by machine.",
        "He said this article was translated by AI.",
    ],
)
def test_offers_negations_and_other_subjects_are_no_notices(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("This article was translated by AI. It has been reviewed by an editor.", True),
        ("This article was translated by AI and has not been reviewed by an editor.", False),
        ("Bu metin otomatik çevrilmiştir, bir editör tarafından kontrol edilmemiştir.", False),
        ("این متن با ماشین ترجمه شده و ویرایش نشده است.", False),
        ("AI translation, human-edited", True),
    ],
)
def test_only_a_review_that_took_place_counts(text: str, edited: bool) -> None:
    notices = label_sentences(split_sentences(text), allow_standalone=True)
    assert None not in notices
    assert any(notice.post_edited for notice in notices if notice) == edited
