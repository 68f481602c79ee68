"""Translations that name their original: what the texts must share so that this is no mere claim."""

import pytest

from newsvane.records import Article, Translation
from newsvane.stories import group
from tests.unit.stories.test_translation_links import article

STRIKE = """Lighthouse keepers of Greece go on strike over a pay cut
The keepers of the lighthouses in Greece went on strike at dawn on Monday. They want the cut of 14 percent to be
taken back that the ministry of the navy in Athens announced last week. Only the lamps off Crete stay lit, for the
ferries from Cyprus. The spokesman of the union said on Tuesday that his people had not been asked. Germany, Sweden,
Switzerland, the Netherlands, Hungary and Wales had offered help with tugs, he added, but nobody needs tugs where
there is light. The strike ends on 9 November at noon, unless the Monday meeting of the Council, too, helps.
Captains of the Navy in the North Sea were told to keep to deep water until then."""


STRIKE_IN_FRENCH = """Grèce : les gardiens de phare en grève contre une baisse de salaire
En Grèce, les gardiens des phares ont cessé le travail lundi à l'aube. Ils exigent le retrait de la baisse de 14
pour cent annoncée la semaine dernière par le ministère de la marine à Athènes. Seuls les feux au large de la Crète
restent allumés, pour les bacs venus de Chypre. Le porte-parole du syndicat dit mardi que l'on n'a pas consulté les
siens. L’Allemagne, la Suède, la Suisse, les Pays-Bas, la Hongrie et le pays de Galles ont proposé des remorqueurs,
ajoute-t-il, mais personne n'en a besoin là où il y a de la lumière. La grève prend fin le 9 novembre à midi, à
moins que la réunion de lundi du Conseil ne s'en mêle. Les capitaines de la marine en mer du Nord ont été priés de
rester en eau profonde jusque-là."""


OWN_REPORT_IN_FRENCH = """Les phares grecs éteints : « Nous n'avions plus le choix »
Stavros Melas n'a pas dormi. Depuis lundi, son syndicat tient les phares de Grèce dans le noir, et le téléphone
sonne toutes les 3 minutes. À Athènes, la marine compte 41 bateaux en attente. « En Crète, nous laissons brûler 6
feux », dit-il, « car des familles viennent d'Égypte ». La baisse de salaire, il l'a apprise par un journal. Son
père gardait le phare de Souda pendant 28 ans, pour une pension de 700 euros. On parle d'un accord à Chypre, où 5
gardiens ont gagné contre leur ministre l'an dernier. Ce soir, l'Allemagne regarde, et la France aussi, dit une
affiche au port du Pirée."""


def _translated(name: str, report: str) -> Article:
    source = Translation(state="translated", source_url="https://original.example/original")
    return article(name, report, "fr", day=1, translation=source)


ORIGINAL = article("original", STRIKE, "en")


def test_texts_that_share_too_little_to_be_linked_show_what_the_page_says() -> None:
    undeclared = article("french", STRIKE_IN_FRENCH, "fr", day=1)
    assert {each.copy_of for each in group([ORIGINAL, undeclared])} == {None}
    (french, _) = group([ORIGINAL, _translated("french", STRIKE_IN_FRENCH)])
    assert (french.copy_of, french.copy_kind, french.copy_claimed, french.is_claim) == (
        "original", "translation", False, False,
    )  # fmt: skip


def test_a_copy_stays_suspect_although_it_names_a_translation_as_its_original() -> None:
    french = article("original", STRIKE_IN_FRENCH, "fr", day=2)
    wire = article("wire", STRIKE, "en")
    source = Translation(state="translated", source_url="https://original.example/original")
    copy = article("copy", STRIKE, "en", day=1, translation=source)
    (found, _, _) = group([french, wire, copy])
    assert found.article_id == "copy"
    assert found.copy_claimed


@pytest.mark.parametrize(
    "report",
    [
        pytest.param(OWN_REPORT_IN_FRENCH, id="another report on the same event"),
        pytest.param("\n".join([STRIKE_IN_FRENCH, *[OWN_REPORT_IN_FRENCH] * 2]), id="much that the original lacks"),
        pytest.param("Phares : la grève\nLes gardiens sont en grève.", id="too short"),
    ],
)
def test_a_page_that_merely_says_that_it_is_a_translation_claims_it(report: str) -> None:
    (copy, _) = group([ORIGINAL, _translated("copy", report)])
    assert (copy.copy_of, copy.copy_claimed, copy.is_claim) == ("original", True, True)
