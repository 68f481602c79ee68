"""How central a topic is in an article, and the field `central:`."""

import pytest

from newsvane.errors import ConfigError, QueryError
from newsvane.records import Topic
from newsvane.topics import assign_topics, find, load_topics, resolve_query
from tests.support.query_cases import article

RIVER = Topic(topic_id="river", title="", query="danube OR (inn NEAR/3 water)")
FLOOD = Topic(topic_id="flood", title="", query="danube AND flood*")
OTHER = "The council met and spoke about schools, bread and the new bridge. "
LONG_LEAD = OTHER * 5


def test_an_article_gets_its_topics_and_how_central_each_is() -> None:
    text = f"The Danube rises.\n\n{LONG_LEAD}There may be a flood."
    assigned = assign_topics(article(text, title="High water"), [RIVER, FLOOD])
    assert assigned.topics == ("river", "flood")
    river, flood = assigned.topic_mentions
    assert (river.topic, river.in_title, river.in_lead, river.sentences) == ("river", False, True, round(1 / 7, 3))
    assert (flood.topic, flood.in_title, flood.in_lead, flood.sentences) == ("flood", False, False, round(2 / 7, 3))
    assert assigned.central_topics == ("river", "flood")
    assert assign_topics(article("x"), [RIVER]).topic_mentions == ()


@pytest.mark.parametrize(
    ("title", "text", "central"),
    [
        pytest.param("The Danube", LONG_LEAD, True, id="in the title"),
        pytest.param("News", f"Ships are on the Danube. {LONG_LEAD}", True, id="in the lead"),
        pytest.param("News", f"{LONG_LEAD}Ships are on the Danube.", False, id="only at the end"),
        pytest.param(
            "News", f"{LONG_LEAD}Danube. " * 2 + "The Danube. It was the Danube. The Danube!", True, id="a third"
        ),
        pytest.param("News", f"{LONG_LEAD}Danube. ", False, id="a sixth"),
        pytest.param(
            "News", f"{LONG_LEAD * 2}Rhine, Danube, Danube, Danube, Danube and Elbe.", False, id="one long list"
        ),
        pytest.param("By the Inn", f"The water rises. {LONG_LEAD}", True, id="the lead decides what the title means"),
        pytest.param("By the Inn", f"{LONG_LEAD}The Inn has much water.", False, id="the end does not"),
        pytest.param("اخبار", f"{'شورای شهر درباره مدرسه‌ها سخن گفت؟ ' * 9}Danube.", False, id="another question mark"),
        pytest.param("新闻", "市议会讨论了学校。" * 40 + " Danube 。", False, id="full stops without spaces"),
        pytest.param("News", f"{'word ' * 120} Danube. {LONG_LEAD}", False, id="a lead without a full stop is cut"),
    ],
)
def test_an_article_is_about_what_title_lead_or_many_sentences_name(title: str, text: str, central: bool) -> None:
    assigned = assign_topics(article(text, title=title), [RIVER])
    assert assigned.topics == ("river",)
    assert assigned.central_topics == (("river",) if central else ())


@pytest.mark.parametrize(
    ("text", "share"),
    [
        pytest.param("J. Smith of the U.S. met W. Brown. They saw the Danube.", 0.5, id="initials end no sentence"),
        pytest.param("The Danube!\n\nNo stop\nAnd another", 0.333, id="lines without a full stop"),
        pytest.param("“The Danube.” * * * Then the Danube…", 1, id="quotation marks, and a line of stars"),
        pytest.param("Where? At the Danube, or the Inn.", 0.5, id="two words in one sentence"),
    ],
)
def test_sentences_that_name_a_topic_are_counted(text: str, share: float) -> None:
    (mention,) = assign_topics(article(text), [RIVER]).topic_mentions
    assert mention.sentences == share


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        pytest.param("central:River", ["central_topics"], id="its id, in any case"),
        pytest.param("central:(mek OR r*)", ["central_topics"], id="a group and a prefix"),
        pytest.param("central:riv", [], id="the id is whole"),
        pytest.param("ships AND central:river", ["central_topics", "text"], id="and a word"),
        pytest.param("ships AND NOT central:river", [], id="not about it"),
    ],
)
def test_a_query_may_ask_what_an_article_is_about(query: str, fields: list[str]) -> None:
    about = assign_topics(article("Ships", title="The Danube"), [RIVER])
    assert [span.field for span in find(query, about)] == fields


def test_a_rule_names_topics_that_exist() -> None:
    resolve_query("central:RIVER AND NOT (central:flood OR central:f*)", known=["River", "flood"])
    with pytest.raises(QueryError, match="names no topic 'rivers'; the topics are river, flood"):
        resolve_query("ships AND (x OR NOT central:rivers)", known=["river", "flood"])


def test_a_topic_cannot_ask_what_an_article_is_about() -> None:
    with pytest.raises(ConfigError, match=r"t\.toml, line 4: .*only searches and rules"):
        load_topics('[[topic]]\nid = "a"\ntitle = "A"\nquery = "x central:a"', path="t.toml")
