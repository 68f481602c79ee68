"""A wrong code of a language or a country is answered with the right one."""

from pathlib import Path

import pytest
from langdetect.detector_factory import PROFILES_DIRECTORY

from newsvane.iso_codes import explain_country, explain_language, normalize_language
from newsvane.language import detectors


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        pytest.param("english", "did you mean 'en' (English, ISO 639)?", id="a name"),
        pytest.param("eng", "did you mean 'en' (English, ISO 639)?", id="three letters where there are two"),
        pytest.param("per", "did you mean 'fa' (Persian, ISO 639)?", id="of ISO 639-2/B"),
        pytest.param("farsi", "did you mean 'fa' (Persian, ISO 639)?", id="another name"),
        pytest.param("norsk", "did you mean 'no' (Norwegian, ISO 639)?", id="its own name"),
        pytest.param("espanol", "did you mean 'es' (Spanish, ISO 639)?", id="its own name without accents"),
        pytest.param("Bokmål", "did you mean 'no' (Norwegian, ISO 639)?", id="a variant that is stored otherwise"),
        pytest.param("nynorsk", "did you mean 'no' (Norwegian, ISO 639)?", id="a part of its own name"),
        pytest.param("简体中文", "did you mean 'zh' (Chinese, ISO 639)?", id="its own name, made more exact"),
        pytest.param("gr", "did you mean 'el' (Greek, ISO 639)?", id="the code of a country"),
        pytest.param("iw", "did you mean 'he' (Hebrew, ISO 639)?", id="outdated"),
        pytest.param("pt-br", "did you mean 'pt' (Portuguese, ISO 639)?", id="with a region"),
        pytest.param("xx", "write its ISO 639 code, such as 'fa' (Persian)", id="like nothing"),
        pytest.param("spn", "write its ISO 639 code, such as 'fa' (Persian)", id="three letters like nothing"),
    ],
)
def test_a_language_that_does_not_exist(code: str, advice: str) -> None:
    assert explain_language(code) == f"there is no language {code!r}; {advice}"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ku", "articles in Kurdish are stored as 'kmr': write that (Sorani is 'ckb')"),
        ("nb", "articles in Norwegian Bokmål are stored as 'no': write that"),
    ],
)
def test_a_variant_is_answered_with_the_code_of_its_articles(code: str, words: str) -> None:
    assert explain_language(code) == words


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        pytest.param("SPAIN", "did you mean 'ES' (Spain, ISO 3166)?", id="a name"),
        pytest.param("UK", "did you mean 'GB' (United Kingdom, ISO 3166)?", id="two letters that are no code"),
        pytest.param("ALB", "did you mean 'AL' (Albania, ISO 3166)?", id="three letters"),
        pytest.param("ENGLAND", "did you mean 'GB' (United Kingdom, ISO 3166)?", id="a part of a country"),
        pytest.param("XX", "write its ISO 3166 code, such as 'AL' (Albania)", id="like nothing"),
        pytest.param("SU", "write its ISO 3166 code, such as 'AL' (Albania)", id="now several"),
    ],
)
def test_a_country_that_does_not_exist(code: str, advice: str) -> None:
    assert explain_country(code) == f"there is no country {code!r}; {advice}"


def test_codes_that_exist() -> None:
    assert [explain_language(code) for code in ("en", "fa", "sq", "ckb", "und", "no", "kmr")] == [""] * 7
    assert [explain_country(code) for code in ("AL", "IR", "XK", "GB", "TW", "PS")] == [""] * 6


def test_every_language_that_a_detector_answers_exists() -> None:
    answers = {path.name for path in Path(PROFILES_DIRECTORY).iterdir()} | set(detectors._load_py3langid().nb_classes)
    (model,) = detectors._load_fasttext()._models.values()
    for text in ("hello", "привет", "سلام", "你好", "नमस्ते"):
        labels, _ = model.predict(text, k=-1, threshold=-1.0)
        answers |= {label.removeprefix("__label__") for label in labels}
    codes = {normalize_language(code) for code in answers}
    assert len(codes) > 200
    assert [explain for code in sorted(codes) if (explain := explain_language(code))] == []


def test_an_empty_code_is_called_missing() -> None:
    assert explain_language("") == "the language is missing; write its ISO 639 code, such as 'fa' (Persian)"
    assert explain_country("") == "the country is missing; write its ISO 3166 code, such as 'AL' (Albania)"
