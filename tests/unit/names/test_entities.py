"""entities.toml: add, extend, merge and exclude entities, and say what is wrong."""

import pytest

from newsvane.errors import ConfigError
from newsvane.names import build_lexicon, parse_entities
from tests.unit.names.examples import extend_lexicon, find_names


def test_a_new_entity_is_found_in_all_its_spellings() -> None:
    lexicon = extend_lexicon(
        """
        [[entity]]
        id = "lake-ohrid"
        kind = "place"
        name = "Lake Ohrid"
        spellings = ["Liqeni i Ohrit", "دریاچه اهرید"]
        country = "AL"
        latitude = 41.04
        longitude = 20.72
        """
    )
    for text, language in (("Near Lake Ohrid.", "en"), ("Liqeni i Ohrit.", "sq"), ("نزدیک دریاچه اهرید.", "fa")):
        found = find_names(text, language, lexicon=lexicon)["lake-ohrid"]
        assert (found.kind, found.country, found.latitude) == ("place", "AL", 41.04)


def test_a_known_entity_gets_more_spellings_and_loses_wrong_ones() -> None:
    lexicon = extend_lexicon(
        """
        [[entity]]
        id = "mek"
        spellings = ["the Mojahedin"]
        without = ["MKO"]
        """
    )
    assert "mek" in find_names("He joined the Mojahedin.", "en", lexicon=lexicon)
    assert "mek" in find_names("He joined the PMOI.", "en", lexicon=lexicon)
    assert "mek" not in find_names("He joined the MKO.", "en", lexicon=lexicon)
    assert "mek" in find_names("He joined the MKO.", "en")


def test_merged_entities_are_one() -> None:
    lexicon = extend_lexicon(
        """
        [[entity]]
        id = "camp-ashraf"
        merge = ["ashraf-3"]

        [[entity]]
        id = "besnik-kola"
        kind = "person"
        name = "Besnik Kola"
        merge = ["besnik-kolla"]
        """
    )
    assert set(find_names("He lived in Ashraf 3.", "en", lexicon=lexicon)) == {"camp-ashraf"}
    assert set(find_names("The lawyer Besnik Kolla came.", "en", lexicon=lexicon)) == {"besnik-kola"}


def test_excluded_entities_are_not_recognised() -> None:
    lexicon = extend_lexicon(
        """
        [[entity]]
        id = "tehran"
        exclude = true

        [[entity]]
        id = "hassan-karimi"
        exclude = true
        """
    )
    assert find_names("Hassan Karimi lives in Tehran.", "en", lexicon=lexicon) == {}


@pytest.mark.parametrize(
    ("toml", "line", "message"),
    [
        pytest.param('[[entity]]\nid = "Edi Rama"', 2, "is no id: use lower-case letters", id="id"),
        pytest.param('[[entity]]\nid = "new-one"\nname = "New One"', 1, "needs its kind", id="kind"),
        pytest.param('[[entity]]\nid = "new-one"\nkind = "person"', 1, "needs a name", id="name"),
        pytest.param('[[entity]]\nid = "mek"\nkind = "party"', 3, "person", id="unknown kind"),
        pytest.param('[[entity]]\nid = "mek"\nspelings = ["x"]', 3, "spellings", id="misspelt key"),
        pytest.param('[[entity]]\nid = "mek"\nspellings = ["—"]', 3, "has no letter", id="empty spelling"),
        pytest.param('[[entity]]\nid = "mek"\nlatitude = 95.0\nlongitude = 1.0', 3, "is no latitude", id="latitude"),
        pytest.param('[[entity]]\nid = "mek"\nlatitude = 5.0', 3, "belong together", id="half a position"),
        pytest.param('[[entity]]\nid = "mek"\ncountry = "Albania"', 3, "two capital letters", id="country"),
        pytest.param('[[entity]]\nid = "mek"\nmerge = ["mek"]', 3, "merged with itself", id="merge"),
    ],
)
def test_mistakes_name_their_line_and_what_to_write(toml: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        parse_entities(toml, path="entities.toml", known=build_lexicon().entities)
    assert [(each.line, message in each.message) for each in raised.value.mistakes] == [(line, True)]


def test_shipped_entities_have_no_mistakes() -> None:
    assert len(build_lexicon().entities) > 8_000


def test_a_spelling_of_ones_own_entity_is_taken_from_the_shipped_one() -> None:
    lexicon = extend_lexicon('[[entity]]\nid = "edi-rama-junior"\nkind = "person"\nname = "Edi Rama"\n')
    assert set(find_names("The actor Edi Rama laughed.", "en", lexicon=lexicon)) == {"edi-rama-junior"}


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        pytest.param('id = "mekk"\nname = "x"', "or did you mean 'mek'?", id="mistyped id"),
        pytest.param('id = "mek"\ncontext = ["irann"]', "there is no entity 'irann'; did you mean iran", id="context"),
        pytest.param(
            'id = "a-b"\nkind = "person"\nname = "A. Bee"\n[[entity]]\nid = "c-d"\nkind = "person"\nname = "A. Bee"',
            "'A. Bee' already belongs to 'a-b'; merge the two, or give both a context",
            id="shared spelling",
        ),
    ],
)
def test_what_would_be_ignored_is_a_mistake(toml: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        extend_lexicon(f"[[entity]]\n{toml}\n")
    assert message in str(raised.value)


def test_two_people_of_one_name_have_a_context_each() -> None:
    lexicon = extend_lexicon(
        """
        [[entity]]
        id = "agim-hoxha-albania"
        kind = "person"
        name = "Agim Hoxha"
        context = ["AL"]

        [[entity]]
        id = "agim-hoxha-kosovo"
        kind = "person"
        name = "Agim Hoxha"
        context = ["XK"]
        """
    )
    assert "agim-hoxha-kosovo" in find_names("In Pristina, Agim Hoxha spoke.", "en", lexicon=lexicon)
    assert "agim-hoxha-albania" in find_names("In Tirana, Agim Hoxha spoke.", "en", lexicon=lexicon)
