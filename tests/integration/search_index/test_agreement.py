"""The index finds every article that matches, and where it says that it is exact, no other."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane import search_index
from newsvane.records import Article
from newsvane.topics import compile_query
from tests.support.examples import examples
from tests.support.query_cases import FOUND, article
from tests.support.query_strategies import articles, few_near, few_words, queries

MARK = search_index.Mark(snapshot=1, at=datetime(2026, 11, 24, tzinfo=UTC))


def index_articles(found: Sequence[Article], home: Path) -> search_index.Index:
    with search_index.locked(home), search_index.building(home, MARK) as writer:
        writer.add(
            search_index.IndexedRow(
                article_id=str(number),
                country=each.country or "",
                is_translated=False,
                **{
                    name: getattr(each, name)
                    for name in (
                        "title",
                        "text",
                        "outlet",
                        "outlet_kind",
                        "language",
                        "kind",
                        "topics",
                        "central_topics",
                        "name_keys",
                    )
                },
                published_at=each.published_at,
                fetched_at=each.fetched_at,
            )
            for number, each in enumerate(found)
        )
    return search_index.open_index(home)


def disagreements(index: search_index.Index, found: Sequence[Article], query: str) -> tuple[set[int], set[int]]:
    """Return the articles that match and are not found, and those that certainly match and do not."""
    compiled = compile_query(query)
    question = index.ask(compiled)
    candidates = {int(each.article_id) for each in index.find_newest(question, limit=len(found) + 1)}
    matching = {number for number, each in enumerate(found) if compiled.matches(each)}
    assert index.count(question) == len(candidates)
    certain, doubtful = (
        {int(each.article_id) for each in index.find_newest(part, limit=len(found) + 1)} if part else set()
        for part in question.split()
    )
    assert (certain | doubtful, certain & doubtful) == (candidates, set())
    assert doubtful == set() or not question.is_exact
    return matching - candidates, certain - matching


@pytest.mark.timeout(7200)  # for the thousands of examples of the profile thorough
@settings(max_examples=examples(150), deadline=None, derandomize=True)
@given(st.lists(articles(), min_size=6, max_size=20), st.lists(queries, min_size=6, max_size=12))
def test_index_and_full_scan_agree(found: list[Article], asked: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = index_articles(found, Path(folder))
        for query in asked:
            assert disagreements(index, found, query) == (set(), set()), query


few = st.lists(st.sampled_from(["a", "b", "MEK", "mek", "ایران", "وإيران"]), min_size=2, max_size=2, unique=True)
proximities = st.builds('{}"{}"~{}'.format, st.sampled_from(["", "title:"]), few.map(" ".join), st.integers(0, 4))


@pytest.mark.timeout(7200)
@settings(max_examples=examples(100), deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(few_words, few_words), min_size=8, max_size=20),
    st.lists(few_near | proximities, min_size=4, max_size=8),
)
def test_index_and_full_scan_agree_on_words_near_each_other(found: list[tuple[str, str]], asked: list[str]) -> None:
    articles = [article(text, title=title) for title, text in found]
    with tempfile.TemporaryDirectory() as folder:
        index = index_articles(articles, Path(folder))
        for query in asked:
            assert disagreements(index, articles, query) == (set(), set()), query


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[search_index.Index, list[Article]]:
    texts = [*dict.fromkeys(row.values[1] for row in FOUND)]
    found = [article(text, language=language) for text in texts for language in ("en", "fa")]
    found += [article("b", title="A"), article("mek", title="camp", outlet="other.example")]
    return index_articles(found, tmp_path_factory.mktemp("index")), found


@pytest.mark.parametrize("query", dict.fromkeys([row.values[0] for row in FOUND] + ["title:a", "outlet:cour*"]))
def test_index_and_full_scan_agree_on_the_cases_of_the_query_language(
    cases: tuple[search_index.Index, list[Article]], query: str
) -> None:
    assert disagreements(*cases, query) == (set(), set())
