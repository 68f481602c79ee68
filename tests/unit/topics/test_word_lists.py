"""Named lists in topics.toml, `[[words]]` tables, that queries name as @id."""

import pytest

from newsvane.errors import ConfigError, QueryError
from newsvane.topics import find, load_lists, load_topics, resolve_query
from newsvane.topics.parser import MAX_QUERY_LENGTH
from tests.support.cpu_limit import cpu_limit
from tests.support.query_cases import article


def words(name: str, query: str) -> str:
    return f"[[words]]\nid = '{name}'\nquery = '''{query}'''\n"


def topic(query: str, name: str = "t") -> str:
    return f"[[topic]]\nid = '{name}'\ntitle = 'T'\nquery = '''{query}'''\n"


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        pytest.param("@rivers", "Elbe, Inn, Main", ["Elbe", "Inn"], id="alone"),
        pytest.param("@rivers OR main", "Elbe, Main", ["Elbe", "Main"], id="among alternatives"),
        pytest.param("@rivers AND NOT main", "Elbe, Main", [], id="with AND"),
        pytest.param("-main @rivers", "Elbe", ["Elbe"], id="beside a word"),
        pytest.param("main NEAR/2 @rivers", "Main, Elbe, x, x, Main", ["Main"], id="right side of NEAR"),
        pytest.param("@rivers NOT NEAR/1 @inns", "Old Inn, the Inn", ["Inn"], id="both sides"),
        pytest.param("(@rivers OR main) NEAR/1 flood", "Elbe flood, Main flood", ["Elbe", "Main"], id="part of a side"),
        pytest.param("@waters", "Elbe, lake", ["Elbe", "lake"], id="a list of lists"),
        pytest.param("title:@rivers", "Elbe", [], id="in a field"),
        pytest.param('"@rivers"', "Elbe, rivers", ["rivers"], id="in quotes: a word"),
        pytest.param(r"\@rivers", "Elbe, rivers", ["rivers"], id="after a backslash: a word"),
        pytest.param("press@rivers", "Elbe, press@rivers", ["press@rivers"], id="within a word: a word"),
    ],
)
def test_a_query_may_name_lists(query: str, text: str, found: list[str]) -> None:
    lists = words("rivers", "elbe OR inn") + words("inns", "old OR grand") + words("waters", "@rivers OR lake")
    subject = article(text)
    (loaded,) = load_topics(topic(query) + lists, path="t.toml")
    assert [text[span.start : span.end] for span in find(loaded.query, subject)] == found


def test_a_rule_and_a_search_may_name_lists() -> None:
    lists = load_lists(words("rivers", "elbe OR inn") + words("waters", "@rivers OR lake"), path="t.toml")
    assert resolve_query("flood AND @waters", lists=lists) == "flood AND ((elbe OR inn) OR lake)"
    with pytest.raises(QueryError, match="@rivrs names no list; the lists are rivers, waters; put a word with an @ in"):
        resolve_query("@rivrs", lists=lists)


@pytest.mark.parametrize("text", [topic("@rivers"), topic('"a" -@rivers')])
def test_a_file_without_lists_refuses_their_names(text: str) -> None:
    with pytest.raises(ConfigError, match="@rivers names no list; there is none; put a word with an @ in quotes"):
        load_topics(text, path="t.toml")


LONG = words("a", "x" * (MAX_QUERY_LENGTH // 2))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(words("a", "b") + topic("@c"), "line 7: @c names no list; the lists are a", id="unknown"),
        pytest.param(topic("@a") + words("a", "b\nOR (c"), "line 7: .*is not closed", id="not a query"),
        pytest.param(
            words("a", "b") + words("c", "@c"), "line 6: @c names no list above; the lists are a;", id="itself"
        ),
        pytest.param(words("a", "b") + words("c", "@d") + words("d", "@c"), "line 6: @d names no list", id="a circle"),
        pytest.param(
            words("a", "b") + words("a", "c"), "line 5: .*'a' is taken by the ..words.. in line 2", id="repeated id"
        ),
        pytest.param(words("a b", "c"), "line 2: id", id="an id that cannot be named"),
        pytest.param("[[words]]\nid = 'a'", "line 1: .*needs 'query'", id="missing key"),
        pytest.param(LONG + topic("@a OR @a"), "line 7: with its lists, the query has .* at most", id="too long"),
        pytest.param(words("a", "b OR (c") + topic("x"), "line 3: .*is not closed", id="not a query, and not used"),
        pytest.param(words("a", "b AND c") + topic("x NEAR/2 @a"), "line 7: .*NEAR takes words", id="a side of NEAR"),
    ],
)
def test_a_wrong_list_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=f"t.toml, {message}"):
        load_topics(text, path="t.toml")


def test_every_wrong_list_is_reported_once_with_every_topic_that_is_wrong_by_itself() -> None:
    lists = words("a", "(b") + words("c", "@a OR d") + words("e", "f)") + words("g", "NOT h")
    with pytest.raises(ConfigError) as caught:
        load_topics(lists + topic("@c", "t1") + topic("(i", "t2") + topic("x @g", "t3"), path="t.toml")
    assert [mistake.line for mistake in caught.value.mistakes] == [3, 9, 20]


def test_only_the_wrong_one_of_two_unused_lists_is_reported() -> None:
    with pytest.raises(ConfigError, match=r"t.toml, line 3: .*is not closed; [^(]*$"):
        load_topics(words("a", "(b") + words("c", "d OR @a") + topic("x"), path="t.toml")


def test_a_list_with_a_wrong_id_is_read_to_its_end() -> None:
    with pytest.raises(ConfigError) as caught:
        load_topics(words("my towns", "a OR (b"), path="t.toml")
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "t.toml, line 2: id: use only letters, digits and _",
        "t.toml, line 3: query, character 6 (near 'a OR (b'): this parenthesis is not closed; write ) where it ends",
    ]


def test_a_list_that_is_not_used_may_exclude() -> None:
    assert len(load_topics(words("a", "NOT b") + topic("c"), path="t.toml")) == 1


def test_lists_that_double_each_other_are_refused_in_time() -> None:
    doubling = "".join(words(f"w{n}", f"@w{n - 1} OR @w{n - 1}" if n else "wort") for n in range(60))
    with cpu_limit(5), pytest.raises(ConfigError, match="with its lists, the query has"):
        load_topics(doubling, path="t.toml")
