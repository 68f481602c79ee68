import unicodedata

import pytest

from newsvane.texts import is_inflated, text_hash, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Tirana, 3 May — “Talks” begin.", ["tirana", "3", "may", "talks", "begin"], id="punctuation"),
        pytest.param("STRASSE Straße", ["strasse", "strasse"], id="case"),
        pytest.param("ﬁnal  \u00a0 report", ["final", "report"], id="compatibility forms and spaces"),
        pytest.param("e\u0301lan élan", ["élan", "élan"], id="composed and decomposed"),
        pytest.param("مُذَاكَرَات مذاكرات", ["مذاكرات", "مذاكرات"], id="Arabic vowel marks"),
        pytest.param("می\u200cرود", ["میرود"], id="Persian zero-width non-joiner"),
        pytest.param("\u200ezero\u00adwidth", ["zerowidth"], id="invisible characters"),
        pytest.param("新闻abc", ["新", "闻", "abc"], id="Chinese by characters"),
        pytest.param("\ud800 lone \x00 bytes", ["lone", "bytes"], id="lone surrogate and NUL"),
        pytest.param("—…!", [], id="no words"),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert list(words(text)) == expected


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        pytest.param("“Talks begin,” he said", 'TALKS BEGIN , he said "', True, id="quotes, case, spaces"),
        pytest.param("Talks begin", "Talks begin today", False, id="another word"),
        pytest.param("", "…", True, id="nothing"),
    ],
)
def test_text_hash(a: str, b: str, same: bool) -> None:
    assert (text_hash(a) == text_hash(b)) is same


def test_text_hash_is_fixed() -> None:
    """Stored in the lake: a change would part old texts from new ones."""
    assert text_hash("Hello, World") == "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
    assert not text_hash("!")


def test_a_text_of_letters_that_stand_for_phrases_does_not_grow() -> None:
    assert words("پیامبر ﷺ گفت") == ("پیامبر", "صلى", "الله", "عليه", "وسلم", "گفت")
    assert words("one " + "\ufdfa\ufdfb " * 1_000 + "two") == ("one", "two")
    assert is_inflated("\ufdfa" * 11)
    assert not is_inflated("\ufdfa" * 10 + "word " * 100)


def test_no_other_letter_becomes_more_than_six() -> None:
    def fold(text: str) -> str:
        return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())

    assert [each for each in map(chr, range(0x110000)) if len(fold(each)) > 6] == ["\ufdfa", "\ufdfb"]


def test_the_words_of_many_long_texts_are_not_kept() -> None:
    texts = [f"{n} {'word ' * 5_000}" for n in range(4)]
    first, *_ = kept = [words(text) for text in texts]
    assert words(texts[-1]) is kept[-1]
    assert words(texts[0]) is not first
    short = words("a short text")
    for text in texts:
        words(text)
    assert words("a short text") is short
