"""Topics: matcher and SQL agree on generated queries and articles, and on every character."""

import unicodedata
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane.records import Article
from newsvane.topics import compile_query
from newsvane.topics.folding import FOLD_SQL, fold, normalize_letters, tokenize
from newsvane.topics.prefilter import prefilter_pattern
from tests.support.examples import examples
from tests.support.query_cases import FOUND, article
from tests.support.query_strategies import articles, few_near, few_words, queries


@pytest.fixture(scope="module")
def lake() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        columns = "title TEXT, text TEXT, outlet TEXT, language TEXT, country TEXT, published_at TIMESTAMPTZ"
        columns += ", central_topics TEXT[], name_keys TEXT[]"
        connection.execute(f"CREATE TABLE articles (id INTEGER, {columns})")
        yield connection


@settings(max_examples=examples(250), deadline=None, derandomize=True)
@given(st.lists(articles(), min_size=1, max_size=6), st.lists(queries, min_size=1, max_size=4))
def test_sql_and_matcher_find_the_same_generated_articles(
    lake: duckdb.DuckDBPyConnection, found: list[Article], asked: list[str]
) -> None:
    lake.execute("DELETE FROM articles")
    rows = [
        (
            *(i, a.title or None, a.text, a.outlet, a.language, a.country, a.published_at),
            *(list(a.central_topics), list(a.name_keys)),
        )
        for i, a in enumerate(found)
    ]
    lake.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    for query in asked:
        compiled = compile_query(query)
        condition, given_values = compiled.to_sql()
        by_sql = lake.execute(f"SELECT id FROM articles WHERE {condition} ORDER BY id", given_values).fetchall()
        assert by_sql == [(i,) for i, each in enumerate(found) if compiled.matches(each)], query


@settings(max_examples=examples(150), deadline=None, derandomize=True)
@given(st.lists(st.tuples(few_words, few_words), min_size=8, max_size=20), st.lists(few_near, min_size=4, max_size=8))
def test_sql_and_matcher_agree_on_words_near_each_other(
    lake: duckdb.DuckDBPyConnection, found: list[tuple[str, str]], asked: list[str]
) -> None:
    lake.execute("DELETE FROM articles")
    rows = [(i, title, text) for i, (title, text) in enumerate(found)]
    lake.executemany("INSERT INTO articles (id, title, text) VALUES (?, ?, ?)", rows)
    for query in asked:
        compiled = compile_query(query)
        condition, values = compiled.to_sql()
        by_sql = lake.execute(f"SELECT id FROM articles WHERE {condition} ORDER BY id", values).fetchall()
        assert by_sql == [
            (i,) for i, (title, text) in enumerate(found) if compiled.matches(article(text, title=title))
        ], query


def test_a_prefilter_matches_every_spelling_of_a_word(lake: duckdb.DuckDBPyConnection) -> None:
    written = [f"ab{char}cd" for char in map(chr, range(0x10000)) if char.isalnum()]
    asked = [(word, fold(word)) for word in written if fold(word) != word]
    patterns = [(word, pattern) for word, folded in asked if (pattern := prefilter_pattern(folded))]
    assert len(patterns) > 1_500
    sql = "SELECT word FROM (SELECT unnest($1) AS word, unnest($2) AS pattern) WHERE NOT regexp_matches(word, pattern)"
    assert lake.execute(sql, [list(column) for column in zip(*patterns, strict=True)]).fetchall() == []


@pytest.mark.parametrize(
    ("query", "found", "left_out"),
    [
        pytest.param("tirana", "In TIRANA", "In Tehran", id="a word"),
        pytest.param("office", "an oﬃce", "an oboe", id="a ligature"),
        pytest.param("laskovi", "Ла Laskóvi", "Lasko vi", id="accents"),
        pytest.param('"to a longer word"', "longer", "word", id="the longest word of a phrase"),
        pytest.param("tirana OR tehran", "tehran", "rome", id="any of them"),
        pytest.param("(tirana OR tehran) AND rome", "rome in tehran", "rome", id="each of them"),
        pytest.param("tirana AND lang:en", "tirana", "rome", id="a word and a value"),
        pytest.param("لاهور", "في \ufefbهور", "في", id="a ligature of Arabic"),
    ],
)
def test_prefilters_let_few_texts_through(
    lake: duckdb.DuckDBPyConnection, query: str, found: str, left_out: str
) -> None:
    prefilters = compile_query(query).root.prefilters
    assert prefilters
    for text, passes in ((found, True), (left_out, False)):
        assert (
            all(lake.execute("SELECT regexp_matches(?, ?)", [text, each]).fetchone() == (True,) for each in prefilters)
            is passes
        )


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("ab", id="a short word"),
        pytest.param("tirana OR ab", id="an alternative that is a short word"),
        pytest.param("tirana OR lang:en", id="an alternative that is a value"),
        pytest.param("한국어신문", id="letters that can be decomposed"),
    ],
)
def test_a_query_without_prefilter(query: str) -> None:
    assert compile_query(query).root.prefilters == ()


def test_sql_folds_every_character_like_the_matcher(lake: duckdb.DuckDBPyConnection) -> None:
    known = [char for char in map(chr, range(0x10000)) if unicodedata.category(char) not in {"Cn", "Co", "Cs"}]
    asked = [f"x{char}y {char} z{char}" for char in known]
    sql = f"SELECT trim(split_part({FOLD_SQL}, chr(10), 2)), text FROM (SELECT NULL AS title, unnest(?) AS text)"
    folded = lake.execute(sql, [asked]).fetchall()
    assert len(folded) > 50_000
    assert [(row, text) for row, text in folded if row != " ".join(map(normalize_letters, tokenize(text)))] == []


def test_sql_and_matcher_find_the_same_cases() -> None:
    texts = [*dict.fromkeys(row.values[1] for row in FOUND)]
    queries = [
        *dict.fromkeys(row.values[0] for row in FOUND),
        "title:a",
        "outlet:cour*",
        "lang:en iran",
        "lang:fa iran",
    ]
    articles = [article(text, language=language) for text in texts for language in ("en", "fa")]
    articles += [article("b", title="A"), article("mek", title="camp", outlet="other.example")]
    with duckdb.connect() as lake:
        lake.execute("CREATE TABLE articles (id INTEGER, title TEXT, text TEXT, outlet TEXT, language TEXT)")
        rows = [(i, a.title or None, a.text, a.outlet, a.language) for i, a in enumerate(articles)]
        lake.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", rows)
        for query in queries:
            compiled = compile_query(query)
            condition, values = compiled.to_sql()
            found = lake.execute(f"SELECT id FROM articles WHERE {condition}", values).fetchall()
            assert sorted(found) == [(i,) for i, a in enumerate(articles) if compiled.matches(a)], query


def test_a_query_at_the_length_limit_works_as_sql() -> None:
    words = " OR ".join(f"ایران{number}*" for number in range(1_200))
    condition, values = compile_query(words).to_sql()
    with duckdb.connect() as lake:
        sql = f"SELECT {condition} FROM (SELECT '' AS title, unnest(['والايران1199', 'x']) AS text)"
        assert lake.execute(sql, values).fetchall() == [(True,), (False,)]
