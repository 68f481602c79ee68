"""A wrong name is answered with the names that it may stand for."""

import re

import pytest

from newsvane.analysis.known_names import require_known
from newsvane.errors import UnknownName
from newsvane.similar_names import describe_unknown, find_similar

TOPICS = ["iran", "mek", "albania"]
OUTLETS = ["northline.example", "tirana-courier.example", "meridian-post.example", "meridian-mundo.example"]


@pytest.mark.parametrize(
    ("name", "known", "similar"),
    [
        pytest.param("MEK", TOPICS, ["mek"], id="another case"),
        pytest.param("irn", TOPICS, ["iran"], id="a letter is missing"),
        pytest.param("mke", TOPICS, ["mek"], id="two letters of three are swapped"),
        pytest.param("northline", OUTLETS, ["northline.example"], id="the beginning"),
        pytest.param("www.northline.example", OUTLETS, ["northline.example"], id="more than the name"),
        pytest.param("meridian", OUTLETS, ["meridian-post.example", "meridian-mundo.example"], id="two begin so"),
        pytest.param("meridian-mund", OUTLETS, ["meridian-mundo.example"], id="the beginning, nearly"),
        pytest.param("tirana-currier.example", OUTLETS, ["tirana-courier.example"], id="not all with one ending"),
        pytest.param(
            "northlin.example",
            [*OUTLETS, "odd-wire.example", "setareh-news.example"],
            ["northline.example"],
            id="a domain",
        ),
        pytest.param("rajvi", ["maryam-rajavi", "edi-rama"], ["maryam-rajavi"], id="a part, misspelt"),
        pytest.param("a", TOPICS, [], id="too short to be looked for inside names"),
        pytest.param("zzz", OUTLETS, [], id="like nothing"),
        pytest.param("", OUTLETS, [], id="empty"),
    ],
)
def test_similar_names(name: str, known: list[str], similar: list[str]) -> None:
    assert find_similar(name, known) == similar


@pytest.mark.parametrize(
    ("similar", "known", "message"),
    [
        (["mek"], TOPICS, "there is no topic 'x'; did you mean mek? The topics are albania, iran, mek"),
        ([], TOPICS, "there is no topic 'x'; the topics are albania, iran, mek"),
        (["a"], [str(number) for number in range(99)], "there is no topic 'x'; did you mean a?"),
        ([], [], "there is no topic 'x'"),
    ],
)
def test_the_message(similar: list[str], known: list[str], message: str) -> None:
    assert describe_unknown("topic", "x", similar, known) == message


def test_an_empty_name_is_called_missing() -> None:
    assert describe_unknown("topic", "", [], TOPICS) == "the topic is missing; the topics are albania, iran, mek"


@pytest.mark.parametrize(
    ("noun", "command"),
    [
        ("feed", "newsvane feeds list --all"),
        ("outlet", 'newsvane sql "SELECT outlet FROM own_feeds UNION SELECT outlet FROM articles"'),
    ],
)
def test_the_message_says_where_many_names_are_listed(noun: str, command: str) -> None:
    names = [f"name-{number}" for number in range(99)]
    with pytest.raises(UnknownName, match=re.escape(f"there is no {noun} 'zzz'; `{command}` lists all {noun}s")):
        require_known(noun, ["zzz"], names)


def test_each_name_is_checked() -> None:
    require_known("topic", TOPICS, TOPICS)
    with pytest.raises(UnknownName, match="did you mean mek"):
        require_known("topic", ["iran", "meck"], TOPICS)
