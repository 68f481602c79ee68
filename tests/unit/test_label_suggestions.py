"""What labels suggest for a topic: words near wrong matches, never near right ones, and only with enough support."""

import tomllib

import pytest

from newsvane.analysis.label_suggestions import LabelledArticle, Suggestion, render_toml, suggest
from newsvane.topics import compile_query, load_topics
from tests.support.prose import article, prose

CITY = "Residents of Ashraf in the camp near Baghdad were moved after the attack."
SHRINE = "Pilgrims came to Najaf Ashraf for the shrine while the seminary was closed."
FILM = "The film by Ashraf Marwan was shown at the cinema to critics of the festival."


def labelled(name: str, text: str, is_about: bool) -> LabelledArticle:
    """An article with the passage in the middle of words that no other one has."""
    return LabelledArticle(article(name, f"{prose(name)}\n\n{text}\n\n{prose(name + '!')}", language="en"), is_about)


def cases(right: int, wrong: int, *, about: str = CITY, other: str = SHRINE) -> list[LabelledArticle]:
    return [labelled(f"right{number}", about, True) for number in range(right)] + [
        labelled(f"wrong{number}", other, False) for number in range(wrong)
    ]


def test_words_near_wrong_matches_are_to_be_excluded() -> None:
    (found,) = suggest("ashraf OR mojahedin", cases(4, 3))
    assert (found.kind, found.matched, found.corrected, found.wrong, found.right) == ("exclude", "Ashraf", 3, 3, 4)
    assert set(found.words) <= {"pilgrims", "came", "najaf", "shrine", "seminary", "closed"}
    corrected = compile_query(f"ashraf NOT NEAR/10 ({' OR '.join(found.words)})")
    assert [bool(corrected.matches(each.article)) for each in cases(4, 3)] == [True] * 4 + [False] * 3


def test_one_outlet_shows_nothing_however_often_it_says_the_same() -> None:
    def move(each: LabelledArticle) -> LabelledArticle:
        flood = {"outlet": "flood.example"} if not each.is_about else {}
        return LabelledArticle(each.article.model_copy(update=flood), each.is_about)

    assert suggest("ashraf", [*map(move, cases(4, 25))]) == []
    (found,) = suggest("ashraf", [*map(move, cases(4, 25)), labelled("elsewhere", SHRINE, False)])
    assert (found.corrected, found.wrong) == (26, 26)


def test_the_toml_can_be_pasted_and_used() -> None:
    (found,) = suggest("ashraf", cases(3, 3))
    text = render_toml("mek", found)
    (pasted,) = tomllib.loads(text)["words"]
    (written,) = (line.removeprefix("#").strip() for line in text.splitlines() if "NEAR" in line)
    file = f'{text}\n[[topic]]\nid = "mek"\ntitle = "MEK"\nquery = "{written}"\n'
    (topic,) = load_topics(file, path="topics.toml")
    assert pasted["id"] == "mek_not_Ashraf"
    assert [bool(compile_query(topic.query).matches(each.article)) for each in cases(3, 3)] == [True] * 3 + [False] * 3


def test_several_meanings_need_several_words() -> None:
    mixed = [*cases(3, 3), *(labelled(f"film{number}", FILM, False) for number in range(3))]
    (found,) = suggest("ashraf", mixed)
    assert (found.corrected, found.wrong) == (6, 6)
    assert len(found.words) == 2


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param(5, 2, id="two wrong ones are too few"),
        pytest.param(2, 5, id="every word is missing in two right ones"),
        pytest.param(0, 9, id="no right one"),
    ],
)
def test_little_evidence_suggests_nothing(right: int, wrong: int) -> None:
    assert suggest("ashraf", cases(right, wrong)) == []


def test_no_right_article_is_lost() -> None:
    one = labelled("shrine that is right", f"{SHRINE} Then {CITY}", True)
    for found in suggest("ashraf", [*cases(3, 3), one]):
        corrected = compile_query(f"ashraf NOT NEAR/10 ({' OR '.join(found.words)})")
        assert corrected.matches(one.article)


def test_a_word_with_an_attached_particle_is_the_same_word() -> None:
    """A query for نجف also finds والنجف, so it would lose the right articles."""
    right, wrong = "سكان والنجف أشرف كرمان", "زوار النجف أشرف مشهد"
    (found,) = suggest("أشرف", cases(3, 3, about=right, other=wrong))
    assert found.words == ("زوار",)


def test_the_title_is_near_the_beginning_of_the_text() -> None:
    """As for NEAR: a right article whose title has the word would be lost."""
    ours = [
        LabelledArticle(article(f"r{n}", f"Ashraf {prose(n)}", title="Najaf", language="en"), True) for n in range(3)
    ]
    for each in ours:
        assert not compile_query("ashraf NOT NEAR/10 najaf").matches(each.article)
    (found,) = suggest("ashraf", [*ours, *cases(0, 3, other="Najaf Ashraf pilgrims")])
    assert found.words == ("pilgrims",)


def test_context_is_required_where_nothing_can_be_excluded() -> None:
    """The wrong articles share no word near the match, the right ones do."""
    wrong = [
        labelled(f"wrong{number}", f"{prose(number, 20)} Ashraf {prose(-number, 20)}", False) for number in range(4)
    ]
    (found,) = suggest("ashraf", [*cases(4, 0), *wrong])
    assert (found.kind, found.corrected) == ("context", 4)
    corrected = compile_query(f"ashraf NEAR/10 ({' OR '.join(found.words)})")
    assert [bool(corrected.matches(each.article)) for each in [*cases(4, 0), *wrong]] == [True] * 4 + [False] * 4


def test_context_is_near_no_wrong_match() -> None:
    """Each wrong article has other words near the match, and "camp"."""
    right = cases(4, 0, about="The camp Ashraf in Zagros")
    wrong = [
        labelled(f"w{number}", f"{prose(number, 20)} camp Ashraf {prose(-number, 20)}", False) for number in range(4)
    ]
    (found,) = suggest("ashraf", [*right, *wrong])
    assert (found.kind, found.words) == ("context", ("zagros",))


def test_stop_words_are_not_suggested() -> None:
    right = [
        labelled(f"right{number}", f"{prose(number, 20)} Ashraf {prose(-number, 20)}", True) for number in range(4)
    ]
    assert suggest("ashraf", [*right, *cases(0, 4, other="It was there and Ashraf was then what they were.")]) == []


def test_an_acronym_stays_in_capitals() -> None:
    (found,) = suggest("MEK", cases(3, 3, about="The MEK held a rally.", other="A MEK inhibitor against melanoma."))
    assert found.matched == "MEK"
    assert "write\n#   MEK NOT NEAR/10 @mek_not_MEK\n" in render_toml("mek", found)


def test_a_hostile_topic_adds_nothing_to_the_toml() -> None:
    text = render_toml('x"\n[[topic]]', Suggestion("exclude", "a b", ("najaf",), 3, 3, 3))
    assert tomllib.loads(text) == {"words": [{"id": "x_topic__not_a_b", "query": "najaf"}]}
    assert '"a b" NOT NEAR/10 @x_topic__not_a_b' in text
