"""UTF-8 encoded twice is repaired where it is certain, and nothing else is touched."""

import pytest

from newsvane.articles.mojibake import repair_double_encoding


def doubled(text: str) -> str:
    """As software shows UTF-8 that it takes for Windows' western code page."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    "meant",
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
def test_encoded_twice(meant: str) -> None:
    assert doubled(meant) != meant
    assert repair_double_encoding(doubled(meant), doubled(meant).encode()) == meant
    assert repair_double_encoding(meant, meant.encode()) == meant


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
def test_what_is_meant_is_kept(text: str) -> None:
    assert repair_double_encoding(text, text.encode()) == text


def test_where_some_is_certain_the_rest_is_repaired() -> None:
    mixed = "“Café” and itâ€™s CafÃ©"
    assert repair_double_encoding(mixed, mixed.encode()) == "“Café” and it’s Café"
