"""Where the translation notices of an article stand in the source of its page."""

import pytest

from newsvane_pages.notice_marks import mark_notices

NOTICE = "Traduzione dall'inglese realizzata con DeepL."
WRITTEN = "Traduzione dall&#39;inglese <a href='/deepl'>realizzata</a>\n con&nbsp;DeepL."
TEXT = "Alpha beta gamma delta epsilon zeta eta.\n\nTheta iota kappa lambda mu nu xi."
BODY = "<p>Alpha <b>beta</b> gamma delta epsilon zeta eta.</p><p>Theta iota kappa lambda mu nu xi.</p>"


@pytest.mark.parametrize(
    ("source", "where"),
    [
        pytest.param(f"<i>{WRITTEN}</i>{BODY}", ["above"], id="above"),
        pytest.param(f"<meta content='{TEXT}'></head><body><i>{WRITTEN}</i>{BODY}", ["above"], id="text in the head"),
        pytest.param(BODY.replace("</p><p>", f"</p>{WRITTEN}<p>"), ["in"], id="in"),
        pytest.param(f"{BODY}<footer>{WRITTEN}</footer>", ["below"], id="below"),
        pytest.param(f"<p>Another text</p>{WRITTEN}", [""], id="a text that is not there"),
        pytest.param(BODY, [], id="no notice"),
    ],
)
def test_a_notice_is_marked_where_it_stands(source: str, where: list[str]) -> None:
    found = mark_notices(source, ["link rel machine-translated-from", f"notice in it: {NOTICE}"], TEXT)
    assert found.where == where
    assert "".join(piece.text for piece in found.pieces) == source
    assert [piece.text for piece in found.pieces if piece.marked] == [WRITTEN] * len(where)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("Traduzione <" * 150_000, id="beginnings of elements"),
        pytest.param("<i " + "Traduzione " * 150_000, id="an element without an end"),
        pytest.param("<body>" + "&nbsp;" * 300_000, id="spaces"),
        pytest.param("*&nbsp;" * 200_000, id="signs"),
        pytest.param("&#39;&" * 200_000, id="entities"),
    ],
)
def test_a_long_hostile_source_is_searched_in_time(source: str) -> None:
    assert mark_notices(source, [f"notice in it: {NOTICE}"], "* * * * * end").where == []


def test_a_notice_within_another_is_not_marked_twice() -> None:
    longer = f"notice in it: {NOTICE} Può contenere errori."
    found = mark_notices(f"{BODY}{WRITTEN} Può contenere errori.", [f"notice in it: {NOTICE}", longer], TEXT)
    assert found.where == ["below"]
    assert [piece.number for piece in found.pieces if piece.marked] == [1]
