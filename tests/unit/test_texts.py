import pytest

from newsvane.texts import text_hash, words


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
