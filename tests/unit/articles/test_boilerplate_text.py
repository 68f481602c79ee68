"""The paragraphs of an article: which of them are boilerplate, and how words are counted."""

import pytest

from newsvane.articles.boilerplate_text import drop_boilerplate
from tests.unit.articles.page_factories import PARAGRAPHS


@pytest.mark.parametrize(
    "block",
    [
        "CLICK HERE TO GET THE HARBOUR POST APP",
        "Read more: Ferry office closed until Monday",
        "Sign up for our weekly letter from the coast.",
        "Follow us on Telegram",
        "Lea también: El puerto reabre",
        "Lesen Sie auch: Der Hafen öffnet wieder",
        "À lire aussi : le port rouvre",
        "Lexo edhe: Porti rihapet",
        "بیشتر بخوانید: بندر باز شد",
        "اقرأ أيضا: إعادة فتح الميناء",
        "Advertisement",
        "IRAN REGIME UNDER FIRE AFTER CLAIM OVER COMPUTERS",
    ],
)
def test_promotions_are_removed(block: str) -> None:
    assert drop_boilerplate([PARAGRAPHS[0], block, PARAGRAPHS[1]]) == [PARAGRAPHS[0], PARAGRAPHS[1]]


@pytest.mark.parametrize(
    "block",
    [
        "BACKGROUND",
        "THE SEARCH IN JUNE",
        "Read more than a hundred pages of the indictment and you find no name, the lawyer said.",
        "Follow the money, the prosecutor told reporters on the steps of the court.",
        "“WE WILL NOT HAND OVER A SINGLE MACHINE.”",
        "Subscribers to the theory are few.",
        "Advertisement revenue fell by a third last year, the publisher said.",
        f"Click here to see it all, said the banner. {PARAGRAPHS[0]}",
    ],
)
def test_text_that_resembles_a_promotion_is_kept(block: str) -> None:
    assert drop_boilerplate([PARAGRAPHS[0], block, PARAGRAPHS[1]]) == [PARAGRAPHS[0], block, PARAGRAPHS[1]]


def test_a_text_in_capitals_is_kept() -> None:
    blocks = [block.upper() for block in PARAGRAPHS]
    assert drop_boilerplate(blocks) == blocks
