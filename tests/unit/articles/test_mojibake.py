"""Text that was encoded as UTF-8 twice is repaired where it is certain; other text does not change."""

import pytest

from newsvane.articles.mojibake import repair_double_encoding


def encode_twice(text: str) -> str:
    """Return the UTF-8 bytes of a text as if they were Windows 1252."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Café, über, naïve: trois mots", id="accents alone in a text"),
        pytest.param("“It’s open” – said the harbour", id="quotation marks"),
        pytest.param("Порт снова открыт", id="Cyrillic"),
        pytest.param("بندر دوباره باز شد", id="Persian"),
        pytest.param("הנמל נפתח מחדש", id="Hebrew"),
        pytest.param("港口重新开放了", id="Chinese"),
        pytest.param("⛴️ 🚢 open", id="pictures"),
    ],
)
def test_double_encoding_is_repaired(text: str) -> None:
    assert encode_twice(text) != text
    assert repair_double_encoding(encode_twice(text), encode_twice(text).encode()) == text
    assert repair_double_encoding(text, text.encode()) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Un «café…» à Tirana, là… »", id="French before its marks"),
        pytest.param("Sie heißt „Weiß“, er „Groß“, alle „Spaß“", id="German before its marks"),
        pytest.param("IRMÃ… e irmão, não, são", id="Portuguese in capitals"),
        pytest.param("Škoda, dokážeme, áž… é–» ó™", id="Czech before its marks"),
        pytest.param("© 2026 · 5 × 3 ± 1 §", id="signs"),
        pytest.param("One Ã© in an English text – that is all", id="a single one among others"),
        pytest.param("Ã©Ã(Ã", id="broken"),
    ],
)
def test_correct_text_is_not_changed(text: str) -> None:
    assert repair_double_encoding(text, text.encode()) == text


def test_one_certain_sequence_allows_all_repairs() -> None:
    mixed = "“Café” and itâ€™s CafÃ©"
    assert repair_double_encoding(mixed, mixed.encode()) == "“Café” and it’s Café"
