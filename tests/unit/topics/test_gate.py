"""The gate: whenever a text made of a page's pieces matches a topic, the gate is open."""

import unicodedata
from html import escape, unescape
from itertools import chain, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane.records import Topic
from newsvane.topics import Gate, match
from tests.support.examples import examples
from tests.support.query_cases import article

QUERY = (
    'iran OR "maryam rajavi" OR mojahed* OR MEK OR ایران OR تهران OR טהרן OR албания OR αλβανος OR 이란 '
    'OR "тегеран сити" OR (seized NEAR/3 computers) OR (camp AND durres AND NOT football) OR strasse '
    "OR 德黑兰 OR กรุงเทพ"
)
TOPICS = [Topic(topic_id="exiles", title="Exiles", query=QUERY)]
GATE = Gate(TOPICS)
WORDS = (
    "Iran", "Maryam", "Rajavi", "Mojahedin", "MEK", "mek", "ایران", "تهران", "وبایران", "טהרן", "Албания", "Αλβανός",
    "이란", "Тегеран", "Сити", "seized", "computers", "camp", "Durrës", "football", "Straße", "a", "the",
    "德黑兰", "德黑", "兰", "กรุงเทพ", "テヘラン",
)  # fmt: skip
DROPPED = ("\u200b", "\u200c", "\u00ad", "\u202a", "\u0301", "\u0640", "\x07", "\u2424", "\U00013000")
CUTS = ("", "", "", "<b>", "</i> ", " ", " – ", "&#8203;", "&amp;shy;", "&zwnj;", "&nbsp;")


def presentation_forms(word: str) -> str:
    """Return a word in the forms that Arabic letters have in text copied from PDFs."""
    forms = {unicodedata.normalize("NFKD", c): c for c in map(chr, range(0xFEFC, 0xFE80, -1))}
    return "".join(forms.get(letter, letter) for letter in word)


spellings = st.sampled_from([
    str, str, str.upper, str.lower, presentation_forms, escape,
    lambda word: unicodedata.normalize("NFD", word),
    lambda word: "".join(f"&#{ord(letter)};" for letter in word),
    lambda word: "".join(f"&amp;#x{ord(letter):x};" for letter in word),
    lambda word: "".join(chr(ord(letter) + 0xFEE0) if "!" < letter < "~" else letter for letter in word),
])  # fmt: skip


@st.composite
def pieces(draw: st.DrawFn) -> list[str]:
    """Make pieces of text of which some are parts of words, with characters in between that may be dropped."""
    found = []
    for word in draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)):
        spelled = draw(spellings)(word)
        places = sorted({0, len(spelled), *draw(st.lists(st.integers(0, len(spelled)), max_size=3))})
        parts = [spelled[start:end] for start, end in pairwise(places)]
        found += [part + draw(st.sampled_from((*CUTS, *DROPPED))) for part in parts]
    return found


def unescaped(text: str) -> str:
    """Return the text as an extraction may: without tags, references and characters that are not printable."""
    text = unescape(unescape(text)).replace("<b>", "").replace("</i>", "")
    return "".join(char for char in text if char not in "\u200b\u202a\x07\u2424\U00013000")


@settings(max_examples=examples(2_000))
@given(pieces(), st.data())
def test_the_gate_is_open_for_every_text_that_matches(made: list[str], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.sampled_from(made), unique=True, max_size=12)) if data.draw(st.booleans()) else made
    between = data.draw(st.lists(st.sampled_from(["", "", "", " ", "\n\n"]), min_size=len(kept), max_size=len(kept)))
    text = unescaped("".join(chain.from_iterable(zip(kept, between, strict=True))))
    if match(article(text), TOPICS):
        assert GATE.may_match([made])


@pytest.mark.parametrize(
    ("query", "given_pieces", "is_open"),
    [
        pytest.param("iran", ["News from", "Iran"], True, id="a word in a piece"),
        pytest.param("iran", ["News from Irania", "n affairs"], False, id="another word"),
        pytest.param("iran", ["News from I", "ra", "n, today"], True, id="a word in three pieces"),
        pytest.param("iran", ["News from Ir", " an advert ", "an, today"], True, id="around another piece"),
        pytest.param("iran", ["News from Ir ", "an, today"], False, id="a space between"),
        pytest.param("iran", ["News from Ir&aacute;n"], True, id="a reference"),
        pytest.param("iran", ["News from &amp;#x49;ran"], True, id="a reference escaped twice"),
        pytest.param("iran", ["News from &", "#73;ran"], True, id="a reference, cut"),
        pytest.param("ایران", ["ای\u200cران"], True, id="a joiner"),
        pytest.param("ایران", ["وبا", "یران"], True, id="a particle, cut"),
        pytest.param("이란", ["이ᄅ", "ᅡᆫ"], True, id="a syllable, cut"),
        pytest.param("iran*", ["Ira", "nians"], True, id="a prefix, cut"),
        pytest.param("MEK", ["the mek"], False, id="an acronym in small letters"),
        pytest.param("iran AND tirana", ["Iran and the sea"], False, id="one of two words"),
        pytest.param("(iran OR persia) NEAR/3 talks", ["Iran, and much later talks"], True, id="near, at any distance"),
        pytest.param("iran NOT NEAR/3 talks", ["Iran talks"], True, id="a context that is excluded"),
        pytest.param("iran AND NOT talks", ["Iran talks"], True, id="a word that is excluded"),
        pytest.param("lang:fa AND iran", ["Tirana"], False, id="a word beside a language"),
        pytest.param("lang:fa OR iran", ["Tirana"], True, id="a language alone"),
        pytest.param("outlet:other.example OR iran", ["Tirana"], False, id="another outlet"),
        pytest.param("outlet:Harbour* OR iran", ["Tirana"], True, id="the outlet"),
        pytest.param("country:GR OR iran", ["Tirana"], False, id="another country"),
        pytest.param("country:al OR iran", ["Tirana"], True, id="the country"),
    ],
)
def test_what_opens_the_gate(query: str, given_pieces: list[str], *, is_open: bool) -> None:
    gate = Gate([Topic(topic_id="t", title="T", query=query)])
    assert gate.may_match([given_pieces], outlets={"harbour-post.example"}, country="AL") is is_open


def test_words_are_joined_only_within_a_block() -> None:
    gate = Gate([Topic(topic_id="t", title="T", query="fordo OR (centrifuge* AND natanz)")])
    assert gate.may_match([["What the town does for", "do", " not ask"]])
    assert not gate.may_match([["What the town is known for"], ["do not ask"]])
    assert not gate.may_match([["The fish & "], ["#102;ordo"]])
    assert gate.may_match([["Centrifuges"], ["of Natanz"]])


def test_conditions_within_conditions() -> None:
    gate = Gate([Topic(topic_id="t", title="T", query='(camp AND (durres OR "old town")) OR (country:GR AND strike)')])
    assert gate.may_match([["The camp of Durrës"]])
    assert gate.may_match([["The camp"], ["in an old town"]])
    assert not gate.may_match([["The camp"], ["in an old port"]])
    assert not gate.may_match([["An old town"], ["of Durrës"]])
    assert not gate.may_match([["A strike"]], country="AL")
    assert gate.may_match([["A strike"]], country="GR")


def test_without_topics_the_gate_is_shut() -> None:
    assert not Gate([]).may_match([["Iran"]])
